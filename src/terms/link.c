/* Links grams of two languages that stand in the same units. */
#include "terms/private.h"

#include <math.h>

/* Below this, of chi-square with one degree of freedom, one pair in a thousand is chance. */
#define MIN_ASSOCIATION 10.83
/* Of the units that have one of the two, so many have both, by Dice's coefficient. Set by
 * judgement on the first third of a memory of public health, see docs/evaluation.md. */
#define MIN_DICE 0.3
/* A gram's likeliest counterparts, from which one is chosen. */
#define MAX_LINKS 8

/* The candidates that stand in each unit. */
typedef struct {
  guint32 *grams;
  guint32 *starts;  /* of each unit in grams; n_units + 1 */
  guint32 *n_units; /* by gram: in how many it stands */
} Incidence;

typedef void (*PlaceFunc)(guint32 gram, guint32 unit, gpointer data);

/* Calls on_place for each unit that a candidate stands in, once, gram by gram, of those units that
 * the other language has too. */
static void walk(const BirgeGrams *grams, const BirgeGrams *other, PlaceFunc on_place,
                 gpointer data) {
  for (guint i = 0; i < grams->occurrences->len; i++) {
    const BirgeOccurrence *here = &g_array_index(grams->occurrences, BirgeOccurrence, i);
    gboolean is_again = i > 0 && here[-1].gram == here->gram && here[-1].unit == here->unit;
    if (!is_again && other->texts[here->unit])
      on_place(here->gram, here->unit, data);
  }
}

static void count_place(guint32 gram, guint32 unit, gpointer data) {
  Incidence *incidence = data;
  incidence->n_units[gram]++;
  incidence->starts[unit]++;
}

static void put_place(guint32 gram, guint32 unit, gpointer data) {
  Incidence *incidence = data;
  incidence->grams[--incidence->starts[unit]] = gram;
}

static void fill_incidence(Incidence *incidence, const BirgeGrams *grams, const BirgeGrams *other) {
  incidence->n_units = g_new0(guint32, grams->grams->len + 1);
  incidence->starts = g_new0(guint32, grams->n_units + 1);
  walk(grams, other, count_place, incidence);
  guint32 n = 0;
  for (guint u = 0; u <= grams->n_units; u++) {
    n += incidence->starts[u];
    incidence->starts[u] = n;
  }
  incidence->grams = g_new(guint32, n + 1);
  walk(grams, other, put_place, incidence);
}

static void clear_incidence(Incidence *incidence) {
  g_free(incidence->grams);
  g_free(incidence->starts);
  g_free(incidence->n_units);
}

static double entropy_term(double n, double expected) {
  return n > 0 ? n * log(n / expected) : 0;
}

/* The log-likelihood ratio of two grams, of which a and b units have one each, both have both, and
 * n are all; 0 if they shun each other. */
static double associate(double both, double a, double b, double n) {
  if (both * n <= a * b)
    return 0;
  return 2 * (entropy_term(both, a * b / n) + entropy_term(a - both, a * (n - b) / n) +
              entropy_term(b - both, (n - a) * b / n) +
              entropy_term(n - a - b + both, (n - a) * (n - b) / n));
}

typedef struct {
  const BirgeGrams *source;
  const BirgeGrams *target;
  Incidence sources; /* units in which each source gram stands */
  Incidence targets;
  guint32 n_units;     /* that have both languages */
  guint32 *n_together; /* scratch, by target gram; all 0 between two grams */
  GArray *touched;     /* scratch: of guint32, target grams whose n_together is not 0 */
  GArray *links;       /* of BirgeLink */
} Linking;

static guint32 n_words_of(const BirgeGrams *grams, guint32 gram) {
  return g_array_index(grams->grams, BirgeGram, gram).n_words;
}

