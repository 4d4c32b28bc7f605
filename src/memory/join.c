/* Joins the units of several files.
 *
 * Two units of different files are one when their source texts are equal, folded, or when they have
 * the same tuid and nearly all of their source's words in common (a quotation mark was mended in
 * one file); but only if the second brings a language that the first lacks: else both stand, as two
 * translations of one text do. Of several that would do, the one with the same tuid is taken, else
 * the first. */
#include "memory/private.h"

#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

/* Of units that would do, so many are looked at: a memory may hold one text a million times. */
#define MAX_ALIKE 64

/* The joined units that have a text, or a tuid. Those before open have a part from file. */
typedef struct {
  GArray *units; /* of guint32 */
  guint open;
  guint file;
} Chain;

BirgeJoined *birge_joined_new(const BirgeMemory *memory) {
  BirgeJoined *joined = g_new0(BirgeJoined, 1);
  joined->locales = memory->locales;
  joined->source = memory->source;
  joined->units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  joined->words = birge_vocabulary_new();
  joined->tokens = g_array_new(FALSE, FALSE, sizeof(guint32));
  joined->texts = g_array_new(FALSE, FALSE, sizeof(BirgeJoinedText));
  return joined;
}

void birge_joined_free(BirgeJoined *joined) {
  g_ptr_array_unref(joined->units);
  birge_vocabulary_free(joined->words);
  g_array_unref(joined->tokens);
  g_array_unref(joined->texts);
  g_free(joined);
}

/* Which tokens of a text are numbered. */
typedef enum { ALL_TOKENS, WITHOUT_MARKS } TokenChoice;

/* Appends the numbers of the tokens of a text in the source language to tokens. */
static void number_tokens(const BirgeJoined *joined, const BirgeVariant *variant,
                          TokenChoice choice, GArray *tokens) {
  g_autoptr(GString) folded = g_string_sized_new(variant->length + 1);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_fold(joined->source->folding, variant->text, variant->length, folded);
  birge_tokenize(folded->str, folded->len, found);
  for (guint i = 0; i < found->len; i++) {
    BirgeToken token = g_array_index(found, BirgeToken, i);
    if (choice == WITHOUT_MARKS && token.kind == BIRGE_TOKEN_MARK)
      continue;
    guint32 number =
        birge_vocabulary_add(joined->words, folded->str + token.start, token.end - token.start);
    g_array_append_val(tokens, number);
  }
}

struct _BirgeJoiner {
  BirgeJoined *joined;
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

BirgeJoiner *birge_joiner_new(BirgeJoined *joined) {
  BirgeJoiner *joiner = g_new0(BirgeJoiner, 1);
  joiner->joined = joined;
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

static const BirgeLocale *locale_of(const BirgeJoined *joined, const BirgeVariant *variant) {
  return birge_locales_find(joined->locales, variant->language, variant->text, variant->length);
}

static gboolean has_language(const BirgeJoined *joined, const BirgeUnit *unit,
                             const BirgeVariant *variant) {
  const BirgeLocale *locale = locale_of(joined, variant);
  for (guint i = 0; i < unit->variants->len; i++) {
    const BirgeVariant *other = unit->variants->pdata[i];
    if (locale ? locale_of(joined, other) == locale
               : g_ascii_strcasecmp(other->language, variant->language) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether unit has a variant in a language that other lacks. */
static gboolean brings_language(const BirgeJoined *joined, const BirgeUnit *unit,
                                const BirgeUnit *other) {
  for (guint i = 0; i < unit->variants->len; i++) {
    if (!has_language(joined, other, unit->variants->pdata[i]))
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
    const BirgeUnit *other = joiner->joined->units->pdata[number];
    if (has_part_from(joiner, number, joiner->file) ||
        !brings_language(joiner->joined, unit, other))
      continue;
    if (has_tuid(other, tuid))
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

static const BirgeVariant *find_source(const BirgeJoined *joined, const BirgeUnit *unit) {
  for (guint i = 0; i < unit->variants->len; i++) {
    if (locale_of(joined, unit->variants->pdata[i]) == joined->source)
      return unit->variants->pdata[i];
  }
  return NULL;
}

static GArray *number_words(const BirgeJoined *joined, const BirgeVariant *variant) {
  GArray *words = g_array_new(FALSE, FALSE, sizeof(guint32));
  number_tokens(joined, variant, WITHOUT_MARKS, words);
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
  const BirgeVariant *other = find_source(joiner->joined, joiner->joined->units->pdata[number]);
  if (!other)
    return BIRGE_NO_WORD;
  g_autoptr(GArray) words = number_words(joiner->joined, source);
  g_autoptr(GArray) others = number_words(joiner->joined, other);
  return share_most(words, others) ? number : BIRGE_NO_WORD;
}

static void add_to_chain(Chain *chain, guint32 unit) {
  if (chain->units->len == 0 || g_array_index(chain->units, guint32, chain->units->len - 1) != unit)
    g_array_append_val(chain->units, unit);
}

/* Makes the source text that is in scratch one of a joined unit's. */
static void add_text(BirgeJoiner *joiner, guint32 unit) {
  BirgeJoined *joined = joiner->joined;
  BirgeJoinedText text = {unit, joined->tokens->len, joiner->scratch->len};
  g_array_append_vals(joined->tokens, joiner->scratch->data, joiner->scratch->len);
  g_array_append_val(joined->texts, text);
}

static guint32 add_new(BirgeJoiner *joiner, const BirgeUnit *unit) {
  guint32 number = joiner->joined->units->len;
  g_ptr_array_add(joiner->joined->units, birge_unit_ref(unit));
  g_array_append_val(joiner->last_files, joiner->file);
  const char *tuid = birge_attributes_get(unit->attributes, "tuid");
  if (tuid)
    add_to_chain(get_chain(joiner->tuids, joiner->tuid_chains, tuid, strlen(tuid)), number);
  return number;
}

void birge_joiner_add(BirgeJoiner *joiner, const BirgeUnit *unit) {
  BirgeJoined *joined = joiner->joined;
  const BirgeVariant *source = joined->source ? find_source(joined, unit) : NULL;
  g_array_set_size(joiner->scratch, 0);
  if (source)
    number_tokens(joined, source, ALL_TOKENS, joiner->scratch);
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
    BirgeUnit *both = birge_unit_join(joined->units->pdata[number], unit);
    birge_unit_unref(joined->units->pdata[number]);
    joined->units->pdata[number] = both;
    g_array_index(joiner->last_files, guint, number) = joiner->file;
  }
  if (is_new_text) {
    add_text(joiner, number);
    add_to_chain(chain, number);
  }
}
