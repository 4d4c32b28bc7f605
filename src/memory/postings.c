/* Writes the postings of an index: for each pair of adjacent words, where it stands.
 *
 * Lists are sorted by first word, second word, text and position, so that the lists of all pairs
 * that begin with a word, one after the other, are that word's own list; a text's last word makes
 * a pair with the end. Words are done in stretches that fit in memory, each with a pass over all
 * texts: one pass for the few words that make up most of a text, a few for the rest. */
#include "memory/index_writer.h"

#include <string.h>

/* So many postings are sorted at a time, as far as one word has not more. */
#define STRETCH_POSTINGS (6 * 1024 * 1024)
#define RADIX_BITS 11
#define FEW 48

typedef struct {
  const BirgeTexts *texts;
  BirgeIndexWriter *writer;
  guint position_bits;
  guint word_bits;    /* that a second word has */
  guint64 *items;     /* second word << 32 | posting */
  guint64 *scratch;   /* for sorting */
  guint32 *ends;      /* by word of the stretch: where its items end */
  GArray *word_pairs; /* of guint32, see BirgeField */
  GArray *pair_words;
  GArray *pair_postings;
  guint32 n_postings;
} Postings;

static void sort_few(guint64 *items, guint32 n) {
  for (guint32 i = 1; i < n; i++) {
    guint64 item = items[i];
    guint32 j = i;
    for (; j > 0 && items[j - 1] > item; j--)
      items[j] = items[j - 1];
    items[j] = item;
  }
}

/* Sorts by the second word; postings of one are in order already, and a radix sort is stable. */
static void sort_items(const Postings *postings, guint64 *items, guint32 n) {
  if (n <= FEW) {
    sort_few(items, n);
    return;
  }
  guint64 *from = items, *to = postings->scratch;
  for (guint shift = 32; shift < 32 + postings->word_bits; shift += RADIX_BITS) {
    guint32 starts[(1 << RADIX_BITS) + 1] = {0};
    for (guint32 i = 0; i < n; i++)
      starts[(from[i] >> shift & ((1 << RADIX_BITS) - 1)) + 1]++;
    for (guint d = 1; d < 1 << RADIX_BITS; d++)
      starts[d] += starts[d - 1];
    for (guint32 i = 0; i < n; i++)
      to[starts[from[i] >> shift & ((1 << RADIX_BITS) - 1)]++] = from[i];
    guint64 *other = from;
    from = to;
    to = other;
  }
  if (from != items)
    memcpy(items, from, n * sizeof *items);
}

/* Puts the items of the words from first to before end in place. */
static void gather(Postings *postings, guint32 first, guint32 end) {
  const BirgeTexts *texts = postings->texts;
  guint32 max_position = (1u << postings->position_bits) - 1;
  for (guint32 text = 0; text < texts->n_texts; text++) {
    const guint8 *next = texts->tokens + texts->starts[text];
    const guint8 *stop = texts->tokens + texts->starts[text + 1];
    guint32 word = birge_token_next(&next);
    for (guint32 position = 0;; position++) {
      guint32 second = next < stop ? birge_token_next(&next) : texts->n_words;
      if (word >= first && word < end)
        postings->items[postings->ends[word - first]++] =
            (guint64)second << 32 | text << postings->position_bits | MIN(position, max_position);
      if (second == texts->n_words)
        break;
      word = second;
    }
  }
}

static void put_list(Postings *postings, const guint64 *items, guint32 n) {
  for (guint32 i = 0; i < n; i++) {
    guint32 second = (guint32)(items[i] >> 32), posting = (guint32)items[i];
    if (i == 0 || second != (guint32)(items[i - 1] >> 32)) {
      g_array_append_val(postings->pair_words, second);
      g_array_append_val(postings->pair_postings, postings->n_postings);
    }
    birge_index_writer_put(postings->writer, &posting, sizeof posting);
    postings->n_postings++;
  }
}

static void put_stretch(Postings *postings, guint32 first, guint32 end) {
  guint32 start = 0;
  for (guint32 w = 0; w < end - first; w++) {
    postings->ends[w] = start;
    start += postings->texts->counts[first + w];
  }
  gather(postings, first, end);
  start = 0;
  for (guint32 w = 0; w < end - first; w++) {
    guint32 n = postings->ends[w] - start;
    g_array_append_val(postings->word_pairs, postings->pair_words->len);
    sort_items(postings, postings->items + start, n);
    put_list(postings, postings->items + start, n);
    start += n;
  }
}

/* Returns the end of the stretch that begins with a word. */
static guint32 find_stretch(const BirgeTexts *texts, guint32 first) {
  guint32 end = first + 1;
  guint64 n = texts->counts[first];
  while (end < texts->n_words && n + texts->counts[end] <= STRETCH_POSTINGS)
    n += texts->counts[end++];
  return end;
}

static guint32 max_count(const BirgeTexts *texts) {
  guint64 n = 0;
  guint32 max = 0;
  for (guint32 w = 0; w < texts->n_words; w++) {
    n += texts->counts[w];
    max = MAX(max, texts->counts[w]);
  }
  return (guint32)MAX(max, MIN(n, STRETCH_POSTINGS));
}

static void put_array(BirgeIndexWriter *writer, BirgeSection *section, const GArray *array) {
  birge_index_writer_put_section(writer, section, array->data, array->len * sizeof(guint32));
}

void birge_postings_write(const BirgeTexts *texts, BirgeIndexWriter *writer, BirgeField *field) {
  guint32 room = max_count(texts);
  Postings postings = {.texts = texts,
                       .writer = writer,
                       .position_bits = birge_field_position_bits(field),
                       .word_bits = 32 - (guint)__builtin_clz(texts->n_words | 1),
                       .items = g_new(guint64, room + 1),
                       .scratch = g_new(guint64, room + 1),
                       .ends = g_new(guint32, texts->n_words + 1),
                       .word_pairs = g_array_new(FALSE, FALSE, sizeof(guint32)),
                       .pair_words = g_array_new(FALSE, FALSE, sizeof(guint32)),
                       .pair_postings = g_array_new(FALSE, FALSE, sizeof(guint32))};
  birge_index_writer_begin(writer, &field->postings);
  for (guint32 first = 0, end; first < texts->n_words; first = end) {
    end = find_stretch(texts, first);
    put_stretch(&postings, first, end);
  }
  birge_index_writer_end(writer, &field->postings);
  g_array_append_val(postings.word_pairs, postings.pair_words->len);
  g_array_append_val(postings.pair_postings, postings.n_postings);
  put_array(writer, &field->word_pairs, postings.word_pairs);
  put_array(writer, &field->pair_words, postings.pair_words);
  put_array(writer, &field->pair_postings, postings.pair_postings);
  g_free(postings.items);
  g_free(postings.scratch);
  g_free(postings.ends);
  g_array_unref(postings.word_pairs);
  g_array_unref(postings.pair_words);
  g_array_unref(postings.pair_postings);
}
