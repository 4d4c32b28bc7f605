/* Says what it costs to tie runs of segments of two or three languages together.
 *
 * Evidence for each pair of languages: lengths (Gale and Church, 1993); words that translate each
 * other, as a ratio against chance in both directions (Moore, 2002); ends of sentences, question
 * and quotation marks. Words translate each other when the lexicon says so, or when they are equal
 * or sound alike: numbers, Latin words, names.
 *
 * What words say of a bead falls apart into what the words of each segment say beside the run of
 * the other document. That is found for a block of runs at once and kept, for many beads share it.
 */
#include "align/strips.h"
#include "align/ties.h"

#include <math.h>
#include <string.h>

/* Ends of sentences in one run and not in the other count up to so many. */
#define MAX_ENDS 3.0
/* Sentences of each document that the rate of ends is made of before any was seen. */
#define PRIOR_ENDS 10.0
/* The share of words whose translation stands in the bead, of those that have one somewhere. */
#define FOUND_SHARE 0.6
#define MISSED_SHARE (1 - FOUND_SHARE)
/* Factors that are multiplied before the logarithm is taken: each is below 2^35. */
#define MAX_FACTORS 28
/* Paragraphs, by sentences, above which they are no more than sentences. */
#define MAX_PARAGRAPHS_SHARE 0.8

/* For one pair of documents and one direction: what each word of to gets from a run of from. */
typedef struct {
  BirgeTies *ties;
  double *odds;       /* by word of to: FOUND_SHARE / MISSED_SHARE / its chance */
  BirgeStrips *words; /* by segment of to and block of from: Figures */
  BirgeStrips *costs; /* by segment of to and block of from, from before to: see kept_pair_cost() */
  double ends_root;   /* of the rate of ends of sentences */
  BirgeLengthModel lengths;
} Direction;

/* By length of a run, less one, and the segment of the block that it begins with. */
typedef float Figures[BIRGE_MAX_BEAD][BIRGE_BLOCK];
/* By segment of the block, and the lengths of both runs, less one. */
typedef float PairCosts[BIRGE_BLOCK][BIRGE_MAX_BEAD][BIRGE_MAX_BEAD];

/* What each kind of evidence adds to the cost of a bead. Trained so that the right ways through 62
 * news documents, disturbed, are as likely as can be among all ways (a conditional random field,
 * Lafferty et al., 2001; see docs/evaluation.md). None may speak for a bead by being missed, which
 * the training would have of words that are equal or only look alike. */
const double birge_evidence_weights[BIRGE_N_EVIDENCE] = {
    [BIRGE_NUMBER_FOUND] = -0.4960,
    [BIRGE_EQUAL_FOUND] = -1.4862,
    [BIRGE_SKELETON_FOUND] = -2.1661,
    [BIRGE_LEXICON_FOUND] = -0.4960,
    [BIRGE_NUMBER_MISSED] = 3.9501,
    [BIRGE_EQUAL_MISSED] = 0,
    [BIRGE_SKELETON_MISSED] = 0.0132,
    [BIRGE_LEXICON_MISSED] = 0.5015,
    [BIRGE_NUMBER_NOWHERE] = 4.1011,
    [BIRGE_LEXICON_NOWHERE] = 0.2596,
    [BIRGE_LENGTHS] = 1.0333,
    [BIRGE_QUESTIONS] = 2.1218,
    [BIRGE_QUOTES] = 0.8947,
    [BIRGE_ENDS] = 0.7709,
    [BIRGE_OPEN] = 2.8014,
    /* Not trained: these documents have no paragraphs. Too little to force anything. */
    [BIRGE_BORDERS] = 1,
};

struct _BirgeScorer {
  BirgeNumbering numbering;
  BirgeWords documents[BIRGE_MAX_SEARCHED];
  guint n_documents;
  gboolean has_learnt;                                          /* from rows of the documents */
  Direction directions[BIRGE_MAX_SEARCHED][BIRGE_MAX_SEARCHED]; /* [from][to] */
};

