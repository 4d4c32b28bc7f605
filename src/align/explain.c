/* Says what speaks for tying the sentences of a row.
 *
 * The sums and the ties are those of the scorer; the gain of each kind of evidence is shared among
 * the words by what each is worth by itself. */
#include "align/explain.h"

#include "align/ties.h"
#include "text/fold.h"

#include <math.h>
#include <string.h>

/* Two documents, and what they are explained with. */
typedef struct {
  guint numbers[2]; /* in the bitext */
  const BirgeDocument *documents[2];
  const BirgeLocale *locales[2]; /* may be NULL */
  BirgeScorer *scorer;
} Pair;

/* Lets the scorer learn of a pair from all rows what the search has learnt from them. */
static void learn(Pair *pair, const BirgeBitext *bitext) {
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  BirgeTiedLengths tied = {0};
  for (guint r = 0; r < bitext->n_rows; r++) {
    BirgeRow row = bitext->rows[r];
    BirgeRun left = row.runs[pair->numbers[0]], right = row.runs[pair->numbers[1]];
    if (left.first == left.end || right.first == right.end)
      continue;
    row.runs[0] = left;
    row.runs[1] = right;
    g_array_append_val(rows, row);
    birge_tied_lengths_add(&tied, row.confidence, birge_scorer_length(pair->scorer, 0, left),
                           birge_scorer_length(pair->scorer, 1, right));
  }
  birge_scorer_adapt_lengths(pair->scorer, 0, 1, &tied);
  birge_scorer_learn(pair->scorer, rows);
}

static Pair *pair_new(const BirgeBitext *bitext, guint x, guint y,
                      const BirgeAlignOptions *options) {
  Pair *pair = g_new0(Pair, 1);
  const guint numbers[] = {x, y};
  for (guint i = 0; i < 2; i++) {
    const BirgeDocument *document = bitext->documents[numbers[i]];
    pair->numbers[i] = numbers[i];
    pair->documents[i] = document;
    pair->locales[i] =
        birge_locales_find(options->locales, document->language, document->text, document->length);
  }
  pair->scorer = birge_scorer_new(pair->documents, 2, options, TRUE);
  learn(pair, bitext);
  return pair;
}

static void pair_free(gpointer data) {
  Pair *pair = data;
  birge_scorer_free(pair->scorer);
  g_free(pair);
}

/* A word of a run, by where it stands in the document's text. */
typedef struct {
  guint32 word; /* index in the document's words */
  BirgeWordPlace place;
} PlacedWord;

/* Returns the words of a run of one of a pair's documents, of PlacedWord; yours. */
static GArray *find_words(const Pair *pair, guint side, BirgeRun run) {
  const BirgeWords *words = birge_scorer_words(pair->scorer, side);
  const BirgeDocument *document = pair->documents[side];
  GArray *placed = g_array_new(FALSE, FALSE, sizeof(PlacedWord));
  for (guint s = run.first; s < run.end; s++) {
    gsize start = document->segments[s].start;
    g_autoptr(BirgeFolded) folded =
        birge_folded_new(pair->locales[side] ? pair->locales[side]->folding : NULL,
                         document->text + start, document->segments[s].end - start);
    for (guint32 w = words->place_starts[s]; w < words->place_starts[s + 1]; w++) {
      const BirgePlacedWord *word = &g_array_index(words->places, BirgePlacedWord, w);
      const PlacedWord found = {
          word->word,
          {start + g_array_index(folded->starts, gsize, word->start),
           start + g_array_index(folded->starts, gsize, word->end)},
      };
      g_array_append_val(placed, found);
    }
  }
  return placed;
}

/* Adds a word, or to the gain of two that are tied already. */
static void add_word(GArray *words, const BirgeExplainedWord *word) {
  for (guint i = 0; i < words->len; i++) {
    BirgeExplainedWord *other = &g_array_index(words, BirgeExplainedWord, i);
    if (other->tie == word->tie && other->fate == word->fate && other->side == word->side &&
        memcmp(other->place, word->place, sizeof word->place) == 0) {
      other->gain += word->gain;
      return;
    }
  }
  g_array_append_vals(words, word, 1);
}

