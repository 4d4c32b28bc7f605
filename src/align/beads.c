/* The search: the best rows of two or three documents.
 *
 * Dynamic programming over the places between segments. Two documents are searched whole, or inside
 * a band around the diagonal where they are long; where rows are known from an earlier search, near
 * these. Three are searched two by two first, then jointly where the ways of the pairs lead. */
#include "align/lattice.h"

/* A stretch with no more positions than this is searched whole, of two documents and of three. */
#define MAX_WHOLE 40000
#define MAX_WHOLE_JOINT 400
/* Half the widths, in segments, of the bands around the diagonal, around the rows of an earlier
 * search, and around the rows of a pair. */
#define DIAGONAL_BAND 60
#define NEAR_BAND 10
#define PAIR_BAND 1
/* Places through which a smaller share (its logarithm) of the ways of a pair lead are not looked at
 * jointly. */
#define MIN_JOINT_SHARE (-12.0)

/* A band around the diagonal, as wide as the stretch where that is small; what is beside the
 * diagonal of a long text by more than the band is not found. */
static void open_diagonal(BirgeLattice *lattice, guint half_width) {
  for (guint i = 0; i <= lattice->n[0]; i++) {
    for (guint d = 0; d < 2; d++) {
      guint n = lattice->n[d + 1];
      guint middle = lattice->n[0] ? (guint)((guint64)i * n / lattice->n[0]) : 0;
      guint reach = half_width + (lattice->n[0] ? n / lattice->n[0] : n);
      lattice->windows[i].low[d] = i == 0 ? 0 : middle - MIN(middle, reach);
      lattice->windows[i].high[d] = i == lattice->n[0] ? n : MIN(middle + reach, n);
    }
  }
}

/* The part of a run that lies in document x of a lattice, by the lattice's own numbers. */
static BirgeRun clip_run(const BirgeLattice *lattice, guint x, BirgeRun run) {
  guint first = lattice->first[x], end = first + lattice->n[x];
  return (BirgeRun){CLAMP(run.first, first, end) - first, CLAMP(run.end, first, end) - first};
}

