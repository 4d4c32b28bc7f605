/* A vocabulary: strings numbered, so that stages compare numbers instead of letters. */
#pragma once

#include <glib.h>

/* A numbering of strings: equal strings have equal numbers. */
typedef struct _BirgeVocabulary BirgeVocabulary;

#define BIRGE_NO_WORD G_MAXUINT32

BirgeVocabulary *birge_vocabulary_new(void);
void birge_vocabulary_free(BirgeVocabulary *vocabulary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeVocabulary, birge_vocabulary_free)

/* Returns the number of a string, a new one (they count from 0) if it was not there. */
guint32 birge_vocabulary_add(BirgeVocabulary *vocabulary, const char *text, gsize length);

/* Returns the number of a string, or BIRGE_NO_WORD. */
guint32 birge_vocabulary_find(const BirgeVocabulary *vocabulary, const char *text, gsize length);

/* Returns a string by its number, not ended; it lives until the next is added. */
const char *birge_vocabulary_get(const BirgeVocabulary *vocabulary, guint32 word, gsize *length);

/* Returns how many strings there are. */
guint32 birge_vocabulary_size(const BirgeVocabulary *vocabulary);
