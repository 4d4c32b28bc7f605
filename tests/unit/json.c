/* Bitexts as JSON: what is written is read again, and nothing wrong is believed. */
#include "exchange/exchange.h"

#include "base/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* A bitext of two documents, of which each part can be replaced. */
static const char sample[] =
    "{\n"
    "  \"format\": \"birge-bitext\",\n"
    "  \"version\": 1,\n"
    "  \"documents\": [\n"
    "    {\n"
    "      \"language\": \"en\",\n"
    "      \"name\": \"a \\\"b\\\".txt\",\n"
    "      \"text\": \"Title\\nOne. Two.\",\n"
    "      \"blocks\": [\n"
    "        {\"start\": 0, \"end\": 5, \"kind\": \"headline\"},\n"
    "        {\"start\": 6, \"end\": 15, \"kind\": \"paragraph\"}\n"
    "      ],\n"
    "      \"segments\": [\n"
    "        {\"start\": 0, \"end\": 5, \"block\": 0},\n"
    "        {\"start\": 6, \"end\": 10, \"block\": 1},\n"
    "        {\"start\": 11, \"end\": 15, \"block\": 1}\n"
    "      ],\n"
    "      \"codes\": [\n"
    "        {\"offset\": 6, \"markup\": \"<hi x=\\\"1\\\">\"},\n"
    "        {\"offset\": 10, \"markup\": \"</hi>\"},\n"
    "        {\"offset\": 10, \"markup\": \"<ph>&lt;br&gt;</ph>\"}\n"
    "      ]\n"
    "    },\n"
    "    {\n"
    "      \"language\": \"ckb\",\n"
    "      \"name\": \"\",\n"
    "      \"text\": \"یەک\",\n"
    "      \"blocks\": [\n"
    "        {\"start\": 0, \"end\": 6, \"kind\": \"paragraph\"}\n"
    "      ],\n"
    "      \"segments\": [\n"
    "        {\"start\": 0, \"end\": 6, \"block\": 0}\n"
    "      ],\n"
    "      \"codes\": []\n"
    "    }\n"
    "  ],\n"
    "  \"rows\": [\n"
    "    {\"runs\": [[0, 1], [0, 0]], \"confidence\": 0.000000, \"origin\": \"hand\", \"status\": "
    "\"rejected\"},\n"
    "    {\"runs\": [[1, 3], [0, 1]], \"confidence\": 0.987654, \"origin\": \"aligned\", "
    "\"status\": \"proposed\"}\n"
    "  ]\n"
    "}\n";

static BirgeBitext *parse(const char *json, gsize length, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(json, length);
  return birge_bitext_parse_json("file", bytes, error);
}

static char *write_json(const BirgeBitext *bitext) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  const BirgeFormat *format = birge_format_find(birge_exchange_formats(), "json");
  const BirgeWriteOptions options = {0};
  g_assert_true(format->write(bitext, &options, output, NULL));
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static void assert_error(const char *json, gsize length, BirgeError code, const char *message) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = parse(json, length, &error);
  g_assert_null(bitext);
  g_assert_cmpstr(error->message, ==, message);
  g_assert_error(error, BIRGE_ERROR, (int)code);
}

#define FAILS(json, code, message) assert_error(json, sizeof json - 1, code, message)

/* Checks the error for the sample with a part, which must stand in it, replaced by another. */
static void assert_change_refused(const char *part, const char *other, const char *message) {
  const char *place = strstr(sample, part);
  g_assert_nonnull(place);
  g_autoptr(GString) json = g_string_new_len(sample, place - sample);
  g_string_append(json, other);
  g_string_append(json, place + strlen(part));
  assert_error(json->str, json->len, BIRGE_ERROR_FORMAT, message);
}

static void what_was_read_is_written_again_byte_for_byte(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = parse(sample, strlen(sample), &error);
  g_assert_no_error(error);
  g_autofree char *written = write_json(bitext);
  g_assert_cmpstr(written, ==, sample);
}

