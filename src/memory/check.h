/* Check: what may be wrong with the units of a memory. Reads only. */
#pragma once

#include "memory/memory.h"

BIRGE_BEGIN_PUBLIC

typedef enum {
  BIRGE_FAULT_DUPLICATE, /* all its texts stand in one unit before it, with the same codes */
  BIRGE_FAULT_CONFLICT,  /* a unit before it has the same source and another text in the language */
  BIRGE_FAULT_EMPTY,     /* no text but white space */
  BIRGE_FAULT_COPIED,    /* the text is the source's */
  BIRGE_FAULT_SCRIPT,    /* most letters are in another script than the language's */
  BIRGE_FAULT_CODES,     /* a code has no other half, or the source has others */
} BirgeFaultKind;

/* How many kinds there are. */
#define BIRGE_N_FAULTS 6

/* Something that may be wrong, and where. */
typedef struct {
  BirgeFaultKind kind;
  guint file;
  guint32 unit;
  guint variant;    /* index of the variant in its unit; 0 for a duplicate */
  guint other_file; /* duplicate, conflict: the unit before it */
  guint32 other_unit;
} BirgeFault;

/* Returns a kind's name: "duplicate". */
const char *birge_fault_print(BirgeFaultKind kind);

/* Examines all units. Source texts and those of conflicts are compared folded, the texts of
 * duplicates to the byte. Returns an array of BirgeFault, by file, unit, variant and kind, yours.
 * Errors: those of birge_memory_unit(). About 50 bytes of memory for each variant, freed at the
 * end. */
GArray *birge_memory_check(const BirgeMemory *memory, GError **error);

BIRGE_END_PUBLIC
