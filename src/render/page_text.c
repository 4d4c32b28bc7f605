/* Draws lines, and puts marks of direction where readers of PDF would go wrong without. */
#include "render/page_text.h"

#include "render/pdf_text.h"

#define LEFT_TO_RIGHT_MARK 0x200E
#define RIGHT_TO_LEFT_MARK 0x200F

/* A line that is being drawn. */
typedef struct {
  const BirgePen *pen;
  const BirgeParagraph *paragraph;
  const BirgeLine *line;
  double y;
} Drawing;

/* A run and where it stands. */
typedef struct {
  const BirgeVisualRun *run;
  double x;
  double width;
} PlacedRun;

static double measure(gpointer user_data, const char *text, gsize length, guint8 level) {
  const BirgePen *pen = user_data;
  return birge_shape_width(pen->shaper, pen->style, level % 2 == 1, text, length) *
         pen->style->size_pt;
}

BirgeLayout *birge_pen_lay_out(const BirgePen *pen, BirgeLayouter *layouter,
                               const BirgeParagraph *paragraph, GError **error) {
  double space = measure((gpointer)pen, " ", 1, 0);
  const BirgeDevice device = {
      .measure = measure, .user_data = (gpointer)pen, .tab_stop = BIRGE_TAB_SPACES * space};
  return birge_layout_new(layouter, paragraph, &device, error);
}

/* How the first character that is seen after a place in the line is turned; to the right at its
 * end, where nothing can go wrong. */
static BirgeTurn turn_after(const Drawing *drawing, gsize place) {
  const char *text = drawing->paragraph->text;
  for (const char *p = text + place; p < text + drawing->line->end; p = g_utf8_next_char(p)) {
    if (!g_unichar_isspace(g_utf8_get_char(p)))
      return birge_turn((UChar32)g_utf8_get_char(p));
  }
  return BIRGE_TURN_RIGHT;
}

static UChar32 char_before(const Drawing *drawing, gsize place) {
  return (UChar32)g_utf8_get_char(g_utf8_prev_char(drawing->paragraph->text + place));
}

static void put_mark(const Drawing *drawing, UChar32 mark, double x) {
  const BirgePen *pen = drawing->pen;
  const BirgePlace place = {x, drawing->y, pen->color};
  if (pen->canvas->put_mark)
    pen->canvas->put_mark(pen->canvas, pen->style, mark, &place);
}

static double mark_width(const Drawing *drawing) {
  return BIRGE_PDF_MARK_WIDTH * drawing->pen->style->size_pt;
}

/* Whether a character is a hyphen at the right end of its line: readers of PDF leave it out. */
static gboolean is_last_hyphen(const Drawing *drawing, gsize place) {
  gboolean is_rtl = drawing->paragraph->direction == BIRGE_DIRECTION_RTL;
  return drawing->paragraph->text[place] == '-' &&
         place == (is_rtl ? drawing->line->start : drawing->line->end - 1);
}

/* Draws the words of a run in the order of reading. */
static void draw_words(const Drawing *drawing, const PlacedRun *placed) {
  const BirgePen *pen = drawing->pen;
  const BirgeVisualRun *run = placed->run;
  gboolean is_rtl = run->level % 2 == 1;
  double x = is_rtl ? placed->x + placed->width : placed->x;
  for (gsize start = run->start, n; start < run->end; start += n) {
    const char *text = drawing->paragraph->text + start;
    n = birge_word_length(text, run->end - start);
    BirgeWord *word = birge_shape(pen->shaper, pen->style, is_rtl, text, n);
    double width = word->width * pen->style->size_pt;
    x -= is_rtl ? width : 0;
    const BirgePlace place = {x, drawing->y, pen->color};
    gboolean is_space = word->is_space;
    pen->canvas->draw_word(pen->canvas, word, &place);
    if (is_rtl && is_last_hyphen(drawing, start))
      put_mark(drawing, RIGHT_TO_LEFT_MARK, x + width);
    if (is_rtl && !is_space && birge_turns_alone(char_before(drawing, start + n)) &&
        turn_after(drawing, start + n) != BIRGE_TURN_RIGHT)
      put_mark(drawing, RIGHT_TO_LEFT_MARK, x - mark_width(drawing));
    x += is_rtl ? 0 : width;
  }
}

/* Where the white space begins at the end of a part of the line. */
static gsize find_seen_end(const Drawing *drawing, gsize start, gsize end) {
  while (end > start && g_unichar_isspace((gunichar)char_before(drawing, end)))
    end = (gsize)(g_utf8_prev_char(drawing->paragraph->text + end) - drawing->paragraph->text);
  return end;
}

/* Puts a mark before a sign that follows right-to-left text in a line from left to right: in the
 * white space before it, or as far over both as readers let pass. */
static void mark_beginning(const Drawing *drawing, const PlacedRun *placed) {
  const BirgeVisualRun *run = placed->run;
  const char *text = drawing->paragraph->text;
  gsize start = run->start;
  while (start < run->end && g_unichar_isspace(g_utf8_get_char(text + start)))
    start = (gsize)(g_utf8_next_char(text + start) - text);
  if (start == run->end || birge_turn((UChar32)g_utf8_get_char(text + start)) != BIRGE_TURN_NONE)
    return;
  double space = measure((gpointer)drawing->pen, text + run->start, start - run->start, run->level);
  put_mark(drawing, LEFT_TO_RIGHT_MARK,
           placed->x + space - (space > 0 ? 1 : 0.5) * mark_width(drawing));
}

