/* What running tasks on threads promises. */
#include "base/parallel.h"

#define N_TASKS 1000
#define N_THREADS 3

typedef struct {
  gint n_done[N_TASKS];
  gint n_wrong_threads;
} Done;

static void note(gpointer data, guint task, guint thread) {
  Done *done = data;
  g_atomic_int_inc(&done->n_done[task]);
  if (thread >= N_THREADS)
    g_atomic_int_inc(&done->n_wrong_threads);
}

static void each_task_is_done_once(void) {
  g_autofree Done *done = g_new0(Done, 1);
  birge_parallel_run(note, done, N_TASKS, N_THREADS);
  for (guint i = 0; i < N_TASKS; i++)
    g_assert_cmpint(done->n_done[i], ==, 1);
  g_assert_cmpint(done->n_wrong_threads, ==, 0);
}

static void fewer_tasks_than_threads_and_none_are_fine(void) {
  g_autofree Done *done = g_new0(Done, 1);
  birge_parallel_run(note, done, 0, N_THREADS);
  g_assert_cmpint(done->n_done[0], ==, 0);
  birge_parallel_run(note, done, 1, N_THREADS);
  g_assert_cmpint(done->n_done[0], ==, 1);
  g_assert_cmpint(done->n_done[1], ==, 0);
}

static void one_thread_does_all(void) {
  g_autofree Done *done = g_new0(Done, 1);
  birge_parallel_run(note, done, 2, 1);
  g_assert_cmpint(done->n_done[0] + done->n_done[1], ==, 2);
}

static void threads_are_as_many_as_said_or_cores(void) {
  g_assert_cmpuint(birge_n_threads(5), ==, 5);
  g_assert_cmpuint(birge_n_threads(0), ==, g_get_num_processors());
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/parallel/each_task_is_done_once", each_task_is_done_once);
  g_test_add_func("/parallel/fewer_tasks_than_threads_and_none_are_fine",
                  fewer_tasks_than_threads_and_none_are_fine);
  g_test_add_func("/parallel/one_thread_does_all", one_thread_does_all);
  g_test_add_func("/parallel/threads_are_as_many_as_said_or_cores",
                  threads_are_as_many_as_said_or_cores);
  return g_test_run();
}
