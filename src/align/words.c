/* Finds the words and marks of a document for the scorer. What is known of a word is found once,
 * however often it occurs. */
#include "align/words.h"

#include "text/figures.h"
#include "text/fold.h"
#include "text/skeleton.h"
#include "text/tokens.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* Skeletons with fewer consonants are not looked at. */
#define MIN_SKELETON 3

/* What a token says by itself. */
typedef struct {
  gboolean is_known; /* it was looked up */
  BirgeFigureWord word;
} Saying;

/* What is at hand while a document is read. */
typedef struct {
  BirgeNumbering *numbering;
  BirgeWords *words;
  const BirgeLocale *locale; /* NULL: none is known */
  GArray *latest;            /* of guint32, by word: its last term + 1; 0: none yet */
  GArray *says;              /* of Saying, by text */
  GArray *sayings;           /* of BirgeFigureWord: of the tokens of a segment */
  GArray *figures;           /* of BirgeFigure: of a segment */
  GString *scratch;
} Reader;

guint32 birge_words_count(const BirgeWords *words, guint32 text) {
  return text < words->counts->len ? g_array_index(words->counts, guint32, text) : 0;
}

guint32 birge_words_find(const BirgeWords *words, guint32 text, BirgeWordKind kind) {
  gsize slot = (gsize)text * BIRGE_N_WORD_KINDS + kind;
  if (slot >= words->words_by_text->len)
    return BIRGE_NO_WORD;
  return g_array_index(words->words_by_text, guint32, slot) - 1;
}

/* Returns the number of a skeleton; that of one that is too short to say anything is none. */
static guint32 find_skeleton(Reader *reader, const char *word, gsize length, guint8 *n_consonants) {
  GString *skeleton = reader->scratch;
  g_string_truncate(skeleton, 0);
  birge_skeleton_append(reader->locale->skeletons, word, length, skeleton);
  *n_consonants = (guint8)MIN(skeleton->len, G_MAXUINT8);
  return skeleton->len < MIN_SKELETON
             ? BIRGE_NO_WORD
             : birge_vocabulary_add(reader->numbering->skeletons, skeleton->str, skeleton->len);
}

/* Fills in what a plain word may be tied by besides its text. */
static void find_forms(Reader *reader, const char *folded, BirgeToken token, BirgeWord *word) {
  const BirgeLocale *locale = reader->locale;
  const BirgeLexicon *lexicon = reader->numbering->lexicon;
  BirgeToken stem = token;
  birge_stem(locale->stemming, folded, &stem.start, &stem.end);
  word->stem =
      birge_vocabulary_add(reader->numbering->stems, folded + stem.start, stem.end - stem.start);
  if (locale->skeletons) {
    word->skeletons[1] =
        find_skeleton(reader, folded + stem.start, stem.end - stem.start, &word->n_consonants);
    word->skeletons[0] =
        find_skeleton(reader, folded + token.start, token.end - token.start, &word->n_consonants);
  }
  if (lexicon)
    word->lexicon = birge_lexicon_find(lexicon, reader->words->language, folded + stem.start,
                                       stem.end - stem.start);
}

/* Adds a word that was not there. */
static guint32 add_word(Reader *reader, const BirgeWord *word) {
  BirgeWords *words = reader->words;
  g_array_append_vals(words->words, word, 1);
  guint32 slot = word->text * BIRGE_N_WORD_KINDS + word->kind;
  if (words->words_by_text->len <= slot)
    g_array_set_size(words->words_by_text, slot + 1);
  g_array_index(words->words_by_text, guint32, slot) = words->words->len;
  return words->words->len - 1;
}

/* Adds a word of a segment. first: the first term of the segment. */
static void add_term(Reader *reader, guint32 word, guint32 first) {
  BirgeWords *words = reader->words;
  guint32 text = g_array_index(words->words, BirgeWord, word).text;
  if (words->counts->len <= text)
    g_array_set_size(words->counts, text + 1);
  g_array_index(words->counts, guint32, text)++;
  if (reader->latest->len <= word)
    g_array_set_size(reader->latest, word + 1);
  guint32 *latest = &g_array_index(reader->latest, guint32, word);
  if (*latest > first) {
    g_array_index(words->terms, BirgeTerm, *latest - 1).n++;
    return;
  }
  BirgeTerm term = {word, 1};
  g_array_append_val(words->terms, term);
  *latest = words->terms->len;
}

static guint32 number_text(Reader *reader, const char *text, gsize length, BirgeTokenKind kind) {
  if (kind != BIRGE_TOKEN_NUMBER)
    return birge_vocabulary_add(reader->numbering->texts, text, length);
  g_string_truncate(reader->scratch, 0);
  birge_number_normalize(text, length, reader->scratch);
  return birge_vocabulary_add(reader->numbering->texts, reader->scratch->str, reader->scratch->len);
}

