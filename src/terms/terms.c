/* Makes entries of grams and their links. */
#include "terms/private.h"

#include <stdlib.h>
#include <string.h>

static void free_entry(gpointer data) {
  BirgeTermEntry *entry = data;
  for (guint i = 0; i < BIRGE_MAX_LANGUAGES; i++) {
    g_free(entry->counterparts[i].text);
    g_free(entry->counterparts[i].source_example);
    g_free(entry->counterparts[i].target_example);
  }
  g_free(entry->text);
  g_free(entry);
}

/* Returns the shortest unit that two grams stand in. */
static guint32 find_example(const BirgeGrams *source, const BirgeGrams *target,
                            const BirgeLink *link) {
  guint32 best = BIRGE_NO_WORD, k = target->starts[link->target];
  for (guint32 i = source->starts[link->source]; i < source->starts[link->source + 1]; i++) {
    guint32 unit = g_array_index(source->occurrences, BirgeOccurrence, i).unit;
    while (k < target->starts[link->target + 1] &&
           g_array_index(target->occurrences, BirgeOccurrence, k).unit < unit)
      k++;
    gboolean has_both = k < target->starts[link->target + 1] &&
                        g_array_index(target->occurrences, BirgeOccurrence, k).unit == unit;
    if (has_both &&
        (best == BIRGE_NO_WORD || source->texts[unit]->length < source->texts[best]->length))
      best = unit;
  }
  return best;
}

static void fill_counterpart(BirgeCounterpart *counterpart, const BirgeGrams *source,
                             const BirgeGrams *target, const BirgeLink *link) {
  guint32 unit = find_example(source, target, link);
  counterpart->text = birge_grams_form(target, link->target);
  counterpart->count = g_array_index(target->grams, BirgeGram, link->target).count;
  counterpart->n_together = link->n_together;
  counterpart->association = link->association;
  counterpart->source_example = g_strndup(source->texts[unit]->text, source->texts[unit]->length);
  counterpart->target_example = g_strndup(target->texts[unit]->text, target->texts[unit]->length);
}

/* Returns the entry of a gram, a new one if it has none yet. */
static BirgeTermEntry *open_entry(const BirgeGrams *source, guint32 gram, const double *c_values,
                                  BirgeTermEntry **by_gram) {
  if (by_gram[gram])
    return by_gram[gram];
  BirgeTermEntry *entry = by_gram[gram] = g_new0(BirgeTermEntry, 1);
  entry->text = birge_grams_form(source, gram);
  entry->count = g_array_index(source->grams, BirgeGram, gram).count;
  entry->n_words = g_array_index(source->grams, BirgeGram, gram).n_words;
  entry->c_value = c_values[gram];
  return entry;
}

static int compare_entries(const void *a, const void *b) {
  const BirgeTermEntry *x = *(BirgeTermEntry *const *)a, *y = *(BirgeTermEntry *const *)b;
  if (x->c_value != y->c_value)
    return x->c_value > y->c_value ? -1 : 1;
  return strcmp(x->text, y->text);
}

GPtrArray *birge_terms_extract(const GPtrArray *units, const BirgeLocales *locales,
                               const BirgeTermOptions *options) {
  g_autoptr(BirgeGrams) source = birge_grams_find(
      units, locales, birge_locales_find(locales, options->source, NULL, 0), options);
  g_autofree double *c_values = birge_grams_c_values(source);
  g_autofree BirgeTermEntry **by_gram = g_new0(BirgeTermEntry *, source->grams->len + 1);
  for (guint t = 0; t < options->n_targets; t++) {
    g_autoptr(BirgeGrams) target = birge_grams_find(
        units, locales, birge_locales_find(locales, options->targets[t], NULL, 0), options);
    g_autoptr(GArray) links = birge_grams_link(source, target);
    for (guint i = 0; i < links->len; i++) {
      const BirgeLink *link = &g_array_index(links, BirgeLink, i);
      if (g_array_index(source->grams, BirgeGram, link->source).n_words < options->min_words)
        continue;
      BirgeTermEntry *entry = open_entry(source, link->source, c_values, by_gram);
      entry->counterparts[t].tag = options->targets[t];
      fill_counterpart(&entry->counterparts[t], source, target, link);
    }
  }
  GPtrArray *entries = g_ptr_array_new_with_free_func(free_entry);
  for (guint32 gram = 0; gram < source->grams->len; gram++) {
    if (by_gram[gram])
      g_ptr_array_add(entries, by_gram[gram]);
  }
  g_ptr_array_sort(entries, compare_entries);
  return entries;
}
