/* Deterministic automata over classes of characters, for many rules at once. */
#pragma once

#include "segment/pattern.h"
#include "segment/segment.h"

/* --- Classes of characters --- */

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

/* --- Sets of rules --- */

/* A set of rules of a language: bit i stands for the rule that is asked as number i. */
typedef guint64 BirgeMask;

static inline void birge_mask_add(BirgeMask *mask, guint i) {
  mask[i / 64] |= G_GUINT64_CONSTANT(1) << (i % 64);
}

static inline gboolean birge_mask_has(const BirgeMask *mask, guint i) {
  return ((mask[i / 64] >> (i % 64)) & 1) != 0;
}

/* --- Automata --- */

/* The text of a block, with what stands around it. */
typedef struct {
  const char *text;
  gsize start; /* half-open byte range of the block */
  gsize end;
} BirgeSpan;

typedef struct _BirgeAutomaton BirgeAutomaton;

/* Makes an automaton that reads the patterns of many rules at once. rules: of BirgeRule*, in the
 * order of their bits; those that are not simple are left out. Belongs to a thread. */
BirgeAutomaton *birge_automaton_new(const BirgeRules *rules, const GPtrArray *chosen,
                                    BirgeReading reading);
void birge_automaton_free(BirgeAutomaton *automaton);

/* Reads from a place until it is known which of the wanted rules hold.
 * wanted: the rules in question; receives those that hold.
 * only_first: what comes after the first rule that holds need not be right. */
void birge_automaton_run(BirgeAutomaton *automaton, const BirgeSpan *span, gsize place,
                         gboolean only_first, BirgeMask *wanted);

/* Adds to masks, one of n_words words for each class, the rules whose pattern can hold where the
 * character next to the place is of the class. */
void birge_automaton_first(BirgeAutomaton *automaton, BirgeMask *masks);
