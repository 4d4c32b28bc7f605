/* Marks: differences between the cells of a row that a translator should look at. They are what the
 * checks of qa/ find between its columns, and that a column or a segment has no counterpart. */
#pragma once

#include "review/draft.h"
#include "text/locale.h"

typedef struct {
  const char *kind; /* the rule of qa/, or "missing": the column has nothing, or
                       "unmatched": a segment has no counterpart */
  guint column;
  char *text; /* what is missing or wrong; NULL: nothing that could be named */
} BirgeMark;

/* Finds the marks of a row, each once. locales: one a column; NULL for a language that none is
 * known of, which is not checked. Returns an array of BirgeMark, yours. */
GArray *birge_marks_find(const BirgeDraftRow *row, const BirgeLocale *const *locales);

/* From here on a row is worth a look. The page has the same figure. */
#define BIRGE_DOUBTFUL 0.05

/* Returns how doubtful a row is, 0 to 1: what its confidence leaves open, raised by its marks and
 * by how many segments it has; 0: it is empty. A row with a mark that says more than how letters
 * are written is at least BIRGE_DOUBTFUL. */
double birge_marks_doubt(const BirgeDraftRow *row, const GArray *marks);
