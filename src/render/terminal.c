/* Writes a bitext in columns on a terminal, or one language under the other on a narrow one. */
#include "render/terminal.h"
#include "base/error.h"
#include "render/survey.h"

#include <string.h>

#define DEFAULT_WIDTH_CELLS 80

/* Narrower columns show one language under the other: with less, most lines hold two words. */
#define MIN_COLUMN_CELLS 20
/* Columns that are this wide leave room for the names of origins. */
#define ROOMY_COLUMN_CELLS 24
#define ORIGIN_CELLS 7 /* "aligned", "context" */
#define LABEL_CELLS 8  /* the longest label of a language under the others */
#define GUTTER_CELLS 2 /* between margin and text */
/* mlterm 3.9 draws no control of direction, but counts a cell for each: it would wrap a line that
 * is as wide as it. So many for each cell's two ends, the mark before it, and two more in it. */
#define CONTROL_CELLS 5

/* LEFT-TO-RIGHT MARK: keeps columns in place on terminals that order whole lines by the first
 * strong letter, or don't know isolates. */
#define LRM "\xE2\x80\x8E"

/* What is put into text of another direction stands in an isolate. */
#define LRI "\xE2\x81\xA6"
#define PDI "\xE2\x81\xA9"

#define STYLE_NONE ""
#define STYLE_BOLD "\033[1m"
#define STYLE_DIM "\033[2m"
#define STYLE_MARKS "\033[35m"
#define STYLE_END "\033[0m"

/* What stands in a row's margin after its number. */
typedef enum {
  MARK_GOOD,
  MARK_DOUBTFUL,
  MARK_BAD,
  MARK_APPROVED,
  MARK_REJECTED,
  MARK_GAP, /* under text instead */
  N_MARKS,
} Mark;

static const struct {
  const char *sign;
  const char *style;
  const char *meaning;
} marks[N_MARKS] = {
    [MARK_GOOD] = {" ", "\033[32m", NULL},
    [MARK_DOUBTFUL] = {"?", "\033[33m", "doubtful (confidence below 0.9)"},
    [MARK_BAD] = {"!", "\033[31m", "probably wrong (confidence below 0.5)"},
    [MARK_APPROVED] = {"✓", "\033[32m", "approved"},
    [MARK_REJECTED] = {"✗", "\033[31m", "rejected"},
    [MARK_GAP] = {"^^^", STYLE_MARKS, "has no counterpart in the row"},
};

typedef struct {
  const BirgeSurvey *survey;
  const BirgeWriteOptions *options;
  BirgeOutput *output;
  BirgeLayouter *layouter;
  gboolean is_stacked; /* one language under the other */
  int number_digits;
  guint width_cells;  /* of all */
  guint margin_cells; /* 0: the number of a row stands above it */
  guint label_cells;  /* of the tag before each language; 0 in columns */
  guint text_cells;   /* of a column */
  gboolean has_seen[N_MARKS];
  gboolean has_rows; /* one has been written */
} Terminal;

/* A piece of text in a box as wide as it is told, as high as it needs. */
typedef struct {
  char *text; /* owned */
  const char *language;
  BirgeDirection direction;
  guint width_cells;
  const char *style;      /* of the first line */
  const char *rest_style; /* of the others */
  gboolean is_optional;   /* what is lower than the other cells is left out */
  BirgeParagraph paragraph;
  BirgeLayout *layout; /* owned */
  GArray *marked;      /* of BirgeSpan, owned: what differs, or has no counterpart; NULL: nothing */
  BirgeOpenControls controls;
} Cell;

static void clear_cell(gpointer data) {
  Cell *cell = data;
  g_free(cell->text);
  g_clear_pointer(&cell->layout, birge_layout_free);
  g_clear_pointer(&cell->marked, g_array_unref);
}

static GArray *new_cells(void) {
  GArray *cells = g_array_new(FALSE, TRUE, sizeof(Cell));
  g_array_set_clear_func(cells, clear_cell);
  return cells;
}

/* What is embedded is for mlterm, which joins lam and alef in one cell. */
static guint count_cells(const Terminal *terminal, const char *text, gsize length) {
  guint cells = birge_cells_count(text, length);
  if (terminal->options->bidi == BIRGE_BIDI_EMBEDDED)
    cells -= birge_cells_count_ligatures(text, length);
  return cells;
}

static double measure_cells(gpointer user_data, const char *text, gsize length, guint8 level) {
  (void)level;
  return count_cells(user_data, text, length);
}

