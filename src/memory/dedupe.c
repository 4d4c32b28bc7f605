/* Makes one unit of those that are equal, and splits files.
 *
 * Files are read twice: first to learn which units are equal, then to write; in place once more
 * before, so that all is known to be well before anything is changed. In memory there are
 * hashes of all units (128 bits, keyed by chance), and those that are to be joined. */
#include "memory/edit.h"

#include "base/error.h"
#include "memory/private.h"
#include "memory/rewrite.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  BirgeUnitSet *set;   /* of units without what is no text or code */
  GArray *firsts;      /* of guint32: of each number in set, how many equal ones came after */
  GHashTable *joined;  /* number in set -> BirgeUnit*: first and later ones together */
  BirgeTarget *target; /* NULL: only look */
  guint32 n_written;   /* numbers below it were written */
  guint64 n_equal;
  guint64 first_line;
} Joining;

/* Returns the unit's texts and codes alone, in the order of languages; yours. */
static gint compare_variants(gconstpointer a, gconstpointer b) {
  const BirgeVariant *x = *(BirgeVariant *const *)a, *y = *(BirgeVariant *const *)b;
  int order = g_ascii_strcasecmp(x->language, y->language);
  return order != 0 ? order : strcmp(x->text, y->text);
}

static BirgeUnit *strip(const BirgeUnit *unit) {
  BirgeUnit *bare = birge_unit_new();
  for (guint v = 0; v < unit->variants->len; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    BirgeVariant *copy = birge_variant_new(variant->language);
    birge_variant_set_text(copy, variant->text, variant->length);
    for (guint c = 0; c < variant->codes->len; c++) {
      const BirgeCode *code = &g_array_index(variant->codes, BirgeCode, c);
      birge_variant_add_code(copy, code->offset, code->markup);
    }
    g_ptr_array_add(bare->variants, copy);
  }
  g_ptr_array_sort(bare->variants, compare_variants);
  return bare;
}

/* Notes which units are equal. */
static gboolean note_unit(const BirgeUnit *unit, gpointer data, GError **error) {
  Joining *joining = data;
  g_autoptr(BirgeUnit) bare = strip(unit);
  guint32 number, none = 0;
  gboolean is_new;
  if (unit->variants->len == 0)
    return TRUE;
  if (!birge_unit_set_add(joining->set, bare, &number, &is_new, error))
    return FALSE;
  if (is_new) {
    g_array_append_val(joining->firsts, none);
    return TRUE;
  }
  joining->first_line = joining->n_equal++ == 0 ? unit->line : joining->first_line;
  g_array_index(joining->firsts, guint32, number)++;
  gpointer key = GUINT_TO_POINTER(number);
  const BirgeUnit *before = g_hash_table_lookup(joining->joined, key);
  g_hash_table_replace(joining->joined, key,
                       before ? birge_unit_join(before, unit) : birge_unit_ref(unit));
  return TRUE;
}

static gboolean write_joined(const BirgeUnit *unit, gpointer data, GError **error) {
  Joining *joining = data;
  g_autoptr(BirgeUnit) bare = strip(unit);
  guint32 number;
  gboolean is_new;
  if (unit->variants->len == 0)
    return TRUE;
  if (!birge_unit_set_add(joining->set, bare, &number, &is_new, error))
    return FALSE;
  if (is_new || number >= joining->firsts->len) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT, "%s: changed while it was read", unit->file);
    return FALSE;
  }
  if (number < joining->n_written)
    return TRUE;
  joining->n_written = number + 1;
  const BirgeUnit *later = g_hash_table_lookup(joining->joined, GUINT_TO_POINTER(number));
  if (!later)
    return birge_tmx_writer_add(joining->target->writer, unit, error);
  g_autoptr(BirgeUnit) both = birge_unit_join(unit, later);
  return birge_tmx_writer_add(joining->target->writer, both, error);
}

static void clear_joining(Joining *joining) {
  birge_unit_set_free(joining->set);
  g_array_unref(joining->firsts);
  g_hash_table_unref(joining->joined);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Joining, clear_joining)

static void free_unit(gpointer unit) {
  birge_unit_unref(unit);
}

/* Reads files and notes which units of theirs are equal. header: receives that of the first. */
static gboolean note_files(Joining *joining, const GPtrArray *files, BirgeTmxHeader **header,
                           GError **error) {
  for (guint i = 0; i < files->len; i++) {
    if (!birge_tmx_read(files->pdata[i], note_unit, joining, i == 0 ? header : NULL, error))
      return FALSE;
  }
  return TRUE;
}

static Joining begin_joining(void) {
  return (Joining){.set = birge_unit_set_new(),
                   .firsts = g_array_new(FALSE, FALSE, sizeof(guint32)),
                   .joined = g_hash_table_new_full(NULL, NULL, NULL, free_unit)};
}

/* Writes the units of files to one, joined. */
static gboolean join_files(const GPtrArray *files, const char *output, BirgeEditCounts *counts,
                           GError **error) {
  g_auto(Joining) joining = begin_joining();
  g_autoptr(BirgeTmxHeader) header = NULL;
  g_auto(BirgeTarget) target = {NULL, NULL};
  if (!note_files(&joining, files, &header, error) ||
      !birge_target_open(&target, output, files->len == 1 ? header : NULL, error))
    return FALSE;
  joining.target = &target;
  for (guint i = 0; i < files->len; i++) {
    if (!birge_tmx_read(files->pdata[i], write_joined, &joining, NULL, error))
      return FALSE;
  }
  if (!birge_target_commit(&target, error))
    return FALSE;
  counts->n_written += joining.firsts->len;
  counts->n_dropped += joining.n_equal;
  counts->n_files++;
  return TRUE;
}

