/* Finds n-grams that recur, by the rule that one recurs only if its beginning does. */
#include "terms/private.h"
#include "text/fold.h"
#include "text/habits.h"
#include "text/tokens.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A candidate that stands so often inside one longer candidate, of all the times that it occurs, is
 * a part of that and no term. Set by judgement. */
#define MAX_CONTAINED 0.8

/* A word of a text. */
typedef struct {
  guint32 word;
  gsize start; /* byte range in the text as it is stored */
  gsize end;
  gboolean is_edge;  /* can begin and end a term */
  gboolean is_glued; /* nothing but a space or a hyphen parts it from the one before */
  guint32 gram;      /* the gram that is being made longer and begins here, or BIRGE_NO_WORD */
} Word;

typedef struct {
  BirgeGrams *grams;
  const BirgeTermOptions *options;
  BirgeVocabulary *vocabulary; /* of stems */
  GHashTable *stops;           /* of char*, folded */
  GArray *words;               /* of Word, of all texts */
  gsize *starts;               /* of each text in words; n_units + 1 */
} Search;

static const BirgeVariant *find_variant(const BirgeUnit *unit, const BirgeLocales *locales,
                                        const BirgeLocale *locale) {
  for (guint i = 0; i < unit->variants->len; i++) {
    const BirgeVariant *variant = unit->variants->pdata[i];
    if (birge_locales_find(locales, variant->language, variant->text, variant->length) == locale)
      return variant;
  }
  return NULL;
}

/* Words that say a number name nothing, as those that the locale lists. */
static GHashTable *make_stops(const BirgeLocale *locale) {
  GHashTable *stops = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (char **word = locale->stop_words; *word; word++)
    g_hash_table_add(stops, g_strdup(*word));
  for (guint i = 0; i < locale->habits->numbers->len; i++)
    g_hash_table_add(stops,
                     g_strdup(g_array_index(locale->habits->numbers, BirgeNamedNumber, i).word));
  return stops;
}

/* Whether a folded word can begin and end a term: it is no stop word, not with a prefix either, and
 * more than a letter. */
static gboolean is_edge(const Search *search, const char *folded, gsize length) {
  g_autofree char *word = g_strndup(folded, length);
  if (g_utf8_strlen(word, -1) < 2 || g_hash_table_contains(search->stops, word))
    return FALSE;
  for (char **prefix = search->grams->locale->stemming->prefixes; *prefix; prefix++) {
    if (g_str_has_prefix(word, *prefix) &&
        g_hash_table_contains(search->stops, word + strlen(*prefix)))
      return FALSE;
  }
  return TRUE;
}

/* Whether the bytes between two words keep them together. */
static gboolean is_glue(const char *text, gsize start, gsize end) {
  return end - start == 1 && (text[start] == ' ' || text[start] == '-');
}

static void add_words(Search *search, const BirgeVariant *variant, GArray *tokens) {
  const BirgeLocale *locale = search->grams->locale;
  gsize first = search->words->len;
  g_autoptr(BirgeFolded) folded = birge_folded_new(locale->folding, variant->text, variant->length);
  g_array_set_size(tokens, 0);
  birge_tokenize(folded->folded->str, folded->folded->len, tokens);
  for (guint i = 0; i < tokens->len; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    if (token.kind == BIRGE_TOKEN_MARK)
      continue;
    const char *text = folded->folded->str;
    Word word = {.start = g_array_index(folded->starts, gsize, token.start),
                 .end = g_array_index(folded->starts, gsize, token.end),
                 .gram = BIRGE_NO_WORD};
    word.is_edge = is_edge(search, text + token.start, token.end - token.start);
    if (search->words->len > first) {
      gsize before = g_array_index(search->words, Word, search->words->len - 1).end;
      word.is_glued = is_glue(variant->text, before, word.start);
    }
    birge_stem(locale->stemming, text, &token.start, &token.end);
    word.word =
        birge_vocabulary_add(search->vocabulary, text + token.start, token.end - token.start);
    /* A number may go on a term ("COVID-19"), not begin one. */
    word.gram = word.is_edge && token.kind == BIRGE_TOKEN_WORD ? 0 : BIRGE_NO_WORD;
    g_array_append_val(search->words, word);
  }
}

static void read_words(Search *search, const GPtrArray *units, const BirgeLocales *locales) {
  BirgeGrams *grams = search->grams;
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  for (guint u = 0; u < grams->n_units; u++) {
    search->starts[u] = search->words->len;
    grams->texts[u] = find_variant(units->pdata[u], locales, grams->locale);
    if (grams->texts[u])
      add_words(search, grams->texts[u], tokens);
  }
  search->starts[grams->n_units] = search->words->len;
}

