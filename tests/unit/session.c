/* Sessions and their journals: nothing that was acknowledged is lost, and nothing else is believed.
 */
#include "review/session.h"

#include "base/error.h"
#include "exchange/exchange.h"
#include "sample.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
  char *journal;
} Place;

static void set_up(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  static const char *const one[] = {"One.", "Two.", NULL};
  static const char *const two[] = {"یەک.", "دوو.", NULL};
  place->folder = g_dir_make_tmp("birge-XXXXXX", NULL);
  place->path = g_build_filename(place->folder, "a.json", NULL);
  place->journal = g_strconcat(place->path, ".journal", NULL);
  g_autoptr(BirgeDocument) english = sample_document("en", one);
  g_autoptr(BirgeDocument) sorani = sample_document("ckb", two);
  const BirgeDocument *documents[] = {english, sorani};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  const BirgeWriteOptions options = {0};
  g_autofree char *json = sample_write(bitext, birge_exchange_formats(), "json", &options);
  g_assert_true(g_file_set_contents(place->path, json, -1, NULL));
}

static void tear_down(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_unlink(place->path);
  g_unlink(place->journal);
  g_assert_cmpint(g_rmdir(place->folder), ==, 0);
  g_free(place->folder);
  g_free(place->path);
  g_free(place->journal);
}

static BirgeSession *open_session(const Place *place) {
  g_autoptr(GError) error = NULL;
  BirgeSession *session = birge_session_open(place->path, NULL, &error);
  g_assert_no_error(error);
  return session;
}

static gboolean take(BirgeSession *session, BirgeStepKind kind, const char *id, const char *json,
                     GError **error) {
  BirgeStep step = {.kind = kind, .id = id, .revision = birge_session_revision(session)};
  g_autoptr(BirgeOperation) operation = NULL;
  if (json) {
    g_autoptr(JsonNode) node = json_from_string(json, NULL);
    operation = birge_operation_parse(json_node_get_object(node), error);
    g_assert_nonnull(operation);
  }
  step.operation = operation;
  BirgeOutcome outcome;
  return birge_session_take(session, &step, &outcome, error);
}

#define MERGE "{\"do\": \"merge\", \"row\": 0, \"side\": \"below\"}"

static guint count_rows(const BirgeSession *session) {
  return birge_session_draft(session)->rows->len;
}

static void a_step_is_there_after_the_program_was_killed(Place *place,
                                                         gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  g_assert_true(take(session, BIRGE_STEP_DO, "1", MERGE, NULL));
  birge_session_free(g_steal_pointer(&session)); /* as if killed: nothing was saved */
  session = open_session(place);
  g_assert_cmpuint(count_rows(session), ==, 1);
  g_assert_cmpuint(birge_session_revision(session), ==, 1);
  g_assert_true(take(session, BIRGE_STEP_UNDO, "2", NULL, NULL));
  g_assert_cmpuint(count_rows(session), ==, 2);
  birge_session_free(g_steal_pointer(&session));
  session = open_session(place);
  g_assert_cmpuint(count_rows(session), ==, 2);
  g_assert_true(take(session, BIRGE_STEP_REDO, "3", NULL, NULL));
  g_assert_cmpuint(count_rows(session), ==, 1);
}

static void
a_review_that_ends_leaves_the_bitext_and_no_journal(Place *place,
                                                    gconstpointer unused G_GNUC_UNUSED) {
  BirgeSession *session = open_session(place);
  g_assert_true(take(session, BIRGE_STEP_DO, "1", MERGE, NULL));
  g_autoptr(GError) error = NULL;
  g_assert_true(birge_session_end(session, &error));
  g_assert_no_error(error);
  g_assert_false(g_file_test(place->journal, G_FILE_TEST_EXISTS));
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(place->path, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(bitext->n_rows, ==, 1);
}

static void steps_before_a_save_can_be_undone_after_a_kill(Place *place,
                                                           gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  g_assert_true(take(session, BIRGE_STEP_DO, "1", MERGE, NULL));
  g_assert_true(birge_session_save(session, NULL));
  birge_session_free(g_steal_pointer(&session));
  session = open_session(place);
  g_assert_true(take(session, BIRGE_STEP_UNDO, "2", NULL, NULL));
  g_assert_cmpuint(count_rows(session), ==, 2);
}

static void a_second_review_of_a_file_is_refused(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeSession) second = birge_session_open(place->path, NULL, &error);
  g_assert_null(second);
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
  g_assert_nonnull(strstr(error->message, "a.json: is being reviewed already"));
}

static void a_step_that_is_asked_for_twice_is_taken_once(Place *place,
                                                         gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  g_assert_true(take(session, BIRGE_STEP_DO, "1", MERGE, NULL));
  const BirgeStep again = {.kind = BIRGE_STEP_UNDO, .id = "1", .revision = 0};
  BirgeOutcome outcome;
  g_assert_true(birge_session_take(session, &again, &outcome, NULL));
  g_assert_cmpuint(birge_session_revision(session), ==, 1);
  g_assert_cmpuint(outcome.n_removed, ==, 2);
  g_assert_cmpuint(outcome.rows->len, ==, 1);
}

