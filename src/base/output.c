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

struct _BirgeOutput {
  int fd;           /* -1: gathers in text */
  char *name;       /* as shown in messages */
  char *path;       /* the final name, links resolved; NULL when written in place */
  char *temporary;  /* the name until the end; NULL when written in place */
  GString *text;    /* what is not written out yet, or the caller's string */
  int failed_errno; /* the first error */
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

BirgeOutput *birge_output_open(const char *path, GError **error) {
  if (!path || g_str_equal(path, "-"))
    return new_output(dup(STDOUT_FILENO), "standard output");
  gboolean special = is_special_file(path);
  g_autofree char *resolved = resolve_links(path);
  g_autofree char *temporary = g_strconcat(resolved, ".XXXXXX", NULL);
  int fd = special ? open(path, O_WRONLY | O_CLOEXEC) : mkstemp(temporary);
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

static void flush_text(BirgeOutput *output) {
  if (output->fd < 0)
    return;
  const char *next = output->text->str;
  gsize left = output->text->len;
  while (left > 0 && output->failed_errno == 0) {
    gssize wrote = write(output->fd, next, left);
    if (wrote < 0 && errno != EINTR)
      output->failed_errno = errno;
    if (wrote > 0) {
      next += wrote;
      left -= (gsize)wrote;
    }
  }
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

gboolean birge_output_commit(BirgeOutput *output, GError **error) {
  flush_text(output);
  if (output->failed_errno == 0 && output->temporary && fsync(output->fd) != 0)
    output->failed_errno = errno;
  if (output->fd >= 0 && close(output->fd) != 0 && output->failed_errno == 0)
    output->failed_errno = errno;
  gboolean string = output->fd < 0;
  output->fd = -1;
  if (output->failed_errno == 0 && output->temporary) {
    if (rename(output->temporary, output->path) == 0) {
      sync_folder(output->path);
      g_clear_pointer(&output->temporary, g_free);
    } else {
      output->failed_errno = errno;
    }
  }
  int failed_errno = output->failed_errno;
  if (failed_errno != 0)
    birge_error_set_errno(error, BIRGE_ERROR_IO, output->name, "can't write", failed_errno);
  if (!string)
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
