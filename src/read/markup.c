/* Scans markup. */
#include "read/markup.h"

#include <string.h>

typedef struct {
  BirgeMarkup *markup;
  const char *text; /* of the layer */
  gsize length;
  gsize at;
  guint open[BIRGE_MAX_MARKUP_DEPTH]; /* indices of the elements that are open */
  guint n_open;
} Scan;

/* A tag as it stands: `<name …>`. */
typedef struct {
  gsize start;
  gsize end;
  gsize name;
  gsize name_end;
  gboolean is_end;
  gboolean is_empty; /* `<name/>` */
} Tag;

static BirgeNode *node_at(const Scan *scan, guint i) {
  return &g_array_index(scan->markup->nodes, BirgeNode, i);
}

static const char *name_of(const Scan *scan, guint i) {
  return node_at(scan, i)->name;
}

/* The elements of HTML that have no end tag. */
static gboolean is_void(const char *name) {
  static const char *const names[] = {"area",  "base",   "br",    "col",  "embed",
                                      "hr",    "img",    "input", "link", "meta",
                                      "param", "source", "track", "wbr",  NULL};
  return g_strv_contains(names, name);
}

/* The elements of HTML in which markup is text. */
static gboolean is_raw(const char *name) {
  static const char *const names[] = {"script", "style",    "title", "textarea",
                                      "xmp",    "noscript", NULL};
  return g_strv_contains(names, name);
}

/* Whether the start of an element ends a paragraph (the HTML standard, 13.1.2.4). */
static gboolean ends_paragraph(const char *name) {
  static const char *const names[] = {
      "address", "article", "aside", "blockquote", "div", "dl",         "fieldset", "figure",
      "footer",  "form",    "h1",    "h2",         "h3",  "h4",         "h5",       "h6",
      "header",  "hr",      "main",  "nav",        "ol",  "p",          "pre",      "section",
      "table",   "ul",      "li",    "dt",         "dd",  "figcaption", "details",  NULL};
  return g_strv_contains(names, name);
}

static void close_top(Scan *scan) {
  scan->n_open--;
  node_at(scan, scan->open[scan->n_open])->next = scan->markup->nodes->len;
}

/* Closes the innermost open element of that name and all in it, if there is one that is not
 * outside of an element of the name barrier (which may be NULL). */
static void close_name(Scan *scan, const char *name, const char *barrier) {
  for (guint i = scan->n_open; i > 1; i--) {
    const char *open = name_of(scan, scan->open[i - 1]);
    if (barrier && g_str_equal(open, barrier))
      return;
    if (!g_str_equal(open, name))
      continue;
    while (scan->n_open >= i)
      close_top(scan);
    return;
  }
}

/* Closes what the start of an element ends by itself in HTML. */
static void close_implied(Scan *scan, const char *name) {
  if (ends_paragraph(name))
    close_name(scan, "p", "table");
  if (g_str_equal(name, "li"))
    close_name(scan, "li",
               g_str_equal(name_of(scan, scan->open[scan->n_open - 1]), "ol") ? "ol" : "ul");
  if (g_str_equal(name, "tr"))
    close_name(scan, "tr", "table");
  if (g_str_equal(name, "td") || g_str_equal(name, "th")) {
    close_name(scan, "td", "tr");
    close_name(scan, "th", "tr");
  }
}

static guint add_node(Scan *scan, BirgeNode node) {
  GArray *nodes = scan->markup->nodes;
  node.parent = scan->n_open > 0 ? scan->open[scan->n_open - 1] : 0;
  node.depth = scan->n_open;
  node.next = nodes->len + 1;
  g_array_append_val(nodes, node);
  return nodes->len - 1;
}

static void add_text(Scan *scan, gsize start, gsize end, gboolean is_cdata) {
  if (end > start)
    add_node(scan, (BirgeNode){.is_cdata = is_cdata, .start = start, .end = end});
}

static gsize find(const Scan *scan, gsize from, const char *what) {
  const char *found = from < scan->length
                          ? memmem(scan->text + from, scan->length - from, what, strlen(what))
                          : NULL;
  return found ? (gsize)(found - scan->text) : scan->length;
}

