/* birge fill: an article's file with the text of another language in place. */
#include "base/error.h"
#include "base/output.h"
#include "cli/command.h"
#include "cli/pipeline.h"
#include "exchange/exchange.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  char *bitext;
  char *memory;
  char *language;
  char *source_language;
  char *output;
  gboolean keep_boilerplate;
  gboolean is_quiet;
} FillOptions;

static void add_options(GOptionContext *context, gpointer data) {
  FillOptions *options = data;
  const GOptionEntry entries[] = {
      {"bitext", 'b', 0, G_OPTION_ARG_FILENAME, &options->bitext,
       "the article's bitext, as birge align -o FILE.json saves it", "FILE"},
      {"memory", 'm', 0, G_OPTION_ARG_FILENAME, &options->memory,
       "without a bitext: folder of TMX files to find stored versions in", "DIR"},
      {"lang", 'l', 0, G_OPTION_ARG_FILENAME, &options->language,
       "the language to put in place: ckb", "TAG"},
      {"from", 0, 0, G_OPTION_ARG_FILENAME, &options->source_language,
       "the article's language; else as it says, else detected", "TAG"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, "write to FILE", "FILE"},
      {"keep-boilerplate", 0, 0, G_OPTION_ARG_NONE, &options->keep_boilerplate,
       "fill comment sections, share links and the like too", NULL},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->is_quiet, "print no summary", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  FillOptions *options = data;
  g_free(options->bitext);
  g_free(options->memory);
  g_free(options->language);
  g_free(options->source_language);
  g_free(options->output);
}

/* Finds the column that the article is, and the one of the language wanted. */
static gboolean find_columns(const BirgeBitext *bitext, const BirgeDocument *document,
                             const BirgeLocale *target, guint columns[2], GError **error) {
  gboolean has_article = FALSE, has_target = FALSE;
  for (guint d = 0; d < bitext->n_documents; d++) {
    const BirgeDocument *one = bitext->documents[d];
    if (!has_article && one->length == document->length &&
        memcmp(one->text, document->text, one->length) == 0) {
      columns[0] = d;
      has_article = TRUE;
    } else if (!has_target && g_str_equal(one->language, target->tag)) {
      columns[1] = d;
      has_target = TRUE;
    }
  }
  if (!has_article)
    birge_error_set_at(error, BIRGE_ERROR_INPUT, document->name, 0,
                       "the bitext is not of this article: none of its texts is this one");
  else if (!has_target)
    birge_error_set_at(error, BIRGE_ERROR_INPUT, document->name, 0, "the bitext has no %s",
                       target->english_name);
  return has_article && has_target;
}

static void clear_filling(gpointer data) {
  g_free((gpointer)((BirgeFilling *)data)->text);
}

/* What goes where. n_missing: receives how many sentences have no text in the target. */
static GArray *list_fillings(const BirgeBitext *bitext, const guint columns[2], guint *n_missing) {
  const BirgeDocument *source = bitext->documents[columns[0]];
  GArray *fillings = g_array_new(FALSE, FALSE, sizeof(BirgeFilling));
  g_array_set_clear_func(fillings, clear_filling);
  *n_missing = 0;
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    BirgeRun from = row->runs[columns[0]], to = row->runs[columns[1]];
    if (from.first == from.end)
      continue;
    if (to.first == to.end || row->status == BIRGE_STATUS_REJECTED) {
      *n_missing += from.end - from.first;
      continue;
    }
    BirgeFilling filling = {source->segments[from.first].start, source->segments[from.end - 1].end,
                            birge_document_run_text(bitext->documents[columns[1]], to)};
    g_array_append_val(fillings, filling);
  }
  return fillings;
}

static BirgeBitext *get_bitext(const FillOptions *options, const BirgePipeline *pipeline,
                               const BirgeDocument *document, const char *path, GError **error) {
  if (options->bitext)
    return birge_bitext_read_json(options->bitext, error);
  g_autofree char *memory = birge_find_memory(options->memory, path);
  if (!memory) {
    birge_fail_usage(error, "nothing to fill with: --bitext names a bitext, --memory a folder of "
                            "TMX files");
    return NULL;
  }
  const char *const targets[] = {options->language, NULL};
  g_autoptr(BirgeDocument) segmented = birge_segmenter_run(pipeline->segmenter, document, error);
  return segmented ? birge_pipeline_find_stored(pipeline, segmented, memory, targets, error) : NULL;
}

static gboolean write_filled(const FillOptions *options, const BirgeMap *map,
                             const BirgeDocument *document, const GArray *fillings,
                             GError **error) {
  g_autoptr(BirgeOutput) output = birge_output_open(options->output, error);
  if (!output)
    return FALSE;
  if (!birge_map_fill(map, document, (const BirgeFilling *)(const void *)fillings->data,
                      fillings->len, output, error))
    return FALSE;
  return birge_output_commit(g_steal_pointer(&output), error);
}

static gboolean fill(const FillOptions *options, const BirgePipeline *pipeline, const char *path,
                     const BirgeLocale *target, GError **error) {
  BirgeReadOptions read_options = {.locales = pipeline->locales,
                                   .language = options->source_language,
                                   .keep_boilerplate = options->keep_boilerplate};
  BirgeReading reading = {NULL, NULL};
  g_autoptr(BirgeDocument) document = birge_read_mapped(path, &read_options, &reading, error);
  g_autoptr(BirgeMap) map = reading.map;
  g_autofree char *warning = reading.warning;
  g_autoptr(BirgeBitext) bitext =
      document ? get_bitext(options, pipeline, document, path, error) : NULL;
  guint columns[2] = {0};
  if (!bitext || !find_columns(bitext, document, target, columns, error))
    return FALSE;
  guint n_missing;
  g_autoptr(GArray) fillings = list_fillings(bitext, columns, &n_missing);
  if (!write_filled(options, map, document, fillings, error))
    return FALSE;
  if (warning)
    fprintf(stderr, "birge: warning: %s\n", warning);
  if (!options->is_quiet)
    fprintf(stderr, "%u filled in; %u of the sentences have no %s and stay as they are\n",
            fillings->len, n_missing, target->english_name);
  return TRUE;
}

static gboolean run(gpointer data, const char *const *paths, guint n_paths, GError **error) {
  const FillOptions *options = data;
  if (n_paths != 1) {
    birge_fail_usage(error, "expected one article, found %u (birge fill --help)", n_paths);
    return FALSE;
  }
  if (!options->language) {
    birge_fail_usage(error, "--lang says which language to put in place");
    return FALSE;
  }
  g_autoptr(BirgePipeline) pipeline = birge_pipeline_open(error);
  if (!pipeline)
    return FALSE;
  const BirgeLocale *target = birge_locales_find(pipeline->locales, options->language, NULL, 0);
  if (!target) {
    birge_fail_usage(error, "unknown language \"%s\"", options->language);
    return FALSE;
  }
  return fill(options, pipeline, paths[0], target, error);
}

const BirgeCommand birge_fill_command = {
    .name = "fill",
    .summary = "write an article's file with another language's text in place",
    .operands = "ARTICLE",
    .help = "The file stays as it is, to the byte, but for the text of the article. What has no\n"
            "text in the language stays as it was. \"-\" is standard input.\n\n"
            "Examples:\n"
            "  birge fill news.xml --bitext news.json --lang ckb -o news.ckb.xml\n"
            "  birge fill page.html --memory tmx --lang ar -o page.ar.html\n",
    .options_size = sizeof(FillOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
