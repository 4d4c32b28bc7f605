/* Glossaries, and the terms of a pair. */
#include "qa/glossary.h"

#include "base/error.h"
#include "sample_qa.h"

#include <string.h>

#define TERMS                                                                                      \
  "# ours\nen\tckb\tar\nparliament|house of representatives\tپەرلەمان\tبرلمان|مجلس النواب\n"

static void asks(const char *source, const char *language, const char *target,
                 const char *expected) {
  g_autofree char *said = sample_ask("terms", source, language, target, TERMS);
  g_assert_cmpstr(said, ==, expected);
}

static void a_term_may_be_inflected(void) {
  asks("Parliament met.", "ckb", "پەرلەمان کۆبووەوە.", "");
  asks("The parliaments met.", "ckb", "پەرلەمانەکانیان کۆبوونەوە.", "");
  asks("Parliament met.", "ar", "واجتمع البرلمان.", "");
  asks("The House of Representatives met.", "ar", "اجتمع مجلس النواب.", "");
}

static void an_acronym_is_no_word_and_a_short_term_may_have_a_prefix(void) {
  static const char *const terms = "en\tar\nWHO\tمنظمة\ndam\tسد\n";
  g_autofree char *word = sample_ask("terms", "Who built the dam?", "ar", "من بنى السد؟", terms);
  g_assert_cmpstr(word, ==, "");
  g_autofree char *acronym = sample_ask("terms", "WHO built it.", "ar", "من بناه.", terms);
  g_assert_cmpstr(acronym, ==, "\"WHO\" is not translated by a term of the glossary: منظمة");
}

static void a_term_is_found_among_many(void) {
  g_autoptr(GString) terms = g_string_new("en\tar\n");
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf(terms, "term%u here\tكلمة%u\n", i, i);
  g_string_append(terms, "parliament\tبرلمان\n");
  g_autofree char *found = sample_ask("terms", "Term7 here met parliamentarians, term88 here.",
                                      "ar", "وكلمة88 والبرلمانيين.", terms->str);
  g_assert_cmpstr(found, ==, "\"term7 here\" is not translated by a term of the glossary: كلمة7");
}

static void another_word_for_a_term_is_found(void) {
  asks("Parliament met.", "ckb", "ئەنجوومەن کۆبووەوە.",
       "\"parliament\" is not translated by a term of the glossary: پەرلەمان");
  asks("The council met.", "ckb", "پەرلەمان کۆبووەوە.", "");
}

static void assert_parses(const char *name, const char *data, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_autoptr(GBytes) bytes = g_bytes_new(data, strlen(data));
  g_autoptr(BirgeGlossary) glossary = birge_glossary_parse(name, bytes, locales, &error);
  if (expected)
    g_assert_cmpstr(error ? error->message : "no error", ==, expected);
  else
    g_assert_no_error(error);
  g_assert_true((glossary != NULL) == (expected == NULL));
}

static void both_ages_of_tbx_are_read(void) {
  assert_parses("a.tbx",
                "<martif><text><body><termEntry><langSet xml:lang='en'><tig><term>dam</term></tig>"
                "</langSet></termEntry></body></text></martif>",
                NULL);
  assert_parses("a.tbx",
                "<tbx><conceptEntry><langSec xml:lang='ckb'><termSec><term>بەنداو</term></termSec>"
                "</langSec></conceptEntry></tbx>",
                NULL);
}

static void what_is_no_glossary_is_refused(void) {
  assert_parses("a.tsv", "dam\tبەنداو\n",
                "a.tsv:1: expected a line of language tags with tabs between, two of them known");
  assert_parses("a.tsv", "# nothing\n", "a.tsv: holds no terms");
  assert_parses("a.tbx", "<tmx/>",
                "a.tbx: holds no concept, expected a TBX file with conceptEntry or termEntry");
  assert_parses("a.tsv", "en\tckb\n\xFF\n", "a.tsv:2: is not UTF-8: byte 0xFF at offset 7");
}

static void a_language_that_nobody_knows_is_left_out(void) {
  assert_parses("a.tsv", "en\txx\tckb\ndam\tdam\tبەنداو\n", NULL);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/glossary/a_term_may_be_inflected", a_term_may_be_inflected);
  g_test_add_func("/glossary/a_term_is_found_among_many", a_term_is_found_among_many);
  g_test_add_func("/glossary/an_acronym_is_no_word_and_a_short_term_may_have_a_prefix",
                  an_acronym_is_no_word_and_a_short_term_may_have_a_prefix);
  g_test_add_func("/glossary/another_word_for_a_term_is_found", another_word_for_a_term_is_found);
  g_test_add_func("/glossary/both_ages_of_tbx_are_read", both_ages_of_tbx_are_read);
  g_test_add_func("/glossary/what_is_no_glossary_is_refused", what_is_no_glossary_is_refused);
  g_test_add_func("/glossary/a_language_that_nobody_knows_is_left_out",
                  a_language_that_nobody_knows_is_left_out);
  return g_test_run();
}
