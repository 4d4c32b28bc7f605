/* Classes of characters: those of one class are in the same sets. */
#pragma once

#include <glib.h>
#include <unicode/utypes.h>

typedef struct {
  UChar32 start; /* up to the next range's */
  guint16 class;
} BirgeClassRange;

typedef struct {
  guint n_classes;
  guint16 bmp[0x10000]; /* the class of each character of the Basic Multilingual Plane */
  GArray *ranges;       /* of BirgeClassRange, sorted, for all of Unicode */
  guint8 *members;      /* whether set s holds class c: [s * n_classes + c] */
} BirgeClasses;

/* Returns NULL if the sets tell too many characters apart. Free with birge_classes_free(). */
BirgeClasses *birge_classes_new(const GPtrArray *sets);
void birge_classes_free(BirgeClasses *classes);
guint birge_classes_find(const BirgeClasses *classes, UChar32 c);

static inline guint birge_class_of(const BirgeClasses *classes, UChar32 c) {
  return c < 0x10000 ? classes->bmp[c] : birge_classes_find(classes, c);
}
