/* birge align: an article's stored versions, or its versions in several files, side by side. */
#include "base/error.h"
#include "cli/align_explain.h"
#include "cli/command.h"
#include "cli/output_options.h"
#include "cli/pipeline.h"

#include <stdio.h>

typedef struct {
  char *memory;
  char *lexicon;
  char *targets;
  char *languages;
  char *encoding;
  char *paragraphs;
  gboolean keep_boilerplate;
  gboolean is_segmented;
  char **explained; /* rows; NULL: the alignment is printed */
  BirgeOutputOptions output;
} AlignOptions;

static void add_options(GOptionContext *context, gpointer data) {
  AlignOptions *options = data;
  const GOptionEntry entries[] = {
      {"memory", 'm', 0, G_OPTION_ARG_FILENAME, &options->memory,
       "folder of TMX files; else BIRGE_MEMORY, tmx/ beside the article, the example", "DIR"},
      {"to", 't', 0, G_OPTION_ARG_FILENAME, &options->targets,
       "languages to find stored versions in: ckb,ar; else all", "TAGS"},
      {"lang", 'l', 0, G_OPTION_ARG_FILENAME, &options->languages,
       "language of each file, in order; else by its name, else detected", "TAGS"},
      {"encoding", 0, 0, G_OPTION_ARG_FILENAME, &options->encoding,
       "of the files: UTF-8, UTF-16, windows-1256 …", "NAME"},
      {"paragraphs", 0, 0, G_OPTION_ARG_FILENAME, &options->paragraphs,
       "plain text: each line is one (line), or empty lines stand between (blank)", "HOW"},
      {"keep-boilerplate", 0, 0, G_OPTION_ARG_NONE, &options->keep_boilerplate,
       "keep comment sections, share links and the like", NULL},
      {"segmented", 0, 0, G_OPTION_ARG_NONE, &options->is_segmented,
       "each line of the files is a sentence, as it is", NULL},
      {"explain", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->explained,
       "say what speaks for a row and against it, instead of printing all; several: 3,7", "ROW"},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->output.is_quiet, "print no summary", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
  birge_lexicon_option_add(context, &options->lexicon);
  birge_output_options_add(&options->output, context);
}

static void clear(gpointer data) {
  AlignOptions *options = data;
  g_free(options->memory);
  g_free(options->lexicon);
  g_free(options->targets);
  g_free(options->languages);
  g_free(options->encoding);
  g_free(options->paragraphs);
  g_strfreev(options->explained);
  birge_output_options_clear(&options->output);
}

static GPtrArray *read_all(const AlignOptions *options, const BirgePipeline *pipeline,
                           const char *const *paths, guint n_paths, GError **error) {
  BirgeReadOptions read_options = {.encoding = options->encoding,
                                   .keep_boilerplate =
                                       options->keep_boilerplate || options->is_segmented};
  if (!birge_parse_paragraphs(options->paragraphs, &read_options.paragraphs, error))
    return NULL;
  g_autoptr(GPtrArray) documents = birge_pipeline_read_all(
      pipeline, (BirgePaths){paths, n_paths, options->languages}, read_options, error);
  if (!documents || (options->is_segmented && !birge_pipeline_take_lines(documents, error)))
    return NULL;
  return g_steal_pointer(&documents);
}

/* Says how many sentences of the article have no stored version. */
static void print_summary(const BirgeBitext *bitext, const BirgeLocales *locales) {
  g_autoptr(GString) missing = g_string_new(NULL);
  for (guint d = 1; d < bitext->n_documents; d++) {
    guint n = 0;
    for (guint r = 0; r < bitext->n_rows; r++) {
      const BirgeRow *row = &bitext->rows[r];
      if (row->runs[d].first == row->runs[d].end)
        n += row->runs[0].end - row->runs[0].first;
    }
    const BirgeLocale *locale =
        birge_locales_find(locales, bitext->documents[d]->language, NULL, 0);
    g_string_append_printf(missing, "%s%u in %s", d > 1 ? ", " : "", n,
                           locale ? locale->english_name : bitext->documents[d]->language);
  }
  guint n_sentences = bitext->documents[0]->n_segments;
  fprintf(stderr, "%u %s; without a stored version: %s\n", n_sentences,
          n_sentences == 1 ? "sentence" : "sentences",
          missing->len > 0 ? missing->str : "all, the memory has no other language");
}

/* Finds the stored versions of one article, or aligns several. memory: NULL: there is none. */
static BirgeBitext *make_bitext(const AlignOptions *options, const BirgePipeline *pipeline,
                                const GPtrArray *documents, const char *memory, GError **error) {
  if (documents->len > 1)
    return birge_pipeline_align(pipeline, (const BirgeDocument *const *)documents->pdata,
                                documents->len, memory, error);
  if (!memory) {
    birge_fail_usage(error, "no memory: --memory names a folder of TMX files");
    return NULL;
  }
  g_auto(GStrv) targets = birge_split_list(options->targets);
  return birge_pipeline_find_stored(pipeline, documents->pdata[0], memory,
                                    (const char *const *)targets, error);
}

static gboolean explain(const AlignOptions *options, const BirgePipeline *pipeline,
                        const BirgeBitext *bitext, const char *memory, GError **error) {
  const BirgeAlignOptions how = {.locales = pipeline->locales,
                                 .lexicon = birge_pipeline_learn(pipeline, bitext, memory, error)};
  return how.lexicon &&
         birge_align_print_explanations(bitext, (const char *const *)options->explained, &how,
                                        options->output.path, error);
}

static gboolean check(const AlignOptions *options, guint n_paths, GError **error) {
  if (n_paths == 0 || n_paths > BIRGE_MAX_LANGUAGES)
    birge_fail_usage(error, "expected 1 to %d files, found %u (birge align --help)",
                     BIRGE_MAX_LANGUAGES, n_paths);
  else if (n_paths > 1 && options->targets)
    birge_fail_usage(error, "--to is for one file; several are aligned with each other");
  else if (options->explained && options->output.format)
    birge_fail_usage(error, "--explain prints text, in no other format");
  else
    return birge_output_options_check(&options->output, error);
  return FALSE;
}

static gboolean run(gpointer data, const char *const *paths, guint n_paths, GError **error) {
  const AlignOptions *options = data;
  if (!check(options, n_paths, error))
    return FALSE;
  g_autoptr(BirgePipeline) pipeline = birge_pipeline_open(error);
  if (!pipeline || !birge_pipeline_read_lexicon(pipeline, options->lexicon, error))
    return FALSE;
  pipeline->is_quiet = options->output.is_quiet;
  g_autoptr(GPtrArray) documents = read_all(options, pipeline, paths, n_paths, error);
  if (!documents)
    return FALSE;
  g_autofree char *memory = birge_find_memory(options->memory, paths[0]);
  g_autoptr(BirgeBitext) bitext = make_bitext(options, pipeline, documents, memory, error);
  if (!bitext)
    return FALSE;
  if (options->explained)
    return explain(options, pipeline, bitext, memory, error);
  /* It would go on in a pager, for as long as somebody reads. */
  g_clear_pointer(&pipeline->progress, birge_progress_free);
  if (!birge_output_options_write(&options->output, bitext, pipeline->locales, error))
    return FALSE;
  if (n_paths == 1 && !options->output.is_quiet)
    print_summary(bitext, pipeline->locales);
  return TRUE;
}

const BirgeCommand birge_align_command = {
    .name = "align",
    .summary = "print an article beside its stored versions, or versions side by side",
    .operands = "ARTICLE | VERSION VERSION…",
    .help = "With one file, its stored versions are found in the memory; with two or more, the\n"
            "files are aligned with each other. \"-\" is standard input.\n\n"
            "Examples:\n"
            "  birge align news.en.txt --to ckb,ar\n"
            "  birge align news.en.txt news.ckb.txt news.ar.txt -o news.html\n"
            "  birge align news.en.txt news.ckb.txt --explain 3\n",
    .options_size = sizeof(AlignOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
