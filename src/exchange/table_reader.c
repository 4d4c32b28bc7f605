/* Reads tables: comma-, semicolon- or tab-separated values, with or without a line of names.
 *
 * Columns are known by their names: a language's tag (TSV of ours: `TAG text`), source and target;
 * status, fuzzy, note. Without such names, the first two columns are source and target. */
#include "exchange/import_row.h"

#include "base/error.h"
#include "text/utf.h"

#include <string.h>

typedef enum { COLUMN_OTHER, COLUMN_TEXT, COLUMN_STATUS, COLUMN_FUZZY, COLUMN_NOTE } Role;

typedef struct {
  Role role;
  char *language; /* of text */
  guint order;    /* of texts: the source first */
} Column;

typedef struct {
  const BirgeImport *import;
  const char *text;
  gsize length;
  gsize at;
  char separator;
  gboolean is_ours; /* TSV with escapes */
  guint64 line;
  guint64 row_line; /* where the row that was read began */
  GPtrArray *cells; /* of char*: of that row */
  Column columns[BIRGE_MAX_COLUMNS];
  guint n_columns;
} Reader;

static const struct {
  const char *name;
  Role role;
} names[] = {
    {"status", COLUMN_STATUS}, {"state", COLUMN_STATUS},
    {"fuzzy", COLUMN_FUZZY},   {"note", COLUMN_NOTE},
    {"notes", COLUMN_NOTE},    {"comment", COLUMN_NOTE},
    {"comments", COLUMN_NOTE}, {"translator_comments", COLUMN_NOTE},
};

static gboolean fail(const Reader *reader, BirgeError code, const char *what, GError **error) {
  birge_error_set_at(error, code, reader->import->name, reader->row_line, "%s", what);
  return FALSE;
}

static gboolean is_end(const Reader *reader, gsize at) {
  return at >= reader->length || reader->text[at] == reader->separator ||
         reader->text[at] == '\n' || reader->text[at] == '\r';
}

/* Reads a value in quotes. Returns FALSE if it isn't one. */
static gboolean read_quoted(Reader *reader, GString *value) {
  guint64 n_lines = 0;
  gsize at = reader->at + 1;
  for (; at < reader->length; at++) {
    gboolean is_quote = reader->text[at] == '"';
    if (is_quote && at + 1 < reader->length && reader->text[at + 1] == '"')
      at++;
    else if (is_quote)
      break;
    n_lines += reader->text[at] == '\n';
    g_string_append_c(value, reader->text[at]);
  }
  if (at >= reader->length || !is_end(reader, at + 1))
    return FALSE;
  reader->at = at + 1;
  reader->line += n_lines;
  return TRUE;
}

/* Takes the escapes of our own TSV off. */
static void unescape(GString *value) {
  static const char letters[] = "tnr\\";
  static const char characters[] = "\t\n\r\\";
  gsize to = 0;
  for (gsize i = 0; i < value->len; i++) {
    char c = value->str[i];
    const char *letter = c == '\\' && value->str[i + 1] ? strchr(letters, value->str[i + 1]) : NULL;
    if (letter) {
      c = characters[letter - letters];
      i++;
    }
    value->str[to++] = c;
  }
  g_string_truncate(value, to);
}

static gboolean read_cell(Reader *reader, GError **error) {
  g_autoptr(GString) value = g_string_new(NULL);
  gboolean has_quote = reader->at < reader->length && reader->text[reader->at] == '"';
  gboolean is_tsv = reader->separator == '\t';
  if (!has_quote || reader->is_ours || !read_quoted(reader, value)) {
    if (has_quote && !is_tsv)
      return fail(reader, BIRGE_ERROR_FORMAT, "a value whose quotes don't match", error);
    g_string_truncate(value, 0);
    for (; !is_end(reader, reader->at); reader->at++)
      g_string_append_c(value, reader->text[reader->at]);
    if (reader->is_ours)
      unescape(value);
  }
  g_ptr_array_add(reader->cells, g_string_free(g_steal_pointer(&value), FALSE));
  return TRUE;
}

