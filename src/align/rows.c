/* Chooses the rows from a lattice that was searched.
 *
 * Beads tie pieces of segments; a row begins and ends at a corner, a place where segments of all
 * documents begin, and is what beads hold together in between. All ways from a corner to the next
 * one count for the same row. Of all rows, those are taken that are worth most together: the
 * likeliest way as a whole is not the one with the most right rows (after Goodman, 1996). */
#include "align/lattice.h"

#include <math.h>

/* What a row that ties segments must be sure of to be worth more than none, of two documents and of
 * three, which share their probability among more ways; and what a segment that is rightly untied
 * is worth beside a row. Chosen on what the weights are trained with, see docs/evaluation.md. */
#define PAIR_PRICE 0.3
#define JOINT_PRICE 0.2
#define UNTIED_WORTH 0.3
/* Rows and places that are less likely (logarithm) are left out, if any way remains. */
#define UNLIKELY (-20.0)

/* The best way to a place where a row ends. */
typedef struct {
  double worth;      /* -BIRGE_NEVER: there is none */
  double confidence; /* of its last row */
  guint from[BIRGE_MAX_SEARCHED];
} Way;

/* All ways from a corner to a place (logarithms of sums), without a bead that ties and with one. */
typedef struct {
  double loose;
  double tied;
} Inner;

typedef struct {
  BirgeLattice *lattice;
  double unlikely; /* UNLIKELY, or -BIRGE_NEVER */
  Way *ways;       /* by position */
  Inner *inner;    /* by position: ways from the corner at hand */
} Choice;

static gboolean is_corner(const BirgeLattice *lattice, const guint *at) {
  for (guint x = 0; x < lattice->n_documents; x++) {
    const BirgePieces *pieces = lattice->pieces[lattice->documents[x]];
    if (!birge_pieces_is_border(pieces, lattice->first[x] + at[x]))
      return FALSE;
  }
  return TRUE;
}

/* Offers a row of a probability as the last one of a way. */
static void offer_row(Choice *choice, const guint *from, gsize start, gsize end, gboolean is_tied,
                      double probability) {
  double price = choice->lattice->n_documents == 3 ? JOINT_PRICE : PAIR_PRICE;
  double worth = is_tied ? probability - price : probability * UNTIED_WORTH;
  Way *way = &choice->ways[end];
  if (choice->ways[start].worth + worth > way->worth) {
    way->worth = choice->ways[start].worth + worth;
    way->confidence = probability;
    for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++)
      way->from[x] = from[x];
  }
}

/* Adds a bead of a shape to the ways inside a row. Returns the position where it ends, or 0. */
static gsize add_bead(Choice *choice, guint s, const guint *at, gsize here, double outside) {
  BirgeLattice *lattice = choice->lattice;
  const BirgeShape *shape = &lattice->shapes.shapes[s];
  guint to[BIRGE_MAX_SEARCHED] = {at[0] + shape->n[0], at[1] + shape->n[1], at[2] + shape->n[2]};
  gsize end;
  if (!birge_lattice_find(lattice, to, &end) || lattice->backward[end] <= -BIRGE_NEVER)
    return 0;
  double cost = birge_lattice_cost(lattice, s, to, end);
  Inner *from = &choice->inner[here], *inner = &choice->inner[end];
  double most = MAX(from->loose, from->tied) - cost;
  if (outside + most + lattice->backward[end] < choice->unlikely)
    return 0;
  inner->tied = birge_add_logarithms(inner->tied, from->tied - cost);
  double *sum = shape->n_filled > 1 ? &inner->tied : &inner->loose;
  *sum = birge_add_logarithms(*sum, from->loose - cost);
  return end;
}

