/* Hands what one stage makes to the next. */
#include "cli/pipeline.h"

#include "align/doubts.h"
#include "base/config.h"
#include "base/error.h"
#include "cli/command.h"
#include "memory/memory.h"

#include <stdio.h>
#include <string.h>

BirgePipeline *birge_pipeline_open(GError **error) {
  BirgePipeline *pipeline = birge_pipeline_open_silent(error);
  if (pipeline)
    pipeline->progress = birge_progress_new();
  return pipeline;
}

BirgePipeline *birge_pipeline_open_silent(GError **error) {
  g_autoptr(BirgePipeline) pipeline = g_new0(BirgePipeline, 1);
  pipeline->locales = birge_locales_load(error);
  if (!pipeline->locales)
    return NULL;
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", file, error);
  if (!rules)
    return NULL;
  pipeline->segmenter = birge_segmenter_new(rules);
  pipeline->rules = g_steal_pointer(&rules);
  pipeline->store = birge_store_new(pipeline->locales);
  pipeline->owns_store = TRUE;
  return g_steal_pointer(&pipeline);
}

BirgePipeline *birge_pipeline_share(const BirgePipeline *pipeline) {
  BirgePipeline *other = g_new0(BirgePipeline, 1);
  other->locales = birge_locales_ref(pipeline->locales);
  other->rules = birge_rules_ref(pipeline->rules);
  other->segmenter = birge_segmenter_new(other->rules);
  other->store = pipeline->store;
  other->is_quiet = pipeline->is_quiet;
  return other;
}

void birge_pipeline_close(BirgePipeline *pipeline) {
  g_clear_pointer(&pipeline->progress, birge_progress_free);
  if (pipeline->owns_store)
    g_clear_pointer(&pipeline->store, birge_store_free);
  g_clear_pointer(&pipeline->segmenter, birge_segmenter_free);
  g_clear_pointer(&pipeline->rules, birge_rules_unref);
  g_clear_pointer(&pipeline->locales, birge_locales_unref);
  g_free(pipeline);
}

/* Says what is doubtful of a document that was read, and finds its sentences. Takes document, which
 * may be NULL, and what reading holds. */
static BirgeDocument *end_reading(const BirgePipeline *pipeline, BirgeDocument *document,
                                  BirgeReading reading, GError **error) {
  g_autoptr(BirgeDocument) whole = document;
  g_autofree char *warning = reading.warning;
  g_clear_pointer(&reading.map, birge_map_free);
  if (!whole)
    return NULL;
  if (warning)
    fprintf(stderr, "birge: warning: %s\n", warning);
  birge_progress_say(pipeline->progress, "finding sentences");
  return birge_segmenter_run(pipeline->segmenter, whole, error);
}

BirgeDocument *birge_pipeline_read(const BirgePipeline *pipeline, const char *path,
                                   BirgeReadOptions options, GError **error) {
  birge_progress_say(pipeline->progress, "reading the article");
  options.locales = pipeline->locales;
  BirgeReading reading = {NULL, NULL};
  BirgeDocument *document = birge_read_mapped(path, &options, &reading, error);
  return end_reading(pipeline, document, reading, error);
}

BirgeDocument *birge_pipeline_read_bytes(const BirgePipeline *pipeline, const char *name,
                                         GBytes *bytes, BirgeReadOptions options, GError **error) {
  options.locales = pipeline->locales;
  BirgeReading reading = {NULL, NULL};
  BirgeDocument *document = birge_read_bytes(name, bytes, &options, &reading, error);
  return end_reading(pipeline, document, reading, error);
}

GPtrArray *birge_pipeline_read_all(const BirgePipeline *pipeline, BirgePaths files,
                                   BirgeReadOptions options, GError **error) {
  g_auto(GStrv) languages = birge_split_list(files.languages);
  if (languages && g_strv_length(languages) != files.n_paths) {
    birge_fail_usage(error, "--lang names %u languages for %u files", g_strv_length(languages),
                     files.n_paths);
    return NULL;
  }
  g_autoptr(GPtrArray) documents =
      g_ptr_array_new_with_free_func((GDestroyNotify)birge_document_unref);
  for (guint i = 0; i < files.n_paths; i++) {
    options.language = languages ? languages[i] : NULL;
    BirgeDocument *document = birge_pipeline_read(pipeline, files.paths[i], options, error);
    if (!document)
      return NULL;
    g_ptr_array_add(documents, document);
  }
  return g_steal_pointer(&documents);
}

