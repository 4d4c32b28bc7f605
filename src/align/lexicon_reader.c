/* Reads a lexicon as birge lexicon export prints it: tab-separated values, a translation a line,
 * after a line with the names of the columns.
 *
 *   from         tag of a language
 *   source       a word of it: folded, without affixes; \t, \n, \r and \\ as everywhere
 *   to           tag of another language
 *   target       a word of that
 *   probability  that source becomes target
 *   back         that target becomes source; not read, as it stands in a line of its own */
#include "align/lexicon_data.h"

#include "base/error.h"
#include "base/input.h"

#include <math.h>
#include <string.h>

#define COLUMNS "from\tsource\tto\ttarget\tprobability\tback"
#define N_FIELDS 6
/* Longer words are none. */
#define MAX_WORD_LENGTH 1000

typedef enum { FROM, SOURCE, TO, TARGET, PROBABILITY, BACK } Column;

/* A field of a line, not ended. */
typedef struct {
  const char *text;
  gsize length;
} Field;

/* What a line says. */
typedef struct {
  guint32 from;
  guint32 to;
  float probability;
  guint32 line;
} Entry;

typedef struct {
  const char *name; /* of the file */
  guint32 line;     /* that is being read */
  guint32 n_entries;
  const BirgeLocales *locales;
  BirgeLexicon *lexicon;
  GArray *entries[BIRGE_MAX_LANGUAGES][BIRGE_MAX_LANGUAGES]; /* of Entry; NULL: none yet */
  GString *scratch;
} Reading;

static gboolean fail(const Reading *reading, const char *what, GError **error) {
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, reading->name, reading->line, "%s", what);
  return FALSE;
}

static gboolean split_line(const Reading *reading, const char *line, gsize length, Field *fields,
                           GError **error) {
  guint n = 0;
  const char *end = line + length;
  for (const char *start = line;; n++) {
    const char *tab = memchr(start, '\t', (gsize)(end - start));
    if (n < N_FIELDS)
      fields[n] = (Field){start, (gsize)((tab ? tab : end) - start)};
    if (!tab)
      break;
    start = tab + 1;
  }
  if (n + 1 == N_FIELDS)
    return TRUE;
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, reading->name, reading->line,
                     "%u fields, expected %d with tabs between them", n + 1, N_FIELDS);
  return FALSE;
}

/* Returns the number of the language that a field names, which is added if need be; -1 on error. */
static int read_language(Reading *reading, Field field, GError **error) {
  BirgeLexicon *lexicon = reading->lexicon;
  for (guint l = 0; l < lexicon->n_languages; l++) {
    const char *tag = lexicon->languages[l].tag;
    if (strlen(tag) == field.length && memcmp(tag, field.text, field.length) == 0)
      return (int)l;
  }
  g_autofree char *tag = g_strndup(field.text, MIN(field.length, 32));
  const BirgeLocale *locale = birge_locales_find(reading->locales, tag, NULL, 0);
  if (!locale || !g_str_equal(locale->tag, tag) || strlen(tag) != field.length) {
    g_autofree char *shown = g_strescape(tag, NULL);
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, reading->name, reading->line,
                       "unknown language \"%s\"", shown);
    return -1;
  }
  if (lexicon->n_languages == BIRGE_MAX_LANGUAGES) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, reading->name, reading->line,
                       "more than %d languages", BIRGE_MAX_LANGUAGES);
    return -1;
  }
  birge_lexicon_add_language(lexicon, tag, locale);
  return (int)lexicon->n_languages - 1;
}

/* Takes escapes off into scratch. Returns FALSE for one that there is not. */
static gboolean unescape(GString *scratch, Field field) {
  static const char letters[] = "tnr\\", meant[] = "\t\n\r\\";
  g_string_truncate(scratch, 0);
  for (gsize i = 0; i < field.length; i++) {
    char c = field.text[i];
    if (c == '\\') {
      const char *letter =
          ++i < field.length && field.text[i] ? strchr(letters, field.text[i]) : NULL;
      if (!letter)
        return FALSE;
      c = meant[letter - letters];
    }
    g_string_append_c(scratch, c);
  }
  return TRUE;
}

static gboolean read_word(Reading *reading, guint language, Field field, guint32 *word,
                          GError **error) {
  if (field.length == 0)
    return fail(reading, "an empty word", error);
  if (field.length > MAX_WORD_LENGTH) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, reading->name, reading->line,
                       "a word of more than %d bytes", MAX_WORD_LENGTH);
    return FALSE;
  }
  if (!g_utf8_validate_len(field.text, field.length, NULL)) {
    birge_error_set_at(error, BIRGE_ERROR_ENCODING, reading->name, reading->line,
                       "a word that is not UTF-8");
    return FALSE;
  }
  if (!unescape(reading->scratch, field))
    return fail(reading, "\\ before something other than t, n, r or \\", error);
  *word = birge_vocabulary_add(reading->lexicon->languages[language].stems, reading->scratch->str,
                               reading->scratch->len);
  return TRUE;
}

