/* A page as a picture: SVG and PNG. */
#include "base/error.h"
#include "render/render.h"
#include "sample.h"

#include <string.h>

static GString *draw_texts(const char *name, const BirgeWriteOptions *options, const char *english,
                           const char *sorani, GError **error) {
  g_autoptr(BirgeDocument) one = sample_document("en", (const char *const[]){english, NULL});
  g_autoptr(BirgeDocument) two = sample_document("ckb", (const char *const[]){sorani, NULL});
  const BirgeDocument *documents[] = {one, two};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  const BirgeFormat *format = birge_format_find(birge_render_formats(), name);
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  if (!format->write(bitext, options, output, error))
    return NULL;
  return g_steal_pointer(&text);
}

static GString *draw(const char *name, const BirgeWriteOptions *options, GError **error) {
  return draw_texts(name, options, "One <bridge>.", "یەک پرد.", error);
}

static void the_text_of_a_cell_is_said_to_those_who_can_not_see_it(void) {
  g_autoptr(GString) svg = draw("svg", &(BirgeWriteOptions){0}, NULL);
  g_assert_nonnull(
      strstr(svg->str, "<g role=\"cell\" lang=\"en\" aria-label=\"One &lt;bridge&gt;.\">"));
  g_assert_nonnull(strstr(svg->str, "<g role=\"cell\" lang=\"ckb\" aria-label=\"یەک پرد.\">"));
  g_assert_true(g_str_has_suffix(svg->str, "</svg>\n"));
}

static void a_glyph_is_defined_once_and_used_where_it_stands(void) {
  g_autoptr(GString) svg = draw("svg", &(BirgeWriteOptions){0}, NULL);
  const char *id = strstr(svg->str, "<path id=\"");
  g_assert_nonnull(id);
  id += strlen("<path id=\"");
  g_autofree char *name = g_strndup(id, strcspn(id, "\""));
  g_autofree char *definition = g_strdup_printf("<path id=\"%s\"", name);
  g_autofree char *use = g_strdup_printf("<use href=\"#%s\"", name);
  g_assert_null(strstr(id, definition));
  g_assert_nonnull(strstr(id, use));
}

static void the_page_has_the_size_of_its_paper(void) {
  const BirgeWriteOptions options = {.paper = BIRGE_PAPER_LETTER, .is_portrait = TRUE};
  g_autoptr(GString) svg = draw("svg", &options, NULL);
  g_assert_nonnull(strstr(svg->str, "width=\"612pt\" height=\"792pt\" viewBox=\"0 0 612 792\""));
}

/* Where the last glyph of a language's cell stands, as it is written; yours. */
static char *find_last_place(const GString *svg, const char *language) {
  g_autofree char *start = g_strdup_printf("<g role=\"cell\" lang=\"%s\"", language);
  const char *cell = strstr(svg->str, start);
  g_assert_nonnull(cell);
  const char *end = strstr(cell, "</g>\n</g>");
  g_autofree char *text = g_strndup(cell, (gsize)(end - cell));
  const char *place = g_strrstr(text, "translate(") + strlen("translate(");
  return g_strndup(place, strcspn(place, " "));
}

static void what_follows_a_tab_stands_at_a_stop_on_both_sides(void) {
  g_autoptr(GString) short_text = draw_texts("svg", &(BirgeWriteOptions){0}, "i\ta", "ئ\tد", NULL);
  g_autoptr(GString) long_text =
      draw_texts("svg", &(BirgeWriteOptions){0}, "iii\ta", "ئئئ\tد", NULL);
  g_autoptr(GString) next = draw_texts("svg", &(BirgeWriteOptions){0}, "i\t\ta", "ئ\t\tد", NULL);
  for (const char *const *tag = (const char *const[]){"en", "ckb", NULL}; *tag; tag++) {
    g_autofree char *one = find_last_place(short_text, *tag);
    g_autofree char *two = find_last_place(long_text, *tag);
    g_autofree char *three = find_last_place(next, *tag);
    g_assert_cmpstr(one, ==, two);
    gboolean is_rtl = g_str_equal(*tag, "ckb");
    double step = g_ascii_strtod(three, NULL) - g_ascii_strtod(one, NULL);
    g_assert_cmpfloat(is_rtl ? -step : step, >, 10);
  }
}

/* 144 dots to an inch: width and height stand at byte 16 (PNG, 11.2.2). */
static void a_png_has_two_dots_to_a_point(void) {
  const BirgeWriteOptions options = {.paper = BIRGE_PAPER_LETTER};
  g_autoptr(GString) png = draw("png", &options, NULL);
  g_assert_cmpmem(png->str, 8, "\x89PNG\r\n\x1A\n", 8);
  g_assert_cmpmem(png->str + 16, 8, "\0\0\x06\x30\0\0\x04\xC8", 8);
}

static void the_same_bitext_gives_the_same_picture(void) {
  for (const char *const *name = (const char *const[]){"svg", "png", NULL}; *name; name++) {
    g_autoptr(GString) one = draw(*name, &(BirgeWriteOptions){0}, NULL);
    g_autoptr(GString) two = draw(*name, &(BirgeWriteOptions){0}, NULL);
    g_assert_cmpmem(one->str, one->len, two->str, two->len);
  }
}

static void a_page_that_is_not_there_is_an_error(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) first = draw("svg", &(BirgeWriteOptions){.page = 1}, &error);
  g_assert_no_error(error);
  g_assert_null(draw("svg", &(BirgeWriteOptions){.page = 2}, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE);
  g_assert_cmpstr(error->message, ==, "--page 2: the last page is 1");
}

#define ADD(test) g_test_add_func("/picture/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(the_text_of_a_cell_is_said_to_those_who_can_not_see_it);
  ADD(a_glyph_is_defined_once_and_used_where_it_stands);
  ADD(the_page_has_the_size_of_its_paper);
  ADD(what_follows_a_tab_stands_at_a_stop_on_both_sides);
  ADD(a_png_has_two_dots_to_a_point);
  ADD(the_same_bitext_gives_the_same_picture);
  ADD(a_page_that_is_not_there_is_an_error);
  return g_test_run();
}
