/* The parts of a lookup: a query as word numbers, the plan of what to scan, distances. */
#pragma once

#include "memory/index.h"

/* A sequence of symbols that many are compared with. */
typedef struct {
  guint64 *keys;  /* symbol + 1; 0: free */
  guint64 *masks; /* n_blocks by slot: where the symbol stands */
  gsize room;
  guint n_slots; /* a power of two */
  guint shift;
  guint n_blocks;
  guint n;
} BirgePattern;

void birge_pattern_set(BirgePattern *pattern, const guint32 *symbols, guint n);
void birge_pattern_clear(BirgePattern *pattern);

/* Returns the edit distance of pattern and text. */
guint birge_pattern_measure(const BirgePattern *pattern, const guint32 *text, guint n_text);

/* A piece of a query whose postings can be scanned: a word, or two adjacent ones. */
typedef struct {
  guint32 start; /* half-open range of postings */
  guint32 end;
  guint position;   /* of its first word in the query */
  gboolean is_pair; /* its postings are in order of texts */
} BirgePiece;

/* The texts of some lengths, and pieces of which each match has at least one in its place. */
typedef struct {
  guint min_tokens;
  guint max_tokens;
  guint first_piece; /* half-open range of the plan's pieces */
  guint end_piece;
} BirgeBand;

/* A search for a pair's second word among those of its first. */
typedef struct {
  guint32 low; /* half-open range of pairs */
  guint32 high;
  guint32 end; /* of the pairs of the first word */
  guint32 second;
} BirgePairSearch;

/* The pieces that a query has, and the plan made of them. Reused from query to query. */
typedef struct {
  guint n;
  BirgePiece *words;         /* by position */
  BirgePiece *pairs;         /* by position; the last with the end */
  GArray *pieces;            /* of BirgePiece: the plan's */
  GArray *bands;             /* of BirgeBand, by length */
  BirgePairSearch *searches; /* by position; scratch, as are costs, choices and order */
  guint room;
  GArray *costs;
  GArray *choices;
  GArray *order;
} BirgePlan;

BirgePlan *birge_plan_new(void);
void birge_plan_free(BirgePlan *plan);

/* Finds the postings of a query's words and pairs. words: BIRGE_NO_WORD for unknown ones. */
void birge_plan_find_pieces(BirgePlan *plan, const BirgeIndex *index, const BirgeField *field,
                            const guint32 *words, guint n);

/* Finds the postings of the first of n (1 or 2) words before the end, and before the second: in
 * pairs, of which there are 2. */
void birge_pieces_find(const BirgeIndex *index, const BirgeField *field, const guint32 *words,
                       guint n, BirgePiece *pairs);

/* Plans a search for the texts with at least a score, in hundredths of a per cent.
 * longest: no text has more tokens. */
void birge_plan_make(BirgePlan *plan, guint score, guint longest);

/* Returns how many edits texts may be apart to have a score. n_tokens: of the longer. */
static inline guint birge_max_edits(guint score, guint n_tokens) {
  return (guint)((guint64)(10000 - score) * n_tokens / 10000);
}
