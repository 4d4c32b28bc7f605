/* Text that stands for itself in XML. */
#include "base/escape.h"

#include <string.h>

typedef void (*EscapeFunc)(BirgeOutput *output, const char *text, gsize length);

static void assert_escaped(EscapeFunc escape, const char *text, gsize length,
                           const char *expected) {
  g_autoptr(GString) escaped = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(escaped);
  escape(output, text, length);
  g_assert_cmpstr(escaped->str, ==, expected);
}

#define CONTENT(text, expected) assert_escaped(birge_output_escape, text, sizeof text - 1, expected)
#define ATTRIBUTE(text, expected)                                                                  \
  assert_escaped(birge_output_escape_attribute, text, sizeof text - 1, expected)

static void markup_is_escaped(void) {
  CONTENT("a<b>&\"'c", "a&lt;b&gt;&amp;&quot;'c");
  ATTRIBUTE("a<b>&\"'c", "a&lt;b&gt;&amp;&quot;'c");
  CONTENT("", "");
}

static void letters_of_all_scripts_stay_as_they_are(void) {
  CONTENT("Bîrge بیرگە 😀", "Bîrge بیرگە 😀");
}

static void line_ends_survive_where_a_parser_would_change_them(void) {
  CONTENT("\t\n\r", "\t\n&#13;");
  ATTRIBUTE("\t\n\r", "&#9;&#10;&#13;");
}

static void what_xml_forbids_becomes_a_replacement_character(void) {
  CONTENT("a\x0B"
          "b\x1F",
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD");
  CONTENT("\xEF\xBF\xBE\xEF\xBF\xBF.", "\xEF\xBF\xBD\xEF\xBF\xBD.");
  CONTENT("\0", "\xEF\xBF\xBD");
  /* Their neighbours are allowed. */
  CONTENT("\xEF\xBF\xBD\xEF\xBF\x9C\xEF\xBE\xBF", "\xEF\xBF\xBD\xEF\xBF\x9C\xEF\xBE\xBF");
}

static void nothing_is_read_past_the_length(void) {
  assert_escaped(birge_output_escape, "a\xEF\xBF\xBE", 3, "a\xEF\xBF");
  assert_escaped(birge_output_escape, "<>", 1, "&lt;");
}

#define ADD(test) g_test_add_func("/escape/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(markup_is_escaped);
  ADD(letters_of_all_scripts_stay_as_they_are);
  ADD(line_ends_survive_where_a_parser_would_change_them);
  ADD(what_xml_forbids_becomes_a_replacement_character);
  ADD(nothing_is_read_past_the_length);
  return g_test_run();
}
