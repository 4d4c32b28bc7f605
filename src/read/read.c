/* Chooses the reader of a file, its language, and what of it is the article. */

#include "base/error.h"
#include "base/input.h"
#include "read/furniture.h"

#include <string.h>
#include <unicode/uchar.h>

/* A format: the endings of its files, how it begins, its root elements, and who reads it. */
typedef struct {
  const char *extensions[3];
  const char *beginnings[3]; /* lower case, after white space */
  const char *roots[5];      /* of XML, without prefix */
  gboolean (*read)(BirgeArticle *article, GBytes *bytes, GError **error);
  const char *refused; /* what it is that would be taken for text, and is not read */
} ReadFormat;

/* How much of a file is looked at for its root element. */
#define MAX_BEGINNING 4096

/* The first that fits reads; the last fits all. */
static const ReadFormat formats[] = {
    {{".md", ".markdown"}, {NULL}, {NULL}, birge_read_markdown, NULL},
    {{NULL}, {"PK\3\4"}, {NULL}, birge_read_office, NULL},
    {{NULL},
     {NULL},
     {"newsItem", "newsMessage", "contentSet", "nitf", NULL},
     birge_read_news,
     NULL},
    {{NULL}, {NULL}, {"rss", "feed", "RDF", NULL}, birge_read_feed, NULL},
    {{".html", ".htm"}, {"<!doctype html", "<html"}, {"html", NULL}, birge_read_html, NULL},
    {{NULL}, {"<?xml"}, {NULL}, NULL, "XML of another kind"},
    {{NULL}, {"%pdf-"}, {NULL}, NULL, "PDF"},
    {{NULL}, {"{\\rtf"}, {NULL}, NULL, "RTF"},
    {{NULL}, {"{"}, {NULL}, birge_read_ninjs, NULL},
    {{""}, {""}, {NULL}, birge_read_plain, NULL},
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

/* The name of the first element of XML, after declaration, comments and DOCTYPE; yours, or NULL. */
static char *find_root(const char *beginning) {
  const char *p = beginning;
  while (p && *p == '<' && (p[1] == '?' || p[1] == '!')) {
    p = birge_markup_skip_declaration(p);
    p += p ? strspn(p, " \t\r\n") : 0;
  }
  if (!p || *p != '<')
    return NULL;
  g_autofree char *name = g_strndup(p + 1, strcspn(p + 1, " \t\r\n/>"));
  const char *colon = strchr(name, ':');
  return g_strdup(colon ? colon + 1 : name);
}

static gboolean fits(const ReadFormat *format, const char *path, const char *beginning,
                     const char *root) {
  if (birge_name_ends_in(path, format->extensions))
    return TRUE;
  for (const char *const *wanted = format->beginnings; *wanted; wanted++) {
    if (g_ascii_strncasecmp(beginning, *wanted, strlen(*wanted)) == 0)
      return TRUE;
  }
  return root && g_strv_contains(format->roots, root);
}

static const ReadFormat *find_format(const char *path, GBytes *bytes) {
  g_autofree char *beginning = find_beginning(bytes);
  g_autofree char *root = find_root(beginning);
  const ReadFormat *format = formats;
  while (!fits(format, path, beginning, root))
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

/* The text of all blocks; yours. */
static GString *join_blocks(const BirgeArticle *article) {
  const char *text = g_bytes_get_data(article->text, NULL);
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < article->blocks->len; i++) {
    const BirgeBlock *block = &g_array_index(article->blocks, BirgeBlock, i);
    g_string_append_len(joined, text + block->start, (gssize)(block->end - block->start));
    g_string_append_c(joined, '\n');
  }
  return joined;
}

/* Doubts a language that the text is surely not in. said: who says it. Returns the one that it is
 * in. */
static const BirgeLocale *doubt(const BirgeArticle *article, const BirgeLocale *declared,
                                const char *said, const GString *text, char **warning) {
  const BirgeLocale *found =
      birge_locales_detect_surely(article->options->locales, text->str, text->len);
  if (!declared || !found || found == declared)
    return declared;
  *warning = g_strdup_printf(
      "%s: %s that it is in %s (%s), but is in %s", article->name, said, declared->english_name,
      article->language ? article->language : declared->tag, found->english_name);
  return found;
}

static const BirgeLocale *choose_locale(const BirgeArticle *article, const char *path,
                                        char **warning, GError **error) {
  const BirgeReadOptions *options = article->options;
  g_autoptr(GString) blocks = join_blocks(article);
  const char *text = blocks->str;
  gsize length = blocks->len;
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
  locale = doubt(article, locale, "says", blocks, warning);
  if (!locale)
    locale =
        doubt(article, locale_of_name(options->locales, path), "says by its name", blocks, warning);
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

/* Whether a block says what an earlier headline says. */
static gboolean is_repeated(const BirgeArticle *article, guint i) {
  const char *text = g_bytes_get_data(article->text, NULL);
  const BirgeBlock *block = &g_array_index(article->blocks, BirgeBlock, i);
  for (guint n = 0; n < i && block->kind == BIRGE_BLOCK_HEADLINE; n++) {
    const BirgeBlock *other = &g_array_index(article->blocks, BirgeBlock, n);
    if (other->kind != BIRGE_BLOCK_HEADLINE)
      return FALSE;
    if (other->end - other->start == block->end - block->start &&
        memcmp(text + other->start, text + block->start, block->end - block->start) == 0)
      return TRUE;
  }
  return FALSE;
}

/* A headline that stands in the metadata and again in the text is one. */
static void leave_out_repeated(BirgeArticle *article) {
  for (guint i = 0; i < article->blocks->len; i++) {
    if (is_repeated(article, i))
      g_array_remove_index(article->blocks, i--);
  }
}

static BirgeDocument *finish(BirgeArticle *article, const char *path, char **warning,
                             GError **error) {
  leave_out_repeated(article);
  if (article->blocks->len == 0 || !has_words(article)) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, article->name, 0, "holds no text");
    return NULL;
  }
  const BirgeLocale *locale = choose_locale(article, path, warning, error);
  if (!locale)
    return NULL;
  if (!article->options->keep_boilerplate && !birge_leave_out_boilerplate(article, locale, error))
    return NULL;
  if ((!article->kinds || article->is_loose) && !birge_find_kinds(article, locale, error))
    return NULL;
  /* In plain text it stays in its sentence, as it does where versions are stored. */
  if (article->kinds && !birge_part_dateline(article, locale, error))
    return NULL;
  BirgeDocumentBuilder *builder =
      birge_document_builder_new(locale->tag, article->name, article->text);
  for (guint i = 0; i < article->blocks->len; i++)
    birge_document_builder_add_block(builder, g_array_index(article->blocks, BirgeBlock, i));
  return birge_document_builder_end(builder);
}

