/* Skeletons: names that are written in other letters are equal. */
#include "text/skeleton.h"

#include "text/fold.h"

#include <string.h>

static BirgeLocales *locales;

static char *skeleton_of(const char *tag, const char *word) {
  const BirgeLocale *locale = birge_locales_find(locales, tag, NULL, 0);
  g_assert_nonnull(locale);
  g_autoptr(GString) folded = g_string_new(NULL);
  birge_fold(locale->folding, word, strlen(word), folded);
  GString *out = g_string_new(NULL);
  birge_skeleton_append(locale->skeletons, folded->str, folded->len, out);
  return g_string_free(out, FALSE);
}

static void assert_equal(const char *english, const char *sorani, const char *arabic) {
  g_autofree char *one = skeleton_of("en", english);
  g_autofree char *two = skeleton_of("ckb", sorani), *three = skeleton_of("ar", arabic);
  g_assert_cmpstr(one, ==, two);
  g_assert_cmpstr(one, ==, three);
}

static void a_name_is_equal_in_three_languages(void) {
  assert_equal("Putin", "پوتین", "بوتين");
  assert_equal("Merkel", "مێرکێل", "ميركل");
  assert_equal("Robert", "ڕۆبێرت", "روبرت");
}

static void a_run_of_letters_goes_before_its_parts(void) {
  assert_equal("Richard", "ڕیچارد", "ريتشارد");
  assert_equal("Stephen", "ستیڤن", "ستيفن");
}

static void other_names_differ(void) {
  g_autofree char *one = skeleton_of("en", "Merkel"), *two = skeleton_of("ckb", "پوتین");
  g_assert_cmpstr(one, !=, two);
}

static void what_has_no_consonants_has_no_skeleton(void) {
  g_autofree char *vowels = skeleton_of("en", "Eau"), *nothing = skeleton_of("ar", "");
  g_assert_cmpstr(vowels, ==, "");
  g_assert_cmpstr(nothing, ==, "");
}

static void a_class_without_letters_is_refused(void) {
  const char *const entries[] = {"b:b p", "nothing", NULL};
  g_assert_null(birge_skeletons_new(entries));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  locales = birge_locales_load(NULL);
  g_test_add_func("/skeleton/a_name_is_equal_in_three_languages",
                  a_name_is_equal_in_three_languages);
  g_test_add_func("/skeleton/a_run_of_letters_goes_before_its_parts",
                  a_run_of_letters_goes_before_its_parts);
  g_test_add_func("/skeleton/other_names_differ", other_names_differ);
  g_test_add_func("/skeleton/what_has_no_consonants_has_no_skeleton",
                  what_has_no_consonants_has_no_skeleton);
  g_test_add_func("/skeleton/a_class_without_letters_is_refused",
                  a_class_without_letters_is_refused);
  int status = g_test_run();
  birge_locales_unref(locales);
  return status;
}
