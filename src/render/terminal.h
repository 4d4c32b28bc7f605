/* Text in the cells of a terminal. */
#pragma once

#include "render/layout.h"

#include "base/output.h"

#include <unicode/utypes.h>

/* Returns how many cells of a terminal text takes; whole clusters, their sum is that of each. */
guint birge_cells_count(const char *text, gsize length);

/* Returns how many letters of a text mlterm draws in the cell of the one before: an alef after a
 * lam. */
guint birge_cells_count_ligatures(const char *text, gsize length);

/* Returns what a terminal is given in a character's place: NULL for itself, "" for nothing. No
 * control character ever reaches it. */
const char *birge_cells_replacement(UChar32 c);

/* The deepest that controls of direction are followed; deeper ones have no effect. Less than
 * UAX #9's 125, for each may take two levels and a cell itself is one. */
#define BIRGE_MAX_OPEN_CONTROLS 60

/* The controls of direction that a text has opened and not closed (UAX #9 X1 to X7). */
typedef struct {
  UChar32 open[BIRGE_MAX_OPEN_CONTROLS];
  guint n_open;
  guint n_deeper_isolates; /* opened beyond the limit */
  guint n_deeper_embeddings;
} BirgeOpenControls;

/* A line of a paragraph. */
typedef struct {
  const BirgeParagraph *paragraph;
  const BirgeLayout *layout;
  guint number;
  gboolean embed; /* in logical order: between an embedding's ends instead of an isolate's */
  gboolean shape; /* in visual order: letters in the forms of birge_shape_letters() */
} BirgeTerminalLine;

/* Writes a line for a terminal that orders text itself: in the order of the text, between an
 * isolate's two ends, so that it orders nothing outside of it.
 * controls: all zero before the first line, then as the line before left it. */
void birge_terminal_print_logical(BirgeOutput *output, const BirgeTerminalLine *line,
                                  BirgeOpenControls *controls);

/* Writes a line for a terminal that shows cells in the order they come in: reordered, mirrored
 * (UAX #9 L2, L4), marks after their bases, controls of direction left out. */
void birge_terminal_print_visual(BirgeOutput *output, const BirgeTerminalLine *line);

/* Writes what goes under a line as it is seen: ^ where one of spans (of BirgeSpan, in order)
 * stands, spaces before and between. */
void birge_terminal_print_marks(BirgeOutput *output, const BirgeTerminalLine *line,
                                const GArray *spans);

/* Puts in the place of letters that join their neighbours the characters that look so, where
 * Unicode has any; lam and an alef become one character, and 0.
 * characters: of UChar32, in the order of the text. */
void birge_shape_letters(GArray *characters);
