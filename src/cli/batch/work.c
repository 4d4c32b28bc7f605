/* Makes and writes the articles of a batch, in several threads. */
#include "base/error.h"
#include "base/output.h"
#include "base/parallel.h"
#include "cli/batch/private.h"
#include "cli/command.h"
#include "cli/output_options.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* Progress is said so often. */
#define SAY_EVERY (G_USEC_PER_SEC / 2)

guint birge_batch_n_jobs(const BirgeBatchOptions *options) {
  return birge_n_threads((guint)MAX(options->n_jobs, 0));
}

/* Puts the documents in the order of --columns; the others come after them: all are aligned. */
static void order_documents(GPtrArray *documents, const char *columns) {
  g_auto(GStrv) tags = birge_split_list(columns);
  guint place = 0;
  for (char **tag = tags; tag && *tag; tag++) {
    for (guint i = place; i < documents->len; i++) {
      const BirgeDocument *document = documents->pdata[i];
      if (g_str_equal(document->language, *tag))
        g_ptr_array_insert(documents, (gint)place++, g_ptr_array_steal_index(documents, i));
    }
  }
}

static gboolean check_documents(const GPtrArray *documents, const char *where, GError **error) {
  if (documents->len > BIRGE_MAX_LANGUAGES) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, where, 0, "has more than %d versions",
                       BIRGE_MAX_LANGUAGES);
    return FALSE;
  }
  for (guint i = 0; i < documents->len; i++) {
    const BirgeDocument *one = documents->pdata[i];
    for (guint k = 0; k < i; k++) {
      const BirgeDocument *other = documents->pdata[k];
      if (!g_str_equal(one->language, other->language))
        continue;
      birge_error_set_at(error, BIRGE_ERROR_INPUT, one->name, 0, "is in \"%s\", as %s is",
                         one->language, other->name);
      return FALSE;
    }
  }
  return TRUE;
}

/* Leaves out the columns that are not wanted. Takes the bitext, which may be NULL. */
static BirgeBitext *select_columns(BirgeBitext *bitext, const BirgeBatchOptions *options,
                                   const BirgeLocales *locales, const char *where, GError **error) {
  g_auto(GStrv) tags = birge_split_list(options->columns);
  if (!bitext || !tags)
    return bitext;
  g_autoptr(BirgeBitext) all = bitext;
  guint columns[BIRGE_MAX_LANGUAGES], n = 0;
  for (char **tag = tags; *tag && n < BIRGE_MAX_LANGUAGES; tag++)
    n += birge_find_column(all, locales, *tag, &columns[n]);
  if (n > 0)
    return birge_bitext_select(all, columns, n);
  birge_error_set_at(error, BIRGE_ERROR_INPUT, where, 0, "has none of the languages of --columns");
  return NULL;
}

static BirgeBitext *make_all(const BirgeBatchOptions *options, const BirgePipeline *pipeline,
                             GPtrArray *documents, const char *where, GError **error) {
  if (documents->len > 1)
    return birge_pipeline_align(pipeline, (const BirgeDocument *const *)documents->pdata,
                                documents->len, options->memory, error);
  g_autofree char *memory = birge_find_memory(options->memory, where);
  if (!memory) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, where, 0,
                       "has no other version, and there is no memory");
    return NULL;
  }
  g_auto(GStrv) targets = birge_split_list(options->targets);
  return birge_pipeline_find_stored(pipeline, documents->pdata[0], memory,
                                    (const char *const *)targets, error);
}

BirgeBitext *birge_batch_make(const BirgeBatchOptions *options, const BirgePipeline *pipeline,
                              GPtrArray *documents, const char *where, GError **error) {
  if (!check_documents(documents, where, error))
    return NULL;
  order_documents(documents, options->columns);
  return select_columns(make_all(options, pipeline, documents, where, error), options,
                        pipeline->locales, where, error);
}

