/* What reading keeps of a file, and what it says of a wrong one. */
#include "read/read.h"

#include "base/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <zlib.h>

static char *folder;

static BirgeDocument *read_bytes(const char *name, const char *bytes, gsize length,
                                 const char *encoding, GError **error) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  BirgeReadOptions options = {.locales = locales, .encoding = encoding};
  BirgeDocument *document = birge_read(path, &options, error);
  g_unlink(path);
  return document;
}

static BirgeDocument *read_text(const char *name, const char *text, GError **error) {
  return read_bytes(name, text, strlen(text), NULL, error);
}

static void assert_fails(const char *name, const char *bytes, gsize length, int code,
                         const char *message) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) document = read_bytes(name, bytes, length, NULL, &error);
  g_assert_null(document);
  g_assert_error(error, BIRGE_ERROR, code);
  g_assert_nonnull(strstr(error->message, message));
}

static void lines_are_paragraphs_and_the_first_is_a_headline(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) document =
      read_text("a.en.txt", "Bridge opens\n\nIt is open.\r\nAll came.\n", &error);
  g_assert_no_error(error);
  g_assert_cmpuint(document->n_blocks, ==, 3);
  g_assert_cmpint(document->blocks[0].kind, ==, BIRGE_BLOCK_HEADLINE);
  g_assert_cmpint(document->blocks[1].kind, ==, BIRGE_BLOCK_PARAGRAPH);
  g_assert_cmpstr(document->language, ==, "en");
}

static void the_comment_section_is_left_out(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) document =
      read_text("a.en.txt", "It is open.\nComments\nBe kind.\nPost a comment", &error);
  g_assert_no_error(error);
  g_assert_cmpuint(document->n_blocks, ==, 1);
}

static void a_long_paragraph_is_no_boilerplate(void) {
  for (gsize length = 399; length <= 402; length++) {
    g_autoptr(GString) text = g_string_new("It is open.\n");
    gsize start = text->len;
    g_string_append(text, "Share this article with ");
    while (text->len < start + length)
      g_string_append_c(text, 'x');
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeDocument) document = read_text("a.en.txt", text->str, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(document->n_blocks, ==, length <= 400 ? 1 : 2);
  }
}

static void a_web_page_gives_the_article_alone(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) document =
      read_text("a.html",
                "<html><body><nav>Home</nav><h1>Bridge  opens</h1><article lang=ckb dir=rtl>"
                "<p>پردەکە <b>کرایەوە</b>.</p><figure><figcaption>وێنە</figcaption></figure>"
                "<script>x()</script></article><footer>f</footer></body></html>",
                &error);
  g_assert_no_error(error);
  g_assert_cmpstr(document->text, ==, "Bridge opens\nپردەکە کرایەوە.\nوێنە\n");
  g_assert_cmpint(document->blocks[0].kind, ==, BIRGE_BLOCK_HEADLINE);
  g_assert_cmpint(document->blocks[2].kind, ==, BIRGE_BLOCK_CAPTION);
  g_assert_cmpstr(document->language, ==, "ckb");
}

static void the_language_is_detected(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) document = read_text("a.txt", "ئەمە لە شارەکەیە و باشە.", &error);
  g_assert_no_error(error);
  g_assert_cmpstr(document->language, ==, "ckb");
}

