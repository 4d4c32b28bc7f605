/* Reviews: random operations do what a model says, every step can be undone, and what is saved is
 * what was seen. */
#include "random.h"

#include "exchange/exchange.h"
#include "review/operation.h"
#include "sample.h"

#include <string.h>

#define N_COLUMNS 3
#define N_STEPS 100
#define N_SESSIONS 20

/* All that a draft holds, as text. */
static char *dump(const BirgeDraft *draft, gboolean with_all) {
  GString *out = g_string_new(NULL);
  for (guint r = 0; r < draft->rows->len; r++) {
    const BirgeDraftRow *row = draft->rows->pdata[r];
    for (guint c = 0; c < row->n_cells; c++) {
      g_string_append(out, c > 0 ? " || " : "");
      for (guint s = 0; s < row->cells[c]->len; s++) {
        const BirgeDraftSegment *segment = row->cells[c]->pdata[s];
        g_autofree char *text = birge_draft_segment_text(segment);
        g_string_append_printf(out, "[%s]", text);
        if (with_all)
          g_string_append_printf(out, "{%u %s}", segment->block, segment->original);
      }
    }
    for (guint c = 0; with_all && c < row->n_cells; c++)
      g_string_append_printf(out, " %x", row->gaps[c]);
    if (with_all)
      g_string_append_printf(out, " %.6f %d %d %s", row->confidence, row->origin, row->status,
                             row->note);
    g_string_append(out, "\n");
  }
  return g_string_free(out, FALSE);
}

static const char *random_side(void) {
  return random_below(2) ? "above" : "below";
}

/* Makes an operation that names a row, a column and a segment that are there, mostly. */
static BirgeOperation *random_operation(const BirgeDraft *draft, const char *const *names,
                                        guint n_names) {
  g_autoptr(JsonObject) object = json_object_new();
  guint r = random_below(MAX(draft->rows->len, 1)), c = random_below(N_COLUMNS);
  const GPtrArray *cell =
      draft->rows->len > 0 ? ((BirgeDraftRow *)draft->rows->pdata[r])->cells[c] : NULL;
  guint s = cell ? random_below(MAX(cell->len, 1)) : 0;
  g_autofree char *text = cell && cell->len > s ? birge_draft_segment_text(cell->pdata[s]) : NULL;
  g_autofree char *other = random_text(5);
  g_strcanon(other, "abcdefghijklmnopqrstuvwxyz ", 'x');
  json_object_set_string_member(object, "do", random_of(names, n_names));
  json_object_set_int_member(object, "row", r);
  if (random_below(2))
    json_object_set_int_member(object, "column", c);
  json_object_set_int_member(object, "segment", s);
  json_object_set_int_member(object, "offset",
                             text ? random_below((guint)g_utf8_strlen(text, -1) + 1) : 0);
  json_object_set_string_member(object, "side", random_side());
  json_object_set_string_member(object, "status", birge_status_print((BirgeStatus)random_below(3)));
  json_object_set_double_member(object, "confidence", random_below(100) / 100.0);
  json_object_set_string_member(object, "text", other);
  return birge_operation_parse(object, NULL);
}

/* The model: a column is a list of texts in which NULL ends a row. */
typedef struct {
  GPtrArray *columns[N_COLUMNS]; /* of char* */
} Model;

static void model_clear(Model *model) {
  for (guint c = 0; c < N_COLUMNS; c++)
    g_ptr_array_unref(model->columns[c]);
}

/* The model knows nothing of statuses: with the rows of a draft proposed, they change nothing. */
static Model model_new(BirgeDraft *draft) {
  Model model;
  for (guint r = 0; r < draft->rows->len; r++)
    ((BirgeDraftRow *)draft->rows->pdata[r])->status = BIRGE_STATUS_PROPOSED;
  for (guint c = 0; c < N_COLUMNS; c++) {
    model.columns[c] = g_ptr_array_new_with_free_func(g_free);
    for (guint r = 0; r < draft->rows->len; r++) {
      const BirgeDraftRow *row = draft->rows->pdata[r];
      for (guint s = 0; s < row->cells[c]->len; s++)
        g_ptr_array_add(model.columns[c], birge_draft_segment_text(row->cells[c]->pdata[s]));
      g_ptr_array_add(model.columns[c], NULL);
    }
  }
  return model;
}

