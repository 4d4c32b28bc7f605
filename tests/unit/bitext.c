/* What a bitext promises about its rows and its cells. */
#include "model/bitext.h"

#include <string.h>

static BirgeDocument *make_document(const char *text, const BirgeSegment *segments, guint n) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "test", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, strlen(text), BIRGE_BLOCK_PARAGRAPH});
  for (guint i = 0; i < n; i++)
    birge_document_builder_add_segment(builder, segments[i]);
  return birge_document_builder_end(builder);
}

static void a_cell_keeps_the_gap_between_its_segments(void) {
  const BirgeSegment segments[] = {{0, 2, 0}, {4, 6, 0}};
  g_autoptr(BirgeDocument) document = make_document("A.  B.", segments, 2);
  g_autofree char *text = birge_document_run_text(document, (BirgeRun){0, 2});
  g_assert_cmpstr(text, ==, "A.  B.");
}

static void a_line_break_between_segments_becomes_a_space(void) {
  const BirgeSegment segments[] = {{0, 2, 0}, {4, 6, 0}};
  g_autoptr(BirgeDocument) document = make_document("A. \nB.", segments, 2);
  g_autofree char *text = birge_document_run_text(document, (BirgeRun){0, 2});
  g_assert_cmpstr(text, ==, "A. B.");
}

static void what_stands_between_blocks_becomes_a_space(void) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("A. | B.", 7);
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "test", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, 2, BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_block(builder, (BirgeBlock){5, 7, BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, 2, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){5, 7, 1});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  g_autofree char *text = birge_document_run_text(document, (BirgeRun){0, 2});
  g_assert_cmpstr(text, ==, "A. B.");
}

static void a_segment_that_is_in_no_row_is_found(void) {
  const BirgeSegment segments[] = {{0, 2, 0}, {4, 6, 0}};
  g_autoptr(BirgeDocument) document = make_document("A.  B.", segments, 2);
  const BirgeDocument *documents[] = {document};
  const BirgeRow rows[] = {{.runs = {{0, 1}}}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 1, rows, 1);
  g_autofree char *wrong = birge_bitext_check(bitext);
  g_assert_cmpstr(wrong, ==, "the rows hold 1 of the 2 segments of document 1");
}

static void markup_holds_the_codes_in_their_places(void) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("a<b c", 5);
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "test", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, 5, BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, 5, 0});
  birge_document_builder_add_code(builder, 1, "<ph/>");
  birge_document_builder_add_code(builder, 5, "<it pos=\"end\"/>");
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  g_autofree char *markup = birge_document_run_markup(document, (BirgeRun){0, 1});
  g_assert_cmpstr(markup, ==, "a<ph/>&lt;b c<it pos=\"end\"/>");
}

static void selecting_columns_drops_rows_that_are_left_empty(void) {
  const BirgeSegment segments[] = {{0, 2, 0}, {4, 6, 0}};
  g_autoptr(BirgeDocument) one = make_document("A.  B.", segments, 2);
  g_autoptr(BirgeDocument) two = make_document("A.  B.", segments, 1);
  const BirgeDocument *documents[] = {one, two};
  const BirgeRow rows[] = {{.runs = {{0, 1}, {0, 1}}}, {.runs = {{1, 2}, {1, 1}}}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, 2);
  const guint columns[] = {1};
  g_autoptr(BirgeBitext) selected = birge_bitext_select(bitext, columns, 1);
  g_assert_cmpuint(selected->n_rows, ==, 1);
  g_autofree char *wrong = birge_bitext_check(selected);
  g_assert_null(wrong);
}

static void a_gap_behind_its_run_is_found(void) {
  const BirgeSegment segments[] = {{0, 2, 0}, {4, 6, 0}};
  g_autoptr(BirgeDocument) document = make_document("A.  B.", segments, 2);
  const BirgeDocument *documents[] = {document, document};
  BirgeRow row = {.runs = {{0, 2}, {0, 2}}, .gaps = {0, 3}};
  g_autoptr(BirgeBitext) right = birge_bitext_new(documents, 2, &row, 1);
  g_assert_null(birge_bitext_check(right));
  row.gaps[1] = 4;
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, &row, 1);
  g_autofree char *wrong = birge_bitext_check(bitext);
  g_assert_cmpstr(wrong, ==, "row 1 has a gap behind its segments of document 2");
}

