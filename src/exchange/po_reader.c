/* Reads gettext PO: entries that have one translation. fuzzy means proposed; what is translated and
 * not fuzzy is approved, which is what gettext's tools take it for. */
#include "exchange/import_row.h"

#include "base/error.h"
#include "text/utf.h"

#include <string.h>

typedef enum {
  FIELD_CONTEXT,
  FIELD_ID,
  FIELD_TRANSLATION,
  N_FIELDS,
  FIELD_PLURAL,
  FIELD_NONE
} Field;

typedef struct {
  const BirgeImport *import;
  GString *fields[N_FIELDS];
  gboolean has[N_FIELDS];
  GPtrArray *notes; /* of char*; a note of several lines is one */
  gboolean is_fuzzy;
  gboolean is_rejected; /* our own word for it */
  gboolean is_plural;
  Field open; /* what a line that begins with a quote goes on with */
  guint64 line;
  guint64 first_line; /* of the entry */
  guint n_entries;
  char *languages[2];
} Reader;

static const char *const keywords[] = {
    [FIELD_CONTEXT] = "msgctxt", [FIELD_ID] = "msgid", [FIELD_TRANSLATION] = "msgstr"};

static gboolean fail(const Reader *reader, const char *what, GError **error) {
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, reader->import->name, reader->line, "%s", what);
  return FALSE;
}

/* The byte that an escape stands for. p: behind the backslash; receives its end. */
static char unescape(const char **p) {
  static const char letters[] = "abfnrtv";
  static const char controls[] = "\a\b\f\n\r\t\v";
  const char *letter = strchr(letters, **p);
  if (**p >= '0' && **p <= '7') {
    guint value = 0;
    for (guint i = 0; i < 3 && **p >= '0' && **p <= '7'; i++, (*p)++)
      value = value * 8 + (guint)(**p - '0');
    return (char)value;
  }
  char c = **p;
  if (letter && c)
    c = controls[letter - letters];
  (*p)++;
  return c;
}

/* Appends what stands between the quotes of a line. */
static gboolean append_string(const Reader *reader, const char *p, GString *text, GError **error) {
  p += strspn(p, " \t");
  if (*p++ != '"')
    return fail(reader, "expected a string in quotes", error);
  while (*p && *p != '"') {
    if (*p != '\\') {
      g_string_append_c(text, *p++);
      continue;
    }
    p++;
    if (!*p)
      break;
    g_string_append_c(text, unescape(&p));
  }
  if (*p != '"')
    return fail(reader, "a string without a closing quote", error);
  if (p[1 + strspn(p + 1, " \t")])
    return fail(reader, "text behind a string", error);
  return TRUE;
}

/* The value of a line of the header, yours; NULL: it is not there. */
static char *find_header(const char *header, const char *name) {
  g_auto(GStrv) lines = g_strsplit(header, "\n", -1);
  for (char **line = lines; *line; line++) {
    gsize n = strlen(name);
    if (g_ascii_strncasecmp(*line, name, n) == 0 && (*line)[n] == ':')
      return g_strdup(g_strstrip(*line + n + 1));
  }
  return NULL;
}

/* Takes a language of the header, as far as the call does not say it. */
static void take_header(Reader *reader) {
  static const char *const names[] = {"X-Source-Language", "Language"};
  for (guint i = 0; i < 2; i++) {
    char *said = find_header(reader->fields[FIELD_TRANSLATION]->str, names[i]);
    if (said && *said && !reader->languages[i])
      reader->languages[i] = g_steal_pointer(&said);
    g_free(said);
  }
}

static gboolean check_languages(const Reader *reader, GError **error) {
  for (guint i = 0; i < 2; i++) {
    if (reader->languages[i])
      continue;
    birge_error_set_at(error, BIRGE_ERROR_USAGE, reader->import->name, 0,
                       "does not say its %s language (--%s says it)", i == 0 ? "source" : "target",
                       i == 0 ? "from" : "to");
    return FALSE;
  }
  return TRUE;
}

static gboolean give_entry(const Reader *reader, GError **error) {
  for (guint i = 0; i < N_FIELDS; i++) {
    const GString *field = reader->fields[i];
    if (!g_utf8_validate_len(field->str, field->len, NULL))
      return fail(reader, "escapes that are no UTF-8", error);
  }
  if (!check_languages(reader, error))
    return FALSE;
  BirgeStatus status = reader->is_rejected ? BIRGE_STATUS_REJECTED
                       : reader->is_fuzzy  ? BIRGE_STATUS_PROPOSED
                                           : BIRGE_STATUS_APPROVED;
  g_autofree char *id = g_strdup_printf("%u", reader->n_entries);
  const BirgeImportRow row = {.article = reader->import->name,
                              .id = id,
                              .status = status,
                              .notes = reader->notes,
                              .line = reader->first_line};
  g_autoptr(GPtrArray) variants = g_ptr_array_new();
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add(variants, birge_import_variant(reader->import, reader->languages[i],
                                                   reader->fields[FIELD_ID + i]->str));
  return birge_import_give(reader->import, &row, variants, error);
}

/* Ends the entry that is open, if one is. */
static gboolean end_entry(Reader *reader, GError **error) {
  gboolean ok = TRUE;
  if (reader->has[FIELD_ID] && reader->fields[FIELD_ID]->len == 0 && !reader->has[FIELD_CONTEXT]) {
    take_header(reader);
  } else if (reader->has[FIELD_ID]) {
    reader->n_entries++;
    if (reader->is_plural)
      reader->import->counts->n_left_out++;
    else
      ok = give_entry(reader, error);
  }
  for (guint i = 0; i < N_FIELDS; i++) {
    g_string_truncate(reader->fields[i], 0);
    reader->has[i] = FALSE;
  }
  g_ptr_array_set_size(reader->notes, 0);
  reader->is_fuzzy = reader->is_rejected = reader->is_plural = FALSE;
  reader->open = FIELD_NONE;
  reader->first_line = 0;
  return ok;
}

