/* Turns a stream of bytes in a named encoding into UTF-8, piece by piece. */
#pragma once

#include <glib.h>

typedef struct _BirgeDecoder BirgeDecoder;

/* Begins a stream. encoding: a name that ICU knows ("UTF-16LE", "windows-1256").
 * Returns it, or NULL if there is no such encoding. */
BirgeDecoder *birge_decoder_new(const char *encoding);

/* Appends to text what the next bytes of the stream stand for. is_last: the stream ends with them.
 * Returns FALSE at bytes that mean nothing; what comes before them is in text all the same. */
gboolean birge_decoder_decode(BirgeDecoder *decoder, const char *bytes, gsize length,
                              gboolean is_last, GString *text);

/* The number of bytes that were decoded, those that mean nothing left out. */
guint64 birge_decoder_offset(const BirgeDecoder *decoder);

void birge_decoder_free(BirgeDecoder *decoder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeDecoder, birge_decoder_free)

/* Returns the encoding of an XML document by its first bytes (XML 1.0, appendix F): its byte order
 * mark, else what its declaration says; NULL for UTF-8; yours. n_skipped: receives the length of
 * the byte order mark. */
char *birge_xml_encoding(const char *bytes, gsize length, guint *n_skipped);
