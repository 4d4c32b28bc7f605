/* The n-grams of one language, on their way to entries. */
#pragma once

#include "terms/terms.h"

#include "model/unit.h"
#include "text/vocabulary.h"

/* An n-gram: a run of words that recurs. Grams are numbered as they are found, shorter ones first.
 */
typedef struct {
  guint32 prefix; /* the gram without its last word; BIRGE_NO_WORD: it has one word */
  guint32 word;   /* its last word, a number in the vocabulary */
  guint32 count;
  guint32 n_words;
  gboolean is_candidate; /* recurs, and ends in a word that can end a term */
} BirgeGram;

/* A place where a candidate stands. */
typedef struct {
  guint32 gram;
  guint32 unit; /* index in the units */
  gsize start;  /* byte range in the variant's text */
  gsize end;
} BirgeOccurrence;

typedef struct {
  const BirgeLocale *locale;
  const BirgeVariant **texts; /* by unit; NULL: the unit has none in the language */
  guint n_units;
  GArray *grams;        /* of BirgeGram */
  GHashTable *by_words; /* of guint64*, prefix and word, to the gram's number + 1 */
  GArray *occurrences;  /* of BirgeOccurrence, of candidates, by gram, then by unit */
  guint32 *starts;      /* of each gram in occurrences; grams->len + 1 */
} BirgeGrams;

/* Finds the grams of a language in units, of const BirgeUnit*; texts are borrowed from them. */
BirgeGrams *birge_grams_find(const GPtrArray *units, const BirgeLocales *locales,
                             const BirgeLocale *locale, const BirgeTermOptions *options);
void birge_grams_free(BirgeGrams *grams);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeGrams, birge_grams_free)

/* Returns the form in which a gram occurs most often, as it is stored; yours. */
char *birge_grams_form(const BirgeGrams *grams, guint32 gram);

/* Returns the C-value of each gram, by number; 0 for those that are no candidates. Yours. */
double *birge_grams_c_values(const BirgeGrams *grams);

/* Two grams that translate each other. */
typedef struct {
  guint32 source;
  guint32 target;
  guint32 n_together;
  double association;
} BirgeLink;

/* Links candidates of two languages, each with one at most. Returns an array of BirgeLink, yours.
 */
GArray *birge_grams_link(const BirgeGrams *source, const BirgeGrams *target);
