/* Decodes text files and converts between UTF-8 and UTF-16. */
#include "text/utf.h"

#include "base/decode.h"
#include "base/error.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

static guint64 line_of(const char *data, gsize offset) {
  guint64 line = 1;
  for (const char *p = data; (p = memchr(p, '\n', offset - (gsize)(p - data))); p++)
    line++;
  return line;
}

static gboolean check_utf8(const char *name, const char *data, gsize length, GError **error) {
  const char *end;
  if (g_utf8_validate_len(data, length, &end))
    return TRUE;
  gsize offset = (gsize)(end - data);
  guint64 line = line_of(data, offset);
  if (data[offset] == '\0')
    birge_error_set_at(error, BIRGE_ERROR_ENCODING, name, line,
                       "is a binary file (byte 0 at offset %" G_GSIZE_FORMAT "), expected text",
                       offset);
  else
    birge_error_set_at(error, BIRGE_ERROR_ENCODING, name, line,
                       "is not UTF-8: byte 0x%02X at offset %" G_GSIZE_FORMAT
                       " (--encoding names another encoding)",
                       (unsigned char)data[offset], offset);
  return FALSE;
}

/* Whether bytes are UTF-8 beyond ASCII, which those of another encoding hardly ever are. */
static gboolean is_surely_utf8(const char *data, gsize length) {
  gsize i = 0;
  while (i < length && (unsigned char)data[i] < 0x80)
    i++;
  return i < length && g_utf8_validate_len(data, length, NULL);
}

static gboolean is_known(const char *encoding) {
  g_autoptr(BirgeDecoder) decoder = birge_decoder_new(encoding);
  return decoder != NULL;
}

static GBytes *convert(const char *name, GBytes *bytes, const char *encoding, GError **error) {
  g_autoptr(BirgeDecoder) decoder = birge_decoder_new(encoding);
  if (!decoder) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "unknown encoding \"%s\"", encoding);
    return NULL;
  }
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  g_autoptr(GString) text = g_string_sized_new(length + length / 2);
  gboolean decoded = birge_decoder_decode(decoder, data ? data : "", length, TRUE, text);
  const char *nul = memchr(text->str, '\0', text->len);
  if (nul) {
    birge_error_set_at(error, BIRGE_ERROR_ENCODING, name,
                       line_of(text->str, (gsize)(nul - text->str)),
                       "is a binary file (U+0000), expected text");
    return NULL;
  }
  /* Lines are counted in what was decoded: a byte 0x0A may be half a letter. */
  if (!decoded) {
    birge_error_set_at(error, BIRGE_ERROR_ENCODING, name, line_of(text->str, text->len),
                       "is not %s: bad bytes at offset %" G_GUINT64_FORMAT, encoding,
                       birge_decoder_offset(decoder));
    return NULL;
  }
  return g_string_free_to_bytes(g_steal_pointer(&text));
}

static GBytes *drop_front(GBytes *bytes, gsize n) {
  return g_bytes_new_from_bytes(bytes, n, g_bytes_get_size(bytes) - n);
}

GBytes *birge_text_decode(const char *name, GBytes *bytes, const char *encoding, GError **error) {
  gsize length;
  const unsigned char *data = g_bytes_get_data(bytes, &length);
  gboolean is_utf8 = encoding && ucnv_compareNames(encoding, "UTF-8") == 0;
  if (!encoding && length >= 2 && data[0] == 0xFF && data[1] == 0xFE)
    encoding = "UTF-16";
  if (!encoding && length >= 2 && data[0] == 0xFE && data[1] == 0xFF)
    encoding = "UTF-16";
  if (encoding && is_surely_utf8((const char *)data, length))
    is_utf8 = is_utf8 || is_known(encoding);
  if (encoding && !is_utf8)
    return convert(name, bytes, encoding, error);
  g_autoptr(GBytes) text = NULL;
  if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
    text = drop_front(bytes, 3);
  else
    text = g_bytes_ref(bytes);
  const char *start = g_bytes_get_data(text, &length);
  if (!check_utf8(name, start ? start : "", length, error))
    return NULL;
  return g_steal_pointer(&text);
}

BirgeUtf16 *birge_utf16_new(const char *text, gsize length) {
  g_return_val_if_fail(length < BIRGE_MAX_UTF16, NULL);
  BirgeUtf16 *utf16 = g_new0(BirgeUtf16, 1);
  /* UTF-16 never has more units than UTF-8 has bytes. */
  utf16->text = g_new(UChar, length + 1);
  utf16->offsets = g_new(guint32, length + 1);
  int32_t n = 0;
  for (int32_t i = 0; i < (int32_t)length;) {
    guint32 start = (guint32)i;
    UChar32 c;
    U8_NEXT_UNSAFE(text, i, c);
    utf16->offsets[n] = start;
    if (c > 0xFFFF)
      utf16->offsets[n + 1] = start;
    U16_APPEND_UNSAFE(utf16->text, n, c);
  }
  utf16->text[n] = 0;
  utf16->offsets[n] = (guint32)length;
  utf16->length_utf16 = n;
  return utf16;
}

void birge_utf16_free(BirgeUtf16 *utf16) {
  g_free(utf16->text);
  g_free(utf16->offsets);
  g_free(utf16);
}
