/* birge batch: aligns or looks up all articles of folders, on all cores. */
#include "base/error.h"
#include "base/escape.h"
#include "base/output.h"
#include "cli/batch_list.h"
#include "cli/command.h"
#include "cli/pipeline.h"
#include "exchange/exchange.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Progress is said so often. */
#define SAY_EVERY (G_USEC_PER_SEC / 2)

typedef struct {
  char *output;
  char *memory;
  char *targets;
  char *columns;
  char *format;
  int n_jobs;
  gboolean resumes;
  gboolean is_quiet;
} BatchOptions;

/* What all workers share. */
typedef struct {
  const BatchOptions *options;
  const BirgeFormat *format;
  GPtrArray *articles;
  gint next;   /* index of the next article, counted up by all */
  gint n_done; /* counted up by all */
} Batch;

static void add_options(GOptionContext *context, gpointer data) {
  BatchOptions *options = data;
  const GOptionEntry entries[] = {
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
       "the folder to write to, a file for each article and a report", "DIR"},
      {"memory", 'm', 0, G_OPTION_ARG_FILENAME, &options->memory,
       "folder of TMX files, for articles that have one version", "DIR"},
      {"to", 't', 0, G_OPTION_ARG_FILENAME, &options->targets,
       "languages to find stored versions in; else all", "TAGS"},
      {"columns", 'c', 0, G_OPTION_ARG_FILENAME, &options->columns,
       "order of the languages: en,ckb,ar; else by their files' names", "TAGS"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
       "json (the default), tmx, xliff, tsv …", "NAME"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &options->n_jobs, "threads; else one for each core", "N"},
      {"resume", 0, 0, G_OPTION_ARG_NONE, &options->resumes,
       "leave out what an earlier run has written", NULL},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->is_quiet, "print no progress, no summary",
       NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  BatchOptions *options = data;
  g_free(options->output);
  g_free(options->memory);
  g_free(options->targets);
  g_free(options->columns);
  g_free(options->format);
}

/* Puts the versions in the order of --columns; the others come after them. */
static void order_versions(BirgeBatchArticle *article, const char *columns) {
  g_auto(GStrv) tags = birge_split_list(columns);
  guint place = 0;
  for (char **tag = tags; tag && *tag; tag++) {
    for (guint i = place; i < article->paths->len; i++) {
      if (!g_str_equal(article->tags->pdata[i], *tag))
        continue;
      gpointer path = g_ptr_array_steal_index(article->paths, i);
      g_ptr_array_insert(article->paths, (gint)place, path);
      gpointer said = g_ptr_array_steal_index(article->tags, i);
      g_ptr_array_insert(article->tags, (gint)place++, said);
    }
  }
}

static BirgeBitext *make_bitext(const Batch *batch, const BirgePipeline *pipeline,
                                const BirgeBatchArticle *article, GError **error) {
  const BirgePaths paths = {(const char *const *)article->paths->pdata, article->paths->len, NULL};
  if (paths.n_paths > BIRGE_MAX_LANGUAGES) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, article->name, 0, "has more than %d versions",
                       BIRGE_MAX_LANGUAGES);
    return NULL;
  }
  g_autoptr(GPtrArray) documents =
      birge_pipeline_read_all(pipeline, paths, (BirgeReadOptions){0}, error);
  if (!documents)
    return NULL;
  if (documents->len > 1)
    return birge_pipeline_align(pipeline, (const BirgeDocument *const *)documents->pdata,
                                documents->len, NULL, error);
  g_autofree char *memory = birge_find_memory(batch->options->memory, paths.paths[0]);
  if (!memory) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, paths.paths[0], 0,
                       "has no other version, and there is no memory");
    return NULL;
  }
  g_auto(GStrv) targets = birge_split_list(batch->options->targets);
  return birge_pipeline_find_stored(pipeline, documents->pdata[0], memory,
                                    (const char *const *)targets, error);
}

/* The path of an article's output; yours. */
static char *output_path(const Batch *batch, const BirgeBatchArticle *article) {
  g_autofree char *name = g_strconcat(article->name, batch->format->extensions[0], NULL);
  return g_build_filename(batch->options->output, name, NULL);
}

static gboolean write_article(const Batch *batch, const BirgePipeline *pipeline, const char *path,
                              const BirgeBatchArticle *article, GError **error) {
  g_autoptr(BirgeBitext) bitext = make_bitext(batch, pipeline, article, error);
  if (!bitext)
    return FALSE;
  g_autofree char *folder = g_path_get_dirname(path);
  if (g_mkdir_with_parents(folder, 0777) != 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, folder, "can't be made", errno);
    return FALSE;
  }
  g_autoptr(BirgeOutput) output = birge_output_open(path, error);
  const BirgeWriteOptions options = {.locales = pipeline->locales};
  return output && batch->format->write(bitext, &options, output, error) &&
         birge_output_commit(g_steal_pointer(&output), error);
}

static void do_article(const Batch *batch, const BirgePipeline *pipeline,
                       BirgeBatchArticle *article) {
  g_autofree char *path = output_path(batch, article);
  /* A file appears whole or not at all, so one that is there is done. */
  article->was_there = batch->options->resumes && g_file_test(path, G_FILE_TEST_EXISTS);
  if (article->reason || article->was_there)
    return;
  order_versions(article, batch->options->columns);
  g_autoptr(GError) wrong = NULL;
  if (!write_article(batch, pipeline, path, article, &wrong))
    article->reason = g_strdup(wrong->message);
}

