/* A bitext as a web page: languages and directions, escapes, and nothing that is not text. */
#include "render/render.h"
#include "sample.h"

#include <string.h>

static char *print(const BirgeBitext *bitext, const char *title) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeWriteOptions options = {.locales = locales, .title = title};
  return sample_write(bitext, birge_render_formats(), "html", &options);
}

static BirgeBitext *make_bitext(const char *one, const char *two) {
  const char *const english[] = {one, "Two.", NULL};
  const char *const sorani[] = {two, NULL};
  g_autoptr(BirgeDocument) first = sample_document("en", english);
  g_autoptr(BirgeDocument) second = sample_document("ckb", sorani);
  const BirgeDocument *documents[] = {first, second};
  return sample_bitext(documents, 2);
}

#define HOLDS(text, part) g_assert_nonnull(strstr(text, part))
#define LACKS(text, part) g_assert_null(strstr(text, part))

static void each_cell_says_its_language_and_direction(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One.", "یەک.");
  g_autofree char *page = print(bitext, NULL);
  HOLDS(page, "<td lang=\"en\" dir=\"ltr\"><span dir=\"ltr\">One.</span></td>");
  HOLDS(page, "<td lang=\"ckb\" dir=\"rtl\"><span dir=\"rtl\">یەک.</span></td>");
}

static void a_cell_without_a_version_says_so(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One.", "یەک.");
  g_autofree char *page = print(bitext, NULL);
  HOLDS(page, "<td class=\"empty\" dir=\"rtl\">");
  HOLDS(page, ">no version in Sorani Kurdish</span></td>");
  HOLDS(page, "<caption>2 rows; without a version: Sorani Kurdish 1</caption>");
}

static void text_is_never_taken_for_markup(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("<script>x('&amp;')</script>", "\"<b>\"");
  g_autofree char *page = print(bitext, "</title><script>");
  HOLDS(page, "<title>&lt;/title&gt;&lt;script&gt;</title>");
  HOLDS(page, ">&lt;script&gt;x('&amp;amp;')&lt;/script&gt;</span>");
  LACKS(page, "<script>x");
  LACKS(page, "<b>\"");
}

static void lines_end_where_layout_ends_them(void) {
  g_autoptr(BirgeBitext) bitext =
      make_bitext("a\nb\r\nc\rd\u2028e\u2029f\x0Bg\xC2\x85h", "\u2028یەک.");
  g_autofree char *page = print(bitext, NULL);
  HOLDS(page, ">a\nb\nc<br>d<br>e<br>f<br>g<br>h</span>");
  HOLDS(page, "><br>یەک.</span>");
}

static void a_language_tag_is_escaped_too(void) {
  const char *const texts[] = {"a", NULL};
  g_autoptr(BirgeDocument) document = sample_document("x\"><script>", texts);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  g_autofree char *page = print(bitext, NULL);
  LACKS(page, "x\"><script>");
}

static void no_script_may_run_but_the_one_that_is_there(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One.", "یەک.");
  g_autofree char *page = print(bitext, NULL);
  const char *script = strstr(page, "<script>") + strlen("<script>");
  const char *end = strstr(script, "</script>");
  g_assert_null(strstr(end, "<script"));
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, script, end - script);
  guint8 digest[32];
  for (guint i = 0; i < sizeof digest; i++)
    digest[i] =
        (guint8)(g_ascii_xdigit_value(sum[2 * i]) * 16 + g_ascii_xdigit_value(sum[2 * i + 1]));
  g_autofree char *hash = g_base64_encode(digest, sizeof digest);
  g_autofree char *policy = g_strdup_printf("script-src 'sha256-%s'\"", hash);
  HOLDS(page, policy);
}

static void rows_say_what_the_filter_asks_for(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One.", "یەک.");
  g_autofree char *page = print(bitext, NULL);
  HOLDS(page, "<tr id=\"row-2\" class=\"paragraph proposed\" data-is=\"proposed unmatched\">");
}

static char *print_with(const BirgeBitext *bitext, BirgeWriteOptions options) {
  return sample_write(bitext, birge_render_formats(), "html", &options);
}

