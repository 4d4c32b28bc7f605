/* Gathers the texts of one language and writes what finds them. */
#include "memory/index_writer.h"

#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

/* A gathered text; its tokens have the numbers in which words came. */
typedef struct {
  guint32 start; /* in spool */
  guint32 n_tokens;
  BirgeEntry entry;
} Record;

/* What texts are sorted by. */
typedef struct {
  BirgeSignature signature;
  guint32 n_tokens;
  guint32 record;
} Key;

struct _BirgeFieldBuilder {
  char *tag;
  const BirgeLocale *locale; /* NULL: the language is unknown */
  BirgeVocabulary *words;
  GArray *counts;    /* of guint32, by word */
  guint32 *ranks;    /* by word: its number in the field */
  GByteArray *spool; /* tokens, 7 bits a byte */
  GArray *records;   /* of Record */
  GString *folded;   /* scratch */
  GArray *found;     /* of BirgeToken, scratch */
};

BirgeFieldBuilder *birge_field_builder_new(const char *tag, const BirgeLocale *locale) {
  BirgeFieldBuilder *builder = g_new0(BirgeFieldBuilder, 1);
  builder->tag = g_strdup(tag);
  builder->locale = locale;
  builder->words = birge_vocabulary_new();
  builder->counts = g_array_new(FALSE, FALSE, sizeof(guint32));
  builder->spool = g_byte_array_new();
  builder->records = g_array_new(FALSE, FALSE, sizeof(Record));
  builder->folded = g_string_new(NULL);
  builder->found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  return builder;
}

void birge_field_builder_free(BirgeFieldBuilder *builder) {
  g_free(builder->tag);
  birge_vocabulary_free(builder->words);
  g_array_unref(builder->counts);
  g_free(builder->ranks);
  g_byte_array_unref(builder->spool);
  g_array_unref(builder->records);
  g_string_free(builder->folded, TRUE);
  g_array_unref(builder->found);
  g_free(builder);
}

const char *birge_field_builder_tag(const BirgeFieldBuilder *builder) {
  return builder->tag;
}

static void put_token(GByteArray *out, guint32 word) {
  guint8 bytes[5];
  guint n = 0;
  for (; word >= 0x80; word >>= 7)
    bytes[n++] = (guint8)(word | 0x80);
  bytes[n++] = (guint8)word;
  g_byte_array_append(out, bytes, n);
}

gboolean birge_field_builder_add(BirgeFieldBuilder *builder, const BirgeVariant *variant,
                                 BirgeEntry entry) {
  const BirgeFolding *folding = builder->locale ? builder->locale->folding : NULL;
  g_string_truncate(builder->folded, 0);
  g_array_set_size(builder->found, 0);
  birge_fold(folding, variant->text, variant->length, builder->folded);
  birge_tokenize(builder->folded->str, builder->folded->len, builder->found);
  if (builder->spool->len > G_MAXUINT32 / 2 || builder->records->len == G_MAXUINT32 / 2)
    return FALSE;
  Record record = {builder->spool->len, builder->found->len, entry};
  for (guint i = 0; i < builder->found->len; i++) {
    BirgeToken token = g_array_index(builder->found, BirgeToken, i);
    guint32 word = birge_vocabulary_add(builder->words, builder->folded->str + token.start,
                                        token.end - token.start);
    if (word == builder->counts->len)
      g_array_append_val(builder->counts, (guint32){0});
    g_array_index(builder->counts, guint32, word)++;
    put_token(builder->spool, word);
  }
  /* A text without a word is like no other. */
  if (record.n_tokens > 0)
    g_array_append_val(builder->records, record);
  return TRUE;
}

static int compare_letters(const BirgeVocabulary *words, guint32 a, guint32 b) {
  gsize n_a, n_b;
  const char *x = birge_vocabulary_get(words, a, &n_a), *y = birge_vocabulary_get(words, b, &n_b);
  int order = memcmp(x, y, MIN(n_a, n_b));
  return order ? order : (n_a > n_b) - (n_a < n_b);
}

/* The most frequent word first; of several, by letters, so that an index depends on its file
 * alone. */
static gint compare_counts(gconstpointer a, gconstpointer b, gpointer data) {
  const BirgeFieldBuilder *builder = data;
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  guint32 n_x = g_array_index(builder->counts, guint32, x);
  guint32 n_y = g_array_index(builder->counts, guint32, y);
  return n_x != n_y ? (n_x < n_y ? 1 : -1) : compare_letters(builder->words, x, y);
}

static guint32 *count_up(guint32 n) {
  guint32 *numbers = g_new(guint32, n + 1);
  for (guint32 i = 0; i < n; i++)
    numbers[i] = i;
  return numbers;
}