/* Finds those of files that have equal units, and checks that they may be changed.
 * n_kept: receives the number of units in the others. Returns them, or NULL. */
static GPtrArray *find_changed(const GPtrArray *files, guint64 *n_kept, GError **error) {
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  for (guint i = 0; i < files->len; i++) {
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_ptr_array_add(one, files->pdata[i]);
    g_auto(Joining) joining = begin_joining();
    g_autoptr(BirgeTmxHeader) header = NULL;
    if (!note_files(&joining, one, &header, error))
      return NULL;
    if (joining.n_equal == 0) {
      *n_kept += joining.firsts->len;
      continue;
    }
    if (!birge_check_ours(header, files->pdata[i], joining.first_line, error))
      return NULL;
    g_ptr_array_add(changed, files->pdata[i]);
  }
  return g_steal_pointer(&changed);
}

/* Joins in each file by itself. Nothing is written before it is known of all that they may be. */
static gboolean join_each(const GPtrArray *files, BirgeEditCounts *counts, GError **error) {
  guint64 n_kept = 0;
  g_autoptr(GPtrArray) changed = find_changed(files, &n_kept, error);
  for (guint i = 0; changed && i < changed->len; i++) {
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_ptr_array_add(one, changed->pdata[i]);
    if (!join_files(one, changed->pdata[i], counts, error))
      return FALSE;
  }
  counts->n_written += n_kept;
  return changed != NULL;
}

gboolean birge_memory_dedupe(const char *path, const char *output, BirgeEditCounts *counts,
                             GError **error) {
  *counts = (BirgeEditCounts){0};
  g_autoptr(GPtrArray) files = birge_memory_list_files(path, error);
  int lock = files ? birge_folder_lock(path, error) : -1;
  if (lock < 0)
    return FALSE;
  gboolean ok = output ? join_files(files, output, counts, error) : join_each(files, counts, error);
  close(lock);
  return ok;
}

/* Splitting. */
typedef struct {
  char *stem; /* of the files to write, with the folder */
  const BirgeTmxHeader *header;
  guint64 max_units;
  guint64 n_units; /* in the file that is being written */
  guint number;    /* of it, from 1 */
  BirgeTarget target;
  BirgeEditCounts *counts;
} Splitting;

static gboolean end_part(Splitting *splitting, GError **error) {
  if (!splitting->target.writer)
    return TRUE;
  if (!birge_target_commit(&splitting->target, error))
    return FALSE;
  splitting->counts->n_written += splitting->n_units;
  splitting->counts->n_files++;
  splitting->n_units = 0;
  return TRUE;
}

static gboolean begin_part(Splitting *splitting, GError **error) {
  g_autofree char *path = g_strdup_printf("%s-%u.tmx", splitting->stem, ++splitting->number);
  if (g_file_test(path, G_FILE_TEST_EXISTS)) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, path, 0, "is there already");
    return FALSE;
  }
  return birge_target_open(&splitting->target, path, splitting->header, error);
}

static gboolean split_unit(const BirgeUnit *unit, gpointer data, GError **error) {
  Splitting *splitting = data;
  if (splitting->n_units == splitting->max_units && !end_part(splitting, error))
    return FALSE;
  if (!splitting->target.writer && !begin_part(splitting, error))
    return FALSE;
  splitting->n_units++;
  return birge_tmx_writer_add(splitting->target.writer, unit, error);
}

static gboolean split_file(const char *path, const char *folder, guint64 max_units,
                           BirgeEditCounts *counts, GError **error) {
  g_autoptr(BirgeTmxHeader) header = birge_header_read(path, error);
  if (!header)
    return FALSE;
  g_autofree char *name = g_path_get_basename(path);
  char *dot = strrchr(name, '.');
  if (dot)
    *dot = '\0';
  g_autofree char *stem = g_build_filename(folder, name, NULL);
  Splitting splitting = {.stem = stem, .header = header, .max_units = max_units, .counts = counts};
  gboolean ok =
      birge_tmx_read(path, split_unit, &splitting, NULL, error) && end_part(&splitting, error);
  birge_target_clear(&splitting.target);
  return ok;
}

gboolean birge_memory_split(const char *path, const char *folder, guint64 max_units,
                            BirgeEditCounts *counts, GError **error) {
  *counts = (BirgeEditCounts){0};
  g_autoptr(GPtrArray) files = birge_memory_list_files(path, error);
  if (!files)
    return FALSE;
  if (g_mkdir_with_parents(folder, 0777) != 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, folder, "can't make the folder", errno);
    return FALSE;
  }
  int lock = birge_folder_lock(folder, error);
  if (lock < 0)
    return FALSE;
  gboolean ok = TRUE;
  for (guint i = 0; ok && i < files->len; i++)
    ok = split_file(files->pdata[i], folder, max_units, counts, error);
  close(lock);
  return ok;
}
