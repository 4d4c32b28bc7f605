/* Says what speaks for tying the sentences of a row.
 *
 * The sums are those of the scorer. Which words they come from is found here, by the same rules:
 * the gain of each kind of evidence is shared among the words by what each is worth by itself. */
#include "align/explain.h"

#include "align/private.h"

#include "text/fold.h"
#include "text/skeleton.h"
#include "text/tokens.h"
#include "text/vocabulary.h"

#include <math.h>
#include <string.h>

/* Skeletons with fewer consonants are not looked at. */
#define MIN_SKELETON 3
/* What a word is worth by itself that is equal or sounds alike, beside one of the lexicon. */
#define EQUAL_PROBABILITY 0.7
#define NAME_PROBABILITY 0.3

typedef struct {
  BirgeWordPlace place; /* in the document's text */
  guint32 text;         /* number of the folded word, equal in both languages */
  guint32 lexicon;      /* number in the lexicon, or BIRGE_NO_WORD */
  guint32 skeletons[2]; /* of the word and of its stem, or BIRGE_NO_WORD */
  gboolean is_number;
} Word;

/* One of two documents. */
typedef struct {
  const BirgeDocument *document;
  const BirgeLocale *locale; /* may be NULL */
  GArray *words;             /* of Word */
  guint32 *starts;           /* of each segment in words; n_segments + 1 */
  GHashTable *texts;         /* number of a folded word to how often it stands in the document */
  GHashTable *skeletons;     /* numbers of skeletons */
  GHashTable *lexicon;       /* numbers of lexicon words */
} Side;

/* Two documents, and what they are explained with. */
typedef struct {
  guint documents[2];
  const BirgeLexicon *lexicon;
  BirgeVocabulary *texts;
  BirgeVocabulary *skeletons;
  Side sides[2];
  BirgeScorer *scorer;
} Pair;

/* Folds text, and notes for each byte of the result, and its end, where it came from. */
static void fold(const BirgeFolding *folding, const char *text, gsize length, GString *folded,
                 GArray *from) {
  g_autoptr(GString) step = g_string_new(NULL);
  g_string_truncate(folded, 0);
  g_array_set_size(from, 0);
  for (gsize at = 0; at < length;) {
    gsize n = birge_fold_step(folding, text + at, length - at, step);
    for (gsize i = 0; i < step->len; i++)
      g_array_append_val(from, at);
    g_string_append_len(folded, step->str, (gssize)step->len);
    at += MAX(n, 1);
  }
  g_array_append_val(from, length);
}

static guint32 find_skeleton(Pair *pair, const BirgeLocale *locale, const char *word,
                             gsize length) {
  g_autoptr(GString) skeleton = g_string_new(NULL);
  birge_skeleton_append(locale->skeletons, word, length, skeleton);
  return skeleton->len < MIN_SKELETON
             ? BIRGE_NO_WORD
             : birge_vocabulary_add(pair->skeletons, skeleton->str, skeleton->len);
}

/* Fills in what a word of folded text may be tied by. */
static void fill_word(Pair *pair, const Side *side, const char *folded, BirgeToken token,
                      Word *word) {
  const char *text = folded + token.start;
  gsize length = token.end - token.start;
  word->lexicon = word->skeletons[0] = word->skeletons[1] = BIRGE_NO_WORD;
  word->is_number = token.kind == BIRGE_TOKEN_NUMBER;
  if (word->is_number) {
    g_autoptr(GString) number = g_string_new(NULL);
    birge_number_normalize(text, length, number);
    word->text = birge_vocabulary_add(pair->texts, number->str, number->len);
    return;
  }
  word->text = birge_vocabulary_add(pair->texts, text, length);
  if (!side->locale)
    return;
  BirgeToken stem = token;
  birge_stem(side->locale->stemming, folded, &stem.start, &stem.end);
  const char *stem_text = folded + stem.start;
  if (side->locale->skeletons) {
    word->skeletons[0] = find_skeleton(pair, side->locale, text, length);
    word->skeletons[1] = find_skeleton(pair, side->locale, stem_text, stem.end - stem.start);
  }
  if (pair->lexicon)
    word->lexicon = birge_lexicon_find(pair->lexicon, side->document->language, stem_text,
                                       stem.end - stem.start);
}

