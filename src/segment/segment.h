/* Segmentation: a Document in, the same Document with its sentences out.
 *
 * SRX 2.0 rules over ICU regular expressions. Text is never altered: segments are byte ranges, and
 * what stands between them is white space. Rules compile once and are shared by all threads. */
#pragma once

#include "base/public.h"
#include "model/document.h"

BIRGE_BEGIN_PUBLIC

typedef struct _BirgeRules BirgeRules;

/* The limits of a rules file. */
#define BIRGE_MAX_RULES 10000
#define BIRGE_MAX_PATTERN 10000 /* UTF-8 bytes in one pattern */

/* Compiles an SRX rules file. name: as shown in messages.
 * Returns the rules, to be shared; free with birge_rules_unref().
 * Errors: FORMAT with the line for XML that is not SRX and for patterns that ICU can't compile;
 * LIMIT. After SRX 2.0 (LISA/OSCAR, 2008). */
BirgeRules *birge_rules_parse(const char *name, GBytes *bytes, GError **error);

BirgeRules *birge_rules_ref(BirgeRules *rules);
void birge_rules_unref(BirgeRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeRules, birge_rules_unref)

/* Finds the segments of each block of a document by the rules of its language.
 * Returns a new document over the same text, yours.
 * Errors: LIMIT for a block above BIRGE_MAX_UTF16 bytes, and for rules that take too long on it. */
BirgeDocument *birge_segment(const BirgeDocument *document, const BirgeRules *rules,
                             GError **error);

BIRGE_END_PUBLIC
