/* What birge eval compares: two files, or the cases of two folders. */
#pragma once

#include "align/evaluation.h"

#include <glib.h>

/* Counts that belong together, under one name. */
typedef struct {
  char *name;
  guint n_sides;
  BirgeTally tally;
} BirgeCases;

/* data: BirgeCases*. */
void birge_cases_free(gpointer data);

/* Returns the paths of the cases below a folder of gold ones, sorted, of char*; yours. */
GPtrArray *birge_cases_list(const char *root, GError **error);

/* Compares two files of beads. with_pairs: also each two of three documents or more.
 * Returns an array of BirgeCases*, yours. Errors: those of birge_beads_read(); INPUT for files of
 * different numbers of documents. */
GPtrArray *birge_cases_compare(const char *gold, const char *found, gboolean with_pairs,
                               GError **error);

/* The same for folders. A folder below gold with a file gold.txt is a case; it is held against
 * CASE.txt or CASE/gold.txt below found. Cases of one folder are counted together, and those of
 * folders whose names differ only in a number at the end, as noisy-1 and noisy-2. A case that is
 * not found has no beads; a folder of cases that is not, is left out.
 * n_missing: receives the number of cases that were not found. */
GPtrArray *birge_cases_compare_folders(const char *gold, const char *found, gboolean with_pairs,
                                       guint *n_missing, GError **error);
