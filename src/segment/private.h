/* What the files of this folder share.
 *
 * srx.c reads a rules file. pattern.c turns each pattern into states of a nondeterministic
 * automaton, classes.c sorts the characters that the patterns don't tell apart into classes,
 * automaton.c makes deterministic automata of the states while it reads text. matcher.c asks the
 * rules of a language at a place; a pattern that is beyond pattern.c is left to ICU. */
#pragma once

#include "segment/segment.h"

#include <unicode/uregex.h>
#include <unicode/uset.h>
#include <unicode/utf8.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(URegularExpression, uregex_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(USet, uset_close)

/* --- Patterns --- */

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

void birge_patterns_init(BirgePatterns *patterns);
void birge_patterns_clear(BirgePatterns *patterns);

/* Which way a pattern is read: what stands before a place is read away from the place, too. */
typedef enum { BIRGE_READ_FORWARD, BIRGE_READ_BACKWARD } BirgeReading;

/* Adds the states of a pattern. start: receives the first state.
 * Returns FALSE, and adds nothing, if the pattern is beyond the subset (docs/segmentation.md); it
 * may be wrong, too, which ICU will tell. */
gboolean birge_patterns_add(BirgePatterns *patterns, const char *pattern, BirgeReading reading,
                            guint32 rule, guint32 *start);

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

/* --- Rules --- */

typedef struct {
  guint64 line; /* in the file, counted from 1 */
  gboolean breaks;
  guint32 number;     /* among all rules of the file, from 0 */
  gboolean is_simple; /* decided by automata, else by ICU */
  gboolean unbounded; /* has a repeat without bound */
  guint32 before;     /* simple: the first states */
  guint32 after;
  URegularExpression *before_icu; /* else; shared, and never matched with: threads clone them */
  URegularExpression *after_icu;
  char *before_text;
  char *after_text;
} BirgeRule;

typedef struct {
  char *name;
  guint64 line;
  GPtrArray *rules; /* of BirgeRule*, in the order of the file */
} BirgeRuleList;

typedef struct {
  URegularExpression *pattern;
  char *list_name;
  guint64 line;
} BirgeLanguageMap;

struct _BirgeRules {
  char *name;
  gboolean cascade;
  GPtrArray *lists; /* of BirgeRuleList* */
  GPtrArray *maps;  /* of BirgeLanguageMap*, in the order of the file */
  guint n_rules;
  BirgePatterns patterns;
  BirgeClasses *classes; /* NULL: no rule is simple */
};

/* Returns the rules of a language, in the order in which they are asked: of BirgeRule*, borrowed.
 * Free with g_ptr_array_unref(). */
GPtrArray *birge_rules_for_language(const BirgeRules *rules, const char *language);

/* Reads a rules file. faults: of BirgeRulesFault*; where it is not NULL, patterns that can't be
 * compiled are added to it and reading goes on. */
BirgeRules *birge_rules_read(const char *name, GBytes *bytes, GPtrArray *faults, GError **error);

/* --- Sets of rules --- */

/* A set of rules of a language: bit i stands for the rule that is asked as number i. */
typedef guint64 BirgeMask;

static inline void birge_mask_add(BirgeMask *mask, guint i) {
  mask[i / 64] |= G_GUINT64_CONSTANT(1) << (i % 64);
}

static inline gboolean birge_mask_has(const BirgeMask *mask, guint i) {
  return (mask[i / 64] >> (i % 64)) & 1;
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

/* --- Matchers --- */

typedef struct _BirgeMatcher BirgeMatcher;

/* A segmenter keeps the matchers of at most so many languages. */
#define BIRGE_MAX_MATCHERS 32

/* Makes what a thread needs to ask the rules of a language. Borrows rules. */
BirgeMatcher *birge_matcher_new(const BirgeRules *rules, const char *language, UErrorCode *status);
void birge_matcher_free(BirgeMatcher *matcher);

/* Turns to a block; span must live until the next. */
void birge_matcher_begin(BirgeMatcher *matcher, const BirgeSpan *span, UErrorCode *status);

/* Finds the next place after from at which a rule decides and a break might be.
 * Returns the rule, borrowed, and its place; NULL at the end of the block and on error. */
const BirgeRule *birge_matcher_next(BirgeMatcher *matcher, gsize from, gsize *place,
                                    UErrorCode *status);