/* Returns the number of a gram, a new one if it was not there. */
static guint32 count_gram(BirgeGrams *grams, guint32 prefix, guint32 word, guint n_words) {
  gint64 key = (gint64)(((guint64)prefix << 32) | word);
  gpointer found = g_hash_table_lookup(grams->by_words, &key);
  if (found) {
    guint32 gram = GPOINTER_TO_UINT(found) - 1;
    g_array_index(grams->grams, BirgeGram, gram).count++;
    return gram;
  }
  const BirgeGram gram = {prefix, word, 1, n_words, FALSE};
  g_array_append_val(grams->grams, gram);
  g_hash_table_insert(grams->by_words, g_memdup2(&key, sizeof key),
                      GUINT_TO_POINTER(grams->grams->len));
  return grams->grams->len - 1;
}

/* Makes the grams that recur a word longer. */
static void count_longer(Search *search, guint n_words) {
  for (guint u = 0; u < search->grams->n_units; u++) {
    for (gsize i = search->starts[u]; i < search->starts[u + 1]; i++) {
      Word *first = &g_array_index(search->words, Word, i);
      if (first->gram == BIRGE_NO_WORD)
        continue;
      const Word *last = first + n_words - 1;
      gboolean goes_on = i + n_words <= search->starts[u + 1] && (n_words == 1 || last->is_glued);
      guint32 prefix = n_words == 1 ? BIRGE_NO_WORD : first->gram;
      first->gram =
          goes_on ? count_gram(search->grams, prefix, last->word, n_words) : BIRGE_NO_WORD;
    }
  }
}

/* Drops the grams that do not recur, and notes where the candidates stand. */
static void keep_recurring(Search *search, guint n_words) {
  for (guint u = 0; u < search->grams->n_units; u++) {
    for (gsize i = search->starts[u]; i < search->starts[u + 1]; i++) {
      Word *first = &g_array_index(search->words, Word, i);
      if (first->gram == BIRGE_NO_WORD)
        continue;
      BirgeGram *gram = &g_array_index(search->grams->grams, BirgeGram, first->gram);
      const Word *last = first + n_words - 1;
      if (gram->count < search->options->min_count) {
        first->gram = BIRGE_NO_WORD;
      } else if (last->is_edge) {
        const BirgeOccurrence occurrence = {first->gram, u, first->start, last->end};
        g_array_append_val(search->grams->occurrences, occurrence);
        gram->is_candidate = TRUE;
      }
    }
  }
}

/* Returns the number of the gram of some words, or BIRGE_NO_WORD. */
static guint32 find_gram(const BirgeGrams *grams, const guint32 *words, guint n) {
  guint32 gram = BIRGE_NO_WORD;
  for (guint i = 0; i < n; i++) {
    gint64 key = (gint64)(((guint64)gram << 32) | words[i]);
    gpointer found = g_hash_table_lookup(grams->by_words, &key);
    if (!found)
      return BIRGE_NO_WORD;
    gram = GPOINTER_TO_UINT(found) - 1;
  }
  return gram;
}

typedef void (*InnerFunc)(BirgeGram *inner, const BirgeGram *outer, gpointer data);

/* Calls on_inner for each candidate that stands in a longer one. */
static void nest(const BirgeGrams *grams, InnerFunc on_inner, gpointer data) {
  BirgeGram *all = (BirgeGram *)(gpointer)grams->grams->data;
  for (guint32 outer = 0; outer < grams->grams->len; outer++) {
    guint32 words[BIRGE_MAX_TERM_WORDS], gram = outer;
    guint n = all[outer].n_words;
    for (guint i = n; i-- > 0; gram = all[gram].prefix)
      words[i] = all[gram].word;
    for (guint first = 0; first < n && all[outer].is_candidate; first++) {
      for (guint length = 1; first + length <= n && length < n; length++) {
        guint32 inner = find_gram(grams, words + first, length);
        if (inner != BIRGE_NO_WORD && all[inner].is_candidate)
          on_inner(&all[inner], &all[outer], data);
      }
    }
  }
}

/* Longer candidates come later, so none that is asked here has been dropped before. */
static void drop_contained(BirgeGram *inner, const BirgeGram *outer, gpointer data G_GNUC_UNUSED) {
  if (outer->count >= MAX_CONTAINED * inner->count)
    inner->is_candidate = FALSE;
}

