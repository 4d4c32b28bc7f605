/* Reads beads, a line each: "0,1:2", or vecalign's "[0, 1]:[2]:0.123", whose last field is a cost.
 * An empty side is an unmatched line; empty lines are left out. */
#include "base/error.h"
#include "base/input.h"
#include "exchange/exchange.h"

#include <string.h>

typedef struct {
  const char *name; /* of the file */
  const char *line; /* where the line that is read begins */
  const char *next;
  const char *end;      /* of the line */
  guint64 number;       /* of the line */
  gboolean is_vecalign; /* whether this line is */
  BirgeBeads *beads;    /* n_sides is 0 until the first bead has been read */
  GArray *numbers;      /* of guint64: the line of the file that each bead stands in */
} Reading;

static gboolean fail(const Reading *reading, const char *expected, GError **error) {
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, reading->name, reading->number,
                     "expected %s at byte %zu of the line", expected,
                     (gsize)(reading->next - reading->line) + 1);
  return FALSE;
}

/* Whether the next character is there, and one of a set. */
static gboolean is_at(const Reading *reading, const char *set) {
  return reading->next < reading->end && *reading->next && strchr(set, *reading->next);
}

static void skip_spaces(Reading *reading) {
  while (is_at(reading, " \t\r"))
    reading->next++;
}

/* Takes a character, and spaces around it, if it is the next one. */
static gboolean take(Reading *reading, char wanted) {
  skip_spaces(reading);
  if (reading->next == reading->end || *reading->next != wanted)
    return FALSE;
  reading->next++;
  skip_spaces(reading);
  return TRUE;
}

static gboolean is_at_digit(const Reading *reading) {
  return reading->next < reading->end && g_ascii_isdigit(*reading->next);
}

/* Reads digits, of which there is one at least. */
static gboolean read_number(Reading *reading, GError **error) {
  guint32 number = 0;
  for (; is_at_digit(reading); reading->next++) {
    number = number * 10 + (guint32)(*reading->next - '0');
    if (number > BIRGE_MAX_LINE_NUMBER) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, reading->name, reading->number,
                         "a line number above %d", BIRGE_MAX_LINE_NUMBER);
      return FALSE;
    }
  }
  if (reading->beads->lines->len >= BIRGE_MAX_BEAD_LINES) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, reading->name, reading->number,
                       "more than %d line numbers", BIRGE_MAX_BEAD_LINES);
    return FALSE;
  }
  g_array_append_val(reading->beads->lines, number);
  return TRUE;
}

static int compare_numbers(const void *a, const void *b) {
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

/* Puts the numbers of the side that was read in order, from start on. */
static gboolean end_side(Reading *reading, guint start, GError **error) {
  guint32 *lines = &g_array_index(reading->beads->lines, guint32, start);
  guint n = reading->beads->lines->len - start;
  if (n > 1)
    qsort(lines, n, sizeof *lines, compare_numbers);
  for (guint i = 1; i < n; i++) {
    if (lines[i] == lines[i - 1]) {
      birge_error_set_at(error, BIRGE_ERROR_FORMAT, reading->name, reading->number,
                         "%u stands twice on one side of a bead", lines[i]);
      return FALSE;
    }
  }
  guint32 end = reading->beads->lines->len;
  g_array_append_val(reading->beads->bounds, end);
  return TRUE;
}

static gboolean read_side(Reading *reading, GError **error) {
  guint start = reading->beads->lines->len;
  if (take(reading, '[') != reading->is_vecalign)
    return fail(reading, reading->is_vecalign ? "[" : "a line number", error);
  while (is_at_digit(reading)) {
    if (!read_number(reading, error))
      return FALSE;
    if (!take(reading, ','))
      break;
    if (!is_at_digit(reading))
      return fail(reading, "a line number", error);
  }
  if (reading->is_vecalign && !take(reading, ']'))
    return fail(reading, "a line number, comma or ]", error);
  skip_spaces(reading);
  return end_side(reading, start, error);
}

/* Whether what follows is vecalign's cost, the last field. */
static gboolean is_at_cost(const Reading *reading) {
  return reading->is_vecalign && reading->next < reading->end && *reading->next != '[';
}

static gboolean read_cost(Reading *reading, GError **error) {
  while (is_at(reading, "+-.0123456789eEinfa"))
    reading->next++;
  skip_spaces(reading);
  return reading->next == reading->end || fail(reading, "a cost, and the end of the line", error);
}

static gboolean end_bead(Reading *reading, guint n_sides, GError **error) {
  BirgeBeads *beads = reading->beads;
  if (n_sides < 2 || n_sides > BIRGE_MAX_LANGUAGES) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, reading->name, reading->number,
                       "a bead of %u fields, expected 2 to %d", n_sides, BIRGE_MAX_LANGUAGES);
    return FALSE;
  }
  if (beads->n_sides > 0 && n_sides != beads->n_sides) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, reading->name, reading->number,
                       "a bead of %u fields, those before have %u", n_sides, beads->n_sides);
    return FALSE;
  }
  if (beads->n_beads >= BIRGE_MAX_BEADS) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, reading->name, reading->number,
                       "more than %d beads", BIRGE_MAX_BEADS);
    return FALSE;
  }
  beads->n_sides = n_sides;
  beads->n_beads++;
  g_array_append_val(reading->numbers, reading->number);
  return TRUE;
}

