/* What is written as TMX is TMX 1.4, and says what it was given. */
#include "exchange/exchange.h"

#include "base/config.h"
#include "base/error.h"

#include <glib/gstdio.h>
#include <libxml/relaxng.h>
#include <string.h>
#include <unistd.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNG, xmlRelaxNGFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNGParserCtxt, xmlRelaxNGFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNGValidCtxt, xmlRelaxNGFreeValidCtxt)

static void assert_valid(const char *tmx) {
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "conformance", "tmx-1.4.rng", NULL);
  g_autoptr(xmlRelaxNGParserCtxt) parser = xmlRelaxNGNewParserCtxt(path);
  g_autoptr(xmlRelaxNG) schema = xmlRelaxNGParse(parser);
  g_assert_nonnull(schema);
  g_autoptr(xmlRelaxNGValidCtxt) validator = xmlRelaxNGNewValidCtxt(schema);
  g_autoptr(xmlDoc) document = xmlReadMemory(tmx, (int)strlen(tmx), NULL, NULL, XML_PARSE_NONET);
  g_assert_nonnull(document);
  g_assert_cmpint(xmlRelaxNGValidateDoc(validator, document), ==, 0);
}

static gboolean keep_unit(const BirgeUnit *unit, gpointer user_data, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(user_data, birge_unit_ref(unit));
  return TRUE;
}

static GPtrArray *read_units(const char *text, BirgeTmxHeader **header) {
  g_autofree char *path = NULL;
  close(g_file_open_tmp("birge-XXXXXX", &path, NULL));
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autoptr(GError) error = NULL;
  birge_tmx_read(path, keep_unit, units, header, &error);
  g_remove(path);
  g_assert_no_error(error);
  return units;
}

static char *write_units(const GPtrArray *units, const char *source_language,
                         const BirgeTmxHeader *header) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  BirgeTmxWriter *writer = birge_tmx_writer_new(output, source_language, header);
  for (guint i = 0; i < units->len; i++)
    birge_tmx_writer_add(writer, units->pdata[i], &error);
  birge_tmx_writer_end(writer);
  g_assert_no_error(error);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Reads, writes and reads; checks that both readings are the same, or not, and the file valid. */
static void assert_round_trip(const char *text, gboolean is_same) {
  g_autoptr(BirgeTmxHeader) header = NULL;
  g_autoptr(GPtrArray) units = read_units(text, &header);
  g_autofree char *written = write_units(units, NULL, header);
  assert_valid(written);
  g_autoptr(GPtrArray) again = read_units(written, NULL);
  g_assert_cmpuint(again->len, ==, units->len);
  for (guint i = 0; i < units->len; i++)
    g_assert_cmpint(birge_unit_equal(units->pdata[i], again->pdata[i]), ==, is_same);
  g_autofree char *rewritten = write_units(again, NULL, header);
  g_assert_cmpstr(rewritten, ==, written);
}

#define HEAD "<tmx version='1.4'><header/><body>"
#define TAIL "</body></tmx>"
#define SEG(content) HEAD "<tu><tuv xml:lang='en'><seg>" content "</seg></tuv></tu>" TAIL

static BirgeUnit *make_unit(const char *text) {
  BirgeUnit *unit = birge_unit_new();
  BirgeVariant *variant = birge_variant_new("en");
  birge_variant_set_text(variant, text, strlen(text));
  g_ptr_array_add(unit->variants, variant);
  return unit;
}

