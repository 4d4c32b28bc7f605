/* Says what it costs to tie runs of segments of two or three languages together.
 *
 * Evidence for each pair of languages: lengths (Gale and Church, 1993); words that translate each
 * other, as a ratio against chance in both directions (Moore, 2002); ends of sentences, question
 * and quotation marks. Words translate each other when the lexicon says so, or when they are equal
 * or sound alike: numbers, Latin words, names. */
#include "align/private.h"

#include "text/fold.h"
#include "text/skeleton.h"
#include "text/tokens.h"
#include "text/vocabulary.h"

#include "text/habits.h"

#include <math.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* Variance of the length of a translation for each character; Gale and Church found 6.8 for
 * European languages, letters that are written and not written make ours wider. */
#define LENGTH_VARIANCE 10.0
#define MAX_LENGTH_COST 15.0
/* Ends of sentences in one run and not in the other count up to so many. */
#define MAX_ENDS 3.0
/* Sentences of each document that the rate of ends is made of before any was seen. */
#define PRIOR_ENDS 10.0
/* How sure it is that an equal word is the translation. */
#define EQUAL_PROBABILITY 0.7
/* The share of words whose translation stands in the bead, of those that have one somewhere. */
#define FOUND_SHARE 0.6
/* Skeletons with fewer consonants are not looked at. */
#define MIN_SKELETON 3

typedef struct {
  guint32 text;         /* number of the folded token, equal in all languages */
  guint32 lexicon;      /* number in the lexicon, or BIRGE_NO_WORD */
  guint32 skeletons[2]; /* numbers of the skeletons of the word and of its stem, or BIRGE_NO_WORD */
  guint8 n_consonants;  /* of the word's skeleton */
  gboolean is_number;
} Word;

/* By what a word might be tied to one of another document. */
typedef enum { TIE_NUMBER, TIE_EQUAL, TIE_SKELETON, TIE_LEXICON, N_TIES } Tie;
/* Nothing in all of the other document could be tied to it. */
#define NOWHERE 0x10
/* Nothing can be said of it. */
#define UNKNOWN 0xFF

/* A document as the scorer sees it. */
typedef struct {
  const char *language;
  GArray *words;      /* of Word, all segments one after the other */
  guint32 *questions; /* sums of question marks before each segment */
  guint32 *quotes;    /* the same of quotation marks */
  guint32 *ends;      /* the same of ends of sentences */
  gboolean *is_open;  /* of each segment: whether it ends inside a sentence */
  guint32 *starts;    /* of each segment in words; n_segments + 1 */
  double *lengths;    /* sums of lengths before each segment, in characters of English */
  GArray *counts;     /* of guint32, by Word.text: how often it occurs */
} Side;

/* For one pair of documents and one direction: what each word of to gets from a segment of from. */
typedef struct {
  guint8 *ties;      /* by word of to: a Tie, and NOWHERE */
  GHashTable *sums;  /* (segment of from, segment of to) -> float*, one a word of the latter */
  GHashTable *costs; /* (run, run) -> bits of a float: see kept_pair_cost() */
} Direction;

/* What each kind of evidence adds to the cost of a bead. Trained so that the right ways through 62
 * news documents, disturbed, are as likely as can be among all ways (a conditional random field,
 * Lafferty et al., 2001; see docs/evaluation.md). None may speak for a bead by being missed, which
 * the training would have of words that are equal or only look alike. */
static const double weights[BIRGE_N_EVIDENCE] = {
    [BIRGE_NUMBER_FOUND] = -2.5138,
    [BIRGE_EQUAL_FOUND] = -0.4936,
    [BIRGE_SKELETON_FOUND] = -1.5868,
    [BIRGE_LEXICON_FOUND] = -1.1148,
    [BIRGE_NUMBER_MISSED] = 2.1907,
    [BIRGE_EQUAL_MISSED] = 0,
    [BIRGE_SKELETON_MISSED] = 0,
    [BIRGE_LEXICON_MISSED] = 0.3356,
    [BIRGE_NUMBER_NOWHERE] = 1.7749,
    [BIRGE_LEXICON_NOWHERE] = 0.0838,
    [BIRGE_LENGTHS] = 0.4405,
    [BIRGE_QUESTIONS] = 1.9667,
    [BIRGE_QUOTES] = 1.6576,
    [BIRGE_ENDS] = 1.9810,
    [BIRGE_OPEN] = 2.3124,
};

