/* Writes a bitext as tab-separated values, a line a row, after a line with the columns' names:
 *
 *   TAG         for each language: the numbers of the row's segments, counted from 0, with commas
 *   TAG text    for each language: the cell's text
 *   confidence  probability that the row is right, three digits
 *   origin      aligned, exact, context, fuzzy, hand
 *   status      proposed, approved, rejected
 *   note        what a person wrote about the row
 *
 * In text, tab, line feed, carriage return and backslash are written \t, \n, \r and \\. */
#include "exchange/private.h"

#include <string.h>

static void write_text(BirgeOutput *output, const char *text) {
  static const char special[] = "\t\n\r\\";
  static const char letters[] = "tnr\\";
  for (gsize plain; *text; text += plain) {
    plain = strcspn(text, special);
    birge_output_write(output, text, plain);
    if (text[plain]) {
      birge_output_printf(output, "\\%c", letters[strchr(special, text[plain]) - special]);
      plain++;
    }
  }
}

static void write_names(BirgeOutput *output, const BirgeBitext *bitext) {
  for (guint d = 0; d < bitext->n_documents; d++) {
    write_text(output, bitext->documents[d]->language);
    birge_output_puts(output, "\t");
  }
  for (guint d = 0; d < bitext->n_documents; d++) {
    write_text(output, bitext->documents[d]->language);
    birge_output_puts(output, " text\t");
  }
  birge_output_puts(output, "confidence\torigin\tstatus\tnote\n");
}

static void write_row(BirgeOutput *output, const BirgeBitext *bitext, const BirgeRow *row) {
  for (guint d = 0; d < bitext->n_documents; d++) {
    BirgeRun run = row->runs[d];
    for (guint s = run.first; s < run.end; s++)
      birge_output_printf(output, s > run.first ? ",%u" : "%u", s);
    birge_output_puts(output, "\t");
  }
  for (guint d = 0; d < bitext->n_documents; d++) {
    g_autofree char *text = birge_document_run_text(bitext->documents[d], row->runs[d]);
    write_text(output, text);
    birge_output_puts(output, "\t");
  }
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(confidence, sizeof confidence, "%.3f", row->confidence);
  birge_output_printf(output, "%s\t%s\t%s\t", confidence, birge_origin_print(row->origin),
                      birge_status_print(row->status));
  write_text(output, row->note ? row->note : "");
  birge_output_puts(output, "\n");
}

gboolean birge_bitext_write_tsv(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                BirgeOutput *output, GError **error G_GNUC_UNUSED) {
  write_names(output, bitext);
  for (guint r = 0; r < bitext->n_rows; r++)
    write_row(output, bitext, &bitext->rows[r]);
  birge_bitext_tell_lost(bitext, options, "TSV", BIRGE_LOST_CODES);
  return TRUE;
}
