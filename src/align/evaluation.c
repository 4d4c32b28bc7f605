/* Counts what found beads and gold ones have in common. */
#include "align/evaluation.h"

#include <string.h>

/* A bead, in the order in which equal ones stand side by side. */
typedef struct {
  const BirgeBeads *beads;
  guint bead;
} Entry;

static gint compare_entries(gconstpointer a, gconstpointer b) {
  const Entry *x = a, *y = b;
  for (guint s = 0; s < x->beads->n_sides; s++) {
    BirgeBeadSide left = birge_beads_side(x->beads, x->bead, s);
    BirgeBeadSide right = birge_beads_side(y->beads, y->bead, s);
    if (left.n != right.n)
      return left.n < right.n ? -1 : 1;
    for (guint i = 0; i < left.n; i++) {
      if (left.lines[i] != right.lines[i])
        return left.lines[i] < right.lines[i] ? -1 : 1;
    }
  }
  return 0;
}

/* A line of one document. What goes with it: the number of a bead, or nothing. */
typedef struct {
  guint32 side, line, bead;
} Place;

static gint compare_lines(const Place *a, const Place *b) {
  if (a->side != b->side)
    return a->side < b->side ? -1 : 1;
  return (a->line > b->line) - (a->line < b->line);
}

static gint compare_places(gconstpointer a, gconstpointer b) {
  const Place *x = a, *y = b;
  gint order = compare_lines(x, y);
  return order ? order : (x->bead > y->bead) - (x->bead < y->bead);
}

/* Keeps one of equal elements of a sorted array. */
static void make_unique(GArray *array, gsize size, GCompareFunc compare) {
  guint n = 0;
  for (guint i = 0; i < array->len; i++) {
    if (n > 0 && compare(array->data + (n - 1) * size, array->data + i * size) == 0)
      continue;
    memmove(array->data + n++ * size, array->data + i * size, size);
  }
  g_array_set_size(array, n);
}

/* One of the two alignments, made ready. */
typedef struct {
  GArray *tied;    /* of Entry: beads with two sides or more, sorted, each once */
  GArray *places;  /* of Place: the lines of tied, bead: the number of the entry; sorted */
  GArray *singles; /* of Place, bead: 0; sorted, each once */
} Beads;

static void add_places(GArray *places, Entry entry, guint32 number) {
  for (guint s = 0; s < entry.beads->n_sides; s++) {
    BirgeBeadSide side = birge_beads_side(entry.beads, entry.bead, s);
    for (guint i = 0; i < side.n; i++) {
      Place place = {s, side.lines[i], number};
      g_array_append_val(places, place);
    }
  }
}

static Beads prepare(const BirgeBeads *beads) {
  Beads ready = {g_array_new(FALSE, FALSE, sizeof(Entry)), g_array_new(FALSE, FALSE, sizeof(Place)),
                 g_array_new(FALSE, FALSE, sizeof(Place))};
  for (guint b = 0; b < beads->n_beads; b++) {
    Entry entry = {beads, b};
    if (birge_beads_n_filled(beads, b) > 1)
      g_array_append_val(ready.tied, entry);
    else
      add_places(ready.singles, entry, 0);
  }
  g_array_sort(ready.tied, compare_entries);
  make_unique(ready.tied, sizeof(Entry), compare_entries);
  for (guint i = 0; i < ready.tied->len; i++)
    add_places(ready.places, g_array_index(ready.tied, Entry, i), i);
  g_array_sort(ready.places, compare_places);
  g_array_sort(ready.singles, compare_places);
  make_unique(ready.singles, sizeof(Place), compare_places);
  return ready;
}

static void clear(Beads *beads) {
  g_array_unref(beads->tied);
  g_array_unref(beads->places);
  g_array_unref(beads->singles);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Beads, clear)

