/* Finds the segments inside a row that have no counterpart there.
 *
 * A row ends where segments of all documents end. What is merged in one document holds on to what
 * it was made of in the others, and to anything that stands in between: a sentence that was left
 * out of the translation. The likeliest way through the row tells which segments these are; the
 * ways that leave out the same ones, how sure that is. */
#include "align/lattice.h"

#include <math.h>
#include <string.h>

/* The ways through one row. Positions are counted from where it begins. */
typedef struct {
  BirgeLattice *lattice;
  guint from[BIRGE_MAX_SEARCHED], to[BIRGE_MAX_SEARCHED]; /* places where the row begins and ends */
  gsize first, n;
  double *ways;   /* by position: logarithm; what it is of depends on the pass */
  guint8 *shapes; /* by position: of the last bead of the likeliest way there */
  const BirgeRow *row;
} Passage;

static gboolean is_inside(const Passage *passage, const guint *at) {
  for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++)
    if (at[x] < passage->from[x] || at[x] > passage->to[x])
      return FALSE;
  return TRUE;
}

/* The document of the lattice that a lone bead takes its piece from; n_documents: it is not lone.
 */
static guint find_lone(const BirgeLattice *lattice, const BirgeShape *shape) {
  guint x = 0;
  while (x < lattice->n_documents && (shape->n_filled > 1 || shape->n[x] == 0))
    x++;
  return x;
}

/* Which segment of the row's run a piece of document x of the lattice belongs to. */
static guint find_segment(const Passage *passage, guint x, guint piece) {
  const BirgePieces *pieces = passage->lattice->pieces[passage->lattice->documents[x]];
  guint first = passage->lattice->first[x];
  return pieces->segments[first + piece] - pieces->segments[first + passage->from[x]];
}

static guint count_pieces(const Passage *passage, guint x, guint piece) {
  const BirgePieces *pieces = passage->lattice->pieces[passage->lattice->documents[x]];
  guint32 segment = pieces->segments[passage->lattice->first[x] + piece];
  return pieces->firsts[segment + 1] - pieces->firsts[segment];
}

/* Whether a bead that ends at a place leaves out what the row's gaps say, and nothing else that
 * they can tell of. */
static gboolean is_allowed(const Passage *passage, const BirgeShape *shape, const guint *end) {
  const BirgeLattice *lattice = passage->lattice;
  guint lone = find_lone(lattice, shape);
  for (guint x = 0; x < lattice->n_documents; x++) {
    for (guint p = end[x] - shape->n[x]; p < end[x]; p++) {
      guint segment = find_segment(passage, x, p);
      if (segment >= BIRGE_MAX_GAPS)
        continue;
      gboolean is_gap = birge_row_has_gap(passage->row, lattice->documents[x], segment);
      if (is_gap ? lone != x : lone == x && count_pieces(passage, x, p) == 1)
        return FALSE;
    }
  }
  return TRUE;
}

typedef enum {
  FIND_LIKELIEST,
  SUM_ALL,
  SUM_WITH_GAPS, /* the ways that have the gaps of the row */
} Walk;

/* Walks through the row. Returns the logarithm of the likeliest way from its begin to its end, or
 * of the sum of ways. */
static double walk(Passage *passage, Walk what) {
  BirgeLattice *lattice = passage->lattice;
  for (gsize p = 0; p < passage->n; p++)
    passage->ways[p] = -BIRGE_NEVER;
  passage->ways[0] = 0;
  guint at[BIRGE_MAX_SEARCHED] = {passage->from[0], passage->from[1], passage->from[2]};
  for (gsize here = 0; here + 1 < passage->n; here++) {
    gboolean is_open = here == 0 || !birge_lattice_is_corner(lattice, at);
    for (guint s = 0; is_open && passage->ways[here] > -BIRGE_NEVER && s < lattice->shapes.n; s++) {
      const BirgeShape *shape = &lattice->shapes.shapes[s];
      guint to[BIRGE_MAX_SEARCHED] = {at[0] + shape->n[0], at[1] + shape->n[1],
                                      at[2] + shape->n[2]};
      gsize end;
      if (!is_inside(passage, to) || !birge_lattice_find(lattice, to, &end) ||
          lattice->backward[end] <= -BIRGE_NEVER ||
          (what == SUM_WITH_GAPS && !is_allowed(passage, shape, to)))
        continue;
      double way = passage->ways[here] - birge_lattice_cost(lattice, s, to, end);
      double *best = &passage->ways[end - passage->first];
      if (what != FIND_LIKELIEST) {
        *best = birge_add_logarithms(*best, way);
      } else if (way > *best) {
        *best = way;
        passage->shapes[end - passage->first] = (guint8)s;
      }
    }
    birge_lattice_next(lattice, at);
  }
  return passage->ways[passage->n - 1];
}

/* Sets the gaps of the row to the segments all pieces of which the likeliest way leaves out. A way
 * that ties nothing tells of none: the row is made by those that do. */
static void mark_gaps(Passage *passage, BirgeRow *row) {
  BirgeLattice *lattice = passage->lattice;
  gboolean tied[BIRGE_MAX_SEARCHED][BIRGE_MAX_GAPS] = {{FALSE}}, ties_any = FALSE;
  guint at[BIRGE_MAX_SEARCHED] = {passage->to[0], passage->to[1], passage->to[2]};
  while (memcmp(at, passage->from, sizeof at) != 0) {
    gsize here = 0;
    birge_lattice_find(lattice, at, &here);
    const BirgeShape *shape = &lattice->shapes.shapes[passage->shapes[here - passage->first]];
    ties_any = ties_any || shape->n_filled > 1;
    for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++) {
      for (guint n = 0; n < shape->n[x]; n++) {
        guint segment = find_segment(passage, x, --at[x]);
        if (shape->n_filled > 1 && segment < BIRGE_MAX_GAPS)
          tied[x][segment] = TRUE;
      }
    }
  }
  for (guint x = 0; ties_any && x < lattice->n_documents; x++) {
    guint n =
        passage->to[x] > passage->from[x] ? find_segment(passage, x, passage->to[x] - 1) + 1 : 0;
    for (guint s = 0; s < MIN(n, BIRGE_MAX_GAPS); s++)
      if (!tied[x][s])
        row->gaps[lattice->documents[x]] |= (guint32)1 << s;
  }
}

void birge_lattice_find_gaps(BirgeLattice *lattice, const guint *from, const guint *to,
                             BirgeRow *row) {
  Passage passage = {.lattice = lattice, .row = row};
  gsize end = 0;
  guint n_long = 0;
  for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++) {
    passage.from[x] = from[x];
    passage.to[x] = to[x];
    n_long += to[x] - from[x] > 1 ? 1 : 0;
  }
  if (n_long < 2 || !birge_lattice_find(lattice, from, &passage.first) ||
      !birge_lattice_find(lattice, to, &end))
    return;
  passage.n = end - passage.first + 1;
  passage.ways = g_new(double, passage.n);
  passage.shapes = g_new(guint8, passage.n);
  if (walk(&passage, FIND_LIKELIEST) > -BIRGE_NEVER) {
    mark_gaps(&passage, row);
    double all = walk(&passage, SUM_ALL);
    row->confidence *= exp(walk(&passage, SUM_WITH_GAPS) - all);
  }
  g_free(passage.ways);
  g_free(passage.shapes);
}
