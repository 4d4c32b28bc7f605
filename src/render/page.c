/* Puts a bitext on pages: paper, title, then row by row. */
#include "render/page.h"

#include "base/error.h"
#include "render/page_sheet.h"

#include <string.h>

/* Lengths in points. */
#define A4_SHORT 595.276
#define A4_LONG 841.89
#define LETTER_SHORT 612.0
#define LETTER_LONG 792.0
#define TITLE_LINE 22.0
#define MAX_TITLE_LINES 6

/* Chooses the title, yours, and its direction: a column's for its headline, else that of the user's
 * letters. column: receives in whose style it is drawn. */
static char *make_title(BirgePage *page, guint *column) {
  char *title = birge_title_choose(page->survey, page->options, column);
  if (*column != BIRGE_NO_COLUMN) {
    page->title_direction = page->columns[*column].column.direction;
    return title;
  }
  *column = 0;
  page->title_direction =
      page->options->title ? birge_direction_guess(title, strlen(title)) : BIRGE_DIRECTION_LTR;
  return title;
}

static gboolean draw_title(BirgePage *page, guint column, GError **error) {
  BirgePageColumn *owner = &page->columns[column];
  BirgePageColumn as_title = *owner;
  as_title.column.direction = page->title_direction;
  g_auto(BirgePageCell)
      cell = {.text = g_strdup(page->settings.title),
              .pen = {.style = birge_page_style(page, owner, BIRGE_STYLE_TITLE, error),
                      .color = BIRGE_PAGE_INK}};
  if (!cell.pen.style ||
      !birge_page_lay_out(page, &as_title, page->settings.width - 2 * BIRGE_PAGE_MARGIN, &cell,
                          error))
    return FALSE;
  birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_TITLE,
                                          .language = owner->column.language,
                                          .text = cell.text,
                                          .length = cell.paragraph.length});
  /* A title of more lines than a page has is cut off: it stands in the table as well. */
  for (guint line = 0; line < MIN(cell.layout->lines->len, MAX_TITLE_LINES); line++) {
    birge_page_draw_line(&cell, line, BIRGE_PAGE_MARGIN, page->y + BIRGE_PAGE_TITLE_SIZE);
    page->y += TITLE_LINE;
  }
  birge_page_end_part(page);
  guint n_rows = page->survey->n_shown;
  g_autofree char *note = g_strdup_printf("%u %s", n_rows, n_rows == 1 ? "row" : "rows");
  birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_NOTE});
  const BirgePlace place = {BIRGE_PAGE_MARGIN, page->y + BIRGE_PAGE_BASE_LINE, BIRGE_PAGE_FAINT};
  birge_page_draw_label(page, page->label, note, &place);
  birge_page_end_part(page);
  page->y += TITLE_LINE;
  return TRUE;
}

static void set_up_columns(BirgePage *page) {
  guint n = page->survey->n_documents;
  double width = (page->settings.width - 2 * BIRGE_PAGE_MARGIN - BIRGE_PAGE_LABELS) / n;
  page->text_width = width - 2 * BIRGE_PAGE_PADDING;
  for (guint d = 0; d < n; d++) {
    const BirgeDocument *document = page->survey->first->documents[d];
    BirgePageColumn *column = &page->columns[d];
    column->column = page->survey->columns[d];
    column->x = BIRGE_PAGE_MARGIN + BIRGE_PAGE_LABELS + d * width + BIRGE_PAGE_PADDING;
    if (page->options->locales)
      column->locale = birge_locales_find(page->options->locales, document->language,
                                          document->text, document->length);
  }
}

static void set_up_paper(BirgePage *page) {
  gboolean is_letter = page->options->paper == BIRGE_PAPER_LETTER;
  double short_side = is_letter ? LETTER_SHORT : A4_SHORT;
  double long_side = is_letter ? LETTER_LONG : A4_LONG;
  page->settings.width = page->options->is_portrait ? short_side : long_side;
  page->settings.height = page->options->is_portrait ? long_side : short_side;
}

/* Tells of each letter that no font has. */
static void warn(const BirgePage *page) {
  const GArray *missing = birge_shaper_missing(page->shaper);
  for (guint i = 0; i < missing->len && page->options->warnings; i++) {
    UChar32 c = g_array_index(missing, UChar32, i);
    char letter[7] = {0};
    g_unichar_to_utf8((gunichar)c, letter);
    const char *package = birge_font_package(c);
    g_autofree char *help = package ? g_strdup_printf("; Debian's package %s may", package)
                                    : g_strdup(", a letter for private use");
    g_ptr_array_add(page->options->warnings,
                    g_strdup_printf("no font has \"%s\" (U+%04X)%s", letter, (guint)c, help));
  }
}

