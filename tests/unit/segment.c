/* Where the built-in rules break, and where they do not. */
#include "segment/segment.h"
#include "text/locale.h"

#include <string.h>

/* Segments text and compares with expected, in which `|` stands between segments. */
static void assert_segments(const char *language, const char *text, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", file, &error);
  g_assert_no_error(error);
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new(language, "test", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, strlen(text), BIRGE_BLOCK_PARAGRAPH});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  g_autoptr(BirgeDocument) segmented = birge_segment(document, rules, &error);
  g_assert_no_error(error);
  g_autoptr(GString) got = g_string_new(NULL);
  for (guint i = 0; i < segmented->n_segments; i++) {
    const BirgeSegment *segment = &segmented->segments[i];
    g_string_append(got, i ? "|" : "");
    g_string_append_len(got, text + segment->start, (gssize)(segment->end - segment->start));
  }
  g_assert_cmpstr(got->str, ==, expected);
}

static void titles_and_initials_do_not_break(void) {
  assert_segments("en", "He met Brig. Gen. Aram T. Salih. They spoke.",
                  "He met Brig. Gen. Aram T. Salih.|They spoke.");
}

static void acronyms_with_stops_do_not_break_inside(void) {
  assert_segments("en", "The U.S.-Iraq talks ended. It grew 3.5 percent.",
                  "The U.S.-Iraq talks ended.|It grew 3.5 percent.");
}

static void closing_marks_belong_to_the_sentence_before(void) {
  assert_segments("en", "“It is done.” She left. (It rained.) He stayed.",
                  "“It is done.”|She left.|(It rained.)|He stayed.");
}

static void a_quoted_question_goes_on_in_small_letters(void) {
  assert_segments("en", "“Will it hold?” he asked. Nobody knew.",
                  "“Will it hold?” he asked.|Nobody knew.");
}

static void arabic_question_marks_break_and_commas_do_not(void) {
  assert_segments("ar", "هل وصلوا؟ نعم، وصلوا؛ ثم عادوا.", "هل وصلوا؟|نعم، وصلوا؛ ثم عادوا.");
  assert_segments("ckb", "گەیشتن؟ بەڵێ، گەیشتن.", "گەیشتن؟|بەڵێ، گەیشتن.");
}

static void sorani_titles_do_not_break(void) {
  assert_segments("ckb", "د. ئازاد گوتی باشە. ڕۆیشت.", "د. ئازاد گوتی باشە.|ڕۆیشت.");
}

static void a_rules_file_that_is_not_srx_is_refused(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = g_bytes_new_static("<a/>", 4);
  g_autoptr(BirgeRules) rules = birge_rules_parse("x.srx", file, &error);
  g_assert_null(rules);
  g_assert_nonnull(error);
  g_assert_nonnull(strstr(error->message, "x.srx:1: "));
}

static void a_pattern_that_does_not_compile_names_its_line(void) {
  static const char srx[] =
      "<srx><header/><body><languagerules><languagerule languagerulename='a'>\n"
      "<rule><beforebreak>(</beforebreak><afterbreak>a</afterbreak></rule>\n"
      "</languagerule></languagerules></body></srx>";
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = g_bytes_new_static(srx, strlen(srx));
  g_autoptr(BirgeRules) rules = birge_rules_parse("x.srx", file, &error);
  g_assert_null(rules);
  g_assert_nonnull(error);
  g_assert_nonnull(strstr(error->message, "x.srx:2: "));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/segment/titles_and_initials_do_not_break", titles_and_initials_do_not_break);
  g_test_add_func("/segment/acronyms_with_stops_do_not_break_inside",
                  acronyms_with_stops_do_not_break_inside);
  g_test_add_func("/segment/closing_marks_belong_to_the_sentence_before",
                  closing_marks_belong_to_the_sentence_before);
  g_test_add_func("/segment/a_quoted_question_goes_on_in_small_letters",
                  a_quoted_question_goes_on_in_small_letters);
  g_test_add_func("/segment/arabic_question_marks_break_and_commas_do_not",
                  arabic_question_marks_break_and_commas_do_not);
  g_test_add_func("/segment/sorani_titles_do_not_break", sorani_titles_do_not_break);
  g_test_add_func("/segment/a_rules_file_that_is_not_srx_is_refused",
                  a_rules_file_that_is_not_srx_is_refused);
  g_test_add_func("/segment/a_pattern_that_does_not_compile_names_its_line",
                  a_pattern_that_does_not_compile_names_its_line);
  return g_test_run();
}
