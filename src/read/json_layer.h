/* A scanner for JSON that knows where in the file each value stands. */
#pragma once

#include "read/layer.h"

/* The deepest nesting of objects and arrays. */
#define BIRGE_MAX_JSON_DEPTH 64

typedef enum {
  BIRGE_JSON_OBJECT,
  BIRGE_JSON_ARRAY,
  BIRGE_JSON_STRING,
  BIRGE_JSON_OTHER, /* a number, true, false, null */
} BirgeJsonKind;

typedef struct {
  BirgeJsonKind kind;
  gsize key; /* of a member: inside the quotes of its name; 0 for what is none */
  gsize key_end;
  gsize start; /* of a string: inside its quotes */
  gsize end;
  guint next; /* index of the first value after this one and all in it */
} BirgeJsonValue;

/* Scans a whole layer from start to end into values, in the order of the text.
 * Returns an array of BirgeJsonValue, yours; NULL: what is wrong, and where it was found. */
GArray *birge_json_scan_layer(const BirgeLayer *layer, gsize start, gsize end, const char **wrong,
                              gsize *where);

/* Returns the index of an object's member, 0 if it is not there. */
guint birge_json_member(const GArray *values, const BirgeLayer *layer, guint object,
                        const char *name);

/* Returns what string i stands for, yours; NULL if it is no string. */
char *birge_json_string(const GArray *values, const BirgeLayer *layer, guint i);
