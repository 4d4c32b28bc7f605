/* Aligns documents inside the rows that are known. */
#include "align/private.h"

#include "base/error.h"

/* The most pieces of a document in a known row that are all tied; a longer row is searched like a
 * whole article, where some may be left over. */
#define MAX_TIED 50

static guint count_segments(BirgeRun run) {
  return run.end - run.first;
}

/* Adds a row for each segment of a row that has segments of one document only. */
static void add_single_rows(const BirgeRow *known, guint n_documents, GArray *rows) {
  for (guint d = 0; d < n_documents; d++) {
    for (guint s = known->runs[d].first; s < known->runs[d].end; s++) {
      BirgeRow row = {.confidence = 1, .origin = known->origin};
      row.runs[d] = (BirgeRun){s, s + 1};
      g_array_append_val(rows, row);
    }
  }
}

/* Documents cut in pieces. */
typedef struct {
  BirgePieces *pieces[BIRGE_MAX_SEARCHED];
  const BirgeDocument *documents[BIRGE_MAX_SEARCHED]; /* of pieces; borrowed from them */
  guint n;
} Cuts;

static void clear_cuts(Cuts *cuts) {
  for (guint d = 0; d < cuts->n; d++)
    birge_pieces_free(cuts->pieces[d]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cuts, clear_cuts)

static gboolean cut_documents(const BirgeBitext *bitext, const BirgeRules *rules, Cuts *cuts,
                              GError **error) {
  for (; cuts->n < bitext->n_documents; cuts->n++) {
    BirgePieces *pieces = birge_pieces_new(bitext->documents[cuts->n], rules, error);
    if (!pieces)
      return FALSE;
    cuts->pieces[cuts->n] = pieces;
    cuts->documents[cuts->n] = pieces->document;
  }
  return TRUE;
}

static gboolean is_short(const Cuts *cuts, const BirgeRun *stretch) {
  for (guint d = 0; d < cuts->n; d++)
    if (count_segments(stretch[d]) > MAX_TIED)
      return FALSE;
  return TRUE;
}

/* Ties the segments of runs. Returns rows, of BirgeRow, yours. */
static GArray *tie_segments(BirgeScorer *scorer, const Cuts *cuts, const BirgeRun *runs,
                            const BirgeAlignOptions *options) {
  GArray *rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  BirgeRun stretch[BIRGE_MAX_SEARCHED] = {{0}};
  for (guint d = 0; d < cuts->n; d++)
    stretch[d] =
        (BirgeRun){cuts->pieces[d]->firsts[runs[d].first], cuts->pieces[d]->firsts[runs[d].end]};
  BirgeSearch search = {scorer, cuts->pieces, cuts->n, options->are_rows_translations, NULL};
  gboolean is_tied = FALSE;
  if (search.ties_all && is_short(cuts, stretch)) {
    is_tied = birge_search_beads(&search, stretch, rows);
    birge_scorer_forget(scorer);
  }
  search.ties_all = FALSE;
  if (!is_tied)
    birge_find_beads(&search, stretch, rows);
  if (!is_tied && birge_scorer_learn(scorer, rows)) {
    g_autoptr(GArray) first_rows = g_steal_pointer(&rows);
    search.near = first_rows;
    rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
    birge_find_beads(&search, stretch, rows);
  }
  for (guint r = 0; r < rows->len; r++) {
    BirgeRun *found = g_array_index(rows, BirgeRow, r).runs;
    for (guint d = 0; d < cuts->n; d++)
      found[d] = (BirgeRun){cuts->pieces[d]->segments[found[d].first],
                            cuts->pieces[d]->segments[found[d].end]};
  }
  return rows;
}

/* Ties the segments of one known row. */
static void align_row(BirgeScorer *scorer, const Cuts *cuts, const BirgeRow *known,
                      const BirgeAlignOptions *options, GArray *rows) {
  guint n_filled = 0, fewest = G_MAXUINT;
  for (guint d = 0; d < cuts->n; d++) {
    guint n = count_segments(known->runs[d]);
    n_filled += n > 0 ? 1 : 0;
    fewest = n > 0 ? MIN(fewest, n) : fewest;
  }
  if (n_filled < 2) {
    add_single_rows(known, cuts->n, rows);
  } else if (fewest == 1 && options->are_rows_translations) {
    BirgeRow row = *known;
    g_array_append_val(rows, row);
  } else {
    g_autoptr(GArray) found = tie_segments(scorer, cuts, known->runs, options);
    for (guint r = 0; r < found->len; r++)
      g_array_index(found, BirgeRow, r).origin = known->origin;
    g_array_append_vals(rows, found->data, found->len);
  }
}

/* Aligns the documents of a bitext, no more than one search takes. */
static BirgeBitext *align_jointly(const BirgeBitext *known, const BirgeAlignOptions *options,
                                  GError **error) {
  g_auto(Cuts) cuts = {.n = 0};
  if (!cut_documents(known, options->rules, &cuts, error))
    return NULL;
  g_autoptr(BirgeScorer) scorer = birge_scorer_new(cuts.documents, cuts.n, options, FALSE);
  g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  for (guint r = 0; r < known->n_rows; r++)
    align_row(scorer, &cuts, &known->rows[r], options, rows);
  birge_rows_place_empty_runs((BirgeRow *)(gpointer)rows->data, rows->len, known->n_documents);
  return birge_bitext_new(known->documents, known->n_documents,
                          (const BirgeRow *)(gpointer)rows->data, rows->len);
}

static BirgeBitext *join_parts(const GPtrArray *parts) {
  return birge_bitext_join((const BirgeBitext *const *)parts->pdata, parts->len);
}

/* Aligns the first documents of a bitext in one search, and each further one with the first. */
static BirgeBitext *align_in_parts(const BirgeBitext *known, const BirgeAlignOptions *options,
                                   GError **error) {
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)birge_bitext_unref);
  guint d = 1;
  do {
    guint columns[BIRGE_MAX_SEARCHED] = {0}, n = 1;
    guint most = parts->len == 0 ? BIRGE_MAX_SEARCHED : 2;
    while (n < most && d < known->n_documents)
      columns[n++] = d++;
    g_autoptr(BirgeBitext) part = birge_bitext_select(known, columns, n);
    BirgeBitext *aligned = align_jointly(part, options, error);
    if (!aligned)
      return NULL;
    g_ptr_array_add(parts, aligned);
  } while (d < known->n_documents);
  return join_parts(parts);
}

