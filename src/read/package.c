/* Reads packages, with libarchive. */
#include "read/package.h"

#include "base/config.h"
#include "base/error.h"
#include "base/library.h"

#include <archive.h>
#include <archive_entry.h>

#define archive_entry_pathname(...) BIRGE_CALL(archive_entry_pathname)(__VA_ARGS__)
#define archive_error_string(...) BIRGE_CALL(archive_error_string)(__VA_ARGS__)
#define archive_read_data(...) BIRGE_CALL(archive_read_data)(__VA_ARGS__)
#define archive_read_free(...) BIRGE_CALL(archive_read_free)(__VA_ARGS__)
#define archive_read_new(...) BIRGE_CALL(archive_read_new)(__VA_ARGS__)
#define archive_read_next_header(...) BIRGE_CALL(archive_read_next_header)(__VA_ARGS__)
#define archive_read_open_memory(...) BIRGE_CALL(archive_read_open_memory)(__VA_ARGS__)
#define archive_read_support_format_zip_seekable(...)                                              \
  BIRGE_CALL(archive_read_support_format_zip_seekable)(__VA_ARGS__)

#define CHUNK (64 * 1024)

typedef struct archive Archive;

static void free_archive(Archive *archive) {
  archive_read_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, free_archive)

static void set_archive_error(const char *name, Archive *archive, GError **error) {
  const char *what = archive_error_string(archive);
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, 0, "is a broken ZIP archive: %s",
                     what ? what : "unknown error");
}

static Archive *open_package(const char *name, GBytes *package, GError **error) {
  if (!birge_library_load(BIRGE_LIBARCHIVE, error))
    return NULL;
  gsize length;
  const void *data = g_bytes_get_data(package, &length);
  g_autoptr(Archive) archive = archive_read_new();
  archive_read_support_format_zip_seekable(archive);
  if (archive_read_open_memory(archive, data, length) == ARCHIVE_OK)
    return g_steal_pointer(&archive);
  set_archive_error(name, archive, error);
  return NULL;
}

/* Unpacks the member that the archive is at. */
static GBytes *read_member(const char *name, Archive *archive, const char *member, GError **error) {
  g_autoptr(GByteArray) content = g_byte_array_new();
  g_autofree guint8 *chunk = g_malloc(CHUNK);
  la_ssize_t n;
  while ((n = archive_read_data(archive, chunk, CHUNK)) > 0) {
    if (content->len + (gsize)n > BIRGE_MAX_PACKAGE_MEMBER) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, name, 0,
                         "%s has more than %d MiB, the most that is unpacked", member,
                         BIRGE_MAX_PACKAGE_MEMBER >> 20);
      return NULL;
    }
    g_byte_array_append(content, chunk, (guint)n);
  }
  if (n < 0) {
    set_archive_error(name, archive, error);
    return NULL;
  }
  g_byte_array_append(content, (const guint8 *)"", 1);
  g_autoptr(GBytes) whole = g_byte_array_free_to_bytes(g_steal_pointer(&content));
  return g_bytes_new_from_bytes(whole, 0, g_bytes_get_size(whole) - 1);
}

gboolean birge_package_read(const char *name, GBytes *package, const char *member, GBytes **content,
                            GError **error) {
  g_autoptr(Archive) archive = open_package(name, package, error);
  if (!archive)
    return FALSE;
  g_autoptr(GBytes) found = NULL;
  struct archive_entry *entry;
  int status;
  guint n = 0;
  while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
         status == ARCHIVE_WARN) {
    if (++n > BIRGE_MAX_PACKAGE_MEMBERS) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, name, 0, "has more than %d members",
                         BIRGE_MAX_PACKAGE_MEMBERS);
      return FALSE;
    }
    if (g_strcmp0(archive_entry_pathname(entry), member) != 0)
      continue;
    if (found) {
      birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, 0, "has two members named %s", member);
      return FALSE;
    }
    found = read_member(name, archive, member, error);
    if (!found)
      return FALSE;
  }
  if (status != ARCHIVE_EOF) {
    set_archive_error(name, archive, error);
    return FALSE;
  }
  *content = g_steal_pointer(&found);
  return TRUE;
}