/* The strongest first; of equal ones the longer, then by number. */
static gint compare_links(gconstpointer a, gconstpointer b, gpointer data) {
  const BirgeLink *x = a, *y = b;
  const Linking *linking = data;
  if (x->association != y->association)
    return x->association > y->association ? -1 : 1;
  guint32 n_x = n_words_of(linking->source, x->source) + n_words_of(linking->target, x->target);
  guint32 n_y = n_words_of(linking->source, y->source) + n_words_of(linking->target, y->target);
  if (n_x != n_y)
    return n_x > n_y ? -1 : 1;
  if (x->source != y->source)
    return x->source < y->source ? -1 : 1;
  return (x->target > y->target) - (x->target < y->target);
}

static void count_together(Linking *linking, guint32 unit) {
  const Incidence *targets = &linking->targets;
  for (guint32 i = targets->starts[unit]; i < targets->starts[unit + 1]; i++) {
    guint32 target = targets->grams[i];
    if (linking->n_together[target]++ == 0)
      g_array_append_val(linking->touched, target);
  }
}

/* Adds the strongest links of a source gram. */
static void link_gram(Linking *linking, guint32 source) {
  g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(BirgeLink));
  double a = linking->sources.n_units[source];
  for (guint i = 0; i < linking->touched->len; i++) {
    guint32 target = g_array_index(linking->touched, guint32, i);
    double b = linking->targets.n_units[target], both = linking->n_together[target];
    linking->n_together[target] = 0;
    if (2 * both < MIN_DICE * (a + b))
      continue;
    const BirgeLink link = {source, target, (guint32)both, associate(both, a, b, linking->n_units)};
    if (link.association >= MIN_ASSOCIATION)
      g_array_append_val(links, link);
  }
  g_array_set_size(linking->touched, 0);
  g_array_sort_with_data(links, compare_links, linking);
  g_array_append_vals(linking->links, links->data, MIN(links->len, MAX_LINKS));
}

static void link_all(Linking *linking) {
  const GArray *occurrences = linking->source->occurrences;
  for (guint i = 0; i < occurrences->len; i++) {
    const BirgeOccurrence *here = &g_array_index(occurrences, BirgeOccurrence, i);
    if (i == 0 || here[-1].gram != here->gram || here[-1].unit != here->unit)
      count_together(linking, here->unit);
    if (i + 1 == occurrences->len || here[1].gram != here->gram)
      link_gram(linking, here->gram);
  }
}

/* Keeps, the strongest first, the links whose grams are in none that was kept before. */
static void choose_links(Linking *linking) {
  g_array_sort_with_data(linking->links, compare_links, linking);
  g_autofree gboolean *has_source = g_new0(gboolean, linking->source->grams->len + 1);
  g_autofree gboolean *has_target = g_new0(gboolean, linking->target->grams->len + 1);
  guint n = 0;
  for (guint i = 0; i < linking->links->len; i++) {
    BirgeLink link = g_array_index(linking->links, BirgeLink, i);
    if (has_source[link.source] || has_target[link.target])
      continue;
    has_source[link.source] = has_target[link.target] = TRUE;
    g_array_index(linking->links, BirgeLink, n++) = link;
  }
  g_array_set_size(linking->links, n);
}

GArray *birge_grams_link(const BirgeGrams *source, const BirgeGrams *target) {
  Linking linking = {.source = source, .target = target};
  fill_incidence(&linking.sources, source, target);
  fill_incidence(&linking.targets, target, source);
  for (guint u = 0; u < source->n_units; u++)
    linking.n_units += source->texts[u] && target->texts[u];
  linking.n_together = g_new0(guint32, target->grams->len + 1);
  linking.touched = g_array_new(FALSE, FALSE, sizeof(guint32));
  linking.links = g_array_new(FALSE, FALSE, sizeof(BirgeLink));
  link_all(&linking);
  choose_links(&linking);
  clear_incidence(&linking.sources);
  clear_incidence(&linking.targets);
  g_free(linking.n_together);
  g_array_unref(linking.touched);
  return linking.links;
}