struct _BirgeScorer {
  const BirgeLexicon *lexicon;
  BirgeVocabulary *texts;
  BirgeVocabulary *skeletons;
  Side sides[BIRGE_MAX_SEARCHED];
  guint n_sides;
  guint32 n_segments[BIRGE_MAX_SEARCHED];
  Direction directions[BIRGE_MAX_SEARCHED][BIRGE_MAX_SEARCHED]; /* [from][to] */
};

/* Returns the number of a skeleton; that of one that is too short to say anything is none. */
static guint32 find_skeleton(BirgeScorer *scorer, const BirgeLocale *locale, const char *word,
                             gsize length, guint8 *n_consonants) {
  g_autoptr(GString) skeleton = g_string_new(NULL);
  birge_skeleton_append(locale->skeletons, word, length, skeleton);
  *n_consonants = (guint8)MIN(skeleton->len, G_MAXUINT8);
  return skeleton->len < MIN_SKELETON
             ? BIRGE_NO_WORD
             : birge_vocabulary_add(scorer->skeletons, skeleton->str, skeleton->len);
}

static void add_token(BirgeScorer *scorer, Side *side, const BirgeLocale *locale,
                      const char *folded, BirgeToken token) {
  Word word = {0, BIRGE_NO_WORD, {BIRGE_NO_WORD, BIRGE_NO_WORD}, 0, FALSE};
  const char *text = folded + token.start;
  gsize length = token.end - token.start;
  if (token.kind == BIRGE_TOKEN_NUMBER) {
    g_autoptr(GString) number = g_string_new(NULL);
    birge_number_normalize(text, length, number);
    word.text = birge_vocabulary_add(scorer->texts, number->str, number->len);
    word.is_number = TRUE;
  } else {
    word.text = birge_vocabulary_add(scorer->texts, text, length);
  }
  if (token.kind == BIRGE_TOKEN_WORD && locale && locale->skeletons) {
    BirgeToken stem = token;
    birge_stem(locale->stemming, folded, &stem.start, &stem.end);
    word.skeletons[1] = find_skeleton(scorer, locale, folded + stem.start, stem.end - stem.start,
                                      &word.n_consonants);
    word.skeletons[0] = find_skeleton(scorer, locale, text, length, &word.n_consonants);
  }
  if (token.kind == BIRGE_TOKEN_WORD && scorer->lexicon && locale) {
    birge_stem(locale->stemming, folded, &token.start, &token.end);
    word.lexicon = birge_lexicon_find(scorer->lexicon, side->language, folded + token.start,
                                      token.end - token.start);
  }
  g_array_append_val(side->words, word);
  if (side->counts->len <= word.text)
    g_array_set_size(side->counts, word.text + 1);
  g_array_index(side->counts, guint32, word.text)++;
}

static void count_marks(Side *side, guint s, const BirgeLocale *locale, const char *text,
                        gsize length) {
  UChar32 question = locale ? locale->habits->marks[BIRGE_MARK_QUESTION] : '?';
  guint32 n_questions = 0, n_quotes = 0;
  for (gsize i = 0; i < length;) {
    UChar32 c;
    U8_NEXT_UNSAFE(text, i, c);
    n_questions += c == question ? 1 : 0;
    n_quotes += c != '\'' && c != 0x2019 && u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) ? 1 : 0;
  }
  BirgeEnds ends = birge_ends_count(text, length);
  side->ends[s + 1] = side->ends[s] + ends.n;
  side->is_open[s] = ends.is_open;
  side->questions[s + 1] = side->questions[s] + n_questions;
  side->quotes[s + 1] = side->quotes[s] + n_quotes;
}

