/* What a lexicon is made of: for the files that learn it, read it, and ask it. */
#pragma once

#include "align/lexicon.h"
#include "align/model.h"
#include "text/vocabulary.h"

typedef struct {
  char *tag;
  const BirgeLocale *locale;
  BirgeVocabulary *stems;
} BirgeLexiconLanguage;

/* Words are numbered in the order of their bytes, and each has a translation or is one: so a
 * lexicon that was written and read again is the same. */
struct _BirgeLexicon {
  BirgeLexiconLanguage languages[BIRGE_MAX_LANGUAGES];
  guint n_languages;
  BirgeTable tables[BIRGE_MAX_LANGUAGES][BIRGE_MAX_LANGUAGES]; /* [from][to] */
};

/* Adds a language, without words. */
void birge_lexicon_add_language(BirgeLexicon *lexicon, const char *tag, const BirgeLocale *locale);

/* Returns the number of a language in the lexicon, -1: it is not there. */
int birge_lexicon_find_language(const BirgeLexicon *lexicon, const char *tag);

/* Numbers words, which may have any numbers, as they should be. */
void birge_lexicon_number(BirgeLexicon *lexicon);
