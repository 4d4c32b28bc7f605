/* Any bytes as a bitext: what can be read goes through all writers, and comes back as JSON. */
#include "writers.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static char *write_json(const BirgeBitext *bitext) {
  const BirgeWriteOptions options = {0};
  const BirgeFormat *format = birge_exchange_formats();
  while (!g_str_equal(format->name, "json"))
    format++;
  return write_format(bitext, format, &options);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = birge_bitext_parse_json("fuzz", bytes, &error);
  g_assert_true((bitext != NULL) == !error);
  if (!bitext)
    return 0;
  write_all(bitext, NULL);
  g_autofree char *first = write_json(bitext);
  g_autoptr(GBytes) again = g_bytes_new(first, strlen(first));
  g_autoptr(BirgeBitext) same = birge_bitext_parse_json("again", again, &error);
  g_assert_no_error(error);
  g_autofree char *second = write_json(same);
  g_assert_cmpstr(second, ==, first);
  return 0;
}