static char *model_dump(const Model *model) {
  GString *out = g_string_new(NULL);
  guint next[N_COLUMNS] = {0};
  while (next[0] < model->columns[0]->len) {
    for (guint c = 0; c < N_COLUMNS; c++) {
      const GPtrArray *list = model->columns[c];
      g_string_append(out, c > 0 ? " || " : "");
      for (; list->pdata[next[c]]; next[c]++)
        g_string_append_printf(out, "[%s]", (char *)list->pdata[next[c]]);
      next[c]++;
    }
    g_string_append(out, "\n");
  }
  return g_string_free(out, FALSE);
}

/* Where row r begins in a column; of the row after it, less one: where its NULL is. */
static guint row_start(const GPtrArray *list, guint r) {
  guint i = 0;
  for (; r > 0; i++)
    r -= list->pdata[i] ? 0 : 1;
  return i;
}

static void end_row_at(GPtrArray *list, guint place) {
  g_ptr_array_insert(list, (int)place, NULL);
}

/* Takes away the rows from first to end that have nothing in any column. */
static void drop_empty(Model *model, guint first, guint end) {
  for (guint r = end; r-- > first;) {
    guint n = 0;
    for (guint c = 0; c < N_COLUMNS; c++)
      n += row_start(model->columns[c], r + 1) - row_start(model->columns[c], r) - 1;
    for (guint c = 0; c < N_COLUMNS && n == 0; c++)
      g_ptr_array_remove_index(model->columns[c], row_start(model->columns[c], r));
  }
}

/* Moves the end of row r of a column to another place, counted without it. */
static void move_end(GPtrArray *list, guint r, guint place) {
  g_ptr_array_remove_index(list, row_start(list, r + 1) - 1);
  end_row_at(list, place);
}

static void model_split(Model *model, const BirgeOperation *o) {
  GPtrArray *list = model->columns[o->column];
  guint at = row_start(list, o->row) + o->segment, rows = 0;
  const char *text = list->pdata[at];
  glong units = 0;
  const char *p = text;
  for (; units < o->offset_utf16; p = g_utf8_next_char(p))
    units += g_utf8_get_char(p) > 0xFFFF ? 2 : 1;
  char *left = g_strchomp(g_strndup(text, (gsize)(p - text))), *right = g_strdup(p);
  while (g_unichar_isspace(g_utf8_get_char(right)))
    memmove(right, g_utf8_next_char(right), strlen(g_utf8_next_char(right)) + 1);
  for (const char *q; *left && (q = g_utf8_prev_char(left + strlen(left))) &&
                      g_unichar_isspace(g_utf8_get_char(q));)
    left[q - left] = '\0';
  if (*left && *right) {
    g_free(list->pdata[at]);
    list->pdata[at] = left;
    g_ptr_array_insert(list, (int)++at, right);
  } else {
    at += *left ? 1 : 0;
    g_free(left);
    g_free(right);
  }
  for (guint i = 0; i < list->len; i++)
    rows += list->pdata[i] ? 0 : 1;
  guint next = row_start(list, o->row + 1);
  if (o->row + 1 < rows && !list->pdata[next]) {
    move_end(list, o->row, at);
    return;
  }
  end_row_at(list, at);
  for (guint c = 0; c < N_COLUMNS; c++)
    if (c != (guint)o->column)
      end_row_at(model->columns[c], row_start(model->columns[c], o->row + 1));
}

static void model_move(Model *model, const BirgeOperation *o) {
  guint rows = 0, first = o->row;
  for (guint i = 0; i < model->columns[0]->len; i++)
    rows += model->columns[0]->pdata[i] ? 0 : 1;
  gboolean is_up = o->side == BIRGE_SIDE_ABOVE;
  if (is_up ? o->row == 0 : o->row + 1 == rows) {
    for (guint c = 0; c < N_COLUMNS; c++)
      end_row_at(model->columns[c], is_up ? 0 : model->columns[c]->len);
    first += is_up ? 1 : 0;
  }
  GPtrArray *list = model->columns[o->column];
  guint at = row_start(list, first) + o->segment;
  move_end(list, is_up ? first - 1 : first, at);
  if (first == o->row && !(!is_up && o->row + 1 == rows))
    drop_empty(model, is_up ? first - 1 : first, (is_up ? first - 1 : first) + 2);
}

