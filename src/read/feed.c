/* Feeds: RSS and Atom. Each entry is a headline and what the feed gives of its text. */
#include "read/private.h"

#include <string.h>

/* The elements of an entry that hold text, the fullest first. */
static const char *const bodies[] = {"encoded", "content", "description", "summary"};

/* Adds an element's text: XHTML as it stands, else what its own text is. */
static void gather_text(BirgeArticle *article, const BirgeMarkup *markup, guint i,
                        BirgeBlockKind kind) {
  g_autofree char *type = birge_markup_attribute(markup, i, "type");
  gboolean is_atom =
      !birge_markup_is(markup, i, "description") && !birge_markup_is(markup, i, "encoded");
  if (g_strcmp0(type, "xhtml") == 0)
    birge_gather(article, markup, i, birge_html_role, kind);
  else
    birge_gather_inner(article, markup, i, type ? strstr(type, "html") != NULL : !is_atom, kind);
}

/* The first element of that name in an entry: a child, with a prefix only if it is content:encoded;
 * 0: there is none. */
static guint find_child(const BirgeMarkup *markup, guint entry, const char *name) {
  guint end = birge_markup_node(markup, entry)->next;
  for (guint i = entry + 1; i < end; i = birge_markup_node(markup, i)->next) {
    gboolean is_encoded = g_str_equal(name, "encoded");
    if (birge_markup_is(markup, i, name) && birge_markup_node(markup, i)->has_prefix == is_encoded)
      return i;
  }
  return 0;
}

static void gather_entry(BirgeArticle *article, const BirgeMarkup *markup, guint entry) {
  guint title = find_child(markup, entry, "title");
  gboolean is_rss = birge_markup_is(markup, entry, "item");
  if (title) {
    g_autofree char *type = birge_markup_attribute(markup, title, "type");
    birge_gather_inner(article, markup, title, type ? strstr(type, "html") != NULL : is_rss,
                       BIRGE_BLOCK_HEADLINE);
  }
  guint first = article->blocks->len;
  gboolean is_full = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
    guint body = find_child(markup, entry, bodies[i]);
    if (!body)
      continue;
    guint before = article->blocks->len;
    gather_text(article, markup, body, BIRGE_BLOCK_PARAGRAPH);
    if (is_full)
      birge_gather_again(article, before);
    is_full = is_full || article->blocks->len > first;
  }
}

gboolean birge_read_feed(BirgeArticle *article, GBytes *bytes, GError **error) {
  g_autoptr(BirgeLayer) layer = birge_article_open_xml(article, bytes, error);
  if (!layer)
    return FALSE;
  g_autoptr(BirgeMarkup) markup = birge_markup_new(layer, FALSE);
  guint language = birge_markup_find(markup, 0, 0, "language");
  article->language = birge_markup_language(markup, 1);
  if (language && !article->language)
    article->language = birge_markup_text(markup, language);
  if (article->language)
    g_strstrip(article->language);
  article->kinds = TRUE;
  for (guint i = 1; i < markup->nodes->len;) {
    gboolean is_entry = birge_markup_is(markup, i, "item") || birge_markup_is(markup, i, "entry");
    if (is_entry)
      gather_entry(article, markup, i);
    i = is_entry ? birge_markup_node(markup, i)->next : i + 1;
  }
  return TRUE;
}
