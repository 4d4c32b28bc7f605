/* Lines of text on a canvas: runs from left to right, words in the order of reading. */
#pragma once

#include "render/canvas.h"
#include "render/layout.h"

/* Where text is drawn, and how. */
typedef struct {
  BirgeCanvas *canvas;
  BirgeShaper *shaper;
  const BirgeTextStyle *style;
  guint32 color;
} BirgePen;

/* Breaks a paragraph into lines; its width and those of the layout are in points.
 * Errors: those of birge_layout_new(). */
BirgeLayout *birge_pen_lay_out(const BirgePen *pen, BirgeLayouter *layouter,
                               const BirgeParagraph *paragraph, GError **error);

/* Draws a line in a box that begins at x and is as wide as the paragraph, at the side at which its
 * direction begins. y: of the base line. */
void birge_pen_draw_line(const BirgePen *pen, const BirgeParagraph *paragraph,
                         const BirgeLayout *layout, guint line, const BirgePlace *place);
