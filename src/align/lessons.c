/* Gathers lessons. Units are read and folded by threads, in runs of units that have numberings of
 * their own; these are put together in the order of the units, so that words get the numbers that
 * one thread would give them. */
#include "align/lessons.h"

#include "base/parallel.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

/* Of a variant: what stands further back says little about single words. */
#define MAX_WORDS 80
/* Units of a task. */
#define RUN_UNITS 1024
/* Runs are kept until so many are there for each thread. */
#define RUNS_A_THREAD 4

void birge_lessons_open(BirgeLessons *lessons) {
  for (guint l = 0; l < lessons->n_languages; l++)
    lessons->languages[l].texts = g_array_new(FALSE, FALSE, sizeof(guint32));
  lessons->units = g_array_new(FALSE, FALSE, sizeof(guint32));
  lessons->keys = g_array_new(FALSE, FALSE, sizeof(BirgeLessonKey));
}

void birge_lessons_close(BirgeLessons *lessons) {
  for (guint l = 0; l < lessons->n_languages; l++)
    g_array_unref(lessons->languages[l].texts);
  g_array_unref(lessons->units);
  g_array_unref(lessons->keys);
}

/* What belongs to one who reads texts. */
typedef struct {
  GString *folded;
  GArray *tokens; /* of BirgeToken */
} Reader;

static Reader open_reader(void) {
  return (Reader){g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(BirgeToken))};
}

static void close_reader(Reader *reader) {
  g_string_free(reader->folded, TRUE);
  g_array_unref(reader->tokens);
}

/* Appends the words of what was folded to texts, as they are numbered in stems. Returns where they
 * begin; BIRGE_TEXT_END: there is none. */
static guint32 add_words(Reader *reader, const BirgeLocale *locale, BirgeVocabulary *stems,
                         GArray *texts) {
  guint32 start = texts->len;
  const char *folded = reader->folded->str;
  g_array_set_size(reader->tokens, 0);
  birge_tokenize(folded, reader->folded->len, reader->tokens);
  for (guint i = 0; i < reader->tokens->len && texts->len - start < MAX_WORDS; i++) {
    BirgeToken token = g_array_index(reader->tokens, BirgeToken, i);
    if (token.kind != BIRGE_TOKEN_WORD)
      continue;
    birge_stem(locale->stemming, folded, &token.start, &token.end);
    guint32 word = birge_vocabulary_add(stems, folded + token.start, token.end - token.start);
    g_array_append_val(texts, word);
  }
  if (texts->len == start)
    return BIRGE_TEXT_END;
  guint32 end = BIRGE_TEXT_END;
  g_array_append_val(texts, end);
  return start;
}

static void fold(Reader *reader, const BirgeLocale *locale, const char *text, gsize length) {
  g_string_truncate(reader->folded, 0);
  birge_fold(locale->folding, text, length, reader->folded);
}

/* Units that one task reads. Numbers of words, texts and units are the run's own. */
typedef struct {
  BirgeVocabulary *stems[BIRGE_MAX_LANGUAGES];
  GArray *texts[BIRGE_MAX_LANGUAGES];
  GArray *units;
  GArray *keys;
  GError *error; /* NULL: all went well */
} Run;

static void open_run(Run *run, const BirgeLessons *lessons) {
  for (guint l = 0; l < lessons->n_languages; l++) {
    run->stems[l] = birge_vocabulary_new();
    run->texts[l] = g_array_new(FALSE, FALSE, sizeof(guint32));
  }
  run->units = g_array_new(FALSE, FALSE, sizeof(guint32));
  run->keys = g_array_new(FALSE, FALSE, sizeof(BirgeLessonKey));
  run->error = NULL;
}

static void close_run(Run *run, const BirgeLessons *lessons) {
  for (guint l = 0; l < lessons->n_languages; l++) {
    birge_vocabulary_free(run->stems[l]);
    g_array_unref(run->texts[l]);
  }
  g_array_unref(run->units);
  g_array_unref(run->keys);
}

static int find_language(const BirgeLessons *lessons, const BirgeLocale *locale) {
  for (guint l = 0; l < lessons->n_languages; l++) {
    if (lessons->languages[l].locale == locale)
      return (int)l;
  }
  return -1;
}

/* Notes the words and numbers of what the reader has folded as a key of a unit: texts that differ
 * in marks only are equal. The digest need not resist attacks: two texts that share one are tied,
 * and teach nonsense, as any unit may. */
