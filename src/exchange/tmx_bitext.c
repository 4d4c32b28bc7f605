/* Writes a bitext as TMX 1.4: a unit for each row that ties two languages or more.
 *
 * A row with text in one language only says nothing to a translation memory and is left out. The
 * unit's tuid is the number of its row, counted from 1; the props x-birge-confidence, -origin and
 * -status say how far it is to be trusted. */
#include "base/error.h"
#include "base/escape.h"
#include "exchange/exchange.h"
#include "exchange/private.h"

#include <string.h>

/* Checks that XML can say a text. */
static gboolean check_text(const BirgeDocument *document, const char *text, guint row_number,
                           GError **error) {
  const char *forbidden = birge_xml_find_forbidden(text, strlen(text));
  if (!forbidden)
    return TRUE;
  const char *place = *document->name ? document->name : document->language;
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, place, 0, "row %u holds U+%04X, which XML forbids",
                     row_number, g_utf8_get_char(forbidden));
  return FALSE;
}

static gboolean check_cell(const BirgeDocument *document, BirgeRun run, guint row_number,
                           GError **error) {
  g_autofree char *text = birge_document_run_text(document, run);
  return check_text(document, text, row_number, error);
}

static void write_cell(BirgeOutput *output, const BirgeDocument *document, BirgeRun run) {
  g_autofree char *content = birge_document_run_markup(document, run);
  g_autoptr(GString) markup = g_string_new(content);
  /* A bare carriage return would be read as a line feed (XML 1.0, 2.11). */
  g_string_replace(markup, "\r", "&#13;", 0);
  const char *const attributes[] = {"xml:lang", document->language, NULL};
  birge_output_puts(output, "      ");
  birge_output_tag(output, "tuv", attributes);
  birge_output_puts(output, "\n");
  birge_output_seg(output, markup);
  birge_output_puts(output, "      </tuv>\n");
}

static void write_props(BirgeOutput *output, const BirgeRow *row) {
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(confidence, sizeof confidence, "%.3f", row->confidence);
  birge_output_printf(output,
                      "      <prop type=\"x-birge-confidence\">%s</prop>\n"
                      "      <prop type=\"x-birge-origin\">%s</prop>\n"
                      "      <prop type=\"x-birge-status\">%s</prop>\n",
                      confidence, birge_origin_print(row->origin), birge_status_print(row->status));
  if (!row->note)
    return;
  birge_output_puts(output, "      <note>");
  birge_output_escape(output, row->note, strlen(row->note));
  birge_output_puts(output, "</note>\n");
}

static gboolean write_row(const BirgeBitext *bitext, guint r, BirgeOutput *output, GError **error) {
  const BirgeRow *row = &bitext->rows[r];
  birge_output_printf(output, "    <tu tuid=\"%u\">\n", r + 1);
  if (row->note && !check_text(bitext->documents[0], row->note, r + 1, error))
    return FALSE;
  write_props(output, row);
  for (guint d = 0; d < bitext->n_documents; d++) {
    BirgeRun run = row->runs[d];
    if (run.first == run.end)
      continue;
    if (!check_cell(bitext->documents[d], run, r + 1, error))
      return FALSE;
    write_cell(output, bitext->documents[d], run);
  }
  birge_output_puts(output, "    </tu>\n");
  return TRUE;
}

gboolean birge_bitext_write_tmx(const BirgeBitext *bitext,
                                const BirgeWriteOptions *options G_GNUC_UNUSED, BirgeOutput *output,
                                GError **error) {
  g_autoptr(BirgeTmxWriter) writer =
      birge_tmx_writer_new(output, bitext->documents[0]->language, NULL);
  for (guint r = 0; r < bitext->n_rows; r++) {
    if (birge_row_is_tied(&bitext->rows[r], bitext->n_documents) &&
        !write_row(bitext, r, output, error))
      return FALSE;
  }
  birge_tmx_writer_end(g_steal_pointer(&writer));
  return TRUE;
}
