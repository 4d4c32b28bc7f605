/* Joins bitexts that share their first document. */
#include "align/private.h"

/* Where one bitext stands while all are walked. */
typedef struct {
  const BirgeBitext *bitext;
  guint next;         /* row */
  guint first_column; /* of its second document in the joined bitext */
} Cursor;

/* The next row of a cursor if it begins before end in the first document, else NULL. Rows without
 * segments of the first document count as before what follows them. */
static const BirgeRow *row_before(const Cursor *cursor, guint end) {
  if (cursor->next >= cursor->bitext->n_rows)
    return NULL;
  const BirgeRow *row = &cursor->bitext->rows[cursor->next];
  return row->runs[0].first < end ? row : NULL;
}

static void merge_run(BirgeRun *run, BirgeRun more) {
  if (more.first == more.end)
    return;
  if (run->first == run->end)
    *run = more;
  run->first = MIN(run->first, more.first);
  run->end = MAX(run->end, more.end);
}

static void take_row(Cursor *cursor, BirgeRow *joined) {
  const BirgeRow *row = &cursor->bitext->rows[cursor->next++];
  merge_run(&joined->runs[0], row->runs[0]);
  gboolean is_tied = FALSE;
  for (guint d = 1; d < cursor->bitext->n_documents; d++) {
    merge_run(&joined->runs[cursor->first_column + d - 1], row->runs[d]);
    is_tied = is_tied || row->runs[d].end > row->runs[d].first;
  }
  joined->confidence = MIN(joined->confidence, row->confidence);
  /* A row with nothing of the other documents has nothing to say about where it comes from. */
  if (is_tied) {
    joined->origin = row->origin;
    joined->status = row->status;
  }
}

/* Appends the rows that have nothing of the first document, of every cursor that is at one. */
static void take_loose_rows(Cursor *cursors, guint n_cursors, GArray *rows) {
  for (guint c = 0; c < n_cursors; c++) {
    for (;;) {
      Cursor *cursor = &cursors[c];
      if (cursor->next >= cursor->bitext->n_rows)
        break;
      BirgeRun run = cursor->bitext->rows[cursor->next].runs[0];
      if (run.first != run.end)
        break;
      BirgeRow row = {.confidence = 1};
      take_row(cursor, &row);
      g_array_append_val(rows, row);
    }
  }
}

/* Takes, of all cursors, the rows that hang together through segments of the first document. */
static void take_component(Cursor *cursors, guint n_cursors, GArray *rows) {
  BirgeRow joined = {.confidence = 1};
  take_row(&cursors[0], &joined);
  for (gboolean grew = TRUE; grew;) {
    grew = FALSE;
    for (guint c = 0; c < n_cursors; c++) {
      while (row_before(&cursors[c], joined.runs[0].end)) {
        take_row(&cursors[c], &joined);
        grew = TRUE;
      }
    }
  }
  g_array_append_val(rows, joined);
}

BirgeBitext *birge_bitext_join(const BirgeBitext *const *bitexts, guint n_bitexts) {
  const BirgeDocument *documents[BIRGE_MAX_LANGUAGES] = {bitexts[0]->documents[0]};
  Cursor cursors[BIRGE_MAX_LANGUAGES] = {0};
  guint n_documents = 1;
  for (guint b = 0; b < n_bitexts; b++) {
    g_return_val_if_fail(n_documents + bitexts[b]->n_documents - 1 <= BIRGE_MAX_LANGUAGES, NULL);
    cursors[b] = (Cursor){bitexts[b], 0, n_documents};
    for (guint d = 1; d < bitexts[b]->n_documents; d++)
      documents[n_documents++] = bitexts[b]->documents[d];
  }
  g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  take_loose_rows(cursors, n_bitexts, rows);
  while (cursors[0].next < cursors[0].bitext->n_rows) {
    take_component(cursors, n_bitexts, rows);
    take_loose_rows(cursors, n_bitexts, rows);
  }
  birge_rows_place_empty_runs((BirgeRow *)(gpointer)rows->data, rows->len, n_documents);
  return birge_bitext_new(documents, n_documents, (const BirgeRow *)(gpointer)rows->data,
                          rows->len);
}
