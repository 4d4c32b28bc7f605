/* Compares the inline codes of two variants: whether pairs are whole, and whether each has its
 * counterpart (TMX 1.4b, 4). */
#include "memory/private.h"

#include <string.h>

/* Returns what says which code another has to go with: the element's name and, where it is a half
 * of a pair, its number; yours. */
static char *print_key(const char *markup) {
  const char *name = markup + 1;
  gsize n = strcspn(name, " />");
  gboolean is_half = (n == 3 && (memcmp(name, "bpt", 3) == 0 || memcmp(name, "ept", 3) == 0));
  const char *number = is_half ? strstr(name, " i=\"") : NULL;
  if (*name == '/')
    return g_strndup(name, 1 + strcspn(name + 1, ">"));
  return number ? g_strdup_printf("%.3s %.*s", name, (int)strcspn(number + 4, "\""), number + 4)
                : g_strndup(name, n);
}

static gint compare_strings(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Returns the keys of the codes whose element begins with a prefix, without it, sorted; yours. */
static GPtrArray *list_keys(const BirgeVariant *variant, const char *prefix) {
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < variant->codes->len; i++) {
    g_autofree char *key = print_key(g_array_index(variant->codes, BirgeCode, i).markup);
    if (g_str_has_prefix(key, prefix))
      g_ptr_array_add(keys, g_strdup(key + strlen(prefix)));
  }
  g_ptr_array_sort(keys, compare_strings);
  return keys;
}

static gboolean equal_keys(const GPtrArray *a, const GPtrArray *b) {
  gboolean equal = a->len == b->len;
  for (guint i = 0; equal && i < a->len; i++)
    equal = g_str_equal(a->pdata[i], b->pdata[i]);
  return equal;
}

gboolean birge_codes_are_paired(const BirgeVariant *variant) {
  g_autoptr(GPtrArray) begins = list_keys(variant, "bpt");
  g_autoptr(GPtrArray) ends = list_keys(variant, "ept");
  return equal_keys(begins, ends);
}

gboolean birge_codes_agree(const BirgeVariant *a, const BirgeVariant *b) {
  static const char *const elements[] = {"bpt", "ept", "ph", "it", "ut", "hi"};
  for (guint e = 0; e < G_N_ELEMENTS(elements); e++) {
    g_autoptr(GPtrArray) x = list_keys(a, elements[e]);
    g_autoptr(GPtrArray) y = list_keys(b, elements[e]);
    if (x->len != y->len)
      return FALSE;
  }
  return TRUE;
}