/* Adds a cell and lays it out. Takes the text. */
static gboolean add_cell(const Terminal *terminal, GArray *cells, Cell cell, GError **error) {
  const BirgeDevice device = {measure_cells, (gpointer)terminal, BIRGE_TAB_SPACES};
  cell.paragraph = (BirgeParagraph){.text = cell.text,
                                    .length = strlen(cell.text),
                                    .language = cell.language,
                                    .direction = cell.direction,
                                    .width = cell.width_cells};
  cell.layout = birge_layout_new(terminal->layouter, &cell.paragraph, &device, error);
  gboolean laid_out = cell.layout != NULL;
  g_array_append_val(cells, cell);
  return laid_out;
}

static void print_repeated(BirgeOutput *output, const char *what, guint times) {
  for (guint i = 0; i < times; i++)
    birge_output_puts(output, what);
}

static void print_styled(const Terminal *terminal, const char *style, const char *text) {
  gboolean styled = terminal->options->color && style[0] != '\0';
  birge_output_puts(terminal->output, styled ? style : "");
  birge_output_puts(terminal->output, text);
  birge_output_puts(terminal->output, styled ? STYLE_END : "");
}

static gboolean is_logical(const Terminal *terminal) {
  return terminal->options->bidi != BIRGE_BIDI_VISUAL;
}

static BirgeTerminalLine line_of(const Terminal *terminal, const Cell *cell, guint number) {
  return (BirgeTerminalLine){.paragraph = &cell->paragraph,
                             .layout = cell->layout,
                             .number = number,
                             .embed = terminal->options->bidi == BIRGE_BIDI_EMBEDDED,
                             .shape = !is_logical(terminal) && terminal->options->shape};
}

/* A line of a cell as the terminal is given it; yours. */
static char *line_text(const Terminal *terminal, Cell *cell, guint number) {
  GString *text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  const BirgeTerminalLine line = line_of(terminal, cell, number);
  if (is_logical(terminal))
    birge_terminal_print_logical(output, &line, &cell->controls);
  else
    birge_terminal_print_visual(output, &line);
  return g_string_free(text, FALSE);
}

/* What is written into a line of a box. */
typedef struct {
  const char *text;
  const char *style;
  gboolean is_last; /* spaces after the last cell are spared */
} Content;

/* Writes text at its side of a cell's box. */
static void print_box(const Terminal *terminal, const Cell *cell, Content content) {
  /* Counted anew: what is left out or reordered can bring together what makes one emoji. */
  guint used = MIN(count_cells(terminal, content.text, strlen(content.text)), cell->width_cells);
  gboolean is_rtl = cell->direction == BIRGE_DIRECTION_RTL;
  gboolean is_padded = used > 0 || !content.is_last;
  print_repeated(terminal->output, " ", is_rtl && is_padded ? cell->width_cells - used : 0);
  print_styled(terminal, content.style, content.text);
  print_repeated(terminal->output, " ", is_rtl || content.is_last ? 0 : cell->width_cells - used);
}

static void print_cell_line(const Terminal *terminal, Cell *cell, guint number, gboolean is_last) {
  if (number >= cell->layout->lines->len) {
    print_box(terminal, cell, (Content){"", STYLE_NONE, is_last});
    return;
  }
  g_autofree char *text = line_text(terminal, cell, number);
  const char *style = number == 0 ? cell->style : cell->rest_style;
  print_box(terminal, cell, (Content){text, style, is_last});
}

/* Whether a line of a cell holds something that is marked. */
static gboolean has_marks(const Cell *cell, guint number) {
  if (!cell->marked || number >= cell->layout->lines->len)
    return FALSE;
  const BirgeLine *line = &g_array_index(cell->layout->lines, BirgeLine, number);
  for (guint i = 0; i < cell->marked->len; i++) {
    const BirgeSpan *span = &g_array_index(cell->marked, BirgeSpan, i);
    if (span->start < line->end && span->end > line->start)
      return TRUE;
  }
  return FALSE;
}

/* Writes the marks of a line of a cell, under it. */
static void print_cell_marks(const Terminal *terminal, const Cell *cell, guint number,
                             gboolean is_last) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  const BirgeTerminalLine line = line_of(terminal, cell, number);
  if (has_marks(cell, number))
    birge_terminal_print_marks(output, &line, cell->marked);
  if (is_last && cell->direction == BIRGE_DIRECTION_LTR)
    g_strchomp(text->str);
  print_box(terminal, cell, (Content){text->str, STYLE_MARKS, is_last});
}

