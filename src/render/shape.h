/* Shaping: a word in, glyphs out, by HarfBuzz. Lengths are in em, so that one word serves all
 * sizes.
 *
 * A word is text of one direction between two places with white space, or the white space there.
 * Words are kept, for most come again. */
#pragma once

#include "render/fonts.h"

/* How text is set. Styles are compared by where they are in memory. */
typedef struct {
  BirgeFontList *fonts;
  hb_language_t language;
  hb_script_t script; /* of words without a letter */
  double size_pt;
} BirgeTextStyle;

typedef struct {
  const BirgeFont *font;
  guint32 glyph;
  guint32 cluster; /* byte offset in the word of the first character that it stands for */
  float advance;   /* in em, to the right */
  float dx;        /* in em, from where it would stand */
  float dy;
} BirgeGlyph;

typedef struct {
  const BirgeTextStyle *style;
  const char *text; /* UTF-8, in the order of reading */
  guint length;
  gboolean is_rtl;
  gboolean is_space;
  double width;   /* in em */
  gpointer drawn; /* what the canvas has made of it; freed with g_free() */
  guint n_glyphs;
  BirgeGlyph glyphs[]; /* left to right; clusters are all rising or all falling */
} BirgeWord;

typedef struct _BirgeShaper BirgeShaper;

BirgeShaper *birge_shaper_new(void);
void birge_shaper_free(BirgeShaper *shaper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeShaper, birge_shaper_free)

/* The longest word; what is longer is cut, at clusters, by birge_word_length(). */
#define BIRGE_MAX_WORD 1024

/* Returns the length of the word that a text begins with. */
gsize birge_word_length(const char *text, gsize length);

/* Returns the glyphs of a word, at most BIRGE_MAX_WORD bytes long; valid until the next call. */
BirgeWord *birge_shape(BirgeShaper *shaper, const BirgeTextStyle *style, gboolean is_rtl,
                       const char *text, gsize length);

/* Returns how wide a text of one direction is, in em: the sum of its words. */
double birge_shape_width(BirgeShaper *shaper, const BirgeTextStyle *style, gboolean is_rtl,
                         const char *text, gsize length);

/* Returns the letters that no font had, in the order of their numbers; of UChar32. */
const GArray *birge_shaper_missing(const BirgeShaper *shaper);
