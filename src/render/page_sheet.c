/* The sheet of paper: styles, labels, headings, page numbers. */
#include "render/page_sheet.h"

#include "render/pdf_text.h"

#include <string.h>

#define TITLE_LETTERS 160
#define LATIN_SIZE 9.5
#define ARABIC_SIZE 10.5 /* the same height to the eye */
#define HEAD 0xF3F5F7

void birge_page_cell_clear(BirgePageCell *cell) {
  g_free(cell->text);
  g_clear_pointer(&cell->layout, birge_layout_free);
}

BirgeTextStyle *birge_page_make_style(BirgePage *page, const BirgeLocale *locale,
                                      BirgePageStyle style, GError **error) {
  const BirgeFontWish wish = {.script = locale ? locale->script : NULL,
                              .letters = locale ? locale->letters : NULL,
                              .n_letters = locale ? locale->n_letters : 0,
                              .is_bold = style == BIRGE_STYLE_BOLD || style == BIRGE_STYLE_TITLE,
                              .is_italic = style == BIRGE_STYLE_ITALIC};
  BirgeFontList *list = birge_fonts_list(page->fonts, &wish, error);
  if (!list)
    return NULL;
  BirgeTextStyle *made = g_new0(BirgeTextStyle, 1);
  made->fonts = list;
  gboolean is_rtl = locale && locale->direction == BIRGE_DIRECTION_RTL;
  made->size_pt = is_rtl ? ARABIC_SIZE : LATIN_SIZE;
  made->size_pt = style == BIRGE_STYLE_TITLE ? BIRGE_PAGE_TITLE_SIZE : made->size_pt;
  made->script = locale ? hb_script_from_string(locale->script, -1) : HB_SCRIPT_LATIN;
  made->language = hb_language_from_string(locale ? locale->tag : "und", -1);
  return made;
}

/* Returns a style of a column, made when it is first asked for; NULL when there is no font. */
const BirgeTextStyle *birge_page_style(BirgePage *page, BirgePageColumn *column,
                                       BirgePageStyle style, GError **error) {
  if (!column->styles[style])
    column->styles[style] = birge_page_make_style(page, column->locale, style, error);
  return column->styles[style];
}

void birge_page_fill(const BirgePage *page, BirgeBox box, guint32 color) {
  page->canvas->fill(page->canvas, &box, color);
}

void birge_page_begin_part(const BirgePage *page, BirgePart part) {
  page->canvas->begin_part(page->canvas, &part);
}

void birge_page_end_part(const BirgePage *page) {
  page->canvas->end_part(page->canvas);
}

void birge_page_count_letters(BirgePage *page, const char *text, gsize length) {
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    BirgeTurn turn = birge_turn((UChar32)g_utf8_get_char(p));
    page->n_left += turn == BIRGE_TURN_LEFT ? 1 : 0;
    page->n_right += turn == BIRGE_TURN_RIGHT ? 1 : 0;
  }
}

/* Draws a word or two of our own. Returns where it ends. */
double birge_page_draw_label(const BirgePage *page, const BirgeTextStyle *style, const char *text,
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

double birge_page_label_width(const BirgePage *page, const BirgeTextStyle *style,
                              const char *text) {
  return birge_shape_width(page->shaper, style, FALSE, text, strlen(text)) * style->size_pt;
}

/* Lays out a text in a column's direction. */
gboolean birge_page_lay_out(const BirgePage *page, const BirgePageColumn *column, double width,
                            BirgePageCell *cell, GError **error) {
  cell->pen.canvas = page->canvas;
  cell->pen.shaper = page->shaper;
  cell->paragraph = (BirgeParagraph){.text = cell->text,
                                     .length = strlen(cell->text),
                                     .language = column->column.language,
                                     .direction = column->column.direction,
                                     .width = width};
  cell->layout = birge_pen_lay_out(&cell->pen, page->layouter, &cell->paragraph, error);
  return cell->layout != NULL;
}

void birge_page_draw_line(const BirgePageCell *cell, guint line, double x, double y) {
  const BirgePlace place = {x, y, cell->pen.color};
  birge_pen_draw_line(&cell->pen, &cell->paragraph, cell->layout, line, &place);
}

/* A number in the digits of the first column's readers; yours. */
static char *print_number(const BirgePage *page, guint number) {
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

static gboolean has_rtl_column(const BirgePage *page) {
  guint d = 0;
  while (d < page->survey->n_documents && page->columns[d].column.direction != BIRGE_DIRECTION_RTL)
    d++;
  return d < page->survey->n_documents;
}

/* Readers of PDF take most letters of a page for its direction, and turn right-to-left lines with
 * numbers in them wrongly if that is left to right. Marks that nobody sees make up the balance. */
static void balance(BirgePage *page, const BirgeTextStyle *style) {
  if (!has_rtl_column(page) || page->n_right == 0 || page->n_right > page->n_left ||
      !page->canvas->put_balance)
    return;
  BirgeTextStyle small = *style;
  small.size_pt = 1;
  const BirgePlace place = {BIRGE_PAGE_MARGIN, page->settings.height - BIRGE_PAGE_FOOT,
                            BIRGE_PAGE_FAINT};
  page->canvas->put_balance(page->canvas, &small, page->n_left - page->n_right + 1, &place);
}

void birge_page_end(BirgePage *page) {
  if (page->number == 0)
    return;
  const BirgeTextStyle *style = page->columns[0].styles[BIRGE_STYLE_TEXT];
  g_autofree char *number = print_number(page, page->number);
  birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_DECORATION});
  const BirgePlace place = {(page->settings.width - birge_page_label_width(page, style, number)) /
                                2,
                            page->settings.height - BIRGE_PAGE_FOOT, BIRGE_PAGE_FAINT};
  birge_page_draw_label(page, style, number, &place);
  balance(page, style);
  birge_page_end_part(page);
  page->canvas->end_page(page->canvas);
}

