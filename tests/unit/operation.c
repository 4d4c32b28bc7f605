/* Operations: what is no operation is refused, and what can't be done too. */
#include "review/operation.h"

#include "base/error.h"
#include "sample.h"

#include <string.h>

static BirgeOperation *parse(const char *json, GError **error) {
  g_autoptr(JsonNode) node = json_from_string(json, NULL);
  g_assert_nonnull(node);
  return birge_operation_parse(json_node_get_object(node), error);
}

static void assert_refused(const char *json, const char *message) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeOperation) operation = parse(json, &error);
  g_assert_null(operation);
  g_assert_cmpstr(error->message, ==, message);
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
}

static void what_is_no_operation_is_refused(void) {
  assert_refused("{}", "operation: 'do' is missing or unknown");
  assert_refused("{\"do\": 1}", "operation: 'do' is missing or unknown");
  assert_refused("{\"do\": \"format\"}", "operation: 'do' is missing or unknown");
  assert_refused("{\"do\": \"insert\"}", "operation: 'row' is missing or no such number");
  assert_refused("{\"do\": \"insert\", \"row\": -1}",
                 "operation: 'row' is missing or no such number");
  assert_refused("{\"do\": \"insert\", \"row\": 1.5, \"side\": \"below\"}",
                 "operation: 'row' is missing or no such number");
  assert_refused("{\"do\": \"insert\", \"row\": 1, \"side\": \"left\"}",
                 "operation: 'side' is not above or below");
  assert_refused("{\"do\": \"swap\", \"row\": 1, \"side\": \"above\"}",
                 "operation: 'column' is missing or no such number");
  assert_refused("{\"do\": \"status\", \"row\": 1, \"status\": \"done\"}",
                 "operation: 'status' is unknown");
  assert_refused("{\"do\": \"approve\", \"confidence\": 1.01}",
                 "operation: 'confidence' is missing or not between 0 and 1");
  assert_refused("{\"do\": \"realign\", \"row\": 0, \"aligned\": [[1, -1]]}",
                 "operation: 'aligned' has something else than a confidence and counts");
}

static void a_text_has_a_limit_and_no_control_characters(void) {
  assert_refused("{\"do\": \"note\", \"row\": 0}", "operation: 'text' is missing or no text");
  assert_refused("{\"do\": \"note\", \"row\": 0, \"text\": \"a\\u0007\"}",
                 "operation: 'text' holds a character that has no place in it");
  assert_refused("{\"do\": \"edit\", \"row\": 0, \"column\": 0, \"segment\": 0, "
                 "\"text\": \"a\\nb\"}",
                 "operation: 'text' holds a character that has no place in it");
  for (guint over = 0; over < 2; over++) {
    g_autofree char *text = g_strnfill(BIRGE_MAX_EDIT + over, 'a');
    g_autofree char *json =
        g_strdup_printf("{\"do\": \"note\", \"row\": 0, \"text\": \"%s\"}", text);
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeOperation) operation = parse(json, &error);
    g_assert_true((operation == NULL) == (over == 1));
  }
}

/* Two languages: rows of one sentence each. */
static BirgeDraft *make_draft(void) {
  static const char *const one[] = {"One.", "Two 2.", "Three.", NULL};
  static const char *const two[] = {"یەک.", "دوو ٢.", NULL};
  g_autoptr(BirgeDocument) english = sample_document("en", one);
  g_autoptr(BirgeDocument) sorani = sample_document("ckb", two);
  const BirgeDocument *documents[] = {english, sorani};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  return birge_draft_new(bitext);
}

/* Applies an operation and returns the rows as text. message: what is expected to be said. */
static char *apply(BirgeDraft *draft, const char *json, const char *message) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeOperation) operation = parse(json, &error);
  g_assert_no_error(error);
  g_autoptr(BirgeChange) change = birge_operation_apply(operation, draft, &error);
  g_assert_cmpstr(error ? error->message : NULL, ==, message);
  if (!change) {
    g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE);
    return NULL;
  }
  birge_draft_apply(draft, change);
  GString *out = g_string_new(NULL);
  for (guint r = 0; r < draft->rows->len; r++) {
    const BirgeDraftRow *row = draft->rows->pdata[r];
    for (guint c = 0; c < row->n_cells; c++) {
      for (guint s = 0; s < row->cells[c]->len; s++) {
        g_autofree char *text = birge_draft_segment_text(row->cells[c]->pdata[s]);
        g_string_append(out, text);
      }
      g_string_append(out, c + 1 < row->n_cells ? "|" : "\n");
    }
  }
  return g_string_free(out, FALSE);
}

