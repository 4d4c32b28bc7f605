/* A file that is handed back: what can be read of it is TMX. */
#pragma once

#include "exchange/import.h"

static inline gboolean write_unit(const BirgeUnit *unit, gpointer data, GError **error) {
  g_assert_cmpuint(unit->variants->len, >=, 2);
  return birge_tmx_writer_add(data, unit, error);
}

static inline gboolean count_unit(const BirgeUnit *unit G_GNUC_UNUSED, gpointer data,
                                  GError **error G_GNUC_UNUSED) {
  (*(guint *)data)++;
  return TRUE;
}

/* Reads bytes as a file of that name, writes what was read, and reads that. */
static inline int import_bytes(const char *name, const guint8 *data, gsize size) {
  static BirgeLocales *locales; /* kept for all runs */
  if (!locales)
    locales = birge_locales_load(NULL);
  const BirgeImportOptions options = {locales, "en", "ckb", BIRGE_STATUS_PROPOSED};
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  BirgeTmxWriter *writer = birge_tmx_writer_new(output, NULL, NULL);
  BirgeImportCounts counts;
  gboolean ok = birge_import_parse(name, bytes, &options, write_unit, writer, &counts, &error);
  birge_tmx_writer_end(writer);
  g_assert_true(ok == !error);
  if (!ok)
    return 0;
  guint n = 0;
  g_autoptr(GBytes) tmx = g_bytes_new(text->str, text->len);
  birge_tmx_parse("made", tmx, count_unit, &n, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(n, ==, counts.n_approved + counts.n_proposed + counts.n_rejected);
  return 0;
}
