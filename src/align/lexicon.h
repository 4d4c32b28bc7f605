/* What a lexicon knows, word by word: for people, and for other programs.
 *
 * Words are stems: folded, without the affixes that the language's locale lists. */
#pragma once

#include "align/align.h"

BIRGE_BEGIN_PUBLIC

/* Units to learn from, which are got one at a time, by any thread and in any order. */
typedef struct {
  guint n_units;
  BirgeUnit *(*get)(gpointer data, guint unit, GError **error); /* yours */
  gpointer data;
} BirgeUnitSource;

/* How much is learnt from, at most. A million units of news have some 25 million words in each
 * language, which take 100 MB while they are learnt from; translations change little with more. */
#define BIRGE_MAX_LEXICON_UNITS 1000000
#define BIRGE_MAX_LEXICON_WORDS 26000000 /* in a language; the end of each text counts as one */

/* How a lexicon is learnt; 0 is the usual value of each. The result does not depend on n_threads.
 */
typedef struct {
  guint n_threads;   /* one for each core */
  guint max_units;   /* BIRGE_MAX_LEXICON_UNITS; the first are taken */
  guint32 max_words; /* BIRGE_MAX_LEXICON_WORDS */
} BirgeLearnLimits;

/* As birge_lexicon_learn(), from units that need not be in memory. Units that lack a language learn
 * it from each other, where a text that they share says the same. Errors: those of the source. */
BirgeLexicon *birge_lexicon_learn_from(const BirgeUnitSource *source, const BirgeLocales *locales,
                                       const char *const *languages, guint n_languages,
                                       const BirgeLearnLimits *limits, GError **error);

/* The most lines that an exported lexicon may have. One of a million units has some six million. */
#define BIRGE_MAX_TRANSLATIONS 50000000

/* Reads a lexicon that birge lexicon export has printed as TSV: the same, to the bit, as the one
 * that it has learnt. locales must outlive it. Returns it, yours.
 * Errors: INPUT, LIMIT; FORMAT and ENCODING with the line. */
BirgeLexicon *birge_lexicon_read(const char *path, const BirgeLocales *locales, GError **error);

/* The same for bytes in memory. name: as a file's, for messages. */
BirgeLexicon *birge_lexicon_parse(const char *name, GBytes *bytes, const BirgeLocales *locales,
                                  GError **error);

/* Whether there are translations of words of one language into another. */
gboolean birge_lexicon_has(const BirgeLexicon *lexicon, const char *from, const char *to);

/* A word that another becomes. */
typedef struct {
  guint32 word;       /* its number in its language */
  double probability; /* that the other becomes it, 0 to 1; small ones are not kept */
} BirgeTranslation;

/* The number of words of a language, 0 if the lexicon has not learnt it. */
guint32 birge_lexicon_n_words(const BirgeLexicon *lexicon, const char *language);

/* Returns a word by its number, which is less than birge_lexicon_n_words(); not ended, borrowed. */
const char *birge_lexicon_word(const BirgeLexicon *lexicon, const char *language, guint32 word,
                               gsize *length);

/* Finds the word of a language that text is a form of. Returns FALSE if there is none. */
gboolean birge_lexicon_find_form(const BirgeLexicon *lexicon, const char *language,
                                 const char *text, guint32 *word);

/* Returns the probability that a word of one language becomes another of another, 0 if it was never
 * seen. from, to: numbers in their languages. */
double birge_lexicon_probability(const BirgeLexicon *lexicon, const char *from_language,
                                 guint32 from, const char *to_language, guint32 to);

/* Returns what a word of one language becomes in another: of BirgeTranslation, the likeliest first,
 * then in the order of their bytes; yours. */
GArray *birge_lexicon_translate(const BirgeLexicon *lexicon, const char *from, guint32 word,
                                const char *to);

BIRGE_END_PUBLIC
