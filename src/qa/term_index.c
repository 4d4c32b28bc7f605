/* Finds the concepts of a glossary that a text may name, by the first word of their terms, so that
 * a text costs by its words and not by the terms of the glossary. */
#include "qa/private.h"

#include "text/vocabulary.h"

#include <string.h>

/* What is asked for is a term's first word as it is, or its stem. */
#define KEY_WORD '='
#define KEY_STEM '~'

struct _BirgeTermIndex {
  BirgeVocabulary *keys; /* "TAG=WORD", "TAG~STEM" */
  GPtrArray *concepts;   /* by key: of GArray* of guint, in order */
  GString *key;          /* scratch of birge_term_index_add() */
};

BirgeTermIndex *birge_term_index_new(void) {
  BirgeTermIndex *index = g_new0(BirgeTermIndex, 1);
  index->keys = birge_vocabulary_new();
  index->concepts = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  index->key = g_string_new(NULL);
  return index;
}

void birge_term_index_free(BirgeTermIndex *index) {
  birge_vocabulary_free(index->keys);
  g_ptr_array_unref(index->concepts);
  g_string_free(index->key, TRUE);
  g_free(index);
}

static void make_key(GString *key, const BirgeLocale *locale, char kind, const char *word,
                     gsize length) {
  g_string_assign(key, locale->tag);
  g_string_append_c(key, kind);
  g_string_append_len(key, word, (gssize)length);
}

static void add_key(BirgeTermIndex *index, guint concept) {
  guint32 key = birge_vocabulary_add(index->keys, index->key->str, index->key->len);
  if (key == index->concepts->len)
    g_ptr_array_add(index->concepts, g_array_new(FALSE, FALSE, sizeof(guint)));
  GArray *concepts = index->concepts->pdata[key];
  if (concepts->len == 0 || g_array_index(concepts, guint, concepts->len - 1) != concept)
    g_array_append_val(concepts, concept);
}

void birge_term_index_add(BirgeTermIndex *index, const BirgeLocale *locale, const char *words,
                          guint concept) {
  gsize length = strcspn(words, " "), start = 0, end = length;
  make_key(index->key, locale, KEY_WORD, words, length);
  add_key(index, concept);
  birge_stem(locale->stemming, words, &start, &end);
  make_key(index->key, locale, KEY_STEM, words + start, end - start);
  add_key(index, concept);
}

/* A search for the concepts of one text. */
typedef struct {
  const BirgeTermIndex *index;
  const BirgeLocale *locale;
  GString *key;
  GArray *found; /* of guint */
} Search;

static void find_key(const Search *search, char kind, const char *word, gsize length) {
  make_key(search->key, search->locale, kind, word, length);
  guint32 key = birge_vocabulary_find(search->index->keys, search->key->str, search->key->len);
  if (key == BIRGE_NO_WORD)
    return;
  const GArray *concepts = search->index->concepts->pdata[key];
  g_array_append_vals(search->found, concepts->data, concepts->len);
}

/* Looks for the terms of which a word is the beginning of it with an ending behind. */
static void find_beginnings(const Search *search, const char *word, gsize length) {
  gsize least = MAX(BIRGE_MIN_OPEN_WORD, length > BIRGE_MAX_ENDING ? length - BIRGE_MAX_ENDING : 0);
  for (gsize n = least; n < length; n++) {
    gboolean is_whole = ((guchar)word[n] & 0xC0) != 0x80; /* letters */
    if (is_whole)
      find_key(search, KEY_WORD, word, n);
  }
}

/* The ways in which birge_qa_has_words() takes a word for a form of a term's. */
static void find_word(const Search *search, const char *word, gsize length) {
  find_key(search, KEY_WORD, word, length);
  for (char **prefix = search->locale->stemming->prefixes; *prefix; prefix++) {
    gsize n = strlen(*prefix);
    if (length > n && memcmp(word, *prefix, n) == 0)
      find_key(search, KEY_WORD, word + n, length - n);
  }
  gsize start = 0, end = length;
  birge_stem(search->locale->stemming, word, &start, &end);
  find_key(search, KEY_STEM, word + start, end - start);
  find_beginnings(search, word, length);
  if (start > 0)
    find_beginnings(search, word + start, length - start);
}

static gint compare_concepts(gconstpointer a, gconstpointer b) {
  guint x = *(const guint *)a, y = *(const guint *)b;
  return (x > y) - (x < y);
}

GArray *birge_term_index_find(const BirgeTermIndex *index, const BirgeQaText *text) {
  g_autoptr(GString) key = g_string_new(NULL);
  GArray *found = g_array_new(FALSE, FALSE, sizeof(guint));
  const Search search = {index, text->locale, key, found};
  for (guint i = 0; i < text->tokens->len; i++) {
    const BirgeToken *token = &g_array_index(text->tokens, BirgeToken, i);
    if (token->kind != BIRGE_TOKEN_MARK)
      find_word(&search, text->folded->str + token->start, token->end - token->start);
  }
  g_array_sort(found, compare_concepts);
  guint n = 0;
  for (guint i = 0; i < found->len; i++) {
    guint concept = g_array_index(found, guint, i);
    if (n == 0 || g_array_index(found, guint, n - 1) != concept)
    g_array_index(found, guint, n++) = concept;
  }
  g_array_set_size(found, n);
  return found;
}
