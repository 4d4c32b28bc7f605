/* Reads files and standard input. */
#include "base/input.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_CHUNK (64 * 1024)

struct _BirgeInput {
  int fd;
  char *name; /* as shown in messages */
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
  struct stat info;
  if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    close(fd);
    birge_error_set_at(error, BIRGE_ERROR_INPUT, birge_input_name(path), 0,
                       "is a folder, expected a file");
    return NULL;
  }
  BirgeInput *input = g_new0(BirgeInput, 1);
  input->fd = fd;
  input->name = g_strdup(birge_input_name(path));
  return input;
}

gssize birge_input_read(BirgeInput *input, char *buffer, gsize size, GError **error) {
  gssize got;
  do
    got = read(input->fd, buffer, size);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    birge_error_set_errno(error, BIRGE_ERROR_INPUT, input->name, "can't read", errno);
  return got;
}

void birge_input_close(BirgeInput *input) {
  close(input->fd);
  g_free(input->name);
  g_free(input);
}

static gboolean check_size(const BirgeInput *input, guint64 size, GError **error) {
  if (size <= BIRGE_MAX_FILE)
    return TRUE;
  birge_error_set_at(error, BIRGE_ERROR_LIMIT, input->name, 0,
                     "is larger than %" G_GUINT64_FORMAT " bytes", BIRGE_MAX_FILE);
  return FALSE;
}

GBytes *birge_file_read(const char *path, GError **error) {
  g_autoptr(BirgeInput) input = birge_input_open(path, error);
  if (!input)
    return NULL;
  struct stat info;
  if (fstat(input->fd, &info) == 0 && S_ISREG(info.st_mode) &&
      !check_size(input, (guint64)info.st_size, error))
    return NULL;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  for (gssize got = 1; got > 0;) {
    gsize length = bytes->len;
    g_byte_array_set_size(bytes, length + READ_CHUNK);
    got = birge_input_read(input, (char *)bytes->data + length, READ_CHUNK, error);
    if (got < 0)
      return NULL;
    g_byte_array_set_size(bytes, length + (gsize)got);
    if (!check_size(input, bytes->len, error))
      return NULL;
  }
  gsize length = bytes->len;
  g_byte_array_append(bytes, (const guint8 *)"", 1);
  g_autoptr(GBytes) whole = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
  return g_bytes_new_from_bytes(whole, 0, length);
}
