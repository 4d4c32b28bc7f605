/* Strings of a page, by which text is drawn: one goes on as long as text stands on its way.
 *
 * A string of a line with right-to-left text begins outside of the page, on its right, and goes
 * back for each word. For PDFium orders the strings of a line by where they begin, but leaves the
 * order within a string as it is. Then it takes the line apart into letters of either direction and
 * other signs, turns around what is read from right to left, and puts the parts from right to left
 * too unless more of them are letters from left to right (CPDF_TextPage::CloseTempLine), which
 * turns around Latin text of several words. So strings begin in the order of reading, and say so
 * many marks of left-to-right direction that PDFium leaves the parts in that order. Neither
 * Chromium nor poppler gives anything back that stands outside of the page. */
#pragma once

#include "render/pdf_font.h"

/* All but the first four are zero at first. Lengths are in points; y counts from the upper edge. */
typedef struct {
  GString *content; /* of the page; borrowed, as are the fonts */
  BirgePdfFonts *fonts;
  double page_width;
  double page_height;

  const BirgeFont *font; /* NULL: none is set on this page */
  double size;
  double y;
  double pen;       /* where the next code would stand */
  gboolean is_open; /* TJ's bracket */

  gboolean is_turned; /* the line has text that is read from right to left */
  guint n_lines;
  guint n_pieces;   /* of the line, that are drawn */
  guint n_marks;    /* of left-to-right direction, that the next string must say */
  guint last_order; /* of the piece that was drawn last */
} BirgePdfStrings;

/* Begins a line. n_parts: more than its parts from right to left; 0: there are none. */
void birge_pdf_strings_begin_line(BirgePdfStrings *strings, guint n_parts);

/* Ends the string that is open, if one is. */
void birge_pdf_strings_end(BirgePdfStrings *strings);

void birge_pdf_strings_set_font(BirgePdfStrings *strings, const BirgeFont *font, double size);

/* Goes to a place. order: of the piece that is drawn there, by which the line is read. */
void birge_pdf_strings_move(BirgePdfStrings *strings, double x, double y, guint order);

/* Says a character by a glyph, so many em wide. */
void birge_pdf_strings_say(BirgePdfStrings *strings, guint glyph, UChar32 c, double width);