/* A line of a translator's comment goes on with the one before. */
static void take_note(Reader *reader, const char *text) {
  if (reader->notes->len == 0) {
    g_ptr_array_add(reader->notes, g_strdup(text));
    return;
  }
  g_autofree char *before = reader->notes->pdata[0];
  reader->notes->pdata[0] = g_strconcat(before, "\n", text, NULL);
}

static void take_comment(Reader *reader, const char *line) {
  if (line[1] == ' ' || line[1] == '\0')
    take_note(reader, line[1] ? line + 2 : "");
  else if (line[1] == ',')
    reader->is_fuzzy = reader->is_fuzzy || strstr(line, "fuzzy");
  else if (g_str_equal(line, "#. rejected"))
    reader->is_rejected = TRUE;
}

/* Which field a line begins, and where its string is. */
static Field find_field(Reader *reader, const char *line, const char **string) {
  if (g_str_has_prefix(line, "msgid_plural")) {
    reader->is_plural = TRUE;
    *string = line + strlen("msgid_plural");
    return FIELD_PLURAL;
  }
  for (guint i = 0; i < N_FIELDS; i++) {
    gsize n = strlen(keywords[i]);
    if (!g_str_has_prefix(line, keywords[i]))
      continue;
    *string = line + n;
    if (line[n] == '[') {
      const char *end = strchr(line, ']');
      reader->is_plural = TRUE;
      *string = end ? end + 1 : line + n;
    }
    return i;
  }
  return FIELD_NONE;
}

static gboolean take_line(Reader *reader, const char *line, GError **error) {
  g_autoptr(GString) unused = g_string_new(NULL);
  const char *string = line;
  gboolean is_comment = *line == '#';
  gboolean is_obsolete = g_str_has_prefix(line, "#~");
  Field field = *line == '"' || is_comment ? reader->open : find_field(reader, line, &string);
  gboolean begins = is_comment || (field == FIELD_CONTEXT && *line != '"') ||
                    (field == FIELD_ID && *line != '"' && reader->has[FIELD_ID]);
  if (begins && reader->has[FIELD_TRANSLATION] && !end_entry(reader, error))
    return FALSE;
  if (reader->first_line == 0)
    reader->first_line = reader->line;
  if (is_obsolete)
    reader->import->counts->n_left_out += g_str_has_prefix(line, "#~ msgid ") ? 1 : 0;
  else if (is_comment)
    take_comment(reader, line);
  if (is_comment)
    return TRUE;
  if (field == FIELD_NONE)
    return fail(reader, "expected msgctxt, msgid, msgstr, a string or a comment", error);
  if (field == FIELD_TRANSLATION && !reader->has[FIELD_ID])
    return fail(reader, "msgstr without msgid", error);
  reader->open = field;
  if (field >= N_FIELDS)
    return append_string(reader, string, unused, error);
  if (*line != '"' && reader->has[field] && !reader->is_plural)
    return fail(reader, "the same field twice in an entry", error);
  reader->has[field] = TRUE;
  return append_string(reader, string, reader->fields[field], error);
}

static gboolean read_lines(Reader *reader, const char *text, gsize length, GError **error) {
  const char *end = text + length;
  while (text < end) {
    gsize n = strcspn(text, "\n");
    n = MIN(n, (gsize)(end - text));
    g_autofree char *line = g_strchomp(g_strndup(text, n));
    const char *start = line + strspn(line, " \t");
    reader->line++;
    gboolean ok = *start ? take_line(reader, start, error)
                         : !reader->has[FIELD_TRANSLATION] || end_entry(reader, error);
    if (!ok)
      return FALSE;
    text += n + 1;
  }
  return end_entry(reader, error);
}

/* The encoding that the header says; yours, NULL: UTF-8, or nothing is said. */
static char *find_encoding(GBytes *bytes) {
  static const char key[] = "charset=";
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  const char *found = data ? memmem(data, MIN(length, 64 * 1024), key, strlen(key)) : NULL;
  if (!found)
    return NULL;
  found += strlen(key);
  gsize n = 0;
  while (found + n < data + length && (g_ascii_isalnum(found[n]) || strchr("-_", found[n])))
    n++;
  g_autofree char *name = g_strndup(found, n);
  return n > 0 && g_ascii_strcasecmp(name, "UTF-8") != 0 && g_ascii_strcasecmp(name, "CHARSET") != 0
             ? g_steal_pointer(&name)
             : NULL;
}

gboolean birge_import_po(const BirgeImport *import, GBytes *bytes, GError **error) {
  g_autofree char *encoding = find_encoding(bytes);
  g_autoptr(GBytes) text = birge_text_decode(import->name, bytes, encoding, error);
  if (!text)
    return FALSE;
  gsize length;
  const char *data = g_bytes_get_data(text, &length);
  g_autofree char *copy = g_strndup(data ? data : "", length); /* with a NUL behind it */
  Reader reader = {.import = import, .open = FIELD_NONE};
  reader.notes = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < N_FIELDS; i++)
    reader.fields[i] = g_string_new(NULL);
  reader.languages[0] = g_strdup(import->options->source);
  reader.languages[1] = g_strdup(import->options->target);
  gboolean ok = read_lines(&reader, copy, length, error);
  for (guint i = 0; i < N_FIELDS; i++)
    g_string_free(reader.fields[i], TRUE);
  g_ptr_array_unref(reader.notes);
  g_free(reader.languages[0]);
  g_free(reader.languages[1]);
  return ok;
}
