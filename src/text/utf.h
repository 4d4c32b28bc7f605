/* UTF-8 and UTF-16: text comes in checked, and offsets of one are found in the other. */
#pragma once

#include <glib.h>
#include <unicode/utypes.h>

/* Turns the bytes of a text file into UTF-8.
 * encoding: a name ICU knows ("windows-1256"), of bytes that are not UTF-8 beyond ASCII; NULL:
 * UTF-16 with a byte order mark, else UTF-8. A byte order mark is left out of the result. Returns
 * text without NUL, yours; it shares memory with bytes where nothing had to be changed. Errors:
 * ENCODING, naming line and byte offset; USAGE for an encoding that ICU does not know. */
GBytes *birge_text_decode(const char *name, GBytes *bytes, const char *encoding, GError **error);

/* A text in UTF-16 with the place of each unit in the UTF-8 it was made from. */
typedef struct {
  UChar *text;
  int32_t length_utf16;
  guint32 *offsets; /* byte offset of each UTF-16 unit; offsets[length_utf16] is the byte length */
} BirgeUtf16;

/* The longest text that can be converted. */
#define BIRGE_MAX_UTF16 (1 << 30)

/* Converts UTF-8, which must be valid and shorter than BIRGE_MAX_UTF16 bytes.
 * Returns it, yours; free with birge_utf16_free(). */
BirgeUtf16 *birge_utf16_new(const char *text, gsize length);
void birge_utf16_free(BirgeUtf16 *utf16);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeUtf16, birge_utf16_free)
