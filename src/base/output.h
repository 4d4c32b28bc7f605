/* Durable output: the one way bytes leave the program.
 *
 * A file appears under its name whole or not at all: it is written beside its place, flushed to the
 * disk and renamed. Errors are kept until the end, so that writers need not check each write. */
#pragma once

#include "base/public.h"

#include <glib.h>

BIRGE_BEGIN_PUBLIC

typedef struct _BirgeOutput BirgeOutput;

/* Opens an output; NULL or "-" is standard output. A path that is there and no regular file (a
 * pipe, a device) is written in place. Errors: IO. */
BirgeOutput *birge_output_open(const char *path, GError **error);

/* Opens an output that gathers what is written in text, which must outlive it. */
BirgeOutput *birge_output_open_string(GString *text);

/* Makes a fresh output UTF-16, little-endian, with a byte order mark; what is written to it is
 * UTF-8 as ever. For files, not for strings. */
void birge_output_use_utf16(BirgeOutput *output);
gboolean birge_output_is_utf16(const BirgeOutput *output);

void birge_output_write(BirgeOutput *output, const char *bytes, gsize length);
void birge_output_puts(BirgeOutput *output, const char *text);
void birge_output_printf(BirgeOutput *output, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Makes what was written durable under its name, and closes.
 * Returns FALSE if any write failed (IO); then nothing is left behind. Frees output either way. */
gboolean birge_output_commit(BirgeOutput *output, GError **error);

/* Closes and drops what was written. */
void birge_output_discard(BirgeOutput *output);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeOutput, birge_output_discard)

BIRGE_END_PUBLIC
