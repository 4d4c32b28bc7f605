/* A bitext on a terminal: columns, order, marks, and what never gets there. */
#include "render/terminal.h"
#include "render/private.h"
#include "sample.h"

#include <string.h>

#define LRM "\u200E"
#define LRI "\u2066"
#define RLI "\u2067"
#define PDI "\u2069"
#define RLE "\u202B"

#define RULE_26 "──────────────────────────"
#define CROSSED RULE_26 "─┼──────────────────────\n"
#define LAST RULE_26 "─┴──────────────────────\n"
#define RULE_30 "──────────────────────────────\n"

static const char *const english[] = {"One bridge.", "Two.", NULL};
static const char *const sorani[] = {"یەک پرد.", NULL};

/* Two rows, the second without a version in the second language; the rows are as they are told. */
static BirgeBitext *make_bitext(double confidence, BirgeStatus status) {
  g_autoptr(BirgeDocument) one = sample_document("en", english);
  g_autoptr(BirgeDocument) two = sample_document("ckb", sorani);
  const BirgeDocument *documents[] = {one, two};
  const BirgeRow rows[] = {
      {.runs = {{0, 1}, {0, 1}}, .confidence = confidence, .status = status},
      {.runs = {{1, 2}, {1, 1}}, .confidence = 1, .origin = BIRGE_ORIGIN_EXACT},
  };
  return birge_bitext_new(documents, 2, rows, 2);
}

static char *print(const BirgeBitext *bitext, guint width, BirgeBidi bidi, gboolean color) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeWriteOptions options = {
      .locales = locales, .width_cells = width, .bidi = bidi, .color = color};
  return sample_write(bitext, birge_render_formats(), "terminal", &options);
}

static void assert_printed(guint width, BirgeBidi bidi, const char *expected) {
  g_autoptr(BirgeBitext) bitext = make_bitext(1, BIRGE_STATUS_PROPOSED);
  g_autofree char *printed = print(bitext, width, bidi, FALSE);
  g_assert_cmpstr(printed, ==, expected);
}

static void languages_stand_side_by_side_and_right_to_left_ones_at_the_right(void) {
  assert_printed(50, BIRGE_BIDI_VISUAL,
                 "     English (en)          │  (ckb) یدنەوان ییدروک\n" CROSSED
                 "1    One bridge.           │              .درپ کەی\n" CROSSED
                 "2    Two.                  │                     —\n" LAST);
}

static void each_cell_is_isolated_where_the_terminal_orders_text(void) {
  static const char expected[] =
      ">[]   >  [English ([en])]          │>  {کوردیی ناوەندی ([ckb])}\n" CROSSED
      ">[1]  >  [One bridge.]           │>              {یەک پرد.}\n" CROSSED
      ">[2]  >  [Two.]                  │>                     {—}\n" LAST;
  /* Controls written so that they are seen. */
  g_autoptr(GString) text = g_string_new(expected);
  g_string_replace(text, ">", LRM, 0);
  g_string_replace(text, "[", LRI, 0);
  g_string_replace(text, "{", RLI, 0);
  g_string_replace(text, "]", PDI, 0);
  g_string_replace(text, "}", PDI, 0);
  assert_printed(50, BIRGE_BIDI_LOGICAL, text->str);
}

static void a_cell_is_embedded_where_the_terminal_knows_no_isolates(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext(1, BIRGE_STATUS_PROPOSED);
  /* A terminal that counts a cell for each control has room for them. */
  g_autofree char *printed = print(bitext, 50 + 3 * 5, BIRGE_BIDI_EMBEDDED, FALSE);
  g_assert_nonnull(strstr(printed, LRM "              " RLE "یەک پرد.\u202C\n"));
  g_assert_null(strstr(printed, RLI));
}

static void a_bracket_at_the_end_of_an_embedding_is_held_by_a_mark(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext(1, BIRGE_STATUS_PROPOSED);
  g_autofree char *embedded = print(bitext, 50 + 3 * 5, BIRGE_BIDI_EMBEDDED, FALSE);
  g_assert_nonnull(strstr(embedded, "(en)\u202C"));
  g_assert_nonnull(strstr(embedded, "(ckb)\u200F\u202C\n"));
}

static void a_narrow_terminal_has_one_language_under_the_other(void) {
  assert_printed(30, BIRGE_BIDI_VISUAL,
                 "1    en   One bridge.\n"
                 "     ckb              .درپ کەی\n" RULE_30 "2    en   Two.\n"
                 "     ckb                     —\n" RULE_30);
}

