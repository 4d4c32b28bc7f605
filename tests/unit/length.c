/* Lengths that differ more than the languages do. */
#include "sample_qa.h"

static void what_is_far_shorter_is_found(void) {
  const char *source = "The council met on Monday in the old hall of the town.";
  const char *target = "ئەنجوومەن ڕۆژی دووشەممە لە هۆڵە کۆنەکەی شار کۆبووەوە.";
  sample_assert_says("length", source, "ckb", target, "");
  sample_assert_says("length", source, "ckb", "ئەنجوومەن کۆبووەوە.",
                     "the translation is far shorter than expected");
  sample_assert_says("length", "It met.", "ckb", target, "the source is far shorter than expected");
}

static void short_texts_may_differ(void) {
  sample_assert_says("length", "Yes.", "ckb", "بەڵێ، وایە.", "");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/length/what_is_far_shorter_is_found", what_is_far_shorter_is_found);
  g_test_add_func("/length/short_texts_may_differ", short_texts_may_differ);
  return g_test_run();
}
