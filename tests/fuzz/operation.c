/* Any lines as operations: what can be read is applied to a draft, which stays a bitext and can be
 * taken back. */
#include "review/operation.h"
#include "exchange/json_scan.h"

#include <string.h>

#define MAX_STEPS 200

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const char text[] = "One two. Three “four” five.\nSix 7 seven. Eight.";

static BirgeDocument *make_document(const char *language) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new(language, "", bytes);
  const gsize newline = (gsize)(strchr(text, '\n') - text);
  birge_document_builder_add_block(builder, (BirgeBlock){0, newline, BIRGE_BLOCK_HEADLINE});
  birge_document_builder_add_block(builder,
                                   (BirgeBlock){newline + 1, strlen(text), BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, 8, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){9, newline, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){newline + 1, newline + 13, 1});
  birge_document_builder_add_segment(builder, (BirgeSegment){newline + 14, strlen(text), 1});
  birge_document_builder_add_code(builder, 4, "<hi>");
  birge_document_builder_add_code(builder, 12, "</hi>");
  return birge_document_builder_end(builder);
}

static BirgeDraft *make_draft(void) {
  g_autoptr(BirgeDocument) one = make_document("en"), two = make_document("ckb");
  const BirgeDocument *documents[] = {one, two};
  const BirgeRow rows[] = {{.runs = {{0, 1}, {0, 2}}, .confidence = 0.5},
                           {.runs = {{1, 3}, {2, 3}}, .status = BIRGE_STATUS_APPROVED},
                           {.runs = {{3, 4}, {3, 4}}, .confidence = 1, .note = "note"}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, 3);
  return birge_draft_new(bitext);
}

static void take(BirgeDraft *draft, const char *line) {
  gsize length = strlen(line);
  g_autoptr(JsonParser) parser = json_parser_new();
  if (length == 0 || !g_utf8_validate_len(line, length, NULL) ||
      !birge_json_scan("fuzz", line, length, NULL) ||
      !json_parser_load_from_data(parser, line, (gssize)length, NULL))
    return;
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root))
    return;
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeOperation) operation = birge_operation_parse(json_node_get_object(root), &error);
  g_assert_true((operation != NULL) == !error);
  if (!operation)
    return;
  g_autoptr(BirgeChange) change = birge_operation_apply(operation, draft, &error);
  g_assert_true((change != NULL) == !error);
  if (!change)
    return;
  guint n_rows = draft->rows->len;
  birge_draft_apply(draft, change);
  birge_draft_revert(draft, change);
  g_assert_cmpuint(draft->rows->len, ==, n_rows);
  birge_draft_apply(draft, change);
  g_autoptr(BirgeBitext) bitext = birge_draft_bitext(draft, 0, draft->rows->len);
  g_autofree char *wrong = birge_bitext_check(bitext);
  g_assert_null(wrong);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autofree char *all = g_strndup((const char *)data, size);
  g_auto(GStrv) lines = g_strsplit(all, "\n", MAX_STEPS);
  g_autoptr(BirgeDraft) draft = make_draft();
  for (char **line = lines; *line; line++)
    take(draft, *line);
  return 0;
}
