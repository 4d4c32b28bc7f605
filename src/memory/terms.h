/* The parts of a concordance: what is asked for, as words or as a regular expression. */
#pragma once

#include "memory/index.h"
#include "text/fold.h"

#include <unicode/uregex.h>

/* A word that is asked for, or the beginning of one. */
typedef struct {
  char *word; /* folded */
  gsize length;
  guint phrase; /* terms of one phrase stand together */
  gboolean is_prefix;
} BirgeTerm;

/* Appends the terms of a pattern to terms, of BirgeTerm. */
void birge_terms_parse(const BirgeFolding *folding, const char *pattern, GArray *terms);
void birge_term_clear(gpointer term);

/* Whether a folded word is what a term asks for. */
gboolean birge_term_matches(const BirgeTerm *term, const char *word, gsize length);

/* Compiles a regular expression, its letters folded. Errors: USAGE. */
URegularExpression *birge_regex_open(const BirgeFolding *folding, const char *pattern,
                                     GError **error);

/* Returns letters that each match of a regular expression has, folded, yours; NULL if none are
 * known. */
char *birge_regex_literal(const BirgeFolding *folding, const char *pattern);

/* Whether a folded text has a match of a regular expression. Returns -1 if it takes too long. */
int birge_regex_matches(URegularExpression *regex, const GString *folded);

/* Finds the matches of a regular expression in a folded text: ranges of the text, of BirgeRange,
 * are appended to ranges. */
void birge_regex_find(URegularExpression *regex, const BirgeFolded *folded, GArray *ranges);
