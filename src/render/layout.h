/* Layout: one paragraph in, lines of visual runs out.
 *
 * Bidirectional order by UAX #9, line breaks by UAX #14, grapheme clusters (UAX #29) never split,
 * all by ICU. A device says how wide a piece of text is; layout knows no unit. */
#pragma once

#include "text/locale.h"

/* Says how wide text (UTF-8, whole grapheme clusters) is on the device, in the device's unit. */
typedef struct {
  double (*measure)(gpointer user_data, const char *text, gsize length);
  gpointer user_data;
} BirgeDevice;

/* A run of one direction. */
typedef struct {
  gsize start; /* half-open byte range in the paragraph */
  gsize end;
  guint8 level; /* of embedding (UAX #9); odd: right to left */
} BirgeVisualRun;

typedef struct {
  gsize start; /* half-open byte range in the paragraph, white space at the end left out */
  gsize end;
  double width;    /* in the device's unit */
  guint first_run; /* index into the layout's runs, left to right */
  guint n_runs;
} BirgeLine;

typedef struct {
  GArray *lines; /* of BirgeLine */
  GArray *runs;  /* of BirgeVisualRun */
} BirgeLayout;

/* Breaks a paragraph into lines no wider than width and orders each.
 * text: UTF-8, without line breaks of its own (those are taken as spaces by rule L1's end of line).
 * language: chooses the rules for line breaks. direction: the paragraph's base direction.
 * Returns the layout, yours; at least one line. A cluster wider than width stands alone.
 * Errors: LIMIT for text above 2^30 UTF-16 units. */
BirgeLayout *birge_layout_new(const char *text, gsize length, const char *language,
                              BirgeDirection direction, const BirgeDevice *device, double width,
                              GError **error);
void birge_layout_free(BirgeLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeLayout, birge_layout_free)
