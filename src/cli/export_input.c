/* Reads the units that are to be exported. */
#include "cli/export_input.h"

#include "base/input.h"
#include "cli/command.h"
#include "cli/output_options.h"
#include "exchange/salvage.h"

#include <stdio.h>
#include <string.h>

/* One of memory, bytes, path. */
struct _BirgeExportInput {
  BirgeMemory *memory;
  GBytes *bytes; /* what can't be read twice: standard input, a bitext as TMX */
  char *path;
  char *name;
  gboolean is_repairing;
  gboolean was_read; /* repairs were told */
};

/* Reads a bitext, without the rows that are too doubtful. */
static BirgeBitext *read_sure(const char *path, const char *min_confidence,
                              const BirgeFormat *format, GError **error) {
  double least;
  if (!birge_parse_min_confidence(min_confidence, format, &least, error))
    return NULL;
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(path, error);
  return bitext && min_confidence ? birge_leave_out_rows(bitext, least, min_confidence)
                                  : (BirgeBitext *)g_steal_pointer(&bitext);
}

/* Returns a bitext's units as TMX, yours. */
static GBytes *read_bitext(const char *path, const char *min_confidence, GError **error) {
  const BirgeFormat *format = birge_format_find(birge_exchange_formats(), "tmx");
  g_autoptr(BirgeBitext) bitext = read_sure(path, min_confidence, format, error);
  if (!bitext)
    return NULL;
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  const BirgeWriteOptions options = {0};
  if (!format->write(bitext, &options, output, error))
    return NULL;
  return g_string_free_to_bytes(g_steal_pointer(&text));
}

static gboolean is_bitext(const char *path) {
  return g_str_has_suffix(path, ".json") && !g_file_test(path, G_FILE_TEST_IS_DIR);
}

static gboolean open_input(BirgeExportInput *input, const BirgeExportReading *reading,
                           GError **error) {
  if (g_file_test(input->path, G_FILE_TEST_IS_DIR)) {
    input->memory = birge_memory_open(input->path, reading->source, reading->locales, error);
    return input->memory != NULL;
  }
  if (!is_bitext(input->path) && !g_str_equal(input->path, "-"))
    return TRUE;
  input->bytes = is_bitext(input->path) ? read_bitext(input->path, reading->min_confidence, error)
                                        : birge_file_read(input->path, error);
  return input->bytes != NULL;
}

BirgeExportInput *birge_export_input_open(const char *path, const BirgeExportReading *reading,
                                          GError **error) {
  if (reading->is_repairing && (g_file_test(path, G_FILE_TEST_IS_DIR) || is_bitext(path))) {
    birge_fail_usage(error, "--repair takes one TMX file");
    return NULL;
  }
  if (reading->min_confidence && !is_bitext(path)) {
    birge_fail_usage(error, "--min-confidence takes a bitext, FILE.json");
    return NULL;
  }
  g_autoptr(BirgeExportInput) input = g_new0(BirgeExportInput, 1);
  input->path = g_strdup(path);
  input->name = g_strdup(birge_input_name(path));
  input->is_repairing = reading->is_repairing;
  return open_input(input, reading, error) ? g_steal_pointer(&input) : NULL;
}

void birge_export_input_close(BirgeExportInput *input) {
  g_clear_pointer(&input->memory, birge_memory_free);
  g_clear_pointer(&input->bytes, g_bytes_unref);
  g_free(input->path);
  g_free(input->name);
  g_free(input);
}

static void tell_repair(const char *file, guint64 line, const char *what,
                        gpointer user_data G_GNUC_UNUSED) {
  fprintf(stderr, "birge: %s:%" G_GUINT64_FORMAT ": %s\n", file, line, what);
}

static gboolean salvage(BirgeExportInput *input, BirgeUnitFunc unit_func, gpointer user_data,
                        BirgeTmxHeader **header, GError **error) {
  const BirgeSalvage how = {unit_func, input->was_read ? NULL : tell_repair, user_data};
  input->was_read = TRUE;
  if (input->bytes)
    return birge_tmx_salvage_bytes(input->name, input->bytes, &how, header, error);
  return birge_tmx_salvage(input->path, &how, header, error);
}

static gboolean read_memory(const BirgeMemory *memory, BirgeUnitFunc unit_func, gpointer user_data,
                            GError **error) {
  const GPtrArray *units = birge_memory_units(memory, error);
  for (guint i = 0; units && i < units->len; i++) {
    if (!unit_func(units->pdata[i], user_data, error))
      return FALSE;
  }
  return units != NULL;
}

gboolean birge_export_input_read(BirgeExportInput *input, BirgeUnitFunc unit_func,
                                 gpointer user_data, BirgeTmxHeader **header, GError **error) {
  if (input->memory) {
    if (header)
      *header = birge_tmx_header_new();
    return read_memory(input->memory, unit_func, user_data, error);
  }
  if (input->is_repairing)
    return salvage(input, unit_func, user_data, header, error);
  if (input->bytes)
    return birge_tmx_parse(input->name, input->bytes, unit_func, user_data, header, error);
  return birge_tmx_read(input->path, unit_func, user_data, header, error);
}