static void add_key(Reader *reader, const BirgeLocale *locale, guint32 unit, GArray *keys) {
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_MD5);
  BirgeLessonKey key = {.unit = unit};
  gsize length = sizeof key.digest;
  gboolean is_empty = TRUE;
  g_checksum_update(checksum, (const guchar *)locale->tag, (gssize)strlen(locale->tag));
  g_array_set_size(reader->tokens, 0);
  birge_tokenize(reader->folded->str, reader->folded->len, reader->tokens);
  for (guint i = 0; i < reader->tokens->len; i++) {
    BirgeToken token = g_array_index(reader->tokens, BirgeToken, i);
    if (token.kind == BIRGE_TOKEN_MARK)
      continue;
    is_empty = FALSE;
    g_checksum_update(checksum, (const guchar *)" ", 1);
    g_checksum_update(checksum, (const guchar *)reader->folded->str + token.start,
                      (gssize)(token.end - token.start));
  }
  g_checksum_get_digest(checksum, key.digest, &length);
  if (!is_empty)
    g_array_append_val(keys, key);
}

/* Adds the texts of a unit to a run; those of a unit that can teach nothing are left out. */
static void add_unit(const BirgeLessons *lessons, const BirgeUnit *unit, Reader *reader, Run *run) {
  guint n_found = 0, n_variants = unit->variants->len;
  const BirgeVariant *found[BIRGE_MAX_LANGUAGES] = {NULL};
  g_autofree const BirgeLocale **locales = g_new0(const BirgeLocale *, (gsize)n_variants + 1);
  for (guint v = 0; v < n_variants; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    locales[v] =
        birge_locales_find(lessons->locales, variant->language, variant->text, variant->length);
    int l = find_language(lessons, locales[v]);
    if (l >= 0 && !found[l]) {
      found[l] = variant;
      n_found++;
    }
  }
  if (n_found == 0 || n_variants < 2)
    return;
  guint32 number = run->units->len / lessons->n_languages;
  for (guint v = 0; v < n_variants && n_found < lessons->n_languages; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    if (!locales[v])
      continue;
    fold(reader, locales[v], variant->text, variant->length);
    add_key(reader, locales[v], number, run->keys);
  }
  for (guint l = 0; l < lessons->n_languages; l++) {
    guint32 start = BIRGE_TEXT_END;
    if (found[l]) {
      const BirgeLocale *locale = lessons->languages[l].locale;
      fold(reader, locale, found[l]->text, found[l]->length);
      start = add_words(reader, locale, run->stems[l], run->texts[l]);
    }
    g_array_append_val(run->units, start);
  }
}

/* Runs that are read together. */
typedef struct {
  const BirgeLessons *lessons;
  const BirgeUnitSource *source;
  guint first, end; /* units of all the runs */
  Run *runs;
} Reading;

static void read_run(gpointer data, guint task, guint thread G_GNUC_UNUSED) {
  const Reading *reading = data;
  Run *run = &reading->runs[task];
  guint first = reading->first + task * RUN_UNITS;
  guint end = MIN(first + RUN_UNITS, reading->end);
  Reader reader = open_reader();
  for (guint u = first; u < end && !run->error; u++) {
    g_autoptr(BirgeUnit) unit = reading->source->get(reading->source->data, u, &run->error);
    if (unit)
      add_unit(reading->lessons, unit, &reader, run);
  }
  close_reader(&reader);
}

/* The length of a text, its end included; 0: there is none. */
static guint32 measure_text(const GArray *texts, guint32 start) {
  if (start == BIRGE_TEXT_END)
    return 0;
  guint32 end = start;
  while (g_array_index(texts, guint32, end) != BIRGE_TEXT_END)
    end++;
  return end - start + 1;
}

/* Appends a text of a run. numbers: by number of the run. Returns where it begins. */
static guint32 take_text(GArray *texts, const GArray *others, guint32 start,
                         const guint32 *numbers) {
  guint32 length = measure_text(others, start), first = texts->len;
  if (length == 0)
    return BIRGE_TEXT_END;
  g_array_set_size(texts, first + length);
  for (guint32 i = 0; i + 1 < length; i++)
    g_array_index(texts, guint32, first + i) = numbers[g_array_index(others, guint32, start + i)];
  g_array_index(texts, guint32, first + length - 1) = BIRGE_TEXT_END;
  return first;
}

