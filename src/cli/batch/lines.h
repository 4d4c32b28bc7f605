/* An article on a line of JSON, and the line that is written for it. */
#pragma once

#include "cli/batch/private.h"

/* Lines must be shorter, in bytes. */
#define BIRGE_MAX_LINE (16 * 1024 * 1024)

/* A line of the output begins so when its article failed. */
#define BIRGE_LINE_FAILED "{\"error\": "

/* Makes the line that is written for a line of the input: `{"id": …, "bitext": {…}}` and a line
 * end, or `{"error": …, "id": …}`; for formats other than JSON `"text": "…"`. number: of the line,
 * from 1. reason: receives why the article failed, yours; NULL: it did not. Returns the line,
 * yours. */
char *birge_batch_do_line(const BirgeBatch *batch, const BirgePipeline *pipeline, GBytes *line,
                          guint64 number, char **reason);
