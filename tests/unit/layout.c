/* What layout promises: where lines end, and in which order they are read. */
#include "render/layout.h"

#include <string.h>

/* Every code point is as wide as one, marks are not seen. */
static double measure_letters(gpointer user_data, const char *text, gsize length, guint8 level) {
  guint *n_measured = user_data;
  double width = 0;
  (void)level;
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    width += g_unichar_iszerowidth(c) ? 0 : 1;
    *n_measured += 1;
  }
  return width;
}

static BirgeLayout *lay_out_on(const BirgeDevice *device, const char *text,
                               BirgeDirection direction, double width) {
  GError *error = NULL;
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(&error);
  g_assert_no_error(error);
  BirgeParagraph paragraph = {text, strlen(text), "en", direction, width};
  BirgeLayout *layout = birge_layout_new(layouter, &paragraph, device, &error);
  g_assert_no_error(error);
  return layout;
}

static BirgeLayout *lay_out_counting(const char *text, BirgeDirection direction, double width,
                                     gpointer n_measured) {
  const BirgeDevice device = {.measure = measure_letters, .user_data = n_measured};
  return lay_out_on(&device, text, direction, width);
}

static BirgeLayout *lay_out(const char *text, BirgeDirection direction, double width) {
  guint n_measured = 0;
  return lay_out_counting(text, direction, width, &n_measured);
}

/* The lines in the order of the text, each ended by |. */
static char *print_lines(const BirgeLayout *layout, const char *text) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < layout->lines->len; i++) {
    const BirgeLine *line = &g_array_index(layout->lines, BirgeLine, i);
    g_string_append_len(out, text + line->start, (gssize)(line->end - line->start));
    g_string_append_c(out, '|');
  }
  return g_string_free(out, FALSE);
}

static void assert_lines(const char *text, double width, const char *expected) {
  g_autoptr(BirgeLayout) layout = lay_out(text, BIRGE_DIRECTION_LTR, width);
  g_autofree char *lines = print_lines(layout, text);
  g_assert_cmpstr(lines, ==, expected);
}

/* The runs of all lines from left to right: text, < for those from right to left, and |; for a tab
 * that goes to a stop, its width. */
static char *print_runs(const BirgeLayout *layout, const char *text) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < layout->lines->len; i++) {
    const BirgeLine *line = &g_array_index(layout->lines, BirgeLine, i);
    for (guint r = line->first_run; r < line->end_run; r++) {
      const BirgeVisualRun *run = &g_array_index(layout->runs, BirgeVisualRun, r);
      g_string_append(out, run->level % 2 ? "<" : ">");
      if (run->tab_width > 0)
        g_string_append_printf(out, "[%.0f]", run->tab_width);
      else
        g_string_append_len(out, text + run->start, (gssize)(run->end - run->start));
    }
    g_string_append_c(out, '|');
  }
  return g_string_free(out, FALSE);
}

static void assert_runs(const char *text, BirgeDirection direction, double width,
                        const char *expected) {
  g_autoptr(BirgeLayout) layout = lay_out(text, direction, width);
  g_autofree char *runs = print_runs(layout, text);
  g_assert_cmpstr(runs, ==, expected);
}

/* With a tab stop every eight letters. */
static void assert_tabs(const char *text, BirgeDirection direction, double width,
                        const char *expected) {
  guint n_measured = 0;
  const BirgeDevice device = {measure_letters, &n_measured, 8};
  g_autoptr(BirgeLayout) layout = lay_out_on(&device, text, direction, width);
  g_autofree char *runs = print_runs(layout, text);
  g_assert_cmpstr(runs, ==, expected);
}

static void lines_end_between_words_and_white_space_is_left_out(void) {
  assert_lines("one two  three", 7, "one two|three|");
  assert_lines("one two  three", 9, "one two|three|");
  assert_lines("one two  three", 3, "one|two|thr|ee|");
}

static void a_word_that_is_too_long_is_broken_at_clusters(void) {
  assert_lines("a e\u0301e\u0301e\u0301e\u0301 b", 3, "a|e\u0301e\u0301e\u0301|e\u0301 b|");
}

