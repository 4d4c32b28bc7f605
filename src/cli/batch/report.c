/* Says what became of a batch: on standard error, and in reports as HTML and JSON. What a report
 * says does not depend on how often the run was broken off. */
#include "base/error.h"
#include "base/escape.h"
#include "base/output.h"
#include "cli/batch/private.h"
#include "cli/print.h"

#include <stdio.h>
#include <string.h>

static guint count_failed(const BirgeBatch *batch) {
  guint n = 0;
  for (guint i = 0; i < batch->articles->len; i++)
    n += ((const BirgeBatchArticle *)batch->articles->pdata[i])->reason != NULL;
  return n;
}

/* Names of files may hold any bytes. */
static void write_cell(BirgeOutput *output, const char *text) {
  g_autofree char *shown = g_utf8_make_valid(text, -1);
  birge_output_puts(output, "<td><bdi>");
  birge_output_escape(output, shown, strlen(shown));
  birge_output_puts(output, "</bdi></td>");
}

static void write_html(const BirgeBatch *batch, guint n_failed, BirgeOutput *output) {
  birge_output_printf(output,
                      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                      "<title>Batch</title></head><body>\n<h1>%u articles, %u failed</h1>\n"
                      "<table>\n<tr><th>Article</th><th>Why it failed</th></tr>\n",
                      batch->articles->len, n_failed);
  for (guint i = 0; i < batch->articles->len; i++) {
    const BirgeBatchArticle *article = batch->articles->pdata[i];
    if (!article->reason)
      continue;
    birge_output_puts(output, "<tr>");
    write_cell(output, article->name);
    write_cell(output, article->reason);
    birge_output_puts(output, "</tr>\n");
  }
  birge_output_puts(output, "</table>\n</body></html>\n");
}

static void write_string(BirgeOutput *output, const char *text) {
  g_autofree char *shown = g_utf8_make_valid(text, -1);
  birge_print_json(output, shown, strlen(shown));
}

static void write_json(const BirgeBatch *batch, guint n_failed, BirgeOutput *output) {
  const char *between = "\n";
  birge_output_printf(output, "{\n  \"articles\": %u,\n  \"done\": %u,\n  \"failed\": [",
                      batch->articles->len, batch->articles->len - n_failed);
  for (guint i = 0; i < batch->articles->len; i++) {
    const BirgeBatchArticle *article = batch->articles->pdata[i];
    if (!article->reason)
      continue;
    birge_output_printf(output, "%s    {\"article\": ", between);
    write_string(output, article->name);
    birge_output_puts(output, ", \"reason\": ");
    write_string(output, article->reason);
    birge_output_puts(output, "}");
    between = ",\n";
  }
  birge_output_puts(output, n_failed > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

typedef void (*ReportFunc)(const BirgeBatch *batch, guint n_failed, BirgeOutput *output);

static gboolean write_report(const BirgeBatch *batch, const char *name, ReportFunc write,
                             GError **error) {
  g_autofree char *path = g_build_filename(batch->options->output, name, NULL);
  g_autoptr(BirgeOutput) output = birge_output_open(path, error);
  if (!output)
    return FALSE;
  write(batch, count_failed(batch), output);
  return birge_output_commit(g_steal_pointer(&output), error);
}

/* Says how many rows were too doubtful. */
static void tell_rows(const BirgeBatch *batch) {
  guint64 n_rows = 0, n_left_out = 0;
  for (guint i = 0; i < batch->articles->len; i++) {
    const BirgeBatchArticle *article = batch->articles->pdata[i];
    n_rows += article->n_rows;
    n_left_out += article->n_left_out;
  }
  fprintf(stderr,
          "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
          " rows left out, with a confidence below %s\n",
          n_left_out, n_rows, batch->options->min_confidence);
}

gboolean birge_batch_end(const BirgeBatch *batch, GError **error) {
  guint n_failed = count_failed(batch), n_there = 0;
  for (guint i = 0; i < batch->articles->len; i++) {
    const BirgeBatchArticle *article = batch->articles->pdata[i];
    n_there += article->was_there || (article->is_settled && !article->reason);
    if (article->reason && !article->is_settled)
      fprintf(stderr, "%s: failed: %s\n", article->name, article->reason);
  }
  if (!write_report(batch, "report.html", write_html, error) ||
      !write_report(batch, "report.json", write_json, error))
    return FALSE;
  if (batch->options->min_confidence && !batch->options->is_quiet)
    tell_rows(batch);
  if (!batch->options->is_quiet)
    fprintf(stderr, "%u article%s: %u written, %u were there, %u failed\n", batch->articles->len,
            batch->articles->len == 1 ? "" : "s", batch->articles->len - n_failed - n_there,
            n_there, n_failed);
  if (n_failed > 0)
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT,
                "%u of %u articles failed (report.html lists them)", n_failed,
                batch->articles->len);
  return n_failed == 0;
}
