/* What is loaded once and shared by all threads: memories, and lexicons by languages. */
#pragma once

#include "align/align.h"
#include "memory/memory.h"

typedef struct _BirgeStore BirgeStore;

/* locales must outlive the store. */
BirgeStore *birge_store_new(const BirgeLocales *locales);
void birge_store_free(BirgeStore *store);

/* Returns the memory of a path that texts in a language are looked up in; it lives as long as the
 * store. Errors: those of birge_memory_open(). */
BirgeMemory *birge_store_memory(BirgeStore *store, const char *path, const char *language,
                                GError **error);

/* Reads a lexicon that is used instead of any that could be learnt; to be called before threads
 * share the store. Errors: those of birge_lexicon_read(). */
gboolean birge_store_read_lexicon(BirgeStore *store, const char *path, GError **error);
gboolean birge_store_has_lexicon(const BirgeStore *store);

/* Returns how languages translate each other, learnt from a memory; it lives as long as the store.
 * memory: one of the store's; NULL: the seed lexicon is all there is.
 * Errors: those of birge_memory_unit(); INPUT if the lexicon that was read lacks a language. */
const BirgeLexicon *birge_store_lexicon(BirgeStore *store, const BirgeMemory *memory,
                                        const char *const *languages, guint n_languages,
                                        GError **error);
