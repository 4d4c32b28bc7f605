/* Aligns documents, inside ties where some are given. */
#include "align/private.h"

#include "base/error.h"

/* What stands between two ties, or in a tie with one document only: a row a segment. */
static void add_single_rows(const BirgeRun *runs, guint n_documents, GArray *rows) {
  for (guint d = 0; d < n_documents; d++) {
    for (guint s = runs[d].first; s < runs[d].end; s++) {
      BirgeRow row = {.confidence = 1};
      row.runs[d] = (BirgeRun){s, s + 1};
      g_array_append_val(rows, row);
    }
  }
}

/* Aligns one stretch whose segments belong together. */
static void align_stretch(BirgeScorer *scorer, const BirgeRun *runs, guint n_documents,
                          gboolean is_tied, GArray *rows) {
  guint n_filled = 0, shortest = G_MAXUINT;
  for (guint d = 0; d < n_documents; d++) {
    guint n = runs[d].end - runs[d].first;
    n_filled += n > 0 ? 1 : 0;
    shortest = n > 0 ? MIN(shortest, n) : shortest;
  }
  if (n_filled < 2) {
    add_single_rows(runs, n_documents, rows);
  } else if (is_tied && shortest == 1) {
    BirgeRow row = {.confidence = 1};
    for (guint d = 0; d < n_documents; d++)
      row.runs[d] = runs[d];
    g_array_append_val(rows, row);
  } else {
    birge_find_beads(scorer, n_documents, runs, rows);
  }
}

/* Aligns two or three documents. */
static BirgeBitext *align_jointly(const BirgeDocument *const *documents, guint n_documents,
                                  const BirgeAlignOptions *options) {
  g_autoptr(BirgeScorer) scorer = birge_scorer_new(documents, n_documents, options);
  g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  BirgeRun gap[BIRGE_MAX_SEARCHED] = {{0}};
  for (guint t = 0; t < options->n_ties; t++) {
    for (guint d = 0; d < n_documents; d++)
      gap[d].end = options->ties[t].runs[d].first;
    add_single_rows(gap, n_documents, rows);
    align_stretch(scorer, options->ties[t].runs, n_documents, TRUE, rows);
    for (guint d = 0; d < n_documents; d++)
      gap[d].first = options->ties[t].runs[d].end;
  }
  for (guint d = 0; d < n_documents; d++)
    gap[d].end = documents[d]->n_segments;
  if (options->n_ties > 0)
    add_single_rows(gap, n_documents, rows);
  else
    align_stretch(scorer, gap, n_documents, FALSE, rows);
  birge_rows_place_empty_runs((BirgeRow *)(gpointer)rows->data, rows->len, n_documents);
  for (guint r = 0; r < rows->len; r++)
    g_array_index(rows, BirgeRow, r).origin = options->origin;
  return birge_bitext_new(documents, n_documents, (const BirgeRow *)(gpointer)rows->data,
                          rows->len);
}

/* Aligns the document number d with the first, with what the ties say of the two. */
static BirgeBitext *align_with_first(const BirgeDocument *const *documents, guint d,
                                     const BirgeAlignOptions *options) {
  g_autofree BirgeRow *ties = g_memdup2(options->ties, options->n_ties * sizeof *ties);
  for (guint t = 0; t < options->n_ties; t++)
    ties[t].runs[1] = ties[t].runs[d];
  BirgeAlignOptions pair_options = *options;
  pair_options.ties = ties;
  const BirgeDocument *pair[] = {documents[0], documents[d]};
  return align_jointly(pair, 2, &pair_options);
}

BirgeBitext *birge_align(const BirgeDocument *const *documents, guint n_documents,
                         const BirgeAlignOptions *options, GError **error) {
  for (guint d = 0; d < n_documents; d++) {
    if (documents[d]->n_segments > BIRGE_MAX_SEGMENTS) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, documents[d]->name, 0,
                         "has more than %d sentences", BIRGE_MAX_SEGMENTS);
      return NULL;
    }
  }
  BirgeBitext *bitexts[BIRGE_MAX_LANGUAGES] = {NULL};
  guint n_bitexts = 0, n_joint = MIN(n_documents, BIRGE_MAX_SEARCHED);
  bitexts[n_bitexts++] = align_jointly(documents, n_joint, options);
  for (guint d = n_joint; d < n_documents; d++)
    bitexts[n_bitexts++] = align_with_first(documents, d, options);
  if (n_bitexts == 1)
    return bitexts[0];
  BirgeBitext *joined = birge_bitext_join((const BirgeBitext *const *)bitexts, n_bitexts);
  for (guint b = 0; b < n_bitexts; b++)
    birge_bitext_unref(bitexts[b]);
  return joined;
}
