/* Any bytes as a bitext: what can be read goes through all writers, and comes back as JSON. */
#include "exchange/exchange.h"

#include "base/error.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static GString *write_bitext(const BirgeBitext *bitext, const BirgeFormat *format) {
  const BirgeWriteOptions options = {0};
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  if (!format->write(bitext, &options, output, &error))
    g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  return g_steal_pointer(&text);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = birge_bitext_parse_json("fuzz", bytes, &error);
  g_assert_true((bitext != NULL) == !error);
  if (!bitext)
    return 0;
  for (const BirgeFormat *format = birge_exchange_formats(); format->name; format++) {
    g_autoptr(GString) first = write_bitext(bitext, format);
    if (!g_str_equal(format->name, "json"))
      continue;
    g_autoptr(GBytes) again = g_bytes_new(first->str, first->len);
    g_autoptr(BirgeBitext) same = birge_bitext_parse_json("again", again, &error);
    g_assert_no_error(error);
    g_autoptr(GString) second = write_bitext(same, format);
    g_assert_cmpstr(second->str, ==, first->str);
  }
  return 0;
}
