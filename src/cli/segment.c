/* birge segment: finds the sentences of articles, and checks the rules that do. */
#include "base/error.h"
#include "base/input.h"
#include "base/output.h"
#include "cli/command.h"
#include "cli/segment_output.h"
#include "read/read.h"

#include <string.h>

typedef struct {
  char *language;
  char *rules;
  char *format;
  char *paragraphs;
  char *encoding;
  gboolean jsonl;
  gboolean explain;
  gboolean check_rules;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  const GOptionEntry entries[] = {
      {"lang", 'l', 0, G_OPTION_ARG_FILENAME, &options->language,
       "the language; else the page's, else detected", "TAG"},
      {"rules", 'r', 0, G_OPTION_ARG_FILENAME, &options->rules,
       "an SRX file; else the rules that are built in", "FILE"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format, "text (the default), tsv or json",
       "NAME"},
      {"paragraphs", 'p', 0, G_OPTION_ARG_FILENAME, &options->paragraphs,
       "what ends a paragraph of plain text: line (the default) or blank", "WHAT"},
      {"encoding", 0, 0, G_OPTION_ARG_FILENAME, &options->encoding,
       "encoding of files that are not UTF-8: windows-1256", "NAME"},
      {"jsonl", 0, 0, G_OPTION_ARG_NONE, &options->jsonl,
       "read lines {\"id\", \"lang\", \"text\"}, write them with their sentences", NULL},
      {"explain", 0, 0, G_OPTION_ARG_NONE, &options->explain,
       "say for each place which rule decided", NULL},
      {"check-rules", 0, 0, G_OPTION_ARG_NONE, &options->check_rules,
       "examine rules files instead of articles", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  Options *options = data;
  g_free(options->language);
  g_free(options->rules);
  g_free(options->format);
  g_free(options->paragraphs);
  g_free(options->encoding);
}

static gboolean check_options(const Options *options, GError **error) {
  if (options->jsonl + options->explain + options->check_rules > 1) {
    birge_fail_usage(error, "--jsonl, --explain and --check-rules exclude each other");
    return FALSE;
  }
  BirgeParagraphs paragraphs;
  return birge_parse_paragraphs(options->paragraphs, &paragraphs, error);
}

static BirgeRules *load_rules(const Options *options, GError **error) {
  g_autoptr(GBytes) bytes =
      options->rules ? birge_file_read(options->rules, error) : birge_locales_rules();
  if (!bytes)
    return NULL;
  return birge_rules_parse(options->rules ? options->rules : "segmentation.srx", bytes, error);
}

/* Prints what is wrong with a rules file; the first fault that makes it useless is the error. */
static gboolean check_rules(const char *path, BirgeOutput *output, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  g_autoptr(GPtrArray) faults =
      bytes ? birge_rules_check(birge_input_name(path), bytes, error) : NULL;
  if (!faults)
    return FALSE;
  const BirgeRulesFault *worst = NULL;
  for (guint i = 0; i < faults->len; i++) {
    const BirgeRulesFault *fault = faults->pdata[i];
    birge_output_printf(output, "%s:%" G_GUINT64_FORMAT ": %s: %s\n", birge_input_name(path),
                        fault->line, fault->is_error ? "error" : "warning", fault->message);
    if (fault->is_error && !worst)
      worst = fault;
  }
  if (worst)
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, birge_input_name(path), worst->line, "%s",
                       worst->message);
  return !worst;
}

static gboolean segment_file(const Options *options, const BirgeSegmentJob *job, const char *path,
                             GError **error) {
  if (options->jsonl)
    return birge_segment_lines(job, path, error);
  BirgeReadOptions read = {
      .locales = job->locales, .language = options->language, .encoding = options->encoding};
  if (!birge_parse_paragraphs(options->paragraphs, &read.paragraphs, error))
    return FALSE;
  g_autoptr(BirgeDocument) document = birge_read(path, &read, error);
  if (!document)
    return FALSE;
  if (options->explain)
    return birge_segment_explain(job, document, error);
  g_autoptr(BirgeDocument) segmented = birge_segmenter_run(job->segmenter, document, error);
  if (!segmented)
    return FALSE;
  job->write(segmented, job->output);
  return TRUE;
}

/* Does the job for each file, up to the first that is wrong. */
static gboolean run_files(const Options *options, const char *const *paths, guint n_paths,
                          BirgeSegmentJob *job, GError **error) {
  static const char *const standard_input[] = {"-"};
  if (n_paths == 0) {
    paths = standard_input;
    n_paths = 1;
  }
  for (guint i = 0; i < n_paths; i++) {
    gboolean ok = options->check_rules ? check_rules(paths[i], job->output, error)
                                       : segment_file(options, job, paths[i], error);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static gboolean run(gpointer data, const char *const *paths, guint n_paths, GError **error) {
  const Options *options = data;
  BirgeSegmentJob job = {.language = options->language,
                         .rules_name = options->rules ? options->rules : "segmentation.srx",
                         .write = birge_segment_find_writer(options->format, error)};
  if (!job.write || !check_options(options, error))
    return FALSE;
  g_autoptr(BirgeLocales) locales = birge_locales_load(error);
  g_autoptr(BirgeRules) rules = locales ? load_rules(options, error) : NULL;
  if (!rules)
    return FALSE;
  g_autoptr(BirgeSegmenter) segmenter = birge_segmenter_new(rules);
  job.locales = locales;
  job.segmenter = segmenter;
  job.output = birge_output_open(NULL, error);
  if (!job.output)
    return FALSE;
  gboolean ok = run_files(options, paths, n_paths, &job, error);
  /* What was found before an error is printed all the same. */
  return birge_output_commit(job.output, ok ? error : NULL) && ok;
}

const BirgeCommand birge_segment_command = {
    .name = "segment",
    .summary = "find the sentences of articles",
    .operands = "[FILE…]",
    .help = "Without FILE, and for \"-\", standard input is read.\n\nExamples:\n"
            "  birge segment news.txt\n"
            "  birge segment --rules mine.srx --explain news.txt\n"
            "  birge segment --check-rules mine.srx\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