static void write_slots(const BirgeFieldBuilder *builder, BirgeIndexWriter *writer, guint64 seed,
                        BirgeField *field) {
  guint64 n_slots = 2;
  while (n_slots < 2 * (guint64)field->n_words)
    n_slots *= 2;
  g_autofree guint32 *slots = g_new0(guint32, n_slots);
  for (guint32 word = 0; word < field->n_words; word++) {
    gsize length;
    const char *letters = birge_vocabulary_get(builder->words, word, &length);
    guint64 slot = birge_index_hash(seed, letters, length) & (n_slots - 1);
    while (slots[slot])
      slot = (slot + 1) & (n_slots - 1);
    slots[slot] = builder->ranks[word] + 1;
  }
  birge_index_writer_put_section(writer, &field->word_slots, slots, n_slots * sizeof *slots);
}

/* Ranks the words and writes them. */
static void write_words(BirgeFieldBuilder *builder, BirgeIndexWriter *writer, guint64 seed,
                        BirgeField *field) {
  guint32 n = field->n_words = birge_vocabulary_size(builder->words);
  g_autofree guint32 *by_rank = count_up(n);
  builder->ranks = g_new(guint32, n + 1);
  g_qsort_with_data(by_rank, (gint)n, sizeof *by_rank, compare_counts, builder);
  g_autofree guint32 *ends = g_new(guint32, n + 1);
  birge_index_writer_begin(writer, &field->word_letters);
  guint32 end = 0;
  for (guint32 rank = 0; rank < n; rank++) {
    gsize length;
    const char *letters = birge_vocabulary_get(builder->words, by_rank[rank], &length);
    birge_index_writer_put(writer, letters, length);
    ends[rank] = end += (guint32)length;
    builder->ranks[by_rank[rank]] = rank;
  }
  birge_index_writer_end(writer, &field->word_letters);
  birge_index_writer_put_section(writer, &field->word_ends, ends, n * sizeof *ends);
  write_slots(builder, writer, seed, field);
}

static int compare_tokens(const BirgeFieldBuilder *builder, const Record *a, const Record *b) {
  const guint8 *x = builder->spool->data + a->start, *y = builder->spool->data + b->start;
  for (guint32 i = 0; i < a->n_tokens; i++) {
    guint32 left = builder->ranks[birge_token_next(&x)];
    guint32 right = builder->ranks[birge_token_next(&y)];
    if (left != right)
      return left < right ? -1 : 1;
  }
  return 0;
}

static int compare_texts(const BirgeFieldBuilder *builder, const Key *x, const Key *y) {
  if (x->n_tokens != y->n_tokens)
    return x->n_tokens < y->n_tokens ? -1 : 1;
  for (guint i = 0; i < 2; i++) {
    if (x->signature.bits[i] != y->signature.bits[i])
      return x->signature.bits[i] < y->signature.bits[i] ? -1 : 1;
  }
  return compare_tokens(builder, &g_array_index(builder->records, Record, x->record),
                        &g_array_index(builder->records, Record, y->record));
}

static gint compare_keys(gconstpointer a, gconstpointer b, gpointer builder) {
  const Key *x = a, *y = b;
  int order = compare_texts(builder, x, y);
  return order ? order : (x->record > y->record) - (x->record < y->record);
}

static Key *sort_texts(const BirgeFieldBuilder *builder) {
  Key *keys = g_new0(Key, builder->records->len + 1);
  for (guint32 r = 0; r < builder->records->len; r++) {
    const Record *record = &g_array_index(builder->records, Record, r);
    const guint8 *next = builder->spool->data + record->start;
    keys[r].record = r;
    keys[r].n_tokens = record->n_tokens;
    for (guint32 i = 0; i < record->n_tokens; i++) {
      guint32 word = builder->ranks[birge_token_next(&next)];
      keys[r].signature.bits[word / 64 % 2] |= (guint64)1 << word % 64;
    }
  }
  g_qsort_with_data(keys, (gint)builder->records->len, sizeof *keys, compare_keys,
                    (gpointer)builder);
  return keys;
}

/* What is made of the sorted texts. */
typedef struct {
  GByteArray *tokens;
  GArray *starts;     /* of guint32 */
  GArray *lengths;    /* of BirgeLength */
  GArray *signatures; /* of BirgeSignature */
  GArray *entries;    /* of guint32 */
  guint32 *counts;    /* by rank: occurrences in texts */
  guint32 *texts;     /* by unit */
} Sorted;

static void add_text(const BirgeFieldBuilder *builder, const Key *key, Sorted *sorted) {
  const Record *record = &g_array_index(builder->records, Record, key->record);
  const guint8 *next = builder->spool->data + record->start;
  guint32 text = sorted->starts->len;
  guint32 start = sorted->tokens->len;
  g_array_append_val(sorted->starts, start);
  g_array_append_val(sorted->signatures, key->signature);
  BirgeLength length = {key->n_tokens, text};
  guint n = sorted->lengths->len;
  if (n == 0 || g_array_index(sorted->lengths, BirgeLength, n - 1).n_tokens != key->n_tokens)
    g_array_append_val(sorted->lengths, length);
  for (guint32 i = 0; i < record->n_tokens; i++) {
    guint32 word = builder->ranks[birge_token_next(&next)];
    sorted->counts[word]++;
    put_token(sorted->tokens, word);
  }
}

