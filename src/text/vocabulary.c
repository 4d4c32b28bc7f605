/* Numbers strings. */
#include "text/vocabulary.h"

#include <string.h>

/* Open addressing over numbers of words, so that a word costs its letters and 12 bytes. */
struct _BirgeVocabulary {
  GString *letters; /* all words, one after the other */
  GArray *ends;     /* of guint32: where each word ends in letters */
  guint32 *slots;   /* word number + 1; 0: free */
  guint32 n_slots;  /* a power of two */
  guint64 seed;     /* keys the hash, so that nobody can choose words that collide */
};

BirgeVocabulary *birge_vocabulary_new(void) {
  BirgeVocabulary *vocabulary = g_new0(BirgeVocabulary, 1);
  vocabulary->letters = g_string_new(NULL);
  vocabulary->ends = g_array_new(FALSE, FALSE, sizeof(guint32));
  vocabulary->n_slots = 1024;
  vocabulary->slots = g_new0(guint32, vocabulary->n_slots);
  vocabulary->seed = ((guint64)g_random_int() << 32) | g_random_int();
  return vocabulary;
}

void birge_vocabulary_free(BirgeVocabulary *vocabulary) {
  g_string_free(vocabulary->letters, TRUE);
  g_array_unref(vocabulary->ends);
  g_free(vocabulary->slots);
  g_free(vocabulary);
}

/* Multiply and fold, eight bytes at a time, with a secret start. */
static guint64 hash_word(guint64 seed, const char *text, gsize length) {
  guint64 hash = seed ^ (length * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15));
  while (length > 0) {
    guint64 piece = 0;
    gsize n = MIN(length, sizeof piece);
    memcpy(&piece, text, n);
    hash = (hash ^ piece ^ (seed >> 7)) * G_GUINT64_CONSTANT(0xD6E8FEB86659FD93);
    hash ^= hash >> 32;
    text += n;
    length -= n;
  }
  return hash * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) >> 16;
}

const char *birge_vocabulary_get(const BirgeVocabulary *vocabulary, guint32 word, gsize *length) {
  guint32 start = word == 0 ? 0 : g_array_index(vocabulary->ends, guint32, word - 1);
  *length = g_array_index(vocabulary->ends, guint32, word) - start;
  return vocabulary->letters->str + start;
}

/* Returns the slot that holds the word, or the free one where it belongs. */
static guint32 find_slot(const BirgeVocabulary *vocabulary, const char *text, gsize length) {
  guint32 mask = vocabulary->n_slots - 1;
  guint32 slot = (guint32)hash_word(vocabulary->seed, text, length) & mask;
  for (; vocabulary->slots[slot]; slot = (slot + 1) & mask) {
    gsize n;
    const char *word = birge_vocabulary_get(vocabulary, vocabulary->slots[slot] - 1, &n);
    if (n == length && memcmp(word, text, n) == 0)
      break;
  }
  return slot;
}

static void grow(BirgeVocabulary *vocabulary) {
  g_free(vocabulary->slots);
  vocabulary->n_slots *= 2;
  vocabulary->slots = g_new0(guint32, vocabulary->n_slots);
  for (guint32 word = 0; word < vocabulary->ends->len; word++) {
    gsize length;
    const char *text = birge_vocabulary_get(vocabulary, word, &length);
    vocabulary->slots[find_slot(vocabulary, text, length)] = word + 1;
  }
}

guint32 birge_vocabulary_add(BirgeVocabulary *vocabulary, const char *text, gsize length) {
  guint32 slot = find_slot(vocabulary, text, length);
  if (vocabulary->slots[slot])
    return vocabulary->slots[slot] - 1;
  g_string_append_len(vocabulary->letters, text, (gssize)length);
  guint32 end = (guint32)vocabulary->letters->len;
  g_array_append_val(vocabulary->ends, end);
  vocabulary->slots[slot] = vocabulary->ends->len;
  if (vocabulary->ends->len * 2 > vocabulary->n_slots)
    grow(vocabulary);
  return vocabulary->ends->len - 1;
}

guint32 birge_vocabulary_find(const BirgeVocabulary *vocabulary, const char *text, gsize length) {
  return vocabulary->slots[find_slot(vocabulary, text, length)] - 1;
}

guint32 birge_vocabulary_size(const BirgeVocabulary *vocabulary) {
  return vocabulary->ends->len;
}