static void note_word(Side *side, const Word *word) {
  gpointer text = GUINT_TO_POINTER(word->text);
  guint n = GPOINTER_TO_UINT(g_hash_table_lookup(side->texts, text));
  g_hash_table_insert(side->texts, text, GUINT_TO_POINTER(n + 1));
  for (guint i = 0; i < 2; i++) {
    if (word->skeletons[i] != BIRGE_NO_WORD)
      g_hash_table_add(side->skeletons, GUINT_TO_POINTER(word->skeletons[i]));
  }
  if (word->lexicon != BIRGE_NO_WORD)
    g_hash_table_add(side->lexicon, GUINT_TO_POINTER(word->lexicon));
  g_array_append_vals(side->words, word, 1);
}

static void read_side(Pair *pair, Side *side) {
  const BirgeDocument *document = side->document;
  const BirgeFolding *folding = side->locale ? side->locale->folding : NULL;
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) from = g_array_new(FALSE, FALSE, sizeof(gsize));
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  for (guint s = 0; s < document->n_segments; s++) {
    gsize start = document->segments[s].start;
    fold(folding, document->text + start, document->segments[s].end - start, folded, from);
    g_array_set_size(tokens, 0);
    birge_tokenize(folded->str, folded->len, tokens);
    for (guint t = 0; t < tokens->len; t++) {
      BirgeToken token = g_array_index(tokens, BirgeToken, t);
      Word word = {.place = {start + g_array_index(from, gsize, token.start),
                             start + g_array_index(from, gsize, token.end)}};
      if (token.kind == BIRGE_TOKEN_MARK)
        continue;
      fill_word(pair, side, folded->str, token, &word);
      note_word(side, &word);
    }
    side->starts[s + 1] = side->words->len;
  }
}

static void open_side(Pair *pair, Side *side, const BirgeDocument *document,
                      const BirgeLocales *locales) {
  side->document = document;
  side->locale = birge_locales_find(locales, document->language, document->text, document->length);
  side->words = g_array_new(FALSE, FALSE, sizeof(Word));
  side->starts = g_new0(guint32, document->n_segments + 1);
  side->texts = g_hash_table_new(NULL, NULL);
  side->skeletons = g_hash_table_new(NULL, NULL);
  side->lexicon = g_hash_table_new(NULL, NULL);
  read_side(pair, side);
}

static Pair *pair_new(const BirgeBitext *bitext, guint x, guint y,
                      const BirgeAlignOptions *options) {
  const BirgeDocument *const documents[] = {bitext->documents[x], bitext->documents[y]};
  Pair *pair = g_new0(Pair, 1);
  pair->documents[0] = x;
  pair->documents[1] = y;
  pair->lexicon = options->lexicon;
  pair->texts = birge_vocabulary_new();
  pair->skeletons = birge_vocabulary_new();
  pair->scorer = birge_scorer_new(documents, 2, options);
  for (guint i = 0; i < 2; i++)
    open_side(pair, &pair->sides[i], documents[i], options->locales);
  return pair;
}

static void pair_free(gpointer data) {
  Pair *pair = data;
  for (guint i = 0; i < 2; i++) {
    g_array_unref(pair->sides[i].words);
    g_free(pair->sides[i].starts);
    g_hash_table_unref(pair->sides[i].texts);
    g_hash_table_unref(pair->sides[i].skeletons);
    g_hash_table_unref(pair->sides[i].lexicon);
  }
  birge_scorer_free(pair->scorer);
  birge_vocabulary_free(pair->texts);
  birge_vocabulary_free(pair->skeletons);
  g_free(pair);
}

static gboolean are_skeletons_equal(const Word *a, const Word *b) {
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      if (a->skeletons[i] != BIRGE_NO_WORD && a->skeletons[i] == b->skeletons[j])
        return TRUE;
  return FALSE;
}

/* The probability that word a of one side becomes word b of the other, in the lexicon. */
static double lexicon_probability(const Pair *pair, guint from, const Word *a, const Word *b) {
  if (!pair->lexicon)
    return 0;
  return birge_lexicon_probability(pair->lexicon, pair->sides[from].document->language, a->lexicon,
                                   pair->sides[1 - from].document->language, b->lexicon);
}

static double word_probability(const Pair *pair, guint from, const Word *a, const Word *b) {
  if (a->text == b->text)
    return EQUAL_PROBABILITY;
  return MAX(are_skeletons_equal(a, b) ? NAME_PROBABILITY : 0,
             lexicon_probability(pair, from, a, b));
}

static guint count_of(const Side *side, guint32 text) {
  return GPOINTER_TO_UINT(g_hash_table_lookup(side->texts, GUINT_TO_POINTER(text)));
}

