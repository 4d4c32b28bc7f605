/* Any bytes as a rules file: what can be read can be checked, and finds sentences or gives up. */
#include "segment/segment.h"

#include "base/error.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void segment(const BirgeRules *rules, const char *language, const char *text) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new(language, "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, strlen(text), BIRGE_BLOCK_PARAGRAPH});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(g_steal_pointer(&builder));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) segmented = birge_segment(document, rules, &error);
  if (!segmented)
    g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeRules) rules = birge_rules_parse("fuzz", bytes, &error);
  g_assert_true((rules != NULL) == !error);
  g_autoptr(GPtrArray) faults = birge_rules_check("fuzz", bytes, NULL);
  if (!rules)
    return 0;
  g_assert_nonnull(faults);
  segment(rules, "en", "Mr. A met B. He said “No?” (It was 3.5.)\nThen é😀 … left.  ");
  segment(rules, "ckb", "د. ئازاد هات. کێ؟ \u200fباشە، ١.٥ بوو.");
  return 0;
}
