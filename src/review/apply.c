/* What each operation changes.
 *
 * Whatever is taken apart or put together is no longer what was approved: such rows are proposed
 * again, by hand. Their confidence stays that of the least sure row they are made of, so that a
 * half-mended row is still found by who looks for doubtful ones. */
#include "base/error.h"
#include "review/operation.h"
#include "text/utf.h"

#include <string.h>

static gpointer refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gpointer refuse(GError **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error_literal(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, what);
  return NULL;
}

static BirgeDraftRow *get_row(const BirgeDraft *draft, guint r) {
  return draft->rows->pdata[r];
}

/* Makes an empty row by hand with the confidence of another. */
static BirgeDraftRow *new_row(const BirgeDraft *draft, const BirgeDraftRow *like) {
  BirgeDraftRow *row = birge_draft_row_new(draft->n_columns);
  row->confidence = like->confidence;
  row->origin = BIRGE_ORIGIN_HAND;
  return row;
}

/* Makes a row that a person takes apart: a copy, by hand and proposed. */
static BirgeDraftRow *copy_row(const BirgeDraftRow *from) {
  BirgeDraftRow *row = birge_draft_row_copy(from);
  memset(row->gaps, 0, sizeof row->gaps);
  row->origin = BIRGE_ORIGIN_HAND;
  row->status = BIRGE_STATUS_PROPOSED;
  return row;
}

/* Moves segments first to end of a cell to an end of another row's. */
static void move_segments(BirgeDraftRow *from, BirgeDraftRow *to, guint column, BirgeRun run,
                          BirgeSide to_side) {
  GPtrArray *source = from->cells[column], *target = to->cells[column];
  for (guint s = run.first; s < run.end; s++) {
    int place = to_side == BIRGE_SIDE_ABOVE ? (int)(s - run.first) : -1;
    g_ptr_array_insert(target, place, birge_draft_segment_ref(source->pdata[s]));
  }
  if (run.end > run.first)
    g_ptr_array_remove_range(source, run.first, run.end - run.first);
}

/* Adds a row, which it takes, unless nothing is left in it. */
static void add_unless_empty(BirgeChange *change, BirgeDraftRow *row) {
  if (birge_draft_row_is_empty(row) && !row->note)
    birge_draft_row_unref(row);
  else
    g_ptr_array_add(change->added, row);
}

/* A row and its neighbour, copied to be changed, in the order in which they stand. */
typedef struct {
  BirgeDraftRow *upper;
  BirgeDraftRow *lower;
  BirgeDraftRow *mine; /* one of the two: the row of the operation */
  BirgeDraftRow *other;
} Pair;

static Pair copy_pair(const BirgeDraft *draft, guint r, BirgeSide side) {
  guint first = side == BIRGE_SIDE_ABOVE ? r - 1 : r;
  BirgeDraftRow *upper = copy_row(get_row(draft, first));
  BirgeDraftRow *lower = copy_row(get_row(draft, first + 1));
  /* Nothing is doubtful in a row that is empty. */
  if (birge_draft_row_is_empty(upper))
    upper->confidence = lower->confidence;
  else if (!birge_draft_row_is_empty(lower))
    upper->confidence = MIN(upper->confidence, lower->confidence);
  lower->confidence = upper->confidence;
  return side == BIRGE_SIDE_ABOVE ? (Pair){upper, lower, lower, upper}
                                  : (Pair){upper, lower, upper, lower};
}

static gboolean has_neighbour(const BirgeDraft *draft, const BirgeOperation *operation) {
  return operation->side == BIRGE_SIDE_ABOVE ? operation->row > 0
                                             : operation->row + 1 < draft->rows->len;
}

static guint first_of_pair(const BirgeOperation *operation) {
  return operation->row - (operation->side == BIRGE_SIDE_ABOVE ? 1 : 0);
}

static BirgeSide opposite(BirgeSide side) {
  return side == BIRGE_SIDE_ABOVE ? BIRGE_SIDE_BELOW : BIRGE_SIDE_ABOVE;
}

static void add_note(BirgeDraftRow *row, const char *note) {
  char *both = row->note ? g_strconcat(row->note, "\n", note, NULL) : g_strdup(note);
  g_free(row->note);
  row->note = both;
}

