/* Joins the units of several files.
 *
 * Two units of different files are one when their source texts are equal, folded, or when they have
 * the same tuid and nearly all of their source's words in common (a quotation mark was mended in
 * one file); but only if the second brings a language that the first lacks: else both stand, as two
 * translations of one text do. Of several that would do, the one with the same tuid is taken, else
 * the first. */
#include "memory/private.h"

#include <string.h>

/* Of units that would do, so many are looked at: a memory may hold one text a million times. */
#define MAX_ALIKE 64

/* The joined units that have a text, or a tuid. Those before open have a part from file. */
typedef struct {
  GArray *units; /* of guint32 */
  guint open;
  guint file;
} Chain;

struct _BirgeJoiner {
  BirgeMemory *memory;
  guint file;             /* the number of the file that is being added, from 1 */
  BirgeVocabulary *texts; /* token sequences as bytes */
  BirgeVocabulary *tuids;
  GPtrArray *text_chains; /* of Chain*, by number in texts */
  GPtrArray *tuid_chains; /* of Chain*, by number in tuids */
  GArray *last_files;     /* of guint, by joined unit: the last file that it has a part from */
  GArray *scratch;        /* of guint32: the tokens of the unit that is being added */
};

static void free_chain(gpointer data) {
  Chain *chain = data;
  g_array_unref(chain->units);
  g_free(chain);
}

BirgeJoiner *birge_joiner_new(BirgeMemory *memory) {
  BirgeJoiner *joiner = g_new0(BirgeJoiner, 1);
  joiner->memory = memory;
  joiner->texts = birge_vocabulary_new();
  joiner->tuids = birge_vocabulary_new();
  joiner->text_chains = g_ptr_array_new_with_free_func(free_chain);
  joiner->tuid_chains = g_ptr_array_new_with_free_func(free_chain);
  joiner->last_files = g_array_new(FALSE, FALSE, sizeof(guint));
  joiner->scratch = g_array_new(FALSE, FALSE, sizeof(guint32));
  return joiner;
}

void birge_joiner_free(BirgeJoiner *joiner) {
  birge_vocabulary_free(joiner->texts);
  birge_vocabulary_free(joiner->tuids);
  g_ptr_array_unref(joiner->text_chains);
  g_ptr_array_unref(joiner->tuid_chains);
  g_array_unref(joiner->last_files);
  g_array_unref(joiner->scratch);
  g_free(joiner);
}

void birge_joiner_begin_file(BirgeJoiner *joiner) {
  joiner->file++;
}

static Chain *get_chain(BirgeVocabulary *keys, GPtrArray *chains, gconstpointer key, gsize length) {
  guint32 number = birge_vocabulary_add(keys, key, length);
  if (number == chains->len) {
    Chain *chain = g_new0(Chain, 1);
    chain->units = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_ptr_array_add(chains, chain);
  }
  return chains->pdata[number];
}

static gboolean has_part_from(const BirgeJoiner *joiner, guint32 unit, guint file) {
  return g_array_index(joiner->last_files, guint, unit) == file;
}

/* Passes over the units at the front of a chain that have a part from the file being added. */
static void open_chain(const BirgeJoiner *joiner, Chain *chain) {
  if (chain->file != joiner->file) {
    chain->file = joiner->file;
    chain->open = 0;
  }
  while (chain->open < chain->units->len &&
         has_part_from(joiner, g_array_index(chain->units, guint32, chain->open), joiner->file))
    chain->open++;
}

static const BirgeLocale *locale_of(const BirgeMemory *memory, const BirgeVariant *variant) {
  return birge_locales_find(memory->locales, variant->language, variant->text, variant->length);
}

