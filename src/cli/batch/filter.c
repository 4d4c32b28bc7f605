/* birge batch -: a line of JSON in, a line of JSON out, in the same order, with a window of lines
 * in memory. The main thread reads, workers work, and the one whose line is next writes. */
#include "base/error.h"
#include "base/input.h"
#include "cli/batch/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* So many lines for each thread may wait to be done, or to be written. */
#define WINDOW_PER_JOB 8
#define BUFFER_SIZE (64 * 1024)
#define SAY_EVERY (G_USEC_PER_SEC / 2)

typedef struct {
  GBytes *line; /* NULL once it is taken */
  char *made;   /* NULL until it is done */
  char *reason; /* why it failed */
} Slot;

typedef struct {
  BirgeBatch *batch;
  int fd;
  guint n_slots;
  GMutex mutex; /* guards what follows */
  GCond changed;
  Slot *slots;        /* of line n at n % n_slots */
  guint64 n_read;     /* lines that were put into slots */
  guint64 n_taken;    /* by workers */
  guint64 n_written;  /* lines, those of earlier runs too */
  guint64 n_before;   /* written by earlier runs */
  guint64 n_failed;   /* those of earlier runs too */
  int failed_errno;   /* of writing; 0: none */
  gboolean is_at_end; /* of the input */
  gint64 start;
  gint64 last_said;
} Filter;

static void write_all(Filter *filter, const char *text) {
  gsize left = strlen(text);
  while (left > 0 && filter->failed_errno == 0) {
    gssize wrote = write(filter->fd, text, left);
    if (wrote < 0 && errno != EINTR)
      filter->failed_errno = errno;
    text += MAX(wrote, 0);
    left -= (gsize)MAX(wrote, 0);
  }
}

static void say_progress(Filter *filter) {
  gint64 now = g_get_monotonic_time();
  if (filter->batch->options->is_quiet || !isatty(STDERR_FILENO) ||
      now - filter->last_said < SAY_EVERY)
    return;
  filter->last_said = now;
  birge_batch_show((guint)(filter->n_written - filter->n_before), 0,
                   (double)(now - filter->start) / G_USEC_PER_SEC);
}

/* Writes the lines that are done and next. */
static void write_done(Filter *filter) {
  for (;;) {
    Slot *slot = &filter->slots[filter->n_written % filter->n_slots];
    if (filter->n_written == filter->n_taken || !slot->made)
      return;
    write_all(filter, slot->made);
    if (slot->reason) {
      fprintf(stderr, "%" G_GUINT64_FORMAT ": failed: %s\n", filter->n_written + 1, slot->reason);
      filter->n_failed++;
    }
    g_clear_pointer(&slot->made, g_free);
    g_clear_pointer(&slot->reason, g_free);
    filter->n_written++;
    say_progress(filter);
  }
}

static gpointer work(gpointer data) {
  Filter *filter = data;
  g_autoptr(BirgePipeline) pipeline = birge_pipeline_share(filter->batch->pipeline);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&filter->mutex);
  for (;;) {
    while (filter->n_taken == filter->n_read && !filter->is_at_end)
      g_cond_wait(&filter->changed, &filter->mutex);
    if (filter->n_taken == filter->n_read)
      return NULL;
    guint64 number = filter->n_taken++;
    Slot *slot = &filter->slots[number % filter->n_slots];
    g_autoptr(GBytes) line = g_steal_pointer(&slot->line);
    char *reason = NULL;
    g_mutex_unlock(&filter->mutex);
    char *made = birge_batch_do_line(filter->batch, pipeline, line, number + 1, &reason);
    g_mutex_lock(&filter->mutex);
    slot->made = made;
    slot->reason = reason;
    write_done(filter);
    g_cond_broadcast(&filter->changed);
  }
}

/* Hands a line to the workers, once there is room. Returns FALSE once nothing can be written. */
static gboolean put_line(Filter *filter, GString *line) {
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&filter->mutex);
  while (filter->n_read - filter->n_written >= filter->n_slots && filter->failed_errno == 0)
    g_cond_wait(&filter->changed, &filter->mutex);
  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate(line, line->len - 1);
  filter->slots[filter->n_read++ % filter->n_slots].line = g_bytes_new(line->str, line->len);
  g_string_truncate(line, 0);
  g_cond_broadcast(&filter->changed);
  return filter->failed_errno == 0;
}

/* Takes bytes of the input. The rest of a line that is too long is left out: what is kept of it is
 * no JSON. skip: so many lines were done before. */
static gboolean take_bytes(Filter *filter, const char *bytes, gsize length, GString *line,
                           guint64 *skip) {
  while (length > 0) {
    const char *end = memchr(bytes, '\n', length);
    gsize n = end ? (gsize)(end - bytes) : length;
    if (*skip == 0 && line->len < BIRGE_MAX_LINE)
      g_string_append_len(line, bytes, (gssize)MIN(n, BIRGE_MAX_LINE - line->len));
    if (end && *skip > 0)
      --*skip;
    else if (end && !put_line(filter, line))
      return FALSE;
    n += end ? 1 : 0;
    bytes += n;
    length -= n;
  }
  return TRUE;
}

