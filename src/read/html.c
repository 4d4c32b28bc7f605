/* Web pages: the article element's headline, paragraphs, captions and list items. */
#include "read/private.h"

#include "base/decode.h"
#include "base/error.h"
#include "text/utf.h"

#include <libxml/HTMLparser.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

/* A page says its encoding among this many first bytes (the HTML standard, 4.2.5.4). */
#define DECLARATION_LENGTH 1024

typedef struct {
  BirgeArticle *article;
  GString *text; /* of all blocks so far, a line feed after each */
  gsize start;   /* of the block that is being filled */
  BirgeBlockKind kind;
} Gathering;

static gboolean is_one_of(const xmlNode *node, const char *const *names) {
  return node->type == XML_ELEMENT_NODE && g_strv_contains(names, (const char *)node->name);
}

/* What is no part of an article even inside of it. */
static gboolean is_skipped(const xmlNode *node) {
  static const char *const names[] = {"script", "style",  "nav",   "footer",   "aside", "form",
                                      "button", "iframe", "svg",   "noscript", "head",  "template",
                                      "select", "audio",  "video", NULL};
  return is_one_of(node, names);
}

static gboolean is_block(const xmlNode *node) {
  static const char *const names[] = {
      "p",       "h1",     "h2",         "h3", "h4", "h5",    "h6", "li", "figcaption", "div",
      "section", "header", "blockquote", "ul", "ol", "table", "tr", "td", "article",    "figure",
      "main",    "body",   "dl",         "dt", "dd", "pre",   "hr", NULL};
  return is_one_of(node, names);
}

static gboolean has_class(const xmlNode *node, const char *word) {
  static const char *const attributes[] = {"class", "itemprop", "rel", NULL};
  for (const char *const *name = attributes; *name; name++) {
    for (const xmlAttr *a = node->properties; a; a = a->next) {
      const char *value = a->children ? (const char *)a->children->content : NULL;
      if (value && g_str_equal((const char *)a->name, *name) && strstr(value, word))
        return TRUE;
    }
  }
  return FALSE;
}

static BirgeBlockKind kind_of(const xmlNode *node, BirgeBlockKind outer) {
  static const char *const headlines[] = {"h1", "h2", "h3", "h4", "h5", "h6", NULL};
  static const char *const captions[] = {"figcaption", NULL};
  static const char *const items[] = {"li", NULL};
  if (has_class(node, "dateline"))
    return BIRGE_BLOCK_DATELINE;
  if (has_class(node, "byline") || has_class(node, "author"))
    return BIRGE_BLOCK_BYLINE;
  if (is_one_of(node, headlines))
    return BIRGE_BLOCK_HEADLINE;
  if (is_one_of(node, captions))
    return BIRGE_BLOCK_CAPTION;
  return is_one_of(node, items) ? BIRGE_BLOCK_ITEM : outer;
}

/* Ends the block that is being filled, and drops it if it is empty. */
static void end_block(Gathering *gathering) {
  GString *text = gathering->text;
  while (text->len > gathering->start && g_ascii_isspace(text->str[text->len - 1]))
    g_string_truncate(text, text->len - 1);
  if (text->len > gathering->start) {
    BirgeBlock block = {gathering->start, text->len, gathering->kind};
    g_array_append_val(gathering->article->blocks, block);
    g_string_append_c(text, '\n');
  }
  gathering->start = text->len;
}

/* Adds text as a browser shows it: a run of white space is one space, none begins a block. */
static void add_text(Gathering *gathering, const char *text) {
  GString *out = gathering->text;
  for (; *text; text++) {
    if (!g_ascii_isspace(*text))
      g_string_append_c(out, *text);
    else if (out->len > gathering->start && out->str[out->len - 1] != ' ')
      g_string_append_c(out, ' ');
  }
}

/* Walks the tree below root without recursion, for its depth is the page's to choose. */
static void gather(Gathering *gathering, const xmlNode *root) {
  const xmlNode *node = root;
  while (node) {
    gboolean enters = node->type == XML_ELEMENT_NODE && !is_skipped(node) && node->children;
    if (node != root && is_block(node)) {
      end_block(gathering);
      gathering->kind = kind_of(node, BIRGE_BLOCK_PARAGRAPH);
    } else if (node->type == XML_ELEMENT_NODE && g_str_equal((const char *)node->name, "br")) {
      add_text(gathering, " ");
    } else if (node->type == XML_TEXT_NODE && node->content) {
      add_text(gathering, (const char *)node->content);
    }
    if (enters) {
      node = node->children;
      continue;
    }
    while (node != root && !node->next) {
      node = node->parent;
      if (node != root && is_block(node)) {
        end_block(gathering);
        gathering->kind = BIRGE_BLOCK_PARAGRAPH;
      }
    }
    node = node == root ? NULL : node->next;
  }
  end_block(gathering);
}

