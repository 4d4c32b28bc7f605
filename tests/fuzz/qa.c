/* Any text as source and target, a line each: rules end, and what they say is text. */
#include "qa/qa.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void add_variant(BirgeUnit *unit, const char *language, const char *text) {
  BirgeVariant *variant = birge_variant_new(language);
  birge_variant_set_text(variant, text, strlen(text));
  g_ptr_array_add(unit->variants, variant);
}

static void write_all(const GPtrArray *findings) {
  static const char *const formats[] = {"text", "json", "sarif"};
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    GString *text = g_string_new(NULL);
    BirgeOutput *output = birge_output_open_string(text);
    birge_qa_find_writer(formats[i])(findings, 1, output);
    g_assert_true(birge_output_commit(output, NULL));
    g_assert_true(g_utf8_validate_len(text->str, text->len, NULL));
    g_string_free(text, TRUE);
  }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autofree char *text = g_strndup((const char *)data, size);
  if (!g_utf8_validate(text, -1, NULL))
    return 0;
  g_auto(GStrv) lines = g_strsplit(text, "\n", 3);
  if (g_strv_length(lines) < 2)
    return 0;
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(BirgeQa) qa = birge_qa_new(locales, NULL, G_MAXUINT64);
  g_autoptr(BirgeUnit) unit = birge_unit_new();
  add_variant(unit, "en", lines[0]);
  add_variant(unit, "ckb", lines[1]);
  add_variant(unit, "ar", lines[1]);
  birge_qa_add_unit(qa, unit, NULL);
  write_all(birge_qa_end(qa));
  return 0;
}