/* Merges into the upper row; of one column, the other cells stay where they are. What two empty
 * rows become is one empty row. */
static BirgeChange *merge(const BirgeOperation *operation, const BirgeDraft *draft,
                          GError **error) {
  if (!has_neighbour(draft, operation))
    return refuse(error, "there is no row to merge with");
  guint first = first_of_pair(operation);
  const BirgeDraftRow *one = get_row(draft, first), *two = get_row(draft, first + 1);
  guint begin = operation->column < 0 ? 0 : (guint)operation->column;
  guint end = operation->column < 0 ? draft->n_columns : begin + 1;
  guint n_moved = 0;
  for (guint c = begin; c < end; c++) {
    n_moved += two->cells[c]->len + (operation->column >= 0 ? one->cells[c]->len : 0);
    if (one->cells[c]->len + two->cells[c]->len > BIRGE_MAX_CELL)
      return refuse(error, "more than %d segments in a cell", BIRGE_MAX_CELL);
  }
  if (n_moved == 0 && operation->column >= 0)
    return refuse(error, "there is nothing to merge");
  BirgeChange *change = birge_change_new(draft, first, 2);
  Pair pair = copy_pair(draft, operation->row, operation->side);
  /* In one column, what the neighbour has comes to the row that was asked for. */
  BirgeDraftRow *to = operation->column < 0 ? pair.upper : pair.mine;
  BirgeDraftRow *from = to == pair.upper ? pair.lower : pair.upper;
  for (guint c = begin; c < end; c++)
    move_segments(from, to, c, (BirgeRun){0, from->cells[c]->len},
                  from == pair.lower ? BIRGE_SIDE_BELOW : BIRGE_SIDE_ABOVE);
  if (birge_draft_row_is_empty(from) && from->note) {
    add_note(to, from->note);
    g_clear_pointer(&from->note, g_free);
  }
  if (operation->column >= 0) {
    add_unless_empty(change, pair.upper);
    add_unless_empty(change, pair.lower);
    return change;
  }
  g_ptr_array_add(change->added, to);
  birge_draft_row_unref(from);
  return change;
}

static const GPtrArray *get_cell(const BirgeOperation *operation, const BirgeDraft *draft) {
  return get_row(draft, operation->row)->cells[operation->column];
}

/* Returns where in its from's text a place of a segment is; G_MAXSIZE: inside a character or past
 * the end. */
static gsize find_place(const BirgeDraftSegment *segment, guint offset_utf16) {
  const char *p = segment->from->text + segment->start, *end = segment->from->text + segment->end;
  guint units = 0;
  for (; p < end && units < offset_utf16; p = g_utf8_next_char(p))
    units += g_utf8_get_char(p) > 0xFFFF ? 2 : 1;
  return units == offset_utf16 ? (gsize)(p - segment->from->text) : G_MAXSIZE;
}

/* Moves a place in a text over the white space before or after it. */
static gsize skip_back(const BirgeDraftSegment *segment, gsize place) {
  const char *text = segment->from->text;
  while (place > segment->start) {
    const char *p = g_utf8_prev_char(text + place);
    if (!g_unichar_isspace(g_utf8_get_char(p)))
      break;
    place = (gsize)(p - text);
  }
  return place;
}

static gsize skip_forward(const BirgeDraftSegment *segment, gsize place) {
  const char *text = segment->from->text;
  while (place < segment->end && g_unichar_isspace(g_utf8_get_char(text + place)))
    place = (gsize)(g_utf8_next_char(text + place) - text);
  return place;
}

/* Cuts segment s of a cell in two at a place, outer white space left out. A place at an end cuts
 * nothing. Returns the number of the segment that comes after the place. */
static guint cut_cell(GPtrArray *cell, guint s, gsize place) {
  const BirgeDraftSegment *segment = cell->pdata[s];
  gsize left_end = skip_back(segment, place), right_start = skip_forward(segment, place);
  if (left_end == segment->start)
    return s;
  if (right_start == segment->end)
    return s + 1;
  BirgeDraftSegment *left = birge_draft_segment_cut(segment, segment->start, left_end);
  BirgeDraftSegment *right = birge_draft_segment_cut(segment, right_start, segment->end);
  birge_draft_segment_unref(cell->pdata[s]);
  cell->pdata[s] = left;
  g_ptr_array_insert(cell, (int)s + 1, right);
  return s + 1;
}

