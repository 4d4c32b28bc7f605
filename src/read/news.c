/* News in XML: NITF 3.x, and NewsML-G2 items that hold NITF, XHTML or text. */
#include "read/private.h"

#include "base/decode.h"
#include "base/xml.h"

#include <string.h>

static const BirgeElement nitf_elements[] = {
    {"hl1", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_HEADLINE},
    {"hl2", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_HEADLINE},
    {"byline", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_BYLINE},
    {"byttl", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_BYLINE},
    {"dateline", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_DATELINE},
    {"abstract", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_LEAD},
    {"media-caption", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_CAPTION},
    {"caption", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_CAPTION},
    {"li", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_ITEM},
    {"dt", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_ITEM},
    {"dd", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_ITEM},
    {"p", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"body", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"body.head", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"body.content", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"body.end", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"block", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"bq", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"credit", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"pre", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"note", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"fn", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"ul", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"ol", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"dl", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"table", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"tr", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"td", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"th", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"media", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"tagline", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"hr", BIRGE_ROLE_BLOCK, BIRGE_BLOCK_PARAGRAPH},
    {"br", BIRGE_ROLE_BREAK, 0},
    {"head", BIRGE_ROLE_SKIP, 0},
    {"distributor", BIRGE_ROLE_SKIP, 0},
    {"rights", BIRGE_ROLE_SKIP, 0},
    {"bibliography", BIRGE_ROLE_SKIP, 0},
    {"media-metadata", BIRGE_ROLE_SKIP, 0},
    {"media-reference", BIRGE_ROLE_SKIP, 0},
    {"media-object", BIRGE_ROLE_SKIP, 0},
    {"media-producer", BIRGE_ROLE_SKIP, 0},
    {"nitf-table-metadata", BIRGE_ROLE_SKIP, 0},
    {NULL, BIRGE_ROLE_INLINE, 0},
};

static BirgeRole nitf_role(const BirgeMarkup *markup, guint i, BirgeBlockKind *kind) {
  return birge_role_of(nitf_elements, markup, i, kind);
}

/* The text of metadata is a block by itself, whatever stands in it. */
static BirgeRole inline_role(const BirgeMarkup *markup G_GNUC_UNUSED, guint i G_GNUC_UNUSED,
                             BirgeBlockKind *kind G_GNUC_UNUSED) {
  return BIRGE_ROLE_INLINE;
}

gboolean birge_article_add_xml(BirgeArticle *article, BirgeLayer *layer, const char *member,
                               GBytes *bytes, GError **error) {
  static const BirgeXmlHandler handler = {NULL, NULL, NULL};
  if (!birge_xml_parse_bytes(article->name, bytes, &handler, NULL, error))
    return FALSE;
  gsize length, start = layer->text->len;
  guint n_skipped;
  const char *data = g_bytes_get_data(bytes, &length);
  g_autofree char *encoding = birge_xml_encoding(data, length, &n_skipped);
  return birge_article_add_part(article, layer, member, bytes, encoding, error) &&
         birge_article_check_entities(article, layer->text->str + start, error);
}

BirgeLayer *birge_article_open_xml(BirgeArticle *article, GBytes *bytes, GError **error) {
  g_autoptr(BirgeLayer) layer = birge_article_begin(article);
  return birge_article_add_xml(article, layer, NULL, bytes, error) ? g_steal_pointer(&layer) : NULL;
}

/* Adds the metadata of one name, of those that are in the article's language, or in none. */
static void gather_metadata(BirgeArticle *article, const BirgeMarkup *markup, guint meta,
                            const char *name, BirgeBlockKind kind) {
  for (guint i = birge_markup_find(markup, meta, 0, name); i;
       i = birge_markup_find(markup, meta, i + 1, name)) {
    g_autofree char *own = birge_markup_attribute(markup, i, "xml:lang");
    if (!own || !article->language || g_ascii_strcasecmp(own, article->language) == 0)
      birge_gather(article, markup, i, inline_role, kind);
  }
}

/* Adds an inlineXML: NITF, or XHTML. */
static void gather_inline(BirgeArticle *article, const BirgeMarkup *markup, guint i) {
  guint html = birge_markup_find(markup, i, 0, "html");
  guint body = birge_markup_find(markup, i, 0, "body");
  gboolean is_nitf = birge_markup_find(markup, i, 0, "nitf") != 0;
  guint whole = body ? body : i;
  if (is_nitf)
    birge_gather(article, markup, whole, nitf_role, BIRGE_BLOCK_PARAGRAPH);
  else
    birge_gather(article, markup, html ? whole : i, birge_html_role, BIRGE_BLOCK_PARAGRAPH);
}

static void gather_data(BirgeArticle *article, const BirgeMarkup *markup, guint i) {
  g_autofree char *type = birge_markup_attribute(markup, i, "contenttype");
  g_autofree char *encoding = birge_markup_attribute(markup, i, "encoding");
  if (!encoding)
    birge_gather_inner(article, markup, i, type && strstr(type, "html"), BIRGE_BLOCK_PARAGRAPH);
}

/* The language that a NewsML-G2 item says its content is in; yours, or NULL. */
static char *find_language(const BirgeMarkup *markup) {
  guint meta = birge_markup_find(markup, 0, 0, "contentMeta");
  guint language = meta ? birge_markup_find(markup, meta, 0, "language") : 0;
  char *tag = language ? birge_markup_attribute(markup, language, "tag") : NULL;
  if (tag)
    return tag;
  static const char *const names[] = {"body", "nitf", "html", "inlineXML", "inlineData"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    guint node = birge_markup_find(markup, 0, 0, names[i]);
    char *found = node ? birge_markup_language(markup, node) : NULL;
    if (found)
      return found;
  }
  return meta ? birge_markup_language(markup, meta) : NULL;
}

/* Adds the content of a NewsML-G2 document, in its order. */
static void gather_newsml(BirgeArticle *article, const BirgeMarkup *markup) {
  for (guint i = 1; i < markup->nodes->len;) {
    const BirgeNode *node = birge_markup_node(markup, i);
    gboolean is_content = TRUE;
    if (birge_markup_is(markup, i, "contentMeta")) {
      gather_metadata(article, markup, i, "headline", BIRGE_BLOCK_HEADLINE);
      gather_metadata(article, markup, i, "by", BIRGE_BLOCK_BYLINE);
      gather_metadata(article, markup, i, "dateline", BIRGE_BLOCK_DATELINE);
    } else if (birge_markup_is(markup, i, "inlineXML")) {
      gather_inline(article, markup, i);
    } else if (birge_markup_is(markup, i, "inlineData")) {
      gather_data(article, markup, i);
    } else {
      is_content = FALSE;
    }
    i = is_content ? node->next : i + 1;
  }
}

gboolean birge_read_news(BirgeArticle *article, GBytes *bytes, GError **error) {
  g_autoptr(BirgeLayer) layer = birge_article_open_xml(article, bytes, error);
  if (!layer)
    return FALSE;
  g_autoptr(BirgeMarkup) markup = birge_markup_new(layer, FALSE);
  article->language = find_language(markup);
  article->kinds = TRUE;
  /* A NITF file is what an inlineXML holds: the root is its own. */
  if (birge_markup_is(markup, birge_markup_find(markup, 0, 0, "nitf"), "nitf") &&
      !birge_markup_find(markup, 0, 0, "inlineXML"))
    gather_inline(article, markup, 0);
  else
    gather_newsml(article, markup);
  return TRUE;
}
