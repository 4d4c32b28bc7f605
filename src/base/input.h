/* Safe input: the one way bytes come in from a file or from standard input.
 *
 * Refuses folders and names what is missing or unreadable. Never maps a file: another program that
 * cuts a mapped file short would kill us. Regular files that are compressed with gzip are read as
 * what they hold. */
#pragma once

#include <glib.h>

/* The largest file that is read whole: a memory, a rules file, a bitext. Streams have no limit. */
#define BIRGE_MAX_FILE (G_GUINT64_CONSTANT(1) << 30)
/* The largest file of an article, with its pictures, or what gzip makes of it. */
#define BIRGE_MAX_ARTICLE_FILE (G_GUINT64_CONSTANT(256) << 20)

typedef struct _BirgeInput BirgeInput;

/* Opens a file for reading, front to back; "-" is standard input.
 * Returns the input; close with birge_input_close(). Errors: INPUT. */
BirgeInput *birge_input_open(const char *path, GError **error);

/* Reads up to size bytes into buffer.
 * Returns the number of bytes, 0 at the end, -1 on error (INPUT). */
gssize birge_input_read(BirgeInput *input, char *buffer, gsize size, GError **error);

void birge_input_close(BirgeInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeInput, birge_input_close)

/* Reads a whole file; "-" is standard input.
 * Returns its bytes, yours; g_bytes_get_data() of them is followed by a NUL that is not counted.
 * Errors: INPUT, LIMIT above BIRGE_MAX_FILE. */
GBytes *birge_file_read(const char *path, GError **error);

/* The same with a limit of its own, at most BIRGE_MAX_FILE. */
GBytes *birge_file_read_up_to(const char *path, guint64 limit, GError **error);

/* Whether a name ends in one of endings, which are in small letters, in any case. */
gboolean birge_name_ends_in(const char *name, const char *const *endings);

/* The name to print for a path: "-" is shown as "standard input". */
const char *birge_input_name(const char *path);
