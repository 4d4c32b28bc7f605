/* What the files of this folder share: the score of a bead, and the search for the best beads. */
#pragma once

#include "align/align.h"

/* The most documents that one search takes. */
#define BIRGE_MAX_SEARCHED 3

/* The most segments of one document in a bead. */
#define BIRGE_MAX_BEAD 7

/* Returns the number of a stem in a language, or BIRGE_NO_WORD. */
guint32 birge_lexicon_find(const BirgeLexicon *lexicon, const char *language, const char *stem,
                           gsize length);

/* Returns the probability that a word of one language becomes another of another, 0 if it was never
 * seen. from, to: numbers of birge_lexicon_find(). */
double birge_lexicon_probability(const BirgeLexicon *lexicon, const char *from_language,
                                 guint32 from, const char *to_language, guint32 to);

typedef struct _BirgeScorer BirgeScorer;

/* Prepares documents, at most BIRGE_MAX_SEARCHED; they are borrowed. One thread's. */
BirgeScorer *birge_scorer_new(const BirgeDocument *const *documents, guint n_documents,
                              const BirgeAlignOptions *options);
void birge_scorer_free(BirgeScorer *scorer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeScorer, birge_scorer_free)

/* Returns the cost (negative natural logarithm, against chance) of tying runs, one a document. */
double birge_scorer_cost(BirgeScorer *scorer, const BirgeRun *runs);

/* Finds the cheapest beads for a stretch of the documents. stretch: a run a document.
 * Appends them to rows (of BirgeRow), with runs and confidence set. */
void birge_find_beads(BirgeScorer *scorer, guint n_documents, const BirgeRun *stretch,
                      GArray *rows);

/* Joins bitexts that share their first document: rows that share a segment of it become one.
 * Returns a bitext of all their documents, the first one once, yours. */
BirgeBitext *birge_bitext_join(const BirgeBitext *const *bitexts, guint n_bitexts);
