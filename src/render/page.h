/* Pages: a bitext side by side in a table on paper, drawn on a canvas.
 *
 * Headings are repeated on each page, and a row stays whole where it fits on a page. Text is set
 * ragged, never stretched. */
#pragma once

#include "render/canvas.h"
#include "render/private.h"

/* Makes a canvas for pages of settings. */
typedef BirgeCanvas *(*BirgeCanvasFunc)(const BirgeCanvasSettings *settings);

/* Writes one page of a bitext: that of the options, else the first. Errors: USAGE when there is no
 * such page; those of birge_page_write(). */
gboolean birge_picture_write(BirgeParts *parts, const BirgeWriteOptions *options,
                             BirgeOutput *output, BirgeCanvasFunc make_canvas, GError **error);

/* Writes a bitext as pages. Errors: INPUT when the machine has no font; LIMIT; those of the
 * canvas. */
gboolean birge_page_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                          BirgeCanvasFunc make_canvas, GError **error);