static void a_file_has_one_element_a_line_and_nothing_more_in_a_seg(void) {
  g_autoptr(GPtrArray) units =
      read_units(HEAD "<tu tuid='1'><prop type='p'>a&lt;</prop><tuv xml:lang='ckb' changeid='me'>"
                      "<note>n</note><seg> دەق <ph x='1'/>\n</seg></tuv></tu>" TAIL,
                 NULL);
  g_autofree char *written = write_units(units, "en", NULL);
  g_assert_cmpstr(written, ==,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"
                  "<tmx version=\"1.4\">\n"
                  "  <header creationtool=\"birge\" creationtoolversion=\"" BIRGE_VERSION
                  "\" segtype=\"sentence\" o-tmf=\"birge\" adminlang=\"en\" srclang=\"en\" "
                  "datatype=\"plaintext\"/>\n"
                  "  <body>\n"
                  "    <tu tuid=\"1\">\n"
                  "      <prop type=\"p\">a&lt;</prop>\n"
                  "      <tuv xml:lang=\"ckb\" changeid=\"me\">\n"
                  "        <note>n</note>\n"
                  "        <seg> دەق <ph x=\"1\"/>\n</seg>\n"
                  "      </tuv>\n"
                  "    </tu>\n"
                  "  </body>\n"
                  "</tmx>\n");
  assert_valid(written);
}

static void an_empty_file_is_valid(void) {
  g_autoptr(GPtrArray) none = g_ptr_array_new();
  g_autofree char *written = write_units(none, NULL, NULL);
  assert_valid(written);
}

static void a_unit_without_variants_is_left_out(void) {
  g_autoptr(GPtrArray) units = read_units(HEAD "<tu/>" TAIL, NULL);
  g_assert_cmpuint(units->len, ==, 1);
  g_autofree char *written = write_units(units, "en", NULL);
  g_assert_null(strstr(written, "<tu"));
  assert_valid(written);
}

static void a_header_is_kept_and_completed(void) {
  g_autoptr(BirgeTmxHeader) header = NULL;
  g_autoptr(GPtrArray) units =
      read_units("<tmx><header creationtool='X' srclang='ckb' segtype='Sentence' changeid='me' "
                 "foo='bar'><note>n &amp;</note></header><body/></tmx>",
                 &header);
  g_autofree char *written = write_units(units, NULL, header);
  assert_valid(written);
  g_autoptr(BirgeTmxHeader) again = NULL;
  g_autoptr(GPtrArray) none = read_units(written, &again);
  g_assert_cmpstr(birge_attributes_get(again->attributes, "creationtool"), ==, "X");
  g_assert_cmpstr(birge_attributes_get(again->attributes, "srclang"), ==, "ckb");
  g_assert_cmpstr(birge_attributes_get(again->attributes, "segtype"), ==, "sentence");
  g_assert_cmpstr(birge_attributes_get(again->attributes, "changeid"), ==, "me");
  g_assert_null(birge_attributes_get(again->attributes, "foo"));
  g_assert_cmpstr(((BirgeNote *)again->notes->pdata[0])->text, ==, "n &");
}

static void what_was_read_is_written_again(void) {
  assert_round_trip(
      HEAD
      "<tu tuid='1' creationdate='20240101T000000Z' usagecount='3' segtype='block'>"
      "<note xml:lang='en' o-encoding='x'>n</note><prop type='p' lang='en'> v\n</prop>"
      "<tuv xml:lang='en' lastusagedate='20240101T000000Z'><prop type='q'/><seg>a</seg></tuv>"
      "<tuv xml:lang='ckb'><seg> ـ‌ \t</seg></tuv><tuv xml:lang='ckb'><seg/></tuv></tu>" TAIL,
      TRUE);
  assert_round_trip(SEG("&#13;\n\t&lt;&amp;]]&gt;\"' 😀&#x85;"), TRUE);
  assert_round_trip(SEG("<bpt i='1' type='&lt;\"&#10;'>&lt;b></bpt>a<hi x='1'>b<it pos='end'/></hi>"
                        "<ept i='1'/><ph>&lt;a <sub type='t'>s<ut>u</ut></sub></ph>"),
                    TRUE);
  assert_round_trip("<tmx><body><tu><tuv lang='EN'><seg>a</seg></tuv></tu></body></tmx>", TRUE);
}

static void what_tmx_has_not_is_made_valid(void) {
  assert_round_trip(SEG("<b>a</b><bpt/><it pos='x'/><sub>s</sub><ph><ph/></ph>"), TRUE);
  assert_round_trip(HEAD "<tu foo='1' segtype='Block'><prop>v</prop><tuv xml:lang='en' x:y='1' "
                         "srclang='en'><seg>a</seg><note type='n'>n</note></tuv></tu>" TAIL,
                    FALSE);
}