static void prepare_direction(BirgeScorer *scorer, guint f, guint t) {
  const BirgeWords *from = &scorer->documents[f], *to = &scorer->documents[t];
  Direction *direction = &scorer->directions[f][t];
  direction->ties = birge_ties_new(from, to, scorer->numbering.lexicon, NULL);
  direction->words = birge_strips_new(to->n_segments, sizeof(Figures) / sizeof(float));
  direction->costs = birge_strips_new(to->n_segments, sizeof(PairCosts) / sizeof(float));
  direction->odds = g_new(double, (gsize)to->words->len + 1);
  for (guint32 w = 0; w < to->words->len; w++) {
    guint32 n = birge_words_count(to, g_array_index(to->words, BirgeWord, w).text);
    double chance = (double)n / to->running[to->n_segments];
    direction->odds[w] = FOUND_SHARE / MISSED_SHARE / chance;
  }
  double rate =
      (to->ends[to->n_segments] + PRIOR_ENDS) / (from->ends[from->n_segments] + PRIOR_ENDS);
  direction->ends_root = sqrt(rate);
  birge_length_model_init(&direction->lengths);
}

BirgeScorer *birge_scorer_new(const BirgeDocument *const *documents, guint n_documents,
                              const BirgeAlignOptions *options, gboolean keeps_places) {
  BirgeScorer *scorer = g_new0(BirgeScorer, 1);
  scorer->numbering =
      (BirgeNumbering){options->locales,       options->lexicon,       birge_vocabulary_new(),
                       birge_vocabulary_new(), birge_vocabulary_new(), keeps_places};
  scorer->n_documents = n_documents;
  for (guint d = 0; d < n_documents; d++)
    birge_words_init(&scorer->documents[d], &scorer->numbering, documents[d]);
  for (guint a = 0; a < n_documents; a++)
    for (guint b = 0; b < n_documents; b++)
      if (a != b)
        prepare_direction(scorer, a, b);
  return scorer;
}

void birge_scorer_forget(BirgeScorer *scorer) {
  for (guint a = 0; a < scorer->n_documents; a++) {
    for (guint b = 0; b < scorer->n_documents; b++) {
      if (a == b)
        continue;
      birge_ties_forget(scorer->directions[a][b].ties);
      birge_strips_clear(scorer->directions[a][b].words);
      birge_strips_clear(scorer->directions[a][b].costs);
    }
  }
}

/* Ties the words of two documents anew, with what rows teach. */
static void learn_direction(BirgeScorer *scorer, guint f, guint t, const GArray *rows) {
  Direction *direction = &scorer->directions[f][t];
  const BirgeWords *from = &scorer->documents[f], *to = &scorer->documents[t];
  g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(BirgeTextPair));
  birge_ties_list(direction->ties, known);
  BirgeTable own = {0};
  birge_own_lexicon_learn(&own, from, to, f, t, rows, known,
                          birge_vocabulary_size(scorer->numbering.stems));
  birge_ties_free(direction->ties);
  direction->ties = birge_ties_new(from, to, scorer->numbering.lexicon, &own);
  birge_table_clear(&own);
}

gboolean birge_scorer_learn(BirgeScorer *scorer, const GArray *rows) {
  guint n_sure = 0;
  for (guint r = 0; r < rows->len; r++)
    n_sure += g_array_index(rows, BirgeRow, r).confidence >= BIRGE_SURE_ROW ? 1 : 0;
  if (scorer->has_learnt || n_sure < BIRGE_MIN_SURE_ROWS)
    return FALSE;
  scorer->has_learnt = TRUE;
  birge_scorer_forget(scorer);
  for (guint f = 0; f < scorer->n_documents; f++)
    for (guint t = 0; t < scorer->n_documents; t++)
      if (f != t)
        learn_direction(scorer, f, t, rows);
  return TRUE;
}

void birge_scorer_free(BirgeScorer *scorer) {
  for (guint a = 0; a < scorer->n_documents; a++) {
    for (guint b = 0; b < scorer->n_documents; b++) {
      if (a == b)
        continue;
      birge_ties_free(scorer->directions[a][b].ties);
      birge_strips_free(scorer->directions[a][b].words);
      birge_strips_free(scorer->directions[a][b].costs);
      g_free(scorer->directions[a][b].odds);
    }
  }
  for (guint d = 0; d < scorer->n_documents; d++)
    birge_words_clear(&scorer->documents[d]);
  birge_vocabulary_free(scorer->numbering.texts);
  birge_vocabulary_free(scorer->numbering.stems);
  birge_vocabulary_free(scorer->numbering.skeletons);
  g_free(scorer);
}

const BirgeWords *birge_scorer_words(const BirgeScorer *scorer, guint document) {
  return &scorer->documents[document];
}

const BirgeTies *birge_scorer_ties(const BirgeScorer *scorer, guint from, guint to) {
  return scorer->directions[from][to].ties;
}

