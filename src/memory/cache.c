/* Keeps indexes in the user's cache folder: finds them, and builds them when they are not there or
 * not of the file as it is now.
 *
 * An index is written under a name of its own, flushed and renamed: whoever builds at the same
 * time, or is killed on the way, leaves a whole index or none. Where the folder can't be written or
 * the disk is full, the index lives in memory for as long as it is open. */
#include "memory/index.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SAMPLE (64 * 1024)
/* Two edits within one tick of the file system's clock have the same times: a file that was edited
 * just now is read only when the clock has moved on. */
#define TICK_NS (20 * 1000 * 1000)

static gint64 nanoseconds(struct timespec time) {
  return (gint64)time.tv_sec * 1000000000 + time.tv_nsec;
}

static guint64 hash_sample(int fd, guint64 seed, off_t start) {
  g_autofree guint8 *sample = g_malloc(SAMPLE);
  gssize got = pread(fd, sample, SAMPLE, start);
  return birge_index_hash(seed, sample, got > 0 ? (gsize)got : 0);
}

/* Says what a file is now. Errors: INPUT. */
static gboolean read_stamp(const char *path, BirgeStamp *stamp, GError **error) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  if (fd < 0 || fstat(fd, &info) != 0) {
    birge_error_set_errno(error, BIRGE_ERROR_INPUT, path, "can't open", errno);
    if (fd >= 0)
      close(fd);
    return FALSE;
  }
  memset(stamp, 0, sizeof *stamp);
  stamp->size = (guint64)info.st_size;
  stamp->mtime_ns = nanoseconds(info.st_mtim);
  stamp->ctime_ns = nanoseconds(info.st_ctim);
  stamp->inode = (guint64)info.st_ino;
  stamp->device = (guint64)info.st_dev;
  if (S_ISREG(info.st_mode)) {
    stamp->hash = hash_sample(fd, 0, 0);
    stamp->hash = hash_sample(fd, stamp->hash, MAX(info.st_size - SAMPLE, 0));
  }
  close(fd);
  return TRUE;
}

static void wait_for_tick(const BirgeStamp *stamp) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  gint64 age = nanoseconds(now) - MAX(stamp->mtime_ns, stamp->ctime_ns);
  if (age >= 0 && age < TICK_NS)
    g_usleep((gulong)((TICK_NS - age) / 1000));
}

/* Returns the path of a file's index in the cache, yours. */
static char *find_place(const char *path) {
  g_autofree char *real = realpath(path, NULL);
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, real ? real : path, -1);
  g_autofree char *name = g_strdup_printf("%.32s.index", sum);
  return g_build_filename(g_get_user_cache_dir(), "birge", name, NULL);
}

static BirgeIndex *map_cached(const char *place, const char *path, guint64 fingerprint,
                              const BirgeStamp *stamp) {
  int fd = open(place, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    return NULL;
  BirgeIndex *index = birge_index_map(fd, path, fingerprint, stamp);
  close(fd);
  return index;
}

/* Builds in a descriptor, which it closes. place: what the temporary file becomes. */
static BirgeIndex *build_in(int fd, const char *temporary, const char *place, const char *path,
                            const BirgeLocales *locales, GError **error) {
  BirgeStamp stamp, after;
  BirgeIndex *index = NULL;
  if (read_stamp(path, &stamp, error)) {
    wait_for_tick(&stamp);
    if (birge_index_build(path, locales, &stamp, fd, error) && read_stamp(path, &after, error))
      index = birge_index_map(fd, path, birge_index_fingerprint(locales), NULL);
  }
  /* A file that changed while it was read is indexed as it was read, and not kept. */
  if (temporary && !(index && memcmp(&stamp, &after, sizeof stamp) == 0 && fsync(fd) == 0 &&
                     rename(temporary, place) == 0))
    unlink(temporary);
  close(fd);
  if (!index && error && !*error)
    birge_error_set_at(error, BIRGE_ERROR_IO, path, 0, "can't use the index that was written");
  return index;
}

/* Removes what builds that were killed left behind, once nobody can still be writing it. */
static void sweep(const char *folder) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    struct stat info;
    if (strstr(name, ".index.") && lstat(path, &info) == 0 &&
        g_get_real_time() / G_USEC_PER_SEC - info.st_mtime > 24 * 60 * 60)
      unlink(path);
  }
}

static BirgeIndex *build(const char *place, const char *path, const BirgeLocales *locales,
                         GError **error) {
  g_autofree char *folder = g_path_get_dirname(place);
  g_autofree char *temporary = g_strconcat(place, ".XXXXXX", NULL);
  g_autoptr(GError) wrong = NULL;
  int fd = g_mkdir_with_parents(folder, 0700) == 0
               ? g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, 0600)
               : -1;
  if (fd >= 0) {
    sweep(folder);
    BirgeIndex *index = build_in(fd, temporary, place, path, locales, &wrong);
    if (index || wrong->code != BIRGE_ERROR_IO) {
      if (!index)
        g_propagate_error(error, g_steal_pointer(&wrong));
      return index;
    }
  }
  fd = memfd_create("birge-index", MFD_CLOEXEC);
  if (fd < 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, path, "can't make an index", errno);
    return NULL;
  }
  return build_in(fd, NULL, NULL, path, locales, error);
}

BirgeIndex *birge_index_open(const char *path, const BirgeLocales *locales, GError **error) {
  BirgeStamp stamp;
  if (!read_stamp(path, &stamp, error))
    return NULL;
  g_autofree char *place = find_place(path);
  BirgeIndex *index = map_cached(place, path, birge_index_fingerprint(locales), &stamp);
  return index ? index : build(place, path, locales, error);
}

BirgeIndex *birge_index_rebuild(const BirgeIndex *damaged, const BirgeLocales *locales,
                                GError **error) {
  g_autofree char *place = find_place(damaged->path);
  return build(place, damaged->path, locales, error);
}