/* Explains a word of one run (of side 1 - from), by those of the other. */
static void explain_word(const Pair *pair, guint from, const GArray *others, const PlacedWord *word,
                         GArray *words) {
  const BirgeTies *ties = birge_scorer_ties(pair->scorer, from, 1 - from);
  const BirgeWords *own = birge_scorer_words(pair->scorer, 1 - from);
  guint8 tie = birge_ties_get(ties, word->word);
  if (tie == BIRGE_TIE_UNKNOWN)
    return;
  BirgeExplainedWord explained = {.tie = tie & ~BIRGE_TIE_NOWHERE, .side = 1 - from};
  explained.place[1 - from] = word->place;
  double sum = 0, best = 0;
  for (guint w = 0; w < others->len; w++) {
    const PlacedWord *other = &g_array_index(others, PlacedWord, w);
    double probability = birge_ties_probability(ties, other->word, word->word);
    sum += probability;
    if (probability > best) {
      best = probability;
      explained.place[from] = other->place;
    }
  }
  guint32 text = g_array_index(own->words, BirgeWord, word->word).text;
  double chance = (double)birge_words_count(own, text) / own->running[own->n_segments];
  explained.gain = log(sum / (others->len + 1) / chance + DBL_MIN);
  explained.fate = tie & BIRGE_TIE_NOWHERE ? BIRGE_FATE_NOWHERE
                   : explained.gain <= 0   ? BIRGE_FATE_ELSEWHERE
                                           : BIRGE_FATE_TIED;
  if (explained.fate == BIRGE_FATE_TIED) {
    explained.side = 0;
  } else {
    explained.gain = 0;
    explained.place[from] = (BirgeWordPlace){0, 0};
  }
  add_word(words, &explained);
}

static gboolean is_tied(const GArray *words, const BirgeExplainedWord *word) {
  const BirgeWordPlace *place = &word->place[word->side];
  for (guint i = 0; i < words->len; i++) {
    const BirgeExplainedWord *other = &g_array_index(words, BirgeExplainedWord, i);
    if (other->fate == BIRGE_FATE_TIED && other->place[word->side].start == place->start &&
        other->place[word->side].end == place->end)
      return TRUE;
  }
  return FALSE;
}

/* A word that is tied in one direction is not missed in the other. */
static void drop_tied(GArray *words) {
  for (guint i = words->len; i > 0; i--) {
    const BirgeExplainedWord *word = &g_array_index(words, BirgeExplainedWord, i - 1);
    if (word->fate != BIRGE_FATE_TIED && is_tied(words, word))
      g_array_remove_index(words, i - 1);
  }
}

static gint compare_words(gconstpointer a, gconstpointer b) {
  const BirgeExplainedWord *x = a, *y = b;
  if (x->fate != y->fate)
    return x->fate < y->fate ? -1 : 1;
  if (x->gain != y->gain)
    return x->gain > y->gain ? -1 : 1;
  if (x->side != y->side)
    return x->side < y->side ? -1 : 1;
  gsize left = x->place[x->side].start, right = y->place[y->side].start;
  return (left > right) - (left < right);
}

/* Makes the gains of each kind of tie sum up to what the scorer found. */
static void share_gains(BirgeExplainedPair *explained) {
  double sums[BIRGE_N_TIES] = {0};
  for (guint i = 0; i < explained->words->len; i++) {
    const BirgeExplainedWord *word = &g_array_index(explained->words, BirgeExplainedWord, i);
    sums[word->tie] += word->gain;
  }
  for (guint i = 0; i < explained->words->len; i++) {
    BirgeExplainedWord *word = &g_array_index(explained->words, BirgeExplainedWord, i);
    if (sums[word->tie] > 0)
      word->gain *= explained->found[word->tie] / sums[word->tie];
  }
}

/* The length of a run as if it were English, in characters. */
static double measure(const BirgeWords *words, BirgeRun run) {
  return words->lengths[run.end] - words->lengths[run.first];
}

static void take_evidence(BirgeExplainedPair *explained, const double *evidence) {
  for (guint tie = 0; tie < BIRGE_N_TIES; tie++) {
    explained->found[tie] = evidence[BIRGE_NUMBER_FOUND + tie];
    explained->missed[tie] = evidence[BIRGE_NUMBER_MISSED + tie];
  }
  explained->n_nowhere = evidence[BIRGE_NUMBER_NOWHERE] + evidence[BIRGE_LEXICON_NOWHERE];
  explained->length_cost = evidence[BIRGE_LENGTHS];
  explained->asks_once = evidence[BIRGE_QUESTIONS] > 0;
  explained->quotes_once = evidence[BIRGE_QUOTES] > 0;
  explained->is_open_once = evidence[BIRGE_OPEN] > 0;
  explained->is_last_once = evidence[BIRGE_BORDERS] > 0;
  explained->n_ends = evidence[BIRGE_ENDS];
}

static void explain_pair(Pair *pair, const BirgeRow *row, GArray *pairs) {
  const BirgeRun runs[] = {row->runs[pair->numbers[0]], row->runs[pair->numbers[1]]};
  if (runs[0].first == runs[0].end || runs[1].first == runs[1].end)
    return;
  BirgeExplainedPair explained = {.documents = {pair->numbers[0], pair->numbers[1]},
                                  .score = -birge_scorer_cost(pair->scorer, runs),
                                  .words = g_array_new(FALSE, FALSE, sizeof(BirgeExplainedWord))};
  double evidence[BIRGE_N_EVIDENCE];
  birge_scorer_weigh(pair->scorer, 0, 1, runs, evidence);
  take_evidence(&explained, evidence);
  g_autoptr(GArray) left = find_words(pair, 0, runs[0]);
  g_autoptr(GArray) right = find_words(pair, 1, runs[1]);
  const GArray *const placed[] = {left, right};
  for (guint from = 0; from < 2; from++) {
    explained.lengths[from] = measure(birge_scorer_words(pair->scorer, from), runs[from]);
    for (guint w = 0; w < placed[1 - from]->len; w++)
      explain_word(pair, from, placed[from], &g_array_index(placed[1 - from], PlacedWord, w),
                   explained.words);
  }
  drop_tied(explained.words);
  share_gains(&explained);
  g_array_sort(explained.words, compare_words);
  g_array_append_val(pairs, explained);
}

