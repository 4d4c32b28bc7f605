/* Writes files atomically, standard output, and strings. */
#include "base/output.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE (64 * 1024)

/* Where the files stand that descriptors are open on; a chroot may have no /proc. */
#define DESCRIPTORS "/proc/self/fd"

struct _BirgeOutput {
  int fd;           /* -1: gathers in text */
  char *name;       /* as shown in messages */
  char *path;       /* the final name, links resolved; NULL when written in place */
  char *temporary;  /* the name until the end; NULL: the file has none yet, or its final one */
  GString *text;    /* what is not written out yet, or the caller's string */
  int failed_errno; /* the first error */
  gboolean is_utf16;
};

/* A link is followed, so that the file it names is replaced and not the link. */
static char *resolve_links(const char *path) {
  char *real = realpath(path, NULL);
  char *resolved = g_strdup(real ? real : path);
  free(real);
  return resolved;
}

static gboolean is_special_file(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

/* Gives the new file the rights that the old one had, or that the umask gives. */
static void copy_rights(int fd, const char *path) {
  struct stat info;
  mode_t mask = umask(0);
  umask(mask);
  mode_t mode = stat(path, &info) == 0 ? info.st_mode & 0777 : 0666 & ~mask;
  /* A failure leaves the safer rights of mkstemp(). */
  if (fchmod(fd, mode) != 0)
    return;
}

static BirgeOutput *new_output(int fd, const char *name) {
  BirgeOutput *output = g_new0(BirgeOutput, 1);
  output->fd = fd;
  output->name = g_strdup(name);
  output->text = g_string_sized_new(BUFFER_SIZE);
  return output;
}

/* Opens a file without a name in the folder of path, so that nothing is left of it if the program
 * is killed. Returns -1 where the file system has no such files, or where none could get its name
 * at the end. */
static int open_nameless(const char *path) {
  if (access(DESCRIPTORS, X_OK) != 0)
    return -1;
  g_autofree char *folder = g_path_get_dirname(path);
  return open(folder, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
}

BirgeOutput *birge_output_open(const char *path, GError **error) {
  if (!path || g_str_equal(path, "-"))
    return new_output(dup(STDOUT_FILENO), "standard output");
  gboolean special = is_special_file(path);
  g_autofree char *resolved = resolve_links(path);
  g_autofree char *temporary = NULL;
  int fd = special ? open(path, O_WRONLY | O_CLOEXEC) : open_nameless(resolved);
  if (fd < 0 && !special) {
    temporary = g_strconcat(resolved, ".XXXXXX", NULL);
    fd = mkstemp(temporary);
  }
  if (fd < 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, path, "can't write", errno);
    return NULL;
  }
  BirgeOutput *output = new_output(fd, path);
  if (!special) {
    copy_rights(fd, resolved);
    output->path = g_steal_pointer(&resolved);
    output->temporary = g_steal_pointer(&temporary);
  }
  return output;
}

BirgeOutput *birge_output_open_string(GString *text) {
  BirgeOutput *output = g_new0(BirgeOutput, 1);
  output->fd = -1;
  output->name = g_strdup("string");
  output->text = text;
  return output;
}

void birge_output_use_utf16(BirgeOutput *output) {
  g_return_if_fail(output->fd >= 0);
  output->is_utf16 = TRUE;
  birge_output_puts(output, "\xEF\xBB\xBF");
}

gboolean birge_output_is_utf16(const BirgeOutput *output) {
  return output->is_utf16;
}

static void write_bytes(BirgeOutput *output, const char *next, gsize left) {
  while (left > 0 && output->failed_errno == 0) {
    gssize wrote = write(output->fd, next, left);
    if (wrote < 0 && errno != EINTR)
      output->failed_errno = errno;
    if (wrote > 0) {
      next += wrote;
      left -= (gsize)wrote;
    }
  }
}

/* Writes out whole characters; a half one waits for its rest. */
static void write_utf16(BirgeOutput *output) {
  glong n_read = 0, n_units = 0;
  g_autofree gunichar2 *units =
      g_utf8_to_utf16(output->text->str, (glong)output->text->len, &n_read, &n_units, NULL);
  if (!units) {
    output->failed_errno = EILSEQ;
    return;
  }
  for (glong i = 0; i < n_units; i++)
    units[i] = GUINT16_TO_LE(units[i]);
  write_bytes(output, (const char *)units, (gsize)n_units * sizeof *units);
  g_string_erase(output->text, 0, n_read);
}

static void flush_text(BirgeOutput *output) {
  if (output->fd < 0)
    return;
  if (output->is_utf16) {
    write_utf16(output);
    return;
  }
  write_bytes(output, output->text->str, output->text->len);
  g_string_truncate(output->text, 0);
}

void birge_output_write(BirgeOutput *output, const char *bytes, gsize length) {
  g_string_append_len(output->text, bytes, (gssize)length);
  if (output->text->len >= BUFFER_SIZE)
    flush_text(output);
}

void birge_output_puts(BirgeOutput *output, const char *text) {
  birge_output_write(output, text, strlen(text));
}

void birge_output_printf(BirgeOutput *output, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_string_append_vprintf(output->text, format, arguments);
  va_end(arguments);
  if (output->text->len >= BUFFER_SIZE)
    flush_text(output);
}

/* The rename itself is durable only once the folder is on the disk. */
static void sync_folder(const char *path) {
  g_autofree char *folder = g_path_get_dirname(path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return;
  fsync(fd);
  close(fd);
}

/* Gives a file without a name one beside its place, for a link can't replace what is there. */
static gboolean name_temporary(BirgeOutput *output) {
  g_autofree char *file = g_strdup_printf(DESCRIPTORS "/%d", output->fd);
  int result;
  do {
    g_free(output->temporary);
    output->temporary = g_strdup_printf("%s.%08x", output->path, g_random_int());
    result = linkat(AT_FDCWD, file, AT_FDCWD, output->temporary, AT_SYMLINK_FOLLOW);
  } while (result != 0 && errno == EEXIST);
  if (result != 0)
    g_clear_pointer(&output->temporary, g_free);
  return result == 0;
}

/* Brings a complete file to the disk, and under its name. */
static gboolean publish(BirgeOutput *output) {
  if (fsync(output->fd) != 0 || (!output->temporary && !name_temporary(output)) ||
      rename(output->temporary, output->path) != 0)
    return FALSE;
  sync_folder(output->path);
  g_clear_pointer(&output->temporary, g_free);
  return TRUE;
}

gboolean birge_output_commit(BirgeOutput *output, GError **error) {
  flush_text(output);
  if (output->failed_errno == 0 && output->path && !publish(output))
    output->failed_errno = errno;
  gboolean is_string = output->fd < 0;
  if (!is_string && close(output->fd) != 0 && output->failed_errno == 0)
    output->failed_errno = errno;
  output->fd = -1;
  int failed_errno = output->failed_errno;
  if (failed_errno != 0)
    birge_error_set_errno(error, BIRGE_ERROR_IO, output->name, "can't write", failed_errno);
  if (!is_string)
    g_string_free(g_steal_pointer(&output->text), TRUE);
  birge_output_discard(output);
  return failed_errno == 0;
}

void birge_output_discard(BirgeOutput *output) {
  if (output->fd >= 0) {
    close(output->fd);
    g_string_free(output->text, TRUE);
  }
  if (output->temporary)
    unlink(output->temporary);
  g_free(output->temporary);
  g_free(output->path);
  g_free(output->name);
  g_free(output);
}