static void assert_rows(const char *json, const char *expected) {
  g_autoptr(BirgeDraft) draft = make_draft();
  g_autofree char *rows = apply(draft, json, NULL);
  g_assert_cmpstr(rows, ==, expected);
}

static void each_operation_does_its_work(void) {
  assert_rows("{\"do\": \"merge\", \"row\": 1, \"side\": \"above\"}",
              "One.Two 2.|یەک.دوو ٢.\nThree.|\n");
  assert_rows("{\"do\": \"merge\", \"row\": 1, \"column\": 0, \"side\": \"below\"}",
              "One.|یەک.\nTwo 2.Three.|دوو ٢.\n");
  assert_rows("{\"do\": \"split\", \"row\": 1, \"column\": 0, \"segment\": 0, \"offset\": 4}",
              "One.|یەک.\nTwo|دوو ٢.\n2.|\nThree.|\n");
  assert_rows("{\"do\": \"split\", \"row\": 1, \"column\": 1, \"segment\": 0, \"offset\": 3}",
              "One.|یەک.\nTwo 2.|دوو\nThree.|٢.\n");
  assert_rows("{\"do\": \"move\", \"row\": 1, \"column\": 1, \"segment\": 0, \"side\": \"below\"}",
              "One.|یەک.\nTwo 2.|\nThree.|دوو ٢.\n");
  assert_rows("{\"do\": \"move\", \"row\": 0, \"column\": 0, \"segment\": 0, \"side\": \"above\"}",
              "One.|\n|یەک.\nTwo 2.|دوو ٢.\nThree.|\n");
  assert_rows("{\"do\": \"insert\", \"row\": 2, \"side\": \"below\"}",
              "One.|یەک.\nTwo 2.|دوو ٢.\nThree.|\n|\n");
  assert_rows("{\"do\": \"unlink\", \"row\": 0, \"column\": 1, \"segment\": 0}",
              "One.|\n|یەک.\nTwo 2.|دوو ٢.\nThree.|\n");
  assert_rows("{\"do\": \"swap\", \"row\": 0, \"column\": 1, \"side\": \"below\"}",
              "One.|دوو ٢.\nTwo 2.|یەک.\nThree.|\n");
  assert_rows("{\"do\": \"edit\", \"row\": 0, \"column\": 0, \"segment\": 0, \"text\": \" 1. \"}",
              "1.|یەک.\nTwo 2.|دوو ٢.\nThree.|\n");
}

