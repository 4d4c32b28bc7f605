/* Agreement of pairs with rows of three documents, against the sum over all ways. */
#include "align/agreement.h"

/* How far agreement.c looks: corners behind the begin of a row. */
#define REACH 64
#define N_DOCUMENTS 3

/* Segments that a row of two documents may have. */
static const guint steps[][2] = {{0, 1}, {1, 0}, {1, 1}, {1, 2}, {2, 1}};

/* How many segments each document has. */
static const guint lengths[N_DOCUMENTS] = {3, 4, 2};

/* Two of the documents. */
typedef struct {
  guint x, y;
} Pair;

/* What a row is worth that begins at a place: anything but equal. */
static double weigh(Pair pair, const guint *at, guint step) {
  return 1 + (3 * at[0] + 5 * at[1] + 7 * step + 11 * pair.x + pair.y) % 6;
}

/* Sums up what all ways from a place to another are worth, way by way. */
static double sum_ways(Pair pair, const guint *from, const guint *to) {
  if (from[0] == to[0] && from[1] == to[1])
    return 1;
  double sum = 0;
  for (guint s = 0; s < G_N_ELEMENTS(steps); s++) {
    const guint next[] = {from[0] + steps[s][0], from[1] + steps[s][1]};
    if (next[0] <= to[0] && next[1] <= to[1])
      sum += weigh(pair, from, s) * sum_ways(pair, next, to);
  }
  return sum;
}

static void add_pair(BirgeAgreement *agreement, Pair pair) {
  g_autoptr(GArray) offers = g_array_new(FALSE, FALSE, sizeof(BirgeOffer));
  const guint begin[] = {0, 0}, end[] = {lengths[pair.x], lengths[pair.y]};
  double all = sum_ways(pair, begin, end);
  for (guint i = 0; i <= end[0]; i++) {
    for (guint j = 0; j <= end[1]; j++) {
      for (guint s = 0; s < G_N_ELEMENTS(steps); s++) {
        BirgeOffer offer = {{i, j}, {i + steps[s][0], j + steps[s][1]}, 0};
        if (offer.to[0] > end[0] || offer.to[1] > end[1])
          continue;
        offer.probability = sum_ways(pair, begin, offer.from) * weigh(pair, offer.from, s) *
                            sum_ways(pair, offer.to, end) / all;
        g_array_append_val(offers, offer);
      }
    }
  }
  birge_agreement_add(agreement, pair.x, pair.y, offers);
}

static double pass_both(Pair pair, const guint *from, const guint *to) {
  const guint begin[] = {0, 0}, end[] = {lengths[pair.x], lengths[pair.y]};
  const guint starts[] = {from[pair.x], from[pair.y]}, ends[] = {to[pair.x], to[pair.y]};
  return sum_ways(pair, begin, starts) * sum_ways(pair, starts, ends) * sum_ways(pair, ends, end) /
         sum_ways(pair, begin, end);
}

/* The least of the pairs that have segments in a row. */
static double expect(const guint *from, const guint *to) {
  double least = 1;
  for (guint x = 0; x < N_DOCUMENTS; x++)
    for (guint y = x + 1; y < N_DOCUMENTS; y++)
      if (from[x] != to[x] || from[y] != to[y])
        least = MIN(least, pass_both((Pair){x, y}, from, to));
  return least;
}

/* Asks for all rows that begin at a place. */
static void check_rows(BirgeAgreement *agreement, const guint *from) {
  guint to[N_DOCUMENTS];
  for (to[0] = from[0]; to[0] <= lengths[0]; to[0]++)
    for (to[1] = from[1]; to[1] <= lengths[1]; to[1]++)
      for (to[2] = from[2]; to[2] <= lengths[2]; to[2]++)
        g_assert_cmpfloat_with_epsilon(birge_agreement_find(agreement, from, to), expect(from, to),
                                       1e-9);
}

static void rows_are_as_likely_as_all_ways_through_their_ends(void) {
  g_autoptr(BirgeAgreement) agreement = birge_agreement_new();
  for (guint x = 0; x < N_DOCUMENTS; x++)
    for (guint y = x + 1; y < N_DOCUMENTS; y++)
      add_pair(agreement, (Pair){x, y});
  guint from[N_DOCUMENTS];
  for (from[0] = 0; from[0] <= lengths[0]; from[0]++)
    for (from[1] = 0; from[1] <= lengths[1]; from[1]++)
      for (from[2] = 0; from[2] <= lengths[2]; from[2]++)
        check_rows(agreement, from);
}

/* Makes all pairs know one way of n rows, a segment of each document in each. */
static BirgeAgreement *agree_on_one_way(guint n) {
  g_autoptr(GArray) offers = g_array_new(FALSE, FALSE, sizeof(BirgeOffer));
  for (guint i = 0; i < n; i++) {
    BirgeOffer offer = {{i, i}, {i + 1, i + 1}, 1};
    g_array_append_val(offers, offer);
  }
  BirgeAgreement *agreement = birge_agreement_new();
  birge_agreement_add(agreement, 0, 1, offers);
  birge_agreement_add(agreement, 0, 2, offers);
  birge_agreement_add(agreement, 1, 2, offers);
  return agreement;
}

static void a_row_ends_within_reach(void) {
  g_autoptr(BirgeAgreement) agreement = agree_on_one_way(2 * REACH);
  const guint from[] = {5, 5, 5}, near[] = {REACH + 4, REACH + 4, REACH + 4},
              far[] = {REACH + 5, REACH + 5, REACH + 5};
  g_assert_cmpfloat(birge_agreement_find(agreement, from, near), ==, 1);
  g_assert_cmpfloat(birge_agreement_find(agreement, from, far), ==, 0);
}

static void nobody_agrees_with_places_where_no_row_begins_or_ends(void) {
  g_autoptr(BirgeAgreement) agreement = agree_on_one_way(3);
  const guint begin[] = {0, 0, 0}, end[] = {3, 3, 3}, beside[] = {1, 2, 1}, behind[] = {4, 4, 4};
  g_assert_cmpfloat(birge_agreement_find(agreement, begin, end), ==, 1);
  g_assert_cmpfloat(birge_agreement_find(agreement, begin, beside), ==, 0);
  g_assert_cmpfloat(birge_agreement_find(agreement, beside, end), ==, 0);
  g_assert_cmpfloat(birge_agreement_find(agreement, begin, behind), ==, 0);
}

static void documents_without_segments_agree_with_nothing_but_nothing(void) {
  g_autoptr(BirgeAgreement) agreement = agree_on_one_way(0);
  const guint begin[] = {0, 0, 0}, end[] = {1, 0, 0};
  g_assert_cmpfloat(birge_agreement_find(agreement, begin, begin), ==, 1);
  g_assert_cmpfloat(birge_agreement_find(agreement, begin, end), ==, 0);
}

#define ADD(name) g_test_add_func("/agreement/" #name, name)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(rows_are_as_likely_as_all_ways_through_their_ends);
  ADD(a_row_ends_within_reach);
  ADD(nobody_agrees_with_places_where_no_row_begins_or_ends);
  ADD(documents_without_segments_agree_with_nothing_but_nothing);
  return g_test_run();
}
