/* birge qa: checks translations in TMX files and bitexts. */
#include "qa/qa.h"

#include "base/error.h"
#include "base/input.h"
#include "cli/command.h"
#include "exchange/exchange.h"

#include <string.h>

typedef struct {
  char *source;
  char *glossary;
  char *only;
  char *without;
  char *format;
  char *path; /* of the output */
  gboolean is_strict;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  const GOptionEntry entries[] = {
      {"from", 0, 0, G_OPTION_ARG_FILENAME, &options->source,
       "the source language; else the first of each unit or bitext", "TAG"},
      {"glossary", 'g', 0, G_OPTION_ARG_FILENAME, &options->glossary,
       "terms and their translations, TBX or TSV", "FILE"},
      {"only", 0, 0, G_OPTION_ARG_FILENAME, &options->only, "ask these rules alone", "RULES"},
      {"without", 0, 0, G_OPTION_ARG_FILENAME, &options->without, "leave these rules out", "RULES"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
       "text (the default), json or sarif", "NAME"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path, "write to FILE", "FILE"},
      {"strict", 0, 0, G_OPTION_ARG_NONE, &options->is_strict,
       "exit status 1 when there is an error or a warning", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  Options *options = data;
  g_free(options->source);
  g_free(options->glossary);
  g_free(options->only);
  g_free(options->without);
  g_free(options->format);
  g_free(options->path);
}

/* Turns a list of rules into bits. */
static gboolean parse_rules(const char *list, guint64 *rules, GError **error) {
  g_auto(GStrv) names = birge_split_list(list);
  *rules = 0;
  for (char **name = names; name && *name; name++) {
    guint i = 0;
    while (birge_qa_rule(i) && !g_str_equal(birge_qa_rule(i)->name, *name))
      i++;
    if (!birge_qa_rule(i)) {
      birge_fail_usage(error, "no rule \"%s\" (birge qa --help lists them)", *name);
      return FALSE;
    }
    *rules |= G_GUINT64_CONSTANT(1) << i;
  }
  return TRUE;
}

static gboolean choose_rules(const Options *options, guint64 *rules, GError **error) {
  guint64 left_out;
  if (!parse_rules(options->only, rules, error) || !parse_rules(options->without, &left_out, error))
    return FALSE;
  if (!options->only)
    *rules = G_MAXUINT64;
  *rules &= ~left_out;
  return TRUE;
}

typedef struct {
  BirgeQa *qa;
  const char *source;
} Job;

static gboolean add_unit(const BirgeUnit *unit, gpointer data, GError **error G_GNUC_UNUSED) {
  const Job *job = data;
  birge_qa_add_unit(job->qa, unit, job->source);
  return TRUE;
}

static gboolean add_file(Job *job, const char *path, GError **error) {
  static const char *const tmx[] = {".tmx", ".tmx.gz", NULL};
  static const char *const json[] = {".json", NULL};
  if (birge_name_ends_in(path, tmx))
    return birge_tmx_read(path, add_unit, job, NULL, error);
  g_autofree char *name = g_path_get_basename(path);
  if (strchr(name, '.') && !birge_name_ends_in(path, json)) {
    birge_fail_usage(error, "%s: expected TMX (*.tmx) or a bitext (*.json)", path);
    return FALSE;
  }
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(path, error);
  if (bitext)
    birge_qa_add_bitext(job->qa, bitext, job->source, birge_input_name(path));
  return bitext != NULL;
}

/* The error of --strict: findings graver than notes. */
static gboolean judge(const GPtrArray *findings, GError **error) {
  guint n = 0;
  for (guint i = 0; i < findings->len; i++) {
    const BirgeFinding *finding = findings->pdata[i];
    n += birge_qa_rule(finding->rule)->severity > BIRGE_SEVERITY_NOTE ? 1 : 0;
  }
  if (n > 0)
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT, "%u errors and warnings", n);
  return n == 0;
}

static gboolean check_files(const Options *options, BirgeQaWriter write, BirgeQa *qa,
                            const char *const *paths, GError **error) {
  Job job = {.qa = qa, .source = options->source};
  for (; *paths; paths++) {
    if (!add_file(&job, *paths, error))
      return FALSE;
  }
  const GPtrArray *findings = birge_qa_end(qa);
  BirgeOutput *output = birge_output_open(options->path, error);
  if (!output)
    return FALSE;
  write(findings, birge_qa_n_pairs(qa), output);
  return birge_output_commit(output, error) && (!options->is_strict || judge(findings, error));
}

static gboolean run(gpointer data, const char *const *paths, guint n_paths, GError **error) {
  const Options *options = data;
  const char *format = options->format ? options->format : "text";
  BirgeQaWriter write = birge_qa_find_writer(format);
  guint64 rules;
  if (n_paths == 0)
    birge_fail_usage(error, "expected a TMX file or a bitext (birge qa --help)");
  else if (!write)
    birge_fail_usage(error, "unknown format \"%s\", expected text, json or sarif", format);
  if (n_paths == 0 || !write || !choose_rules(options, &rules, error))
    return FALSE;
  g_autoptr(BirgeLocales) locales = birge_locales_load(error);
  if (!locales)
    return FALSE;
  if (options->source && !birge_locales_find(locales, options->source, NULL, 0)) {
    birge_fail_usage(error, "unknown language \"%s\"", options->source);
    return FALSE;
  }
  g_autoptr(BirgeGlossary) glossary =
      options->glossary ? birge_glossary_read(options->glossary, locales, error) : NULL;
  if (options->glossary && !glossary)
    return FALSE;
  g_autoptr(BirgeQa) qa = birge_qa_new(locales, glossary, rules);
  return check_files(options, write, qa, paths, error);
}

const BirgeCommand birge_qa_command = {
    .name = "qa",
    .summary = "check translations: numbers, marks, letters, terms",
    .operands = "FILE…",
    .help = "FILE is a TMX file (*.tmx) or a bitext that was saved as JSON.\n\n"
            "RULES are names with commas between: numbers, dates, percent, untranslated, terms,\n"
            "latin, quotes, brackets, letters, marks, final-mark, spaces, bidi, same-source,\n"
            "same-target.\n\n"
            "Examples:\n"
            "  birge qa tmx/dam.tmx\n"
            "  birge qa news.json --without final-mark,spaces\n"
            "  birge qa tmx/*.tmx --glossary terms.tbx --format sarif -o qa.sarif\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
