/* Any bytes through the XML door: what comes out is balanced and UTF-8, and what libxml2 alone
 * makes of it, whatever the pieces in which it comes. */
#include "base/xml.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

typedef struct {
  GString *events;
  int depth;
} Log;

static void on_start(BirgeXml *xml, const char *name, const char *const *attributes) {
  Log *log = birge_xml_user_data(xml);
  log->depth++;
  g_assert_true(g_utf8_validate(name, -1, NULL));
  g_string_append_printf(log->events, "<%s line=%" G_GUINT64_FORMAT, name, birge_xml_line(xml));
  for (guint i = 0; attributes[i]; i++) {
    g_assert_true(g_utf8_validate(attributes[i], -1, NULL));
    g_string_append_printf(log->events, "\x01%s", attributes[i]);
  }
  g_string_append_c(log->events, '\x02');
}

static void on_end(BirgeXml *xml, const char *name) {
  Log *log = birge_xml_user_data(xml);
  g_assert_cmpint(--log->depth, >=, 0);
  g_string_append_printf(log->events, "</%s line=%" G_GUINT64_FORMAT "\x02", name,
                         birge_xml_line(xml));
}

static void on_text(BirgeXml *xml, const char *text, gsize length) {
  g_assert_true(g_utf8_validate_len(text, length, NULL));
  g_assert_cmpuint(birge_xml_line(xml), >, 0);
  g_string_append_len(((Log *)birge_xml_user_data(xml))->events, text, (gssize)length);
}

/* Drops the text at the end: how much of it is told before an error is not said. */
static void drop_text(GString *events) {
  while (events->len > 0 && events->str[events->len - 1] != '\x02')
    g_string_truncate(events, events->len - 1);
}

/* Returns the events and, if what is read is no XML, that it is none.
 * message: receives what is said of it; NULL if it is XML. */
static GString *read_source(const BirgeXmlSource *source, char **message) {
  const BirgeXmlHandler handler = {on_start, on_end, on_text};
  g_autoptr(GError) error = NULL;
  Log log = {g_string_new(NULL), 0};
  if (birge_xml_parse_source(source, &handler, &log, &error)) {
    g_assert_cmpint(log.depth, ==, 0);
  } else {
    g_assert_cmpint((int)error->domain, ==, (int)BIRGE_ERROR);
    drop_text(log.events);
    g_string_append(log.events, "failed");
    *message = g_strdup_printf("%d %s", error->code, error->message);
  }
  return log.events;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  BirgeXmlSource source = {"fuzz", bytes, 0, TRUE};
  g_autofree char *expected_message = NULL, *message = NULL, *other_message = NULL;
  g_autoptr(GString) expected = read_source(&source, &expected_message);
  source.by_library = FALSE;
  g_autoptr(GString) whole = read_source(&source, &message);
  g_assert_cmpstr(whole->str, ==, expected->str);
  /* Of several faults at the end, either may be named where what breaks off can't be decoded. */
  g_assert_true(!message == !expected_message);
  if (message && !strstr(message, "bytes that mean nothing") &&
      !strstr(expected_message, "bytes that mean nothing"))
    g_assert_cmpstr(message, ==, expected_message);
  /* Of what is wrong, libxml2 itself does not tell the same in pieces as of the whole. */
  source.piece = 1 + size % 61 + size / 256;
  g_autoptr(GString) pieces = read_source(&source, &other_message);
  g_assert_true(!other_message == !message);
  if (!message)
    g_assert_cmpstr(pieces->str, ==, expected->str);
  return 0;
}
