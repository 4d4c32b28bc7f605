/* birge export: TMX for other tools. */
#include "base/error.h"
#include "cli/command.h"
#include "cli/export_input.h"
#include "exchange/dialect.h"
#include "exchange/moses.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  char *path; /* of the output */
  char *source;
  char *targets;
  char *client;
  char *format;
  char *min_confidence;
  gboolean is_bilingual;
  gboolean is_repairing;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  const GOptionEntry entries[] = {
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path, "write to FILE", "FILE"},
      {"from", 0, 0, G_OPTION_ARG_FILENAME, &options->source,
       "the source language; else what the file says", "TAG"},
      {"to", 0, 0, G_OPTION_ARG_FILENAME, &options->targets,
       "the target languages: ckb,ar; else all", "TAGS"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
       "tmx (the default), or moses: a file a language, a segment a line", "NAME"},
      {"bilingual", 0, 0, G_OPTION_ARG_NONE, &options->is_bilingual,
       "a file for each target language: FILE.tmx becomes FILE.en-ckb.tmx and so on", NULL},
      {"client", 0, 0, G_OPTION_ARG_FILENAME, &options->client,
       "write what a tool wants to see: omegat, trados, memoq", "TOOL"},
      {"min-confidence", 0, 0, G_OPTION_ARG_FILENAME, &options->min_confidence,
       "of a bitext, only rows that are right with a probability of P or more", "P"},
      {"repair", 0, 0, G_OPTION_ARG_NONE, &options->is_repairing,
       "read what can be read of a damaged file, and say what was repaired", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  Options *options = data;
  g_free(options->path);
  g_free(options->source);
  g_free(options->targets);
  g_free(options->client);
  g_free(options->format);
  g_free(options->min_confidence);
}

/* A file that is being written. */
typedef struct {
  char *path;   /* NULL: standard output */
  char *target; /* NULL: all languages */
  BirgeOutput *output;
  BirgeTmxWriter *writer;
  GPtrArray *texts;     /* Moses: of BirgeOutput*, by language */
  GPtrArray *languages; /* of char*, those of texts */
  guint n_units;
  guint n_left_out; /* for lack of one of the languages */
} File;

static void free_file(gpointer data) {
  File *file = data;
  g_ptr_array_unref(file->texts);
  g_ptr_array_unref(file->languages);
  g_clear_pointer(&file->writer, birge_tmx_writer_free);
  g_clear_pointer(&file->output, birge_output_discard);
  g_free(file->path);
  g_free(file->target);
  g_free(file);
}

typedef struct {
  const Options *options;
  const char *name; /* of the input */
  BirgeLocales *locales;
  GPtrArray *languages; /* that the units have, in order: of char* */
  GHashTable *reread;   /* tag as in the file and language, "ku-Arab read as ckb", to its count */
  BirgeTmxHeader *header;
  char *source;
  GStrv targets;
  GPtrArray *files; /* of File* */
} Job;

