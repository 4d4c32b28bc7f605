/* Finds what is marked in a cell: words in which two texts of one language differ that stand in one
 * row, and segments without a counterpart. */
#include "memory/diff.h"
#include "render/private.h"

#include <string.h>

/* Returns the column to compare a column with: the first of its language, which itself is compared
 * with the second; or n_documents if there is no other. */
static guint find_twin(const BirgeBitext *bitext, guint d) {
  for (guint e = 0; e < bitext->n_documents; e++) {
    if (e != d && g_str_equal(bitext->documents[e]->language, bitext->documents[d]->language))
      return e;
  }
  return bitext->n_documents;
}

GArray *birge_differences_find(const BirgeBitext *bitext, const BirgeLocales *locales, guint r,
                               guint d) {
  guint twin = find_twin(bitext, d);
  const BirgeRow *row = &bitext->rows[r];
  if (twin == bitext->n_documents || row->runs[d].first == row->runs[d].end ||
      row->runs[twin].first == row->runs[twin].end)
    return NULL;
  const BirgeDocument *document = bitext->documents[d];
  const BirgeLocale *locale =
      locales ? birge_locales_find(locales, document->language, document->text, document->length)
              : NULL;
  g_autofree char *text = birge_document_run_text(document, row->runs[d]);
  g_autofree char *other = birge_document_run_text(bitext->documents[twin], row->runs[twin]);
  g_autoptr(GArray) parts =
      birge_diff_words(locale ? locale->folding : NULL, other, strlen(other), text, strlen(text));
  GArray *spans = g_array_new(FALSE, FALSE, sizeof(BirgeSpan));
  for (guint i = 0; i < parts->len; i++) {
    const BirgeDiff *part = &g_array_index(parts, BirgeDiff, i);
    BirgeSpan span = {part->start, part->end};
    if (part->kind == BIRGE_DIFF_INSERTED)
      g_array_append_val(spans, span);
  }
  return spans;
}

GArray *birge_gaps_find(const BirgeBitext *bitext, guint r, guint d) {
  const BirgeRow *row = &bitext->rows[r];
  BirgeRun run = row->runs[d];
  GArray *spans = row->gaps[d] ? g_array_new(FALSE, FALSE, sizeof(BirgeSpan)) : NULL;
  for (guint s = run.first; spans && s < run.end; s++) {
    if (!birge_row_has_gap(row, d, s - run.first))
      continue;
    const BirgeDocument *document = bitext->documents[d];
    g_autofree char *text = birge_document_run_text(document, (BirgeRun){s, s + 1});
    g_autofree char *until = birge_document_run_text(document, (BirgeRun){run.first, s + 1});
    gsize end = strlen(until);
    BirgeSpan span = {end - strlen(text), end};
    g_array_append_val(spans, span);
  }
  return spans;
}

gboolean birge_spans_have(const GArray *spans, gsize place) {
  guint low = 0, high = spans->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    const BirgeSpan *span = &g_array_index(spans, BirgeSpan, middle);
    if (place < span->start)
      high = middle;
    else if (place >= span->end)
      low = middle + 1;
    else
      return TRUE;
  }
  return FALSE;
}
