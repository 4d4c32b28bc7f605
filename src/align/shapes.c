/* The shapes of beads: how many segments of each document, and what that costs by itself. */
#include "align/shapes.h"

#include <math.h>

/* The most segments of all documents together in a bead. */
#define MAX_SHAPE_SUM 8
/* The same where one of three documents has no part in the bead: it is rare enough as it is. */
#define MAX_PARTIAL_SUM 6
#define ONE_TO_ONE_PROBABILITY 0.88
/* What a segment more in all documents, and in one of them, makes of the probability of a bead. */
#define BOTH_FACTOR 0.02
#define FURTHER_FACTOR 0.06
/* Beads that the prior is worth when it is estimated anew from the documents. */
#define PRIOR_WEIGHT 10.0

/* What the evidence counts for where two documents are searched, and where three are: there the
 * pairs of a bead say much the same. Trained with the weights of the evidence, as those below are.
 */
#define PAIR_EVIDENCE 1.0
#define JOINT_EVIDENCE 0.5012

/* By the number of documents that a bead has segments of. */
static const BirgeShapeWeights pair_weights[] = {{0, 0}, {0, 4.2486}, {1.4612, 0}};
static const BirgeShapeWeights joint_weights[] = {
    {0, 0}, {0, 5.2449}, {2.0345, 4.3535}, {1.4840, 1.4870}};

/* What a bead is before anything is known of the translators: one to one as often as Gale and
 * Church (1993) found, rarer for each segment more that all of its documents have, and for each
 * that one of them has more or fewer than the others. */
static double first_probability(const guint *n, guint n_documents) {
  guint fewest = G_MAXUINT, most = 0;
  for (guint x = 0; x < n_documents; x++) {
    fewest = n[x] > 0 ? MIN(fewest, n[x]) : fewest;
    most = MAX(most, n[x]);
  }
  /* Of two or three figures, the distances from the median add up to that of the extremes. */
  return ONE_TO_ONE_PROBABILITY * pow(BOTH_FACTOR, fewest - 1) * pow(FURTHER_FACTOR, most - fewest);
}

static void set_cost(BirgeShape *shape, double prior) {
  shape->prior = prior;
  shape->cost = shape->weights->prior * prior + shape->weights->alone;
}

static void add_shape(BirgeShapes *shapes, guint a, guint b, guint c) {
  guint n[BIRGE_MAX_SEARCHED] = {a, b, c};
  guint n_filled = (a > 0) + (b > 0) + (c > 0);
  guint most = n_filled == 1                    ? 1
               : n_filled < shapes->n_documents ? MAX_PARTIAL_SUM
               : shapes->n_documents == 3       ? MAX_SHAPE_SUM + 1
                                                : MAX_SHAPE_SUM;
  if (a + b + c > most)
    return;
  BirgeShape *shape = &shapes->shapes[shapes->n++];
  for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++)
    shape->n[x] = (guint8)n[x];
  shape->n_filled = n_filled;
  shape->weights = &(shapes->n_documents == 3 ? joint_weights : pair_weights)[n_filled];
  shape->first_prior = n_filled < 2 ? 0 : -log(first_probability(n, shapes->n_documents));
  set_cost(shape, shape->first_prior);
}

void birge_shapes_init(BirgeShapes *shapes, guint n_documents, gboolean ties_all) {
  guint last = n_documents == 3 ? BIRGE_MAX_BEAD : 0;
  shapes->n_documents = n_documents;
  shapes->evidence = n_documents == 3 ? JOINT_EVIDENCE : PAIR_EVIDENCE;
  shapes->n = 0;
  for (guint a = 0; a <= BIRGE_MAX_BEAD; a++)
    for (guint b = 0; b <= BIRGE_MAX_BEAD; b++)
      for (guint c = 0; c <= last; c++)
        if (ties_all ? a > 0 && b > 0 && (last == 0 || c > 0) : a + b + c > 0)
          add_shape(shapes, a, b, c);
}

void birge_shapes_estimate(BirgeShapes *shapes, const double *expected) {
  double sum = 0, first_sum = 0;
  for (guint s = 0; s < shapes->n; s++) {
    if (shapes->shapes[s].n_filled == shapes->n_documents) {
      sum += expected[s];
      first_sum += exp(-shapes->shapes[s].first_prior);
    }
  }
  for (guint s = 0; s < shapes->n; s++) {
    BirgeShape *shape = &shapes->shapes[s];
    double known = PRIOR_WEIGHT * exp(-shape->first_prior) / first_sum;
    if (shape->n_filled == shapes->n_documents)
      set_cost(shape, -log((expected[s] + known) / (sum + PRIOR_WEIGHT) * first_sum));
  }
}