static void clear_job(Job *job) {
  g_clear_pointer(&job->locales, birge_locales_unref);
  g_ptr_array_unref(job->languages);
  g_hash_table_unref(job->reread);
  g_clear_pointer(&job->header, birge_tmx_header_free);
  g_free(job->source);
  g_strfreev(job->targets);
  g_ptr_array_unref(job->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Job, clear_job)

/* Counts a tag that means a language of another name. A region is no other name, nor is case. */
static void count_reread(Job *job, const char *tag, const char *language) {
  gsize n = strlen(language);
  if (g_ascii_strncasecmp(tag, language, n) == 0 && (tag[n] == '\0' || tag[n] == '-'))
    return;
  char *what = g_strdup_printf("%s read as %s", tag, language);
  guint count = GPOINTER_TO_UINT(g_hash_table_lookup(job->reread, what));
  g_hash_table_replace(job->reread, what, GUINT_TO_POINTER(count + 1));
}

static gboolean survey_unit(const BirgeUnit *unit, gpointer data, GError **error G_GNUC_UNUSED) {
  Job *job = data;
  for (guint v = 0; v < unit->variants->len; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    g_autofree char *language = birge_variant_language(variant, job->locales);
    count_reread(job, variant->language, language);
    if (!g_ptr_array_find_with_equal_func(job->languages, language, g_str_equal, NULL))
      g_ptr_array_add(job->languages, g_steal_pointer(&language));
  }
  return TRUE;
}

static char *name_language(const Job *job, const char *tag) {
  const BirgeLocale *locale = birge_locales_find(job->locales, tag, NULL, 0);
  return locale ? g_strdup(locale->tag) : birge_tag_normalize(tag);
}

static gboolean has_language(const Job *job, const char *language) {
  return g_ptr_array_find_with_equal_func(job->languages, language, g_str_equal, NULL);
}

/* The source: what the user says, else the file, else its first text. */
static gboolean choose_source(Job *job, GError **error) {
  const char *said = job->options->source;
  if (!said)
    said = birge_attributes_get(job->header->attributes, "srclang");
  job->source = said ? name_language(job, said) : NULL;
  if (job->source && has_language(job, job->source))
    return TRUE;
  if (job->options->source) {
    birge_fail_usage(error, "--from %s: %s has no text in it", job->options->source, job->name);
    return FALSE;
  }
  g_free(job->source);
  job->source = g_strdup(job->languages->len > 0 ? job->languages->pdata[0] : "*all*");
  return TRUE;
}

static gboolean choose_targets(Job *job, GError **error) {
  g_auto(GStrv) said = birge_split_list(job->options->targets);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  for (guint i = 0; said && said[i]; i++) {
    g_autofree char *language = name_language(job, said[i]);
    if (!has_language(job, language)) {
      birge_fail_usage(error, "--to %s: %s has no text in it", said[i], job->name);
      return FALSE;
    }
    g_strv_builder_add(builder, language);
  }
  for (guint i = 0; !said && i < job->languages->len; i++) {
    if (!g_str_equal(job->languages->pdata[i], job->source))
      g_strv_builder_add(builder, job->languages->pdata[i]);
  }
  job->targets = g_strv_builder_end(builder);
  return TRUE;
}

static BirgeDialect describe_dialect(const Job *job, const File *file) {
  return (BirgeDialect){job->locales, job->options->client, job->source, file->target};
}

static gboolean is_moses(const Job *job) {
  return g_strcmp0(job->options->format, "moses") == 0;
}

/* FILE.tmx -> FILE.en-ckb.tmx; Moses: FILE -> FILE.en-ckb. */
static char *name_pair(const Job *job, const char *target) {
  const char *path = job->options->path;
  gsize n = strlen(path) - (g_str_has_suffix(path, ".tmx") ? strlen(".tmx") : 0);
  return g_strdup_printf("%.*s.%s-%s%s", (int)n, path, job->source, target,
                         is_moses(job) ? "" : ".tmx");
}

/* Opens FILE.en and so on. */
static gboolean open_texts(const Job *job, File *file, GError **error) {
  g_ptr_array_add(file->languages, g_strdup(job->source));
  for (char **target = job->targets; *target; target++) {
    if (!file->target || g_str_equal(file->target, *target))
      g_ptr_array_add(file->languages, g_strdup(*target));
  }
  for (guint i = 0; i < file->languages->len; i++) {
    g_autofree char *path =
        g_strconcat(file->path, ".", (const char *)file->languages->pdata[i], NULL);
    BirgeOutput *output = birge_output_open(path, error);
    if (!output)
      return FALSE;
    g_ptr_array_add(file->texts, output);
  }
  return TRUE;
}

static gboolean commit_texts(File *file, GError **error) {
  while (file->texts->len > 0) {
    if (!birge_output_commit(g_ptr_array_steal_index(file->texts, 0), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean open_file(Job *job, const char *target, GError **error) {
  File *file = g_new0(File, 1);
  g_ptr_array_add(job->files, file);
  file->target = g_strdup(target);
  file->texts = g_ptr_array_new_with_free_func((GDestroyNotify)birge_output_discard);
  file->languages = g_ptr_array_new_with_free_func(g_free);
  file->path = target ? name_pair(job, target) : g_strdup(job->options->path);
  if (is_moses(job))
    return open_texts(job, file, error);
  file->output = birge_output_open(file->path, error);
  if (!file->output)
    return FALSE;
  if (birge_dialect_is_utf16(job->options->client))
    birge_output_use_utf16(file->output);
  const BirgeDialect dialect = describe_dialect(job, file);
  g_autofree char *code = g_str_equal(job->source, "*all*")
                              ? g_strdup(job->source)
                              : birge_dialect_code(&dialect, job->source, NULL, 0);
  file->writer = birge_tmx_writer_new(file->output, code, job->header);
  return TRUE;
}

/* Leaves out of a unit what is neither source nor target. Returns it, yours. */
static BirgeUnit *select_languages(const Job *job, const BirgeUnit *unit) {
  BirgeUnit *selected = birge_unit_join(unit, unit);
  for (guint v = selected->variants->len; v > 0; v--) {
    g_autofree char *language =
        birge_variant_language(selected->variants->pdata[v - 1], job->locales);
    if (!g_str_equal(language, job->source) &&
        !g_strv_contains((const char *const *)job->targets, language))
      g_ptr_array_remove_index(selected->variants, v - 1);
  }
  return selected;
}

static gboolean write_unit_to(const Job *job, File *file, const BirgeUnit *unit, GError **error) {
  const BirgeDialect dialect = describe_dialect(job, file);
  g_autoptr(BirgeUnit) selected =
      !file->target && job->options->targets ? select_languages(job, unit) : birge_unit_ref(unit);
  g_autoptr(GPtrArray) units = birge_dialect_apply(&dialect, selected);
  for (guint i = 0; is_moses(job) && i < units->len; i++) {
    if (!birge_moses_add((BirgeOutput *const *)file->texts->pdata,
                         (const char *const *)file->languages->pdata, file->languages->len,
                         units->pdata[i], job->locales))
      g_ptr_array_remove_index(units, i--);
  }
  file->n_left_out += units->len == 0;
  file->n_units += units->len;
  for (guint i = 0; i < units->len && file->writer; i++) {
    if (!birge_tmx_writer_add(file->writer, units->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean write_unit(const BirgeUnit *unit, gpointer data, GError **error) {
  const Job *job = data;
  for (guint f = 0; f < job->files->len; f++) {
    if (!write_unit_to(job, job->files->pdata[f], unit, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean open_files(Job *job, GError **error) {
  if (!job->options->is_bilingual)
    return open_file(job, NULL, error);
  if (!job->targets[0]) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, job->name, 0,
                       "has no text in a language besides %s", job->source);
    return FALSE;
  }
  for (char **target = job->targets; *target; target++) {
    if (!open_file(job, *target, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean commit_files(Job *job, GError **error) {
  for (guint f = 0; f < job->files->len; f++) {
    File *file = job->files->pdata[f];
    if (!commit_texts(file, error))
      return FALSE;
    if (!file->writer)
      continue;
    birge_tmx_writer_end(g_steal_pointer(&file->writer));
    if (!birge_output_commit(g_steal_pointer(&file->output), error))
      return FALSE;
  }
  return TRUE;
}

/* Says what a user would want to know before a client does not find it. */
static void tell_summary(const Job *job) {
  g_autoptr(GList) reread = g_list_sort(g_hash_table_get_keys(job->reread), (GCompareFunc)strcmp);
  for (const GList *what = reread; what; what = what->next)
    fprintf(stderr, "birge: %s: %s in %u texts\n", job->name, (const char *)what->data,
            GPOINTER_TO_UINT(g_hash_table_lookup(job->reread, what->data)));
  for (guint f = 0; f < job->files->len; f++) {
    const File *file = job->files->pdata[f];
    if (file->n_left_out > 0)
      fprintf(stderr, "birge: %s: %u units written, %u left out for lack of %s or %s\n", file->path,
              file->n_units, file->n_left_out, job->source,
              file->target ? file->target : "a target language");
  }
}

/* Whether a file's name promises another format than TMX. */
static gboolean is_named_otherwise(const char *path) {
  const BirgeFormat *format = path ? birge_format_of_path(birge_exchange_formats(), path) : NULL;
  return format && !g_str_equal(format->name, "tmx");
}

static gboolean check_options(const Options *options, guint n_operands, GError **error) {
  if (n_operands != 1)
    birge_fail_usage(error,
                     "expected one TMX file, folder or bitext, found %u (birge export --help)",
                     n_operands);
  else if (options->is_bilingual && (!options->path || g_str_equal(options->path, "-")))
    birge_fail_usage(error, "--bilingual writes files: expected -o FILE");
  else if (options->format &&
           !g_strv_contains((const char *const[]){"tmx", "moses", NULL}, options->format))
    birge_fail_usage(error, "--format \"%s\": expected tmx or moses", options->format);
  else if (g_strcmp0(options->format, "moses") != 0 && is_named_otherwise(options->path))
    birge_fail_usage(error, "%s: only TMX is written (birge show writes a bitext as other formats)",
                     options->path);
  else if (g_strcmp0(options->format, "moses") == 0 &&
           (!options->path || g_str_equal(options->path, "-")))
    birge_fail_usage(error, "--format moses writes files: expected -o FILE");
  else if (options->client && !g_strv_contains(birge_dialect_clients(), options->client))
    birge_fail_usage(error, "--client \"%s\": expected omegat, trados or memoq", options->client);
  else
    return TRUE;
  return FALSE;
}

static gboolean export(Job *job, const char *path, GError **error) {
  const BirgeExportReading reading = {job->options->is_repairing, job->options->source,
                                      job->options->min_confidence, job->locales};
  g_autoptr(BirgeExportInput) input = birge_export_input_open(path, &reading, error);
  return input && birge_export_input_read(input, survey_unit, job, &job->header, error) &&
         choose_source(job, error) && choose_targets(job, error) && open_files(job, error) &&
         birge_export_input_read(input, write_unit, job, NULL, error) && commit_files(job, error);
}

static gboolean run(gpointer data, const char *const *operands, guint n_operands, GError **error) {
  if (!check_options(data, n_operands, error))
    return FALSE;
  g_auto(Job) job = {
      .options = data,
      .name = operands[0],
      .locales = birge_locales_load(error),
      .languages = g_ptr_array_new_with_free_func(g_free),
      .reread = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .files = g_ptr_array_new_with_free_func(free_file),
  };
  if (!job.locales || !export(&job, operands[0], error))
    return FALSE;
  tell_summary(&job);
  return TRUE;
}

const BirgeCommand birge_export_command = {
    .name = "export",
    .summary = "write TMX or parallel text for other tools, and repair TMX",
    .operands = "MEMORY|TMX|BITEXT",
    .help = "MEMORY is a folder of TMX files, BITEXT what birge align wrote as JSON; \"-\" is TMX "
            "from\n"
            "standard input.\n\n"
            "Examples:\n"
            "  birge export tmx --bilingual --client omegat -o news.tmx\n"
            "  birge export tmx --format moses --to ckb -o news\n"
            "  birge export damaged.tmx --repair -o mended.tmx\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
