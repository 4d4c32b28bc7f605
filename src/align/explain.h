/* Explanation: what speaks for tying the sentences of a row, and what against, for people. */
#pragma once

#include "align/align.h"

BIRGE_BEGIN_PUBLIC

/* By what a word and one of another document translate each other: the same number, the same word,
 * the same consonants, an entry of the lexicon. */
typedef enum {
  BIRGE_TIE_NUMBER,
  BIRGE_TIE_EQUAL,
  BIRGE_TIE_NAME,
  BIRGE_TIE_LEXICON,
  BIRGE_N_TIES
} BirgeTie;

/* Where the counterpart of a word stands: in the row; elsewhere in the document, or so often in it
 * that the row has no more of it than by chance; nowhere. */
typedef enum { BIRGE_FATE_TIED, BIRGE_FATE_ELSEWHERE, BIRGE_FATE_NOWHERE } BirgeFate;

/* A half-open byte range in a document's text. */
typedef struct {
  gsize start;
  gsize end;
} BirgeWordPlace;

typedef struct {
  BirgeTie tie;
  BirgeFate fate;
  guint side;              /* of the pair, that a word without counterpart stands in: 0 or 1 */
  BirgeWordPlace place[2]; /* by side; without counterpart, only that of its own side */
  double gain; /* of a tied one: by how much (natural logarithm) it is likelier than chance */
} BirgeExplainedWord;

/* What is said of two documents of a row. */
typedef struct {
  guint documents[2]; /* numbers in the bitext */
  double score;       /* all evidence, weighed: how much likelier the row is than chance, as a
                         natural logarithm; below 0 it speaks against it */
  GArray *words;      /* of BirgeExplainedWord: tied ones first, the largest gain first */
  double found[BIRGE_N_TIES];  /* the gains of tied words */
  double missed[BIRGE_N_TIES]; /* losses for words whose counterpart stands elsewhere */
  double n_nowhere;            /* words without any counterpart; half a word for each direction */
  double lengths[2];           /* as if in English, in characters */
  double length_cost;          /* of their difference, a negative natural logarithm */
  gboolean asks_once;          /* only one side has a question mark */
  gboolean quotes_once;        /* only one side has quotation marks */
  gboolean is_open_once;       /* only one side ends inside a sentence */
  gboolean is_last_once;       /* only one side ends a paragraph */
  double n_ends;               /* sentences that end on one side only */
} BirgeExplainedPair;

typedef struct {
  guint row;            /* number in the bitext */
  GArray *pairs;        /* of BirgeExplainedPair: of documents that the row has segments of */
  gboolean is_too_long; /* it has more segments of a document than a bead may: no pairs */
  gboolean has_runner_up;
  BirgeRow runner_up;    /* the best of the rows that have a segment more or less at one end */
  double runner_up_loss; /* by how much the evidence for it, and for the row beside it, is less */
} BirgeExplanation;

void birge_explanation_free(gpointer explanation);

/* Explains rows of an alignment.
 * rows: numbers of n_rows rows. options: as for birge_align().
 * Returns an array of BirgeExplanation*, yours. Time linear in the documents, and in the rows. */
GPtrArray *birge_align_explain(const BirgeBitext *bitext, const guint *rows, guint n_rows,
                               const BirgeAlignOptions *options);

BIRGE_END_PUBLIC
