/* Ties words of two documents: equal words and numbers, words that sound alike, and words that the
 * lexicon knows as translations.
 *
 * Links are found once for each word of a document, not for each time it occurs. What a run of
 * segments gives to a word is then a sum over few figures: the shares of its block. */
#include "align/ties.h"

#include <string.h>

/* How sure it is that an equal word is the translation. */
#define EQUAL_PROBABILITY 0.7F
/* What the documents teach that is less likely is chance. */
#define MIN_OWN 0.02F
/* Ties that are less likely are not to be learnt from. */
#define MIN_KNOWN 0.1F
/* Skeletons that are shorter have no number. */
#define MIN_SKELETON 3

/* A word of to that one of from may become. */
typedef struct {
  guint32 word;
  float probability;
} Link;

struct _BirgeTies {
  const BirgeWords *from;
  const BirgeWords *to;
  guint8 *ties;              /* by word of to */
  GArray *links;             /* of Link, by words of from */
  guint32 *starts;           /* of each word of from in links; one more than there are */
  BirgeBlockShares **blocks; /* NULL: not asked for */
  guint32 n_blocks;
  GArray *kept;        /* of guint32: the blocks that are there */
  guint32 *n_shares;   /* by word of to, all 0 between calls */
  guint64 *is_touched; /* by word of to, a bit each, all 0 between calls */
};

/* The words of a document by a number of theirs: lists. */
typedef struct {
  guint32 n_numbers;
  guint32 *first; /* by number: a place in next + 1; 0: none */
  guint32 *next;  /* by place: the next place + 1. Word w has the places w * n_lists … */
  guint32 n_lists;
} Index;

static void open_index(Index *index, guint32 n_numbers, guint32 n_words, guint32 n_lists) {
  index->n_numbers = n_numbers;
  index->n_lists = n_lists;
  index->first = g_new0(guint32, (gsize)n_numbers + 1);
  index->next = g_new0(guint32, (gsize)n_words * n_lists + 1);
}

static void close_index(Index *index) {
  g_free(index->first);
  g_free(index->next);
}

static void add_to_index(Index *index, guint32 number, guint32 word, guint32 list) {
  if (number >= index->n_numbers)
    return;
  guint32 place = word * index->n_lists + list;
  index->next[place] = index->first[number];
  index->first[number] = place + 1;
}

/* What is at hand while the links are made. */
typedef struct {
  BirgeTies *ties;
  const BirgeLexicon *lexicon;
  const BirgeTable *own; /* may be NULL */
  Index stems;           /* words by their numbers in the lexicon */
  Index own_stems;
  Index skeletons;
  float *probabilities; /* by word of to: of the word of from at hand; all 0 between words */
  GArray *touched;      /* of guint32: those that are not 0 */
} Maker;

static const BirgeWord *get_word(const BirgeWords *words, guint32 word) {
  return &g_array_index(words->words, BirgeWord, word);
}

static void raise_probability(Maker *maker, guint32 word, float probability) {
  if (maker->probabilities[word] == 0)
    g_array_append_val(maker->touched, word);
  maker->probabilities[word] = MAX(maker->probabilities[word], probability);
}

/* How sure it is that a word with the same skeleton is the same name. */
static float skeleton_probability(const BirgeWord *a, const BirgeWord *b) {
  /* Few consonants meet by chance. Chosen on one half of the documents of docs/evaluation.md. */
  static const float by_consonants[] = {0.05F, 0.3F, 0.6F};
  guint n = MIN(a->n_consonants, b->n_consonants);
  return by_consonants[CLAMP(n, MIN_SKELETON, MIN_SKELETON + 2) - MIN_SKELETON];
}

static void link_by_skeletons(Maker *maker, const BirgeWord *word) {
  const Index *index = &maker->skeletons;
  for (guint i = 0; i < 2; i++) {
    if (word->skeletons[i] >= index->n_numbers)
      continue;
    for (guint32 at = index->first[word->skeletons[i]]; at; at = index->next[at - 1]) {
      guint32 other = (at - 1) / index->n_lists;
      if (maker->ties->ties[other] != BIRGE_TIE_LEXICON)
        maker->ties->ties[other] = BIRGE_TIE_NAME;
      raise_probability(maker, other, skeleton_probability(word, get_word(maker->ties->to, other)));
    }
  }
}

