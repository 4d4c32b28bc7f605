/* Chooses what to scan so that no match is missed.
 *
 * k edits break at most k of the disjoint pieces of a query (words, or pairs of adjacent words): a
 * replaced or deleted word breaks the piece it is in, an inserted one the pair that it comes
 * between. So of k + 1 pieces one stands unbroken in every text that is at most k edits away, at
 * most k words from its place. That is the pigeonhole of R. Baeza-Yates and C. Perleberg, Fast and
 * practical approximate string matching (1992), over words. Words alone stand out against
 * insertions: of a text that is longer by i words, at least i of the k edits are insertions, so
 * that k - i + 1 words are enough. Of all choices the one with the fewest postings is taken, for
 * each length of text anew, as k grows with it. */
#include "memory/search.h"

#include <string.h>

/* Longer queries are planned by taking pairs as they come. */
#define MAX_PLANNED 96
/* What a piece costs besides its postings, in postings: finding it in memory. */
#define PIECE_COST 24
#define NOT_POSSIBLE (G_MAXUINT64 / 2)

BirgePlan *birge_plan_new(void) {
  BirgePlan *plan = g_new0(BirgePlan, 1);
  plan->pieces = g_array_new(FALSE, FALSE, sizeof(BirgePiece));
  plan->bands = g_array_new(FALSE, FALSE, sizeof(BirgeBand));
  plan->costs = g_array_new(FALSE, FALSE, sizeof(guint64));
  plan->choices = g_array_new(FALSE, FALSE, sizeof(guint8));
  plan->order = g_array_new(FALSE, FALSE, sizeof(BirgePiece));
  return plan;
}

void birge_plan_free(BirgePlan *plan) {
  g_free(plan->words);
  g_free(plan->pairs);
  g_free(plan->searches);
  g_array_unref(plan->pieces);
  g_array_unref(plan->bands);
  g_array_unref(plan->costs);
  g_array_unref(plan->choices);
  g_array_unref(plan->order);
  g_free(plan);
}

/* Finds the pair of two words among those that begin with the first. Returns the end of the range
 * if it is not there. */
static guint32 find_pair(const BirgeIndex *index, const BirgeField *field, guint32 low,
                         guint32 high, guint32 second) {
  guint32 end = high;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    guint32 word = birge_index_number(index, &field->pair_words, middle);
    if (word == second)
      return middle;
    if (word < second)
      low = middle + 1;
    else
      high = middle;
  }
  return end;
}

static void set_piece(BirgePiece *piece, const BirgeIndex *index, const BirgeField *field,
                      guint32 first_pair, guint32 end_pair) {
  piece->start = piece->end = 0;
  if (first_pair >= end_pair)
    return;
  piece->start = birge_index_number(index, &field->pair_postings, first_pair);
  piece->end = birge_index_number(index, &field->pair_postings, end_pair);
  if (piece->start > piece->end)
    piece->end = piece->start;
}

void birge_pieces_find(const BirgeIndex *index, const BirgeField *field, const guint32 *words,
                       guint n, BirgePiece *pairs) {
  pairs[0] = pairs[1] = (BirgePiece){0, 0, 0, TRUE};
  if (words[0] == BIRGE_NO_WORD)
    return;
  guint32 first = birge_index_number(index, &field->word_pairs, words[0]);
  guint32 end = birge_index_number(index, &field->word_pairs, (guint64)words[0] + 1);
  for (guint i = 0; i < n; i++) {
    guint32 second = i == 0 ? field->n_words : words[1];
    guint32 pair = second == BIRGE_NO_WORD ? end : find_pair(index, field, first, end, second);
    if (pair < end)
      set_piece(&pairs[i], index, field, pair, pair + 1);
  }
}

/* Asks for a number to be in the cache when it is read. */
static void prefetch_number(const BirgeIndex *index, const BirgeSection *section, guint64 i) {
  __builtin_prefetch(index->bytes + section->offset + i * sizeof(guint32));
}

static void prefetch_middle(const BirgePairSearch *search, const BirgeIndex *index,
                            const BirgeField *field) {
  prefetch_number(index, &field->pair_words, search->low + (search->high - search->low) / 2);
}

/* Begins the searches for the second words of all pairs. What is read is asked for long before,
 * here and below: else most of the time of a query would be spent waiting for memory. */