/* Whether the rows of bitext are as long in the first document as those of joined. */
static gboolean is_cut_like(const BirgeBitext *bitext, const BirgeBitext *joined) {
  for (guint r = 0, j = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    if (count_segments(row->runs[0]) == 0 || count_segments(row->runs[1]) == 0)
      continue;
    while (joined->rows[j].runs[0].end < row->runs[0].end)
      j++;
    if (count_segments(joined->rows[j].runs[0]) != count_segments(row->runs[0]))
      return FALSE;
  }
  return TRUE;
}

/* What bitexts know would be lost in the longer rows of the joined one: each is aligned by itself.
 */
static BirgeBitext *align_one_by_one(const BirgeBitext *const *known, guint n_known,
                                     const BirgeAlignOptions *options, GError **error) {
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)birge_bitext_unref);
  for (guint k = 0; k < n_known; k++) {
    BirgeBitext *aligned = align_in_parts(known[k], options, error);
    if (!aligned)
      return NULL;
    g_ptr_array_add(parts, aligned);
  }
  return join_parts(parts);
}

static gboolean check_sizes(const BirgeBitext *bitext, GError **error) {
  for (guint d = 0; d < bitext->n_documents; d++) {
    if (bitext->documents[d]->n_segments > BIRGE_MAX_SEGMENTS) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, bitext->documents[d]->name, 0,
                         "has more than %d sentences", BIRGE_MAX_SEGMENTS);
      return FALSE;
    }
  }
  return TRUE;
}

BirgeBitext *birge_align(const BirgeBitext *const *known, guint n_known,
                         const BirgeAlignOptions *options, GError **error) {
  g_autoptr(BirgeBitext) joined = birge_bitext_join(known, n_known);
  if (!check_sizes(joined, error))
    return NULL;
  for (guint k = 0; k < n_known && n_known > 1; k++) {
    if (!is_cut_like(known[k], joined))
      return align_one_by_one(known, n_known, options, error);
  }
  return align_in_parts(joined, options, error);
}

gboolean birge_align_is_needed(const BirgeBitext *const *known, guint n_known) {
  for (guint k = 0; k < n_known; k++) {
    for (guint r = 0; r < known[k]->n_rows; r++) {
      guint n_long = 0;
      for (guint d = 0; d < known[k]->n_documents; d++)
        n_long += count_segments(known[k]->rows[r].runs[d]) > 1 ? 1 : 0;
      if (n_long > 1)
        return TRUE;
    }
  }
  return FALSE;
}