static void number_texts(const BirgeFieldBuilder *builder, const Key *keys, Sorted *sorted) {
  g_autofree guint32 *texts = g_new(guint32, builder->records->len + 1); /* by record */
  for (guint32 k = 0; k < builder->records->len; k++) {
    if (k == 0 || compare_texts(builder, &keys[k - 1], &keys[k]) != 0) {
      g_array_append_val(sorted->entries, k);
      add_text(builder, &keys[k], sorted);
    }
    texts[keys[k].record] = sorted->starts->len - 1;
  }
  /* Records are in the order of units and their variants: the first of a unit counts. */
  for (guint32 r = 0; r < builder->records->len; r++) {
    guint32 unit = g_array_index(builder->records, Record, r).entry.unit;
    if (sorted->texts[unit] == BIRGE_NO_TEXT)
      sorted->texts[unit] = texts[r];
  }
  guint32 end = builder->records->len;
  g_array_append_val(sorted->entries, end);
  BirgeLength last = {G_MAXUINT32, sorted->starts->len};
  g_array_append_val(sorted->lengths, last);
  guint32 n_bytes = sorted->tokens->len;
  g_array_append_val(sorted->starts, n_bytes);
}

static void write_entries(const BirgeFieldBuilder *builder, const Key *keys,
                          BirgeIndexWriter *writer, BirgeField *field) {
  guint32 n = builder->records->len;
  const Record *records = (const Record *)(gpointer)builder->records->data;
  birge_index_writer_begin(writer, &field->entry_units);
  for (guint32 k = 0; k < n; k++)
    birge_index_writer_put(writer, &records[keys[k].record].entry.unit, sizeof(guint32));
  birge_index_writer_end(writer, &field->entry_units);
  birge_index_writer_begin(writer, &field->entry_variants);
  for (guint32 k = 0; k < n; k++)
    birge_index_writer_put(writer, &records[keys[k].record].entry.variant, sizeof(guint16));
  birge_index_writer_end(writer, &field->entry_variants);
  birge_index_writer_begin(writer, &field->entry_traits);
  for (guint32 k = 0; k < n; k++)
    birge_index_writer_put(writer, &records[keys[k].record].entry.traits, sizeof(guint8));
  birge_index_writer_end(writer, &field->entry_traits);
}

static void put_array(BirgeIndexWriter *writer, BirgeSection *section, const GArray *array) {
  birge_index_writer_put_section(writer, section, array->data,
                                 (gsize)array->len * g_array_get_element_size((GArray *)array));
}

static void clear_sorted(Sorted *sorted) {
  g_byte_array_unref(sorted->tokens);
  g_array_unref(sorted->starts);
  g_array_unref(sorted->lengths);
  g_array_unref(sorted->signatures);
  g_array_unref(sorted->entries);
  g_free(sorted->counts);
  g_free(sorted->texts);
}

static void write_texts(BirgeIndexWriter *writer, const Sorted *sorted, guint32 n_units,
                        BirgeField *field) {
  birge_index_writer_put_section(writer, &field->tokens, sorted->tokens->data, sorted->tokens->len);
  put_array(writer, &field->token_starts, sorted->starts);
  put_array(writer, &field->lengths, sorted->lengths);
  put_array(writer, &field->signatures, sorted->signatures);
  put_array(writer, &field->text_entries, sorted->entries);
  birge_index_writer_put_section(writer, &field->unit_texts, sorted->texts,
                                 (gsize)n_units * sizeof(guint32));
}

void birge_field_builder_write(BirgeFieldBuilder *builder, BirgeIndexWriter *writer,
                               guint32 n_units, guint64 seed, BirgeField *field) {
  g_strlcpy(field->tag, builder->tag, sizeof field->tag);
  write_words(builder, writer, seed, field);
  g_autofree Key *keys = sort_texts(builder);
  Sorted sorted = {g_byte_array_new(),
                   g_array_new(FALSE, FALSE, sizeof(guint32)),
                   g_array_new(FALSE, FALSE, sizeof(BirgeLength)),
                   g_array_new(FALSE, FALSE, sizeof(BirgeSignature)),
                   g_array_new(FALSE, FALSE, sizeof(guint32)),
                   g_new0(guint32, field->n_words + 1),
                   g_new(guint32, n_units + 1)};
  for (guint32 u = 0; u < n_units; u++)
    sorted.texts[u] = BIRGE_NO_TEXT;
  number_texts(builder, keys, &sorted);
  write_entries(builder, keys, writer, field);
  g_byte_array_set_size(builder->spool, 0);
  g_clear_pointer(&keys, g_free);
  field->n_texts = sorted.starts->len - 1;
  for (guint32 u = 0; u < n_units; u++)
    field->n_units += sorted.texts[u] != BIRGE_NO_TEXT ? 1 : 0;
  write_texts(writer, &sorted, n_units, field);
  const BirgeTexts texts = {sorted.tokens->data, (const guint32 *)(gpointer)sorted.starts->data,
                            field->n_texts, sorted.counts, field->n_words};
  birge_postings_write(&texts, writer, field);
  clear_sorted(&sorted);
}
