/* Opens a folder of TMX files, and says what is in it. */
#include "memory/memory.h"

#include "base/error.h"
#include "exchange/exchange.h"
#include "memory/private.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void birge_memory_number_tokens(const BirgeMemory *memory, const char *text, gsize length,
                                BirgeTokenChoice choice, BirgeVocabulary *words_to_add,
                                GArray *tokens) {
  g_autoptr(GString) folded = g_string_sized_new(length + 1);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_fold(memory->source->folding, text, length, folded);
  birge_tokenize(folded->str, folded->len, found);
  for (guint i = 0; i < found->len; i++) {
    BirgeToken token = g_array_index(found, BirgeToken, i);
    if (choice == BIRGE_TOKENS_WITHOUT_MARKS && token.kind == BIRGE_TOKEN_MARK)
      continue;
    const char *start = folded->str + token.start;
    gsize n = token.end - token.start;
    guint32 number = words_to_add ? birge_vocabulary_add(words_to_add, start, n)
                                  : birge_vocabulary_find(memory->words, start, n);
    g_array_append_val(tokens, number);
  }
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static gboolean is_tmx_name(const char *name) {
  g_autofree char *lower = g_ascii_strdown(name, -1);
  return name[0] != '.' && g_str_has_suffix(lower, ".tmx");
}

/* Returns the paths of the TMX files of a folder, sorted; of a file, itself. NULL on error. */
static GPtrArray *list_files(const char *path, GError **error) {
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
  if (g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_DIR)) {
    g_ptr_array_add(files, g_strdup(path));
    return g_steal_pointer(&files);
  }
  errno = 0;
  GDir *folder = g_dir_open(path, 0, NULL);
  if (!folder) {
    birge_error_set_errno(error, BIRGE_ERROR_INPUT, path, "can't open", errno);
    return NULL;
  }
  for (const char *name; (name = g_dir_read_name(folder));) {
    if (is_tmx_name(name))
      g_ptr_array_add(files, g_build_filename(path, name, NULL));
  }
  g_dir_close(folder);
  if (files->len == 0) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, path, 0, "holds no TMX file");
    return NULL;
  }
  qsort(files->pdata, files->len, sizeof *files->pdata, compare_names);
  return g_steal_pointer(&files);
}

/* The language that units are looked up in when the caller does not say: what a file's header
 * says, else that of its first variant. */
static void choose_source(BirgeMemory *memory, const BirgeTmxHeader *header,
                          const GPtrArray *units) {
  const char *said = birge_attributes_get(header->attributes, "srclang");
  memory->source = said ? birge_locales_find(memory->locales, said, NULL, 0) : NULL;
  for (guint u = 0; u < units->len && !memory->source; u++) {
    const BirgeUnit *unit = units->pdata[u];
    const BirgeVariant *variant = unit->variants->len > 0 ? unit->variants->pdata[0] : NULL;
    if (variant)
      memory->source =
          birge_locales_find(memory->locales, variant->language, variant->text, variant->length);
  }
}

static gboolean keep_unit(const BirgeUnit *unit, gpointer units, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(units, birge_unit_ref(unit));
  return TRUE;
}

/* Adds the units of a file, all of them or none. */
static gboolean add_file(BirgeMemory *memory, BirgeJoiner *joiner, const char *path,
                         GError **error) {
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autoptr(BirgeTmxHeader) header = NULL;
  if (!birge_tmx_read(path, keep_unit, units, &header, error))
    return FALSE;
  if (!memory->source)
    choose_source(memory, header, units);
  birge_joiner_begin_file(joiner);
  for (guint u = 0; u < units->len; u++)
    birge_joiner_add(joiner, units->pdata[u]);
  return TRUE;
}

/* Compares the tokens of entries, a shorter one before those that it begins. */
static int compare_entries(gconstpointer a, gconstpointer b, gpointer user_data) {
  const BirgeEntry *x = a, *y = b;
  const guint32 *tokens = user_data;
  for (guint32 i = 0; i < x->n_tokens && i < y->n_tokens; i++) {
    guint32 left = tokens[x->start + i], right = tokens[y->start + i];
    if (left != right)
      return left < right ? -1 : 1;
  }
  if (x->n_tokens != y->n_tokens)
    return x->n_tokens < y->n_tokens ? -1 : 1;
  return (x->unit > y->unit) - (x->unit < y->unit);
}

