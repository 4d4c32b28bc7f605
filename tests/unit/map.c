/* Text goes back where it was read, and nothing else changes. */
#include "base/error.h"
#include "read/read.h"

#include <string.h>

typedef struct {
  BirgeLocales *locales;
  BirgeDocument *document;
  BirgeMap *map;
} Read;

static Read read_text(const char *name, const char *text, gsize length, const char *encoding) {
  Read read = {birge_locales_load(NULL), NULL, NULL};
  const BirgeReadOptions options = {
      .locales = read.locales, .language = "en", .encoding = encoding};
  g_autoptr(GBytes) bytes = g_bytes_new(text, length);
  g_autoptr(GError) error = NULL;
  BirgeReading reading = {NULL, NULL};
  read.document = birge_read_bytes(name, bytes, &options, &reading, &error);
  g_assert_no_error(error);
  read.map = reading.map;
  return read;
}

static void clear(Read *read) {
  birge_map_free(read->map);
  birge_document_unref(read->document);
  birge_locales_unref(read->locales);
}

/* Fills what stands at text's occurrence in the article. */
static void assert_filled(const char *name, const char *file, const char *text, const char *with,
                          const char *expected) {
  Read read = read_text(name, file, strlen(file), NULL);
  const char *place = strstr(read.document->text, text);
  g_assert_nonnull(place);
  gsize start = (gsize)(place - read.document->text);
  const BirgeFilling filling = {start, start + strlen(text), with};
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(out);
  g_assert_true(birge_map_fill(read.map, read.document, &filling, 1, output, NULL));
  g_assert_cmpstr(out->str, ==, expected);
  clear(&read);
}

static void one_sentence_of_two_is_filled(void) {
  assert_filled("a.html", "<p>It is  open.\n All came.</p>", "All came.", "Hat & <bag>",
                "<p>It is  open.\n Hat &amp; &lt;bag&gt;</p>");
}

static void text_goes_where_most_of_a_sentence_stands(void) {
  assert_filled("a.html", "<p><a>Lana</a> came, <b>and</b> Sara.</p>", "Lana came, and Sara.", "X",
                "<p><a></a>X<b></b></p>");
}

static void plain_text_is_filled_as_it_stands(void) {
  assert_filled("a.txt", "\xEF\xBB\xBFOne\r\n\r\nTwo & three.\r\n", "Two & three.", "<4>",
                "\xEF\xBB\xBFOne\r\n\r\n<4>\r\n");
}

static void a_title_in_the_head_is_filled_with_the_headline(void) {
  static const char file[] =
      "<title>Bridge opens - X</title><article><h1>Bridge <i>opens</i></h1></article>";
  Read read = read_text("a.html", file, strlen(file), NULL);
  const BirgeBlock *block = &read.document->blocks[0];
  const BirgeFilling filling = {block->start, block->end, "Y"};
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(out);
  g_assert_true(birge_map_fill(read.map, read.document, &filling, 1, output, NULL));
  g_assert_cmpstr(out->str, ==, "<title>Y - X</title><article><h1>Y<i></i></h1></article>");
  clear(&read);
}

static void a_headline_that_stands_three_times_is_filled(void) {
  static const char file[] =
      "<title>Bridge opens - X</title><script type=\"application/ld+json\">"
      "{\"@type\":\"NewsArticle\",\"headline\":\"Bridge opens\",\"articleBody\":\"Bridge opens "
      "late.\"}</script><article><h1>Bridge opens</h1><p>Bridge opens late.</p></article>";
  Read read = read_text("a.html", file, strlen(file), NULL);
  const BirgeBlock *blocks = read.document->blocks;
  g_assert_cmpuint(read.document->n_blocks, ==, 2);
  const BirgeFilling fillings[] = {{blocks[0].start, blocks[0].end, "Y"},
                                   {blocks[1].start, blocks[1].end, "Z"}};
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(out);
  g_assert_true(birge_map_fill(read.map, read.document, fillings, 2, output, NULL));
  g_assert_cmpstr(out->str, ==,
                  "<title>Y - X</title><script type=\"application/ld+json\">"
                  "{\"@type\":\"NewsArticle\",\"headline\":\"Y\",\"articleBody\":\"Z\"}</script>"
                  "<article><h1>Y</h1><p>Z</p></article>");
  clear(&read);
}

static void a_file_in_another_encoding_is_not_filled(void) {
  Read read = read_text("a.txt", "One caf\xE9.", 9, "windows-1252");
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(out);
  g_autoptr(GError) error = NULL;
  g_assert_false(birge_map_fill(read.map, read.document, NULL, 0, output, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  clear(&read);
}

#define ADD(test) g_test_add_func("/map/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(one_sentence_of_two_is_filled);
  ADD(text_goes_where_most_of_a_sentence_stands);
  ADD(plain_text_is_filled_as_it_stands);
  ADD(a_title_in_the_head_is_filled_with_the_headline);
  ADD(a_headline_that_stands_three_times_is_filled);
  ADD(a_file_in_another_encoding_is_not_filled);
  return g_test_run();
}