static gboolean is_short(const BirgeRow *row, guint n_documents) {
  for (guint d = 0; d < n_documents; d++) {
    if (row->runs[d].end - row->runs[d].first > BIRGE_MAX_BEAD)
      return FALSE;
  }
  return TRUE;
}

/* What the evidence says for two rows together. */
static double score_rows(const GPtrArray *pairs, const BirgeRow *a, const BirgeRow *b) {
  double score = 0;
  for (guint p = 0; p < pairs->len; p++) {
    Pair *pair = pairs->pdata[p];
    guint x = pair->numbers[0], y = pair->numbers[1];
    score -= birge_scorer_cost(pair->scorer, (const BirgeRun[]){a->runs[x], a->runs[y]});
    score -= birge_scorer_cost(pair->scorer, (const BirgeRun[]){b->runs[x], b->runs[y]});
  }
  return score;
}

/* Moves the border of two rows in one document by a segment, to the left (step -1) or to the right.
 * Returns FALSE if that can't be. */
static gboolean move_border(BirgeRow *left, BirgeRow *right, guint d, gint step) {
  if (step < 0 ? left->runs[d].first == left->runs[d].end
               : right->runs[d].first == right->runs[d].end)
    return FALSE;
  left->runs[d].end = right->runs[d].first = left->runs[d].end + (guint)step;
  return left->runs[d].end - left->runs[d].first <= BIRGE_MAX_BEAD &&
         right->runs[d].end - right->runs[d].first <= BIRGE_MAX_BEAD;
}

/* Tries rows that share a border with the one after or before it in another way. */
static void try_border(const BirgeBitext *bitext, const GPtrArray *pairs, guint first,
                       BirgeExplanation *explanation) {
  const BirgeRow *rows = &bitext->rows[first];
  if (!is_short(&rows[0], bitext->n_documents) || !is_short(&rows[1], bitext->n_documents))
    return;
  double score = score_rows(pairs, &rows[0], &rows[1]);
  for (guint d = 0; d < bitext->n_documents; d++) {
    for (gint step = -1; step <= 1; step += 2) {
      BirgeRow moved[] = {rows[0], rows[1]};
      if (rows[0].runs[d].end != rows[1].runs[d].first ||
          !move_border(&moved[0], &moved[1], d, step))
        continue;
      double loss = score - score_rows(pairs, &moved[0], &moved[1]);
      if (explanation->has_runner_up && loss >= explanation->runner_up_loss)
        continue;
      explanation->has_runner_up = TRUE;
      explanation->runner_up_loss = loss;
      explanation->runner_up = moved[explanation->row - first];
    }
  }
}

static BirgeExplanation *explain_row(const BirgeBitext *bitext, const GPtrArray *pairs, guint r) {
  BirgeExplanation *explanation = g_new0(BirgeExplanation, 1);
  const BirgeRow *row = &bitext->rows[r];
  explanation->row = r;
  explanation->pairs = g_array_new(FALSE, FALSE, sizeof(BirgeExplainedPair));
  explanation->is_too_long = !is_short(row, bitext->n_documents);
  if (explanation->is_too_long)
    return explanation;
  for (guint p = 0; p < pairs->len; p++)
    explain_pair(pairs->pdata[p], row, explanation->pairs);
  if (r > 0)
    try_border(bitext, pairs, r - 1, explanation);
  if (r + 1 < bitext->n_rows)
    try_border(bitext, pairs, r, explanation);
  return explanation;
}

void birge_explanation_free(gpointer explanation) {
  BirgeExplanation *self = explanation;
  for (guint p = 0; p < self->pairs->len; p++)
    g_array_unref(g_array_index(self->pairs, BirgeExplainedPair, p).words);
  g_array_unref(self->pairs);
  g_free(self);
}

GPtrArray *birge_align_explain(const BirgeBitext *bitext, const guint *rows, guint n_rows,
                               const BirgeAlignOptions *options) {
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func(pair_free);
  for (guint x = 0; x < bitext->n_documents; x++)
    for (guint y = x + 1; y < bitext->n_documents; y++)
      g_ptr_array_add(pairs, pair_new(bitext, x, y, options));
  GPtrArray *explanations = g_ptr_array_new_with_free_func(birge_explanation_free);
  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add(explanations, explain_row(bitext, pairs, rows[i]));
  return explanations;
}
