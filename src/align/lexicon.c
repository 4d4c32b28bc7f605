/* A lexicon: the words of some languages, and tables of how each two translate each other. */
#include "align/lexicon_data.h"

#include "align/lessons.h"
#include "align/private.h"
#include "base/parallel.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

void birge_lexicon_add_language(BirgeLexicon *lexicon, const char *tag, const BirgeLocale *locale) {
  lexicon->languages[lexicon->n_languages++] =
      (BirgeLexiconLanguage){g_strdup(tag), locale, birge_vocabulary_new()};
}

static void learn_pair(BirgeLexicon *lexicon, const BirgeLessons *lessons, guint a, guint b,
                       guint n_threads) {
  const guint ways[][2] = {{a, b}, {b, a}};
  for (guint i = 0; i < 2; i++) {
    guint from = ways[i][0], to = ways[i][1];
    g_autoptr(GArray) pairs = birge_lessons_pair(lessons, from, to);
    const BirgeParallelTexts texts = {
        .texts = {(const guint32 *)(gpointer)lessons->languages[from].texts->data,
                  (const guint32 *)(gpointer)lessons->languages[to].texts->data},
        .n_words = {birge_vocabulary_size(lexicon->languages[from].stems),
                    birge_vocabulary_size(lexicon->languages[to].stems)},
        .pairs = (const BirgeTextPair *)(gpointer)pairs->data,
        .n_pairs = pairs->len,
    };
    birge_table_learn(&lexicon->tables[from][to], &texts, n_threads);
  }
}

BirgeLexicon *birge_lexicon_learn_from(const BirgeUnitSource *source, const BirgeLocales *locales,
                                       const char *const *languages, guint n_languages,
                                       const BirgeLearnLimits *limits, GError **error) {
  g_return_val_if_fail(n_languages <= BIRGE_MAX_LANGUAGES, NULL);
  BirgeLearnLimits most = limits ? *limits : (BirgeLearnLimits){0};
  most.n_threads = birge_n_threads(most.n_threads);
  most.max_units = most.max_units > 0 ? most.max_units : BIRGE_MAX_LEXICON_UNITS;
  most.max_words = most.max_words > 0 ? most.max_words : BIRGE_MAX_LEXICON_WORDS;
  g_autoptr(BirgeLexicon) lexicon = g_new0(BirgeLexicon, 1);
  for (guint i = 0; i < n_languages; i++) {
    const BirgeLocale *locale = birge_locales_find(locales, languages[i], NULL, 0);
    if (locale)
      birge_lexicon_add_language(lexicon, languages[i], locale);
  }
  BirgeLessons lessons = {.locales = locales, .n_languages = lexicon->n_languages};
  for (guint l = 0; l < lexicon->n_languages; l++) {
    lessons.languages[l].locale = lexicon->languages[l].locale;
    lessons.languages[l].stems = lexicon->languages[l].stems;
  }
  birge_lessons_open(&lessons);
  /* One language alone has nothing to learn. */
  gboolean ok = lexicon->n_languages < 2 || birge_lessons_add_units(&lessons, source, &most, error);
  if (ok)
    birge_lessons_add_seeds(&lessons);
  for (guint a = 0; a < lexicon->n_languages && ok; a++)
    for (guint b = a + 1; b < lexicon->n_languages; b++)
      learn_pair(lexicon, &lessons, a, b, most.n_threads);
  birge_lessons_close(&lessons);
  birge_lexicon_number(lexicon);
  return ok ? g_steal_pointer(&lexicon) : NULL;
}

static BirgeUnit *get_unit(gpointer data, guint unit, GError **error G_GNUC_UNUSED) {
  const GPtrArray *units = data;
  return birge_unit_ref(units->pdata[unit]);
}

BirgeLexicon *birge_lexicon_learn(const GPtrArray *units, const BirgeLocales *locales,
                                  const char *const *languages, guint n_languages) {
  const BirgeUnitSource source = {units ? units->len : 0, get_unit, (gpointer)(gsize)units};
  return birge_lexicon_learn_from(&source, locales, languages, n_languages, NULL, NULL);
}

void birge_lexicon_free(BirgeLexicon *lexicon) {
  for (guint a = 0; a < lexicon->n_languages; a++) {
    for (guint b = 0; b < lexicon->n_languages; b++)
      birge_table_clear(&lexicon->tables[a][b]);
    g_free(lexicon->languages[a].tag);
    birge_vocabulary_free(lexicon->languages[a].stems);
  }
  g_free(lexicon);
}