/* A new alignment stands in the journal with its gaps. */
static void gaps_are_there_after_the_program_was_killed(Place *place,
                                                        gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  g_assert_true(take(session, BIRGE_STEP_DO, "1", MERGE, NULL));
  birge_session_free(g_steal_pointer(&session));
  g_autofree char *before = NULL;
  g_assert_true(g_file_get_contents(place->journal, &before, NULL, NULL));
  g_autofree char *journal =
      g_strconcat(before,
                  "{\"do\": \"realign\", \"row\": 0, \"aligned\": [[0.5, [2, 2], 2]], "
                  "\"id\": \"2\", \"revision\": 1}\n",
                  NULL);
  g_assert_true(g_file_set_contents(place->journal, journal, -1, NULL));
  session = open_session(place);
  const BirgeDraftRow *row = birge_session_draft(session)->rows->pdata[0];
  g_assert_cmpuint(row->gaps[0], ==, 2);
  g_assert_cmpuint(row->gaps[1], ==, 0);
  g_assert_true(birge_session_end(g_steal_pointer(&session), NULL));
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(place->path, NULL);
  g_assert_cmpuint(bitext->rows[0].gaps[0], ==, 2);
}

static void who_sees_another_draft_is_refused(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  const BirgeStep step = {.kind = BIRGE_STEP_UNDO, .id = "1", .revision = 1};
  BirgeOutcome outcome;
  g_autoptr(GError) error = NULL;
  g_assert_false(birge_session_take(session, &step, &outcome, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
}

static void there_is_nothing_to_undo_at_the_ends(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  g_autoptr(GError) error = NULL;
  g_assert_false(take(session, BIRGE_STEP_UNDO, "1", NULL, &error));
  g_assert_cmpstr(error->message, ==, "there is nothing to undo");
  g_clear_error(&error);
  g_assert_false(take(session, BIRGE_STEP_REDO, "2", NULL, &error));
  g_assert_cmpstr(error->message, ==, "there is nothing to do again");
  g_assert_cmpuint(birge_session_revision(session), ==, 0);
}

/* Appends to the journal. */
static void append(const Place *place, const char *text) {
  g_autofree char *old = NULL;
  g_assert_true(g_file_get_contents(place->journal, &old, NULL, NULL));
  g_autofree char *new = g_strconcat(old, text, NULL);
  g_assert_true(g_file_set_contents(place->journal, new, -1, NULL));
}

static void a_line_that_breaks_off_is_dropped(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  g_assert_true(take(session, BIRGE_STEP_DO, "1", MERGE, NULL));
  birge_session_free(g_steal_pointer(&session));
  append(place, "{\"do\": \"undo\", \"id\": \"2\"");
  session = open_session(place);
  g_assert_cmpuint(count_rows(session), ==, 1);
  g_assert_true(take(session, BIRGE_STEP_UNDO, "3", NULL, NULL));
  birge_session_free(g_steal_pointer(&session));
  session = open_session(place);
  g_assert_cmpuint(count_rows(session), ==, 2);
}

static void assert_not_opened(const Place *place, const char *says) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeSession) session = birge_session_open(place->path, NULL, &error);
  g_assert_null(session);
  g_assert_nonnull(strstr(error->message, says));
}

static void a_wrong_journal_is_refused(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  birge_session_free(open_session(place));
  append(place, "{\"do\": \"merge\", \"row\": 7, \"side\": \"below\"}\n");
  assert_not_opened(place, "a.json: step 1 of its journal can't be taken: there is no row 8");
  g_assert_true(g_file_set_contents(place->journal, "{}\n", -1, NULL));
  assert_not_opened(place, "a.json.journal:1: is no journal of version 1");
  g_assert_true(g_file_set_contents(place->journal, "[1\n", -1, NULL));
  assert_not_opened(place, "a.json.journal:1: is not a JSON object");
}

static void a_bitext_that_something_else_changed_is_refused(Place *place,
                                                            gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeSession) session = open_session(place);
  g_assert_true(take(session, BIRGE_STEP_DO, "1", MERGE, NULL));
  birge_session_free(g_steal_pointer(&session));
  g_autofree char *json = NULL;
  g_assert_true(g_file_get_contents(place->path, &json, NULL, NULL));
  g_autofree char *other = g_strconcat(json, "\n", NULL);
  g_assert_true(g_file_set_contents(place->path, other, -1, NULL));
  assert_not_opened(place, "a.json: was changed by something else since its review began");
}

static void what_is_no_bitext_gets_no_journal(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_assert_true(g_file_set_contents(place->path, "{}", -1, NULL));
  assert_not_opened(place, "'format' is missing");
  g_assert_false(g_file_test(place->journal, G_FILE_TEST_EXISTS));
}

#define ADD(test) g_test_add("/session/" #test, Place, NULL, set_up, test, tear_down)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_step_is_there_after_the_program_was_killed);
  ADD(gaps_are_there_after_the_program_was_killed);
  ADD(a_review_that_ends_leaves_the_bitext_and_no_journal);
  ADD(steps_before_a_save_can_be_undone_after_a_kill);
  ADD(a_second_review_of_a_file_is_refused);
  ADD(a_step_that_is_asked_for_twice_is_taken_once);
  ADD(who_sees_another_draft_is_refused);
  ADD(there_is_nothing_to_undo_at_the_ends);
  ADD(a_line_that_breaks_off_is_dropped);
  ADD(a_wrong_journal_is_refused);
  ADD(a_bitext_that_something_else_changed_is_refused);
  ADD(what_is_no_bitext_gets_no_journal);
  return g_test_run();
}
