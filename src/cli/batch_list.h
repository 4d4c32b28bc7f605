/* The articles of a batch: files found, and put together that are versions of one article. */
#pragma once

#include "text/locale.h"

/* An article, and what became of it. */
typedef struct {
  char *name; /* of its output, without ending: its place in the folder that it was found in */
  GPtrArray *paths;   /* of char*: its versions, in the order of their names */
  GPtrArray *tags;    /* of const char*: the languages that their names say, NULL: none */
  char *reason;       /* why it failed; NULL: it did not */
  gboolean was_there; /* its output was written by an earlier run */
} BirgeBatchArticle;

/* Finds the articles of files, folders and, for "@FILE", of the paths that stand in a file, a line
 * each. NAME.TAG.EXT and NAME.TAG2.EXT2 are versions of one article where both tags are languages.
 * Returns an array of BirgeBatchArticle*, by name, yours. Errors: INPUT. */
GPtrArray *birge_batch_list(const char *const *operands, guint n, const BirgeLocales *locales,
                            GError **error);