/* Adds to evidence what a word of to, which occurs n times, says beside a run of from. */
static void add_word(Direction *direction, const BirgeTerm *term, BirgeRun run, double *evidence) {
  guint8 tie = birge_ties_get(direction->ties, term->word);
  if (tie == BIRGE_TIE_UNKNOWN)
    return;
  if (tie & BIRGE_TIE_NOWHERE) {
    gboolean is_number = tie == (BIRGE_TIE_NUMBER | BIRGE_TIE_NOWHERE);
    evidence[is_number ? BIRGE_NUMBER_NOWHERE : BIRGE_LEXICON_NOWHERE] += 0.5 * term->n;
    return;
  }
  guint32 block = run.first / BIRGE_BLOCK;
  const BirgeBlockShares *shares = birge_ties_find_block(direction->ties, block);
  guint32 word = birge_block_find_word(shares, term->word);
  double sum = 0;
  for (guint32 i = shares->starts[MIN(word, shares->n_words)];
       word < shares->n_words && i < shares->starts[word + 1]; i++) {
    guint segment = block * BIRGE_BLOCK + shares->segments[i];
    sum += segment >= run.first && segment < run.end ? shares->shares[i] : 0;
  }
  double rarity = shares->rarity[run.end - run.first - 1][run.first % BIRGE_BLOCK];
  double ratio = log(MISSED_SHARE * (1 + sum * rarity * direction->odds[term->word]));
  /* The two directions see the same links: each counts half. */
  if (ratio > 0)
    evidence[BIRGE_NUMBER_FOUND + tie] += term->n * ratio / 2;
  else
    evidence[BIRGE_NUMBER_MISSED + tie] -= term->n * ratio / 2;
}

/* Adds to evidence what the words of run b of to say beside run a of from. */
static void add_words(BirgeScorer *scorer, guint f, guint t, const BirgeRun *pair,
                      double *evidence) {
  const BirgeWords *to = &scorer->documents[t];
  BirgeRun terms = {to->term_starts[pair[1].first], to->term_starts[pair[1].end]};
  for (guint32 i = terms.first; i < terms.end; i++)
    add_word(&scorer->directions[f][t], &g_array_index(to->terms, BirgeTerm, i), pair[0], evidence);
}

double birge_scorer_length(const BirgeScorer *scorer, guint document, BirgeRun run) {
  const double *lengths = scorer->documents[document].lengths;
  return lengths[run.end] - lengths[run.first];
}

gboolean birge_scorer_adapt_lengths(BirgeScorer *scorer, guint x, guint y,
                                    const BirgeTiedLengths *tied) {
  if (!birge_length_model_adapt(&scorer->directions[x][y].lengths, tied))
    return FALSE;
  birge_strips_clear(scorer->directions[x][y].costs);
  return TRUE;
}

/* How many sentences end in one run and not in the other; documents that end sentences at very
 * different rates make it say less. */
static double compare_ends(const BirgeScorer *scorer, guint x, guint y, const BirgeRun *pair) {
  const guint32 *left = scorer->documents[x].ends, *right = scorer->documents[y].ends;
  double root = scorer->directions[x][y].ends_root;
  double n_left = left[pair[0].end] - left[pair[0].first];
  double n_right = right[pair[1].end] - right[pair[1].first];
  double difference = fabs(n_left * root - n_right / root);
  return MIN(root * root, 1 / (root * root)) * MIN(difference, MAX_ENDS);
}

static gboolean has_any(const guint32 *sums, BirgeRun run) {
  return sums[run.end] > sums[run.first];
}

/* Whether a document is parted in paragraphs that say something: not each sentence is one. */
static gboolean has_paragraphs(const BirgeWords *words) {
  return words->n_paragraphs > 1 && words->n_paragraphs <= MAX_PARAGRAPHS_SHARE * words->n_segments;
}

/* Sets what all but words says. */
static void weigh_marks(const BirgeScorer *scorer, guint x, guint y, const BirgeRun *pair,
                        double *evidence) {
  BirgeRun a = pair[0], b = pair[1];
  const BirgeWords *left = &scorer->documents[x], *right = &scorer->documents[y];
  evidence[BIRGE_LENGTHS] =
      birge_length_model_cost(&scorer->directions[x][y].lengths, birge_scorer_length(scorer, x, a),
                              birge_scorer_length(scorer, y, b));
  evidence[BIRGE_QUESTIONS] = has_any(left->questions, a) != has_any(right->questions, b);
  evidence[BIRGE_QUOTES] = has_any(left->quotes, a) != has_any(right->quotes, b);
  evidence[BIRGE_ENDS] = compare_ends(scorer, x, y, pair);
  evidence[BIRGE_OPEN] = left->is_open[a.end - 1] != right->is_open[b.end - 1];
  evidence[BIRGE_BORDERS] = has_paragraphs(left) && has_paragraphs(right) &&
                            left->is_last[a.end - 1] != right->is_last[b.end - 1];
}

