/* Writes a bitext as a web page: one file, no script, nothing loaded from elsewhere. */
#include "base/escape.h"
#include "render/private.h"

#include <string.h>

/* Fonts for right-to-left text are those that have every letter of Sorani, as far as systems have
 * them. What is hidden is there for screen readers and never copied. Colours pass WCAG 2.2 AA. */
static const char *const style[] = {
    ":root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --faint: #59636e;",
    "  --line: #d1d9e0; --head: #f3f5f7; --good: #166c2f; --doubtful: #855800; --bad: #b81f2b; }",
    "@media screen and (prefers-color-scheme: dark) {",
    "  :root { --paper: #15181c; --ink: #e6e9ed; --faint: #9aa4af; --line: #353c44;",
    "    --head: #1f242a; --good: #56c271; --doubtful: #dba83a; --bad: #ff7b72; } }",
    "* { box-sizing: border-box; }",
    "body { margin: 0; padding: 1.5rem; background: var(--paper); color: var(--ink);",
    "  font: 1rem/1.6 system-ui, \"Segoe UI\", \"Noto Sans\", \"DejaVu Sans\", sans-serif; }",
    "[dir=rtl] { font-family: \"Noto Naskh Arabic\", Vazirmatn, \"Noto Sans Arabic\",",
    "  \"Segoe UI\", Tahoma, \"DejaVu Sans\", sans-serif; }",
    "h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.4; text-align: start; }",
    "table { width: 100%; border-collapse: separate; border-spacing: 0; table-layout: fixed; }",
    "caption { padding-block-end: .75rem; color: var(--faint); text-align: start; }",
    "col:first-child { width: 6.5rem; }",
    "th, td { padding: .5rem .75rem; border-block-end: 1px solid var(--line); text-align: start;",
    "  vertical-align: top; overflow-wrap: anywhere; }",
    "td { border-inline: solid var(--line); border-inline-width: 1px 0; white-space: pre-wrap; }",
    "td[dir=rtl] { border-inline-width: 0 1px; font-size: 1.0625rem; line-height: 1.75; }",
    "thead th { position: sticky; inset-block-start: 0; background: var(--head); }",
    "thead bdi { color: var(--faint); font-weight: normal; font-size: .875rem; }",
    "tbody th { font-size: .875rem; font-weight: normal; color: var(--faint); }",
    "tbody th b { color: var(--ink); margin-inline-end: .25rem; }",
    "tbody th span { display: block; }",
    "tbody th b + span { display: inline; }",
    ".headline td { font-size: 1.125rem; font-weight: bold; }",
    ".dateline td, .byline td { font-weight: bold; }",
    ".caption td { font-style: italic; }",
    ".good { color: var(--good); }",
    ".doubtful { color: var(--doubtful); }",
    ".bad { color: var(--bad); font-weight: bold; }",
    ".rejected td { color: var(--faint); }",
    ".empty { color: var(--faint); }",
    ".hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;",
    "  clip-path: inset(50%); white-space: nowrap; user-select: none; }",
    "@media (max-width: 36rem) {",
    "  table, caption, tbody, tr, td, tbody th { display: block; }",
    "  thead, col { display: none; }",
    "  body { padding: .75rem; }",
    "  td, td[dir=rtl] { border-inline-width: 0; }",
    "  tbody th { background: var(--head); } tbody th span { display: inline; } }",
    "@page { size: landscape; margin: 14mm 12mm; }",
    "@media print {",
    "  body { padding: 0; font-size: 10pt; }",
    "  td[dir=rtl] { font-size: 10.5pt; }",
    "  thead { display: table-header-group; }",
    "  thead th { position: static; }",
    "  tr { break-inside: avoid; }",
    "  h1, caption { break-after: avoid; } }",
};

typedef struct {
  const BirgeBitext *bitext;
  const BirgeWriteOptions *options;
  BirgeOutput *output;
  BirgeColumn columns[BIRGE_MAX_LANGUAGES];
} Page;

static void print_escaped(const Page *page, const char *text) {
  birge_output_escape(page->output, text, strlen(text));
}

static void print_language(const Page *page, const BirgeColumn *column) {
  const char *tag = column->document->language;
  birge_output_puts(page->output, " lang=\"");
  birge_output_escape_attribute(page->output, tag, strlen(tag));
  birge_output_puts(page->output, "\"");
}

