/* Writes laid-out lines to a terminal, in logical or in visual order. */
#include "render/private.h"

#include <unicode/uchar.h>

enum {
  LRE = 0x202A,
  RLE = 0x202B,
  PDF = 0x202C,
  LRO = 0x202D,
  RLO = 0x202E,
  LRI = 0x2066,
  RLI = 0x2067,
  FSI = 0x2068,
  PDI = 0x2069,
  ZERO_WIDTH_NON_JOINER = 0x200C,
  ZERO_WIDTH_JOINER = 0x200D,
};

static void print_char(BirgeOutput *output, UChar32 c) {
  char bytes[6];
  birge_output_write(output, bytes, (gsize)g_unichar_to_utf8((gunichar)c, bytes));
}

static gboolean is_isolate(UChar32 c) {
  return c >= LRI && c <= FSI;
}

static gboolean is_embedding(UChar32 c) {
  return c == LRE || c == RLE || c == LRO || c == RLO;
}

/* Returns the control of a known direction that has the effect of FSI. text: what follows it. Said
 * aloud, for its text may go on in another line, where it could be guessed otherwise. */
static UChar32 resolve_isolate(const char *text, const char *end) {
  const char *p = text;
  for (guint depth = 0; p < end; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    if (c == PDI && depth == 0)
      break;
    if (c == PDI)
      depth--;
    else if (is_isolate(c))
      depth++;
  }
  return birge_direction_guess(text, (gsize)(p - text)) == BIRGE_DIRECTION_RTL ? RLI : LRI;
}

/* Opens a control. Returns whether it has an effect. */
static gboolean open_control(BirgeOpenControls *controls, UChar32 c) {
  gboolean fits = controls->n_open < BIRGE_MAX_OPEN_CONTROLS && controls->n_deeper_isolates == 0 &&
                  controls->n_deeper_embeddings == 0;
  if (fits)
    controls->open[controls->n_open++] = c;
  else if (is_isolate(c))
    controls->n_deeper_isolates++;
  else if (controls->n_deeper_isolates == 0)
    controls->n_deeper_embeddings++;
  return fits;
}

/* UAX #9 X7. Returns whether there was something to close. */
static gboolean close_embedding(BirgeOpenControls *controls) {
  if (controls->n_deeper_isolates > 0)
    return FALSE;
  if (controls->n_deeper_embeddings > 0) {
    controls->n_deeper_embeddings--;
    return FALSE;
  }
  if (controls->n_open == 0 || !is_embedding(controls->open[controls->n_open - 1]))
    return FALSE;
  controls->n_open--;
  return TRUE;
}

/* UAX #9 X6a. Returns whether there was something to close: one that closes nothing here would
 * close the isolate of the cell. */
static gboolean close_isolate(BirgeOpenControls *controls) {
  if (controls->n_deeper_isolates > 0) {
    controls->n_deeper_isolates--;
    return FALSE;
  }
  guint n = controls->n_open;
  while (n > 0 && is_embedding(controls->open[n - 1]))
    n--;
  if (n == 0)
    return FALSE;
  controls->n_deeper_embeddings = 0;
  controls->n_open = n - 1;
  return TRUE;
}

/* Writes a control of direction, if it has an effect. rest: the text after it. */
static void print_control(BirgeOutput *output, BirgeOpenControls *controls, UChar32 c,
                          const char *rest, const char *end) {
  gboolean has_effect = TRUE;
  if (c == FSI && controls->n_open < BIRGE_MAX_OPEN_CONTROLS)
    c = resolve_isolate(rest, end);
  if (is_isolate(c) || is_embedding(c))
    has_effect = open_control(controls, c);
  else if (c == PDF)
    has_effect = close_embedding(controls);
  else if (c == PDI)
    has_effect = close_isolate(controls);
  if (has_effect)
    print_char(output, c);
}