static gboolean begins_name(char c) {
  return g_ascii_isalpha(c) || c == '_' || c == ':' || (guchar)c >= 0x80;
}

static gboolean is_in_name(char c) {
  return begins_name(c) || g_ascii_isdigit(c) || c == '-' || c == '.';
}

/* Reads a tag at `<`. Returns FALSE if it is none. */
static gboolean scan_tag(const Scan *scan, Tag *tag) {
  gsize at = scan->at + 1;
  *tag = (Tag){.start = scan->at};
  tag->is_end = at < scan->length && scan->text[at] == '/';
  at += tag->is_end;
  if (at >= scan->length || !begins_name(scan->text[at]))
    return FALSE;
  tag->name = at;
  while (at < scan->length && is_in_name(scan->text[at]))
    at++;
  tag->name_end = at;
  int quote = 0;
  for (; at < scan->length && (quote || scan->text[at] != '>'); at++) {
    char c = scan->text[at], before = scan->text[at - 1];
    gboolean is_quote = c == '"' || c == '\'';
    gboolean opens = before == '=' || (g_ascii_isspace(before) && !scan->markup->is_html);
    if (quote ? c == quote : is_quote && opens)
      quote = quote ? 0 : c;
  }
  tag->is_empty = at < scan->length && scan->text[at - 1] == '/';
  tag->end = MIN(at + 1, scan->length);
  return TRUE;
}

/* The local name of a tag, kept with the markup. */
static const char *keep_name(const Scan *scan, const Tag *tag, gboolean *has_prefix) {
  const char *start = scan->text + tag->name;
  gsize length = tag->name_end - tag->name;
  const char *colon = memchr(start, ':', length);
  *has_prefix = colon != NULL;
  gsize skipped = colon ? (gsize)(colon + 1 - start) : 0;
  g_autofree char *name = scan->markup->is_html
                              ? g_ascii_strdown(start + skipped, (gssize)(length - skipped))
                              : g_strndup(start + skipped, length - skipped);
  return g_string_chunk_insert_const(scan->markup->names, name);
}

/* The text of a script and its like, up to its end tag. */
static void scan_raw(Scan *scan, const char *name) {
  gsize start = scan->at;
  gsize n = strlen(name);
  gsize end = find(scan, start, "</");
  while (end < scan->length && g_ascii_strncasecmp(scan->text + end + 2, name, n) != 0)
    end = find(scan, end + 2, "</");
  gboolean has_references = g_str_equal(name, "title") || g_str_equal(name, "textarea");
  add_text(scan, start, end, !has_references);
  scan->at = end;
}

static void scan_start(Scan *scan, const Tag *tag) {
  gboolean is_html = scan->markup->is_html;
  BirgeNode node = {.start = tag->start, .end = tag->end};
  node.name = keep_name(scan, tag, &node.has_prefix);
  if (is_html)
    close_implied(scan, node.name);
  guint i = add_node(scan, node);
  scan->at = tag->end;
  gboolean is_empty = is_html ? is_void(node.name) : tag->is_empty;
  if (is_html && is_raw(node.name) && !tag->is_empty && scan->n_open < BIRGE_MAX_MARKUP_DEPTH) {
    scan->open[scan->n_open++] = i;
    scan_raw(scan, node.name);
  } else if (!is_empty && scan->n_open < BIRGE_MAX_MARKUP_DEPTH) {
    scan->open[scan->n_open++] = i;
  }
}

/* Returns what follows a quoted string, a comment or an instruction that begins at p; p itself if
 * none does; NULL if it does not end. */
static const char *skip_literal(const char *p) {
  const char quote[] = {*p, '\0'};
  const char *closing = NULL;
  if (*p == '"' || *p == '\'')
    closing = quote;
  else if (g_str_has_prefix(p, "<!--"))
    closing = "-->";
  else if (g_str_has_prefix(p, "<?"))
    closing = "?>";
  if (!closing)
    return p;
  const char *end = strstr(p + 1, closing);
  return end ? end + strlen(closing) : NULL;
}

const char *birge_markup_skip_declaration(const char *p) {
  int depth = 0;
  for (gboolean is_first = TRUE; p && *p; is_first = FALSE) {
    const char *after = skip_literal(p);
    if (after != p) {
      if (is_first)
        return after;
      p = after;
      continue;
    }
    if (*p == '>' && depth == 0)
      return p + 1;
    depth += *p == '[' ? 1 : *p == ']' ? -1 : 0;
    p++;
  }
  return NULL;
}