/* The rest goes to the row below if that has nothing in the column: it is where the other columns'
 * rests went, or a row that lacks just this. */
static BirgeChange *split(const BirgeOperation *operation, const BirgeDraft *draft,
                          GError **error) {
  gsize place =
      find_place(get_cell(operation, draft)->pdata[operation->segment], operation->offset_utf16);
  if (place == G_MAXSIZE)
    return refuse(error, "the segment has no place %u", operation->offset_utf16);
  g_autoptr(BirgeDraftRow) upper = copy_row(get_row(draft, operation->row));
  guint c = (guint)operation->column;
  guint cut = cut_cell(upper->cells[c], operation->segment, place);
  if (cut == 0 || cut == upper->cells[c]->len)
    return refuse(error, "there is nothing on one side of the caret");
  const BirgeDraftRow *below =
      operation->row + 1 < draft->rows->len ? get_row(draft, operation->row + 1) : NULL;
  gboolean has_room = below && below->cells[c]->len == 0 && below->status != BIRGE_STATUS_APPROVED;
  BirgeChange *change = birge_change_new(draft, operation->row, has_room ? 2 : 1);
  BirgeDraftRow *lower = has_room ? copy_row(below) : new_row(draft, upper);
  if (birge_draft_row_is_empty(lower))
    lower->confidence = upper->confidence;
  move_segments(upper, lower, c, (BirgeRun){cut, upper->cells[c]->len}, BIRGE_SIDE_BELOW);
  g_ptr_array_add(change->added, g_steal_pointer(&upper));
  g_ptr_array_add(change->added, lower);
  return change;
}

/* Order in a column never changes: those between the segment and the neighbour go with it. */
static BirgeChange *move(const BirgeOperation *operation, const BirgeDraft *draft, GError **error) {
  guint c = (guint)operation->column, s = operation->segment;
  gboolean is_up = operation->side == BIRGE_SIDE_ABOVE;
  guint n = get_cell(operation, draft)->len;
  BirgeRun run = is_up ? (BirgeRun){0, s + 1} : (BirgeRun){s, n};
  if (!has_neighbour(draft, operation)) {
    BirgeDraftRow *mine = copy_row(get_row(draft, operation->row));
    BirgeDraftRow *other = new_row(draft, mine);
    BirgeChange *change = birge_change_new(draft, operation->row, 1);
    move_segments(mine, other, c, run, BIRGE_SIDE_BELOW);
    g_ptr_array_add(change->added, is_up ? other : mine);
    g_ptr_array_add(change->added, is_up ? mine : other);
    return change;
  }
  guint first = first_of_pair(operation);
  const BirgeDraftRow *neighbour = get_row(draft, is_up ? first : first + 1);
  if (neighbour->cells[c]->len + run.end - run.first > BIRGE_MAX_CELL)
    return refuse(error, "more than %d segments in a cell", BIRGE_MAX_CELL);
  BirgeChange *change = birge_change_new(draft, first, 2);
  Pair pair = copy_pair(draft, operation->row, operation->side);
  move_segments(pair.mine, pair.other, c, run, opposite(operation->side));
  add_unless_empty(change, pair.upper);
  add_unless_empty(change, pair.lower);
  return change;
}

static BirgeChange *insert(const BirgeOperation *operation, const BirgeDraft *draft) {
  guint first = operation->row + (operation->side == BIRGE_SIDE_BELOW ? 1 : 0);
  BirgeChange *change = birge_change_new(draft, first, 0);
  BirgeDraftRow *row = birge_draft_row_new(draft->n_columns);
  row->origin = BIRGE_ORIGIN_HAND;
  g_ptr_array_add(change->added, row);
  return change;
}

