/* The lattice of a search: all ways through two or three documents, bead by bead.
 *
 * Positions (i, j, k) stand between segments; two documents have k = 0. Forward and backward sums
 * over all ways give the probability of each position and bead (Rabiner, 1989). */
#include "align/lattice.h"

#include <math.h>
#include <string.h>

/* How often the prior of the shapes, and what lengths cost, is estimated anew. */
#define N_ESTIMATIONS 2
#define MAX_ESTIMATIONS 6 /* of what lengths cost, where that still changes */
/* Logarithms of shares that no sum needs to know of. */
#define NEGLIGIBLE (-30.0)
/* Places that a smaller share (its logarithm) of all ways lead through are given up once all ways
 * were summed: what is estimated then makes no right place of them. */
#define HOPELESS (-30.0)
/* Beads that are less probable teach nothing of lengths. */
#define MIN_TEACHER 0.5

void birge_lattice_open(BirgeLattice *lattice, BirgeScorer *scorer, BirgePieces *const *pieces,
                        const guint *documents, guint n_documents, const BirgeRun *stretch,
                        gboolean ties_all) {
  *lattice = (BirgeLattice){.scorer = scorer, .pieces = pieces, .n_documents = n_documents};
  for (guint x = 0; x < n_documents; x++) {
    lattice->documents[x] = documents[x];
    lattice->first[x] = stretch[documents[x]].first;
    lattice->n[x] = stretch[documents[x]].end - stretch[documents[x]].first;
  }
  birge_shapes_init(&lattice->shapes, n_documents, ties_all);
  lattice->windows = g_new0(BirgeWindow, lattice->n[0] + 1);
}

void birge_lattice_close(BirgeLattice *lattice) {
  g_free(lattice->windows);
  g_free(lattice->offsets);
  g_free(lattice->forward);
  g_free(lattice->backward);
  g_free(lattice->is_given_up);
  g_free(lattice->edges);
}

gboolean birge_lattice_find(const BirgeLattice *lattice, const guint *at, gsize *position) {
  if (at[0] > lattice->n[0])
    return FALSE;
  const BirgeWindow *window = &lattice->windows[at[0]];
  if (at[1] < window->low[0] || at[1] > window->high[0] || at[2] < window->low[1] ||
      at[2] > window->high[1])
    return FALSE;
  gsize width = window->high[1] - window->low[1] + 1;
  *position = lattice->offsets[at[0]] + (at[1] - window->low[0]) * width + (at[2] - window->low[1]);
  return TRUE;
}

gboolean birge_lattice_is_corner(const BirgeLattice *lattice, const guint *at) {
  for (guint x = 0; x < lattice->n_documents; x++) {
    const BirgePieces *pieces = lattice->pieces[lattice->documents[x]];
    if (!birge_pieces_is_border(pieces, lattice->first[x] + at[x]))
      return FALSE;
  }
  return TRUE;
}

void birge_lattice_first(const BirgeLattice *lattice, guint *at) {
  at[0] = 0;
  at[1] = lattice->windows[0].low[0];
  at[2] = lattice->windows[0].low[1];
}

gboolean birge_lattice_next(const BirgeLattice *lattice, guint *at) {
  const BirgeWindow *window = &lattice->windows[at[0]];
  if (at[2] < window->high[1]) {
    at[2]++;
    return TRUE;
  }
  if (at[1] < window->high[0]) {
    at[1]++;
  } else if (at[0] < lattice->n[0]) {
    window = &lattice->windows[++at[0]];
    at[1] = window->low[0];
  } else {
    return FALSE;
  }
  at[2] = window->low[1];
  return TRUE;
}

static gboolean go_back(const BirgeLattice *lattice, guint *at) {
  const BirgeWindow *window = &lattice->windows[at[0]];
  if (at[2] > window->low[1]) {
    at[2]--;
    return TRUE;
  }
  if (at[1] > window->low[0]) {
    at[1]--;
  } else if (at[0] > 0) {
    window = &lattice->windows[--at[0]];
    at[1] = window->high[0];
  } else {
    return FALSE;
  }
  at[2] = window->high[1];
  return TRUE;
}

double birge_add_logarithms(double a, double b) {
  double high = MAX(a, b), low = MIN(a, b);
  return low <= -BIRGE_NEVER ? high : high + log1p(exp(low - high));
}

