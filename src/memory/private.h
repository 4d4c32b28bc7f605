/* What the files of this folder share: the units with their source texts as word numbers. */
#pragma once

#include "memory/memory.h"
#include "text/vocabulary.h"

/* A source text: the tokens of one variant of one unit. */
typedef struct {
  guint32 unit;
  guint32 start; /* index into tokens */
  guint32 n_tokens;
} BirgeEntry;

struct _BirgeMemory {
  char *path;
  const BirgeLocales *locales;
  const BirgeLocale *source; /* NULL: the memory has no unit in a language that is known */
  GPtrArray *units;          /* of BirgeUnit* */
  GArray *languages;         /* of BirgeMemoryLanguage */
  GPtrArray *unknown;        /* of char* */
  BirgeVocabulary *words;
  GArray *tokens;  /* of guint32, numbers in words: all entries, one after the other */
  GArray *entries; /* of BirgeEntry, sorted by tokens, then by unit */
};

/* Which tokens of a text are numbered. */
typedef enum { BIRGE_TOKENS_ALL, BIRGE_TOKENS_WITHOUT_MARKS } BirgeTokenChoice;

/* Appends the numbers of the tokens of a text in the source language to tokens, of guint32.
 * words_to_add: gets new words; NULL: these become BIRGE_NO_WORD. */
void birge_memory_number_tokens(const BirgeMemory *memory, const char *text, gsize length,
                                BirgeTokenChoice choice, BirgeVocabulary *words_to_add,
                                GArray *tokens);

typedef struct _BirgeJoiner BirgeJoiner;

/* Begins to fill memory with units, which come file by file. memory->source is to be known, if it
 * can be, before the first comes. */
BirgeJoiner *birge_joiner_new(BirgeMemory *memory);
void birge_joiner_begin_file(BirgeJoiner *joiner);
void birge_joiner_add(BirgeJoiner *joiner, const BirgeUnit *unit);
void birge_joiner_free(BirgeJoiner *joiner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeJoiner, birge_joiner_free)
