/* Patterns as states of a nondeterministic automaton, and the sets of characters in them. */
#pragma once

#include <glib.h>
#include <unicode/uset.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(USet, uset_close)

typedef enum {
  BIRGE_STATE_SET,    /* reads a character of a set, then out */
  BIRGE_STATE_SPLIT,  /* out or out2 */
  BIRGE_STATE_ASSERT, /* out, where an assertion holds */
  BIRGE_STATE_ACCEPT, /* the pattern holds */
} BirgeStateKind;

/* A state of a nondeterministic automaton (Thompson's construction). */
typedef struct {
  BirgeStateKind kind;
  guint32 rule;  /* to which it belongs: an index into all rules of the file */
  guint32 value; /* SET: an index into sets; ASSERT: an index into assertions */
  guint32 out;   /* indices into states */
  guint32 out2;
} BirgeState;

typedef enum {
  BIRGE_ASSERT_START,       /* ^ */
  BIRGE_ASSERT_END,         /* $ */
  BIRGE_ASSERT_VERY_END,    /* \z */
  BIRGE_ASSERT_BOUNDARY,    /* \b */
  BIRGE_ASSERT_NO_BOUNDARY, /* \B */
  BIRGE_ASSERT_AFTER,       /* (?<=[…]) */
  BIRGE_ASSERT_NOT_AFTER,   /* (?<![…]) */
  BIRGE_ASSERT_BEFORE,      /* (?=[…]) */
  BIRGE_ASSERT_NOT_BEFORE,  /* (?![…]) */
} BirgeAssertionKind;

/* A condition on a place that needs no more than the characters beside it. */
typedef struct {
  BirgeAssertionKind kind;
  guint32 set; /* an index into sets, for the kinds with […] */
} BirgeAssertion;

/* At most so many, for their truth is kept in the bits of a guint32. */
#define BIRGE_MAX_ASSERTIONS 32

/* All patterns of a rules file. */
typedef struct {
  GArray *states;       /* of BirgeState */
  GArray *assertions;   /* of BirgeAssertion */
  GPtrArray *sets;      /* of USet*, all different */
  GHashTable *set_keys; /* GBytes -> index + 1: finds equal sets */
  gboolean unbounded;   /* the pattern that was added last has a repeat without bound */
} BirgePatterns;

/* Which way a pattern is read: what stands before a place is read away from the place, too. */
typedef enum { BIRGE_READ_FORWARD, BIRGE_READ_BACKWARD } BirgeReading;

/* Adds the states of a pattern. start: receives the first state.
 * Returns FALSE, and adds nothing, if the pattern is beyond the subset (docs/segmentation.md); it
 * may be wrong, too, which ICU will tell. */
gboolean birge_patterns_add(BirgePatterns *patterns, const char *pattern, BirgeReading reading,
                            guint32 rule, guint32 *start);