static void all_that_a_bitext_holds_is_read(void) {
  g_autoptr(BirgeBitext) bitext = parse(sample, strlen(sample), NULL);
  g_assert_cmpuint(bitext->n_documents, ==, 2);
  const BirgeDocument *document = bitext->documents[0];
  g_assert_cmpstr(document->language, ==, "en");
  g_assert_cmpstr(document->name, ==, "a \"b\".txt");
  g_assert_cmpmem(document->text, document->length, "Title\nOne. Two.", 15);
  g_assert_cmpint(document->blocks[0].kind, ==, BIRGE_BLOCK_HEADLINE);
  g_assert_cmpuint(document->segments[2].start, ==, 11);
  g_assert_cmpuint(document->segments[2].block, ==, 1);
  g_assert_cmpstr(document->codes[0].markup, ==, "<hi x=\"1\">");
  g_assert_cmpuint(bitext->n_rows, ==, 2);
  const BirgeRow *row = &bitext->rows[1];
  g_assert_cmpuint(row->runs[0].first, ==, 1);
  g_assert_cmpuint(row->runs[0].end, ==, 3);
  g_assert_cmpfloat(row->confidence, ==, 0.987654);
  g_assert_cmpint(row->origin, ==, BIRGE_ORIGIN_ALIGNED);
  g_assert_cmpint(bitext->rows[0].status, ==, BIRGE_STATUS_REJECTED);
}

static void notes_and_originals_are_kept(void) {
  g_autoptr(GString) json = g_string_new(sample);
  g_string_replace(json, "\"codes\": []",
                   "\"codes\": [],\n      \"originals\": [\n"
                   "        {\"segment\": 0, \"text\": \"دوو\"}\n      ]",
                   0);
  g_string_replace(json, "\"rejected\"", "\"rejected\", \"note\": \"see \\\"b\\\"\"", 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = parse(json->str, json->len, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(bitext->documents[1]->n_originals, ==, 1);
  g_assert_cmpstr(bitext->documents[1]->originals[0].text, ==, "دوو");
  g_assert_cmpstr(bitext->rows[0].note, ==, "see \"b\"");
  g_assert_null(bitext->rows[1].note);
  g_autofree char *written = write_json(bitext);
  g_assert_cmpstr(written, ==, json->str);
}

static void wrong_originals_are_refused(void) {
  assert_change_refused("\"codes\": []",
                        "\"codes\": [], \"originals\": [{\"segment\": 1, "
                        "\"text\": \"\"}]",
                        "file:34: documents[1].originals[0]: 'segment' is 1, expected 0 to 0");
  assert_change_refused(
      "\"codes\": []",
      "\"codes\": [], \"originals\": [{\"segment\": 0, "
      "\"text\": \"\"}, {\"segment\": 0, \"text\": \"\"}]",
      "file:34: documents[1].originals[1]: does not come after the original before it");
  assert_change_refused("\"rejected\"", "\"rejected\", \"note\": 1",
                        "file:38: rows[0]: 'note' is of the wrong type");
}

static void all_characters_of_a_text_survive(void) {
  g_autoptr(GString) all = g_string_new(NULL);
  for (gunichar c = 1; c < 0x11000; c += c < 0x3000 ? 1 : 61) {
    if (c < 0xD800 || c > 0xDFFF)
      g_string_append_unichar(all, c);
  }
  g_autoptr(GBytes) bytes = g_bytes_new(all->str, all->len);
  g_autoptr(BirgeDocument) document =
      birge_document_builder_end(birge_document_builder_new("en", "\x01\x7F", bytes));
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 1, NULL, 0);
  g_autofree char *json = write_json(bitext);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) again = parse(json, strlen(json), &error);
  g_assert_no_error(error);
  g_assert_cmpmem(again->documents[0]->text, again->documents[0]->length, all->str, all->len);
  g_assert_cmpstr(again->documents[0]->name, ==, "\x01\x7F");
}

