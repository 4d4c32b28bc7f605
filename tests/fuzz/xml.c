/* Any bytes through the XML door: what comes out is balanced and UTF-8. */
#include "base/xml.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void on_start(BirgeXml *xml, const char *name, const char *const *attributes) {
  ++*(int *)birge_xml_user_data(xml);
  g_assert_true(g_utf8_validate(name, -1, NULL));
  for (guint i = 0; attributes[i]; i++)
    g_assert_true(g_utf8_validate(attributes[i], -1, NULL));
}

static void on_end(BirgeXml *xml, const char *name G_GNUC_UNUSED) {
  g_assert_cmpint(--*(int *)birge_xml_user_data(xml), >=, 0);
}

static void on_text(BirgeXml *xml, const char *text, gsize length) {
  g_assert_true(g_utf8_validate_len(text, length, NULL));
  g_assert_cmpuint(birge_xml_line(xml), >, 0);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  const BirgeXmlHandler handler = {on_start, on_end, on_text};
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GError) error = NULL;
  int depth = 0;
  if (birge_xml_parse_bytes("fuzz", bytes, &handler, &depth, &error))
    g_assert_cmpint(depth, ==, 0);
  else
    g_assert_cmpint((int)error->domain, ==, (int)BIRGE_ERROR);
  return 0;
}
