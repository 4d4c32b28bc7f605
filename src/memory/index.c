/* Maps index files, checks them as they are used, and finds words and texts in them. */
#include "memory/index.h"
#include "memory/index_writer.h"

#include "base/config.h"

#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unicode/uchar.h>

/* Multiply and fold, in four lanes so that a block takes a third of a microsecond. */
guint64 birge_index_hash(guint64 seed, const void *bytes, gsize length) {
  const guint64 factor = G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  const char *next = bytes;
  guint64 lanes[4] = {seed ^ length * factor, seed + factor, seed ^ factor >> 1, ~seed};
  for (; length >= sizeof lanes; length -= sizeof lanes, next += sizeof lanes) {
    guint64 pieces[4];
    memcpy(pieces, next, sizeof pieces);
    for (guint i = 0; i < 4; i++) {
      lanes[i] = (lanes[i] ^ pieces[i]) * factor;
      lanes[i] ^= lanes[i] >> 29;
    }
  }
  guint64 hash = lanes[0] ^ lanes[1] * 3 ^ lanes[2] * 5 ^ lanes[3] * 7;
  for (gsize n; length > 0; length -= n, next += n) {
    guint64 piece = 0;
    n = MIN(length, sizeof piece);
    memcpy(&piece, next, n);
    hash = (hash ^ piece) * factor;
    hash ^= hash >> 32;
  }
  hash *= G_GUINT64_CONSTANT(0xD6E8FEB86659FD93);
  return hash ^ hash >> 32;
}

guint64 birge_index_fingerprint(const BirgeLocales *locales) {
  const char version[] = BIRGE_VERSION " " U_UNICODE_VERSION;
  return birge_index_hash(birge_locales_fingerprint(locales), version, sizeof version);
}

void birge_index_mark_damaged(const BirgeIndex *index) {
  g_atomic_int_set(&((BirgeIndex *)(gpointer)index)->is_damaged, TRUE);
}

gboolean birge_index_is_damaged(const BirgeIndex *index) {
  return g_atomic_int_get(&((BirgeIndex *)(gpointer)index)->is_damaged);
}

gboolean birge_index_check_block(const BirgeIndex *index, guint64 block) {
  guint64 start = block * BIRGE_INDEX_BLOCK;
  guint64 end = MIN(start + BIRGE_INDEX_BLOCK, index->header->checks.offset);
  if (block == 0 || start >= end ||
      (guint32)birge_index_hash(block, index->bytes + start, end - start) !=
          index->checks[block - 1]) {
    birge_index_mark_damaged(index);
    return FALSE;
  }
  /* Threads may write this at once; all write the same. */
  __atomic_store_n(&index->checked[block], 1, __ATOMIC_RELAXED);
  return TRUE;
}

const void *birge_index_bytes(const BirgeIndex *index, const BirgeSection *section, guint64 start,
                              guint64 length) {
  if (start > section->length || length > section->length - start) {
    birge_index_mark_damaged(index);
    return NULL;
  }
  guint64 first = section->offset + start;
  guint64 last = first + (length > 0 ? length - 1 : 0);
  for (guint64 block = first / BIRGE_INDEX_BLOCK; block <= last / BIRGE_INDEX_BLOCK; block++) {
    if (length > 0 && !index->checked[block] && !birge_index_check_block(index, block))
      return NULL;
  }
  return index->bytes + first;
}

/* Whether a section lies between the header and the checksums. */
static gboolean is_inside(const BirgeIndexHeader *header, const BirgeSection *section) {
  return section->offset % 16 == 0 && section->offset >= BIRGE_INDEX_BLOCK &&
         section->offset <= header->checks.offset &&
         section->length <= header->checks.offset - section->offset;
}

static gboolean check_sections(const BirgeIndexHeader *header, const BirgeSection *sections,
                               gsize n) {
  for (gsize i = 0; i < n; i++) {
    if (!is_inside(header, &sections[i]))
      return FALSE;
  }
  return TRUE;
}