static void assert_legend(double confidence, BirgeStatus status, const char *sign,
                          const char *legend) {
  g_autoptr(BirgeBitext) bitext = make_bitext(confidence, status);
  g_autofree char *printed = print(bitext, 80, BIRGE_BIDI_VISUAL, FALSE);
  g_autofree char *margin = g_strdup_printf("\n1 %s ", sign);
  g_assert_nonnull(strstr(printed, margin));
  g_assert_true(legend ? g_str_has_suffix(printed, legend) : g_str_has_suffix(printed, "─\n"));
}

static void marks_say_how_far_a_row_is_to_be_trusted(void) {
  assert_legend(0.9, BIRGE_STATUS_PROPOSED, " ", NULL);
  assert_legend(0.89, BIRGE_STATUS_PROPOSED, "?", "\n? doubtful (confidence below 0.9)\n");
  assert_legend(0.5, BIRGE_STATUS_PROPOSED, "?", "\n? doubtful (confidence below 0.9)\n");
  assert_legend(0.49, BIRGE_STATUS_PROPOSED, "!", "\n! probably wrong (confidence below 0.5)\n");
  assert_legend(0.1, BIRGE_STATUS_APPROVED, "✓", "\n✓ approved\n");
  assert_legend(0.1, BIRGE_STATUS_REJECTED, "✗", "\n✗ rejected\n");
}

static void colours_end_on_the_line_they_begin_on(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext(0.1, BIRGE_STATUS_PROPOSED);
  g_autofree char *plain = print(bitext, 40, BIRGE_BIDI_LOGICAL, FALSE);
  g_assert_null(strchr(plain, '\033'));
  g_autofree char *colored = print(bitext, 40, BIRGE_BIDI_LOGICAL, TRUE);
  g_autoptr(GString) stripped = g_string_new(NULL);
  gboolean is_on = FALSE;
  for (const char *p = colored; *p; p++) {
    if (*p != '\033') {
      g_assert_false(*p == '\n' && is_on);
      g_string_append_c(stripped, *p);
      continue;
    }
    is_on = !g_str_has_prefix(p, "\033[0m");
    p = strchr(p, 'm');
  }
  g_assert_cmpstr(stripped->str, ==, plain);
  g_assert_nonnull(strstr(colored, "\033[31m"));
}

static void control_characters_of_a_text_do_not_reach_the_terminal(void) {
  const char *const texts[] = {"a\033[31mb\007\tc\xC2\x9B", NULL};
  g_autoptr(BirgeDocument) document = sample_document("en", texts);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  for (BirgeBidi bidi = BIRGE_BIDI_LOGICAL; bidi <= BIRGE_BIDI_VISUAL; bidi++) {
    g_autofree char *printed = print(bitext, 80, bidi, FALSE);
    g_assert_nonnull(strstr(printed, "a\uFFFD[31mb\uFFFD"));
    g_assert_nonnull(strstr(printed, "c\uFFFD"));
    g_assert_null(strpbrk(printed, "\033\007\t"));
  }
}

static void a_text_can_not_leave_the_isolate_of_its_cell(void) {
  const char *const texts[] = {"a\u2069\u202Eb", NULL};
  g_autoptr(BirgeDocument) document = sample_document("en", texts);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  g_autofree char *printed = print(bitext, 80, BIRGE_BIDI_LOGICAL, FALSE);
  g_assert_nonnull(strstr(printed, LRI "a\u202Eb" PDI "\n"));
}

/* What a terminal is given of a text in a column from left to right, without the cell's own
 * isolate. */
static char *print_logical(const char *text) {
  const char *const texts[] = {text, NULL};
  g_autoptr(BirgeDocument) document = sample_document("en", texts);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  g_autofree char *printed = print(bitext, 80, BIRGE_BIDI_LOGICAL, FALSE);
  const char *row = strstr(printed, "\n" LRM LRI "1" PDI);
  g_assert_nonnull(row);
  const char *start = strstr(row, "  " LRI) + strlen("  " LRI);
  return g_strndup(start, strcspn(start, "\n") - strlen(PDI));
}

static char *repeat(const char *what, guint times) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < times; i++)
    g_string_append(text, what);
  return g_string_free(text, FALSE);
}

static void controls_of_direction_are_followed_to_the_limit_and_no_deeper(void) {
  g_autofree char *most = repeat(RLE, BIRGE_MAX_OPEN_CONTROLS);
  g_autofree char *text = g_strconcat(most, "a", NULL);
  g_autofree char *same = print_logical(text);
  g_assert_cmpstr(same, ==, text);
  g_autofree char *deeper = g_strconcat(most, RLE, "a", NULL);
  g_autofree char *cut = print_logical(deeper);
  g_assert_cmpstr(cut, ==, text);
}

