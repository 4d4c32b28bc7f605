/* birge batch --watch: does what is in folders, and then what arrives in them. */
#include "base/error.h"
#include "cli/batch/private.h"
#include "cli/command.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

/* Nothing is read before folders have been quiet for so long: files arrive in pieces. */
#define QUIET_MS 500

/* What became of an article, and of which files. */
typedef struct {
  char *signature;
  char *reason; /* why it failed; NULL: it did not */
} Seen;

static void free_seen(gpointer data) {
  Seen *seen = data;
  g_free(seen->signature);
  g_free(seen->reason);
  g_free(seen);
}

typedef struct {
  BirgeBatch *batch;
  const BirgeBatchSources *sources;
  GMainLoop *loop;
  GHashTable *monitors; /* of folders: char* to GFileMonitor* */
  GHashTable *seen;     /* of articles: name to Seen* */
  guint timer;          /* 0: nothing has changed */
  GError *error;        /* of the last look */
} Watch;

/* What tells whether the files of an article are the same as before; yours. */
static char *sign(const BirgeBatchArticle *article) {
  GString *signature = g_string_new(NULL);
  for (guint i = 0; i < article->paths->len; i++) {
    struct stat info = {0};
    int missing = stat(article->paths->pdata[i], &info);
    g_string_append_printf(signature, "%s %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%ld\n",
                           (const char *)article->paths->pdata[i], missing, (gint64)info.st_size,
                           (gint64)info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
  }
  return g_string_free(signature, FALSE);
}

static gboolean look(gpointer data);

static void on_change(GFileMonitor *monitor G_GNUC_UNUSED, GFile *file G_GNUC_UNUSED,
                      GFile *other G_GNUC_UNUSED, GFileMonitorEvent event G_GNUC_UNUSED,
                      gpointer data) {
  Watch *watch = data;
  if (watch->timer > 0)
    g_source_remove(watch->timer);
  watch->timer = g_timeout_add(QUIET_MS, look, watch);
}

/* Listens to the folders that are there now. */
static void listen_to_folders(Watch *watch) {
  for (guint i = 0; i < watch->sources->n_operands; i++) {
    g_autoptr(GPtrArray) folders =
        birge_batch_folders(watch->sources->operands[i], watch->sources->output);
    for (guint k = 0; k < folders->len; k++) {
      const char *path = folders->pdata[k];
      if (g_hash_table_contains(watch->monitors, path))
        continue;
      g_autoptr(GFile) file = g_file_new_for_path(path);
      GFileMonitor *monitor =
          g_file_monitor_directory(file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
      if (!monitor)
        continue;
      g_signal_connect(monitor, "changed", G_CALLBACK(on_change), watch);
      g_hash_table_insert(watch->monitors, g_strdup(path), monitor);
    }
  }
}

/* Settles the articles whose files are the same as before. Returns how many are left to do. */
static guint settle(const Watch *watch, const GPtrArray *articles) {
  guint n = 0;
  for (guint i = 0; i < articles->len; i++) {
    BirgeBatchArticle *article = articles->pdata[i];
    const Seen *before = g_hash_table_lookup(watch->seen, article->name);
    g_autofree char *signature = sign(article);
    article->is_settled = before && g_str_equal(before->signature, signature);
    if (article->is_settled && !article->reason)
      article->reason = g_strdup(before->reason);
    Seen *now = g_new0(Seen, 1);
    now->signature = g_steal_pointer(&signature); /* as it is before it is read */
    g_hash_table_insert(watch->seen, g_strdup(article->name), now);
    n += !article->is_settled;
  }
  return n;
}

static void remember_reasons(const Watch *watch, const GPtrArray *articles) {
  for (guint i = 0; i < articles->len; i++) {
    const BirgeBatchArticle *article = articles->pdata[i];
    Seen *seen = g_hash_table_lookup(watch->seen, article->name);
    g_free(seen->reason);
    seen->reason = g_strdup(article->reason);
  }
}

/* Does what is new. */
static gboolean look(gpointer data) {
  Watch *watch = data;
  watch->timer = 0;
  listen_to_folders(watch); /* first: what arrives in a folder while it is listed is not missed */
  g_autoptr(GError) wrong = NULL;
  g_autoptr(GPtrArray) articles = birge_batch_list(watch->sources, &wrong);
  guint n_new = articles ? settle(watch, articles) : 0;
  if (n_new > 0) {
    watch->batch->articles = articles;
    birge_batch_work(watch->batch);
    birge_batch_end(watch->batch, &wrong);
  }
  if (articles)
    remember_reasons(watch, articles);
  watch->batch->resumes = FALSE;
  if (wrong)
    fprintf(stderr, "birge: %s\n", wrong->message);
  if (n_new > 0 || wrong) {
    g_clear_error(&watch->error);
    watch->error = g_steal_pointer(&wrong);
  }
  return G_SOURCE_REMOVE;
}

static gboolean stop(gpointer data) {
  g_main_loop_quit(data);
  return G_SOURCE_CONTINUE;
}

gboolean birge_batch_watch(BirgeBatch *batch, const BirgeBatchSources *sources, GError **error) {
  for (guint i = 0; i < sources->n_operands; i++) {
    if (!g_file_test(sources->operands[i], G_FILE_TEST_IS_DIR)) {
      birge_fail_usage(error, "--watch takes folders, and \"%s\" is none", sources->operands[i]);
      return FALSE;
    }
  }
  g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
  Watch watch = {.batch = batch, .sources = sources, .loop = loop};
  watch.monitors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
  watch.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_seen);
  guint interrupt = g_unix_signal_add(SIGINT, stop, loop);
  guint terminate = g_unix_signal_add(SIGTERM, stop, loop);
  look(&watch);
  g_main_loop_run(loop);
  g_source_remove(interrupt);
  g_source_remove(terminate);
  if (watch.timer > 0)
    g_source_remove(watch.timer);
  g_hash_table_unref(watch.monitors);
  g_hash_table_unref(watch.seen);
  gboolean ok = !watch.error;
  if (watch.error)
    g_propagate_error(error, watch.error);
  return ok;
}
