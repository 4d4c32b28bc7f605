/* Reads files and standard input. */
#include "base/input.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define READ_CHUNK (64 * 1024)

struct _BirgeInput {
  int fd;
  gzFile file; /* a regular file, which may be compressed; NULL: bytes come from fd as they are */
  char *name;  /* as shown in messages */
};

const char *birge_input_name(const char *path) {
  return g_str_equal(path, "-") ? "standard input" : path;
}

BirgeInput *birge_input_open(const char *path, GError **error) {
  int fd = g_str_equal(path, "-") ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    birge_error_set_errno(error, BIRGE_ERROR_INPUT, birge_input_name(path), "can't open", errno);
    return NULL;
  }
  struct stat info = {0};
  if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    close(fd);
    birge_error_set_at(error, BIRGE_ERROR_INPUT, birge_input_name(path), 0,
                       "is a folder, expected a file");
    return NULL;
  }
  BirgeInput *input = g_new0(BirgeInput, 1);
  input->fd = fd;
  input->name = g_strdup(birge_input_name(path));
  /* zlib reads until its buffer is full, which would keep a terminal or a pipe waiting. */
  if (S_ISREG(info.st_mode))
    input->file = gzdopen(fd, "rb");
  return input;
}

/* What zlib says went wrong. */
static void set_zlib_error(const BirgeInput *input, GError **error) {
  int code = Z_OK;
  gzerror(input->file, &code);
  if (code == Z_ERRNO)
    birge_error_set_errno(error, BIRGE_ERROR_INPUT, input->name, "can't read", errno);
  else
    birge_error_set_at(error, BIRGE_ERROR_INPUT, input->name, 0, "%s",
                       code == Z_BUF_ERROR ? "is compressed with gzip, and breaks off"
                                           : "is compressed with gzip, and damaged");
}

static gssize read_file(BirgeInput *input, char *buffer, gsize size, GError **error) {
  int got = gzread(input->file, buffer, (unsigned)MIN(size, G_MAXINT));
  int code = Z_OK;
  gzerror(input->file, &code);
  /* What breaks off gives what there was first, and says so only then. */
  if (got > 0 || (got == 0 && code == Z_OK))
    return got;
  set_zlib_error(input, error);
  return -1;
}

gssize birge_input_read(BirgeInput *input, char *buffer, gsize size, GError **error) {
  if (input->file)
    return read_file(input, buffer, size, error);
  gssize got;
  do
    got = read(input->fd, buffer, size);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    birge_error_set_errno(error, BIRGE_ERROR_INPUT, input->name, "can't read", errno);
  return got;
}

void birge_input_close(BirgeInput *input) {
  if (input->file)
    gzclose(input->file);
  else
    close(input->fd);
  g_free(input->name);
  g_free(input);
}

static gboolean check_size(const BirgeInput *input, guint64 size, guint64 limit, GError **error) {
  if (size <= limit)
    return TRUE;
  birge_error_set_at(error, BIRGE_ERROR_LIMIT, input->name, 0,
                     "is larger than %" G_GUINT64_FORMAT " bytes", limit);
  return FALSE;
}

GBytes *birge_file_read(const char *path, GError **error) {
  return birge_file_read_up_to(path, BIRGE_MAX_FILE, error);
}

GBytes *birge_file_read_up_to(const char *path, guint64 limit, GError **error) {
  g_autoptr(BirgeInput) input = birge_input_open(path, error);
  if (!input)
    return NULL;
  struct stat info;
  if (fstat(input->fd, &info) == 0 && S_ISREG(info.st_mode) &&
      !check_size(input, (guint64)info.st_size, limit, error))
    return NULL;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  for (gssize got = 1; got > 0;) {
    gsize length = bytes->len;
    g_byte_array_set_size(bytes, length + READ_CHUNK);
    got = birge_input_read(input, (char *)bytes->data + length, READ_CHUNK, error);
    if (got < 0)
      return NULL;
    g_byte_array_set_size(bytes, length + (gsize)got);
    if (!check_size(input, bytes->len, limit, error))
      return NULL;
  }
  gsize length = bytes->len;
  g_byte_array_append(bytes, (const guint8 *)"", 1);
  g_autoptr(GBytes) whole = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
  return g_bytes_new_from_bytes(whole, 0, length);
}

gboolean birge_name_ends_in(const char *name, const char *const *endings) {
  g_autofree char *lower = g_ascii_strdown(name, -1);
  while (*endings && !g_str_has_suffix(lower, *endings))
    endings++;
  return *endings != NULL;
}
