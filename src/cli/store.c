/* Keeps what is dear to load, under one lock: who comes while it is loaded would need it too. */
#include "cli/store.h"

#include "base/error.h"
#include "cli/learn.h"

/* Units that words are learnt from while somebody waits for an article: some seconds of a core. */
#define MAX_TAUGHT 50000

struct _BirgeStore {
  const BirgeLocales *locales;
  GMutex mutex;         /* guards what follows */
  GHashTable *memories; /* "LANGUAGE PATH" to BirgeMemory* */
  GHashTable *lexicons; /* "MEMORY LANGUAGES" to BirgeLexicon* */
  char *given_path;     /* set before threads start */
  BirgeLexicon *given;  /* used instead of any that could be learnt; NULL: none */
};

BirgeStore *birge_store_new(const BirgeLocales *locales) {
  BirgeStore *store = g_new0(BirgeStore, 1);
  store->locales = locales;
  g_mutex_init(&store->mutex);
  store->memories =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)birge_memory_free);
  store->lexicons =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)birge_lexicon_free);
  return store;
}

void birge_store_free(BirgeStore *store) {
  g_hash_table_unref(store->lexicons);
  g_hash_table_unref(store->memories);
  g_mutex_clear(&store->mutex);
  g_clear_pointer(&store->given, birge_lexicon_free);
  g_free(store->given_path);
  g_free(store);
}

BirgeMemory *birge_store_memory(BirgeStore *store, const char *path, const char *language,
                                GError **error) {
  g_autofree char *key = g_strdup_printf("%s %s", language, path);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&store->mutex);
  BirgeMemory *memory = g_hash_table_lookup(store->memories, key);
  if (!memory) {
    memory = birge_memory_open(path, language, store->locales, error);
    if (memory)
      g_hash_table_insert(store->memories, g_steal_pointer(&key), memory);
  }
  return memory;
}

gboolean birge_store_read_lexicon(BirgeStore *store, const char *path, GError **error) {
  store->given_path = g_strdup(path);
  store->given = birge_lexicon_read(path, store->locales, error);
  return store->given != NULL;
}

gboolean birge_store_has_lexicon(const BirgeStore *store) {
  return store->given != NULL;
}

/* Returns the lexicon that was given, if it knows all that is asked of it. */
static const BirgeLexicon *check_given(const BirgeStore *store, const char *const *languages,
                                       guint n_languages, GError **error) {
  for (guint a = 0; a < n_languages; a++)
    for (guint b = 0; b < n_languages; b++)
      if (a != b && !birge_lexicon_has(store->given, languages[a], languages[b])) {
        birge_error_set_at(error, BIRGE_ERROR_INPUT, store->given_path, 0,
                           "holds no translations from \"%s\" to \"%s\"", languages[a],
                           languages[b]);
        return NULL;
      }
  return store->given;
}

const BirgeLexicon *birge_store_lexicon(BirgeStore *store, const BirgeMemory *memory,
                                        const char *const *languages, guint n_languages,
                                        GError **error) {
  if (store->given)
    return check_given(store, languages, n_languages, error);
  g_autoptr(GString) key = g_string_new(NULL);
  g_string_append_printf(key, "%p", (gconstpointer)memory);
  for (guint i = 0; i < n_languages; i++)
    g_string_append_printf(key, " %s", languages[i]);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&store->mutex);
  BirgeLexicon *lexicon = g_hash_table_lookup(store->lexicons, key->str);
  if (lexicon)
    return lexicon;
  lexicon =
      birge_learn_from_memory(memory, store->locales, languages, n_languages, MAX_TAUGHT, error);
  if (lexicon)
    g_hash_table_insert(store->lexicons, g_strdup(key->str), lexicon);
  return lexicon;
}
