/* Lays out the cases of Unicode's GraphemeBreakTest.txt and LineBreakTest.txt, and compares the
 * clusters, and the lines at every width. usage: breaks GRAPHEME_BREAK_TEST LINE_BREAK_TEST */
#include "cases.h"
#include "render/layout.h"

#include <unicode/uchar.h>

#define N_TOLD 10

/* LB10 lets a line end before a mark that follows a space or a zero-width space (SP ÷ × CM); there
 * it would tear a cluster apart (UAX #29 GB9), which we never do. */
#define N_BREAKS_IN_CLUSTERS 315

/* ICU 72 keeps a full stop with the digit after it (LB25 as CLDR has it: ".35", "A.2") and lets the
 * line end before it; the file parts them. */
#define N_DEPARTURES_AT_DECIMALS 4

static const char *clusters_file, *lines_file;

/* Code points, and where they may be parted: at breaks[i] before number i. */
typedef struct {
  GString *text;
  GArray *starts; /* of gsize: where each code point begins, then the length */
  GArray *breaks; /* of gboolean */
} Case;

typedef struct {
  BirgeLayouter *layouter;
  guint n;
  guint n_wrong;
  guint n_in_clusters; /* cases that would part a cluster */
  guint n_departures;  /* ICU's, not ours */
} Count;

static void clear_case(Case *item) {
  g_string_free(item->text, TRUE);
  g_array_unref(item->starts);
  g_array_unref(item->breaks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, clear_case)

/* "÷ 0020 × 0308 ÷" */
static void parse_case(const char *line, Case *item) {
  *item = (Case){g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(gsize)),
                 g_array_new(FALSE, FALSE, sizeof(gboolean))};
  g_auto(GStrv) words = g_strsplit(line, " ", -1);
  for (char **word = words; *word; word++) {
    gboolean is_break = g_str_equal(*word, "÷");
    if (is_break || g_str_equal(*word, "×")) {
      gsize start = item->text->len;
      g_array_append_val(item->starts, start);
      g_array_append_val(item->breaks, is_break);
    } else {
      g_string_append_unichar(item->text, (gunichar)g_ascii_strtoull(*word, NULL, 16));
    }
  }
}

/* Every code point is as wide as one. */
static double measure_points(gpointer user_data G_GNUC_UNUSED, const char *text, gsize length,
                             guint8 level G_GNUC_UNUSED) {
  return (double)g_utf8_strlen(text, (gssize)length);
}

static BirgeLayout *lay_out(const Case *item, BirgeLayouter *layouter, double width) {
  const BirgeDevice device = {.measure = measure_points};
  const BirgeParagraph paragraph = {item->text->str, item->text->len, "", BIRGE_DIRECTION_LTR,
                                    width};
  g_autoptr(GError) error = NULL;
  BirgeLayout *layout = birge_layout_new(layouter, &paragraph, &device, &error);
  g_assert_no_error(error);
  return layout;
}

static void count_wrong(Count *count, const char *line) {
  if (count->n_wrong++ < N_TOLD)
    g_test_message("%s", line);
}

static void try_clusters(const char *line, gpointer data) {
  Count *count = data;
  g_auto(Case) item;
  parse_case(line, &item);
  g_autoptr(BirgeLayout) layout = lay_out(&item, count->layouter, 1e9);
  guint next = 0;
  gboolean is_right = TRUE;
  for (guint i = 0; i < item.breaks->len; i++) {
    if (!g_array_index(item.breaks, gboolean, i))
      continue;
    is_right = is_right && next < layout->clusters->len &&
               g_array_index(layout->clusters, gsize, next) == g_array_index(item.starts, gsize, i);
    next++;
  }
  count->n++;
  if (!is_right || next != layout->clusters->len)
    count_wrong(count, line);
}

/* A cluster as the twin sees it. */
typedef struct {
  gsize start;
  guint width;
  gboolean is_break; /* by the file, a line may end before it */
  gboolean is_space;
  gboolean ends_line;
} Piece;

static gboolean is_forced(UChar32 c) {
  int32_t class = u_getIntPropertyValue(c, UCHAR_LINE_BREAK);
  return class == U_LB_MANDATORY_BREAK || class == U_LB_CARRIAGE_RETURN ||
         class == U_LB_LINE_FEED || class == U_LB_NEXT_LINE;
}

/* Returns the clusters of a layout, yours; the last stands for the end. Counts the breaks of the
 * file that are inside of one. */
static GArray *find_pieces(const Case *item, const BirgeLayout *layout, guint *n_in_clusters) {
  GArray *pieces = g_array_new(FALSE, TRUE, sizeof(Piece));
  for (guint i = 0; i < item->starts->len; i++) {
    gsize start = g_array_index(item->starts, gsize, i);
    gboolean is_break = g_array_index(item->breaks, gboolean, i);
    if (start != g_array_index(layout->clusters, gsize, pieces->len)) {
      Piece *piece = &g_array_index(pieces, Piece, pieces->len - 1);
      piece->width++;
      piece->is_space = piece->is_space && piece->ends_line;
      *n_in_clusters += is_break;
      continue;
    }
    UChar32 c = (UChar32)g_utf8_get_char(item->text->str + start);
    gboolean is_space =
        u_isUWhiteSpace(c) && u_getIntPropertyValue(c, UCHAR_LINE_BREAK) != U_LB_GLUE;
    Piece piece = {start, 1, is_break, is_space, is_forced(c)};
    g_array_append_val(pieces, piece);
  }
  return pieces;
}

