/* Libraries that few commands need, loaded when they are: loading them with the program would take
 * half the time of a small job, and a fifth of the memory of a large one.
 *
 * The files that need one define its functions anew, as macros of BIRGE_CALL(). */
#pragma once

#include <glib.h>

/* Makes the functions of a library known; it stays loaded. name: as base/config.h has it.
 * Errors: INPUT when it is not there. */
gboolean birge_library_load(const char *name, GError **error);

typedef void (*BirgeFunction)(void);

/* Returns a function of a library that is loaded. */
BirgeFunction birge_library_find(const char *name);

/* Stands for a function of a library that is loaded when it is called. */
#define BIRGE_CALL(function) ((__typeof__(&(function)))birge_library_find(#function))
