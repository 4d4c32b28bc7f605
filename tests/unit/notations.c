/* Figures: one notation for what digits, words and signs say. */
#include "text/figures.h"

#include "text/fold.h"

#include <string.h>

/* Asserts which figures a text has, apart by commas. */
static void assert_figures(const char *tag, const char *text, const char *expected) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeLocale *locale = birge_locales_find(locales, tag, NULL, 0);
  g_autoptr(GString) folded = g_string_new(NULL), found = g_string_new(NULL);
  birge_fold(locale->folding, text, strlen(text), folded);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(BirgeFigureWord));
  g_autoptr(GArray) figures = g_array_new(FALSE, FALSE, sizeof(BirgeFigure));
  birge_tokenize(folded->str, folded->len, tokens);
  for (guint t = 0; t < tokens->len; t++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, t);
    BirgeFigureWord word =
        birge_figure_word_read(locale, folded->str + token.start, token.end - token.start);
    g_array_append_val(words, word);
  }
  birge_figures_find(locale, folded->str, tokens, words, figures);
  for (guint f = 0; f < figures->len; f++)
    g_string_append_printf(found, "%s%s", f > 0 ? "," : "",
                           g_array_index(figures, BirgeFigure, f).notation);
  g_assert_cmpstr(found->str, ==, expected);
}

static void numbers_in_words_have_the_notation_of_digits(void) {
  assert_figures("en", "Twenty-five people", "25");
  assert_figures("en", "two hundred and five", "205");
  assert_figures("en", "three thousand, four", "3000,4");
  assert_figures("ckb", "بیست و پێنج کەس", "25");
  assert_figures("ckb", "سێ هەزار", "3000");
  assert_figures("ar", "خمسة وعشرون شخصا", "25");
  assert_figures("ar", "ثلاثة عشر شخصا", "13");
  assert_figures("ar", "ثلاثمئة", "300");
}

static void digits_and_words_are_read_together(void) {
  assert_figures("en", "5 million and 1.5 billion", "5000000,1500000000");
  assert_figures("ckb", "٥ ملیۆن", "5000000");
  assert_figures("ar", "5 ملايين", "5000000");
  assert_figures("en", "41 thousand and 300", "41300");
  assert_figures("en", "5 and 6", "");
}

static void digits_that_stick_to_letters_are_found(void) {
  assert_figures("en", "the 14th", "14");
  assert_figures("ckb", "١٤ی", "14");
}

static void months_count_beside_digits(void) {
  assert_figures("en", "12 March 2018", "month 3");
  assert_figures("en", "they may march", "");
  assert_figures("ckb", "١٢ی کانوونی دووەم", "12,month 1");
  assert_figures("ar", "12 كانون الثاني 2018", "month 1");
  assert_figures("en", "12/3/2018", "month 3,12,2018");
  assert_figures("en", "3/25/2018", "month 3,25,2018");
}

static void signs_and_words_of_shares_and_money_are_one(void) {
  assert_figures("en", "5%", "%");
  assert_figures("ar", "5 في المئة", "%");
  assert_figures("en", "$5", "USD");
  assert_figures("ckb", "5 دۆلار", "USD");
}

static void broken_figures_are_no_figures(void) {
  assert_figures("en", "1.2.3.4.5 99/99/9999 12:30", "");
  assert_figures("en", "million", "1000000");
  assert_figures("en", "99999999999999999999999999 million", "1000000");
  assert_figures("en", "", "");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/notations/numbers_in_words_have_the_notation_of_digits",
                  numbers_in_words_have_the_notation_of_digits);
  g_test_add_func("/notations/digits_and_words_are_read_together",
                  digits_and_words_are_read_together);
  g_test_add_func("/notations/digits_that_stick_to_letters_are_found",
                  digits_that_stick_to_letters_are_found);
  g_test_add_func("/notations/months_count_beside_digits", months_count_beside_digits);
  g_test_add_func("/notations/signs_and_words_of_shares_and_money_are_one",
                  signs_and_words_of_shares_and_money_are_one);
  g_test_add_func("/notations/broken_figures_are_no_figures", broken_figures_are_no_figures);
  return g_test_run();
}