static void a_run_of_more_segments_than_gaps_can_tell_of_may_have_all_gaps(void) {
  BirgeSegment segments[BIRGE_MAX_GAPS + 1];
  for (guint s = 0; s <= BIRGE_MAX_GAPS; s++)
    segments[s] = (BirgeSegment){s, s + 1, 0};
  g_autofree char *text = g_strnfill(BIRGE_MAX_GAPS + 1, 'a');
  for (guint n = BIRGE_MAX_GAPS - 1; n <= BIRGE_MAX_GAPS + 1; n++) {
    g_autoptr(BirgeDocument) document = make_document(text, segments, n);
    const BirgeDocument *documents[] = {document};
    const BirgeRow row = {.runs = {{0, n}}, .gaps = {G_MAXUINT32}};
    g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 1, &row, 1);
    g_autofree char *wrong = birge_bitext_check(bitext);
    g_assert_true((wrong == NULL) == (n >= BIRGE_MAX_GAPS));
  }
}

static void gaps_go_where_their_column_goes(void) {
  const BirgeSegment segments[] = {{0, 2, 0}, {4, 6, 0}, {8, 10, 0}};
  g_autoptr(BirgeDocument) one = make_document("A.  B.  C.", segments, 3);
  g_autoptr(BirgeDocument) two = make_document("A.", segments, 1);
  const BirgeDocument *documents[] = {one, two, one};
  const BirgeRow row = {.runs = {{0, 3}, {0, 1}, {0, 3}}, .gaps = {2, 0, 4}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 3, &row, 1);
  const guint columns[] = {2, 0, 1};
  g_autoptr(BirgeBitext) turned = birge_bitext_select(bitext, columns, 3);
  g_assert_cmpuint(turned->rows[0].gaps[0], ==, 4);
  g_assert_cmpuint(turned->rows[0].gaps[1], ==, 2);
  g_assert_cmpuint(turned->rows[0].gaps[2], ==, 0);
  g_assert_null(birge_bitext_check(turned));
  g_autoptr(BirgeBitext) alone = birge_bitext_select(bitext, columns, 1);
  g_assert_cmpuint(birge_row_count_gaps(&alone->rows[0], 1), ==, 0);
}

static void doubtful_rows_are_left_out_unless_somebody_has_seen_them(void) {
  const BirgeSegment segments[] = {{0, 2, 0}, {4, 6, 0}, {8, 10, 0}};
  g_autoptr(BirgeDocument) one = make_document("A.  B.  C.", segments, 3);
  const BirgeRow rows[] = {
      {.runs = {{0, 1}}, .confidence = 0.5},
      {.runs = {{1, 2}}, .confidence = 0.499},
      {.runs = {{2, 3}}, .confidence = 0.1, .status = BIRGE_STATUS_APPROVED},
  };
  const BirgeDocument *documents[] = {one};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 1, rows, 3);
  guint n = 0;
  g_autoptr(BirgeBitext) sure = birge_bitext_leave_out(bitext, 0.5, &n);
  g_assert_cmpuint(n, ==, 1);
  g_assert_cmpuint(sure->n_rows, ==, 2);
  g_assert_cmpuint(sure->rows[0].runs[0].first, ==, 0);
  g_assert_cmpuint(sure->rows[1].runs[0].first, ==, 2);
  g_autoptr(BirgeBitext) all = birge_bitext_leave_out(bitext, 0, &n);
  g_assert_cmpuint(n, ==, 0);
  g_assert_cmpuint(all->n_rows, ==, 3);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/bitext/a_cell_keeps_the_gap_between_its_segments",
                  a_cell_keeps_the_gap_between_its_segments);
  g_test_add_func("/bitext/a_line_break_between_segments_becomes_a_space",
                  a_line_break_between_segments_becomes_a_space);
  g_test_add_func("/bitext/what_stands_between_blocks_becomes_a_space",
                  what_stands_between_blocks_becomes_a_space);
  g_test_add_func("/bitext/a_segment_that_is_in_no_row_is_found",
                  a_segment_that_is_in_no_row_is_found);
  g_test_add_func("/bitext/markup_holds_the_codes_in_their_places",
                  markup_holds_the_codes_in_their_places);
  g_test_add_func("/bitext/selecting_columns_drops_rows_that_are_left_empty",
                  selecting_columns_drops_rows_that_are_left_empty);
  g_test_add_func("/bitext/a_gap_behind_its_run_is_found", a_gap_behind_its_run_is_found);
  g_test_add_func("/bitext/a_run_of_more_segments_than_gaps_can_tell_of_may_have_all_gaps",
                  a_run_of_more_segments_than_gaps_can_tell_of_may_have_all_gaps);
  g_test_add_func("/bitext/gaps_go_where_their_column_goes", gaps_go_where_their_column_goes);
  g_test_add_func("/bitext/doubtful_rows_are_left_out_unless_somebody_has_seen_them",
                  doubtful_rows_are_left_out_unless_somebody_has_seen_them);
  return g_test_run();
}
