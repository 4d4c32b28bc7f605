/* Operations: what a person can do to a draft, as values.
 *
 * An operation is a line of JSON on its way from the page and in the journal. Applied to a draft it
 * gives a change and nothing else; the same operation on the same draft gives the same change. */
#pragma once

#include "align/align.h"
#include "review/draft.h"

#include <json-glib/json-glib.h>

/* The longest text of a segment or a note, in bytes. */
#define BIRGE_MAX_EDIT (64 * 1024)

/* The most segments in a cell. */
#define BIRGE_MAX_CELL 1000

typedef enum {
  BIRGE_DO_MERGE,   /* a cell or all cells of the row with those of its neighbour */
  BIRGE_DO_SPLIT,   /* a cell at a place in a segment: the rest goes to the row below, if there is
                       room, or to a new one */
  BIRGE_DO_MOVE,    /* a segment, and those between it and the neighbour, to the neighbour */
  BIRGE_DO_INSERT,  /* an empty row beside the row */
  BIRGE_DO_UNLINK,  /* a segment leaves its row and stands in one of its own */
  BIRGE_DO_SWAP,    /* a cell and the neighbour's change places */
  BIRGE_DO_EDIT,    /* the text of a segment */
  BIRGE_DO_STATUS,  /* of the row */
  BIRGE_DO_APPROVE, /* all proposed rows from a confidence on */
  BIRGE_DO_NOTE,    /* about the row */
  BIRGE_DO_REALIGN, /* all between the approved rows around the row */
} BirgeOperationKind;

typedef enum { BIRGE_SIDE_ABOVE, BIRGE_SIDE_BELOW } BirgeSide;

typedef struct {
  BirgeOperationKind kind;
  guint row;
  int column;         /* -1: all (merge) */
  guint segment;      /* of the cell */
  guint offset_utf16; /* in the segment's text: browsers count so */
  BirgeSide side;     /* which neighbour is meant */
  BirgeStatus status;
  double confidence;
  char *text;      /* edit; note: "" takes it away */
  GArray *aligned; /* realign: of BirgeRow, what the aligner found for the stretch; NULL: not yet */
} BirgeOperation;

/* Reads an operation. Whether it can be applied is not looked at. Returns it, yours.
 * Errors: FORMAT. */
BirgeOperation *birge_operation_parse(JsonObject *object, GError **error);

/* Writes an operation as birge_operation_parse() reads it. Returns an object, yours. */
JsonNode *birge_operation_print(const BirgeOperation *operation);
void birge_operation_free(BirgeOperation *operation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeOperation, birge_operation_free)

/* Asks the aligner where the operation needs it, and keeps its answer in the operation. options:
 * NULL: no aligner is at hand. Errors: USAGE; those of birge_align(). */
gboolean birge_operation_resolve(BirgeOperation *operation, const BirgeDraft *draft,
                                 const BirgeAlignOptions *options, GError **error);

/* Returns what a resolved operation changes, yours; the draft stays as it is.
 * Errors: USAGE when there is no such row, column, segment or place, or nothing would change. */
BirgeChange *birge_operation_apply(const BirgeOperation *operation, const BirgeDraft *draft,
                                   GError **error);