void birge_scorer_weigh(BirgeScorer *scorer, guint x, guint y, const BirgeRun *pair,
                        double *evidence) {
  memset(evidence, 0, BIRGE_N_EVIDENCE * sizeof *evidence);
  weigh_marks(scorer, x, y, pair, evidence);
  add_words(scorer, x, y, pair, evidence);
  add_words(scorer, y, x, (const BirgeRun[]){pair[1], pair[0]}, evidence);
}

/* Products of what the words of a segment, tied by one kind of tie, say beside each run that begins
 * in a block. A word that is likelier than by chance by a ratio is found: it adds the weight of the
 * ratio's logarithm; others add that of MISSED. So a logarithm is taken of many words at once. */
typedef struct {
  double found[BIRGE_MAX_BEAD][BIRGE_BLOCK];
  double missed[BIRGE_MAX_BEAD][BIRGE_BLOCK]; /* the ratios, divided by MISSED_SHARE */
  guint n;                                    /* factors in each */
} Products;

static void clear_products(Products *products) {
  for (guint n = 0; n < BIRGE_MAX_BEAD; n++)
    for (guint i = 0; i < BIRGE_BLOCK; i++)
      products->found[n][i] = products->missed[n][i] = 1;
  products->n = 0;
}

/* Adds the costs that the products stand for. */
static void settle_products(Products *products, guint8 tie, double *costs) {
  double found = birge_evidence_weights[BIRGE_NUMBER_FOUND + tie] / 2;
  double missed = birge_evidence_weights[BIRGE_NUMBER_MISSED + tie] / 2;
  const double *founds = products->found[0], *misseds = products->missed[0];
  for (guint i = 0; i < BIRGE_MAX_BEAD * BIRGE_BLOCK; i++) {
    costs[i] += founds[i] == 1 ? 0 : found * log(founds[i]);
    costs[i] -= missed == 0 || misseds[i] == 1 ? 0 : missed * log(misseds[i]);
  }
  clear_products(products);
}

/* Multiplies by what a word says that gets shares from the segments of a block. */
static void multiply_word(Products *products, const float *shares, double odds,
                          const double (*rarity)[BIRGE_BLOCK]) {
  double sums[BIRGE_BLOCK] = {0};
  for (guint n = 0; n < BIRGE_MAX_BEAD; n++) {
    for (guint i = 0; i < BIRGE_BLOCK; i++) {
      sums[i] += shares[i + n];
      double ratio = 1 + sums[i] * odds * rarity[n][i];
      double found = ratio * MISSED_SHARE;
      products->found[n][i] *= found > 1 ? found : 1;
      products->missed[n][i] *= ratio < 1 / MISSED_SHARE ? ratio : 1 / MISSED_SHARE;
    }
  }
  products->n++;
}

/* What the words of a segment of to cost that get nothing: MISSED, if they might get something. */
static double find_base(const Direction *direction, const BirgeWords *to, guint32 segment) {
  double cost = 0;
  for (guint32 i = to->term_starts[segment]; i < to->term_starts[segment + 1]; i++) {
    const BirgeTerm *term = &g_array_index(to->terms, BirgeTerm, i);
    guint8 tie = birge_ties_get(direction->ties, term->word);
    if (tie == BIRGE_TIE_UNKNOWN)
      continue;
    gboolean is_number = (tie & ~BIRGE_TIE_NOWHERE) == BIRGE_TIE_NUMBER;
    if (tie & BIRGE_TIE_NOWHERE)
      cost += birge_evidence_weights[is_number ? BIRGE_NUMBER_NOWHERE : BIRGE_LEXICON_NOWHERE] *
              0.5 * term->n;
    else
      cost -= birge_evidence_weights[BIRGE_NUMBER_MISSED + tie] * log(MISSED_SHARE) / 2 * term->n;
  }
  return cost;
}

