/* The counts of an evaluation against brute force over all beads and all links. */
#include "align/evaluation.h"
#include "random.h"

#define MAX_TRIED 12
#define N_LINES 8

static void append_some_lines(GArray *lines) {
  for (guint32 line = random_below(N_LINES); line < N_LINES; line += 1 + random_below(3)) {
    g_array_append_val(lines, line);
    if (random_below(2))
      break;
  }
}

/* Beads that overlap, come twice, and are empty on some sides or all. */
static BirgeBeads *random_beads(guint n_sides) {
  BirgeBeads *beads = birge_beads_new(n_sides);
  for (guint n = random_below(MAX_TRIED); n > 0; n--) {
    GArray *lines[3];
    BirgeBeadSide sides[3];
    for (guint s = 0; s < n_sides; s++) {
      lines[s] = g_array_new(FALSE, FALSE, sizeof(guint32));
      if (random_below(4))
        append_some_lines(lines[s]);
      sides[s] = (BirgeBeadSide){(const guint32 *)(gpointer)lines[s]->data, lines[s]->len};
    }
    birge_beads_add(beads, sides);
    for (guint s = 0; s < n_sides; s++)
      g_array_unref(lines[s]);
  }
  return beads;
}

/* The brute-force twin. */
static gboolean side_has(const BirgeBeads *beads, guint bead, guint side, guint32 line) {
  BirgeBeadSide all = birge_beads_side(beads, bead, side);
  for (guint i = 0; i < all.n; i++) {
    if (all.lines[i] == line)
      return TRUE;
  }
  return FALSE;
}

