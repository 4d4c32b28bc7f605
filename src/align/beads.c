/* The search: the cheapest way through two or three documents, bead by bead.
 *
 * Dynamic programming over the positions (i, j, k) between segments; two documents have k = 0.
 * Short stretches are searched whole. Long ones are searched pair by pair first, inside a band
 * around the diagonal, then jointly near the paths that were found. Forward and backward sums over
 * the same positions give each bead's posterior probability. */
#include "align/private.h"

#include <math.h>
#include <string.h>

/* The most segments of all documents together in a bead. */
#define MAX_SHAPE_SUM 8
/* The same where one of three documents has no part in the bead: it is rare enough as it is. */
#define MAX_PARTIAL_SUM 6
#define MAX_SHAPES 160
/* A stretch with no more positions than this is searched whole. */
#define MAX_WHOLE 40000
/* Half the width of the band around the diagonal, and around a path, in segments. */
#define DIAGONAL_BAND 60
#define PATH_BAND 4
#define NEVER 1e30
#define ONE_TO_ONE_PROBABILITY 0.88
/* What a segment more on both sides, and on one side, makes of the probability of a bead. */
#define BOTH_FACTOR 0.02
#define FURTHER_FACTOR 0.06
/* Beads that the prior is worth when it is estimated anew from the documents, and how often. */
#define PRIOR_WEIGHT 10.0
#define N_ESTIMATIONS 2
/* What a bead that ties segments must be sure of to be worth more than none, and what a segment
 * that is rightly untied is worth beside a bead. */
#define TIE_PRICE 0.4
#define UNTIED_WORTH 0.3

/* How the cost of a bead is made of what the evidence says and of how rare its shape is. */
typedef struct {
  double evidence;
  double prior;
  double alone; /* whatever the bead is */
} Weights;

/* By the number of documents that a bead has segments of; where two documents are searched, and
 * where three are: there the pairs of a bead say much the same. Trained with the weights of the
 * evidence, see score.c. */
static const Weights pair_weights[] = {{0, 0, 0}, {0, 0, 2.9544}, {1, 1.0530, 0}};
static const Weights joint_weights[] = {
    {0, 0, 0}, {0, 0, 4.6746}, {0.5083, 1.8684, 5.6045}, {0.4574, 1.1843, 3.9544}};

/* How many segments of each document a bead takes, and what that costs by itself. */
typedef struct {
  guint8 n[BIRGE_MAX_SEARCHED];
  guint n_filled; /* documents that it takes segments of */
  const Weights *weights;
  double prior; /* cost before anything is known of the translator */
  double cost;
} Shape;

/* Which j and k are searched at an i: closed ranges. */
typedef struct {
  guint low[2];
  guint high[2];
} Window;

typedef struct {
  BirgeScorer *scorer;
  const BirgeRun *stretch;
  guint documents[BIRGE_MAX_SEARCHED]; /* which of the scorer's documents are searched */
  guint n_documents;
  guint n[BIRGE_MAX_SEARCHED]; /* segments of each in the stretch; 0 beyond n_documents */
  Shape shapes[MAX_SHAPES];
  guint n_shapes;
  Window *windows; /* n[0] + 1 */
  gsize *offsets;  /* of each i's positions; n[0] + 2 */
  double *best;    /* by position: worth of the best way there */
  guint8 *taken;   /* by position: shape of its last bead */
  double *forward; /* by position: logarithm of the sum of all ways there */
  double *backward;
  float *edges; /* by position and shape: what the evidence adds to the cost of the bead that ends
                   there; NaN: not asked yet */
} Lattice;

/* What a bead of two languages is before anything is known of the translator: one to one as often
 * as Gale and Church (1993) found; each further segment is rarer than the one before, and rarer
 * still where both sides have several. */
static double pair_probability(guint a, guint b) {
  if (a == 0 || b == 0)
    return 1;
  double probability = ONE_TO_ONE_PROBABILITY;
  for (guint n = MIN(a, b); n > 1; n--)
    probability *= BOTH_FACTOR;
  for (guint n = MAX(a, b) - MIN(a, b); n > 0; n--)
    probability *= FURTHER_FACTOR;
  return probability;
}

