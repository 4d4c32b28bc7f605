/* What a lexicon knows, word by word: for people, and for other programs.
 *
 * Words are stems: folded, without the affixes that the language's locale lists. */
#pragma once

#include "align/align.h"

BIRGE_BEGIN_PUBLIC

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
 * then as they were learnt; yours. */
GArray *birge_lexicon_translate(const BirgeLexicon *lexicon, const char *from, guint32 word,
                                const char *to);

BIRGE_END_PUBLIC
