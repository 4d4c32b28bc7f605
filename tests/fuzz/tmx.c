/* Any bytes as a TMX file: what can be read can be written, and read again as the same. */
#include "exchange/exchange.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static gboolean keep_unit(const BirgeUnit *unit, gpointer units, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(units, birge_unit_ref(unit));
  return TRUE;
}

static GString *write_units(const GPtrArray *units, const BirgeTmxHeader *header) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  BirgeTmxWriter *writer = birge_tmx_writer_new(output, NULL, header);
  for (guint i = 0; i < units->len; i++)
    birge_tmx_writer_add(writer, units->pdata[i], &error);
  birge_tmx_writer_end(writer);
  g_assert_no_error(error);
  return g_steal_pointer(&text);
}

/* Reads bytes as a file and writes what was read; NULL if they are no TMX. */
static GString *rewrite(const void *bytes, gsize size) {
  int fd = memfd_create("fuzz", 0);
  g_assert_cmpint(write(fd, bytes, size), ==, (gssize)size);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autoptr(BirgeTmxHeader) header = NULL;
  g_autoptr(GError) error = NULL;
  gboolean read = birge_tmx_read(path, keep_unit, units, &header, &error);
  close(fd);
  g_assert_true(read == !error && read == (header != NULL));
  return read ? write_units(units, header) : NULL;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(GString) first = rewrite(data, size);
  if (!first)
    return 0;
  g_autoptr(GString) second = rewrite(first->str, first->len);
  g_assert_nonnull(second);
  g_assert_cmpstr(first->str, ==, second->str);
  return 0;
}