/* Returns what a token says. text: its number. */
static const BirgeFigureWord *find_saying(Reader *reader, guint32 text, const char *folded,
                                          BirgeToken token) {
  if (reader->says->len <= text)
    g_array_set_size(reader->says, text + 1);
  Saying *saying = &g_array_index(reader->says, Saying, text);
  if (!saying->is_known)
    saying->word =
        birge_figure_word_read(reader->locale, folded + token.start, token.end - token.start);
  saying->is_known = TRUE;
  return &saying->word;
}

static guint32 find_token(Reader *reader, const char *folded, BirgeToken token, guint32 text) {
  BirgeWordKind kind = token.kind == BIRGE_TOKEN_NUMBER ? BIRGE_WORD_NUMBER : BIRGE_WORD_PLAIN;
  guint32 word = birge_words_find(reader->words, text, kind);
  if (word == BIRGE_NO_WORD) {
    BirgeWord added = {text, BIRGE_NO_WORD, BIRGE_NO_WORD, {BIRGE_NO_WORD, BIRGE_NO_WORD},
                       0,    (guint8)kind};
    if (reader->locale && kind == BIRGE_WORD_PLAIN)
      find_forms(reader, folded, token, &added);
    word = add_word(reader, &added);
  }
  return word;
}

static guint32 find_figure(Reader *reader, const BirgeFigure *figure) {
  guint32 text =
      birge_vocabulary_add(reader->numbering->texts, figure->notation, strlen(figure->notation));
  guint32 word = birge_words_find(reader->words, text, BIRGE_WORD_FIGURE);
  const BirgeWord added = {text, BIRGE_NO_WORD,    BIRGE_NO_WORD, {BIRGE_NO_WORD, BIRGE_NO_WORD},
                           0,    BIRGE_WORD_FIGURE};
  return word == BIRGE_NO_WORD ? add_word(reader, &added) : word;
}

/* Adds a word of a segment, which stands in a byte range of its folded text. */
static void add_occurrence(Reader *reader, guint s, guint32 word, gsize start, gsize end) {
  BirgeWords *words = reader->words;
  add_term(reader, word, words->term_starts[s]);
  if (!reader->numbering->keeps_places)
    return;
  const BirgePlacedWord placed = {word, start, end};
  g_array_append_val(words->places, placed);
}

/* Adds the words and figures of a segment. folded, tokens: of its text. */
static void add_terms(Reader *reader, guint s, const char *folded, const GArray *tokens) {
  BirgeWords *words = reader->words;
  g_array_set_size(reader->sayings, 0);
  g_array_set_size(reader->figures, 0);
  words->running[s + 1] = words->running[s];
  for (guint t = 0; t < tokens->len; t++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, t);
    guint32 text = number_text(reader, folded + token.start, token.end - token.start, token.kind);
    g_array_append_vals(reader->sayings, find_saying(reader, text, folded, token), 1);
    if (token.kind == BIRGE_TOKEN_MARK)
      continue;
    add_occurrence(reader, s, find_token(reader, folded, token, text), token.start, token.end);
    words->running[s + 1]++;
  }
  if (reader->locale)
    birge_figures_find(reader->locale, folded, tokens, reader->sayings, reader->figures);
  for (guint f = 0; f < reader->figures->len; f++) {
    const BirgeFigure *figure = &g_array_index(reader->figures, BirgeFigure, f);
    gsize start = g_array_index(tokens, BirgeToken, figure->first).start;
    gsize end = g_array_index(tokens, BirgeToken, figure->end - 1).end;
    add_occurrence(reader, s, find_figure(reader, figure), start, end);
  }
  words->term_starts[s + 1] = words->terms->len;
  words->place_starts[s + 1] = words->places->len;
}

static void count_marks(Reader *reader, guint s, const char *text, gsize length) {
  BirgeWords *words = reader->words;
  UChar32 question = reader->locale ? reader->locale->habits->marks[BIRGE_MARK_QUESTION] : '?';
  guint32 n_questions = 0, n_quotes = 0;
  for (gsize i = 0; i < length;) {
    UChar32 c;
    U8_NEXT_UNSAFE(text, i, c);
    n_questions += c == question ? 1 : 0;
    n_quotes += c != '\'' && c != 0x2019 && u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) ? 1 : 0;
  }
  BirgeEnds ends = birge_ends_count(text, length);
  words->ends[s + 1] = words->ends[s] + ends.n;
  words->is_open[s] = ends.is_open;
  words->questions[s + 1] = words->questions[s] + n_questions;
  words->quotes[s + 1] = words->quotes[s] + n_quotes;
}

