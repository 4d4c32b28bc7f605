/* Surveys a bitext in parts, and calls for each row that is to be shown. */
#include "render/survey.h"

/* Counts a row's headlines, and keeps the first. */
static void survey_headlines(BirgeSurvey *survey, const BirgeBitext *bitext, const BirgeRow *row) {
  survey->n_headlines += birge_row_kind(bitext, row) == BIRGE_BLOCK_HEADLINE ? 1 : 0;
  for (guint d = 0; d < bitext->n_documents && !survey->headline; d++) {
    if (birge_run_kind(bitext->documents[d], row->runs[d]) == BIRGE_BLOCK_HEADLINE) {
      survey->headline_column = d;
      survey->headline = birge_document_run_text(bitext->documents[d], row->runs[d]);
    }
  }
}

static void survey_part(BirgeSurvey *survey, const BirgeBitext *part, BirgeOnly only) {
  for (guint r = 0; r < part->n_rows; r++) {
    const BirgeRow *row = &part->rows[r];
    survey->n_shown += birge_row_is_shown(part, r, only) ? 1 : 0;
    survey_headlines(survey, part, row);
    for (guint d = 0; d < part->n_documents; d++)
      survey->n_empty[d] += row->runs[d].first == row->runs[d].end ? 1 : 0;
  }
  survey->n_rows += part->n_rows;
}

gboolean birge_survey(BirgeParts *parts, const BirgeWriteOptions *options, BirgeSurvey *survey,
                      GError **error) {
  *survey = (BirgeSurvey){0};
  for (;;) {
    g_autoptr(BirgeBitext) part = NULL;
    if (!parts->next(parts, &part, error))
      return FALSE;
    if (!part)
      break;
    survey_part(survey, part, options->only);
    if (!survey->first)
      survey->first = g_steal_pointer(&part);
  }
  survey->n_documents = survey->first->n_documents;
  for (guint d = 0; d < survey->n_documents; d++)
    survey->columns[d] = birge_column_of(options->locales, survey->first->documents[d]);
  parts->rewind(parts);
  return TRUE;
}

void birge_survey_clear(BirgeSurvey *survey) {
  g_clear_pointer(&survey->first, birge_bitext_unref);
  g_clear_pointer(&survey->headline, g_free);
}

gboolean birge_show_rows(BirgeParts *parts, BirgeOnly only,
                         gboolean (*show)(gpointer renderer, const BirgeShown *shown,
                                          GError **error),
                         gpointer renderer, GError **error) {
  for (guint number = 1;;) {
    g_autoptr(BirgeBitext) part = NULL;
    if (!parts->next(parts, &part, error))
      return FALSE;
    if (!part)
      return TRUE;
    for (guint r = 0; r < part->n_rows; r++, number++) {
      const BirgeShown shown = {part, r, number};
      if (birge_row_is_shown(part, r, only) && !show(renderer, &shown, error))
        return FALSE;
    }
  }
}

char *birge_title_choose(const BirgeSurvey *survey, const BirgeWriteOptions *options,
                         guint *column) {
  *column = BIRGE_NO_COLUMN;
  if (options->title)
    return g_strdup(options->title);
  if (survey->headline) {
    *column = survey->headline_column;
    return g_strdup(survey->headline);
  }
  const char *name = survey->first->documents[0]->name;
  return name[0] != '\0' ? g_path_get_basename(name) : g_strdup("Bitext");
}
