/* Learns a lexicon from a memory. */
#pragma once

#include "align/lexicon.h"
#include "memory/memory.h"

/* Learns how languages translate each other from the files of a memory, unit by unit, on all cores.
 * memory: NULL: what is built in is all there is. max_units: the first ones that it learns from; 0:
 * BIRGE_MAX_LEXICON_UNITS.
 * Returns the lexicon, yours. Errors: those of birge_memory_unit(). */
BirgeLexicon *birge_learn_from_memory(const BirgeMemory *memory, const BirgeLocales *locales,
                                      const char *const *languages, guint n_languages,
                                      guint max_units, GError **error);

/* Returns how many units the files of a memory hold. */
guint64 birge_count_units(const BirgeMemory *memory);
