/* Makes a bitext of a draft again.
 *
 * A column whose segments are still those of its document, in order, keeps the document's text. For
 * any other a text is put together of the segments and of what stood between them. */
#include "review/draft.h"

/* A column that is being written. */
typedef struct {
  const BirgeDocument *home; /* the column's document */
  BirgeDocumentBuilder *builder;
  gsize length;   /* of the text so far */
  guint block;    /* the last segment's, in home */
  guint n_blocks; /* begun so far */
  gsize block_start;
  gsize block_end;
} Column;

/* Returns the segments of a column in rows first to end: of BirgeDraftSegment*, borrowed. */
static GPtrArray *gather(const BirgeDraft *draft, guint column, guint first, guint end) {
  GPtrArray *segments = g_ptr_array_new();
  for (guint r = first; r < end; r++) {
    const BirgeDraftRow *row = draft->rows->pdata[r];
    g_ptr_array_extend(segments, row->cells[column], NULL, NULL);
  }
  return segments;
}

static gboolean is_untouched(const GPtrArray *segments, const BirgeDocument *home) {
  gsize end = 0;
  for (guint s = 0; s < segments->len; s++) {
    const BirgeDraftSegment *segment = segments->pdata[s];
    if (segment->from != home || segment->start < end)
      return FALSE;
    end = segment->end;
  }
  return TRUE;
}

static BirgeDocument *keep_text(const GPtrArray *segments, const BirgeDocument *home) {
  BirgeDocumentBuilder *builder = birge_document_builder_new_from(home);
  for (guint s = 0; s < segments->len; s++) {
    const BirgeDraftSegment *segment = segments->pdata[s];
    birge_document_builder_add_segment(
        builder, (BirgeSegment){segment->start, segment->end, segment->block});
    if (segment->original)
      birge_document_builder_add_original(builder, s, segment->original);
  }
  return birge_document_builder_end(builder);
}

/* Appends a range of a document with its codes. has_end: also those that stand at its end. */
static void add_range(Column *column, const BirgeDocument *from, BirgeRun range, gboolean has_end) {
  for (guint c = 0; c < from->n_codes; c++) {
    const BirgeCode *code = &from->codes[c];
    gboolean is_in = code->offset >= range.first && code->offset < range.end;
    if (is_in || (has_end && code->offset == range.end))
      birge_document_builder_add_code(column->builder, column->length + code->offset - range.first,
                                      code->markup);
  }
  birge_document_builder_add_text(column->builder, from->text + range.first,
                                  range.end - range.first);
  column->length += range.end - range.first;
}

/* Whether a segment of a document begins from start on and before end. */
static gboolean has_segment(const BirgeDocument *document, gsize start, gsize end) {
  guint low = 0, high = document->n_segments;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (document->segments[middle].start < start)
      low = middle + 1;
    else
      high = middle;
  }
  return low < document->n_segments && document->segments[low].start < end;
}

/* Finds what stood between two segments. Returns the document, or NULL if they were no neighbours.
 */
static const BirgeDocument *find_between(const Column *column, const BirgeDraftSegment *left,
                                         const BirgeDraftSegment *right, BirgeRun *between) {
  if (left->from == right->from && left->from != column->home && left->end <= right->start) {
    *between = (BirgeRun){(guint)left->end, (guint)right->start};
    return left->from;
  }
  *between = (BirgeRun){(guint)left->home_end, (guint)right->home_start};
  gboolean are_neighbours = left->home_end <= right->home_start &&
                            !has_segment(column->home, left->home_end, right->home_start);
  return are_neighbours ? column->home : NULL;
}

static void add_between(Column *column, const BirgeDraftSegment *left,
                        const BirgeDraftSegment *right) {
  BirgeRun between;
  const BirgeDocument *from = find_between(column, left, right, &between);
  if (from) {
    add_range(column, from, between, FALSE);
    return;
  }
  birge_document_builder_add_text(column->builder, left->block == right->block ? " " : "\n", 1);
  column->length++;
}

