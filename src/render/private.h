/* What the files of this folder share: columns, rows, and how texts differ. */
#pragma once

#include "render/layout.h"
#include "render/render.h"

#include <unicode/utypes.h>

/* How a column is named and written. */
typedef struct {
  const char *language;     /* its tag */
  const char *name;         /* the language's own name for itself; its tag when it has no locale */
  const char *english_name; /* the same in English */
  BirgeDirection direction;
} BirgeColumn;

/* locales: may be NULL. The column lives as long as the document. */
BirgeColumn birge_column_of(const BirgeLocales *locales, const BirgeDocument *document);

/* What a confidence means to a reader. */
typedef enum { BIRGE_BAND_GOOD, BIRGE_BAND_DOUBTFUL, BIRGE_BAND_BAD } BirgeBand;

/* The least confidence of each band. */
#define BIRGE_GOOD_CONFIDENCE 0.9
#define BIRGE_DOUBTFUL_CONFIDENCE 0.5

BirgeBand birge_confidence_band(double confidence);

/* Returns the kind of the block in which a run begins; a paragraph for an empty run. */
BirgeBlockKind birge_run_kind(const BirgeDocument *document, BirgeRun run);

/* Returns the kind of a row's first text, which decides how the row looks. */
BirgeBlockKind birge_row_kind(const BirgeBitext *bitext, const BirgeRow *row);

/* Whether a row is one of those that are to be shown. */
gboolean birge_row_is_shown(const BirgeBitext *bitext, guint r, BirgeOnly only);

/* A half-open byte range of a cell's text. */
typedef struct {
  gsize start;
  gsize end;
} BirgeSpan;

/* Finds the words of a row's text in column d that another column of the same language, the first
 * there is, has not in their place. Returns an array of BirgeSpan, yours, in text order; NULL if
 * there is nothing to compare. */
GArray *birge_differences_find(const BirgeBitext *bitext, const BirgeLocales *locales, guint r,
                               guint d);

/* Finds the segments of a cell that have no counterpart in its row. Returns an array of BirgeSpan
 * in the cell's text, yours; NULL: there are none. */
GArray *birge_gaps_find(const BirgeBitext *bitext, guint r, guint d);

/* Whether a place stands in one of spans, which are in order. */
gboolean birge_spans_have(const GArray *spans, gsize place);

/* The writers of the formats; see birge_render_parts(). */
gboolean birge_terminal_write(BirgeParts *parts, const BirgeWriteOptions *options,
                              BirgeOutput *output, GError **error);
gboolean birge_html_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                          GError **error);
gboolean birge_pdf_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                         GError **error);
gboolean birge_svg_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                         GError **error);
gboolean birge_png_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                         GError **error);