static void the_end_of_an_isolate_ends_what_was_too_deep_in_it(void) {
  g_autofree char *most = repeat(RLE, BIRGE_MAX_OPEN_CONTROLS - 1);
  g_autofree char *text = g_strconcat(LRI, most, RLE, "a", PDI, RLE, "b", NULL);
  g_autofree char *expected = g_strconcat(LRI, most, "a", PDI, RLE, "b", NULL);
  g_autofree char *printed = print_logical(text);
  g_assert_cmpstr(printed, ==, expected);
}

static void a_tab_is_spaces_between_marks_where_the_terminal_orders_text(void) {
  g_autofree char *plain = print_logical("ab\tcd");
  g_assert_cmpstr(plain, ==, "ab" LRM "      " LRM "cd");
  /* What is open is closed before it, for it stands outside. */
  g_autofree char *embedded = print_logical("ab" RLI RLE "c\td" PDI);
  g_assert_cmpstr(embedded, ==, "ab" RLI RLE "c" PDI LRM "     " LRM RLI RLE "d" PDI);
}

static void a_tab_is_spaces_to_the_next_stop_in_visual_order(void) {
  const char *const texts[] = {"ab\tپرد\t12", NULL};
  g_autoptr(BirgeDocument) one = sample_document("en", texts);
  g_autoptr(BirgeDocument) two = sample_document("ckb", texts);
  const BirgeDocument *documents[] = {one, two};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  g_autofree char *printed = print(bitext, 80, BIRGE_BIDI_VISUAL, FALSE);
  g_assert_nonnull(strstr(printed, " ab      درپ     12  "));
  g_assert_nonnull(strstr(printed, " 12     درپ      ab\n"));
}

static void marks_below_keep_the_places_of_tabs(void) {
  const char *const stored[] = {"a\tnew bridge", NULL};
  const char *const texts[] = {"a\tbridge", NULL};
  g_autoptr(BirgeDocument) one = sample_document("en", stored);
  g_autoptr(BirgeDocument) two = sample_document("en", texts);
  const BirgeDocument *documents[] = {one, two};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  g_autofree char *printed = print(bitext, 60, BIRGE_BIDI_VISUAL, FALSE);
  g_assert_nonnull(strstr(printed, "  a       new bridge "));
  g_assert_nonnull(strstr(printed, "          ^^^        "));
}

static void visual_order_mirrors_brackets_and_keeps_marks_after_their_letters(void) {
  const char *const texts[] = {"مُ (12) ب", NULL};
  g_autoptr(BirgeDocument) document = sample_document("ar", texts);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  g_autofree char *printed = print(bitext, 80, BIRGE_BIDI_VISUAL, FALSE);
  g_assert_nonnull(strstr(printed, " ب (12) مُ\n"));
}

static void visual_order_ties_no_emoji_together_that_stand_apart(void) {
  const char *const texts[] = {"پ😀👍\u200D", NULL};
  g_autoptr(BirgeDocument) document = sample_document("ckb", texts);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  g_autofree char *printed = print(bitext, 80, BIRGE_BIDI_VISUAL, FALSE);
  g_assert_nonnull(strstr(printed, " 👍😀پ\n"));
}