static const xmlNode *next_node(const xmlNode *node) {
  if (node->children && node->type == XML_ELEMENT_NODE)
    return node->children;
  while (node && !node->next)
    node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
  return node ? node->next : NULL;
}

static const xmlNode *find_element(const xmlNode *root, const char *name) {
  const char *const names[] = {name, NULL};
  for (const xmlNode *node = root; node; node = next_node(node)) {
    if (is_one_of(node, names))
      return node;
  }
  return NULL;
}

static gboolean is_inside(const xmlNode *node, const xmlNode *outer) {
  for (; node; node = node->parent) {
    if (node == outer)
      return TRUE;
  }
  return FALSE;
}

/* The nearest lang attribute, from node outwards; yours, or NULL. */
static char *find_language(const xmlNode *node) {
  for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
    for (const xmlAttr *a = node->properties; a; a = a->next) {
      if (g_str_equal((const char *)a->name, "lang") && a->children && a->children->content)
        return g_strdup((const char *)a->children->content);
    }
  }
  return NULL;
}

/* The encoding that a page says it is in, in `<meta charset=…>` or `content="…; charset=…"` among
 * its first bytes; yours, or NULL. */
static char *find_declared_encoding(const char *data, gsize length) {
  static const char key[] = "charset";
  const char *end = data + MIN(length, DECLARATION_LENGTH);
  for (const char *p = data; end - p > (gssize)strlen(key); p++) {
    if (g_ascii_strncasecmp(p, key, strlen(key)) != 0)
      continue;
    const char *name = p + strlen(key);
    while (name < end && strchr(" \t\r\n=\"'", *name))
      name++;
    const char *name_end = name;
    while (name_end < end && (g_ascii_isalnum(*name_end) || strchr("-_:.", *name_end)))
      name_end++;
    if (name_end > name)
      return g_strndup(name, (gsize)(name_end - name));
  }
  return NULL;
}

/* Decodes a page. libxml2's own conversion takes bytes that it can't convert for the end. */
static GBytes *decode_page(const BirgeArticle *article, GBytes *bytes, GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  /* What is valid UTF-8 is UTF-8, whatever the page says of itself. */
  gboolean asks = !article->options->encoding && !g_utf8_validate_len(data, length, NULL);
  g_autofree char *declared = asks ? find_declared_encoding(data, length) : NULL;
  g_autoptr(BirgeDecoder) known = declared ? birge_decoder_new(declared) : NULL;
  const char *encoding = known ? declared : article->options->encoding;
  return birge_text_decode(article->name, bytes, encoding, error);
}

gboolean birge_read_html(BirgeArticle *article, GBytes *bytes, GError **error) {
  g_autoptr(GBytes) decoded = decode_page(article, bytes, error);
  if (!decoded)
    return FALSE;
  gsize length;
  const char *data = g_bytes_get_data(decoded, &length);
  if (length > G_MAXINT) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, article->name, 0, "is too large for a web page");
    return FALSE;
  }
  g_autoptr(xmlDoc) page = htmlReadMemory(data ? data : "", (int)length, NULL, "UTF-8",
                                          HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                              HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  const xmlNode *root = page ? xmlDocGetRootElement(page) : NULL;
  if (!root) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, article->name, 0, "is not a web page");
    return FALSE;
  }
  const xmlNode *body = find_element(root, "article");
  body = body ? body : find_element(root, "main");
  body = body ? body : root;
  Gathering gathering = {article, g_string_new(NULL), 0, BIRGE_BLOCK_PARAGRAPH};
  const xmlNode *headline = find_element(root, "h1");
  if (headline && !is_inside(headline, body)) {
    gathering.kind = BIRGE_BLOCK_HEADLINE;
    gather(&gathering, headline);
    gathering.kind = BIRGE_BLOCK_PARAGRAPH;
  }
  gather(&gathering, body);
  article->language = find_language(body);
  article->kinds = TRUE;
  /* Not decoded again: U+FEFF is a character here, and no byte order mark. */
  article->text = g_string_free_to_bytes(gathering.text);
  return TRUE;
}
