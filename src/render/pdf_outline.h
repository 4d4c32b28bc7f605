/* Outlines of glyphs in a PDF: what is seen and says nothing, for it is no text to any reader. */
#pragma once

#include "render/fonts.h"
#include "render/pdf_file.h"

typedef struct _BirgePdfOutlines BirgePdfOutlines;

BirgePdfOutlines *birge_pdf_outlines_new(BirgePdfFile *file);
void birge_pdf_outlines_free(BirgePdfOutlines *outlines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgePdfOutlines, birge_pdf_outlines_free)

/* Returns the number of a glyph's outline, in units of its font; written when it is first asked
 * for. Its name in the resources is /G and the number. */
guint birge_pdf_outlines_get(BirgePdfOutlines *outlines, const BirgeFont *font, guint glyph);

/* Appends the entries of the resource dictionary. */
void birge_pdf_outlines_append_resources(const BirgePdfOutlines *outlines, GString *out);