/* The segment stands alone, and what came after it in its cell comes after it. */
static BirgeChange *unlink_segment(const BirgeOperation *operation, const BirgeDraft *draft,
                                   GError **error) {
  guint c = (guint)operation->column, s = operation->segment;
  const BirgeDraftRow *from = get_row(draft, operation->row);
  guint n = from->cells[c]->len, n_others = 0;
  for (guint i = 0; i < draft->n_columns; i++)
    n_others += i == c ? n - 1 : from->cells[i]->len;
  if (n_others == 0)
    return refuse(error, "the segment stands alone");
  BirgeChange *change = birge_change_new(draft, operation->row, 1);
  BirgeDraftRow *row = copy_row(from), *alone = new_row(draft, row);
  BirgeDraftRow *rest = new_row(draft, row);
  /* The first of several goes above, so that the others stay. */
  gboolean goes_above = s == 0 && n > 1;
  if (!goes_above)
    move_segments(row, rest, c, (BirgeRun){s + 1, n}, BIRGE_SIDE_BELOW);
  move_segments(row, alone, c, (BirgeRun){s, s + 1}, BIRGE_SIDE_BELOW);
  g_ptr_array_add(change->added, goes_above ? alone : row);
  g_ptr_array_add(change->added, goes_above ? row : alone);
  add_unless_empty(change, rest);
  return change;
}

static BirgeChange *swap(const BirgeOperation *operation, const BirgeDraft *draft, GError **error) {
  if (!has_neighbour(draft, operation))
    return refuse(error, "there is no row to swap with");
  guint c = (guint)operation->column;
  Pair pair = copy_pair(draft, operation->row, operation->side);
  GPtrArray *cell = pair.upper->cells[c];
  pair.upper->cells[c] = pair.lower->cells[c];
  pair.lower->cells[c] = cell;
  BirgeChange *change = birge_change_new(draft, first_of_pair(operation), 2);
  gboolean is_nothing = pair.upper->cells[c]->len + cell->len == 0;
  g_ptr_array_add(change->added, pair.upper);
  g_ptr_array_add(change->added, pair.lower);
  if (!is_nothing)
    return change;
  birge_change_free(change);
  return refuse(error, "there is nothing to swap");
}

/* Begins a change of one row that stays what it is but for one thing. */
static BirgeChange *change_row(const BirgeDraft *draft, guint r, BirgeDraftRow **row) {
  BirgeChange *change = birge_change_new(draft, r, 1);
  *row = birge_draft_row_copy(get_row(draft, r));
  g_ptr_array_add(change->added, *row);
  return change;
}

static BirgeChange *edit(const BirgeOperation *operation, const BirgeDraft *draft, GError **error) {
  const BirgeDraftSegment *old = get_cell(operation, draft)->pdata[operation->segment];
  g_autofree char *text = g_strstrip(g_strdup(operation->text));
  g_autofree char *old_text = birge_draft_segment_text(old);
  if (!*text)
    return refuse(error, "a segment can't be empty");
  if (g_str_equal(text, old_text))
    return refuse(error, "the text is the same");
  BirgeDraftRow *row;
  BirgeChange *change = change_row(draft, operation->row, &row);
  row->status = BIRGE_STATUS_PROPOSED;
  GPtrArray *cell = row->cells[operation->column];
  BirgeDraftSegment *edited = birge_draft_segment_edit(old, text);
  birge_draft_segment_unref(cell->pdata[operation->segment]);
  cell->pdata[operation->segment] = edited;
  return change;
}

static BirgeChange *set_status(const BirgeOperation *operation, const BirgeDraft *draft,
                               GError **error) {
  if (get_row(draft, operation->row)->status == operation->status)
    return refuse(error, "the row is %s already", birge_status_print(operation->status));
  BirgeDraftRow *row;
  BirgeChange *change = change_row(draft, operation->row, &row);
  row->status = operation->status;
  return change;
}

static BirgeChange *set_note(const BirgeOperation *operation, const BirgeDraft *draft,
                             GError **error) {
  g_autofree char *text = g_strstrip(g_strdup(operation->text));
  const char *old = get_row(draft, operation->row)->note;
  if (g_str_equal(text, old ? old : ""))
    return refuse(error, "the note is the same");
  BirgeDraftRow *row;
  BirgeChange *change = change_row(draft, operation->row, &row);
  g_free(row->note);
  row->note = *text ? g_steal_pointer(&text) : NULL;
  return change;
}

static gboolean is_to_approve(const BirgeOperation *operation, const BirgeDraftRow *row) {
  return row->status == BIRGE_STATUS_PROPOSED && row->confidence >= operation->confidence &&
         !birge_draft_row_is_empty(row);
}

