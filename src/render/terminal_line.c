/* Writes laid-out lines to a terminal, in logical or in visual order. */
#include "render/private.h"
#include "render/terminal.h"

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
  LEFT_TO_RIGHT_MARK = 0x200E,
  RIGHT_TO_LEFT_MARK = 0x200F,
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

/* The controls between which the text of a line stands. */
static UChar32 opening(const BirgeTerminalLine *line) {
  gboolean is_rtl = line->paragraph->direction == BIRGE_DIRECTION_RTL;
  if (line->embed)
    return is_rtl ? RLE : LRE;
  return is_rtl ? RLI : LRI;
}

static void print_opened(BirgeOutput *output, const BirgeOpenControls *controls) {
  for (guint i = 0; i < controls->n_open; i++)
    print_char(output, controls->open[i]);
}

/* The end of an isolate closes the embeddings in it (UAX #9 X6a). */
static void print_closed(BirgeOutput *output, const BirgeTerminalLine *line,
                         const BirgeOpenControls *controls) {
  for (guint i = controls->n_open; i-- > 0;) {
    if (is_isolate(controls->open[i]))
      print_char(output, PDI);
    else if (line->embed)
      print_char(output, PDF);
  }
}

/* How many cells a tab takes. start: where it stands. */
static guint tab_cells(const BirgeTerminalLine *line, gsize start) {
  const BirgeLine *here = &g_array_index(line->layout->lines, BirgeLine, line->number);
  const BirgeVisualRun *runs = &g_array_index(line->layout->runs, BirgeVisualRun, 0);
  guint r = here->first_run;
  while (r < here->end_run && runs[r].start != start)
    r++;
  return r < here->end_run && runs[r].tab_width > 0 ? (guint)runs[r].tab_width : 1;
}

static void print_spaces(BirgeOutput *output, guint n) {
  for (guint i = 0; i < n; i++)
    birge_output_puts(output, " ");
}

/* A tab parts what stands before it from what follows, whatever is open there (UAX #9 L1). Spaces
 * do only where nothing is open, and between marks of the line's direction. */
static void print_tab(BirgeOutput *output, const BirgeTerminalLine *line,
                      const BirgeOpenControls *controls, gsize start) {
  UChar32 mark =
      line->paragraph->direction == BIRGE_DIRECTION_RTL ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK;
  print_closed(output, line, controls);
  print_char(output, mark);
  print_spaces(output, tab_cells(line, start));
  print_char(output, mark);
  print_opened(output, controls);
}

/* Writes text, controls followed and what a terminal is not given replaced. */
static void print_text(BirgeOutput *output, const BirgeTerminalLine *line, const BirgeLine *here,
                       BirgeOpenControls *controls) {
  const BirgeParagraph *paragraph = line->paragraph;
  const char *start = paragraph->text + here->start;
  const char *end = paragraph->text + here->end;
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
    else if (c == '\t')
      print_tab(output, line, controls, (gsize)(p - paragraph->text));
    else
      birge_output_puts(output, replacement);
  }
  birge_output_write(output, start, (gsize)(end - start));
}

/* mlterm does not mirror a bracket that an embedding from right to left ends in. */
static gboolean ends_in_bracket(const BirgeTerminalLine *line, const BirgeLine *here) {
  if (!line->embed || line->paragraph->direction != BIRGE_DIRECTION_RTL || here->end == here->start)
    return FALSE;
  return u_isMirrored(
      (UChar32)g_utf8_get_char(g_utf8_prev_char(line->paragraph->text + here->end)));
}

void birge_terminal_print_logical(BirgeOutput *output, const BirgeTerminalLine *line,
                                  BirgeOpenControls *controls) {
  const BirgeLine *lines = &g_array_index(line->layout->lines, BirgeLine, 0);
  const BirgeLine *here = &lines[line->number];
  if (line->number > 0)
    reset_at_paragraph(line->paragraph, here[-1].end, here->start, controls);
  print_char(output, opening(line));
  print_opened(output, controls);
  print_text(output, line, here, controls);
  print_closed(output, line, controls);
  if (ends_in_bracket(line, here))
    print_char(output, RIGHT_TO_LEFT_MARK);
  print_char(output, line->embed ? PDF : PDI);
}

/* Whether a character does its work only beside the neighbour that it has in the text. A non-joiner
 * that is mirrored no longer stands between the letters that it keeps apart; a joiner at the end
 * would tie the emoji before it to whatever is shown next. */
static gboolean loses_neighbour(UChar32 c, gboolean is_last, gboolean mirror) {
  return (c == ZERO_WIDTH_NON_JOINER && mirror) || (c == ZERO_WIDTH_JOINER && is_last);
}

/* Writes a character of a line in visual order, if it is shown. */
static void print_visual_char(BirgeOutput *output, UChar32 c, gboolean is_last, gboolean mirror) {
  const char *replacement = birge_cells_replacement(c);
  if (replacement)
    birge_output_puts(output, replacement);
  else if (!u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) && !loses_neighbour(c, is_last, mirror))
    print_char(output, mirror ? u_charMirror(c) : c);
}

