/* Rows on pages: whole where they fit, else broken between lines. */
#include "render/page_sheet.h"

#define RULE 0xD1D9E0
#define GOOD 0x166C2F
#define DOUBTFUL 0x855800
#define BAD 0xB81F2B
/* A row is broken only if so many lines stand on each page. */
#define MIN_LINES 2

static double room(const BirgePage *page) {
  return page->settings.height - BIRGE_PAGE_BOTTOM - page->y;
}

/* What is said of a row besides its text: number and confidence; below, what a person or the memory
 * says of it, or how many of its segments have no counterpart, if there is a line for it. */
static void draw_row_heading(const BirgePage *page, const BirgeShown *shown,
                             gboolean has_second_line) {
  static const struct {
    const char *mark;
    guint32 color;
  } bands[] = {[BIRGE_BAND_GOOD] = {"", GOOD},
               [BIRGE_BAND_DOUBTFUL] = {" ?", DOUBTFUL},
               [BIRGE_BAND_BAD] = {" !", BAD}};
  const BirgeRow *row = &shown->bitext->rows[shown->r];
  BirgeBand band = birge_confidence_band(row->confidence);
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(confidence, sizeof confidence, "%.2f", row->confidence);
  g_autofree char *number = g_strdup_printf("%u", shown->number);
  g_autofree char *mark = g_strconcat(confidence, bands[band].mark, NULL);
  double y = page->y + BIRGE_PAGE_ROW_PADDING + BIRGE_PAGE_BASE_LINE;
  birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_ROW_HEADING});
  BirgePlace place = {BIRGE_PAGE_MARGIN + 2, y, BIRGE_PAGE_INK};
  birge_page_draw_label(page, page->label_bold, number, &place);
  place.x = BIRGE_PAGE_MARGIN + BIRGE_PAGE_LABELS - BIRGE_PAGE_PADDING -
            birge_page_label_width(page, page->label, confidence) -
            birge_page_label_width(page, page->label, " ?");
  place.color = bands[band].color;
  birge_page_draw_label(page, page->label, mark, &place);
  guint n_gaps = birge_row_count_gaps(row, page->survey->n_documents);
  g_autofree char *gaps = g_strdup_printf("%u unmatched", n_gaps);
  const char *said = NULL;
  if (row->status != BIRGE_STATUS_PROPOSED)
    said = birge_status_print(row->status);
  else if (n_gaps > 0)
    said = gaps;
  else if (birge_row_is_tied(row, page->survey->n_documents))
    said = birge_origin_print(row->origin);
  if (said && has_second_line) {
    place = (BirgePlace){BIRGE_PAGE_MARGIN + 2, y + BIRGE_PAGE_LINE, BIRGE_PAGE_FAINT};
    birge_page_draw_label(page, page->label, said, &place);
  }
  birge_page_end_part(page);
}

/* Draws lines first to end of the row's cells, and the rules around them. */
static void draw_lines(BirgePage *page, const BirgePageCell *cells, guint first, guint end) {
  for (guint d = 0; d < page->survey->n_documents; d++) {
    const BirgePageCell *cell = &cells[d];
    const GArray *lines = cell->layout->lines;
    guint last = MIN(end, lines->len);
    /* What stands between lines belongs to the one before. */
    gsize from = first == 0 ? 0 : cell->paragraph.length;
    if (first > 0 && first < lines->len)
      from = g_array_index(lines, BirgeLine, first).start;
    gsize to =
        last < lines->len ? g_array_index(lines, BirgeLine, last).start : cell->paragraph.length;
    birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_CELL,
                                            .language = page->columns[d].column.language,
                                            .text = cell->text + from,
                                            .length = MAX(to, from) - from});
    birge_page_count_letters(page, cell->text + from, MAX(to, from) - from);
    for (guint line = first; line < last; line++)
      birge_page_draw_line(cell, line, page->columns[d].x,
                           page->y + BIRGE_PAGE_ROW_PADDING + BIRGE_PAGE_BASE_LINE +
                               (line - first) * BIRGE_PAGE_LINE);
    birge_page_end_part(page);
  }
}

static void draw_rules(const BirgePage *page, double height) {
  birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_DECORATION});
  for (guint d = 0; d < page->survey->n_documents; d++)
    birge_page_fill(
        page,
        (BirgeBox){page->columns[d].x - BIRGE_PAGE_PADDING, page->y, BIRGE_PAGE_HAIRLINE, height},
        RULE);
  birge_page_fill(page,
                  (BirgeBox){BIRGE_PAGE_MARGIN, page->y + height - BIRGE_PAGE_HAIRLINE,
                             page->settings.width - 2 * BIRGE_PAGE_MARGIN, BIRGE_PAGE_HAIRLINE},
                  RULE);
  birge_page_end_part(page);
}

