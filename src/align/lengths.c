/* Judges lengths, by a model that follows the translator. */
#include "align/lengths.h"

#include <math.h>

/* Gale and Church (1993) found a variance of 6.8 for each character of European languages; letters
 * that are written and not written make ours wider. */
#define FIRST_VARIANCE 10.0
#define MAX_VARIANCE 15.0
/* By how much translators are more or less wordy: the variance of the ratio's logarithm. */
#define RATIO_VARIANCE 0.0225
/* Beads that the first variance is worth. */
#define PRIOR_WEIGHT 20.0
/* Changes below, of the ratio's logarithm and of the variance, change no row. */
#define MIN_RATIO_CHANGE 0.03
#define MIN_VARIANCE_CHANGE 1.0

#define MAX_COST 15.0
/* The cost is looked up by z, the difference in standard deviations. Beyond so many it is the
 * greatest; between two steps a straight line is off by less than 1e-5. */
#define MAX_Z 5.25
#define STEPS_OF_Z 128
#define N_STEPS 672 /* MAX_Z * STEPS_OF_Z */

static const double *get_costs(void) {
  static double costs[N_STEPS + 2];
  static gsize is_filled = 0;
  if (g_once_init_enter(&is_filled)) {
    for (guint i = 0; i < G_N_ELEMENTS(costs); i++)
      costs[i] = -log(erfc((double)i / STEPS_OF_Z / M_SQRT2));
    g_once_init_leave(&is_filled, 1);
  }
  return costs;
}

void birge_length_model_init(BirgeLengthModel *model) {
  *model = (BirgeLengthModel){1, FIRST_VARIANCE};
}

double birge_length_model_cost(const BirgeLengthModel *model, double a, double b) {
  double root = sqrt(model->ratio), left = a * root, right = b / root;
  double z = fabs(right - left) / sqrt(model->variance * (left + right) / 2 + 1);
  if (z >= MAX_Z)
    return MAX_COST;
  double step = z * STEPS_OF_Z;
  guint low = (guint)step;
  const double *costs = get_costs() + low;
  return MIN(costs[0] + (costs[1] - costs[0]) * (step - low), MAX_COST);
}

void birge_tied_lengths_add(BirgeTiedLengths *tied, double probability, double a, double b) {
  double share = probability / ((a + b) / 2 + 1);
  tied->n += probability;
  tied->lengths[0] += probability * a;
  tied->lengths[1] += probability * b;
  tied->squares[0] += share * a * a;
  tied->squares[1] += share * b * b;
  tied->product += share * a * b;
}

gboolean birge_length_model_adapt(BirgeLengthModel *model, const BirgeTiedLengths *tied) {
  if (tied->lengths[0] <= 0 || tied->lengths[1] <= 0)
    return FALSE;
  double length = (tied->lengths[0] + tied->lengths[1]) / 2;
  double trust = RATIO_VARIANCE / (RATIO_VARIANCE + model->variance / length);
  double change = trust * (log(tied->lengths[1] / tied->lengths[0]) - log(model->ratio));
  double ratio = model->ratio * exp(change);
  double squares = ratio * tied->squares[0] + tied->squares[1] / ratio - 2 * tied->product;
  double variance = (PRIOR_WEIGHT * FIRST_VARIANCE + squares) / (PRIOR_WEIGHT + tied->n);
  /* Beads that were found by their lengths differ too little; and where nothing but lengths tells
   * beads apart, those that differ more would let still others in. */
  variance = CLAMP(variance, FIRST_VARIANCE, MAX_VARIANCE);
  if (fabs(change) < MIN_RATIO_CHANGE && fabs(variance - model->variance) < MIN_VARIANCE_CHANGE)
    return FALSE;
  *model = (BirgeLengthModel){ratio, variance};
  return TRUE;
}