BirgeBitext *birge_batch_choose_rows(const BirgeBatch *batch, const BirgeBitext *bitext,
                                     guint *n_left_out) {
  *n_left_out = 0;
  return batch->options->min_confidence
             ? birge_bitext_leave_out(bitext, batch->min_confidence, n_left_out)
             : birge_bitext_ref(bitext);
}

static BirgeBitext *make_bitext(const BirgeBatch *batch, const BirgePipeline *pipeline,
                                const BirgeBatchArticle *article, GError **error) {
  const BirgePaths paths = {(const char *const *)article->paths->pdata, article->paths->len, NULL};
  const BirgeReadOptions read = {.encoding = batch->options->encoding};
  g_autoptr(GPtrArray) documents = birge_pipeline_read_all(pipeline, paths, read, error);
  return documents ? birge_batch_make(batch->options, pipeline, documents, paths.paths[0], error)
                   : NULL;
}

static gboolean write_article(const BirgeBatch *batch, const BirgePipeline *pipeline,
                              const char *path, BirgeBatchArticle *article, GError **error) {
  g_autoptr(BirgeBitext) made = make_bitext(batch, pipeline, article, error);
  if (!made)
    return FALSE;
  g_autoptr(BirgeBitext) bitext = birge_batch_choose_rows(batch, made, &article->n_left_out);
  article->n_rows = made->n_rows;
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

static void do_article(const BirgeBatch *batch, const BirgePipeline *pipeline,
                       BirgeBatchArticle *article) {
  if (article->is_settled)
    return;
  g_autofree char *file = g_strconcat(article->name, batch->format->extensions[0], NULL);
  g_autofree char *path = g_build_filename(batch->options->output, file, NULL);
  if (!article->reason && (g_str_equal(file, "report.json") || g_str_equal(file, "report.html")))
    article->reason = g_strdup_printf("%s: is the name of the report", file);
  /* A file appears whole or not at all, so one that is there is done. */
  article->was_there = !article->reason && batch->resumes && g_file_test(path, G_FILE_TEST_EXISTS);
  if (article->reason || article->was_there)
    return;
  g_autoptr(GError) wrong = NULL;
  if (!write_article(batch, pipeline, path, article, &wrong))
    article->reason = g_strdup(wrong->message);
}

static gpointer work(gpointer data) {
  BirgeBatch *batch = data;
  g_autoptr(BirgePipeline) pipeline = birge_pipeline_share(batch->pipeline);
  for (;;) {
    guint i = (guint)g_atomic_int_add(&batch->next, 1);
    if (i >= batch->articles->len)
      return NULL;
    do_article(batch, pipeline, batch->articles->pdata[i]);
    g_atomic_int_inc(&batch->n_done);
  }
}

void birge_batch_show(guint n_done, guint n_all, double seconds) {
  double rate = seconds > 0 ? n_done / seconds : 0;
  if (n_all > 0)
    fprintf(stderr, "\r\033[K%u of %u, %.1f a second, %.0f s left", n_done, n_all, rate,
            rate > 0 ? (n_all - n_done) / rate : 0);
  else
    fprintf(stderr, "\r\033[K%u, %.1f a second", n_done, rate);
}

/* Says how far the batch is until it is done. */
static void watch(BirgeBatch *batch, gint64 start) {
  gboolean says = !batch->options->is_quiet && isatty(STDERR_FILENO);
  guint n = batch->articles->len;
  while (says && (guint)g_atomic_int_get(&batch->n_done) < n) {
    birge_batch_show((guint)g_atomic_int_get(&batch->n_done), n,
                     (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC);
    g_usleep(SAY_EVERY);
  }
  if (says)
    fputs("\r\033[K", stderr);
}

void birge_batch_work(BirgeBatch *batch) {
  guint n = birge_batch_n_jobs(batch->options);
  g_autofree GThread **threads = g_new(GThread *, n);
  gint64 start = g_get_monotonic_time();
  batch->next = batch->n_done = 0;
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new("batch", work, batch);
  watch(batch, start);
  for (guint i = 0; i < n; i++)
    g_thread_join(threads[i]);
}
