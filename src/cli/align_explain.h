/* birge align --explain: what the score of a row was made of. */
#pragma once

#include "align/explain.h"

/* Prints what speaks for rows of a bitext and against them, to a file (NULL: standard output).
 * rows: what the user says: row numbers from 1, with commas between, NULL at the end.
 * Errors: USAGE for what is no row; IO. */
gboolean birge_align_print_explanations(const BirgeBitext *bitext, const char *const *rows,
                                        const BirgeAlignOptions *options, const char *path,
                                        GError **error);