static void link_by_lexicon(Maker *maker, const BirgeWord *word) {
  const Index *index = &maker->stems;
  const BirgeTies *ties = maker->ties;
  if (!maker->lexicon || word->lexicon == BIRGE_NO_WORD)
    return;
  g_autoptr(GArray) translations = birge_lexicon_translate(maker->lexicon, ties->from->language,
                                                           word->lexicon, ties->to->language);
  for (guint i = 0; i < translations->len; i++) {
    const BirgeTranslation *translation = &g_array_index(translations, BirgeTranslation, i);
    if (translation->word >= index->n_numbers || translation->probability <= 0)
      continue;
    for (guint32 at = index->first[translation->word]; at; at = index->next[at - 1]) {
      maker->ties->ties[at - 1] = BIRGE_TIE_LEXICON;
      raise_probability(maker, at - 1, (float)translation->probability);
    }
  }
}

/* What the documents themselves have taught. */
static void link_by_own(Maker *maker, const BirgeWord *word) {
  if (!maker->own || word->stem == BIRGE_NO_WORD)
    return;
  const BirgeTable *table = maker->own;
  for (guint32 i = table->starts[word->stem]; i < table->starts[word->stem + 1]; i++) {
    if (table->probabilities[i] < MIN_OWN)
      continue;
    for (guint32 at = maker->own_stems.first[table->words[i]]; at;
         at = maker->own_stems.next[at - 1]) {
      maker->ties->ties[at - 1] = BIRGE_TIE_LEXICON;
      raise_probability(maker, at - 1, table->probabilities[i]);
    }
  }
}

/* An equal word is as sure as it is, whatever else is known. */
static void link_by_text(Maker *maker, const BirgeWord *word) {
  for (guint kind = 0; kind < BIRGE_N_WORD_KINDS; kind++) {
    guint32 other = birge_words_find(maker->ties->to, word->text, kind);
    if (other == BIRGE_NO_WORD)
      continue;
    raise_probability(maker, other, EQUAL_PROBABILITY);
    maker->probabilities[other] = EQUAL_PROBABILITY;
  }
}

static void link_word(Maker *maker, const BirgeWord *word) {
  link_by_skeletons(maker, word);
  link_by_lexicon(maker, word);
  link_by_own(maker, word);
  link_by_text(maker, word);
  for (guint i = 0; i < maker->touched->len; i++) {
    guint32 other = g_array_index(maker->touched, guint32, i);
    Link link = {other, maker->probabilities[other]};
    g_array_append_val(maker->ties->links, link);
    maker->probabilities[other] = 0;
  }
  g_array_set_size(maker->touched, 0);
}

/* What a word is tied by, when its links are known. */
static guint8 judge_word(const BirgeTies *ties, const BirgeLexicon *lexicon, guint32 w) {
  const BirgeWord *word = get_word(ties->to, w);
  gboolean is_there = birge_words_count(ties->from, word->text) > 0;
  if (word->kind == BIRGE_WORD_FIGURE)
    return is_there ? BIRGE_TIE_LEXICON : BIRGE_TIE_UNKNOWN;
  if (word->kind == BIRGE_WORD_NUMBER)
    return is_there ? BIRGE_TIE_NUMBER : BIRGE_TIE_NUMBER | BIRGE_TIE_NOWHERE;
  if (is_there)
    return BIRGE_TIE_EQUAL;
  if (ties->ties[w] == BIRGE_TIE_UNKNOWN && lexicon && word->lexicon != BIRGE_NO_WORD &&
      birge_lexicon_knows(lexicon, ties->to->language, word->lexicon, ties->from->language))
    return BIRGE_TIE_LEXICON | BIRGE_TIE_NOWHERE;
  return ties->ties[w];
}

static guint32 count_skeletons(const BirgeWords *words) {
  guint32 n = 0;
  for (guint32 w = 0; w < words->words->len; w++) {
    const BirgeWord *word = get_word(words, w);
    for (guint i = 0; i < 2; i++)
      n = word->skeletons[i] == BIRGE_NO_WORD ? n : MAX(n, word->skeletons[i] + 1);
  }
  return n;
}

static void index_words(Maker *maker) {
  const BirgeWords *to = maker->ties->to;
  guint32 n_stems = maker->lexicon ? birge_lexicon_n_words(maker->lexicon, to->language) : 0;
  open_index(&maker->stems, n_stems, to->words->len, 1);
  open_index(&maker->own_stems, maker->own ? maker->own->n_from : 0, to->words->len, 1);
  open_index(&maker->skeletons, count_skeletons(to), to->words->len, 2);
  for (guint32 w = 0; w < to->words->len; w++) {
    const BirgeWord *word = get_word(to, w);
    add_to_index(&maker->stems, word->lexicon, w, 0);
    add_to_index(&maker->own_stems, word->stem, w, 0);
    add_to_index(&maker->skeletons, word->skeletons[0], w, 0);
    if (word->skeletons[1] != word->skeletons[0])
      add_to_index(&maker->skeletons, word->skeletons[1], w, 1);
  }
}

