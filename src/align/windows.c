/* Long documents: a window moves along them and is searched at once.
 *
 * The end of a window is put where the documents would be at equal pace, which may be wrong. So its
 * last beads are not taken: the next window begins behind a bead that is sure. Where none is, the
 * window grows. Time and memory are linear in the length of the documents. */
#include "align/private.h"

/* Segments of the longest document in a window, at first and at most. */
#define WINDOW 100
#define MAX_WINDOW 400
/* Segments that a window takes of each document, even where another is far longer. */
#define MIN_PART 20
/* The share of a window whose beads may be taken, and that must be, or time would not be linear:
 * the very first beads can be sure where none behind them is. */
#define TAKEN_SHARE 0.7
#define MIN_TAKEN_SHARE 0.2
/* The probability of a bead that a window may begin behind. */
#define SURE 0.95

static guint count_left(const BirgeRun *left, guint d) {
  return left[d].end - left[d].first;
}

/* Sets a window of size segments of the longest document, the same share of others. Returns whether
 * it holds all that is left. */
static gboolean open_window(const BirgeRun *left, BirgePieces *const *pieces, guint n_documents,
                            guint size, BirgeRun *window) {
  guint longest = 0;
  for (guint d = 0; d < n_documents; d++)
    longest = MAX(longest, count_left(left, d));
  for (guint d = 0; d < n_documents; d++) {
    guint n = (guint)((guint64)count_left(left, d) * size / MAX(longest, 1));
    n = longest <= size ? count_left(left, d) : MIN(MAX(n, MIN_PART), count_left(left, d));
    while (!birge_pieces_is_border(pieces[d], left[d].first + n))
      n++;
    window[d] = (BirgeRun){left[d].first, left[d].first + n};
  }
  return longest <= size;
}

static gboolean ties_all(const BirgeRow *row, guint n_documents) {
  for (guint d = 0; d < n_documents; d++) {
    if (row->runs[d].first == row->runs[d].end)
      return FALSE;
  }
  return TRUE;
}

/* The share of the window behind which a row ends, in the document where that is most. */
static double find_end(const BirgeRow *row, const BirgeRun *window, guint n_documents) {
  double most = 0;
  for (guint d = 0; d < n_documents; d++) {
    double n = window[d].end - window[d].first;
    most = MAX(most, n > 0 ? (row->runs[d].end - window[d].first) / n : 0);
  }
  return most;
}

/* How many of the rows from first on may be taken: up to the last one that is sure; 0: there is
 * none. is_last_try: then up to the surest one of the window's middle, or else all of them. */
static guint count_taken(const GArray *rows, guint first, const BirgeRun *window, guint n_documents,
                         gboolean is_last_try) {
  guint n_sure = 0, n_best = rows->len - first;
  double best = 0;
  for (guint r = first; r < rows->len; r++) {
    const BirgeRow *row = &g_array_index(rows, BirgeRow, r);
    double end = find_end(row, window, n_documents);
    if (!ties_all(row, n_documents) || end > TAKEN_SHARE)
      continue;
    if (row->confidence >= SURE && end >= MIN_TAKEN_SHARE)
      n_sure = r + 1 - first;
    if (end >= TAKEN_SHARE / 2 && row->confidence >= best) {
      best = row->confidence;
      n_best = r + 1 - first;
    }
  }
  return n_sure == 0 && is_last_try ? n_best : n_sure;
}

/* Moves what is left behind the rows from first on. */
static void advance(BirgeRun *left, guint n_documents, const GArray *rows, guint first) {
  for (guint r = first; r < rows->len; r++) {
    const BirgeRow *row = &g_array_index(rows, BirgeRow, r);
    for (guint d = 0; d < n_documents; d++)
      left[d].first += row->runs[d].end - row->runs[d].first;
  }
}

void birge_find_beads(const BirgeSearch *search, const BirgeRun *stretch, GArray *rows) {
  guint n_documents = search->n_documents;
  BirgeRun left[BIRGE_MAX_SEARCHED] = {{0}}, window[BIRGE_MAX_SEARCHED] = {{0}};
  for (guint d = 0; d < n_documents; d++)
    left[d] = stretch[d];
  for (guint size = WINDOW;;) {
    guint first = rows->len;
    gboolean is_last = open_window(left, search->pieces, n_documents, size, window);
    birge_search_beads(search, window, rows);
    birge_scorer_forget(search->scorer);
    if (is_last)
      return;
    guint n_taken = count_taken(rows, first, window, n_documents, size >= MAX_WINDOW);
    g_array_set_size(rows, first + n_taken);
    advance(left, n_documents, rows, first);
    /* What nothing was sure of goes on as it is. */
    size = n_taken == 0 ? size * 2 : size < MAX_WINDOW ? WINDOW : size - WINDOW;
  }
}