/* Offers the row from a corner to another, with the ways that lead to it. */
static void close_row(Choice *choice, const guint *corner, gsize start, const guint *at, gsize end,
                      double outside) {
  guint n_filled = 0;
  for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++)
    n_filled += at[x] > corner[x] ? 1 : 0;
  const Inner *inner = &choice->inner[end];
  double sum = n_filled > 1 ? inner->tied : inner->loose;
  if (sum > -BIRGE_NEVER) {
    double probability = MIN(exp(outside + sum + choice->lattice->backward[end]), 1);
    offer_row(choice, corner, start, end, n_filled > 1, probability);
  }
}

/* Offers all rows that begin at a corner. Places inside of them are visited in order. */
static void offer_rows(Choice *choice, const guint *corner, gsize start) {
  BirgeLattice *lattice = choice->lattice;
  double outside = lattice->forward[start] - lattice->all;
  guint at[BIRGE_MAX_SEARCHED] = {corner[0], corner[1], corner[2]};
  gsize last = start;
  choice->inner[start].loose = 0;
  for (gsize here = start; here <= last; here++) {
    Inner *inner = &choice->inner[here];
    if (inner->loose > -BIRGE_NEVER || inner->tied > -BIRGE_NEVER) {
      if (here > start && is_corner(lattice, at)) {
        close_row(choice, corner, start, at, here, outside);
      } else {
        for (guint s = 0; s < lattice->shapes.n; s++) {
          gsize end = add_bead(choice, s, at, here, outside);
          last = MAX(last, end);
        }
      }
      *inner = (Inner){-BIRGE_NEVER, -BIRGE_NEVER};
    }
    birge_lattice_next(lattice, at);
  }
}

/* Finds the best ways to all corners. Returns whether one leads to the end. */
static gboolean find_ways(Choice *choice, double unlikely) {
  BirgeLattice *lattice = choice->lattice;
  choice->unlikely = unlikely;
  for (gsize p = 0; p < lattice->n_positions; p++) {
    choice->ways[p].worth = -BIRGE_NEVER;
    choice->inner[p] = (Inner){-BIRGE_NEVER, -BIRGE_NEVER};
  }
  choice->ways[0].worth = 0;
  guint at[BIRGE_MAX_SEARCHED];
  gsize here = 0;
  birge_lattice_first(lattice, at);
  do {
    if (choice->ways[here].worth > -BIRGE_NEVER)
      offer_rows(choice, at, here);
    here++;
  } while (birge_lattice_next(lattice, at));
  return choice->ways[lattice->n_positions - 1].worth > -BIRGE_NEVER;
}

/* Walks the best way back and appends its rows, in text order. */
static void trace_rows(const Choice *choice, GArray *rows) {
  const BirgeLattice *lattice = choice->lattice;
  guint first = rows->len;
  guint at[BIRGE_MAX_SEARCHED] = {lattice->n[0], lattice->n[1], lattice->n[2]};
  while (at[0] + at[1] + at[2] > 0) {
    gsize here = 0;
    birge_lattice_find(lattice, at, &here);
    const Way *way = &choice->ways[here];
    BirgeRow row = {.confidence = way->confidence};
    for (guint x = 0; x < lattice->n_documents; x++) {
      row.runs[lattice->documents[x]] =
          (BirgeRun){lattice->first[x] + way->from[x], lattice->first[x] + at[x]};
      at[x] = way->from[x];
    }
    g_array_append_val(rows, row);
  }
  for (guint i = first, j = rows->len; i + 1 < j; i++) {
    j--;
    BirgeRow swap = g_array_index(rows, BirgeRow, i);
    g_array_index(rows, BirgeRow, i) = g_array_index(rows, BirgeRow, j);
    g_array_index(rows, BirgeRow, j) = swap;
  }
}

void birge_lattice_choose(BirgeLattice *lattice, GArray *rows) {
  Choice choice = {.lattice = lattice};
  choice.ways = g_new(Way, lattice->n_positions);
  choice.inner = g_new(Inner, lattice->n_positions);
  if (!find_ways(&choice, UNLIKELY))
    find_ways(&choice, -BIRGE_NEVER);
  trace_rows(&choice, rows);
  g_free(choice.ways);
  g_free(choice.inner);
}