static void make_links(BirgeTies *ties, const BirgeLexicon *lexicon, const BirgeTable *own) {
  guint32 n_from = ties->from->words->len, n_to = ties->to->words->len;
  g_autofree float *probabilities = g_new0(float, (gsize)n_to + 1);
  g_autoptr(GArray) touched = g_array_new(FALSE, FALSE, sizeof(guint32));
  Maker maker = {.ties = ties,
                 .lexicon = lexicon,
                 .own = own,
                 .probabilities = probabilities,
                 .touched = touched};
  index_words(&maker);
  for (guint32 w = 0; w < n_from; w++) {
    link_word(&maker, get_word(ties->from, w));
    ties->starts[w + 1] = ties->links->len;
  }
  close_index(&maker.stems);
  close_index(&maker.own_stems);
  close_index(&maker.skeletons);
  for (guint32 w = 0; w < n_to; w++)
    ties->ties[w] = judge_word(ties, lexicon, w);
}

BirgeTies *birge_ties_new(const BirgeWords *from, const BirgeWords *to, const BirgeLexicon *lexicon,
                          const BirgeTable *own) {
  guint32 n_from = from->words->len, n_to = to->words->len;
  BirgeTies *ties = g_new0(BirgeTies, 1);
  ties->from = from;
  ties->to = to;
  ties->ties = g_new(guint8, (gsize)n_to + 1);
  memset(ties->ties, BIRGE_TIE_UNKNOWN, (gsize)n_to + 1);
  ties->links = g_array_new(FALSE, FALSE, sizeof(Link));
  ties->starts = g_new0(guint32, (gsize)n_from + 1);
  ties->n_shares = g_new0(guint32, (gsize)n_to + 1);
  ties->is_touched = g_new0(guint64, (gsize)n_to / 64 + 1);
  ties->n_blocks = from->n_segments / BIRGE_BLOCK + 1;
  ties->blocks = g_new0(BirgeBlockShares *, ties->n_blocks);
  ties->kept = g_array_new(FALSE, FALSE, sizeof(guint32));
  make_links(ties, lexicon, own);
  return ties;
}

guint8 birge_ties_get(const BirgeTies *ties, guint32 word) {
  return ties->ties[word];
}

/* The terms of the segments of a block. */
static BirgeRun block_terms(const BirgeTies *ties, guint32 block) {
  guint32 first = block * BIRGE_BLOCK, n = ties->from->n_segments;
  return (BirgeRun){ties->from->term_starts[MIN(first, n)],
                    ties->from->term_starts[MIN(first + BIRGE_BLOCK_REACH, n)]};
}

static const Link *get_links(const BirgeTies *ties, guint32 word, guint32 *n) {
  *n = ties->starts[word + 1] - ties->starts[word];
  return &g_array_index(ties->links, Link, ties->starts[word]);
}

double birge_ties_probability(const BirgeTies *ties, guint32 from, guint32 to) {
  guint32 n;
  const Link *links = get_links(ties, from, &n);
  for (guint32 i = 0; i < n; i++)
    if (links[i].word == to)
      return links[i].probability;
  return 0;
}

void birge_ties_list(const BirgeTies *ties, GArray *pairs) {
  for (guint32 w = 0; w < ties->from->words->len; w++) {
    guint32 n;
    const Link *links = get_links(ties, w, &n);
    for (guint32 i = 0; i < n; i++) {
      BirgeTextPair pair = {
          {get_word(ties->from, w)->stem, get_word(ties->to, links[i].word)->stem}};
      if (pair.texts[0] != BIRGE_NO_WORD && pair.texts[1] != BIRGE_NO_WORD &&
          links[i].probability >= MIN_KNOWN)
        g_array_append_val(pairs, pair);
    }
  }
}

