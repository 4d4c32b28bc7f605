/* Learns word translations from stored units and from the seed lexicon. */
#include "align/lexicon.h"

#include "align/private.h"

#include "text/fold.h"
#include "text/tokens.h"
#include "text/vocabulary.h"

#include <string.h>

#define N_ITERATIONS 5
#define MAX_WORDS 80 /* of a variant: longer ones say little about single words */
/* Translations that are less likely are noise. */
#define MIN_PROBABILITY 0.01

/* p(to | from), by rows of from, sorted by to. */
typedef struct {
  guint32 n_from;
  guint32 *starts; /* of each row; n_from + 1 */
  guint32 *words;
  float *probabilities;
} Table;

typedef struct {
  char *tag;
  const BirgeLocale *locale;
  BirgeVocabulary *stems;
} Language;

struct _BirgeLexicon {
  Language languages[BIRGE_MAX_LANGUAGES];
  guint n_languages;
  Table tables[BIRGE_MAX_LANGUAGES][BIRGE_MAX_LANGUAGES]; /* [from][to] */
};

/* The words of one unit in one language. */
typedef struct {
  guint32 words[MAX_WORDS];
  guint n;
} Words;

static void gather_words(const Language *language, const char *text, gsize length, Words *words) {
  g_autoptr(GString) folded = g_string_new(NULL);
  birge_fold(language->locale->folding, text, length, folded);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_tokenize(folded->str, folded->len, tokens);
  for (guint i = 0; i < tokens->len && words->n < MAX_WORDS; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    if (token.kind != BIRGE_TOKEN_WORD)
      continue;
    birge_stem(language->locale->stemming, folded->str, &token.start, &token.end);
    words->words[words->n++] =
        birge_vocabulary_add(language->stems, folded->str + token.start, token.end - token.start);
  }
}

/* Returns which column of a file of the seed lexicon is a language's, -1: none. */
static int find_column(char **columns, const char *tag) {
  for (int i = 0; columns[i]; i++) {
    if (g_str_equal(columns[i], tag))
      return i;
  }
  return -1;
}

/* The texts that translate each other, two languages at a time, on their way to the tables. */
typedef struct {
  const Language *languages[2];
  GArray *words[2]; /* of Words, one a text */
} Texts;

static void add_texts(Texts *texts, const char *left, const char *right) {
  const char *both[] = {left, right};
  for (guint i = 0; i < 2; i++) {
    Words words = {.n = 0};
    gather_words(texts->languages[i], both[i], strlen(both[i]), &words);
    g_array_append_val(texts->words[i], words);
  }
}

/* Each alternative of one cell with each of the other is a text that says the same. */
static void add_entry(Texts *texts, const char *left, const char *right) {
  g_auto(GStrv) lefts = g_strsplit(left, "|", -1);
  g_auto(GStrv) rights = g_strsplit(right, "|", -1);
  for (char **a = lefts; *a; a++)
    for (char **b = rights; *b; b++)
      add_texts(texts, *a, *b);
}

/* Adds the entries of a file of the seed lexicon: its first line names the columns. */
static void add_seeds(Texts *texts, GBytes *file) {
  gsize length;
  const char *data = g_bytes_get_data(file, &length);
  g_autofree char *copy = g_strndup(data, length);
  g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
  int left = -1, right = -1;
  gboolean has_columns = FALSE;
  for (char **line = lines; *line; line++) {
    if (!**line || **line == '#')
      continue;
    g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);
    int n_cells = (int)g_strv_length(cells);
    if (!has_columns) {
      left = find_column(cells, texts->languages[0]->locale->tag);
      right = find_column(cells, texts->languages[1]->locale->tag);
      has_columns = TRUE;
    } else if (left >= 0 && right >= 0 && left < n_cells && right < n_cells) {
      add_entry(texts, cells[left], cells[right]);
    }
  }
}

static const BirgeVariant *find_variant(const BirgeUnit *unit, const BirgeLocales *locales,
                                        const BirgeLocale *locale) {
  for (guint i = 0; i < unit->variants->len; i++) {
    const BirgeVariant *variant = unit->variants->pdata[i];
    if (birge_locales_find(locales, variant->language, variant->text, variant->length) == locale)
      return variant;
  }
  return NULL;
}

static int compare_links(const void *a, const void *b) {
  guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
  return (x > y) - (x < y);
}

/* A link is a word of one language and one of the other that stand in one unit. */
static guint64 make_link(guint32 from, guint32 to) {
  return ((guint64)from << 32) | to;
}

static guint32 find_link(const GArray *links, guint64 link) {
  guint low = 0, high = links->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(links, guint64, middle) < link)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void sort_unique(GArray *links) {
  if (links->len == 0)
    return;
  g_array_sort(links, compare_links);
  guint n = 1;
  for (guint i = 1; i < links->len; i++) {
    if (g_array_index(links, guint64, i) != g_array_index(links, guint64, n - 1))
      g_array_index(links, guint64, n++) = g_array_index(links, guint64, i);
  }
  g_array_set_size(links, n);
}

