/* Terms of units that are made up: what is a candidate, and what its counterpart. */
#include "terms/terms.h"

#include "model/unit.h"

#include <string.h>

/* Adds n units of an English and a Sorani text; NULL: none in the language. */
static void add(GPtrArray *units, guint n, const char *en, const char *ckb) {
  for (guint i = 0; i < n; i++) {
    BirgeUnit *unit = birge_unit_new();
    if (en)
      birge_variant_set_text(birge_unit_add_variant(unit, "en-US"), en, strlen(en));
    if (ckb)
      birge_variant_set_text(birge_unit_add_variant(unit, "ckb"), ckb, strlen(ckb));
    g_ptr_array_add(units, unit);
  }
}

/* Units that have nothing to do with what is tested, so that chance is known. */
static GPtrArray *make_units(void) {
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  add(units, 20, "nothing here", "هیچ لێرە");
  return units;
}

static GPtrArray *extract(const GPtrArray *units, guint min_words) {
  static BirgeLocales *locales;
  if (!locales)
    locales = birge_locales_load(NULL);
  const BirgeTermOptions options = {
      "en", {"ckb"}, 1, .min_count = 3, .min_words = min_words, .max_words = 3};
  return birge_terms_extract(units, locales, &options);
}

static const BirgeTermEntry *find(const GPtrArray *entries, const char *text) {
  for (guint i = 0; i < entries->len; i++) {
    const BirgeTermEntry *entry = entries->pdata[i];
    if (g_str_equal(entry->text, text))
      return entry;
  }
  return NULL;
}

static void assert_counterpart(const GPtrArray *entries, const char *text, const char *expected) {
  const BirgeTermEntry *entry = find(entries, text);
  g_assert_nonnull(entry);
  g_assert_cmpstr(entry->counterparts[0].text, ==, expected);
}

static void what_stands_together_translates_each_other(void) {
  g_autoptr(GPtrArray) units = make_units();
  add(units, 3, "zorp", "زۆرپا");
  add(units, 3, "zorp quam", "زۆرپا قوام");
  add(units, 3, "quam", "قوام");
  g_autoptr(GPtrArray) entries = extract(units, 1);
  assert_counterpart(entries, "zorp", "زۆرپا");
  assert_counterpart(entries, "quam", "قوام");
  assert_counterpart(entries, "zorp quam", "زۆرپا قوام");
  const BirgeTermEntry *zorp = find(entries, "zorp");
  g_assert_cmpuint(zorp->count, ==, 6);
  g_assert_cmpuint(zorp->counterparts[0].count, ==, 6);
  g_assert_cmpuint(zorp->counterparts[0].n_together, ==, 6);
  /* Of six, three stand in the one longer candidate: log2(2)·(6 − 3/1). */
  g_assert_cmpfloat_with_epsilon(zorp->c_value, 3, 1e-9);
  g_assert_cmpfloat_with_epsilon(find(entries, "zorp quam")->c_value, 3 * 1.5849625, 1e-6);
}

static void the_association_is_the_log_likelihood_ratio(void) {
  g_autoptr(GPtrArray) units = make_units();
  add(units, 4, "zorp", "زۆرپا");
  add(units, 1, "zorp", "بلیک");
  g_autoptr(GPtrArray) entries = extract(units, 1);
  /* 4, 1, 0, 20 in the four cells of 25, worked out by hand: 2·Σ k·ln(k/expected). */
  g_assert_cmpfloat_with_epsilon(find(entries, "zorp")->counterparts[0].association, 16.9795,
                                 0.0005);
}

static void the_commonest_form_is_shown_and_the_shortest_example(void) {
  g_autoptr(GPtrArray) units = make_units();
  add(units, 2, "Zorps fly far away", "زۆرپا دەفڕن");
  add(units, 3, "A Zorp flew", "زۆرپا فڕی");
  g_autoptr(GPtrArray) entries = extract(units, 1);
  assert_counterpart(entries, "Zorp", "زۆرپا");
  const BirgeCounterpart *counterpart = &find(entries, "Zorp")->counterparts[0];
  g_assert_cmpstr(counterpart->source_example, ==, "A Zorp flew");
  g_assert_cmpstr(counterpart->target_example, ==, "زۆرپا فڕی");
  g_assert_cmpstr(counterpart->tag, ==, "ckb");
}

static void a_part_of_one_longer_term_is_none(void) {
  g_autoptr(GPtrArray) units = make_units();
  add(units, 5, "zorp quam", "زۆرپا قوام");
  g_autoptr(GPtrArray) entries = extract(units, 1);
  assert_counterpart(entries, "zorp quam", "زۆرپا قوام");
  g_assert_null(find(entries, "zorp"));
  g_assert_null(find(entries, "quam"));
}

static void stop_words_and_numbers_begin_no_term(void) {
  g_autoptr(GPtrArray) units = make_units();
  add(units, 3, "the zorp of the quam-19 with 20 bliks", "زۆرپا لە قوام-19 و 20 بلیک");
  add(units, 3, "the quam-19 of the", "قوام-19 لە");
  g_autoptr(GPtrArray) entries = extract(units, 1);
  for (guint i = 0; i < entries->len; i++) {
    const BirgeTermEntry *entry = entries->pdata[i];
    g_assert_false(g_str_has_prefix(entry->text, "the ") || g_str_has_suffix(entry->text, " the"));
    g_assert_false(g_ascii_isdigit(entry->text[0]));
  }
  assert_counterpart(entries, "quam-19", "قوام-19");
}

static void marks_part_terms(void) {
  g_autoptr(GPtrArray) units = make_units();
  add(units, 5, "zorp, quam", "زۆرپا، قوام");
  g_autoptr(GPtrArray) entries = extract(units, 2);
  g_assert_cmpuint(entries->len, ==, 0);
}

static void what_is_rare_or_in_one_language_is_no_term(void) {
  g_autoptr(GPtrArray) units = make_units();
  add(units, 2, "zorp", "زۆرپا");
  add(units, 9, "quam", NULL);
  add(units, 9, NULL, "قوام");
  g_autoptr(GPtrArray) entries = extract(units, 1);
  g_assert_cmpuint(entries->len, ==, 0);
}

static void no_units_have_no_terms(void) {
  g_autoptr(GPtrArray) units = g_ptr_array_new();
  g_autoptr(GPtrArray) entries = extract(units, 1);
  g_assert_cmpuint(entries->len, ==, 0);
}

#define ADD(test) g_test_add_func("/terms/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(what_stands_together_translates_each_other);
  ADD(the_association_is_the_log_likelihood_ratio);
  ADD(the_commonest_form_is_shown_and_the_shortest_example);
  ADD(a_part_of_one_longer_term_is_none);
  ADD(stop_words_and_numbers_begin_no_term);
  ADD(marks_part_terms);
  ADD(what_is_rare_or_in_one_language_is_no_term);
  ADD(no_units_have_no_terms);
  return g_test_run();
}
