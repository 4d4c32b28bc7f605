/* Chooses the reader of a file, its language, and what of it is the article. */
#include "read/private.h"

#include "base/error.h"
#include "base/input.h"

#include <string.h>
#include <unicode/uchar.h>

/* A format: the endings of its files, how it begins, and who reads it. */
typedef struct {
  const char *extensions[3];
  const char *beginnings[3]; /* lower case, after white space */
  gboolean (*read)(BirgeArticle *article, GBytes *bytes, GError **error);
} ReadFormat;

/* Longer than each beginning. */
#define MAX_BEGINNING 32

/* The first that fits reads; the last fits all. */
static const ReadFormat formats[] = {
    {{".html", ".htm"}, {"<!doctype html", "<html"}, birge_read_html},
    {{""}, {""}, birge_read_plain},
};

/* The first letters of a file, in any encoding that has those of ASCII: byte order mark, white
 * space and the zero bytes of UTF-16 passed over; yours. */
static char *find_beginning(GBytes *bytes) {
  gsize length;
  const guint8 *data = g_bytes_get_data(bytes, &length);
  GString *beginning = g_string_new(NULL);
  for (gsize i = 0; i < length && beginning->len < MAX_BEGINNING; i++) {
    gboolean is_mark = i < 3 && data[i] >= 0x80;
    gboolean is_before = beginning->len == 0 && g_ascii_isspace(data[i]);
    if (!is_mark && !is_before && data[i] != '\0')
      g_string_append_c(beginning, (char)data[i]);
  }
  return g_string_free(beginning, FALSE);
}

static gboolean fits(const ReadFormat *format, const char *path, const char *beginning) {
  g_autofree char *lower = g_ascii_strdown(path, -1);
  for (const char *const *extension = format->extensions; *extension; extension++) {
    if (g_str_has_suffix(lower, *extension))
      return TRUE;
  }
  for (const char *const *wanted = format->beginnings; *wanted; wanted++) {
    if (g_ascii_strncasecmp(beginning, *wanted, strlen(*wanted)) == 0)
      return TRUE;
  }
  return FALSE;
}

static const ReadFormat *find_format(const char *path, GBytes *bytes) {
  g_autofree char *beginning = find_beginning(bytes);
  const ReadFormat *format = formats;
  while (!fits(format, path, beginning))
    format++;
  return format;
}

/* The locale that a part of the file's name says: article.TAG.txt. */
static const BirgeLocale *locale_of_name(const BirgeLocales *locales, const char *path) {
  g_autofree char *name = g_path_get_basename(path);
  g_auto(GStrv) parts = g_strsplit(name, ".", -1);
  for (guint i = g_strv_length(parts); i > 1; i--) {
    const BirgeLocale *locale = birge_locales_find(locales, parts[i - 1], NULL, 0);
    if (locale)
      return locale;
  }
  return NULL;
}

static const BirgeLocale *choose_locale(const BirgeArticle *article, const char *path,
                                        GError **error) {
  const BirgeReadOptions *options = article->options;
  gsize length;
  const char *text = g_bytes_get_data(article->text, &length);
  const BirgeLocale *locale = NULL;
  if (options->language) {
    locale = birge_locales_find(options->locales, options->language, text, length);
    if (!locale)
      g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "unknown language \"%s\"",
                  options->language);
    return locale;
  }
  if (article->language)
    locale = birge_locales_find(options->locales, article->language, text, length);
  if (!locale)
    locale = locale_of_name(options->locales, path);
  if (!locale)
    locale = birge_locales_detect(options->locales, text, length);
  if (!locale)
    birge_error_set_at(error, BIRGE_ERROR_INPUT, article->name, 0,
                       "can't tell the language (--lang says it)");
  return locale;
}

static gboolean has_words(const BirgeArticle *article) {
  gsize length;
  const char *text = g_bytes_get_data(article->text, &length);
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    if (u_isalnum((UChar32)g_utf8_get_char(p)))
      return TRUE;
  }
  return FALSE;
}

static BirgeDocument *finish(BirgeArticle *article, const char *path, GError **error) {
  if (article->blocks->len == 0 || !has_words(article)) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, article->name, 0, "holds no text");
    return NULL;
  }
  const BirgeLocale *locale = choose_locale(article, path, error);
  if (!locale)
    return NULL;
  if (!article->options->keep_boilerplate && !birge_leave_out_boilerplate(article, locale, error))
    return NULL;
  if (!article->kinds && !birge_find_kinds(article, locale, error))
    return NULL;
  BirgeDocumentBuilder *builder =
      birge_document_builder_new(locale->tag, article->name, article->text);
  for (guint i = 0; i < article->blocks->len; i++)
    birge_document_builder_add_block(builder, g_array_index(article->blocks, BirgeBlock, i));
  return birge_document_builder_end(builder);
}

BirgeDocument *birge_read(const char *path, const BirgeReadOptions *options, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  if (!bytes)
    return NULL;
  BirgeArticle article = {.name = birge_input_name(path), .options = options};
  if (g_bytes_get_size(bytes) == 0) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, article.name, 0, "is empty");
    return NULL;
  }
  article.blocks = g_array_new(FALSE, FALSE, sizeof(BirgeBlock));
  BirgeDocument *document = NULL;
  if (find_format(path, bytes)->read(&article, bytes, error))
    document = finish(&article, path, error);
  g_clear_pointer(&article.text, g_bytes_unref);
  g_array_unref(article.blocks);
  g_free(article.language);
  return document;
}
