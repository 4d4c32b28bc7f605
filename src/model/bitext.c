/* Makes, checks and selects from bitexts, and gives the text of their cells. */
#include "model/bitext.h"

#include <string.h>

typedef struct {
  BirgeBitext public;
  BirgeRow *rows;
  GStringChunk *notes; /* NULL: no row has one */
} Bitext;

static void clear_bitext(gpointer data) {
  Bitext *bitext = data;
  for (guint d = 0; d < bitext->public.n_documents; d++)
    birge_document_unref((BirgeDocument *)(gpointer)bitext->public.documents[d]);
  g_free(bitext->rows);
  g_clear_pointer(&bitext->notes, g_string_chunk_free);
}

/* The notes that the copied rows name belong to others. */
static void own_notes(Bitext *bitext, guint n_rows) {
  for (guint r = 0; r < n_rows; r++) {
    if (!bitext->rows[r].note)
      continue;
    if (!bitext->notes)
      bitext->notes = g_string_chunk_new(256);
    bitext->rows[r].note = g_string_chunk_insert(bitext->notes, bitext->rows[r].note);
  }
}

BirgeBitext *birge_bitext_new(const BirgeDocument *const *documents, guint n_documents,
                              const BirgeRow *rows, guint n_rows) {
  g_return_val_if_fail(n_documents >= 1 && n_documents <= BIRGE_MAX_LANGUAGES, NULL);
  Bitext *bitext = g_atomic_rc_box_new0(Bitext);
  for (guint d = 0; d < n_documents; d++)
    bitext->public.documents[d] = birge_document_ref(documents[d]);
  bitext->public.n_documents = n_documents;
  bitext->rows = g_memdup2(rows, n_rows * sizeof *rows);
  own_notes(bitext, n_rows);
  bitext->public.rows = bitext->rows;
  bitext->public.n_rows = n_rows;
  return &bitext->public;
}

BirgeBitext *birge_bitext_new_whole(const BirgeDocument *const *documents, guint n_documents) {
  BirgeRow row = {.confidence = 0};
  for (guint d = 0; d < n_documents; d++)
    row.runs[d] = (BirgeRun){0, documents[d]->n_segments};
  return birge_bitext_new(documents, n_documents, &row, 1);
}

BirgeBitext *birge_bitext_ref(const BirgeBitext *bitext) {
  return g_atomic_rc_box_acquire((gpointer)bitext);
}

void birge_bitext_unref(BirgeBitext *bitext) {
  g_atomic_rc_box_release_full(bitext, clear_bitext);
}

char *birge_bitext_check(const BirgeBitext *bitext) {
  for (guint d = 0; d < bitext->n_documents; d++) {
    guint next = 0;
    for (guint r = 0; r < bitext->n_rows; r++) {
      BirgeRun run = bitext->rows[r].runs[d];
      if (run.first != next || run.end < run.first)
        return g_strdup_printf(
            "row %u has segments %u to %u of document %u, expected to begin at %u", r + 1,
            run.first, run.end, d + 1, next);
      if (run.end - run.first < BIRGE_MAX_GAPS &&
          bitext->rows[r].gaps[d] >> (run.end - run.first) > 0)
        return g_strdup_printf("row %u has a gap behind its segments of document %u", r + 1, d + 1);
      next = run.end;
    }
    if (next != bitext->documents[d]->n_segments)
      return g_strdup_printf("the rows hold %u of the %u segments of document %u", next,
                             bitext->documents[d]->n_segments, d + 1);
  }
  return NULL;
}

static gboolean has_segments(const BirgeRow *row, guint n_documents) {
  for (guint d = 0; d < n_documents; d++) {
    if (row->runs[d].end > row->runs[d].first)
      return TRUE;
  }
  return FALSE;
}

BirgeBitext *birge_bitext_select(const BirgeBitext *bitext, const guint *columns, guint n_columns) {
  const BirgeDocument *documents[BIRGE_MAX_LANGUAGES];
  for (guint c = 0; c < n_columns; c++)
    documents[c] = bitext->documents[columns[c]];
  g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  for (guint r = 0; r < bitext->n_rows; r++) {
    BirgeRow row = bitext->rows[r];
    for (guint c = 0; c < n_columns; c++) {
      row.runs[c] = bitext->rows[r].runs[columns[c]];
      row.gaps[c] = bitext->rows[r].gaps[columns[c]];
    }
    /* What has lost all that it was tied to has no counterpart as a whole. */
    if (!birge_row_is_tied(&row, n_columns))
      memset(row.gaps, 0, sizeof row.gaps);
    if (has_segments(&row, n_columns))
      g_array_append_val(rows, row);
  }
  return birge_bitext_new(documents, n_columns, (const BirgeRow *)(gpointer)rows->data, rows->len);
}

