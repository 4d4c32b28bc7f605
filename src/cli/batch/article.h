/* An article of a batch, and how versions that stand apart are made one. */
#pragma once

#include "cli/pipeline.h"

/* An article, and what became of it. */
typedef struct {
  char *name; /* of its output, without ending: its place in the folder that it was found in */
  GPtrArray *paths;         /* of char*: its versions, in the order of their names */
  GPtrArray *tags;          /* of const char*: the languages that their names say, "": none */
  char *reason;             /* why it failed; NULL: it did not */
  guint n_rows, n_left_out; /* those of its bitext, and those too doubtful to be written */
  gboolean was_there;       /* its output was written by an earlier run */
  gboolean is_settled; /* --watch: what became of it was said before, and its files are the same */
} BirgeBatchArticle;

void birge_batch_article_free(gpointer data);

/* Makes versions of one article of articles that name each other: by link elements and canonical
 * addresses of web pages, by the links and identifiers of NewsML-G2 and ninjs. */
void birge_batch_pair_links(GPtrArray *articles);

/* Makes versions of one article of articles with one version whose names and numbers are alike.
 * options: how they are read. */
void birge_batch_pair_content(GPtrArray *articles, const BirgeReadOptions *options);

/* Moves the versions of article number from to number to; from is left without any. */
void birge_batch_join(GPtrArray *articles, guint to, guint from);
