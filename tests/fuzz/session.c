/* Any bytes as a journal, and any lines as bodies of requests to the session that it opens. An
 * empty line stands between. A session that opens opens again with all that was taken, also after a
 * line that was not written whole. */
#include "review/body.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define MAX_BODIES 50

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* What is reviewed; the base of the seeds is the same. */
static const char bitext[] =
    "{\"format\":\"birge-bitext\",\"version\":1,\"documents\":["
    "{\"language\":\"en\",\"name\":\"a\",\"text\":\"One. Two 2.\","
    "\"blocks\":[{\"start\":0,\"end\":11,\"kind\":\"paragraph\"}],"
    "\"segments\":[{\"start\":0,\"end\":4,\"block\":0},{\"start\":5,\"end\":11,\"block\":0}],"
    "\"codes\":[]},"
    "{\"language\":\"ckb\",\"name\":\"b\",\"text\":\"Yek. Du 2.\","
    "\"blocks\":[{\"start\":0,\"end\":10,\"kind\":\"paragraph\"}],"
    "\"segments\":[{\"start\":0,\"end\":4,\"block\":0},{\"start\":5,\"end\":10,\"block\":0}],"
    "\"codes\":[]}],\"rows\":["
    "{\"runs\":[[0,1],[0,1]],\"confidence\":0.9,\"origin\":\"aligned\",\"status\":\"proposed\"},"
    "{\"runs\":[[1,2],[1,2]],\"confidence\":0.8,\"origin\":\"aligned\",\"status\":\"proposed\"}]}";

/* Where the files of a run are. */
typedef struct {
  char *folder;
  char *path;
  char *journal;
} Place;

static void put(const char *path, const char *bytes, gsize length) {
  g_assert_true(
      g_file_set_contents_full(path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static Place make_place(const char *journal, gsize length) {
  Place place = {.folder = g_dir_make_tmp("birge-fuzz-XXXXXX", NULL)};
  g_assert_nonnull(place.folder);
  place.path = g_build_filename(place.folder, "a.json", NULL);
  place.journal = g_strconcat(place.path, ".journal", NULL);
  put(place.path, bitext, strlen(bitext));
  put(place.journal, journal, length);
  return place;
}

static void remove_place(Place *place) {
  g_unlink(place->path);
  g_unlink(place->journal);
  g_rmdir(place->folder);
  g_free(place->path);
  g_free(place->journal);
  g_free(place->folder);
}

static void take(BirgeSession *session, const char *body) {
  g_autoptr(JsonParser) parser = birge_body_parse(body, strlen(body));
  if (!parser)
    return;
  g_autoptr(GError) error = NULL;
  BirgeStep step = {0};
  BirgeOutcome outcome;
  guint revision = birge_session_revision(session);
  gboolean is_taken =
      birge_body_read_step(json_node_get_object(json_parser_get_root(parser)), &step, &error) &&
      birge_session_take(session, &step, &outcome, &error);
  g_assert_true(is_taken == !error);
  g_assert_true(is_taken || birge_session_revision(session) == revision);
  if (is_taken)
    g_assert_cmpuint(outcome.first + outcome.rows->len, <=,
                     birge_session_draft(session)->rows->len);
  g_clear_pointer(&step.operation, birge_operation_free);
}

/* Opens the session anew, behind a line that was not written whole: it is where it was. */
static void reopen(const Place *place, guint revision, guint n_rows) {
  FILE *file = g_fopen(place->journal, "ab");
  g_assert_true(file && fputs("{\"do\": \"merge\", \"row\"", file) >= 0 && fclose(file) == 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeSession) after = birge_session_open(place->path, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(birge_session_revision(after), ==, revision);
  g_assert_cmpuint(birge_session_draft(after)->rows->len, ==, n_rows);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autofree char *all = g_strndup((const char *)data, size);
  char *gap = strstr(all, "\n\n");
  Place place = make_place(all, gap ? (gsize)(gap + 1 - all) : strlen(all));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeSession) session = birge_session_open(place.path, NULL, &error);
  g_assert_true((session != NULL) == !error);
  g_auto(GStrv) bodies = g_strsplit(gap ? gap + 2 : "", "\n", MAX_BODIES);
  for (char **body = bodies; session && *body; body++)
    take(session, *body);
  if (session) {
    guint revision = birge_session_revision(session);
    guint n_rows = birge_session_draft(session)->rows->len;
    g_clear_pointer(&session, birge_session_free);
    reopen(&place, revision, n_rows);
  }
  remove_place(&place);
  return 0;
}
