/* Pages as PDF: what can be said of the bytes; what readers make of them, tests/e2e/page.py asks.
 */
#include "render/render.h"
#include "sample.h"

#include <string.h>

static const BirgeFormat *find_format(void) {
  const BirgeFormat *format = birge_format_find(birge_render_formats(), "pdf");
  return format;
}

static BirgeBitext *make_bitext(const char *const *one, const char *const *two) {
  g_autoptr(BirgeDocument) english = sample_document("en", one);
  g_autoptr(BirgeDocument) sorani = sample_document("ckb", two);
  const BirgeDocument *documents[] = {english, sorani};
  return sample_bitext(documents, 2);
}

static GString *make_pdf(const BirgeBitext *bitext, const BirgeWriteOptions *options) {
  g_autoptr(GError) error = NULL;
  GString *text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_assert_true(find_format()->write(bitext, options, output, &error));
  g_assert_no_error(error);
  return text;
}

static const char *const english[] = {"One bridge.", "Two.", NULL};
static const char *const sorani[] = {"یەک پرد.", NULL};

static void the_same_bitext_gives_the_same_bytes(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(BirgeBitext) bitext = make_bitext(english, sorani);
  const BirgeWriteOptions options = {.locales = locales};
  g_autoptr(GString) one = make_pdf(bitext, &options);
  g_autoptr(GString) two = make_pdf(bitext, &options);
  g_assert_cmpmem(one->str, one->len, two->str, two->len);
  g_assert_true(g_str_has_prefix(one->str, "%PDF-1.7\n"));
}

static void languages_that_nobody_knows_are_written_too(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext(english, sorani);
  g_autoptr(GString) text = make_pdf(bitext, &(BirgeWriteOptions){0});
  g_assert_cmpuint(text->len, >, 1000);
}

static void a_letter_that_no_font_has_is_a_warning(void) {
  static const char *const strange[] = {"\U0010FFFD and \U0010FFFD", NULL};
  g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(BirgeBitext) bitext = make_bitext(strange, sorani);
  g_autoptr(GString) text = make_pdf(bitext, &(BirgeWriteOptions){.warnings = warnings});
  g_assert_cmpuint(text->len, >, 1000);
  g_assert_cmpuint(warnings->len, ==, 1);
  g_assert_cmpstr(warnings->pdata[0], ==,
                  "no font has \"\U0010FFFD\" (U+10FFFD), a letter for private use");
}

/* A row that is longer than a page, a word that is longer than a line. */
static void what_fits_on_no_page_is_broken(void) {
  g_autoptr(GString) words = g_string_new(NULL);
  for (guint i = 0; i < 4000; i++)
    g_string_append(words, i % 50 == 0 ? "پردێک\u200C " : "bridge");
  const char *const one[] = {words->str, NULL};
  g_autoptr(BirgeBitext) bitext = make_bitext(one, one);
  g_autoptr(GString) text = make_pdf(bitext, &(BirgeWriteOptions){.is_portrait = TRUE});
  g_assert_cmpuint(text->len, >, 1000);
}

#define ADD(test) g_test_add_func("/pdf/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(the_same_bitext_gives_the_same_bytes);
  ADD(languages_that_nobody_knows_are_written_too);
  ADD(a_letter_that_no_font_has_is_a_warning);
  ADD(what_fits_on_no_page_is_broken);
  return g_test_run();
}