/* Drops candidates that are hardly ever more than a part of one and the same longer one. */
static void drop_parts(BirgeGrams *grams) {
  nest(grams, drop_contained, NULL);
  guint n = 0;
  for (guint i = 0; i < grams->occurrences->len; i++) {
    BirgeOccurrence place = g_array_index(grams->occurrences, BirgeOccurrence, i);
    if (g_array_index(grams->grams, BirgeGram, place.gram).is_candidate)
      g_array_index(grams->occurrences, BirgeOccurrence, n++) = place;
  }
  g_array_set_size(grams->occurrences, n);
}

static int compare_occurrences(const void *a, const void *b) {
  const BirgeOccurrence *x = a, *y = b;
  if (x->gram != y->gram)
    return x->gram < y->gram ? -1 : 1;
  if (x->unit != y->unit)
    return x->unit < y->unit ? -1 : 1;
  return (x->start > y->start) - (x->start < y->start);
}

static void sort_occurrences(BirgeGrams *grams) {
  g_array_sort(grams->occurrences, compare_occurrences);
  grams->starts = g_new(guint32, grams->grams->len + 1);
  guint32 next = 0;
  for (guint32 gram = 0; gram <= grams->grams->len; gram++) {
    while (next < grams->occurrences->len &&
           g_array_index(grams->occurrences, BirgeOccurrence, next).gram < gram)
      next++;
    grams->starts[gram] = next;
  }
}

BirgeGrams *birge_grams_find(const GPtrArray *units, const BirgeLocales *locales,
                             const BirgeLocale *locale, const BirgeTermOptions *options) {
  BirgeGrams *grams = g_new0(BirgeGrams, 1);
  grams->locale = locale;
  grams->n_units = MIN(units->len, BIRGE_MAX_TERM_UNITS);
  grams->texts = g_new0(const BirgeVariant *, grams->n_units + 1);
  grams->grams = g_array_new(FALSE, FALSE, sizeof(BirgeGram));
  grams->by_words = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  grams->occurrences = g_array_new(FALSE, FALSE, sizeof(BirgeOccurrence));
  g_autoptr(BirgeVocabulary) vocabulary = birge_vocabulary_new();
  g_autoptr(GHashTable) stops = make_stops(locale);
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  g_autofree gsize *starts = g_new0(gsize, grams->n_units + 1);
  Search search = {grams, options, vocabulary, stops, words, starts};
  read_words(&search, units, locales);
  for (guint n_words = 1; n_words <= options->max_words; n_words++) {
    count_longer(&search, n_words);
    keep_recurring(&search, n_words);
  }
  drop_parts(grams);
  sort_occurrences(grams);
  return grams;
}

void birge_grams_free(BirgeGrams *grams) {
  g_free(grams->texts);
  g_array_unref(grams->grams);
  g_hash_table_unref(grams->by_words);
  g_array_unref(grams->occurrences);
  g_free(grams->starts);
  g_free(grams);
}

char *birge_grams_form(const BirgeGrams *grams, guint32 gram) {
  g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  guint most = 0;
  g_autofree char *best = NULL;
  for (guint32 i = grams->starts[gram]; i < grams->starts[gram + 1]; i++) {
    const BirgeOccurrence *place = &g_array_index(grams->occurrences, BirgeOccurrence, i);
    char *form =
        g_strndup(grams->texts[place->unit]->text + place->start, place->end - place->start);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, form)) + 1;
    if (count > most) {
      most = count;
      g_free(best);
      best = g_strdup(form);
    }
    g_hash_table_replace(counts, form, GUINT_TO_POINTER(count));
  }
  return g_steal_pointer(&best);
}

/* The longer candidates that a gram stands in. */
typedef struct {
  guint32 n;
  guint32 count; /* of all together */
} Nesting;

typedef struct {
  const BirgeGram *grams;
  Nesting *nestings; /* by gram */
} Nestings;

static void count_nesting(BirgeGram *inner, const BirgeGram *outer, gpointer data) {
  const Nestings *counted = data;
  Nesting *nesting = &counted->nestings[inner - counted->grams];
  nesting->n++;
  nesting->count += outer->count;
}

double *birge_grams_c_values(const BirgeGrams *grams) {
  const BirgeGram *all = (const BirgeGram *)(gpointer)grams->grams->data;
  g_autofree Nesting *nestings = g_new0(Nesting, grams->grams->len + 1);
  double *values = g_new0(double, grams->grams->len + 1);
  nest(grams, count_nesting, &(Nestings){all, nestings});
  for (guint32 gram = 0; gram < grams->grams->len; gram++) {
    double nested = nestings[gram].n > 0 ? (double)nestings[gram].count / nestings[gram].n : 0;
    if (all[gram].is_candidate)
      values[gram] = log2(all[gram].n_words + 1.0) * (all[gram].count - nested);
  }
  return values;
}
