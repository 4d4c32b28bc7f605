/* Writes a bitext as beads, a line a row: the numbers of its segments, counted from 0, with commas
 * between them and a colon between documents: "0,1:2". The form of tools that score alignments. A
 * segment that a row passes over, for it has no counterpart there, is a bead of its own. */
#include "exchange/private.h"

/* Writes the segments of a row's run that have a counterpart. */
static void write_run(BirgeOutput *output, const BirgeRow *row, guint d) {
  const char *between = "";
  for (guint s = row->runs[d].first; s < row->runs[d].end; s++) {
    if (birge_row_has_gap(row, d, s - row->runs[d].first))
      continue;
    birge_output_printf(output, "%s%u", between, s);
    between = ",";
  }
}

static void write_gap(BirgeOutput *output, guint n_documents, guint d, guint segment) {
  for (guint e = 0; e < n_documents; e++) {
    birge_output_puts(output, e > 0 ? ":" : "");
    if (e == d)
      birge_output_printf(output, "%u", segment);
  }
  birge_output_puts(output, "\n");
}

gboolean birge_bitext_write_beads(const BirgeBitext *bitext,
                                  const BirgeWriteOptions *options G_GNUC_UNUSED,
                                  BirgeOutput *output, GError **error G_GNUC_UNUSED) {
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    for (guint d = 0; d < bitext->n_documents; d++) {
      birge_output_puts(output, d > 0 ? ":" : "");
      write_run(output, row, d);
    }
    birge_output_puts(output, "\n");
    for (guint d = 0; d < bitext->n_documents; d++)
      for (guint s = row->runs[d].first; row->gaps[d] && s < row->runs[d].end; s++)
        if (birge_row_has_gap(row, d, s - row->runs[d].first))
          write_gap(output, bitext->n_documents, d, s);
  }
  return TRUE;
}
