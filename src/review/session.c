/* Keeps a draft, its history and its journal together. */
#include "review/session.h"

#include "base/error.h"
#include "base/input.h"
#include "exchange/exchange.h"
#include "review/body.h"
#include "review/journal.h"

#include <string.h>

struct _BirgeSession {
  char *path;
  BirgeDraft *draft;
  BirgeJournal *journal;
  const BirgeAlignOptions *align;
  GPtrArray *history; /* of BirgeChange*: what was done, then what was undone */
  guint n_done;
  guint revision;
  guint saved_revision;
  char *last_id; /* of the last step */
  BirgeOutcome last;
};

static const char *const step_names[] = {[BIRGE_STEP_UNDO] = "undo", [BIRGE_STEP_REDO] = "redo"};

void birge_session_free(BirgeSession *session) {
  g_clear_pointer(&session->journal, birge_journal_close);
  g_clear_pointer(&session->draft, birge_draft_free);
  g_ptr_array_unref(session->history);
  g_free(session->last_id);
  g_free(session->path);
  g_free(session);
}

const BirgeDraft *birge_session_draft(const BirgeSession *session) {
  return session->draft;
}

guint birge_session_revision(const BirgeSession *session) {
  return session->revision;
}

gboolean birge_session_can_undo(const BirgeSession *session) {
  return session->n_done > 0;
}

gboolean birge_session_can_redo(const BirgeSession *session) {
  return session->n_done < session->history->len;
}

const char *birge_session_address(const BirgeSession *session) {
  return birge_journal_address(session->journal);
}

gboolean birge_session_set_address(BirgeSession *session, const char *address, GError **error) {
  return birge_journal_set_address(session->journal, address, error);
}

static gboolean refuse(GError **error, BirgeError code, const char *what) {
  g_set_error_literal(error, BIRGE_ERROR, (int)code, what);
  return FALSE;
}

static void finish(BirgeSession *session, const BirgeStep *step, const BirgeChange *change) {
  gboolean is_back = step->kind == BIRGE_STEP_UNDO;
  const GPtrArray *removed = is_back ? change->added : change->removed;
  session->last =
      (BirgeOutcome){change->first, removed->len, is_back ? change->removed : change->added};
  session->revision++;
  g_free(session->last_id);
  session->last_id = g_strdup(step->id);
}

/* Takes a step in memory. change: of an operation; taken. */
static void advance(BirgeSession *session, const BirgeStep *step, BirgeChange *change) {
  if (step->kind == BIRGE_STEP_UNDO) {
    change = session->history->pdata[--session->n_done];
    birge_draft_revert(session->draft, change);
    finish(session, step, change);
    return;
  }
  if (step->kind == BIRGE_STEP_DO) {
    g_ptr_array_set_size(session->history, (int)session->n_done);
    g_ptr_array_add(session->history, change);
  }
  change = session->history->pdata[session->n_done++];
  birge_draft_apply(session->draft, change);
  finish(session, step, change);
}

/* Finds out what a step would do. change: receives an operation's; yours. */
static gboolean prepare(BirgeSession *session, const BirgeStep *step, BirgeChange **change,
                        GError **error) {
  if (step->kind == BIRGE_STEP_UNDO)
    return birge_session_can_undo(session) ||
           refuse(error, BIRGE_ERROR_USAGE, "there is nothing to undo");
  if (step->kind == BIRGE_STEP_REDO)
    return birge_session_can_redo(session) ||
           refuse(error, BIRGE_ERROR_USAGE, "there is nothing to do again");
  *change = birge_operation_apply(step->operation, session->draft, error);
  return *change != NULL;
}

static gboolean write_entry(BirgeSession *session, const BirgeStep *step, GError **error) {
  JsonObject *object = NULL;
  g_autoptr(JsonNode) entry = NULL;
  if (step->kind == BIRGE_STEP_DO) {
    entry = birge_operation_print(step->operation);
    object = json_node_get_object(entry);
  } else {
    object = json_object_new();
    json_object_set_string_member(object, "do", step_names[step->kind]);
    entry = json_node_init_object(json_node_alloc(), object);
    json_object_unref(object);
  }
  json_object_set_string_member(object, "id", step->id);
  return birge_journal_append(session->journal, entry, error);
}