static gboolean read_bead(Reading *reading, GError **error) {
  reading->is_vecalign = *reading->next == '[';
  guint n_sides = 0;
  do {
    if (n_sides > 0 && is_at_cost(reading)) {
      if (!read_cost(reading, error))
        return FALSE;
      break;
    }
    if (n_sides > BIRGE_MAX_LANGUAGES)
      break;
    if (!read_side(reading, error))
      return FALSE;
    n_sides++;
  } while (take(reading, ':'));
  if (n_sides <= BIRGE_MAX_LANGUAGES && reading->next < reading->end)
    return fail(reading, "a line number, comma or colon", error);
  return end_bead(reading, n_sides, error);
}

/* A line in a bead. */
typedef struct {
  guint32 side, line, bead;
} Place;

static gint compare_places(gconstpointer a, gconstpointer b) {
  const Place *x = a, *y = b;
  if (x->side != y->side)
    return x->side < y->side ? -1 : 1;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  return (x->bead > y->bead) - (x->bead < y->bead);
}

/* What compares beads takes time by how often a line comes again. */
static gboolean check_overlaps(const Reading *reading, GError **error) {
  const BirgeBeads *beads = reading->beads;
  g_autoptr(GArray) places = g_array_sized_new(FALSE, FALSE, sizeof(Place), beads->lines->len);
  for (guint b = 0; b < beads->n_beads; b++) {
    for (guint s = 0; s < beads->n_sides; s++) {
      BirgeBeadSide side = birge_beads_side(beads, b, s);
      for (guint i = 0; i < side.n; i++) {
        Place place = {s, side.lines[i], b};
        g_array_append_val(places, place);
      }
    }
  }
  g_array_sort(places, compare_places);
  for (guint i = BIRGE_MAX_BEADS_OF_LINE; i < places->len; i++) {
    const Place *place = &g_array_index(places, Place, i);
    const Place *before = place - BIRGE_MAX_BEADS_OF_LINE;
    if (place->side == before->side && place->line == before->line) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, reading->name,
                         g_array_index(reading->numbers, guint64, place->bead),
                         "%u stands in more than %d beads", place->line, BIRGE_MAX_BEADS_OF_LINE);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean read_lines(Reading *reading, const char *data, gsize length, GError **error) {
  for (gsize start = 0; start < length;) {
    const char *line = data + start;
    const char *line_end = memchr(line, '\n', length - start);
    reading->line = reading->next = line;
    reading->end = line_end ? line_end : data + length;
    start = (gsize)(reading->end - data) + 1;
    reading->number++;
    skip_spaces(reading);
    if (reading->next < reading->end && !read_bead(reading, error))
      return FALSE;
  }
  return check_overlaps(reading, error);
}

BirgeBeads *birge_beads_parse(const char *name, GBytes *bytes, GError **error) {
  static const char byte_order_mark[] = "\xEF\xBB\xBF";
  gsize length, n_skipped = 0;
  const char *data = g_bytes_get_data(bytes, &length);
  if (length >= 3 && memcmp(data, byte_order_mark, 3) == 0)
    n_skipped = 3;
  g_autoptr(BirgeBeads) beads = birge_beads_new(0);
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint64));
  Reading reading = {.name = name, .beads = beads, .numbers = numbers};
  /* No bytes at all may come without an address, to which nothing may be added. */
  if (length > n_skipped && !read_lines(&reading, data + n_skipped, length - n_skipped, error))
    return NULL;
  return g_steal_pointer(&beads);
}

BirgeBeads *birge_beads_read(const char *path, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  return bytes ? birge_beads_parse(birge_input_name(path), bytes, error) : NULL;
}
