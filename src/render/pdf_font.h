/* Fonts in a PDF file: only the glyphs that are drawn, and what each of them says.
 *
 * A code stands for a glyph together with the character that it says and its width: the same glyph
 * may say different characters, and a character may be said by no visible glyph. */
#pragma once

#include "render/fonts.h"
#include "render/pdf_file.h"

typedef struct _BirgePdfFonts BirgePdfFonts;

/* A glyph that is not seen. */
#define BIRGE_PDF_BLANK 0xFFFF

BirgePdfFonts *birge_pdf_fonts_new(BirgePdfFile *file);
void birge_pdf_fonts_free(BirgePdfFonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgePdfFonts, birge_pdf_fonts_free)

/* In the place of a character: a space, and n marks of left-to-right direction, each a part of its
 * own to readers. poppler reads no more of them. */
#define BIRGE_PDF_LEFT(n) ((UChar32)(0x110000 + (n)))
#define BIRGE_PDF_MAX_LEFT 31U

/* Returns the code of a glyph that says c; width: in thousandths of an em. 0 when the font has no
 * code left, which birge_pdf_fonts_write() then tells. */
guint birge_pdf_fonts_code(BirgePdfFonts *fonts, const BirgeFont *font, guint glyph, UChar32 c,
                           guint width);

/* Appends the fonts of the resource dictionary: /F and the font's number. */
void birge_pdf_fonts_append_resources(const BirgePdfFonts *fonts, GString *out);

/* Writes the fonts. Errors: LIMIT when a font has more codes than there are. */
gboolean birge_pdf_fonts_write(BirgePdfFonts *fonts, GError **error);
