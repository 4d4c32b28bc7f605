/* Calibration: how far the confidence of rows can be taken at its word, held against gold beads. */
#pragma once

#include "base/public.h"
#include "model/beads.h"

BIRGE_BEGIN_PUBLIC

/* Bins of equal width, of confidence 0 to 1. */
#define BIRGE_N_BINS 10

/* Counts of rows that tie two documents or more, of one or more comparisons. */
typedef struct {
  guint64 n_rows[BIRGE_N_BINS];
  guint64 n_right[BIRGE_N_BINS]; /* rows that are exactly a gold bead */
  double sums[BIRGE_N_BINS];     /* of confidence */
  guint64 n_sure, n_sure_right;  /* rows of a confidence of BIRGE_SURE_CONFIDENCE or more */
} BirgeCalibration;

#define BIRGE_SURE_CONFIDENCE 0.95

/* Adds the rows of a bitext. gold: of as many documents, or no bead. */
void birge_calibration_add(BirgeCalibration *calibration, const BirgeBeads *gold,
                           const BirgeBitext *found);

guint64 birge_calibration_n_rows(const BirgeCalibration *calibration);

/* Returns the expected calibration error, 0 to 1: by how much, on average over the rows, the mean
 * confidence of a bin is off the share of right ones in it. 0 without rows. After Naeini et al.
 * (2015). */
double birge_calibration_error(const BirgeCalibration *calibration);

BIRGE_END_PUBLIC