/* Adds a headline to the table of contents; without headlines, the first row of each page. */
static void add_entry(const BirgePage *page, const BirgeShown *shown, const BirgePageCell *cells,
                      gboolean is_first_of_page) {
  if (!page->canvas->add_entry)
    return;
  gboolean is_headline =
      birge_row_kind(shown->bitext, &shown->bitext->rows[shown->r]) == BIRGE_BLOCK_HEADLINE;
  if (page->has_contents ? !is_headline : !is_first_of_page)
    return;
  guint d = 0;
  while (d + 1 < page->survey->n_documents && cells[d].text[0] == '\0')
    d++;
  g_autofree char *entry =
      page->has_contents ? g_strdup(cells[d].text) : g_strdup_printf("Row %u", shown->number);
  page->canvas->add_entry(page->canvas, entry, page->y);
}

/* Draws a row, on as many pages as it needs. */
static gboolean draw_cells(BirgePage *page, const BirgeShown *shown, const BirgePageCell *cells,
                           GError **error) {
  guint n_lines = 1;
  for (guint d = 0; d < page->survey->n_documents; d++)
    n_lines = MAX(n_lines, cells[d].layout->lines->len);
  double whole_page =
      page->settings.height - BIRGE_PAGE_BOTTOM - BIRGE_PAGE_MARGIN - BIRGE_PAGE_HEADINGS;
  gboolean is_first_of_page = shown->number == 1;
  for (guint first = 0, end; first < n_lines; first = end) {
    guint left = n_lines - first;
    double wanted = left * BIRGE_PAGE_LINE + 2 * BIRGE_PAGE_ROW_PADDING;
    if (wanted > room(page) &&
        (wanted <= whole_page ||
         room(page) < MIN_LINES * BIRGE_PAGE_LINE + 2 * BIRGE_PAGE_ROW_PADDING)) {
      if (!birge_page_begin(page, error))
        return FALSE;
      is_first_of_page = TRUE;
    }
    if (first == 0)
      add_entry(page, shown, cells, is_first_of_page);
    is_first_of_page = FALSE;
    guint fits = (guint)MAX((room(page) - 2 * BIRGE_PAGE_ROW_PADDING) / BIRGE_PAGE_LINE, 1);
    end = first + MIN(left, fits);
    birge_page_begin_part(page, (BirgePart){.kind = BIRGE_PART_ROW});
    page->n_left += BIRGE_PAGE_ROW_LETTERS;
    if (first == 0)
      draw_row_heading(page, shown, end > 1);
    draw_lines(page, cells, first, end);
    birge_page_end_part(page);
    double height = (end - first) * BIRGE_PAGE_LINE + 2 * BIRGE_PAGE_ROW_PADDING;
    draw_rules(page, height);
    page->y += height;
  }
  return TRUE;
}

static BirgePageStyle style_of(BirgeBlockKind kind) {
  switch (kind) {
  case BIRGE_BLOCK_HEADLINE:
  case BIRGE_BLOCK_DATELINE:
  case BIRGE_BLOCK_BYLINE:
    return BIRGE_STYLE_BOLD;
  case BIRGE_BLOCK_CAPTION:
    return BIRGE_STYLE_ITALIC;
  default:
    return BIRGE_STYLE_TEXT;
  }
}

static gboolean lay_out_row(BirgePage *page, const BirgeShown *shown, BirgePageCell *cells,
                            GError **error) {
  const BirgeRow *row = &shown->bitext->rows[shown->r];
  BirgePageStyle style = style_of(birge_row_kind(shown->bitext, row));
  for (guint d = 0; d < page->survey->n_documents; d++) {
    BirgePageColumn *column = &page->columns[d];
    BirgePageCell *cell = &cells[d];
    gboolean is_empty = row->runs[d].first == row->runs[d].end;
    gboolean is_faint = is_empty || row->status == BIRGE_STATUS_REJECTED;
    cell->text = birge_document_run_text(shown->bitext->documents[d], row->runs[d]);
    cell->pen.style = birge_page_style(page, column, style, error);
    cell->pen.color = is_faint ? BIRGE_PAGE_FAINT : BIRGE_PAGE_INK;
    if (!cell->pen.style || !birge_page_lay_out(page, column, page->text_width, cell, error))
      return FALSE;
  }
  return TRUE;
}

gboolean birge_page_draw_row(BirgePage *page, const BirgeShown *shown, GError **error) {
  BirgePageCell cells[BIRGE_MAX_LANGUAGES] = {0};
  gboolean is_drawn = lay_out_row(page, shown, cells, error);
  is_drawn = is_drawn && draw_cells(page, shown, cells, error);
  for (guint d = 0; d < page->survey->n_documents; d++)
    birge_page_cell_clear(&cells[d]);
  return is_drawn;
}
