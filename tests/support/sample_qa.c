/* Asks a rule about a pair. */
#include "sample_qa.h"

#include <string.h>

guint sample_rule(const char *name) {
  guint i = 0;
  while (birge_qa_rule(i) && !g_str_equal(birge_qa_rule(i)->name, name))
    i++;
  g_assert_nonnull(birge_qa_rule(i));
  return i;
}

static void add_variant(BirgeUnit *unit, const char *language, const char *text) {
  BirgeVariant *variant = birge_variant_new(language);
  birge_variant_set_text(variant, text, strlen(text));
  g_ptr_array_add(unit->variants, variant);
}

BirgeUnit *sample_unit(const char *source, const char *target_language, const char *target,
                       guint64 line) {
  BirgeUnit *unit = birge_unit_new();
  unit->file = g_strdup("a.tmx");
  unit->line = line;
  add_variant(unit, "en", source);
  add_variant(unit, target_language, target);
  return unit;
}

static BirgeGlossary *parse_glossary(const char *lines, const BirgeLocales *locales) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new(lines, strlen(lines));
  BirgeGlossary *glossary = birge_glossary_parse("terms.tsv", bytes, locales, &error);
  g_assert_no_error(error);
  return glossary;
}

char *sample_ask(const char *rule, const char *source, const char *target_language,
                 const char *target, const char *glossary_lines) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_assert_no_error(error);
  g_autoptr(BirgeGlossary) glossary =
      glossary_lines ? parse_glossary(glossary_lines, locales) : NULL;
  g_autoptr(BirgeQa) qa =
      birge_qa_new(locales, glossary, G_GUINT64_CONSTANT(1) << sample_rule(rule));
  g_autoptr(BirgeUnit) unit = sample_unit(source, target_language, target, 1);
  birge_qa_add_unit(qa, unit, "en");
  const GPtrArray *findings = birge_qa_end(qa);
  g_autoptr(GString) said = g_string_new(NULL);
  for (guint i = 0; i < findings->len; i++) {
    const BirgeFinding *finding = findings->pdata[i];
    g_string_append_printf(said, "%s%s", i > 0 ? " | " : "", finding->reason);
  }
  return g_string_free(g_steal_pointer(&said), FALSE);
}

void sample_assert_says(const char *rule, const char *source, const char *target_language,
                        const char *target, const char *expected) {
  g_autofree char *said = sample_ask(rule, source, target_language, target, NULL);
  g_assert_cmpstr(said, ==, expected);
}
