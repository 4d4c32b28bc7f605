/* Lays out the lines of Unicode's BidiCharacterTest.txt and compares the order in which they are
 * seen. usage: bidi FILE
 *
 * A line has five fields: code points; the direction that is asked for; the one that is found; the
 * levels; and the order from left to right, as numbers of code points. */
#include "render/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubidi.h>

/* The most failures that are told one by one. */
#define N_TOLD 10

/* ICU 72 departs from UAX #9 where overrides stand directly beside embeddings (20 lines, added with
 * Unicode 8), where marks follow brackets over invisible characters, and beyond 63 brackets. */
#define N_KNOWN_DEPARTURES 22

static const char *file;

typedef struct {
  GString *text;
  GArray *starts; /* of gsize: where each code point begins */
  BirgeDirection direction;
  GArray *order; /* of guint: what is expected */
} Case;

static void clear_case(Case *item) {
  g_string_free(item->text, TRUE);
  g_array_unref(item->starts);
  g_array_unref(item->order);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, clear_case)

static void parse_case(char *const *fields, Case *item) {
  item->text = g_string_new(NULL);
  item->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
  item->order = g_array_new(FALSE, FALSE, sizeof(guint));
  g_auto(GStrv) points = g_strsplit(fields[0], " ", -1);
  for (char **point = points; *point; point++) {
    gsize start = item->text->len;
    g_array_append_val(item->starts, start);
    g_string_append_unichar(item->text, (gunichar)g_ascii_strtoull(*point, NULL, 16));
  }
  item->direction = fields[2][0] == '1' ? BIRGE_DIRECTION_RTL : BIRGE_DIRECTION_LTR;
  g_auto(GStrv) numbers = g_strsplit(fields[4], " ", -1);
  for (char **number = numbers; *number; number++) {
    guint n = (guint)g_ascii_strtoull(*number, NULL, 10);
    if (**number)
      g_array_append_val(item->order, n);
  }
}

static double measure_nothing(gpointer user_data, const char *text, gsize length, guint8 level) {
  (void)user_data;
  (void)text;
  (void)length;
  (void)level;
  return 1;
}

/* Whether a code point is shown, and in the order that is expected. */
static gboolean is_expected(const Case *item, guint number) {
  for (guint i = 0; i < item->order->len; i++) {
    if (g_array_index(item->order, guint, i) == number)
      return TRUE;
  }
  return FALSE;
}

/* Appends the numbers of a run's code points, left to right. */
static void append_run(const Case *item, const BirgeVisualRun *run, GArray *seen) {
  guint first = seen->len;
  for (guint i = 0; i < item->starts->len; i++) {
    gsize start = g_array_index(item->starts, gsize, i);
    if (start < run->start || start >= run->end || !is_expected(item, i))
      continue;
    if (run->level % 2)
      g_array_insert_val(seen, first, i);
    else
      g_array_append_val(seen, i);
  }
}

static GArray *find_order(const Case *item, BirgeLayouter *layouter) {
  const BirgeDevice device = {measure_nothing, NULL};
  const BirgeParagraph paragraph = {item->text->str, item->text->len, "", item->direction, 1e9};
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLayout) layout = birge_layout_new(layouter, &paragraph, &device, &error);
  g_assert_no_error(error);
  GArray *seen = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint r = 0; r < layout->runs->len; r++)
    append_run(item, &g_array_index(layout->runs, BirgeVisualRun, r), seen);
  return seen;
}

/* Whether what is seen is what is expected, what vanishes at the end of a line left out. */
static gboolean is_as_expected(const Case *item, const GArray *seen) {
  guint next = 0;
  for (guint i = 0; i < item->order->len && next < seen->len; i++)
    next += g_array_index(item->order, guint, i) == g_array_index(seen, guint, next);
  return next == seen->len;
}

/* Whether ICU finds other levels than the file says, which "x" are not compared. */
static gboolean icu_departs(const Case *item, const char *levels) {
  glong n;
  g_autofree gunichar2 *text = g_utf8_to_utf16(item->text->str, -1, NULL, &n, NULL);
  UErrorCode status = U_ZERO_ERROR;
  UBiDi *bidi = ubidi_open();
  ubidi_setPara(bidi, text, (int32_t)n, item->direction == BIRGE_DIRECTION_RTL ? 1 : 0, NULL,
                &status);
  const UBiDiLevel *found = ubidi_getLevels(bidi, &status);
  g_assert_true(U_SUCCESS(status));
  gboolean departs = FALSE;
  g_auto(GStrv) expected = g_strsplit(levels, " ", -1);
  /* Levels are numbered by UTF-16 units, which no departure that is known depends on. */
  for (guint i = 0; expected[i] && (guint)n == item->starts->len; i++)
    departs = departs || (expected[i][0] != 'x' && atoi(expected[i]) != found[i]);
  ubidi_close(bidi);
  return departs;
}

/* What was found of all lines. */
typedef struct {
  guint n;
  guint n_departures; /* ICU's, not ours */
  guint n_wrong;
} Count;

static void try_line(const char *line, BirgeLayouter *layouter, Count *count) {
  g_auto(GStrv) fields = g_strsplit(line, ";", -1);
  if (*line == '#' || g_strv_length(fields) != 5)
    return;
  g_auto(Case) item = {0};
  parse_case(fields, &item);
  g_autoptr(GArray) seen = find_order(&item, layouter);
  count->n++;
  if (is_as_expected(&item, seen))
    return;
  gboolean departs = icu_departs(&item, fields[3]);
  count->n_departures += departs;
  count->n_wrong += !departs;
  if (!departs && count->n_wrong <= N_TOLD)
    g_test_message("%s", line);
}

static void lines_are_seen_in_the_order_of_uax_9(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(&error);
  g_assert_no_error(error);
  FILE *lines = fopen(file, "r");
  g_assert_nonnull(lines);
  Count count = {0};
  char *line = NULL;
  for (size_t size = 0; getline(&line, &size, lines) > 0;)
    try_line(g_strchomp(line), layouter, &count);
  free(line);
  fclose(lines);
  g_test_message("%u lines; ICU departs in %u, we in %u", count.n, count.n_departures,
                 count.n_wrong);
  g_assert_cmpuint(count.n, >, 90000);
  g_assert_cmpuint(count.n_wrong, ==, 0);
  g_assert_cmpuint(count.n_departures, <=, N_KNOWN_DEPARTURES);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  file = argv[1];
  g_test_add_func("/bidi/lines_are_seen_in_the_order_of_uax_9",
                  lines_are_seen_in_the_order_of_uax_9);
  return g_test_run();
}
