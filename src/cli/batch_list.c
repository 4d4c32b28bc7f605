/* Finds the articles of a batch. */
#include "cli/batch_list.h"

#include "base/error.h"
#include "base/input.h"

#include <string.h>

/* Folders inside each other; links may go in circles. */
#define MAX_DEPTH 32

typedef struct {
  GHashTable *by_name; /* of char* to BirgeBatchArticle*, which articles owns */
  GPtrArray *articles;
  const BirgeLocales *locales;
} Listing;

static void free_article(gpointer data) {
  BirgeBatchArticle *article = data;
  g_free(article->name);
  g_ptr_array_unref(article->paths);
  g_ptr_array_unref(article->tags);
  g_free(article->reason);
  g_free(article);
}

/* The name of a file's article, and the language that its name says, or NULL. */
static char *name_article(const Listing *listing, const char *place, const char **tag) {
  g_autofree char *folder = g_path_get_dirname(place);
  g_autofree char *base = g_path_get_basename(place);
  g_auto(GStrv) parts = g_strsplit(base, ".", -1);
  guint n = g_strv_length(parts);
  GString *name = g_string_new(g_str_equal(folder, ".") ? "" : folder);
  if (name->len > 0)
    g_string_append_c(name, '/');
  const BirgeLocale *locale =
      n > 2 ? birge_locales_find(listing->locales, parts[n - 2], NULL, 0) : NULL;
  *tag = locale ? locale->tag : NULL;
  guint end = n > 1 ? n - 1 - (locale ? 1 : 0) : n;
  for (guint i = 0; i < end; i++)
    g_string_append_printf(name, i > 0 ? ".%s" : "%s", parts[i]);
  return g_string_free(name, FALSE);
}

/* place: where the file stands below the operand that it was found by. */
static void add_file(Listing *listing, const char *path, const char *place) {
  const char *tag;
  g_autofree char *name = name_article(listing, place, &tag);
  BirgeBatchArticle *article = g_hash_table_lookup(listing->by_name, name);
  if (!article) {
    article = g_new0(BirgeBatchArticle, 1);
    article->name = g_strdup(name);
    article->paths = g_ptr_array_new_with_free_func(g_free);
    article->tags = g_ptr_array_new();
    g_ptr_array_add(listing->articles, article);
    g_hash_table_insert(listing->by_name, article->name, article);
  }
  gboolean is_second = tag ? g_ptr_array_find_with_equal_func(article->tags, tag, g_str_equal, NULL)
                           : article->paths->len > 0;
  if (is_second && !article->reason)
    article->reason = g_strdup_printf("%s: is a second version by its name", path);
  g_ptr_array_add(article->paths, g_strdup(path));
  g_ptr_array_add(article->tags, (gpointer)(tag ? tag : ""));
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, hidden ones left out, sorted; NULL on error. */
static GPtrArray *read_folder(const char *path, GError **error) {
  g_autoptr(GError) wrong = NULL;
  g_autoptr(GDir) folder = g_dir_open(path, 0, &wrong);
  if (!folder) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, path, 0, "can't be read: %s", wrong->message);
    return NULL;
  }
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  for (const char *name; (name = g_dir_read_name(folder));) {
    if (name[0] != '.')
      g_ptr_array_add(names, g_strdup(name));
  }
  g_ptr_array_sort(names, compare_names);
  return names;
}

/* Adds the files below a folder; no folder is entered that is deeper than MAX_DEPTH. */
static gboolean add_folder(Listing *listing, const char *root, GError **error) {
  g_autoptr(GPtrArray) waiting = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(waiting, g_strdup(""));
  while (waiting->len > 0) {
    g_autofree char *place = g_ptr_array_steal_index(waiting, waiting->len - 1);
    g_autofree char *path = g_build_filename(root, place, NULL);
    g_autoptr(GPtrArray) names = read_folder(path, error);
    if (!names)
      return FALSE;
    for (guint i = 0; i < names->len; i++) {
      g_autofree char *inner = g_build_filename(place, names->pdata[i], NULL);
      g_autofree char *whole = g_build_filename(root, inner, NULL);
      guint depth = 0;
      for (const char *p = inner; *p; p++)
        depth += *p == '/';
      if (!g_file_test(whole, G_FILE_TEST_IS_DIR))
        add_file(listing, whole, inner);
      else if (depth < MAX_DEPTH)
        g_ptr_array_add(waiting, g_steal_pointer(&inner));
    }
  }
  return TRUE;
}

static gboolean add_operand(Listing *listing, const char *path, GError **error) {
  if (g_file_test(path, G_FILE_TEST_IS_DIR))
    return add_folder(listing, path, error);
  g_autofree char *base = g_path_get_basename(path);
  add_file(listing, path, base);
  return TRUE;
}

static gboolean add_list(Listing *listing, const char *path, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  if (!bytes)
    return FALSE;
  g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    if (*g_strchomp(*line) && !add_operand(listing, *line, error))
      return FALSE;
  }
  return TRUE;
}

static int compare_articles(const void *a, const void *b) {
  const BirgeBatchArticle *x = *(BirgeBatchArticle *const *)a;
  const BirgeBatchArticle *y = *(BirgeBatchArticle *const *)b;
  return strcmp(x->name, y->name);
}

GPtrArray *birge_batch_list(const char *const *operands, guint n, const BirgeLocales *locales,
                            GError **error) {
  g_autoptr(GPtrArray) articles = g_ptr_array_new_with_free_func(free_article);
  g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);
  Listing listing = {by_name, articles, locales};
  for (guint i = 0; i < n; i++) {
    gboolean is_list = operands[i][0] == '@';
    if (!(is_list ? add_list(&listing, operands[i] + 1, error)
                  : add_operand(&listing, operands[i], error)))
      return NULL;
  }
  g_ptr_array_sort(articles, compare_articles);
  return g_steal_pointer(&articles);
}
