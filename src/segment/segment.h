/* Segmentation: a Document in, the same Document with its sentences out.
 *
 * SRX 2.0 rules (SRX 1.0 is read as well): at each place between two characters the first rule
 * whose patterns hold there decides. Text is never altered: segments are byte ranges, and what
 * stands between them is white space. Rules compile once and are shared by all threads; what a
 * thread needs to match is a segmenter, which it keeps from one document to the next. */
#pragma once

#include "base/public.h"
#include "model/document.h"

BIRGE_BEGIN_PUBLIC

typedef struct _BirgeRules BirgeRules;
typedef struct _BirgeSegmenter BirgeSegmenter;

/* The limits of a rules file. */
#define BIRGE_MAX_RULES 10000
#define BIRGE_MAX_PATTERN 10000 /* UTF-8 bytes in one pattern */

/* How far a pattern sees on each side of a place, in bytes: what would need more does not hold. */
#define BIRGE_MAX_CONTEXT 1000

/* Blocks must be shorter, in bytes. */
#define BIRGE_MAX_BLOCK (1 << 30)

/* Compiles an SRX rules file. name: as shown in messages.
 * Returns the rules, to be shared; free with birge_rules_unref().
 * Errors: FORMAT with the line for XML that is not SRX and for patterns that ICU can't compile;
 * LIMIT. After SRX 2.0 (LISA/OSCAR, 2008). */
BirgeRules *birge_rules_parse(const char *name, GBytes *bytes, GError **error);

BirgeRules *birge_rules_ref(const BirgeRules *rules);
void birge_rules_unref(BirgeRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeRules, birge_rules_unref)

/* What is wrong, or looks wrong, with a rules file. */
typedef struct {
  guint64 line;      /* counted from 1 */
  gboolean is_error; /* the file can't be used; else a warning */
  char *message;
} BirgeRulesFault;

/* Examines a rules file: patterns that can't be compiled, rules that can never decide, patterns
 * without a bound, rules that no language map names.
 * Returns what it found: of BirgeRulesFault*, in the order of lines; free with g_ptr_array_unref().
 * NULL for what is no SRX at all. Errors: FORMAT, LIMIT. */
GPtrArray *birge_rules_check(const char *name, GBytes *bytes, GError **error);

/* Makes what one thread needs to segment. Holds a reference of rules; free with
 * birge_segmenter_free(). */
BirgeSegmenter *birge_segmenter_new(const BirgeRules *rules);
void birge_segmenter_free(BirgeSegmenter *segmenter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeSegmenter, birge_segmenter_free)

/* Finds the segments of each block of a document by the rules of its language.
 * Returns a new document over the same text, yours.
 * Errors: LIMIT for a block of BIRGE_MAX_BLOCK bytes or more, and for rules that take too long on
 * it. */
BirgeDocument *birge_segmenter_run(BirgeSegmenter *segmenter, const BirgeDocument *document,
                                   GError **error);

/* The same for one document, with a segmenter that lives no longer. */
BirgeDocument *birge_segment(const BirgeDocument *document, const BirgeRules *rules,
                             GError **error);

/* Hears of each place at which a break might be and a rule holds. offset: of the place, in bytes in
 * the text; line: of the rule in its file. */
typedef void (*BirgeDecisionFunc)(gsize offset, gboolean breaks, guint64 line, gpointer data);

/* Calls func for the places of a document, in text order. Errors: as birge_segmenter_run(). */
gboolean birge_segmenter_explain(BirgeSegmenter *segmenter, const BirgeDocument *document,
                                 BirgeDecisionFunc func, gpointer data, GError **error);

BIRGE_END_PUBLIC
