/* Doubts about whole documents: that they don't belong together, are in one language, or are in
 * another order. Nothing here changes which segments are tied. */
#pragma once

#include "align/align.h"

BIRGE_BEGIN_PUBLIC

typedef enum {
  BIRGE_DOUBT_UNRELATED, /* they don't look like translations of each other */
  BIRGE_DOUBT_LANGUAGE,  /* they are in the same language */
  BIRGE_DOUBT_ORDER,     /* some segments stand in another order */
} BirgeDoubtKind;

typedef struct {
  BirgeDoubtKind kind;
  guint documents[2];        /* numbers in the bitext */
  double share;              /* UNRELATED: of their text that is tied surely, 0 to 1 */
  const BirgeLocale *locale; /* LANGUAGE: what both are in; lives as long as the locales */
  BirgeRun runs[2]; /* ORDER: segments that are each other's counterparts, the surest ones */
  guint n_more;     /* ORDER: other runs of which the same is true */
} BirgeDoubt;

/* Finds what is doubtful of the documents of an alignment, each two of them. options: as for
 * birge_align(). Returns an array of BirgeDoubt, yours, in the order of the documents. */
GArray *birge_doubts_find(const BirgeBitext *bitext, const BirgeAlignOptions *options);

/* Returns a bitext, yours, in which rows that tie documents that don't belong together have little
 * confidence, those that nobody has looked at. */
BirgeBitext *birge_doubts_apply(const BirgeBitext *bitext, const GArray *doubts);

/* Says a doubt to people, a line without its end: "FILE: what is wrong"; yours. */
char *birge_doubt_print(const BirgeDoubt *doubt, const BirgeBitext *bitext);

BIRGE_END_PUBLIC
