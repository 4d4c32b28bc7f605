/* Says what it costs to tie runs of segments of two or three languages together.
 *
 * Two kinds of evidence for each pair of languages: lengths (Gale and Church, 1993), and words that
 * translate each other, as a ratio against chance in both directions (Moore, 2002). Words translate
 * each other when the lexicon says so, or when they are equal: numbers, Latin words, names. */
#include "align/private.h"

#include "text/fold.h"
#include "text/skeleton.h"
#include "text/tokens.h"
#include "text/vocabulary.h"

#include <math.h>
#include <string.h>

/* Variance of the length of a translation for each character; Gale and Church found 6.8 for
 * European languages, letters that are written and not written make ours wider. */
#define LENGTH_VARIANCE 10.0
#define MAX_LENGTH_COST 15.0
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
} Word;

/* A document as the scorer sees it. */
typedef struct {
  const char *language;
  GArray *words;   /* of Word, all segments one after the other */
  guint32 *starts; /* of each segment in words; n_segments + 1 */
  double *lengths; /* sums of lengths before each segment, in characters of English */
  GArray *counts;  /* of guint32, by Word.text: how often it occurs */
} Side;

/* For one pair of documents and one direction: what each word of to gets from a segment of from. */
typedef struct {
  gboolean *is_linkable; /* by word of to: whether anything in from translates it */
  GHashTable *sums;      /* (segment of from, segment of to) -> float*, one a word of the latter */
  GHashTable *costs;     /* (run, run) -> bits of a float: see kept_pair_cost() */
} Direction;

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
  Word word = {0, BIRGE_NO_WORD, {BIRGE_NO_WORD, BIRGE_NO_WORD}, 0};
  const char *text = folded + token.start;
  gsize length = token.end - token.start;
  if (token.kind == BIRGE_TOKEN_NUMBER) {
    g_autoptr(GString) number = g_string_new(NULL);
    birge_number_normalize(text, length, number);
    word.text = birge_vocabulary_add(scorer->texts, number->str, number->len);
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
      /* Of the marks, the question is the one that translators keep. */
      if (token.kind != BIRGE_TOKEN_MARK)
        add_token(scorer, side, locale, folded->str, token);
    }
    side->starts[s + 1] = side->words->len;
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

static void prepare_direction(BirgeScorer *scorer, guint f, guint t) {
  const Side *from = &scorer->sides[f], *to = &scorer->sides[t];
  Direction *direction = &scorer->directions[f][t];
  direction->sums = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  direction->costs = g_hash_table_new(NULL, NULL);
  direction->is_linkable = g_new0(gboolean, to->words->len + 1);
  /* One word of each kind is enough on the side of from. */
  g_autoptr(GHashTable) kinds = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < from->words->len && scorer->lexicon; i++) {
    const Word *word = &g_array_index(from->words, Word, i);
    if (word->lexicon != BIRGE_NO_WORD)
      g_hash_table_add(kinds, GUINT_TO_POINTER(word->lexicon));
  }
  g_autoptr(GHashTable) skeletons = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < from->words->len; i++)
    for (guint k = 0; k < 2; k++)
      g_hash_table_add(skeletons,
                       GUINT_TO_POINTER(g_array_index(from->words, Word, i).skeletons[k]));
  g_hash_table_remove(skeletons, GUINT_TO_POINTER(BIRGE_NO_WORD));
  g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < to->words->len; i++) {
    const Word *word = &g_array_index(to->words, Word, i);
    if (count_of(from, word->text) > 0 ||
        g_hash_table_contains(skeletons, GUINT_TO_POINTER(word->skeletons[0])) ||
        g_hash_table_contains(skeletons, GUINT_TO_POINTER(word->skeletons[1]))) {
      direction->is_linkable[i] = TRUE;
      continue;
    }
    if (word->lexicon == BIRGE_NO_WORD)
      continue;
    gpointer key = GUINT_TO_POINTER(word->lexicon), found = NULL;
    if (!g_hash_table_lookup_extended(known, key, NULL, &found)) {
      GHashTableIter iterator;
      gpointer kind;
      g_hash_table_iter_init(&iterator, kinds);
      while (!found && g_hash_table_iter_next(&iterator, &kind, NULL))
        found = GINT_TO_POINTER(birge_lexicon_probability(scorer->lexicon, from->language,
                                                          GPOINTER_TO_UINT(kind), to->language,
                                                          word->lexicon) > 0);
      g_hash_table_insert(known, key, found);
    }
    direction->is_linkable[i] = found != NULL;
  }
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

