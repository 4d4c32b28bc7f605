/* Letters in the forms that they have beside their neighbours. */
#include "render/terminal.h"

/* Shapes text; what was taken by a ligature is left out. */
static void assert_shaped(const char *text, const char *expected) {
  glong n;
  g_autofree gunichar *points = g_utf8_to_ucs4_fast(text, -1, &n);
  g_autoptr(GArray) characters = g_array_new(FALSE, FALSE, sizeof(UChar32));
  g_array_append_vals(characters, points, (guint)n);
  birge_shape_letters(characters);
  g_assert_cmpuint(characters->len, ==, (guint)n);
  g_autoptr(GString) shaped = g_string_new(NULL);
  for (guint i = 0; i < characters->len; i++) {
    UChar32 c = g_array_index(characters, UChar32, i);
    if (c)
      g_string_append_unichar(shaped, (gunichar)c);
  }
  g_assert_cmpstr(shaped->str, ==, expected);
}

static void a_letter_has_the_form_of_its_place(void) {
  assert_shaped("ب", "ب");
  assert_shaped("بب", "\uFE91\uFE90");
  assert_shaped("ببب", "\uFE91\uFE92\uFE90");
  assert_shaped("پچژگ", "\uFB58\uFB7D\uFB8Bگ");
}

static void what_joins_nothing_after_it_ends_a_group(void) {
  assert_shaped("بدب", "\uFE91\uFEAAب");
  assert_shaped("ب ب", "ب ب");
  assert_shaped("aب", "aب");
}

static void letters_of_sorani_that_have_no_such_forms_stay_and_join_their_neighbours(void) {
  /* U+06D5, U+0695, U+06B5 and U+06CE have none in Unicode. */
  assert_shaped("بە", "\uFE91ە");
  assert_shaped("بڕ", "\uFE91ڕ");
  assert_shaped("بڵب", "\uFE91ڵ\uFE90");
  assert_shaped("بێب", "\uFE91ێ\uFE90");
  assert_shaped("بۆ", "\uFE91\uFBDA");
}

static void marks_are_passed_over(void) {
  assert_shaped("بَب", "\uFE91\u064E\uFE90");
}

static void a_non_joiner_parts_and_a_joiner_joins(void) {
  assert_shaped("ب\u200Cب", "ب\u200Cب");
  assert_shaped("ب\u200D", "\uFE91\u200D");
}

static void lam_and_alef_become_one(void) {
  assert_shaped("لا", "\uFEFB");
  assert_shaped("بلا", "\uFE91\uFEFC");
  assert_shaped("لأب", "\uFEF7ب");
  assert_shaped("لَا", "\uFEFB\u064E");
}

static void an_alef_with_a_mark_of_its_own_stays(void) {
  assert_shaped("لاً", "\uFEDF\uFE8E\u064B");
}

static void no_text_has_no_form(void) {
  assert_shaped("", "");
}

#define ADD(name) g_test_add_func("/terminal_shape/" #name, name)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_letter_has_the_form_of_its_place);
  ADD(what_joins_nothing_after_it_ends_a_group);
  ADD(letters_of_sorani_that_have_no_such_forms_stay_and_join_their_neighbours);
  ADD(marks_are_passed_over);
  ADD(a_non_joiner_parts_and_a_joiner_joins);
  ADD(lam_and_alef_become_one);
  ADD(an_alef_with_a_mark_of_its_own_stays);
  ADD(no_text_has_no_form);
  return g_test_run();
}