static void set_cost(Shape *shape, double prior) {
  shape->cost = shape->weights->prior * prior + shape->weights->alone;
}

static void add_shape(Lattice *lattice, guint a, guint b, guint c) {
  guint n[BIRGE_MAX_SEARCHED] = {a, b, c};
  guint n_filled = (a > 0) + (b > 0) + (c > 0);
  guint most = n_filled == 1                     ? 1
               : n_filled < lattice->n_documents ? MAX_PARTIAL_SUM
               : lattice->n_documents == 3       ? MAX_SHAPE_SUM + 1
                                                 : MAX_SHAPE_SUM;
  if (a + b + c > most)
    return;
  double prior = 0;
  for (guint x = 0; x < lattice->n_documents; x++)
    for (guint y = x + 1; y < lattice->n_documents; y++)
      prior -= log(pair_probability(n[x], n[y]));
  Shape *shape = &lattice->shapes[lattice->n_shapes++];
  for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++)
    shape->n[x] = (guint8)n[x];
  shape->n_filled = n_filled;
  shape->weights = &(lattice->n_documents == 3 ? joint_weights : pair_weights)[n_filled];
  /* Of three pairs, two say all: the third follows. */
  shape->prior = n_filled == 3 ? prior * 2 / 3 : prior;
  set_cost(shape, shape->prior);
}

static void add_shapes(Lattice *lattice) {
  guint last = lattice->n_documents == 3 ? BIRGE_MAX_BEAD : 0;
  for (guint a = 0; a <= BIRGE_MAX_BEAD; a++)
    for (guint b = 0; b <= BIRGE_MAX_BEAD; b++)
      for (guint c = 0; c <= last; c++)
        if (a + b + c > 0)
          add_shape(lattice, a, b, c);
}

static gboolean is_inside(const Lattice *lattice, guint i, guint j, guint k) {
  const Window *window = &lattice->windows[i];
  return j >= window->low[0] && j <= window->high[0] && k >= window->low[1] && k <= window->high[1];
}

static gsize position(const Lattice *lattice, guint i, guint j, guint k) {
  const Window *window = &lattice->windows[i];
  gsize width = window->high[1] - window->low[1] + 1;
  return lattice->offsets[i] + (j - window->low[0]) * width + (k - window->low[1]);
}

static void open_positions(Lattice *lattice) {
  lattice->offsets = g_new(gsize, lattice->n[0] + 2);
  lattice->offsets[0] = 0;
  for (guint i = 0; i <= lattice->n[0]; i++) {
    const Window *window = &lattice->windows[i];
    lattice->offsets[i + 1] = lattice->offsets[i] + (gsize)(window->high[0] - window->low[0] + 1) *
                                                        (window->high[1] - window->low[1] + 1);
  }
  gsize n = lattice->offsets[lattice->n[0] + 1];
  lattice->best = g_new(double, n);
  lattice->taken = g_new0(guint8, n);
  lattice->forward = g_new(double, n);
  lattice->backward = g_new(double, n);
  lattice->edges = g_new(float, n * lattice->n_shapes);
  for (gsize e = 0; e < n * lattice->n_shapes; e++)
    lattice->edges[e] = NAN;
}

static void close_lattice(Lattice *lattice) {
  g_free(lattice->windows);
  g_free(lattice->offsets);
  g_free(lattice->best);
  g_free(lattice->taken);
  g_free(lattice->forward);
  g_free(lattice->backward);
  g_free(lattice->edges);
}

/* log(exp(a) + exp(b)) */
static double add_logarithms(double a, double b) {
  double high = MAX(a, b), low = MIN(a, b);
  return low <= -NEVER ? high : high + log1p(exp(low - high));
}

/* What the evidence says of the bead of a shape that ends at (i, j, k). */
static double weigh_bead(const Lattice *lattice, const Shape *shape, const guint *end) {
  BirgeRun runs[BIRGE_MAX_SEARCHED] = {{0}};
  for (guint x = 0; x < lattice->n_documents; x++) {
    guint last = lattice->stretch[lattice->documents[x]].first + end[x];
    runs[lattice->documents[x]] = (BirgeRun){last - shape->n[x], last};
  }
  return shape->weights->evidence * birge_scorer_cost(lattice->scorer, runs);
}

