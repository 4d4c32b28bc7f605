/* Rendering: a bitext side by side, on a terminal, as a web page, on paper.
 *
 * Text is never altered: what is copied out of a rendering is the stored text. */
#pragma once

#include "base/public.h"
#include "model/format.h"
#include "model/parts.h"

BIRGE_BEGIN_PUBLIC

/* Returns the table of formats: terminal, html, pdf, svg, png; ends with a NULL name. */
const BirgeFormat *birge_render_formats(void);

/* Whether a format is one of these. */
gboolean birge_render_has(const BirgeFormat *format);

/* Writes a bitext in parts, which are read twice, in one of these formats: as its write() does for
 * a whole one. Errors: those of write() and of the parts. */
gboolean birge_render_parts(const BirgeFormat *format, BirgeParts *parts,
                            const BirgeWriteOptions *options, BirgeOutput *output, GError **error);

BIRGE_END_PUBLIC