static void model_merge(Model *model, const BirgeOperation *o) {
  guint upper = o->side == BIRGE_SIDE_ABOVE ? o->row - 1 : o->row;
  for (guint c = 0; c < N_COLUMNS; c++) {
    GPtrArray *list = model->columns[c];
    if (o->column < 0)
      g_ptr_array_remove_index(list, row_start(list, upper + 1) - 1);
    else if (o->column == (int)c)
      move_end(list, upper,
               o->side == BIRGE_SIDE_ABOVE ? row_start(list, upper)
                                           : row_start(list, upper + 2) - 2);
  }
  if (o->column >= 0)
    drop_empty(model, upper, upper + 2);
}

static void model_unlink(Model *model, const BirgeOperation *o) {
  GPtrArray *list = model->columns[o->column];
  guint start = row_start(list, o->row), end = row_start(list, o->row + 1) - 1;
  guint at = start + o->segment;
  gboolean is_above = o->segment == 0 && end - start > 1;
  guint n_new = is_above || at + 1 == end ? 1 : 2;
  if (n_new == 2)
    end_row_at(list, at + 1);
  end_row_at(list, is_above ? at + 1 : at);
  for (guint c = 0; c < N_COLUMNS; c++)
    for (guint i = 0; c != (guint)o->column && i < n_new; i++)
      end_row_at(model->columns[c], row_start(model->columns[c], o->row + (is_above ? 0 : 1)));
}

static void model_swap(Model *model, const BirgeOperation *o) {
  GPtrArray *list = model->columns[o->column];
  guint upper = o->side == BIRGE_SIDE_ABOVE ? o->row - 1 : o->row;
  guint start = row_start(list, upper), end = row_start(list, upper + 2);
  for (guint n = end - row_start(list, upper + 1); n > 0; n--)
    g_ptr_array_insert(list, (int)start, g_ptr_array_steal_index(list, end - 1));
}

static void model_apply(Model *model, const BirgeOperation *o) {
  switch (o->kind) {
  case BIRGE_DO_MERGE:
    model_merge(model, o);
    break;
  case BIRGE_DO_SPLIT:
    model_split(model, o);
    break;
  case BIRGE_DO_MOVE:
    model_move(model, o);
    break;
  case BIRGE_DO_UNLINK:
    model_unlink(model, o);
    break;
  case BIRGE_DO_SWAP:
    model_swap(model, o);
    break;
  case BIRGE_DO_EDIT: {
    GPtrArray *list = model->columns[o->column];
    guint at = row_start(list, o->row) + o->segment;
    g_free(list->pdata[at]);
    list->pdata[at] = g_strstrip(g_strdup(o->text));
    break;
  }
  case BIRGE_DO_INSERT:
    for (guint c = 0; c < N_COLUMNS; c++)
      end_row_at(model->columns[c],
                 row_start(model->columns[c], o->row + (o->side == BIRGE_SIDE_BELOW ? 1 : 0)));
    break;
  default:
    break;
  }
}

static void operations_do_what_a_model_says(void) {
  static const char *const names[] = {"merge", "split", "move", "insert", "unlink", "swap", "edit"};
  guint n_taken = 0;
  for (guint session = 0; session < N_SESSIONS; session++) {
    g_autoptr(BirgeBitext) bitext = random_bitext(N_COLUMNS);
    g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
    Model model = model_new(draft);
    for (guint step = 0; step < N_STEPS; step++) {
      g_autoptr(BirgeOperation) operation = random_operation(draft, names, G_N_ELEMENTS(names));
      g_autoptr(BirgeChange) change =
          operation ? birge_operation_apply(operation, draft, NULL) : NULL;
      if (!change)
        continue;
      n_taken++;
      birge_draft_apply(draft, change);
      model_apply(&model, operation);
      g_autofree char *found = dump(draft, FALSE), *expected = model_dump(&model);
      g_assert_cmpstr(found, ==, expected);
    }
    model_clear(&model);
  }
  g_assert_cmpuint(n_taken, >, N_SESSIONS * N_STEPS / 4);
}

