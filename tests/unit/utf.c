/* How text files become UTF-8, and where the places of one encoding are in the other. */
#include "text/utf.h"

#include "base/error.h"

#include <string.h>
#include <unicode/utf16.h>

static GBytes *decode(const char *bytes, gsize length, const char *encoding, GError **error) {
  g_autoptr(GBytes) from = g_bytes_new(bytes, length);
  return birge_text_decode("file", from, encoding, error);
}

static void assert_decodes(const char *bytes, gsize length, const char *encoding,
                           const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = decode(bytes, length, encoding, &error);
  g_assert_no_error(error);
  gsize n;
  const char *data = g_bytes_get_data(text, &n);
  g_assert_cmpmem(data, n, expected, strlen(expected));
}

static void assert_fails(const char *bytes, gsize length, const char *encoding, int code,
                         const char *message) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = decode(bytes, length, encoding, &error);
  g_assert_null(text);
  g_assert_error(error, BIRGE_ERROR, code);
  g_assert_cmpstr(error->message, ==, message);
}

#define LITERAL(text) text, sizeof text - 1

static void utf8_that_needs_no_change_is_shared(void) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("دەق", strlen("دەق"));
  g_autoptr(GBytes) text = birge_text_decode("file", bytes, NULL, NULL);
  g_assert_true(g_bytes_get_data(text, NULL) == g_bytes_get_data(bytes, NULL));
}

static void byte_order_marks_are_left_out(void) {
  assert_decodes(LITERAL("\xEF\xBB\xBF"
                         "a"),
                 NULL, "a");
  assert_decodes(LITERAL("\xEF\xBB\xBF"
                         "a"),
                 "utf-8", "a");
  assert_decodes(LITERAL("\xFF\xFE"
                         "a\0\x2F\x06"),
                 NULL, "aد");
  assert_decodes(LITERAL("\xFE\xFF\0a\x06\x2F"), NULL, "aد");
  assert_decodes(LITERAL("\xFF\xFE"
                         "a\0"),
                 "UTF-16", "a");
}

static void windows_encodings_are_read_when_they_are_named(void) {
  assert_decodes(LITERAL("\xCF\xE3\xD4\xDE \x81"), "windows-1256", "دمشق پ");
  assert_decodes(LITERAL("\x93"
                         "caf\xE9\x94"),
                 "windows-1252", "“café”");
}

static void no_bytes_are_no_text(void) {
  assert_decodes("", 0, NULL, "");
  assert_decodes("", 0, "windows-1252", "");
  assert_decodes(LITERAL("\xFF\xFE"), NULL, "");
}

static void a_pair_of_surrogates_is_kept_whole_wherever_it_stands(void) {
  for (guint n = 4090; n < 4100; n++) {
    g_autoptr(GByteArray) utf16 = g_byte_array_new();
    g_autoptr(GString) expected = g_string_new(NULL);
    g_byte_array_append(utf16, (const guint8 *)"\xFF\xFE", 2);
    for (guint i = 0; i < n; i++) {
      g_byte_array_append(utf16, (const guint8 *)"a", 2);
      g_string_append_c(expected, 'a');
    }
    g_byte_array_append(utf16, (const guint8 *)"\x3D\xD8\x00\xDE", 4);
    g_string_append(expected, "😀");
    assert_decodes((const char *)utf16->data, utf16->len, NULL, expected->str);
  }
}

static void bytes_that_are_not_utf8_are_refused_with_their_place(void) {
  assert_fails(LITERAL("a\nb\xE9"), NULL, BIRGE_ERROR_ENCODING,
               "file:2: is not UTF-8: byte 0xE9 at offset 3 (--encoding names another encoding)");
  assert_fails(LITERAL("a\n\n\xED\xA0\x80"), NULL, BIRGE_ERROR_ENCODING,
               "file:3: is not UTF-8: byte 0xED at offset 3 (--encoding names another encoding)");
  assert_fails(LITERAL("a\n\0"), NULL, BIRGE_ERROR_ENCODING,
               "file:2: is a binary file (byte 0 at offset 2), expected text");
}

