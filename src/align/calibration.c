/* Counts how often rows are right, by their confidence. */
#include "align/calibration.h"

#include <math.h>
#include <string.h>

static void append_line(GString *text, guint32 line, gboolean is_first) {
  g_string_append_printf(text, is_first ? "%u" : ",%u", line);
}

/* A bead as text, so that equal ones are equal; yours. */
static char *name_bead(const BirgeBeads *beads, guint bead) {
  GString *text = g_string_new(NULL);
  for (guint s = 0; s < beads->n_sides; s++) {
    BirgeBeadSide side = birge_beads_side(beads, bead, s);
    for (guint i = 0; i < side.n; i++)
      append_line(text, side.lines[i], i == 0);
    g_string_append_c(text, ':');
  }
  return g_string_free(text, FALSE);
}

static char *name_row(const BirgeRow *row, guint n_documents) {
  GString *text = g_string_new(NULL);
  for (guint d = 0; d < n_documents; d++) {
    gboolean is_first = TRUE;
    for (guint s = row->runs[d].first; s < row->runs[d].end; s++) {
      if (birge_row_has_gap(row, d, s - row->runs[d].first))
        continue;
      append_line(text, s, is_first);
      is_first = FALSE;
    }
    g_string_append_c(text, ':');
  }
  return g_string_free(text, FALSE);
}

static gint compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Returns the names of all beads, sorted, of char*; yours. */
static GPtrArray *sort_beads(const BirgeBeads *beads) {
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  for (guint b = 0; b < beads->n_beads; b++)
    g_ptr_array_add(names, name_bead(beads, b));
  g_ptr_array_sort(names, compare_names);
  return names;
}

void birge_calibration_add(BirgeCalibration *calibration, const BirgeBeads *gold,
                           const BirgeBitext *found) {
  g_return_if_fail(gold->n_beads == 0 || gold->n_sides == found->n_documents);
  g_autoptr(GPtrArray) names = sort_beads(gold);
  for (guint r = 0; r < found->n_rows; r++) {
    const BirgeRow *row = &found->rows[r];
    if (!birge_row_is_tied(row, found->n_documents))
      continue;
    g_autofree char *name = name_row(row, found->n_documents);
    gboolean is_right = names->len > 0 && bsearch(&name, names->pdata, names->len,
                                                  sizeof *names->pdata, compare_names) != NULL;
    double confidence = CLAMP(row->confidence, 0, 1);
    guint bin = MIN((guint)(confidence * BIRGE_N_BINS), BIRGE_N_BINS - 1);
    calibration->n_rows[bin]++;
    calibration->n_right[bin] += is_right ? 1 : 0;
    calibration->sums[bin] += confidence;
    calibration->n_sure += confidence >= BIRGE_SURE_CONFIDENCE ? 1 : 0;
    calibration->n_sure_right += confidence >= BIRGE_SURE_CONFIDENCE && is_right ? 1 : 0;
  }
}

guint64 birge_calibration_n_rows(const BirgeCalibration *calibration) {
  guint64 n = 0;
  for (guint bin = 0; bin < BIRGE_N_BINS; bin++)
    n += calibration->n_rows[bin];
  return n;
}

double birge_calibration_error(const BirgeCalibration *calibration) {
  guint64 n = birge_calibration_n_rows(calibration);
  double sum = 0;
  for (guint bin = 0; bin < BIRGE_N_BINS; bin++)
    sum += fabs(calibration->sums[bin] - (double)calibration->n_right[bin]);
  return n > 0 ? sum / (double)n : 0;
}
