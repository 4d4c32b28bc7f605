/* How rows are counted by their confidence. */
#include "align/calibration.h"

/* Four sentences, of one letter each. */
static BirgeDocument *make_document(const char *language) {
  g_autoptr(GBytes) bytes = g_bytes_new("A B C D", 7);
  BirgeDocumentBuilder *builder = birge_document_builder_new(language, "test", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, 7, BIRGE_BLOCK_PARAGRAPH});
  for (guint i = 0; i < 4; i++)
    birge_document_builder_add_segment(builder, (BirgeSegment){2 * i, 2 * i + 1, 0});
  return birge_document_builder_end(builder);
}

/* Rows of which the second is not a gold bead, and the last ties nothing. */
static BirgeBitext *make_bitext(void) {
  g_autoptr(BirgeDocument) left = make_document("en");
  g_autoptr(BirgeDocument) right = make_document("ar");
  const BirgeDocument *const documents[] = {left, right};
  const BirgeRow rows[] = {
      {.runs = {{0, 1}, {0, 2}}, .confidence = 1},
      {.runs = {{1, 2}, {2, 3}}, .confidence = 0.95},
      {.runs = {{2, 3}, {3, 4}}, .confidence = 0.1},
      {.runs = {{3, 4}, {4, 4}}, .confidence = 0.7},
  };
  return birge_bitext_new(documents, 2, rows, 4);
}

static BirgeBeads *make_gold(void) {
  static const guint32 lines[] = {0, 1, 2, 3};
  BirgeBeads *gold = birge_beads_new(2);
  const BirgeBeadSide first[] = {{&lines[0], 1}, {&lines[0], 2}};
  const BirgeBeadSide third[] = {{&lines[2], 1}, {&lines[3], 1}};
  birge_beads_add(gold, first);
  birge_beads_add(gold, third);
  return gold;
}

static void rows_are_counted_in_the_bin_of_their_confidence(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeBeads) gold = make_gold();
  BirgeCalibration calibration = {0};
  birge_calibration_add(&calibration, gold, bitext);
  g_assert_cmpuint(birge_calibration_n_rows(&calibration), ==, 3);
  g_assert_cmpuint(calibration.n_rows[9], ==, 2);
  g_assert_cmpuint(calibration.n_right[9], ==, 1);
  g_assert_cmpuint(calibration.n_rows[1], ==, 1);
  g_assert_cmpuint(calibration.n_right[1], ==, 1);
  g_assert_cmpuint(calibration.n_sure, ==, 2);
  g_assert_cmpuint(calibration.n_sure_right, ==, 1);
}

/* |1.95 - 1| and |0.1 - 1| over three rows: worked out by hand. */
static void the_error_is_that_of_the_literature(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeBeads) gold = make_gold();
  BirgeCalibration calibration = {0};
  g_assert_cmpfloat(birge_calibration_error(&calibration), ==, 0);
  birge_calibration_add(&calibration, gold, bitext);
  g_assert_cmpfloat_with_epsilon(birge_calibration_error(&calibration), 1.85 / 3, 1e-12);
}

static void without_gold_nothing_is_right(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeBeads) none = birge_beads_new(0);
  BirgeCalibration calibration = {0};
  birge_calibration_add(&calibration, none, bitext);
  g_assert_cmpuint(birge_calibration_n_rows(&calibration), ==, 3);
  g_assert_cmpuint(calibration.n_sure_right, ==, 0);
}

/* One row of A, B, C and A, B: right if the gold bead has what the row has without its gaps. */
static guint count_right(const guint32 *gaps) {
  static const guint32 first[] = {0, 2}, second[] = {0, 1};
  g_autoptr(BirgeDocument) left = make_document("en");
  g_autoptr(BirgeDocument) right = make_document("ar");
  const BirgeDocument *const documents[] = {left, right};
  const BirgeRow rows[] = {{.runs = {{0, 3}, {0, 2}}, .gaps = {gaps[0], gaps[1]}, .confidence = 1},
                           {.runs = {{3, 4}, {2, 4}}, .confidence = 0}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, 2);
  g_autoptr(BirgeBeads) gold = birge_beads_new(2);
  const BirgeBeadSide bead[] = {{first, 2}, {second, 2}};
  birge_beads_add(gold, bead);
  BirgeCalibration calibration = {0};
  birge_calibration_add(&calibration, gold, bitext);
  return calibration.n_sure_right;
}

static void a_row_with_gaps_is_right_if_gold_lacks_just_these(void) {
  g_assert_cmpuint(count_right((const guint32[]){2, 0}), ==, 1);
  g_assert_cmpuint(count_right((const guint32[]){0, 0}), ==, 0);
  g_assert_cmpuint(count_right((const guint32[]){1, 0}), ==, 0);
  g_assert_cmpuint(count_right((const guint32[]){2, 1}), ==, 0);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/calibration/rows_are_counted_in_the_bin_of_their_confidence",
                  rows_are_counted_in_the_bin_of_their_confidence);
  g_test_add_func("/calibration/the_error_is_that_of_the_literature",
                  the_error_is_that_of_the_literature);
  g_test_add_func("/calibration/without_gold_nothing_is_right", without_gold_nothing_is_right);
  g_test_add_func("/calibration/a_row_with_gaps_is_right_if_gold_lacks_just_these",
                  a_row_with_gaps_is_right_if_gold_lacks_just_these);
  return g_test_run();
}