static gboolean has_language(const BirgeMemory *memory, const BirgeUnit *unit,
                             const BirgeVariant *variant) {
  const BirgeLocale *locale = locale_of(memory, variant);
  for (guint i = 0; i < unit->variants->len; i++) {
    const BirgeVariant *other = unit->variants->pdata[i];
    if (locale ? locale_of(memory, other) == locale
               : g_ascii_strcasecmp(other->language, variant->language) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether unit has a variant in a language that other lacks. */
static gboolean brings_language(const BirgeMemory *memory, const BirgeUnit *unit,
                                const BirgeUnit *other) {
  for (guint i = 0; i < unit->variants->len; i++) {
    if (!has_language(memory, other, unit->variants->pdata[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean has_tuid(const BirgeUnit *unit, const char *tuid) {
  const char *own = birge_attributes_get(unit->attributes, "tuid");
  return own && tuid && g_str_equal(own, tuid);
}

/* Returns the joined unit of a chain that a unit belongs to, or BIRGE_NO_WORD. */
static guint32 find_in_chain(const BirgeJoiner *joiner, Chain *chain, const BirgeUnit *unit) {
  const char *tuid = birge_attributes_get(unit->attributes, "tuid");
  guint32 found = BIRGE_NO_WORD;
  open_chain(joiner, chain);
  guint end = MIN(chain->units->len, chain->open + MAX_ALIKE);
  for (guint i = chain->open; i < end; i++) {
    guint32 number = g_array_index(chain->units, guint32, i);
    const BirgeUnit *joined = joiner->memory->units->pdata[number];
    if (has_part_from(joiner, number, joiner->file) ||
        !brings_language(joiner->memory, unit, joined))
      continue;
    if (has_tuid(joined, tuid))
      return number;
    if (found == BIRGE_NO_WORD)
      found = number;
  }
  return found;
}

static int compare_words(const void *a, const void *b) {
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

/* Whether nine of ten words of the longer of two texts stand in the other. With fewer, one may be
 * the first sentence of the other's paragraph. Sorts both. */
static gboolean share_most(GArray *a, GArray *b) {
  g_array_sort(a, compare_words);
  g_array_sort(b, compare_words);
  guint n_shared = 0;
  for (guint i = 0, j = 0; i < a->len && j < b->len;) {
    guint32 x = g_array_index(a, guint32, i), y = g_array_index(b, guint32, j);
    n_shared += x == y ? 1 : 0;
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
  }
  return n_shared > 0 && n_shared * 10 >= MAX(a->len, b->len) * 9;
}

static const BirgeVariant *find_source(const BirgeMemory *memory, const BirgeUnit *unit) {
  for (guint i = 0; i < unit->variants->len; i++) {
    if (locale_of(memory, unit->variants->pdata[i]) == memory->source)
      return unit->variants->pdata[i];
  }
  return NULL;
}

static GArray *number_words(const BirgeMemory *memory, const BirgeVariant *variant) {
  GArray *words = g_array_new(FALSE, FALSE, sizeof(guint32));
  birge_memory_number_tokens(memory, variant->text, variant->length, BIRGE_TOKENS_WITHOUT_MARKS,
                             memory->words, words);
  return words;
}

/* Returns the joined unit that a unit belongs to by its tuid, or BIRGE_NO_WORD. */
static guint32 find_by_tuid(BirgeJoiner *joiner, const BirgeUnit *unit,
                            const BirgeVariant *source) {
  const char *tuid = birge_attributes_get(unit->attributes, "tuid");
  if (!tuid)
    return BIRGE_NO_WORD;
  Chain *chain = get_chain(joiner->tuids, joiner->tuid_chains, tuid, strlen(tuid));
  guint32 number = find_in_chain(joiner, chain, unit);
  if (number == BIRGE_NO_WORD)
    return BIRGE_NO_WORD;
  const BirgeVariant *other = find_source(joiner->memory, joiner->memory->units->pdata[number]);
  if (!other)
    return BIRGE_NO_WORD;
  g_autoptr(GArray) words = number_words(joiner->memory, source);
  g_autoptr(GArray) others = number_words(joiner->memory, other);
  return share_most(words, others) ? number : BIRGE_NO_WORD;
}

static void add_to_chain(Chain *chain, guint32 unit) {
  if (chain->units->len == 0 || g_array_index(chain->units, guint32, chain->units->len - 1) != unit)
    g_array_append_val(chain->units, unit);
}

/* Makes the source text that is in scratch one of a joined unit's. */
static void add_entry(BirgeJoiner *joiner, guint32 unit) {
  BirgeMemory *memory = joiner->memory;
  BirgeEntry entry = {unit, memory->tokens->len, joiner->scratch->len};
  g_array_append_vals(memory->tokens, joiner->scratch->data, joiner->scratch->len);
  g_array_append_val(memory->entries, entry);
}

static guint32 add_new(BirgeJoiner *joiner, const BirgeUnit *unit) {
  guint32 number = joiner->memory->units->len;
  g_ptr_array_add(joiner->memory->units, birge_unit_ref(unit));
  g_array_append_val(joiner->last_files, joiner->file);
  const char *tuid = birge_attributes_get(unit->attributes, "tuid");
  if (tuid)
    add_to_chain(get_chain(joiner->tuids, joiner->tuid_chains, tuid, strlen(tuid)), number);
  return number;
}

void birge_joiner_add(BirgeJoiner *joiner, const BirgeUnit *unit) {
  BirgeMemory *memory = joiner->memory;
  const BirgeVariant *source = memory->source ? find_source(memory, unit) : NULL;
  g_array_set_size(joiner->scratch, 0);
  if (source)
    birge_memory_number_tokens(memory, source->text, source->length, BIRGE_TOKENS_ALL,
                               memory->words, joiner->scratch);
  if (joiner->scratch->len == 0) {
    add_new(joiner, unit);
    return;
  }
  Chain *chain = get_chain(joiner->texts, joiner->text_chains, joiner->scratch->data,
                           joiner->scratch->len * sizeof(guint32));
  guint32 number = find_in_chain(joiner, chain, unit);
  gboolean is_new_text = number == BIRGE_NO_WORD;
  if (is_new_text)
    number = find_by_tuid(joiner, unit, source);
  if (number == BIRGE_NO_WORD) {
    number = add_new(joiner, unit);
  } else {
    BirgeUnit *joined = birge_unit_join(memory->units->pdata[number], unit);
    birge_unit_unref(memory->units->pdata[number]);
    memory->units->pdata[number] = joined;
    g_array_index(joiner->last_files, guint, number) = joiner->file;
  }
  if (is_new_text) {
    add_entry(joiner, number);
    add_to_chain(chain, number);
  }
}