static BirgeChange *approve(const BirgeOperation *operation, const BirgeDraft *draft,
                            GError **error) {
  guint first = 0, end = draft->rows->len;
  while (first < end && !is_to_approve(operation, get_row(draft, first)))
    first++;
  while (end > first && !is_to_approve(operation, get_row(draft, end - 1)))
    end--;
  if (first == end)
    return refuse(error, "no proposed row is as sure as that");
  BirgeChange *change = birge_change_new(draft, first, end - first);
  for (guint r = first; r < end; r++) {
    BirgeDraftRow *row = get_row(draft, r);
    gboolean is_approved = is_to_approve(operation, row);
    row = is_approved ? birge_draft_row_copy(row) : birge_draft_row_ref(row);
    if (is_approved)
      row->status = BIRGE_STATUS_APPROVED;
    g_ptr_array_add(change->added, row);
  }
  return change;
}

/* Finds the rows between the approved ones around a row. */
static BirgeRun find_stretch(const BirgeDraft *draft, guint r) {
  BirgeRun stretch = {r, r + 1};
  while (stretch.first > 0 && get_row(draft, stretch.first - 1)->status != BIRGE_STATUS_APPROVED)
    stretch.first--;
  while (stretch.end < draft->rows->len &&
         get_row(draft, stretch.end)->status != BIRGE_STATUS_APPROVED)
    stretch.end++;
  return stretch;
}

gboolean birge_operation_resolve(BirgeOperation *operation, const BirgeDraft *draft,
                                 const BirgeAlignOptions *options, GError **error) {
  if (operation->kind != BIRGE_DO_REALIGN || operation->row >= draft->rows->len)
    return TRUE;
  if (get_row(draft, operation->row)->status == BIRGE_STATUS_APPROVED)
    return refuse(error, "row %u is approved: it stays", operation->row + 1) != NULL;
  if (!options || draft->n_columns < 2)
    return refuse(error, "there is nothing to align with") != NULL;
  BirgeRun stretch = find_stretch(draft, operation->row);
  g_autoptr(BirgeBitext) now = birge_draft_bitext(draft, stretch.first, stretch.end);
  g_autoptr(BirgeBitext) whole = birge_bitext_new_whole(now->documents, now->n_documents);
  g_autoptr(BirgeBitext) aligned =
      birge_align((const BirgeBitext *const *)&whole, 1, options, error);
  if (!aligned)
    return FALSE;
  g_clear_pointer(&operation->aligned, g_array_unref);
  operation->aligned = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  g_array_append_vals(operation->aligned, aligned->rows, aligned->n_rows);
  return TRUE;
}

/* Returns the segments of a column in a stretch: of BirgeDraftSegment*, borrowed. */
static GPtrArray *gather(const BirgeDraft *draft, BirgeRun stretch, guint column) {
  GPtrArray *segments = g_ptr_array_new();
  for (guint r = stretch.first; r < stretch.end; r++)
    g_ptr_array_extend(segments, get_row(draft, r)->cells[column], NULL, NULL);
  return segments;
}

static gboolean is_same_cell(const GPtrArray *a, const GPtrArray *b) {
  return a->len == b->len && (a->len == 0 || (a->pdata[0] == b->pdata[0] &&
                                              a->pdata[a->len - 1] == b->pdata[b->len - 1]));
}

static gboolean is_same_row(const BirgeDraftRow *a, const BirgeDraftRow *b) {
  for (guint c = 0; c < a->n_cells; c++) {
    if (!is_same_cell(a->cells[c], b->cells[c]))
      return FALSE;
  }
  return TRUE;
}

/* Whether a row has the first segment of any cell of another. */
static gboolean has_first_of(const BirgeDraftRow *row, const BirgeDraftRow *other) {
  for (guint c = 0; c < row->n_cells; c++) {
    const GPtrArray *cell = other->cells[c];
    if (cell->len > 0 && g_ptr_array_find(row->cells[c], cell->pdata[0], NULL))
      return TRUE;
  }
  return FALSE;
}

/* What people said of a row that was aligned anew: a note goes to where its row's text went, a
 * rejection stays with a row that comes out as it was. */
