/* How many cells characters take on a terminal, and which it is given. */
#include "render/terminal.h"

#include <string.h>

static void assert_cells(const char *text, guint expected) {
  g_assert_cmpuint(birge_cells_count(text, strlen(text)), ==, expected);
}

static void letters_of_three_scripts_take_one_cell(void) {
  assert_cells("bridge", 6);
  assert_cells("پردەکە", 6);
  assert_cells("الجسر", 5);
}

static void marks_and_invisible_characters_take_none(void) {
  assert_cells("e\u0301", 1);
  assert_cells("مُدُن", 3);
  assert_cells("ئە\u200Cم", 3);
  assert_cells("\u2067a\u2069", 1);
  assert_cells("co\u00ADop", 4);
}

static void wide_characters_take_two(void) {
  assert_cells("漢字", 4);
  assert_cells("ｗ", 2);
  assert_cells("각", 2);
  assert_cells("\u1100\u1161\u11A8", 2);
}

static void an_emoji_of_several_characters_is_one(void) {
  assert_cells("😀", 2);
  assert_cells("👩\u200D👩\u200D👧", 2);
  assert_cells("👍🏽", 2);
  assert_cells("❤\uFE0F", 2);
  assert_cells("😀😀", 4);
}

static void no_text_takes_no_cell(void) {
  assert_cells("", 0);
}

static void assert_given(UChar32 c, const char *expected) {
  g_assert_cmpstr(birge_cells_replacement(c), ==, expected);
}

static void control_characters_never_reach_a_terminal(void) {
  for (UChar32 c = 0; c < 0x20; c++) {
    if (c != '\t')
      assert_given(c, "\uFFFD");
  }
  for (UChar32 c = 0x7F; c < 0xA0; c++)
    assert_given(c, "\uFFFD");
  assert_given(0xFFFE, "\uFFFD");
  assert_given(0x1FFFF, "\uFFFD");
}

static void what_can_be_seen_is_given_as_it_is(void) {
  assert_given(' ', NULL);
  assert_given('a', NULL);
  assert_given(0x6A9, NULL);
  assert_given(0x200C, NULL);
  assert_given(0x1F600, NULL);
  assert_given('\t', " ");
  assert_given(0xAD, "");
}

static void an_alef_after_a_lam_can_be_joined_with_it(void) {
  static const char text[] = "لا ألآ لأ للإ لـا ڵا";
  g_assert_cmpuint(birge_cells_count_ligatures(text, strlen(text)), ==, 4);
}

#define ADD(test) g_test_add_func("/terminal_cells/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(letters_of_three_scripts_take_one_cell);
  ADD(marks_and_invisible_characters_take_none);
  ADD(wide_characters_take_two);
  ADD(an_emoji_of_several_characters_is_one);
  ADD(no_text_takes_no_cell);
  ADD(control_characters_never_reach_a_terminal);
  ADD(what_can_be_seen_is_given_as_it_is);
  ADD(an_alef_after_a_lam_can_be_joined_with_it);
  return g_test_run();
}