/* What the evidence says of the bead of a shape that ends at a place. */
static double weigh_bead(const BirgeLattice *lattice, const BirgeShape *shape, const guint *end) {
  BirgeRun runs[BIRGE_MAX_SEARCHED] = {{0}};
  for (guint x = 0; x < lattice->n_documents; x++) {
    guint last = lattice->first[x] + end[x];
    runs[lattice->documents[x]] = (BirgeRun){last - shape->n[x], last};
  }
  return lattice->shapes.evidence * birge_scorer_cost(lattice->scorer, runs);
}

double birge_lattice_cost(BirgeLattice *lattice, guint s, const guint *end, gsize position) {
  float *edge = &lattice->edges[position * lattice->shapes.n + s];
  if (isnan(*edge))
    *edge = (float)weigh_bead(lattice, &lattice->shapes.shapes[s], end);
  return *edge + lattice->shapes.shapes[s].cost;
}

/* Logarithms whose sum is asked for. */
typedef struct {
  double values[BIRGE_MAX_SHAPES];
  guint n;
  double most;
} Terms;

/* Values behind n stay unset: there are many. */
static void clear_terms(Terms *terms) {
  terms->n = 0;
  terms->most = -BIRGE_NEVER;
}

static void add_term(Terms *terms, double value) {
  terms->most = MAX(terms->most, value);
  terms->values[terms->n++] = value;
}

/* Returns the logarithm of the sum: most terms are too small to count, one logarithm does for all.
 */
static double sum_terms(const Terms *terms) {
  if (terms->n == 0)
    return -BIRGE_NEVER;
  double sum = 0;
  for (guint t = 0; t < terms->n; t++) {
    double value = terms->values[t] - terms->most;
    sum += value > NEGLIGIBLE ? exp(value) : 0;
  }
  return terms->most + log(sum);
}

/* The position that a bead of a shape comes from. Returns FALSE if no way leads there. */
static gboolean step_back(const BirgeLattice *lattice, guint s, const guint *end, gsize *from) {
  const guint8 *n = lattice->shapes.shapes[s].n;
  if (end[0] < n[0] || end[1] < n[1] || end[2] < n[2])
    return FALSE;
  guint at[BIRGE_MAX_SEARCHED] = {end[0] - n[0], end[1] - n[1], end[2] - n[2]};
  return birge_lattice_find(lattice, at, from) && lattice->forward[*from] > -BIRGE_NEVER;
}

static void visit(BirgeLattice *lattice, const guint *end, gsize here) {
  if (lattice->is_given_up[here])
    return;
  Terms terms;
  clear_terms(&terms);
  for (guint s = 0; s < lattice->shapes.n; s++) {
    gsize from;
    if (step_back(lattice, s, end, &from))
      add_term(&terms, lattice->forward[from] - birge_lattice_cost(lattice, s, end, here));
  }
  if (here > 0)
    lattice->forward[here] = sum_terms(&terms);
}

/* Adds the lengths of a bead of a shape and a probability to those that are tied. */
static void add_lengths(BirgeLattice *lattice, const BirgeShape *shape, const guint *start,
                        double probability) {
  double lengths[BIRGE_MAX_SEARCHED] = {0};
  for (guint x = 0; x < lattice->n_documents; x++) {
    guint first = lattice->first[x] + start[x];
    lengths[x] = birge_scorer_length(lattice->scorer, lattice->documents[x],
                                     (BirgeRun){first, first + shape->n[x]});
  }
  for (guint x = 0; x < lattice->n_documents; x++)
    for (guint y = x + 1; y < lattice->n_documents; y++)
      if (shape->n[x] > 0 && shape->n[y] > 0)
        birge_tied_lengths_add(&lattice->tied[x][y], probability, lengths[x], lengths[y]);
}

