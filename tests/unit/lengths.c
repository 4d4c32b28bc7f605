/* What lengths say, and how that follows the translator. */
#include "align/lengths.h"

static void equal_lengths_cost_nothing(void) {
  BirgeLengthModel model;
  birge_length_model_init(&model);
  g_assert_cmpfloat(birge_length_model_cost(&model, 80, 80), <, 0.01);
  g_assert_cmpfloat(birge_length_model_cost(&model, 80, 160), >,
                    birge_length_model_cost(&model, 80, 100));
}

static void a_wordy_translator_is_followed(void) {
  BirgeLengthModel model;
  birge_length_model_init(&model);
  double before = birge_length_model_cost(&model, 100, 70);
  BirgeTiedLengths tied = {0};
  for (guint i = 0; i < 100; i++)
    birge_tied_lengths_add(&tied, 1, 100, 70);
  g_assert_true(birge_length_model_adapt(&model, &tied));
  g_assert_cmpfloat_with_epsilon(model.ratio, 0.7, 0.05);
  g_assert_cmpfloat(birge_length_model_cost(&model, 100, 70), <, before / 2);
}

static void a_few_words_prove_little(void) {
  BirgeLengthModel model;
  birge_length_model_init(&model);
  BirgeTiedLengths tied = {0};
  birge_tied_lengths_add(&tied, 1, 20, 14);
  birge_length_model_adapt(&model, &tied);
  g_assert_cmpfloat(model.ratio, >, 0.95);
}

static void nothing_teaches_nothing(void) {
  BirgeLengthModel model;
  birge_length_model_init(&model);
  const BirgeTiedLengths tied = {0};
  g_assert_false(birge_length_model_adapt(&model, &tied));
  g_assert_cmpfloat(model.ratio, ==, 1);
}

/* Else each round would let lengths that differ more teach the next. */
static void differences_are_let_in_up_to_a_bound(void) {
  BirgeLengthModel model;
  birge_length_model_init(&model);
  BirgeTiedLengths tied = {0};
  for (guint i = 0; i < 100; i++)
    birge_tied_lengths_add(&tied, 1, i % 2 ? 100 : 300, i % 2 ? 300 : 100);
  birge_length_model_adapt(&model, &tied);
  g_assert_cmpfloat(model.variance, ==, 15);
  g_assert_cmpfloat_with_epsilon(model.ratio, 1, 0.01);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lengths/equal_lengths_cost_nothing", equal_lengths_cost_nothing);
  g_test_add_func("/lengths/a_wordy_translator_is_followed", a_wordy_translator_is_followed);
  g_test_add_func("/lengths/a_few_words_prove_little", a_few_words_prove_little);
  g_test_add_func("/lengths/nothing_teaches_nothing", nothing_teaches_nothing);
  g_test_add_func("/lengths/differences_are_let_in_up_to_a_bound",
                  differences_are_let_in_up_to_a_bound);
  return g_test_run();
}
