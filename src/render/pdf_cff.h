/* Font files for PDF: outlines in CFF (Adobe Technical Note 5176), keyed by code.
 *
 * Fonts of every kind become one kind: what HarfBuzz draws is written anew, a glyph for each code.
 * Hints are left out. */
#pragma once

#include "render/fonts.h"

/* The most glyphs that a file can have. */
#define BIRGE_CFF_MAX_GLYPHS 65535

/* A glyph of the file. */
typedef struct {
  guint16 glyph; /* whose outline it has, in the font */
  guint16 width; /* in thousandths of an em */
  gboolean is_blank;
} BirgeCffGlyph;

/* Appends a font file. name: ASCII, at most 127 bytes. glyphs: of BirgeCffGlyph, at least two; the
 * first stands for what is missing. */
void birge_cff_append(GString *out, const char *name, const BirgeFont *font, const GArray *glyphs);
