/* Writes and reads journals. */
#include "review/journal.h"

#include "base/error.h"
#include "base/input.h"
#include "exchange/json_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _BirgeJournal {
  char *path;
  int fd;
  off_t length; /* of what is known to be whole */
  GBytes *base;
  GPtrArray *entries; /* of JsonObject* */
  char *address;
  GHashTable *saved; /* SHA-256 of each state of the bitext's file that is ours */
};

static char *hash(GBytes *bytes) {
  return g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
}

static gboolean fail_errno(const BirgeJournal *journal, const char *what, GError **error) {
  birge_error_set_errno(error, BIRGE_ERROR_IO, journal->path, what, errno);
  return FALSE;
}

/* Whether the file that is open still has its name: the other process may have ended its review
 * between our opening and locking. */
static gboolean has_name(const BirgeJournal *journal) {
  struct stat open_file, named;
  return fstat(journal->fd, &open_file) == 0 && stat(journal->path, &named) == 0 &&
         open_file.st_ino == named.st_ino && open_file.st_dev == named.st_dev;
}

static gboolean lock(BirgeJournal *journal, const char *path, GError **error) {
  do {
    if (journal->fd >= 0)
      close(journal->fd);
    journal->fd = open(journal->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (journal->fd < 0)
      return fail_errno(journal, "can't open", error);
    if (flock(journal->fd, LOCK_EX | LOCK_NB) != 0) {
      birge_error_set_at(error, BIRGE_ERROR_INPUT, path, 0, "is being reviewed already");
      return FALSE;
    }
  } while (!has_name(journal));
  return TRUE;
}

static gboolean write_all(int fd, const char *bytes, gsize length) {
  while (length > 0) {
    gssize wrote = write(fd, bytes, length);
    if (wrote < 0 && errno != EINTR)
      return FALSE;
    if (wrote > 0) {
      bytes += wrote;
      length -= (gsize)wrote;
    }
  }
  return TRUE;
}

gboolean birge_journal_append(BirgeJournal *journal, JsonNode *entry, GError **error) {
  g_autofree char *text = json_to_string(entry, FALSE);
  g_autofree char *line = g_strconcat(text, "\n", NULL);
  gsize length = strlen(line);
  if (lseek(journal->fd, journal->length, SEEK_SET) >= 0 && write_all(journal->fd, line, length) &&
      fdatasync(journal->fd) == 0) {
    journal->length += (off_t)length;
    return TRUE;
  }
  fail_errno(journal, "can't write", error);
  /* What was written in part is dropped by the next reading too, should this fail. */
  if (ftruncate(journal->fd, journal->length) != 0)
    return FALSE;
  return FALSE;
}

/* Appends an object with one member, which is no step. */
static gboolean append_remark(BirgeJournal *journal, const char *name, const char *value,
                              GError **error) {
  g_autoptr(JsonObject) object = json_object_new();
  json_object_set_string_member(object, name, value);
  g_autoptr(JsonNode) entry = json_node_init_object(json_node_alloc(), object);
  return birge_journal_append(journal, entry, error);
}

gboolean birge_journal_set_address(BirgeJournal *journal, const char *address, GError **error) {
  if (!append_remark(journal, "address", address, error))
    return FALSE;
  g_free(journal->address);
  journal->address = g_strdup(address);
  return TRUE;
}

const char *birge_journal_address(const BirgeJournal *journal) {
  return journal->address;
}

gboolean birge_journal_expect(BirgeJournal *journal, GBytes *bitext, GError **error) {
  g_autofree char *sum = hash(bitext);
  if (g_hash_table_contains(journal->saved, sum))
    return TRUE;
  if (!append_remark(journal, "saved", sum, error))
    return FALSE;
  g_hash_table_add(journal->saved, g_steal_pointer(&sum));
  return TRUE;
}

/* The name of a new file is on the disk once its folder is. */
static void sync_folder(const char *path) {
  g_autofree char *folder = g_path_get_dirname(path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return;
  fsync(fd);
  close(fd);
}

static gboolean begin(BirgeJournal *journal, GBytes *bitext, GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bitext, &length);
  g_autofree char *text = g_strndup(data, length);
  g_autoptr(JsonObject) object = json_object_new();
  json_object_set_string_member(object, "format", "birge-journal");
  json_object_set_int_member(object, "version", 1);
  json_object_set_string_member(object, "base", text);
  g_autoptr(JsonNode) head = json_node_init_object(json_node_alloc(), object);
  if (ftruncate(journal->fd, 0) != 0)
    return fail_errno(journal, "can't write", error);
  if (!birge_journal_append(journal, head, error))
    return FALSE;
  sync_folder(journal->path);
  journal->base = g_bytes_ref(bitext);
  g_hash_table_add(journal->saved, hash(bitext));
  return TRUE;
}

static const char *get_string(JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member(object, name);
  return node && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node)
                                                                 : NULL;
}