static void prepare_side(BirgeScorer *scorer, Side *side, const BirgeDocument *document,
                         const BirgeLocales *locales) {
  const BirgeLocale *locale =
      birge_locales_find(locales, document->language, document->text, document->length);
  double ratio = locale ? locale->length_ratio : 1;
  side->language = document->language;
  side->words = g_array_new(FALSE, FALSE, sizeof(Word));
  side->counts = g_array_new(FALSE, TRUE, sizeof(guint32));
  side->starts = g_new0(guint32, document->n_segments + 1);
  side->lengths = g_new0(double, document->n_segments + 1);
  side->ends = g_new0(guint32, document->n_segments + 1);
  side->is_open = g_new0(gboolean, document->n_segments + 1);
  side->questions = g_new0(guint32, document->n_segments + 1);
  side->quotes = g_new0(guint32, document->n_segments + 1);
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  for (guint s = 0; s < document->n_segments; s++) {
    const BirgeSegment *segment = &document->segments[s];
    const char *text = document->text + segment->start;
    gsize length = segment->end - segment->start;
    g_string_truncate(folded, 0);
    g_array_set_size(tokens, 0);
    birge_fold(locale ? locale->folding : NULL, text, length, folded);
    birge_tokenize(folded->str, folded->len, tokens);
    for (guint t = 0; t < tokens->len; t++) {
      BirgeToken token = g_array_index(tokens, BirgeToken, t);
      if (token.kind != BIRGE_TOKEN_MARK)
        add_token(scorer, side, locale, folded->str, token);
    }
    side->starts[s + 1] = side->words->len;
    count_marks(side, s, locale, text, length);
    side->lengths[s + 1] = side->lengths[s] + (double)g_utf8_strlen(text, (gssize)length) / ratio;
  }
}

static gboolean are_skeletons_equal(const Word *a, const Word *b) {
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      if (a->skeletons[i] != BIRGE_NO_WORD && a->skeletons[i] == b->skeletons[j])
        return TRUE;
  return FALSE;
}

/* How sure it is that a word with the same skeleton is the same name. */
static double skeleton_probability(const Word *a, const Word *b) {
  /* Few consonants meet by chance. Chosen on one half of the documents of docs/evaluation.md. */
  static const double by_consonants[] = {0.05, 0.3, 0.6};
  guint n = MIN(a->n_consonants, b->n_consonants);
  return by_consonants[CLAMP(n, MIN_SKELETON, MIN_SKELETON + 2) - MIN_SKELETON];
}

static double word_probability(const BirgeScorer *scorer, const Side *from, const Word *a,
                               const Side *to, const Word *b) {
  if (a->text == b->text)
    return EQUAL_PROBABILITY;
  double likeness = are_skeletons_equal(a, b) ? skeleton_probability(a, b) : 0;
  if (!scorer->lexicon || a->lexicon == BIRGE_NO_WORD || b->lexicon == BIRGE_NO_WORD)
    return likeness;
  return MAX(likeness, birge_lexicon_probability(scorer->lexicon, from->language, a->lexicon,
                                                 to->language, b->lexicon));
}

static guint32 count_of(const Side *side, guint32 text) {
  return text < side->counts->len ? g_array_index(side->counts, guint32, text) : 0;
}

/* The words of a document, each once, by what they are tied by. */
typedef struct {
  GHashTable *lexicon;   /* of numbers in the lexicon */
  GHashTable *skeletons; /* of numbers of skeletons */
} Kinds;

static void add_kind(GHashTable *kinds, guint32 number) {
  if (number != BIRGE_NO_WORD)
    g_hash_table_add(kinds, GUINT_TO_POINTER(number));
}

static Kinds find_kinds(const Side *side) {
  Kinds kinds = {g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL)};
  for (guint i = 0; i < side->words->len; i++) {
    const Word *word = &g_array_index(side->words, Word, i);
    add_kind(kinds.lexicon, word->lexicon);
    add_kind(kinds.skeletons, word->skeletons[0]);
    add_kind(kinds.skeletons, word->skeletons[1]);
  }
  return kinds;
}