static void what_can_not_be_done_is_refused_and_changes_nothing(void) {
  static const char *const cases[][2] = {
      {"{\"do\": \"insert\", \"row\": 3, \"side\": \"below\"}", "there is no row 4"},
      {"{\"do\": \"swap\", \"row\": 0, \"column\": 2, \"side\": \"below\"}",
       "there is no column 3"},
      {"{\"do\": \"unlink\", \"row\": 2, \"column\": 1, \"segment\": 0}",
       "there is no segment 1 in the cell"},
      {"{\"do\": \"unlink\", \"row\": 2, \"column\": 0, \"segment\": 0}",
       "the segment stands alone"},
      {"{\"do\": \"merge\", \"row\": 0, \"side\": \"above\"}", "there is no row to merge with"},
      {"{\"do\": \"swap\", \"row\": 2, \"column\": 0, \"side\": \"below\"}",
       "there is no row to swap with"},
      {"{\"do\": \"split\", \"row\": 0, \"column\": 0, \"segment\": 0, \"offset\": 4}",
       "there is nothing on one side of the caret"},
      {"{\"do\": \"split\", \"row\": 0, \"column\": 0, \"segment\": 0, \"offset\": 5}",
       "the segment has no place 5"},
      {"{\"do\": \"edit\", \"row\": 0, \"column\": 0, \"segment\": 0, \"text\": \" \"}",
       "a segment can't be empty"},
      {"{\"do\": \"edit\", \"row\": 0, \"column\": 0, \"segment\": 0, \"text\": \"One.\"}",
       "the text is the same"},
      {"{\"do\": \"status\", \"row\": 0, \"status\": \"proposed\"}", "the row is proposed already"},
      {"{\"do\": \"note\", \"row\": 0, \"text\": \"\"}", "the note is the same"},
      {"{\"do\": \"realign\", \"row\": 0}", "there is no alignment for row 1"},
      {"{\"do\": \"realign\", \"row\": 0, \"aligned\": [[1, 3, 1]]}",
       "the alignment is of other rows"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(BirgeDraft) draft = make_draft();
    g_autofree char *rows = apply(draft, cases[i][0], cases[i][1]);
    g_assert_null(rows);
    g_assert_cmpuint(draft->rows->len, ==, 3);
  }
}

static const BirgeDraftRow *get_row(const BirgeDraft *draft, guint r) {
  return draft->rows->pdata[r];
}

static void what_was_approved_is_proposed_again_when_it_changes(void) {
  g_autoptr(BirgeDraft) draft = make_draft();
  g_autofree char *a = apply(draft, "{\"do\": \"approve\", \"confidence\": 0.5}", NULL);
  g_assert_cmpint(get_row(draft, 2)->status, ==, BIRGE_STATUS_APPROVED);
  g_autofree char *b =
      apply(draft, "{\"do\": \"merge\", \"row\": 1, \"column\": 1, \"side\": \"above\"}", NULL);
  g_assert_cmpint(get_row(draft, 0)->status, ==, BIRGE_STATUS_PROPOSED);
  g_assert_cmpint(get_row(draft, 0)->origin, ==, BIRGE_ORIGIN_HAND);
  g_assert_cmpint(get_row(draft, 1)->status, ==, BIRGE_STATUS_PROPOSED);
  g_assert_cmpint(get_row(draft, 2)->status, ==, BIRGE_STATUS_APPROVED);
}

static void a_rest_does_not_go_to_an_approved_row(void) {
  g_autoptr(BirgeDraft) draft = make_draft();
  g_autofree char *a =
      apply(draft, "{\"do\": \"status\", \"row\": 2, \"status\": \"approved\"}", NULL);
  g_autofree char *b = apply(
      draft, "{\"do\": \"split\", \"row\": 1, \"column\": 1, \"segment\": 0, \"offset\": 3}", NULL);
  g_assert_cmpstr(b, ==, "One.|یەک.\nTwo 2.|دوو\n|٢.\nThree.|\n");
}

static void approved_rows_are_fixed_points_of_a_new_alignment(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeAlignOptions align = {.locales = locales};
  g_autoptr(BirgeDraft) draft = make_draft();
  g_autofree char *a =
      apply(draft, "{\"do\": \"status\", \"row\": 0, \"status\": \"approved\"}", NULL);
  g_autofree char *n = apply(draft, "{\"do\": \"note\", \"row\": 1, \"text\": \"see\"}", NULL);
  g_autofree char *b = apply(
      draft, "{\"do\": \"move\", \"row\": 1, \"column\": 1, \"segment\": 0, \"side\": \"below\"}",
      NULL);
  const BirgeDraftRow *fixed = get_row(draft, 0);
  g_autoptr(BirgeOperation) operation = parse("{\"do\": \"realign\", \"row\": 2}", NULL);
  g_assert_true(birge_operation_resolve(operation, draft, &align, NULL));
  g_autoptr(BirgeChange) change = birge_operation_apply(operation, draft, NULL);
  g_assert_cmpuint(change->first, ==, 1);
  g_assert_cmpuint(change->removed->len, ==, 2);
  birge_draft_apply(draft, change);
  g_assert_true(get_row(draft, 0) == fixed);
  g_assert_cmpstr(get_row(draft, 1)->note, ==, "see");
  g_autoptr(GError) error = NULL;
  operation->row = 0;
  g_assert_false(birge_operation_resolve(operation, draft, &align, &error));
  g_assert_cmpstr(error->message, ==, "row 1 is approved: it stays");
}

static void two_empty_rows_merge_into_one(void) {
  g_autoptr(BirgeDraft) draft = make_draft();
  const char *insert = "{\"do\": \"insert\", \"row\": 0, \"side\": \"above\"}";
  g_autofree char *a = apply(draft, insert, NULL);
  g_autofree char *b = apply(draft, insert, NULL);
  g_autofree char *c = apply(draft, "{\"do\": \"merge\", \"row\": 1, \"side\": \"above\"}", NULL);
  g_assert_cmpstr(c, ==, "|\nOne.|یەک.\nTwo 2.|دوو ٢.\nThree.|\n");
}

static void a_cell_has_a_limit(void) {
  g_autofree char **many = g_new0(char *, BIRGE_MAX_CELL + 2);
  for (guint i = 0; i <= BIRGE_MAX_CELL; i++)
    many[i] = (char *)(gpointer) "a";
  g_autoptr(BirgeDocument) document = sample_document("en", (const char *const *)many);
  const BirgeDocument *documents[] = {document};
  const BirgeRow rows[] = {{.runs = {{0, BIRGE_MAX_CELL - 1}}},
                           {.runs = {{BIRGE_MAX_CELL - 1, BIRGE_MAX_CELL}}},
                           {.runs = {{BIRGE_MAX_CELL, BIRGE_MAX_CELL + 1}}}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 1, rows, 3);
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  g_autofree char *one = apply(draft, "{\"do\": \"merge\", \"row\": 0, \"side\": \"below\"}", NULL);
  g_assert_nonnull(one);
  g_autofree char *two = apply(draft, "{\"do\": \"merge\", \"row\": 0, \"side\": \"below\"}",
                               "more than 1000 segments in a cell");
  g_assert_null(two);
}

static void an_empty_row_has_no_doubt_of_its_own(void) {
  static const char *const operations[] = {
      "{\"do\": \"move\", \"row\": 1, \"column\": 0, \"segment\": 0, \"side\": \"below\"}",
      "{\"do\": \"swap\", \"row\": 1, \"column\": 0, \"side\": \"below\"}",
      "{\"do\": \"split\", \"row\": 1, \"column\": 0, \"segment\": 0, \"offset\": 4}"};
  for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
    g_autoptr(BirgeDraft) draft = make_draft();
    ((BirgeDraftRow *)draft->rows->pdata[1])->confidence = 0.9;
    g_free(apply(draft, "{\"do\": \"insert\", \"row\": 1, \"side\": \"below\"}", NULL));
    g_free(apply(draft, operations[i], NULL));
    for (guint r = 1; r < 3; r++)
      g_assert_cmpfloat(((BirgeDraftRow *)draft->rows->pdata[r])->confidence, ==, 0.9);
  }
}