gboolean birge_session_take(BirgeSession *session, const BirgeStep *step, BirgeOutcome *outcome,
                            GError **error) {
  g_autoptr(BirgeChange) change = NULL;
  gboolean is_repeated = session->last_id && *step->id && g_str_equal(step->id, session->last_id);
  if (!is_repeated) {
    if (step->revision != session->revision)
      return refuse(error, BIRGE_ERROR_INPUT, "the draft has changed");
    if (step->kind == BIRGE_STEP_DO &&
        !birge_operation_resolve(step->operation, session->draft, session->align, error))
      return FALSE;
    if (!prepare(session, step, &change, error) || !write_entry(session, step, error))
      return FALSE;
    advance(session, step, g_steal_pointer(&change));
  }
  *outcome = session->last;
  return TRUE;
}

/* Takes a step that stands in the journal. */
static gboolean replay(BirgeSession *session, JsonObject *entry, GError **error) {
  const char *name = birge_body_get_string(entry, "do");
  BirgeStep step = {.kind = BIRGE_STEP_DO, .id = birge_body_get_string(entry, "id")};
  for (guint kind = BIRGE_STEP_UNDO; kind <= BIRGE_STEP_REDO; kind++) {
    if (g_str_equal(name, step_names[kind]))
      step.kind = (BirgeStepKind)kind;
  }
  g_autoptr(BirgeOperation) operation = NULL;
  g_autoptr(BirgeChange) change = NULL;
  if (step.kind == BIRGE_STEP_DO) {
    operation = birge_operation_parse(entry, error);
    step.operation = operation;
    if (!operation)
      return FALSE;
  }
  if (!prepare(session, &step, &change, error))
    return FALSE;
  advance(session, &step, g_steal_pointer(&change));
  return TRUE;
}

static gboolean replay_all(BirgeSession *session, GError **error) {
  const GPtrArray *entries = birge_journal_entries(session->journal);
  for (guint e = 0; e < entries->len; e++) {
    g_autoptr(GError) wrong = NULL;
    if (replay(session, entries->pdata[e], &wrong))
      continue;
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, session->path, 0,
                       "step %u of its journal can't be taken: %s", e + 1, wrong->message);
    return FALSE;
  }
  return TRUE;
}

BirgeSession *birge_session_open(const char *path, const BirgeAlignOptions *align, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  if (!bytes)
    return NULL;
  /* What is no bitext gets no journal. */
  g_autoptr(BirgeBitext) file = birge_bitext_parse_json(path, bytes, error);
  if (!file)
    return NULL;
  g_autoptr(BirgeSession) session = g_new0(BirgeSession, 1);
  session->path = g_strdup(path);
  session->align = align;
  session->history = g_ptr_array_new_with_free_func((GDestroyNotify)birge_change_free);
  session->journal = birge_journal_open(path, bytes, error);
  if (!session->journal)
    return NULL;
  g_autoptr(BirgeBitext) base =
      birge_bitext_parse_json(path, birge_journal_base(session->journal), error);
  if (!base)
    return NULL;
  session->draft = birge_draft_new(base);
  return replay_all(session, error) ? g_steal_pointer(&session) : NULL;
}

static gboolean write_json(const BirgeBitext *bitext, BirgeOutput *output, GError **error) {
  const BirgeFormat *format = birge_format_find(birge_exchange_formats(), "json");
  const BirgeWriteOptions options = {0};
  return format->write(bitext, &options, output, error);
}

gboolean birge_session_save(BirgeSession *session, GError **error) {
  if (session->saved_revision == session->revision)
    return TRUE;
  g_autoptr(BirgeBitext) bitext = birge_draft_bitext(session->draft, 0, session->draft->rows->len);
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) gathered = birge_output_open_string(text);
  if (!write_json(bitext, gathered, error) ||
      !birge_output_commit(g_steal_pointer(&gathered), error))
    return FALSE;
  g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
  if (!birge_journal_expect(session->journal, bytes, error))
    return FALSE;
  g_autoptr(BirgeOutput) output = birge_output_open(session->path, error);
  if (!output)
    return FALSE;
  birge_output_write(output, text->str, text->len);
  if (!birge_output_commit(g_steal_pointer(&output), error))
    return FALSE;
  session->saved_revision = session->revision;
  return TRUE;
}

gboolean birge_session_end(BirgeSession *session, GError **error) {
  gboolean is_saved = birge_session_save(session, error);
  if (is_saved)
    birge_journal_end(g_steal_pointer(&session->journal));
  birge_session_free(session);
  return is_saved;
}
