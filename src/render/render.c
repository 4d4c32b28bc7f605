/* The table of formats, and what they share. */
#include "render/private.h"

typedef gboolean (*WriteFunc)(BirgeParts *parts, const BirgeWriteOptions *options,
                              BirgeOutput *output, GError **error);

static gboolean write_whole(WriteFunc write, const BirgeBitext *bitext,
                            const BirgeWriteOptions *options, BirgeOutput *output, GError **error) {
  g_autoptr(BirgeParts) parts = birge_parts_new_whole(bitext);
  return write(parts, options, output, error);
}

#define DEFINE_WRITE_WHOLE(name)                                                                   \
  static gboolean write_##name(const BirgeBitext *bitext, const BirgeWriteOptions *options,        \
                               BirgeOutput *output, GError **error) {                              \
    return write_whole(birge_##name##_write, bitext, options, output, error);                      \
  }

DEFINE_WRITE_WHOLE(terminal)
DEFINE_WRITE_WHOLE(html)
DEFINE_WRITE_WHOLE(pdf)
DEFINE_WRITE_WHOLE(svg)
DEFINE_WRITE_WHOLE(png)

static const char *const terminal_extensions[] = {".txt", NULL};
static const char *const html_extensions[] = {".html", ".htm", NULL};
static const char *const pdf_extensions[] = {".pdf", NULL};
static const char *const svg_extensions[] = {".svg", NULL};
static const char *const png_extensions[] = {".png", NULL};

static const BirgeFormat formats[] = {
    {"terminal", terminal_extensions, "text/plain", write_terminal},
    {"html", html_extensions, "text/html", write_html},
    {"pdf", pdf_extensions, "application/pdf", write_pdf},
    {"svg", svg_extensions, "image/svg+xml", write_svg},
    {"png", png_extensions, "image/png", write_png},
    {NULL, NULL, NULL, NULL},
};

/* By format. */
static const WriteFunc writers[] = {birge_terminal_write, birge_html_write, birge_pdf_write,
                                    birge_svg_write, birge_png_write};

const BirgeFormat *birge_render_formats(void) {
  return formats;
}

gboolean birge_render_has(const BirgeFormat *format) {
  return format >= formats && format < formats + G_N_ELEMENTS(writers);
}

gboolean birge_render_parts(const BirgeFormat *format, BirgeParts *parts,
                            const BirgeWriteOptions *options, BirgeOutput *output, GError **error) {
  return writers[format - formats](parts, options, output, error);
}

BirgeColumn birge_column_of(const BirgeLocales *locales, const BirgeDocument *document) {
  const BirgeLocale *locale =
      locales ? birge_locales_find(locales, document->language, document->text, document->length)
              : NULL;
  if (locale)
    return (BirgeColumn){document->language, locale->name, locale->english_name, locale->direction};
  return (BirgeColumn){document->language, document->language, document->language,
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

gboolean birge_row_is_shown(const BirgeBitext *bitext, guint r, BirgeOnly only) {
  const BirgeRow *row = &bitext->rows[r];
  if (only == BIRGE_ONLY_DOUBTFUL)
    return row->status == BIRGE_STATUS_PROPOSED &&
           birge_confidence_band(row->confidence) != BIRGE_BAND_GOOD;
  gboolean is_whole = birge_row_count_gaps(row, bitext->n_documents) == 0;
  for (guint d = 0; d < bitext->n_documents; d++)
    is_whole = is_whole && row->runs[d].first < row->runs[d].end;
  return only == BIRGE_ONLY_ALL || !is_whole;
}
