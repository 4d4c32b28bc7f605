/* Finds uses of entities that a document declares itself. What they stand for is nowhere in the
 * text that uses them, so it could be neither shown nor filled. */
#include "base/error.h"
#include "read/private.h"

#include <string.h>

/* Finds the DOCTYPE of a document. Returns what follows it, NULL if there is none. */
static const char *find_doctype(const char *text, const char **doctype) {
  const char *p = text + strspn(text, " \t\r\n");
  while (p && (g_str_has_prefix(p, "<?") || g_str_has_prefix(p, "<!--"))) {
    p = birge_markup_skip_declaration(p);
    p += p ? strspn(p, " \t\r\n") : 0;
  }
  *doctype = p;
  return p && g_str_has_prefix(p, "<!DOCTYPE") ? birge_markup_skip_declaration(p) : NULL;
}

/* Returns the names of the entities that a DOCTYPE declares, or NULL. */
static GHashTable *list_entities(const char *doctype, const char *end) {
  static const char keyword[] = "<!ENTITY";
  GHashTable *names = NULL;
  for (const char *p = doctype; (p = g_strstr_len(p, end - p, keyword));) {
    p += strlen(keyword);
    p += strspn(p, " \t\r\n");
    gsize length = strcspn(p, " \t\r\n");
    if (!names)
      names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_add(names, g_strndup(p, length));
  }
  return names;
}

static guint64 count_lines(const char *text, const char *end) {
  guint64 n = 1;
  for (const char *p = text; p < end; p++)
    n += *p == '\n';
  return n;
}

gboolean birge_article_check_entities(const BirgeArticle *article, const char *text,
                                      GError **error) {
  const char *doctype;
  const char *content = find_doctype(text, &doctype);
  g_autoptr(GHashTable) names = content ? list_entities(doctype, content) : NULL;
  for (const char *p = names ? strchr(content, '&') : NULL; p; p = strchr(p + 1, '&')) {
    g_autofree char *name = g_strndup(p + 1, strcspn(p + 1, "; \t\r\n<&"));
    if (!g_hash_table_contains(names, name))
      continue;
    birge_error_set_at(
        error, BIRGE_ERROR_FORMAT, article->name, count_lines(text, p),
        "uses the entity \"%s\", which it declares itself, expected only those of XML", name);
    return FALSE;
  }
  return TRUE;
}
