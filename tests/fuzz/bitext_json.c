/* Any bytes as a bitext: what can be read goes through all writers, and comes back as JSON; in
 * parts it is the same. */
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

/* Reads parts of a row each. Returns how many rows they have, -1 if something is wrong. */
static int count_rows(GBytes *bytes) {
  g_autoptr(BirgeParts) parts = birge_parts_parse_json("parts", bytes, 1, NULL);
  for (int n = 0; parts;) {
    g_autoptr(BirgeBitext) part = NULL;
    if (!parts->next(parts, &part, NULL))
      return -1;
    if (!part)
      return n;
    g_autofree char *wrong = birge_bitext_check(part);
    g_assert_null(wrong);
    n += (int)part->n_rows;
  }
  return -1;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = birge_bitext_parse_json("fuzz", bytes, &error);
  g_assert_true((bitext != NULL) == !error);
  g_assert_cmpint(count_rows(bytes), ==, bitext ? (int)bitext->n_rows : -1);
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
