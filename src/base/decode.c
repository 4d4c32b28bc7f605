/* Decodes streams of bytes with ICU's converters. */
#include "base/decode.h"

#include <string.h>
#include <unicode/ucnv.h>

#define PIECE_UTF16 1024

struct _BirgeDecoder {
  UConverter *from;
  UConverter *utf8; /* keeps a surrogate whose other half has not come yet */
  guint64 offset;
};

BirgeDecoder *birge_decoder_new(const char *encoding) {
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr(BirgeDecoder) decoder = g_new0(BirgeDecoder, 1);
  decoder->from = ucnv_open(encoding, &status);
  decoder->utf8 = ucnv_open("UTF-8", &status);
  /* Without these, ICU writes U+FFFD for what it can't decode and goes on. */
  ucnv_setToUCallBack(decoder->from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  ucnv_setFromUCallBack(decoder->utf8, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  return U_SUCCESS(status) ? g_steal_pointer(&decoder) : NULL;
}

/* Returns FALSE at half a pair of surrogates, which UTF-7 and its like can say. */
static gboolean append_utf8(BirgeDecoder *decoder, const UChar *units, const UChar *end,
                            gboolean is_last, GString *text) {
  char piece[4 * PIECE_UTF16], *target = piece;
  UErrorCode status = U_ZERO_ERROR;
  ucnv_fromUnicode(decoder->utf8, &target, piece + sizeof piece, &units, end, NULL, (UBool)is_last,
                   &status);
  g_string_append_len(text, piece, target - piece);
  return U_SUCCESS(status);
}

gboolean birge_decoder_decode(BirgeDecoder *decoder, const char *bytes, gsize length,
                              gboolean is_last, GString *text) {
  const char *source = bytes, *end = bytes + length;
  UErrorCode status;
  gboolean is_text;
  do {
    status = U_ZERO_ERROR;
    UChar units[PIECE_UTF16], *unit = units;
    ucnv_toUnicode(decoder->from, &unit, units + PIECE_UTF16, &source, end, NULL, (UBool)is_last,
                   &status);
    is_text = append_utf8(decoder, units, unit, is_last && U_SUCCESS(status), text);
  } while (is_text && status == U_BUFFER_OVERFLOW_ERROR);
  decoder->offset += (guint64)(source - bytes);
  if (U_SUCCESS(status) || !is_text)
    return is_text;
  char bad[8];
  int8_t n_bad = sizeof bad;
  status = U_ZERO_ERROR;
  ucnv_getInvalidChars(decoder->from, bad, &n_bad, &status);
  decoder->offset -= (guint64)n_bad;
  return FALSE;
}

guint64 birge_decoder_offset(const BirgeDecoder *decoder) {
  return decoder->offset;
}

void birge_decoder_free(BirgeDecoder *decoder) {
  ucnv_close(decoder->from);
  ucnv_close(decoder->utf8);
  g_free(decoder);
}

/* Returns the encoding that an XML declaration names, NULL if none; yours. */
static char *find_declared_encoding(const char *bytes, gsize length) {
  const char *end = length > 5 && memcmp(bytes, "<?xml", 5) == 0
                        ? g_strstr_len(bytes, (gssize)length, "?>")
                        : NULL;
  const char *name = end ? g_strstr_len(bytes, end - bytes, "encoding") : NULL;
  if (!name)
    return NULL;
  name += strlen("encoding");
  while (name < end && strchr(" \t\r\n=", *name))
    name++;
  char quote = *name++;
  const char *name_end = name < end ? memchr(name, quote, (gsize)(end - name)) : NULL;
  return name_end && name_end > name ? g_strndup(name, (gsize)(name_end - name)) : NULL;
}

char *birge_xml_encoding(const char *bytes, gsize length, guint *n_skipped) {
  static const struct {
    const char *start;
    gsize length;
    guint n_skipped;
    const char *encoding;
  } marks[] = {
      {"\xEF\xBB\xBF", 3, 3, NULL}, {"\xFF\xFE", 2, 2, "UTF-16LE"}, {"\xFE\xFF", 2, 2, "UTF-16BE"},
      {"<\0?\0", 4, 0, "UTF-16LE"}, {"\0<\0?", 4, 0, "UTF-16BE"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    if (length >= marks[i].length && memcmp(bytes, marks[i].start, marks[i].length) == 0) {
      *n_skipped = marks[i].n_skipped;
      return g_strdup(marks[i].encoding);
    }
  }
  g_autofree char *declared = find_declared_encoding(bytes, length);
  gboolean is_utf8 = !declared || g_ascii_strcasecmp(declared, "UTF-8") == 0;
  return is_utf8 ? NULL : g_steal_pointer(&declared);
}
