/* Puts a bitext on pages: title, headings, rows, page numbers. */
#include "render/page.h"

#include "render/page_text.h"
#include "render/pdf_text.h"

#include <string.h>

/* Lengths in points. */
#define A4_SHORT 595.276
#define A4_LONG 841.89
#define LETTER_SHORT 612.0
#define LETTER_LONG 792.0
#define MARGIN 34.0
#define BOTTOM 44.0     /* below the last row */
#define FOOT 24.0       /* from the page number's base line to the edge */
#define LABELS 58.0     /* width of the column of row numbers */
#define PADDING 8.0     /* left and right of a text */
#define ROW_PADDING 5.0 /* above and below it */
#define HEADINGS 22.0   /* height of the column headings */
#define LINE                                                                                       \
  14.0                 /* from base line to base line; readers of PDF join lines that are at most  \
                        * one and a half times the size apart */
#define BASE_LINE 10.5 /* from the top of a line */
#define TITLE_LINE 22.0
#define MAX_TITLE_LINES 6
/* More letters than our own words have: those of a row's heading, those of a page's. */
#define ROW_LETTERS 16
#define PAGE_LETTERS 160
#define RIGHT_TO_LEFT_MARK 0x200F
#define HAIRLINE 0.5
#define LATIN_SIZE 9.5
#define ARABIC_SIZE 10.5 /* the same height to the eye */
#define TITLE_SIZE 15.0
#define LABEL_SIZE 7.5
/* A row is broken only if so many lines stand on each page. */
#define MIN_LINES 2

#define INK 0x1B1F24
#define FAINT 0x59636E
#define RULE 0xD1D9E0
#define HEAD 0xF3F5F7
#define GOOD 0x166C2F
#define DOUBTFUL 0x855800
#define BAD 0xB81F2B

typedef enum { STYLE_TEXT, STYLE_BOLD, STYLE_ITALIC, STYLE_TITLE, N_STYLES } Style;

typedef struct {
  BirgeColumn column;
  const BirgeLocale *locale;        /* NULL: none is known */
  double x;                         /* of the text */
  BirgeTextStyle *styles[N_STYLES]; /* made when they are needed */
} PageColumn;

typedef struct {
  const BirgeBitext *bitext;
  const BirgeWriteOptions *options;
  BirgeCanvas *canvas;
  BirgeCanvasSettings settings;
  BirgeFonts *fonts;
  BirgeShaper *shaper;
  BirgeLayouter *layouter;
  PageColumn columns[BIRGE_MAX_LANGUAGES];
  BirgeTextStyle *label;
  BirgeTextStyle *label_bold;
  double text_width; /* of a column */
  double y;          /* where the next row begins */
  guint number;      /* of the page; 0: none is begun */
  guint n_left;      /* letters on the page that are read from left to right */
  guint n_right;
  gboolean has_contents; /* headlines make a table of contents; else pages do */
} Page;

/* A cell of the row that is being drawn. */
typedef struct {
  char *text;
  BirgeParagraph paragraph;
  BirgeLayout *layout;
  BirgePen pen;
} Cell;

static void clear_cell(Cell *cell) {
  g_free(cell->text);
  g_clear_pointer(&cell->layout, birge_layout_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cell, clear_cell)

static BirgeTextStyle *make_style(Page *page, const BirgeLocale *locale, Style style,
                                  GError **error) {
  const BirgeFontWish wish = {.script = locale ? locale->script : NULL,
                              .letters = locale ? locale->letters : NULL,
                              .n_letters = locale ? locale->n_letters : 0,
                              .is_bold = style == STYLE_BOLD || style == STYLE_TITLE,
                              .is_italic = style == STYLE_ITALIC};
  BirgeFontList *list = birge_fonts_list(page->fonts, &wish, error);
  if (!list)
    return NULL;
  BirgeTextStyle *made = g_new0(BirgeTextStyle, 1);
  made->fonts = list;
  gboolean is_rtl = locale && locale->direction == BIRGE_DIRECTION_RTL;
  made->size_pt = is_rtl ? ARABIC_SIZE : LATIN_SIZE;
  made->size_pt = style == STYLE_TITLE ? TITLE_SIZE : made->size_pt;
  made->script = locale ? hb_script_from_string(locale->script, -1) : HB_SCRIPT_LATIN;
  made->language = hb_language_from_string(locale ? locale->tag : "und", -1);
  return made;
}

/* Returns a style of a column, made when it is first asked for; NULL when there is no font. */
static const BirgeTextStyle *get_style(Page *page, PageColumn *column, Style style,
                                       GError **error) {
  if (!column->styles[style])
    column->styles[style] = make_style(page, column->locale, style, error);
  return column->styles[style];
}

static void draw_box(const Page *page, BirgeBox box, guint32 color) {
  page->canvas->fill(page->canvas, &box, color);
}

static void begin_part(const Page *page, BirgePart part) {
  page->canvas->begin_part(page->canvas, &part);
}

static void end_part(const Page *page) {
  page->canvas->end_part(page->canvas);
}

static void count_letters(Page *page, const char *text, gsize length) {
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    BirgeTurn turn = birge_turn((UChar32)g_utf8_get_char(p));
    page->n_left += turn == BIRGE_TURN_LEFT ? 1 : 0;
    page->n_right += turn == BIRGE_TURN_RIGHT ? 1 : 0;
  }
}