static void begin_searches(BirgePlan *plan, const BirgeIndex *index, const BirgeField *field,
                           const guint32 *words) {
  guint n = plan->n;
  for (guint i = 0; i < n; i++) {
    if (words[i] != BIRGE_NO_WORD)
      prefetch_number(index, &field->word_pairs, words[i]);
  }
  for (guint i = 0; i < n; i++) {
    BirgePairSearch *search = &plan->searches[i];
    *search = (BirgePairSearch){0};
    if (words[i] == BIRGE_NO_WORD)
      continue;
    search->low = birge_index_number(index, &field->word_pairs, words[i]);
    search->end = search->high =
        birge_index_number(index, &field->word_pairs, (guint64)words[i] + 1);
    search->second = i + 1 < n ? words[i + 1] : field->n_words;
    prefetch_number(index, &field->pair_postings, search->low);
    prefetch_number(index, &field->pair_postings, search->high);
    prefetch_middle(search, index, field);
  }
}

/* Halves each search that is not at its end. Returns whether there are any left. */
static gboolean halve_searches(BirgePairSearch *searches, guint n, const BirgeIndex *index,
                               const BirgeField *field) {
  gboolean goes_on = FALSE;
  for (guint i = 0; i < n; i++) {
    BirgePairSearch *search = &searches[i];
    if (search->low >= search->high)
      continue;
    guint32 middle = search->low + (search->high - search->low) / 2;
    if (birge_index_number(index, &field->pair_words, middle) < search->second)
      search->low = middle + 1;
    else
      search->high = middle;
    goes_on = TRUE;
    if (search->low < search->high)
      prefetch_middle(search, index, field);
    else
      prefetch_number(index, &field->pair_postings, search->low);
  }
  return goes_on;
}

/* Makes pieces of the words, which begin the searches, and of the pairs, which end them. */
static void find_pieces(BirgePlan *plan, const BirgeIndex *index, const BirgeField *field) {
  for (guint i = 0; i < plan->n; i++) {
    BirgePairSearch *search = &plan->searches[i];
    set_piece(&plan->words[i], index, field, search->low, search->end);
    if (search->second == BIRGE_NO_WORD)
      search->high = search->low;
  }
  while (halve_searches(plan->searches, plan->n, index, field))
    ;
  for (guint i = 0; i < plan->n; i++) {
    const BirgePairSearch *search = &plan->searches[i];
    if (search->low < search->end && search->second != BIRGE_NO_WORD &&
        birge_index_number(index, &field->pair_words, search->low) == search->second)
      set_piece(&plan->pairs[i], index, field, search->low, search->low + 1);
  }
}

void birge_plan_find_pieces(BirgePlan *plan, const BirgeIndex *index, const BirgeField *field,
                            const guint32 *words, guint n) {
  if (n > plan->room) {
    plan->room = n;
    plan->words = g_renew(BirgePiece, plan->words, n);
    plan->pairs = g_renew(BirgePiece, plan->pairs, n);
    plan->searches = g_renew(BirgePairSearch, plan->searches, n);
  }
  plan->n = n;
  for (guint i = 0; i < n; i++) {
    plan->words[i] = (BirgePiece){0, 0, i, FALSE};
    plan->pairs[i] = (BirgePiece){0, 0, i, TRUE};
  }
  begin_searches(plan, index, field, words);
  find_pieces(plan, index, field);
}

static guint64 cost_of(const BirgePiece *piece) {
  return piece->start == piece->end ? 0 : (guint64)(piece->end - piece->start) + PIECE_COST;
}

/* By dynamic programming over positions: what the cheapest c disjoint pieces cost, for each c below
 * width. Row p is of what can be had of the positions before p; the end is position n. */
static void find_costs(BirgePlan *plan, guint width) {
  guint n = plan->n;
  g_array_set_size(plan->costs, (n + 2) * width);
  g_array_set_size(plan->choices, (n + 2) * width);
  guint64 *costs = (guint64 *)(gpointer)plan->costs->data;
  guint8 *choices = (guint8 *)plan->choices->data;
  for (guint c = 0; c < width; c++)
    costs[c] = c == 0 ? 0 : NOT_POSSIBLE;
  for (guint p = 1; p <= n + 1; p++) {
    const guint64 *before = costs + (p - 1) * width, *before_pair = p > 1 ? before - width : before;
    guint64 word = p <= n ? cost_of(&plan->words[p - 1]) : NOT_POSSIBLE;
    guint64 pair = p > 1 ? cost_of(&plan->pairs[p - 2]) : NOT_POSSIBLE;
    guint64 *row = costs + p * width;
    guint8 *chosen = choices + p * width;
    row[0] = 0;
    for (guint c = 1; c < width; c++) {
      guint64 with_word = before[c - 1] + word, with_pair = before_pair[c - 1] + pair;
      guint64 best = MIN(before[c], MIN(with_word, with_pair));
      row[c] = MIN(best, NOT_POSSIBLE);
      chosen[c] = best == before[c] ? 0 : best == with_pair ? 2 : 1;
    }
  }
}

/* Appends the cheapest n_pieces disjoint pieces, whose costs were found with a width, and returns
 * what they cost; NOT_POSSIBLE if there are not so many. */