/* Whether a word of another document is tied to a word of this one by the lexicon. */
static guint8 find_lexicon_tie(const BirgeScorer *scorer, const Side *from, const Side *to,
                               guint32 word, GHashTable *kinds) {
  GHashTableIter iterator;
  gpointer kind;
  g_hash_table_iter_init(&iterator, kinds);
  while (g_hash_table_iter_next(&iterator, &kind, NULL)) {
    if (birge_lexicon_probability(scorer->lexicon, from->language, GPOINTER_TO_UINT(kind),
                                  to->language, word) > 0)
      return TIE_LEXICON;
  }
  return birge_lexicon_knows(scorer->lexicon, to->language, word, from->language)
             ? TIE_LEXICON | NOWHERE
             : UNKNOWN;
}

static gboolean has_skeleton(const Word *word, GHashTable *skeletons) {
  for (guint i = 0; i < 2; i++)
    if (word->skeletons[i] != BIRGE_NO_WORD &&
        g_hash_table_contains(skeletons, GUINT_TO_POINTER(word->skeletons[i])))
      return TRUE;
  return FALSE;
}

static guint8 find_tie(const BirgeScorer *scorer, const Side *from, const Side *to,
                       const Word *word, const Kinds *kinds, GHashTable *known) {
  if (word->is_number)
    return count_of(from, word->text) > 0 ? TIE_NUMBER : TIE_NUMBER | NOWHERE;
  if (count_of(from, word->text) > 0)
    return TIE_EQUAL;
  guint8 tie = UNKNOWN;
  if (word->lexicon != BIRGE_NO_WORD) {
    gpointer key = GUINT_TO_POINTER(word->lexicon), found;
    if (!g_hash_table_lookup_extended(known, key, NULL, &found)) {
      found = GUINT_TO_POINTER(find_lexicon_tie(scorer, from, to, word->lexicon, kinds->lexicon));
      g_hash_table_insert(known, key, found);
    }
    tie = (guint8)GPOINTER_TO_UINT(found);
  }
  return tie != TIE_LEXICON && has_skeleton(word, kinds->skeletons) ? TIE_SKELETON : tie;
}

static void prepare_direction(BirgeScorer *scorer, guint f, guint t) {
  const Side *from = &scorer->sides[f], *to = &scorer->sides[t];
  Direction *direction = &scorer->directions[f][t];
  direction->sums = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  direction->costs = g_hash_table_new(NULL, NULL);
  direction->ties = g_new0(guint8, to->words->len + 1);
  Kinds kinds = find_kinds(from);
  g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < to->words->len; i++)
    direction->ties[i] =
        find_tie(scorer, from, to, &g_array_index(to->words, Word, i), &kinds, known);
  g_hash_table_unref(kinds.lexicon);
  g_hash_table_unref(kinds.skeletons);
}

BirgeScorer *birge_scorer_new(const BirgeDocument *const *documents, guint n_documents,
                              const BirgeAlignOptions *options) {
  BirgeScorer *scorer = g_new0(BirgeScorer, 1);
  scorer->lexicon = options->lexicon;
  scorer->texts = birge_vocabulary_new();
  scorer->skeletons = birge_vocabulary_new();
  scorer->n_sides = n_documents;
  for (guint d = 0; d < n_documents; d++) {
    prepare_side(scorer, &scorer->sides[d], documents[d], options->locales);
    scorer->n_segments[d] = documents[d]->n_segments;
  }
  for (guint a = 0; a < n_documents; a++)
    for (guint b = 0; b < n_documents; b++)
      if (a != b)
        prepare_direction(scorer, a, b);
  return scorer;
}

void birge_scorer_forget(BirgeScorer *scorer) {
  for (guint a = 0; a < scorer->n_sides; a++) {
    for (guint b = 0; b < scorer->n_sides; b++) {
      if (a == b)
        continue;
      g_hash_table_remove_all(scorer->directions[a][b].sums);
      g_hash_table_remove_all(scorer->directions[a][b].costs);
    }
  }
}