/* Draws a word or two of our own. Returns where it ends. */
static double draw_label(const Page *page, const BirgeTextStyle *style, const char *text,
                         const BirgePlace *place) {
  double x = place->x;
  gsize length = strlen(text);
  for (gsize start = 0, n; start < length; start += n) {
    n = birge_word_length(text + start, length - start);
    BirgeWord *word = birge_shape(page->shaper, style, FALSE, text + start, n);
    const BirgePlace here = {x, place->y, place->color};
    x += word->width * style->size_pt;
    page->canvas->draw_word(page->canvas, word, &here);
  }
  return x;
}

static double label_width(const Page *page, const BirgeTextStyle *style, const char *text) {
  return birge_shape_width(page->shaper, style, FALSE, text, strlen(text)) * style->size_pt;
}

/* Lays out a text in a column's direction. */
static gboolean lay_out_cell(const Page *page, const PageColumn *column, double width, Cell *cell,
                             GError **error) {
  cell->pen.canvas = page->canvas;
  cell->pen.shaper = page->shaper;
  cell->paragraph = (BirgeParagraph){.text = cell->text,
                                     .length = strlen(cell->text),
                                     .language = column->column.document->language,
                                     .direction = column->column.direction,
                                     .width = width};
  cell->layout = birge_pen_lay_out(&cell->pen, page->layouter, &cell->paragraph, error);
  return cell->layout != NULL;
}

static void draw_line(const Cell *cell, guint line, double x, double y) {
  const BirgePlace place = {x, y, cell->pen.color};
  birge_pen_draw_line(&cell->pen, &cell->paragraph, cell->layout, line, &place);
}

/* A number in the digits of the first column's readers; yours. */
static char *print_number(const Page *page, guint number) {
  g_autofree char *ascii = g_strdup_printf("%u", number);
  const BirgeLocale *locale = page->columns[0].locale;
  if (!locale || !locale->digits)
    return g_steal_pointer(&ascii);
  GString *out = g_string_new(NULL);
  for (const char *p = ascii; *p; p++) {
    const char *digit = g_utf8_offset_to_pointer(locale->digits, *p - '0');
    g_string_append_unichar(out, g_utf8_get_char(digit));
  }
  return g_string_free(out, FALSE);
}

/* Readers of PDF take most letters of a page for its direction, and turn right-to-left lines with
 * numbers in them wrongly if that is left to right. Marks that nobody sees make up the balance. */
static void balance(Page *page, const BirgeTextStyle *style) {
  if (page->n_right == 0 || page->n_right > page->n_left || !page->canvas->put_mark)
    return;
  BirgeTextStyle small = *style;
  small.size_pt = 1;
  BirgePlace place = {MARGIN, page->settings.height - FOOT, FAINT};
  for (guint n = page->n_left - page->n_right + 1; n > 0; n--) {
    page->canvas->put_mark(page->canvas, &small, RIGHT_TO_LEFT_MARK, &place);
    place.x += BIRGE_PDF_MARK_WIDTH;
  }
}

static void end_page(Page *page) {
  if (page->number == 0)
    return;
  const BirgeTextStyle *style = page->columns[0].styles[STYLE_TEXT];
  g_autofree char *number = print_number(page, page->number);
  begin_part(page, (BirgePart){.kind = BIRGE_PART_DECORATION});
  const BirgePlace place = {(page->settings.width - label_width(page, style, number)) / 2,
                            page->settings.height - FOOT, FAINT};
  draw_label(page, style, number, &place);
  balance(page, style);
  end_part(page);
  page->canvas->end_page(page->canvas);
}

