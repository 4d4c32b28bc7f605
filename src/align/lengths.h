/* What the lengths of two texts say of whether they translate each other. */
#pragma once

#include <glib.h>

/* How long translations are. Lengths are in characters, as if of English. */
typedef struct {
  double ratio;    /* of the second length to the first */
  double variance; /* of their difference for each character */
} BirgeLengthModel;

/* Sums over texts that translate each other, each weighed by the probability that it does. */
typedef struct {
  double n;
  double lengths[2];
  double squares[2]; /* of lengths, for each character */
  double product;    /* of both lengths, for each character */
} BirgeTiedLengths;

/* Sets what is known of no translator in particular. */
void birge_length_model_init(BirgeLengthModel *model);

/* Returns the cost (negative natural logarithm) of the difference of two lengths. After Gale and
 * Church (1993). */
double birge_length_model_cost(const BirgeLengthModel *model, double a, double b);

void birge_tied_lengths_add(BirgeTiedLengths *tied, double probability, double a, double b);

/* Lets a model follow the translator of texts, more so the more text there is. Returns whether it
 * has changed by so much that costs are worth finding again. */
gboolean birge_length_model_adapt(BirgeLengthModel *model, const BirgeTiedLengths *tied);
