/* Reads glossaries: TBX through the one door for XML, and tab-separated values. */
#include "qa/glossary.h"

#include "base/error.h"
#include "base/input.h"
#include "base/xml.h"
#include "qa/private.h"

#include <string.h>

typedef struct {
  const BirgeLocale *locale;
  char *term;  /* as the file writes it */
  char *words; /* folded, a space between */
} Term;

struct _BirgeGlossary {
  GPtrArray *concepts; /* of GPtrArray* of Term* */
  BirgeTermIndex *index;
  gsize n_terms;
};

static void free_term(gpointer data) {
  Term *term = data;
  g_free(term->term);
  g_free(term->words);
  g_free(term);
}

static BirgeGlossary *new_glossary(void) {
  BirgeGlossary *glossary = g_new0(BirgeGlossary, 1);
  glossary->concepts = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  glossary->index = birge_term_index_new();
  return glossary;
}

void birge_glossary_free(BirgeGlossary *glossary) {
  g_ptr_array_unref(glossary->concepts);
  birge_term_index_free(glossary->index);
  g_free(glossary);
}

static void add_concept(BirgeGlossary *glossary) {
  g_ptr_array_add(glossary->concepts, g_ptr_array_new_with_free_func(free_term));
}

/* Adds a term to the last concept. Returns FALSE when there are too many. */
static gboolean add_term(BirgeGlossary *glossary, const BirgeLocale *locale, const char *text) {
  g_autofree char *stripped = g_strstrip(g_strdup(text));
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GString) words = g_string_new(NULL);
  birge_fold(locale->folding, stripped, strlen(stripped), folded);
  birge_qa_append_words(folded->str, folded->len, words);
  if (words->len == 0)
    return TRUE;
  if (glossary->n_terms++ >= BIRGE_MAX_TERMS)
    return FALSE;
  Term *term = g_new0(Term, 1);
  term->locale = locale;
  term->term = g_steal_pointer(&stripped);
  term->words = g_string_free(g_steal_pointer(&words), FALSE);
  GPtrArray *concept = glossary->concepts->pdata[glossary->concepts->len - 1];
  g_ptr_array_add(concept, term);
  birge_term_index_add(glossary->index, locale, term->words, glossary->concepts->len - 1);
  return TRUE;
}

/* What is known while a file is read. */
typedef struct {
  BirgeGlossary *glossary;
  const BirgeLocales *locales;
  const BirgeLocale *locale; /* TBX: of the section that is being read */
  GString *text;             /* TBX: of the term that is being read; NULL outside of one */
} Reading;

static gboolean is_concept(const char *name) {
  return g_str_equal(name, "termEntry") || g_str_equal(name, "conceptEntry");
}

static void on_start(BirgeXml *xml, const char *name, const char *const *attributes) {
  Reading *reading = birge_xml_user_data(xml);
  if (is_concept(name)) {
    add_concept(reading->glossary);
  } else if (g_str_equal(name, "langSet") || g_str_equal(name, "langSec")) {
    const char *tag = birge_xml_attribute(attributes, "xml:lang");
    reading->locale = tag ? birge_locales_find(reading->locales, tag, NULL, 0) : NULL;
  } else if (g_str_equal(name, "term") && reading->locale && reading->glossary->concepts->len > 0 &&
             !reading->text) {
    reading->text = g_string_new(NULL);
  }
}

static void on_text(BirgeXml *xml, const char *text, gsize length) {
  Reading *reading = birge_xml_user_data(xml);
  if (reading->text)
    g_string_append_len(reading->text, text, (gssize)length);
}

static void on_end(BirgeXml *xml, const char *name) {
  Reading *reading = birge_xml_user_data(xml);
  if (!g_str_equal(name, "term") || !reading->text)
    return;
  g_autofree char *text = g_string_free(g_steal_pointer(&reading->text), FALSE);
  if (!add_term(reading->glossary, reading->locale, text))
    birge_xml_fail(xml, BIRGE_ERROR_LIMIT, "more than %d terms", BIRGE_MAX_TERMS);
}

static gboolean parse_tbx(const char *name, GBytes *bytes, Reading *reading, GError **error) {
  static const BirgeXmlHandler handler = {on_start, on_end, on_text};
  gboolean ok = birge_xml_parse_bytes(name, bytes, &handler, reading, error);
  if (reading->text)
    g_string_free(g_steal_pointer(&reading->text), TRUE);
  if (ok && reading->glossary->concepts->len == 0) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, 0,
                       "holds no concept, expected a TBX file with conceptEntry or termEntry");
    return FALSE;
  }
  return ok;
}

/* Adds the terms of a line to a new concept. */
static gboolean parse_line(const char *line, const GPtrArray *columns, Reading *reading) {
  g_auto(GStrv) cells = g_strsplit(line, "\t", -1);
  add_concept(reading->glossary);
  for (guint i = 0; cells[i] && i < columns->len; i++) {
    if (!columns->pdata[i])
      continue;
    g_auto(GStrv) words = g_strsplit(cells[i], "|", -1);
    for (char **word = words; *word; word++) {
      if (!add_term(reading->glossary, columns->pdata[i], *word))
        return FALSE;
    }
  }
  return TRUE;
}

