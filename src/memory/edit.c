/* Adds units to the files that Bîrge made, and removes them.
 *
 * Files are read twice: first to learn what their header says and whether anything is to change,
 * then to write. */
#include "memory/edit.h"

#include "base/error.h"
#include "memory/private.h"
#include "memory/rewrite.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Adding. */
typedef struct {
  BirgeUnitSet *set;
  BirgeTarget *target;
  BirgeEditCounts *counts;
  gboolean is_old; /* the units are those that the file has */
} Adding;

static gboolean add_unit(const BirgeUnit *unit, gpointer data, GError **error) {
  Adding *adding = data;
  guint32 number;
  gboolean is_new;
  if (!birge_unit_set_add(adding->set, unit, &number, &is_new, error))
    return FALSE;
  if (!adding->is_old && !is_new) {
    adding->counts->n_dropped++;
    return TRUE;
  }
  adding->counts->n_written += adding->is_old ? 0 : 1;
  return birge_tmx_writer_add(adding->target->writer, unit, error);
}

static gboolean add_all(const char *place, const char *const *paths, BirgeEditCounts *counts,
                        GError **error) {
  g_autoptr(BirgeTmxHeader) header = NULL;
  gboolean is_there = g_file_test(place, G_FILE_TEST_EXISTS);
  if (is_there) {
    header = birge_header_read(place, error);
    if (!header || !birge_check_ours(header, place, 0, error))
      return FALSE;
  }
  g_auto(BirgeTarget) target = {NULL, NULL};
  g_autoptr(BirgeUnitSet) set = birge_unit_set_new();
  if (!birge_target_open(&target, place, header, error))
    return FALSE;
  Adding adding = {set, &target, counts, TRUE};
  if (is_there && !birge_tmx_read(place, add_unit, &adding, NULL, error))
    return FALSE;
  adding.is_old = FALSE;
  for (; *paths; paths++) {
    if (!birge_tmx_read(*paths, add_unit, &adding, NULL, error))
      return FALSE;
  }
  counts->n_files = counts->n_written > 0 ? 1 : 0;
  return counts->n_written == 0 || birge_target_commit(&target, error);
}

gboolean birge_memory_add(const char *folder, const char *name, const char *const *paths,
                          BirgeEditCounts *counts, GError **error) {
  *counts = (BirgeEditCounts){0};
  g_autofree char *base = g_path_get_basename(name ? name : paths[0]);
  if (g_mkdir_with_parents(folder, 0777) != 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, folder, "can't make the folder", errno);
    return FALSE;
  }
  if (!birge_is_tmx_name(base)) {
    birge_error_set_at(error, BIRGE_ERROR_USAGE, base, 0, "is no name of a memory's file (.tmx)");
    return FALSE;
  }
  g_autofree char *place = g_build_filename(folder, base, NULL);
  int lock = birge_folder_lock(folder, error);
  if (lock < 0)
    return FALSE;
  gboolean ok = add_all(place, paths, counts, error);
  close(lock);
  return ok;
}

/* Removing. */
typedef struct {
  const BirgeSelection *selection;
  const BirgeLocales *locales;
  BirgeTarget *target; /* NULL: only look */
  guint64 n_found;     /* in the file at hand */
  guint64 first_line;  /* of the first that was found */
  BirgeEditCounts *counts;
} Removing;

/* Folds a text and joins its tokens with spaces; yours. */
static char *fold_text(const BirgeLocale *locale, const char *text, gsize length) {
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_fold(locale ? locale->folding : NULL, text, length, folded);
  birge_tokenize(folded->str, folded->len, tokens);
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < tokens->len; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    g_string_append_len(joined, folded->str + token.start, (gssize)(token.end - token.start));
    g_string_append_c(joined, ' ');
  }
  return g_string_free(joined, FALSE);
}

static gboolean has_text(const Removing *removing, const BirgeVariant *variant) {
  const char *const *texts = removing->selection->texts;
  if (!texts)
    return FALSE;
  const BirgeLocale *locale =
      birge_locales_find(removing->locales, variant->language, variant->text, variant->length);
  g_autofree char *own = fold_text(locale, variant->text, variant->length);
  for (; *texts; texts++) {
    g_autofree char *wanted = fold_text(locale, *texts, strlen(*texts));
    if (g_str_equal(own, wanted))
      return TRUE;
  }
  return FALSE;
}

static gboolean is_selected(const Removing *removing, const BirgeUnit *unit) {
  const char *tuid = birge_attributes_get(unit->attributes, "tuid");
  if (tuid && removing->selection->tuids && g_strv_contains(removing->selection->tuids, tuid))
    return TRUE;
  for (guint v = 0; v < unit->variants->len; v++) {
    if (has_text(removing, unit->variants->pdata[v]))
      return TRUE;
  }
  return FALSE;
}

static gboolean remove_unit(const BirgeUnit *unit, gpointer data, GError **error) {
  Removing *removing = data;
  if (is_selected(removing, unit)) {
    removing->first_line = removing->n_found++ == 0 ? unit->line : removing->first_line;
    return TRUE;
  }
  return !removing->target || birge_tmx_writer_add(removing->target->writer, unit, error);
}

/* Removes from one file; looks only if do_it is FALSE. */
static gboolean remove_from(Removing *removing, const char *path, gboolean do_it, GError **error) {
  g_autoptr(BirgeTmxHeader) header = NULL;
  removing->n_found = 0;
  removing->target = NULL;
  if (!birge_tmx_read(path, remove_unit, removing, &header, error))
    return FALSE;
  if (removing->n_found == 0)
    return TRUE;
  if (!birge_check_ours(header, path, removing->first_line, error))
    return FALSE;
  if (!do_it)
    return TRUE;
  g_auto(BirgeTarget) target = {NULL, NULL};
  if (!birge_target_open(&target, path, header, error))
    return FALSE;
  removing->target = &target;
  guint64 n_found = removing->n_found;
  if (!birge_tmx_read(path, remove_unit, removing, NULL, error) ||
      !birge_target_commit(&target, error))
    return FALSE;
  removing->counts->n_dropped += n_found;
  removing->counts->n_files++;
  return TRUE;
}

gboolean birge_memory_remove(const char *path, const BirgeSelection *selection,
                             const BirgeLocales *locales, BirgeEditCounts *counts, GError **error) {
  *counts = (BirgeEditCounts){0};
  g_autoptr(GPtrArray) files = birge_memory_list_files(path, error);
  int lock = files ? birge_folder_lock(path, error) : -1;
  if (lock < 0)
    return FALSE;
  Removing removing = {.selection = selection, .locales = locales, .counts = counts};
  gboolean ok = TRUE;
  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; ok && i < files->len; i++)
      ok = remove_from(&removing, files->pdata[i], pass == 1, error);
  }
  close(lock);
  return ok;
}
