/* What a vocabulary promises: a number for each string, and the same one each time. */
#include "text/vocabulary.h"

#include <string.h>

static void strings_are_numbered_from_0_in_the_order_they_come(void) {
  g_autoptr(BirgeVocabulary) vocabulary = birge_vocabulary_new();
  g_assert_cmpuint(birge_vocabulary_add(vocabulary, "پرد", strlen("پرد")), ==, 0);
  g_assert_cmpuint(birge_vocabulary_add(vocabulary, "bridge", 6), ==, 1);
  g_assert_cmpuint(birge_vocabulary_add(vocabulary, "پرد", strlen("پرد")), ==, 0);
  g_assert_cmpuint(birge_vocabulary_size(vocabulary), ==, 2);
}

static void strings_that_only_look_alike_differ(void) {
  g_autoptr(BirgeVocabulary) vocabulary = birge_vocabulary_new();
  const char *const words[] = {"", "a", "ab", "b", "abcdefgh", "abcdefghi", "A"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    g_assert_cmpuint(birge_vocabulary_add(vocabulary, words[i], strlen(words[i])), ==, i);
  g_assert_cmpuint(birge_vocabulary_add(vocabulary, "a\0b", 3), ==, 7);
  g_assert_cmpuint(birge_vocabulary_add(vocabulary, "a\0c", 3), ==, 8);
}

static void a_string_that_is_not_there_has_no_number(void) {
  g_autoptr(BirgeVocabulary) vocabulary = birge_vocabulary_new();
  g_assert_cmpuint(birge_vocabulary_find(vocabulary, "a", 1), ==, BIRGE_NO_WORD);
  birge_vocabulary_add(vocabulary, "a", 1);
  g_assert_cmpuint(birge_vocabulary_find(vocabulary, "a", 1), ==, 0);
  g_assert_cmpuint(birge_vocabulary_find(vocabulary, "ab", 2), ==, BIRGE_NO_WORD);
  g_assert_cmpuint(birge_vocabulary_size(vocabulary), ==, 1);
}

static void numbers_stay_when_it_grows(void) {
  g_autoptr(BirgeVocabulary) vocabulary = birge_vocabulary_new();
  for (guint turn = 0; turn < 2; turn++) {
    for (guint i = 0; i < 5000; i++) {
      char word[16];
      int length = g_snprintf(word, sizeof word, "w%u", i);
      g_assert_cmpuint(birge_vocabulary_add(vocabulary, word, (gsize)length), ==, i);
    }
  }
  g_assert_cmpuint(birge_vocabulary_size(vocabulary), ==, 5000);
}

#define ADD(test) g_test_add_func("/vocabulary/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(strings_are_numbered_from_0_in_the_order_they_come);
  ADD(strings_that_only_look_alike_differ);
  ADD(a_string_that_is_not_there_has_no_number);
  ADD(numbers_stay_when_it_grows);
  return g_test_run();
}
