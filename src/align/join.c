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

/* A row that others are joined in. */
typedef struct {
  BirgeRow row;
  guint32 held[BIRGE_MAX_LANGUAGES]; /* bit s: any row knows a counterpart of the run's segment s */
} Joined;

/* Adds the run of document d of a row as column c of a joined one. is_tied: of the row. */
static void merge_column(Joined *joined, guint c, const BirgeRow *row, guint d, gboolean is_tied) {
  BirgeRun run = row->runs[d];
  merge_run(&joined->row.runs[c], run);
  if (!is_tied)
    return;
  guint shift = run.first - joined->row.runs[c].first;
  for (guint s = 0; s < run.end - run.first && shift + s < BIRGE_MAX_GAPS; s++)
    if (!birge_row_has_gap(row, d, s))
      joined->held[c] |= (guint32)1 << (shift + s);
}

/* Takes the next row of a cursor. Rows come in the order of their runs. */
static void take_row(Cursor *cursor, Joined *joined) {
  const BirgeRow *row = &cursor->bitext->rows[cursor->next++];
  gboolean has_others = FALSE, is_tied = birge_row_is_tied(row, cursor->bitext->n_documents);
  merge_column(joined, 0, row, 0, is_tied);
  for (guint d = 1; d < cursor->bitext->n_documents; d++) {
    merge_column(joined, cursor->first_column + d - 1, row, d, is_tied);
    has_others = has_others || row->runs[d].end > row->runs[d].first;
  }
  joined->row.confidence = MIN(joined->row.confidence, row->confidence);
  /* A row with nothing of the other documents has nothing to say about where it comes from. */
  if (has_others) {
    joined->row.origin = row->origin;
    joined->row.status = row->status;
  }
}

static void append_alone(const BirgeRow *row, guint d, guint segment, GArray *rows) {
  BirgeRow alone = {.confidence = row->confidence, .origin = row->origin, .status = row->status};
  alone.runs[d] = (BirgeRun){segment, segment + 1};
  g_array_append_val(rows, alone);
}

/* Appends a row. Gaps at the ends of its runs become rows of their own, before and behind it: it
 * does not hold them. */
static void append_trimmed(BirgeRow row, guint n_documents, GArray *rows) {
  guint ends[BIRGE_MAX_LANGUAGES];
  for (guint d = 0; d < n_documents; d++) {
    BirgeRun *run = &row.runs[d];
    for (; run->first < run->end && birge_row_has_gap(&row, d, 0); row.gaps[d] >>= 1)
      append_alone(&row, d, run->first++, rows);
    ends[d] = run->end;
    while (run->first < run->end && birge_row_has_gap(&row, d, run->end - run->first - 1))
      row.gaps[d] &= ~((guint32)1 << (--run->end - run->first));
  }
  gboolean is_empty = TRUE;
  for (guint d = 0; d < n_documents; d++)
    is_empty = is_empty && row.runs[d].first == row.runs[d].end;
  if (!is_empty)
    g_array_append_val(rows, row);
  for (guint d = 0; d < n_documents; d++)
    for (guint s = row.runs[d].end; s < ends[d]; s++)
      append_alone(&row, d, s, rows);
}

/* A row of one document has no counterpart as a whole, and no gaps. */
static void append_joined(const Joined *joined, guint n_documents, GArray *rows) {
  BirgeRow row = joined->row;
  gboolean is_tied = birge_row_is_tied(&row, n_documents);
  for (guint d = 0; is_tied && d < n_documents; d++)
    for (guint s = 0; s < MIN(row.runs[d].end - row.runs[d].first, BIRGE_MAX_GAPS); s++)
      if (!(joined->held[d] >> s & 1))
        row.gaps[d] |= (guint32)1 << s;
  append_trimmed(row, n_documents, rows);
}

/* Appends the rows that have nothing of the first document, of every cursor that is at one. */
static void take_loose_rows(Cursor *cursors, guint n_cursors, guint n_documents, GArray *rows) {
  for (guint c = 0; c < n_cursors; c++) {
    for (;;) {
      Cursor *cursor = &cursors[c];
      if (cursor->next >= cursor->bitext->n_rows)
        break;
      BirgeRun run = cursor->bitext->rows[cursor->next].runs[0];
      if (run.first != run.end)
        break;
      Joined joined = {.row = {.confidence = 1}};
      take_row(cursor, &joined);
      append_joined(&joined, n_documents, rows);
    }
  }
}

/* Takes, of all cursors, the rows that hang together through segments of the first document. */
static void take_component(Cursor *cursors, guint n_cursors, guint n_documents, GArray *rows) {
  Joined joined = {.row = {.confidence = 1}};
  take_row(&cursors[0], &joined);
  for (gboolean grew = TRUE; grew;) {
    grew = FALSE;
    for (guint c = 0; c < n_cursors; c++) {
      while (row_before(&cursors[c], joined.row.runs[0].end)) {
        take_row(&cursors[c], &joined);
        grew = TRUE;
      }
    }
  }
  append_joined(&joined, n_documents, rows);
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
  take_loose_rows(cursors, n_bitexts, n_documents, rows);
  while (cursors[0].next < cursors[0].bitext->n_rows) {
    take_component(cursors, n_bitexts, n_documents, rows);
    take_loose_rows(cursors, n_bitexts, n_documents, rows);
  }
  birge_rows_place_empty_runs((BirgeRow *)(gpointer)rows->data, rows->len, n_documents);
  return birge_bitext_new(documents, n_documents, (const BirgeRow *)(gpointer)rows->data,
                          rows->len);
}