static void count_language(BirgeMemory *memory, const BirgeLocale *locale) {
  for (guint i = 0; i < memory->languages->len; i++) {
    BirgeMemoryLanguage *language = &g_array_index(memory->languages, BirgeMemoryLanguage, i);
    if (language->locale == locale) {
      language->n_units++;
      return;
    }
  }
  BirgeMemoryLanguage language = {locale, 1};
  g_array_append_val(memory->languages, language);
}

static void note_unknown(BirgeMemory *memory, const char *tag) {
  if (!g_ptr_array_find_with_equal_func(memory->unknown, tag, g_str_equal, NULL))
    g_ptr_array_add(memory->unknown, g_strdup(tag));
}

static void count_languages(BirgeMemory *memory) {
  if (memory->source) {
    BirgeMemoryLanguage language = {memory->source, 0};
    g_array_append_val(memory->languages, language);
  }
  for (guint u = 0; u < memory->units->len; u++) {
    const BirgeUnit *unit = memory->units->pdata[u];
    const BirgeLocale *seen[BIRGE_MAX_LANGUAGES] = {NULL};
    guint n_seen = 0;
    for (guint i = 0; i < unit->variants->len; i++) {
      const BirgeVariant *variant = unit->variants->pdata[i];
      const BirgeLocale *locale =
          birge_locales_find(memory->locales, variant->language, variant->text, variant->length);
      gboolean is_new = locale != NULL;
      for (guint s = 0; s < n_seen; s++)
        is_new = is_new && seen[s] != locale;
      if (!locale)
        note_unknown(memory, variant->language);
      if (is_new && n_seen < BIRGE_MAX_LANGUAGES)
        seen[n_seen++] = locale;
    }
    for (guint s = 0; s < n_seen; s++)
      count_language(memory, seen[s]);
  }
}

static BirgeMemory *new_memory(const char *path, const BirgeLocales *locales) {
  BirgeMemory *memory = g_new0(BirgeMemory, 1);
  memory->path = g_strdup(path);
  memory->locales = locales;
  memory->units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  memory->languages = g_array_new(FALSE, FALSE, sizeof(BirgeMemoryLanguage));
  memory->unknown = g_ptr_array_new_with_free_func(g_free);
  memory->words = birge_vocabulary_new();
  memory->tokens = g_array_new(FALSE, FALSE, sizeof(guint32));
  memory->entries = g_array_new(FALSE, FALSE, sizeof(BirgeEntry));
  return memory;
}

BirgeMemory *birge_memory_open(const char *path, const char *source, const BirgeLocales *locales,
                               GError **error) {
  g_autoptr(GPtrArray) files = list_files(path, error);
  if (!files)
    return NULL;
  g_autoptr(BirgeMemory) memory = new_memory(path, locales);
  memory->source = source ? birge_locales_find(locales, source, NULL, 0) : NULL;
  g_autoptr(BirgeJoiner) joiner = birge_joiner_new(memory);
  for (guint i = 0; i < files->len; i++) {
    if (!add_file(memory, joiner, files->pdata[i], error))
      return NULL;
  }
  g_array_sort_with_data(memory->entries, compare_entries, memory->tokens->data);
  count_languages(memory);
  return g_steal_pointer(&memory);
}

void birge_memory_free(BirgeMemory *memory) {
  g_free(memory->path);
  g_ptr_array_unref(memory->units);
  g_array_unref(memory->languages);
  g_ptr_array_unref(memory->unknown);
  birge_vocabulary_free(memory->words);
  g_array_unref(memory->tokens);
  g_array_unref(memory->entries);
  g_free(memory);
}

const GPtrArray *birge_memory_units(const BirgeMemory *memory) {
  return memory->units;
}

const GArray *birge_memory_languages(const BirgeMemory *memory) {
  return memory->languages;
}

const GPtrArray *birge_memory_unknown_languages(const BirgeMemory *memory) {
  return memory->unknown;
}
