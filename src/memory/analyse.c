/* Counts the segments of documents by bands of matches. */
#include "memory/analyse.h"

#include "memory/private.h"
#include "memory/search.h"
#include "text/fold.h"
#include "text/tokens.h"
#include "text/vocabulary.h"

#include <stdlib.h>
#include <string.h>

/* A segment that was counted. */
typedef struct {
  guint start; /* of its tokens, in words */
  guint n;
} Counted;

struct _BirgeAnalysis {
  BirgeLookup *lookup; /* NULL: nothing is stored */
  const BirgeLocale *locale;
  BirgeVocabulary *vocabulary;
  GArray *words;       /* of guint32: the tokens of all segments */
  GArray *segments;    /* of Counted */
  GPtrArray *postings; /* by word: of GArray* of guint, segments that have it, each once */
  GArray *last_seen;   /* by segment, of guint: the last query that looked at it, from 1 */
  BirgePattern pattern;
  GString *folded; /* scratch */
  GArray *tokens;  /* scratch */
};

BirgeAnalysis *birge_analysis_new(BirgeLookup *lookup, const BirgeLocale *locale) {
  BirgeAnalysis *analysis = g_new0(BirgeAnalysis, 1);
  analysis->lookup = lookup;
  analysis->locale = locale;
  analysis->vocabulary = birge_vocabulary_new();
  analysis->words = g_array_new(FALSE, FALSE, sizeof(guint32));
  analysis->segments = g_array_new(FALSE, FALSE, sizeof(Counted));
  analysis->postings = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  analysis->last_seen = g_array_new(FALSE, TRUE, sizeof(guint));
  analysis->folded = g_string_new(NULL);
  analysis->tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  return analysis;
}

void birge_analysis_free(BirgeAnalysis *analysis) {
  birge_vocabulary_free(analysis->vocabulary);
  g_array_unref(analysis->words);
  g_array_unref(analysis->segments);
  g_ptr_array_unref(analysis->postings);
  g_array_unref(analysis->last_seen);
  birge_pattern_clear(&analysis->pattern);
  g_string_free(analysis->folded, TRUE);
  g_array_unref(analysis->tokens);
  g_free(analysis);
}

/* Appends the tokens of a text to words. Returns how many of them are words and numbers. */
static guint append_words(BirgeAnalysis *analysis, const char *text, gsize length) {
  guint n = 0;
  g_string_truncate(analysis->folded, 0);
  g_array_set_size(analysis->tokens, 0);
  birge_fold(analysis->locale->folding, text, length, analysis->folded);
  birge_tokenize(analysis->folded->str, analysis->folded->len, analysis->tokens);
  for (guint i = 0; i < analysis->tokens->len; i++) {
    const BirgeToken *token = &g_array_index(analysis->tokens, BirgeToken, i);
    guint32 word = birge_vocabulary_add(analysis->vocabulary, analysis->folded->str + token->start,
                                        token->end - token->start);
    g_array_append_val(analysis->words, word);
    n += token->kind != BIRGE_TOKEN_MARK;
  }
  while (analysis->postings->len < birge_vocabulary_size(analysis->vocabulary))
    g_ptr_array_add(analysis->postings, g_array_new(FALSE, FALSE, sizeof(guint)));
  return n;
}

static const guint32 *words_of(const BirgeAnalysis *analysis, const Counted *segment) {
  return &g_array_index(analysis->words, guint32, segment->start);
}

/* Words by how many segments have them, the rarest first. */
static int compare_rarity(gconstpointer a, gconstpointer b, gpointer data) {
  const GPtrArray *postings = data;
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  guint n_x = ((const GArray *)postings->pdata[x])->len;
  guint n_y = ((const GArray *)postings->pdata[y])->len;
  return n_x != n_y ? (n_x > n_y) - (n_x < n_y) : (x > y) - (x < y);
}

/* How alike two segments are, in hundredths of a per cent; the pattern is that of one. */
static guint measure(const BirgeAnalysis *analysis, const Counted *one, const Counted *other) {
  guint longest = MAX(one->n, other->n);
  guint distance = birge_pattern_measure(&analysis->pattern, words_of(analysis, other), other->n);
  return 10000 * (longest - distance) / longest;
}

/* Finds the best score among the earlier segments. A segment of n words that is at least half the
 * same shares half of them, so it has one of the n / 2 + 1 rarest. number: of the query, from 1. */
