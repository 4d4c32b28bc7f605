/* Which codes, pairs and props a tool is given. */
#include "exchange/dialect.h"

#include <string.h>

static BirgeLocales *locales;

static BirgeUnit *make_unit(const char *const *languages_and_texts) {
  BirgeUnit *unit = birge_unit_new();
  for (guint i = 0; languages_and_texts[i]; i += 2) {
    BirgeVariant *variant = birge_variant_new(languages_and_texts[i]);
    birge_variant_set_text(variant, languages_and_texts[i + 1], strlen(languages_and_texts[i + 1]));
    g_ptr_array_add(unit->variants, variant);
  }
  return unit;
}

/* Units as "en=a ckb=b;". */
static char *print_units(const GPtrArray *units) {
  GString *text = g_string_new(NULL);
  for (guint u = 0; u < units->len; u++) {
    const BirgeUnit *unit = units->pdata[u];
    for (guint v = 0; v < unit->variants->len; v++) {
      const BirgeVariant *variant = unit->variants->pdata[v];
      g_string_append_printf(text, "%s%s=%s", v > 0 ? " " : "", variant->language, variant->text);
    }
    g_string_append_c(text, ';');
  }
  return g_string_free(text, FALSE);
}

static const char *const texts[] = {"ku-Arab", "یەک", "en-US",  "one",    "ar-IQ", "واحد",
                                    "ku",      "دوو", "x-sign", "a sign", NULL};

static void check(const char *client, const char *target, const char *expected) {
  const BirgeDialect dialect = {locales, client, "en", target};
  g_autoptr(BirgeUnit) unit = make_unit(texts);
  g_autoptr(GPtrArray) units = birge_dialect_apply(&dialect, unit);
  g_autofree char *found = print_units(units);
  g_assert_cmpstr(found, ==, expected);
}

static void the_source_comes_first_and_aliases_become_tags(void) {
  check(NULL, NULL, "en-US=one ckb=یەک ar-IQ=واحد ckb=دوو x-sign=a sign;");
}

static void a_pair_is_made_for_each_alternative(void) {
  check(NULL, "ckb", "en-US=one ckb=یەک;en-US=one ckb=دوو;");
  check(NULL, "fa", "");
}

static void omegat_gets_plain_tags(void) {
  check("omegat", "ar", "en=one ar=واحد;");
}

static void others_get_codes_with_regions(void) {
  check("trados", "ckb", "en-US=one ku-Arab-IQ=یەک;en-US=one ku-Arab-IQ=دوو;");
  check("memoq", "ar", "en-US=one ar-IQ=واحد;");
  g_assert_true(birge_dialect_is_utf16("memoq"));
  g_assert_false(birge_dialect_is_utf16("trados"));
  g_assert_false(birge_dialect_is_utf16(NULL));
}

static void a_status_is_said_in_the_words_of_the_tool(void) {
  g_autoptr(BirgeUnit) unit = make_unit(texts);
  birge_attributes_add(unit->attributes, "srclang", "ENG");
  BirgeNote *status = birge_note_new(BIRGE_NOTE_PROP, "approved");
  birge_attributes_add(status->attributes, "type", "x-birge-status");
  g_ptr_array_add(unit->notes, status);
  const BirgeDialect dialect = {locales, "trados", "en", "ar"};
  g_autoptr(GPtrArray) units = birge_dialect_apply(&dialect, unit);
  g_assert_cmpuint(units->len, ==, 1);
  const BirgeUnit *made = units->pdata[0];
  g_assert_cmpstr(birge_attributes_get(made->attributes, "srclang"), ==, "en-US");
  g_assert_cmpuint(made->notes->len, ==, 2);
  const BirgeNote *said = made->notes->pdata[1];
  g_assert_cmpstr(birge_attributes_get(said->attributes, "type"), ==, "x-ConfirmationLevel");
  g_assert_cmpstr(said->text, ==, "ApprovedTranslation");
}

#define ADD(test) g_test_add_func("/dialect/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GError) error = NULL;
  locales = birge_locales_load(&error);
  g_assert_no_error(error);
  ADD(the_source_comes_first_and_aliases_become_tags);
  ADD(a_pair_is_made_for_each_alternative);
  ADD(omegat_gets_plain_tags);
  ADD(others_get_codes_with_regions);
  ADD(a_status_is_said_in_the_words_of_the_tool);
  int status = g_test_run();
  birge_locales_unref(locales);
  return status;
}