/* Writes a run from left to right. Letters of ASCII, which most are, need no second look. */
static void print_ltr_run(BirgeOutput *output, const char *text, gsize length) {
  const char *end = text + length;
  for (const char *p = text, *next; p < end; p = next) {
    for (next = p; next < end && *next >= 0x20 && *next < 0x7F;)
      next++;
    birge_output_write(output, p, (gsize)(next - p));
    if (next == end)
      return;
    p = next;
    next = g_utf8_next_char(p);
    print_visual_char(output, (UChar32)g_utf8_get_char(p), next >= end, FALSE);
  }
}

/* The characters of a run that goes from right to left, in the order of the text, each in the form
 * that it has there; 0 for one that another has taken. */
static GArray *find_characters(const char *text, const BirgeVisualRun *run, gboolean shape) {
  const char *end = text + run->end;
  GArray *characters =
      g_array_sized_new(FALSE, FALSE, sizeof(UChar32), (guint)(run->end - run->start));
  for (const char *p = text + run->start; p < end; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    g_array_append_val(characters, c);
  }
  if (shape)
    birge_shape_letters(characters);
  return characters;
}

/* A cluster of a run that goes from right to left, and its characters as they are shown. */
typedef struct {
  guint number;
  const UChar32 *characters;
  guint n;
} ShownCluster;

/* Calls show with the clusters of a run from left to right: the last first. */
static void show_rtl_run(const BirgeTerminalLine *line, const BirgeVisualRun *run,
                         void (*show)(const ShownCluster *cluster, gpointer data), gpointer data) {
  const char *text = line->paragraph->text;
  const gsize *clusters = &g_array_index(line->layout->clusters, gsize, 0);
  g_autoptr(GArray) characters = find_characters(text, run, line->shape);
  guint end = characters->len;
  for (guint c = run->end_cluster; c-- > run->first_cluster;) {
    guint n = (guint)g_utf8_strlen(text + clusters[c], (gssize)(clusters[c + 1] - clusters[c]));
    end -= n;
    ShownCluster cluster = {c, &g_array_index(characters, UChar32, end), n};
    show(&cluster, data);
  }
}

static void print_cluster(const ShownCluster *cluster, gpointer data) {
  for (guint i = 0; i < cluster->n; i++) {
    if (cluster->characters[i] != 0)
      print_visual_char(data, cluster->characters[i], i + 1 == cluster->n, TRUE);
  }
}

void birge_terminal_print_visual(BirgeOutput *output, const BirgeTerminalLine *line) {
  const BirgeLine *here = &g_array_index(line->layout->lines, BirgeLine, line->number);
  for (guint i = here->first_run; i < here->end_run; i++) {
    const BirgeVisualRun *run = &g_array_index(line->layout->runs, BirgeVisualRun, i);
    if (run->tab_width > 0)
      print_spaces(output, (guint)run->tab_width);
    else if (run->level % 2 == 0)
      print_ltr_run(output, line->paragraph->text + run->start, run->end - run->start);
    else
      show_rtl_run(line, run, print_cluster, output);
  }
}

/* What is gathered to stand under a line. */
typedef struct {
  const BirgeTerminalLine *line;
  const GArray *spans;
  GString *marks;
} Marks;

static void mark_cluster(const ShownCluster *cluster, gpointer data) {
  Marks *marks = data;
  const gsize *place = &g_array_index(marks->line->layout->clusters, gsize, cluster->number);
  gboolean is_taken = cluster->n > 0 && cluster->characters && cluster->characters[0] == 0;
  guint cells =
      is_taken ? 0
               : birge_cells_count(marks->line->paragraph->text + place[0], place[1] - place[0]);
  for (guint i = 0; i < cells; i++)
    g_string_append_c(marks->marks, birge_spans_have(marks->spans, place[0]) ? '^' : ' ');
}

void birge_terminal_print_marks(BirgeOutput *output, const BirgeTerminalLine *line,
                                const GArray *spans) {
  g_autoptr(GString) text = g_string_new(NULL);
  Marks marks = {line, spans, text};
  const BirgeLine *here = &g_array_index(line->layout->lines, BirgeLine, line->number);
  for (guint i = here->first_run; i < here->end_run; i++) {
    const BirgeVisualRun *run = &g_array_index(line->layout->runs, BirgeVisualRun, i);
    if (run->tab_width > 0) {
      g_string_append_printf(text, "%*s", (int)run->tab_width, "");
      continue;
    }
    if (run->level % 2) {
      show_rtl_run(line, run, mark_cluster, &marks);
      continue;
    }
    for (guint c = run->first_cluster; c < run->end_cluster; c++)
      mark_cluster(&(ShownCluster){.number = c}, &marks);
  }
  birge_output_write(output, text->str, text->len);
}