static void end_block(Column *column) {
  birge_document_builder_add_block(column->builder,
                                   (BirgeBlock){column->block_start, column->block_end,
                                                column->home->blocks[column->block].kind});
}

/* Adds a segment, whose text is to come, to the block of the one before it or to a new one. */
static void enter_block(Column *column, const BirgeDraftSegment *segment) {
  if (column->n_blocks > 0 && column->block == segment->block)
    return;
  if (column->n_blocks > 0)
    end_block(column);
  column->n_blocks++;
  column->block = segment->block;
  column->block_start = column->length;
}

/* Whether the codes at a segment's end go with it: nothing follows that begins with them. */
static gboolean owns_end(const Column *column, const BirgeDraftSegment *segment,
                         const BirgeDraftSegment *next) {
  BirgeRun between;
  if (next && find_between(column, segment, next, &between) == segment->from)
    return FALSE;
  return !has_segment(segment->from, segment->end, segment->end + 1);
}

static void add_segment(Column *column, const GPtrArray *segments, guint s) {
  const BirgeDraftSegment *segment = segments->pdata[s];
  const BirgeDraftSegment *next = s + 1 < segments->len ? segments->pdata[s + 1] : NULL;
  enter_block(column, segment);
  gsize start = column->length;
  add_range(column, segment->from, (BirgeRun){(guint)segment->start, (guint)segment->end},
            owns_end(column, segment, next));
  column->block_end = column->length;
  birge_document_builder_add_segment(column->builder,
                                     (BirgeSegment){start, column->length, column->n_blocks - 1});
  if (segment->original)
    birge_document_builder_add_original(column->builder, s, segment->original);
  if (next)
    add_between(column, segment, next);
}

static BirgeDocument *put_together(const GPtrArray *segments, const BirgeDocument *home) {
  Column column = {.home = home,
                   .builder = birge_document_builder_new_empty(home->language, home->name)};
  /* What stands before the first segment and after the last is no part of the article, but the
   * user's all the same. */
  add_range(&column, home, (BirgeRun){0, (guint)home->segments[0].start}, FALSE);
  for (guint s = 0; s < segments->len; s++)
    add_segment(&column, segments, s);
  end_block(&column);
  gsize last = home->segments[home->n_segments - 1].end;
  add_range(&column, home, (BirgeRun){(guint)last, (guint)home->length}, FALSE);
  return birge_document_builder_end(column.builder);
}

static void number_row(const BirgeDraftRow *from, guint *next, BirgeRow *row) {
  for (guint c = 0; c < from->n_cells; c++) {
    row->runs[c] = (BirgeRun){next[c], next[c] + from->cells[c]->len};
    next[c] = row->runs[c].end;
  }
  memcpy(row->gaps, from->gaps, sizeof row->gaps);
  row->confidence = from->confidence;
  row->origin = from->origin;
  row->status = from->status;
  row->note = from->note;
}

BirgeBitext *birge_draft_bitext(const BirgeDraft *draft, guint first, guint end) {
  g_autoptr(GPtrArray) documents =
      g_ptr_array_new_with_free_func((GDestroyNotify)birge_document_unref);
  for (guint c = 0; c < draft->n_columns; c++) {
    const BirgeDocument *home = draft->documents[c];
    g_autoptr(GPtrArray) segments = gather(draft, c, first, end);
    g_ptr_array_add(documents, is_untouched(segments, home) ? keep_text(segments, home)
                                                            : put_together(segments, home));
  }
  guint next[BIRGE_MAX_LANGUAGES] = {0};
  g_autofree BirgeRow *rows = g_new0(BirgeRow, end - first);
  for (guint r = first; r < end; r++)
    number_row(draft->rows->pdata[r], next, &rows[r - first]);
  return birge_bitext_new((const BirgeDocument *const *)documents->pdata, documents->len, rows,
                          end - first);
}