static void assert_refused(const BirgeUnit *unit, const char *message) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(BirgeTmxWriter) writer = birge_tmx_writer_new(output, "en", NULL);
  gsize before = text->len;
  g_autoptr(GError) error = NULL;
  g_assert_false(birge_tmx_writer_add(writer, unit, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_assert_cmpstr(error->message, ==, message);
  g_assert_cmpuint(text->len, ==, before);
}

static void characters_that_xml_forbids_are_refused_wherever_they_are(void) {
  g_autoptr(BirgeUnit) text = make_unit("a\x0B");
  text->file = g_strdup("file");
  text->line = 3;
  assert_refused(text, "file:3: the unit holds U+000B, which XML forbids");
  g_autoptr(BirgeUnit) attribute = make_unit("a");
  birge_attributes_add(attribute->attributes, "tuid", "\xEF\xBF\xBF");
  assert_refused(attribute, "TMX: the unit holds U+FFFF, which XML forbids");
  g_autoptr(BirgeUnit) note = make_unit("a");
  g_ptr_array_add(note->notes, birge_note_new(BIRGE_NOTE_NOTE, "\x1F"));
  assert_refused(note, "TMX: the unit holds U+001F, which XML forbids");
  g_autoptr(BirgeUnit) code = make_unit("a");
  birge_variant_add_code(code->variants->pdata[0], 0, "<ph>\x01</ph>");
  assert_refused(code, "TMX: the unit holds U+0001, which XML forbids");
}

static void an_attribute_that_stands_twice_is_written_once(void) {
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  BirgeUnit *unit = make_unit("a");
  birge_attributes_add(unit->attributes, "tuid", "1");
  birge_attributes_add(unit->attributes, "tuid", "2");
  g_ptr_array_add(units, unit);
  g_autofree char *written = write_units(units, "en", NULL);
  assert_valid(written);
  g_assert_nonnull(strstr(written, "<tu tuid=\"1\">"));
}

static void a_highlight_that_was_cut_becomes_an_isolated_code(void) {
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  BirgeUnit *unit = make_unit("abcd");
  BirgeVariant *variant = unit->variants->pdata[0];
  const char *const codes[] = {"</hi>", "<hi x=\"1\">", "<hi>", "</hi>"};
  for (guint i = 0; i < G_N_ELEMENTS(codes); i++)
    birge_variant_add_code(variant, i, codes[i]);
  g_ptr_array_add(units, unit);
  g_autofree char *written = write_units(units, "en", NULL);
  assert_valid(written);
  g_assert_nonnull(
      strstr(written, "<seg><it pos=\"end\"/>a<it pos=\"begin\" x=\"1\"/>b<hi>c</hi>d</seg>"));
}

/* Two documents of the segments "One.", "Two." and "Three." in a paragraph; the second has codes.
 */
static BirgeBitext *make_bitext(const char *text) {
  const BirgeSegment segments[] = {{0, 4, 0}, {5, 9, 0}, {10, strlen(text), 0}};
  const BirgeDocument *documents[2];
  for (guint d = 0; d < 2; d++) {
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    BirgeDocumentBuilder *builder =
        birge_document_builder_new(d == 0 ? "en" : "ckb", "a.txt", bytes);
    birge_document_builder_add_block(builder, (BirgeBlock){0, strlen(text), BIRGE_BLOCK_PARAGRAPH});
    for (guint s = 0; s < 3; s++)
      birge_document_builder_add_segment(builder, segments[s]);
    if (d == 1) {
      birge_document_builder_add_code(builder, 2, "<hi>");
      birge_document_builder_add_code(builder, 7, "</hi>");
      birge_document_builder_add_code(builder, 8, "<ph/>");
    }
    documents[d] = birge_document_builder_end(builder);
  }
  const BirgeRow rows[] = {
      {.runs = {{0, 1}, {0, 1}}, .confidence = 0.98765},
      {.runs = {{1, 2}, {1, 1}}},
      {.runs = {{2, 3}, {1, 3}},
       .confidence = 1,
       .origin = BIRGE_ORIGIN_HAND,
       .status = BIRGE_STATUS_APPROVED},
  };
  BirgeBitext *bitext = birge_bitext_new(documents, 2, rows, G_N_ELEMENTS(rows));
  birge_document_unref((BirgeDocument *)(gpointer)documents[0]);
  birge_document_unref((BirgeDocument *)(gpointer)documents[1]);
  return bitext;
}

static gboolean write_bitext(const BirgeBitext *bitext, GString *text, GError **error) {
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  const BirgeFormat *format = birge_format_find(birge_exchange_formats(), "tmx");
  const BirgeWriteOptions options = {0};
  return format->write(bitext, &options, output, error);
}

static void rows_with_two_languages_become_units(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One. Two.\rThree.");
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  write_bitext(bitext, text, &error);
  g_assert_no_error(error);
  assert_valid(text->str);
  const char *body = strstr(text->str, "    <tu ");
  g_assert_cmpstr(body, ==,
                  "    <tu tuid=\"1\">\n"
                  "      <prop type=\"x-birge-confidence\">0.988</prop>\n"
                  "      <prop type=\"x-birge-origin\">aligned</prop>\n"
                  "      <prop type=\"x-birge-status\">proposed</prop>\n"
                  "      <tuv xml:lang=\"en\">\n"
                  "        <seg>One.</seg>\n"
                  "      </tuv>\n"
                  "      <tuv xml:lang=\"ckb\">\n"
                  "        <seg>On<it pos=\"begin\"/>e.</seg>\n"
                  "      </tuv>\n"
                  "    </tu>\n"
                  "    <tu tuid=\"3\">\n"
                  "      <prop type=\"x-birge-confidence\">1.000</prop>\n"
                  "      <prop type=\"x-birge-origin\">hand</prop>\n"
                  "      <prop type=\"x-birge-status\">approved</prop>\n"
                  "      <tuv xml:lang=\"en\">\n"
                  "        <seg>Three.</seg>\n"
                  "      </tuv>\n"
                  "      <tuv xml:lang=\"ckb\">\n"
                  "        <seg>Tw<it pos=\"end\"/>o<ph/>. Three.</seg>\n"
                  "      </tuv>\n"
                  "    </tu>\n"
                  "  </body>\n"
                  "</tmx>\n");
}

static void a_carriage_return_in_a_cell_comes_back(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One. Two. Th\ree.");
  g_autoptr(GString) text = g_string_new(NULL);
  g_assert_true(write_bitext(bitext, text, NULL));
  g_autoptr(GPtrArray) units = read_units(text->str, NULL);
  const BirgeUnit *unit = units->pdata[1];
  const BirgeVariant *variant = unit->variants->pdata[0];
  g_assert_cmpstr(variant->text, ==, "Th\ree.");
}

static void a_cell_that_xml_cannot_say_is_refused(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One. Two. Th\x02"
                                              "ee.");
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  g_assert_false(write_bitext(bitext, text, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_assert_cmpstr(error->message, ==, "a.txt: row 3 holds U+0002, which XML forbids");
}

#define ADD(test) g_test_add_func("/tmx_writer/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_file_has_one_element_a_line_and_nothing_more_in_a_seg);
  ADD(an_empty_file_is_valid);
  ADD(a_unit_without_variants_is_left_out);
  ADD(a_header_is_kept_and_completed);
  ADD(what_was_read_is_written_again);
  ADD(what_tmx_has_not_is_made_valid);
  ADD(characters_that_xml_forbids_are_refused_wherever_they_are);
  ADD(an_attribute_that_stands_twice_is_written_once);
  ADD(a_highlight_that_was_cut_becomes_an_isolated_code);
  ADD(rows_with_two_languages_become_units);
  ADD(a_carriage_return_in_a_cell_comes_back);
  ADD(a_cell_that_xml_cannot_say_is_refused);
  return g_test_run();
}
