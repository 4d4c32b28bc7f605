/* birge analyse: how much of articles is stored already, in bands of matches. */
#include "base/error.h"
#include "cli/analyse_output.h"
#include "cli/batch/list.h"
#include "cli/command.h"
#include "cli/pipeline.h"

#include <stdio.h>

typedef struct {
  char *memory;
  char *source;
  char *targets;
  char *encoding;
  char *format;
  char *output;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  const GOptionEntry entries[] = {
      {"memory", 'm', 0, G_OPTION_ARG_FILENAME, &options->memory,
       "folder of TMX files, or one; else $BIRGE_MEMORY, else tmx", "DIR"},
      {"from", 0, 0, G_OPTION_ARG_FILENAME, &options->source,
       "the language of the articles; files in others are left out; else that of the first", "TAG"},
      {"to", 't', 0, G_OPTION_ARG_FILENAME, &options->targets,
       "languages that a stored unit must have one of; else any", "TAGS"},
      {"encoding", 0, 0, G_OPTION_ARG_FILENAME, &options->encoding,
       "encoding of files that are not UTF-8: windows-1256", "NAME"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
       "text (the default), csv, json or html", "NAME"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, "write to FILE", "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  Options *options = data;
  g_free(options->memory);
  g_free(options->source);
  g_free(options->targets);
  g_free(options->encoding);
  g_free(options->format);
  g_free(options->output);
}

static void free_file(gpointer data) {
  BirgeAnalysedFile *file = data;
  g_free(file->path);
  g_free(file->reason);
  g_free(file);
}

/* What is known from the first file on. */
typedef struct {
  const Options *options;
  BirgePipeline *pipeline;
  const BirgeLocale *locale;
  BirgeLookup *lookup;
  BirgeAnalysis *analysis;
  guint n_others; /* files in other languages */
} Job;

/* Begins the analysis, in a language. */
static gboolean begin(Job *job, const char *language, const char *where, GError **error) {
  job->locale = birge_locales_find(job->pipeline->locales, language, NULL, 0);
  if (!job->locale) {
    birge_fail_usage(error, "unknown language \"%s\"", language);
    return FALSE;
  }
  g_autofree char *path = birge_find_memory(job->options->memory, where);
  BirgeMemory *memory =
      path ? birge_store_memory(job->pipeline->store, path, job->locale->tag, error) : NULL;
  if (!memory) {
    if (!path)
      birge_fail_usage(error, "no memory is known: --memory says where one is");
    return FALSE;
  }
  const char *wanted = job->options->targets;
  g_auto(GStrv) targets =
      wanted ? birge_parse_languages(job->pipeline->locales, wanted, error) : NULL;
  if (wanted && !targets)
    return FALSE;
  const BirgeLookupOptions options = {.source = job->locale->tag,
                                      .targets = (const char *const *)targets,
                                      .min = BIRGE_ANALYSIS_MIN,
                                      .best = 1};
  job->lookup = birge_lookup_new(memory, &options, error);
  job->analysis = job->lookup ? birge_analysis_new(job->lookup, job->locale) : NULL;
  return job->analysis != NULL;
}

/* Analyses a file. What is wrong with it stands in its reason. Returns FALSE if nothing can go on.
 */
static gboolean add_file(Job *job, GPtrArray *files, const char *path, GError **error) {
  g_autoptr(GError) wrong = NULL;
  BirgeAnalysedFile *file = g_new0(BirgeAnalysedFile, 1);
  file->path = g_strdup(path);
  g_ptr_array_add(files, file);
  const BirgeReadOptions read = {.encoding = job->options->encoding};
  g_autoptr(BirgeDocument) document = birge_pipeline_read(job->pipeline, path, read, &wrong);
  if (!document) {
    file->reason = g_strdup(wrong->message);
    fprintf(stderr, "%s: failed: %s\n", path, wrong->message);
    return TRUE;
  }
  if (!job->analysis && !begin(job, document->language, path, error))
    return FALSE;
  if (g_str_equal(document->language, job->locale->tag))
    return birge_analysis_add(job->analysis, document, &file->counts, error);
  g_ptr_array_remove_index(files, files->len - 1);
  job->n_others++;
  return TRUE;
}

static gboolean add_files(Job *job, GPtrArray *files, const GPtrArray *articles, GError **error) {
  for (guint i = 0; i < articles->len; i++) {
    const BirgeBatchArticle *article = articles->pdata[i];
    for (guint k = 0; k < article->paths->len; k++) {
      if (!add_file(job, files, article->paths->pdata[k], error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean end(const Job *job, const GPtrArray *files, BirgeAnalysisWriter write,
                    GError **error) {
  guint n_failed = 0;
  for (guint i = 0; i < files->len; i++)
    n_failed += ((const BirgeAnalysedFile *)files->pdata[i])->reason != NULL;
  BirgeOutput *output = birge_output_open(job->options->output, error);
  if (!output)
    return FALSE;
  write(files, output);
  if (!birge_output_commit(output, error))
    return FALSE;
  if (job->n_others > 0)
    fprintf(stderr, "%u files in other languages were left out\n", job->n_others);
  if (n_failed > 0)
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT, "%u of %u files failed", n_failed,
                files->len);
  return n_failed == 0;
}

static gboolean analyse(Job *job, const BirgeBatchSources *sources, BirgeAnalysisWriter write,
                        GError **error) {
  const char *language = job->options->source;
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_file);
  g_autoptr(GPtrArray) articles = birge_batch_list(sources, error);
  return articles && (!language || begin(job, language, sources->operands[0], error)) &&
         add_files(job, files, articles, error) && end(job, files, write, error);
}

static gboolean run(gpointer data, const char *const *operands, guint n, GError **error) {
  const Options *options = data;
  BirgeAnalysisWriter write =
      birge_analysis_find_writer(options->format ? options->format : "text");
  if (n == 0 || !write) {
    birge_fail_usage(error, n == 0 ? "expected files or folders (birge analyse --help)"
                                   : "unknown format, expected text, csv, json or html");
    return FALSE;
  }
  g_autoptr(BirgePipeline) pipeline = birge_pipeline_open(error);
  if (!pipeline)
    return FALSE;
  const BirgeBatchSources sources = {.operands = operands, .n_operands = n, .pipeline = pipeline};
  Job job = {.options = options, .pipeline = pipeline};
  gboolean ok = analyse(&job, &sources, write, error);
  g_clear_pointer(&job.analysis, birge_analysis_free);
  g_clear_pointer(&job.lookup, birge_lookup_free);
  return ok;
}

const BirgeCommand birge_analyse_command = {
    .name = "analyse",
    .summary = "count how much of articles is stored already, by bands of matches",
    .operands = "FILE|FOLDER|GLOB|@LIST…",
    .help = "Each segment, with its words, is in one band: the first that holds.\n\n"
            "Examples:\n"
            "  birge analyse news --memory tmx --to ckb\n"
            "  birge analyse news --memory tmx --from en --format csv -o analysis.csv\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