static gboolean read_probability(Reading *reading, Field field, double *probability,
                                 GError **error) {
  char copy[32];
  char *end = copy;
  /* Numbers only: g_ascii_strtod() knows "nan", "inf" and hexadecimal too. The tab after the field
   * ends the search. */
  if (field.length > 0 && field.length < sizeof copy &&
      strspn(field.text, "0123456789.e+-") >= field.length) {
    memcpy(copy, field.text, field.length);
    copy[field.length] = '\0';
    *probability = g_ascii_strtod(copy, &end);
  }
  if (end != copy && *end == '\0' && *probability >= 0 && *probability <= 1)
    return TRUE;
  return fail(reading, "expected a probability, 0 to 1, in the fifth field", error);
}

static gboolean read_entry(Reading *reading, const char *line, gsize length, GError **error) {
  Field fields[N_FIELDS];
  if (!split_line(reading, line, length, fields, error))
    return FALSE;
  int from = read_language(reading, fields[FROM], error);
  int to = from < 0 ? -1 : read_language(reading, fields[TO], error);
  if (to < 0)
    return FALSE;
  if (from == to)
    return fail(reading, "both words are of one language", error);
  if (reading->n_entries++ >= BIRGE_MAX_TRANSLATIONS) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, reading->name, reading->line,
                       "more than %d translations", BIRGE_MAX_TRANSLATIONS);
    return FALSE;
  }
  Entry entry = {.line = reading->line};
  double probability = 0;
  if (!read_word(reading, (guint)from, fields[SOURCE], &entry.from, error) ||
      !read_word(reading, (guint)to, fields[TARGET], &entry.to, error) ||
      !read_probability(reading, fields[PROBABILITY], &probability, error))
    return FALSE;
  entry.probability = (float)probability;
  GArray **entries = &reading->entries[from][to];
  if (!*entries)
    *entries = g_array_new(FALSE, FALSE, sizeof(Entry));
  g_array_append_val(*entries, entry);
  return TRUE;
}

static gboolean read_lines(Reading *reading, const char *data, gsize length, GError **error) {
  for (gsize start = 0; start < length;) {
    const char *line = data + start;
    const char *line_end = memchr(line, '\n', length - start);
    gsize n = line_end ? (gsize)(line_end - line) : length - start;
    start += n + 1;
    reading->line++;
    if (n > 0 && line[n - 1] == '\r')
      n--;
    if (reading->line > 1 && !read_entry(reading, line, n, error))
      return FALSE;
    if (reading->line == 1 && (n != strlen(COLUMNS) || memcmp(line, COLUMNS, n) != 0))
      return fail(reading, "expected the columns that birge lexicon export prints", error);
  }
  return reading->n_entries > 0 || fail(reading, "holds no translation", error);
}

static int compare_entries(const void *a, const void *b) {
  const Entry *x = a, *y = b;
  if (x->from != y->from)
    return x->from < y->from ? -1 : 1;
  if (x->to != y->to)
    return x->to < y->to ? -1 : 1;
  return (x->line > y->line) - (x->line < y->line);
}

/* Makes a table of entries, which it sorts. */
static gboolean fill_table(Reading *reading, GArray *entries, guint32 n_from, BirgeTable *table,
                           GError **error) {
  *table = (BirgeTable){n_from, g_new0(guint32, (gsize)n_from + 1), g_new(guint32, entries->len),
                        g_new(float, entries->len)};
  qsort(entries->data, entries->len, sizeof(Entry), compare_entries);
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index(entries, Entry, i);
    if (i > 0 && entry[-1].from == entry->from && entry[-1].to == entry->to) {
      reading->line = entry->line;
      return fail(reading, "these two words stand in an earlier line too", error);
    }
    table->words[i] = entry->to;
    table->probabilities[i] = entry->probability;
    table->starts[entry->from + 1]++;
  }
  for (guint32 w = 0; w < n_from; w++)
    table->starts[w + 1] += table->starts[w];
  return TRUE;
}

static gboolean fill_tables(Reading *reading, GError **error) {
  BirgeLexicon *lexicon = reading->lexicon;
  for (guint from = 0; from < lexicon->n_languages; from++)
    for (guint to = 0; to < lexicon->n_languages; to++)
      if (reading->entries[from][to] &&
          !fill_table(reading, reading->entries[from][to],
                      birge_vocabulary_size(lexicon->languages[from].stems),
                      &lexicon->tables[from][to], error))
        return FALSE;
  return TRUE;
}

BirgeLexicon *birge_lexicon_parse(const char *name, GBytes *bytes, const BirgeLocales *locales,
                                  GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  g_autoptr(BirgeLexicon) lexicon = g_new0(BirgeLexicon, 1);
  Reading reading = {
      .name = name, .locales = locales, .lexicon = lexicon, .scratch = g_string_new(NULL)};
  gboolean ok = read_lines(&reading, data, length, error) && fill_tables(&reading, error);
  for (guint from = 0; from < BIRGE_MAX_LANGUAGES; from++)
    for (guint to = 0; to < BIRGE_MAX_LANGUAGES; to++)
      g_clear_pointer(&reading.entries[from][to], g_array_unref);
  g_string_free(reading.scratch, TRUE);
  if (!ok)
    return NULL;
  birge_lexicon_number(lexicon);
  return g_steal_pointer(&lexicon);
}

BirgeLexicon *birge_lexicon_read(const char *path, const BirgeLocales *locales, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  return bytes ? birge_lexicon_parse(birge_input_name(path), bytes, locales, error) : NULL;
}