/* Reads with the reader of the format. */
static gboolean read_blocks(BirgeArticle *article, const char *path, GBytes *bytes,
                            GError **error) {
  const ReadFormat *format = find_format(path, bytes);
  if (format->refused) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, article->name, 0,
                       "is %s, expected text, Markdown, HTML, DOCX, ODT, NewsML-G2, NITF, ninjs, "
                       "RSS or Atom",
                       format->refused);
    return FALSE;
  }
  if (!format->read(article, bytes, error))
    return FALSE;
  const BirgeLayer *layer = article->map->text;
  if (layer) /* a NUL that is not counted follows the bytes */
    article->text =
        g_string_free_to_bytes(g_string_new_len(layer->text->str, (gssize)layer->text->len));
  return TRUE;
}

BirgeDocument *birge_read_bytes(const char *path, GBytes *bytes, const BirgeReadOptions *options,
                                BirgeReading *reading, GError **error) {
  BirgeArticle article = {.name = birge_input_name(path), .options = options};
  if (g_bytes_get_size(bytes) == 0) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, article.name, 0, "is empty");
    return NULL;
  }
  g_autoptr(BirgeMap) map = birge_map_new(article.name);
  article.map = map;
  article.blocks = g_array_new(FALSE, FALSE, sizeof(BirgeBlock));
  g_autofree char *warning = NULL;
  BirgeDocument *document = NULL;
  if (read_blocks(&article, path, bytes, error))
    document = finish(&article, path, &warning, error);
  g_clear_pointer(&article.text, g_bytes_unref);
  g_array_unref(article.blocks);
  g_free(article.language);
  if (document && reading) {
    reading->map = g_steal_pointer(&map);
    reading->warning = g_steal_pointer(&warning);
  }
  return document;
}

BirgeDocument *birge_read_mapped(const char *path, const BirgeReadOptions *options,
                                 BirgeReading *reading, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read_up_to(path, BIRGE_MAX_ARTICLE_FILE, error);
  return bytes ? birge_read_bytes(path, bytes, options, reading, error) : NULL;
}

BirgeDocument *birge_read(const char *path, const BirgeReadOptions *options, GError **error) {
  return birge_read_mapped(path, options, NULL, error);
}