static gboolean take_head(BirgeJournal *journal, JsonObject *object, GError **error) {
  const char *base = get_string(object, "base");
  JsonNode *version = json_object_get_member(object, "version");
  if (g_strcmp0(get_string(object, "format"), "birge-journal") != 0 || !version ||
      json_node_get_value_type(version) != G_TYPE_INT64 || json_node_get_int(version) != 1 ||
      !base) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, journal->path, 1, "is no journal of version 1");
    return FALSE;
  }
  journal->base = g_bytes_new(base, strlen(base));
  g_hash_table_add(journal->saved, hash(journal->base));
  return TRUE;
}

static gboolean take_line(BirgeJournal *journal, const char *line, gsize length, guint64 number,
                          GError **error) {
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!g_utf8_validate_len(line, length, NULL) ||
      !birge_json_scan(journal->path, line, length, NULL) ||
      !json_parser_load_from_data(parser, line, (gssize)length, NULL) ||
      !json_parser_get_root(parser) || !JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser))) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, journal->path, number, "is not a JSON object");
    return FALSE;
  }
  JsonObject *object = json_node_get_object(json_parser_get_root(parser));
  if (number == 1)
    return take_head(journal, object, error);
  const char *saved = get_string(object, "saved"), *address = get_string(object, "address");
  if (saved)
    g_hash_table_add(journal->saved, g_strdup(saved));
  if (address) {
    g_free(journal->address);
    journal->address = g_strdup(address);
  }
  if (!saved && !address)
    g_ptr_array_add(journal->entries, json_object_ref(object));
  return TRUE;
}

static gboolean take_lines(BirgeJournal *journal, GBytes *bytes, GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length), *end = data ? data + length : NULL;
  guint64 number = 1;
  for (const char *line = data, *next; line < end; line = next, number++) {
    const char *line_end = memchr(line, '\n', (gsize)(end - line));
    if (!line_end)
      break;
    next = line_end + 1;
    if (!take_line(journal, line, (gsize)(line_end - line), number, error))
      return FALSE;
    journal->length = next - data;
  }
  return TRUE;
}

/* Checks that the bitext's file is one that the journal knows. */
static gboolean check_bitext(const BirgeJournal *journal, const char *path, GBytes *bitext,
                             GError **error) {
  g_autofree char *sum = hash(bitext);
  if (g_hash_table_contains(journal->saved, sum))
    return TRUE;
  birge_error_set_at(error, BIRGE_ERROR_INPUT, path, 0,
                     "was changed by something else since its review began; "
                     "without %s, the review begins anew",
                     journal->path);
  return FALSE;
}

BirgeJournal *birge_journal_open(const char *path, GBytes *bitext, GError **error) {
  g_autoptr(BirgeJournal) journal = g_new0(BirgeJournal, 1);
  journal->fd = -1;
  journal->path = g_strconcat(path, ".journal", NULL);
  journal->entries = g_ptr_array_new_with_free_func((GDestroyNotify)json_object_unref);
  journal->saved = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (!lock(journal, path, error))
    return NULL;
  g_autoptr(GBytes) bytes = birge_file_read(journal->path, error);
  if (!bytes || !take_lines(journal, bytes, error))
    return NULL;
  gboolean is_open =
      journal->base ? check_bitext(journal, path, bitext, error) : begin(journal, bitext, error);
  return is_open ? g_steal_pointer(&journal) : NULL;
}

GBytes *birge_journal_base(const BirgeJournal *journal) {
  return journal->base;
}

const GPtrArray *birge_journal_entries(const BirgeJournal *journal) {
  return journal->entries;
}

void birge_journal_end(BirgeJournal *journal) {
  unlink(journal->path);
  birge_journal_close(journal);
}

void birge_journal_close(BirgeJournal *journal) {
  if (journal->fd >= 0)
    close(journal->fd);
  g_clear_pointer(&journal->base, g_bytes_unref);
  g_ptr_array_unref(journal->entries);
  g_hash_table_unref(journal->saved);
  g_free(journal->address);
  g_free(journal->path);
  g_free(journal);
}
