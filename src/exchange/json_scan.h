/* What must be known of JSON before json-glib reads it. */
#pragma once

#include <glib.h>

/* Checks that json-glib can be trusted with data. Errors: FORMAT and LIMIT, with the line. */
gboolean birge_json_scan(const char *name, const char *data, gsize length, GError **error);