/* Finds what the words of a segment of to say beside each run of from that begins in a block. */
static void fill_figures(BirgeScorer *scorer, guint f, guint t, guint32 segment, guint32 block,
                         float *figures) {
  const BirgeWords *to = &scorer->documents[t];
  Direction *direction = &scorer->directions[f][t];
  const BirgeBlockShares *shares = birge_ties_find_block(direction->ties, block);
  Products products[BIRGE_N_TIES];
  for (guint k = 0; k < BIRGE_N_TIES; k++)
    clear_products(&products[k]);
  double costs[BIRGE_MAX_BEAD * BIRGE_BLOCK];
  double base = find_base(direction, to, segment);
  for (guint i = 0; i < G_N_ELEMENTS(costs); i++)
    costs[i] = base;
  for (guint32 i = to->term_starts[segment]; i < to->term_starts[segment + 1]; i++) {
    const BirgeTerm *term = &g_array_index(to->terms, BirgeTerm, i);
    guint8 tie = birge_ties_get(direction->ties, term->word);
    if (tie >= BIRGE_TIE_NOWHERE)
      continue;
    guint32 word = birge_block_find_word(shares, term->word);
    if (word == shares->n_words)
      continue;
    float row[BIRGE_BLOCK_REACH] = {0};
    for (guint32 s = shares->starts[word]; s < shares->starts[word + 1]; s++)
      row[shares->segments[s]] += shares->shares[s];
    for (guint32 n = 0; n < term->n; n++) {
      multiply_word(&products[tie], row, direction->odds[term->word], shares->rarity);
      if (products[tie].n == MAX_FACTORS)
        settle_products(&products[tie], tie, costs);
    }
  }
  for (guint k = 0; k < BIRGE_N_TIES; k++)
    if (products[k].n > 0)
      settle_products(&products[k], (guint8)k, costs);
  for (guint i = 0; i < G_N_ELEMENTS(costs); i++)
    figures[i] = (float)costs[i];
}

/* What the words of run b of to cost beside run a of from. */
static double words_cost(BirgeScorer *scorer, guint f, guint t, BirgeRun a, BirgeRun b) {
  guint32 block = a.first / BIRGE_BLOCK;
  guint place = (a.end - a.first - 1) * BIRGE_BLOCK + a.first % BIRGE_BLOCK;
  double cost = 0;
  for (guint j = b.first; j < b.end; j++) {
    gboolean is_new;
    float *figures = birge_strips_find(scorer->directions[f][t].words, j, block, &is_new);
    if (is_new)
      fill_figures(scorer, f, t, j, block, figures);
    cost += figures[place];
  }
  return cost;
}

static double pair_cost(BirgeScorer *scorer, guint x, guint y, BirgeRun a, BirgeRun b) {
  double evidence[BIRGE_N_EVIDENCE];
  weigh_marks(scorer, x, y, (const BirgeRun[]){a, b}, evidence);
  double cost = words_cost(scorer, x, y, a, b) + words_cost(scorer, y, x, b, a);
  for (guint i = BIRGE_LENGTHS; i < BIRGE_N_EVIDENCE; i++)
    cost += birge_evidence_weights[i] * evidence[i];
  return cost;
}

/* A search over three documents asks for the same pair of runs beside every run of the third. */
static double kept_pair_cost(BirgeScorer *scorer, guint x, guint y, const BirgeRun *runs) {
  BirgeRun a = runs[x], b = runs[y];
  if (a.first == a.end || b.first == b.end)
    return 0;
  if (scorer->n_documents < 3)
    return pair_cost(scorer, x, y, a, b);
  gboolean is_new;
  float *costs =
      birge_strips_find(scorer->directions[x][y].costs, b.first, a.first / BIRGE_BLOCK, &is_new);
  for (guint i = 0; is_new && i < sizeof(PairCosts) / sizeof(float); i++)
    costs[i] = NAN;
  guint place = a.first % BIRGE_BLOCK * BIRGE_MAX_BEAD + (a.end - a.first - 1);
  float *cost = &costs[place * BIRGE_MAX_BEAD + (b.end - b.first - 1)];
  if (isnan(*cost))
    *cost = (float)pair_cost(scorer, x, y, a, b);
  return *cost;
}

double birge_scorer_cost(BirgeScorer *scorer, const BirgeRun *runs) {
  double cost = 0;
  for (guint x = 0; x < scorer->n_documents; x++) {
    for (guint y = x + 1; y < scorer->n_documents; y++)
      cost += kept_pair_cost(scorer, x, y, runs);
  }
  return cost;
}
