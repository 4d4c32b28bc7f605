/* Sentences inside segments: how many end in one, and whether its own end is inside of one.
 *
 * Translators cut sentences at other places than the segments are cut, but a sentence that is
 * joined to the next one, or cut at a comma, still shows its end. */
#include "align/private.h"

#include <unicode/uchar.h>

#define ELLIPSIS 0x2026
/* A full stop after a word with fewer letters is part of an abbreviation, or of a number in a list.
 */
#define MIN_LETTERS 3

static gboolean is_closer(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) || u_charType(c) == U_END_PUNCTUATION ||
         u_charType(c) == U_FINAL_PUNCTUATION;
}

static gboolean is_terminal(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_S_TERM) || c == ELLIPSIS;
}

/* Commas and their like, and dashes. */
static gboolean is_inner(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_TERMINAL_PUNCTUATION) || u_charType(c) == U_DASH_PUNCTUATION;
}

BirgeEnds birge_ends_count(const char *text, gsize length) {
  BirgeEnds ends = {0, FALSE};
  guint n_letters = 0;
  gboolean is_ending = FALSE;
  for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
    UChar32 c = (UChar32)g_utf8_get_char(at);
    if (is_terminal(c)) {
      is_ending = is_ending || n_letters >= MIN_LETTERS || c != '.';
      ends.is_open = FALSE;
    } else if (u_isUWhiteSpace(c)) {
      ends.n += is_ending ? 1 : 0;
      is_ending = FALSE;
      n_letters = 0;
    } else if (!is_closer(c)) {
      is_ending = FALSE;
      n_letters++;
      ends.is_open = is_inner(c);
    }
  }
  ends.n += ends.is_open ? 0 : 1;
  return ends;
}
