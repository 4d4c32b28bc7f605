/* Finds the articles of a batch. */
#include "cli/batch/list.h"

#include "base/error.h"
#include "base/input.h"
#include "cli/command.h"

#include <errno.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>

/* Folders inside each other. */
#define MAX_DEPTH 32

/* Endings of files that stand beside articles and are none, whatever their names: memories, and
 * what goes to translators and comes back. */
static const char *const exchanged[] = {".tmx", ".tbx", ".xlf", ".xliff", ".xlf2",
                                        ".po",  ".tsv", ".csv", ".xlsx",  NULL};

/* Those of files that are none if they do not say that they are versions. */
static const char *const attached[] = {".jpg", ".jpeg", ".png",  ".gif", ".webp",
                                       ".svg", ".tif",  ".tiff", ".mp3", ".mp4",
                                       ".pdf", ".css",  ".js",   ".zip", NULL};

typedef struct {
  GHashTable *by_name; /* of char* to BirgeBatchArticle*, which articles owns */
  GPtrArray *articles;
  const BirgeLocales *locales;
  GRegex *pattern;    /* NULL: NAME.TAG.EXT */
  GPtrArray *folders; /* of char*: the name of an article, and a folder that is named as a version
                         of it would be, in turns */
  const char *output; /* as in BirgeBatchSources */
} Listing;

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

/* The same by a pattern; NULL if it does not fit. */
static char *name_by_pattern(const Listing *listing, const char *place, const char **tag) {
  g_autoptr(GMatchInfo) match = NULL;
  if (!g_regex_match(listing->pattern, place, 0, &match))
    return NULL;
  g_autofree char *language = g_match_info_fetch_named(match, "lang");
  const BirgeLocale *locale = birge_locales_find(listing->locales, language, NULL, 0);
  *tag = locale ? locale->tag : NULL;
  return locale ? g_match_info_fetch_named(match, "name") : NULL;
}

static BirgeBatchArticle *add_article(Listing *listing, const char *name) {
  BirgeBatchArticle *article = g_hash_table_lookup(listing->by_name, name);
  if (article)
    return article;
  article = g_new0(BirgeBatchArticle, 1);
  article->name = g_strdup(name);
  article->paths = g_ptr_array_new_with_free_func(g_free);
  article->tags = g_ptr_array_new();
  g_ptr_array_add(listing->articles, article);
  g_hash_table_insert(listing->by_name, article->name, article);
  return article;
}

/* Reading a pipe or a device might never end. */
static gboolean is_readable_kind(const char *path) {
  struct stat info;
  return stat(path, &info) != 0 || S_ISREG(info.st_mode);
}

/* The same by the pattern, where that fits, else by what is usual. */
static char *find_name(const Listing *listing, const char *place, const char **tag) {
  char *name = listing->pattern ? name_by_pattern(listing, place, tag) : NULL;
  return name ? name : name_article(listing, place, tag);
}

/* place: where the file stands below the operand that it was found by. */
static void add_file(Listing *listing, const char *path, const char *place) {
  const char *tag = NULL;
  g_autofree char *name = find_name(listing, place, &tag);
  const BirgeBatchArticle *others = tag ? NULL : g_hash_table_lookup(listing->by_name, name);
  gboolean is_beside =
      others && !g_ptr_array_find_with_equal_func(others->tags, "", g_str_equal, NULL);
  /* What stands beside versions whose names say their languages is none of them. */
  BirgeBatchArticle *article = add_article(listing, is_beside ? place : name);
  gboolean is_second = tag ? g_ptr_array_find_with_equal_func(article->tags, tag, g_str_equal, NULL)
                           : article->paths->len > 0;
  if (is_second && !article->reason)
    article->reason = g_strdup_printf("%s: is a second version by its name", path);
  if (!is_readable_kind(path) && !article->reason)
    article->reason = g_strdup_printf("%s: is no regular file", path);
  g_ptr_array_add(article->paths, g_strdup(path));
  g_ptr_array_add(article->tags, (gpointer)(tag ? tag : ""));
}

