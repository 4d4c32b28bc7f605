/* What the files of this folder share.
 *
 * srx.c reads a rules file. pattern.c turns each pattern into states of a nondeterministic
 * automaton, classes.c sorts the characters that the patterns don't tell apart into classes,
 * automaton.c makes deterministic automata of the states while it reads text. matcher.c asks the
 * rules of a language at a place; a pattern that is beyond pattern.c is left to ICU. */
#pragma once

#include "segment/classes.h"
#include "segment/pattern.h"
#include "segment/segment.h"

#include <unicode/uregex.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(URegularExpression, uregex_close)

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

/* The text of a block, with what stands around it. */
typedef struct {
  const char *text;
  gsize start; /* half-open byte range of the block */
  gsize end;
} BirgeSpan;

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
