/* Web pages: the article element's headline, paragraphs, captions and list items. */
#include "base/decode.h"
#include "read/jsonld.h"

#include <string.h>

/* A page says its encoding among this many first bytes (the HTML standard, 4.2.5.4). */
#define DECLARATION_LENGTH 1024

/* Paragraphs that are shorter say nothing about where the article stands. */
#define MIN_PARAGRAPH 40

static const BirgeElement elements[] = {
    {"script", BIRGE_ROLE_SKIP, 0},
    {"style", BIRGE_ROLE_SKIP, 0},
    {"nav", BIRGE_ROLE_SKIP, 0},
    {"footer", BIRGE_ROLE_SKIP, 0},
    {"aside", BIRGE_ROLE_SKIP, 0},
    {"form", BIRGE_ROLE_SKIP, 0},
    {"button", BIRGE_ROLE_SKIP, 0},
    {"iframe", BIRGE_ROLE_SKIP, 0},
    {"svg", BIRGE_ROLE_SKIP, 0},
    {"math", BIRGE_ROLE_SKIP, 0},
    {"noscript", BIRGE_ROLE_SKIP, 0},
    {"head", BIRGE_ROLE_SKIP, 0},
    {"template", BIRGE_ROLE_SKIP, 0},
    {"select", BIRGE_ROLE_SKIP, 0},
    {"textarea", BIRGE_ROLE_SKIP, 0},
    {"audio", BIRGE_ROLE_SKIP, 0},
    {"video", BIRGE_ROLE_SKIP, 0},
    {"object", BIRGE_ROLE_SKIP, 0},
    {"dialog", BIRGE_ROLE_SKIP, 0},
    {"menu", BIRGE_ROLE_SKIP, 0},
    {"br", BIRGE_ROLE_BREAK, 0},
    {"wbr", BIRGE_ROLE_INLINE, 0},
    {"h1", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_HEADLINE},
    {"h2", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_HEADLINE},
    {"h3", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_HEADLINE},
    {"h4", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_HEADLINE},
    {"h5", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_HEADLINE},
    {"h6", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_HEADLINE},
    {"figcaption", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_CAPTION},
    {"caption", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_CAPTION},
    {"li", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_ITEM},
    {"p", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"div", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"section", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"header", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"blockquote", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"ul", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"ol", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"table", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"tr", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"td", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"th", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"article", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"figure", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"main", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"body", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"dl", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"dt", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"dd", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"pre", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"address", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"hr", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {NULL, BIRGE_ROLE_INLINE, 0},
};

/* Words in class, itemprop, rel and role, and what they make of an element. */
static const BirgeElement words[] = {
    {"dateline", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_DATELINE},
    {"byline", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_BYLINE},
    {"author", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_BYLINE},
    {"caption", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_CAPTION},
    {"lead", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_LEAD},
    {"lede", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_LEAD},
    {"standfirst", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_LEAD},
    {"subtitle", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_LEAD},
    {"navigation", BIRGE_ROLE_SKIP, 0},
    {"menu", BIRGE_ROLE_SKIP, 0},
    {"breadcrumb", BIRGE_ROLE_SKIP, 0},
    {"breadcrumbs", BIRGE_ROLE_SKIP, 0},
    {"share", BIRGE_ROLE_SKIP, 0},
    {"sharing", BIRGE_ROLE_SKIP, 0},
    {"social", BIRGE_ROLE_SKIP, 0},
    {"related", BIRGE_ROLE_SKIP, 0},
    {"comments", BIRGE_ROLE_SKIP, 0},
    {"newsletter", BIRGE_ROLE_SKIP, 0},
    {"advertisement", BIRGE_ROLE_SKIP, 0},
    {"tags", BIRGE_ROLE_SKIP, 0},
    {NULL, BIRGE_ROLE_INLINE, 0},
};

/* What one of an element's words says of it, NULL if none does. A word is what stands between white
 * space or hyphens. */
static const BirgeElement *find_word(const BirgeMarkup *markup, guint i) {
  static const char *const attributes[] = {"class", "itemprop", "rel", "role"};
  for (guint a = 0; a < G_N_ELEMENTS(attributes); a++) {
    g_autofree char *value = birge_markup_attribute(markup, i, attributes[a]);
    g_auto(GStrv) parts = g_strsplit_set(value ? value : "", " \t\r\n-_", -1);
    for (const BirgeElement *word = words; word->name; word++) {
      if (g_strv_contains((const char *const *)parts, word->name))
        return word;
    }
  }
  return NULL;
}

static gboolean is_hidden(const BirgeMarkup *markup, guint i) {
  g_autofree char *hidden = birge_markup_attribute(markup, i, "hidden");
  return hidden && g_ascii_strcasecmp(hidden, "until-found") != 0;
}

BirgeRole birge_html_role(const BirgeMarkup *markup, guint i, BirgeBlockKind *kind) {
  BirgeRole role = birge_role_of(elements, markup, i, kind);
  if (role == BIRGE_ROLE_SKIP || role == BIRGE_ROLE_BREAK)
    return role;
  if (is_hidden(markup, i))
    return BIRGE_ROLE_SKIP;
  const BirgeElement *word = find_word(markup, i);
  if (!word)
    return role;
  /* An inline element takes no kind: the name of an author may be a link in a sentence. */
  if (word->role == BIRGE_ROLE_BLOCK && role == BIRGE_ROLE_BLOCK)
    *kind = *kind == BIRGE_BLOCK_HEADLINE ? *kind : word->kind;
  return word->role == BIRGE_ROLE_SKIP ? BIRGE_ROLE_SKIP : role;
}

/* How many bytes of text stand in links, and how many elsewhere, in node i. */
static void measure(const BirgeMarkup *markup, guint i, gsize *linked, gsize *plain) {
  guint end = birge_markup_node(markup, i)->next;
  guint link_end = 0;
  *linked = *plain = 0;
  for (guint n = i; n < end; n++) {
    const BirgeNode *node = birge_markup_node(markup, n);
    if (birge_markup_is(markup, n, "a"))
      link_end = MAX(link_end, node->next);
    if (!node->name)
      *(n < link_end ? linked : plain) += node->end - node->start;
  }
}

/* Where the article stands in a page that does not say: the element that has most text in
 * paragraphs of its own. */
static guint guess_article(const BirgeMarkup *markup, guint root) {
  g_autofree gsize *lengths = g_new0(gsize, markup->nodes->len);
  guint best = root;
  gsize most = 0;
  guint end = birge_markup_node(markup, root)->next;
  for (guint n = root; n < end; n++) {
    if (!birge_markup_is(markup, n, "p"))
      continue;
    gsize linked, plain;
    measure(markup, n, &linked, &plain);
    guint parent = birge_markup_node(markup, n)->parent;
    if (plain < MIN_PARAGRAPH || linked > plain)
      continue;
    lengths[parent] += plain;
    if (lengths[parent] > most) {
      most = lengths[parent];
      best = parent;
    }
  }
  return most > 0 ? best : root;
}

/* Leaves out what is no part of an article, and lists and blocks that are all links. */
static BirgeRole strict_role(const BirgeMarkup *markup, guint i, BirgeBlockKind *kind) {
  BirgeRole role = birge_html_role(markup, i, kind);
  if (role != BIRGE_ROLE_BLOCK || birge_markup_is(markup, i, "body"))
    return role;
  gboolean is_small = birge_markup_is(markup, i, "ul") || birge_markup_is(markup, i, "ol") ||
                      birge_markup_is(markup, i, "p") || birge_markup_is(markup, i, "tr");
  if (!is_small)
    return role;
  gsize linked, plain;
  measure(markup, i, &linked, &plain);
  return linked > plain ? BIRGE_ROLE_SKIP : role;
}

/* Where the article stands. is_told: receives whether the page says so. */
static guint find_article(const BirgeMarkup *markup, gboolean *is_told) {
  guint found = birge_markup_find(markup, 0, 0, "article");
  found = found ? found : birge_markup_find(markup, 0, 0, "main");
  *is_told = found != 0;
  if (found)
    return found;
  guint body = birge_markup_find(markup, 0, 0, "body");
  return guess_article(markup, body);
}

static gboolean is_inside(const BirgeMarkup *markup, guint i, guint outer) {
  return i > outer && i < birge_markup_node(markup, outer)->next;
}

/* Keeps the page's title as text that stands there once more. */
static void gather_title(BirgeArticle *article, const BirgeMarkup *markup) {
  guint title = birge_markup_find(markup, 0, 0, "title");
  if (!title)
    return;
  guint first = article->blocks->len;
  birge_gather(article, markup, title, birge_html_role, BIRGE_BLOCK_HEADLINE);
  birge_gather_again(article, first);
}

/* Whether one of an element's names for what its content is ends in a word. */
static gboolean is_called(const BirgeMarkup *markup, guint i, const char *word) {
  static const char *const attributes[] = {"name", "property", "itemprop"};
  for (guint a = 0; a < G_N_ELEMENTS(attributes); a++) {
    g_autofree char *value = birge_markup_attribute(markup, i, attributes[a]);
    g_autofree char *lower = value ? g_ascii_strdown(value, -1) : NULL;
    if (lower && g_str_has_suffix(lower, word))
      return TRUE;
  }
  return FALSE;
}

/* Keeps what the head says for other sites and for search engines: og:title, description. */
static void gather_meta(BirgeArticle *article, const BirgeMarkup *markup) {
  for (guint i = birge_markup_find(markup, 0, 0, "meta"); i;
       i = birge_markup_find(markup, 0, i + 1, "meta")) {
    gsize value[2];
    const char *text = markup->layer->text->str;
    if (!(is_called(markup, i, "title") || is_called(markup, i, "headline") ||
          is_called(markup, i, "description")) ||
        !birge_markup_find_attribute(markup, i, "content", value) ||
        !strchr("\"'", text[value[0] - 1])) /* without quotes it can't hold all text */
      continue;
    g_autoptr(BirgeLayer) content = birge_layer_new_over(markup->layer, BIRGE_QUOTING_VALUE);
    birge_layer_append_markup(content, markup->layer, value[0], value[1], TRUE);
    birge_gather_repeated(article, content);
  }
}

void birge_gather_html(BirgeArticle *article, const BirgeLayer *layer, BirgeBlockKind kind) {
  g_autoptr(BirgeMarkup) markup = birge_markup_new(layer, TRUE);
  birge_gather(article, markup, 0, birge_html_role, kind);
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

static BirgeLayer *open_page(BirgeArticle *article, GBytes *bytes, GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  /* What is valid UTF-8 is UTF-8, whatever the page says of itself. */
  gboolean asks = !article->options->encoding && !g_utf8_validate_len(data, length, NULL);
  g_autofree char *declared = asks ? find_declared_encoding(data, length) : NULL;
  g_autoptr(BirgeDecoder) known = declared ? birge_decoder_new(declared) : NULL;
  const char *encoding = known ? declared : article->options->encoding;
  return birge_article_open(article, bytes, encoding, error);
}

/* Whether a page has paragraphs that are worth the name where its article stands. */
static gboolean has_body(const BirgeMarkup *markup, guint body, gboolean is_told) {
  guint end = birge_markup_node(markup, body)->next;
  for (guint i = body; i < end && !is_told; i++) {
    gsize linked, plain;
    if (!birge_markup_is(markup, i, "p"))
      continue;
    measure(markup, i, &linked, &plain);
    if (plain >= MIN_PARAGRAPH && plain > linked)
      return TRUE;
  }
  return is_told;
}

/* Adds what a page holds. JSON-LD gives what its markup does not: a headline, a body. */
static void gather_page(BirgeArticle *article, const BirgeMarkup *markup) {
  gboolean is_told;
  guint body = find_article(markup, &is_told);
  guint headline = birge_markup_find(markup, 0, 0, "h1");
  gather_title(article, markup);
  guint first = article->blocks->len;
  gboolean holds_body = has_body(markup, body, is_told);
  g_autoptr(BirgeDescribed) described = birge_described_find(markup);
  if (described)
    birge_gather_described(article, described, headline != 0, holds_body);
  if (headline && !is_inside(markup, headline, body))
    birge_gather(article, markup, headline, birge_html_role, BIRGE_BLOCK_HEADLINE);
  if (holds_body || article->blocks->len == first)
    birge_gather(article, markup, body, is_told ? birge_html_role : strict_role,
                 BIRGE_BLOCK_PARAGRAPH);
  gather_meta(article, markup);
  if (described)
    birge_gather_description(article, described);
  char *language = birge_markup_language(markup, body);
  guint html = birge_markup_find(markup, 0, 0, "html");
  if (!language && html)
    language = birge_markup_language(markup, html);
  if (language) {
    g_free(article->language);
    article->language = language;
  }
}

gboolean birge_read_html(BirgeArticle *article, GBytes *bytes, GError **error) {
  g_autoptr(BirgeLayer) layer = open_page(article, bytes, error);
  if (!layer)
    return FALSE;
  g_autoptr(BirgeMarkup) markup = birge_markup_new(layer, TRUE);
  gather_page(article, markup);
  article->kinds = TRUE;
  return TRUE;
}