static void confidence_is_written_with_six_digits(void) {
  const double values[] = {0, 1, 1.0 / 3, 0.9999999, 1e-9, 0.1 + 0.2};
  const char *const expected[] = {"0.000000", "1.000000", "0.333333",
                                  "1.000000", "0.000000", "0.300000"};
  for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
    g_autoptr(BirgeBitext) bitext = parse(sample, strlen(sample), NULL);
    BirgeRow rows[] = {bitext->rows[0], bitext->rows[1]};
    rows[0].confidence = values[i];
    g_autoptr(BirgeBitext) changed = birge_bitext_new(bitext->documents, 2, rows, 2);
    g_autofree char *json = write_json(changed);
    g_autoptr(BirgeBitext) again = parse(json, strlen(json), NULL);
    g_autofree char *rewritten = write_json(again);
    g_assert_cmpstr(rewritten, ==, json);
    g_autofree char *member = g_strdup_printf("\"confidence\": %s,", expected[i]);
    g_assert_nonnull(strstr(json, member));
  }
}

static void what_is_not_json_is_refused_with_its_line(void) {
  FAILS("", BIRGE_ERROR_INPUT, "file: is empty");
  FAILS(" \n ", BIRGE_ERROR_FORMAT, "file:2: breaks off");
  FAILS("[]", BIRGE_ERROR_FORMAT, "file:1: bitext: is not an object");
  FAILS("{\"a\": 1,\n \"b\": }", BIRGE_ERROR_FORMAT, "file:2: expected a value");
  FAILS("{\"a\": 1,\n}", BIRGE_ERROR_FORMAT, "file:2: expected the name of a member");
  FAILS("{\"a\"\n1}", BIRGE_ERROR_FORMAT, "file:2: expected a colon after the name of a member");
  FAILS("{\"a\": 1\n\"b\": 2}", BIRGE_ERROR_FORMAT,
        "file:2: expected a comma or the end of the object");
  FAILS("{\"a\": [1 2]}", BIRGE_ERROR_FORMAT, "file:1: expected a comma or the end of the array");
  FAILS("{\"a\": [1}}", BIRGE_ERROR_FORMAT, "file:1: expected a comma or the end of the array");
  FAILS("{\"a\": nul}", BIRGE_ERROR_FORMAT, "file:1: expected a value");
  FAILS("{\"a\": 1,\n \"b", BIRGE_ERROR_FORMAT, "file:2: a string without its end");
  FAILS("{\"a\": [1,\n 2", BIRGE_ERROR_FORMAT, "file:2: breaks off inside an object or array");
  FAILS("{}\n{}", BIRGE_ERROR_FORMAT, "file:2: a second value, expected the end");
  FAILS("{\n'a': 1}", BIRGE_ERROR_FORMAT, "file:2: a character that is not JSON");
  FAILS("{\n// a\n}", BIRGE_ERROR_FORMAT, "file:2: a character that is not JSON");
  FAILS("]", BIRGE_ERROR_FORMAT, "file:1: expected a value");
  FAILS("{}]", BIRGE_ERROR_FORMAT, "file:1: a bracket closes that was not opened");
  FAILS("{\"a\": \"\\x41\"}", BIRGE_ERROR_FORMAT, "file:1: unknown escape in a string");
  FAILS("{\"a\": \"\\u12\"}", BIRGE_ERROR_FORMAT,
        "file:1: an escape without its four digits in a string");
  FAILS("{\"a\": \"\\ud83d\\n\"}", BIRGE_ERROR_FORMAT,
        "file:1: half a pair of surrogates in a string");
  FAILS("{\"a\": \"\\ud83d\\ud83d\"}", BIRGE_ERROR_FORMAT,
        "file:1: half a pair of surrogates in a string");
  FAILS("{\"a\": \"\\ude00\"}", BIRGE_ERROR_FORMAT,
        "file:1: half a pair of surrogates in a string");
  FAILS("{\"a\": \"\n\"}", BIRGE_ERROR_FORMAT,
        "file:1: a control character or a line break in a string");
  FAILS("{\"a\": \"\\u0000\"}", BIRGE_ERROR_FORMAT, "file:1: the character U+0000 in a string");
}

static void what_is_not_utf8_is_refused_with_its_place(void) {
  FAILS("{\"a\": \"\xE9\"}", BIRGE_ERROR_ENCODING, "file: not UTF-8 at byte offset 7");
  FAILS("{\"a\"\0: 1}", BIRGE_ERROR_ENCODING, "file: not UTF-8 at byte offset 4");
}

