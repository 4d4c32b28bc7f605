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

/* Fills the headline with Y, the blocks behind it with Z. */
static char *fill_page(const char *file) {
  Read read = read_text("a.html", file, strlen(file), NULL);
  const BirgeBlock *blocks = read.document->blocks;
  BirgeFilling fillings[8];
  guint n = read.document->n_blocks;
  g_assert_cmpuint(n, <=, G_N_ELEMENTS(fillings));
  for (guint i = 0; i < n; i++)
    fillings[i] = (BirgeFilling){blocks[i].start, blocks[i].end, i == 0 ? "\"Y'" : "Z"};
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(out);
  g_assert_true(birge_map_fill(read.map, read.document, fillings, n, output, NULL));
  clear(&read);
  return g_strdup(out->str);
}

static void what_the_head_says_once_more_is_filled(void) {
  g_autofree char *out = fill_page(
      "<head><meta property=\"og:title\" content=\"Bridge &amp; road  open | X\">"
      "<meta name='twitter:title' content='Bridge &#38; road open'>"
      "<meta name=description content=\"All came.\"><title>Bridge &amp; road open</title>"
      "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Bridge & "
      "road "
      "open\",\"description\":\"All came.\",\"articleBody\":\"All came.\\nNobody "
      "left.\"}</script></head>"
      "<article><h1>Bridge &amp; road open</h1><p>All came.</p><p>Nobody left.</p></article>");
  g_assert_cmpstr(
      out, ==,
      "<head><meta property=\"og:title\" content=\"&quot;Y&#39; | X\">"
      "<meta name='twitter:title' content='&quot;Y&#39;'>"
      "<meta name=description content=\"Z\"><title>\"Y'</title>"
      "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"\\\"Y'\","
      "\"description\":\"Z\",\"articleBody\":\"Z\\nZ\"}</script></head>"
      "<article><h1>\"Y'</h1><p>Z</p><p>Z</p></article>");
}

static void a_text_without_a_mark_is_filled_before_the_next(void) {
  g_autofree char *out = fill_page(
      "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"articleBody\":\"Erbil, "
      "14 March The bridge opened. What now? Now\"}</script><article><h1>Bridge</h1><p>Erbil, 14 "
      "March</p><p>The bridge opened.</p><h2>What now</h2><p>Now</p></article>");
  g_assert_cmpstr(out, ==,
                  "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"articleBody\":"
                  "\"Z Z Z? Z\"}</script><article><h1>\"Y'</h1><p>Z</p><p>Z</p><h2>Z</h2>"
                  "<p>Z</p></article>");
}

static void what_the_head_says_otherwise_stays(void) {
  static const char head[] =
      "<head><meta property=\"og:title\" content=\"Bridge opens late\">"
      "<meta name=\"twitter:title\" content=\"The bridge opens\"><meta name=keywords "
      "content=\"Bridge opens\">"
      "<meta name=description content=\"All came to\"><meta name=description content=Late>"
      "<meta name=description content=\"\"><meta name=description content=\"All came to it…\">"
      "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"description\":"
      "\"Bridge opens and all came.\"}</script></head>";
  g_autofree char *page = g_strconcat(
      head, "<article><h1>Bridge opens</h1><p>All came to it. Late.</p><p>Late</p></article>",
      NULL);
  g_autofree char *out = fill_page(page);
  g_assert_true(g_str_has_prefix(out, head));
}

static void the_first_sentence_of_a_paragraph_is_filled_where_it_describes(void) {
  assert_filled(
      "a.html",
      "<meta name=description content='It opens.'><p>It opens. All came to the bridge.</p>",
      "It opens.", "X", "<meta name=description content='X'><p>X All came to the bridge.</p>");
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
  ADD(what_the_head_says_once_more_is_filled);
  ADD(a_text_without_a_mark_is_filled_before_the_next);
  ADD(what_the_head_says_otherwise_stays);
  ADD(the_first_sentence_of_a_paragraph_is_filled_where_it_describes);
  ADD(a_file_in_another_encoding_is_not_filled);
  return g_test_run();
}
