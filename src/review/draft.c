/* Makes, changes and frees drafts, their rows and their segments. */
#include "review/draft.h"

#include <string.h>

static void clear_segment(gpointer data) {
  BirgeDraftSegment *segment = data;
  birge_document_unref((BirgeDocument *)(gpointer)segment->from);
  g_free(segment->original);
}

BirgeDraftSegment *birge_draft_segment_ref(BirgeDraftSegment *segment) {
  return g_rc_box_acquire(segment);
}

void birge_draft_segment_unref(BirgeDraftSegment *segment) {
  g_rc_box_release_full(segment, clear_segment);
}

/* Makes a segment like another, which need not be counted itself. */
static BirgeDraftSegment *new_segment(const BirgeDraftSegment *like) {
  BirgeDraftSegment *segment = g_rc_box_new(BirgeDraftSegment);
  *segment = *like;
  segment->from = birge_document_ref(like->from);
  segment->original = g_strdup(like->original);
  return segment;
}

char *birge_draft_segment_text(const BirgeDraftSegment *segment) {
  return g_strndup(segment->from->text + segment->start, segment->end - segment->start);
}

BirgeDraftSegment *birge_draft_segment_cut(const BirgeDraftSegment *segment, gsize start,
                                           gsize end) {
  BirgeDraftSegment *part = new_segment(segment);
  part->start = start;
  part->end = end;
  if (segment->from->n_blocks > 0) {
    part->home_start = start;
    part->home_end = end;
  } else if (start > segment->start) {
    /* Where an edited text is cut says nothing of the place in what it was: all of that goes with
     * the first part. */
    part->home_start = segment->home_end;
  }
  return part;
}

/* Returns how many bytes two texts have in common at their ends, whole characters only. a_end,
 * b_end: where the part that they have in common at the start leaves off, from the end. */
static gsize common_suffix(const char *a, gsize a_length, const char *b, gsize b_length) {
  gsize n = 0, whole = 0;
  while (n < a_length && n < b_length && a[a_length - n - 1] == b[b_length - n - 1]) {
    n++;
    if (((unsigned char)a[a_length - n] & 0xC0) != 0x80)
      whole = n;
  }
  return whole;
}

static gsize common_prefix(const char *a, gsize a_length, const char *b, gsize b_length) {
  gsize n = 0;
  while (n < a_length && n < b_length && a[n] == b[n])
    n++;
  while (n > 0 && n < a_length && ((unsigned char)a[n] & 0xC0) == 0x80)
    n--;
  return n;
}

/* Makes the document of an edited segment: no blocks, no segments, the codes of what it was. */
static BirgeDocument *make_edited(const BirgeDraftSegment *segment, const char *text) {
  const char *old = segment->from->text + segment->start;
  gsize old_length = segment->end - segment->start, length = strlen(text);
  gsize prefix = common_prefix(old, old_length, text, length);
  gsize suffix = common_suffix(old + prefix, old_length - prefix, text + prefix, length - prefix);
  BirgeDocumentBuilder *builder =
      birge_document_builder_new_empty(segment->from->language, segment->from->name);
  birge_document_builder_add_text(builder, text, length);
  for (guint c = 0; c < segment->from->n_codes; c++) {
    const BirgeCode *code = &segment->from->codes[c];
    if (code->offset < segment->start || code->offset > segment->end)
      continue;
    gsize offset = code->offset - segment->start;
    if (offset > prefix)
      offset = offset < old_length - suffix ? prefix : offset + length - old_length;
    birge_document_builder_add_code(builder, offset, code->markup);
  }
  return birge_document_builder_end(builder);
}

BirgeDraftSegment *birge_draft_segment_edit(const BirgeDraftSegment *segment, const char *text) {
  BirgeDraftSegment *edited = new_segment(segment);
  birge_document_unref((BirgeDocument *)(gpointer)edited->from);
  edited->from = make_edited(segment, text);
  edited->start = 0;
  edited->end = edited->from->length;
  if (!edited->original)
    edited->original = birge_draft_segment_text(segment);
  if (g_str_equal(edited->original, text))
    g_clear_pointer(&edited->original, g_free);
  return edited;
}

static GPtrArray *new_cell(void) {
  return g_ptr_array_new_with_free_func((GDestroyNotify)birge_draft_segment_unref);
}

BirgeDraftRow *birge_draft_row_new(guint n_cells) {
  BirgeDraftRow *row = g_rc_box_new0(BirgeDraftRow);
  row->n_cells = n_cells;
  for (guint c = 0; c < n_cells; c++)
    row->cells[c] = new_cell();
  return row;
}

void birge_draft_row_add(BirgeDraftRow *row, guint column, const GPtrArray *cell, guint first,
                         guint end) {
  for (guint s = first; s < end; s++)
    g_ptr_array_add(row->cells[column], birge_draft_segment_ref(cell->pdata[s]));
}

