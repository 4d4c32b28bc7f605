/* Work that falls apart in tasks, done by several threads. */
#pragma once

#include <glib.h>

/* Does one task. task: its number; thread: that of the thread which does it, for scratch space that
 * belongs to a thread. Tasks must not depend on each other. */
typedef void (*BirgeTask)(gpointer data, guint task, guint thread);

/* Returns how many threads to start when said were asked for; 0: one for each core. */
guint birge_n_threads(guint said);

/* Does the tasks 0 to n_tasks on n_threads threads (1 or more), of which the caller's is one, and
 * returns when all are done. Each thread takes the next task that nobody has begun: what a task
 * gives must not depend on which thread does it, or when. */
void birge_parallel_run(BirgeTask task, gpointer data, guint n_tasks, guint n_threads);