static gboolean fits(const BirgeLessons *lessons, const Run *run, guint32 unit, guint32 max_words) {
  for (guint l = 0; l < lessons->n_languages; l++) {
    guint32 start = g_array_index(run->units, guint32, unit * lessons->n_languages + l);
    if (measure_text(run->texts[l], start) > max_words - lessons->languages[l].texts->len)
      return FALSE;
  }
  return TRUE;
}

/* Returns the number in the lessons of each word of a run, yours. */
static guint32 *number_words(BirgeVocabulary *stems, const BirgeVocabulary *others) {
  guint32 n = birge_vocabulary_size(others);
  guint32 *numbers = g_new(guint32, (gsize)n + 1);
  for (guint32 w = 0; w < n; w++) {
    gsize length;
    const char *word = birge_vocabulary_get(others, w, &length);
    numbers[w] = birge_vocabulary_add(stems, word, length);
  }
  return numbers;
}

/* Puts a run at the end of the lessons. Returns FALSE if they hold as many words as they may. */
static gboolean take_run(BirgeLessons *lessons, const Run *run, guint32 max_words) {
  guint n = lessons->n_languages, n_units = run->units->len / n, u;
  guint32 first = lessons->units->len / n;
  guint32 *numbers[BIRGE_MAX_LANGUAGES];
  for (guint l = 0; l < n; l++)
    numbers[l] = number_words(lessons->languages[l].stems, run->stems[l]);
  for (u = 0; u < n_units && fits(lessons, run, u, max_words); u++)
    for (guint l = 0; l < n; l++) {
      guint32 start = take_text(lessons->languages[l].texts, run->texts[l],
                                g_array_index(run->units, guint32, u * n + l), numbers[l]);
      g_array_append_val(lessons->units, start);
    }
  for (guint k = 0; k < run->keys->len; k++) {
    BirgeLessonKey key = g_array_index(run->keys, BirgeLessonKey, k);
    if (key.unit >= u)
      break;
    key.unit += first;
    g_array_append_val(lessons->keys, key);
  }
  for (guint l = 0; l < n; l++)
    g_free(numbers[l]);
  return u == n_units;
}

static int compare_keys(const void *a, const void *b) {
  const BirgeLessonKey *x = a, *y = b;
  int order = memcmp(x->digest, y->digest, sizeof x->digest);
  return order != 0 ? order : (x->unit > y->unit) - (x->unit < y->unit);
}

gboolean birge_lessons_add_units(BirgeLessons *lessons, const BirgeUnitSource *source,
                                 const BirgeLearnLimits *limits, GError **error) {
  guint n_units = MIN(source->n_units, limits->max_units);
  guint n_runs = limits->n_threads * RUNS_A_THREAD;
  g_autofree Run *runs = g_new0(Run, n_runs);
  Reading reading = {.lessons = lessons, .source = source, .runs = runs};
  gboolean has_room = TRUE;
  g_autoptr(GError) wrong = NULL;
  for (; reading.end < n_units && has_room && !wrong; reading.first = reading.end) {
    reading.end = reading.first + MIN(n_runs * RUN_UNITS, n_units - reading.first);
    guint n = (reading.end - reading.first + RUN_UNITS - 1) / RUN_UNITS;
    for (guint r = 0; r < n; r++)
      open_run(&runs[r], lessons);
    birge_parallel_run(read_run, &reading, n, limits->n_threads);
    for (guint r = 0; r < n; r++) {
      if (runs[r].error && !wrong)
        wrong = g_steal_pointer(&runs[r].error);
      g_clear_error(&runs[r].error);
      has_room = has_room && !wrong && take_run(lessons, &runs[r], limits->max_words);
      close_run(&runs[r], lessons);
    }
  }
  if (wrong) {
    g_propagate_error(error, g_steal_pointer(&wrong));
    return FALSE;
  }
  if (lessons->keys->len > 0)
    qsort(lessons->keys->data, lessons->keys->len, sizeof(BirgeLessonKey), compare_keys);
  return TRUE;
}

/* Returns which column of a file of the seed lexicon is a language's, -1: none. */
static int find_column(char **columns, const char *tag) {
  for (int i = 0; columns[i]; i++) {
    if (g_str_equal(columns[i], tag))
      return i;
  }
  return -1;
}

