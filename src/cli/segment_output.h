/* What birge segment prints. */
#pragma once

#include "base/output.h"
#include "segment/segment.h"
#include "text/locale.h"

typedef void (*BirgeSegmentWriter)(const BirgeDocument *document, BirgeOutput *output);

/* What is done with each file. */
typedef struct {
  const BirgeLocales *locales;
  BirgeSegmenter *segmenter;
  BirgeOutput *output;
  BirgeSegmentWriter write;
  const char *language;   /* as the user says; may be NULL */
  const char *rules_name; /* as shown */
} BirgeSegmentJob;

/* Returns what writes documents in a format; format: NULL for text. Errors: USAGE. */
BirgeSegmentWriter birge_segment_find_writer(const char *format, GError **error);

/* Prints for each place of a document at which a break might be the rule that decided. */
gboolean birge_segment_explain(const BirgeSegmentJob *job, const BirgeDocument *document,
                               GError **error);

/* Reads lines of JSON, and writes each with its sentences. Memory does not grow with the file.
 * Errors: those of reading; FORMAT, with the line, for a line that is no object with a text. */
gboolean birge_segment_lines(const BirgeSegmentJob *job, const char *path, GError **error);
