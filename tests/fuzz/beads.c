/* Any bytes as beads: an error that is ours, or beads that can be compared with themselves. */
#include "align/evaluation.h"
#include "base/error.h"
#include "exchange/exchange.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBeads) beads = birge_beads_parse("fuzz", bytes, &error);
  if (!beads) {
    g_assert_cmpint((int)error->domain, ==, (int)BIRGE_ERROR);
    return 0;
  }
  BirgeTally tally = {0};
  birge_tally_add(&tally, beads, beads);
  g_assert_cmpuint(tally.n_right, ==, tally.n_gold);
  g_assert_cmpuint(tally.n_found_linked, ==, tally.n_found);
  return 0;
}
