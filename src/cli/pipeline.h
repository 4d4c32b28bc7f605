/* The pipeline: the one place where stages meet. */
#pragma once

#include "align/align.h"
#include "cli/progress.h"
#include "cli/store.h"
#include "model/bitext.h"
#include "read/read.h"
#include "segment/segment.h"

/* What every job shares. */
typedef struct {
  BirgeLocales *locales;
  BirgeRules *rules;
  BirgeSegmenter *segmenter; /* one thread's */
  BirgeStore *store;
  gboolean owns_store;
  gboolean is_quiet;       /* says nothing of what is doubtful about documents together */
  BirgeProgress *progress; /* NULL: nothing is said */
} BirgePipeline;

/* Loads locales and segmentation rules. Errors: FORMAT. */
BirgePipeline *birge_pipeline_open(GError **error);

/* The same, without saying anything of its progress. */
BirgePipeline *birge_pipeline_open_silent(GError **error);

/* Returns a pipeline for another thread, yours: what is loaded is the same. pipeline must outlive
 * it. */
BirgePipeline *birge_pipeline_share(const BirgePipeline *pipeline);
void birge_pipeline_close(BirgePipeline *pipeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgePipeline, birge_pipeline_close)

/* Reads an article and finds its sentences. options: locales are filled in. */
BirgeDocument *birge_pipeline_read(const BirgePipeline *pipeline, const char *path,
                                   BirgeReadOptions options, GError **error);

/* The same for bytes in memory. name: as a file's, for messages. */
BirgeDocument *birge_pipeline_read_bytes(const BirgePipeline *pipeline, const char *name,
                                         GBytes *bytes, BirgeReadOptions options, GError **error);

/* Files that are versions of one article. */
typedef struct {
  const char *const *paths;
  guint n_paths;
  const char *languages; /* a tag for each, "en,ckb"; NULL: by their names, else detected */
} BirgePaths;

/* Reads files and finds their sentences. Returns an array of BirgeDocument*, yours. */
GPtrArray *birge_pipeline_read_all(const BirgePipeline *pipeline, BirgePaths files,
                                   BirgeReadOptions options, GError **error);

/* Makes each line of documents, of BirgeDocument*, one segment. Errors: FORMAT for an empty line.
 */
gboolean birge_pipeline_take_lines(GPtrArray *documents, GError **error);

/* Returns the path of the memory to use: what the user says, else what BIRGE_MEMORY says, else the
 * folder tmx beside the article, else the installed example; yours. NULL: there is none. */
char *birge_find_memory(const char *said, const char *article);

/* Adds the option that names a lexicon to context: the same for all commands that align. */
void birge_lexicon_option_add(GOptionContext *context, char **path);

/* Makes the pipeline, and those that share with it later, use a lexicon instead of learning one.
 * path: NULL: they learn. Errors: those of birge_lexicon_read(). */
gboolean birge_pipeline_read_lexicon(const BirgePipeline *pipeline, const char *path,
                                     GError **error);

/* Finds the stored versions of a document.
 * targets: tags; NULL: all languages that the memory has. */
BirgeBitext *birge_pipeline_find_stored(const BirgePipeline *pipeline,
                                        const BirgeDocument *document, const char *memory_path,
                                        const char *const *targets, GError **error);

/* Learns from a memory how the languages of a bitext translate each other; memory_path NULL: what
 * is built in is all there is. Returns the lexicon, or the one that was read, which lives as long
 * as the pipeline. Errors: those of birge_memory_open(); INPUT if the one that was read lacks a
 * language. */
const BirgeLexicon *birge_pipeline_learn(const BirgePipeline *pipeline, const BirgeBitext *bitext,
                                         const char *memory_path, GError **error);

/* Aligns documents with each other, and says on standard error what is doubtful about them: that
 * they don't belong together, and the like. memory_path: what word translations are learnt from;
 * may be NULL. */
BirgeBitext *birge_pipeline_align(const BirgePipeline *pipeline,
                                  const BirgeDocument *const *documents, guint n_documents,
                                  const char *memory_path, GError **error);
