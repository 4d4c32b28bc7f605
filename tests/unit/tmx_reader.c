/* What TMX files say, and which of them are refused. */
#include "exchange/exchange.h"

#include "base/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static gboolean keep_unit(const BirgeUnit *unit, gpointer user_data, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(user_data, birge_unit_ref(unit));
  return TRUE;
}

/* Reads text as a file; returns its units, or NULL with an error that calls the file "file". */
static GPtrArray *read_units(const char *text, BirgeTmxHeader **header, GError **error) {
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("birge-XXXXXX", &path, NULL);
  close(fd);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  gboolean read = birge_tmx_read(path, keep_unit, units, header, error);
  g_remove(path);
  if (read)
    return g_steal_pointer(&units);
  g_assert_nonnull(*error);
  g_assert_true(g_str_has_prefix((*error)->message, path));
  g_autofree char *message = g_strconcat("file", (*error)->message + strlen(path), NULL);
  g_free((*error)->message);
  (*error)->message = g_steal_pointer(&message);
  return NULL;
}

#define HEAD "<tmx version='1.4'><header srclang='en'/><body>"
#define TAIL "</body></tmx>"

/* Units in a form that is easy to compare: `en|text|offset:markup offset:markup`, a line each. */
static void assert_variants(const char *text, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) units = read_units(text, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(GString) found = g_string_new(NULL);
  for (guint u = 0; u < units->len; u++) {
    const BirgeUnit *unit = units->pdata[u];
    for (guint v = 0; v < unit->variants->len; v++) {
      const BirgeVariant *variant = unit->variants->pdata[v];
      g_string_append_printf(found, "%s|%s|", variant->language, variant->text);
      for (guint c = 0; c < variant->codes->len; c++) {
        const BirgeCode *code = &g_array_index(variant->codes, BirgeCode, c);
        g_string_append_printf(found, "%s%" G_GSIZE_FORMAT ":%s", c > 0 ? " " : "", code->offset,
                               code->markup);
      }
      g_string_append_c(found, '\n');
    }
  }
  g_assert_cmpstr(found->str, ==, expected);
}

#define SEG(content, expected)                                                                     \
  assert_variants(HEAD "<tu><tuv xml:lang='en'><seg>" content "</seg></tuv></tu>" TAIL, expected)

static void assert_error(const char *text, BirgeError code, const char *message) {
  g_autoptr(GError) error = NULL;
  g_assert_null(read_units(text, NULL, &error));
  g_assert_cmpstr(error->message, ==, message);
  g_assert_error(error, BIRGE_ERROR, (int)code);
}

static void variants_are_read_in_order(void) {
  assert_variants(HEAD "<tu><tuv xml:lang='en'><seg>One.</seg></tuv>"
                       "<tuv xml:lang='ckb'><seg>یەک.</seg></tuv>"
                       "<tuv xml:lang='ckb'><seg>یەکێک.</seg></tuv></tu>"
                       "<tu><tuv xml:lang='ar_IQ'><seg/></tuv></tu><tu/>" TAIL,
                  "en|One.|\nckb|یەک.|\nckb|یەکێک.|\nar_IQ||\n");
}

static void the_old_lang_attribute_is_understood(void) {
  assert_variants("<tmx version='1.1'><body><tu><tuv lang='EN-US'><seg>a</seg></tuv>"
                  "<tuv lang='x' xml:lang='de'><seg>b</seg></tuv></tu></body></tmx>",
                  "EN-US|a|\nde|b|\n");
}

static void a_default_namespace_makes_no_difference(void) {
  assert_variants("<tmx xmlns='http://www.lisa.org/tmx14' version='1.4b'><header/><body>"
                  "<tu><tuv xml:lang='en'><seg>a</seg></tuv></tu></body></tmx>",
                  "en|a|\n");
}

static void white_space_in_a_seg_is_kept(void) {
  SEG(" a \n\tb&#13; &#10; ", "en| a \n\tb\r \n |\n");
}

