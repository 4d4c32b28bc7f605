/* What rows say of themselves. */
#include "model/row.h"

static void a_gap_is_a_segment_of_the_run_that_has_no_counterpart(void) {
  const BirgeRow row = {.runs = {{5, 8}, {2, 3}}, .gaps = {2}};
  g_assert_false(birge_row_has_gap(&row, 0, 0));
  g_assert_true(birge_row_has_gap(&row, 0, 1));
  g_assert_false(birge_row_has_gap(&row, 0, 2));
  g_assert_false(birge_row_has_gap(&row, 1, 1));
}

static void segments_behind_the_first_32_are_no_gaps(void) {
  const BirgeRow row = {.runs = {{0, 100}}, .gaps = {G_MAXUINT32}};
  g_assert_true(birge_row_has_gap(&row, 0, BIRGE_MAX_GAPS - 1));
  g_assert_false(birge_row_has_gap(&row, 0, BIRGE_MAX_GAPS));
  g_assert_false(birge_row_has_gap(&row, 0, 2 * BIRGE_MAX_GAPS));
  g_assert_false(birge_row_has_gap(&row, 0, G_MAXUINT));
}

static void gaps_of_all_documents_are_counted(void) {
  const BirgeRow row = {.gaps = {5, 0, G_MAXUINT32}};
  g_assert_cmpuint(birge_row_count_gaps(&row, 0), ==, 0);
  g_assert_cmpuint(birge_row_count_gaps(&row, 2), ==, 2);
  g_assert_cmpuint(birge_row_count_gaps(&row, 3), ==, 2 + BIRGE_MAX_GAPS);
}

static void a_row_is_tied_by_segments_of_two_documents(void) {
  const BirgeRow tied = {.runs = {{0, 1}, {0, 0}, {3, 5}}};
  g_assert_true(birge_row_is_tied(&tied, 3));
  g_assert_false(birge_row_is_tied(&tied, 2));
}

#define ADD(name) g_test_add_func("/row/" #name, name)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_gap_is_a_segment_of_the_run_that_has_no_counterpart);
  ADD(segments_behind_the_first_32_are_no_gaps);
  ADD(gaps_of_all_documents_are_counted);
  ADD(a_row_is_tied_by_segments_of_two_documents);
  return g_test_run();
}
