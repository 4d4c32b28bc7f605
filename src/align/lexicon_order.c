/* Numbers the words of a lexicon in the order of their bytes, and leaves out those that translate
 * nothing. */
#include "align/lexicon_data.h"

#include <string.h>

/* A word on its way to its new number. */
typedef struct {
  const char *text; /* not ended */
  gsize length;
  guint32 number; /* the old one */
} Word;

/* A translation on its way. */
typedef struct {
  guint32 word;
  float probability;
} Link;

static int compare_words(const void *a, const void *b) {
  const Word *x = a, *y = b;
  int order = memcmp(x->text, y->text, MIN(x->length, y->length));
  return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

static int compare_links(const void *a, const void *b) {
  const Link *x = a, *y = b;
  return (x->word > y->word) - (x->word < y->word);
}

/* Marks the words of a language that have translations, or are some. */
static void mark_used(const BirgeLexicon *lexicon, guint language, guint8 *is_used) {
  for (guint other = 0; other < lexicon->n_languages; other++) {
    const BirgeTable *there = &lexicon->tables[language][other];
    const BirgeTable *back = &lexicon->tables[other][language];
    for (guint32 w = 0; w < there->n_from; w++)
      is_used[w] |= there->starts[w] < there->starts[w + 1];
    for (guint32 i = 0; back->n_from > 0 && i < back->starts[back->n_from]; i++)
      is_used[back->words[i]] = 1;
  }
}

/* Returns the words of a language that are used, of Word, in order; yours. */
static GArray *sort_words(const BirgeLexicon *lexicon, guint language) {
  const BirgeVocabulary *stems = lexicon->languages[language].stems;
  guint32 n = birge_vocabulary_size(stems);
  g_autofree guint8 *is_used = g_malloc0((gsize)n + 1);
  GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));
  mark_used(lexicon, language, is_used);
  for (guint32 w = 0; w < n; w++) {
    Word word = {.number = w};
    word.text = birge_vocabulary_get(stems, w, &word.length);
    if (is_used[w])
      g_array_append_val(words, word);
  }
  if (words->len > 0)
    qsort(words->data, words->len, sizeof(Word), compare_words);
  return words;
}

/* words: of the language of the rows, of Word, as they are to be numbered; numbers: the new number
 * by old one of the words that they become. */
static void order_table(BirgeTable *table, const GArray *words, const guint32 *numbers) {
  if (table->n_from == 0)
    return;
  guint32 n_links = table->starts[table->n_from];
  BirgeTable ordered = {words->len, g_new0(guint32, (gsize)words->len + 1),
                        g_new(guint32, (gsize)n_links + 1), g_new(float, (gsize)n_links + 1)};
  g_autoptr(GArray) row = g_array_new(FALSE, FALSE, sizeof(Link));
  guint32 n = 0;
  for (guint w = 0; w < words->len; w++) {
    guint32 old = g_array_index(words, Word, w).number;
    g_array_set_size(row, 0);
    for (guint32 i = old < table->n_from ? table->starts[old] : n_links;
         i < n_links && i < table->starts[old + 1]; i++) {
      Link link = {numbers[table->words[i]], table->probabilities[i]};
      g_array_append_val(row, link);
    }
    if (row->len > 0)
      qsort(row->data, row->len, sizeof(Link), compare_links);
    for (guint i = 0; i < row->len; i++, n++) {
      ordered.words[n] = g_array_index(row, Link, i).word;
      ordered.probabilities[n] = g_array_index(row, Link, i).probability;
    }
    ordered.starts[w + 1] = n;
  }
  birge_table_clear(table);
  *table = ordered;
}

static guint32 *invert(const GArray *words, guint32 n_numbers) {
  guint32 *numbers = g_new(guint32, (gsize)n_numbers + 1);
  for (guint w = 0; w < words->len; w++)
    numbers[g_array_index(words, Word, w).number] = w;
  return numbers;
}

void birge_lexicon_number(BirgeLexicon *lexicon) {
  GArray *words[BIRGE_MAX_LANGUAGES];
  guint32 *numbers[BIRGE_MAX_LANGUAGES];
  for (guint l = 0; l < lexicon->n_languages; l++) {
    words[l] = sort_words(lexicon, l);
    numbers[l] = invert(words[l], birge_vocabulary_size(lexicon->languages[l].stems));
  }
  for (guint from = 0; from < lexicon->n_languages; from++)
    for (guint to = 0; to < lexicon->n_languages; to++)
      order_table(&lexicon->tables[from][to], words[from], numbers[to]);
  for (guint l = 0; l < lexicon->n_languages; l++) {
    BirgeVocabulary *stems = birge_vocabulary_new();
    for (guint w = 0; w < words[l]->len; w++) {
      const Word *word = &g_array_index(words[l], Word, w);
      birge_vocabulary_add(stems, word->text, word->length);
    }
    birge_vocabulary_free(lexicon->languages[l].stems);
    lexicon->languages[l].stems = stems;
    g_array_unref(words[l]);
    g_free(numbers[l]);
  }
}
