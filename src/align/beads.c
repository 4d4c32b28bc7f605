/* The search: the best rows of two or three documents.
 *
 * Dynamic programming over the places between segments. Short stretches are searched whole. Long
 * ones are searched pair by pair first, inside a band around the diagonal, then jointly near the
 * paths that were found. */
#include "align/lattice.h"

/* A stretch with no more positions than this is searched whole, of two documents and of three. */
#define MAX_WHOLE 40000
#define MAX_WHOLE_JOINT 4000
/* Half the width of the band around the diagonal, and around a path, in segments. */
#define DIAGONAL_BAND 60
#define PATH_BAND 4

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

/* Opens the windows of document d + 1 around rows. */
static void open_around_path(BirgeLattice *lattice, guint d, const GArray *rows) {
  guint n = lattice->n[d + 1];
  for (guint i = 0; i <= lattice->n[0]; i++)
    lattice->windows[i].low[d] = n;
  for (guint r = 0; r < rows->len; r++) {
    const BirgeRow *row = &g_array_index(rows, BirgeRow, r);
    BirgeRun a = row->runs[lattice->documents[0]], b = row->runs[lattice->documents[d + 1]];
    guint low = b.first - lattice->first[d + 1], high = b.end - lattice->first[d + 1];
    for (guint i = a.first - lattice->first[0]; i <= a.end - lattice->first[0]; i++) {
      BirgeWindow *window = &lattice->windows[i];
      window->low[d] = MIN(window->low[d], low - MIN(low, PATH_BAND));
      window->high[d] = MAX(window->high[d], MIN(high + PATH_BAND, n));
    }
  }
}

/* Searches a lattice whose windows are open. Returns FALSE, and no rows, if there is no way. */
static gboolean take_rows(BirgeLattice *lattice, GArray *rows) {
  gboolean has_way = birge_lattice_search(lattice);
  if (has_way)
    birge_lattice_choose(lattice, rows);
  birge_lattice_close(lattice);
  return has_way;
}

static gboolean find_pair(const BirgeSearch *search, const guint *documents,
                          const BirgeRun *stretch, GArray *rows) {
  BirgeLattice lattice;
  birge_lattice_open(&lattice, search->scorer, search->pieces, documents, 2, stretch,
                     search->ties_all);
  gboolean is_small = (gsize)(lattice.n[0] + 1) * (lattice.n[1] + 1) <= MAX_WHOLE;
  open_diagonal(&lattice, is_small ? MAX(lattice.n[1], 1) : DIAGONAL_BAND);
  return take_rows(&lattice, rows);
}

gboolean birge_search_beads(const BirgeSearch *search, const BirgeRun *stretch, GArray *rows) {
  static const guint all[] = {0, 1, 2};
  if (search->n_documents == 2)
    return find_pair(search, all, stretch, rows);
  BirgeLattice lattice;
  birge_lattice_open(&lattice, search->scorer, search->pieces, all, search->n_documents, stretch,
                     search->ties_all);
  gsize n_positions = (gsize)(lattice.n[0] + 1) * (lattice.n[1] + 1) * (gsize)(lattice.n[2] + 1);
  if (n_positions <= MAX_WHOLE_JOINT) {
    open_diagonal(&lattice, MAX(lattice.n[1], lattice.n[2]));
  } else {
    for (guint d = 0; d < 2; d++) {
      g_autoptr(GArray) path = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
      if (!find_pair(search, (const guint[]){0, d + 1}, stretch, path)) {
        birge_lattice_close(&lattice);
        return FALSE;
      }
      open_around_path(&lattice, d, path);
    }
  }
  return take_rows(&lattice, rows);
}