/* Returns a document of which each line is a paragraph and a segment, yours. */
static BirgeDocument *segment_lines(const BirgeDocument *document, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new(document->text, document->length);
  g_autoptr(BirgeDocumentBuilder) builder =
      birge_document_builder_new(document->language, document->name, bytes);
  guint n = 0;
  for (gsize start = 0; start < document->length; n++) {
    const char *text = document->text + start;
    const char *line_end = memchr(text, '\n', document->length - start);
    gsize next = line_end ? (gsize)(line_end - document->text) + 1 : document->length;
    gsize end = line_end ? next - 1 : next;
    if (end > start && document->text[end - 1] == '\r')
      end--;
    if (end == start) {
      birge_error_set_at(error, BIRGE_ERROR_FORMAT, document->name, n + 1,
                         "empty line, expected a sentence");
      return NULL;
    }
    birge_document_builder_add_block(builder, (BirgeBlock){start, end, BIRGE_BLOCK_PARAGRAPH});
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, n});
    start = next;
  }
  return birge_document_builder_end(g_steal_pointer(&builder));
}

gboolean birge_pipeline_take_lines(GPtrArray *documents, GError **error) {
  for (guint i = 0; i < documents->len; i++) {
    BirgeDocument *lines = segment_lines(documents->pdata[i], error);
    if (!lines)
      return FALSE;
    birge_document_unref(documents->pdata[i]);
    documents->pdata[i] = lines;
  }
  return TRUE;
}