static void a_cluster_that_is_too_wide_stands_alone(void) {
  assert_lines("ab", 0, "a|b|");
}

static void line_feeds_end_lines_and_empty_lines_stay(void) {
  assert_lines("one\n\ntwo\r\nthree\xE2\x80\xA8"
               "four\n",
               80, "one||two|three|four|");
}

static void information_separators_end_lines_too(void) {
  assert_lines("one\x1Ctwo", 80, "one|two|");
}

static void no_text_is_one_empty_line(void) {
  assert_lines("", 80, "|");
}

static void white_space_before_a_word_that_does_not_fit_with_it_is_left_out(void) {
  assert_lines("   one", 6, "   one|");
  assert_lines("   one", 5, "one|");
}

static void a_no_break_space_is_not_left_out(void) {
  assert_lines("one\u00A0 two", 4, "one\u00A0|two|");
}

static void a_mark_on_a_space_stays_with_it(void) {
  assert_lines("abc \u0301d", 3, "abc| \u0301d|");
}

static void a_mark_of_direction_at_the_end_makes_no_line(void) {
  assert_lines("abc \u200F", 3, "abc|");
  assert_lines("\u200F", 3, "\u200F|");
}

static void numbers_stay_in_order_in_right_to_left_text(void) {
  assert_runs("سەد 100 ساڵ", BIRGE_DIRECTION_RTL, 80, "< ساڵ>100<سەد |");
}

static void a_full_stop_follows_the_direction_of_the_paragraph(void) {
  assert_runs("سەد.", BIRGE_DIRECTION_RTL, 80, "<سەد.|");
  assert_runs("سەد.", BIRGE_DIRECTION_LTR, 80, "<سەد>.|");
}

static void each_line_is_ordered_by_itself(void) {
  assert_runs("سەد one two سەد", BIRGE_DIRECTION_RTL, 7, ">one<سەد |< سەد>two|");
}

static void an_embedding_reaches_over_a_line_break_inside_a_paragraph(void) {
  /* U+2028 ends a line, a line feed also ends what UAX #9 calls a paragraph. */
  assert_runs("\u202E"
              "a\u2028b",
              BIRGE_DIRECTION_LTR, 80,
              "<\u202E"
              "a|<b|");
  assert_runs("\u202E"
              "a\nb",
              BIRGE_DIRECTION_LTR, 80,
              "<\u202E"
              "a|>b|");
}

static void a_cluster_of_two_directions_is_not_torn(void) {
  /* ARABIC NUMBER SIGN is a prepended mark: one cluster with the letter after it. */
  assert_runs("\u0600a", BIRGE_DIRECTION_LTR, 80, ">\u0600a|");
}

static void the_clusters_of_a_run_are_told(void) {
  g_autoptr(BirgeLayout) layout = lay_out("abسە\u064E", BIRGE_DIRECTION_LTR, 80);
  const BirgeVisualRun *run = &g_array_index(layout->runs, BirgeVisualRun, 1);
  g_assert_cmpuint(run->end_cluster - run->first_cluster, ==, 2);
  g_assert_cmpuint(g_array_index(layout->clusters, gsize, run->end_cluster - 1), ==, 4);
  g_assert_cmpuint(g_array_index(layout->clusters, gsize, run->end_cluster), ==, 8);
}

static void a_language_that_icu_does_not_know_is_no_error(void) {
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(NULL);
  guint n_measured = 0;
  BirgeDevice device = {.measure = measure_letters, .user_data = &n_measured};
  BirgeParagraph paragraph = {"a b", 3, "@not;a tag", BIRGE_DIRECTION_LTR, 1};
  g_autoptr(BirgeLayout) layout = birge_layout_new(layouter, &paragraph, &device, NULL);
  g_assert_cmpuint(layout->lines->len, ==, 2);
}