BirgeDraftRow *birge_draft_row_copy(const BirgeDraftRow *row) {
  BirgeDraftRow *copy = birge_draft_row_new(row->n_cells);
  for (guint c = 0; c < row->n_cells; c++)
    birge_draft_row_add(copy, c, row->cells[c], 0, row->cells[c]->len);
  memcpy(copy->gaps, row->gaps, sizeof copy->gaps);
  copy->confidence = row->confidence;
  copy->origin = row->origin;
  copy->status = row->status;
  copy->note = g_strdup(row->note);
  return copy;
}

BirgeDraftRow *birge_draft_row_ref(BirgeDraftRow *row) {
  return g_rc_box_acquire(row);
}

static void clear_row(gpointer data) {
  BirgeDraftRow *row = data;
  for (guint c = 0; c < row->n_cells; c++)
    g_ptr_array_unref(row->cells[c]);
  g_free(row->note);
}

void birge_draft_row_unref(BirgeDraftRow *row) {
  g_rc_box_release_full(row, clear_row);
}

gboolean birge_draft_row_is_empty(const BirgeDraftRow *row) {
  for (guint c = 0; c < row->n_cells; c++) {
    if (row->cells[c]->len > 0)
      return FALSE;
  }
  return TRUE;
}

static GPtrArray *new_rows(void) {
  return g_ptr_array_new_with_free_func((GDestroyNotify)birge_draft_row_unref);
}

/* Appends rows first to end of an array to another. */
static void add_rows(GPtrArray *rows, const GPtrArray *from, guint first, guint end) {
  for (guint r = first; r < end; r++)
    g_ptr_array_add(rows, birge_draft_row_ref(from->pdata[r]));
}

static const char *find_original(const BirgeDocument *document, guint segment) {
  for (guint o = 0; o < document->n_originals; o++) {
    if (document->originals[o].segment == segment)
      return document->originals[o].text;
  }
  return NULL;
}

static void fill_cell(GPtrArray *cell, const BirgeDocument *document, BirgeRun run) {
  for (guint s = run.first; s < run.end; s++) {
    const BirgeSegment *segment = &document->segments[s];
    const BirgeDraftSegment like = {
        .from = document,
        .start = segment->start,
        .end = segment->end,
        .home_start = segment->start,
        .home_end = segment->end,
        .block = segment->block,
        .original = (char *)(gpointer)find_original(document, s),
    };
    g_ptr_array_add(cell, new_segment(&like));
  }
}

BirgeDraft *birge_draft_new(const BirgeBitext *bitext) {
  BirgeDraft *draft = g_new0(BirgeDraft, 1);
  draft->n_columns = bitext->n_documents;
  for (guint c = 0; c < draft->n_columns; c++)
    draft->documents[c] = birge_document_ref(bitext->documents[c]);
  draft->rows = new_rows();
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *from = &bitext->rows[r];
    BirgeDraftRow *row = birge_draft_row_new(draft->n_columns);
    for (guint c = 0; c < draft->n_columns; c++)
      fill_cell(row->cells[c], draft->documents[c], from->runs[c]);
    memcpy(row->gaps, from->gaps, sizeof row->gaps);
    row->confidence = from->confidence;
    row->origin = from->origin;
    row->status = from->status;
    row->note = g_strdup(from->note);
    g_ptr_array_add(draft->rows, row);
  }
  return draft;
}

void birge_draft_free(BirgeDraft *draft) {
  g_ptr_array_unref(draft->rows);
  for (guint c = 0; c < draft->n_columns; c++)
    birge_document_unref((BirgeDocument *)(gpointer)draft->documents[c]);
  g_free(draft);
}

BirgeChange *birge_change_new(const BirgeDraft *draft, guint first, guint n_removed) {
  BirgeChange *change = g_new0(BirgeChange, 1);
  change->first = first;
  change->removed = new_rows();
  change->added = new_rows();
  add_rows(change->removed, draft->rows, first, first + n_removed);
  return change;
}

void birge_change_free(BirgeChange *change) {
  g_ptr_array_unref(change->removed);
  g_ptr_array_unref(change->added);
  g_free(change);
}

/* Puts rows in place of n_removed that begin at first; in one pass, as both may be thousands. */
static void splice(BirgeDraft *draft, guint first, guint n_removed, const GPtrArray *rows) {
  GPtrArray *spliced = new_rows();
  add_rows(spliced, draft->rows, 0, first);
  add_rows(spliced, rows, 0, rows->len);
  add_rows(spliced, draft->rows, first + n_removed, draft->rows->len);
  g_ptr_array_unref(draft->rows);
  draft->rows = spliced;
}

void birge_draft_apply(BirgeDraft *draft, const BirgeChange *change) {
  splice(draft, change->first, change->removed->len, change->added);
}

void birge_draft_revert(BirgeDraft *draft, const BirgeChange *change) {
  splice(draft, change->first, change->added->len, change->removed);
}
