/* Fonts of the machine, found by fontconfig: for each letter one that has it.
 *
 * Only fonts with outlines are chosen, of TrueType and OpenType, no bitmaps and no colours. The
 * same machine gives the same fonts. */
#pragma once

#include "text/locale.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>

/* A font file that is open. Sizes are in units of the font, `upem` to an em. */
typedef struct {
  char *path;
  guint index; /* of the face in the file; above 16 bits, from 1, that of an instance with a name */
  char *name;  /* PostScript name; ASCII letters, digits and - */
  hb_face_t *face;
  hb_font_t *font;
  guint upem;
  guint number;  /* in the order in which fonts were first needed */
  int ascender;  /* above the base line */
  int descender; /* below it, negative */
  gboolean is_bold;
  gboolean is_italic;
} BirgeFont;

/* What a font is wanted for. */
typedef struct {
  const char *script; /* ISO 15924; NULL: any */
  const UChar32
      *letters; /* letters that the first font must have; n_letters of them; none: Latin */
  gsize n_letters;
  gboolean is_bold;
  gboolean is_italic;
} BirgeFontWish;

typedef struct _BirgeFonts BirgeFonts;

/* The fonts that suit a wish, best first. */
typedef struct _BirgeFontList BirgeFontList;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(hb_blob_t, hb_blob_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(hb_face_t, hb_face_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FcPattern, FcPatternDestroy)

/* Returns the fonts of the machine, yours; used by one thread at a time. Errors: INPUT when
 * fontconfig has no configuration. */
BirgeFonts *birge_fonts_new(GError **error);
void birge_fonts_free(BirgeFonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeFonts, birge_fonts_free)

/* Returns the fonts for a wish; they live as long as fonts. Errors: INPUT when there is none. */
BirgeFontList *birge_fonts_list(BirgeFonts *fonts, const BirgeFontWish *wish, GError **error);

/* Returns the first font of a list that has a letter, NULL if none has. */
const BirgeFont *birge_font_list_find(BirgeFontList *list, UChar32 c);

/* Returns the font in which what has no letters is set: the first that has those of the wish. */
const BirgeFont *birge_font_list_first(BirgeFontList *list);

gboolean birge_font_has(const BirgeFont *font, UChar32 c);

/* Returns the Debian package that has a letter, as likely as not; NULL: it is for private use. */
const char *birge_font_package(UChar32 c);
