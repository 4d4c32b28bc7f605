/* Which words of one document may become which of another, and what each gets from where. */
#pragma once

#include "align/explain.h"
#include "align/own_lexicon.h"
#include "align/words.h"

/* Added to a BirgeTie: nothing in all of the other document could be tied to the word. */
#define BIRGE_TIE_NOWHERE 0x10
/* Nothing can be said of it. */
#define BIRGE_TIE_UNKNOWN 0xFF

/* Segments of from that are looked at together: a block. Each run that begins in one is seen whole
 * by it. */
#define BIRGE_BLOCK 16
#define BIRGE_BLOCK_REACH (BIRGE_BLOCK + BIRGE_MAX_BEAD - 1)

/* What words of to get from the segments of a block and of its reach. */
typedef struct {
  guint32 n_words;
  guint32 *words;   /* those that get something, sorted */
  guint32 *starts;  /* where the shares of each begin; n_words + 1 */
  guint8 *segments; /* of each share: which segment of the block gives it */
  float *shares;    /* the sum of the probabilities that words of it become the word */
  /* By length of a run, less one, and segment it begins with: 1 / (running words + 1). */
  double rarity[BIRGE_MAX_BEAD][BIRGE_BLOCK];
} BirgeBlockShares;

/* For one pair of documents and one direction. */
typedef struct _BirgeTies BirgeTies;

/* from, to: borrowed. own: what rows of the documents have taught, by stems; may be NULL. Memory
 * and time are linear in the words, but for what the lexicon knows. */
BirgeTies *birge_ties_new(const BirgeWords *from, const BirgeWords *to, const BirgeLexicon *lexicon,
                          const BirgeTable *own);
void birge_ties_free(BirgeTies *ties);

/* Returns what a word of to might be tied by: a BirgeTie, and BIRGE_TIE_NOWHERE. */
guint8 birge_ties_get(const BirgeTies *ties, guint32 word);

/* Returns what a block of from gives; it lives until birge_ties_forget(). */
const BirgeBlockShares *birge_ties_find_block(BirgeTies *ties, guint32 block);

/* Returns the index of a word in the words of a block, n_words: it gets nothing. */
guint32 birge_block_find_word(const BirgeBlockShares *block, guint32 word);

/* Frees the blocks. */
void birge_ties_forget(BirgeTies *ties);

/* Returns the probability that a word of from becomes one of to, as far as the scorer goes. */
double birge_ties_probability(const BirgeTies *ties, guint32 from, guint32 to);

/* Appends the stems that are tied for more than chance, of BirgeTextPair. */
void birge_ties_list(const BirgeTies *ties, GArray *pairs);

/* What a scorer has found of its documents; borrowed. */
const BirgeWords *birge_scorer_words(const BirgeScorer *scorer, guint document);
const BirgeTies *birge_scorer_ties(const BirgeScorer *scorer, guint from, guint to);