/* Each alternative of one cell with each of the other is a unit of two languages, a and b. */
static void add_entry(BirgeLessons *lessons, guint a, guint b, char *const *cells) {
  const guint columns[] = {a, b};
  g_auto(GStrv) lefts = g_strsplit(cells[0], "|", -1);
  g_auto(GStrv) rights = g_strsplit(cells[1], "|", -1);
  Reader reader = open_reader();
  for (char **left = lefts; *left; left++)
    for (char **right = rights; *right; right++) {
      const char *const both[] = {*left, *right};
      guint first = lessons->units->len;
      g_array_set_size(lessons->units, first + lessons->n_languages);
      for (guint l = 0; l < lessons->n_languages; l++)
        g_array_index(lessons->units, guint32, first + l) = BIRGE_TEXT_END;
      for (guint i = 0; i < 2; i++) {
        BirgeLessonLanguage *language = &lessons->languages[columns[i]];
        fold(&reader, language->locale, both[i], strlen(both[i]));
        g_array_index(lessons->units, guint32, first + columns[i]) =
            add_words(&reader, language->locale, language->stems, language->texts);
      }
    }
  close_reader(&reader);
}

/* Adds the entries of a file of the seed lexicon: its first line names the columns. */
static void add_seeds(BirgeLessons *lessons, guint a, guint b, GBytes *file) {
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
      left = find_column(cells, lessons->languages[a].locale->tag);
      right = find_column(cells, lessons->languages[b].locale->tag);
      has_columns = TRUE;
    } else if (left >= 0 && right >= 0 && left < n_cells && right < n_cells) {
      char *const both[] = {cells[left], cells[right]};
      add_entry(lessons, a, b, both);
    }
  }
}

void birge_lessons_add_seeds(BirgeLessons *lessons) {
  g_autoptr(GPtrArray) files = birge_locales_lexicon();
  for (guint a = 0; a < lessons->n_languages; a++)
    for (guint b = a + 1; b < lessons->n_languages; b++)
      for (guint i = 0; i < files->len; i++)
        add_seeds(lessons, a, b, files->pdata[i]);
}

/* Where the texts of a unit begin. */
static const guint32 *get_unit(const BirgeLessons *lessons, guint32 unit) {
  return &g_array_index(lessons->units, guint32, unit * lessons->n_languages);
}

/* Passes over the keys of units that have no text in a language, or have one in the other. */
static guint skip_keys(const BirgeLessons *lessons, guint key, guint end, const guint *languages) {
  for (; key < end; key++) {
    const guint32 *unit = get_unit(lessons, g_array_index(lessons->keys, BirgeLessonKey, key).unit);
    if (unit[languages[0]] != BIRGE_TEXT_END && unit[languages[1]] == BIRGE_TEXT_END)
      break;
  }
  return key;
}

/* Ties units of one key: the first that has the one language with the first that has the other. */
static void pair_keys(const BirgeLessons *lessons, guint first, guint end, guint a, guint b,
                      GArray *pairs) {
  const guint there[] = {a, b}, back[] = {b, a};
  guint i = skip_keys(lessons, first, end, there), k = skip_keys(lessons, first, end, back);
  while (i < end && k < end) {
    const BirgeLessonKey *x = &g_array_index(lessons->keys, BirgeLessonKey, i);
    const BirgeLessonKey *y = &g_array_index(lessons->keys, BirgeLessonKey, k);
    BirgeTextPair pair = {{get_unit(lessons, x->unit)[a], get_unit(lessons, y->unit)[b]}};
    g_array_append_val(pairs, pair);
    i = skip_keys(lessons, i + 1, end, there);
    k = skip_keys(lessons, k + 1, end, back);
  }
}

GArray *birge_lessons_pair(const BirgeLessons *lessons, guint a, guint b) {
  GArray *pairs = g_array_new(FALSE, FALSE, sizeof(BirgeTextPair));
  for (guint32 u = 0; u < lessons->units->len / lessons->n_languages; u++) {
    const guint32 *unit = get_unit(lessons, u);
    BirgeTextPair pair = {{unit[a], unit[b]}};
    if (unit[a] != BIRGE_TEXT_END && unit[b] != BIRGE_TEXT_END)
      g_array_append_val(pairs, pair);
  }
  for (guint first = 0, end; first < lessons->keys->len; first = end) {
    const BirgeLessonKey *key = &g_array_index(lessons->keys, BirgeLessonKey, first);
    for (end = first + 1; end < lessons->keys->len; end++)
      if (memcmp(key->digest, key[end - first].digest, sizeof key->digest) != 0)
        break;
    pair_keys(lessons, first, end, a, b, pairs);
  }
  return pairs;
}
