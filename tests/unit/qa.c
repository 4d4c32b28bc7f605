/* Pairs in, findings out: which rules are asked, in which order findings come, what they say. */
#include "qa/qa.h"

#include "sample.h"
#include "sample_qa.h"

#include <json-glib/json-glib.h>
#include <string.h>

typedef struct {
  BirgeLocales *locales;
  BirgeQa *qa;
} Place;

static void set_up(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  place->locales = birge_locales_load(NULL);
  place->qa = birge_qa_new(place->locales, NULL, G_MAXUINT64);
}

static void tear_down(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  birge_qa_free(place->qa);
  birge_locales_unref(place->locales);
}

static void add(Place *place, const char *source, const char *target, guint64 line) {
  g_autoptr(BirgeUnit) unit = sample_unit(source, "ckb", target, line);
  birge_qa_add_unit(place->qa, unit, "en");
}

/* Returns findings as text. */
static char *print(Place *place, const char *format) {
  GString *text = g_string_new(NULL);
  BirgeOutput *output = birge_output_open_string(text);
  const GPtrArray *findings = birge_qa_end(place->qa);
  birge_qa_find_writer(format)(findings, birge_qa_n_pairs(place->qa), output);
  g_assert_true(birge_output_commit(output, NULL));
  return g_string_free(text, FALSE);
}

static void pairs_are_compared_with_each_other(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  add(place, "Good.", "باشە.", 3);
  add(place, "Good.", "چاکە.", 7);
  add(place, "Fine.", "باشە.", 9);
  add(place, "Good.", "باشە.", 11);
  g_autofree char *said = print(place, "text");
  g_assert_cmpstr(said, ==,
                  "a.tmx:7: warning: same-source: en-ckb: \u2068the same source is translated "
                  "otherwise at a.tmx:3\u2069\n"
                  "a.tmx:9: note: same-target: en-ckb: \u2068the same translation stands for "
                  "another source at a.tmx:3\u2069\n"
                  "4 pairs: 0 errors, 1 warnings, 1 notes\n");
}

static void findings_come_in_the_order_of_pairs(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  add(place, "Good.", "باشە.", 1);
  add(place, "Good.", "چاکە.", 2);
  add(place, "In 2008.", "لە ٢٠٠٩.", 3);
  const GPtrArray *findings = birge_qa_end(place->qa);
  g_assert_cmpuint(findings->len, ==, 3);
  for (guint i = 1; i < findings->len; i++) {
    const BirgeFinding *before = findings->pdata[i - 1], *finding = findings->pdata[i];
    g_assert_cmpuint(before->place.line, <=, finding->place.line);
  }
}

static void a_rule_that_is_not_asked_says_nothing(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(BirgeQa) qa = birge_qa_new(locales, NULL, 0);
  g_autoptr(BirgeUnit) unit = sample_unit("In 2008?", "ckb", "لە ٢٠٠٩.", 1);
  birge_qa_add_unit(qa, unit, "en");
  g_assert_cmpuint(birge_qa_end(qa)->len, ==, 0);
  g_assert_cmpuint(birge_qa_n_pairs(qa), ==, 1);
}

static void rows_of_a_bitext_are_pairs(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  static const char *const english[] = {"One of 3.", "Two of 4.", "More.", NULL};
  static const char *const sorani[] = {"یەک لە ٣.", "دوو لە ٥.", NULL};
  g_autoptr(BirgeDocument) a = sample_document("en", english);
  g_autoptr(BirgeDocument) b = sample_document("ckb", sorani);
  const BirgeDocument *documents[] = {a, b};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  birge_qa_add_bitext(place->qa, bitext, NULL, "a.json");
  g_autofree char *said = print(place, "text");
  g_assert_cmpstr(said, ==,
                  "a.json: row 2: error: numbers: en-ckb: \u2068"
                  "4 is not in the translation"
                  "\u2069\n"
                  "a.json: row 2: error: numbers: en-ckb: \u2068"
                  "5 is not in the source\u2069\n"
                  "2 pairs: 2 errors, 0 warnings, 0 notes\n");
}