/* The position that a bead of a shape comes from. Returns FALSE if there is none. */
static gboolean step_back(const Lattice *lattice, const Shape *shape, const guint *end,
                          gsize *from) {
  if (end[0] < shape->n[0] || end[1] < shape->n[1] || end[2] < shape->n[2])
    return FALSE;
  guint i = end[0] - shape->n[0], j = end[1] - shape->n[1], k = end[2] - shape->n[2];
  if (!is_inside(lattice, i, j, k))
    return FALSE;
  *from = position(lattice, i, j, k);
  return TRUE;
}

/* The cost of a bead, its evidence asked at most once. */
static double bead_cost(Lattice *lattice, guint s, const guint *end, gsize here) {
  float *edge = &lattice->edges[here * lattice->n_shapes + s];
  if (isnan(*edge))
    *edge = (float)weigh_bead(lattice, &lattice->shapes[s], end);
  return *edge + lattice->shapes[s].cost;
}

static void visit(Lattice *lattice, const guint *end) {
  gsize here = position(lattice, end[0], end[1], end[2]);
  for (guint s = 0; s < lattice->n_shapes; s++) {
    gsize from;
    if (!step_back(lattice, &lattice->shapes[s], end, &from) || lattice->forward[from] <= -NEVER)
      continue;
    double cost = bead_cost(lattice, s, end, here);
    lattice->forward[here] = add_logarithms(lattice->forward[here], lattice->forward[from] - cost);
  }
}

/* expected: by shape, gets how many beads of it are expected; the logarithm of all ways is all. */
static void visit_backward(Lattice *lattice, const guint *end, double all, double *expected) {
  gsize here = position(lattice, end[0], end[1], end[2]);
  if (lattice->backward[here] <= -NEVER)
    return;
  for (guint s = 0; s < lattice->n_shapes; s++) {
    gsize from;
    if (!step_back(lattice, &lattice->shapes[s], end, &from) || lattice->forward[from] <= -NEVER)
      continue;
    double way = lattice->backward[here] - bead_cost(lattice, s, end, here);
    lattice->backward[from] = add_logarithms(lattice->backward[from], way);
    expected[s] += exp(lattice->forward[from] + way - all);
  }
}

static void clear_sums(Lattice *lattice) {
  gsize n = lattice->offsets[lattice->n[0] + 1];
  for (gsize p = 0; p < n; p++)
    lattice->forward[p] = lattice->backward[p] = -NEVER;
}

/* Fills the lattice. Positions are visited in the order of (i, j, k), so that every bead begins at
 * one that is done. */
static void sum_ways(Lattice *lattice, double *expected) {
  clear_sums(lattice);
  gsize start = position(lattice, 0, 0, 0);
  gsize goal = position(lattice, lattice->n[0], lattice->n[1], lattice->n[2]);
  lattice->forward[start] = 0;
  for (guint i = 0; i <= lattice->n[0]; i++)
    for (guint j = lattice->windows[i].low[0]; j <= lattice->windows[i].high[0]; j++)
      for (guint k = lattice->windows[i].low[1]; k <= lattice->windows[i].high[1]; k++)
        visit(lattice, (const guint[]){i, j, k});
  lattice->backward[goal] = 0;
  for (guint i = lattice->n[0] + 1; i-- > 0;)
    for (guint j = lattice->windows[i].high[0] + 1; j-- > lattice->windows[i].low[0];)
      for (guint k = lattice->windows[i].high[1] + 1; k-- > lattice->windows[i].low[1];)
        visit_backward(lattice, (const guint[]){i, j, k}, lattice->forward[goal], expected);
}

static gboolean ties_all(const Lattice *lattice, const Shape *shape) {
  return shape->n_filled == lattice->n_documents;
}

/* Shares the prior of the shapes that tie all documents anew among them, by what is expected of
 * each, on the ground of the prior before anything was known. How rare it is that a segment is
 * not tied is not estimated: documents that say it in other words would lose more and more beads.
 */