static gboolean draw_column_heading(Page *page, PageColumn *column, gboolean is_repeated,
                                    GError **error) {
  const BirgeTextStyle *style = get_style(page, column, STYLE_BOLD, error);
  if (!style)
    return FALSE;
  g_auto(Cell)
      cell = {.text = g_strdup(column->column.name), .pen = {.style = style, .color = INK}};
  const char *tag = column->column.document->language;
  gboolean has_tag = !g_str_equal(tag, cell.text);
  double tag_width = has_tag ? label_width(page, page->label, tag) : 0;
  if (!lay_out_cell(page, column, page->text_width, &cell, error))
    return FALSE;
  if (!is_repeated)
    begin_part(page, (BirgePart){.kind = BIRGE_PART_COLUMN_HEADING,
                                 .language = tag,
                                 .text = cell.text,
                                 .length = cell.paragraph.length});
  draw_line(&cell, 0, column->x, page->y + 15);
  gboolean is_rtl = column->column.direction == BIRGE_DIRECTION_RTL;
  const BirgePlace place = {is_rtl ? column->x : column->x + page->text_width - tag_width,
                            page->y + 15, FAINT};
  if (has_tag)
    draw_label(page, page->label, tag, &place);
  if (!is_repeated)
    end_part(page);
  return TRUE;
}

/* Draws the headings of the columns; those of later pages are no part of the text. */
static gboolean draw_headings(Page *page, GError **error) {
  gboolean is_repeated = page->number > 1;
  begin_part(page, (BirgePart){.kind = BIRGE_PART_DECORATION});
  double width = page->settings.width - 2 * MARGIN;
  draw_box(page, (BirgeBox){MARGIN, page->y, width, HEADINGS}, HEAD);
  draw_box(page, (BirgeBox){MARGIN, page->y + HEADINGS - HAIRLINE, width, HAIRLINE}, FAINT);
  if (!is_repeated) {
    end_part(page);
    begin_part(page, (BirgePart){.kind = BIRGE_PART_ROW});
  }
  gboolean is_drawn = TRUE;
  for (guint d = 0; d < page->bitext->n_documents && is_drawn; d++)
    is_drawn = draw_column_heading(page, &page->columns[d], is_repeated, error);
  end_part(page);
  page->y += HEADINGS;
  return is_drawn;
}

static gboolean begin_page(Page *page, GError **error) {
  end_page(page);
  page->number++;
  page->n_left = PAGE_LETTERS;
  page->n_right = 0;
  page->canvas->begin_page(page->canvas);
  page->y = MARGIN;
  return page->number == 1 || draw_headings(page, error);
}

static double room(const Page *page) {
  return page->settings.height - BOTTOM - page->y;
}

/* What is said of a row besides its text: number and confidence; below, what a person or the memory
 * says of it, if there is a line for it. */
static void draw_row_heading(const Page *page, guint r, gboolean has_second_line) {
  static const struct {
    const char *mark;
    guint32 color;
  } bands[] = {[BIRGE_BAND_GOOD] = {"", GOOD},
               [BIRGE_BAND_DOUBTFUL] = {" ?", DOUBTFUL},
               [BIRGE_BAND_BAD] = {" !", BAD}};
  const BirgeRow *row = &page->bitext->rows[r];
  BirgeBand band = birge_confidence_band(row->confidence);
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(confidence, sizeof confidence, "%.2f", row->confidence);
  g_autofree char *number = g_strdup_printf("%u", r + 1);
  g_autofree char *mark = g_strconcat(confidence, bands[band].mark, NULL);
  double y = page->y + ROW_PADDING + BASE_LINE;
  begin_part(page, (BirgePart){.kind = BIRGE_PART_ROW_HEADING});
  BirgePlace place = {MARGIN + 2, y, INK};
  draw_label(page, page->label_bold, number, &place);
  place.x = MARGIN + LABELS - PADDING - label_width(page, page->label, confidence) -
            label_width(page, page->label, " ?");
  place.color = bands[band].color;
  draw_label(page, page->label, mark, &place);
  const char *said = NULL;
  if (row->status != BIRGE_STATUS_PROPOSED)
    said = birge_status_print(row->status);
  else if (birge_row_is_tied(row, page->bitext->n_documents))
    said = birge_origin_print(row->origin);
  if (said && has_second_line) {
    place = (BirgePlace){MARGIN + 2, y + LINE, FAINT};
    draw_label(page, page->label, said, &place);
  }
  end_part(page);
}