static void print_direction(const Page *page, const BirgeColumn *column) {
  gboolean is_rtl = column->direction == BIRGE_DIRECTION_RTL;
  birge_output_printf(page->output, " dir=\"%s\"", is_rtl ? "rtl" : "ltr");
}

/* The headline of the first column that has one; NULL if none has. Sets column to it. */
static char *find_headline(const Page *page, const BirgeColumn **column) {
  for (guint d = 0; d < page->bitext->n_documents; d++) {
    const BirgeDocument *document = page->columns[d].document;
    for (guint r = 0; r < page->bitext->n_rows; r++) {
      BirgeRun run = page->bitext->rows[r].runs[d];
      if (birge_run_kind(document, run) == BIRGE_BLOCK_HEADLINE) {
        *column = &page->columns[d];
        return birge_document_run_text(document, run);
      }
    }
  }
  return NULL;
}

/* The page's title, yours. column: receives whose language it is in; NULL if that is unknown. */
static char *make_title(const Page *page, const BirgeColumn **column) {
  *column = NULL;
  if (page->options->title)
    return g_strdup(page->options->title);
  char *headline = find_headline(page, column);
  if (headline)
    return headline;
  const char *name = page->columns[0].document->name;
  return name[0] != '\0' ? g_path_get_basename(name) : g_strdup("Bitext");
}

