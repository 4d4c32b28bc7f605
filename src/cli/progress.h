/* Progress: what is being done, on standard error, when it takes more than a second. */
#pragma once

#include <glib.h>

typedef struct _BirgeProgress BirgeProgress;

/* Begins to watch. Says nothing ever if standard error is no terminal. */
BirgeProgress *birge_progress_new(void);

/* Nothing is said for NULL. Says what is being done from now on: "reading tmx". */
void birge_progress_say(BirgeProgress *progress, const char *what);

/* Wipes out what was said, and ends. */
void birge_progress_free(BirgeProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeProgress, birge_progress_free)
