/* Escapes come off with their places kept, and go on again. */
#include "read/layer.h"

#include <string.h>

typedef void (*AppendFunc)(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end);

static void append_html(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end) {
  birge_layer_append_markup(layer, below, start, end, TRUE);
}

static void append_xml(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end) {
  birge_layer_append_markup(layer, below, start, end, FALSE);
}

static void assert_stands_for(AppendFunc append, const char *escaped, const char *text) {
  g_autoptr(BirgeLayer) below = birge_layer_new_file(escaped, strlen(escaped));
  g_autoptr(BirgeLayer) layer = birge_layer_new_over(below, BIRGE_QUOTING_MARKUP);
  append(layer, below, 0, below->text->len);
  g_assert_cmpstr(layer->text->str, ==, text);
  g_assert_cmpuint(layer->starts->len, ==, layer->text->len);
  guint32 before = 0;
  for (gsize i = 0; i < layer->text->len; i++) {
    g_assert_cmpuint(birge_layer_start(layer, i), >=, before);
    g_assert_cmpuint(birge_layer_start(layer, i), <, birge_layer_end(layer, i));
    before = birge_layer_start(layer, i);
  }
}

static void references_become_characters(void) {
  assert_stands_for(append_xml, "a &amp; b &lt;&#x6a9;&#1705;&gt;", "a & b <کک>");
  assert_stands_for(append_html, "caf&eacute;&nbsp;&ndash;&#150;", "café\u00a0––");
}

static void what_is_no_reference_stays(void) {
  assert_stands_for(append_xml, "a & b &amp c &eacute; &#x; &;", "a & b &amp c &eacute; &#x; &;");
  assert_stands_for(append_html, "Q&A &unknown; &amp", "Q&A &unknown; &");
  assert_stands_for(append_html, "&#x110000;&#xD800;&#0;", "\uFFFD\uFFFD\uFFFD");
}

static void escapes_of_json_become_characters(void) {
  assert_stands_for(birge_layer_append_json, "\\\"a\\\\b\\/\\n\\t\\u06a9\\ud83d\\ude00",
                    "\"a\\b/\n\tک😀");
}

static void a_character_knows_where_its_escape_stands(void) {
  g_autoptr(BirgeLayer) below = birge_layer_new_file("x&amp;y", 7);
  g_autoptr(BirgeLayer) layer = birge_layer_new_over(below, BIRGE_QUOTING_MARKUP);
  append_xml(layer, below, 0, 7);
  g_assert_cmpuint(birge_layer_start(layer, 1), ==, 1);
  g_assert_cmpuint(birge_layer_end(layer, 1), ==, 6);
  g_assert_cmpuint(birge_layer_start(layer, 2), ==, 6);
}

static void assert_quoted(BirgeQuotings quotings, const char *text, const char *quoted) {
  g_autofree char *made = birge_quote(text, &quotings);
  g_assert_cmpstr(made, ==, quoted);
}

static void text_is_quoted_as_its_place_asks(void) {
  assert_quoted((BirgeQuotings){{0}, 0}, "<&\"", "<&\"");
  assert_quoted((BirgeQuotings){{BIRGE_QUOTING_MARKUP}, 1}, "<&\"\x01", "&lt;&amp;\"\uFFFD");
  assert_quoted((BirgeQuotings){{BIRGE_QUOTING_CDATA}, 1}, "a]]>b", "a]]]]><![CDATA[>b");
  assert_quoted((BirgeQuotings){{BIRGE_QUOTING_JSON}, 1}, "\"\\\n", "\\\"\\\\\\u000a");
}

static void quotings_are_put_on_from_the_inside(void) {
  assert_quoted((BirgeQuotings){{BIRGE_QUOTING_JSON, BIRGE_QUOTING_MARKUP}, 2}, "\"<", "\\\"&lt;");
  assert_quoted((BirgeQuotings){{BIRGE_QUOTING_MARKUP, BIRGE_QUOTING_MARKUP}, 2}, "<", "&amp;lt;");
}

static void json_never_ends_the_script_it_stands_in(void) {
  assert_quoted((BirgeQuotings){{BIRGE_QUOTING_JSON}, 1}, "</script>", "<\\/script>");
}

#define ADD(test) g_test_add_func("/layer/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(references_become_characters);
  ADD(what_is_no_reference_stays);
  ADD(escapes_of_json_become_characters);
  ADD(a_character_knows_where_its_escape_stands);
  ADD(text_is_quoted_as_its_place_asks);
  ADD(quotings_are_put_on_from_the_inside);
  ADD(json_never_ends_the_script_it_stands_in);
  return g_test_run();
}
