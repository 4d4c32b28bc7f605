/* Habits: the letters, numbers, months and marks with which a language is written, as data.
 *
 * They stand in the groups letters, numbers, months, money and marks of locales/TAG.ini. */
#pragma once

#include "text/locale.h"
#include "text/tokens.h"

/* A word that says a number: "three" and "third" both say 3, "March" says 3 among months. */
typedef struct {
  char *word; /* folded; may be several words, with spaces between */
  char *stem; /* the word without its affixes */
  gsize n_word, n_stem;
  gboolean has_space; /* the word has */
  guint64 value;
} BirgeNamedNumber;

typedef enum {
  BIRGE_MARK_STOP,
  BIRGE_MARK_QUESTION,
  BIRGE_MARK_EXCLAMATION,
  BIRGE_MARK_COMMA,
  BIRGE_MARK_SEMICOLON,
  BIRGE_N_MARKS,
} BirgeMarkKind;

struct _BirgeHabits {
  UChar32 *alphabet; /* with variants, lower case, sorted; without any, nothing is known of it */
  gsize n_alphabet;
  GArray *numbers;              /* of BirgeNamedNumber */
  GArray *months;               /* of BirgeNamedNumber, 1 to 12 */
  GArray *signs;                /* of BirgeNamedNumber, places in sign_names: % and money */
  char **sign_names;            /* "%", then codes of ISO 4217: "USD" */
  char **joiners;               /* words between the parts of a number, folded: "and" */
  char **percent;               /* what says "per cent", folded */
  UChar32 marks[BIRGE_N_MARKS]; /* 0: not said */
};

/* Reads them from a locale's file. locale: whose folding and stemming are there already.
 * Returns them, yours. Errors: FORMAT for a number that is none. */
BirgeHabits *birge_habits_new(GKeyFile *file, const BirgeLocale *locale, GError **error);
void birge_habits_free(BirgeHabits *habits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeHabits, birge_habits_free)

/* Whether a letter, in lower case, is one of the language's alphabet. */
gboolean birge_habits_has_letter(const BirgeHabits *habits, UChar32 c);

/* Returns the first of names, of BirgeNamedNumber, that stands at a word of folded text in any of
 * its forms; NULL if none does. More may follow: next is the one to go on behind, NULL at first. */
const BirgeNamedNumber *birge_habits_find(const BirgeLocale *locale, const GArray *names,
                                          const char *folded, const BirgeToken *word,
                                          const BirgeNamedNumber *next);

/* Returns the first of names that stands at a word of folded text, as it is or without affixes;
 * NULL if none does. */
const BirgeNamedNumber *birge_habits_find_exact(const BirgeLocale *locale, const GArray *names,
                                                const char *folded, const BirgeToken *word);
