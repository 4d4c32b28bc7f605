/* Beads without documents. */
#include "model/beads.h"

BirgeBeads *birge_beads_new(guint n_sides) {
  BirgeBeads *beads = g_new0(BirgeBeads, 1);
  beads->n_sides = n_sides;
  beads->lines = g_array_new(FALSE, FALSE, sizeof(guint32));
  beads->bounds = g_array_new(FALSE, FALSE, sizeof(guint32));
  return beads;
}

void birge_beads_free(BirgeBeads *beads) {
  g_array_unref(beads->lines);
  g_array_unref(beads->bounds);
  g_free(beads);
}

void birge_beads_add(BirgeBeads *beads, const BirgeBeadSide *sides) {
  for (guint s = 0; s < beads->n_sides; s++) {
    if (sides[s].n > 0)
      g_array_append_vals(beads->lines, sides[s].lines, sides[s].n);
    guint32 end = beads->lines->len;
    g_array_append_val(beads->bounds, end);
  }
  beads->n_beads++;
}

BirgeBeadSide birge_beads_side(const BirgeBeads *beads, guint bead, guint side) {
  guint number = bead * beads->n_sides + side;
  guint32 start = number > 0 ? g_array_index(beads->bounds, guint32, number - 1) : 0;
  guint32 end = g_array_index(beads->bounds, guint32, number);
  const guint32 *lines = (const guint32 *)(gpointer)beads->lines->data;
  return (BirgeBeadSide){end > start ? lines + start : NULL, end - start};
}

guint birge_beads_n_filled(const BirgeBeads *beads, guint bead) {
  guint n = 0;
  for (guint s = 0; s < beads->n_sides; s++)
    n += birge_beads_side(beads, bead, s).n > 0 ? 1 : 0;
  return n;
}

BirgeBeads *birge_beads_select(const BirgeBeads *beads, const guint *sides, guint n_sides) {
  g_return_val_if_fail(n_sides <= BIRGE_MAX_LANGUAGES, NULL);
  BirgeBeads *selected = birge_beads_new(n_sides);
  for (guint b = 0; b < beads->n_beads; b++) {
    BirgeBeadSide chosen[BIRGE_MAX_LANGUAGES];
    for (guint s = 0; s < n_sides; s++)
      chosen[s] = birge_beads_side(beads, b, sides[s]);
    birge_beads_add(selected, chosen);
  }
  return selected;
}