/* A row of three sentences and one, the middle one of which has no counterpart, and one of one
 * each.
 */
static BirgeDraft *make_draft_with_gap(void) {
  static const char *const one[] = {"One.", "Two.", "Three.", "Four.", NULL};
  static const char *const two[] = {"یەک و سێ.", "چوار.", NULL};
  g_autoptr(BirgeDocument) english = sample_document("en", one);
  g_autoptr(BirgeDocument) sorani = sample_document("ckb", two);
  const BirgeDocument *documents[] = {english, sorani};
  const BirgeRow rows[] = {{.runs = {{0, 3}, {0, 1}}, .gaps = {2}, .confidence = 0.5},
                           {.runs = {{3, 4}, {1, 2}}, .confidence = 0.5}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, 2);
  return birge_draft_new(bitext);
}

/* How many gaps all rows have after an operation, in the draft and in the bitext it becomes. */
static guint count_gaps_after(const char *json) {
  g_autoptr(BirgeDraft) draft = make_draft_with_gap();
  g_free(apply(draft, json, NULL));
  g_autoptr(BirgeBitext) bitext = birge_draft_bitext(draft, 0, draft->rows->len);
  g_autofree char *wrong = birge_bitext_check(bitext);
  g_assert_null(wrong);
  guint n = 0;
  for (guint r = 0; r < bitext->n_rows; r++) {
    for (guint c = 0; c < 2; c++)
      g_assert_cmpuint(bitext->rows[r].gaps[c], ==, get_row(draft, r)->gaps[c]);
    n += birge_row_count_gaps(&bitext->rows[r], 2);
  }
  return n;
}

static void gaps_are_forgotten_when_their_row_is_taken_apart(void) {
  static const char *const operations[] = {
      "{\"do\": \"merge\", \"row\": 0, \"side\": \"below\"}",
      "{\"do\": \"merge\", \"row\": 1, \"column\": 1, \"side\": \"above\"}",
      "{\"do\": \"split\", \"row\": 0, \"column\": 0, \"segment\": 1, \"offset\": 2}",
      "{\"do\": \"move\", \"row\": 0, \"column\": 0, \"segment\": 2, \"side\": \"below\"}",
      "{\"do\": \"move\", \"row\": 1, \"column\": 1, \"segment\": 0, \"side\": \"above\"}",
      "{\"do\": \"unlink\", \"row\": 0, \"column\": 0, \"segment\": 1}",
      "{\"do\": \"swap\", \"row\": 0, \"column\": 1, \"side\": \"below\"}"};
  for (guint i = 0; i < G_N_ELEMENTS(operations); i++)
    g_assert_cmpuint(count_gaps_after(operations[i]), ==, 0);
}