static void utf16_and_windows_1256_are_read(void) {
  g_autoptr(GError) error = NULL;
  static const char utf16[] = "\xFF\xFE"
                              "A\0.\0";
  g_autoptr(BirgeDocument) one = read_bytes("a.en.txt", utf16, 6, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(one->text, ==, "A.");
  static const char windows[] = "\xE3\xE4."; /* meem noon */
  g_autoptr(BirgeDocument) two = read_bytes("a.ar.txt", windows, 3, "windows-1256", &error);
  g_assert_no_error(error);
  g_assert_cmpstr(two->text, ==, "من.");
  g_autoptr(BirgeDocument) three = read_bytes("a.ar.txt", "من.", 5, "windows-1256", &error);
  g_assert_no_error(error);
  g_assert_cmpstr(three->text, ==, "من.");
}

static void wrong_files_are_named_with_the_place(void) {
  assert_fails("a.en.txt", "", 0, BIRGE_ERROR_INPUT, "a.en.txt: is empty");
  assert_fails("a.en.txt", " \n", 2, BIRGE_ERROR_INPUT, "a.en.txt: holds no text");
  assert_fails("a.en.txt", "a\nb\xFF", 4, BIRGE_ERROR_ENCODING,
               "a.en.txt:2: is not UTF-8: byte 0xFF at offset 3");
  assert_fails("a.en.txt", "a\0b", 3, BIRGE_ERROR_ENCODING, "a.en.txt:1: is a binary file");
}

static void what_is_no_text_is_not_read_as_text(void) {
  static const struct {
    const char *text;
    const char *is;
  } files[] = {
      {"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<invoice>Seven</invoice>",
       "is XML of another kind, expected text"},
      {"%PDF-1.7\nof some pages", "is PDF, "},
      {"{\\rtf1\\ansi It rained.}", "is RTF, "},
  };
  for (guint i = 0; i < G_N_ELEMENTS(files); i++)
    assert_fails("a.en.txt", files[i].text, strlen(files[i].text), BIRGE_ERROR_FORMAT, files[i].is);
}

static void folders_and_missing_files_are_refused(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  BirgeReadOptions options = {.locales = locales};
  g_autoptr(GError) error = NULL;
  g_assert_null(birge_read(folder, &options, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
  g_clear_error(&error);
  g_assert_null(birge_read("/nowhere/a.txt", &options, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
}

static void an_article_without_bound_is_refused(void) {
  gsize length = ((gsize)64 << 20) + 1;
  g_autofree char *text = g_malloc(length + 1);
  memset(text, 'a', length);
  text[length] = 0;
  assert_fails("a.en.txt", text, length, BIRGE_ERROR_LIMIT, "a.en.txt: has more than 64 MiB");
  assert_fails("a.en.md", text, length, BIRGE_ERROR_LIMIT, "a.en.md: has more than 64 MiB");
  g_autofree char *path = g_build_filename(folder, "a.txt", NULL);
  gzFile file = gzopen(path, "wb1");
  for (int i = 0; i < 5; i++)
    gzwrite(file, text, (unsigned)length);
  gzclose(file);
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  BirgeReadOptions options = {.locales = locales};
  g_autoptr(GError) error = NULL;
  g_assert_null(birge_read(path, &options, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT);
  g_assert_nonnull(strstr(error->message, "is larger than 268435456 bytes"));
  g_unlink(path);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("birge-XXXXXX", NULL);
  g_test_add_func("/read/lines_are_paragraphs_and_the_first_is_a_headline",
                  lines_are_paragraphs_and_the_first_is_a_headline);
  g_test_add_func("/read/the_comment_section_is_left_out", the_comment_section_is_left_out);
  g_test_add_func("/read/a_long_paragraph_is_no_boilerplate", a_long_paragraph_is_no_boilerplate);
  g_test_add_func("/read/a_web_page_gives_the_article_alone", a_web_page_gives_the_article_alone);
  g_test_add_func("/read/the_language_is_detected", the_language_is_detected);
  g_test_add_func("/read/utf16_and_windows_1256_are_read", utf16_and_windows_1256_are_read);
  g_test_add_func("/read/wrong_files_are_named_with_the_place",
                  wrong_files_are_named_with_the_place);
  g_test_add_func("/read/what_is_no_text_is_not_read_as_text", what_is_no_text_is_not_read_as_text);
  g_test_add_func("/read/folders_and_missing_files_are_refused",
                  folders_and_missing_files_are_refused);
  g_test_add_func("/read/an_article_without_bound_is_refused", an_article_without_bound_is_refused);
  int status = g_test_run();
  g_rmdir(folder);
  g_free(folder);
  return status;
}
