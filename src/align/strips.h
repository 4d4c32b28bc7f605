/* Figures that are kept near where they are asked for: a band along two documents. */
#pragma once

#include <glib.h>

/* A table of rows and blocks of columns of which only those strips are there that were asked for.
 */
typedef struct _BirgeStrips BirgeStrips;

/* n_figures: of a strip. */
BirgeStrips *birge_strips_new(guint32 n_rows, guint n_figures);
void birge_strips_free(BirgeStrips *strips);

/* Returns the strip of a row and a block of columns; is_new: it was not there, and its figures mean
 * nothing yet. It lives until birge_strips_clear(). Fast where one row's strips are few or asked
 * for one after the other. */
float *birge_strips_find(BirgeStrips *strips, guint32 row, guint32 block, gboolean *is_new);

void birge_strips_clear(BirgeStrips *strips);
