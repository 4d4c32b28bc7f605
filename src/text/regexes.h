/* Patterns of a locale: regular expressions of ICU, compiled when they are first asked for, and
 * shared by all threads then. Compiling takes much longer than matching a paragraph does. */
#pragma once

#include "text/locale.h"

/* Takes texts, a list of patterns. ignores_case: whether they match letters of either case. */
BirgeRegexes *birge_regexes_new(char **texts, gboolean ignores_case);
void birge_regexes_free(BirgeRegexes *regexes);

/* Whether one of the patterns matches a whole text. length: in UTF-16. Check error when none does.
 * Errors: FORMAT for a pattern that is none, or that takes too long. */
gboolean birge_regexes_match(BirgeRegexes *regexes, const UChar *text, int32_t length,
                             GError **error);

/* Returns the length, in UTF-16, of what begins a text and matches one of the patterns, 0 if
 * nothing does. Errors as above. */
int32_t birge_regexes_match_start(BirgeRegexes *regexes, const UChar *text, int32_t length,
                                  GError **error);