/* Returns the first of rows, which are in text order, that ends in the lattice or behind it. */
static guint find_row(const BirgeLattice *lattice, const GArray *rows) {
  guint low = 0, high = rows->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    const BirgeRow *row = &g_array_index(rows, BirgeRow, middle);
    if (row->runs[lattice->documents[0]].end < lattice->first[0])
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Opens the windows of document d + 1 around rows, and where all ways begin and end. */
static void open_around_rows(BirgeLattice *lattice, guint d, const GArray *rows, guint band) {
  guint n = lattice->n[d + 1];
  for (guint i = 0; i <= lattice->n[0]; i++)
    lattice->windows[i].low[d] = n;
  lattice->windows[0].low[d] = 0;
  lattice->windows[lattice->n[0]].high[d] = n;
  guint behind = lattice->first[0] + lattice->n[0];
  for (guint r = find_row(lattice, rows); r < rows->len; r++) {
    const BirgeRow *row = &g_array_index(rows, BirgeRow, r);
    if (row->runs[lattice->documents[0]].first > behind)
      break;
    BirgeRun a = clip_run(lattice, 0, row->runs[lattice->documents[0]]);
    BirgeRun b = clip_run(lattice, d + 1, row->runs[lattice->documents[d + 1]]);
    for (guint i = a.first; i <= a.end; i++) {
      BirgeWindow *window = &lattice->windows[i];
      window->low[d] = MIN(window->low[d], b.first - MIN(b.first, band));
      window->high[d] = MAX(window->high[d], MIN(b.end + band, n));
    }
  }
}

/* Opens the windows of document d + 1 around the places that ways of a pair lead through. */
static void open_around_ways(BirgeLattice *lattice, guint d, const BirgeLattice *pair) {
  guint at[BIRGE_MAX_SEARCHED];
  gsize here = 0;
  birge_lattice_first(pair, at);
  do {
    if (birge_lattice_share(pair, here++) < MIN_JOINT_SHARE)
      continue;
    BirgeWindow *window = &lattice->windows[at[0]];
    window->low[d] = MIN(window->low[d], at[1]);
    window->high[d] = MAX(window->high[d], at[1]);
  } while (birge_lattice_next(pair, at));
}

/* Searches a lattice whose windows are open. Returns FALSE, and no rows, if there is no way. */
static gboolean take_rows(BirgeLattice *lattice, GArray *rows) {
  gboolean has_way = birge_lattice_search(lattice);
  if (has_way)
    birge_lattice_choose(lattice, rows);
  return has_way;
}

/* As take_rows(), of two documents; opens the lattice. offers: NULL: nobody asks for them. */
static gboolean search_pair(const BirgeSearch *search, const guint *documents,
                            const BirgeRun *stretch, BirgeLattice *lattice, GArray *rows,
                            GArray *offers) {
  birge_lattice_open(lattice, search->scorer, search->pieces, documents, 2, stretch,
                     search->ties_all);
  lattice->offers = offers;
  gboolean is_small = (gsize)(lattice->n[0] + 1) * (lattice->n[1] + 1) <= MAX_WHOLE;
  if (search->near)
    open_around_rows(lattice, 0, search->near, NEAR_BAND);
  else
    open_diagonal(lattice, is_small ? MAX(lattice->n[1], 1) : DIAGONAL_BAND);
  return take_rows(lattice, rows);
}

static gboolean find_pair(const BirgeSearch *search, const guint *documents,
                          const BirgeRun *stretch, GArray *rows) {
  BirgeLattice lattice;
  gboolean has_way = search_pair(search, documents, stretch, &lattice, rows, NULL);
  birge_lattice_close(&lattice);
  return has_way;
}

/* Searches documents x and y, which tells how far they agree with rows of all three, and, if x is
 * the first one, where the windows of y are opened. */
static gboolean ask_pair(const BirgeSearch *search, guint x, guint y, const BirgeRun *stretch,
                         BirgeLattice *lattice) {
  BirgeLattice pair;
  g_autoptr(GArray) path = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  g_autoptr(GArray) offers = g_array_new(FALSE, FALSE, sizeof(BirgeOffer));
  gboolean has_way = search_pair(search, (const guint[]){x, y}, stretch, &pair, path, offers);
  if (has_way) {
    birge_agreement_add(lattice->agreement, x, y, offers);
    if (x == 0) {
      open_around_rows(lattice, y - 1, path, PAIR_BAND);
      open_around_ways(lattice, y - 1, &pair);
    }
  }
  birge_lattice_close(&pair);
  return has_way;
}

gboolean birge_search_beads(const BirgeSearch *search, const BirgeRun *stretch, GArray *rows) {
  static const guint all[] = {0, 1, 2};
  if (search->n_documents == 2)
    return find_pair(search, all, stretch, rows);
  BirgeLattice lattice;
  birge_lattice_open(&lattice, search->scorer, search->pieces, all, 3, stretch, search->ties_all);
  g_autoptr(BirgeAgreement) agreement = birge_agreement_new();
  lattice.agreement = agreement;
  gboolean has_way = ask_pair(search, 0, 1, stretch, &lattice) &&
                     ask_pair(search, 0, 2, stretch, &lattice) &&
                     ask_pair(search, 1, 2, stretch, &lattice);
  gsize n_positions = (gsize)(lattice.n[0] + 1) * (lattice.n[1] + 1) * (gsize)(lattice.n[2] + 1);
  if (n_positions <= MAX_WHOLE_JOINT)
    open_diagonal(&lattice, MAX(lattice.n[1], lattice.n[2]));
  has_way = has_way && take_rows(&lattice, rows);
  birge_lattice_close(&lattice);
  return has_way;
}
