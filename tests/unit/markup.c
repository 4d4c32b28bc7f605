/* Tags and text of XML and HTML, as elements in elements. */
#include "read/markup.h"

#include <string.h>

/* Prints the tree: `p(b("x")"y")`. */
static void print_node(const BirgeMarkup *markup, guint i, GString *out) {
  const BirgeNode *node = birge_markup_node(markup, i);
  if (!node->name) {
    g_string_append_printf(out, "\"%.*s\"", (int)(node->end - node->start),
                           markup->layer->text->str + node->start);
    return;
  }
  g_string_append_printf(out, "%s(", node->name);
  for (guint n = i + 1; n < node->next; n = birge_markup_node(markup, n)->next)
    print_node(markup, n, out);
  g_string_append(out, ")");
}

static void assert_tree(const char *text, gboolean is_html, const char *tree) {
  g_autoptr(BirgeLayer) layer = birge_layer_new_file(text, strlen(text));
  g_autoptr(BirgeMarkup) markup = birge_markup_new(layer, is_html);
  g_autoptr(GString) printed = g_string_new(NULL);
  print_node(markup, 0, printed);
  g_assert_cmpstr(printed->str, ==, tree);
}

static void xml_is_a_tree(void) {
  assert_tree(
      "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x '>'>]><x:a><b c='>'/>t<!-- <u> --></x:a>",
      FALSE, "(a(b()\"t\"))");
  assert_tree("<a><![CDATA[<b>]]></a>", FALSE, "(a(\"<b>\"))");
}

static void html_closes_what_its_authors_leave_open(void) {
  assert_tree("<P>a<p>b<ul><li>c<li>d</ul>e", TRUE,
              "(p(\"a\")p(\"b\")ul(li(\"c\")li(\"d\"))\"e\")");
  assert_tree("<ul><li>a<ul><li>b</ul><li>c</ul>", TRUE, "(ul(li(\"a\"ul(li(\"b\")))li(\"c\")))");
  assert_tree("<table><tr><td>a<td>b<tr><td>c</table>", TRUE,
              "(table(tr(td(\"a\")td(\"b\"))tr(td(\"c\"))))");
}

static void tags_that_close_nothing_are_passed_over(void) {
  assert_tree("<b>a</i></b></p>c", TRUE, "(b(\"a\")\"c\")");
}

static void scripts_hold_no_tags(void) {
  assert_tree("<script>if (a < b) '<p>'</script>x", TRUE, "(script(\"if (a < b) '<p>'\")\"x\")");
  assert_tree("<script>never ends", TRUE, "(script(\"never ends\"))");
}

static void what_is_no_tag_is_text(void) {
  assert_tree("a < b <3", TRUE, "(\"a \"\"< b \"\"<3\")");
  assert_tree("<", TRUE, "(\"<\")");
  assert_tree("<a", TRUE, "(a())");
  assert_tree("<!-- never ends", TRUE, "()");
}

static void attributes_are_found(void) {
  static const char text[] = "<a one=1 TWO='2 > &amp;' three xml:lang=\"ckb\"/>";
  g_autoptr(BirgeLayer) layer = birge_layer_new_file(text, strlen(text));
  g_autoptr(BirgeMarkup) markup = birge_markup_new(layer, TRUE);
  g_autofree char *one = birge_markup_attribute(markup, 1, "one");
  g_autofree char *two = birge_markup_attribute(markup, 1, "two");
  g_autofree char *three = birge_markup_attribute(markup, 1, "three");
  g_autofree char *language = birge_markup_language(markup, 1);
  g_assert_cmpstr(one, ==, "1");
  g_assert_cmpstr(two, ==, "2 > &");
  g_assert_cmpstr(three, ==, "");
  g_assert_cmpstr(language, ==, "ckb");
  g_assert_null(birge_markup_attribute(markup, 1, "on"));
}

static void elements_beyond_the_deepest_hold_nothing(void) {
  for (int extra = -1; extra <= 1; extra++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < BIRGE_MAX_MARKUP_DEPTH - 1 + extra; i++)
      g_string_append(text, "<b>");
    g_string_append(text, "x");
    g_autoptr(BirgeLayer) layer = birge_layer_new_file(text->str, text->len);
    g_autoptr(BirgeMarkup) markup = birge_markup_new(layer, TRUE);
    guint depth = birge_markup_node(markup, markup->nodes->len - 1)->depth;
    g_assert_cmpuint(depth, ==, (guint)(BIRGE_MAX_MARKUP_DEPTH + MIN(extra, 0)));
  }
}

#define ADD(test) g_test_add_func("/markup/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(xml_is_a_tree);
  ADD(html_closes_what_its_authors_leave_open);
  ADD(tags_that_close_nothing_are_passed_over);
  ADD(scripts_hold_no_tags);
  ADD(what_is_no_tag_is_text);
  ADD(attributes_are_found);
  ADD(elements_beyond_the_deepest_hold_nothing);
  return g_test_run();
}
