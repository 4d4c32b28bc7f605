/* The articles of a batch: files found, and put together that are versions of one article. */
#pragma once

#include "cli/pipeline.h"

/* An article, and what became of it. */
typedef struct {
  char *name; /* of its output, without ending: its place in the folder that it was found in */
  GPtrArray *paths;    /* of char*: its versions, in the order of their names */
  GPtrArray *tags;     /* of const char*: the languages that their names say, "": none */
  char *reason;        /* why it failed; NULL: it did not */
  gboolean was_there;  /* its output was written by an earlier run */
  gboolean is_settled; /* --watch: what became of it was said before, and its files are the same */
} BirgeBatchArticle;

/* Where the articles of a batch come from. */
typedef struct {
  const char *const *operands; /* files, folders, globs, or "@FILE": a path on each line */
  guint n_operands;
  const char *pattern; /* NULL: NAME.TAG.EXT; else with {name}, {lang} and *, below the operand */
  const char *pairs; /* how versions find each other: name, links, content, with commas; NULL: name
                      */
  const BirgePipeline *pipeline;
} BirgeBatchSources;

/* Finds the articles. A file or folder that can't be read makes an article that failed.
 * Returns an array of BirgeBatchArticle*, by name, yours. Errors: INPUT for a list that can't be
 * read, USAGE for a pattern or a pairing that is none. */
GPtrArray *birge_batch_list(const BirgeBatchSources *sources, GError **error);

/* Returns the folders below an operand, itself first: of char*, yours. */
GPtrArray *birge_batch_folders(const char *operand);

/* Makes versions of one article of articles that name each other: by link elements and canonical
 * addresses of web pages, by the links and identifiers of NewsML-G2 and ninjs. */
void birge_batch_pair_links(GPtrArray *articles);

/* Makes versions of one article of articles with one version whose names and numbers are alike. */
void birge_batch_pair_content(GPtrArray *articles, const BirgePipeline *pipeline);

/* Moves the versions of article number from to number to; from is left without any. */
void birge_batch_join(GPtrArray *articles, guint to, guint from);
