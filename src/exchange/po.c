/* Writes a bitext of two languages as gettext PO: an entry for each row.
 *
 * What nobody has approved is marked fuzzy, what was rejected has the comment "#. rejected"
 * besides; a note is a translator's comment, the kind of the paragraph and the file are extracted
 * comments. A text that comes again has its row's number as context. Lost: inline codes,
 * confidence, rows without text in the first language. */
#include "exchange/private.h"

#include "base/error.h"

#include <string.h>

static void write_string(BirgeOutput *output, const char *keyword, const char *text) {
  static const char special[] = "\n\t\r\"\\";
  static const char letters[] = "ntr\"\\";
  birge_output_printf(output, "%s \"", keyword);
  for (gsize plain; *text; text += plain) {
    plain = strcspn(text, special);
    birge_output_write(output, text, plain);
    if (text[plain]) {
      birge_output_printf(output, "\\%c", letters[strchr(special, text[plain]) - special]);
      plain++;
    }
  }
  birge_output_puts(output, "\"\n");
}

/* Writes a comment, a line for each of its lines. */
static void write_comment(BirgeOutput *output, const char *mark, const char *text) {
  g_auto(GStrv) lines = g_strsplit_set(text, "\r\n", -1);
  for (char **line = lines; *line; line++)
    birge_output_printf(output, "%s %s\n", mark, *line);
}

static void write_head(BirgeOutput *output, const BirgeBitext *bitext) {
  birge_output_puts(output, "msgid \"\"\nmsgstr \"\"\n"
                            "\"MIME-Version: 1.0\\n\"\n"
                            "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                            "\"Content-Transfer-Encoding: 8bit\\n\"\n");
  birge_output_printf(output, "\"Language: %s\\n\"\n\"X-Source-Language: %s\\n\"\n",
                      bitext->documents[1]->language, bitext->documents[0]->language);
}

static void write_entry(BirgeOutput *output, const BirgeBitext *bitext, guint r, GHashTable *seen) {
  const BirgeRow *row = &bitext->rows[r];
  const BirgeDocument *document = bitext->documents[0];
  char *source = birge_document_run_text(document, row->runs[0]);
  g_autofree char *target = birge_document_run_text(bitext->documents[1], row->runs[1]);
  const BirgeBlock *block = &document->blocks[document->segments[row->runs[0].first].block];
  birge_output_puts(output, "\n");
  if (row->note)
    write_comment(output, "#", row->note);
  write_comment(output, "#.", birge_block_kind_print(block->kind));
  if (*target && row->status == BIRGE_STATUS_REJECTED)
    write_comment(output, "#.", birge_status_print(row->status));
  if (*target && row->status != BIRGE_STATUS_APPROVED)
    birge_output_puts(output, "#, fuzzy\n");
  if (g_hash_table_contains(seen, source)) {
    g_autofree char *context = g_strdup_printf("row %u", r + 1);
    write_string(output, "msgctxt", context);
  }
  write_string(output, "msgid", source);
  write_string(output, "msgstr", target);
  g_hash_table_add(seen, source);
}

gboolean birge_bitext_write_po(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                               BirgeOutput *output, GError **error) {
  if (bitext->n_documents != 2) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT,
                "PO holds two languages, found %u (--columns chooses them)", bitext->n_documents);
    return FALSE;
  }
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  write_head(output, bitext);
  for (guint r = 0; r < bitext->n_rows; r++) {
    if (bitext->rows[r].runs[0].first < bitext->rows[r].runs[0].end)
      write_entry(output, bitext, r, seen);
  }
  birge_bitext_tell_lost(bitext, options, "PO", BIRGE_LOST_CODES | BIRGE_LOST_SOURCELESS);
  return TRUE;
}
