/* What a string is made of: its clusters, their order, and what is wrong with them. */
#pragma once

#include "text/locale.h"

/* A grapheme cluster. */
typedef struct {
  gsize start; /* half-open byte range in the text */
  gsize end;
  guint8 level;     /* of embedding (UAX #9); odd: right to left */
  char *folded;     /* what it is for comparison, owned; NULL: itself */
  const char *note; /* what a translator should know; NULL: nothing */
} BirgeTextCluster;

/* Takes text apart. locale: whose folding and direction count; NULL: general rules, and the
 * direction of the first strong letter.
 * Returns an array of BirgeTextCluster, yours. Errors: LIMIT. */
GArray *birge_text_clusters(const char *text, gsize length, const BirgeLocale *locale,
                            GError **error);