static void cdata_and_references_are_text(void) {
  SEG("<![CDATA[<b> & ]]>&lt;&#x6A9;", "en|<b> & <ک|\n");
}

static void codes_are_kept_and_are_no_text(void) {
  SEG("a<bpt i='1' x='2' type='bold'>&lt;b class=\"x\"&gt;</bpt>c<ept i='1'/>ک<ph/>",
      "en|acک|1:<bpt i=\"1\" x=\"2\" type=\"bold\">&lt;b class=&quot;x&quot;&gt;</bpt> "
      "2:<ept i=\"1\"/> 4:<ph/>\n");
}

static void attributes_of_codes_are_escaped(void) {
  SEG("<ph type='&lt;&quot;&amp;&#10;'/>", "en||0:<ph type=\"&lt;&quot;&amp;&#10;\"/>\n");
}

static void highlighted_text_is_text(void) {
  SEG("a<hi type='b'>c<hi>d</hi><ph>x</ph></hi><hi/>e",
      "en|acde|1:<hi type=\"b\"> 2:<hi> 3:</hi> 3:<ph>x</ph> 3:</hi> 3:<hi> 3:</hi>\n");
}

static void text_inside_codes_stays_inside(void) {
  SEG("<ph>&lt;a title=\"<sub>T<hi>i</hi><ph x='2'/></sub>\"></ph>.",
      "en|.|0:<ph>&lt;a title=&quot;<sub>T<hi>i</hi><ph x=\"2\"/></sub>&quot;&gt;</ph>\n");
}

static void elements_that_tmx_has_not_become_native_code(void) {
  SEG("a<b c='1'>d</b><br/>", "en|ad|1:<ph>&lt;b c=&quot;1&quot;&gt;</ph> 2:<ph>&lt;/b&gt;</ph> "
                              "2:<ph>&lt;br&gt;</ph> 2:<ph>&lt;/br&gt;</ph>\n");
  SEG("<ph><b>x</b><ph/></ph>", "en||0:<ph>&lt;b&gt;x&lt;/b&gt;&lt;ph&gt;&lt;/ph&gt;</ph>\n");
  SEG("<b><sub>x</sub><hi>y</hi></b>",
      "en|xy|0:<ph>&lt;b&gt;</ph> 0:<ph>&lt;sub&gt;</ph> 1:<ph>&lt;/sub&gt;</ph> 1:<hi> "
      "2:</hi> 2:<ph>&lt;/b&gt;</ph>\n");
}

static void attributes_of_codes_are_those_of_tmx(void) {
  SEG("<bpt y='1'/><ept/><it/><it pos='end' x='1'/><it pos='middle'/><ph i='1' assoc='p'/>",
      "en||0:<bpt i=\"1\"/> 0:<ept i=\"1\"/> 0:<it pos=\"begin\"/> 0:<it pos=\"end\" x=\"1\"/> "
      "0:<it pos=\"begin\"/> 0:<ph assoc=\"p\"/>\n");
}

static void assert_note(const BirgeNote *note, BirgeNoteKind kind, const char *type,
                        const char *text) {
  g_assert_cmpint(note->kind, ==, kind);
  g_assert_cmpstr(birge_attributes_get(note->attributes, "type"), ==, type);
  g_assert_cmpstr(note->text, ==, text);
}

