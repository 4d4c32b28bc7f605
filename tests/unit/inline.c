/* Inline codes: the one form they have, and what is done to those whose other half is gone. */
#include "exchange/exchange.h"
#include "exchange/private.h"

static void assert_balanced(const char *markup, const char *expected) {
  g_autoptr(GString) balanced = g_string_new(markup);
  birge_markup_balance(balanced);
  g_assert_cmpstr(balanced->str, ==, expected);
  birge_markup_balance(balanced);
  g_assert_cmpstr(balanced->str, ==, expected);
}

static void what_is_balanced_stays(void) {
  assert_balanced("", "");
  assert_balanced("a &lt;hi> b", "a &lt;hi> b");
  assert_balanced("a <hi x=\"1\">b<hi>c</hi></hi> d", "a <hi x=\"1\">b<hi>c</hi></hi> d");
}

static void a_tag_whose_other_is_elsewhere_becomes_an_isolated_code(void) {
  assert_balanced("a <hi>b", "a <it pos=\"begin\"/>b");
  assert_balanced("a <hi x=\"1\" type=\"b\">b", "a <it pos=\"begin\" x=\"1\" type=\"b\"/>b");
  assert_balanced("a</hi> b", "a<it pos=\"end\"/> b");
  assert_balanced("</hi><hi>", "<it pos=\"end\"/><it pos=\"begin\"/>");
}

static void the_inner_of_two_open_tags_is_closed_first(void) {
  assert_balanced("<hi>a<hi>b</hi>c", "<it pos=\"begin\"/>a<hi>b</hi>c");
  assert_balanced("<hi>a</hi>b</hi>", "<hi>a</hi>b<it pos=\"end\"/>");
  assert_balanced("<hi x=\"1\">a<hi x=\"2\">b",
                  "<it pos=\"begin\" x=\"1\"/>a<it pos=\"begin\" x=\"2\"/>b");
}

static void a_sign_in_a_value_does_not_end_a_tag(void) {
  /* Values are written with &gt;, so that > is always the end of a tag. */
  assert_balanced("<hi type=\"&gt;\">a", "<it pos=\"begin\" type=\"&gt;\"/>a");
}

static void names_that_only_begin_alike_are_others(void) {
  assert_balanced("<hint/>", "<hint/>");
}

static void codes_of_tmx_are_valid_in_their_one_form(void) {
  const char *const valid[] = {"<ph/>",
                               "<ph x=\"1\" type=\"br\">&lt;br/&gt;</ph>",
                               "<bpt i=\"1\"/>",
                               "<ept i=\"1\">}</ept>",
                               "<it pos=\"begin\"/>",
                               "<hi>",
                               "<hi x=\"1\">",
                               "</hi>",
                               "<ph>a<sub>text <ph/></sub></ph>"};
  for (guint i = 0; i < G_N_ELEMENTS(valid); i++)
    g_assert_true(birge_code_is_valid(valid[i]));
}

static void all_else_is_no_code(void) {
  const char *const wrong[] = {"",
                               "a",
                               "<ph></ph>",
                               "<bpt/>",
                               "<b/>",
                               "<ph/> ",
                               "<it pos=\"middle\"/>",
                               "<ph>",
                               "<hi/>",
                               "</ph>",
                               "<hi></hi>",
                               "<ph a=\"1\"/>",
                               "<!-- -->",
                               "<?pi?><ph/>",
                               "</seg><seg>",
                               "<ph/></seg>"};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
    g_assert_false(birge_code_is_valid(wrong[i]));
}

static void codes_nest_to_the_limit_and_no_deeper(void) {
  static const char *const none[] = {NULL};
  BirgeVariant *variant = birge_variant_new("en");
  g_autoptr(BirgeSegReader) reader = birge_seg_reader_new();
  birge_seg_reader_begin(reader, variant);
  for (guint i = 0; i < BIRGE_MAX_CODE_DEPTH; i++)
    g_assert_true(birge_seg_reader_start(reader, "hi", none));
  g_assert_false(birge_seg_reader_start(reader, "hi", none));
  g_assert_cmpuint(birge_seg_reader_depth(reader), ==, BIRGE_MAX_CODE_DEPTH);
  birge_variant_free(variant);
}

#define ADD(test) g_test_add_func("/inline/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(what_is_balanced_stays);
  ADD(a_tag_whose_other_is_elsewhere_becomes_an_isolated_code);
  ADD(the_inner_of_two_open_tags_is_closed_first);
  ADD(a_sign_in_a_value_does_not_end_a_tag);
  ADD(names_that_only_begin_alike_are_others);
  ADD(codes_of_tmx_are_valid_in_their_one_form);
  ADD(all_else_is_no_code);
  ADD(codes_nest_to_the_limit_and_no_deeper);
  return g_test_run();
}
