/* The articles of a batch: files found, and put together that are versions of one article. */
#pragma once

#include "cli/batch/article.h"

/* Where the articles of a batch come from. */
typedef struct {
  const char *const *operands; /* files, folders, globs, or "@FILE": a path on each line */
  guint n_operands;
  const char *pattern; /* NULL: NAME.TAG.EXT; else with {name}, {lang} and *, below the operand */
  const char *pairs; /* how versions find each other: name, links, content, with commas; NULL: name
                      */
  const char *encoding; /* of files that are not UTF-8; NULL: there are none */
  const char *output; /* a folder below the operands that holds no articles; NULL: there is none */
  const BirgePipeline *pipeline;
} BirgeBatchSources;

/* Finds the articles. A file or folder that can't be read makes an article that failed. In folders,
 * files are passed over whose endings are of no articles: TMX, and pictures that do not say
 * that they are versions.
 * Returns an array of BirgeBatchArticle*, by name, yours. Errors: INPUT for a list that can't be
 * read, USAGE for a pattern or a pairing that is none. */
GPtrArray *birge_batch_list(const BirgeBatchSources *sources, GError **error);

/* Returns the folders below an operand, itself first, without the output: of char*, yours. */
GPtrArray *birge_batch_folders(const char *operand, const char *output);
