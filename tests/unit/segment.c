/* Where the built-in rules break, and where they do not. */
#include "segment/private.h"

#include "base/error.h"
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

/* Parses an SRX file with these rules and maps; cascade and version as attributes. */
static BirgeRules *parse_srx(const char *header, const char *lists, const char *maps) {
  g_autofree char *srx = g_strdup_printf("<srx>%s<body><languagerules>%s</languagerules><maprules>"
                                         "%s</maprules></body></srx>",
                                         header, lists, maps);
  g_autoptr(GBytes) bytes = g_bytes_new(srx, strlen(srx));
  g_autoptr(GError) error = NULL;
  BirgeRules *rules = birge_rules_parse("x.srx", bytes, &error);
  g_assert_no_error(error);
  return rules;
}

static void assert_breaks(const BirgeRules *rules, const char *language, const char *text,
                          const char *expected) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new(language, "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, strlen(text), BIRGE_BLOCK_PARAGRAPH});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(g_steal_pointer(&builder));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) segmented = birge_segment(document, rules, &error);
  g_assert_no_error(error);
  g_autoptr(GString) found = g_string_new(NULL);
  for (guint i = 0; i < segmented->n_segments; i++) {
    const BirgeSegment *segment = &segmented->segments[i];
    g_string_append(found, i > 0 ? "|" : "");
    g_string_append_len(found, text + segment->start, (gssize)(segment->end - segment->start));
  }
  g_assert_cmpstr(found->str, ==, expected);
}

#define TWO_LISTS                                                                                  \
  "<languagerule languagerulename='a'><rule break='no'><beforebreak>x\\.</beforebreak></rule>"     \
  "</languagerule><languagerule languagerulename='b'><rule><beforebreak>\\.</beforebreak></rule>"  \
  "</languagerule>"
#define TWO_MAPS                                                                                   \
  "<languagemap languagepattern='EN.*' languagerulename='a'/>"                                     \
  "<languagemap languagepattern='.*' languagerulename='b'/>"

static void with_cascade_all_maps_that_fit_count_in_their_order(void) {
  g_autoptr(BirgeRules) rules = parse_srx("<header cascade='yes'/>", TWO_LISTS, TWO_MAPS);
  assert_breaks(rules, "en-GB", "x.y.z", "x.y.|z");
  assert_breaks(rules, "ar", "x.y.z", "x.|y.|z");
}

static void without_cascade_the_first_map_that_fits_counts_alone(void) {
  g_autoptr(BirgeRules) rules = parse_srx("<header cascade='no'/>", TWO_LISTS, TWO_MAPS);
  assert_breaks(rules, "en", "x.y.z", "x.y.z");
  assert_breaks(rules, "ckb", "x.y.z", "x.|y.|z");
}

static void srx_1_has_no_cascade_and_groups_its_maps(void) {
  g_autoptr(BirgeRules) rules = parse_srx("<header segmentsubflows='yes'/>", TWO_LISTS,
                                          "<maprule maprulename='m'>" TWO_MAPS "</maprule>");
  assert_breaks(rules, "en", "x.y.z", "x.y.z");
}

static void repeats_without_bound_look_back_a_thousand_bytes(void) {
  g_autoptr(BirgeRules) rules =
      parse_srx("<header/>",
                "<languagerule languagerulename='a'><rule><beforebreak>xy*</beforebreak>"
                "<afterbreak>z</afterbreak></rule></languagerule>",
                "<languagemap languagepattern='.*' languagerulename='a'/>");
  for (guint n = 998; n <= 1001; n++) {
    g_autofree char *middle = g_strnfill(n, 'y');
    g_autofree char *text = g_strconcat("x", middle, "z", NULL);
    g_autofree char *broken = g_strconcat("x", middle, "|z", NULL);
    assert_breaks(rules, "en", text, n + 1 <= BIRGE_MAX_CONTEXT ? broken : text);
  }
}