static gpointer work(gpointer data) {
  Batch *batch = data;
  g_autoptr(GError) wrong = NULL;
  g_autoptr(BirgePipeline) pipeline = birge_pipeline_open_silent(&wrong);
  g_assert(pipeline); /* it was opened once before */
  for (;;) {
    guint i = (guint)g_atomic_int_add(&batch->next, 1);
    if (i >= batch->articles->len)
      return NULL;
    do_article(batch, pipeline, batch->articles->pdata[i]);
    g_atomic_int_inc(&batch->n_done);
  }
}

/* Says how far the batch is until it is done. */
static void watch(Batch *batch, gint64 start) {
  gboolean says = !batch->options->is_quiet && isatty(STDERR_FILENO);
  guint n = batch->articles->len;
  while (says && (guint)g_atomic_int_get(&batch->n_done) < n) {
    double seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
    guint done = (guint)g_atomic_int_get(&batch->n_done);
    double rate = seconds > 0 ? done / seconds : 0;
    fprintf(stderr, "\r\033[K%u of %u, %.1f a second, %.0f s left", done, n, rate,
            rate > 0 ? (n - done) / rate : 0);
    g_usleep(SAY_EVERY);
  }
  if (says)
    fputs("\r\033[K", stderr);
}

static void run_workers(Batch *batch) {
  guint n = batch->options->n_jobs > 0 ? (guint)batch->options->n_jobs : g_get_num_processors();
  g_autofree GThread **threads = g_new(GThread *, n);
  gint64 start = g_get_monotonic_time();
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new("batch", work, batch);
  watch(batch, start);
  for (guint i = 0; i < n; i++)
    g_thread_join(threads[i]);
}

static guint count_failed(const Batch *batch) {
  guint n = 0;
  for (guint i = 0; i < batch->articles->len; i++)
    n += ((const BirgeBatchArticle *)batch->articles->pdata[i])->reason != NULL;
  return n;
}

/* Writes the report: how many were done, and which failed and why. What it says does not depend on
 * how often the run was broken off. */
static gboolean write_report(const Batch *batch, guint n_failed, GError **error) {
  g_autofree char *path = g_build_filename(batch->options->output, "report.html", NULL);
  g_autoptr(BirgeOutput) output = birge_output_open(path, error);
  if (!output)
    return FALSE;
  birge_output_printf(output,
                      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                      "<title>Batch</title></head><body>\n<h1>%u articles, %u failed</h1>\n"
                      "<table>\n<tr><th>Article</th><th>Why it failed</th></tr>\n",
                      batch->articles->len, n_failed);
  for (guint i = 0; i < batch->articles->len; i++) {
    const BirgeBatchArticle *article = batch->articles->pdata[i];
    if (!article->reason)
      continue;
    birge_output_puts(output, "<tr><td><bdi>");
    birge_output_escape(output, article->name, strlen(article->name));
    birge_output_puts(output, "</bdi></td><td><bdi>");
    birge_output_escape(output, article->reason, strlen(article->reason));
    birge_output_puts(output, "</bdi></td></tr>\n");
  }
  birge_output_puts(output, "</table>\n</body></html>\n");
  return birge_output_commit(g_steal_pointer(&output), error);
}

static const BirgeFormat *find_format(const char *name, GError **error) {
  const BirgeFormat *format = birge_exchange_formats();
  while (format->name && !g_str_equal(format->name, name ? name : "json"))
    format++;
  if (!format->name)
    birge_fail_usage(error, "unknown format \"%s\" (birge batch --help)", name);
  return format->name ? format : NULL;
}

/* Says what failed, a line each, and what became of the whole. */
static gboolean end(const Batch *batch, GError **error) {
  guint n_failed = count_failed(batch), n_there = 0;
  for (guint i = 0; i < batch->articles->len; i++) {
    const BirgeBatchArticle *article = batch->articles->pdata[i];
    n_there += article->was_there;
    if (article->reason)
      fprintf(stderr, "%s: failed: %s\n", article->name, article->reason);
  }
  if (!write_report(batch, n_failed, error))
    return FALSE;
  if (!batch->options->is_quiet)
    fprintf(stderr, "%u articles: %u written, %u were there, %u failed\n", batch->articles->len,
            batch->articles->len - n_failed - n_there, n_there, n_failed);
  if (n_failed > 0)
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT,
                "%u of %u articles failed (report.html lists them)", n_failed,
                batch->articles->len);
  return n_failed == 0;
}

static gboolean run(gpointer data, const char *const *operands, guint n, GError **error) {
  const BatchOptions *options = data;
  if (n == 0 || !options->output) {
    birge_fail_usage(error, n == 0 ? "expected files or folders (birge batch --help)"
                                   : "--output says which folder to write to");
    return FALSE;
  }
  Batch batch = {.options = options, .format = find_format(options->format, error)};
  g_autoptr(BirgePipeline) pipeline = batch.format ? birge_pipeline_open_silent(error) : NULL;
  g_autoptr(GPtrArray) articles =
      pipeline ? birge_batch_list(operands, n, pipeline->locales, error) : NULL;
  if (!articles)
    return FALSE;
  if (g_mkdir_with_parents(options->output, 0777) != 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, options->output, "can't be made", errno);
    return FALSE;
  }
  batch.articles = articles;
  run_workers(&batch);
  return end(&batch, error);
}

const BirgeCommand birge_batch_command = {
    .name = "batch",
    .summary = "align or look up all articles of folders, on all cores",
    .operands = "FILE|FOLDER|@LIST…",
    .help =
        "Files NAME.en.txt, NAME.ckb.html … are versions of one article and are aligned; an\n"
        "article with one version is looked up in the memory. One that fails stops no other.\n\n"
        "Examples:\n"
        "  birge batch archive -o aligned --columns en,ckb,ar\n"
        "  birge batch archive -o aligned --columns en,ckb,ar --resume\n",
    .options_size = sizeof(BatchOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