/* Passes over what is neither tag nor text. Returns FALSE if there is none. */
static gboolean skip_other(Scan *scan) {
  static const struct {
    const char *start;
    const char *end;
  } others[] = {{"<!--", "-->"}, {"<?", ">"}, {"<!", ">"}};
  const char *here = scan->text + scan->at;
  if (g_str_has_prefix(here, "<![CDATA[") && !scan->markup->is_html) {
    gsize end = find(scan, scan->at, "]]>");
    add_text(scan, scan->at + strlen("<![CDATA["), end, TRUE);
    scan->at = MIN(end + strlen("]]>"), scan->length);
    return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
    if (!g_str_has_prefix(here, others[i].start))
      continue;
    const char *closing = i == 1 && !scan->markup->is_html ? "?>" : others[i].end;
    gsize end = find(scan, scan->at + strlen(others[i].start), closing);
    if (i == 2 && !scan->markup->is_html) {
      const char *after = birge_markup_skip_declaration(here);
      end = after ? (gsize)(after - scan->text) - strlen(closing) : scan->length;
    }
    scan->at = MIN(end + strlen(closing), scan->length);
    return TRUE;
  }
  return FALSE;
}

static void scan_all(Scan *scan) {
  while (scan->at < scan->length) {
    gsize start = scan->at;
    Tag tag;
    if (scan->text[start] == '<' && skip_other(scan))
      continue;
    if (scan->text[start] == '<' && scan_tag(scan, &tag)) {
      if (tag.is_end) {
        gboolean has_prefix;
        close_name(scan, keep_name(scan, &tag, &has_prefix), NULL);
        scan->at = tag.end;
      } else {
        scan_start(scan, &tag);
      }
      continue;
    }
    scan->at = find(scan, start + 1, "<");
    add_text(scan, start, scan->at, FALSE);
  }
}

BirgeMarkup *birge_markup_new(const BirgeLayer *layer, gboolean is_html) {
  BirgeMarkup *markup = g_new0(BirgeMarkup, 1);
  markup->layer = layer;
  markup->is_html = is_html;
  markup->nodes = g_array_new(FALSE, FALSE, sizeof(BirgeNode));
  markup->names = g_string_chunk_new(256);
  Scan scan = {.markup = markup, .text = layer->text->str, .length = layer->text->len};
  scan.open[0] = add_node(&scan, (BirgeNode){.name = ""});
  scan.n_open = 1;
  scan_all(&scan);
  while (scan.n_open > 0)
    close_top(&scan);
  return markup;
}

void birge_markup_free(BirgeMarkup *markup) {
  g_array_unref(markup->nodes);
  g_string_chunk_free(markup->names);
  g_free(markup);
}

const BirgeNode *birge_markup_node(const BirgeMarkup *markup, guint i) {
  return &g_array_index(markup->nodes, BirgeNode, i);
}

gboolean birge_markup_is(const BirgeMarkup *markup, guint i, const char *name) {
  return g_strcmp0(birge_markup_node(markup, i)->name, name) == 0;
}

/* Finds the next attribute of a tag from *at on. Returns FALSE at the tag's end. */
static gboolean next_attribute(const char *text, gsize *at, gsize end, gsize name[2],
                               gsize value[2]) {
  gsize i = *at;
  while (i < end && (g_ascii_isspace(text[i]) || text[i] == '/'))
    i++;
  name[0] = i;
  while (i < end && !g_ascii_isspace(text[i]) && !strchr("=>/", text[i]))
    i++;
  name[1] = i;
  while (i < end && g_ascii_isspace(text[i]))
    i++;
  value[0] = value[1] = i;
  if (i < end && text[i] == '=') {
    i++;
    while (i < end && g_ascii_isspace(text[i]))
      i++;
    int quote = i < end && (text[i] == '"' || text[i] == '\'') ? text[i] : 0;
    value[0] = i + (quote != 0);
    i = value[0];
    while (i < end && (quote ? text[i] != quote : !g_ascii_isspace(text[i]) && text[i] != '>'))
      i++;
    value[1] = i;
    i += quote != 0;
  }
  gboolean moves = i > *at;
  *at = i;
  return moves && name[1] > name[0];
}