void birge_scorer_free(BirgeScorer *scorer) {
  for (guint a = 0; a < scorer->n_sides; a++) {
    for (guint b = 0; b < scorer->n_sides; b++) {
      g_clear_pointer(&scorer->directions[a][b].sums, g_hash_table_unref);
      g_clear_pointer(&scorer->directions[a][b].costs, g_hash_table_unref);
      g_free(scorer->directions[a][b].is_linkable);
    }
    g_array_unref(scorer->sides[a].words);
    g_array_unref(scorer->sides[a].counts);
    g_free(scorer->sides[a].starts);
    g_free(scorer->sides[a].lengths);
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
    if (!scorer->directions[f][t].is_linkable[first + w])
      continue;
    const Word *word = &g_array_index(to->words, Word, first + w);
    for (guint32 v = from->starts[i]; v < from->starts[i + 1]; v++)
      sum[w] +=
          (float)word_probability(scorer, from, &g_array_index(from->words, Word, v), to, word);
  }
  g_hash_table_insert(sums, key, sum);
  return sum;
}

/* The logarithm of how much likelier than by chance the words of run b are beside run a. */
static double word_ratio(BirgeScorer *scorer, guint f, guint t, BirgeRun a, BirgeRun b) {
  const Side *from = &scorer->sides[f], *to = &scorer->sides[t];
  double n_from = from->starts[a.end] - from->starts[a.first], ratio = 0;
  const float *sums[BIRGE_MAX_BEAD];
  for (guint j = b.first; j < b.end; j++) {
    for (guint i = a.first; i < a.end; i++)
      sums[i - a.first] = pair_sums(scorer, f, t, i, j);
    for (guint32 w = to->starts[j]; w < to->starts[j + 1]; w++) {
      if (!scorer->directions[f][t].is_linkable[w])
        continue;
      double sum = 0;
      for (guint i = 0; i < a.end - a.first; i++)
        sum += sums[i][w - to->starts[j]];
      const Word *word = &g_array_index(to->words, Word, w);
      double chance = (double)count_of(to, word->text) / to->words->len;
      ratio += log(FOUND_SHARE * sum / (n_from + 1) / chance + (1 - FOUND_SHARE));
    }
  }
  return ratio;
}

static double length_cost(double a, double b) {
  double z = (b - a) / sqrt(LENGTH_VARIANCE * (a + b) / 2 + 1);
  double tail = erfc(fabs(z) / M_SQRT2);
  return tail > 0 ? MIN(-log(tail), MAX_LENGTH_COST) : MAX_LENGTH_COST;
}

static double pair_cost(BirgeScorer *scorer, guint x, guint y, BirgeRun a, BirgeRun b) {
  if (a.first == a.end || b.first == b.end)
    return 0;
  const Side *left = &scorer->sides[x], *right = &scorer->sides[y];
  double cost = length_cost(left->lengths[a.end] - left->lengths[a.first],
                            right->lengths[b.end] - right->lengths[b.first]);
  /* The two directions see the same links: each counts half. */
  return cost - (word_ratio(scorer, x, y, a, b) + word_ratio(scorer, y, x, b, a)) / 2;
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
  guint n_filled = 0;
  for (guint x = 0; x < scorer->n_sides; x++) {
    n_filled += runs[x].first < runs[x].end ? 1 : 0;
    for (guint y = x + 1; y < scorer->n_sides; y++)
      cost += kept_pair_cost(scorer, x, y, runs);
  }
  /* Of three pairs, two say all: the third follows. */
  return n_filled == 3 ? cost * 2 / 3 : cost;
}