/* Reads a row. There must be one. */
static gboolean read_row(Reader *reader, GError **error) {
  g_ptr_array_set_size(reader->cells, 0);
  reader->row_line = reader->line;
  while (TRUE) {
    if (!read_cell(reader, error))
      return FALSE;
    if (reader->cells->len > BIRGE_MAX_COLUMNS)
      return fail(reader, BIRGE_ERROR_LIMIT, "has more than 64 columns", error);
    gboolean goes_on = reader->at < reader->length && reader->text[reader->at] == reader->separator;
    if (!goes_on)
      break;
    reader->at++;
  }
  if (g_str_has_prefix(reader->text + MIN(reader->at, reader->length), "\r\n"))
    reader->at++;
  reader->at++;
  reader->line++;
  return TRUE;
}

/* The separator that is most often in the first line. */
static char find_separator(const Reader *reader) {
  static const char separators[] = "\t,;";
  gsize end = strcspn(reader->text, "\r\n");
  char best = ',';
  guint most = 0;
  for (const char *separator = separators; *separator; separator++) {
    guint n = 0;
    for (gsize i = 0; i < MIN(end, reader->length); i++)
      n += reader->text[i] == *separator;
    if (n > most) {
      most = n;
      best = *separator;
    }
  }
  return best;
}

static void set_text(Column *column, const char *language, guint order) {
  column->role = COLUMN_TEXT;
  g_free(column->language);
  column->language = g_strdup(language);
  column->order = order;
}

static gboolean has_cell(const Reader *reader, const char *name) {
  return g_ptr_array_find_with_equal_func(reader->cells, name, g_str_equal, NULL);
}

/* Says what a column is by its name. Returns FALSE if it must be a text, but of no language. */
static gboolean name_column(const Reader *reader, guint i, Column *column, GError **error) {
  const BirgeImportOptions *options = reader->import->options;
  g_autofree char *name = g_strstrip(g_ascii_strdown(reader->cells->pdata[i], -1));
  for (guint n = 0; n < G_N_ELEMENTS(names); n++) {
    if (g_str_equal(name, names[n].name))
      column->role = names[n].role;
  }
  gboolean is_source = g_str_equal(name, "source"), is_target = g_str_equal(name, "target");
  if (is_source || is_target) {
    const char *language = is_source ? options->source : options->target;
    if (!language)
      return fail(reader, BIRGE_ERROR_USAGE,
                  is_source ? "does not say its source language (--from says it)"
                            : "does not say its target language (--to says it)",
                  error);
    set_text(column, language, is_source ? 0 : 1);
    return TRUE;
  }
  g_autofree char *text_name = g_strconcat(reader->cells->pdata[i], " text", NULL);
  gboolean has_suffix = g_str_has_suffix(name, " text");
  if (has_suffix)
    name[strlen(name) - strlen(" text")] = '\0';
  else if (has_cell(reader, text_name)) /* the numbers of its segments */
    return TRUE;
  const BirgeLocale *locale = birge_locales_find(options->locales, name, NULL, 0);
  if (column->role == COLUMN_OTHER && (locale || has_suffix))
    set_text(column, locale ? locale->tag : name, i);
  return TRUE;
}

static guint count_texts(const Reader *reader) {
  guint n = 0;
  for (guint i = 0; i < reader->n_columns; i++)
    n += reader->columns[i].role == COLUMN_TEXT;
  return n;
}

/* Makes the language of --from the source. */
static void put_source_first(Reader *reader) {
  const BirgeImportOptions *options = reader->import->options;
  const BirgeLocale *source =
      options->source ? birge_locales_find(options->locales, options->source, NULL, 0) : NULL;
  for (guint i = 0; i < reader->n_columns && source; i++) {
    Column *column = &reader->columns[i];
    if (column->role == COLUMN_TEXT)
      column->order = g_str_equal(column->language, source->tag) ? 0 : column->order + 1;
  }
}

/* Reads the names of the columns from the first row. has_names: receives whether it has some. */
static gboolean read_names(Reader *reader, gboolean *has_names, GError **error) {
  const BirgeImportOptions *options = reader->import->options;
  if (!read_row(reader, error))
    return FALSE;
  reader->n_columns = reader->cells->len;
  for (guint i = 0; i < reader->n_columns; i++) {
    if (!name_column(reader, i, &reader->columns[i], error))
      return FALSE;
  }
  *has_names = count_texts(reader) >= 2;
  reader->is_ours = *has_names && reader->separator == '\t' && has_cell(reader, "confidence") &&
                    has_cell(reader, "origin");
  if (*has_names) {
    put_source_first(reader);
    return TRUE;
  }
  if (!options->source || !options->target || reader->n_columns < 2)
    return fail(reader, BIRGE_ERROR_FORMAT,
                "no columns of two languages, expected their tags in the first line, or --from and "
                "--to",
                error);
  for (guint i = 0; i < reader->n_columns; i++)
    reader->columns[i].role = COLUMN_OTHER;
  set_text(&reader->columns[0], options->source, 0);
  set_text(&reader->columns[1], options->target, 1);
  return TRUE;
}

