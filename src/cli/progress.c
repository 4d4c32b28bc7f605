/* Shows progress from a thread of its own, so that no stage need know of it. */
#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#define FIRST_MS 1000
#define NEXT_MS 250

struct _BirgeProgress {
  GThread *thread; /* NULL: standard error is no terminal */
  GMutex mutex;    /* guards what follows */
  GCond ended;
  gboolean is_ended;
  char *what;
  gint64 start; /* of what, monotonic time in microseconds */
};

static void show(const BirgeProgress *progress) {
  gint64 seconds = (g_get_monotonic_time() - progress->start) / G_USEC_PER_SEC;
  fprintf(stderr, "\r\033[K%s … %" G_GINT64_FORMAT " s", progress->what, seconds);
  fflush(stderr);
}

static gpointer watch(gpointer user_data) {
  BirgeProgress *progress = user_data;
  gboolean was_shown = FALSE;
  g_mutex_lock(&progress->mutex);
  gint64 next = g_get_monotonic_time() + FIRST_MS * G_TIME_SPAN_MILLISECOND;
  while (!progress->is_ended) {
    if (g_cond_wait_until(&progress->ended, &progress->mutex, next))
      continue;
    next = g_get_monotonic_time() + NEXT_MS * G_TIME_SPAN_MILLISECOND;
    show(progress);
    was_shown = TRUE;
  }
  if (was_shown)
    fputs("\r\033[K", stderr);
  g_mutex_unlock(&progress->mutex);
  return NULL;
}

BirgeProgress *birge_progress_new(void) {
  BirgeProgress *progress = g_new0(BirgeProgress, 1);
  g_mutex_init(&progress->mutex);
  g_cond_init(&progress->ended);
  progress->what = g_strdup("starting");
  progress->start = g_get_monotonic_time();
  if (isatty(STDERR_FILENO))
    progress->thread = g_thread_new("progress", watch, progress);
  return progress;
}

void birge_progress_say(BirgeProgress *progress, const char *what) {
  if (!progress)
    return;
  g_mutex_lock(&progress->mutex);
  g_free(progress->what);
  progress->what = g_strdup(what);
  progress->start = g_get_monotonic_time();
  g_mutex_unlock(&progress->mutex);
}

void birge_progress_free(BirgeProgress *progress) {
  g_mutex_lock(&progress->mutex);
  progress->is_ended = TRUE;
  g_cond_signal(&progress->ended);
  g_mutex_unlock(&progress->mutex);
  if (progress->thread)
    g_thread_join(progress->thread);
  g_mutex_clear(&progress->mutex);
  g_cond_clear(&progress->ended);
  g_free(progress->what);
  g_free(progress);
}
