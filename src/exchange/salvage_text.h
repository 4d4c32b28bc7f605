/* Makes text that XML can say out of damaged bytes. */
#pragma once

#include "exchange/salvage.h"

/* Decodes a file into UTF-8: by its byte order mark, the zero bytes of UTF-16, or what it says that
 * it is in, unless that can't be. Bytes that mean nothing become U+FFFD. Returns it, yours. */
GString *birge_salvage_decode(const char *name, GBytes *bytes, const BirgeSalvage *salvage);

/* Drops characters and references to characters that XML forbids, and escapes an & or < that begins
 * no markup. Line ends stay where they are. has_entities: the document declares entities of its
 * own. Returns it, yours. */
GString *birge_salvage_clean(const char *name, const GString *text, gboolean has_entities,
                             const BirgeSalvage *salvage);