/* One round of expectation maximisation: counts get what each unit says with the probabilities as
 * they are. numbers: of the links of all units, one after the other. */
static void count_links(const Words *from, const Words *to, guint n_units, const guint32 *numbers,
                        const float *probabilities, double *counts) {
  for (guint u = 0; u < n_units; u++) {
    for (guint t = 0; t < to[u].n; t++, numbers += from[u].n) {
      double sum = 1e-12;
      for (guint s = 0; s < from[u].n; s++)
        sum += probabilities[numbers[s]];
      for (guint s = 0; s < from[u].n; s++)
        counts[numbers[s]] += probabilities[numbers[s]] / sum;
    }
  }
}

/* Makes probabilities of counts: those of one word sum to one. */
static void normalize(const GArray *links, const double *counts, float *probabilities) {
  for (guint first = 0; first < links->len;) {
    guint32 word = (guint32)(g_array_index(links, guint64, first) >> 32);
    double sum = 0;
    guint end = first;
    while (end < links->len && (guint32)(g_array_index(links, guint64, end) >> 32) == word)
      sum += counts[end++];
    for (; first < end; first++)
      probabilities[first] = (float)(sum > 0 ? counts[first] / sum : 0);
  }
}

static void fill_table(Table *table, const GArray *links, const float *probabilities,
                       guint32 n_from) {
  table->n_from = n_from;
  table->starts = g_new0(guint32, n_from + 1);
  table->words = g_new(guint32, links->len);
  table->probabilities = g_new(float, links->len);
  guint32 n = 0, word = 0;
  for (guint i = 0; i < links->len; i++) {
    guint64 link = g_array_index(links, guint64, i);
    while (word < (guint32)(link >> 32))
      table->starts[++word] = n;
    if (probabilities[i] < MIN_PROBABILITY)
      continue;
    table->words[n] = (guint32)link;
    table->probabilities[n++] = probabilities[i];
  }
  while (word < n_from)
    table->starts[++word] = n;
}

static void learn_table(Table *table, const Words *from, const Words *to, guint n_units,
                        guint32 n_from) {
  g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(guint64));
  for (guint u = 0; u < n_units; u++)
    for (guint t = 0; t < to[u].n; t++)
      for (guint s = 0; s < from[u].n; s++) {
        guint64 link = make_link(from[u].words[s], to[u].words[t]);
        g_array_append_val(links, link);
      }
  gsize n_all = links->len;
  sort_unique(links);
  g_autofree guint32 *numbers = g_new(guint32, n_all + 1);
  gsize n = 0;
  for (guint u = 0; u < n_units; u++)
    for (guint t = 0; t < to[u].n; t++)
      for (guint s = 0; s < from[u].n; s++)
        numbers[n++] = find_link(links, make_link(from[u].words[s], to[u].words[t]));
  g_autofree float *probabilities = g_new(float, links->len + 1);
  g_autofree double *counts = g_new(double, links->len + 1);
  for (guint i = 0; i < links->len; i++)
    probabilities[i] = 1;
  for (guint round = 0; round < N_ITERATIONS; round++) {
    memset(counts, 0, (links->len + 1) * sizeof *counts);
    count_links(from, to, n_units, numbers, probabilities, counts);
    normalize(links, counts, probabilities);
  }
  fill_table(table, links, probabilities, n_from);
}

static void add_units(Texts *texts, const GPtrArray *units, const BirgeLocales *locales) {
  guint n = 0;
  for (guint u = 0; u < units->len && n < BIRGE_MAX_LEXICON_UNITS; u++) {
    const BirgeUnit *unit = units->pdata[u];
    const BirgeVariant *x = find_variant(unit, locales, texts->languages[0]->locale);
    const BirgeVariant *y = find_variant(unit, locales, texts->languages[1]->locale);
    if (!x || !y)
      continue;
    add_texts(texts, x->text, y->text);
    n++;
  }
}

static void learn_pair(BirgeLexicon *lexicon, guint a, guint b, const GPtrArray *units,
                       const BirgeLocales *locales) {
  Texts texts = {
      {&lexicon->languages[a], &lexicon->languages[b]},
      {g_array_new(FALSE, FALSE, sizeof(Words)), g_array_new(FALSE, FALSE, sizeof(Words))}};
  if (units)
    add_units(&texts, units, locales);
  g_autoptr(GPtrArray) seeds = birge_locales_lexicon();
  for (guint i = 0; i < seeds->len; i++)
    add_seeds(&texts, seeds->pdata[i]);
  const Words *left = (const Words *)(gpointer)texts.words[0]->data;
  const Words *right = (const Words *)(gpointer)texts.words[1]->data;
  learn_table(&lexicon->tables[a][b], left, right, texts.words[0]->len,
              birge_vocabulary_size(lexicon->languages[a].stems));
  learn_table(&lexicon->tables[b][a], right, left, texts.words[0]->len,
              birge_vocabulary_size(lexicon->languages[b].stems));
  g_array_unref(texts.words[0]);
  g_array_unref(texts.words[1]);
}