static void bytes_that_are_not_in_the_named_encoding_are_refused_with_their_place(void) {
  /* U+0A0A is two bytes that look like line feeds, and ends no line. */
  assert_fails(LITERAL("\xFF\xFE\n\0\x0A\x0A\x00\xD8"
                       "a\0"),
               NULL, BIRGE_ERROR_ENCODING, "file:2: is not UTF-16: bad bytes at offset 6");
  assert_fails(LITERAL("\xFF\xFE"
                       "a\0b"),
               NULL, BIRGE_ERROR_ENCODING, "file:1: is not UTF-16: bad bytes at offset 4");
  assert_fails(LITERAL("a\n\x81"), "shift_jis", BIRGE_ERROR_ENCODING,
               "file:2: is not shift_jis: bad bytes at offset 2");
}

static void half_a_pair_of_surrogates_is_refused(void) {
  assert_fails(LITERAL("a+2D0-"), "UTF-7", BIRGE_ERROR_ENCODING,
               "file:1: is not UTF-7: bad bytes at offset 6");
  assert_fails(LITERAL("a+2D0-b"), "UTF-7", BIRGE_ERROR_ENCODING,
               "file:1: is not UTF-7: bad bytes at offset 7");
}

static void a_nul_in_another_encoding_is_no_text(void) {
  assert_fails(LITERAL("\xFF\xFE"
                       "a\0\0\0"),
               NULL, BIRGE_ERROR_ENCODING, "file:1: is a binary file (U+0000), expected text");
}

static void an_encoding_that_nobody_knows_is_a_wrong_call(void) {
  assert_fails(LITERAL("a"), "klingon", BIRGE_ERROR_USAGE, "unknown encoding \"klingon\"");
}

static void each_unit_of_utf16_knows_its_byte(void) {
  static const char text[] = "aد😀b";
  static const guint32 expected[] = {0, 1, 3, 3, 7, 8};
  g_autoptr(BirgeUtf16) utf16 = birge_utf16_new(text, strlen(text));
  g_assert_cmpint(utf16->length_utf16, ==, 5);
  for (int32_t i = 0; i <= utf16->length_utf16; i++)
    g_assert_cmpuint(utf16->offsets[i], ==, expected[i]);
  g_assert_cmphex(utf16->text[0], ==, 'a');
  g_assert_cmphex((guint)U16_GET_SUPPLEMENTARY(utf16->text[2], utf16->text[3]), ==, 0x1F600);
  g_assert_cmphex(utf16->text[5], ==, 0);
}

static void no_text_is_no_utf16(void) {
  g_autoptr(BirgeUtf16) utf16 = birge_utf16_new("", 0);
  g_assert_cmpint(utf16->length_utf16, ==, 0);
  g_assert_cmpuint(utf16->offsets[0], ==, 0);
}

#define ADD(test) g_test_add_func("/utf/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(utf8_that_needs_no_change_is_shared);
  ADD(byte_order_marks_are_left_out);
  ADD(windows_encodings_are_read_when_they_are_named);
  ADD(no_bytes_are_no_text);
  ADD(a_pair_of_surrogates_is_kept_whole_wherever_it_stands);
  ADD(bytes_that_are_not_utf8_are_refused_with_their_place);
  ADD(bytes_that_are_not_in_the_named_encoding_are_refused_with_their_place);
  ADD(half_a_pair_of_surrogates_is_refused);
  ADD(a_nul_in_another_encoding_is_no_text);
  ADD(an_encoding_that_nobody_knows_is_a_wrong_call);
  ADD(each_unit_of_utf16_knows_its_byte);
  ADD(no_text_is_no_utf16);
  return g_test_run();
}