static void read_segments(Reader *reader, const BirgeDocument *document) {
  BirgeWords *words = reader->words;
  double ratio = reader->locale ? reader->locale->length_ratio : 1;
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  for (guint s = 0; s < document->n_segments; s++) {
    const BirgeSegment *segment = &document->segments[s];
    const char *text = document->text + segment->start;
    gsize length = segment->end - segment->start;
    g_string_truncate(folded, 0);
    g_array_set_size(tokens, 0);
    birge_fold(reader->locale ? reader->locale->folding : NULL, text, length, folded);
    birge_tokenize(folded->str, folded->len, tokens);
    add_terms(reader, s, folded->str, tokens);
    words->lengths[s + 1] = words->lengths[s] + (double)g_utf8_strlen(text, (gssize)length) / ratio;
    count_marks(reader, s, text, length);
    words->is_last[s] = s + 1 == document->n_segments || segment[1].block != segment->block;
    words->n_paragraphs += words->is_last[s] ? 1 : 0;
  }
}

/* Leaves out the skeletons that too many words share. */
static void drop_common_skeletons(BirgeWords *words, guint32 n_skeletons) {
  g_autofree guint32 *n_sharing = g_new0(guint32, (gsize)n_skeletons + 1);
  for (guint w = 0; w < words->words->len; w++) {
    const BirgeWord *word = &g_array_index(words->words, BirgeWord, w);
    if (word->skeletons[0] != BIRGE_NO_WORD)
      n_sharing[word->skeletons[0]]++;
    if (word->skeletons[1] != BIRGE_NO_WORD && word->skeletons[1] != word->skeletons[0])
      n_sharing[word->skeletons[1]]++;
  }
  for (guint w = 0; w < words->words->len; w++) {
    BirgeWord *word = &g_array_index(words->words, BirgeWord, w);
    for (guint i = 0; i < 2; i++)
      if (word->skeletons[i] != BIRGE_NO_WORD && n_sharing[word->skeletons[i]] > BIRGE_MAX_ALIKE)
        word->skeletons[i] = BIRGE_NO_WORD;
  }
}

void birge_words_init(BirgeWords *words, BirgeNumbering *numbering, const BirgeDocument *document) {
  gsize n = (gsize)document->n_segments + 1;
  *words = (BirgeWords){
      .language = document->language,
      .n_segments = document->n_segments,
      .words = g_array_new(FALSE, FALSE, sizeof(BirgeWord)),
      .counts = g_array_new(FALSE, TRUE, sizeof(guint32)),
      .terms = g_array_new(FALSE, FALSE, sizeof(BirgeTerm)),
      .term_starts = g_new0(guint32, n),
      .running = g_new0(guint32, n),
      .questions = g_new0(guint32, n),
      .quotes = g_new0(guint32, n),
      .ends = g_new0(guint32, n),
      .lengths = g_new0(double, n),
      .is_open = g_new0(gboolean, n),
      .is_last = g_new0(gboolean, n),
      .words_by_text = g_array_new(FALSE, TRUE, sizeof(guint32)),
      .places = g_array_new(FALSE, FALSE, sizeof(BirgePlacedWord)),
      .place_starts = g_new0(guint32, n),
  };
  g_autoptr(GArray) latest = g_array_new(FALSE, TRUE, sizeof(guint32));
  g_autoptr(GString) scratch = g_string_new(NULL);
  const BirgeLocale *locale =
      birge_locales_find(numbering->locales, document->language, document->text, document->length);
  g_autoptr(GArray) says = g_array_new(FALSE, TRUE, sizeof(Saying));
  g_autoptr(GArray) sayings = g_array_new(FALSE, FALSE, sizeof(BirgeFigureWord));
  g_autoptr(GArray) figures = g_array_new(FALSE, FALSE, sizeof(BirgeFigure));
  Reader reader = {numbering, words, locale, latest, says, sayings, figures, scratch};
  read_segments(&reader, document);
  drop_common_skeletons(words, birge_vocabulary_size(numbering->skeletons));
}

void birge_words_clear(BirgeWords *words) {
  g_array_unref(words->words);
  g_array_unref(words->counts);
  g_array_unref(words->terms);
  g_array_unref(words->words_by_text);
  g_array_unref(words->places);
  g_free(words->place_starts);
  g_free(words->term_starts);
  g_free(words->running);
  g_free(words->questions);
  g_free(words->quotes);
  g_free(words->ends);
  g_free(words->lengths);
  g_free(words->is_open);
  g_free(words->is_last);
}
