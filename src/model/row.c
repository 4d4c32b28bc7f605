/* What rows say of themselves, and the names of it. */
#include "model/row.h"

gboolean birge_row_has_gap(const BirgeRow *row, guint document, guint s) {
  return s < BIRGE_MAX_GAPS && (row->gaps[document] >> s & 1);
}

guint birge_row_count_gaps(const BirgeRow *row, guint n_documents) {
  guint n = 0;
  for (guint d = 0; d < n_documents; d++)
    for (guint32 gaps = row->gaps[d]; gaps; gaps &= gaps - 1)
      n++;
  return n;
}

gboolean birge_row_is_tied(const BirgeRow *row, guint n_documents) {
  guint n_filled = 0;
  for (guint d = 0; d < n_documents; d++)
    n_filled += row->runs[d].end > row->runs[d].first ? 1 : 0;
  return n_filled > 1;
}

void birge_rows_place_empty_runs(BirgeRow *rows, guint n_rows, guint n_documents) {
  for (guint d = 0; d < n_documents; d++) {
    guint next = 0;
    for (guint r = 0; r < n_rows; r++) {
      BirgeRun *run = &rows[r].runs[d];
      if (run->first == run->end)
        *run = (BirgeRun){next, next};
      next = run->end;
    }
  }
}

static gboolean parse_name(const char *const *names, guint n_names, const char *name,
                           guint *value) {
  for (guint i = 0; i < n_names; i++) {
    if (g_str_equal(name, names[i])) {
      *value = i;
      return TRUE;
    }
  }
  return FALSE;
}

static const char *const origin_names[] = {
    [BIRGE_ORIGIN_ALIGNED] = "aligned", [BIRGE_ORIGIN_EXACT] = "exact",
    [BIRGE_ORIGIN_CONTEXT] = "context", [BIRGE_ORIGIN_FUZZY] = "fuzzy",
    [BIRGE_ORIGIN_HAND] = "hand",
};

const char *birge_origin_print(BirgeOrigin origin) {
  return origin_names[origin];
}

gboolean birge_origin_parse(const char *name, BirgeOrigin *origin) {
  guint value;
  if (!parse_name(origin_names, G_N_ELEMENTS(origin_names), name, &value))
    return FALSE;
  *origin = (BirgeOrigin)value;
  return TRUE;
}

static const char *const status_names[] = {
    [BIRGE_STATUS_PROPOSED] = "proposed",
    [BIRGE_STATUS_APPROVED] = "approved",
    [BIRGE_STATUS_REJECTED] = "rejected",
};

const char *birge_status_print(BirgeStatus status) {
  return status_names[status];
}

gboolean birge_status_parse(const char *name, BirgeStatus *status) {
  guint value;
  if (!parse_name(status_names, G_N_ELEMENTS(status_names), name, &value))
    return FALSE;
  *status = (BirgeStatus)value;
  return TRUE;
}