static void gaps_stay_as_long_as_the_segments_of_their_row_do(void) {
  static const char *const operations[] = {
      "{\"do\": \"insert\", \"row\": 0, \"side\": \"above\"}",
      "{\"do\": \"edit\", \"row\": 0, \"column\": 0, \"segment\": 1, \"text\": \"2.\"}",
      "{\"do\": \"status\", \"row\": 0, \"status\": \"rejected\"}",
      "{\"do\": \"approve\", \"confidence\": 0.5}",
      "{\"do\": \"note\", \"row\": 0, \"text\": \"see\"}"};
  for (guint i = 0; i < G_N_ELEMENTS(operations); i++)
    g_assert_cmpuint(count_gaps_after(operations[i]), ==, 1);
}

static void a_new_alignment_brings_its_gaps(void) {
  g_assert_cmpuint(count_gaps_after("{\"do\": \"realign\", \"row\": 0, "
                                    "\"aligned\": [[0.5, [4, 6], 1], [1, 0, 1]]}"),
                   ==, 2);
  g_assert_cmpuint(count_gaps_after("{\"do\": \"realign\", \"row\": 0, "
                                    "\"aligned\": [[0.5, [4, 0], 2]]}"),
                   ==, 0);
}

static void an_alignment_with_gaps_is_read_as_it_was_written(void) {
  static const char json[] = "{\"do\": \"realign\", \"row\": 0, \"aligned\": "
                             "[[0.5, [40, 4294967295], 1], [0.25, [3, 2], [2, 1]], [1, 0, 0]]}";
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeOperation) operation = parse(json, &error);
  g_assert_no_error(error);
  g_autoptr(JsonNode) printed = birge_operation_print(operation);
  g_autoptr(BirgeOperation) again = birge_operation_parse(json_node_get_object(printed), &error);
  g_assert_no_error(error);
  g_assert_cmpuint(again->aligned->len, ==, 3);
  g_assert_cmpmem(again->aligned->data, again->aligned->len * sizeof(BirgeRow),
                  operation->aligned->data, operation->aligned->len * sizeof(BirgeRow));
  g_assert_cmpuint(g_array_index(again->aligned, BirgeRow, 0).gaps[0], ==, G_MAXUINT32);
  g_assert_cmpuint(g_array_index(again->aligned, BirgeRow, 1).gaps[1], ==, 1);
}

static void gaps_outside_of_their_segments_are_refused(void) {
  static const char *const counts[] = {
      "[]",         "[1]",        "[1, 0, 0]", "[0, 1]",           "[1, 2]",
      "[3, 8]",     "[2, -1]",    "[-1, 0]",   "[40, 4294967296]", "[1, 0.5]",
      "[1, \"0\"]", "[1, [0]]",   "[1, null]", "[null, 0]",        "{}",
      "null",       "[100001, 0]"};
  for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
    g_autofree char *json =
        g_strdup_printf("{\"do\": \"realign\", \"row\": 0, \"aligned\": [[1, %s, 1]]}", counts[i]);
    assert_refused(json, "operation: 'aligned' has something else than a confidence and counts");
  }
}

#define ADD(test) g_test_add_func("/operation/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(what_is_no_operation_is_refused);
  ADD(a_text_has_a_limit_and_no_control_characters);
  ADD(each_operation_does_its_work);
  ADD(what_can_not_be_done_is_refused_and_changes_nothing);
  ADD(what_was_approved_is_proposed_again_when_it_changes);
  ADD(a_rest_does_not_go_to_an_approved_row);
  ADD(approved_rows_are_fixed_points_of_a_new_alignment);
  ADD(two_empty_rows_merge_into_one);
  ADD(a_cell_has_a_limit);
  ADD(an_empty_row_has_no_doubt_of_its_own);
  ADD(gaps_are_forgotten_when_their_row_is_taken_apart);
  ADD(gaps_stay_as_long_as_the_segments_of_their_row_do);
  ADD(a_new_alignment_brings_its_gaps);
  ADD(an_alignment_with_gaps_is_read_as_it_was_written);
  ADD(gaps_outside_of_their_segments_are_refused);
  return g_test_run();
}
