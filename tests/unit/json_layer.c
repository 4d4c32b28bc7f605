/* JSON by the places of its values. */
#include "read/json_layer.h"

#include <string.h>

static GArray *scan(const BirgeLayer *layer, const char **wrong) {
  gsize where;
  return birge_json_scan_layer(layer, 0, layer->text->len, wrong, &where);
}

static void assert_fails(const char *text, const char *says) {
  g_autoptr(BirgeLayer) layer = birge_layer_new_file(text, strlen(text));
  const char *wrong = NULL;
  g_assert_null(scan(layer, &wrong));
  g_assert_cmpstr(wrong, ==, says);
}

static void members_are_found_by_name(void) {
  static const char text[] = " {\"a\": {\"b\": [1, -2.5e+3, true, {}]}, \"\\u0063\": \"d\\n\"} ";
  g_autoptr(BirgeLayer) layer = birge_layer_new_file(text, strlen(text));
  const char *wrong;
  g_autoptr(GArray) values = scan(layer, &wrong);
  g_assert_cmpuint(values->len, ==, 8);
  guint a = birge_json_member(values, layer, 0, "a");
  guint b = birge_json_member(values, layer, a, "b");
  g_autofree char *c = birge_json_string(values, layer, birge_json_member(values, layer, 0, "c"));
  g_assert_cmpuint(a, ==, 1);
  g_assert_cmpuint(b, ==, 2);
  g_assert_cmpstr(c, ==, "d\n");
  g_assert_cmpuint(birge_json_member(values, layer, 0, "b"), ==, 0);
  g_assert_cmpuint(birge_json_member(values, layer, b, "b"), ==, 0);
  g_assert_null(birge_json_string(values, layer, 0));
}

static void what_is_no_json_is_refused(void) {
  assert_fails("", "expected a value");
  assert_fails("{} x", "something after the value");
  assert_fails("{\"a\" 1}", "expected ':'");
  assert_fails("{\"a\": 1,}", "expected a member's name");
  assert_fails("[1,]", "expected a value");
  assert_fails("[1 2]", "expected ',' or the end of an object or array");
  assert_fails("[1}", "expected ',' or the end of an object or array");
  assert_fails("[", "expected a value");
  assert_fails("{\"a\": [}", "expected a value");
  assert_fails("\"a", "a string without its end");
  assert_fails("\"\\x\"", "an unknown escape");
  assert_fails("\"\\u00g0\"", "an escape without its four digits");
  assert_fails("\"\\u0000\"", "the character U+0000");
  assert_fails("\"\\ud800\"", "half a pair of surrogates");
  assert_fails("\"\\ud800\\u0041\"", "half a pair of surrogates");
  assert_fails("\"\\udc00\"", "half a pair of surrogates");
  assert_fails("\"a\nb\"", "a control character in a string");
}

static void nesting_has_a_limit(void) {
  for (int depth = BIRGE_MAX_JSON_DEPTH; depth <= BIRGE_MAX_JSON_DEPTH + 1; depth++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < depth; i++)
      g_string_append_c(text, '[');
    for (int i = 0; i < depth; i++)
      g_string_append_c(text, ']');
    g_autoptr(BirgeLayer) layer = birge_layer_new_file(text->str, text->len);
    const char *wrong;
    g_autoptr(GArray) values = scan(layer, &wrong);
    g_assert_true((values != NULL) == (depth <= BIRGE_MAX_JSON_DEPTH));
  }
}

#define ADD(test) g_test_add_func("/json_layer/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(members_are_found_by_name);
  ADD(what_is_no_json_is_refused);
  ADD(nesting_has_a_limit);
  return g_test_run();
}