/* Returns the locales that a line of tags names, NULL for those that are not known; yours. */
static GPtrArray *parse_tags(const char *line, const BirgeLocales *locales) {
  GPtrArray *columns = g_ptr_array_new();
  g_auto(GStrv) tags = g_strsplit(line, "\t", -1);
  for (char **tag = tags; *tag; tag++)
    g_ptr_array_add(columns,
                    (gpointer)(gsize)birge_locales_find(locales, g_strstrip(*tag), NULL, 0));
  return columns;
}

static guint count_known(const GPtrArray *columns) {
  guint n = 0;
  for (guint i = 0; i < columns->len; i++)
    n += columns->pdata[i] ? 1 : 0;
  return n;
}

/* Returns the text of bytes that are UTF-8 without NUL, yours. */
static char *decode(const char *name, GBytes *bytes, GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length), *wrong = NULL;
  if (!data || g_utf8_validate_len(data, length, &wrong))
    return g_strndup(data ? data : "", length);
  guint64 line = 1;
  for (const char *next = data; next < wrong; next++)
    line += *next == '\n' ? 1 : 0;
  birge_error_set_at(error, BIRGE_ERROR_ENCODING, name, line,
                     "is not UTF-8: byte 0x%02X at offset %" G_GSIZE_FORMAT, (guchar)*wrong,
                     (gsize)(wrong - data));
  return NULL;
}

static gboolean parse_tsv(const char *name, GBytes *bytes, Reading *reading, GError **error) {
  g_autofree char *text = decode(name, bytes, error);
  if (!text)
    return FALSE;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GPtrArray) columns = NULL;
  for (guint i = 0; lines[i]; i++) {
    g_strchomp(lines[i]);
    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    if (!columns) {
      columns = parse_tags(lines[i], reading->locales);
      if (count_known(columns) < 2) {
        birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, i + 1,
                           "expected a line of language tags with tabs between, two of them known");
        return FALSE;
      }
    } else if (!parse_line(lines[i], columns, reading)) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, name, i + 1, "more than %d terms",
                         BIRGE_MAX_TERMS);
      return FALSE;
    }
  }
  if (!columns)
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, 0, "holds no terms");
  return columns != NULL;
}

static gboolean is_xml(const char *name) {
  g_autofree char *lower = g_ascii_strdown(name, -1);
  return g_str_has_suffix(lower, ".tbx") || g_str_has_suffix(lower, ".xml");
}

BirgeGlossary *birge_glossary_parse(const char *name, GBytes *bytes, const BirgeLocales *locales,
                                    GError **error) {
  g_autoptr(BirgeGlossary) glossary = new_glossary();
  Reading reading = {.glossary = glossary, .locales = locales};
  gboolean ok = is_xml(name) ? parse_tbx(name, bytes, &reading, error)
                             : parse_tsv(name, bytes, &reading, error);
  return ok ? g_steal_pointer(&glossary) : NULL;
}

BirgeGlossary *birge_glossary_read(const char *path, const BirgeLocales *locales, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  return bytes ? birge_glossary_parse(birge_input_name(path), bytes, locales, error) : NULL;
}

/* Whether a term is an acronym: capitals, no small letters. "WHO" is not "who". */
static gboolean is_acronym(const char *term) {
  gboolean has_capital = FALSE;
  for (; *term; term = g_utf8_next_char(term)) {
    if (g_unichar_islower(g_utf8_get_char(term)))
      return FALSE;
    has_capital = has_capital || g_unichar_isupper(g_utf8_get_char(term));
  }
  return has_capital;
}

/* Returns the first term of a concept that stands in text, or NULL. */
static const char *find_term(const GPtrArray *concept, const BirgeQaText *text) {
  for (guint i = 0; i < concept->len; i++) {
    const Term *term = concept->pdata[i];
    if (term->locale == text->locale && birge_qa_has_words(text, term->words) &&
        (!is_acronym(term->term) || strstr(text->text, term->term)))
      return term->term;
  }
  return NULL;
}

/* Returns a concept's terms in a language, with commas between, NULL if it has none; yours. */
static char *list_terms(const GPtrArray *concept, const BirgeLocale *locale) {
  g_autoptr(GString) list = g_string_new(NULL);
  for (guint i = 0; i < concept->len; i++) {
    const Term *term = concept->pdata[i];
    if (term->locale == locale)
      g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", term->term);
  }
  return list->len > 0 ? g_string_free(g_steal_pointer(&list), FALSE) : NULL;
}

void birge_glossary_match(const BirgeGlossary *glossary, const BirgeQaText *source,
                          const BirgeQaText *target, BirgeConceptFunc check, BirgeQa *qa) {
  g_autoptr(GArray) candidates = birge_term_index_find(glossary->index, source);
  for (guint i = 0; i < candidates->len; i++) {
    const GPtrArray *concept = glossary->concepts->pdata[g_array_index(candidates, guint, i)];
    const char *term = find_term(concept, source);
    g_autofree char *expected = term ? list_terms(concept, target->locale) : NULL;
    if (expected && !find_term(concept, target))
      check(qa, term, expected);
  }
}
