/* The cost of beads against what the definitions say, word by word and pair by pair. */
#include "align/private.h"
#include "random.h"
#include "text/fold.h"
#include "text/habits.h"
#include "text/skeleton.h"
#include "text/tokens.h"
#include "text/vocabulary.h"

#include <math.h>
#include <string.h>

#define MAX_LINES 40
#define N_BEADS 40
#define N_DOCUMENTS 3

static const char *const tags[N_DOCUMENTS] = {"en", "ckb", "ar"};

/* Words that are equal, sound alike, are translations, are none; forms of one stem; numbers. */
static const char *random_word(guint document) {
  static const char *const words[][20] = {
      {"Putin",    "putin's", "president", "presidents", "the",    "oil",   "price",
       "of",       "Baghdad", "Kirkuk",    "1988",       "12,500", "war",   "NATO",
       "COVID-19", "zzz",     "\"why\"?",  "said.",      "and,",   "Monday"},
      {"پوتین", "پوتینی", "سەرۆک",   "سەرۆکی", "لە",     "نەوت",    "نرخی",
       "و",     "بەغدا",  "کەرکوک",  "١٩٨٨",   "12500",  "جەنگ",    "NATO",
       "19",    "ژژژ",    "“بۆچی”؟", "گوتی.",  "بەڵام،", "دووشەممە"},
      {"بوتين", "وبوتين", "الرئيس", "رئيس", "في", "النفط", "سعر",      "من",   "بغداد", "كركوك",
       "1988",  "١٢٥٠٠",  "الحرب",  "NATO", "19", "ززز",   "«لماذا»؟", "قال.", "لكن،",  "الاثنين"},
  };
  return random_of(words[document], G_N_ELEMENTS(words[0]));
}

static BirgeDocument *random_lines(guint document) {
  g_autoptr(GString) text = g_string_new(NULL);
  BirgeSegment segments[MAX_LINES];
  guint n_lines = 1 + random_below(MAX_LINES), n_blocks = 0;
  for (guint line = 0; line < n_lines; line++) {
    gsize start = text->len;
    for (guint n = 1 + random_below(9); n > 0; n--)
      g_string_append_printf(text, "%s ", random_word(document));
    n_blocks += line > 0 && random_below(3) == 0 ? 1 : 0;
    segments[line] = (BirgeSegment){start, text->len - 1, n_blocks};
  }
  g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
  BirgeDocumentBuilder *builder = birge_document_builder_new(tags[document], "test", bytes);
  for (guint line = 0, first = 0; line < n_lines; line++) {
    birge_document_builder_add_segment(builder, segments[line]);
    if (line + 1 < n_lines && segments[line + 1].block == segments[line].block)
      continue;
    BirgeBlock block = {segments[first].start, segments[line].end, BIRGE_BLOCK_PARAGRAPH};
    birge_document_builder_add_block(builder, block);
    first = line + 1;
  }
  return birge_document_builder_end(builder);
}

/* The brute-force twin. */
typedef struct {
  char *text;
  guint32 lexicon;
  char *skeletons[2];
  gboolean is_number;
} Word;

typedef struct {
  const BirgeLexicon *lexicon;
  const BirgeLocale *locale;
  const BirgeDocument *document;
  GArray *words; /* of Word */
  guint starts[MAX_LINES + 1];
} Side;

static char *make_skeleton(const BirgeLocale *locale, const char *text, gsize length) {
  GString *skeleton = g_string_new(NULL);
  birge_skeleton_append(locale->skeletons, text, length, skeleton);
  return g_string_free(skeleton, FALSE);
}

static void add_word(Side *side, const char *folded, BirgeToken token) {
  Word word = {.lexicon = BIRGE_NO_WORD, .is_number = token.kind == BIRGE_TOKEN_NUMBER};
  if (word.is_number) {
    GString *number = g_string_new(NULL);
    birge_number_normalize(folded + token.start, token.end - token.start, number);
    word.text = g_string_free(number, FALSE);
  } else {
    word.text = g_strndup(folded + token.start, token.end - token.start);
    word.skeletons[0] = make_skeleton(side->locale, word.text, strlen(word.text));
    birge_stem(side->locale->stemming, folded, &token.start, &token.end);
    gsize length = token.end - token.start;
    word.skeletons[1] = make_skeleton(side->locale, folded + token.start, length);
    word.lexicon =
        birge_lexicon_find(side->lexicon, side->document->language, folded + token.start, length);
  }
  g_array_append_val(side->words, word);
}

static void clear_word(gpointer data) {
  Word *word = data;
  g_free(word->text);
  g_free(word->skeletons[0]);
  g_free(word->skeletons[1]);
}

