/* What locales say of numbers and letters. */
#include "text/habits.h"

#include "base/error.h"
#include "text/fold.h"

#include <string.h>

static void assert_finds(const char *tag, const char *text, guint64 value) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_assert_no_error(error);
  const BirgeLocale *locale = birge_locales_find(locales, tag, NULL, 0);
  g_autoptr(GString) folded = g_string_new(NULL);
  birge_fold(locale->folding, text, strlen(text), folded);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_tokenize(folded->str, folded->len, tokens);
  const BirgeNamedNumber *name = birge_habits_find(locale, locale->habits->numbers, folded->str,
                                                   &g_array_index(tokens, BirgeToken, 0), NULL);
  if (value > 0) {
    g_assert_nonnull(name);
    g_assert_cmpuint(name->value, ==, value);
  } else {
    g_assert_null(name);
  }
}

static void words_say_numbers_in_their_forms(void) {
  assert_finds("en", "Seventh", 7);
  assert_finds("ckb", "هەزاران", 1000);
  assert_finds("ar", "والثالث", 3);
  assert_finds("ar", "المليون", 1000000);
  assert_finds("en", "tension", 0);
}

static void an_alphabet_has_its_letters_and_no_others(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeHabits *habits = birge_locales_find(locales, "ckb", NULL, 0)->habits;
  g_assert_true(birge_habits_has_letter(habits, 0x6A9));  /* keheh */
  g_assert_false(birge_habits_has_letter(habits, 0x643)); /* kaf */
  g_assert_true(birge_habits_has_letter(habits, 0x6BE));  /* a variant */
}

static void a_number_that_is_none_is_refused(void) {
  static const char data[] = "[language]\ntag=xx\nname=X\nenglish-name=X\ndirection=ltr\n"
                             "script=Latn\n[numbers]\nten=zehn\n";
  g_autoptr(GError) error = NULL;
  g_assert_null(birge_locales_parse("xx.ini", data, strlen(data), &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_assert_cmpstr(error->message, ==, "xx.ini: \"ten\" in [numbers] is no number");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/habits/words_say_numbers_in_their_forms", words_say_numbers_in_their_forms);
  g_test_add_func("/habits/an_alphabet_has_its_letters_and_no_others",
                  an_alphabet_has_its_letters_and_no_others);
  g_test_add_func("/habits/a_number_that_is_none_is_refused", a_number_that_is_none_is_refused);
  return g_test_run();
}
