/* What the files of this folder share: the open indexes, and units that are being joined. */
#pragma once

#include "memory/index.h"
#include "memory/memory.h"

struct _BirgeMemory {
  char *path;
  const BirgeLocales *locales;
  const BirgeLocale *source; /* NULL: the memory has no unit in a language that is known */
  GPtrArray *indexes;        /* of BirgeIndex*, in the order of the files' names */
  GPtrArray *retired;        /* of BirgeIndex*: damaged ones, which others may still read */
  GArray *languages;         /* of BirgeMemoryLanguage */
  GPtrArray *unknown;        /* of char* */
  GMutex mutex;              /* guards retired, and changes of indexes */
  GPtrArray *units;          /* of BirgeUnit*, joined; NULL until they are asked for; atomic */
};

/* Whether a file of a folder belongs to a memory, by its name. */
gboolean birge_is_tmx_name(const char *name);

/* Returns the paths of the TMX files of a folder, sorted; of a file, itself. NULL on error: INPUT.
 */
GPtrArray *birge_memory_list_files(const char *path, GError **error);

/* Returns the index of a file; it lives as long as the memory. */
const BirgeIndex *birge_memory_index(const BirgeMemory *memory, guint file);

/* Builds the index of a file anew, as it is damaged. */
gboolean birge_memory_rebuild(const BirgeMemory *memory, guint file, GError **error);

/* Returns the field of a language of which tag is any name, or NULL. */
const BirgeField *birge_memory_find_field(const BirgeMemory *memory, const BirgeIndex *index,
                                          const char *tag);

/* A source text: the tokens of one variant of one joined unit. */
typedef struct {
  guint32 unit;
  guint32 start; /* index into tokens */
  guint32 n_tokens;
} BirgeJoinedText;

/* Units that were joined. */
typedef struct {
  const BirgeLocales *locales;
  const BirgeLocale *source;
  GPtrArray *units; /* of BirgeUnit* */
  BirgeVocabulary *words;
  GArray *tokens; /* of guint32, numbers in words: all texts, one after the other */
  GArray *texts;  /* of BirgeJoinedText */
} BirgeJoined;

BirgeJoined *birge_joined_new(const BirgeMemory *memory);
void birge_joined_free(BirgeJoined *joined);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeJoined, birge_joined_free)

typedef struct _BirgeJoiner BirgeJoiner;

/* Begins to fill joined with units, which come file by file. */
BirgeJoiner *birge_joiner_new(BirgeJoined *joined);
void birge_joiner_begin_file(BirgeJoiner *joiner);
void birge_joiner_add(BirgeJoiner *joiner, const BirgeUnit *unit);
void birge_joiner_free(BirgeJoiner *joiner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeJoiner, birge_joiner_free)

/* Joins the units that have a text in the source language, and those that are joined with these by
 * text or tuid. words: of the file's field. Returns those that have the text, of BirgeUnit*, yours;
 * at most BIRGE_MAX_GROUP units are joined. */
#define BIRGE_MAX_GROUP 256
GPtrArray *birge_memory_join_text(const BirgeMemory *memory, guint file, guint32 text);

/* Whether a folded word is a number. */
gboolean birge_word_is_number(const char *word, gsize length);

/* The numbers of a text, in one notation: of char*. A word that is none is not added. */
GPtrArray *birge_numbers_new(void);
void birge_numbers_add(GPtrArray *numbers, const char *word, gsize length);

/* Whether two texts have the same numbers. Sorts them. */
gboolean birge_numbers_equal(GPtrArray *a, GPtrArray *b);

/* Whether each bpt has its ept. */
gboolean birge_codes_are_paired(const BirgeVariant *variant);

/* Whether two variants have as many codes of each element. */
gboolean birge_codes_agree(const BirgeVariant *a, const BirgeVariant *b);
