/* What tests of the checks share: what a rule says of one pair. */
#pragma once

#include "qa/qa.h"

/* Returns the number of a rule. */
guint sample_rule(const char *name);

/* Makes a unit of two variants, at a line of a.tmx. */
BirgeUnit *sample_unit(const char *source, const char *target_language, const char *target,
                       guint64 line);

/* Returns what one rule says of an English source and a target, " | " between findings; yours.
 * glossary: lines of TSV; NULL: none. */
char *sample_ask(const char *rule, const char *source, const char *target_language,
                 const char *target, const char *glossary);

/* Asserts what sample_ask() says; "" is nothing. */
void sample_assert_says(const char *rule, const char *source, const char *target_language,
                        const char *target, const char *expected);
