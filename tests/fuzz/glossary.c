/* Any bytes as a glossary, of both kinds: an error that is ours, or terms that can be asked for. */
#include "qa/qa.h"

#include "base/error.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void add_variant(BirgeUnit *unit, const char *language, const char *text) {
  BirgeVariant *variant = birge_variant_new(language);
  birge_variant_set_text(variant, text, strlen(text));
  g_ptr_array_add(unit->variants, variant);
}

static void ask(const BirgeLocales *locales, const BirgeGlossary *glossary) {
  g_autoptr(BirgeQa) qa = birge_qa_new(locales, glossary, G_MAXUINT64);
  g_autoptr(BirgeUnit) unit = birge_unit_new();
  add_variant(unit, "en", "The dams of the valley.");
  add_variant(unit, "ckb", "بەنداوەکانی دۆڵەکە.");
  birge_qa_add_unit(qa, unit, NULL);
  birge_qa_end(qa);
}

static void parse(const char *name, GBytes *bytes, const BirgeLocales *locales) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeGlossary) glossary = birge_glossary_parse(name, bytes, locales, &error);
  if (glossary)
    ask(locales, glossary);
  else
    g_assert_cmpint((int)error->domain, ==, (int)BIRGE_ERROR);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  parse("fuzz.tsv", bytes, locales);
  parse("fuzz.tbx", bytes, locales);
  return 0;
}
