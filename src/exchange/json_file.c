/* Maps a copy of a file. */
#include "exchange/json_file.h"

#include "base/error.h"
#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define COPY_BYTES (64 * 1024)

/* Opens a file without a name. Returns -1 and sets errno if that can't be. */
static int open_nameless(void) {
  int fd = open(g_get_tmp_dir(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (fd >= 0)
    return fd;
  /* Some file systems have none. */
  g_autofree char *path = g_build_filename(g_get_tmp_dir(), "birge-XXXXXX", NULL);
  fd = g_mkstemp(path);
  if (fd < 0)
    return memfd_create("birge", MFD_CLOEXEC); /* where no file can be, memory will do */
  unlink(path);
  return fd;
}

static gboolean write_all(int fd, const char *bytes, gsize length) {
  while (length > 0) {
    gssize wrote = write(fd, bytes, length);
    if (wrote < 0 && errno != EINTR)
      return FALSE;
    bytes += MAX(wrote, 0);
    length -= (gsize)MAX(wrote, 0);
  }
  return TRUE;
}

static gboolean fail(GError **error) {
  birge_error_set_errno(error, BIRGE_ERROR_IO, g_get_tmp_dir(), "can't write a temporary file",
                        errno);
  return FALSE;
}

/* Copies a file's bytes. */
static gboolean copy(int fd, const char *path, gsize *length, GError **error) {
  g_autoptr(BirgeInput) input = birge_input_open(path, error);
  if (!input)
    return FALSE;
  g_autofree char *buffer = g_malloc(COPY_BYTES);
  gssize got;
  for (*length = 0; (got = birge_input_read(input, buffer, COPY_BYTES, error)) > 0;
       *length += (gsize)got) {
    if (*length + (gsize)got > BIRGE_MAX_FILE) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, birge_input_name(path), 0,
                         "is larger than %" G_GUINT64_FORMAT " bytes", BIRGE_MAX_FILE);
      return FALSE;
    }
    if (!write_all(fd, buffer, (gsize)got))
      return fail(error);
  }
  return got == 0;
}

typedef struct {
  void *data;
  gsize length;
} Mapping;

static void unmap(gpointer data) {
  Mapping *mapping = data;
  munmap(mapping->data, mapping->length);
  g_free(mapping);
}

GBytes *birge_json_map(const char *path, GError **error) {
  int fd = open_nameless();
  if (fd < 0) {
    fail(error);
    return NULL;
  }
  gsize length = 0;
  gboolean is_copied = copy(fd, path, &length, error);
  if (!is_copied || length == 0) {
    close(fd);
    return is_copied ? g_bytes_new(NULL, 0) : NULL;
  }
  void *data = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (data == MAP_FAILED) {
    fail(error);
    return NULL;
  }
  Mapping *mapping = g_new(Mapping, 1);
  *mapping = (Mapping){data, length};
  return g_bytes_new_with_free_func(data, length, unmap, mapping);
}
