/* Lays out the cases of Unicode's BidiTest.txt and BidiCharacterTest.txt and compares levels and
 * the order in which code points are seen. usage: bidi BIDI_TEST BIDI_CHARACTER_TEST */
#include "cases.h"
#include "render/layout.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubidi.h>

/* The most failures that are told one by one. */
#define N_TOLD 10

/* ICU 72 departs from UAX #9 in these lines of BidiCharacterTest.txt, and in none of BidiTest.txt:
 * where an override stands directly beside an embedding (UAX #9 since Unicode 8: 20 lines), and
 * where marks follow a bracket over invisible characters (N0: 2 lines). */
#define N_DEPARTURES_BESIDE_OVERRIDES 20
#define N_DEPARTURES_AT_MARKS 2

static const char *classes_file, *characters_file;

/* A text, and what is expected of it. */
typedef struct {
  GString *text;
  GArray *starts; /* of gsize: where each code point begins, then the length */
  GArray *levels; /* of int: of each code point; -1: not said */
  GArray *order;  /* of guint: numbers of code points, left to right */
  BirgeDirection direction;
} Case;

static void init_case(Case *item) {
  *item = (Case){g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(gsize)),
                 g_array_new(FALSE, FALSE, sizeof(int)), g_array_new(FALSE, FALSE, sizeof(guint)),
                 BIRGE_DIRECTION_LTR};
}

static void clear_case(Case *item) {
  g_string_free(item->text, TRUE);
  g_array_unref(item->starts);
  g_array_unref(item->levels);
  g_array_unref(item->order);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, clear_case)

/* What was found of all cases. */
typedef struct {
  BirgeLayouter *layouter;
  guint n;
  guint n_departures_beside_overrides; /* ICU's, not ours */
  guint n_departures_at_marks;
  guint n_wrong;
} Count;

static void add_point(Case *item, gunichar c) {
  gsize start = item->text->len;
  g_array_append_val(item->starts, start);
  g_string_append_unichar(item->text, c);
}

static void end_points(Case *item) {
  g_array_append_val(item->starts, item->text->len);
}

/* Reads "0 x 1" or "2 1 0". */
static void parse_numbers(const char *said, GArray *numbers) {
  g_array_set_size(numbers, 0);
  g_auto(GStrv) words = g_strsplit_set(said, " \t", -1);
  for (char **word = words; *word; word++) {
    int n = **word == 'x' ? -1 : atoi(*word);
    if (**word)
      g_array_append_val(numbers, n);
  }
}

static double measure_one(gpointer user_data G_GNUC_UNUSED, const char *text G_GNUC_UNUSED,
                          gsize length G_GNUC_UNUSED, guint8 level G_GNUC_UNUSED) {
  return 1;
}

/* Whether a code point is left out at the end of a line rightly. */
static gboolean may_vanish(gunichar c) {
  UCharDirection direction = u_charDirection((UChar32)c);
  return u_isUWhiteSpace((UChar32)c) || direction == U_BLOCK_SEPARATOR ||
         direction == U_BOUNDARY_NEUTRAL || u_hasBinaryProperty((UChar32)c, UCHAR_BIDI_CONTROL);
}

/* Whether a level is as expected. Text that goes all one way has one level with ICU, whichever
 * others of the same direction UAX #9 would find: what is seen is the same. */
static gboolean is_level(int expected, int level, gboolean is_one_way) {
  return expected < 0 || expected == level || (is_one_way && expected % 2 == level % 2);
}

/* What a layout shows of a case. */
typedef struct {
  GArray *order;     /* of guint: numbers of code points, left to right */
  gboolean *is_in;   /* whether a code point stands in a line */
  gboolean is_right; /* whether the levels are */
} Seen;

static void see_run(const Case *item, const BirgeVisualRun *run, gboolean is_one_way, Seen *seen) {
  guint first = seen->order->len;
  for (guint i = 0; i + 1 < item->starts->len; i++) {
    gsize start = g_array_index(item->starts, gsize, i);
    if (start < run->start || start >= run->end)
      continue;
    int level = g_array_index(item->levels, int, i);
    seen->is_in[i] = TRUE;
    seen->is_right = seen->is_right && is_level(level, run->level, is_one_way);
    if (level >= 0)
      g_array_insert_val(seen->order, run->level % 2 ? first : seen->order->len, i);
  }
}