static void estimate_shapes(Lattice *lattice, const double *expected) {
  double sum = 0, first_sum = 0;
  for (guint s = 0; s < lattice->n_shapes; s++) {
    if (ties_all(lattice, &lattice->shapes[s])) {
      sum += expected[s];
      first_sum += exp(-lattice->shapes[s].prior);
    }
  }
  for (guint s = 0; s < lattice->n_shapes; s++) {
    Shape *shape = &lattice->shapes[s];
    double known = PRIOR_WEIGHT * exp(-shape->prior) / first_sum;
    if (ties_all(lattice, shape))
      set_cost(shape, -log((expected[s] + known) / (sum + PRIOR_WEIGHT) * first_sum));
  }
}

/* The posterior probability of the bead of a shape that ends at a position. */
static double find_posterior(const Lattice *lattice, guint s, gsize from, gsize here, double all) {
  double cost = lattice->edges[here * lattice->n_shapes + s] + lattice->shapes[s].cost;
  double way = lattice->forward[from] + lattice->backward[here] - all;
  return CLAMP(exp(way - cost), 0, 1);
}

/* What a bead is worth that is right with a probability: those that tie segments must pay for the
 * wrong ones among them. */
static double bead_worth(const Shape *shape, double posterior) {
  return shape->n_filled > 1 ? posterior - TIE_PRICE : posterior * UNTIED_WORTH;
}

/* Finds the bead that ends at a position on the way of the greatest worth. */
static void choose_bead(Lattice *lattice, const guint *end, double all) {
  gsize here = position(lattice, end[0], end[1], end[2]);
  for (guint s = 0; s < lattice->n_shapes; s++) {
    gsize from;
    if (!step_back(lattice, &lattice->shapes[s], end, &from) || lattice->best[from] <= -NEVER)
      continue;
    double posterior = find_posterior(lattice, s, from, here, all);
    double worth = lattice->best[from] + bead_worth(&lattice->shapes[s], posterior);
    if (worth > lattice->best[here]) {
      lattice->best[here] = worth;
      lattice->taken[here] = (guint8)s;
    }
  }
}

/* Chooses the way whose beads are worth most together. The likeliest way as a whole is not the one
 * with the most right beads: a right bead may be shared by many ways (after Goodman, 1996). */
static void choose_beads(Lattice *lattice) {
  gsize n = lattice->offsets[lattice->n[0] + 1];
  double all = lattice->forward[position(lattice, lattice->n[0], lattice->n[1], lattice->n[2])];
  for (gsize p = 0; p < n; p++)
    lattice->best[p] = -NEVER;
  lattice->best[position(lattice, 0, 0, 0)] = 0;
  for (guint i = 0; i <= lattice->n[0]; i++)
    for (guint j = lattice->windows[i].low[0]; j <= lattice->windows[i].high[0]; j++)
      for (guint k = lattice->windows[i].low[1]; k <= lattice->windows[i].high[1]; k++)
        choose_bead(lattice, (const guint[]){i, j, k}, all);
}

static void search(Lattice *lattice) {
  open_positions(lattice);
  for (guint round = 0; round <= N_ESTIMATIONS; round++) {
    double expected[MAX_SHAPES] = {0};
    sum_ways(lattice, expected);
    if (round < N_ESTIMATIONS)
      estimate_shapes(lattice, expected);
  }
  choose_beads(lattice);
}

