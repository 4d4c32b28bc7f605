/* Says what there is to be seen. */
#include "review/view.h"

#include "review/marks.h"
#include "text/fold.h"

#include <string.h>

BirgeView birge_view_new(const BirgeSession *session, const BirgeLocales *locales) {
  BirgeView view = {.session = session};
  const BirgeDraft *draft = birge_session_draft(session);
  for (guint c = 0; c < draft->n_columns; c++) {
    const BirgeDocument *document = draft->documents[c];
    view.locales[c] =
        birge_locales_find(locales, document->language, document->text, document->length);
  }
  return view;
}

void birge_view_describe(const BirgeView *view, JsonObject *object) {
  const BirgeDraft *draft = birge_session_draft(view->session);
  JsonArray *columns = json_array_new();
  for (guint c = 0; c < draft->n_columns; c++) {
    const BirgeLocale *locale = view->locales[c];
    gboolean is_rtl = locale && locale->direction == BIRGE_DIRECTION_RTL;
    JsonObject *column = json_object_new();
    json_object_set_string_member(column, "lang", draft->documents[c]->language);
    json_object_set_string_member(column, "dir", locale ? (is_rtl ? "rtl" : "ltr") : "auto");
    json_object_set_string_member(column, "name",
                                  locale ? locale->name : draft->documents[c]->language);
    json_array_add_object_element(columns, column);
  }
  json_object_set_array_member(object, "columns", columns);
  json_object_set_int_member(object, "revision", birge_session_revision(view->session));
  json_object_set_boolean_member(object, "undo", birge_session_can_undo(view->session));
  json_object_set_boolean_member(object, "redo", birge_session_can_redo(view->session));
}

/* Whether a segment is where its block begins. */
static gboolean begins_block(const BirgeDraftSegment *segment, const BirgeDocument *home) {
  if (segment->home_start > 0 && segment->home_start == segment->home_end)
    return FALSE;
  for (guint s = 0, end = home->n_segments; s < end;) {
    guint middle = s + (end - s) / 2;
    if (home->segments[middle].start == segment->home_start)
      return middle == 0 || home->segments[middle - 1].block != segment->block;
    if (home->segments[middle].start < segment->home_start)
      s = middle + 1;
    else
      end = middle;
  }
  return FALSE;
}

static JsonObject *describe_segment(const BirgeDraftSegment *segment, const BirgeDocument *home) {
  JsonObject *object = json_object_new();
  g_autofree char *text = birge_draft_segment_text(segment);
  json_object_set_string_member(object, "text", text);
  if (begins_block(segment, home))
    json_object_set_string_member(object, "block",
                                  birge_block_kind_print(home->blocks[segment->block].kind));
  else if (home->blocks[segment->block].kind == BIRGE_BLOCK_HEADLINE)
    json_object_set_boolean_member(object, "headline", TRUE);
  if (segment->original)
    json_object_set_string_member(object, "original", segment->original);
  return object;
}

static JsonArray *describe_marks(const GArray *marks) {
  JsonArray *array = json_array_new();
  for (guint m = 0; m < marks->len; m++) {
    const BirgeMark *mark = &g_array_index(marks, BirgeMark, m);
    JsonObject *object = json_object_new();
    json_object_set_string_member(object, "kind", mark->kind);
    json_object_set_int_member(object, "column", mark->column);
    if (mark->text)
      json_object_set_string_member(object, "text", mark->text);
    json_array_add_object_element(array, object);
  }
  return array;
}

static JsonObject *describe_row(const BirgeView *view, const BirgeDraftRow *row) {
  const BirgeDraft *draft = birge_session_draft(view->session);
  JsonObject *object = json_object_new();
  JsonArray *cells = json_array_new();
  for (guint c = 0; c < row->n_cells; c++) {
    JsonArray *cell = json_array_new();
    for (guint s = 0; s < row->cells[c]->len; s++)
      json_array_add_object_element(cell,
                                    describe_segment(row->cells[c]->pdata[s], draft->documents[c]));
    json_array_add_array_element(cells, cell);
  }
  g_autoptr(GArray) marks = birge_marks_find(row, view->locales);
  json_object_set_array_member(object, "cells", cells);
  json_object_set_double_member(object, "confidence", row->confidence);
  json_object_set_double_member(object, "doubt", birge_marks_doubt(row, marks));
  json_object_set_string_member(object, "origin", birge_origin_print(row->origin));
  json_object_set_string_member(object, "status", birge_status_print(row->status));
  if (row->note)
    json_object_set_string_member(object, "note", row->note);
  if (marks->len > 0)
    json_object_set_array_member(object, "marks", describe_marks(marks));
  return object;
}

JsonArray *birge_view_rows(const BirgeView *view, const GPtrArray *rows) {
  JsonArray *array = json_array_new();
  for (guint r = 0; r < rows->len; r++)
    json_array_add_object_element(array, describe_row(view, rows->pdata[r]));
  return array;
}

JsonObject *birge_view_outcome(const BirgeView *view, const BirgeOutcome *outcome) {
  JsonObject *object = json_object_new();
  json_object_set_int_member(object, "first", outcome->first);
  json_object_set_int_member(object, "removed", outcome->n_removed);
  json_object_set_array_member(object, "rows", birge_view_rows(view, outcome->rows));
  json_object_set_int_member(object, "revision", birge_session_revision(view->session));
  json_object_set_boolean_member(object, "undo", birge_session_can_undo(view->session));
  json_object_set_boolean_member(object, "redo", birge_session_can_redo(view->session));
  return object;
}

static gboolean has_text(const BirgeFolding *folding, const char *text, gsize length,
                         const char *query) {
  g_autoptr(GString) folded = g_string_new(NULL), folded_query = g_string_new(NULL);
  birge_fold(folding, text, length, folded);
  birge_fold(folding, query, strlen(query), folded_query);
  return folded_query->len > 0 && strstr(folded->str, folded_query->str);
}

static gboolean is_found(const BirgeView *view, const BirgeDraftRow *row, const char *query) {
  if (row->note && has_text(NULL, row->note, strlen(row->note), query))
    return TRUE;
  for (guint c = 0; c < row->n_cells; c++) {
    const BirgeFolding *folding = view->locales[c] ? view->locales[c]->folding : NULL;
    for (guint s = 0; s < row->cells[c]->len; s++) {
      const BirgeDraftSegment *segment = row->cells[c]->pdata[s];
      if (has_text(folding, segment->from->text + segment->start, segment->end - segment->start,
                   query))
        return TRUE;
    }
  }
  return FALSE;
}

JsonArray *birge_view_search(const BirgeView *view, const char *text) {
  const BirgeDraft *draft = birge_session_draft(view->session);
  JsonArray *found = json_array_new();
  for (guint r = 0; r < draft->rows->len; r++) {
    if (is_found(view, draft->rows->pdata[r], text))
      json_array_add_int_element(found, r);
  }
  return found;
}