static void json_and_sarif_hold_each_finding(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  add(place, "In 2008.", "لە ٢٠٠٩.", 5);
  g_autofree char *json = print(place, "json");
  g_autoptr(JsonNode) node = json_from_string(json, NULL);
  JsonArray *findings = json_object_get_array_member(json_node_get_object(node), "findings");
  g_assert_cmpuint(json_array_get_length(findings), ==, 2);
  JsonObject *first = json_array_get_object_element(findings, 0);
  g_assert_cmpstr(json_object_get_string_member(first, "rule"), ==, "numbers");
  g_assert_cmpint(json_object_get_int_member(first, "line"), ==, 5);
  g_assert_cmpstr(json_object_get_string_member(first, "target"), ==, "لە ٢٠٠٩.");
  g_autofree char *sarif = print(place, "sarif");
  g_autoptr(JsonNode) log = json_from_string(sarif, NULL);
  JsonArray *runs = json_object_get_array_member(json_node_get_object(log), "runs");
  JsonObject *run = json_array_get_object_element(runs, 0);
  JsonArray *results = json_object_get_array_member(run, "results");
  g_assert_cmpuint(json_array_get_length(results), ==, 2);
  JsonObject *result = json_array_get_object_element(results, 0);
  g_assert_cmpstr(json_object_get_string_member(result, "ruleId"), ==, "numbers");
  g_assert_cmpstr(json_object_get_string_member(result, "level"), ==, "error");
  g_assert_nonnull(strstr(sarif, "\"startLine\" : 5"));
}

static void columns_of_a_row_are_checked_both_ways(Place *place,
                                                   gconstpointer unused G_GNUC_UNUSED) {
  const char *const texts[] = {"In 2008.", NULL, "لە ٢٠٠٩.", "2008?"};
  const BirgeLocale *const locales[] = {birge_locales_find(place->locales, "en", NULL, 0),
                                        birge_locales_find(place->locales, "ar", NULL, 0),
                                        birge_locales_find(place->locales, "ckb", NULL, 0), NULL};
  const BirgeQaRow row = {locales, texts, G_N_ELEMENTS(texts)};
  birge_qa_add_row(place->qa, &row);
  const GPtrArray *findings = birge_qa_end(place->qa);
  g_assert_cmpuint(findings->len, ==, 2);
  for (guint i = 0; i < findings->len; i++) {
    const BirgeFinding *finding = findings->pdata[i];
    const BirgePlace *at = &finding->place;
    guint column = finding->is_in_source ? at->source_column : at->target_column;
    g_assert_cmpuint(at->source_column + at->target_column, ==, 2);
    g_assert_cmpstr(finding->detail, ==, column == 0 ? "2009" : "2008");
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add("/qa/pairs_are_compared_with_each_other", Place, NULL, set_up,
             pairs_are_compared_with_each_other, tear_down);
  g_test_add("/qa/findings_come_in_the_order_of_pairs", Place, NULL, set_up,
             findings_come_in_the_order_of_pairs, tear_down);
  g_test_add_func("/qa/a_rule_that_is_not_asked_says_nothing",
                  a_rule_that_is_not_asked_says_nothing);
  g_test_add("/qa/rows_of_a_bitext_are_pairs", Place, NULL, set_up, rows_of_a_bitext_are_pairs,
             tear_down);
  g_test_add("/qa/columns_of_a_row_are_checked_both_ways", Place, NULL, set_up,
             columns_of_a_row_are_checked_both_ways, tear_down);
  g_test_add("/qa/json_and_sarif_hold_each_finding", Place, NULL, set_up,
             json_and_sarif_hold_each_finding, tear_down);
  return g_test_run();
}
