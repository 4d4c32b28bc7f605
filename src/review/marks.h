/* Marks: differences between the cells of a row that a translator should look at. */
#pragma once

#include "review/draft.h"
#include "text/locale.h"

typedef enum {
  BIRGE_MARK_NUMBER,  /* a number that another column has is missing, in whatever digits */
  BIRGE_MARK_WORD,    /* a Latin word that stands in the text of another script is missing */
  BIRGE_MARK_QUOTE,   /* quotation marks or brackets do not pair */
  BIRGE_MARK_LENGTH,  /* far longer or shorter than the others let expect */
  BIRGE_MARK_SCRIPT,  /* hardly a letter is of the language's script */
  BIRGE_MARK_MISSING, /* the column has nothing */
} BirgeMarkKind;

typedef struct {
  BirgeMarkKind kind;
  guint column;
  char *text; /* what is missing; NULL: nothing that could be named */
} BirgeMark;

/* Finds the marks of a row. locales: one a column, NULL for a language that none is known of.
 * Returns an array of BirgeMark, yours. */
GArray *birge_marks_find(const BirgeDraftRow *row, const BirgeLocale *const *locales);

/* The name of a kind: "number" … */
const char *birge_mark_kind_print(BirgeMarkKind kind);

/* Returns how doubtful a row is, 0 to 1: what its confidence leaves open, raised by its marks. */
double birge_marks_doubt(const BirgeDraftRow *row, const GArray *marks);