/* The brute-force twin: returns the end of the line that begins at a piece, as many words as fit,
 * or, where not even the first does, as many clusters. */
static guint find_end(const Piece *pieces, guint start, guint end, guint width) {
  guint words = start, clusters = start, used = 0, spaces = 0;
  for (guint i = start; i < end; i++) {
    spaces = pieces[i].is_space ? spaces + pieces[i].width : 0;
    used += pieces[i].width;
    if (used - spaces <= width && (pieces[i + 1].is_break || i + 1 == end))
      words = i + 1;
    if (used - spaces <= width)
      clusters = i + 1;
  }
  return words > start ? words : MAX(clusters, start + 1);
}

static void append_line(GString *out, gsize start, gsize end) {
  if (start < end)
    g_string_append_printf(out, "%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT, start, end);
  g_string_append_c(out, '|');
}

/* Appends lines as "start-end|" of what is seen. */
static void append_lines(const Piece *pieces, guint start, guint end, guint width, GString *out) {
  gboolean has_line = FALSE;
  for (guint next; start < end; start = next) {
    next = find_end(pieces, start, end, width);
    guint seen = next;
    while (seen > start && pieces[seen - 1].is_space)
      seen--;
    /* White space alone makes no line where there is another. */
    if (seen == start && (next < end || has_line))
      continue;
    has_line = TRUE;
    append_line(out, pieces[start].start, pieces[seen].start);
  }
  if (!has_line)
    append_line(out, 0, 0);
}

/* Returns what the twin makes of a case at a width, yours. */
static char *break_by_file(const GArray *pieces, guint width) {
  const Piece *all = &g_array_index(pieces, Piece, 0);
  guint n = pieces->len - 1, start = 0;
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < n; i++) {
    if (all[i].ends_line) {
      append_lines(all, start, i, width, out);
      start = i + 1;
    }
  }
  if (start < n)
    append_lines(all, start, n, width, out);
  return g_string_free(out, FALSE);
}

static char *break_by_layout(const BirgeLayout *layout) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < layout->lines->len; i++) {
    const BirgeLine *line = &g_array_index(layout->lines, BirgeLine, i);
    append_line(out, line->start, line->end);
  }
  return g_string_free(out, FALSE);
}

/* Whether a case parts a full stop from the digit after it. */
static gboolean parts_decimal(const Case *item) {
  for (guint i = 1; i + 1 < item->starts->len; i++) {
    const char *point = item->text->str + g_array_index(item->starts, gsize, i);
    if (g_array_index(item->breaks, gboolean, i) && point[-1] == '.' && g_ascii_isdigit(*point))
      return TRUE;
  }
  return FALSE;
}

static void try_lines(const char *line, gpointer data) {
  Count *count = data;
  g_auto(Case) item;
  parse_case(line, &item);
  g_autoptr(BirgeLayout) wide = lay_out(&item, count->layouter, 1e9);
  guint n_in_clusters = 0;
  g_autoptr(GArray) pieces = find_pieces(&item, wide, &n_in_clusters);
  gboolean is_right = TRUE;
  for (guint width = 0; width <= item.starts->len; width++) {
    g_autoptr(BirgeLayout) layout = lay_out(&item, count->layouter, width);
    g_autofree char *expected = break_by_file(pieces, width);
    g_autofree char *made = break_by_layout(layout);
    is_right = is_right && g_str_equal(made, expected);
  }
  count->n++;
  count->n_in_clusters += n_in_clusters > 0;
  if (!is_right && parts_decimal(&item))
    count->n_departures++;
  else if (!is_right)
    count_wrong(count, line);
}

static Count read_cases(const char *path, void (*try)(const char *line, gpointer data)) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(&error);
  g_assert_no_error(error);
  Count count = {.layouter = layouter};
  cases_read(path, try, &count);
  g_test_message("passed %u of %u; ICU departs in %u; %u would part a cluster",
                 count.n - count.n_wrong - count.n_departures, count.n, count.n_departures,
                 count.n_in_clusters);
  count.layouter = NULL;
  return count;
}

static void clusters_are_those_of_uax_29(void) {
  Count count = read_cases(clusters_file, try_clusters);
  g_assert_cmpuint(count.n, >, 600);
  g_assert_cmpuint(count.n_wrong, ==, 0);
}

static void lines_at_every_width_end_where_uax_14_lets_them(void) {
  Count count = read_cases(lines_file, try_lines);
  g_assert_cmpuint(count.n, >, 7000);
  g_assert_cmpuint(count.n_wrong, ==, 0);
  g_assert_cmpuint(count.n_departures, <=, N_DEPARTURES_AT_DECIMALS);
  g_assert_cmpuint(count.n_in_clusters, ==, N_BREAKS_IN_CLUSTERS);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  clusters_file = argv[1];
  lines_file = argv[2];
  g_test_add_func("/breaks/clusters_are_those_of_uax_29", clusters_are_those_of_uax_29);
  g_test_add_func("/breaks/lines_at_every_width_end_where_uax_14_lets_them",
                  lines_at_every_width_end_where_uax_14_lets_them);
  return g_test_run();
}
