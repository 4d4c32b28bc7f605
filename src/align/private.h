/* What the files of this folder share: the score of a bead, and the search for the best beads. */
#pragma once

#include "align/lexicon.h"
#include "align/pieces.h"
#include "align/score.h"

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

/* What is searched, and for what. */
typedef struct {
  BirgeScorer *scorer; /* of the pieces */
  BirgePieces *const *pieces;
  guint n_documents;
  gboolean ties_all; /* no segment is left over: each row has some of all documents */
  /* Rows of an earlier search, of pieces: what is far from them is not looked at; NULL: none. */
  const GArray *near;
} BirgeSearch;

/* Finds the best rows of a stretch that is short enough to be searched at once; as below. Returns
 * FALSE, and no rows, if it can't be tied as it should. */
gboolean birge_search_beads(const BirgeSearch *search, const BirgeRun *stretch, GArray *rows);

/* Finds the best rows of a stretch of the documents, some segments of which may be left over.
 * stretch: a run of pieces a document, from border to border. Appends them to rows (of BirgeRow),
 * with runs, of pieces, and confidence set. */
void birge_find_beads(const BirgeSearch *search, const BirgeRun *stretch, GArray *rows);

/* Joins bitexts that share their first document: rows that share a segment of it become one, which
 * has the gaps that are gaps in all of them. None is at an end of its run: those stand alone.
 * Returns a bitext of all their documents, the first one once, yours. */
BirgeBitext *birge_bitext_join(const BirgeBitext *const *bitexts, guint n_bitexts);
