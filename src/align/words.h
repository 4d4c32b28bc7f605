/* The words and marks of a document, as the scorer sees them. */
#pragma once

#include "align/private.h"
#include "text/vocabulary.h"

/* What the words of all documents are numbered by. */
typedef struct {
  const BirgeLocales *locales;
  const BirgeLexicon *lexicon; /* may be NULL */
  BirgeVocabulary *texts;
  BirgeVocabulary *stems;
  BirgeVocabulary *skeletons;
  gboolean keeps_places; /* fill in BirgeWords.places: for explanations only */
} BirgeNumbering;

typedef enum {
  BIRGE_WORD_PLAIN,
  BIRGE_WORD_NUMBER, /* in digits */
  BIRGE_WORD_FIGURE, /* what words, signs or digits say in one notation, see text/figures.h */
  BIRGE_N_WORD_KINDS,
} BirgeWordKind;

/* A word of a document, however often it occurs; numbers and figures are words. */
typedef struct {
  guint32 text;         /* number of the folded token or notation, equal in all languages */
  guint32 stem;         /* number of the text without affixes; BIRGE_NO_WORD: not a plain word */
  guint32 lexicon;      /* number in the lexicon, or BIRGE_NO_WORD */
  guint32 skeletons[2]; /* numbers of the skeletons of the word and of its stem, or BIRGE_NO_WORD */
  guint8 n_consonants;  /* of the word's skeleton */
  guint8 kind;          /* BirgeWordKind */
} BirgeWord;

/* A word of a segment. */
typedef struct {
  guint32 word; /* index in words */
  guint32 n;    /* how often it occurs in the segment */
} BirgeTerm;

/* Where a word stands: a half-open byte range in the folded text of its segment. */
typedef struct {
  guint32 word; /* index in words */
  gsize start;
  gsize end;
} BirgePlacedWord;

/* Sums are of what stands before each segment: n_segments + 1 of them. */
typedef struct {
  const char *language; /* borrowed */
  guint32 n_segments;
  GArray *words;         /* of BirgeWord, in the order in which they occur first */
  GArray *counts;        /* of guint32, by BirgeWord.text: how often it occurs */
  GArray *terms;         /* of BirgeTerm, segment by segment, each word once in each */
  guint32 *term_starts;  /* where each segment begins in terms; n_segments + 1 */
  GArray *places;        /* of BirgePlacedWord, segment by segment */
  guint32 *place_starts; /* where each segment begins in places; n_segments + 1 */
  guint32 *running;      /* sums of running words */
  guint32 *questions;    /* sums of question marks */
  guint32 *quotes;       /* sums of quotation marks */
  guint32 *ends;         /* sums of ends of sentences */
  double *lengths;       /* sums of lengths in characters of English */
  gboolean *is_open;     /* of each segment: whether it ends inside a sentence */
  gboolean *is_last;     /* of each segment: whether it is the last one of its paragraph */
  guint32 n_paragraphs;
  GArray *words_by_text; /* of guint32, by text and kind: index in words + 1; 0: none */
} BirgeWords;

/* A skeleton that more words of a document share says nothing of them, and tying each of them to
 * each would take time without bound. */
#define BIRGE_MAX_ALIKE 256

/* Fills words, which it numbers on; they borrow from document. Time and memory are linear. */
void birge_words_init(BirgeWords *words, BirgeNumbering *numbering, const BirgeDocument *document);
void birge_words_clear(BirgeWords *words);

/* Returns the index of the word with a text; BIRGE_NO_WORD: there is none. */
guint32 birge_words_find(const BirgeWords *words, guint32 text, BirgeWordKind kind);

/* Returns how often a text occurs. */
guint32 birge_words_count(const BirgeWords *words, guint32 text);
