/* What the files of this folder share: columns, and text in the cells of a terminal. */
#pragma once

#include "render/layout.h"
#include "render/render.h"

#include <unicode/utypes.h>

/* How a column is named and written. */
typedef struct {
  const BirgeDocument *document;
  const char *name;         /* the language's own name for itself; its tag when it has no locale */
  const char *english_name; /* the same in English */
  BirgeDirection direction;
} BirgeColumn;

/* locales: may be NULL. */
BirgeColumn birge_column_of(const BirgeLocales *locales, const BirgeDocument *document);

/* What a confidence means to a reader. */
typedef enum { BIRGE_BAND_GOOD, BIRGE_BAND_DOUBTFUL, BIRGE_BAND_BAD } BirgeBand;

/* The least confidence of each band. */
#define BIRGE_GOOD_CONFIDENCE 0.9
#define BIRGE_DOUBTFUL_CONFIDENCE 0.5

BirgeBand birge_confidence_band(double confidence);

/* Returns the kind of the block in which a run begins; a paragraph for an empty run. */
BirgeBlockKind birge_run_kind(const BirgeDocument *document, BirgeRun run);

gboolean birge_terminal_write(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                              BirgeOutput *output, GError **error);
gboolean birge_html_write(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                          BirgeOutput *output, GError **error);

gboolean birge_pdf_write(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                         BirgeOutput *output, GError **error);
gboolean birge_svg_write(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                         BirgeOutput *output, GError **error);
gboolean birge_png_write(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                         BirgeOutput *output, GError **error);

/* Returns how many cells of a terminal text takes; whole clusters, their sum is that of each. */
guint birge_cells_count(const char *text, gsize length);

/* Returns what a terminal is given in a character's place: NULL for itself, "" for nothing. No
 * control character ever reaches it. */
const char *birge_cells_replacement(UChar32 c);

/* The deepest that controls of direction are followed; deeper ones have no effect. Less than
 * UAX #9's 125, for each may take two levels and a cell itself is one. */
#define BIRGE_MAX_OPEN_CONTROLS 60

/* The controls of direction that a text has opened and not closed (UAX #9 X1 to X7). */
typedef struct {
  UChar32 open[BIRGE_MAX_OPEN_CONTROLS];
  guint n_open;
  guint n_deeper_isolates; /* opened beyond the limit */
  guint n_deeper_embeddings;
} BirgeOpenControls;

/* Writes a line for a terminal that orders text itself: in the order of the text, between an
 * isolate's two ends, so that it orders nothing outside of it.
 * controls: all zero before the first line, then as the line before left it. */
void birge_terminal_print_logical(BirgeOutput *output, const BirgeParagraph *paragraph,
                                  const BirgeLayout *layout, guint line,
                                  BirgeOpenControls *controls);

/* Writes a line for a terminal that shows cells in the order they come in: reordered, mirrored
 * (UAX #9 L2, L4), marks after their bases, controls of direction left out. */
void birge_terminal_print_visual(BirgeOutput *output, const BirgeParagraph *paragraph,
                                 const BirgeLayout *layout, guint line);
