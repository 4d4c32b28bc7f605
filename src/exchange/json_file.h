/* A file that is read at several places at once, without taking memory. */
#pragma once

#include <glib.h>

/* Copies a file ("-": standard input) to a temporary one without a name, which nobody else can
 * change, and maps that. Returns its bytes, yours.
 * Errors: INPUT, LIMIT above BIRGE_MAX_FILE; IO when there is no room. */
GBytes *birge_json_map(const char *path, GError **error);