static void nesting_has_a_limit(void) {
  FAILS("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", BIRGE_ERROR_FORMAT, "file:1: bitext: is not an object");
  FAILS("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", BIRGE_ERROR_LIMIT,
        "file:1: more than 16 objects and arrays inside each other");
}

static void a_head_that_is_not_ours_is_refused(void) {
  assert_change_refused("\"birge-bitext\"", "\"other\"",
                        "file:2: bitext: 'format' is 'other', expected 'birge-bitext'");
  assert_change_refused("\"version\": 1", "\"version\": 2",
                        "file:3: bitext: 'version' is 2, expected 1");
  assert_change_refused("\"format\"", "\"fromat\"", "file:1: bitext: 'format' is missing");
  assert_change_refused("\"version\": 1", "\"version\": \"1\"",
                        "file:3: bitext: 'version' is of the wrong type");
}

static void wrong_documents_are_refused(void) {
  assert_change_refused("\"language\": \"ckb\"", "\"language\": \"\"",
                        "file:24: documents[1]: 'language' is empty");
  assert_change_refused("\"text\": \"یەک\"", "\"text\": [1]",
                        "file:27: documents[1]: 'text' is of the wrong type");
  FAILS("{\"format\": \"birge-bitext\", \"version\": 1, \"documents\": [], \"rows\": []}",
        BIRGE_ERROR_FORMAT, "file:1: bitext: 'documents' is empty");
  FAILS("{\"format\": \"birge-bitext\", \"version\": 1, \"documents\": [1], \"rows\": []}",
        BIRGE_ERROR_FORMAT, "file:1: documents[0]: is not an object");
}

static void wrong_blocks_are_refused(void) {
  assert_change_refused("\"end\": 5, \"kind\"", "\"end\": 16, \"kind\"",
                        "file:10: documents[0].blocks[0]: 'end' is 16, expected 0 to 15");
  assert_change_refused("\"end\": 6, \"kind\"", "\"end\": 5, \"kind\"",
                        "file:29: documents[1].blocks[0]: 'end' is inside a character");
  assert_change_refused("\"start\": 6, \"end\": 15", "\"start\": 4, \"end\": 15",
                        "file:11: documents[0].blocks[1]: begins before the block before it ends");
  assert_change_refused("\"start\": 6, \"end\": 15", "\"start\": 15, \"end\": 6",
                        "file:11: documents[0].blocks[1]: 'end' comes before 'start'");
  assert_change_refused("\"headline\"", "\"title\"",
                        "file:10: documents[0].blocks[0]: 'kind' is 'title', which is unknown");
}

static void wrong_segments_are_refused(void) {
  assert_change_refused(
      "\"start\": 11, \"end\": 15", "\"start\": 9, \"end\": 15",
      "file:16: documents[0].segments[2]: begins before the segment before it ends");
  assert_change_refused("\"end\": 10, \"block\": 1", "\"end\": 10, \"block\": 0",
                        "file:15: documents[0].segments[1]: is not inside its block");
  assert_change_refused("\"end\": 10, \"block\": 1", "\"end\": 10, \"block\": 2",
                        "file:15: documents[0].segments[1]: 'block' is 2, expected 0 to 1");
  assert_change_refused("\"end\": 10, \"block\": 1", "\"end\": -1, \"block\": 1",
                        "file:15: documents[0].segments[1]: 'end' is -1, expected 0 to 15");
  assert_change_refused("\"end\": 10, \"block\": 1", "\"end\": 1.5, \"block\": 1",
                        "file:15: documents[0].segments[1]: 'end' is of the wrong type");
  assert_change_refused("        {\"start\": 0, \"end\": 6, \"kind\": \"paragraph\"}\n", "",
                        "file:31: documents[1].segments[0]: there is no block that could hold it");
}

