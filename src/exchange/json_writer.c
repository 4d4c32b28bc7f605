/* Writes a bitext as JSON: all that it holds, so that reading it gives the same bitext.
 *
 * A line for each block, segment, code and row, so that two versions can be compared. Confidence
 * has six digits after the point, so that machines whose last bits differ write the same file. */
#include "exchange/private.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void write_string(BirgeOutput *output, const char *text) {
  g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), text);
  g_autofree char *quoted = json_to_string(node, FALSE);
  const char *next = quoted;
  /* json-glib escapes all control characters but the last, U+001F. */
  for (const char *raw; (raw = strchr(next, 0x1F)); next = raw + 1) {
    birge_output_write(output, next, (gsize)(raw - next));
    birge_output_puts(output, "\\u001f");
  }
  birge_output_puts(output, next);
}

/* Writes `"name": "text"` and what comes after it. */
static void write_member(BirgeOutput *output, const char *name, const char *text,
                         const char *after) {
  birge_output_printf(output, "      \"%s\": ", name);
  write_string(output, text);
  birge_output_puts(output, after);
}

/* Begins entry i of an array whose entries stand on lines of their own. */
static void begin_entry(BirgeOutput *output, guint i, const char *indent) {
  birge_output_puts(output, i > 0 ? ",\n" : "\n");
  birge_output_puts(output, indent);
}

/* Ends an array of n entries. */
static void end_entries(BirgeOutput *output, guint n, const char *indent) {
  if (n > 0)
    birge_output_printf(output, "\n%s", indent);
  birge_output_puts(output, "]");
}

static void write_blocks(BirgeOutput *output, const BirgeDocument *document) {
  birge_output_puts(output, "      \"blocks\": [");
  for (guint i = 0; i < document->n_blocks; i++) {
    const BirgeBlock *block = &document->blocks[i];
    begin_entry(output, i, "        ");
    birge_output_printf(
        output, "{\"start\": %" G_GSIZE_FORMAT ", \"end\": %" G_GSIZE_FORMAT ", \"kind\": \"%s\"}",
        block->start, block->end, birge_block_kind_print(block->kind));
  }
  end_entries(output, document->n_blocks, "      ");
}

static void write_segments(BirgeOutput *output, const BirgeDocument *document) {
  birge_output_puts(output, "      \"segments\": [");
  for (guint i = 0; i < document->n_segments; i++) {
    const BirgeSegment *segment = &document->segments[i];
    begin_entry(output, i, "        ");
    birge_output_printf(
        output, "{\"start\": %" G_GSIZE_FORMAT ", \"end\": %" G_GSIZE_FORMAT ", \"block\": %u}",
        segment->start, segment->end, segment->block);
  }
  end_entries(output, document->n_segments, "      ");
}

static void write_codes(BirgeOutput *output, const BirgeDocument *document) {
  birge_output_puts(output, "      \"codes\": [");
  for (guint i = 0; i < document->n_codes; i++) {
    const BirgeCode *code = &document->codes[i];
    begin_entry(output, i, "        ");
    birge_output_printf(output, "{\"offset\": %" G_GSIZE_FORMAT ", \"markup\": ", code->offset);
    write_string(output, code->markup);
    birge_output_puts(output, "}");
  }
  end_entries(output, document->n_codes, "      ");
}

static void write_originals(BirgeOutput *output, const BirgeDocument *document) {
  birge_output_puts(output, ",\n      \"originals\": [");
  for (guint i = 0; i < document->n_originals; i++) {
    const BirgeOriginal *original = &document->originals[i];
    begin_entry(output, i, "        ");
    birge_output_printf(output, "{\"segment\": %u, \"text\": ", original->segment);
    write_string(output, original->text);
    birge_output_puts(output, "}");
  }
  end_entries(output, document->n_originals, "      ");
}

static void write_document(BirgeOutput *output, const BirgeDocument *document) {
  g_autofree char *text = g_strndup(document->text, document->length);
  birge_output_puts(output, "{\n");
  write_member(output, "language", document->language, ",\n");
  write_member(output, "name", document->name, ",\n");
  write_member(output, "text", text, ",\n");
  write_blocks(output, document);
  birge_output_puts(output, ",\n");
  write_segments(output, document);
  birge_output_puts(output, ",\n");
  write_codes(output, document);
  if (document->n_originals > 0)
    write_originals(output, document);
  birge_output_puts(output, "\n    }");
}

/* Writes the gaps of a row as pairs of the numbers of a document and a segment, if it has any. */
static void write_gaps(BirgeOutput *output, const BirgeBitext *bitext, const BirgeRow *row) {
  const char *before = ", \"gaps\": [";
  gboolean has_any = FALSE;
  for (guint d = 0; d < bitext->n_documents; d++) {
    for (guint s = row->runs[d].first; row->gaps[d] && s < row->runs[d].end; s++) {
      if (!birge_row_has_gap(row, d, s - row->runs[d].first))
        continue;
      birge_output_printf(output, "%s[%u, %u]", has_any ? ", " : before, d, s);
      has_any = TRUE;
    }
  }
  birge_output_puts(output, has_any ? "]" : "");
}

static void write_row(BirgeOutput *output, const BirgeBitext *bitext, const BirgeRow *row) {
  birge_output_puts(output, "{\"runs\": [");
  for (guint d = 0; d < bitext->n_documents; d++)
    birge_output_printf(output, "%s[%u, %u]", d > 0 ? ", " : "", row->runs[d].first,
                        row->runs[d].end);
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(confidence, sizeof confidence, "%.6f", row->confidence);
  birge_output_printf(output, "], \"confidence\": %s, \"origin\": \"%s\", \"status\": \"%s\"",
                      confidence, birge_origin_print(row->origin), birge_status_print(row->status));
  if (row->note) {
    birge_output_puts(output, ", \"note\": ");
    write_string(output, row->note);
  }
  write_gaps(output, bitext, row);
  birge_output_puts(output, "}");
}

gboolean birge_bitext_write_json(const BirgeBitext *bitext,
                                 const BirgeWriteOptions *options G_GNUC_UNUSED,
                                 BirgeOutput *output, GError **error G_GNUC_UNUSED) {
  birge_output_puts(output, "{\n  \"format\": \"birge-bitext\",\n  \"version\": 1,\n"
                            "  \"documents\": [");
  for (guint d = 0; d < bitext->n_documents; d++) {
    begin_entry(output, d, "    ");
    write_document(output, bitext->documents[d]);
  }
  end_entries(output, bitext->n_documents, "  ");
  birge_output_puts(output, ",\n  \"rows\": [");
  for (guint r = 0; r < bitext->n_rows; r++) {
    begin_entry(output, r, "    ");
    write_row(output, bitext, &bitext->rows[r]);
  }
  end_entries(output, bitext->n_rows, "  ");
  birge_output_puts(output, "\n}\n");
  return TRUE;
}
