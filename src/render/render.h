/* Rendering: a bitext side by side, on a terminal, as a web page, on paper.
 *
 * Text is never altered: what is copied out of a rendering is the stored text. */
#pragma once

#include "base/public.h"
#include "model/format.h"

BIRGE_BEGIN_PUBLIC

/* Returns the table of formats: terminal, html, pdf, svg, png; ends with a NULL name. */
const BirgeFormat *birge_render_formats(void);

BIRGE_END_PUBLIC
