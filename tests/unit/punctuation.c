/* Quotation marks, brackets, spaces and final marks. */
#include "sample_qa.h"

static void quotation_marks_of_each_form_count(void) {
  sample_assert_says("quotes", "\"No,\" she said.", "ckb", "گوتی «نا».", "");
  sample_assert_says("quotes", "\"No,\" she said.", "ar", "قالت: ”لا“.", "");
  sample_assert_says("quotes", "\"No,\" she said.", "ckb", "گوتی نا.",
                     "the quotation marks of the source are missing");
  sample_assert_says("quotes", "\"No,\" she said.", "ckb", "گوتی «نا.",
                     "a quotation mark has no counterpart");
}

static void single_marks_are_told_from_apostrophes(void) {
  static const char missing[] = "the quotation marks of the source are missing";
  sample_assert_says("quotes", "A ‘drop’ in prices.", "ar", "انخفاض الأسعار.", missing);
  sample_assert_says("quotes", "They 'don't feel it', he said.", "ckb", "گوتی هەستی پێ ناکەن.",
                     missing);
  sample_assert_says("quotes", "A 'drop' in prices.", "ar", "«انخفاض» الأسعار.", "");
  sample_assert_says("quotes", "A 'drop' in prices.", "ar", "'انخفاض' الأسعار.", "");
  sample_assert_says("quotes", "The boys' mother's rock 'n' roll in the '90s and the girls' songs.",
                     "ckb", "گۆرانییەکان.", "");
}

static void a_quotation_that_runs_on_may_stay_open(void) {
  sample_assert_says("quotes", "\"No, she said.", "ckb", "گوتی: «نا.", "");
}

static void brackets_are_paired(void) {
  sample_assert_says("brackets", "The UN (UN).", "ar", "الأمم المتحدة (UN).", "");
  sample_assert_says("brackets", "The UN (UN).", "ar", "الأمم المتحدة (UN.", "1 of (, 0 of )");
  sample_assert_says("brackets", "The UN (UN).", "ar", "الأمم المتحدة.",
                     "the brackets () of the source are missing");
}

static void spaces_too_many_are_found(void) {
  sample_assert_says("spaces", "One two.", "ckb", "یەک دوو.", "");
  sample_assert_says("spaces", "One two.", "ckb", "یەک  دوو.", "two spaces in a row");
  sample_assert_says("spaces", "One two.", "ckb", "یەک دوو .", "a space before a mark");
  sample_assert_says("spaces", "One  two.", "ckb", "یەک  دوو.", "");
}

static void a_question_ends_with_the_mark_of_its_script(void) {
  sample_assert_says("final-mark", "Why?", "ckb", "بۆچی؟", "");
  sample_assert_says("final-mark", "\"Why?\"", "ar", "«لماذا؟»", "");
  sample_assert_says("final-mark", "Why?", "ckb", "بۆچی.",
                     "ends with a full stop, the source with a question mark");
  sample_assert_says("final-mark", "No.", "ar", "لا",
                     "ends with no mark, the source with a full "
                     "stop");
}

static void marks_of_another_script_are_found(void) {
  sample_assert_says("marks", "Why, then?", "ckb", "بۆچی، کەواتە؟", "");
  sample_assert_says("marks", "Why?", "ckb", "بۆچی?", "? where ؟ is written");
  sample_assert_says("marks", "Yes, no.", "ar", "نعم, لا.", ", where ، is written");
  sample_assert_says("marks", "In 1997, it fell.", "ar", "في عام 1997, انخفض.",
                     ", where ، is written");
  sample_assert_says("marks", "\"Yes\", he said.", "ar", "\"نعم\", قال.", ", where ، is written");
  sample_assert_says("marks", "In 1997, 1,000 fell.", "ar", "في 1997, 1,000 وقعوا.", "");
  sample_assert_says("marks", "The BBC, in 1,000 words.", "ar", "BBC, في 1,000 كلمة.", "");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/punctuation/quotation_marks_of_each_form_count",
                  quotation_marks_of_each_form_count);
  g_test_add_func("/punctuation/single_marks_are_told_from_apostrophes",
                  single_marks_are_told_from_apostrophes);
  g_test_add_func("/punctuation/a_quotation_that_runs_on_may_stay_open",
                  a_quotation_that_runs_on_may_stay_open);
  g_test_add_func("/punctuation/brackets_are_paired", brackets_are_paired);
  g_test_add_func("/punctuation/spaces_too_many_are_found", spaces_too_many_are_found);
  g_test_add_func("/punctuation/a_question_ends_with_the_mark_of_its_script",
                  a_question_ends_with_the_mark_of_its_script);
  g_test_add_func("/punctuation/marks_of_another_script_are_found",
                  marks_of_another_script_are_found);
  return g_test_run();
}