/* Draws lines first to end of the row's cells, and the rules around them. */
static void draw_lines(Page *page, const Cell *cells, guint first, guint end) {
  for (guint d = 0; d < page->bitext->n_documents; d++) {
    const Cell *cell = &cells[d];
    const GArray *lines = cell->layout->lines;
    guint last = MIN(end, lines->len);
    /* What stands between lines belongs to the one before. */
    gsize from = first == 0 ? 0 : cell->paragraph.length;
    if (first > 0 && first < lines->len)
      from = g_array_index(lines, BirgeLine, first).start;
    gsize to =
        last < lines->len ? g_array_index(lines, BirgeLine, last).start : cell->paragraph.length;
    begin_part(page, (BirgePart){.kind = BIRGE_PART_CELL,
                                 .language = page->columns[d].column.document->language,
                                 .text = cell->text + from,
                                 .length = MAX(to, from) - from});
    count_letters(page, cell->text + from, MAX(to, from) - from);
    for (guint line = first; line < last; line++)
      draw_line(cell, line, page->columns[d].x,
                page->y + ROW_PADDING + BASE_LINE + (line - first) * LINE);
    end_part(page);
  }
}

static void draw_rules(const Page *page, double height) {
  begin_part(page, (BirgePart){.kind = BIRGE_PART_DECORATION});
  for (guint d = 0; d < page->bitext->n_documents; d++)
    draw_box(page, (BirgeBox){page->columns[d].x - PADDING, page->y, HAIRLINE, height}, RULE);
  draw_box(
      page,
      (BirgeBox){MARGIN, page->y + height - HAIRLINE, page->settings.width - 2 * MARGIN, HAIRLINE},
      RULE);
  end_part(page);
}

static BirgeBlockKind row_kind(const Page *page, const BirgeRow *row) {
  for (guint d = 0; d < page->bitext->n_documents; d++) {
    if (row->runs[d].first < row->runs[d].end)
      return birge_run_kind(page->columns[d].column.document, row->runs[d]);
  }
  return BIRGE_BLOCK_PARAGRAPH;
}

/* Adds a headline to the table of contents; without headlines, the first row of each page. */
static void add_entry(const Page *page, guint r, const Cell *cells, gboolean is_first_of_page) {
  if (!page->canvas->add_entry)
    return;
  gboolean is_headline = row_kind(page, &page->bitext->rows[r]) == BIRGE_BLOCK_HEADLINE;
  if (page->has_contents ? !is_headline : !is_first_of_page)
    return;
  guint d = 0;
  while (d + 1 < page->bitext->n_documents && cells[d].text[0] == '\0')
    d++;
  g_autofree char *entry =
      page->has_contents ? g_strdup(cells[d].text) : g_strdup_printf("Row %u", r + 1);
  page->canvas->add_entry(page->canvas, entry, page->y);
}

/* Draws a row, on as many pages as it needs. */
static gboolean draw_cells(Page *page, guint r, const Cell *cells, GError **error) {
  guint n_lines = 1;
  for (guint d = 0; d < page->bitext->n_documents; d++)
    n_lines = MAX(n_lines, cells[d].layout->lines->len);
  double whole_page = page->settings.height - BOTTOM - MARGIN - HEADINGS;
  gboolean is_first_of_page = r == 0;
  for (guint first = 0, end; first < n_lines; first = end) {
    guint left = n_lines - first;
    double wanted = left * LINE + 2 * ROW_PADDING;
    if (wanted > room(page) &&
        (wanted <= whole_page || room(page) < MIN_LINES * LINE + 2 * ROW_PADDING)) {
      if (!begin_page(page, error))
        return FALSE;
      is_first_of_page = TRUE;
    }
    if (first == 0)
      add_entry(page, r, cells, is_first_of_page);
    is_first_of_page = FALSE;
    guint fits = (guint)MAX((room(page) - 2 * ROW_PADDING) / LINE, 1);
    end = first + MIN(left, fits);
    begin_part(page, (BirgePart){.kind = BIRGE_PART_ROW});
    page->n_left += ROW_LETTERS;
    if (first == 0)
      draw_row_heading(page, r, end > 1);
    draw_lines(page, cells, first, end);
    end_part(page);
    double height = (end - first) * LINE + 2 * ROW_PADDING;
    draw_rules(page, height);
    page->y += height;
  }
  return TRUE;
}