static void all_that_a_unit_carries_is_read(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) units = read_units(
      HEAD "\n<tu tuid='7' usagecount='3' x:y='z'><note>a &amp; b</note><prop type='p'> c </prop>"
           "<tuv creationdate='20240101T000000Z' xml:lang='en' changeid='me'>"
           "<prop type='q'/><seg>s</seg><note xml:lang='ckb'>d</note></tuv></tu>" TAIL,
      NULL, &error);
  g_assert_no_error(error);
  const BirgeUnit *unit = units->pdata[0];
  g_assert_cmpuint(unit->line, ==, 2);
  g_assert_nonnull(unit->file);
  g_assert_cmpuint(unit->attributes->len, ==, 3);
  g_assert_cmpstr(birge_attributes_get(unit->attributes, "tuid"), ==, "7");
  g_assert_cmpstr(birge_attributes_get(unit->attributes, "x:y"), ==, "z");
  assert_note(unit->notes->pdata[0], BIRGE_NOTE_NOTE, NULL, "a & b");
  assert_note(unit->notes->pdata[1], BIRGE_NOTE_PROP, "p", " c ");
  const BirgeVariant *variant = unit->variants->pdata[0];
  g_assert_cmpuint(variant->attributes->len, ==, 2);
  g_assert_cmpstr(birge_attributes_get(variant->attributes, "changeid"), ==, "me");
  assert_note(variant->notes->pdata[0], BIRGE_NOTE_PROP, "q", "");
  assert_note(variant->notes->pdata[1], BIRGE_NOTE_NOTE, NULL, "d");
}

static void a_seg_inside_a_prop_is_its_text(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) units =
      read_units(HEAD "<tu><tuv xml:lang='en'><prop type='x-context-pre'><seg>a &amp; <ph x='1'/>"
                      "</seg></prop><seg>b</seg></tuv></tu>" TAIL,
                 NULL, &error);
  g_assert_no_error(error);
  const BirgeUnit *unit = units->pdata[0];
  const BirgeVariant *variant = unit->variants->pdata[0];
  assert_note(variant->notes->pdata[0], BIRGE_NOTE_PROP, "x-context-pre",
              "<seg>a &amp; <ph x=\"1\"></ph></seg>");
  g_assert_cmpstr(variant->text, ==, "b");
}

static void a_header_is_read(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeTmxHeader) header = NULL;
  g_autoptr(GPtrArray) units =
      read_units("<tmx><header srclang='en' adminlang='en-US'><prop type='t'>v</prop>"
                 "<ude name='u'><map unicode='#xF8FF'/></ude><note>n</note></header><body/></tmx>",
                 &header, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(units->len, ==, 0);
  g_assert_cmpstr(birge_attributes_get(header->attributes, "adminlang"), ==, "en-US");
  g_assert_cmpuint(header->notes->len, ==, 2);
  assert_note(header->notes->pdata[0], BIRGE_NOTE_PROP, "t", "v");
  assert_note(header->notes->pdata[1], BIRGE_NOTE_NOTE, NULL, "n");
}

static void unknown_elements_are_passed_over(void) {
  assert_variants("<tmx><x><body><tu><tuv/></tu></body></x><header/><body><x/>"
                  "<tu><x><tuv><y/></tuv></x><tuv xml:lang='en'><x>t</x><seg>a</seg></tuv></tu>"
                  "</body></tmx>",
                  "en|a|\n");
}

static void what_is_not_tmx_is_refused(void) {
  assert_error("<html><body/></html>", BIRGE_ERROR_FORMAT,
               "file:1: is not TMX: root element is <html>");
  assert_error("<tmx>\n<header/></tmx>", BIRGE_ERROR_FORMAT, "file:2: <tmx> without <body>");
  assert_error("", BIRGE_ERROR_INPUT, "file: is empty");
  assert_error(HEAD "\n<tu><tuv xml:lang='en'><seg>One.</s", BIRGE_ERROR_FORMAT,
               "file:2: column 36: breaks off inside <seg>");
  assert_error(HEAD "\n<tu><tuv xml:lang='en'><seg>One.", BIRGE_ERROR_FORMAT,
               "file:2: column 33: breaks off inside <seg>");
}

