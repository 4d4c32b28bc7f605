/* How two texts differ, word by word. */
#pragma once

#include "memory/lookup.h"

/* Does what birge_lookup_diff() promises, with the folding of a language; NULL for the general
 * rules alone. */
GArray *birge_diff_words(const BirgeFolding *folding, const char *stored, gsize n_stored,
                         const char *text, gsize n_text);