/* expected: by shape, gets how many beads of it are expected. */
static void visit_backward(BirgeLattice *lattice, const guint *start, gsize here,
                           double *expected) {
  if (lattice->forward[here] <= -BIRGE_NEVER)
    return;
  Terms terms;
  clear_terms(&terms);
  for (guint s = 0; s < lattice->shapes.n; s++) {
    const guint8 *n = lattice->shapes.shapes[s].n;
    guint end[BIRGE_MAX_SEARCHED] = {start[0] + n[0], start[1] + n[1], start[2] + n[2]};
    gsize to;
    if (!birge_lattice_find(lattice, end, &to) || lattice->backward[to] <= -BIRGE_NEVER)
      continue;
    double way = lattice->backward[to] - birge_lattice_cost(lattice, s, end, to);
    add_term(&terms, way);
    double share = lattice->forward[here] + way - lattice->all;
    double probability = share > NEGLIGIBLE ? exp(share) : 0;
    expected[s] += probability;
    if (probability > MIN_TEACHER && lattice->shapes.shapes[s].n_filled > 1)
      add_lengths(lattice, &lattice->shapes.shapes[s], start, probability);
  }
  if (here < lattice->n_positions - 1)
    lattice->backward[here] = sum_terms(&terms);
}

/* Sums all ways. Positions are visited in order, so that every bead begins at one that is done. */
static void sum_ways(BirgeLattice *lattice, double *expected) {
  for (gsize p = 0; p < lattice->n_positions; p++)
    lattice->forward[p] = lattice->backward[p] = -BIRGE_NEVER;
  memset(lattice->tied, 0, sizeof lattice->tied);
  guint at[BIRGE_MAX_SEARCHED];
  gsize here = 0;
  lattice->forward[0] = 0;
  birge_lattice_first(lattice, at);
  do {
    visit(lattice, at, here++);
  } while (birge_lattice_next(lattice, at));
  lattice->all = lattice->forward[lattice->n_positions - 1];
  lattice->backward[lattice->n_positions - 1] = 0;
  do {
    visit_backward(lattice, at, --here, expected);
  } while (go_back(lattice, at));
}

static void clear_edges(BirgeLattice *lattice) {
  for (gsize e = 0; e < lattice->n_positions * lattice->shapes.n; e++)
    lattice->edges[e] = NAN;
}

/* Lets the costs of lengths follow the translators. Returns whether they have changed. */
static gboolean adapt_lengths(BirgeLattice *lattice) {
  gboolean has_changed = FALSE;
  for (guint x = 0; x < lattice->n_documents; x++)
    for (guint y = x + 1; y < lattice->n_documents; y++)
      if (birge_scorer_adapt_lengths(lattice->scorer, lattice->documents[x], lattice->documents[y],
                                     &lattice->tied[x][y]))
        has_changed = TRUE;
  if (has_changed)
    clear_edges(lattice);
  return has_changed;
}

double birge_lattice_share(const BirgeLattice *lattice, gsize position) {
  double forward = lattice->forward[position], backward = lattice->backward[position];
  if (forward <= -BIRGE_NEVER || backward <= -BIRGE_NEVER)
    return -BIRGE_NEVER;
  return forward + backward - lattice->all;
}

static void give_up(BirgeLattice *lattice) {
  for (gsize p = 0; p < lattice->n_positions; p++)
    lattice->is_given_up[p] = birge_lattice_share(lattice, p) < HOPELESS;
}

gboolean birge_lattice_search(BirgeLattice *lattice) {
  lattice->offsets = g_new(gsize, lattice->n[0] + 2);
  lattice->offsets[0] = 0;
  for (guint i = 0; i <= lattice->n[0]; i++) {
    const BirgeWindow *window = &lattice->windows[i];
    lattice->offsets[i + 1] = lattice->offsets[i] + (gsize)(window->high[0] - window->low[0] + 1) *
                                                        (window->high[1] - window->low[1] + 1);
  }
  lattice->n_positions = lattice->offsets[lattice->n[0] + 1];
  lattice->forward = g_new(double, lattice->n_positions);
  lattice->backward = g_new(double, lattice->n_positions);
  lattice->is_given_up = g_new0(guint8, lattice->n_positions);
  lattice->edges = g_new(float, lattice->n_positions * lattice->shapes.n);
  clear_edges(lattice);
  gboolean is_settled = FALSE;
  for (guint round = 0;; round++) {
    double expected[BIRGE_MAX_SHAPES] = {0};
    sum_ways(lattice, expected);
    if (lattice->all <= -BIRGE_NEVER)
      return FALSE;
    if (round >= (is_settled ? N_ESTIMATIONS : MAX_ESTIMATIONS))
      return TRUE;
    if (round == 0)
      give_up(lattice);
    /* Further rounds would make of shapes that are common the only ones. */
    if (round < N_ESTIMATIONS)
      birge_shapes_estimate(&lattice->shapes, expected);
    is_settled = !adapt_lengths(lattice);
  }
}
