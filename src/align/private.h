/* What the files of this folder share: the score of a bead, and the search for the best beads. */
#pragma once

#include "align/lexicon.h"
#include "align/pieces.h"

/* The most documents that one search takes. */
#define BIRGE_MAX_SEARCHED 3

/* The most segments of one document in a bead. */
#define BIRGE_MAX_BEAD 7

/* Returns the number of a stem in a language, or BIRGE_NO_WORD. */
guint32 birge_lexicon_find(const BirgeLexicon *lexicon, const char *language, const char *stem,
                           gsize length);

/* Whether any word of another language is known to translate a word. */
gboolean birge_lexicon_knows(const BirgeLexicon *lexicon, const char *language, guint32 word,
                             const char *other_language);

/* Sentences that end in a segment. */
typedef struct {
  guint n;
  gboolean is_open; /* the segment's own end is inside a sentence: it ends with a comma, a dash … */
} BirgeEnds;

/* Counts the ends of sentences in a segment: marks before white space, and its own end. */
BirgeEnds birge_ends_count(const char *text, gsize length);

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

/* Prepares documents, at most BIRGE_MAX_SEARCHED; they are borrowed. One thread's. */
BirgeScorer *birge_scorer_new(const BirgeDocument *const *documents, guint n_documents,
                              const BirgeAlignOptions *options);
void birge_scorer_free(BirgeScorer *scorer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeScorer, birge_scorer_free)

/* Fills evidence, BIRGE_N_EVIDENCE figures, with what tells for and against tying a run of document
 * x and a run of document y, neither empty. */
void birge_scorer_weigh(BirgeScorer *scorer, guint x, guint y, const BirgeRun *pair,
                        double *evidence);

/* Returns the cost (negative natural logarithm, against chance) of tying runs, one a document: the
 * sum over all pairs. */
double birge_scorer_cost(BirgeScorer *scorer, const BirgeRun *runs);

/* Frees what was kept of costs that were asked for. */
void birge_scorer_forget(BirgeScorer *scorer);

/* What is searched, and for what. */
typedef struct {
  BirgeScorer *scorer; /* of the pieces */
  BirgePieces *const *pieces;
  guint n_documents;
  gboolean ties_all; /* no segment is left over: each row has some of all documents */
} BirgeSearch;

/* Finds the best rows of a stretch that is short enough to be searched at once; as below. Returns
 * FALSE, and no rows, if it can't be tied as it should. */
gboolean birge_search_beads(const BirgeSearch *search, const BirgeRun *stretch, GArray *rows);

/* Finds the best rows of a stretch of the documents, some segments of which may be left over.
 * stretch: a run of pieces a document, from border to border. Appends them to rows (of BirgeRow),
 * with runs, of pieces, and confidence set. */
void birge_find_beads(const BirgeSearch *search, const BirgeRun *stretch, GArray *rows);

/* Joins bitexts that share their first document: rows that share a segment of it become one.
 * Returns a bitext of all their documents, the first one once, yours. */
BirgeBitext *birge_bitext_join(const BirgeBitext *const *bitexts, guint n_bitexts);
