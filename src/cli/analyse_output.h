/* Prints an analysis as text, CSV, JSON and HTML. */
#pragma once

#include "base/output.h"
#include "memory/analyse.h"

/* A file that was analysed. */
typedef struct {
  char *path;
  char *reason; /* why it could not be; NULL: it was */
  BirgeCounts counts;
} BirgeAnalysedFile;

/* files: of BirgeAnalysedFile*. */
typedef void (*BirgeAnalysisWriter)(const GPtrArray *files, BirgeOutput *output);

/* Returns the writer of a format: text, csv, json or html; NULL if there is no such format. */
BirgeAnalysisWriter birge_analysis_find_writer(const char *name);