/* Whether levels and order are as expected, and all is seen but what a line's end swallows. */
static gboolean is_as_expected(const Case *item, const BirgeLayout *layout) {
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autofree gboolean *is_in = g_new0(gboolean, item->starts->len);
  Seen seen = {order, is_in, TRUE};
  for (guint r = 0; r < layout->runs->len; r++)
    see_run(item, &g_array_index(layout->runs, BirgeVisualRun, r), layout->runs->len == 1, &seen);
  guint next = 0;
  for (guint i = 0; i < item->order->len && seen.is_right; i++) {
    guint number = g_array_index(item->order, guint, i);
    const char *point = item->text->str + g_array_index(item->starts, gsize, number);
    if (is_in[number])
      seen.is_right = next < order->len && g_array_index(order, guint, next++) == number;
    else
      seen.is_right = may_vanish(g_utf8_get_char(point));
  }
  return seen.is_right && next == order->len;
}

static gboolean is_override(gunichar c) {
  return c == 0x202D || c == 0x202E;
}

/* Counts a departure of ICU's by its reason. Returns whether ICU itself finds other levels. */
static gboolean count_departure(const Case *item, Count *count) {
  glong n;
  g_autofree gunichar2 *text = g_utf8_to_utf16(item->text->str, -1, NULL, &n, NULL);
  UErrorCode status = U_ZERO_ERROR;
  UBiDi *bidi = ubidi_open();
  ubidi_setPara(bidi, text, (int32_t)n, item->direction == BIRGE_DIRECTION_RTL, NULL, &status);
  const UBiDiLevel *found = ubidi_getLevels(bidi, &status);
  g_assert_true(U_SUCCESS(status));
  gboolean is_one_way = ubidi_getDirection(bidi) != UBIDI_MIXED;
  gboolean departs = FALSE, has_override = FALSE;
  /* Levels are numbered by UTF-16 units: no case with a known departure has surrogates. */
  for (guint i = 0; i < item->levels->len && (guint)n == item->levels->len; i++) {
    departs = departs || !is_level(g_array_index(item->levels, int, i), found[i], is_one_way);
    has_override = has_override || is_override(text[i]);
  }
  ubidi_close(bidi);
  count->n_departures_beside_overrides += departs && has_override;
  count->n_departures_at_marks += departs && !has_override;
  return departs;
}

static void try_case(const Case *item, const char *line, Count *count) {
  const BirgeDevice device = {.measure = measure_one};
  const BirgeParagraph paragraph = {item->text->str, item->text->len, "", item->direction, 1e9};
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLayout) layout = birge_layout_new(count->layouter, &paragraph, &device, &error);
  g_assert_no_error(error);
  count->n++;
  if (is_as_expected(item, layout) || count_departure(item, count))
    return;
  if (count->n_wrong++ < N_TOLD)
    g_test_message("%s", line);
}

static void tell(const Count *count) {
  guint n_departures = count->n_departures_beside_overrides + count->n_departures_at_marks;
  g_test_message("passed %u of %u; ICU departs in %u beside overrides, in %u at marks; wrong %u",
                 count->n - n_departures - count->n_wrong, count->n,
                 count->n_departures_beside_overrides, count->n_departures_at_marks,
                 count->n_wrong);
}

/* Five fields: code points; the direction that is asked for; the one that is found; the levels; and
 * the order. */
static void try_characters(const char *line, gpointer data) {
  g_auto(GStrv) fields = g_strsplit(line, ";", -1);
  if (g_strv_length(fields) != 5)
    return;
  g_auto(Case) item;
  init_case(&item);
  g_auto(GStrv) points = g_strsplit(fields[0], " ", -1);
  for (char **point = points; *point; point++)
    add_point(&item, (gunichar)g_ascii_strtoull(*point, NULL, 16));
  end_points(&item);
  item.direction = fields[2][0] == '1' ? BIRGE_DIRECTION_RTL : BIRGE_DIRECTION_LTR;
  parse_numbers(fields[3], item.levels);
  parse_numbers(fields[4], item.order);
  try_case(&item, line, data);
}

