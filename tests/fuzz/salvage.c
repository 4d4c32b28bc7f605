/* Any bytes as a damaged TMX file: what is had of them can be written, and read without repair. */
#include "exchange/salvage.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static gboolean keep_unit(const BirgeUnit *unit, gpointer units, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(units, birge_unit_ref(unit));
  return TRUE;
}

static GString *write_units(const GPtrArray *units, const BirgeTmxHeader *header) {
  GString *text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  BirgeTmxWriter *writer = birge_tmx_writer_new(output, NULL, header);
  for (guint i = 0; i < units->len; i++)
    birge_tmx_writer_add(writer, units->pdata[i], &error);
  birge_tmx_writer_end(writer);
  g_assert_no_error(error);
  return text;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autoptr(BirgeTmxHeader) header = NULL;
  g_autoptr(GError) error = NULL;
  const BirgeSalvage how = {keep_unit, NULL, units};
  if (!birge_tmx_salvage_bytes("fuzz", bytes, &how, &header, &error)) {
    g_assert_nonnull(error);
    return 0;
  }
  g_autoptr(GString) text = write_units(units, header);
  g_autoptr(GBytes) written = g_bytes_new(text->str, text->len);
  g_autoptr(GPtrArray) again = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_assert_true(birge_tmx_parse("fuzz", written, keep_unit, again, NULL, &error));
  g_assert_no_error(error);
  return 0;
}
