/* Tokens: the words, numbers and marks of folded text. */
#pragma once

#include <glib.h>

typedef enum { BIRGE_TOKEN_WORD, BIRGE_TOKEN_NUMBER, BIRGE_TOKEN_MARK } BirgeTokenKind;

typedef struct {
  gsize start; /* half-open byte range in the folded text */
  gsize end;
  BirgeTokenKind kind;
} BirgeToken;

/* Appends the tokens of folded text (birge_fold()) to tokens, of BirgeToken. A word is a run of
 * letters and digits with apostrophes inside; a number begins with a digit and may hold . , : /
 * between digits; every other character but white space is a mark. */
void birge_tokenize(const char *folded, gsize length, GArray *tokens);

/* Appends a number token's value in one notation: grouping commas are left out ("12,500" ->
 * "12500"). */
void birge_number_normalize(const char *number, gsize length, GString *out);