static void text_above_the_limit_is_an_error(void) {
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(NULL);
  g_autoptr(GError) error = NULL;
  BirgeDevice device = {.measure = measure_letters};
  /* The length is refused before the text is read. */
  BirgeParagraph paragraph = {"", (gsize)1 << 30, "en", BIRGE_DIRECTION_LTR, 80};
  g_assert_null(birge_layout_new(layouter, &paragraph, &device, &error));
  g_assert_cmpstr(error->message, ==,
                  "a paragraph is 1073741824 bytes long, expected less than 1073741824");
}

static void white_space_inside_a_word_that_is_broken_is_left_out_at_the_end_of_a_line(void) {
  /* No line may end between the space and the bracket (UAX #14 LB13). */
  assert_lines("abc )d", 3, "abc|)d|");
}

static void a_tab_is_white_space_that_parts_directions(void) {
  /* UAX #9 L1: a tab is at the level of the paragraph, whatever stands around it. */
  assert_runs("سەد\tسەد", BIRGE_DIRECTION_LTR, 80, "<سەد>\t<سەد|");
  assert_lines("ab\tcd", 3, "ab|cd|");
}

static void a_tab_goes_to_a_stop_that_leaves_room_for_a_space(void) {
  assert_tabs("ab\tcd", BIRGE_DIRECTION_LTR, 80, ">ab>[6]>cd|");
  assert_tabs("\t\ta", BIRGE_DIRECTION_LTR, 80, ">[8]>[8]>a|");
  assert_tabs("abcdefg\th", BIRGE_DIRECTION_LTR, 80, ">abcdefg>[1]>h|");
  assert_tabs("abcdefgh\ti", BIRGE_DIRECTION_LTR, 80, ">abcdefgh>[8]>i|");
}

static void tab_stops_are_counted_from_where_each_line_begins(void) {
  assert_tabs("one two\tthree\tx", BIRGE_DIRECTION_LTR, 12, ">one two|>three>[3]>x|");
  assert_tabs("one\u2028a\tb", BIRGE_DIRECTION_LTR, 80, ">one|>a>[7]>b|");
  /* No line may end between a tab and a bracket; when they move, the tab is measured anew. */
  assert_tabs("abcde f\t)", BIRGE_DIRECTION_LTR, 10, ">abcde f>[1]>)|");
  assert_tabs("abcdefg h\t)", BIRGE_DIRECTION_LTR, 12, ">abcdefg|>h>[7]>)|");
  assert_tabs("abcd e\t)", BIRGE_DIRECTION_LTR, 8, ">abcd|>e|>)|");
  assert_tabs("abcdefg\t)", BIRGE_DIRECTION_LTR, 7, ">abcdefg|>)|");
}

static void a_tab_in_right_to_left_text_goes_on_to_the_left(void) {
  assert_tabs("سەد\tab cd\t100", BIRGE_DIRECTION_RTL, 80, ">100<[3]>ab cd<[5]<سەد|");
  assert_tabs("ab\tcd", BIRGE_DIRECTION_RTL, 80, ">cd<[6]>ab|");
}

static void a_tab_parts_what_is_embedded_or_isolated(void) {
  assert_tabs("\u202Bسەد\tab\u202C", BIRGE_DIRECTION_LTR, 80, "<\u202Bسەد>[5]>ab>\u202C|");
  assert_tabs("\u2067ab\tسەد\u2069", BIRGE_DIRECTION_LTR, 80, ">\u2067>ab>[6]<سەد>\u2069|");
}

/* Lays out n times a piece of text at a width, and checks that what is measured is linear. */
static void assert_linear(const char *piece, guint n, double width) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < n; i++)
    g_string_append(text, piece);
  guint n_measured = 0;
  g_autoptr(BirgeLayout) layout =
      lay_out_counting(text->str, BIRGE_DIRECTION_RTL, width, &n_measured);
  g_assert_cmpuint(n_measured, <=, 2 * text->len);
  g_assert_cmpuint(layout->runs->len, <=, text->len);
  const BirgeLine *last = &g_array_index(layout->lines, BirgeLine, layout->lines->len - 1);
  g_assert_cmpuint(last->end, <=, text->len);
}