static void open_side(Side *side, const BirgeLexicon *lexicon, const BirgeLocales *locales,
                      const BirgeDocument *document) {
  side->lexicon = lexicon;
  side->locale = birge_locales_find(locales, document->language, NULL, 0);
  side->document = document;
  side->words = g_array_new(FALSE, FALSE, sizeof(Word));
  g_array_set_clear_func(side->words, clear_word);
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  for (guint s = 0; s < document->n_segments; s++) {
    BirgeSegment segment = document->segments[s];
    g_string_truncate(folded, 0);
    g_array_set_size(tokens, 0);
    birge_fold(side->locale->folding, document->text + segment.start, segment.end - segment.start,
               folded);
    birge_tokenize(folded->str, folded->len, tokens);
    side->starts[s] = side->words->len;
    for (guint t = 0; t < tokens->len; t++)
      if (g_array_index(tokens, BirgeToken, t).kind != BIRGE_TOKEN_MARK)
        add_word(side, folded->str, g_array_index(tokens, BirgeToken, t));
  }
  side->starts[document->n_segments] = side->words->len;
}

static const Word *word_at(const Side *side, guint w) {
  return &g_array_index(side->words, Word, w);
}

static double likeness(const Word *a, const Word *b) {
  for (guint i = 0; i < 2; i++) {
    for (guint j = 0; j < 2; j++) {
      const char *x = a->skeletons[i], *y = b->skeletons[j];
      if (!x || !y || strlen(x) < 3 || !g_str_equal(x, y))
        continue;
      gsize n = MIN(strlen(a->skeletons[0]), strlen(b->skeletons[0]));
      return n <= 3 ? 0.05 : n == 4 ? 0.3 : 0.6;
    }
  }
  return 0;
}

static double known(const Side *from, const Side *to, const Word *a, const Word *b) {
  if (a->lexicon == BIRGE_NO_WORD || b->lexicon == BIRGE_NO_WORD)
    return 0;
  return birge_lexicon_probability(from->lexicon, from->document->language, a->lexicon,
                                   to->document->language, b->lexicon);
}

static double probability(const Side *from, const Side *to, const Word *a, const Word *b) {
  return g_str_equal(a->text, b->text) ? 0.7 : MAX(likeness(a, b), known(from, to, a, b));
}

/* Adds what one word says, by what ties it to the words of all of from. */
static void add_evidence(const Side *from, const Side *to, const Word *word, BirgeRun run,
                         double *evidence) {
  gboolean is_equal = FALSE, is_alike = FALSE, is_known = FALSE;
  double sum = 0, n_same = 0, n_from = from->starts[run.end] - from->starts[run.first];
  for (guint v = 0; v < from->words->len; v++) {
    const Word *other = word_at(from, v);
    is_equal = is_equal || g_str_equal(other->text, word->text);
    is_alike = is_alike || likeness(other, word) > 0;
    is_known = is_known || known(from, to, other, word) > 0;
    if (v >= from->starts[run.first] && v < from->starts[run.end])
      sum += probability(from, to, other, word);
  }
  for (guint w = 0; w < to->words->len; w++)
    n_same += g_str_equal(word_at(to, w)->text, word->text) ? 1 : 0;
  double ratio = log(0.6 * sum / (n_from + 1) / (n_same / to->words->len) + 0.4) / 2;
  guint plus = ratio > 0 ? 0 : BIRGE_NUMBER_MISSED - BIRGE_NUMBER_FOUND;
  if (word->is_number && !is_equal)
    evidence[BIRGE_NUMBER_NOWHERE] += 0.5;
  else if (is_equal || is_known || is_alike)
    evidence[plus + (word->is_number ? BIRGE_NUMBER_FOUND
                     : is_equal      ? BIRGE_EQUAL_FOUND
                     : is_known      ? BIRGE_LEXICON_FOUND
                                     : BIRGE_SKELETON_FOUND)] += fabs(ratio);
  else if (word->lexicon != BIRGE_NO_WORD &&
           birge_lexicon_knows(to->lexicon, to->document->language, word->lexicon,
                               from->document->language))
    evidence[BIRGE_LEXICON_NOWHERE] += 0.5;
}

typedef struct {
  double length;
  gboolean asks, quotes, is_open;
  double n_ends;
} Marks;

static Marks find_marks(const Side *side, BirgeRun run) {
  Marks marks = {0};
  for (guint s = run.first; s < run.end; s++) {
    const BirgeSegment *segment = &side->document->segments[s];
    const char *text = side->document->text + segment->start;
    gsize length = segment->end - segment->start;
    g_autofree char *copy = g_strndup(text, length);
    BirgeEnds ends = birge_ends_count(text, length);
    marks.length += (double)g_utf8_strlen(copy, -1) / side->locale->length_ratio;
    marks.asks =
        marks.asks || g_utf8_strchr(copy, -1, side->locale->habits->marks[BIRGE_MARK_QUESTION]);
    marks.quotes = marks.quotes || strchr(copy, '"') || strstr(copy, "“") || strstr(copy, "«");
    marks.n_ends += ends.n;
    marks.is_open = ends.is_open;
  }
  return marks;
}

