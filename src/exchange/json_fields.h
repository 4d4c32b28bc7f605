/* The members of a JSON object that are known, in whatever order they come.
 *
 * Values that are small are read; long ones are passed over, and where they stand is remembered. */
#pragma once

#include "exchange/json_pull.h"

#include "model/bitext.h"

typedef enum {
  BIRGE_FIELD_INTEGER,
  BIRGE_FIELD_NUMBER,
  BIRGE_FIELD_STRING, /* read */
  BIRGE_FIELD_TEXT,   /* a string that is passed over */
  BIRGE_FIELD_ARRAY,  /* passed over */
  BIRGE_FIELD_PAIRS,  /* `[[first, end], ...]` */
} BirgeFieldKind;

/* Where a value stands that was passed over. */
typedef struct {
  BirgeJson at;
  gsize n; /* elements of an array; bytes of a text */
} BirgeJsonPlace;

typedef struct {
  BirgeRun pairs[BIRGE_MAX_LANGUAGES * BIRGE_MAX_GAPS];
  guint n;           /* of which the first are in pairs */
  const char *wrong; /* what they have something else than; NULL: nothing is wrong */
} BirgeJsonPairs;

typedef struct {
  const char *name;
  BirgeFieldKind kind;
  union {
    BirgeJsonNumber *number;
    GString *string;
    BirgeJsonPlace *place;
    BirgeJsonPairs *pairs;
  } value;
  guint64 line; /* where its value begins */
  gboolean is_there;
  gboolean is_other_type;
  gboolean is_twice;
} BirgeField;

/* Reads the next value, an object with n fields and others that are passed over. Returns FALSE if
 * it is no object, after passing over it, or if json is wrong. scratch: overwritten. */
gboolean birge_json_read_fields(BirgeJson *json, BirgeField *fields, guint n, GString *scratch);