static guint find_inside(BirgeAnalysis *analysis, const Counted *segment, guint number) {
  g_autofree guint32 *rarest = g_memdup2(words_of(analysis, segment), segment->n * sizeof *rarest);
  guint best = 0;
  g_qsort_with_data(rarest, (gint)segment->n, sizeof *rarest, compare_rarity, analysis->postings);
  birge_pattern_set(&analysis->pattern, words_of(analysis, segment), segment->n);
  for (guint i = 0; i < segment->n / 2 + 1 && i < segment->n; i++) {
    const GArray *places = analysis->postings->pdata[rarest[i]];
    for (guint k = 0; k < places->len; k++) {
      guint place = g_array_index(places, guint, k);
      const Counted *other = &g_array_index(analysis->segments, Counted, place);
      guint *seen = &g_array_index(analysis->last_seen, guint, place);
      gboolean is_new = *seen != number;
      *seen = number;
      /* Lengths alone say how alike they can be. */
      guint most = 10000 * MIN(segment->n, other->n) / MAX(segment->n, other->n);
      if (is_new && most >= BIRGE_ANALYSIS_MIN * 100 && most > best)
        best = MAX(best, measure(analysis, segment, other));
    }
  }
  return best;
}

/* Makes a segment one that later ones are compared with. */
static void keep_segment(BirgeAnalysis *analysis, const Counted *segment) {
  guint number = analysis->segments->len, nobody = 0;
  g_array_append_val(analysis->segments, *segment);
  g_array_append_val(analysis->last_seen, nobody);
  for (guint i = 0; i < segment->n; i++) {
    GArray *places = analysis->postings->pdata[words_of(analysis, segment)[i]];
    if (places->len == 0 || g_array_index(places, guint, places->len - 1) != number)
      g_array_append_val(places, number);
  }
}

static BirgeAnalysisBand find_band(gint stored, gint inside) {
  static const gint least[] = {9500, 8500, 7500, BIRGE_ANALYSIS_MIN * 100};
  if (stored >= BIRGE_SCORE_CONTEXT)
    return BIRGE_BAND_CONTEXT;
  if (stored >= BIRGE_SCORE_EXACT)
    return BIRGE_BAND_EXACT;
  if (inside >= BIRGE_SCORE_EXACT)
    return BIRGE_BAND_REPETITION;
  for (guint i = 0; i < G_N_ELEMENTS(least); i++) {
    if (stored >= least[i])
      return BIRGE_BAND_95 + i;
    if (inside >= least[i])
      return BIRGE_BAND_INSIDE_95 + i;
  }
  return BIRGE_BAND_NEW;
}

static char *dup_segment(const BirgeDocument *document, guint i) {
  const BirgeSegment *segment = &document->segments[i];
  return i < document->n_segments
             ? g_strndup(document->text + segment->start, segment->end - segment->start)
             : g_strdup("");
}

/* Finds the score of the best match in the memory, 0 if there is none, -1 on error. */
static gint find_stored(const BirgeAnalysis *analysis, const BirgeDocument *document, guint i,
                        GError **error) {
  if (!analysis->lookup)
    return 0;
  g_autofree char *previous = i > 0 ? dup_segment(document, i - 1) : g_strdup("");
  g_autofree char *text = dup_segment(document, i);
  g_autofree char *next = dup_segment(document, i + 1);
  const BirgeQuery query = {text, strlen(text), previous, next};
  const GArray *matches = birge_lookup_find(analysis->lookup, &query, error);
  if (!matches)
    return -1;
  return matches->len > 0 ? g_array_index(matches, BirgeMatch, 0).score : 0;
}

gboolean birge_analysis_add(BirgeAnalysis *analysis, const BirgeDocument *document,
                            BirgeCounts *counts, GError **error) {
  for (guint i = 0; i < document->n_segments; i++) {
    const BirgeSegment *place = &document->segments[i];
    const char *text = document->text + place->start;
    gint stored = find_stored(analysis, document, i, error);
    if (stored < 0)
      return FALSE;
    Counted segment = {.start = analysis->words->len};
    guint n_words = append_words(analysis, text, place->end - place->start);
    segment.n = analysis->words->len - segment.start;
    gint inside = 0;
    if (stored < BIRGE_SCORE_EXACT && segment.n > 0)
      inside = (gint)find_inside(analysis, &segment, analysis->segments->len + 1);
    keep_segment(analysis, &segment);
    BirgeBandCount *count = &counts->bands[find_band(stored, inside)];
    count->segments++;
    count->words += n_words;
    count->characters += (guint64)g_utf8_strlen(text, (gssize)(place->end - place->start));
  }
  return TRUE;
}

void birge_counts_add(BirgeCounts *sum, const BirgeCounts *counts) {
  for (guint b = 0; b < BIRGE_N_BANDS; b++) {
    sum->bands[b].segments += counts->bands[b].segments;
    sum->bands[b].words += counts->bands[b].words;
    sum->bands[b].characters += counts->bands[b].characters;
  }
}

const char *birge_analysis_band_print(guint band) {
  static const char *const names[] = {
      "context", "100",          "repetition",   "95-99",        "85-94",        "75-84",
      "50-74",   "inside 95-99", "inside 85-94", "inside 75-84", "inside 50-74", "new"};
  return names[band];
}
