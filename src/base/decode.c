/* Decodes streams of bytes with ICU's converters. */
#include "base/decode.h"

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
  /* Without this, ICU writes U+FFFD for what it can't decode and goes on. */
  ucnv_setToUCallBack(decoder->from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  return U_SUCCESS(status) ? g_steal_pointer(&decoder) : NULL;
}

static void append_utf8(BirgeDecoder *decoder, const UChar *units, const UChar *end,
                        GString *text) {
  char piece[4 * PIECE_UTF16], *target = piece;
  UErrorCode status = U_ZERO_ERROR;
  ucnv_fromUnicode(decoder->utf8, &target, piece + sizeof piece, &units, end, NULL, FALSE, &status);
  g_string_append_len(text, piece, target - piece);
}

gboolean birge_decoder_decode(BirgeDecoder *decoder, const char *bytes, gsize length,
                              gboolean is_last, GString *text) {
  const char *source = bytes, *end = bytes + length;
  UErrorCode status;
  do {
    status = U_ZERO_ERROR;
    UChar units[PIECE_UTF16], *unit = units;
    ucnv_toUnicode(decoder->from, &unit, units + PIECE_UTF16, &source, end, NULL, (UBool)is_last,
                   &status);
    append_utf8(decoder, units, unit, text);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  decoder->offset += (guint64)(source - bytes);
  if (U_SUCCESS(status))
    return TRUE;
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
