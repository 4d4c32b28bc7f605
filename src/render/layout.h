/* Layout: one paragraph in, lines of visual runs out.
 *
 * Bidirectional order by UAX #9, line breaks by UAX #14, grapheme clusters (UAX #29) never split,
 * all by ICU. A device says how wide a piece of text is; layout knows no unit. */
#pragma once

#include "text/locale.h"

#include <unicode/utypes.h>

/* So many spaces stand between tab stops, as in browsers. A tab is a space wide at least. */
#define BIRGE_TAB_SPACES 8

/* Says how wide a piece of text is on the device, in the device's unit: whole grapheme clusters of
 * one level. Widths of pieces that stand side by side are added up. */
typedef struct {
  double (*measure)(gpointer user_data, const char *text, gsize length, guint8 level);
  gpointer user_data;
  double tab_stop; /* so far apart are tab stops, from where lines begin; 0: tabs are measured */
} BirgeDevice;

/* What is laid out. */
typedef struct {
  const char *text; /* UTF-8; a line feed, U+2028 and their like end a line */
  gsize length;
  const char *language; /* BCP 47 tag: chooses the rules for line breaks */
  BirgeDirection direction;
  double width; /* the widest that a line may be, in the device's unit */
} BirgeParagraph;

/* A run of one direction. */
typedef struct {
  gsize start; /* half-open byte range in the paragraph */
  gsize end;
  guint first_cluster; /* half-open range in the layout's clusters */
  guint end_cluster;
  guint8 level;     /* of embedding (UAX #9); odd: right to left */
  double tab_width; /* of a tab, a run of its own: up to a tab stop; 0 for other text */
} BirgeVisualRun;

typedef struct {
  gsize start; /* half-open byte range in the paragraph, white space at the end left out */
  gsize end;
  double width;    /* in the device's unit */
  guint first_run; /* half-open range in the layout's runs, left to right */
  guint end_run;
} BirgeLine;

typedef struct {
  GArray *lines;    /* of BirgeLine */
  GArray *runs;     /* of BirgeVisualRun */
  GArray *clusters; /* of gsize: where each cluster begins, then the paragraph's length */
} BirgeLayout;

/* What one thread lays paragraphs out with, one after the other. */
typedef struct _BirgeLayouter BirgeLayouter;

/* Returns a layouter, yours. Errors: INPUT when ICU has no data. */
BirgeLayouter *birge_layouter_new(GError **error);
void birge_layouter_free(BirgeLayouter *layouter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeLayouter, birge_layouter_free)

/* Breaks a paragraph into lines no wider than its width, and orders each.
 * Returns the layout, yours; at least one line. A word that is wider than a line is broken at
 * clusters; a cluster that is wider stands alone. What ends a line is part of none: the white space
 * there, and a last line of invisible characters alone.
 * Errors: LIMIT for text of BIRGE_MAX_UTF16 bytes or more. */
BirgeLayout *birge_layout_new(BirgeLayouter *layouter, const BirgeParagraph *paragraph,
                              const BirgeDevice *device, GError **error);
void birge_layout_free(BirgeLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeLayout, birge_layout_free)

/* Whether a line ends after a character, wherever it stands. */
gboolean birge_ends_line(UChar32 c);

/* Returns the direction of a text's first strong letter, what stands in isolates passed over
 * (UAX #9 P2, P3); left to right if it has none. */
BirgeDirection birge_direction_guess(const char *text, gsize length);