static guint find_first_place(const GArray *places, const Place *wanted) {
  guint low = 0, high = places->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (compare_lines(&g_array_index(places, Place, middle), wanted) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* By bead and side: the sides of one bead stand side by side. */
static gint compare_beads(gconstpointer a, gconstpointer b) {
  const Place *x = a, *y = b;
  if (x->bead != y->bead)
    return x->bead < y->bead ? -1 : 1;
  return (x->side > y->side) - (x->side < y->side);
}

/* Whether a bead has a link that one of other has too: lines on two sides in the same one.
 * scratch: of Place. */
static gboolean has_link(Entry entry, const Beads *other, GArray *scratch) {
  g_array_set_size(scratch, 0);
  for (guint s = 0; s < entry.beads->n_sides; s++) {
    BirgeBeadSide side = birge_beads_side(entry.beads, entry.bead, s);
    for (guint i = 0; i < side.n; i++) {
      Place wanted = {s, side.lines[i], 0};
      for (guint p = find_first_place(other->places, &wanted); p < other->places->len; p++) {
        const Place *place = &g_array_index(other->places, Place, p);
        if (compare_lines(place, &wanted) != 0)
          break;
        g_array_append_val(scratch, *place);
      }
    }
  }
  g_array_sort(scratch, compare_beads);
  for (guint i = 1; i < scratch->len; i++) {
    const Place *place = &g_array_index(scratch, Place, i);
    if (place->bead == place[-1].bead && place->side != place[-1].side)
      return TRUE;
  }
  return FALSE;
}

static gboolean is_one_to_one(Entry entry) {
  for (guint s = 0; s < entry.beads->n_sides; s++) {
    if (birge_beads_side(entry.beads, entry.bead, s).n > 1)
      return FALSE;
  }
  return TRUE;
}

static gboolean contains(const GArray *sorted, gconstpointer wanted, GCompareFunc compare) {
  return g_array_binary_search((GArray *)sorted, wanted, compare, NULL);
}

static void count_found(BirgeTally *tally, const Beads *gold, const Beads *found, GArray *scratch) {
  for (guint i = 0; i < found->tied->len; i++) {
    Entry entry = g_array_index(found->tied, Entry, i);
    gboolean is_right = contains(gold->tied, &entry, compare_entries);
    gboolean is_linked = is_right || has_link(entry, gold, scratch);
    tally->n_right += is_right ? 1 : 0;
    tally->n_found_linked += is_linked ? 1 : 0;
    if (!is_right && is_one_to_one(entry)) {
      tally->n_bad_ones++;
      tally->n_wrong_ones += is_linked ? 0 : 1;
    }
  }
}

void birge_tally_add(BirgeTally *tally, const BirgeBeads *gold, const BirgeBeads *found) {
  g_return_if_fail(gold->n_beads == 0 || found->n_beads == 0 || gold->n_sides == found->n_sides);
  g_auto(Beads) ours = prepare(gold);
  g_auto(Beads) theirs = prepare(found);
  g_autoptr(GArray) scratch = g_array_new(FALSE, FALSE, sizeof(Place));
  tally->n_gold += ours.tied->len;
  tally->n_found += theirs.tied->len;
  count_found(tally, &ours, &theirs, scratch);
  for (guint i = 0; i < ours.tied->len; i++)
    tally->n_gold_linked += has_link(g_array_index(ours.tied, Entry, i), &theirs, scratch) ? 1 : 0;
  tally->n_gold_single += ours.singles->len;
  tally->n_found_single += theirs.singles->len;
  for (guint i = 0; i < theirs.singles->len; i++)
    tally->n_right_single +=
        contains(ours.singles, &g_array_index(theirs.singles, Place, i), compare_places) ? 1 : 0;
}

static double divide(guint64 part, guint64 whole) {
  return whole > 0 ? (double)part / (double)whole : 0;
}

static BirgeRates make_rates(double precision, double recall) {
  double sum = precision + recall;
  return (BirgeRates){precision, recall, sum > 0 ? 2 * precision * recall / sum : 0};
}

BirgeFigures birge_tally_figures(const BirgeTally *tally) {
  double recall = divide(tally->n_right, tally->n_gold);
  return (BirgeFigures){
      .strict = make_rates(divide(tally->n_right, tally->n_found), recall),
      .lax = make_rates(divide(tally->n_found_linked, tally->n_found),
                        divide(tally->n_gold_linked, tally->n_gold)),
      .unmatched = make_rates(divide(tally->n_right_single, tally->n_found_single),
                              divide(tally->n_right_single, tally->n_gold_single)),
      .vecalign = make_rates(
          divide(tally->n_right + tally->n_right_single, tally->n_found + tally->n_found_single),
          recall),
  };
}