static gboolean read_lines(Filter *filter, GError **error) {
  g_autoptr(BirgeInput) input = birge_input_open("-", error);
  g_autoptr(GString) line = g_string_new(NULL);
  g_autofree char *buffer = g_malloc(BUFFER_SIZE);
  guint64 skip = filter->n_before;
  gssize n = input ? 0 : -1;
  while (input && (n = birge_input_read(input, buffer, BUFFER_SIZE, error)) > 0) {
    if (!take_bytes(filter, buffer, (gsize)n, line, &skip))
      return TRUE;
  }
  if (n == 0 && line->len > 0)
    put_line(filter, line);
  return n == 0;
}

/* Goes over what an earlier run wrote; half a line at its end is cut off. */
static gboolean find_place(Filter *filter) {
  static const char failed[] = BIRGE_LINE_FAILED;
  g_autofree char *buffer = g_malloc(BUFFER_SIZE);
  gsize column = 0;
  off_t place = 0, whole = 0;
  gboolean is_failed = TRUE;
  gssize n;
  while ((n = read(filter->fd, buffer, BUFFER_SIZE)) > 0) {
    for (gssize i = 0; i < n; i++, place++) {
      if (column < sizeof failed - 1)
        is_failed = is_failed && buffer[i] == failed[column];
      column++;
      if (buffer[i] != '\n')
        continue;
      filter->n_failed += is_failed && column > sizeof failed - 1;
      filter->n_before++;
      whole = place + 1;
      column = 0;
      is_failed = TRUE;
    }
  }
  return n == 0 && ftruncate(filter->fd, whole) == 0 && lseek(filter->fd, whole, SEEK_SET) == whole;
}

static gboolean open_output(Filter *filter, GError **error) {
  const BirgeBatchOptions *options = filter->batch->options;
  if (!options->output || g_str_equal(options->output, "-")) {
    filter->fd = dup(STDOUT_FILENO);
    return TRUE;
  }
  int flags = O_RDWR | O_CREAT | O_CLOEXEC | (options->resumes ? 0 : O_TRUNC);
  filter->fd = open(options->output, flags, 0666);
  if (filter->fd < 0 || (options->resumes && !find_place(filter))) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, options->output, "can't write", errno);
    return FALSE;
  }
  filter->n_read = filter->n_taken = filter->n_written = filter->n_before;
  return TRUE;
}

static gboolean run_filter(Filter *filter, GError **error) {
  guint n = birge_batch_n_jobs(filter->batch->options);
  g_autofree GThread **threads = g_new(GThread *, n);
  filter->start = g_get_monotonic_time();
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new("batch", work, filter);
  gboolean ok = read_lines(filter, error);
  g_mutex_lock(&filter->mutex);
  filter->is_at_end = TRUE;
  g_cond_broadcast(&filter->changed);
  g_mutex_unlock(&filter->mutex);
  for (guint i = 0; i < n; i++)
    g_thread_join(threads[i]);
  return ok;
}

static gboolean end_filter(Filter *filter, GError **error) {
  const char *output = filter->batch->options->output;
  struct stat info;
  gboolean is_file = fstat(filter->fd, &info) == 0 && S_ISREG(info.st_mode);
  if (is_file && filter->failed_errno == 0 && fsync(filter->fd) != 0)
    filter->failed_errno = errno;
  if (close(filter->fd) != 0 && filter->failed_errno == 0)
    filter->failed_errno = errno;
  if (filter->failed_errno != 0) {
    birge_error_set_errno(error, BIRGE_ERROR_IO, output ? output : "standard output", "can't write",
                          filter->failed_errno);
    return FALSE;
  }
  if (!filter->batch->options->is_quiet)
    fprintf(stderr,
            "%" G_GUINT64_FORMAT " articles: %" G_GUINT64_FORMAT " written, %" G_GUINT64_FORMAT
            " were there, %" G_GUINT64_FORMAT " failed\n",
            filter->n_written, filter->n_written - filter->n_before, filter->n_before,
            filter->n_failed);
  if (filter->n_failed > 0)
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT,
                "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " articles failed", filter->n_failed,
                filter->n_written);
  return filter->n_failed == 0;
}

gboolean birge_batch_filter(BirgeBatch *batch, GError **error) {
  Filter filter = {.batch = batch, .fd = -1};
  if (!open_output(&filter, error))
    return FALSE;
  filter.n_slots = birge_batch_n_jobs(batch->options) * WINDOW_PER_JOB;
  filter.slots = g_new0(Slot, filter.n_slots);
  g_mutex_init(&filter.mutex);
  g_cond_init(&filter.changed);
  gboolean ok = run_filter(&filter, error);
  GError **where = ok ? error : NULL;
  ok = end_filter(&filter, where) && ok;
  for (guint i = 0; i < filter.n_slots; i++) {
    g_clear_pointer(&filter.slots[i].line, g_bytes_unref);
    g_free(filter.slots[i].made);
    g_free(filter.slots[i].reason);
  }
  g_free(filter.slots);
  g_mutex_clear(&filter.mutex);
  g_cond_clear(&filter.changed);
  return ok;
}
