/* What the files of birge batch share: the options, the articles, and how one of them is made. */
#pragma once

#include "cli/batch/list.h"
#include "cli/pipeline.h"
#include "exchange/exchange.h"

typedef struct {
  char *output;
  char *memory;
  char *lexicon;
  char *targets;
  char *columns;
  char *format;
  char *min_confidence;
  char *pairs;
  char *pattern;
  char *encoding;
  int n_jobs;
  gboolean resumes;
  gboolean watches;
  gboolean is_quiet;
} BirgeBatchOptions;

/* What all workers share. */
typedef struct {
  const BirgeBatchOptions *options;
  const BirgeFormat *format;
  BirgePipeline *pipeline;
  gboolean resumes;      /* leave out what is there */
  double min_confidence; /* rows below are left out */
  GPtrArray *articles;   /* of BirgeBatchArticle* */
  gint next;             /* index of the next article, counted up by all */
  gint n_done;           /* counted up by all */
} BirgeBatch;

/* Returns how many threads to start. */
guint birge_batch_n_jobs(const BirgeBatchOptions *options);

/* Makes the bitext of an article: its versions aligned, or what the memory has of the only one.
 * documents: of BirgeDocument*, put in the order of the columns, of which only those that are
 * wanted are in the bitext; where: the path of the article,
 * for messages, and for finding the memory beside it. Returns the bitext, yours. */
BirgeBitext *birge_batch_make(const BirgeBatchOptions *options, const BirgePipeline *pipeline,
                              GPtrArray *documents, const char *where, GError **error);

/* Returns what is to be written of a bitext, yours. n_left_out: rows that are left out. */
BirgeBitext *birge_batch_choose_rows(const BirgeBatch *batch, const BirgeBitext *bitext,
                                     guint *n_left_out);

/* Makes and writes the articles of a batch, on all cores, and says how far it is. What became of
 * each stands in it then. */
void birge_batch_work(BirgeBatch *batch);

/* Says what failed, writes the reports, and sums up. Errors: INPUT if an article failed, IO. */
gboolean birge_batch_end(const BirgeBatch *batch, GError **error);

/* How far a batch is, as it is shown while it runs, on a terminal only. n_all: 0: not known. */
void birge_batch_show(guint n_done, guint n_all, double seconds);

/* Takes articles from the lines of standard input, and writes a line for each, in their order. */
gboolean birge_batch_filter(BirgeBatch *batch, GError **error);

/* Does what is in folders and what arrives in them, until it is interrupted. Errors: USAGE for
 * operands that are no folders; as of birge_batch_end(). */
gboolean birge_batch_watch(BirgeBatch *batch, const BirgeBatchSources *sources, GError **error);
