/* Errors: one domain, few codes, and the one way a message is made.
 *
 * A message reads `FILE:LINE: what is wrong`: lower case, no full stop, what was found and what was
 * expected. It is made where the error is found; only cli/main.c prints it. */
#pragma once

#include "base/public.h"

#include <glib.h>

BIRGE_BEGIN_PUBLIC

#define BIRGE_ERROR (birge_error_quark())

typedef enum {
  BIRGE_ERROR_INPUT,    /* a file that is not there, can't be read, or holds nothing */
  BIRGE_ERROR_FORMAT,   /* bytes that are not what their format says */
  BIRGE_ERROR_ENCODING, /* bytes that are not text in the encoding they should be in */
  BIRGE_ERROR_LIMIT,    /* more or larger than a stated limit */
  BIRGE_ERROR_IO,       /* an output that can't be written */
  BIRGE_ERROR_USAGE,    /* a wrong call: an unknown option, language or format */
} BirgeError;

GQuark birge_error_quark(void);

/* Sets an error whose message names its place.
 * file: as the user wrote it; line: counted from 1, 0 when there is none. */
void birge_error_set_at(GError **error, BirgeError code, const char *file, guint64 line,
                        const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Sets an error from errno: `FILE: what: no such file or directory`.
 * what: what was being done ("can't open"). */
void birge_error_set_errno(GError **error, BirgeError code, const char *file, const char *what,
                           int saved_errno);

BIRGE_END_PUBLIC
