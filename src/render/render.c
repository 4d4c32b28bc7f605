/* The table of formats, and what they share. */
#include "render/private.h"

const BirgeFormat *birge_render_formats(void) {
  static const char *const terminal_extensions[] = {".txt", NULL};
  static const char *const html_extensions[] = {".html", ".htm", NULL};
  static const char *const pdf_extensions[] = {".pdf", NULL};
  static const char *const svg_extensions[] = {".svg", NULL};
  static const char *const png_extensions[] = {".png", NULL};
  static const BirgeFormat formats[] = {
      {"terminal", terminal_extensions, "text/plain", birge_terminal_write},
      {"html", html_extensions, "text/html", birge_html_write},
      {"pdf", pdf_extensions, "application/pdf", birge_pdf_write},
      {"svg", svg_extensions, "image/svg+xml", birge_svg_write},
      {"png", png_extensions, "image/png", birge_png_write},
      {NULL, NULL, NULL, NULL},
  };
  return formats;
}

BirgeColumn birge_column_of(const BirgeLocales *locales, const BirgeDocument *document) {
  const BirgeLocale *locale =
      locales ? birge_locales_find(locales, document->language, document->text, document->length)
              : NULL;
  if (locale)
    return (BirgeColumn){document, locale->name, locale->english_name, locale->direction};
  return (BirgeColumn){document, document->language, document->language,
                       birge_direction_guess(document->text, document->length)};
}

BirgeBand birge_confidence_band(double confidence) {
  /* What is not a number is no good either. */
  if (confidence >= BIRGE_GOOD_CONFIDENCE)
    return BIRGE_BAND_GOOD;
  return confidence >= BIRGE_DOUBTFUL_CONFIDENCE ? BIRGE_BAND_DOUBTFUL : BIRGE_BAND_BAD;
}

BirgeBlockKind birge_run_kind(const BirgeDocument *document, BirgeRun run) {
  if (run.first == run.end)
    return BIRGE_BLOCK_PARAGRAPH;
  guint block = document->segments[run.first].block;
  return block < document->n_blocks ? document->blocks[block].kind : BIRGE_BLOCK_PARAGRAPH;
}

BirgeBlockKind birge_row_kind(const BirgeBitext *bitext, const BirgeRow *row) {
  for (guint d = 0; d < bitext->n_documents; d++) {
    if (row->runs[d].first < row->runs[d].end)
      return birge_run_kind(bitext->documents[d], row->runs[d]);
  }
  return BIRGE_BLOCK_PARAGRAPH;
}

/* Returns the first headline, yours; NULL if there is none. */
static char *find_headline(const BirgeBitext *bitext, guint *column) {
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    for (guint d = 0; d < bitext->n_documents; d++) {
      if (birge_run_kind(bitext->documents[d], row->runs[d]) == BIRGE_BLOCK_HEADLINE) {
        *column = d;
        return birge_document_run_text(bitext->documents[d], row->runs[d]);
      }
    }
  }
  return NULL;
}

char *birge_title_choose(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                         guint *column) {
  *column = BIRGE_NO_COLUMN;
  if (options->title)
    return g_strdup(options->title);
  char *headline = find_headline(bitext, column);
  if (headline)
    return headline;
  const char *name = bitext->documents[0]->name;
  return name[0] != '\0' ? g_path_get_basename(name) : g_strdup("Bitext");
}

gboolean birge_row_is_shown(const BirgeBitext *bitext, guint r, BirgeOnly only) {
  const BirgeRow *row = &bitext->rows[r];
  if (only == BIRGE_ONLY_DOUBTFUL)
    return row->status == BIRGE_STATUS_PROPOSED &&
           birge_confidence_band(row->confidence) != BIRGE_BAND_GOOD;
  gboolean is_whole = TRUE;
  for (guint d = 0; d < bitext->n_documents; d++)
    is_whole = is_whole && row->runs[d].first < row->runs[d].end;
  return only == BIRGE_ONLY_ALL || !is_whole;
}

guint birge_rows_count_shown(const BirgeBitext *bitext, BirgeOnly only) {
  guint n = 0;
  for (guint r = 0; r < bitext->n_rows; r++)
    n += birge_row_is_shown(bitext, r, only) ? 1 : 0;
  return n;
}
