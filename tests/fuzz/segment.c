/* Any text: its sentences are in order, whole characters, and only white space is between them. */
#include "segment/segment.h"

#include "text/locale.h"

#include <unicode/uchar.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static BirgeSegmenter *new_segmenter(void) {
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", file, NULL);
  return birge_segmenter_new(rules);
}

static void check(BirgeSegmenter *segmenter, const char *language, GBytes *bytes) {
  gsize length;
  const char *text = g_bytes_get_data(bytes, &length);
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new(language, "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, length, BIRGE_BLOCK_PARAGRAPH});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(g_steal_pointer(&builder));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) segmented = birge_segmenter_run(segmenter, document, &error);
  g_assert_no_error(error);
  gsize end = 0;
  for (guint i = 0; i <= segmented->n_segments; i++) {
    gsize start = i < segmented->n_segments ? segmented->segments[i].start : length;
    g_assert_cmpuint(start, >=, end);
    for (const char *p = text + end; p < text + start; p = g_utf8_next_char(p))
      g_assert_true(u_isUWhiteSpace((UChar32)g_utf8_get_char(p)));
    if (i == segmented->n_segments)
      break;
    end = segmented->segments[i].end;
    g_assert_true(end > start && g_utf8_validate_len(text + start, end - start, NULL));
  }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static BirgeSegmenter *segmenter;
  if (!segmenter)
    segmenter = new_segmenter();
  if (size == 0 || !g_utf8_validate_len((const char *)data, size, NULL))
    return 0;
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  check(segmenter, "en", bytes);
  check(segmenter, "ckb", bytes);
  check(segmenter, "ar", bytes);
  return 0;
}
