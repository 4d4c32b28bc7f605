/* Puts units that were handed back into a file of the memory. */
#include "memory/intake.h"

#include "base/error.h"
#include "exchange/import.h"
#include "memory/private.h"
#include "memory/rewrite.h"
#include "text/vocabulary.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  const GPtrArray *units; /* of BirgeUnit* */
  const BirgeIntakeOptions *options;
  char *now;
  BirgeVocabulary *keys;
  GArray *by_key;     /* of guint, by number of key: the last unit that has it */
  gboolean *are_done; /* by unit */
  BirgeTarget *target;
  BirgeIntake *intake;
} Work;

static const char *find_prop(const BirgeUnit *unit, const char *type) {
  for (guint i = 0; i < unit->notes->len; i++) {
    const BirgeNote *note = unit->notes->pdata[i];
    if (note->kind == BIRGE_NOTE_PROP &&
        g_strcmp0(birge_attributes_get(note->attributes, "type"), type) == 0)
      return note->text;
  }
  return "";
}

/* What is the same in two units that are one row; yours. */
static GString *make_key(const Work *work, const BirgeUnit *unit) {
  GString *key = g_string_new(find_prop(unit, BIRGE_PROP_ARTICLE));
  g_string_append_c(key, '\0');
  g_string_append(key, find_prop(unit, BIRGE_PROP_ID));
  guint n = work->options->are_whole ? MIN(unit->variants->len, 1) : unit->variants->len;
  for (guint i = 0; i < n; i++) {
    const BirgeVariant *variant = unit->variants->pdata[i];
    g_string_append_c(key, '\0');
    g_string_append(key, variant->language);
    if (i == 0)
      g_string_append_len(key, variant->text, (gssize)variant->length);
  }
  return key;
}

static gboolean is_rejected(const BirgeUnit *unit) {
  return g_str_equal(find_prop(unit, BIRGE_PROP_STATUS), birge_status_print(BIRGE_STATUS_REJECTED));
}

/* A unit with the attributes of another. */
static BirgeUnit *copy_with(const BirgeUnit *unit, const GArray *attributes) {
  BirgeUnit *copy = birge_unit_new();
  for (guint i = 0; attributes && i < attributes->len; i++) {
    const BirgeAttribute *attribute = &g_array_index(attributes, BirgeAttribute, i);
    birge_attributes_add(copy->attributes, attribute->name, attribute->value);
  }
  for (guint i = 0; i < unit->notes->len; i++)
    g_ptr_array_add(copy->notes, birge_note_copy(unit->notes->pdata[i]));
  for (guint i = 0; i < unit->variants->len; i++)
    g_ptr_array_add(copy->variants, birge_variant_copy(unit->variants->pdata[i]));
  return copy;
}

/* Writes what stands for a unit of the file. */
static gboolean take_old(const BirgeUnit *old, gpointer data, GError **error) {
  const Work *work = data;
  g_autoptr(GString) key = make_key(work, old);
  guint32 number = birge_vocabulary_find(work->keys, key->str, key->len);
  if (number == BIRGE_NO_WORD)
    return birge_tmx_writer_add(work->target->writer, old, error);
  guint u = g_array_index(work->by_key, guint, number);
  const BirgeUnit *unit = work->units->pdata[u];
  if (is_rejected(unit)) {
    work->intake->n_removed++;
    return TRUE;
  }
  if (work->are_done[u]) /* the file has it twice */
    return TRUE;
  work->are_done[u] = TRUE;
  g_autoptr(BirgeUnit) now = copy_with(unit, old->attributes);
  if (birge_unit_equal(old, now)) {
    work->intake->n_kept++;
  } else {
    work->intake->n_changed++;
    birge_attributes_set(now->attributes, "changedate", work->now);
    birge_attributes_set(now->attributes, "changeid", work->options->user);
  }
  return birge_tmx_writer_add(work->target->writer, now, error);
}

/* Whether a unit is the last of its row, and not there yet. */
static gboolean is_new(const Work *work, guint u) {
  g_autoptr(GString) key = make_key(work, work->units->pdata[u]);
  guint32 number = birge_vocabulary_find(work->keys, key->str, key->len);
  return g_array_index(work->by_key, guint, number) == u && !work->are_done[u] &&
         !is_rejected(work->units->pdata[u]);
}

static gboolean add_new(const Work *work, GError **error) {
  for (guint u = 0; u < work->units->len; u++) {
    if (!is_new(work, u))
      continue;
    g_autoptr(BirgeUnit) unit = copy_with(work->units->pdata[u], NULL);
    birge_attributes_set(unit->attributes, "creationdate", work->now);
    birge_attributes_set(unit->attributes, "creationid", work->options->user);
    if (!birge_tmx_writer_add(work->target->writer, unit, error))
      return FALSE;
    work->intake->n_added++;
  }
  return TRUE;
}

static void number_units(Work *work) {
  for (guint u = 0; u < work->units->len; u++) {
    g_autoptr(GString) key = make_key(work, work->units->pdata[u]);
    guint32 number = birge_vocabulary_add(work->keys, key->str, key->len);
    if (number == work->by_key->len)
      g_array_append_val(work->by_key, u);
    else
      g_array_index(work->by_key, guint, number) = u;
  }
}

/* Writes the file anew to work's target. header: of the old one, NULL: there is none. */
static gboolean rewrite(Work *work, const char *place, const BirgeTmxHeader *header,
                        GError **error) {
  if (!birge_target_open(work->target, place, header, error))
    return FALSE;
  number_units(work);
  if (header && !birge_tmx_read(place, take_old, work, NULL, error))
    return FALSE;
  const BirgeIntake *intake = work->intake;
  return add_new(work, error) && (intake->n_added + intake->n_changed + intake->n_removed == 0 ||
                                  birge_target_commit(work->target, error));
}

static gboolean take(const char *place, const GPtrArray *units, const BirgeIntakeOptions *options,
                     BirgeIntake *intake, GError **error) {
  g_autoptr(BirgeTmxHeader) header = NULL;
  if (g_file_test(place, G_FILE_TEST_EXISTS)) {
    header = birge_header_read(place, error);
    if (!header || !birge_check_ours(header, place, 0, error))
      return FALSE;
  }
  g_autoptr(GDateTime) date = g_date_time_new_now_utc();
  g_autofree char *now = g_date_time_format(date, "%Y%m%dT%H%M%SZ");
  g_autoptr(BirgeVocabulary) keys = birge_vocabulary_new();
  g_autoptr(GArray) by_key = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autofree gboolean *are_done = g_new0(gboolean, MAX(units->len, 1));
  g_auto(BirgeTarget) target = {NULL, NULL};
  Work work = {units, options, now, keys, by_key, are_done, &target, intake};
  return rewrite(&work, place, header, error);
}

gboolean birge_memory_take(const GPtrArray *units, const BirgeIntakeOptions *options,
                           BirgeIntake *intake, GError **error) {
  *intake = (BirgeIntake){0};
  if (!birge_is_tmx_name(options->name)) {
    birge_error_set_at(error, BIRGE_ERROR_USAGE, options->name, 0,
                       "is no name of a memory's file (.tmx)");
    return FALSE;
  }
  if (g_mkdir_with_parents(options->folder, 0777) != 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, options->folder, "can't make the folder", errno);
    return FALSE;
  }
  g_autofree char *base = g_path_get_basename(options->name);
  g_autofree char *place = g_build_filename(options->folder, base, NULL);
  int lock = birge_folder_lock(options->folder, error);
  if (lock < 0)
    return FALSE;
  gboolean ok = take(place, units, options, intake, error);
  close(lock);
  return ok;
}