static gboolean is_true(const char *value) {
  return g_ascii_strcasecmp(value, "true") == 0 || g_ascii_strcasecmp(value, "yes") == 0 ||
         g_str_equal(value, "1") || g_ascii_strcasecmp(value, "x") == 0;
}

static int compare_order(gconstpointer a, gconstpointer b) {
  const Column *x = *(const Column *const *)a, *y = *(const Column *const *)b;
  return (x->order > y->order) - (x->order < y->order);
}

/* Of the texts of the row, the source first. */
static GPtrArray *make_variants(const Reader *reader) {
  g_autoptr(GPtrArray) columns = g_ptr_array_new();
  for (guint i = 0; i < MIN(reader->n_columns, reader->cells->len); i++) {
    if (reader->columns[i].role == COLUMN_TEXT)
      g_ptr_array_add(columns, (gpointer)(gsize)&reader->columns[i]);
  }
  g_ptr_array_sort(columns, compare_order);
  GPtrArray *variants = g_ptr_array_new();
  for (guint i = 0; i < columns->len; i++) {
    const Column *column = columns->pdata[i];
    const char *text = reader->cells->pdata[column - reader->columns];
    g_ptr_array_add(variants, birge_import_variant(reader->import, column->language, text));
  }
  return variants;
}

static gboolean give_row(const Reader *reader, guint number, GError **error) {
  g_autoptr(GPtrArray) notes = g_ptr_array_new();
  const char *state = NULL;
  BirgeStatus status = reader->import->options->status;
  for (guint i = 0; i < MIN(reader->n_columns, reader->cells->len); i++) {
    const char *cell = reader->cells->pdata[i];
    Role role = reader->columns[i].role;
    if (role == COLUMN_NOTE && *cell)
      g_ptr_array_add(notes, (gpointer)(gsize)cell);
    else if (role == COLUMN_STATUS && *cell)
      state = cell;
    else if (role == COLUMN_FUZZY)
      status = is_true(cell) ? BIRGE_STATUS_PROPOSED : BIRGE_STATUS_APPROVED;
  }
  g_autofree char *id = g_strdup_printf("%u", number);
  BirgeStatus ours;
  const BirgeImportRow row = {.article = reader->import->name,
                              .id = id,
                              .state = state && birge_status_parse(state, &ours) ? NULL : state,
                              .status = birge_import_status(state, status),
                              .notes = notes,
                              .line = reader->row_line};
  g_autoptr(GPtrArray) variants = make_variants(reader);
  return birge_import_give(reader->import, &row, variants, error);
}

static gboolean read_rows(Reader *reader, GError **error) {
  gboolean has_names;
  reader->separator = find_separator(reader);
  if (!read_names(reader, &has_names, error) || (!has_names && !give_row(reader, 1, error)))
    return FALSE;
  for (guint number = has_names ? 1 : 2; reader->at < reader->length; number++) {
    if (!read_row(reader, error) || !give_row(reader, number, error))
      return FALSE;
  }
  return TRUE;
}

gboolean birge_import_table(const BirgeImport *import, GBytes *bytes, GError **error) {
  g_autoptr(GBytes) text = birge_text_decode(import->name, bytes, NULL, error);
  if (!text)
    return FALSE;
  Reader reader = {.import = import, .line = 1};
  reader.text = g_bytes_get_data(text, &reader.length);
  if (reader.length == 0) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, import->name, 0, "is empty");
    return FALSE;
  }
  g_autofree char *copy = g_strndup(reader.text, reader.length); /* with a NUL behind it */
  reader.text = copy;
  reader.cells = g_ptr_array_new_with_free_func(g_free);
  gboolean ok = read_rows(&reader, error);
  g_ptr_array_unref(reader.cells);
  for (guint i = 0; i < G_N_ELEMENTS(reader.columns); i++)
    g_free(reader.columns[i].language);
  return ok;
}