/* Writes what stands before a cell. */
static void print_separator(const Terminal *terminal, guint cell) {
  gboolean is_rule = cell >= 2 && !terminal->is_stacked;
  birge_output_puts(terminal->output, is_rule ? " " : "");
  if (is_rule)
    print_styled(terminal, STYLE_DIM, "│");
  birge_output_puts(terminal->output, is_logical(terminal) ? LRM : "");
  print_repeated(terminal->output, " ", is_rule ? 1 : GUTTER_CELLS);
}

/* Writes a line of cells side by side, or what stands under it. */
static void print_band_line(const Terminal *terminal, GArray *cells, guint number,
                            gboolean is_marks) {
  birge_output_puts(terminal->output, is_logical(terminal) ? LRM : "");
  for (guint c = 0; c < cells->len; c++) {
    Cell *cell = &g_array_index(cells, Cell, c);
    gboolean is_last = c + 1 == cells->len;
    if (c > 0)
      print_separator(terminal, c);
    if (is_marks)
      print_cell_marks(terminal, cell, number, is_last);
    else
      print_cell_line(terminal, cell, number, is_last);
  }
  birge_output_puts(terminal->output, "\n");
}

/* Writes cells side by side. */
static void print_band(const Terminal *terminal, GArray *cells) {
  guint height = 1;
  for (guint c = 0; c < cells->len; c++) {
    const Cell *cell = &g_array_index(cells, Cell, c);
    height = cell->is_optional ? height : MAX(height, cell->layout->lines->len);
  }
  for (guint i = 0; i < height; i++) {
    gboolean is_marked = FALSE;
    for (guint c = 0; c < cells->len; c++)
      is_marked = is_marked || has_marks(&g_array_index(cells, Cell, c), i);
    print_band_line(terminal, cells, i, FALSE);
    if (is_marked)
      print_band_line(terminal, cells, i, TRUE);
  }
}

/* Writes a line under a row. crossing: what stands where it meets the lines between columns. */
static void print_rule(const Terminal *terminal, const char *crossing) {
  g_autoptr(GString) rule = g_string_new(NULL);
  guint cells = terminal->is_stacked ? terminal->width_cells
                                     : terminal->margin_cells + GUTTER_CELLS + terminal->text_cells;
  for (guint i = 0; i < cells; i++)
    g_string_append(rule, "─");
  for (guint c = 1; !terminal->is_stacked && c < terminal->survey->n_documents; c++) {
    g_string_append_printf(rule, "─%s─", crossing);
    for (guint i = 0; i < terminal->text_cells; i++)
      g_string_append(rule, "─");
  }
  print_styled(terminal, STYLE_DIM, rule->str);
  birge_output_puts(terminal->output, "\n");
}

/* A confidence says nothing more once a person has judged. */
static Mark mark_of(const BirgeRow *row) {
  if (row->status == BIRGE_STATUS_APPROVED)
    return MARK_APPROVED;
  if (row->status == BIRGE_STATUS_REJECTED)
    return MARK_REJECTED;
  switch (birge_confidence_band(row->confidence)) {
  case BIRGE_BAND_GOOD:
    return MARK_GOOD;
  case BIRGE_BAND_DOUBTFUL:
    return MARK_DOUBTFUL;
  default:
    return MARK_BAD;
  }
}

/* The row's number and mark; under them, where there is room, its origin. The status is in the
 * mark: none is a proposal. */
static gboolean add_margin(Terminal *terminal, GArray *cells, const BirgeShown *shown,
                           GError **error) {
  const BirgeRow *row = &shown->bitext->rows[shown->r];
  Mark mark = mark_of(row);
  terminal->has_seen[mark] = TRUE;
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_printf(text, "%*u %s", terminal->number_digits, shown->number, marks[mark].sign);
  if (terminal->margin_cells >= ORIGIN_CELLS &&
      birge_row_is_tied(row, terminal->survey->n_documents))
    g_string_append_printf(text, "\n%s", birge_origin_print(row->origin));
  Cell cell = {.text = g_string_free(g_steal_pointer(&text), FALSE),
               .language = "",
               .width_cells = MAX(terminal->margin_cells, (guint)terminal->number_digits + 2),
               .style = marks[mark].style,
               .rest_style = STYLE_DIM,
               .is_optional = TRUE};
  return add_cell(terminal, cells, cell, error);
}