static gboolean are_equal(const BirgeBeads *a, guint x, const BirgeBeads *b, guint y) {
  for (guint s = 0; s < a->n_sides; s++) {
    for (guint32 line = 0; line < N_LINES; line++) {
      if (side_has(a, x, s, line) != side_has(b, y, s, line))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean is_among(const BirgeBeads *a, guint x, const BirgeBeads *b, guint n) {
  for (guint y = 0; y < n; y++) {
    if (are_equal(a, x, b, y))
      return TRUE;
  }
  return FALSE;
}

static gboolean share_link(const BirgeBeads *a, guint x, const BirgeBeads *b, guint y) {
  for (guint s = 0; s < a->n_sides; s++)
    for (guint t = s + 1; t < a->n_sides; t++)
      for (guint32 i = 0; i < N_LINES; i++)
        for (guint32 j = 0; j < N_LINES; j++)
          if (side_has(a, x, s, i) && side_has(a, x, t, j) && side_has(b, y, s, i) &&
              side_has(b, y, t, j))
            return TRUE;
  return FALSE;
}

static gboolean is_linked(const BirgeBeads *a, guint x, const BirgeBeads *b) {
  for (guint y = 0; y < b->n_beads; y++) {
    if (share_link(a, x, b, y))
      return TRUE;
  }
  return FALSE;
}

static gboolean is_tied(const BirgeBeads *beads, guint bead) {
  return birge_beads_n_filled(beads, bead) > 1;
}

static gboolean is_single(const BirgeBeads *beads, guint side, guint32 line) {
  for (guint b = 0; b < beads->n_beads; b++) {
    if (!is_tied(beads, b) && side_has(beads, b, side, line))
      return TRUE;
  }
  return FALSE;
}

static gboolean is_one_to_one(const BirgeBeads *beads, guint bead) {
  for (guint s = 0; s < beads->n_sides; s++) {
    if (birge_beads_side(beads, bead, s).n > 1)
      return FALSE;
  }
  return TRUE;
}

static BirgeTally count(const BirgeBeads *gold, const BirgeBeads *found) {
  BirgeTally tally = {0};
  for (guint g = 0; g < gold->n_beads; g++) {
    gboolean counts = is_tied(gold, g) && !is_among(gold, g, gold, g);
    tally.n_gold += counts ? 1 : 0;
    tally.n_gold_linked += counts && is_linked(gold, g, found) ? 1 : 0;
  }
  for (guint f = 0; f < found->n_beads; f++) {
    if (!is_tied(found, f) || is_among(found, f, found, f))
      continue;
    gboolean is_right = is_among(found, f, gold, gold->n_beads);
    gboolean is_bad = !is_right && is_one_to_one(found, f);
    tally.n_found++;
    tally.n_right += is_right ? 1 : 0;
    tally.n_found_linked += is_linked(found, f, gold) ? 1 : 0;
    tally.n_bad_ones += is_bad ? 1 : 0;
    tally.n_wrong_ones += is_bad && !is_linked(found, f, gold) ? 1 : 0;
  }
  for (guint s = 0; s < gold->n_sides; s++) {
    for (guint32 line = 0; line < N_LINES; line++) {
      gboolean ours = is_single(gold, s, line), theirs = is_single(found, s, line);
      tally.n_gold_single += ours ? 1 : 0;
      tally.n_found_single += theirs ? 1 : 0;
      tally.n_right_single += ours && theirs ? 1 : 0;
    }
  }
  return tally;
}

static void counts_are_those_of_brute_force(void) {
  for (guint round = 0; round < N_ROUNDS; round++) {
    guint n_sides = 2 + random_below(2);
    g_autoptr(BirgeBeads) gold = random_beads(n_sides);
    g_autoptr(BirgeBeads) found = random_beads(n_sides);
    BirgeTally tally = {0}, expected = count(gold, found);
    birge_tally_add(&tally, gold, found);
    g_assert_cmpmem(&tally, sizeof tally, &expected, sizeof expected);
  }
}

static void an_alignment_is_right_by_itself(void) {
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr(BirgeBeads) beads = random_beads(3);
    BirgeTally tally = {0};
    birge_tally_add(&tally, beads, beads);
    g_assert_cmpuint(tally.n_right, ==, tally.n_gold);
    g_assert_cmpuint(tally.n_gold_linked, ==, tally.n_gold);
    g_assert_cmpuint(tally.n_bad_ones, ==, 0);
    double expected = tally.n_gold > 0 ? 1 : 0;
    g_assert_cmpfloat(birge_tally_figures(&tally).strict.f1, ==, expected);
  }
}

static void counts_of_comparisons_add_up(void) {
  BirgeTally all = {0}, sum = {0};
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr(BirgeBeads) gold = random_beads(2);
    g_autoptr(BirgeBeads) found = random_beads(2);
    BirgeTally one = {0};
    birge_tally_add(&one, gold, found);
    birge_tally_add(&all, gold, found);
    sum.n_right += one.n_right;
    sum.n_found_linked += one.n_found_linked;
    sum.n_right_single += one.n_right_single;
  }
  g_assert_cmpuint(all.n_right, ==, sum.n_right);
  g_assert_cmpuint(all.n_found_linked, ==, sum.n_found_linked);
  g_assert_cmpuint(all.n_right_single, ==, sum.n_right_single);
}

static BirgeBeads *read_sides(const guint32 (*ones)[2], guint n) {
  BirgeBeads *beads = birge_beads_new(2);
  for (guint i = 0; i < n; i++) {
    const BirgeBeadSide sides[] = {{&ones[i][0], 1}, {&ones[i][1], 1}};
    birge_beads_add(beads, sides);
  }
  return beads;
}

/* 2 of 3 right, 3 of 4 found: worked out by hand. */
static void rates_are_those_of_the_literature(void) {
  static const guint32 gold_ones[][2] = {{0, 0}, {1, 1}, {2, 2}, {3, 3}};
  static const guint32 found_ones[][2] = {{0, 0}, {1, 1}, {2, 3}};
  g_autoptr(BirgeBeads) gold = read_sides(gold_ones, 4);
  g_autoptr(BirgeBeads) found = read_sides(found_ones, 3);
  BirgeTally tally = {0};
  birge_tally_add(&tally, gold, found);
  BirgeFigures figures = birge_tally_figures(&tally);
  g_assert_cmpfloat_with_epsilon(figures.strict.precision, 2. / 3, 1e-12);
  g_assert_cmpfloat_with_epsilon(figures.strict.recall, 2. / 4, 1e-12);
  g_assert_cmpfloat_with_epsilon(figures.strict.f1, 4. / 7, 1e-12);
  g_assert_cmpuint(tally.n_bad_ones, ==, 1);
  g_assert_cmpuint(tally.n_wrong_ones, ==, 1);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/evaluation/counts_are_those_of_brute_force", counts_are_those_of_brute_force);
  g_test_add_func("/evaluation/an_alignment_is_right_by_itself", an_alignment_is_right_by_itself);
  g_test_add_func("/evaluation/counts_of_comparisons_add_up", counts_of_comparisons_add_up);
  g_test_add_func("/evaluation/rates_are_those_of_the_literature",
                  rates_are_those_of_the_literature);
  return g_test_run();
}