static guint64 choose_mixed(BirgePlan *plan, guint n_pieces, guint width) {
  guint n = plan->n;
  if (n_pieces > n)
    return NOT_POSSIBLE;
  const guint8 *choices = (const guint8 *)plan->choices->data;
  guint64 cost = g_array_index(plan->costs, guint64, (n + 1) * width + n_pieces);
  for (guint p = n + 1, c = n_pieces; cost < NOT_POSSIBLE && c > 0;) {
    guint8 choice = choices[p * width + c];
    if (choice > 0)
      g_array_append_val(plan->pieces, *(choice == 1 ? &plan->words[p - 1] : &plan->pairs[p - 2]));
    p -= MAX(choice, 1);
    c -= choice > 0 ? 1 : 0;
  }
  return cost;
}

static gint compare_costs(gconstpointer a, gconstpointer b) {
  const BirgePiece *x = a, *y = b;
  guint64 left = cost_of(x), right = cost_of(y);
  return left != right ? (left < right ? -1 : 1)
                       : (x->position > y->position) - (x->position < y->position);
}

/* The cheapest n_pieces pairs of those that begin at even positions. */
static guint64 choose_pairs(BirgePlan *plan, guint n_pieces) {
  if (n_pieces > (plan->n + 1) / 2)
    return NOT_POSSIBLE;
  g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(BirgePiece));
  for (guint i = 0; i < plan->n; i += 2)
    g_array_append_val(pairs, plan->pairs[i]);
  g_array_sort(pairs, compare_costs);
  g_array_append_vals(plan->pieces, pairs->data, n_pieces);
  guint64 cost = 0;
  for (guint i = 0; i < n_pieces; i++)
    cost += cost_of(&g_array_index(pairs, BirgePiece, i));
  return cost;
}

/* What the cheapest n_pieces words cost; they stand first in order. */
static guint64 cost_of_words(const BirgePlan *plan, guint n_pieces) {
  guint64 cost = 0;
  for (guint i = 0; i < n_pieces; i++)
    cost += cost_of(&g_array_index(plan->order, BirgePiece, i));
  return n_pieces <= plan->n ? cost : NOT_POSSIBLE;
}

static void add_band(BirgePlan *plan, BirgeBand band) {
  BirgeBand *last =
      plan->bands->len > 0 ? &g_array_index(plan->bands, BirgeBand, plan->bands->len - 1) : NULL;
  if (last && last->first_piece == band.first_piece && last->end_piece == band.end_piece &&
      last->max_tokens + 1 == band.min_tokens)
    last->max_tokens = band.max_tokens;
  else
    g_array_append_val(plan->bands, band);
}

/* Plans for texts of some lengths, at most k edits away, of which n_inserted are insertions.
 * mixed: the pieces chosen for k + 1 out of words and pairs, and what they cost. */
static void plan_band(BirgePlan *plan, BirgeBand mixed, guint64 mixed_cost, guint n_words) {
  if (n_words > plan->n || cost_of_words(plan, n_words) >= mixed_cost) {
    add_band(plan, mixed);
    return;
  }
  mixed.first_piece = plan->pieces->len;
  g_array_append_vals(plan->pieces, plan->order->data, n_words);
  mixed.end_piece = plan->pieces->len;
  add_band(plan, mixed);
}

void birge_plan_make(BirgePlan *plan, guint score, guint longest) {
  guint n = plan->n;
  g_array_set_size(plan->pieces, 0);
  g_array_set_size(plan->bands, 0);
  g_array_set_size(plan->order, 0);
  g_array_append_vals(plan->order, plan->words, n);
  g_array_sort(plan->order, compare_costs);
  guint min = (guint)(((guint64)n * score + 9999) / 10000);
  guint max = (guint)((guint64)n * 10000 / score), last_k = G_MAXUINT;
  max = MAX(n, MIN(max, longest));
  BirgeBand mixed = {0, 0, 0, 0};
  guint64 cost = 0;
  guint width = MIN(birge_max_edits(score, max) + 1, n) + 1;
  if (n <= MAX_PLANNED)
    find_costs(plan, width);
  /* Texts that are not longer than the query all have the query's k. */
  for (guint length = n; length <= max; length++) {
    guint k = birge_max_edits(score, length);
    if (k != last_k) {
      mixed.first_piece = plan->pieces->len;
      cost = n <= MAX_PLANNED ? choose_mixed(plan, k + 1, width) : choose_pairs(plan, k + 1);
      mixed.end_piece = plan->pieces->len;
      last_k = k;
    }
    mixed.min_tokens = length == n ? min : length;
    mixed.max_tokens = length;
    plan_band(plan, mixed, cost, k - (length - n) + 1);
  }
}
