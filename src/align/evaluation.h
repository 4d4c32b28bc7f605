/* Evaluation: how right found beads are, held against gold ones.
 *
 * Beads that tie two documents or more are counted apart from lines that stay unmatched. After the
 * measures of vecalign (Thompson and Koehn 2019) and of Lambert et al. (2005). */
#pragma once

#include "base/public.h"
#include "model/beads.h"

BIRGE_BEGIN_PUBLIC

/* Counts, of one or more comparisons. A bead that is given twice counts once. A link is a line of
 * one document and a line of another in one bead. */
typedef struct {
  guint64 n_gold, n_found; /* beads with two sides or more that are not empty */
  guint64 n_right;         /* found beads that are exactly gold */
  guint64 n_gold_linked;   /* gold beads that have a link in common with what was found */
  guint64 n_found_linked;  /* found beads that have a link in common with gold */
  guint64 n_bad_ones;      /* found one-to-one beads that are not gold: what pollutes a memory */
  guint64 n_wrong_ones;    /* those of them without a link in common with gold */
  guint64 n_gold_single, n_found_single, n_right_single; /* unmatched lines */
} BirgeTally;

typedef struct {
  double precision, recall, f1; /* 0 to 1; 0 where there is nothing to divide by */
} BirgeRates;

typedef struct {
  BirgeRates strict;    /* a bead counts if it is exactly right */
  BirgeRates lax;       /* if it has a link in common with the other beads */
  BirgeRates unmatched; /* lines that stay unmatched */
  BirgeRates vecalign;  /* strict, as vecalign has it: unmatched lines, one a bead, count in its
                           precision, not in its recall */
} BirgeFigures;

/* Adds what a comparison counts to tally. Both have the same number of sides, or no bead. */
void birge_tally_add(BirgeTally *tally, const BirgeBeads *gold, const BirgeBeads *found);

BirgeFigures birge_tally_figures(const BirgeTally *tally);

BIRGE_END_PUBLIC
