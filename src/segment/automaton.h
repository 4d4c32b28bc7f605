/* Deterministic automata, which read the patterns of many rules at once. */
#pragma once

#include "segment/private.h"

/* A set of rules of a language: bit i stands for the rule that is asked as number i. */
typedef guint64 BirgeMask;

static inline void birge_mask_add(BirgeMask *mask, guint i) {
  mask[i / 64] |= G_GUINT64_CONSTANT(1) << (i % 64);
}

static inline gboolean birge_mask_has(const BirgeMask *mask, guint i) {
  return ((mask[i / 64] >> (i % 64)) & 1) != 0;
}

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

/* Whether any rule holds at a place. */
gboolean birge_automaton_any(BirgeAutomaton *automaton, const BirgeSpan *span, gsize place);

/* Whether no rule holds at a place that some ASCII characters follow, whatever else stands in the
 * text. FALSE also where more has to be known. */
gboolean birge_automaton_never(BirgeAutomaton *automaton, const guchar *characters, guint n);

/* Adds to masks, one of n_words words for each class, the rules whose pattern can hold where the
 * character next to the place is of the class. */
void birge_automaton_first(BirgeAutomaton *automaton, BirgeMask *masks);
