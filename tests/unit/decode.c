/* Streams of bytes in other encodings than UTF-8. */
#include "base/decode.h"

#include <string.h>

/* Decodes bytes in pieces of a size; returns FALSE as the decoder does. */
static gboolean decode(const char *encoding, GBytes *bytes, gsize piece, GString *text,
                       guint64 *offset) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  g_autoptr(BirgeDecoder) decoder = birge_decoder_new(encoding);
  gboolean decoded = TRUE;
  for (gsize i = 0; i < length && decoded; i += piece)
    decoded = birge_decoder_decode(decoder, data + i, MIN(piece, length - i), FALSE, text);
  decoded = decoded && birge_decoder_decode(decoder, "", 0, TRUE, text);
  *offset = birge_decoder_offset(decoder);
  return decoded;
}

static void the_size_of_pieces_leaves_no_trace(void) {
  g_autoptr(GString) expected = g_string_new(NULL);
  for (guint i = 0; i < 3000; i++)
    g_string_append(expected, "aک😀");
  gsize length;
  g_autofree char *utf16 = g_convert(expected->str, -1, "UTF-16BE", "UTF-8", NULL, &length, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new(utf16, length);
  const gsize pieces[] = {1, 2, 3, 5, 1023, 4096, 65536};
  for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    guint64 offset;
    g_assert_true(decode("UTF-16BE", bytes, pieces[i], text, &offset));
    g_assert_cmpstr(text->str, ==, expected->str);
    g_assert_cmpuint(offset, ==, length);
  }
}

static void what_comes_before_bad_bytes_is_kept_and_their_place_told(void) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("\0a\xD8\0\0b", 6);
  for (gsize piece = 1; piece <= 6; piece++) {
    g_autoptr(GString) text = g_string_new(NULL);
    guint64 offset;
    g_assert_false(decode("UTF-16BE", bytes, piece, text, &offset));
    g_assert_cmpstr(text->str, ==, "a");
    /* ICU has eaten a byte more where it had to wait for the next piece. */
    g_assert_cmpuint(offset, >=, 2);
    g_assert_cmpuint(offset, <=, piece < 6 ? 3 : 2);
  }
}

static void half_a_character_at_the_end_is_found(void) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("\0a\0", 3);
  g_autoptr(GString) text = g_string_new(NULL);
  guint64 offset;
  g_assert_false(decode("UTF-16BE", bytes, 2, text, &offset));
  g_assert_cmpuint(offset, ==, 2);
}

static void there_is_no_decoder_for_an_unknown_encoding(void) {
  g_assert_null(birge_decoder_new("klingon"));
}

#define ADD(test) g_test_add_func("/decode/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(the_size_of_pieces_leaves_no_trace);
  ADD(what_comes_before_bad_bytes_is_kept_and_their_place_told);
  ADD(half_a_character_at_the_end_is_found);
  ADD(there_is_no_decoder_for_an_unknown_encoding);
  return g_test_run();
}