/* What ended the line before may have ended all that was open (UAX #9 X8). */
static void reset_at_paragraph(const BirgeParagraph *paragraph, gsize start, gsize end,
                               BirgeOpenControls *controls) {
  const char *stop = paragraph->text + end;
  for (const char *p = paragraph->text + start; p < stop; p = g_utf8_next_char(p)) {
    if (u_charDirection((UChar32)g_utf8_get_char(p)) == U_BLOCK_SEPARATOR)
      *controls = (BirgeOpenControls){0};
  }
}

/* Writes text, controls followed and what a terminal is not given replaced. */
static void print_text(BirgeOutput *output, const BirgeParagraph *paragraph, const BirgeLine *line,
                       BirgeOpenControls *controls) {
  const char *start = paragraph->text + line->start;
  const char *end = paragraph->text + line->end;
  for (const char *p = start, *next; p < end; p = next) {
    next = g_utf8_next_char(p);
    UChar32 c = (UChar32)g_utf8_get_char(p);
    gboolean is_control = is_isolate(c) || is_embedding(c) || c == PDF || c == PDI;
    const char *replacement = birge_cells_replacement(c);
    if (!is_control && !replacement)
      continue;
    birge_output_write(output, start, (gsize)(p - start));
    start = next;
    if (is_control)
      print_control(output, controls, c, next, paragraph->text + paragraph->length);
    else
      birge_output_puts(output, replacement);
  }
  birge_output_write(output, start, (gsize)(end - start));
}

void birge_terminal_print_logical(BirgeOutput *output, const BirgeParagraph *paragraph,
                                  const BirgeLayout *layout, guint line,
                                  BirgeOpenControls *controls) {
  const BirgeLine *lines = &g_array_index(layout->lines, BirgeLine, 0);
  if (line > 0)
    reset_at_paragraph(paragraph, lines[line - 1].end, lines[line].start, controls);
  print_char(output, paragraph->direction == BIRGE_DIRECTION_RTL ? RLI : LRI);
  for (guint i = 0; i < controls->n_open; i++)
    print_char(output, controls->open[i]);
  print_text(output, paragraph, &lines[line], controls);
  /* The end of an isolate closes the embeddings in it (UAX #9 X6a). */
  for (guint i = 0; i < controls->n_open; i++) {
    if (is_isolate(controls->open[i]))
      print_char(output, PDI);
  }
  print_char(output, PDI);
}

/* Whether a character does its work only beside the neighbour that it has in the text. A non-joiner
 * that is mirrored no longer stands between the letters that it keeps apart; a joiner at the end
 * would tie the emoji before it to whatever is shown next. */
static gboolean loses_neighbour(UChar32 c, gboolean is_last, gboolean mirror) {
  return (c == ZERO_WIDTH_NON_JOINER && mirror) || (c == ZERO_WIDTH_JOINER && is_last);
}

/* Writes whole clusters of one direction in the order in which they are stored. */
static void print_clusters(BirgeOutput *output, const char *text, gsize length, gboolean mirror) {
  for (const char *p = text, *next; p < text + length; p = next) {
    next = g_utf8_next_char(p);
    UChar32 c = (UChar32)g_utf8_get_char(p);
    const char *replacement = birge_cells_replacement(c);
    if (replacement)
      birge_output_puts(output, replacement);
    else if (!u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) &&
             !loses_neighbour(c, next >= text + length, mirror))
      print_char(output, mirror ? u_charMirror(c) : c);
  }
}

void birge_terminal_print_visual(BirgeOutput *output, const BirgeParagraph *paragraph,
                                 const BirgeLayout *layout, guint line) {
  const BirgeLine *found = &g_array_index(layout->lines, BirgeLine, line);
  const gsize *clusters = &g_array_index(layout->clusters, gsize, 0);
  for (guint i = found->first_run; i < found->end_run; i++) {
    const BirgeVisualRun *run = &g_array_index(layout->runs, BirgeVisualRun, i);
    if (run->level % 2 == 0) {
      print_clusters(output, paragraph->text + run->start, run->end - run->start, FALSE);
      continue;
    }
    for (guint c = run->end_cluster; c > run->first_cluster; c--)
      print_clusters(output, paragraph->text + clusters[c - 1], clusters[c] - clusters[c - 1],
                     TRUE);
  }
}
