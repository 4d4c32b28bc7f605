/* Writes a bitext as links between documents (XCES, cesAlign 1.0, as OPUS gives them): for each
 * language after the first a group, in it a link for each row that has segments of the two.
 *
 * xtargets names segments by their numbers, counted from 1: s1 s2;s1. Segments that have no
 * counterpart in their row are in no link. Lost: all but that and the confidence; the texts stay in
 * their own files. */
#include "base/escape.h"
#include "exchange/private.h"

#include <string.h>

static void write_run(BirgeOutput *output, const BirgeRow *row, guint d) {
  const char *between = "";
  for (guint s = row->runs[d].first; s < row->runs[d].end; s++) {
    if (birge_row_has_gap(row, d, s - row->runs[d].first))
      continue;
    birge_output_printf(output, "%ss%u", between, s + 1);
    between = " ";
  }
}

static void write_link(BirgeOutput *output, const BirgeRow *row, guint target, guint number) {
  char certainty[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(certainty, sizeof certainty, "%.3f", row->confidence);
  birge_output_printf(output, "  <link id=\"SL%u.%u\" certainty=\"%s\" xtargets=\"", target, number,
                      certainty);
  write_run(output, row, 0);
  birge_output_puts(output, ";");
  write_run(output, row, target);
  birge_output_puts(output, "\"/>\n");
}

static void write_name(BirgeOutput *output, const char *attribute, const BirgeDocument *document) {
  const char *name = *document->name ? document->name : document->language;
  birge_output_printf(output, " %s=\"", attribute);
  birge_output_escape_attribute(output, name, strlen(name));
  birge_output_puts(output, "\"");
}

static void write_group(const BirgeBitext *bitext, guint target, BirgeOutput *output) {
  birge_output_puts(output, " <linkGrp targType=\"s\"");
  write_name(output, "fromDoc", bitext->documents[0]);
  write_name(output, "toDoc", bitext->documents[target]);
  birge_output_puts(output, ">\n");
  guint number = 0;
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    gboolean is_there =
        row->runs[0].first < row->runs[0].end || row->runs[target].first < row->runs[target].end;
    if (is_there && row->status != BIRGE_STATUS_REJECTED)
      write_link(output, row, target, ++number);
  }
  birge_output_puts(output, " </linkGrp>\n");
}

gboolean birge_bitext_write_ces(const BirgeBitext *bitext,
                                const BirgeWriteOptions *options G_GNUC_UNUSED, BirgeOutput *output,
                                GError **error G_GNUC_UNUSED) {
  birge_output_puts(output, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                            "<cesAlign version=\"1.0\">\n");
  for (guint d = 1; d < bitext->n_documents; d++)
    write_group(bitext, d, output);
  birge_output_puts(output, "</cesAlign>\n");
  return TRUE;
}