static void a_variant_without_a_language_is_refused(void) {
  assert_error(HEAD "<tu>\n<tuv><seg>a</seg></tuv></tu>" TAIL, BIRGE_ERROR_FORMAT,
               "file:2: <tuv> without a language, expected xml:lang");
  assert_error(HEAD "<tu>\n<tuv xml:lang=''><seg>a</seg></tuv></tu>" TAIL, BIRGE_ERROR_FORMAT,
               "file:2: <tuv> without a language, expected xml:lang");
}

static void a_variant_has_exactly_one_seg(void) {
  assert_error(HEAD "<tu>\n<tuv xml:lang='en'>text</tuv></tu>" TAIL, BIRGE_ERROR_FORMAT,
               "file:2: text directly in <tuv>, expected it in <seg>");
  assert_error(HEAD "<tu>\n<tuv xml:lang='en'></tuv></tu>" TAIL, BIRGE_ERROR_FORMAT,
               "file:2: <tuv> without <seg>");
  assert_error(HEAD "<tu>\n<tuv xml:lang='en'><seg/><seg/></tuv></tu>" TAIL, BIRGE_ERROR_FORMAT,
               "file:2: second <seg> in a <tuv>, expected one");
}

/* A seg with n codes inside each other. */
static char *nest(guint n) {
  g_autoptr(GString) text = g_string_new(HEAD "<tu><tuv xml:lang='en'><seg>");
  for (guint i = 0; i < n; i++)
    g_string_append(text, "<hi>");
  for (guint i = 0; i < n; i++)
    g_string_append(text, "</hi>");
  g_string_append(text, "</seg></tuv></tu>" TAIL);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static void the_depth_of_codes_has_a_limit(void) {
  g_autofree char *deepest = nest(BIRGE_MAX_CODE_DEPTH);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) units = read_units(deepest, NULL, &error);
  g_assert_no_error(error);
  g_autofree char *deeper = nest(BIRGE_MAX_CODE_DEPTH + 1);
  assert_error(deeper, BIRGE_ERROR_LIMIT, "file:1: more than 64 inline codes inside each other");
}

static gboolean refuse_second(const BirgeUnit *unit G_GNUC_UNUSED, gpointer user_data,
                              GError **error) {
  guint *n = user_data;
  if (++*n < 2)
    return TRUE;
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "enough");
  return FALSE;
}

static void the_caller_can_stop(void) {
  g_autofree char *path = NULL;
  close(g_file_open_tmp("birge-XXXXXX", &path, NULL));
  g_assert_true(g_file_set_contents(path, HEAD "<tu/><tu/><tu/>" TAIL, -1, NULL));
  guint n = 0;
  g_autoptr(GError) error = NULL;
  g_assert_false(birge_tmx_read(path, refuse_second, &n, NULL, &error));
  g_remove(path);
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE);
  g_assert_cmpstr(error->message, ==, "enough");
  g_assert_cmpuint(n, ==, 2);
}

#define ADD(test) g_test_add_func("/tmx_reader/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(variants_are_read_in_order);
  ADD(the_old_lang_attribute_is_understood);
  ADD(a_default_namespace_makes_no_difference);
  ADD(white_space_in_a_seg_is_kept);
  ADD(cdata_and_references_are_text);
  ADD(codes_are_kept_and_are_no_text);
  ADD(attributes_of_codes_are_escaped);
  ADD(highlighted_text_is_text);
  ADD(text_inside_codes_stays_inside);
  ADD(elements_that_tmx_has_not_become_native_code);
  ADD(attributes_of_codes_are_those_of_tmx);
  ADD(all_that_a_unit_carries_is_read);
  ADD(a_seg_inside_a_prop_is_its_text);
  ADD(a_header_is_read);
  ADD(unknown_elements_are_passed_over);
  ADD(what_is_not_tmx_is_refused);
  ADD(a_variant_without_a_language_is_refused);
  ADD(a_variant_has_exactly_one_seg);
  ADD(the_depth_of_codes_has_a_limit);
  ADD(the_caller_can_stop);
  return g_test_run();
}