void birge_scorer_free(BirgeScorer *scorer) {
  for (guint a = 0; a < scorer->n_sides; a++) {
    for (guint b = 0; b < scorer->n_sides; b++) {
      g_clear_pointer(&scorer->directions[a][b].sums, g_hash_table_unref);
      g_clear_pointer(&scorer->directions[a][b].costs, g_hash_table_unref);
      g_free(scorer->directions[a][b].ties);
    }
    g_array_unref(scorer->sides[a].words);
    g_array_unref(scorer->sides[a].counts);
    g_free(scorer->sides[a].starts);
    g_free(scorer->sides[a].lengths);
    g_free(scorer->sides[a].ends);
    g_free(scorer->sides[a].is_open);
    g_free(scorer->sides[a].questions);
    g_free(scorer->sides[a].quotes);
  }
  birge_vocabulary_free(scorer->texts);
  birge_vocabulary_free(scorer->skeletons);
  g_free(scorer);
}

/* For each word of segment j of to, the sum over the words of segment i of from of the probability
 * that these become it. Kept, for many beads share a pair of segments. */
static const float *pair_sums(BirgeScorer *scorer, guint f, guint t, guint i, guint j) {
  const Side *from = &scorer->sides[f], *to = &scorer->sides[t];
  GHashTable *sums = scorer->directions[f][t].sums;
  gpointer key = GSIZE_TO_POINTER((gsize)i * scorer->n_segments[t] + j);
  float *sum = g_hash_table_lookup(sums, key);
  if (sum)
    return sum;
  guint32 first = to->starts[j], n = to->starts[j + 1] - first;
  sum = g_new0(float, n + 1);
  for (guint32 w = 0; w < n; w++) {
    if (scorer->directions[f][t].ties[first + w] >= NOWHERE)
      continue;
    const Word *word = &g_array_index(to->words, Word, first + w);
    for (guint32 v = from->starts[i]; v < from->starts[i + 1]; v++)
      sum[w] +=
          (float)word_probability(scorer, from, &g_array_index(from->words, Word, v), to, word);
  }
  g_hash_table_insert(sums, key, sum);
  return sum;
}

/* Adds to evidence what the words of run b say beside run a. */
static void add_word_evidence(BirgeScorer *scorer, guint f, guint t, const BirgeRun *pair,
                              double *evidence) {
  BirgeRun a = pair[0], b = pair[1];
  const Side *from = &scorer->sides[f], *to = &scorer->sides[t];
  const guint8 *ties = scorer->directions[f][t].ties;
  double n_from = from->starts[a.end] - from->starts[a.first];
  const float *sums[BIRGE_MAX_BEAD];
  for (guint j = b.first; j < b.end; j++) {
    for (guint i = a.first; i < a.end; i++)
      sums[i - a.first] = pair_sums(scorer, f, t, i, j);
    for (guint32 w = to->starts[j]; w < to->starts[j + 1]; w++) {
      if (ties[w] == UNKNOWN)
        continue;
      if (ties[w] & NOWHERE) {
        evidence[BIRGE_NUMBER_NOWHERE + (ties[w] != (TIE_NUMBER | NOWHERE))] += 0.5;
        continue;
      }
      double sum = 0;
      for (guint i = 0; i < a.end - a.first; i++)
        sum += sums[i][w - to->starts[j]];
      const Word *word = &g_array_index(to->words, Word, w);
      double chance = (double)count_of(to, word->text) / to->words->len;
      double ratio = log(FOUND_SHARE * sum / (n_from + 1) / chance + (1 - FOUND_SHARE));
      /* The two directions see the same links: each counts half. */
      if (ratio > 0)
        evidence[BIRGE_NUMBER_FOUND + ties[w]] += ratio / 2;
      else
        evidence[BIRGE_NUMBER_MISSED + ties[w]] -= ratio / 2;
    }
  }
}

static double length_cost(double a, double b) {
  double z = (b - a) / sqrt(LENGTH_VARIANCE * (a + b) / 2 + 1);
  double tail = erfc(fabs(z) / M_SQRT2);
  return tail > 0 ? MIN(-log(tail), MAX_LENGTH_COST) : MAX_LENGTH_COST;
}

/* How many sentences end in one run and not in the other; documents that end sentences at very
 * different rates make it say less. */
