/* Puts articles together that name each other: link elements of web pages and of Atom, links and
 * identifiers of NewsML-G2, identifiers and associations of ninjs. */
#include "base/input.h"
#include "cli/batch/article.h"
#include "exchange/json_scan.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Links stand near the beginning of a file. */
#define MAX_HEAD (256 * 1024)
/* Of one file. */
#define MAX_NAMES 100

/* The names by which one file is known, its own and those of its other versions. */
typedef struct {
  GPtrArray *names;   /* of char* */
  const char *folder; /* of the file */
} Names;

/* Adds an address or identifier. What has no scheme is a file beside this one. */
static void add_name(const Names *names, const char *name) {
  if (!*name || name[0] == '#' || names->names->len >= MAX_NAMES)
    return;
  const char *colon = strchr(name, ':');
  gboolean is_path = !colon || (gsize)(colon - name) > strcspn(name, "/?#");
  char *whole = is_path ? g_canonicalize_filename(name, names->folder) : g_strdup(name);
  if (is_path)
    whole[strcspn(whole, "?#")] = '\0';
  g_ptr_array_add(names->names, whole);
}

/* An attribute's value in a start tag, yours; NULL if it is not there. */
static char *find_attribute(const char *tag, gsize length, const char *name) {
  gsize n = strlen(name);
  for (gsize i = 1; i + n + 2 < length; i++) {
    if (!g_ascii_isspace(tag[i - 1]) || g_ascii_strncasecmp(tag + i, name, n) != 0)
      continue;
    gsize start = i + n;
    while (start < length && g_ascii_isspace(tag[start]))
      start++;
    if (start >= length || tag[start] != '=')
      continue;
    start++;
    while (start < length && g_ascii_isspace(tag[start]))
      start++;
    char quote = tag[MIN(start, length - 1)];
    gboolean is_quoted = quote == '"' || quote == '\'';
    gsize end = start += is_quoted ? 1 : 0;
    while (end < length && (is_quoted ? tag[end] != quote : !g_ascii_isspace(tag[end])))
      end++;
    GString *value = g_string_new_len(tag + start, (gssize)(end - start));
    g_string_replace(value, "&amp;", "&", 0);
    return g_string_free(value, FALSE);
  }
  return NULL;
}

static gboolean has_word(const char *list, const char *word) {
  g_autofree char *lower = list ? g_ascii_strdown(list, -1) : NULL;
  return lower && strstr(lower, word) != NULL;
}

/* link rel="alternate" hreflang="ckb" href="…", rel="canonical"; NewsML-G2's link rel="irel:…"
 * residref="…", where the relation is one of translations. */
static void add_link(const Names *names, const char *tag, gsize length) {
  g_autofree char *rel = find_attribute(tag, length, "rel");
  g_autofree char *language = find_attribute(tag, length, "hreflang");
  g_autofree char *href = find_attribute(tag, length, "href");
  g_autofree char *resource = find_attribute(tag, length, "residref");
  gboolean is_version = language && has_word(rel, "alternate") && !has_word(language, "x-default");
  if (href && (is_version || has_word(rel, "canonical") || has_word(rel, "translat")))
    add_name(names, href);
  if (resource && has_word(rel, "translat"))
    add_name(names, resource);
}

static gboolean begins_tag(const char *tag, gsize length, const char *name) {
  gsize n = strlen(name);
  return length > n && g_ascii_strncasecmp(tag, name, n) == 0 && g_ascii_isspace(tag[n]);
}

static void scan_markup(const Names *names, const char *data, gsize length) {
  const char *end = data + MIN(length, MAX_HEAD);
  const char *next = data;
  while ((next = memchr(next, '<', (gsize)(end - next)))) {
    next++;
    const char *close = memchr(next, '>', (gsize)(end - next));
    if (!close)
      return;
    gsize n = (gsize)(close - next);
    if (begins_tag(next, n, "link"))
      add_link(names, next, n);
    if (begins_tag(next, n, "newsItem")) {
      g_autofree char *guid = find_attribute(next, n, "guid");
      add_name(names, guid ? guid : "");
    }
    next = close;
  }
}