static void wrong_codes_are_refused(void) {
  const char *const markups[] = {"",
                                 "x",
                                 "<ph>",
                                 "<ph/><ph/>",
                                 "<b/>",
                                 "</ph>",
                                 "<hi></hi>",
                                 "<hi><hi>",
                                 "<ph/>x",
                                 "<ph x='1'/>",
                                 "<hi",
                                 "<sub/>",
                                 "<ph y=\\\"1\\\"/>"};
  for (guint i = 0; i < G_N_ELEMENTS(markups); i++) {
    g_autofree char *other = g_strdup_printf("\"%s\"", markups[i]);
    assert_change_refused("\"</hi>\"", other,
                          "file:20: documents[0].codes[1]: 'markup' is not an inline code of TMX");
  }
  assert_change_refused("\"offset\": 10, \"markup\": \"</hi>\"",
                        "\"offset\": 5, \"markup\": \"<hi>\"",
                        "file:20: documents[0].codes[1]: stands before the code before it");
}

static void wrong_rows_are_refused(void) {
  assert_change_refused("0.987654", "1.5", "file:39: rows[1]: 'confidence' is not between 0 and 1");
  assert_change_refused("0.987654", "1e999",
                        "file:39: rows[1]: 'confidence' is not between 0 and 1");
  assert_change_refused("0.987654", "\"1\"", "file:39: rows[1]: 'confidence' is of the wrong type");
  assert_change_refused("\"aligned\"", "\"guessed\"",
                        "file:39: rows[1]: 'origin' is 'guessed', which is unknown");
  assert_change_refused("\"proposed\"", "\"\"",
                        "file:39: rows[1]: 'status' is '', which is unknown");
  assert_change_refused(
      "[[1, 3], [0, 1]]", "[[1, 3]]",
      "file:39: rows[1]: 'runs' has 1 pairs, expected one for each of the 2 documents");
  assert_change_refused("[[1, 3], [0, 1]]", "[[1, 3], [0, 1, 2]]",
                        "file:39: rows[1]: 'runs' has something else than pairs of numbers");
  assert_change_refused("[[1, 3], [0, 1]]", "[[1, 3], [0, -1]]",
                        "file:39: rows[1]: 'runs' has something else than numbers of segments");
  assert_change_refused(
      "[[1, 3], [0, 1]]", "[[2, 3], [0, 1]]",
      "file:39: rows[1]: has segments 2 to 3 of document 1, expected to begin at 1");
  assert_change_refused("[[1, 3], [0, 1]]", "[[1, 3], [0, 0]]",
                        "file:39: bitext: the rows hold 0 of the 1 segments of document 2");
  assert_change_refused("[[1, 3], [0, 1]]", "[[1, 4], [0, 1]]",
                        "file:39: rows[1]: has segments up to 4 of document 1, which has 3");
}

/* n documents without text. */
static char *make_documents(guint n) {
  g_autoptr(GString) json =
      g_string_new("{\"format\": \"birge-bitext\", \"version\": 1, \"rows\": [], \"documents\": [");
  for (guint i = 0; i < n; i++)
    g_string_append_printf(json,
                           "%s{\"language\": \"en\", \"name\": \"\", \"text\": \"\", "
                           "\"blocks\": [], \"segments\": [], \"codes\": []}",
                           i > 0 ? ", " : "");
  g_string_append(json, "]}");
  return g_string_free(g_steal_pointer(&json), FALSE);
}

static void the_number_of_documents_has_a_limit(void) {
  g_autofree char *most = make_documents(BIRGE_MAX_LANGUAGES);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = parse(most, strlen(most), &error);
  g_assert_no_error(error);
  g_assert_cmpuint(bitext->n_documents, ==, BIRGE_MAX_LANGUAGES);
  g_autofree char *more = make_documents(BIRGE_MAX_LANGUAGES + 1);
  assert_error(more, strlen(more), BIRGE_ERROR_LIMIT, "file:1: more than 8 documents");
}

static void numbers_are_those_of_json_alone(void) {
  const char *const numbers[] = {"01", "-", "1.", ".5", "1e", "1e+", "+1", "0x10", "1_0", "NaN"};
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autofree char *json = g_strdup_printf("{\"a\": %s}", numbers[i]);
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeBitext) bitext = parse(json, strlen(json), &error);
    g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
    g_assert_true(g_str_has_prefix(error->message, "file:1: "));
    g_assert_null(strstr(error->message, "is missing"));
  }
}

