/* What the sure rows of two documents teach of their own words: names, and what the lexicon has
 * never seen. */
#pragma once

#include "align/model.h"
#include "align/words.h"

/* Rows that are sure enough to be learnt from. Fewer than so many teach too little to be worth a
 * second search. */
#define BIRGE_SURE_ROW 0.95
#define BIRGE_MIN_SURE_ROWS 100

/* Fills table with how stems of one document become those of another, by their numbers.
 * rows: of BirgeRow, of pieces; x, y: the places of from and to in them. known: of BirgeTextPair:
 * stems that translate each other as far as is known before, learnt from like texts of one word.
 * n_stems: numbers of stems are below. */
void birge_own_lexicon_learn(BirgeTable *table, const BirgeWords *from, const BirgeWords *to,
                             guint x, guint y, const GArray *rows, const GArray *known,
                             guint32 n_stems);
