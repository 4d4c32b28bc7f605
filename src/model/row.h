/* Rows: which segments of the documents of a bitext belong together, and what is known of that. */
#pragma once

#include "base/public.h"

#include <glib.h>

BIRGE_BEGIN_PUBLIC

#define BIRGE_MAX_LANGUAGES 8

/* Segments of a run that gaps can tell of: the first ones. */
#define BIRGE_MAX_GAPS 32

/* A run of segments of one document, half-open; first == end: none. */
typedef struct {
  guint first;
  guint end;
} BirgeRun;

typedef enum {
  BIRGE_ORIGIN_ALIGNED, /* by the aligner */
  BIRGE_ORIGIN_EXACT,   /* stored in the memory */
  BIRGE_ORIGIN_CONTEXT, /* stored, with the same neighbours */
  BIRGE_ORIGIN_FUZZY,   /* something like it is stored */
  BIRGE_ORIGIN_HAND,    /* by a person */
} BirgeOrigin;

typedef enum {
  BIRGE_STATUS_PROPOSED,
  BIRGE_STATUS_APPROVED,
  BIRGE_STATUS_REJECTED,
} BirgeStatus;

typedef struct {
  BirgeRun runs[BIRGE_MAX_LANGUAGES]; /* by document */
  guint32 gaps[BIRGE_MAX_LANGUAGES];  /* bit s: segment s of the run has no counterpart */
  double confidence;                  /* probability that the row is exactly right, 0 to 1 */
  BirgeOrigin origin;
  BirgeStatus status;
  const char *note; /* what a person wrote about the row; NULL: nothing */
} BirgeRow;

/* Whether segment s of a row's run of a document, counted from its first, has no counterpart in
 * the row. */
gboolean birge_row_has_gap(const BirgeRow *row, guint document, guint s);

/* Returns how many segments of a row, of all documents, have no counterpart in it. */
guint birge_row_count_gaps(const BirgeRow *row, guint n_documents);

/* Whether a row has segments of two documents or more. */
gboolean birge_row_is_tied(const BirgeRow *row, guint n_documents);

/* Gives the empty runs of rows, which are in text order, the place where they stand. */
void birge_rows_place_empty_runs(BirgeRow *rows, guint n_rows, guint n_documents);

/* The names of origins and statuses in files and on the screen. */
const char *birge_origin_print(BirgeOrigin origin);
gboolean birge_origin_parse(const char *name, BirgeOrigin *origin);
const char *birge_status_print(BirgeStatus status);
gboolean birge_status_parse(const char *name, BirgeStatus *status);

BIRGE_END_PUBLIC