static const char *get_string(JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member(object, name);
  gboolean is_text =
      node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
  return is_text ? json_node_get_string(node) : NULL;
}

static void add_association(const Names *names, const char *role, JsonNode *node) {
  if (!JSON_NODE_HOLDS_OBJECT(node))
    return;
  JsonObject *object = json_node_get_object(node);
  const char *uri = get_string(object, "uri");
  if (uri && has_word(role ? role : get_string(object, "name"), "translat"))
    add_name(names, uri);
}

/* ninjs: "uri", and "associations": by name until 1.x, a list of items with a name from 2.0 on. */
static void scan_json(const Names *names, const char *data, gsize length) {
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  if (!birge_json_scan("", data, length, NULL) ||
      !json_parser_load_from_data(parser, data, (gssize)length, NULL))
    return;
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root))
    return;
  JsonObject *object = json_node_get_object(root);
  const char *uri = get_string(object, "uri");
  add_name(names, uri ? uri : "");
  JsonNode *all = json_object_get_member(object, "associations");
  if (all && JSON_NODE_HOLDS_ARRAY(all)) {
    JsonArray *array = json_node_get_array(all);
    for (guint i = 0; i < json_array_get_length(array); i++)
      add_association(names, NULL, json_array_get_element(array, i));
  } else if (all && JSON_NODE_HOLDS_OBJECT(all)) {
    g_autoptr(GList) roles = json_object_get_members(json_node_get_object(all));
    for (const GList *role = roles; role; role = role->next)
      add_association(names, role->data,
                      json_object_get_member(json_node_get_object(all), role->data));
  }
}

/* Returns the names of a file, of char*, yours; none for one that can't be read. */
static GPtrArray *read_names(const char *path) {
  g_autofree char *whole = g_canonicalize_filename(path, NULL);
  g_autofree char *folder = g_path_get_dirname(whole);
  const Names names = {g_ptr_array_new_with_free_func(g_free), folder};
  g_ptr_array_add(names.names, g_strdup(whole));
  g_autoptr(GBytes) bytes = birge_file_read_up_to(path, BIRGE_MAX_ARTICLE_FILE, NULL);
  gsize length = 0;
  const char *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;
  gsize start = 0;
  while (start < length && g_ascii_isspace(data[start]))
    start++;
  if (start < length && data[start] == '{')
    scan_json(&names, data, length);
  else if (start < length)
    scan_markup(&names, data, length);
  return names.names;
}

/* The article that number i was joined to. */
static guint find_root(guint *roots, guint i) {
  while (roots[i] != i)
    i = roots[i] = roots[roots[i]];
  return i;
}

void birge_batch_pair_links(GPtrArray *articles) {
  g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree guint *roots = g_new(guint, articles->len + 1);
  for (guint i = 0; i < articles->len; i++) {
    const BirgeBatchArticle *article = articles->pdata[i];
    roots[i] = i;
    for (guint k = 0; k < article->paths->len && !article->reason; k++) {
      g_autoptr(GPtrArray) names = read_names(article->paths->pdata[k]);
      for (guint j = 0; j < names->len; j++) {
        gpointer first;
        if (!g_hash_table_lookup_extended(known, names->pdata[j], NULL, &first)) {
          g_hash_table_insert(known, g_strdup(names->pdata[j]), GUINT_TO_POINTER(i));
          continue;
        }
        guint a = find_root(roots, GPOINTER_TO_UINT(first)), b = find_root(roots, i);
        roots[MAX(a, b)] = MIN(a, b);
      }
    }
  }
  for (guint i = 0; i < articles->len; i++) {
    guint root = find_root(roots, i);
    if (root != i)
      birge_batch_join(articles, root, i);
  }
}
