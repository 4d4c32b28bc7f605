/* Runs tasks on threads. */
#include "base/parallel.h"

typedef struct {
  BirgeTask task;
  gpointer data;
  guint n_tasks;
  gint next; /* the next task; counted up by all */
} Work;

typedef struct {
  Work *work;
  guint number;
} Worker;

static gpointer do_tasks(gpointer data) {
  const Worker *worker = data;
  Work *work = worker->work;
  for (;;) {
    guint task = (guint)g_atomic_int_add(&work->next, 1);
    if (task >= work->n_tasks)
      return NULL;
    work->task(work->data, task, worker->number);
  }
}

guint birge_n_threads(guint said) {
  return said > 0 ? said : g_get_num_processors();
}

void birge_parallel_run(BirgeTask task, gpointer data, guint n_tasks, guint n_threads) {
  g_return_if_fail(n_threads > 0 && n_tasks <= G_MAXINT - n_threads);
  Work work = {task, data, n_tasks, 0};
  guint n = CLAMP(n_tasks, 1, n_threads);
  g_autofree Worker *workers = g_new(Worker, n);
  g_autofree GThread **threads = g_new(GThread *, n);
  for (guint i = 0; i < n; i++) {
    workers[i] = (Worker){&work, i};
    threads[i] = i > 0 ? g_thread_new("task", do_tasks, &workers[i]) : NULL;
  }
  do_tasks(&workers[0]);
  for (guint i = 1; i < n; i++)
    g_thread_join(threads[i]);
}