BirgeLexicon *birge_lexicon_learn(const GPtrArray *units, const BirgeLocales *locales,
                                  const char *const *languages, guint n_languages) {
  g_return_val_if_fail(n_languages <= BIRGE_MAX_LANGUAGES, NULL);
  BirgeLexicon *lexicon = g_new0(BirgeLexicon, 1);
  for (guint i = 0; i < n_languages; i++) {
    const BirgeLocale *locale = birge_locales_find(locales, languages[i], NULL, 0);
    if (!locale)
      continue;
    Language *language = &lexicon->languages[lexicon->n_languages++];
    language->tag = g_strdup(languages[i]);
    language->locale = locale;
    language->stems = birge_vocabulary_new();
  }
  for (guint a = 0; a < lexicon->n_languages; a++)
    for (guint b = a + 1; b < lexicon->n_languages; b++)
      learn_pair(lexicon, a, b, units, locales);
  return lexicon;
}

void birge_lexicon_free(BirgeLexicon *lexicon) {
  for (guint a = 0; a < lexicon->n_languages; a++) {
    for (guint b = 0; b < lexicon->n_languages; b++) {
      g_free(lexicon->tables[a][b].starts);
      g_free(lexicon->tables[a][b].words);
      g_free(lexicon->tables[a][b].probabilities);
    }
    g_free(lexicon->languages[a].tag);
    birge_vocabulary_free(lexicon->languages[a].stems);
  }
  g_free(lexicon);
}

static int language_number(const BirgeLexicon *lexicon, const char *tag) {
  for (guint i = 0; i < lexicon->n_languages; i++) {
    if (g_str_equal(lexicon->languages[i].tag, tag))
      return (int)i;
  }
  return -1;
}

guint32 birge_lexicon_find(const BirgeLexicon *lexicon, const char *language, const char *stem,
                           gsize length) {
  int number = language_number(lexicon, language);
  return number < 0 ? BIRGE_NO_WORD
                    : birge_vocabulary_find(lexicon->languages[number].stems, stem, length);
}

gboolean birge_lexicon_knows(const BirgeLexicon *lexicon, const char *language, guint32 word,
                             const char *other_language) {
  int a = language_number(lexicon, language), b = language_number(lexicon, other_language);
  if (a < 0 || b < 0 || word == BIRGE_NO_WORD || word >= lexicon->tables[a][b].n_from)
    return FALSE;
  const guint32 *starts = lexicon->tables[a][b].starts;
  return starts[word] < starts[word + 1];
}

double birge_lexicon_probability(const BirgeLexicon *lexicon, const char *from_language,
                                 guint32 from, const char *to_language, guint32 to) {
  int a = language_number(lexicon, from_language), b = language_number(lexicon, to_language);
  if (a < 0 || b < 0 || from == BIRGE_NO_WORD || to == BIRGE_NO_WORD)
    return 0;
  const Table *table = &lexicon->tables[a][b];
  /* A stem that another pair of languages brought in later has no row here. */
  if (from >= table->n_from)
    return 0;
  guint32 low = table->starts[from], high = table->starts[from + 1], end = high;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    if (table->words[middle] < to)
      low = middle + 1;
    else
      high = middle;
  }
  return low < end && table->words[low] == to ? table->probabilities[low] : 0;
}

guint32 birge_lexicon_n_words(const BirgeLexicon *lexicon, const char *language) {
  int number = language_number(lexicon, language);
  return number < 0 ? 0 : birge_vocabulary_size(lexicon->languages[number].stems);
}

const char *birge_lexicon_word(const BirgeLexicon *lexicon, const char *language, guint32 word,
                               gsize *length) {
  int number = language_number(lexicon, language);
  g_return_val_if_fail(number >= 0, NULL);
  return birge_vocabulary_get(lexicon->languages[number].stems, word, length);
}

gboolean birge_lexicon_find_form(const BirgeLexicon *lexicon, const char *language,
                                 const char *text, guint32 *word) {
  int number = language_number(lexicon, language);
  if (number < 0)
    return FALSE;
  const Language *known = &lexicon->languages[number];
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
  int a = language_number(lexicon, from), b = language_number(lexicon, to);
  if (a < 0 || b < 0 || word >= lexicon->tables[a][b].n_from)
    return translations;
  const Table *table = &lexicon->tables[a][b];
  for (guint32 i = table->starts[word]; i < table->starts[word + 1]; i++) {
    BirgeTranslation translation = {table->words[i], table->probabilities[i]};
    g_array_append_val(translations, translation);
  }
  g_array_sort(translations, compare_translations);
  return translations;
}
