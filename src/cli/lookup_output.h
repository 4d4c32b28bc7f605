/* What birge lookup prints. */
#pragma once

#include "cli/ask.h"
#include "memory/lookup.h"

/* What is printed, and of whom it is asked. */
typedef struct {
  const BirgeAsk *ask;
  BirgeLookup *lookup;
  gboolean with_chars; /* the second figure */
} BirgeLookupPrinter;

/* Prints what comes before all matches: the columns of TSV. */
void birge_lookup_print_heading(const BirgeLookupPrinter *printer);

/* Prints the matches of a text. line: its number, from 1. matches: of BirgeMatch.
 * Errors: those of birge_memory_unit(). */
gboolean birge_lookup_print(const BirgeLookupPrinter *printer, guint line, const BirgeQuery *query,
                            const GArray *matches, GError **error);