/* Draws a run. What is read from left to right is held together by marks: readers of PDF would put
 * signs at its ends to the other side. */
static void draw_run(const Drawing *drawing, const PlacedRun *placed) {
  const BirgeVisualRun *run = placed->run;
  gboolean is_ltr = run->level % 2 == 0;
  if (is_ltr && drawing->paragraph->direction == BIRGE_DIRECTION_RTL &&
      turn_after(drawing, run->end) != BIRGE_TURN_RIGHT)
    put_mark(drawing, RIGHT_TO_LEFT_MARK, placed->x - mark_width(drawing));
  if (is_ltr && drawing->paragraph->direction == BIRGE_DIRECTION_LTR &&
      run->start > drawing->line->start)
    mark_beginning(drawing, placed);
  draw_words(drawing, placed);
  if (!is_ltr)
    return;
  gsize end = find_seen_end(drawing, run->start, run->end);
  if (end > run->start && (birge_turn(char_before(drawing, end)) == BIRGE_TURN_NONE ||
                           is_last_hyphen(drawing, end - 1)))
    put_mark(drawing, LEFT_TO_RIGHT_MARK,
             placed->x + placed->width -
                 measure((gpointer)drawing->pen, drawing->paragraph->text + end, run->end - end,
                         run->level));
}

/* Returns how many letters of a run are the first after white space or a sign, and how many signs
 * it has. */
static guint count_parts_of_run(const Drawing *drawing, const BirgeVisualRun *run) {
  guint n = 0;
  gboolean was_letter = FALSE;
  const char *text = drawing->paragraph->text;
  for (const char *p = text + run->start; p < text + run->end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    gboolean is_letter = birge_turn((UChar32)c) == BIRGE_TURN_RIGHT;
    n += (is_letter && was_letter) || g_unichar_isspace(c) ? 0 : 1;
    was_letter = is_letter;
  }
  return n;
}

/* Returns one more than how many parts of a line may be read from right to left: letters, and marks
 * for each sign, run and end; 0 if there are none. */
static guint count_parts(const Drawing *drawing, const GArray *runs) {
  guint n = 0;
  for (guint i = 0; i < runs->len; i++) {
    const BirgeVisualRun *run = g_array_index(runs, PlacedRun, i).run;
    n += run->level % 2 == 1 ? count_parts_of_run(drawing, run) : 0;
  }
  gboolean is_turned = n > 0 || drawing->paragraph->direction == BIRGE_DIRECTION_RTL;
  return is_turned ? n + runs->len + 3 : 0;
}

/* Puts a mark where a right-to-left line ends on one side with a number or a sign. Chromium takes
 * such for left-to-right: who chooses text with the mouse, from beyond its right end to beyond its
 * left end, would get all but these. */
static void mark_end(const Drawing *drawing, UChar32 c, double x) {
  if (drawing->paragraph->direction == BIRGE_DIRECTION_RTL && birge_turn(c) != BIRGE_TURN_RIGHT &&
      !g_unichar_ismark((gunichar)c))
    put_mark(drawing, RIGHT_TO_LEFT_MARK, x);
}

static int compare_runs(gconstpointer a, gconstpointer b) {
  const PlacedRun *left = a, *right = b;
  return left->run->start < right->run->start ? -1 : left->run->start > right->run->start;
}

void birge_pen_draw_line(const BirgePen *pen, const BirgeParagraph *paragraph,
                         const BirgeLayout *layout, guint line, const BirgePlace *place) {
  const Drawing drawing = {.pen = pen,
                           .paragraph = paragraph,
                           .line = &g_array_index(layout->lines, BirgeLine, line),
                           .y = place->y};
  g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(PlacedRun));
  double width = 0;
  gboolean is_single = drawing.line->end_run - drawing.line->first_run == 1;
  for (guint r = drawing.line->first_run; r < drawing.line->end_run; r++) {
    const BirgeVisualRun *run = &g_array_index(layout->runs, BirgeVisualRun, r);
    PlacedRun placed = {.run = run, .x = width, .width = run->tab_width};
    if (run->tab_width <= 0)
      placed.width = is_single ? drawing.line->width
                               : measure((gpointer)pen, paragraph->text + run->start,
                                         run->end - run->start, run->level);
    width += placed.width;
    g_array_append_val(runs, placed);
  }
  double left = place->x;
  if (paragraph->direction == BIRGE_DIRECTION_RTL)
    left += paragraph->width - width;
  g_array_sort(runs, compare_runs);
  if (pen->canvas->begin_line)
    pen->canvas->begin_line(pen->canvas, count_parts(&drawing, runs));
  gsize start = drawing.line->start;
  gsize end = find_seen_end(&drawing, start, drawing.line->end);
  if (end > start)
    mark_end(&drawing, (UChar32)g_utf8_get_char(paragraph->text + start), left + width);
  for (guint i = 0; i < runs->len; i++) {
    PlacedRun *placed = &g_array_index(runs, PlacedRun, i);
    placed->x += left;
    if (placed->run->tab_width <= 0)
      draw_run(&drawing, placed);
  }
  if (end > start)
    mark_end(&drawing, char_before(&drawing, end), left - mark_width(&drawing));
}