/* A character of each class; one that begins a cluster where there is one. */
static gunichar find_character(const char *name) {
  static const struct {
    const char *name;
    gunichar c;
  } classes[] = {{"L", 'a'},      {"R", 0x5D0},    {"AL", 0x6D5},   {"EN", '0'},
                 {"AN", 0x660},   {"ES", '-'},     {"ET", '%'},     {"CS", ','},
                 {"NSM", 0x300},  {"BN", 0xAD},    {"B", 0x2029},   {"S", '\t'},
                 {"WS", ' '},     {"ON", '!'},     {"LRE", 0x202A}, {"RLE", 0x202B},
                 {"PDF", 0x202C}, {"LRO", 0x202D}, {"RLO", 0x202E}, {"LRI", 0x2066},
                 {"RLI", 0x2067}, {"FSI", 0x2068}, {"PDI", 0x2069}};
  for (guint i = 0; i < G_N_ELEMENTS(classes); i++) {
    if (g_str_equal(classes[i].name, name))
      return classes[i].c;
  }
  g_error("unknown class %s", name);
}

typedef struct {
  Count *count;
  Case item;
} ClassCases;

/* "@Levels:" and "@Reorder:" hold for the lines after them: classes, and the directions to try: 1
 * by the first strong letter, 2 left to right, 4 right to left. */
static void try_classes(const char *line, gpointer data) {
  ClassCases *cases = data;
  Case *item = &cases->item;
  if (g_str_has_prefix(line, "@Levels:"))
    parse_numbers(line + strlen("@Levels:"), item->levels);
  if (g_str_has_prefix(line, "@Reorder:"))
    parse_numbers(line + strlen("@Reorder:"), item->order);
  if (*line == '@')
    return;
  g_auto(GStrv) fields = g_strsplit(line, "; ", 2);
  g_auto(GStrv) names = g_strsplit(fields[0], " ", -1);
  g_string_truncate(item->text, 0);
  g_array_set_size(item->starts, 0);
  for (char **name = names; *name; name++)
    add_point(item, find_character(*name));
  end_points(item);
  guint64 directions = g_ascii_strtoull(fields[1], NULL, 16);
  for (guint way = 1; way <= 4; way *= 2) {
    item->direction = way == 1   ? birge_direction_guess(item->text->str, item->text->len)
                      : way == 2 ? BIRGE_DIRECTION_LTR
                                 : BIRGE_DIRECTION_RTL;
    if (directions & way)
      try_case(item, line, cases->count);
  }
}

static void characters_are_seen_in_the_order_of_uax_9(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(&error);
  g_assert_no_error(error);
  Count count = {.layouter = layouter};
  cases_read(characters_file, try_characters, &count);
  tell(&count);
  g_assert_cmpuint(count.n, >, 90000);
  g_assert_cmpuint(count.n_wrong, ==, 0);
  g_assert_cmpuint(count.n_departures_beside_overrides, <=, N_DEPARTURES_BESIDE_OVERRIDES);
  g_assert_cmpuint(count.n_departures_at_marks, <=, N_DEPARTURES_AT_MARKS);
}

static void classes_are_seen_in_the_order_of_uax_9(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(&error);
  g_assert_no_error(error);
  Count count = {.layouter = layouter};
  ClassCases cases = {.count = &count};
  init_case(&cases.item);
  cases_read(classes_file, try_classes, &cases);
  clear_case(&cases.item);
  tell(&count);
  g_assert_cmpuint(count.n, >, 700000);
  g_assert_cmpuint(count.n_wrong, ==, 0);
  g_assert_cmpuint(count.n_departures_beside_overrides + count.n_departures_at_marks, ==, 0);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  classes_file = argv[1];
  characters_file = argv[2];
  g_test_add_func("/bidi/classes_are_seen_in_the_order_of_uax_9",
                  classes_are_seen_in_the_order_of_uax_9);
  g_test_add_func("/bidi/characters_are_seen_in_the_order_of_uax_9",
                  characters_are_seen_in_the_order_of_uax_9);
  return g_test_run();
}
