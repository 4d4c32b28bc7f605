/* Writes a bitext as beads, a line a row: the numbers of its segments, counted from 0, with commas
 * between them and a colon between documents: "0,1:2". The form of tools that score alignments. */
#include "exchange/private.h"

static void write_run(BirgeOutput *output, BirgeRun run) {
  for (guint s = run.first; s < run.end; s++)
    birge_output_printf(output, s > run.first ? ",%u" : "%u", s);
}

gboolean birge_bitext_write_beads(const BirgeBitext *bitext,
                                  const BirgeWriteOptions *options G_GNUC_UNUSED,
                                  BirgeOutput *output, GError **error G_GNUC_UNUSED) {
  for (guint r = 0; r < bitext->n_rows; r++) {
    for (guint d = 0; d < bitext->n_documents; d++) {
      birge_output_puts(output, d > 0 ? ":" : "");
      write_run(output, bitext->rows[r].runs[d]);
    }
    birge_output_puts(output, "\n");
  }
  return TRUE;
}