void birge_lexicon_option_add(GOptionContext *context, char **path) {
  const GOptionEntry entries[] = {
      {"lexicon", 0, 0, G_OPTION_ARG_FILENAME, path,
       "words, as birge lexicon export prints them; else learnt from the memory", "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

gboolean birge_pipeline_read_lexicon(const BirgePipeline *pipeline, const char *path,
                                     GError **error) {
  if (!path)
    return TRUE;
  birge_progress_say(pipeline->progress, "reading the lexicon");
  return birge_store_read_lexicon(pipeline->store, path, error);
}

char *birge_find_memory(const char *said, const char *article) {
  if (said)
    return g_strdup(said);
  const char *variable = g_getenv("BIRGE_MEMORY");
  if (variable && *variable)
    return g_strdup(variable);
  g_autofree char *folder = g_path_get_dirname(article);
  g_autofree char *beside = g_build_filename(folder, "tmx", NULL);
  if (g_file_test(beside, G_FILE_TEST_IS_DIR))
    return g_steal_pointer(&beside);
  return g_file_test(BIRGE_MEMORY_FOLDER, G_FILE_TEST_IS_DIR) ? g_strdup(BIRGE_MEMORY_FOLDER)
                                                              : NULL;
}

static BirgeMemory *open_memory(const BirgePipeline *pipeline, const char *path,
                                const BirgeDocument *document, GError **error) {
  birge_progress_say(pipeline->progress, "reading the memory");
  return birge_store_memory(pipeline->store, path, document->language, error);
}

/* Opens the memory that words are learnt from, if there is need for one. path: may be NULL. */
static gboolean open_teacher(const BirgePipeline *pipeline, const char *path,
                             const BirgeDocument *document, const BirgeMemory **memory,
                             GError **error) {
  if (!path || birge_store_has_lexicon(pipeline->store))
    return TRUE;
  *memory = open_memory(pipeline, path, document, error);
  return *memory != NULL;
}

/* Lists the languages of bitexts that share their first document. Returns how many there are. */
static guint list_languages(const BirgeBitext *const *known, guint n_known,
                            const char *languages[BIRGE_MAX_LANGUAGES]) {
  guint n = 1;
  languages[0] = known[0]->documents[0]->language;
  for (guint k = 0; k < n_known; k++)
    for (guint d = 1; d < known[k]->n_documents && n < BIRGE_MAX_LANGUAGES; d++)
      languages[n++] = known[k]->documents[d]->language;
  return n;
}

/* Says what is doubtful about documents together, and takes it into the confidence of rows. Takes
 * bitext. */
static BirgeBitext *doubt(const BirgePipeline *pipeline, BirgeBitext *bitext,
                          const BirgeAlignOptions *options) {
  g_autoptr(BirgeBitext) aligned = bitext;
  g_autoptr(GArray) doubts = birge_doubts_find(aligned, options);
  for (guint i = 0; i < doubts->len && !pipeline->is_quiet; i++) {
    g_autofree char *said = birge_doubt_print(&g_array_index(doubts, BirgeDoubt, i), aligned);
    fprintf(stderr, "birge: %s\n", said);
  }
  return birge_doubts_apply(aligned, doubts);
}

/* Ties segments inside the rows of known. memory: may be NULL. */
static BirgeBitext *align(const BirgePipeline *pipeline, const BirgeMemory *memory,
                          const BirgeBitext *const *known, guint n_known,
                          gboolean are_rows_translations, GError **error) {
  const BirgeLexicon *lexicon = NULL;
  if (birge_align_is_needed(known, n_known)) {
    const char *languages[BIRGE_MAX_LANGUAGES];
    guint n = list_languages(known, n_known, languages);
    birge_progress_say(pipeline->progress, "learning words");
    lexicon = birge_store_lexicon(pipeline->store, memory, languages, n, error);
    if (!lexicon)
      return NULL;
  }
  birge_progress_say(pipeline->progress, "aligning");
  const BirgeAlignOptions options = {pipeline->locales, lexicon, pipeline->rules,
                                     are_rows_translations};
  BirgeBitext *bitext = birge_align(known, n_known, &options, error);
  return bitext && !are_rows_translations ? doubt(pipeline, bitext, &options) : bitext;
}

const BirgeLexicon *birge_pipeline_learn(const BirgePipeline *pipeline, const BirgeBitext *bitext,
                                         const char *memory_path, GError **error) {
  const BirgeMemory *memory = NULL;
  if (!open_teacher(pipeline, memory_path, bitext->documents[0], &memory, error))
    return NULL;
  const char *languages[BIRGE_MAX_LANGUAGES];
  guint n = list_languages(&bitext, 1, languages);
  birge_progress_say(pipeline->progress, "learning words");
  return birge_store_lexicon(pipeline->store, memory, languages, n, error);
}

BirgeBitext *birge_pipeline_align(const BirgePipeline *pipeline,
                                  const BirgeDocument *const *documents, guint n_documents,
                                  const char *memory_path, GError **error) {
  const BirgeMemory *memory = NULL;
  if (!open_teacher(pipeline, memory_path, documents[0], &memory, error))
    return NULL;
  g_autoptr(BirgeBitext) whole = birge_bitext_new_whole(documents, n_documents);
  return align(pipeline, memory, (const BirgeBitext *const *)&whole, 1, FALSE, error);
}

/* Returns the tags to find versions in, checked and in their usual form; yours. */
static char **choose_targets(const BirgePipeline *pipeline, const BirgeMemory *memory,
                             const BirgeDocument *document, const char *const *said,
                             GError **error) {
  g_autoptr(GStrvBuilder) targets = g_strv_builder_new();
  const GArray *languages = birge_memory_languages(memory);
  guint n = 1;
  for (guint i = 0; said ? said[i] != NULL : i < languages->len; i++) {
    const BirgeLocale *locale = said ? birge_locales_find(pipeline->locales, said[i], NULL, 0)
                                     : g_array_index(languages, BirgeMemoryLanguage, i).locale;
    if (!locale) {
      birge_fail_usage(error, "unknown language \"%s\"", said[i]);
      return NULL;
    }
    if (g_str_equal(locale->tag, document->language))
      continue;
    if (++n > BIRGE_MAX_LANGUAGES) {
      birge_fail_usage(error, "more than %d languages", BIRGE_MAX_LANGUAGES);
      return NULL;
    }
    g_strv_builder_add(targets, locale->tag);
  }
  return g_strv_builder_end(targets);
}

BirgeBitext *birge_pipeline_find_stored(const BirgePipeline *pipeline,
                                        const BirgeDocument *document, const char *memory_path,
                                        const char *const *targets, GError **error) {
  const BirgeMemory *memory = open_memory(pipeline, memory_path, document, error);
  if (!memory)
    return NULL;
  g_auto(GStrv) tags = choose_targets(pipeline, memory, document, targets, error);
  if (!tags)
    return NULL;
  birge_progress_say(pipeline->progress, "finding stored versions");
  g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)birge_bitext_unref);
  for (char **tag = tags; *tag; tag++) {
    BirgeBitext *found = birge_memory_find(memory, document, *tag, pipeline->segmenter, error);
    if (!found)
      return NULL;
    g_ptr_array_add(known, found);
  }
  if (known->len == 0)
    g_ptr_array_add(known, birge_bitext_new_whole(&document, 1));
  return align(pipeline, memory, (const BirgeBitext *const *)known->pdata, known->len, TRUE, error);
}