/* Everything about the header that can be wrong. */
static gboolean check_header(const BirgeIndexHeader *header, guint64 size, guint64 fingerprint,
                             const BirgeStamp *stamp) {
  if (size < BIRGE_INDEX_BLOCK ||
      memcmp(header->magic, BIRGE_INDEX_MAGIC, sizeof header->magic) != 0 ||
      header->byte_order != BIRGE_INDEX_BYTE_ORDER || header->version != BIRGE_INDEX_VERSION ||
      header->size != size || header->fingerprint != fingerprint ||
      header->header_check !=
          birge_index_hash(0, header, offsetof(BirgeIndexHeader, header_check)) ||
      (stamp && memcmp(stamp, &header->stamp, sizeof *stamp) != 0))
    return FALSE;
  const BirgeSection *checks = &header->checks;
  return checks->offset % BIRGE_INDEX_BLOCK == 0 && checks->offset >= BIRGE_INDEX_BLOCK &&
         checks->offset <= size && checks->length == size - checks->offset &&
         checks->length / sizeof(guint32) == checks->offset / BIRGE_INDEX_BLOCK - 1 &&
         header->n_fields <= BIRGE_INDEX_MAX_FIELDS &&
         header->fields.length == header->n_fields * sizeof(BirgeField) &&
         header->unit_starts.length == ((guint64)header->n_units + 2) * sizeof(guint32) &&
         check_sections(header, &header->fields, &header->tuids - &header->fields + 1);
}

static gboolean check_field(const BirgeIndexHeader *header, const BirgeField *field) {
  guint64 n_texts = field->n_texts, n_entries = field->entry_units.length / sizeof(guint32);
  gsize n_sections = (gsize)(&field->unit_texts - &field->word_ends) + 1;
  guint64 n_slots = field->word_slots.length / sizeof(guint32);
  return memchr(field->tag, '\0', sizeof field->tag) && n_slots > field->n_words &&
         (n_slots & (n_slots - 1)) == 0 && field->n_texts < (1u << 31) &&
         check_sections(header, &field->word_ends, n_sections) &&
         field->word_ends.length == field->n_words * sizeof(guint32) &&
         field->signatures.length == n_texts * sizeof(BirgeSignature) &&
         field->token_starts.length == (n_texts + 1) * sizeof(guint32) &&
         field->text_entries.length == (n_texts + 1) * sizeof(guint32) &&
         field->lengths.length >= sizeof(BirgeLength) &&
         field->entry_variants.length == n_entries * sizeof(guint16) &&
         field->entry_traits.length == n_entries;
}

BirgeIndex *birge_index_map(int fd, const char *path, guint64 fingerprint,
                            const BirgeStamp *stamp) {
  struct stat info;
  if (fstat(fd, &info) != 0 || info.st_size < BIRGE_INDEX_BLOCK)
    return NULL;
  /* Nobody but us writes the file, and we replace it by a rename: it never shrinks. */
  void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, fd, 0);
  if (bytes == MAP_FAILED)
    return NULL;
  g_autoptr(BirgeIndex) index = g_new0(BirgeIndex, 1);
  index->bytes = bytes;
  index->size = (guint64)info.st_size;
  index->path = g_strdup(path);
  const BirgeIndexHeader *header = index->header = bytes;
  if (!check_header(header, index->size, fingerprint, stamp))
    return NULL;
  index->checks = (const guint32 *)(gconstpointer)(index->bytes + header->checks.offset);
  if (birge_index_hash(0, index->checks, header->checks.length) != header->checks_check)
    return NULL;
  index->checked = g_new0(guint8, header->checks.offset / BIRGE_INDEX_BLOCK + 1);
  index->fields = birge_index_bytes(index, &header->fields, 0, header->fields.length);
  for (guint f = 0; index->fields && f < header->n_fields; f++) {
    if (!check_field(header, &index->fields[f]))
      return NULL;
  }
  return index->fields ? g_steal_pointer(&index) : NULL;
}

void birge_index_free(BirgeIndex *index) {
  munmap((gpointer)index->bytes, index->size);
  g_free(index->checked);
  g_free(index->path);
  g_free(index);
}

const BirgeField *birge_index_find_field(const BirgeIndex *index, const char *tag) {
  for (guint f = 0; f < index->header->n_fields; f++) {
    if (g_str_equal(index->fields[f].tag, tag))
      return &index->fields[f];
  }
  return NULL;
}

const char *birge_field_word(const BirgeIndex *index, const BirgeField *field, guint32 word,
                             gsize *length) {
  guint32 start = word == 0 ? 0 : birge_index_number(index, &field->word_ends, word - 1);
  guint32 end = birge_index_number(index, &field->word_ends, word);
  *length = end > start ? end - start : 0;
  const char *letters = birge_index_bytes(index, &field->word_letters, start, *length);
  if (letters)
    return letters;
  *length = 0;
  return "";
}