static void keep_what_was_said(const BirgeChange *change, const BirgeDraftRow *old) {
  BirgeDraftRow *heir = change->added->len > 0 ? change->added->pdata[0] : NULL;
  for (guint r = 0; r < change->added->len; r++) {
    BirgeDraftRow *row = change->added->pdata[r];
    if (is_same_row(row, old))
      row->status = old->status;
    if (!has_first_of(row, old))
      continue;
    heir = row;
    break;
  }
  if (old->note && heir)
    add_note(heir, old->note);
}

static BirgeChange *realign(const BirgeOperation *operation, const BirgeDraft *draft,
                            GError **error) {
  if (!operation->aligned || get_row(draft, operation->row)->status == BIRGE_STATUS_APPROVED)
    return refuse(error, "there is no alignment for row %u", operation->row + 1);
  BirgeRun stretch = find_stretch(draft, operation->row);
  g_autoptr(BirgeChange) change =
      birge_change_new(draft, stretch.first, stretch.end - stretch.first);
  for (guint r = 0; r < operation->aligned->len; r++) {
    const BirgeRow *aligned = &g_array_index(operation->aligned, BirgeRow, r);
    BirgeDraftRow *row = birge_draft_row_new(draft->n_columns);
    memcpy(row->gaps, aligned->gaps, sizeof row->gaps);
    row->confidence = aligned->confidence;
    g_ptr_array_add(change->added, row);
  }
  for (guint c = 0; c < draft->n_columns; c++) {
    g_autoptr(GPtrArray) segments = gather(draft, stretch, c);
    guint next = 0;
    for (guint r = 0; r < operation->aligned->len; r++) {
      BirgeRun run = g_array_index(operation->aligned, BirgeRow, r).runs[c];
      if (run.first != next || run.end < run.first || run.end > segments->len)
        return refuse(error, "the alignment is of other rows");
      birge_draft_row_add(change->added->pdata[r], c, segments, run.first, run.end);
      next = run.end;
    }
    if (next != segments->len)
      return refuse(error, "the alignment is of other rows");
  }
  for (guint r = 0; r < change->removed->len; r++) {
    const BirgeDraftRow *old = change->removed->pdata[r];
    if (old->note || old->status != BIRGE_STATUS_PROPOSED)
      keep_what_was_said(change, old);
  }
  return g_steal_pointer(&change);
}

/* Checks that the row, column and segment which an operation names are there. */
static gboolean check_place(const BirgeOperation *operation, const BirgeDraft *draft,
                            GError **error) {
  if (operation->kind == BIRGE_DO_APPROVE)
    return TRUE;
  if (operation->row >= draft->rows->len)
    return refuse(error, "there is no row %u", operation->row + 1) != NULL;
  if (operation->column >= (int)draft->n_columns)
    return refuse(error, "there is no column %d", operation->column + 1) != NULL;
  gboolean has_segment = operation->kind == BIRGE_DO_SPLIT || operation->kind == BIRGE_DO_MOVE ||
                         operation->kind == BIRGE_DO_UNLINK || operation->kind == BIRGE_DO_EDIT;
  if (has_segment && operation->segment >= get_cell(operation, draft)->len)
    return refuse(error, "there is no segment %u in the cell", operation->segment + 1) != NULL;
  return TRUE;
}

BirgeChange *birge_operation_apply(const BirgeOperation *operation, const BirgeDraft *draft,
                                   GError **error) {
  if (!check_place(operation, draft, error))
    return NULL;
  switch (operation->kind) {
  case BIRGE_DO_MERGE:
    return merge(operation, draft, error);
  case BIRGE_DO_SPLIT:
    return split(operation, draft, error);
  case BIRGE_DO_MOVE:
    return move(operation, draft, error);
  case BIRGE_DO_INSERT:
    return insert(operation, draft);
  case BIRGE_DO_UNLINK:
    return unlink_segment(operation, draft, error);
  case BIRGE_DO_SWAP:
    return swap(operation, draft, error);
  case BIRGE_DO_EDIT:
    return edit(operation, draft, error);
  case BIRGE_DO_STATUS:
    return set_status(operation, draft, error);
  case BIRGE_DO_APPROVE:
    return approve(operation, draft, error);
  case BIRGE_DO_NOTE:
    return set_note(operation, draft, error);
  case BIRGE_DO_REALIGN:
    return realign(operation, draft, error);
  }
  return NULL;
}
