/* How far the scanner reads by itself, and where it leaves off for libxml2. */
#include "base/xml_scan.h"

#include <string.h>

static const BirgeXmlHandler handler = {NULL, NULL, NULL};

/* Reads a document in pieces. Returns the offset up to which it was read. */
static guint64 scan(const char *text, gsize length, gsize piece) {
  g_autoptr(BirgeXmlScanner) scanner = birge_xml_scanner_new(NULL, &handler);
  gboolean goes_on = TRUE;
  for (gsize i = 0; i < length && goes_on; i += piece)
    goes_on = birge_xml_scanner_feed(scanner, text + i, MIN(piece, length - i), FALSE);
  if (goes_on && birge_xml_scanner_feed(scanner, "", 0, TRUE))
    return length;
  return scanner->n_dropped + scanner->place;
}

static void plain_documents_are_read_to_their_end(void) {
  static const char *const documents[] = {
      "<a/>",
      "<?xml version=\"1.0\"?><a></a>",
      "<?xml version='1.0' encoding='UTF-8' standalone=\"no\" ?>\n<a\n>\n</a >\n",
      "<!DOCTYPE a><a/>",
      "<!DOCTYPE a SYSTEM \"a.dtd\"><a/>\n",
      "<!DOCTYPE a PUBLIC '-//A//B:C//EN' 'http://a.example/a.dtd'>\r\n<a/>",
      "<!-- a - b --><a><!-- ە --></a><!---->",
      "<a xmlns='b'/>",
      "<a b='1' c = \"&lt;&#10;\r\n\t'\" xml:lang='ckb'>&amp;&#x10FFFF;&#1749;]] ە\r\n</a>",
      "<a>\xF4\x8F\xBF\xBD\xED\x9F\xBF\xEE\x80\x80\xE0\xA0\x80\xC2\x80\x7F</a>",
  };
  for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
    gsize length = strlen(documents[i]);
    g_assert_cmpuint(scan(documents[i], length, length), ==, length);
  }
}

/* Each with the offset at which the scanner gives up. */
static void what_is_unusual_is_left_alone(void) {
  static const struct {
    const char *text;
    guint64 offset;
  } documents[] = {
      {"text", 0},
      {"<a>b", 3},                /* has no end */
      {"<a><b></a>", 6},          /* tags that don't match */
      {"<a>b]]>", 3},             /* not text */
      {"<a>&b;</a>", 3},          /* an entity of its own */
      {"<a>&#0;</a>", 3},         /* no character */
      {"<a>&#xD800;</a>", 3},     /* a surrogate */
      {"<a>&#x110000;</a>", 3},   /* beyond Unicode */
      {"<a>\x01</a>", 3},         /* a control */
      {"<a>\xED\xA0\x80</a>", 3}, /* a surrogate */
      {"<a>\xEF\xBF\xBF</a>", 3}, /* U+FFFF */
      {"<a>\xC0\x80</a>", 3},     /* overlong */
      {"<a>b\rc</a>", 3},         /* a carriage return alone */
      {"<a><![CDATA[b]]></a>", 3},
      {"<a><?b?></a>", 3},
      {"<a><b:c/></a>", 3},
      {"<a><b c='<'/></a>", 3},
      {"<a><b c='1' c='2'/></a>", 3},
      {"<a><b c='1'd='2'/></a>", 3},
      {"<a xmlns:b='c'/>", 0},
      {"<a b:c='d'/>", 0},
      {"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", 0},
      {"<a><!-- b -- c --></a>", 3},
      {"<a/><a/>", 4},
      {"<a/>b", 4},
      {"<?xml version=\"1.1\"?><a/>", 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
    gsize length = strlen(documents[i].text);
    g_assert_cmpuint(scan(documents[i].text, length, length), ==, documents[i].offset);
  }
}

static void tags_up_to_the_limit_are_read(void) {
  static const struct {
    gsize n_name;
    gsize n_attributes;
    gboolean is_read;
  } tags[] = {
      {BIRGE_MAX_SCANNED_NAME, BIRGE_MAX_SCANNED_ATTRIBUTES, TRUE},
      {BIRGE_MAX_SCANNED_NAME + 1, BIRGE_MAX_SCANNED_ATTRIBUTES, FALSE},
      {BIRGE_MAX_SCANNED_NAME, BIRGE_MAX_SCANNED_ATTRIBUTES + 1, FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
    g_autoptr(GString) tag = g_string_new("<");
    for (gsize n = 0; n < tags[i].n_name; n++)
      g_string_append_c(tag, 'a');
    for (gsize n = 0; n < tags[i].n_attributes; n++)
      g_string_append_printf(tag, " a%u='1'", (guint)n);
    g_string_append(tag, "/>");
    g_assert_cmpuint(scan(tag->str, tag->len, tag->len), ==, tags[i].is_read ? tag->len : 0);
  }
}

static void long_tags_and_deep_elements_are_left_alone(void) {
  g_autoptr(GString) tag = g_string_new("<a b='");
  for (guint i = 0; i < 3 * BIRGE_MAX_SCANNED_TAG; i++)
    g_string_append_c(tag, 'c');
  g_string_append(tag, "'/>");
  g_assert_cmpuint(scan(tag->str, tag->len, BIRGE_MAX_SCANNED_TAG), ==, 0);
  g_autoptr(GString) deep = g_string_new(NULL);
  for (guint i = 0; i <= BIRGE_MAX_XML_DEPTH; i++)
    g_string_append(deep, "<a>");
  g_assert_cmpuint(scan(deep->str, deep->len, deep->len), ==, 3 * BIRGE_MAX_XML_DEPTH);
}

static void memory_stays_small(void) {
  g_autoptr(GString) text = g_string_new("<a>");
  for (guint i = 0; i < 100000; i++)
    g_string_append(text, "<b>0123456789</b>\n");
  g_string_append(text, "</a>");
  g_autoptr(BirgeXmlScanner) scanner = birge_xml_scanner_new(NULL, &handler);
  for (gsize i = 0; i < text->len; i += 4096)
    g_assert_true(birge_xml_scanner_feed(scanner, text->str + i, MIN(4096, text->len - i), FALSE));
  g_assert_cmpuint(scanner->size, <, 3 * 4096);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/xml_scan/plain_documents_are_read_to_their_end",
                  plain_documents_are_read_to_their_end);
  g_test_add_func("/xml_scan/what_is_unusual_is_left_alone", what_is_unusual_is_left_alone);
  g_test_add_func("/xml_scan/tags_up_to_the_limit_are_read", tags_up_to_the_limit_are_read);
  g_test_add_func("/xml_scan/long_tags_and_deep_elements_are_left_alone",
                  long_tags_and_deep_elements_are_left_alone);
  g_test_add_func("/xml_scan/memory_stays_small", memory_stays_small);
  return g_test_run();
}
