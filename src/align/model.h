/* IBM Model 1: learns which words become which from texts that translate each other. */
#pragma once

#include <glib.h>

/* p(to | from), by rows of from, sorted by to. */
typedef struct {
  guint32 n_from;
  guint32 *starts; /* of each row; n_from + 1 */
  guint32 *words;
  float *probabilities;
} BirgeTable;

/* Returns the probability that a word becomes another, 0: it is not in the table. */
double birge_table_get(const BirgeTable *table, guint32 from, guint32 to);
void birge_table_clear(BirgeTable *table);

/* Stands after each text, in an array of texts. */
#define BIRGE_TEXT_END G_MAXUINT32

/* Two texts that translate each other: where they begin in the arrays of their languages. */
typedef struct {
  guint32 texts[2];
} BirgeTextPair;

/* What a table is learnt from. */
typedef struct {
  const guint32 *texts[2]; /* from, to: numbers of words, with BIRGE_TEXT_END after each text */
  guint32 n_words[2];      /* of from and of to: numbers are below */
  const BirgeTextPair *pairs;
  guint32 n_pairs;
} BirgeParallelTexts;

/* Fills table with what texts teach: translations that are likelier than 1 in 100.
 * The result is the same, to the bit, for any number of threads.
 * Time is linear in the pairs of words that stand in a pair of texts; memory in the words of the
 * texts and in the translations that are not hopeless after the first round.
 * After Brown et al. (1993), without their empty word. */
void birge_table_learn(BirgeTable *table, const BirgeParallelTexts *texts, guint n_threads);