int birge_lexicon_find_language(const BirgeLexicon *lexicon, const char *tag) {
  for (guint i = 0; i < lexicon->n_languages; i++) {
    if (g_str_equal(lexicon->languages[i].tag, tag))
      return (int)i;
  }
  return -1;
}

guint32 birge_lexicon_find(const BirgeLexicon *lexicon, const char *language, const char *stem,
                           gsize length) {
  int number = birge_lexicon_find_language(lexicon, language);
  return number < 0 ? BIRGE_NO_WORD
                    : birge_vocabulary_find(lexicon->languages[number].stems, stem, length);
}

gboolean birge_lexicon_knows(const BirgeLexicon *lexicon, const char *language, guint32 word,
                             const char *other_language) {
  int a = birge_lexicon_find_language(lexicon, language),
      b = birge_lexicon_find_language(lexicon, other_language);
  if (a < 0 || b < 0 || word == BIRGE_NO_WORD || word >= lexicon->tables[a][b].n_from)
    return FALSE;
  const guint32 *starts = lexicon->tables[a][b].starts;
  return starts[word] < starts[word + 1];
}

double birge_lexicon_probability(const BirgeLexicon *lexicon, const char *from_language,
                                 guint32 from, const char *to_language, guint32 to) {
  int a = birge_lexicon_find_language(lexicon, from_language),
      b = birge_lexicon_find_language(lexicon, to_language);
  if (a < 0 || b < 0 || from == BIRGE_NO_WORD || to == BIRGE_NO_WORD)
    return 0;
  return birge_table_get(&lexicon->tables[a][b], from, to);
}

gboolean birge_lexicon_has(const BirgeLexicon *lexicon, const char *from, const char *to) {
  int a = birge_lexicon_find_language(lexicon, from), b = birge_lexicon_find_language(lexicon, to);
  return a >= 0 && b >= 0 && lexicon->tables[a][b].n_from > 0;
}

guint32 birge_lexicon_n_words(const BirgeLexicon *lexicon, const char *language) {
  int number = birge_lexicon_find_language(lexicon, language);
  return number < 0 ? 0 : birge_vocabulary_size(lexicon->languages[number].stems);
}

const char *birge_lexicon_word(const BirgeLexicon *lexicon, const char *language, guint32 word,
                               gsize *length) {
  int number = birge_lexicon_find_language(lexicon, language);
  g_return_val_if_fail(number >= 0, NULL);
  return birge_vocabulary_get(lexicon->languages[number].stems, word, length);
}

gboolean birge_lexicon_find_form(const BirgeLexicon *lexicon, const char *language,
                                 const char *text, guint32 *word) {
  int number = birge_lexicon_find_language(lexicon, language);
  if (number < 0)
    return FALSE;
  const BirgeLexiconLanguage *known = &lexicon->languages[number];
  g_autoptr(GString) folded = g_string_new(NULL);
  birge_fold(known->locale->folding, text, strlen(text), folded);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_tokenize(folded->str, folded->len, tokens);
  if (tokens->len != 1)
    return FALSE;
  BirgeToken token = g_array_index(tokens, BirgeToken, 0);
  birge_stem(known->locale->stemming, folded->str, &token.start, &token.end);
  *word = birge_vocabulary_find(known->stems, folded->str + token.start, token.end - token.start);
  return *word != BIRGE_NO_WORD;
}

static gint compare_translations(gconstpointer a, gconstpointer b) {
  const BirgeTranslation *x = a, *y = b;
  if (x->probability != y->probability)
    return x->probability > y->probability ? -1 : 1;
  return (x->word > y->word) - (x->word < y->word);
}

GArray *birge_lexicon_translate(const BirgeLexicon *lexicon, const char *from, guint32 word,
                                const char *to) {
  GArray *translations = g_array_new(FALSE, FALSE, sizeof(BirgeTranslation));
  int a = birge_lexicon_find_language(lexicon, from), b = birge_lexicon_find_language(lexicon, to);
  if (a < 0 || b < 0 || word >= lexicon->tables[a][b].n_from)
    return translations;
  const BirgeTable *table = &lexicon->tables[a][b];
  for (guint32 i = table->starts[word]; i < table->starts[word + 1]; i++) {
    BirgeTranslation translation = {table->words[i], table->probabilities[i]};
    g_array_append_val(translations, translation);
  }
  g_array_sort(translations, compare_translations);
  return translations;
}