static void members_may_come_in_any_order(void) {
  /* The sample with the rows first, and each document and row turned around. */
  static const char turned[] =
      "{\"rows\": [{\"status\": \"rejected\", \"origin\": \"hand\", \"confidence\": 0, \"runs\": "
      "[[0, "
      "1]], \"more\": {\"a\": [true, null]}}],\n"
      "\"documents\": [{\"codes\": [], \"segments\": [{\"block\": 0, \"end\": 2, \"start\": 0}], "
      "\"blocks\": [{\"kind\": \"lead\", \"end\": 2, \"start\": 0}], \"text\": \"\\u06d5\", "
      "\"name\": \"\", \"language\": \"ckb\"}],\n"
      "\"version\": 1, \"format\": \"birge-bitext\"}";
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = parse(turned, strlen(turned), &error);
  g_assert_no_error(error);
  g_assert_cmpmem(bitext->documents[0]->text, bitext->documents[0]->length, "ە", 2);
  g_assert_cmpint(bitext->documents[0]->blocks[0].kind, ==, BIRGE_BLOCK_LEAD);
  g_assert_cmpint(bitext->rows[0].origin, ==, BIRGE_ORIGIN_HAND);
}

static void a_member_that_is_there_twice_is_refused(void) {
  assert_change_refused("\"version\": 1", "\"version\": 1,\n  \"version\": 1",
                        "file:4: bitext: 'version' is there twice");
}

/* A bitext of n rows of two documents, the second of which has a block for two rows, and a note, a
 * code and an original in each row. */
static char *make_long(guint n) {
  BirgeDocumentBuilder *builders[2] = {birge_document_builder_new_empty("en", "long.en"),
                                       birge_document_builder_new_empty("ckb", "long.ckb")};
  for (guint i = 0; i < n; i++) {
    gsize start = birge_document_builder_add_text(builders[0], "One. ", 5);
    birge_document_builder_add_block(builders[0], (BirgeBlock){start, start + 4, 0});
    birge_document_builder_add_segment(builders[0], (BirgeSegment){start, start + 4, i});
    birge_document_builder_add_code(builders[0], start + 4, "<ph/>");
    birge_document_builder_add_original(builders[0], i, "was");
    start = birge_document_builder_add_text(builders[1], "یەک.", 7);
    if (i % 2 == 0)
      birge_document_builder_add_block(
          builders[1], (BirgeBlock){start, start + (i + 1 < n ? 14 : 7), BIRGE_BLOCK_ITEM});
    birge_document_builder_add_segment(builders[1], (BirgeSegment){start, start + 7, i / 2});
  }
  g_autoptr(BirgeDocument) first = birge_document_builder_end(builders[0]);
  g_autoptr(BirgeDocument) second = birge_document_builder_end(builders[1]);
  const BirgeDocument *documents[] = {first, second};
  g_autofree BirgeRow *rows = g_new0(BirgeRow, n);
  for (guint i = 0; i < n; i++)
    rows[i] = (BirgeRow){.runs = {{i, i + 1}, {i, i + 1}}, .note = i % 3 == 0 ? "note" : NULL};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, n);
  return write_json(bitext);
}

/* Writes what parts hold, a row a line, and checks each. */
static char *describe(BirgeParts *parts, guint *n_parts) {
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  for (*n_parts = 0;; ++*n_parts) {
    g_autoptr(BirgeBitext) part = NULL;
    g_assert_true(parts->next(parts, &part, &error));
    g_assert_no_error(error);
    if (!part)
      return g_string_free(g_steal_pointer(&out), FALSE);
    g_autofree char *wrong = birge_bitext_check(part);
    g_assert_cmpstr(wrong, ==, NULL);
    for (guint r = 0; r < part->n_rows; r++) {
      const BirgeRow *row = &part->rows[r];
      for (guint d = 0; d < part->n_documents; d++) {
        g_autofree char *markup = birge_document_run_markup(part->documents[d], row->runs[d]);
        const BirgeSegment *segment = &part->documents[d]->segments[row->runs[d].first];
        g_string_append_printf(out, "%s %d|", markup,
                               (int)part->documents[d]->blocks[segment->block].kind);
      }
      g_string_append_printf(out, "%s\n", row->note ? row->note : "");
    }
    for (guint o = 0; o < part->documents[0]->n_originals; o++)
      g_assert_cmpuint(part->documents[0]->originals[o].segment, ==, o);
  }
}

