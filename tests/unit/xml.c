/* What comes in through the XML door, and what is turned away. */
#include "base/xml.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Events as text: `<name a="v">`, `</name>`, text as it is. */
static void log_start(BirgeXml *xml, const char *name, const char *const *attributes) {
  GString *log = birge_xml_user_data(xml);
  g_string_append_printf(log, "<%s", name);
  for (guint i = 0; attributes[i]; i += 2)
    g_string_append_printf(log, " %s=\"%s\"", attributes[i], attributes[i + 1]);
  g_string_append_c(log, '>');
}

static void log_end(BirgeXml *xml, const char *name) {
  g_string_append_printf(birge_xml_user_data(xml), "</%s>", name);
}

static void log_text(BirgeXml *xml, const char *text, gsize length) {
  g_string_append_len(birge_xml_user_data(xml), text, (gssize)length);
}

static const BirgeXmlHandler logger = {log_start, log_end, log_text};

static gboolean parse(const char *data, gsize length, GString *log, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(data, length);
  return birge_xml_parse_bytes("file.xml", bytes, &logger, log, error);
}

static void assert_events(const char *data, gsize length, const char *expected) {
  g_autoptr(GString) log = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  parse(data, length, log, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(log->str, ==, expected);
}

static void assert_error(const char *data, gsize length, BirgeError code, const char *message) {
  g_autoptr(GString) log = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  g_assert_false(parse(data, length, log, &error));
  g_assert_nonnull(error);
  g_assert_cmpstr(error->message, ==, message);
  g_assert_error(error, BIRGE_ERROR, (int)code);
}

#define EVENTS(data, expected) assert_events(data, sizeof data - 1, expected)
#define FAILS(data, code, message) assert_error(data, sizeof data - 1, code, message)

/* `before`, n times `middle`, `after`. */
static GString *repeat(const char *before, const char *middle, gsize n, const char *after) {
  GString *text = g_string_new(before);
  for (gsize i = 0; i < n; i++)
    g_string_append(text, middle);
  return g_string_append(text, after);
}

static void assert_message_of(GString *document, BirgeError code, const char *part) {
  g_autoptr(GString) log = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  g_assert_false(parse(document->str, document->len, log, &error));
  g_assert_error(error, BIRGE_ERROR, (int)code);
  g_assert_nonnull(strstr(error->message, part));
}

static void assert_passes(GString *document) {
  g_autoptr(GString) log = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  parse(document->str, document->len, log, &error);
  g_assert_no_error(error);
}

static void events_come_in_order(void) {
  EVENTS("<a b=\"1\"> x<c d='&lt;2' xml:lang='ckb'/>&amp;<![CDATA[<y>]]>&#x6A9;</a>",
         "<a b=\"1\"> x<c d=\"<2\" xml:lang=\"ckb\"></c>&<y>ک</a>");
}

static void elements_lose_their_prefix_and_attributes_keep_it(void) {
  EVENTS("<t:a xmlns:t='u' t:b='1' c='2' xmlns='v'><d/></t:a>", "<a t:b=\"1\" c=\"2\"><d></d></a>");
}

static void a_prefix_without_a_namespace_is_no_error(void) {
  EVENTS("<t:a u:b='1'/>", "<a u:b=\"1\"></a>");
}

static void utf16_is_read_in_both_byte_orders(void) {
  EVENTS("\xFF\xFE<\0a\0>\0\xA9\x06<\0/\0a\0>\0", "<a>ک</a>");
  EVENTS("\xFE\xFF\0<\0a\0>\x06\xA9\0<\0/\0a\0>", "<a>ک</a>");
}

static void a_utf8_byte_order_mark_is_no_text(void) {
  EVENTS("\xEF\xBB\xBF<a/>", "<a></a>");
}

static void declared_encodings_are_read(void) {
  EVENTS("<?xml version='1.0' encoding='windows-1256'?><a>\xC7\x98</a>", "<a>اک</a>");
  EVENTS("<?xml version=\"1.0\" encoding = \"ISO-8859-1\"?><a>\xE9</a>", "<a>é</a>");
  EVENTS("<?xml version='1.0' encoding='US-ASCII'?><a>&#x6A9;</a>", "<a>ک</a>");
  EVENTS("<?xml version='1.0' encoding='utf-8'?><a>ک</a>", "<a>ک</a>");
}

static void bytes_outside_the_encoding_are_an_error(void) {
  FAILS("<a>\nab\xE9 no</a>", BIRGE_ERROR_ENCODING,
        "file.xml:2: column 3: not UTF-8 at byte offset 6: 0xE9 0x20 0x6E 0x6F");
  FAILS("\xEF\xBB\xBF<a>\nab\xE9 no</a>", BIRGE_ERROR_ENCODING,
        "file.xml:2: column 3: not UTF-8 at byte offset 9: 0xE9 0x20 0x6E 0x6F");
  FAILS("<a><![CDATA[\xE0\x80\xAF]]></a>", BIRGE_ERROR_ENCODING,
        "file.xml:1: column 13: the CDATA section is not UTF-8");
  FAILS("<?xml version='1.0' encoding='US-ASCII'?><a>x\xC3\xA9</a>", BIRGE_ERROR_ENCODING,
        "file.xml:1: bytes that mean nothing in the encoding at byte offset 45");
  FAILS("\xFF\xFE<\0a\0>\0\n\0\0\xD8x\0<\0/\0a\0>\0", BIRGE_ERROR_ENCODING,
        "file.xml:2: bytes that mean nothing in the encoding at byte offset 10");
  FAILS("\xFF\xFE<\0a\0>\0<", BIRGE_ERROR_ENCODING,
        "file.xml:1: bytes that mean nothing in the encoding at byte offset 8");
}

static void wrong_encoding_names_are_an_error(void) {
  FAILS("<?xml version='1.0' encoding='klingon'?><a/>", BIRGE_ERROR_ENCODING,
        "file.xml:1: column 1: unknown encoding 'klingon'");
  FAILS("<?xml version='1.0' encoding='UTF-16'?><a/>", BIRGE_ERROR_ENCODING,
        "file.xml:1: column 1: says that it is in UTF-16, but is not");
}

static void what_is_not_xml_is_an_error(void) {
  FAILS("", BIRGE_ERROR_INPUT, "file.xml: is empty");
  FAILS("  \n", BIRGE_ERROR_FORMAT, "file.xml:2: column 1: breaks off before the first element");
  FAILS("plain text", BIRGE_ERROR_FORMAT, "file.xml:1: column 1: is not XML, expected '<'");
  FAILS("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 1: is not XML, expected '<'");
  FAILS("<a>\0</a>", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 4: character U+0000, which XML forbids");
  FAILS("<a>\n\x0B</a>", BIRGE_ERROR_FORMAT,
        "file.xml:2: column 1: character U+000B, which XML forbids");
  FAILS("<a b='\xEF\xBF\xBE'/>", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 7: character U+FFFE, which XML forbids");
  FAILS("<a b='&#11;'/>", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 12: character U+000B, which XML forbids");
  FAILS("<a>&#xFFFF;</a>", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 12: character U+FFFF, which XML forbids");
  FAILS("<a></a><b/>", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 8: extra content at the end of the document");
  FAILS("<a>\n</b>", BIRGE_ERROR_FORMAT,
        "file.xml:2: column 5: opening and ending tag mismatch: a line 1 and b");
}

static void a_document_that_breaks_off_is_an_error(void) {
  FAILS("<a>\n<b>text", BIRGE_ERROR_FORMAT, "file.xml:2: column 8: breaks off inside <b>");
  FAILS("<a>\n</a", BIRGE_ERROR_FORMAT, "file.xml:2: column 4: breaks off inside <a>");
  FAILS("<a><b>x<!-- ", BIRGE_ERROR_FORMAT, "file.xml:1: column 13: breaks off inside <b>");
  FAILS("<a><b c='1", BIRGE_ERROR_FORMAT, "file.xml:1: column 11: breaks off inside <a>");
  FAILS("<a><b>&am", BIRGE_ERROR_FORMAT, "file.xml:1: column 10: breaks off inside <b>");
  FAILS("<a><![CDATA[x", BIRGE_ERROR_FORMAT, "file.xml:1: column 13: breaks off inside <a>");
  FAILS("<a/><!-- x", BIRGE_ERROR_FORMAT, "file.xml:1: column 11: comment not terminated");
  FAILS("<?xml version='1.0'?>", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 22: breaks off before the first element");
}

static void internal_entities_are_expanded(void) {
  EVENTS("<!DOCTYPE a [<!ENTITY e 'AFP'><!ENTITY f '&e;, <b>&e;</b>'>]><a c='-&e;-'>&f;&f;</a>",
         "<a c=\"-AFP-\">AFP, <b>AFP</b>AFP, <b>AFP</b></a>");
}

static void undeclared_entities_are_an_error(void) {
  FAILS("<a>\n&e;</a>", BIRGE_ERROR_FORMAT, "file.xml:2: column 4: entity 'e' is not declared");
  /* With a DTD outside of the file, libxml2 would let them pass as nothing. */
  FAILS("<!DOCTYPE a SYSTEM 'a.dtd'><a>&e;</a>", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 34: entity 'e' is not declared");
  FAILS("<!DOCTYPE a SYSTEM 'a.dtd'><a b='&e;'/>", BIRGE_ERROR_FORMAT,
        "file.xml:1: column 37: entity 'e' is not declared");
}

static void external_and_parameter_entities_are_refused(void) {
  FAILS(
      "<!DOCTYPE a [\n<!ENTITY e SYSTEM '/etc/passwd'>]><a>&e;</a>", BIRGE_ERROR_FORMAT,
      "file.xml:2: column 32: entity 'e' is external or a parameter, only internal ones are read");
  FAILS(
      "<!DOCTYPE a [<!ENTITY % e SYSTEM 'http://localhost/x'>%e;]><a/>", BIRGE_ERROR_FORMAT,
      "file.xml:1: column 54: entity 'e' is external or a parameter, only internal ones are read");
  FAILS(
      "<!DOCTYPE a [<!ENTITY % e '<!ENTITY f \"x\">'>%e;]><a>&f;</a>", BIRGE_ERROR_FORMAT,
      "file.xml:1: column 44: entity 'e' is external or a parameter, only internal ones are read");
}

static void a_doctype_is_accepted_and_its_dtd_never_loaded(void) {
  g_autofree char *folder = g_dir_make_tmp("birge-XXXXXX", NULL);
  g_autofree char *dtd = g_build_filename(folder, "a.dtd", NULL);
  g_assert_true(g_file_set_contents(dtd, "<!ATTLIST a b CDATA 'loaded'>", -1, NULL));
  g_autofree char *document = g_strdup_printf("<!DOCTYPE a PUBLIC '-//X' 'file://%s'><a/>", dtd);
  assert_events(document, strlen(document), "<a></a>");
  g_remove(dtd);
  g_rmdir(folder);
}

static void a_billion_laughs_end_in_an_error(void) {
  g_autoptr(GString) document = g_string_new("<!DOCTYPE a [<!ENTITY e0 'ha'>");
  for (guint i = 1; i < 30; i++)
    g_string_append_printf(document, "<!ENTITY e%u '&e%u;&e%u;'>", i, i - 1, i - 1);
  gsize head = document->len;
  g_string_append(document, "]><a>&e29;</a>");
  assert_message_of(document, BIRGE_ERROR_LIMIT, ": entities ");
  g_string_truncate(document, head);
  g_string_append(document, "]><a b='&e29;'/>");
  assert_message_of(document, BIRGE_ERROR_LIMIT, ": entities ");
}

static void entity_loops_end_in_an_error(void) {
  g_autoptr(GString) document =
      g_string_new("<!DOCTYPE a [<!ENTITY e '&f;'><!ENTITY f '&e;'>]><a>&e;</a>");
  assert_message_of(document, BIRGE_ERROR_LIMIT, "entities refer to themselves");
}

static void quadratic_blow_up_ends_in_an_error(void) {
  g_autoptr(GString) head = repeat("<!DOCTYPE a [<!ENTITY e '", "0123456789", 10000, "'>]><a>");
  g_autoptr(GString) text = repeat(head->str, "&e;", 100, "</a>");
  assert_message_of(text, BIRGE_ERROR_LIMIT, "entities expand to more than");
  g_autoptr(GString) attributes = repeat(head->str, "<b c='&e;'/>", 100, "</a>");
  assert_message_of(attributes, BIRGE_ERROR_LIMIT, "entities expand to more than");
  g_autoptr(GString) few = repeat(head->str, "&e;", 5, "</a>");
  assert_passes(few);
}

static void blow_up_by_default_attributes_ends_in_an_error(void) {
  g_autoptr(GString) head =
      repeat("<!DOCTYPE a [<!ATTLIST b c CDATA '", "0123456789", 10000, "'>]><a>");
  g_autoptr(GString) many = repeat(head->str, "<b/>", 100, "</a>");
  assert_message_of(many, BIRGE_ERROR_LIMIT, "entities expand to more than");
}

static void depth_has_a_limit(void) {
  g_autoptr(GString) open = repeat("", "<a>", BIRGE_MAX_XML_DEPTH, "");
  g_autoptr(GString) deepest = repeat(open->str, "</a>", BIRGE_MAX_XML_DEPTH, "");
  assert_passes(deepest);
  g_autoptr(GString) deeper = repeat(open->str, "<a>", 1, "");
  assert_message_of(deeper, BIRGE_ERROR_LIMIT, "more than 256 elements inside each other");
}

static void text_has_a_limit(void) {
  g_autoptr(GString) longest = repeat("<a>", "0123456789", BIRGE_MAX_XML_TEXT / 10, "</a>");
  assert_passes(longest);
  /* Each text counts by itself. */
  g_autoptr(GString) two = repeat("<a><b/>x", "0123456789", BIRGE_MAX_XML_TEXT / 10 - 1, "<b/>");
  g_autoptr(GString) both = repeat(two->str, "0123456789", BIRGE_MAX_XML_TEXT / 10, "</a>");
  assert_passes(both);
  g_autoptr(GString) longer = repeat("<a>x", "0123456789", BIRGE_MAX_XML_TEXT / 10, "</a>");
  assert_message_of(longer, BIRGE_ERROR_LIMIT, "a text is longer than 10000000 bytes");
}

static void tags_have_a_limit(void) {
  g_autoptr(GString) longest = repeat("<a b='", "0123456789", BIRGE_MAX_XML_TAG / 10 - 1, "'/>");
  assert_passes(longest);
  g_autoptr(GString) longer =
      repeat("<a b='", "0123456789", BIRGE_MAX_XML_TAG / 10 + 3 * 6554, "'/>");
  assert_message_of(longer, BIRGE_ERROR_LIMIT,
                    "markup that begins here does not end within 1048576 bytes");
}

static void lines_above_65535_are_told_right(void) {
  g_autoptr(GString) document = repeat("<a>", "\n", 70000, "</b>");
  assert_message_of(document, BIRGE_ERROR_FORMAT, "file.xml:70001: column 5: ");
}

/* A document in which each kind of markup falls on the end of a chunk, at some padding. */
static void the_ends_of_chunks_leave_no_trace(void) {
  static const char tail[] = "<b c='x>y &amp;z' d=\"'>\">كـ &lt;&#x6A9;<![CDATA[]]>]]&gt;"
                             "<!-- > -->ێ<?p >?></b>\r\nو</a>";
  static const char expected[] = "<b c=\"x>y &z\" d=\"'>\">كـ <ک]]>ێ</b>\nو</a>";
  for (gsize i = 0; i < sizeof tail; i++) {
    g_autoptr(GString) document = repeat("<a>", "x", 65536 - 3 - i, tail);
    g_autoptr(GString) log = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    parse(document->str, document->len, log, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(strchr(log->str + 3, '<'), ==, expected);
  }
}

static void fail_at_b(BirgeXml *xml, const char *name, const char *const *attributes) {
  log_start(xml, name, attributes);
  if (g_str_equal(name, "b"))
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "a <b> with c='%s'",
                   birge_xml_attribute(attributes, "c"));
}

static void nothing_is_heard_after_a_handler_failed(void) {
  static const char *const documents[] = {
      "<a>\n<b c='1'>x</b>y<b/></a>",
      "<!DOCTYPE a [<!ENTITY e '<b c=\"1\">x</b>y'>]><a>\n&e;&e;<b/></a>",
  };
  const BirgeXmlHandler handler = {fail_at_b, log_end, log_text};
  for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(documents[i], strlen(documents[i]));
    g_autoptr(GString) log = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_assert_false(birge_xml_parse_bytes("file.xml", bytes, &handler, log, &error));
    g_assert_cmpstr(error->message, ==, "file.xml:2: a <b> with c='1'");
    g_assert_cmpstr(log->str, ==, "<a>\n<b c=\"1\">");
  }
}

static void take_own_error(BirgeXml *xml, const char *name G_GNUC_UNUSED) {
  birge_xml_take_error(xml, g_error_new(BIRGE_ERROR, BIRGE_ERROR_IO, "own"));
}

static void a_handler_can_hand_over_its_error(void) {
  const BirgeXmlHandler handler = {.end = take_own_error};
  g_autoptr(GBytes) bytes = g_bytes_new_static("<a><b/><c/></a>", 15);
  g_autoptr(GError) error = NULL;
  g_assert_false(birge_xml_parse_bytes("file.xml", bytes, &handler, NULL, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_IO);
  g_assert_cmpstr(error->message, ==, "own");
}

static void files_are_read_like_bytes(void) {
  g_autofree char *folder = g_dir_make_tmp("birge-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "a.xml", NULL);
  g_autoptr(GString) document = repeat("<a>", "<b>text</b>", 20000, "</a>");
  g_assert_true(g_file_set_contents(path, document->str, (gssize)document->len, NULL));
  g_autoptr(GString) log = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  birge_xml_parse_file(path, &logger, log, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(log->str, ==, document->str);
  g_assert_false(birge_xml_parse_file(folder, &logger, log, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
  g_remove(path);
  g_rmdir(folder);
}

/* Errors of libxml2's lower floors go to standard error if they are not caught. */
static void standard_error_stays_empty(void) {
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("birge-XXXXXX", &path, NULL);
  int saved = dup(STDERR_FILENO);
  dup2(fd, STDERR_FILENO);
  bytes_outside_the_encoding_are_an_error();
  what_is_not_xml_is_an_error();
  external_and_parameter_entities_are_refused();
  dup2(saved, STDERR_FILENO);
  off_t length = lseek(fd, 0, SEEK_END);
  close(saved);
  close(fd);
  g_remove(path);
  g_assert_cmpint(length, ==, 0);
}

#define ADD(test) g_test_add_func("/xml/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(events_come_in_order);
  ADD(elements_lose_their_prefix_and_attributes_keep_it);
  ADD(a_prefix_without_a_namespace_is_no_error);
  ADD(utf16_is_read_in_both_byte_orders);
  ADD(a_utf8_byte_order_mark_is_no_text);
  ADD(declared_encodings_are_read);
  ADD(bytes_outside_the_encoding_are_an_error);
  ADD(wrong_encoding_names_are_an_error);
  ADD(what_is_not_xml_is_an_error);
  ADD(a_document_that_breaks_off_is_an_error);
  ADD(internal_entities_are_expanded);
  ADD(undeclared_entities_are_an_error);
  ADD(external_and_parameter_entities_are_refused);
  ADD(a_doctype_is_accepted_and_its_dtd_never_loaded);
  ADD(a_billion_laughs_end_in_an_error);
  ADD(entity_loops_end_in_an_error);
  ADD(quadratic_blow_up_ends_in_an_error);
  ADD(blow_up_by_default_attributes_ends_in_an_error);
  ADD(depth_has_a_limit);
  ADD(text_has_a_limit);
  ADD(tags_have_a_limit);
  ADD(lines_above_65535_are_told_right);
  ADD(the_ends_of_chunks_leave_no_trace);
  ADD(nothing_is_heard_after_a_handler_failed);
  ADD(a_handler_can_hand_over_its_error);
  ADD(files_are_read_like_bytes);
  ADD(standard_error_stays_empty);
  return g_test_run();
}