static void what_is_left_out_does_not_move_a_column(void) {
  /* Without the soft hyphen, the two are one emoji. */
  const char *const texts[] = {"😀\u200D\u00AD😀", NULL};
  g_autoptr(BirgeDocument) document = sample_document("en", texts);
  const BirgeDocument *documents[] = {document, document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  g_autofree char *printed = print(bitext, 50, BIRGE_BIDI_VISUAL, FALSE);
  g_assert_nonnull(strstr(printed, "\n1    😀\u200D😀                    │ 😀"));
}

static BirgeBitext *make_match(const char *language, const char *stored, const char *text) {
  g_autoptr(BirgeDocument) one = sample_document(language, (const char *const[]){stored, NULL});
  g_autoptr(BirgeDocument) two = sample_document(language, (const char *const[]){text, NULL});
  const BirgeDocument *documents[] = {one, two};
  return sample_bitext(documents, 2);
}

static void words_in_which_texts_of_one_language_differ_are_marked_below(void) {
  g_autoptr(BirgeBitext) bitext = make_match("en", "A new bridge.", "A bridge.");
  g_autofree char *printed = print(bitext, 60, BIRGE_BIDI_VISUAL, FALSE);
  g_assert_nonnull(strstr(printed, "   A new bridge.            │ A bridge.\n"));
  g_assert_nonnull(strstr(printed, "     ^^^                    │ \n"));
}

static void marks_stand_under_words_as_they_are_seen(void) {
  g_autoptr(BirgeBitext) bitext = make_match("ckb", "پردی نوێ", "پردی کۆن");
  g_autofree char *printed = print(bitext, 50, BIRGE_BIDI_VISUAL, FALSE);
  g_assert_nonnull(strstr(printed, "ێون یدرپ │"));
  g_assert_nonnull(strstr(printed, " ^^^      │"));
}

static void rows_are_shown_that_are_asked_for_under_their_own_numbers(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext(0.7, BIRGE_STATUS_PROPOSED);
  const BirgeWriteOptions doubtful = {.width_cells = 50, .only = BIRGE_ONLY_DOUBTFUL};
  g_autofree char *first = sample_write(bitext, birge_render_formats(), "terminal", &doubtful);
  g_assert_nonnull(strstr(first, "One bridge."));
  g_assert_null(strstr(first, "Two."));
  const BirgeWriteOptions unmatched = {.width_cells = 50, .only = BIRGE_ONLY_UNMATCHED};
  g_autofree char *second = sample_write(bitext, birge_render_formats(), "terminal", &unmatched);
  g_assert_null(strstr(second, "One bridge."));
  g_assert_nonnull(strstr(second, LRI "2" PDI));
  g_assert_nonnull(strstr(second, "Two."));
}

static void one_language_stands_under_the_other_where_that_is_asked_for(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext(1, BIRGE_STATUS_PROPOSED);
  const BirgeWriteOptions options = {
      .width_cells = 80, .is_interlinear = TRUE, .bidi = BIRGE_BIDI_VISUAL};
  g_autofree char *printed = sample_write(bitext, birge_render_formats(), "terminal", &options);
  g_assert_true(strstr(printed, "  en   One bridge.\n         ckb  ") != NULL);
}

static void letters_join_in_visual_order_where_that_is_asked_for(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext(1, BIRGE_STATUS_PROPOSED);
  const BirgeWriteOptions options = {.width_cells = 50, .shape = TRUE, .bidi = BIRGE_BIDI_VISUAL};
  g_autofree char *printed = sample_write(bitext, birge_render_formats(), "terminal", &options);
  g_assert_nonnull(strstr(printed, ".د\uFEAE\uFB58 کە\uFBFE\n"));
}

static void a_bitext_without_rows_has_headings_alone(void) {
  const char *const none[] = {NULL};
  g_autoptr(BirgeDocument) document = sample_document("en", none);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  g_autofree char *printed = print(bitext, 26, BIRGE_BIDI_VISUAL, FALSE);
  g_assert_cmpstr(printed, ==, "    English (en)\n" RULE_26 "\n");
}

#define ADD(test) g_test_add_func("/terminal/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(languages_stand_side_by_side_and_right_to_left_ones_at_the_right);
  ADD(each_cell_is_isolated_where_the_terminal_orders_text);
  ADD(a_cell_is_embedded_where_the_terminal_knows_no_isolates);
  ADD(a_bracket_at_the_end_of_an_embedding_is_held_by_a_mark);
  ADD(a_narrow_terminal_has_one_language_under_the_other);
  ADD(marks_say_how_far_a_row_is_to_be_trusted);
  ADD(colours_end_on_the_line_they_begin_on);
  ADD(control_characters_of_a_text_do_not_reach_the_terminal);
  ADD(a_text_can_not_leave_the_isolate_of_its_cell);
  ADD(controls_of_direction_are_followed_to_the_limit_and_no_deeper);
  ADD(the_end_of_an_isolate_ends_what_was_too_deep_in_it);
  ADD(a_tab_is_spaces_between_marks_where_the_terminal_orders_text);
  ADD(a_tab_is_spaces_to_the_next_stop_in_visual_order);
  ADD(marks_below_keep_the_places_of_tabs);
  ADD(visual_order_mirrors_brackets_and_keeps_marks_after_their_letters);
  ADD(visual_order_ties_no_emoji_together_that_stand_apart);
  ADD(what_is_left_out_does_not_move_a_column);
  ADD(words_in_which_texts_of_one_language_differ_are_marked_below);
  ADD(marks_stand_under_words_as_they_are_seen);
  ADD(rows_are_shown_that_are_asked_for_under_their_own_numbers);
  ADD(one_language_stands_under_the_other_where_that_is_asked_for);
  ADD(letters_join_in_visual_order_where_that_is_asked_for);
  ADD(a_bitext_without_rows_has_headings_alone);
  return g_test_run();
}