static void print_head(const Page *page, const char *title) {
  /* The words of ours are few; the page's language is that of its first column. */
  birge_output_puts(page->output, "<!DOCTYPE html>\n<html");
  print_language(page, &page->columns[0]);
  birge_output_puts(page->output,
                    " dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" "
                    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>");
  print_escaped(page, title);
  birge_output_puts(page->output, "</title>\n<style>\n");
  for (guint i = 0; i < G_N_ELEMENTS(style); i++)
    birge_output_printf(page->output, "%s\n", style[i]);
  birge_output_puts(page->output, "</style>\n</head>\n");
}

static guint count_empty(const BirgeBitext *bitext, guint d) {
  guint n = 0;
  for (guint r = 0; r < bitext->n_rows; r++)
    n += bitext->rows[r].runs[d].first == bitext->rows[r].runs[d].end ? 1 : 0;
  return n;
}

/* How many rows there are, and how many have no version in a language. */
static void print_summary(const Page *page) {
  guint n_rows = page->bitext->n_rows;
  birge_output_printf(page->output, "<caption>%u %s", n_rows, n_rows == 1 ? "row" : "rows");
  const char *before = "; without a version: ";
  for (guint d = 0; d < page->bitext->n_documents; d++) {
    guint n_empty = count_empty(page->bitext, d);
    if (n_empty == 0)
      continue;
    birge_output_puts(page->output, before);
    print_escaped(page, page->columns[d].english_name);
    birge_output_printf(page->output, " %u", n_empty);
    before = ", ";
  }
  birge_output_puts(page->output, "</caption>\n");
}

static void print_column_heading(const Page *page, const BirgeColumn *column) {
  birge_output_puts(page->output, "<th scope=\"col\"");
  print_language(page, column);
  print_direction(page, column);
  birge_output_puts(page->output, ">");
  print_escaped(page, column->name);
  if (!g_str_equal(column->name, column->document->language)) {
    birge_output_puts(page->output, " <bdi dir=\"ltr\">");
    print_escaped(page, column->document->language);
    birge_output_puts(page->output, "</bdi>");
  }
  birge_output_puts(page->output, "</th>");
}

static void print_table_head(const Page *page) {
  birge_output_puts(page->output, "<table>\n");
  print_summary(page);
  birge_output_printf(page->output, "<colgroup><col><col span=\"%u\"></colgroup>\n",
                      page->bitext->n_documents);
  birge_output_puts(page->output, "<thead>\n<tr><th scope=\"col\">Row</th>");
  for (guint d = 0; d < page->bitext->n_documents; d++)
    print_column_heading(page, &page->columns[d]);
  birge_output_puts(page->output, "</tr>\n</thead>\n<tbody>\n");
}

/* Number and confidence; the origin, if there is a tie that came from somewhere; the status, once a
 * person has judged. */
static void print_row_heading(const Page *page, const BirgeRow *row, guint number) {
  static const struct {
    const char *class;
    const char *word;
  } bands[] = {[BIRGE_BAND_GOOD] = {"good", ""},
               [BIRGE_BAND_DOUBTFUL] = {"doubtful", "doubtful"},
               [BIRGE_BAND_BAD] = {"bad", "wrong?"}};
  BirgeBand band = birge_confidence_band(row->confidence);
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(confidence, sizeof confidence, "%.2f", row->confidence);
  birge_output_printf(page->output,
                      "<th scope=\"row\"><b>%u</b> <span class=\"%s\" title=\"confidence: the "
                      "probability that the row is exactly right\">%s</span>",
                      number, bands[band].class, confidence);
  if (band != BIRGE_BAND_GOOD)
    birge_output_printf(page->output, " <span class=\"%s\">%s</span>", bands[band].class,
                        bands[band].word);
  if (birge_row_is_tied(row, page->bitext->n_documents))
    birge_output_printf(page->output, " <span>%s</span>", birge_origin_print(row->origin));
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

/* Writes a cell's segments, each an isolate of its own, and what stands between them. */
static void print_segments(const Page *page, const BirgeColumn *column, BirgeRun run) {
  for (guint s = run.first; s < run.end; s++) {
    g_autofree char *text = birge_document_run_text(column->document, (BirgeRun){s, s + 1});
    birge_output_puts(page->output, "<span");
    print_direction(page, column);
    birge_output_puts(page->output, ">");
    print_escaped(page, text);
    birge_output_puts(page->output, "</span>");
    if (s + 1 == run.end)
      break;
    g_autofree char *gap = gap_after(column->document, s);
    print_escaped(page, gap);
  }
}

static void print_cell(const Page *page, const BirgeColumn *column, BirgeRun run) {
  birge_output_puts(page->output, run.first == run.end ? "<td class=\"empty\"" : "<td");
  if (run.first < run.end)
    print_language(page, column);
  print_direction(page, column);
  birge_output_puts(page->output, ">");
  if (run.first < run.end) {
    print_segments(page, column, run);
  } else {
    birge_output_puts(page->output, "<span aria-hidden=\"true\">—</span>"
                                    "<span class=\"hidden\" dir=\"ltr\">no version in ");
    print_escaped(page, column->english_name);
    birge_output_puts(page->output, "</span>");
  }
  birge_output_puts(page->output, "</td>\n");
}

/* What a row's first text is decides how the row looks. */
static BirgeBlockKind row_kind(const Page *page, const BirgeRow *row) {
  for (guint d = 0; d < page->bitext->n_documents; d++) {
    if (row->runs[d].first < row->runs[d].end)
      return birge_run_kind(page->columns[d].document, row->runs[d]);
  }
  return BIRGE_BLOCK_PARAGRAPH;
}

static void print_row(const Page *page, guint r) {
  const BirgeRow *row = &page->bitext->rows[r];
  birge_output_printf(page->output, "<tr id=\"row-%u\" class=\"%s %s\">", r + 1,
                      birge_block_kind_print(row_kind(page, row)), birge_status_print(row->status));
  print_row_heading(page, row, r + 1);
  for (guint d = 0; d < page->bitext->n_documents; d++)
    print_cell(page, &page->columns[d], row->runs[d]);
  birge_output_puts(page->output, "</tr>\n");
}

gboolean birge_html_write(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                          BirgeOutput *output, GError **error) {
  (void)error; /* every bitext can be said in HTML */
  Page page = {.bitext = bitext, .options = options, .output = output};
  for (guint d = 0; d < bitext->n_documents; d++)
    page.columns[d] = birge_column_of(options->locales, bitext->documents[d]);
  const BirgeColumn *column;
  g_autofree char *title = make_title(&page, &column);
  print_head(&page, title);
  birge_output_puts(output, "<body>\n<main>\n<h1");
  if (column) {
    print_language(&page, column);
    print_direction(&page, column);
  } else {
    birge_output_puts(output, " dir=\"auto\"");
  }
  birge_output_puts(output, ">");
  print_escaped(&page, title);
  birge_output_puts(output, "</h1>\n");
  print_table_head(&page);
  for (guint r = 0; r < bitext->n_rows; r++)
    print_row(&page, r);
  birge_output_puts(output, "</tbody>\n</table>\n</main>\n</body>\n</html>\n");
  return TRUE;
}
