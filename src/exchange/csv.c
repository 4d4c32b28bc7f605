/* Writes a bitext as comma-separated values (RFC 4180), for spreadsheets: a line a row, after a
 * line with the columns' names; the text of each language, then confidence, origin, status, note.
 *
 * A byte order mark comes first: without it, spreadsheets take UTF-8 for something else. */
#include "exchange/private.h"

#include <string.h>

static void write_value(BirgeOutput *output, const char *value) {
  if (!strpbrk(value, ",\"\r\n")) {
    birge_output_puts(output, value);
    return;
  }
  birge_output_puts(output, "\"");
  for (const char *p = value; *p; p++) {
    if (*p == '"')
      birge_output_puts(output, "\"");
    birge_output_write(output, p, 1);
  }
  birge_output_puts(output, "\"");
}

static void write_row(BirgeOutput *output, const BirgeBitext *bitext, const BirgeRow *row) {
  for (guint d = 0; d < bitext->n_documents; d++) {
    g_autofree char *text = birge_document_run_text(bitext->documents[d], row->runs[d]);
    write_value(output, text);
    birge_output_puts(output, ",");
  }
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(confidence, sizeof confidence, "%.3f", row->confidence);
  birge_output_printf(output, "%s,%s,%s,", confidence, birge_origin_print(row->origin),
                      birge_status_print(row->status));
  write_value(output, row->note ? row->note : "");
  birge_output_puts(output, "\r\n");
}

gboolean birge_bitext_write_csv(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                BirgeOutput *output, GError **error G_GNUC_UNUSED) {
  birge_output_puts(output, "\xEF\xBB\xBF");
  for (guint d = 0; d < bitext->n_documents; d++) {
    write_value(output, bitext->documents[d]->language);
    birge_output_puts(output, ",");
  }
  birge_output_puts(output, "confidence,origin,status,note\r\n");
  for (guint r = 0; r < bitext->n_rows; r++)
    write_row(output, bitext, &bitext->rows[r]);
  birge_bitext_tell_lost(bitext, options, "CSV", BIRGE_LOST_CODES);
  return TRUE;
}