static double compare_ends(const BirgeScorer *scorer, guint x, guint y, BirgeRun a, BirgeRun b) {
  const Side *left = &scorer->sides[x], *right = &scorer->sides[y];
  double rate = (right->ends[scorer->n_segments[y]] + PRIOR_ENDS) /
                (left->ends[scorer->n_segments[x]] + PRIOR_ENDS);
  double n_left = left->ends[a.end] - left->ends[a.first];
  double n_right = right->ends[b.end] - right->ends[b.first];
  double difference = fabs(n_left * sqrt(rate) - n_right / sqrt(rate));
  return MIN(rate, 1 / rate) * MIN(difference, MAX_ENDS);
}

void birge_scorer_weigh(BirgeScorer *scorer, guint x, guint y, const BirgeRun *pair,
                        double *evidence) {
  BirgeRun a = pair[0], b = pair[1];
  const Side *left = &scorer->sides[x], *right = &scorer->sides[y];
  memset(evidence, 0, BIRGE_N_EVIDENCE * sizeof *evidence);
  evidence[BIRGE_LENGTHS] = length_cost(left->lengths[a.end] - left->lengths[a.first],
                                        right->lengths[b.end] - right->lengths[b.first]);
  guint32 q = left->questions[a.end] - left->questions[a.first];
  guint32 r = right->questions[b.end] - right->questions[b.first];
  evidence[BIRGE_QUESTIONS] = (q > 0) != (r > 0);
  q = left->quotes[a.end] - left->quotes[a.first];
  r = right->quotes[b.end] - right->quotes[b.first];
  evidence[BIRGE_QUOTES] = (q > 0) != (r > 0);
  evidence[BIRGE_ENDS] = compare_ends(scorer, x, y, a, b);
  evidence[BIRGE_OPEN] = left->is_open[a.end - 1] != right->is_open[b.end - 1];
  add_word_evidence(scorer, x, y, pair, evidence);
  add_word_evidence(scorer, y, x, (const BirgeRun[]){b, a}, evidence);
}

static double pair_cost(BirgeScorer *scorer, guint x, guint y, BirgeRun a, BirgeRun b) {
  if (a.first == a.end || b.first == b.end)
    return 0;
  double evidence[BIRGE_N_EVIDENCE], cost = 0;
  birge_scorer_weigh(scorer, x, y, (const BirgeRun[]){a, b}, evidence);
  for (guint i = 0; i < BIRGE_N_EVIDENCE; i++)
    cost += weights[i] * evidence[i];
  return cost;
}

/* A search over three documents asks for the same pair of runs beside every run of the third. */
static double kept_pair_cost(BirgeScorer *scorer, guint x, guint y, const BirgeRun *runs) {
  BirgeRun a = runs[x], b = runs[y];
  if (scorer->n_sides < 3 || a.first == a.end || b.first == b.end)
    return pair_cost(scorer, x, y, a, b);
  guint64 key = (guint64)a.first * scorer->n_segments[y] + b.first;
  key = (key * (BIRGE_MAX_BEAD + 1) + (a.end - a.first)) * (BIRGE_MAX_BEAD + 1) + (b.end - b.first);
  GHashTable *costs = scorer->directions[x][y].costs;
  gpointer kept;
  if (g_hash_table_lookup_extended(costs, GSIZE_TO_POINTER(key), NULL, &kept)) {
    guint32 bits = GPOINTER_TO_UINT(kept);
    float cost;
    memcpy(&cost, &bits, sizeof cost);
    return cost;
  }
  float cost = (float)pair_cost(scorer, x, y, a, b);
  guint32 bits;
  memcpy(&bits, &cost, sizeof bits);
  g_hash_table_insert(costs, GSIZE_TO_POINTER(key), GUINT_TO_POINTER(bits));
  return cost;
}

double birge_scorer_cost(BirgeScorer *scorer, const BirgeRun *runs) {
  double cost = 0;
  for (guint x = 0; x < scorer->n_sides; x++) {
    for (guint y = x + 1; y < scorer->n_sides; y++)
      cost += kept_pair_cost(scorer, x, y, runs);
  }
  return cost;
}
