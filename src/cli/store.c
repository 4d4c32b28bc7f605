/* Keeps what is dear to load, under one lock: who comes while it is loaded would need it too. */
#include "cli/store.h"

struct _BirgeStore {
  const BirgeLocales *locales;
  GMutex mutex;         /* guards what follows */
  GHashTable *memories; /* "LANGUAGE PATH" to BirgeMemory* */
  GHashTable *lexicons; /* "MEMORY LANGUAGES" to BirgeLexicon* */
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

const BirgeLexicon *birge_store_lexicon(BirgeStore *store, const BirgeMemory *memory,
                                        const char *const *languages, guint n_languages,
                                        GError **error) {
  g_autoptr(GString) key = g_string_new(NULL);
  g_string_append_printf(key, "%p", (gconstpointer)memory);
  for (guint i = 0; i < n_languages; i++)
    g_string_append_printf(key, " %s", languages[i]);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&store->mutex);
  BirgeLexicon *lexicon = g_hash_table_lookup(store->lexicons, key->str);
  if (lexicon)
    return lexicon;
  const GPtrArray *units = memory ? birge_memory_units(memory, error) : NULL;
  if (memory && !units)
    return NULL;
  lexicon = birge_lexicon_learn(units, store->locales, languages, n_languages);
  g_hash_table_insert(store->lexicons, g_strdup(key->str), lexicon);
  return lexicon;
}
