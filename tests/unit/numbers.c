/* Numbers in two texts, compared whatever their order and notation. */
#include "memory/private.h"

#include <string.h>

static GPtrArray *read_numbers(const char *words) {
  GPtrArray *numbers = birge_numbers_new();
  g_auto(GStrv) parts = g_strsplit(words, " ", -1);
  for (char **part = parts; *part; part++)
    birge_numbers_add(numbers, *part, strlen(*part));
  return numbers;
}

static void assert_equal(const char *a, const char *b, gboolean expected) {
  g_autoptr(GPtrArray) x = read_numbers(a);
  g_autoptr(GPtrArray) y = read_numbers(b);
  g_assert_cmpint(birge_numbers_equal(x, y), ==, expected);
}

static void words_with_digits_inside_are_no_numbers(void) {
  g_assert_true(birge_word_is_number("12,500", 6));
  g_assert_true(birge_word_is_number("10:30", 5));
  g_assert_false(birge_word_is_number("3rd", 3));
  g_assert_false(birge_word_is_number("b12", 3));
  g_assert_false(birge_word_is_number(".5", 2));
  g_assert_false(birge_word_is_number("", 0));
}

static void order_notation_and_words_do_not_count(void) {
  assert_equal("from 3 to 12,500 .", "12500 and 3", TRUE);
  assert_equal("", "no number", TRUE);
}

static void how_often_a_number_stands_counts(void) {
  assert_equal("3 3 4", "3 4 4", FALSE);
  assert_equal("3", "3 3", FALSE);
  assert_equal("3.5", "35", FALSE);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/numbers/words with digits inside are no numbers",
                  words_with_digits_inside_are_no_numbers);
  g_test_add_func("/numbers/order, notation and words do not count",
                  order_notation_and_words_do_not_count);
  g_test_add_func("/numbers/how often a number stands counts", how_often_a_number_stands_counts);
  return g_test_run();
}