guint32 birge_field_find_word(const BirgeIndex *index, const BirgeField *field, const char *word,
                              gsize length) {
  guint64 mask = field->word_slots.length / sizeof(guint32) - 1;
  guint64 slot = birge_index_hash(index->header->seed, word, length) & mask;
  for (guint64 tries = 0; tries <= mask; tries++, slot = (slot + 1) & mask) {
    guint32 number = birge_index_number(index, &field->word_slots, slot);
    if (number == 0)
      return BIRGE_NO_WORD;
    gsize n;
    const char *letters = birge_field_word(index, field, number - 1, &n);
    if (n == length && memcmp(letters, word, n) == 0)
      return number - 1;
  }
  return BIRGE_NO_WORD;
}

void birge_field_read_text(const BirgeIndex *index, const BirgeField *field, guint32 text,
                           GArray *tokens) {
  guint32 start = birge_index_number(index, &field->token_starts, text);
  guint32 end = birge_index_number(index, &field->token_starts, text + 1);
  gsize length = end > start ? end - start : 0;
  const guint8 *bytes = birge_index_bytes(index, &field->tokens, start, length);
  for (const guint8 *p = bytes; p && p < bytes + length;) {
    guint32 word = 0;
    guint shift = 0;
    for (; p < bytes + length && *p >= 0x80 && shift < 28; shift += 7)
      word |= (guint32)(*p++ & 0x7F) << shift;
    if (p < bytes + length)
      word |= (guint32)(*p++ & 0x7F) << shift;
    g_array_append_val(tokens, word);
  }
}

/* Whether lengths and the numbers of texts ascend, and the last is the end. */
gboolean birge_field_check_lengths(const BirgeIndex *index, const BirgeField *field) {
  const BirgeLength *lengths = birge_index_bytes(index, &field->lengths, 0, field->lengths.length);
  guint64 n = field->lengths.length / sizeof *lengths;
  gboolean good = lengths && n > 0 && lengths[n - 1].first_text == field->n_texts;
  for (guint64 i = 1; good && i < n; i++)
    good = lengths[i - 1].n_tokens < lengths[i].n_tokens &&
           lengths[i - 1].first_text < lengths[i].first_text;
  if (!good)
    birge_index_mark_damaged(index);
  return good;
}

/* Compares a text with a key, in the order of texts of one length. */
static int compare_text(const BirgeIndex *index, const BirgeField *field, guint32 text,
                        const BirgeSignature *signature, const guint32 *words, guint n_words) {
  const BirgeSignature *own =
      birge_index_bytes(index, &field->signatures, (guint64)text * sizeof *own, sizeof *own);
  for (guint i = 0; own && i < 2; i++) {
    if (own->bits[i] != signature->bits[i])
      return own->bits[i] < signature->bits[i] ? -1 : 1;
  }
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(guint32));
  birge_field_read_text(index, field, text, tokens);
  for (guint i = 0; i < tokens->len && i < n_words; i++) {
    guint32 word = g_array_index(tokens, guint32, i);
    if (word != words[i])
      return word < words[i] ? -1 : 1;
  }
  return (tokens->len > n_words) - (tokens->len < n_words);
}

guint32 birge_field_find_text(const BirgeIndex *index, const BirgeField *field,
                              const guint32 *words, guint n_words) {
  if (!birge_field_check_lengths(index, field))
    return BIRGE_NO_TEXT;
  const BirgeLength *lengths = birge_index_bytes(index, &field->lengths, 0, field->lengths.length);
  guint64 n = field->lengths.length / sizeof *lengths, group = 0;
  while (group + 1 < n && lengths[group].n_tokens < n_words)
    group++;
  BirgeSignature signature = {{0, 0}};
  for (guint i = 0; i < n_words; i++) {
    if (words[i] == BIRGE_NO_WORD)
      return BIRGE_NO_TEXT;
    signature.bits[words[i] / 64 % 2] |= (guint64)1 << words[i] % 64;
  }
  if (group + 1 >= n || lengths[group].n_tokens != n_words)
    return BIRGE_NO_TEXT;
  guint32 low = lengths[group].first_text, high = lengths[group + 1].first_text;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    int order = compare_text(index, field, middle, &signature, words, n_words);
    if (order == 0)
      return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return BIRGE_NO_TEXT;
}
