/* What is a word, a number and a mark. */
#include "text/tokens.h"

#include <string.h>

/* The tokens of text, each in brackets that say its kind: [word] {number} <mark>. */
static void assert_tokens(const char *text, const char *expected) {
  static const char *const brackets[] = {
      [BIRGE_TOKEN_WORD] = "[]", [BIRGE_TOKEN_NUMBER] = "{}", [BIRGE_TOKEN_MARK] = "<>"};
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  g_autoptr(GString) out = g_string_new(NULL);
  /* A copy of just the length, so that reading past its end is seen. */
  g_autofree char *copy = g_memdup2(text, strlen(text));
  birge_tokenize(copy, strlen(text), tokens);
  for (guint i = 0; i < tokens->len; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    g_string_append_printf(out, "%c%.*s%c", brackets[token.kind][0], (int)(token.end - token.start),
                           text + token.start, brackets[token.kind][1]);
  }
  g_assert_cmpstr(out->str, ==, expected);
}

static void an_apostrophe_inside_a_word_is_part_of_it(void) {
  assert_tokens("it's 'so' o'", "[it's]<'>[so]<'>[o]<'>");
}

static void words_of_three_scripts_are_found(void) {
  assert_tokens("the پردەکە والجسر", "[the][پردەکە][والجسر]");
}

static void a_mark_on_a_letter_does_not_end_a_word(void) {
  assert_tokens("e\u0301t\u0301a", "[e\u0301t\u0301a]");
}

static void a_number_holds_separators_only_between_digits(void) {
  assert_tokens("12,500.5 3:30, 1/2.", "{12,500.5}{3:30}<,>{1/2}<.>");
  assert_tokens("5,", "{5}<,>");
  assert_tokens("1..2", "{1}<.><.>{2}");
}

static void a_number_that_letters_follow_is_a_word(void) {
  assert_tokens("3rd 10km", "[3rd][10km]");
}

static void every_other_character_but_white_space_is_a_mark(void) {
  assert_tokens("a…\u00A0«b»\t—\n", "[a]<…><«>[b]<»><—>");
}

static void no_text_has_no_tokens(void) {
  assert_tokens("", "");
  assert_tokens(" \n", "");
}

static void assert_number(const char *number, const char *expected) {
  g_autoptr(GString) out = g_string_new(NULL);
  birge_number_normalize(number, strlen(number), out);
  g_assert_cmpstr(out->str, ==, expected);
}

static void a_comma_groups_only_before_three_digits(void) {
  assert_number("12,500", "12500");
  assert_number("1,234,567.25", "1234567.25");
  assert_number("3,5", "3,5");
  assert_number("1,2345", "1,2345");
  assert_number("1,23", "1,23");
  assert_number("10:30", "10:30");
}

#define ADD(test) g_test_add_func("/tokens/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(an_apostrophe_inside_a_word_is_part_of_it);
  ADD(words_of_three_scripts_are_found);
  ADD(a_mark_on_a_letter_does_not_end_a_word);
  ADD(a_number_holds_separators_only_between_digits);
  ADD(a_number_that_letters_follow_is_a_word);
  ADD(every_other_character_but_white_space_is_a_mark);
  ADD(no_text_has_no_tokens);
  ADD(a_comma_groups_only_before_three_digits);
  return g_test_run();
}