/* Whether there is the page that is wanted. Tells of further ones when none was asked for. */
static gboolean check_page(const BirgePage *page, GError **error) {
  if (page->settings.page > page->number) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "--page %u: the last page is %u",
                page->settings.page, page->number);
    return FALSE;
  }
  if (page->settings.page > 0 && page->options->page == 0 && page->number > 1 &&
      page->options->warnings)
    g_ptr_array_add(page->options->warnings,
                    g_strdup_printf("this is page 1 of %u (--page chooses another)", page->number));
  return TRUE;
}

static gboolean show_row(gpointer renderer, const BirgeShown *shown, GError **error) {
  return birge_page_draw_row(renderer, shown, error);
}

static gboolean draw(BirgePage *page, BirgeParts *parts, guint title_column, GError **error) {
  page->label = birge_page_make_style(page, NULL, BIRGE_STYLE_TEXT, error);
  page->label_bold =
      page->label ? birge_page_make_style(page, NULL, BIRGE_STYLE_BOLD, error) : NULL;
  if (!page->label_bold || !birge_page_style(page, &page->columns[0], BIRGE_STYLE_TEXT, error))
    return FALSE;
  page->label->size_pt = BIRGE_PAGE_LABEL_SIZE;
  if (!birge_page_begin(page, error) || !draw_title(page, title_column, error) ||
      !birge_page_draw_headings(page, error) ||
      !birge_show_rows(parts, page->options->only, show_row, page, error))
    return FALSE;
  birge_page_end(page);
  return check_page(page, error) && page->canvas->finish(page->canvas, error);
}

static void clear_page(BirgePage *page) {
  for (guint d = 0; d < BIRGE_MAX_LANGUAGES; d++) {
    for (guint style = 0; style < BIRGE_N_STYLES; style++)
      g_free(page->columns[d].styles[style]);
  }
  g_free(page->label);
  g_free(page->label_bold);
  page->canvas->free(page->canvas);
  g_clear_pointer(&page->shaper, birge_shaper_free);
  g_clear_pointer(&page->layouter, birge_layouter_free);
  g_clear_pointer(&page->fonts, birge_fonts_free);
}

/* The settings say output and page; the rest is filled in. */
static gboolean write_pages(BirgeParts *parts, const BirgeWriteOptions *options,
                            const BirgeCanvasSettings *settings, BirgeCanvasFunc make_canvas,
                            GError **error) {
  g_autoptr(BirgeFonts) fonts = birge_fonts_new(error);
  g_autoptr(BirgeLayouter) layouter = fonts ? birge_layouter_new(error) : NULL;
  g_auto(BirgeSurvey) survey = {0};
  if (!layouter || !birge_survey(parts, options, &survey, error))
    return FALSE;
  BirgePage page = {
      .survey = &survey, .options = options, .settings = *settings, .shaper = birge_shaper_new()};
  page.fonts = g_steal_pointer(&fonts);
  page.layouter = g_steal_pointer(&layouter);
  set_up_paper(&page);
  set_up_columns(&page);
  page.has_contents = survey.n_headlines > 1;
  guint title_column;
  g_autofree char *title = make_title(&page, &title_column);
  page.settings.title = title;
  page.settings.language = survey.columns[title_column].language;
  page.canvas = make_canvas(&page.settings);
  gboolean is_drawn = draw(&page, parts, title_column, error);
  if (is_drawn)
    warn(&page);
  clear_page(&page);
  return is_drawn;
}

gboolean birge_page_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                          BirgeCanvasFunc make_canvas, GError **error) {
  const BirgeCanvasSettings settings = {.output = output};
  return write_pages(parts, options, &settings, make_canvas, error);
}

gboolean birge_picture_write(BirgeParts *parts, const BirgeWriteOptions *options,
                             BirgeOutput *output, BirgeCanvasFunc make_canvas, GError **error) {
  const BirgeCanvasSettings settings = {.output = output, .page = MAX(options->page, 1)};
  return write_pages(parts, options, &settings, make_canvas, error);
}