BirgeBitext *birge_bitext_leave_out(const BirgeBitext *bitext, double min_confidence,
                                    guint *n_left_out) {
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    if (row->status != BIRGE_STATUS_PROPOSED || row->confidence >= min_confidence)
      g_array_append_vals(rows, row, 1);
  }
  *n_left_out = bitext->n_rows - rows->len;
  return birge_bitext_new(bitext->documents, bitext->n_documents,
                          (const BirgeRow *)(gpointer)rows->data, rows->len);
}

/* Appends text[start..end), and the codes that stand in it as markup. A code at end belongs to what
 * follows, unless it is the last of the run. */
static void append_range(GString *out, const BirgeDocument *document, gsize start, gsize end,
                         gboolean is_last) {
  for (guint c = 0; c < document->n_codes; c++) {
    const BirgeCode *code = &document->codes[c];
    if (code->offset < start)
      continue;
    if (code->offset > end || (code->offset == end && !is_last))
      break;
    g_autofree char *piece =
        g_markup_escape_text(document->text + start, (gssize)(code->offset - start));
    g_string_append(out, piece);
    g_string_append(out, code->markup);
    start = code->offset;
  }
  g_autofree char *piece = g_markup_escape_text(document->text + start, (gssize)(end - start));
  g_string_append(out, piece);
}

/* Whether the gap between two neighbouring segments is shown as it is. */
static gboolean keeps_gap(const BirgeDocument *document, const BirgeSegment *left,
                          const BirgeSegment *right) {
  return left->block == right->block &&
         !memchr(document->text + left->end, '\n', right->start - left->end) &&
         !memchr(document->text + left->end, '\r', right->start - left->end);
}

/* A segment of a run, with the gap behind it if that is shown as it is. */
typedef struct {
  gsize start;
  gsize end;
  gboolean is_apart; /* what follows does not stand directly behind it */
  gboolean has_next;
} Piece;

static Piece find_piece(const BirgeDocument *document, BirgeRun run, guint s) {
  const BirgeSegment *segment = &document->segments[s];
  gboolean has_next = s + 1 < run.end;
  gboolean keep = has_next && keeps_gap(document, segment, segment + 1);
  return (Piece){segment->start, keep ? segment[1].start : segment->end, !keep, has_next};
}

static char *join_run(const BirgeDocument *document, BirgeRun run, gboolean with_codes) {
  GString *out = g_string_new(NULL);
  for (guint s = run.first; s < run.end; s++) {
    Piece piece = find_piece(document, run, s);
    if (with_codes)
      append_range(out, document, piece.start, piece.end, piece.is_apart);
    else
      g_string_append_len(out, document->text + piece.start, (gssize)(piece.end - piece.start));
    if (piece.has_next && piece.is_apart)
      g_string_append_c(out, ' ');
  }
  return g_string_free(out, FALSE);
}

char *birge_document_run_text(const BirgeDocument *document, BirgeRun run) {
  return join_run(document, run, FALSE);
}

char *birge_document_run_markup(const BirgeDocument *document, BirgeRun run) {
  return join_run(document, run, TRUE);
}

BirgeVariant *birge_document_run_variant(const BirgeDocument *document, BirgeRun run) {
  g_autofree char *text = join_run(document, run, FALSE);
  BirgeVariant *variant = birge_variant_new(document->language);
  birge_variant_set_text(variant, text, strlen(text));
  gsize place = 0;
  for (guint s = run.first; s < run.end; s++) {
    Piece piece = find_piece(document, run, s);
    for (guint c = 0; c < document->n_codes; c++) {
      const BirgeCode *code = &document->codes[c];
      if (code->offset >= piece.start &&
          (code->offset < piece.end || (piece.is_apart && code->offset == piece.end)))
        birge_variant_add_code(variant, place + code->offset - piece.start, code->markup);
    }
    place += piece.end - piece.start + (piece.has_next && piece.is_apart ? 1 : 0);
  }
  return variant;
}
