/* Keeps figures in strips: for each row a list, the one last asked for in front. */
#include "align/strips.h"

typedef struct _Strip {
  struct _Strip *next;
  guint32 block;
  float figures[];
} Strip;

struct _BirgeStrips {
  Strip **first; /* by row */
  GArray *rows;  /* of guint32: those that have strips */
  guint n_figures;
};

BirgeStrips *birge_strips_new(guint32 n_rows, guint n_figures) {
  BirgeStrips *strips = g_new0(BirgeStrips, 1);
  strips->first = g_new0(Strip *, (gsize)n_rows + 1);
  strips->rows = g_array_new(FALSE, FALSE, sizeof(guint32));
  strips->n_figures = n_figures;
  return strips;
}

float *birge_strips_find(BirgeStrips *strips, guint32 row, guint32 block, gboolean *is_new) {
  Strip *first = strips->first[row];
  *is_new = FALSE;
  if (first && first->block == block)
    return first->figures;
  Strip **at = &strips->first[row];
  while (*at && (*at)->block != block)
    at = &(*at)->next;
  Strip *strip = *at;
  if (strip) {
    *at = strip->next;
  } else {
    strip = g_malloc(sizeof(Strip) + strips->n_figures * sizeof(float));
    strip->block = block;
    *is_new = TRUE;
    if (!first)
      g_array_append_val(strips->rows, row);
  }
  strip->next = strips->first[row];
  strips->first[row] = strip;
  return strip->figures;
}

void birge_strips_clear(BirgeStrips *strips) {
  for (guint i = 0; i < strips->rows->len; i++) {
    Strip **first = &strips->first[g_array_index(strips->rows, guint32, i)];
    while (*first) {
      Strip *strip = *first;
      *first = strip->next;
      g_free(strip);
    }
  }
  g_array_set_size(strips->rows, 0);
}

void birge_strips_free(BirgeStrips *strips) {
  birge_strips_clear(strips);
  g_array_unref(strips->rows);
  g_free(strips->first);
  g_free(strips);
}
