/* Opens, builds and reads indexes; index_format.h says what stands in them. */
#pragma once

#include "memory/index_format.h"
#include "text/vocabulary.h"

/* An open index: immutable but for what it notes of its own health; shared by threads. */
typedef struct {
  char *path;          /* of the TMX file */
  const guint8 *bytes; /* the mapped file */
  guint64 size;
  const BirgeIndexHeader *header;
  const BirgeField *fields;
  const guint32 *checks;
  guint8 *checked; /* by block: whether its checksum was found to agree */
  int is_damaged;  /* atomic */
} BirgeIndex;

/* Opens the index of a TMX file. It is looked for in the cache folder; if it is not there, not of
 * the file as it is now, or damaged, it is built.
 * Returns it; free with birge_index_free(). Errors: those of birge_tmx_read(); LIMIT. A cache that
 * can't be written is none: then the index lives in memory. */
BirgeIndex *birge_index_open(const char *path, const BirgeLocales *locales, GError **error);

/* Throws a damaged index out of the cache and builds it anew, as birge_index_open() does. */
BirgeIndex *birge_index_rebuild(const BirgeIndex *damaged, const BirgeLocales *locales,
                                GError **error);

/* Maps an index file. Returns NULL if it is none, or not what fingerprint and stamp say (NULL: any
 * stamp). path: of the TMX file. fd is still the caller's. */
BirgeIndex *birge_index_map(int fd, const char *path, guint64 fingerprint, const BirgeStamp *stamp);
void birge_index_free(BirgeIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeIndex, birge_index_free)

/* Writes the index of a TMX file to fd, which is empty. */
gboolean birge_index_build(const char *path, const BirgeLocales *locales, const BirgeStamp *stamp,
                           int fd, GError **error);

/* What an index depends on besides its TMX file. */
guint64 birge_index_fingerprint(const BirgeLocales *locales);

/* The checksum of a block and the hash of a word. */
guint64 birge_index_hash(guint64 seed, const void *bytes, gsize length);

/* Checks a block that was not used yet. Returns FALSE, and marks the index, if it is damaged. */
gboolean birge_index_check_block(const BirgeIndex *index, guint64 block);
void birge_index_mark_damaged(const BirgeIndex *index);
gboolean birge_index_is_damaged(const BirgeIndex *index);

/* Returns length bytes of a section from start on, checked; NULL, and marks the index, if they are
 * not there or damaged. */
const void *birge_index_bytes(const BirgeIndex *index, const BirgeSection *section, guint64 start,
                              guint64 length);

/* Returns an element of a section of guint32; 0, and marks the index, if it is not there. */
static inline guint32 birge_index_number(const BirgeIndex *index, const BirgeSection *section,
                                         guint64 i) {
  guint64 offset = section->offset + i * sizeof(guint32);
  if (G_UNLIKELY(i >= section->length / sizeof(guint32) ||
                 (!index->checked[offset / BIRGE_INDEX_BLOCK] &&
                  !birge_index_check_block(index, offset / BIRGE_INDEX_BLOCK)))) {
    birge_index_mark_damaged(index);
    return 0;
  }
  return *(const guint32 *)(gconstpointer)(index->bytes + offset);
}

/* Returns the field of a language, or NULL. locale: NULL if no locale knows it; then tag says. */
const BirgeField *birge_index_find_field(const BirgeIndex *index, const char *tag);

/* Returns how many bits of a posting say the position; a position that is too large for them is
 * the largest. */
static inline guint birge_field_position_bits(const BirgeField *field) {
  return (guint)__builtin_clz(field->n_texts | 1);
}

/* Returns the number of a folded word, or BIRGE_NO_WORD. */
guint32 birge_field_find_word(const BirgeIndex *index, const BirgeField *field, const char *word,
                              gsize length);

/* Returns the letters of a word, not ended. */
const char *birge_field_word(const BirgeIndex *index, const BirgeField *field, guint32 word,
                             gsize *length);

/* Checks what every search relies on: that lengths ascend. FALSE, and marks the index, if not. */
gboolean birge_field_check_lengths(const BirgeIndex *index, const BirgeField *field);

/* Returns the text that has just these words, or BIRGE_NO_TEXT. */
guint32 birge_field_find_text(const BirgeIndex *index, const BirgeField *field,
                              const guint32 *words, guint n_words);

/* Appends the word numbers of a text to tokens, of guint32. */
void birge_field_read_text(const BirgeIndex *index, const BirgeField *field, guint32 text,
                           GArray *tokens);

/* Reads a unit out of an index. Returns it, yours; NULL, and marks the index, if it is damaged. */
BirgeUnit *birge_index_read_unit(const BirgeIndex *index, guint32 number);

/* Prints a unit as it is stored. names: gets the strings that units share. */
void birge_unit_store(const BirgeUnit *unit, BirgeVocabulary *names, GByteArray *out);