static gboolean ends_paragraph(const BirgeDocument *document, guint segment) {
  return segment + 1 == document->n_segments ||
         document->segments[segment].block != document->segments[segment + 1].block;
}

static gboolean has_paragraphs(const BirgeDocument *document) {
  return document->n_blocks > 1 && document->n_blocks <= 0.8 * document->n_segments;
}

static void weigh(const Side *left, const Side *right, BirgeRun a, BirgeRun b, double *evidence) {
  Marks x = find_marks(left, a), y = find_marks(right, b);
  double z = (y.length - x.length) / sqrt(10 * (x.length + y.length) / 2 + 1);
  evidence[BIRGE_LENGTHS] = MIN(-log(erfc(fabs(z) / M_SQRT2)), 15);
  evidence[BIRGE_QUESTIONS] = x.asks != y.asks;
  evidence[BIRGE_QUOTES] = x.quotes != y.quotes;
  evidence[BIRGE_OPEN] = x.is_open != y.is_open;
  evidence[BIRGE_BORDERS] =
      has_paragraphs(left->document) && has_paragraphs(right->document) &&
      ends_paragraph(left->document, a.end - 1) != ends_paragraph(right->document, b.end - 1);
  double all_left = find_marks(left, (BirgeRun){0, left->document->n_segments}).n_ends + 10;
  double all_right = find_marks(right, (BirgeRun){0, right->document->n_segments}).n_ends + 10;
  double rate = all_right / all_left;
  double difference = fabs(x.n_ends * sqrt(rate) - y.n_ends / sqrt(rate));
  evidence[BIRGE_ENDS] = MIN(rate, 1 / rate) * MIN(difference, 3);
  for (guint w = right->starts[b.first]; w < right->starts[b.end]; w++)
    add_evidence(left, right, word_at(right, w), a, evidence);
  for (guint w = left->starts[a.first]; w < left->starts[a.end]; w++)
    add_evidence(right, left, word_at(left, w), b, evidence);
}

static BirgeRun random_run(const BirgeDocument *document) {
  guint length = random_below(MIN(BIRGE_MAX_BEAD, document->n_segments) + 1);
  guint first = random_below(document->n_segments - length + 1);
  return (BirgeRun){first, first + length};
}

/* Compares the evidence of each pair of runs. Returns what the bead costs. */
static double compare_evidence(BirgeScorer *scorer, const Side *sides, guint n,
                               const BirgeRun *runs) {
  double cost = 0;
  for (guint x = 0; x < n; x++) {
    for (guint y = x + 1; y < n; y++) {
      double expected[BIRGE_N_EVIDENCE] = {0}, evidence[BIRGE_N_EVIDENCE];
      if (runs[x].first == runs[x].end || runs[y].first == runs[y].end)
        continue;
      weigh(&sides[x], &sides[y], runs[x], runs[y], expected);
      birge_scorer_weigh(scorer, x, y, (const BirgeRun[]){runs[x], runs[y]}, evidence);
      for (guint i = 0; i < BIRGE_N_EVIDENCE; i++) {
        g_assert_cmpfloat_with_epsilon(evidence[i], expected[i], 2e-5);
        cost += birge_evidence_weights[i] * expected[i];
      }
    }
  }
  return cost;
}

static void compare_beads(const BirgeLexicon *lexicon, const BirgeLocales *locales, guint n) {
  const BirgeDocument *documents[N_DOCUMENTS];
  Side sides[N_DOCUMENTS] = {{0}};
  for (guint d = 0; d < n; d++) {
    documents[d] = random_lines(d);
    open_side(&sides[d], lexicon, locales, documents[d]);
  }
  const BirgeAlignOptions options = {.locales = locales, .lexicon = lexicon};
  g_autoptr(BirgeScorer) scorer = birge_scorer_new(documents, n, &options, FALSE);
  for (guint bead = 0; bead < N_BEADS; bead++) {
    BirgeRun runs[N_DOCUMENTS] = {{0}};
    for (guint d = 0; d < n; d++)
      runs[d] = random_run(documents[d]);
    double expected = compare_evidence(scorer, sides, n, runs);
    g_assert_cmpfloat_with_epsilon(birge_scorer_cost(scorer, runs), expected, 1e-4);
    if (random_below(8) == 0)
      birge_scorer_forget(scorer);
    g_assert_cmpfloat_with_epsilon(birge_scorer_cost(scorer, runs), expected, 1e-4);
  }
  for (guint d = 0; d < n; d++) {
    g_array_unref(sides[d].words);
    birge_document_unref((BirgeDocument *)documents[d]);
  }
}

static void beads_cost_what_brute_force_says(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_assert_no_error(error);
  g_autoptr(BirgeLexicon) lexicon = birge_lexicon_learn(NULL, locales, tags, N_DOCUMENTS);
  for (guint round = 0; round < N_ROUNDS / 5; round++)
    compare_beads(lexicon, locales, 2 + round % 2);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/score/beads_cost_what_brute_force_says", beads_cost_what_brute_force_says);
  return g_test_run();
}