static void only_rows_that_are_asked_for_are_written(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One.", "یەک.");
  g_autofree char *page = print_with(bitext, (BirgeWriteOptions){.only = BIRGE_ONLY_UNMATCHED});
  HOLDS(page, "<caption>1 of 2 rows;");
  HOLDS(page, "id=\"row-2\"");
  LACKS(page, "id=\"row-1\"");
}

static void one_language_stands_under_the_other_with_headings_for_both(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One.", "یەک.");
  g_autofree char *page = print_with(bitext, (BirgeWriteOptions){.is_interlinear = TRUE});
  HOLDS(page, "<tbody id=\"row-1\"");
  HOLDS(page, "<tr><th scope=\"rowgroup\" rowspan=\"2\"><b>1</b>");
  HOLDS(page, "<tr><th scope=\"row\" lang=\"ckb\" dir=\"rtl\">");
}

static void words_in_which_texts_of_one_language_differ_are_marked(void) {
  g_autoptr(BirgeDocument) one =
      sample_document("en", (const char *const[]){"A <new> bridge.", NULL});
  g_autoptr(BirgeDocument) two = sample_document("en", (const char *const[]){"A bridge.", NULL});
  const BirgeDocument *documents[] = {one, two};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  g_autofree char *page = print_with(bitext, (BirgeWriteOptions){0});
  HOLDS(page, "<mark>new</mark>");
  HOLDS(page, "<td lang=\"en\" dir=\"ltr\"><span dir=\"ltr\">A bridge.</span></td>");
}

static void nothing_is_loaded_from_elsewhere(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One.", "یەک.");
  g_autofree char *page = print(bitext, NULL);
  HOLDS(page, "default-src 'none'");
  LACKS(page, "http:");
  LACKS(page, "https:");
  LACKS(page, "url(");
  LACKS(page, "src=");
  LACKS(page, "<link");
}

static void the_title_is_the_first_headline_in_its_language(void) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("پرد\nئەو", strlen("پرد\nئەو"));
  gsize end = strlen("پرد");
  BirgeDocumentBuilder *builder = birge_document_builder_new("ckb", "a.txt", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, end, BIRGE_BLOCK_HEADLINE});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, end, 0});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  g_autofree char *page = print(bitext, NULL);
  HOLDS(page, "<title>پرد</title>");
  HOLDS(page, "<h1 lang=\"ckb\" dir=\"rtl\">پرد</h1>");
  HOLDS(page, "<tr id=\"row-1\" class=\"headline proposed\" data-is=\"proposed");
}

static void without_a_headline_the_title_is_the_name_of_the_file(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext("One.", "یەک.");
  g_autofree char *page = print(bitext, NULL);
  HOLDS(page, "<title>sample</title>");
  HOLDS(page, "<h1 dir=\"auto\">sample</h1>");
}

static void segments_of_a_cell_are_isolated_and_keep_their_gap(void) {
  const char *const texts[] = {"One.", "Two.", NULL};
  g_autoptr(BirgeDocument) document = sample_document("en", texts);
  const BirgeDocument *documents[] = {document};
  const BirgeRow rows[] = {{.runs = {{0, 2}}, .confidence = 0.6}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 1, rows, 1);
  g_autofree char *page = print(bitext, NULL);
  HOLDS(page, "<span dir=\"ltr\">One.</span> <span dir=\"ltr\">Two.</span></td>");
  HOLDS(page, "<span class=\"doubtful\">doubtful</span>");
}

#define ADD(test) g_test_add_func("/html/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(each_cell_says_its_language_and_direction);
  ADD(a_cell_without_a_version_says_so);
  ADD(text_is_never_taken_for_markup);
  ADD(lines_end_where_layout_ends_them);
  ADD(a_language_tag_is_escaped_too);
  ADD(nothing_is_loaded_from_elsewhere);
  ADD(the_title_is_the_first_headline_in_its_language);
  ADD(without_a_headline_the_title_is_the_name_of_the_file);
  ADD(segments_of_a_cell_are_isolated_and_keep_their_gap);
  ADD(no_script_may_run_but_the_one_that_is_there);
  ADD(rows_say_what_the_filter_asks_for);
  ADD(only_rows_that_are_asked_for_are_written);
  ADD(one_language_stands_under_the_other_with_headings_for_both);
  ADD(words_in_which_texts_of_one_language_differ_are_marked);
  return g_test_run();
}