/* Counts the shares of each word of to and gathers these words, sorted. */
static void count_shares(BirgeTies *ties, BirgeRun terms, BirgeBlockShares *shares) {
  for (guint32 t = terms.first; t < terms.end; t++) {
    guint32 n;
    const Link *links = get_links(ties, g_array_index(ties->from->terms, BirgeTerm, t).word, &n);
    for (guint32 i = 0; i < n; i++) {
      guint32 word = links[i].word;
      shares->n_words += ties->n_shares[word]++ == 0 ? 1 : 0;
      ties->is_touched[word / 64] |= G_GUINT64_CONSTANT(1) << word % 64;
    }
  }
  shares->words = g_new(guint32, shares->n_words + 1);
  shares->starts = g_new0(guint32, (gsize)shares->n_words + 1);
  guint32 n_words = 0;
  for (guint32 i = 0; i <= ties->to->words->len / 64; i++) {
    for (guint64 bits = ties->is_touched[i]; bits; bits &= bits - 1) {
      guint32 word = i * 64 + (guint32)__builtin_ctzll(bits);
      shares->words[n_words] = word;
      shares->starts[n_words + 1] = shares->starts[n_words] + ties->n_shares[word];
      n_words++;
    }
    ties->is_touched[i] = 0;
  }
}

/* Fills the shares, counted before, segment by segment. */
static void fill_shares(BirgeTies *ties, guint32 block, BirgeBlockShares *shares) {
  for (guint32 w = 0; w < shares->n_words; w++)
    ties->n_shares[shares->words[w]] = shares->starts[w];
  guint32 first = block * BIRGE_BLOCK;
  guint32 end = MIN(first + BIRGE_BLOCK_REACH, ties->from->n_segments);
  for (guint32 s = first; s < end; s++) {
    for (guint32 t = ties->from->term_starts[s]; t < ties->from->term_starts[s + 1]; t++) {
      const BirgeTerm *term = &g_array_index(ties->from->terms, BirgeTerm, t);
      guint32 n;
      const Link *links = get_links(ties, term->word, &n);
      for (guint32 i = 0; i < n; i++) {
        guint32 at = ties->n_shares[links[i].word]++;
        shares->segments[at] = (guint8)(s - first);
        shares->shares[at] = (float)term->n * links[i].probability;
      }
    }
  }
  for (guint32 w = 0; w < shares->n_words; w++)
    ties->n_shares[shares->words[w]] = 0;
}

static void fill_rarity(const BirgeWords *from, guint32 block, BirgeBlockShares *shares) {
  for (guint n = 0; n < BIRGE_MAX_BEAD; n++) {
    for (guint i = 0; i < BIRGE_BLOCK; i++) {
      guint32 first = MIN(block * BIRGE_BLOCK + i, from->n_segments);
      guint32 end = MIN(first + n + 1, from->n_segments);
      shares->rarity[n][i] = 1.0 / ((double)(from->running[end] - from->running[first]) + 1);
    }
  }
}

const BirgeBlockShares *birge_ties_find_block(BirgeTies *ties, guint32 block) {
  if (ties->blocks[block])
    return ties->blocks[block];
  BirgeBlockShares *shares = g_new0(BirgeBlockShares, 1);
  count_shares(ties, block_terms(ties, block), shares);
  guint32 n_shares = shares->starts[shares->n_words];
  shares->segments = g_new(guint8, n_shares + 1);
  shares->shares = g_new(float, (gsize)n_shares + 1);
  fill_shares(ties, block, shares);
  fill_rarity(ties->from, block, shares);
  ties->blocks[block] = shares;
  g_array_append_val(ties->kept, block);
  return shares;
}

guint32 birge_block_find_word(const BirgeBlockShares *block, guint32 word) {
  guint32 low = 0, high = block->n_words;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    if (block->words[middle] < word)
      low = middle + 1;
    else
      high = middle;
  }
  return low < block->n_words && block->words[low] == word ? low : block->n_words;
}

void birge_ties_forget(BirgeTies *ties) {
  for (guint i = 0; i < ties->kept->len; i++) {
    BirgeBlockShares **block = &ties->blocks[g_array_index(ties->kept, guint32, i)];
    g_free((*block)->words);
    g_free((*block)->starts);
    g_free((*block)->segments);
    g_free((*block)->shares);
    g_clear_pointer(block, g_free);
  }
  g_array_set_size(ties->kept, 0);
}

void birge_ties_free(BirgeTies *ties) {
  birge_ties_forget(ties);
  g_array_unref(ties->links);
  g_array_unref(ties->kept);
  g_free(ties->blocks);
  g_free(ties->ties);
  g_free(ties->starts);
  g_free(ties->n_shares);
  g_free(ties->is_touched);
  g_free(ties);
}