static Style style_of(BirgeBlockKind kind) {
  switch (kind) {
  case BIRGE_BLOCK_HEADLINE:
  case BIRGE_BLOCK_DATELINE:
  case BIRGE_BLOCK_BYLINE:
    return STYLE_BOLD;
  case BIRGE_BLOCK_CAPTION:
    return STYLE_ITALIC;
  default:
    return STYLE_TEXT;
  }
}

static gboolean lay_out_row(Page *page, guint r, Cell *cells, GError **error) {
  const BirgeRow *row = &page->bitext->rows[r];
  Style style = style_of(row_kind(page, row));
  for (guint d = 0; d < page->bitext->n_documents; d++) {
    PageColumn *column = &page->columns[d];
    Cell *cell = &cells[d];
    gboolean is_empty = row->runs[d].first == row->runs[d].end;
    gboolean is_faint = is_empty || row->status == BIRGE_STATUS_REJECTED;
    cell->text = birge_document_run_text(column->column.document, row->runs[d]);
    cell->pen.style = get_style(page, column, style, error);
    cell->pen.color = is_faint ? FAINT : INK;
    if (!cell->pen.style || !lay_out_cell(page, column, page->text_width, cell, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean draw_row(Page *page, guint r, GError **error) {
  Cell cells[BIRGE_MAX_LANGUAGES] = {0};
  gboolean is_drawn = lay_out_row(page, r, cells, error);
  is_drawn = is_drawn && draw_cells(page, r, cells, error);
  for (guint d = 0; d < page->bitext->n_documents; d++)
    clear_cell(&cells[d]);
  return is_drawn;
}

/* Returns the first headline, yours; NULL if there is none. n: receives how many there are. */
static char *find_headline(const Page *page, guint *column, guint *n) {
  char *found = NULL;
  *n = 0;
  for (guint r = 0; r < page->bitext->n_rows; r++) {
    const BirgeRow *row = &page->bitext->rows[r];
    if (row_kind(page, row) != BIRGE_BLOCK_HEADLINE)
      continue;
    ++*n;
    for (guint d = 0; d < page->bitext->n_documents && !found; d++) {
      if (row->runs[d].first < row->runs[d].end) {
        found = birge_document_run_text(page->bitext->documents[d], row->runs[d]);
        *column = d;
      }
    }
  }
  return found;
}

/* The title, yours: what the user says, the first headline, the name of the first file. column:
 * receives whose language it is in. */
static char *make_title(Page *page, guint *column) {
  guint n_headlines;
  g_autofree char *headline = find_headline(page, column, &n_headlines);
  page->has_contents = n_headlines > 1;
  if (page->options->title) {
    *column = 0;
    return g_strdup(page->options->title);
  }
  if (headline)
    return g_steal_pointer(&headline);
  *column = 0;
  const char *name = page->bitext->documents[0]->name;
  return name[0] != '\0' ? g_path_get_basename(name) : g_strdup("Bitext");
}

static gboolean draw_title(Page *page, guint column, GError **error) {
  PageColumn *owner = &page->columns[column];
  g_auto(Cell) cell = {.text = g_strdup(page->settings.title),
                       .pen = {.style = get_style(page, owner, STYLE_TITLE, error), .color = INK}};
  if (!cell.pen.style ||
      !lay_out_cell(page, owner, page->settings.width - 2 * MARGIN, &cell, error))
    return FALSE;
  begin_part(page, (BirgePart){.kind = BIRGE_PART_TITLE,
                               .language = owner->column.document->language,
                               .text = cell.text,
                               .length = cell.paragraph.length});
  /* A title of more lines than a page has is cut off: it stands in the table as well. */
  for (guint line = 0; line < MIN(cell.layout->lines->len, MAX_TITLE_LINES); line++) {
    draw_line(&cell, line, MARGIN, page->y + TITLE_SIZE);
    page->y += TITLE_LINE;
  }
  end_part(page);
  g_autofree char *note =
      g_strdup_printf("%u %s", page->bitext->n_rows, page->bitext->n_rows == 1 ? "row" : "rows");
  begin_part(page, (BirgePart){.kind = BIRGE_PART_NOTE});
  const BirgePlace place = {MARGIN, page->y + BASE_LINE, FAINT};
  draw_label(page, page->label, note, &place);
  end_part(page);
  page->y += TITLE_LINE;
  return TRUE;
}

static void set_up_columns(Page *page) {
  guint n = page->bitext->n_documents;
  double width = (page->settings.width - 2 * MARGIN - LABELS) / n;
  page->text_width = width - 2 * PADDING;
  for (guint d = 0; d < n; d++) {
    const BirgeDocument *document = page->bitext->documents[d];
    PageColumn *column = &page->columns[d];
    column->column = birge_column_of(page->options->locales, document);
    column->x = MARGIN + LABELS + d * width + PADDING;
    if (page->options->locales)
      column->locale = birge_locales_find(page->options->locales, document->language,
                                          document->text, document->length);
  }
}

static void set_up_paper(Page *page) {
  gboolean is_letter = page->options->paper == BIRGE_PAPER_LETTER;
  double short_side = is_letter ? LETTER_SHORT : A4_SHORT;
  double long_side = is_letter ? LETTER_LONG : A4_LONG;
  page->settings.width = page->options->is_portrait ? short_side : long_side;
  page->settings.height = page->options->is_portrait ? long_side : short_side;
}

/* Tells of each letter that no font has. */
static void warn(const Page *page) {
  const GArray *missing = birge_shaper_missing(page->shaper);
  for (guint i = 0; i < missing->len && page->options->warnings; i++) {
    UChar32 c = g_array_index(missing, UChar32, i);
    char letter[7] = {0};
    g_unichar_to_utf8((gunichar)c, letter);
    g_ptr_array_add(page->options->warnings,
                    g_strdup_printf("no font has \"%s\" (U+%04X); Debian's package %s may", letter,
                                    (guint)c, birge_font_package(c)));
  }
}

static gboolean draw(Page *page, guint title_column, GError **error) {
  page->label = make_style(page, NULL, STYLE_TEXT, error);
  page->label_bold = page->label ? make_style(page, NULL, STYLE_BOLD, error) : NULL;
  if (!page->label_bold || !get_style(page, &page->columns[0], STYLE_TEXT, error))
    return FALSE;
  page->label->size_pt = LABEL_SIZE;
  if (!begin_page(page, error) || !draw_title(page, title_column, error) ||
      !draw_headings(page, error))
    return FALSE;
  for (guint r = 0; r < page->bitext->n_rows; r++) {
    if (!draw_row(page, r, error))
      return FALSE;
  }
  end_page(page);
  return page->canvas->finish(page->canvas, error);
}

static void clear_page(Page *page) {
  for (guint d = 0; d < BIRGE_MAX_LANGUAGES; d++) {
    for (guint style = 0; style < N_STYLES; style++)
      g_free(page->columns[d].styles[style]);
  }
  g_free(page->label);
  g_free(page->label_bold);
  page->canvas->free(page->canvas);
  g_clear_pointer(&page->shaper, birge_shaper_free);
  g_clear_pointer(&page->layouter, birge_layouter_free);
  g_clear_pointer(&page->fonts, birge_fonts_free);
}

gboolean birge_page_write(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                          BirgeOutput *output, BirgeCanvasFunc make_canvas, GError **error) {
  g_autoptr(BirgeFonts) fonts = birge_fonts_new(error);
  g_autoptr(BirgeLayouter) layouter = fonts ? birge_layouter_new(error) : NULL;
  if (!layouter)
    return FALSE;
  Page page = {.bitext = bitext, .options = options, .shaper = birge_shaper_new()};
  page.fonts = g_steal_pointer(&fonts);
  page.layouter = g_steal_pointer(&layouter);
  set_up_paper(&page);
  set_up_columns(&page);
  guint title_column;
  g_autofree char *title = make_title(&page, &title_column);
  page.settings.output = output;
  page.settings.title = title;
  page.settings.language = bitext->documents[title_column]->language;
  page.canvas = make_canvas(&page.settings);
  gboolean is_drawn = draw(&page, title_column, error);
  if (is_drawn)
    warn(&page);
  clear_page(&page);
  return is_drawn;
}