/* Headlines and datelines stand out. */
static const char *style_of(const BirgeDocument *document, BirgeRun run) {
  BirgeBlockKind kind = birge_run_kind(document, run);
  return kind == BIRGE_BLOCK_HEADLINE || kind == BIRGE_BLOCK_DATELINE ? STYLE_BOLD : STYLE_NONE;
}

static gboolean add_text(Terminal *terminal, GArray *cells, const BirgeShown *shown, guint d,
                         GError **error) {
  const BirgeColumn *column = &terminal->survey->columns[d];
  const BirgeDocument *document = shown->bitext->documents[d];
  BirgeRun run = shown->bitext->rows[shown->r].runs[d];
  gboolean is_empty = run.first == run.end;
  const char *style = is_empty ? STYLE_DIM : style_of(document, run);
  Cell cell = {.text = is_empty ? g_strdup("—") : birge_document_run_text(document, run),
               .language = column->language,
               .direction = column->direction,
               .width_cells = terminal->text_cells,
               .style = style,
               .rest_style = style,
               .marked = birge_gaps_find(shown->bitext, shown->r, d)};
  terminal->has_seen[MARK_GAP] = terminal->has_seen[MARK_GAP] || cell.marked;
  if (!cell.marked)
    cell.marked = birge_differences_find(shown->bitext, terminal->options->locales, shown->r, d);
  if (add_cell(terminal, cells, cell, error))
    return TRUE;
  g_prefix_error(error, "%s: row %u: ", document->name, shown->number);
  return FALSE;
}

/* A language's tag, before its text where one language stands under the other. */
static gboolean add_label(const Terminal *terminal, GArray *cells, guint d, GError **error) {
  Cell cell = {.text = g_strdup(terminal->survey->columns[d].language),
               .language = "",
               .width_cells = terminal->label_cells,
               .style = STYLE_DIM,
               .rest_style = STYLE_DIM,
               .is_optional = TRUE};
  return add_cell(terminal, cells, cell, error);
}

static gboolean print_row(Terminal *terminal, const BirgeShown *shown, GError **error) {
  g_autoptr(GArray) cells = new_cells();
  if (!add_margin(terminal, cells, shown, error))
    return FALSE;
  for (guint d = 0; d < terminal->survey->n_documents; d++) {
    if (!add_text(terminal, cells, shown, d, error))
      return FALSE;
  }
  print_band(terminal, cells);
  return TRUE;
}

/* Keeps the place of the margin on the lines below a row's first language. */
static gboolean add_blank(const Terminal *terminal, GArray *cells, GError **error) {
  Cell cell = {.text = g_strdup(""),
               .language = "",
               .width_cells = terminal->margin_cells,
               .style = STYLE_NONE,
               .rest_style = STYLE_NONE};
  return add_cell(terminal, cells, cell, error);
}

static gboolean print_stacked_row(Terminal *terminal, const BirgeShown *shown, GError **error) {
  for (guint d = 0; d < terminal->survey->n_documents; d++) {
    g_autoptr(GArray) cells = new_cells();
    if (d == 0 ? !add_margin(terminal, cells, shown, error) : !add_blank(terminal, cells, error))
      return FALSE;
    if (terminal->margin_cells == 0) {
      if (d == 0)
        print_band(terminal, cells);
      g_array_set_size(cells, 0);
    } else if (!add_label(terminal, cells, d, error)) {
      return FALSE;
    }
    if (!add_text(terminal, cells, shown, d, error))
      return FALSE;
    print_band(terminal, cells);
  }
  return TRUE;
}

/* What stands above a column, yours: the language's name, and its tag if that is another. */
static char *name_column(const Terminal *terminal, const BirgeColumn *column) {
  const char *name = column->name, *tag = column->language;
  if (g_str_equal(name, tag))
    return g_strdup(tag);
  /* mlterm does not mirror a bracket after an embedding. */
  if (terminal->options->bidi == BIRGE_BIDI_EMBEDDED)
    return g_strdup_printf("%s (%s)", name, tag);
  return g_strdup_printf("%s (" LRI "%s" PDI ")", name, tag);
}

