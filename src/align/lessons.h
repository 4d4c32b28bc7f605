/* Lessons: the words of units and of the seed lexicon, numbered, for learning which become which.
 */
#pragma once

#include "align/lexicon.h"
#include "align/model.h"
#include "text/vocabulary.h"

/* The words of one language. */
typedef struct {
  const BirgeLocale *locale;
  BirgeVocabulary *stems; /* borrowed */
  GArray *texts;          /* of guint32: numbers in stems, BIRGE_TEXT_END after each text */
} BirgeLessonLanguage;

typedef struct {
  const BirgeLocales *locales;
  BirgeLessonLanguage languages[BIRGE_MAX_LANGUAGES];
  guint n_languages;
  GArray *units; /* of guint32, n_languages a unit: where its texts begin; BIRGE_TEXT_END: none */
  GArray *keys;  /* of BirgeLessonKey */
} BirgeLessons;

/* A text of a unit that lacks a language: another unit that has it too may bring that. */
typedef struct {
  guint8 digest[16];
  guint32 unit; /* index in units, divided by n_languages */
} BirgeLessonKey;

/* Begins lessons in languages, to which stems and locale are set already. */
void birge_lessons_open(BirgeLessons *lessons);
void birge_lessons_close(BirgeLessons *lessons);

/* Adds units, as many of the first as limits allow. FALSE on error: those of the source. */
gboolean birge_lessons_add_units(BirgeLessons *lessons, const BirgeUnitSource *source,
                                 const BirgeLearnLimits *limits, GError **error);

/* Adds what is built in. */
void birge_lessons_add_seeds(BirgeLessons *lessons);

/* Returns the texts of two languages that translate each other, of BirgeTextPair; yours. They
 * stand in one unit, or in two that have an equal text in a third language. */
GArray *birge_lessons_pair(const BirgeLessons *lessons, guint a, guint b);
