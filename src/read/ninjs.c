/* News in JSON (IPTC ninjs 1.x to 3.x): headlines, bylines, bodies, captions. */
#include "base/error.h"
#include "read/json_layer.h"
#include "read/private.h"

#include <string.h>

typedef struct {
  BirgeArticle *article;
  const BirgeLayer *layer;
  const GArray *values;
} Item;

static const BirgeJsonValue *value_at(const Item *item, guint i) {
  return &g_array_index(item->values, BirgeJsonValue, i);
}

static guint member(const Item *item, guint object, const char *name) {
  return birge_json_member(item->values, item->layer, object, name);
}

/* Adds a string: HTML, or lines. */
static void gather_string(const Item *item, guint i, gboolean is_html, BirgeBlockKind kind) {
  const BirgeJsonValue *value = value_at(item, i);
  if (i == 0 || value->kind != BIRGE_JSON_STRING)
    return;
  g_autoptr(BirgeLayer) text = birge_layer_new_over(item->layer, BIRGE_QUOTING_JSON);
  birge_layer_append_json(text, item->layer, value->start, value->end);
  if (is_html)
    birge_gather_html(item->article, text, kind);
  else
    birge_gather_lines(item->article, text, kind);
}

/* Whether an entry of headlines, bodies or descriptions is in the article's language. */
static gboolean is_ours(const Item *item, guint entry) {
  guint language = member(item, entry, "language");
  g_autofree char *said = language ? birge_json_string(item->values, item->layer, language) : NULL;
  return !said || !item->article->language ||
         g_ascii_strcasecmp(said, item->article->language) == 0;
}

static gboolean is_html(const Item *item, guint entry) {
  guint member_type = member(item, entry, "contenttype");
  g_autofree char *type =
      member_type ? birge_json_string(item->values, item->layer, member_type) : NULL;
  return type && strstr(type, "html");
}

/* Adds the entries of a list: [{"value": …, "contenttype": …, "language": …}]. Those that are HTML
 * come first, and what says the same as plain text stands there once more. */
static void gather_list(const Item *item, guint list, BirgeBlockKind kind) {
  if (list == 0 || value_at(item, list)->kind != BIRGE_JSON_ARRAY)
    return;
  gboolean has_html = FALSE;
  for (guint i = list + 1; i < value_at(item, list)->next; i = value_at(item, i)->next)
    has_html = has_html || (is_ours(item, i) && is_html(item, i));
  gboolean is_told = FALSE;
  for (guint i = list + 1; i < value_at(item, list)->next; i = value_at(item, i)->next) {
    guint first = item->article->blocks->len;
    if (!is_ours(item, i))
      continue;
    gather_string(item, member(item, i, "value"), is_html(item, i), kind);
    gboolean is_body = kind == BIRGE_BLOCK_PARAGRAPH;
    if (is_body && (is_told || (has_html && !is_html(item, i))))
      birge_gather_again(item->article, first);
    else
      is_told = is_told || item->article->blocks->len > first;
  }
}

/* Adds the plain members of ninjs 1.x. */
static void gather_bodies(const Item *item) {
  static const char *const names[] = {"body_xhtml", "body_html", "body_text"};
  gboolean is_told = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    guint first = item->article->blocks->len;
    gather_string(item, member(item, 0, names[i]), i < 2, BIRGE_BLOCK_PARAGRAPH);
    if (is_told)
      birge_gather_again(item->article, first);
    is_told = is_told || item->article->blocks->len > first;
  }
}

/* Adds the captions of pictures: an object by name (1.x) or a list (2.x, 3.x) of items. */
static void gather_captions(const Item *item) {
  guint list = member(item, 0, "associations");
  if (list == 0)
    return;
  for (guint i = list + 1; i < value_at(item, list)->next; i = value_at(item, i)->next) {
    gather_string(item, member(item, i, "description_text"), FALSE, BIRGE_BLOCK_CAPTION);
    gather_list(item, member(item, i, "descriptions"), BIRGE_BLOCK_CAPTION);
  }
}

static void gather_item(const Item *item) {
  gather_string(item, member(item, 0, "headline"), FALSE, BIRGE_BLOCK_HEADLINE);
  gather_list(item, member(item, 0, "headlines"), BIRGE_BLOCK_HEADLINE);
  gather_string(item, member(item, 0, "byline"), FALSE, BIRGE_BLOCK_BYLINE);
  gather_string(item, member(item, 0, "by"), FALSE, BIRGE_BLOCK_BYLINE);
  gather_string(item, member(item, 0, "dateline"), FALSE, BIRGE_BLOCK_DATELINE);
  gather_string(item, member(item, 0, "description_text"), FALSE, BIRGE_BLOCK_LEAD);
  gather_list(item, member(item, 0, "descriptions"), BIRGE_BLOCK_LEAD);
  gather_bodies(item);
  gather_list(item, member(item, 0, "bodies"), BIRGE_BLOCK_PARAGRAPH);
  gather_captions(item);
}

static guint line_of(const char *text, gsize at) {
  guint line = 1;
  for (gsize i = 0; i < at; i++)
    line += text[i] == '\n';
  return line;
}

gboolean birge_read_ninjs(BirgeArticle *article, GBytes *bytes, GError **error) {
  g_autoptr(BirgeLayer) layer =
      birge_article_open(article, bytes, article->options->encoding, error);
  if (!layer)
    return FALSE;
  const char *wrong;
  gsize where;
  g_autoptr(GArray) values = birge_json_scan_layer(layer, 0, layer->text->len, &wrong, &where);
  if (!values) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, article->name, line_of(layer->text->str, where),
                       "%s", wrong);
    return FALSE;
  }
  Item item = {article, layer, values};
  guint language = member(&item, 0, "language");
  article->language = language ? birge_json_string(values, layer, language) : NULL;
  article->kinds = TRUE;
  gather_item(&item);
  return TRUE;
}