gboolean birge_markup_find_attribute(const BirgeMarkup *markup, guint i, const char *name,
                                     gsize value[2]) {
  const BirgeNode *node = birge_markup_node(markup, i);
  const char *text = markup->layer->text->str;
  gsize at = node->start + 1, n = strlen(name);
  if (!node->name || i == 0)
    return FALSE;
  while (at < node->end && is_in_name(text[at]))
    at++;
  gsize found[2];
  while (next_attribute(text, &at, node->end, found, value)) {
    if (found[1] - found[0] == n && (markup->is_html ? g_ascii_strncasecmp(text + found[0], name, n)
                                                     : strncmp(text + found[0], name, n)) == 0)
      return TRUE;
  }
  return FALSE;
}

char *birge_markup_attribute(const BirgeMarkup *markup, guint i, const char *name) {
  gsize value[2];
  if (!birge_markup_find_attribute(markup, i, name, value))
    return NULL;
  g_autoptr(BirgeLayer) decoded = birge_layer_new_over(markup->layer, BIRGE_QUOTING_MARKUP);
  birge_layer_append_markup(decoded, markup->layer, value[0], value[1], markup->is_html);
  return g_strndup(decoded->text->str, decoded->text->len);
}

gboolean birge_markup_is_closed(const BirgeMarkup *markup, guint i) {
  return markup->layer->text->str[birge_markup_node(markup, i)->end - 2] == '/';
}

char *birge_markup_prefix(const BirgeMarkup *markup, guint i) {
  const BirgeNode *node = birge_markup_node(markup, i);
  const char *name = markup->layer->text->str + node->start + 1;
  return node->has_prefix ? g_strndup(name, strcspn(name, ":") + 1) : g_strdup("");
}

gsize birge_markup_inner_end(const BirgeMarkup *markup, guint i) {
  return birge_markup_node(markup, birge_markup_node(markup, i)->next - 1)->end;
}

gsize birge_markup_end_tag(const BirgeMarkup *markup, guint i) {
  gsize last = birge_markup_inner_end(markup, i);
  g_autofree char *prefix = birge_markup_prefix(markup, i);
  g_autofree char *tag = g_strdup_printf("</%s%s", prefix, birge_markup_node(markup, i)->name);
  const char *text = markup->layer->text->str, *found = strstr(text + last, tag);
  return found ? (gsize)(found - text) : last;
}

guint birge_markup_find(const BirgeMarkup *markup, guint i, guint from, const char *name) {
  guint end = birge_markup_node(markup, i)->next;
  for (guint n = MAX(from, i + 1); n < end; n++) {
    if (birge_markup_is(markup, n, name))
      return n;
  }
  return 0;
}

guint birge_markup_child(const BirgeMarkup *markup, guint i, const char *name) {
  guint end = birge_markup_node(markup, i)->next;
  for (guint n = i + 1; n < end; n = birge_markup_node(markup, n)->next) {
    if (birge_markup_is(markup, n, name))
      return n;
  }
  return 0;
}

char *birge_markup_language(const BirgeMarkup *markup, guint i) {
  for (; i > 0; i = birge_markup_node(markup, i)->parent) {
    char *language = birge_markup_attribute(markup, i, "xml:lang");
    if (!language)
      language = birge_markup_attribute(markup, i, "lang");
    if (language && *language)
      return language;
    g_free(language);
  }
  return NULL;
}

char *birge_markup_text(const BirgeMarkup *markup, guint i) {
  g_autoptr(BirgeLayer) text = birge_layer_new_over(markup->layer, BIRGE_QUOTING_MARKUP);
  guint end = birge_markup_node(markup, i)->next;
  for (guint n = i; n < end; n++) {
    const BirgeNode *node = birge_markup_node(markup, n);
    if (!node->name && node->is_cdata)
      birge_layer_append_from(text, markup->layer, node->start, node->end);
    else if (!node->name)
      birge_layer_append_markup(text, markup->layer, node->start, node->end, markup->is_html);
  }
  return g_strndup(text->text->str, text->text->len);
}