static gboolean print_heading(const Terminal *terminal, GError **error) {
  g_autoptr(GArray) cells = new_cells();
  if (!add_blank(terminal, cells, error))
    return FALSE;
  for (guint d = 0; d < terminal->survey->n_documents; d++) {
    const BirgeColumn *column = &terminal->survey->columns[d];
    Cell cell = {.text = name_column(terminal, column),
                 .language = column->language,
                 .direction = column->direction,
                 .width_cells = terminal->text_cells,
                 .style = STYLE_BOLD,
                 .rest_style = STYLE_BOLD};
    if (!add_cell(terminal, cells, cell, error))
      return FALSE;
  }
  print_band(terminal, cells);
  return TRUE;
}

/* Explains the marks that were seen. */
static gboolean print_legend(const Terminal *terminal, GError **error) {
  for (guint i = 0; i < N_MARKS; i++) {
    if (!terminal->has_seen[i] || !marks[i].meaning)
      continue;
    g_autoptr(GArray) cells = new_cells();
    Cell cell = {.text = g_strdup_printf("%s %s", marks[i].sign, marks[i].meaning),
                 .language = "",
                 .width_cells = terminal->width_cells,
                 .style = marks[i].style,
                 .rest_style = marks[i].style};
    if (!add_cell(terminal, cells, cell, error))
      return FALSE;
    print_band(terminal, cells);
  }
  return TRUE;
}

/* The cells that are left to each column beside a margin; 0 when there are none. */
static guint column_cells(const Terminal *terminal, guint margin_cells) {
  guint n = terminal->survey->n_documents;
  guint taken = margin_cells + GUTTER_CELLS + 3 * (n - 1);
  return terminal->width_cells > taken ? (terminal->width_cells - taken) / n : 0;
}

static void plan_stacked(Terminal *terminal) {
  terminal->is_stacked = TRUE;
  for (guint d = 0; d < terminal->survey->n_documents; d++) {
    const char *tag = terminal->survey->columns[d].language;
    guint cells = birge_cells_count(tag, strlen(tag));
    terminal->label_cells = CLAMP(cells, terminal->label_cells, LABEL_CELLS);
  }
  guint taken = terminal->margin_cells + GUTTER_CELLS + terminal->label_cells + GUTTER_CELLS;
  if (terminal->width_cells >= taken + MIN_COLUMN_CELLS) {
    terminal->text_cells = terminal->width_cells - taken;
  } else {
    terminal->margin_cells = 0;
    terminal->text_cells = terminal->width_cells;
  }
}

/* Divides the width. */
static void plan(Terminal *terminal) {
  guint width = terminal->options->width_cells;
  terminal->width_cells = width > 0 ? width : DEFAULT_WIDTH_CELLS;
  guint control_cells = CONTROL_CELLS * (terminal->survey->n_documents + 1);
  if (terminal->options->bidi == BIRGE_BIDI_EMBEDDED &&
      terminal->width_cells >= control_cells + MIN_COLUMN_CELLS)
    terminal->width_cells -= control_cells;
  for (guint n = terminal->survey->n_rows; n > 0; n /= 10)
    terminal->number_digits++;
  guint narrow = (guint)terminal->number_digits + 2;
  guint roomy = MAX(narrow, ORIGIN_CELLS);
  gboolean is_roomy = column_cells(terminal, roomy) >= ROOMY_COLUMN_CELLS;
  terminal->margin_cells = is_roomy ? roomy : narrow;
  terminal->text_cells = column_cells(terminal, terminal->margin_cells);
  if (terminal->text_cells < MIN_COLUMN_CELLS || terminal->options->is_interlinear)
    plan_stacked(terminal);
}

static gboolean show_row(gpointer renderer, const BirgeShown *shown, GError **error) {
  Terminal *terminal = renderer;
  if (terminal->has_rows || !terminal->is_stacked)
    print_rule(terminal, "┼");
  terminal->has_rows = TRUE;
  return (terminal->is_stacked ? print_stacked_row : print_row)(terminal, shown, error);
}

gboolean birge_terminal_write(BirgeParts *parts, const BirgeWriteOptions *options,
                              BirgeOutput *output, GError **error) {
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(error);
  g_auto(BirgeSurvey) survey = {0};
  if (!layouter || !birge_survey(parts, options, &survey, error))
    return FALSE;
  Terminal terminal = {
      .survey = &survey, .options = options, .output = output, .layouter = layouter};
  plan(&terminal);
  if ((!terminal.is_stacked && !print_heading(&terminal, error)) ||
      !birge_show_rows(parts, options->only, show_row, &terminal, error))
    return FALSE;
  print_rule(&terminal, "┴");
  return print_legend(&terminal, error);
}
