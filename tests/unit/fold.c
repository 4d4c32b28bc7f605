/* What folding unifies, and what it keeps apart. */
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

static void assert_fold(const char *tag, const char *text, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_assert_no_error(error);
  const BirgeLocale *locale = birge_locales_find(locales, tag, NULL, 0);
  g_assert_nonnull(locale);
  g_autoptr(GString) out = g_string_new(NULL);
  birge_fold(locale->folding, text, strlen(text), out);
  g_assert_cmpstr(out->str, ==, expected);
}

static void case_marks_and_quotation_marks_are_unified(void) {
  assert_fold("en", "“Café” – It’s", "\"cafe\" - it's");
  assert_fold("en", "−5 ‑ ―", "-5 - -");
}

static void digits_of_three_systems_are_one(void) {
  assert_fold("ckb", "٢٠٠٨ ۲۰۰۸ 2008", "2008 2008 2008");
}

static void arabic_letters_in_sorani_are_unified(void) {
  assert_fold("ckb", "كوردي", "کوردی");
  assert_fold("ckb", "ئه\xE2\x80\x8Cم", "ئەم");
  assert_fold("ckb", "کــورد", "کورد");
}

static void a_letter_is_the_same_in_one_piece_in_two_and_as_a_presentation_form(void) {
  assert_fold("ckb", "ئ", "ئ");
  assert_fold("ckb", "\u064A\u0654", "ئ");
  assert_fold("ckb", "\uFE8B", "ئ");
  assert_fold("ar", "ﻷ ﷺ", "لا صلي الله عليه وسلم");
}

static void what_a_compatibility_form_leaves_is_folded_too(void) {
  assert_fold("en", "℡ ㎏ ﬁ ẞ Å", "tel kg fi ss a");
}

static void alef_forms_and_harakat_fold_in_arabic(void) {
  assert_fold("ar", "أُخْرَى", "اخري");
}

static void grouping_commas_are_no_part_of_a_number(void) {
  g_autoptr(GString) out = g_string_new(NULL);
  birge_number_normalize("1,234,567", 9, out);
  g_assert_cmpstr(out->str, ==, "1234567");
  g_string_truncate(out, 0);
  birge_number_normalize("3,5", 3, out);
  g_assert_cmpstr(out->str, ==, "3,5");
}

static void bare_ku_is_decided_by_script(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_assert_no_error(error);
  const BirgeLocale *locale = birge_locales_find(locales, "ku", "Roj baş", strlen("Roj baş"));
  g_assert_cmpstr(locale->tag, ==, "kmr");
  locale = birge_locales_find(locales, "KU", "ڕۆژ باش", strlen("ڕۆژ باش"));
  g_assert_cmpstr(locale->tag, ==, "ckb");
  g_assert_null(birge_locales_find(locales, "ku", NULL, 0));
  g_assert_nonnull(birge_locales_find(locales, "ckb_IQ", NULL, 0));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/fold/case_marks_and_quotation_marks_are_unified",
                  case_marks_and_quotation_marks_are_unified);
  g_test_add_func("/fold/digits_of_three_systems_are_one", digits_of_three_systems_are_one);
  g_test_add_func("/fold/arabic_letters_in_sorani_are_unified",
                  arabic_letters_in_sorani_are_unified);
  g_test_add_func("/fold/a_letter_is_the_same_in_one_piece_in_two_and_as_a_presentation_form",
                  a_letter_is_the_same_in_one_piece_in_two_and_as_a_presentation_form);
  g_test_add_func("/fold/what_a_compatibility_form_leaves_is_folded_too",
                  what_a_compatibility_form_leaves_is_folded_too);
  g_test_add_func("/fold/alef_forms_and_harakat_fold_in_arabic",
                  alef_forms_and_harakat_fold_in_arabic);
  g_test_add_func("/fold/grouping_commas_are_no_part_of_a_number",
                  grouping_commas_are_no_part_of_a_number);
  g_test_add_func("/fold/bare_ku_is_decided_by_script", bare_ku_is_decided_by_script);
  return g_test_run();
}
