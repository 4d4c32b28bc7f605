/* What the files of this folder share: compiled rules. */
#pragma once

#include "segment/segment.h"

#include <unicode/uregex.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(URegularExpression, uregex_close)

/* One SRX rule, compiled. The patterns are shared and never matched with: threads clone them. */
typedef struct {
  URegularExpression *at;   /* matches, with no length, at a place where the rule holds */
  URegularExpression *scan; /* break rules: finds where places may be; NULL for no-break rules */
  gboolean scans_after;     /* scan is the pattern after the place, for the one before is empty */
  guint64 line;             /* of the rule in its file, counted from 1 */
} BirgeRule;

typedef struct {
  char *name;
  GPtrArray *rules; /* of BirgeRule*, in the order of the file */
} BirgeRuleList;

/* Returns the rules of a language, in the order in which they are asked: of BirgeRule*, borrowed.
 * Free with g_ptr_array_unref(). */
GPtrArray *birge_rules_for_language(const BirgeRules *rules, const char *language);

const char *birge_rules_name(const BirgeRules *rules);
