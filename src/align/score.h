/* The scorer: what tells for and against tying runs of documents, and what that costs. */
#pragma once

#include "align/align.h"
#include "align/lengths.h"

/* The most documents that one search takes. */
#define BIRGE_MAX_SEARCHED 3

/* The most segments of one document in a bead. */
#define BIRGE_MAX_BEAD 7

/* What tells for and against tying runs of two documents. FOUND: by how much (natural logarithm)
 * words with a counterpart in the other run are likelier than by chance; MISSED: the same of words
 * whose counterpart stands elsewhere; NOWHERE: how many have none in all of the other document. */
typedef enum {
  BIRGE_NUMBER_FOUND,
  BIRGE_EQUAL_FOUND,
  BIRGE_SKELETON_FOUND,
  BIRGE_LEXICON_FOUND,
  BIRGE_NUMBER_MISSED,
  BIRGE_EQUAL_MISSED,
  BIRGE_SKELETON_MISSED,
  BIRGE_LEXICON_MISSED,
  BIRGE_NUMBER_NOWHERE,
  BIRGE_LEXICON_NOWHERE,
  BIRGE_LENGTHS,   /* cost of the difference */
  BIRGE_QUESTIONS, /* 1 where only one side asks */
  BIRGE_QUOTES,    /* 1 where only one side has quotation marks */
  BIRGE_ENDS,      /* sentences that end on one side only */
  BIRGE_OPEN,      /* 1 where only one side ends inside a sentence */
  BIRGE_BORDERS,   /* 1 where only one side ends a paragraph, if both documents have any */
  BIRGE_N_EVIDENCE,
} BirgeEvidence;

/* What each adds to the cost of a bead. */
extern const double birge_evidence_weights[BIRGE_N_EVIDENCE];

typedef struct _BirgeScorer BirgeScorer;

/* Prepares documents, at most BIRGE_MAX_SEARCHED; they are borrowed. One thread's.
 * keeps_places: for explanations: it is kept where each word stands. */
BirgeScorer *birge_scorer_new(const BirgeDocument *const *documents, guint n_documents,
                              const BirgeAlignOptions *options, gboolean keeps_places);
void birge_scorer_free(BirgeScorer *scorer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeScorer, birge_scorer_free)

/* Fills evidence, BIRGE_N_EVIDENCE figures, with what tells for and against tying a run of document
 * x and a run of document y, neither empty. */
void birge_scorer_weigh(BirgeScorer *scorer, guint x, guint y, const BirgeRun *pair,
                        double *evidence);

/* Returns the cost (negative natural logarithm, against chance) of tying runs, one a document: the
 * sum over all pairs. */
double birge_scorer_cost(BirgeScorer *scorer, const BirgeRun *runs);

/* Returns the length of a run of a document in characters, as if it were English. */
double birge_scorer_length(const BirgeScorer *scorer, guint document, BirgeRun run);

/* Lets the costs of lengths of documents x and y, x before y, follow their translator. Returns
 * whether costs have changed. */
gboolean birge_scorer_adapt_lengths(BirgeScorer *scorer, guint x, guint y,
                                    const BirgeTiedLengths *tied);

/* Learns how the documents' own words translate each other from rows, of BirgeRow, of pieces, if
 * enough of them are sure; once. Returns whether it has, so that a search finds more. */
gboolean birge_scorer_learn(BirgeScorer *scorer, const GArray *rows);

/* Frees what was kept of costs that were asked for. */
void birge_scorer_forget(BirgeScorer *scorer);
