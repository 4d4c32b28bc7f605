/* Printing of text in the three forms that lists have: text, TSV and JSON. */
#pragma once

#include "base/output.h"

/* Prints text on one line: line ends and tabs in it become spaces. */
void birge_print_line(BirgeOutput *output, const char *text, gsize length);

/* The same for eyes: controls, which a terminal would obey, become U+FFFD. */
void birge_print_shown(BirgeOutput *output, const char *text, gsize length);

/* Prints text as a field of TSV: tab, line ends and backslash are written \t, \n, \r and \\. */
void birge_print_field(BirgeOutput *output, const char *text, gsize length);

/* Prints text as a string of JSON, with its quotes. */
void birge_print_json(BirgeOutput *output, const char *text, gsize length);
