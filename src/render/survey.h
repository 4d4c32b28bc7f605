/* Going through a bitext in parts: once to look, once to show. */
#pragma once

#include "render/private.h"

#define BIRGE_NO_COLUMN G_MAXUINT

/* What must be known of a whole bitext before its first row is shown. */
typedef struct {
  BirgeBitext
      *first; /* part; its documents name the languages, and their text says what they are */
  guint n_documents;
  BirgeColumn columns[BIRGE_MAX_LANGUAGES];
  guint n_rows;
  guint n_shown;                      /* of them */
  guint n_empty[BIRGE_MAX_LANGUAGES]; /* rows without text, by column */
  guint n_headlines;
  char *headline; /* the first; NULL: there is none */
  guint headline_column;
} BirgeSurvey;

/* Looks at all rows once, and begins anew. Errors: those of the parts. */
gboolean birge_survey(BirgeParts *parts, const BirgeWriteOptions *options, BirgeSurvey *survey,
                      GError **error);
void birge_survey_clear(BirgeSurvey *survey);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BirgeSurvey, birge_survey_clear)

/* A row that is to be shown. */
typedef struct {
  const BirgeBitext *bitext; /* the part that holds it */
  guint r;                   /* its index there */
  guint number;              /* from 1, in the whole */
} BirgeShown;

/* Calls show for each row that is to be shown, until it fails. Errors: those of show and of the
 * parts. */
gboolean birge_show_rows(BirgeParts *parts, BirgeOnly only,
                         gboolean (*show)(gpointer renderer, const BirgeShown *shown,
                                          GError **error),
                         gpointer renderer, GError **error);

/* Returns the title of what is shown, yours: what the user says, the first headline, the name of
 * the first file. column: receives whose headline it is, else BIRGE_NO_COLUMN. */
char *birge_title_choose(const BirgeSurvey *survey, const BirgeWriteOptions *options,
                         guint *column);
