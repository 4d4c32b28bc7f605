/* birge batch: aligns or looks up all articles of folders, or of lines, on all cores. */
#include "cli/batch/private.h"

#include "base/error.h"
#include "cli/command.h"
#include "cli/output_options.h"

#include <errno.h>
#include <string.h>

static void add_options(GOptionContext *context, gpointer data) {
  BirgeBatchOptions *options = data;
  const GOptionEntry entries[] = {
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
       "the folder to write to, a file for each article and a report; for -, a file", "DIR"},
      {"memory", 'm', 0, G_OPTION_ARG_FILENAME, &options->memory,
       "folder of TMX files, for articles that have one version", "DIR"},
      {"to", 't', 0, G_OPTION_ARG_FILENAME, &options->targets,
       "languages to find stored versions in; else all", "TAGS"},
      {"columns", 'c', 0, G_OPTION_ARG_FILENAME, &options->columns,
       "languages to write, in this order: en,ckb,ar; else all", "TAGS"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
       "json (the default), tmx, xliff, tsv …", "NAME"},
      {"min-confidence", 0, 0, G_OPTION_ARG_FILENAME, &options->min_confidence,
       "write only rows that are right with a probability of P or more", "P"},
      {"pair", 0, 0, G_OPTION_ARG_FILENAME, &options->pairs,
       "how versions find each other: name (the default), links, content", "WAYS"},
      {"pattern", 0, 0, G_OPTION_ARG_FILENAME, &options->pattern,
       "what names are like: {lang}/{name}.*; else {name}.{lang}.*", "PATTERN"},
      {"encoding", 0, 0, G_OPTION_ARG_FILENAME, &options->encoding,
       "encoding of files that are not UTF-8: windows-1256", "NAME"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &options->n_jobs, "threads; else one for each core", "N"},
      {"resume", 0, 0, G_OPTION_ARG_NONE, &options->resumes,
       "leave out what an earlier run has written", NULL},
      {"watch", 0, 0, G_OPTION_ARG_NONE, &options->watches,
       "go on with what arrives in the folders, until interrupted", NULL},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->is_quiet, "print no progress, no summary",
       NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
  birge_lexicon_option_add(context, &options->lexicon);
}

static void clear(gpointer data) {
  BirgeBatchOptions *options = data;
  g_free(options->output);
  g_free(options->memory);
  g_free(options->lexicon);
  g_free(options->targets);
  g_free(options->columns);
  g_free(options->format);
  g_free(options->min_confidence);
  g_free(options->pairs);
  g_free(options->pattern);
  g_free(options->encoding);
}

static const BirgeFormat *find_format(const char *name, GError **error) {
  const BirgeFormat *format = birge_format_find(birge_exchange_formats(), name ? name : "json");
  if (!format)
    birge_fail_usage(error, "unknown format \"%s\" (birge batch --help)", name);
  return format;
}

static gboolean check(const BirgeBatchOptions *options, gboolean is_filter, guint n_operands,
                      GError **error) {
  if (n_operands == 0)
    birge_fail_usage(error, "expected files or folders, or - (birge batch --help)");
  else if (!is_filter && !options->output)
    birge_fail_usage(error, "--output says which folder to write to");
  else if (is_filter &&
           (options->watches || options->pairs || options->pattern || options->encoding))
    birge_fail_usage(error, "--watch, --pair, --pattern and --encoding are for files, not for -");
  else if (is_filter && options->resumes && !options->output)
    birge_fail_usage(error, "--resume needs the file that --output names");
  else
    return TRUE;
  return FALSE;
}

/* Languages that are not known would let each article fail. */
static gboolean check_languages(const BirgeBatchOptions *options, const BirgeLocales *locales,
                                GError **error) {
  const char *const lists[] = {options->columns, options->targets};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
    g_auto(GStrv) tags = lists[i] ? birge_parse_languages(locales, lists[i], error) : NULL;
    if (lists[i] && !tags)
      return FALSE;
  }
  return TRUE;
}

static gboolean run_files(BirgeBatch *batch, const BirgeBatchSources *sources, GError **error) {
  const char *output = batch->options->output;
  g_autoptr(GPtrArray) articles = birge_batch_list(sources, error);
  if (!articles)
    return FALSE;
  if (g_mkdir_with_parents(output, 0777) != 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, output, "can't be made", errno);
    return FALSE;
  }
  if (batch->options->watches)
    return birge_batch_watch(batch, sources, error);
  batch->articles = articles;
  birge_batch_work(batch);
  return birge_batch_end(batch, error);
}

static gboolean run(gpointer data, const char *const *operands, guint n, GError **error) {
  const BirgeBatchOptions *options = data;
  gboolean is_filter = n == 1 && g_str_equal(operands[0], "-");
  if (!check(options, is_filter, n, error))
    return FALSE;
  BirgeBatch batch = {.options = options, .format = find_format(options->format, error)};
  if (!batch.format || !birge_parse_min_confidence(options->min_confidence, batch.format,
                                                   &batch.min_confidence, error))
    return FALSE;
  g_autoptr(BirgePipeline) pipeline = birge_pipeline_open_silent(error);
  if (!pipeline || !check_languages(options, pipeline->locales, error) ||
      !birge_pipeline_read_lexicon(pipeline, options->lexicon, error))
    return FALSE;
  pipeline->is_quiet = options->is_quiet;
  batch.pipeline = pipeline;
  batch.resumes = options->resumes;
  const BirgeBatchSources sources = {.operands = operands,
                                     .n_operands = n,
                                     .pattern = options->pattern,
                                     .pairs = options->pairs,
                                     .encoding = options->encoding,
                                     .output = options->output,
                                     .pipeline = pipeline};
  return is_filter ? birge_batch_filter(&batch, error) : run_files(&batch, &sources, error);
}

const BirgeCommand birge_batch_command = {
    .name = "batch",
    .summary = "align or look up all articles of folders, on all cores",
    .operands = "FILE|FOLDER|GLOB|@LIST…|-",
    .help =
        "Files NAME.en.txt, NAME.ckb.html … are versions of one article and are aligned; an\n"
        "article with one version is looked up in the memory. One that fails stops no other.\n"
        "For -, each line of standard input is an article as JSON, and each line of the output\n"
        "its bitext: {\"id\": \"7\", \"texts\": {\"en\": \"…\", \"ckb\": \"…\"}}.\n\n"
        "Examples:\n"
        "  birge batch archive -o aligned --columns en,ckb,ar\n"
        "  birge batch archive -o aligned --columns en,ckb,ar --resume\n"
        "  birge batch incoming -o aligned --pair name,links --watch\n"
        "  birge batch - < articles.jsonl > bitexts.jsonl\n",
    .options_size = sizeof(BirgeBatchOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
