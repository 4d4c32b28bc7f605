/* What edits of a memory's files share: the lock, units told apart, a file that is being written.
 */
#include "memory/rewrite.h"

#include "base/error.h"
#include "memory/private.h"
#include "text/vocabulary.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

int birge_folder_lock(const char *path, GError **error) {
  g_autofree char *parent =
      g_file_test(path, G_FILE_TEST_IS_DIR) ? g_strdup(path) : g_path_get_dirname(path);
  int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int locked = -1;
  while (fd >= 0 && (locked = flock(fd, LOCK_EX)) != 0 && errno == EINTR)
    continue;
  if (fd >= 0 && locked == 0)
    return fd;
  birge_error_set_errno(error, BIRGE_ERROR_IO, parent, "can't lock the folder", errno);
  if (fd >= 0)
    close(fd);
  return -1;
}

struct _BirgeUnitSet {
  guint64 seeds[2];
  BirgeVocabulary *seen; /* hashes as bytes */
  GString *text;
  BirgeOutput *output;
  BirgeTmxWriter *writer; /* to text */
};

BirgeUnitSet *birge_unit_set_new(void) {
  BirgeUnitSet *set = g_new0(BirgeUnitSet, 1);
  for (guint i = 0; i < 2; i++)
    set->seeds[i] = (guint64)g_random_int() << 32 | g_random_int();
  set->seen = birge_vocabulary_new();
  set->text = g_string_new(NULL);
  set->output = birge_output_open_string(set->text);
  set->writer = birge_tmx_writer_new(set->output, NULL, NULL);
  return set;
}

void birge_unit_set_free(BirgeUnitSet *set) {
  birge_vocabulary_free(set->seen);
  birge_tmx_writer_free(set->writer);
  birge_output_discard(set->output);
  g_string_free(set->text, TRUE);
  g_free(set);
}

gboolean birge_unit_set_add(BirgeUnitSet *set, const BirgeUnit *unit, guint32 *number,
                            gboolean *is_new, GError **error) {
  g_string_truncate(set->text, 0);
  if (!birge_tmx_writer_add(set->writer, unit, error))
    return FALSE;
  const guint64 hash[2] = {birge_index_hash(set->seeds[0], set->text->str, set->text->len),
                           birge_index_hash(set->seeds[1], set->text->str, set->text->len)};
  guint32 before = birge_vocabulary_size(set->seen);
  *number = birge_vocabulary_add(set->seen, (const char *)hash, sizeof hash);
  *is_new = *number == before;
  return TRUE;
}

/* Whether a file says that Bîrge made it. */
static gboolean is_ours(const BirgeTmxHeader *header) {
  return g_strcmp0(birge_attributes_get(header->attributes, "creationtool"), "birge") == 0;
}

gboolean birge_check_ours(const BirgeTmxHeader *header, const char *path, guint64 line,
                          GError **error) {
  if (is_ours(header))
    return TRUE;
  birge_error_set_at(error, BIRGE_ERROR_INPUT, path, line,
                     "would have to change, but birge did not make this file");
  return FALSE;
}

gboolean birge_target_open(BirgeTarget *target, const char *path, const BirgeTmxHeader *header,
                           GError **error) {
  target->output = birge_output_open(path, error);
  if (!target->output)
    return FALSE;
  target->writer = birge_tmx_writer_new(target->output, NULL, header);
  return TRUE;
}

gboolean birge_target_commit(BirgeTarget *target, GError **error) {
  birge_tmx_writer_end(g_steal_pointer(&target->writer));
  return birge_output_commit(g_steal_pointer(&target->output), error);
}

void birge_target_clear(BirgeTarget *target) {
  g_clear_pointer(&target->writer, birge_tmx_writer_free);
  g_clear_pointer(&target->output, birge_output_discard);
}

static gboolean skip_unit(const BirgeUnit *unit G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED,
                          GError **error G_GNUC_UNUSED) {
  return TRUE;
}

BirgeTmxHeader *birge_header_read(const char *path, GError **error) {
  BirgeTmxHeader *header = NULL;
  return birge_tmx_read(path, skip_unit, NULL, &header, error) ? header : NULL;
}