static void a_hostile_pattern_ends_in_an_error(void) {
  g_autoptr(BirgeRules) rules =
      parse_srx("<header/>",
                "<languagerule languagerulename='a'><rule><beforebreak>(?>)(x+x+)+y</beforebreak>"
                "</rule></languagerule>",
                "<languagemap languagepattern='.*' languagerulename='a'/>");
  g_autofree char *text = g_strnfill(400, 'x');
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new("en", "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, strlen(text), BIRGE_BLOCK_PARAGRAPH});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(g_steal_pointer(&builder));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) segmented = birge_segment(document, rules, &error);
  g_assert_null(segmented);
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT);
}

static void checking_finds_what_is_wrong_in_the_order_of_lines(void) {
  static const char srx[] = "<srx><body><languagerules><languagerule languagerulename='a'>\n"
                            "<rule break='no'><beforebreak>(</beforebreak></rule>\n"
                            "<rule><beforebreak>x+</beforebreak></rule>\n"
                            "<rule break='no'><beforebreak>x+</beforebreak></rule>\n"
                            "<rule><beforebreak>[^\\s\\S]</beforebreak></rule>\n"
                            "<rule break='no'><beforebreak>y</beforebreak></rule>\n"
                            "</languagerule></languagerules></body></srx>";
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static(srx, strlen(srx));
  g_autoptr(GPtrArray) faults = birge_rules_check("x.srx", bytes, &error);
  g_assert_no_error(error);
  g_autoptr(GString) found = g_string_new(NULL);
  for (guint i = 0; i < faults->len; i++) {
    const BirgeRulesFault *fault = faults->pdata[i];
    g_string_append_printf(found, "%u%s %.*s\n", (guint)fault->line, fault->is_error ? "!" : "", 20,
                           fault->message);
  }
  g_assert_cmpstr(found->str, ==,
                  "1 no language map name\n"
                  "2! pattern can't be com\n"
                  "3 pattern has a repeat\n"
                  "4 rule can never decid\n"
                  "4 pattern has a repeat\n"
                  "5 rule can never decid\n"
                  "6 rule can never decid\n");
}

static void our_rules_are_all_decided_by_automata(void) {
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", file, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < rules->lists->len; i++) {
    const BirgeRuleList *list = rules->lists->pdata[i];
    for (guint r = 0; r < list->rules->len; r++) {
      const BirgeRule *rule = list->rules->pdata[r];
      if (!rule->is_simple)
        g_error("line %" G_GUINT64_FORMAT " is left to ICU", rule->line);
    }
  }
}

static void our_rules_have_no_fault(void) {
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) faults = birge_rules_check("segmentation.srx", file, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < faults->len; i++) {
    const BirgeRulesFault *fault = faults->pdata[i];
    g_test_message("%u: %s", (guint)fault->line, fault->message);
  }
  g_assert_cmpuint(faults->len, ==, 0);
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
  g_test_add_func("/segment/with_cascade_all_maps_that_fit_count_in_their_order",
                  with_cascade_all_maps_that_fit_count_in_their_order);
  g_test_add_func("/segment/without_cascade_the_first_map_that_fits_counts_alone",
                  without_cascade_the_first_map_that_fits_counts_alone);
  g_test_add_func("/segment/srx_1_has_no_cascade_and_groups_its_maps",
                  srx_1_has_no_cascade_and_groups_its_maps);
  g_test_add_func("/segment/repeats_without_bound_look_back_a_thousand_bytes",
                  repeats_without_bound_look_back_a_thousand_bytes);
  g_test_add_func("/segment/a_hostile_pattern_ends_in_an_error",
                  a_hostile_pattern_ends_in_an_error);
  g_test_add_func("/segment/checking_finds_what_is_wrong_in_the_order_of_lines",
                  checking_finds_what_is_wrong_in_the_order_of_lines);
  g_test_add_func("/segment/our_rules_are_all_decided_by_automata",
                  our_rules_are_all_decided_by_automata);
  g_test_add_func("/segment/our_rules_have_no_fault", our_rules_have_no_fault);
  return g_test_run();
}
