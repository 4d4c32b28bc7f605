/* Finds the article in what scripts hold. */
#include "read/jsonld.h"

#include "read/json_layer.h"

#include <string.h>

struct _BirgeDescribed {
  const BirgeLayer *layer;
  GArray *values;
  guint object; /* the article */
};

/* Whether an object is of a kind of article: "NewsArticle", "ReportageNewsArticle", or a list. */
static gboolean is_article(const BirgeDescribed *described, guint object) {
  guint type = birge_json_member(described->values, described->layer, object, "@type");
  if (type == 0)
    return FALSE;
  guint end = g_array_index(described->values, BirgeJsonValue, type).next;
  for (guint i = type; i < end; i++) {
    g_autofree char *name = birge_json_string(described->values, described->layer, i);
    if (name && (g_str_has_suffix(name, "Article") || g_str_equal(name, "BlogPosting")))
      return TRUE;
  }
  return FALSE;
}

/* Finds the first object that is an article, in what a script holds. */
static gboolean find_object(BirgeDescribed *described, gsize start, gsize end) {
  const char *wrong;
  gsize where;
  described->values = birge_json_scan_layer(described->layer, start, end, &wrong, &where);
  for (guint i = 0; described->values && i < described->values->len; i++) {
    if (is_article(described, i)) {
      described->object = i;
      return TRUE;
    }
  }
  g_clear_pointer(&described->values, g_array_unref);
  return FALSE;
}

static gboolean find_script(const BirgeMarkup *markup, BirgeDescribed *described) {
  for (guint i = birge_markup_find(markup, 0, 0, "script"); i;
       i = birge_markup_find(markup, 0, i + 1, "script")) {
    g_autofree char *type = birge_markup_attribute(markup, i, "type");
    if (!type || g_ascii_strcasecmp(type, "application/ld+json") != 0 ||
        birge_markup_node(markup, i)->next == i + 1)
      continue;
    const BirgeNode *text = birge_markup_node(markup, i + 1);
    if (find_object(described, text->start, text->end))
      return TRUE;
  }
  return FALSE;
}

BirgeDescribed *birge_described_find(const BirgeMarkup *markup) {
  BirgeDescribed *described = g_new0(BirgeDescribed, 1);
  described->layer = markup->layer;
  if (find_script(markup, described))
    return described;
  birge_described_free(described);
  return NULL;
}

void birge_described_free(BirgeDescribed *described) {
  g_clear_pointer(&described->values, g_array_unref);
  g_free(described);
}

/* Returns the text of a member, NULL if it has none; yours. */
static BirgeLayer *open_member(const BirgeDescribed *described, const char *name) {
  guint i = birge_json_member(described->values, described->layer, described->object, name);
  if (i == 0 || g_array_index(described->values, BirgeJsonValue, i).kind != BIRGE_JSON_STRING)
    return NULL;
  const BirgeJsonValue *value = &g_array_index(described->values, BirgeJsonValue, i);
  BirgeLayer *text = birge_layer_new_over(described->layer, BIRGE_QUOTING_JSON);
  birge_layer_append_json(text, described->layer, value->start, value->end);
  return text;
}

/* Adds a member's text. again: it stands there once more. */
static void gather_member(BirgeArticle *article, const BirgeDescribed *described, const char *name,
                          BirgeBlockKind kind, gboolean again) {
  g_autoptr(BirgeLayer) text = open_member(described, name);
  if (!text)
    return;
  guint first = article->blocks->len;
  birge_gather_lines(article, text, kind);
  if (again)
    birge_gather_again(article, first);
}

void birge_gather_described(BirgeArticle *article, const BirgeDescribed *described,
                            gboolean has_headline, gboolean has_body) {
  gather_member(article, described, "headline", BIRGE_BLOCK_HEADLINE, has_headline);
  gather_member(article, described, "articleBody", BIRGE_BLOCK_PARAGRAPH, has_body);
  guint language =
      birge_json_member(described->values, described->layer, described->object, "inLanguage");
  if (language && !article->language)
    article->language = birge_json_string(described->values, described->layer, language);
}

void birge_gather_description(BirgeArticle *article, const BirgeDescribed *described) {
  g_autoptr(BirgeLayer) text = open_member(described, "description");
  if (text)
    birge_gather_repeated(article, text);
}