/* Walks the best way back and appends its beads to rows, in text order. */
static void trace(const Lattice *lattice, GArray *rows) {
  guint first = rows->len;
  guint end[BIRGE_MAX_SEARCHED] = {lattice->n[0], lattice->n[1], lattice->n[2]};
  double all = lattice->forward[position(lattice, end[0], end[1], end[2])];
  while (end[0] + end[1] + end[2] > 0) {
    gsize here = position(lattice, end[0], end[1], end[2]), from = here;
    guint s = lattice->taken[here];
    const Shape *shape = &lattice->shapes[s];
    step_back(lattice, shape, end, &from);
    BirgeRow row = {.confidence = find_posterior(lattice, s, from, here, all)};
    for (guint x = 0; x < lattice->n_documents; x++) {
      guint last = lattice->stretch[lattice->documents[x]].first + end[x];
      row.runs[lattice->documents[x]] = (BirgeRun){last - shape->n[x], last};
      end[x] -= shape->n[x];
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

static void open_lattice(Lattice *lattice, BirgeScorer *scorer, const guint *documents,
                         guint n_documents, const BirgeRun *stretch) {
  *lattice = (Lattice){.scorer = scorer, .stretch = stretch, .n_documents = n_documents};
  for (guint x = 0; x < n_documents; x++) {
    lattice->documents[x] = documents[x];
    lattice->n[x] = stretch[documents[x]].end - stretch[documents[x]].first;
  }
  add_shapes(lattice);
  lattice->windows = g_new0(Window, lattice->n[0] + 1);
}

/* A band around the diagonal, as wide as the stretch where that is small; what is beside the
 * diagonal of a long text by more than the band is not found. */
static void open_diagonal(Lattice *lattice, guint half_width) {
  for (guint i = 0; i <= lattice->n[0]; i++) {
    for (guint d = 0; d < 2; d++) {
      guint n = lattice->n[d + 1];
      guint middle = lattice->n[0] ? (guint)((guint64)i * n / lattice->n[0]) : 0;
      guint reach = half_width + (lattice->n[0] ? n / lattice->n[0] : n);
      lattice->windows[i].low[d] = i == 0 ? 0 : middle - MIN(middle, reach);
      lattice->windows[i].high[d] = i == lattice->n[0] ? n : MIN(middle + reach, n);
    }
  }
}

/* Opens the windows of document d + 1 around the beads of rows. */
static void open_around_path(Lattice *lattice, guint d, const GArray *rows) {
  BirgeRun x = lattice->stretch[lattice->documents[0]];
  BirgeRun y = lattice->stretch[lattice->documents[d + 1]];
  for (guint i = 0; i <= lattice->n[0]; i++) {
    lattice->windows[i].low[d] = lattice->n[d + 1];
    lattice->windows[i].high[d] = 0;
  }
  for (guint r = 0; r < rows->len; r++) {
    const BirgeRow *row = &g_array_index(rows, BirgeRow, r);
    BirgeRun a = row->runs[lattice->documents[0]], b = row->runs[lattice->documents[d + 1]];
    guint low = b.first - y.first, high = b.end - y.first;
    for (guint i = a.first - x.first; i <= a.end - x.first; i++) {
      Window *window = &lattice->windows[i];
      window->low[d] = MIN(window->low[d], low - MIN(low, PATH_BAND));
      window->high[d] = MAX(window->high[d], MIN(high + PATH_BAND, lattice->n[d + 1]));
    }
  }
}

static void find_pair(BirgeScorer *scorer, const guint *documents, const BirgeRun *stretch,
                      GArray *rows) {
  Lattice lattice;
  open_lattice(&lattice, scorer, documents, 2, stretch);
  gboolean is_small = (gsize)(lattice.n[0] + 1) * (lattice.n[1] + 1) <= MAX_WHOLE;
  open_diagonal(&lattice, is_small ? MAX(lattice.n[1], 1) : DIAGONAL_BAND);
  search(&lattice);
  trace(&lattice, rows);
  close_lattice(&lattice);
}

void birge_search_beads(BirgeScorer *scorer, guint n_documents, const BirgeRun *stretch,
                        GArray *rows) {
  static const guint all[] = {0, 1, 2};
  if (n_documents == 2) {
    find_pair(scorer, all, stretch, rows);
    return;
  }
  Lattice lattice;
  open_lattice(&lattice, scorer, all, n_documents, stretch);
  gsize n_positions = (gsize)(lattice.n[0] + 1) * (lattice.n[1] + 1) * (gsize)(lattice.n[2] + 1);
  if (n_positions <= MAX_WHOLE / 10) {
    open_diagonal(&lattice, MAX(lattice.n[1], lattice.n[2]));
  } else {
    for (guint d = 0; d < 2; d++) {
      g_autoptr(GArray) path = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
      find_pair(scorer, (const guint[]){0, d + 1}, stretch, path);
      open_around_path(&lattice, d, path);
    }
  }
  search(&lattice);
  trace(&lattice, rows);
  close_lattice(&lattice);
}