/* Lays out a column's name; its tag, where the name has no room in one line. */
static gboolean lay_out_heading(BirgePage *page, BirgePageColumn *column, BirgePageCell *cell,
                                GError **error) {
  cell->pen.style = birge_page_style(page, column, BIRGE_STYLE_BOLD, error);
  cell->pen.color = BIRGE_PAGE_INK;
  cell->text = g_strdup(column->column.name);
  if (!cell->pen.style || !birge_page_lay_out(page, column, page->text_width, cell, error))
    return FALSE;
  if (cell->layout->lines->len == 1)
    return TRUE;
  birge_page_cell_clear(cell);
  cell->text = g_strdup(column->column.language);
  return birge_page_lay_out(page, column, page->text_width, cell, error);
}

static gboolean draw_column_heading(BirgePage *page, BirgePageColumn *column, gboolean is_repeated,
                                    GError **error) {
  g_auto(BirgePageCell) cell = {0};
  if (!lay_out_heading(page, column, &cell, error))
    return FALSE;
  const char *tag = column->column.language;
  double tag_width = birge_page_label_width(page, page->label, tag);
  double name_width = g_array_index(cell.layout->lines, BirgeLine, 0).width;
  gboolean shows_tag = !g_str_equal(tag, cell.text) &&
                       name_width + BIRGE_PAGE_PADDING + tag_width <= page->text_width;
  if (!is_repeated)
    birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_COLUMN_HEADING,
                                            .language = tag,
                                            .text = cell.text,
                                            .length = cell.paragraph.length});
  birge_page_draw_line(&cell, 0, column->x, page->y + 15);
  gboolean is_rtl = column->column.direction == BIRGE_DIRECTION_RTL;
  const BirgePlace place = {is_rtl ? column->x : column->x + page->text_width - tag_width,
                            page->y + 15, BIRGE_PAGE_FAINT};
  if (shows_tag && is_rtl) {
    const BirgePlace between = {column->x + tag_width, page->y + 15, BIRGE_PAGE_FAINT};
    page->canvas->draw_word(page->canvas, birge_shape(page->shaper, page->label, TRUE, " ", 1),
                            &between);
  }
  if (shows_tag)
    birge_page_draw_label(page, page->label, tag, &place);
  if (!is_repeated)
    birge_page_end_part(page);
  return TRUE;
}

/* Draws the headings of the columns; those of later pages are no part of the text. */
gboolean birge_page_draw_headings(BirgePage *page, GError **error) {
  gboolean is_repeated = page->number > 1;
  birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_DECORATION});
  double width = page->settings.width - 2 * BIRGE_PAGE_MARGIN;
  birge_page_fill(page, (BirgeBox){BIRGE_PAGE_MARGIN, page->y, width, BIRGE_PAGE_HEADINGS}, HEAD);
  birge_page_fill(page,
                  (BirgeBox){BIRGE_PAGE_MARGIN, page->y + BIRGE_PAGE_HEADINGS - BIRGE_PAGE_HAIRLINE,
                             width, BIRGE_PAGE_HAIRLINE},
                  BIRGE_PAGE_FAINT);
  if (!is_repeated) {
    birge_page_end_part(page);
    birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_ROW});
  }
  gboolean is_drawn = TRUE;
  for (guint d = 0; d < page->survey->n_documents && is_drawn; d++)
    is_drawn = draw_column_heading(page, &page->columns[d], is_repeated, error);
  birge_page_end_part(page);
  page->y += BIRGE_PAGE_HEADINGS;
  return is_drawn;
}

gboolean birge_page_begin(BirgePage *page, GError **error) {
  birge_page_end(page);
  page->number++;
  page->n_left = TITLE_LETTERS;
  page->n_right = 0;
  page->canvas->begin_page(page->canvas);
  page->y = BIRGE_PAGE_MARGIN;
  return page->number == 1 || birge_page_draw_headings(page, error);
}
