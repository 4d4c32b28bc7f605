/* Writes a bitext as a web page: one file, nothing loaded from elsewhere, no script but the one
 * that adds a search, without which the page works. */
#include "base/escape.h"
#include "render/birge-web.h" /* made of web/ at build time */
#include "render/layout.h"
#include "render/survey.h"

#include <string.h>

typedef struct {
  const BirgeSurvey *survey;
  const BirgeWriteOptions *options;
  BirgeOutput *output;
} Page;

static void print_escaped(const Page *page, const char *text) {
  birge_output_escape(page->output, text, strlen(text));
}

static void print_language(const Page *page, const BirgeColumn *column) {
  const char *tag = column->language;
  birge_output_puts(page->output, " lang=\"");
  birge_output_escape_attribute(page->output, tag, strlen(tag));
  birge_output_puts(page->output, "\"");
}

static void print_direction(const Page *page, const BirgeColumn *column) {
  gboolean is_rtl = column->direction == BIRGE_DIRECTION_RTL;
  birge_output_printf(page->output, " dir=\"%s\"", is_rtl ? "rtl" : "ltr");
}

/* Returns a file of web/, yours. */
static GBytes *find_file(const char *name) {
  g_autofree char *path = g_strconcat("/birge/web/", name, NULL);
  return g_resource_lookup_data(birge_web_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static void print_file(const Page *page, const char *name) {
  g_autoptr(GBytes) file = find_file(name);
  gsize length;
  const char *bytes = g_bytes_get_data(file, &length);
  birge_output_write(page->output, bytes, length);
}

/* Says which script may run: the one whose bytes, between its tags, have this hash. */
static void print_policy(const Page *page) {
  g_autoptr(GBytes) script = find_file("page.js");
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  gsize length;
  const guchar *bytes = g_bytes_get_data(script, &length);
  g_checksum_update(checksum, bytes, (gssize)length);
  guint8 digest[32];
  gsize n = sizeof digest;
  g_checksum_get_digest(checksum, digest, &n);
  g_autofree char *hash = g_base64_encode(digest, n);
  birge_output_printf(page->output,
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "style-src 'unsafe-inline'; script-src 'sha256-%s'\">\n",
                      hash);
}

static void print_head(const Page *page, const char *title) {
  /* The words of ours are few; the page's language is that of its first column. */
  birge_output_puts(page->output, "<!DOCTYPE html>\n<html");
  print_language(page, &page->survey->columns[0]);
  birge_output_puts(page->output, " dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n"
                                  "<meta name=\"viewport\" content=\"width=device-width\">\n");
  print_policy(page);
  birge_output_puts(page->output, "<title>");
  print_escaped(page, title);
  birge_output_puts(page->output, "</title>\n<style>\n");
  print_file(page, "page.css");
  birge_output_puts(page->output, "</style>\n</head>\n");
}

/* How many rows there are, and how many have no version in a language. */
static void print_summary(const Page *page) {
  guint n_rows = page->survey->n_rows, n_shown = page->survey->n_shown;
  birge_output_puts(page->output, "<caption>");
  if (n_shown < n_rows)
    birge_output_printf(page->output, "%u of ", n_shown);
  birge_output_printf(page->output, "%u %s", n_rows, n_rows == 1 ? "row" : "rows");
  const char *before = "; without a version: ";
  for (guint d = 0; d < page->survey->n_documents; d++) {
    guint n_empty = page->survey->n_empty[d];
    if (n_empty == 0)
      continue;
    birge_output_puts(page->output, before);
    print_escaped(page, page->survey->columns[d].english_name);
    birge_output_printf(page->output, " %u", n_empty);
    before = ", ";
  }
  birge_output_puts(page->output, "</caption>\n");
}

/* What a heading is for, in columns and where languages stand under each other. */
static const char *scope(const Page *page, const char *in_columns, const char *interlinear) {
  return page->options->is_interlinear ? interlinear : in_columns;
}

static void print_column_heading(const Page *page, const BirgeColumn *column) {
  birge_output_printf(page->output, "<th scope=\"%s\"", scope(page, "col", "row"));
  print_language(page, column);
  print_direction(page, column);
  birge_output_puts(page->output, ">");
  print_escaped(page, column->name);
  if (!g_str_equal(column->name, column->language)) {
    birge_output_puts(page->output, " <bdi dir=\"ltr\">");
    print_escaped(page, column->language);
    birge_output_puts(page->output, "</bdi>");
  }
  birge_output_puts(page->output, "</th>");
}

static void print_table_head(const Page *page) {
  if (page->options->is_interlinear) {
    birge_output_puts(page->output, "<table class=\"interlinear\">\n");
    print_summary(page);
    birge_output_puts(
        page->output,
        "<colgroup><col><col><col></colgroup>\n<thead>\n<tr><th scope=\"col\">Row</th>"
        "<th scope=\"col\">Language</th><th scope=\"col\">Text</th></tr>\n</thead>\n");
    return;
  }
  birge_output_puts(page->output, "<table>\n");
  print_summary(page);
  birge_output_printf(page->output,
                      "<colgroup><col><col span=\"%u\"></colgroup>\n<thead>\n"
                      "<tr><th scope=\"col\">Row</th>",
                      page->survey->n_documents);
  for (guint d = 0; d < page->survey->n_documents; d++)
    print_column_heading(page, &page->survey->columns[d]);
  birge_output_puts(page->output, "</tr>\n</thead>\n");
}

/* Number and confidence; the origin, if there is a tie that came from somewhere; gaps; the status,
 * once a person has judged. */
static void print_row_heading(const Page *page, const BirgeShown *shown) {
  const BirgeRow *row = &shown->bitext->rows[shown->r];
  static const struct {
    const char *class;
    const char *word;
  } bands[] = {[BIRGE_BAND_GOOD] = {"good", ""},
               [BIRGE_BAND_DOUBTFUL] = {"doubtful", "doubtful"},
               [BIRGE_BAND_BAD] = {"bad", "wrong?"}};
  BirgeBand band = birge_confidence_band(row->confidence);
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(confidence, sizeof confidence, "%.2f", row->confidence);
  birge_output_printf(
      page->output,
      "<th scope=\"%s\" rowspan=\"%u\"><b>%u</b> <span class=\"%s\" title=\"confidence: the "
      "probability that the row is exactly right\">%s</span>",
      scope(page, "row", "rowgroup"), page->options->is_interlinear ? page->survey->n_documents : 1,
      shown->number, bands[band].class, confidence);
  if (band != BIRGE_BAND_GOOD)
    birge_output_printf(page->output, " <span class=\"%s\">%s</span>", bands[band].class,
                        bands[band].word);
  if (birge_row_is_tied(row, page->survey->n_documents))
    birge_output_printf(page->output, " <span>%s</span>", birge_origin_print(row->origin));
  guint n_gaps = birge_row_count_gaps(row, page->survey->n_documents);
  if (n_gaps > 0)
    birge_output_printf(page->output,
                        " <span title=\"underlined: sentences that have no counterpart in the "
                        "row\">%u unmatched</span>",
                        n_gaps);
  if (row->status != BIRGE_STATUS_PROPOSED)
    birge_output_printf(page->output, " <span>%s</span>", birge_status_print(row->status));
  birge_output_puts(page->output, "</th>\n");
}

/* What stands between a segment and the next one of its run; yours. */
static char *gap_after(const BirgeDocument *document, guint s) {
  g_autofree char *left = birge_document_run_text(document, (BirgeRun){s, s + 1});
  g_autofree char *right = birge_document_run_text(document, (BirgeRun){s + 1, s + 2});
  g_autofree char *both = birge_document_run_text(document, (BirgeRun){s, s + 2});
  gsize start = strlen(left);
  return g_strndup(both + start, strlen(both) - start - strlen(right));
}

/* A piece of a cell's text. */
typedef struct {
  const char *text;
  gsize start;               /* where it begins in the cell's text */
  const GArray *differences; /* of BirgeSpan, in the cell's text; NULL: none */
} Piece;

/* Browsers end a line at a line feed and at an element, at no other character. */
static void print_text(const Page *page, const char *text, gsize length) {
  const char *start = text, *end = text + length;
  for (const char *p = text, *next; p < end; p = next) {
    next = g_utf8_next_char(p);
    UChar32 c = (UChar32)g_utf8_get_char(p);
    if (c == '\n' || !birge_ends_line(c))
      continue;
    birge_output_escape(page->output, start, (gsize)(p - start));
    gboolean is_crlf = c == '\r' && next < end && *next == '\n';
    birge_output_puts(page->output, is_crlf ? "" : "<br>");
    start = next;
  }
  birge_output_escape(page->output, start, (gsize)(end - start));
}

/* Writes a piece, its words that differ marked. */
static void print_piece(const Page *page, Piece piece) {
  gsize length = strlen(piece.text), done = 0;
  for (guint i = 0; piece.differences && i < piece.differences->len; i++) {
    BirgeSpan span = g_array_index(piece.differences, BirgeSpan, i);
    if (span.end <= piece.start || span.start >= piece.start + length)
      continue;
    gsize start = MAX(span.start, piece.start) - piece.start;
    gsize end = MIN(span.end - piece.start, length);
    print_text(page, piece.text + done, start - done);
    birge_output_puts(page->output, "<mark>");
    print_text(page, piece.text + start, end - start);
    birge_output_puts(page->output, "</mark>");
    done = end;
  }
  print_text(page, piece.text + done, length - done);
}

/* Writes a cell's segments, each an isolate of its own, and what stands between them. */
static void print_segments(const Page *page, const BirgeShown *shown, guint d) {
  const BirgeColumn *column = &page->survey->columns[d];
  const BirgeDocument *document = shown->bitext->documents[d];
  const BirgeRow *row = &shown->bitext->rows[shown->r];
  BirgeRun run = row->runs[d];
  g_autoptr(GArray) differences =
      birge_differences_find(shown->bitext, page->options->locales, shown->r, d);
  gsize start = 0;
  for (guint s = run.first; s < run.end; s++) {
    g_autofree char *text = birge_document_run_text(document, (BirgeRun){s, s + 1});
    gboolean is_gap = birge_row_has_gap(row, d, s - run.first);
    birge_output_puts(page->output, is_gap ? "<span class=\"gap\"" : "<span");
    print_direction(page, column);
    birge_output_puts(page->output, ">");
    print_piece(page, (Piece){text, start, differences});
    birge_output_puts(page->output, "</span>");
    if (s + 1 == run.end)
      break;
    g_autofree char *gap = gap_after(document, s);
    print_escaped(page, gap);
    start += strlen(text) + strlen(gap);
  }
}

static void print_cell(const Page *page, const BirgeShown *shown, guint d) {
  const BirgeColumn *column = &page->survey->columns[d];
  BirgeRun run = shown->bitext->rows[shown->r].runs[d];
  birge_output_puts(page->output, run.first == run.end ? "<td class=\"empty\"" : "<td");
  if (run.first < run.end)
    print_language(page, column);
  print_direction(page, column);
  birge_output_puts(page->output, ">");
  if (run.first < run.end) {
    print_segments(page, shown, d);
  } else {
    birge_output_puts(page->output, "<span aria-hidden=\"true\">—</span>"
                                    "<span class=\"hidden\" dir=\"ltr\">no version in ");
    print_escaped(page, column->english_name);
    birge_output_puts(page->output, "</span>");
  }
  birge_output_puts(page->output, "</td>\n");
}

/* Begins what holds a row, and says what the filter of the page asks for. */
static void print_row_start(const Page *page, const char *element, const BirgeShown *shown) {
  const BirgeBitext *bitext = shown->bitext;
  const BirgeRow *row = &bitext->rows[shown->r];
  birge_output_printf(page->output, "<%s id=\"row-%u\" class=\"%s %s\" data-is=\"%s", element,
                      shown->number, birge_block_kind_print(birge_row_kind(bitext, row)),
                      birge_status_print(row->status), birge_status_print(row->status));
  if (birge_row_is_shown(bitext, shown->r, BIRGE_ONLY_DOUBTFUL))
    birge_output_puts(page->output, " doubtful");
  if (birge_row_is_shown(bitext, shown->r, BIRGE_ONLY_UNMATCHED))
    birge_output_puts(page->output, " unmatched");
  birge_output_puts(page->output, "\">");
}

static void print_row(const Page *page, const BirgeShown *shown) {
  print_row_start(page, "tr", shown);
  print_row_heading(page, shown);
  for (guint d = 0; d < page->survey->n_documents; d++)
    print_cell(page, shown, d);
  birge_output_puts(page->output, "</tr>\n");
}

/* One language under the other: a group of rows for each row. */
static void print_interlinear_row(const Page *page, const BirgeShown *shown) {
  print_row_start(page, "tbody", shown);
  for (guint d = 0; d < page->survey->n_documents; d++) {
    birge_output_puts(page->output, "<tr>");
    if (d == 0)
      print_row_heading(page, shown);
    print_column_heading(page, &page->survey->columns[d]);
    print_cell(page, shown, d);
    birge_output_puts(page->output, "</tr>\n");
  }
  birge_output_puts(page->output, "</tbody>\n");
}

static gboolean show_row(gpointer renderer, const BirgeShown *shown, GError **error) {
  (void)error; /* every row can be said in HTML */
  const Page *page = renderer;
  (page->options->is_interlinear ? print_interlinear_row : print_row)(page, shown);
  return TRUE;
}

static void print_title(const Page *page, const char *title, guint owner) {
  birge_output_puts(page->output, "<body>\n<main>\n<h1");
  if (owner != BIRGE_NO_COLUMN) {
    print_language(page, &page->survey->columns[owner]);
    print_direction(page, &page->survey->columns[owner]);
  } else {
    birge_output_puts(page->output, " dir=\"auto\"");
  }
  birge_output_puts(page->output, ">");
  print_escaped(page, title);
  birge_output_puts(page->output, "</h1>\n");
}

gboolean birge_html_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                          GError **error) {
  g_auto(BirgeSurvey) survey = {0};
  if (!birge_survey(parts, options, &survey, error))
    return FALSE;
  Page page = {.survey = &survey, .options = options, .output = output};
  guint owner;
  g_autofree char *title = birge_title_choose(&survey, options, &owner);
  print_head(&page, title);
  print_title(&page, title, owner);
  print_table_head(&page);
  birge_output_puts(output, options->is_interlinear ? "" : "<tbody>\n");
  if (!birge_show_rows(parts, options->only, show_row, &page, error))
    return FALSE;
  birge_output_puts(output, options->is_interlinear ? "</table>\n" : "</tbody>\n</table>\n");
  birge_output_puts(output, "</main>\n<script>");
  print_file(&page, "page.js");
  birge_output_puts(output, "</script>\n</body>\n</html>\n");
  return TRUE;
}
