/* Figures: the numbers, months, percentages and sums of money that a text speaks of, whether in
 * digits, in words or by signs, each in one notation for all languages.
 *
 * "5 million", "five million" and "5,000,000" are all 5000000, "twenty-five" is 25, "the 14th" 14,
 * "per cent" %, "$" and "dollars" USD, "12/3/2018" is 12, 2018 and the third month. Words and signs
 * stand in the groups numbers, months, marks and money of locales/TAG.ini. */
#pragma once

#include "text/habits.h"

/* What a word or a mark says, whatever stands beside it. */
typedef struct {
  double number;          /* below 0: none */
  const char *sign;       /* of a percentage or of money, the locale's; NULL: none */
  guint8 month;           /* 1 to 12; 0: none */
  gboolean has_digits;    /* number is in digits, with or without letters */
  gboolean joins;         /* stands between the parts of a number: "and" */
  gboolean begins_phrase; /* a month or a sign of several words may begin with it */
} BirgeFigureWord;

/* Finds what a token of folded text says; text: its own bytes, length of them. locale may be NULL.
 */
BirgeFigureWord birge_figure_word_read(const BirgeLocale *locale, const char *text, gsize length);

/* A figure: notation is of numbers "5000000", of months "month 3", else a sign: "%", "USD". */
typedef struct {
  guint first; /* tokens that it stands in, half-open */
  guint end;
  char notation[32];
} BirgeFigure;

/* Appends the figures of folded text to figures, of BirgeFigure, in the order of the text. Numbers
 * that one token says in digits alone are left out: the token is their notation.
 * tokens: of BirgeToken; words: of BirgeFigureWord, one a token. */
void birge_figures_find(const BirgeLocale *locale, const char *folded, const GArray *tokens,
                        const GArray *words, GArray *figures);
