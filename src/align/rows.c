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
#define JOINT_PRICE 0.05
#define PAIR_UNTIED_WORTH 0.3
#define JOINT_UNTIED_WORTH 0.5
/* What the agreement of the pairs counts for in the worth of a row of three documents, beside its
 * own probability; and what the log odds of both do in its confidence (Platt, 1999). */
#define AGREEMENT_SHARE 0.65
#define CONFIDENCE_SLOPE 0.65
#define LEAST_ODDS 1e-6
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

/* Whether a row from a place to another has segments of two documents or more. */
static gboolean ties(const BirgeLattice *lattice, const guint *from, const guint *to) {
  guint n_filled = 0;
  for (guint x = 0; x < lattice->n_documents; x++)
    n_filled += to[x] > from[x] ? 1 : 0;
  return n_filled > 1;
}

static double log_odds(double probability) {
  return log(MAX(probability, LEAST_ODDS) / MAX(1 - probability, LEAST_ODDS));
}

/* A row that might be chosen. */
typedef struct {
  const guint *from;
  gsize start, end; /* positions */
  double worth;
  double confidence;
} Offer;

/* Offers a row as the last one of a way. */
static void offer_row(Choice *choice, const Offer *offer) {
  Way *way = &choice->ways[offer->end];
  double worth = choice->ways[offer->start].worth + offer->worth;
  if (worth <= way->worth)
    return;
  way->worth = worth;
  way->confidence = offer->confidence;
  for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++)
    way->from[x] = offer->from[x];
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

/* Weighs a row that ends at a place. */
static void weigh_row(const BirgeLattice *lattice, const guint *to, gboolean is_tied,
                      double probability, Offer *offer) {
  double share = probability;
  offer->confidence = probability;
  if (lattice->agreement) {
    double agreement = birge_agreement_find(lattice->agreement, offer->from, to);
    share += AGREEMENT_SHARE * (agreement - probability);
    double odds = CONFIDENCE_SLOPE * (log_odds(probability) + log_odds(agreement));
    offer->confidence = 1 / (1 + exp(-odds));
  }
  gboolean is_joint = lattice->n_documents == 3;
  offer->worth = is_tied ? share - (is_joint ? JOINT_PRICE : PAIR_PRICE)
                         : share * (is_joint ? JOINT_UNTIED_WORTH : PAIR_UNTIED_WORTH);
}

/* Offers the row from a corner to another, with the ways that lead to it. */
static void close_row(Choice *choice, const guint *corner, gsize start, const guint *at, gsize end,
                      double outside) {
  BirgeLattice *lattice = choice->lattice;
  gboolean is_tied = ties(lattice, corner, at);
  double sum = is_tied ? choice->inner[end].tied : choice->inner[end].loose;
  if (sum <= -BIRGE_NEVER)
    return;
  double probability = MIN(exp(outside + sum + lattice->backward[end]), 1);
  Offer offer = {.from = corner, .start = start, .end = end};
  weigh_row(lattice, at, is_tied, probability, &offer);
  offer_row(choice, &offer);
  if (lattice->offers) {
    BirgeOffer seen = {{corner[0], corner[1]}, {at[0], at[1]}, probability};
    g_array_append_val(lattice->offers, seen);
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
      if (here > start && birge_lattice_is_corner(lattice, at)) {
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
  if (lattice->offers)
    g_array_set_size(lattice->offers, 0);
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
  BirgeLattice *lattice = choice->lattice;
  guint first = rows->len;
  guint at[BIRGE_MAX_SEARCHED] = {lattice->n[0], lattice->n[1], lattice->n[2]};
  while (at[0] + at[1] + at[2] > 0) {
    gsize here = 0;
    birge_lattice_find(lattice, at, &here);
    const Way *way = &choice->ways[here];
    BirgeRow row = {.confidence = way->confidence};
    if (ties(lattice, way->from, at))
      birge_lattice_find_gaps(lattice, way->from, at, &row);
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
