/* Opens a folder of TMX files, and says what is in it. */
#include "memory/memory.h"

#include "base/error.h"
#include "base/input.h"
#include "memory/private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

gboolean birge_is_tmx_name(const char *name) {
  static const char *const endings[] = {".tmx", ".tmx.gz", NULL};
  return name[0] != '.' && birge_name_ends_in(name, endings);
}

GPtrArray *birge_memory_list_files(const char *path, GError **error) {
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
    if (birge_is_tmx_name(name))
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
static const BirgeLocale *find_source(const BirgeMemory *memory, const BirgeIndex *index) {
  g_autoptr(BirgeUnit) header = birge_index_read_unit(index, index->header->n_units);
  const char *said = header ? birge_attributes_get(header->attributes, "srclang") : NULL;
  const BirgeLocale *source = said ? birge_locales_find(memory->locales, said, NULL, 0) : NULL;
  for (guint32 u = 0; u < index->header->n_units && !source; u++) {
    g_autoptr(BirgeUnit) unit = birge_index_read_unit(index, u);
    if (!unit)
      return NULL;
    const BirgeVariant *variant = unit->variants->len > 0 ? unit->variants->pdata[0] : NULL;
    if (variant)
      source =
          birge_locales_find(memory->locales, variant->language, variant->text, variant->length);
  }
  return source;
}

static void add_language(BirgeMemory *memory, const BirgeLocale *locale, guint n_units) {
  for (guint i = 0; i < memory->languages->len; i++) {
    BirgeMemoryLanguage *language = &g_array_index(memory->languages, BirgeMemoryLanguage, i);
    if (language->locale == locale) {
      language->n_units += n_units;
      return;
    }
  }
  BirgeMemoryLanguage language = {locale, n_units};
  g_array_append_val(memory->languages, language);
}

static void note_languages(BirgeMemory *memory, const BirgeIndex *index) {
  for (guint f = 0; f < index->header->n_fields; f++) {
    const BirgeField *field = &index->fields[f];
    const BirgeLocale *locale = birge_locales_find(memory->locales, field->tag, NULL, 0);
    if (locale)
      add_language(memory, locale, field->n_units);
    else if (!g_ptr_array_find_with_equal_func(memory->unknown, field->tag, g_str_equal, NULL))
      g_ptr_array_add(memory->unknown, g_strdup(field->tag));
  }
}

static BirgeMemory *new_memory(const char *path, const BirgeLocales *locales) {
  BirgeMemory *memory = g_new0(BirgeMemory, 1);
  memory->path = g_strdup(path);
  memory->locales = locales;
  memory->indexes = g_ptr_array_new_with_free_func((GDestroyNotify)birge_index_free);
  memory->retired = g_ptr_array_new_with_free_func((GDestroyNotify)birge_index_free);
  memory->languages = g_array_new(FALSE, FALSE, sizeof(BirgeMemoryLanguage));
  memory->unknown = g_ptr_array_new_with_free_func(g_free);
  g_mutex_init(&memory->mutex);
  return memory;
}

BirgeMemory *birge_memory_open(const char *path, const char *source, const BirgeLocales *locales,
                               GError **error) {
  g_autoptr(GPtrArray) files = birge_memory_list_files(path, error);
  if (!files)
    return NULL;
  g_autoptr(BirgeMemory) memory = new_memory(path, locales);
  memory->source = source ? birge_locales_find(locales, source, NULL, 0) : NULL;
  for (guint i = 0; i < files->len; i++) {
    BirgeIndex *index = birge_index_open(files->pdata[i], locales, error);
    if (!index)
      return NULL;
    g_ptr_array_add(memory->indexes, index);
    if (!memory->source)
      memory->source = find_source(memory, index);
    if (birge_index_is_damaged(index) && !birge_memory_rebuild(memory, i, error))
      return NULL;
  }
  if (memory->source)
    add_language(memory, memory->source, 0);
  for (guint i = 0; i < memory->indexes->len; i++)
    note_languages(memory, memory->indexes->pdata[i]);
  return g_steal_pointer(&memory);
}

void birge_memory_free(BirgeMemory *memory) {
  g_free(memory->path);
  g_ptr_array_unref(memory->indexes);
  g_ptr_array_unref(memory->retired);
  g_array_unref(memory->languages);
  g_ptr_array_unref(memory->unknown);
  g_clear_pointer(&memory->units, g_ptr_array_unref);
  g_mutex_clear(&memory->mutex);
  g_free(memory);
}

const BirgeIndex *birge_memory_index(const BirgeMemory *memory, guint file) {
  return g_atomic_pointer_get(&memory->indexes->pdata[file]);
}

gboolean birge_memory_rebuild(const BirgeMemory *memory, guint file, GError **error) {
  BirgeMemory *own = (BirgeMemory *)(gpointer)memory; /* guarded by its mutex */
  g_mutex_lock(&own->mutex);
  BirgeIndex *index = own->indexes->pdata[file];
  /* Another thread may have been faster. */
  if (birge_index_is_damaged(index)) {
    BirgeIndex *anew = birge_index_rebuild(index, own->locales, error);
    if (!anew) {
      g_mutex_unlock(&own->mutex);
      return FALSE;
    }
    g_ptr_array_add(own->retired, index);
    g_atomic_pointer_set(&own->indexes->pdata[file], anew);
  }
  g_mutex_unlock(&own->mutex);
  return TRUE;
}

const BirgeField *birge_memory_find_field(const BirgeMemory *memory, const BirgeIndex *index,
                                          const char *tag) {
  const BirgeLocale *locale = birge_locales_find(memory->locales, tag, NULL, 0);
  g_autofree char *name = locale ? g_strdup(locale->tag) : birge_tag_normalize(tag);
  return birge_index_find_field(index, name);
}

/* Joins the units of one file after the other. FALSE: an index is damaged, file says which. */
static gboolean join_files(const BirgeMemory *memory, BirgeJoined *joined, guint *file) {
  g_autoptr(BirgeJoiner) joiner = birge_joiner_new(joined);
  for (*file = 0; *file < memory->indexes->len; ++*file) {
    const BirgeIndex *index = birge_memory_index(memory, *file);
    birge_joiner_begin_file(joiner);
    for (guint32 u = 0; u < index->header->n_units; u++) {
      g_autoptr(BirgeUnit) unit = birge_index_read_unit(index, u);
      if (!unit)
        return FALSE;
      birge_joiner_add(joiner, unit);
    }
  }
  return TRUE;
}

const GPtrArray *birge_memory_units(const BirgeMemory *memory, GError **error) {
  GPtrArray **place = &((BirgeMemory *)(gpointer)memory)->units; /* atomic */
  GPtrArray *units = g_atomic_pointer_get(place);
  while (!units) {
    guint damaged;
    g_autoptr(BirgeJoined) joined = birge_joined_new(memory);
    if (join_files(memory, joined, &damaged)) {
      GPtrArray *found = g_ptr_array_ref(joined->units);
      if (!g_atomic_pointer_compare_and_exchange(place, NULL, found))
        g_ptr_array_unref(found);
    } else if (!birge_memory_rebuild(memory, damaged, error)) {
      return NULL;
    }
    units = g_atomic_pointer_get(place);
  }
  return units;
}

guint birge_memory_n_files(const BirgeMemory *memory) {
  return memory->indexes->len;
}

const char *birge_memory_file(const BirgeMemory *memory, guint file) {
  return birge_memory_index(memory, file)->path;
}

guint32 birge_memory_n_units(const BirgeMemory *memory, guint file) {
  return birge_memory_index(memory, file)->header->n_units;
}

guint birge_memory_n_units_in(const BirgeMemory *memory, guint file, const char *tag) {
  const BirgeField *field = birge_memory_find_field(memory, birge_memory_index(memory, file), tag);
  return field ? field->n_units : 0;
}

BirgeUnit *birge_memory_unit(const BirgeMemory *memory, guint file, guint32 unit, GError **error) {
  for (;;) {
    BirgeUnit *found = birge_index_read_unit(birge_memory_index(memory, file), unit);
    if (found || !birge_memory_rebuild(memory, file, error))
      return found;
  }
}

const GArray *birge_memory_languages(const BirgeMemory *memory) {
  return memory->languages;
}

const GPtrArray *birge_memory_unknown_languages(const BirgeMemory *memory) {
  return memory->unknown;
}