static void parts_hold_what_the_whole_does(void) {
  g_autofree char *json = make_long(1001);
  g_autofree char *path = NULL;
  close(g_file_open_tmp("birge-XXXXXX", &path, NULL));
  g_assert_true(g_file_set_contents(path, json, -1, NULL));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(path, &error);
  g_assert_no_error(error);
  g_autoptr(BirgeParts) whole = birge_parts_new_whole(bitext);
  guint n_parts;
  g_autofree char *expected = describe(whole, &n_parts);
  g_assert_cmpuint(n_parts, ==, 1);
  for (guint min_rows = 1; min_rows < 10000; min_rows *= 7) {
    g_autoptr(BirgeParts) parts = birge_parts_open_json(path, min_rows, &error);
    g_assert_no_error(error);
    for (guint round = 0; round < 2; round++) {
      g_autofree char *found = describe(parts, &n_parts);
      g_assert_cmpstr(found, ==, expected);
      /* A block holds two rows. */
      guint rows = (min_rows + 1) / 2 * 2;
      g_assert_cmpuint(n_parts, ==, (1001 + rows - 1) / rows);
      parts->rewind(parts);
    }
  }
  g_remove(path);
}

static void what_is_wrong_with_a_part_is_told_when_it_is_read(void) {
  g_autofree char *json = make_long(100);
  /* Of the last row. */
  char *last = g_strrstr(json, "\"proposed\"");
  last[1] = 'P';
  g_autofree char *path = NULL;
  close(g_file_open_tmp("birge-XXXXXX", &path, NULL));
  g_assert_true(g_file_set_contents(path, json, -1, NULL));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeParts) parts = birge_parts_open_json(path, 10, &error);
  g_assert_no_error(error);
  gboolean is_read = TRUE;
  for (guint i = 0; i < 10 && is_read; i++) {
    g_autoptr(BirgeBitext) part = NULL;
    is_read = parts->next(parts, &part, &error);
    g_assert_true(is_read == (i < 9));
  }
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_assert_nonnull(strstr(error->message, "rows[99]: 'status' is 'Proposed', which is unknown"));
  g_remove(path);
}

static void a_file_is_read_like_bytes(void) {
  g_autofree char *path = NULL;
  close(g_file_open_tmp("birge-XXXXXX", &path, NULL));
  g_assert_true(g_file_set_contents(path, sample, -1, NULL));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(path, &error);
  g_remove(path);
  g_assert_no_error(error);
  g_assert_cmpuint(bitext->n_rows, ==, 2);
  g_assert_null(birge_bitext_read_json(path, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
}

#define ADD(test) g_test_add_func("/json/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(what_was_read_is_written_again_byte_for_byte);
  ADD(all_that_a_bitext_holds_is_read);
  ADD(notes_and_originals_are_kept);
  ADD(wrong_originals_are_refused);
  ADD(all_characters_of_a_text_survive);
  ADD(confidence_is_written_with_six_digits);
  ADD(what_is_not_json_is_refused_with_its_line);
  ADD(what_is_not_utf8_is_refused_with_its_place);
  ADD(nesting_has_a_limit);
  ADD(a_head_that_is_not_ours_is_refused);
  ADD(wrong_documents_are_refused);
  ADD(wrong_blocks_are_refused);
  ADD(wrong_segments_are_refused);
  ADD(wrong_codes_are_refused);
  ADD(wrong_rows_are_refused);
  ADD(the_number_of_documents_has_a_limit);
  ADD(numbers_are_those_of_json_alone);
  ADD(members_may_come_in_any_order);
  ADD(a_member_that_is_there_twice_is_refused);
  ADD(parts_hold_what_the_whole_does);
  ADD(what_is_wrong_with_a_part_is_told_when_it_is_read);
  ADD(a_file_is_read_like_bytes);
  return g_test_run();
}