static void a_segment_of_a_megabyte_is_laid_out_in_linear_steps(void) {
  guint n = 1 << 20;
  assert_linear("x", n, 1);
  assert_linear("سەد ", n / 7, 1);
  assert_linear("سەد", n / 6, 40);
  assert_linear("سab1", n / 5, 40);
  assert_linear(" ", n, 40);
  assert_linear("\n", n, 40);
}

static void a_thousand_isolates_in_each_other_are_laid_out(void) {
  assert_linear("\u2067a\u2066ب", 1000, 1);
  assert_linear("\u202Ba\u202Aب", 1000, 10);
}

static void controls_that_close_nothing_are_laid_out(void) {
  assert_linear("\u2069\u202C", 1000, 1);
  assert_runs("\u2069\u202Cسەد", BIRGE_DIRECTION_LTR, 80, ">\u2069<\u202Cسەد|");
}

static void each_letter_is_measured_at_most_twice(void) {
  /* Words that fit once, words that don't once more by clusters. */
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < 20000; i++)
    g_string_append(text, i % 100 < 50 ? "word " : "word");
  guint n_measured = 0;
  g_autoptr(BirgeLayout) layout = lay_out_counting(text->str, BIRGE_DIRECTION_LTR, 10, &n_measured);
  g_assert_cmpuint(n_measured, <=, 2 * text->len);
}

static void a_direction_is_guessed_by_the_first_strong_letter(void) {
  g_assert_cmpint(birge_direction_guess("12 سەد one", strlen("12 سەد one")), ==,
                  BIRGE_DIRECTION_RTL);
  g_assert_cmpint(birge_direction_guess("12 one سەد", strlen("12 one سەد")), ==,
                  BIRGE_DIRECTION_LTR);
  g_assert_cmpint(birge_direction_guess("12", 2), ==, BIRGE_DIRECTION_LTR);
  const char *isolated = "\u2066one\u2069 سەد";
  g_assert_cmpint(birge_direction_guess(isolated, strlen(isolated)), ==, BIRGE_DIRECTION_RTL);
}

#define ADD(name) g_test_add_func("/layout/" #name, name)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(lines_end_between_words_and_white_space_is_left_out);
  ADD(a_word_that_is_too_long_is_broken_at_clusters);
  ADD(a_cluster_that_is_too_wide_stands_alone);
  ADD(line_feeds_end_lines_and_empty_lines_stay);
  ADD(information_separators_end_lines_too);
  ADD(no_text_is_one_empty_line);
  ADD(white_space_before_a_word_that_does_not_fit_with_it_is_left_out);
  ADD(a_no_break_space_is_not_left_out);
  ADD(a_mark_on_a_space_stays_with_it);
  ADD(a_mark_of_direction_at_the_end_makes_no_line);
  ADD(numbers_stay_in_order_in_right_to_left_text);
  ADD(a_full_stop_follows_the_direction_of_the_paragraph);
  ADD(each_line_is_ordered_by_itself);
  ADD(an_embedding_reaches_over_a_line_break_inside_a_paragraph);
  ADD(a_cluster_of_two_directions_is_not_torn);
  ADD(the_clusters_of_a_run_are_told);
  ADD(a_language_that_icu_does_not_know_is_no_error);
  ADD(text_above_the_limit_is_an_error);
  ADD(white_space_inside_a_word_that_is_broken_is_left_out_at_the_end_of_a_line);
  ADD(a_tab_is_white_space_that_parts_directions);
  ADD(a_tab_goes_to_a_stop_that_leaves_room_for_a_space);
  ADD(tab_stops_are_counted_from_where_each_line_begins);
  ADD(a_tab_in_right_to_left_text_goes_on_to_the_left);
  ADD(a_tab_parts_what_is_embedded_or_isolated);
  ADD(a_segment_of_a_megabyte_is_laid_out_in_linear_steps);
  ADD(a_thousand_isolates_in_each_other_are_laid_out);
  ADD(controls_that_close_nothing_are_laid_out);
  ADD(each_letter_is_measured_at_most_twice);
  ADD(a_direction_is_guessed_by_the_first_strong_letter);
  return g_test_run();
}