/* Whether any word of a document becomes a word of the other in the lexicon. */
static gboolean is_in_lexicon(const Pair *pair, guint from, const Word *word) {
  GHashTableIter iterator;
  gpointer number;
  g_hash_table_iter_init(&iterator, pair->sides[from].lexicon);
  while (g_hash_table_iter_next(&iterator, &number, NULL)) {
    const Word other = {.lexicon = GPOINTER_TO_UINT(number)};
    if (lexicon_probability(pair, from, &other, word) > 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean has_skeleton(const Side *side, const Word *word) {
  for (guint i = 0; i < 2; i++)
    if (word->skeletons[i] != BIRGE_NO_WORD &&
        g_hash_table_contains(side->skeletons, GUINT_TO_POINTER(word->skeletons[i])))
      return TRUE;
  return FALSE;
}

/* Finds by what a word may be tied to one of document from, and whether there is one there. Returns
 * FALSE if nothing can be said of it. */
static gboolean find_tie(const Pair *pair, guint from, const Word *word, BirgeTie *tie,
                         gboolean *is_there) {
  const Side *side = &pair->sides[from];
  *is_there = count_of(side, word->text) > 0;
  *tie = word->is_number ? BIRGE_TIE_NUMBER : BIRGE_TIE_EQUAL;
  if (word->is_number || *is_there)
    return TRUE;
  *is_there = TRUE;
  if (pair->lexicon && word->lexicon != BIRGE_NO_WORD && is_in_lexicon(pair, from, word)) {
    *tie = BIRGE_TIE_LEXICON;
    return TRUE;
  }
  *tie = BIRGE_TIE_NAME;
  if (has_skeleton(side, word))
    return TRUE;
  *is_there = FALSE;
  *tie = BIRGE_TIE_LEXICON;
  return pair->lexicon &&
         birge_lexicon_knows(pair->lexicon, pair->sides[1 - from].document->language, word->lexicon,
                             side->document->language);
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
static void explain_word(const Pair *pair, guint from, BirgeRun run, const Word *word,
                         GArray *words) {
  const Side *side = &pair->sides[from], *own = &pair->sides[1 - from];
  gboolean is_there;
  BirgeExplainedWord explained = {.side = 1 - from};
  if (!find_tie(pair, from, word, &explained.tie, &is_there))
    return;
  explained.place[1 - from] = word->place;
  guint32 first = side->starts[run.first], end = side->starts[run.end];
  double sum = 0, best = 0;
  for (guint32 w = first; w < end; w++) {
    const Word *other = &g_array_index(side->words, Word, w);
    double probability = word_probability(pair, from, other, word);
    sum += probability;
    if (probability > best) {
      best = probability;
      explained.place[from] = other->place;
    }
  }
  double chance = (double)count_of(own, word->text) / own->words->len;
  explained.gain = log(sum / (end - first + 1) / chance + DBL_MIN);
  explained.fate = !is_there             ? BIRGE_FATE_NOWHERE
                   : explained.gain <= 0 ? BIRGE_FATE_ELSEWHERE
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
static double measure(const Side *side, BirgeRun run) {
  double ratio = side->locale ? side->locale->length_ratio : 1, length = 0;
  for (guint s = run.first; s < run.end; s++) {
    const BirgeSegment *segment = &side->document->segments[s];
    length += (double)g_utf8_strlen(side->document->text + segment->start,
                                    (gssize)(segment->end - segment->start));
  }
  return length / ratio;
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
  const BirgeRun runs[] = {row->runs[pair->documents[0]], row->runs[pair->documents[1]]};
  if (runs[0].first == runs[0].end || runs[1].first == runs[1].end)
    return;
  BirgeExplainedPair explained = {.documents = {pair->documents[0], pair->documents[1]},
                                  .score = -birge_scorer_cost(pair->scorer, runs),
                                  .words = g_array_new(FALSE, FALSE, sizeof(BirgeExplainedWord))};
  double evidence[BIRGE_N_EVIDENCE];
  birge_scorer_weigh(pair->scorer, 0, 1, runs, evidence);
  take_evidence(&explained, evidence);
  for (guint from = 0; from < 2; from++) {
    const Side *own = &pair->sides[1 - from];
    explained.lengths[1 - from] = measure(own, runs[1 - from]);
    for (guint32 w = own->starts[runs[1 - from].first]; w < own->starts[runs[1 - from].end]; w++)
      explain_word(pair, from, runs[from], &g_array_index(own->words, Word, w), explained.words);
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
    guint x = pair->documents[0], y = pair->documents[1];
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
