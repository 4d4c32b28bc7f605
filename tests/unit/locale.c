/* How languages are named and told apart. */
#include "text/locale.h"

#include "base/error.h"

#include <string.h>

static BirgeLocales *load(void) {
  g_autoptr(GError) error = NULL;
  BirgeLocales *locales = birge_locales_load(&error);
  g_assert_no_error(error);
  return locales;
}

/* expected: NULL if the tag means no language that we know. */
static void assert_found(const char *tag, const char *text, const char *expected) {
  g_autoptr(BirgeLocales) locales = load();
  const BirgeLocale *locale = birge_locales_find(locales, tag, text, text ? strlen(text) : 0);
  g_assert_cmpstr(locale ? locale->tag : NULL, ==, expected);
}

static void assert_detected(const char *text, const char *expected) {
  g_autoptr(BirgeLocales) locales = load();
  const BirgeLocale *locale = birge_locales_detect(locales, text, strlen(text));
  g_assert_cmpstr(locale ? locale->tag : NULL, ==, expected);
}

static void locales_are_in_the_order_of_their_tags(void) {
  g_autoptr(BirgeLocales) locales = load();
  for (guint i = 1; birge_locales_nth(locales, i); i++)
    g_assert_cmpstr(birge_locales_nth(locales, i - 1)->tag, <, birge_locales_nth(locales, i)->tag);
  g_assert_cmpint(birge_locales_nth(locales, 0)->direction, ==, BIRGE_DIRECTION_RTL);
  g_assert_null(birge_locales_nth(locales, 1000));
}

static void other_names_of_a_language_are_known(void) {
  const char *const sorani[] = {"ckb",     "CKB",   "ckb-IQ",   "ckb_IR",     "ckb-Arab",
                                "ku-Arab", "ku-IQ", "kur_Arab", "ku-Arab-IQ", "ckb-x-a"};
  for (guint i = 0; i < G_N_ELEMENTS(sorani); i++)
    assert_found(sorani[i], NULL, "ckb");
  assert_found("en-US", NULL, "en");
  assert_found("eng", NULL, "en");
  assert_found("ar-001", NULL, "ar");
  assert_found("arb", NULL, "ar");
}

static void a_region_may_follow_every_name(void) {
  assert_found("eng-GB", NULL, "en");
  assert_found("arb_EG", NULL, "ar");
}

static void the_script_of_a_language_may_be_named(void) {
  assert_found("en-Latn", NULL, "en");
  assert_found("en-Latn-US", NULL, "en");
  assert_found("ckb-Latn", NULL, NULL);
  assert_found("ar-Latn", NULL, NULL);
}

static void languages_that_only_begin_alike_are_others(void) {
  assert_found("enm", NULL, NULL);
  assert_found("arc", NULL, NULL);
  assert_found("tlh", NULL, NULL);
  assert_found("", NULL, NULL);
  assert_found("-", NULL, NULL);
}

static void bare_kurdish_is_decided_by_the_script_of_the_text(void) {
  assert_found("ku", "ڕۆژ باش 2008", "ckb");
  assert_found("kur", "ڕۆژ باش", "ckb");
  assert_found("ku", "Roj baş", "kmr");
  assert_found("ku", "2008", NULL);
  assert_found("ku", NULL, NULL);
}

static void a_language_is_detected_by_its_letters_and_words(void) {
  assert_detected("The bridge is open.", "en");
  assert_detected("پردەکە دوێنێ کرایەوە.", "ckb");
  assert_detected("افتتح الجسر أمس في المدينة.", "ar");
}

static void a_word_in_another_script_does_not_decide(void) {
  assert_detected("کۆمپانیای Google لە شارەکە کرایەوە.", "ckb");
}

static void what_speaks_for_no_language_is_not_guessed(void) {
  assert_detected("", NULL);
  assert_detected("2008 – 15:30 …", NULL);
  assert_detected("Мост открыт.", NULL);
}

static void a_letter_at_the_end_of_what_is_read_is_not_torn(void) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < 64 * 1024 - 1; i++)
    g_string_append_c(text, ' ');
  g_string_append(text, "ێ");
  assert_detected(text->str, NULL);
  g_string_erase(text, 0, 10);
  assert_detected(text->str, "ckb");
}

static void tags_are_brought_into_their_usual_form(void) {
  static const char *const tags[][2] = {{"ckb_iq", "ckb-IQ"},
                                        {"EN", "en"},
                                        {"zh-HANT-tw", "zh-Hant-TW"},
                                        {"ar-001", "ar-001"},
                                        {"", ""}};
  for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
    g_autofree char *normal = birge_tag_normalize(tags[i][0]);
    g_assert_cmpstr(normal, ==, tags[i][1]);
  }
}

static void assert_wrong(const char *file, const char *message) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_parse("xx.ini", file, strlen(file), &error);
  g_assert_null(locales);
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_assert_true(g_str_has_prefix(error->message, "xx.ini: "));
  g_assert_nonnull(strstr(error->message, message));
}

#define HEAD "[language]\ntag=xx\nname=X\nenglish-name=X\nscript=Latn\ndirection=ltr\n"

static void a_wrong_file_is_named_with_what_is_wrong(void) {
  assert_wrong("", "");
  assert_wrong("[language]\ntag=xx\n", "name");
  assert_wrong(HEAD "[fold]\nzz=0041\n", "\"zz\" is not a sequence");
  assert_wrong(HEAD "[fold]\n0041=D800\n", "\"D800\" is not a sequence");
}

static void a_file_needs_no_more_than_its_identity(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_parse("xx.ini", HEAD, strlen(HEAD), &error);
  g_assert_no_error(error);
  const BirgeLocale *locale = birge_locales_nth(locales, 0);
  g_assert_cmpstr(locale->tag, ==, "xx");
  g_assert_cmpfloat(locale->length_ratio, ==, 1);
  g_assert_null(locale->words[0]);
}

static void short_sentences_are_told_by_common_words(void) {
  assert_detected("But they would go.", "en");
  assert_detected("Ez û tu li mal bûn.", "kmr");
  assert_detected("او باید بماند.", "fa");
  assert_detected("ثم ذهب بعد ذلك.", "ar");
  assert_detected("من و تۆ ڕۆیشتین.", "ckb");
}

static void a_short_text_is_never_sure(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  for (int words = 1; words <= 12; words++) {
    g_string_append(text, "پردەکە ");
    const BirgeLocale *sure = birge_locales_detect_surely(locales, text->str, text->len);
    g_assert_true((sure != NULL) == (words == 12));
  }
}

#define ADD(test) g_test_add_func("/locale/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(locales_are_in_the_order_of_their_tags);
  ADD(other_names_of_a_language_are_known);
  ADD(a_region_may_follow_every_name);
  ADD(the_script_of_a_language_may_be_named);
  ADD(languages_that_only_begin_alike_are_others);
  ADD(bare_kurdish_is_decided_by_the_script_of_the_text);
  ADD(a_language_is_detected_by_its_letters_and_words);
  ADD(a_word_in_another_script_does_not_decide);
  ADD(what_speaks_for_no_language_is_not_guessed);
  ADD(a_letter_at_the_end_of_what_is_read_is_not_torn);
  ADD(tags_are_brought_into_their_usual_form);
  ADD(a_wrong_file_is_named_with_what_is_wrong);
  ADD(a_file_needs_no_more_than_its_identity);
  ADD(short_sentences_are_told_by_common_words);
  ADD(a_short_text_is_never_sure);
  return g_test_run();
}
