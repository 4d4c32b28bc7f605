/* Alphabets, scripts, Latin words and invisible controls. */
#include "sample_qa.h"

static void letters_of_another_keyboard_are_found(void) {
  sample_assert_says("letters", "Kurdish", "ckb", "کوردی", "");
  sample_assert_says("letters", "Kurdish", "ckb", "كوردی", "ك (U+0643) where ک is written");
  sample_assert_says("letters", "Kurdish", "ckb", "کوردي", "ي (U+064A) where ی is written");
  sample_assert_says("letters", "This", "ckb", "ئه\u200Cم", "ه\u200C (U+0647) where ە is written");
  sample_assert_says("letters", "Book", "ar", "کتاب", "ک (U+06A9) where ك is written");
}

static void both_forms_of_heh_are_sorani(void) {
  sample_assert_says("letters", "Iraq", "ckb", "ھەولێر هەولێر", "");
}

static void letters_of_foreign_names_are_let_alone(void) {
  sample_assert_says("letters", "Google", "ar", "گوگل پاريس", "");
}

static void a_text_that_was_not_translated_is_found(void) {
  const char *source = "The council met on Monday in the old hall of the town.";
  sample_assert_says("untranslated", source, "ckb", source, "is a copy of the source");
  sample_assert_says("untranslated", source, "ckb", "The council met on Tuesday.",
                     "hardly a letter is one of Sorani Kurdish");
  sample_assert_says("untranslated", source, "ckb",
                     "ئەنجوومەن ڕۆژی دووشەممە کۆبووەوە in the old hall of the town.",
                     "a part is left in English");
  sample_assert_says("untranslated", source, "ckb",
                     "ئەنجوومەن ڕۆژی دووشەممە لە هۆڵە کۆنەکەی شار کۆبووەوە.", "");
}

static void a_long_name_may_stand_in_a_short_text(void) {
  sample_assert_says("untranslated", "WhatsApp was down.", "ar", "تعطل WhatsApp.", "");
}

static void a_name_may_stay_in_latin_letters(void) {
  sample_assert_says("untranslated", "The BBC says so.", "ckb", "BBC وا دەڵێت.", "");
  sample_assert_says("untranslated", "BBC", "ckb", "BBC", "");
  sample_assert_says("latin", "The BBC says so.", "ckb", "BBC وا دەڵێت.", "");
  sample_assert_says("latin", "A talk at the BBC.", "ckb", "وتووێژێک لە BBCی بەریتانیا.", "");
  sample_assert_says("latin", "The BBC says so.", "ckb", "CNNیش وا دەڵێت.",
                     "\"cnn\" is not in the source");
  sample_assert_says("latin", "The BBC says so.", "ckb", "CNN وا دەڵێت.",
                     "\"cnn\" is not in the source");
}

static void controls_of_direction_are_closed_and_never_override(void) {
  sample_assert_says("bidi", "BBC", "ar", "\u2068BBC\u2069", "");
  sample_assert_says("bidi", "BBC", "ar", "\u202BBBC\u202C \u200F", "");
  sample_assert_says("bidi", "BBC", "ar", "\u2068BBC", "a stray control of text direction");
  sample_assert_says("bidi", "BBC", "ar", "BBC\u202C", "a stray control of text direction");
  sample_assert_says("bidi", "BBC", "ar", "\u202EBBC\u202C", "a stray control of text direction");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/letters/letters_of_another_keyboard_are_found",
                  letters_of_another_keyboard_are_found);
  g_test_add_func("/letters/both_forms_of_heh_are_sorani", both_forms_of_heh_are_sorani);
  g_test_add_func("/letters/letters_of_foreign_names_are_let_alone",
                  letters_of_foreign_names_are_let_alone);
  g_test_add_func("/letters/a_text_that_was_not_translated_is_found",
                  a_text_that_was_not_translated_is_found);
  g_test_add_func("/letters/a_long_name_may_stand_in_a_short_text",
                  a_long_name_may_stand_in_a_short_text);
  g_test_add_func("/letters/a_name_may_stay_in_latin_letters", a_name_may_stay_in_latin_letters);
  g_test_add_func("/letters/controls_of_direction_are_closed_and_never_override",
                  controls_of_direction_are_closed_and_never_override);
  return g_test_run();
}