static void undo_gives_back_each_state_and_redo_too(void) {
  static const char *const names[] = {"merge", "split",  "move",    "insert", "unlink", "swap",
                                      "edit",  "status", "approve", "note",   "realign"};
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeAlignOptions align = {.locales = locales};
  for (guint session = 0; session < N_SESSIONS; session++) {
    g_autoptr(BirgeBitext) bitext = random_bitext(N_COLUMNS);
    g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
    g_autoptr(GPtrArray) changes =
        g_ptr_array_new_with_free_func((GDestroyNotify)birge_change_free);
    g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(states, dump(draft, TRUE));
    for (guint step = 0; step < N_STEPS; step++) {
      g_autoptr(BirgeOperation) operation = random_operation(draft, names, G_N_ELEMENTS(names));
      if (!operation || !birge_operation_resolve(operation, draft, &align, NULL))
        continue;
      BirgeChange *change = birge_operation_apply(operation, draft, NULL);
      if (!change)
        continue;
      birge_draft_apply(draft, change);
      g_ptr_array_add(changes, change);
      g_ptr_array_add(states, dump(draft, TRUE));
    }
    for (guint i = changes->len; i-- > 0;) {
      birge_draft_revert(draft, changes->pdata[i]);
      g_autofree char *state = dump(draft, TRUE);
      g_assert_cmpstr(state, ==, states->pdata[i]);
    }
    for (guint i = 0; i < changes->len; i++) {
      birge_draft_apply(draft, changes->pdata[i]);
      g_autofree char *state = dump(draft, TRUE);
      g_assert_cmpstr(state, ==, states->pdata[i + 1]);
    }
  }
}

/* What a draft says after it was written and read. Blocks are numbered anew, so they are left out.
 */
static void what_is_saved_is_what_was_seen(void) {
  static const char *const names[] = {"merge",  "split", "move", "insert",
                                      "unlink", "swap",  "edit", "note"};
  const BirgeWriteOptions options = {0};
  for (guint session = 0; session < N_SESSIONS; session++) {
    g_autoptr(BirgeBitext) bitext = random_bitext(N_COLUMNS);
    g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
    for (guint step = 0; step < N_STEPS; step++) {
      g_autoptr(BirgeOperation) operation = random_operation(draft, names, G_N_ELEMENTS(names));
      g_autoptr(BirgeChange) change =
          operation ? birge_operation_apply(operation, draft, NULL) : NULL;
      if (!change)
        continue;
      birge_draft_apply(draft, change);
      g_autoptr(BirgeBitext) now = birge_draft_bitext(draft, 0, draft->rows->len);
      g_autofree char *json = sample_write(now, birge_exchange_formats(), "json", &options);
      g_autoptr(GBytes) bytes = g_bytes_new(json, strlen(json));
      g_autoptr(GError) error = NULL;
      g_autoptr(BirgeBitext) again = birge_bitext_parse_json("json", bytes, &error);
      g_assert_no_error(error);
      g_autoptr(BirgeDraft) again_draft = birge_draft_new(again);
      g_autofree char *found = dump(again_draft, FALSE), *expected = dump(draft, FALSE);
      g_assert_cmpstr(found, ==, expected);
    }
  }
}

/* Operations go through JSON and come back. */
static void operations_come_back_from_json_as_they_were(void) {
  static const char *const names[] = {"merge", "split",  "move",    "insert", "unlink", "swap",
                                      "edit",  "status", "approve", "note",   "realign"};
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeAlignOptions align = {.locales = locales};
  g_autoptr(BirgeBitext) bitext = random_bitext(N_COLUMNS);
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr(BirgeOperation) operation = random_operation(draft, names, G_N_ELEMENTS(names));
    if (!operation || !birge_operation_resolve(operation, draft, &align, NULL))
      continue;
    g_autoptr(JsonNode) node = birge_operation_print(operation);
    g_autofree char *printed = json_to_string(node, FALSE);
    g_autoptr(BirgeOperation) again = birge_operation_parse(json_node_get_object(node), NULL);
    g_assert_nonnull(again);
    g_autoptr(JsonNode) again_node = birge_operation_print(again);
    g_autofree char *again_printed = json_to_string(again_node, FALSE);
    g_assert_cmpstr(printed, ==, again_printed);
  }
}

#define ADD(test) g_test_add_func("/review/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(operations_do_what_a_model_says);
  ADD(undo_gives_back_each_state_and_redo_too);
  ADD(what_is_saved_is_what_was_seen);
  ADD(operations_come_back_from_json_as_they_were);
  return g_test_run();
}