/* Adds an article that failed: a folder that can't be read. */
static void add_failure(Listing *listing, const char *path, const char *place) {
  int code = errno;
  BirgeBatchArticle *article = add_article(listing, *place ? place : path);
  if (!article->reason)
    article->reason = g_strdup_printf("%s: can't be read: %s", path, g_strerror(code));
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, hidden ones left out, sorted; NULL, with errno, if it can't be read. */
static GPtrArray *read_folder(const char *path) {
  errno = 0;
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  if (!folder)
    return NULL;
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  for (const char *name; (name = g_dir_read_name(folder));) {
    if (name[0] != '.')
      g_ptr_array_add(names, g_strdup(name));
  }
  g_ptr_array_sort(names, compare_names);
  return names;
}

static guint count_slashes(const char *path) {
  guint n = 0;
  for (; *path; path++)
    n += *path == '/';
  return n;
}

/* Whether a folder was not entered before, by whatever name: links may go in circles. */
static gboolean is_new_folder(GHashTable *entered, const char *path) {
  struct stat info = {0};
  if (stat(path, &info) != 0)
    return TRUE;
  return g_hash_table_add(entered, g_strdup_printf("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                                                   (guint64)info.st_dev, (guint64)info.st_ino));
}

typedef void (*PlaceFunc)(const char *path, const char *place, gpointer data);

/* What is to be done with what is found; each may be NULL. */
typedef struct {
  PlaceFunc on_file;
  PlaceFunc on_folder;
  PlaceFunc on_failure; /* with errno */
} Walker;

/* Walks through all that is below a folder, but for the output. No folder is entered that is deeper
 * than MAX_DEPTH. */
static void walk(const char *root, const char *output, const Walker *walker, gpointer data) {
  g_autoptr(GPtrArray) waiting = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) entered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add(waiting, g_strdup(""));
  while (waiting->len > 0) {
    g_autofree char *place = g_ptr_array_steal_index(waiting, waiting->len - 1);
    g_autofree char *path = *place ? g_build_filename(root, place, NULL) : g_strdup(root);
    if (!is_new_folder(entered, path))
      continue;
    if (output && !*place)
      is_new_folder(entered, output); /* so that it counts as entered */
    g_autoptr(GPtrArray) names = read_folder(path);
    if (!names && walker->on_failure)
      walker->on_failure(path, place, data);
    if (names && walker->on_folder)
      walker->on_folder(path, place, data);
    for (guint i = 0; names && i < names->len; i++) {
      g_autofree char *inner =
          *place ? g_build_filename(place, names->pdata[i], NULL) : g_strdup(names->pdata[i]);
      g_autofree char *whole = g_build_filename(root, inner, NULL);
      if (g_file_test(whole, G_FILE_TEST_IS_DIR) && count_slashes(inner) < MAX_DEPTH)
        g_ptr_array_add(waiting, g_steal_pointer(&inner));
      else if (walker->on_file && !g_file_test(whole, G_FILE_TEST_IS_DIR))
        walker->on_file(whole, inner, data);
    }
  }
}

/* Whether a file in a folder is no article. */
static gboolean is_passed_over(const Listing *listing, const char *place) {
  const char *tag = NULL;
  g_autofree char *name = find_name(listing, place, &tag);
  return birge_name_ends_in(place, exchanged) || (!tag && birge_name_ends_in(place, attached));
}

static void on_file(const char *path, const char *place, gpointer data) {
  if (!is_passed_over(data, place))
    add_file(data, path, place);
}

static void on_failure(const char *path, const char *place, gpointer data) {
  add_failure(data, path, place);
}

static void on_folder(const char *path, const char *place G_GNUC_UNUSED, gpointer data) {
  g_ptr_array_add(data, g_strdup(path));
}

/* Notes a folder that is named as a version is. Whether there is such an article is known later. */
static void note_folder(const char *path, const char *place, gpointer data) {
  Listing *listing = data;
  const char *tag = NULL;
  g_autofree char *name = find_name(listing, place, &tag);
  if (!tag)
    return;
  g_ptr_array_add(listing->folders, g_steal_pointer(&name));
  g_ptr_array_add(listing->folders, g_strdup(path));
}

/* Lets articles fail that have a folder in the place of a version. */
static void refuse_folders(const Listing *listing) {
  for (guint i = 0; i < listing->folders->len; i += 2) {
    BirgeBatchArticle *article = g_hash_table_lookup(listing->by_name, listing->folders->pdata[i]);
    if (article && !article->reason)
      article->reason = g_strdup_printf("%s: is a folder, expected a file",
                                        (const char *)listing->folders->pdata[i + 1]);
  }
}

GPtrArray *birge_batch_folders(const char *operand, const char *output) {
  static const Walker walker = {NULL, on_folder, NULL};
  GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
  walk(operand, output, &walker, folders);
  return folders;
}

static void add_path(Listing *listing, const char *path) {
  static const Walker walker = {on_file, note_folder, on_failure};
  g_autofree char *base = g_path_get_basename(path);
  if (g_file_test(path, G_FILE_TEST_IS_DIR))
    walk(path, listing->output, &walker, listing);
  else
    add_file(listing, path, base);
}

/* Adds a path, or what a glob matches: shells that are told not to, and lists, leave them to us. */
static void add_operand(Listing *listing, const char *path) {
  glob_t found;
  gboolean is_glob = strpbrk(path, "*?[") && !g_file_test(path, G_FILE_TEST_EXISTS);
  if (!is_glob || glob(path, GLOB_ERR, NULL, &found) != 0) {
    add_path(listing, path);
    return;
  }
  for (gsize i = 0; i < found.gl_pathc; i++)
    add_path(listing, found.gl_pathv[i]);
  globfree(&found);
}

static gboolean add_list(Listing *listing, const char *path, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  if (!bytes)
    return FALSE;
  g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    if (*g_strchomp(*line))
      add_operand(listing, *line);
  }
  return TRUE;
}

static int compare_articles(const void *a, const void *b) {
  const BirgeBatchArticle *x = *(BirgeBatchArticle *const *)a;
  const BirgeBatchArticle *y = *(BirgeBatchArticle *const *)b;
  return strcmp(x->name, y->name);
}

/* Makes a regular expression of a pattern. Errors: USAGE. */
static GRegex *compile_pattern(const char *pattern, GError **error) {
  g_autofree char *escaped = g_regex_escape_string(pattern, -1);
  g_autoptr(GString) regex = g_string_new(escaped);
  guint n_names = g_string_replace(regex, "\\{name\\}", "(?<name>.+)", 0);
  guint n_languages = g_string_replace(regex, "\\{lang\\}", "(?<lang>[A-Za-z0-9_-]+?)", 0);
  g_string_replace(regex, "\\*", "[^/]*", 0);
  g_string_prepend(regex, "^(?:");
  g_string_append(regex, ")$");
  GRegex *compiled = n_names == 1 && n_languages == 1
                         ? g_regex_new(regex->str, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0, NULL)
                         : NULL;
  if (!compiled)
    birge_fail_usage(error, "--pattern \"%s\": expected {name} and {lang} in it, each once",
                     pattern);
  return compiled;
}

/* Which ways of pairing are asked for. */
typedef struct {
  gboolean by_name;
  gboolean by_links;
  gboolean by_content;
} Pairing;

static gboolean parse_pairs(const char *said, Pairing *pairing, GError **error) {
  g_auto(GStrv) ways = birge_split_list(said ? said : "name");
  for (char **way = ways; *way; way++) {
    pairing->by_name |= g_str_equal(*way, "name");
    pairing->by_links |= g_str_equal(*way, "links");
    pairing->by_content |= g_str_equal(*way, "content");
    if (!g_str_equal(*way, "name") && !g_str_equal(*way, "links") &&
        !g_str_equal(*way, "content")) {
      birge_fail_usage(error, "--pair \"%s\": expected name, links or content", *way);
      return FALSE;
    }
  }
  return TRUE;
}

/* Gives each file an article of its own, named as the file is. */
static void split_all(Listing *listing) {
  GPtrArray *articles = listing->articles;
  for (guint i = 0, n = articles->len; i < n; i++) {
    BirgeBatchArticle *article = articles->pdata[i];
    while (article->paths->len > 1) {
      BirgeBatchArticle *own = g_new0(BirgeBatchArticle, 1);
      own->paths = g_ptr_array_new_with_free_func(g_free);
      own->tags = g_ptr_array_new();
      const char *tag = g_ptr_array_steal_index(article->tags, 1);
      own->name = g_strdup_printf("%s.%s", article->name, tag);
      g_ptr_array_add(own->tags, (gpointer)tag);
      g_ptr_array_add(own->paths, g_ptr_array_steal_index(article->paths, 1));
      g_ptr_array_add(articles, own);
    }
  }
}

/* Drops the articles that were joined to others. */
static void drop_empty(GPtrArray *articles) {
  guint n = 0;
  for (guint i = 0; i < articles->len; i++) {
    BirgeBatchArticle *article = articles->pdata[i];
    if (article->paths->len > 0 || article->reason)
      articles->pdata[n++] = article;
    else
      birge_batch_article_free(article);
  }
  for (guint i = n; i < articles->len; i++)
    articles->pdata[i] = NULL;
  g_ptr_array_set_free_func(articles, NULL);
  g_ptr_array_set_size(articles, (gint)n);
  g_ptr_array_set_free_func(articles, birge_batch_article_free);
}

static gboolean list_all(Listing *listing, const BirgeBatchSources *sources, GError **error) {
  for (guint i = 0; i < sources->n_operands; i++) {
    const char *operand = sources->operands[i];
    if (operand[0] != '@')
      add_operand(listing, operand);
    else if (!add_list(listing, operand + 1, error))
      return FALSE;
  }
  return TRUE;
}

GPtrArray *birge_batch_list(const BirgeBatchSources *sources, GError **error) {
  Pairing pairing = {FALSE, FALSE, FALSE};
  g_autoptr(GRegex) pattern = NULL;
  if (!parse_pairs(sources->pairs, &pairing, error) ||
      (sources->pattern && !(pattern = compile_pattern(sources->pattern, error))))
    return NULL;
  g_autoptr(GPtrArray) articles = g_ptr_array_new_with_free_func(birge_batch_article_free);
  g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
  Listing listing = {by_name, articles, sources->pipeline->locales,
                     pattern, folders,  sources->output};
  if (!list_all(&listing, sources, error))
    return NULL;
  refuse_folders(&listing);
  if (!pairing.by_name)
    split_all(&listing);
  g_ptr_array_sort(articles, compare_articles);
  if (pairing.by_links)
    birge_batch_pair_links(articles);
  const BirgeReadOptions options = {.locales = sources->pipeline->locales,
                                    .encoding = sources->encoding};
  if (pairing.by_content)
    birge_batch_pair_content(articles, &options);
  drop_empty(articles);
  return g_steal_pointer(&articles);
}
