/* Reads the characters of a pattern, and what stands for sets of them. */
#include "segment/pattern.h"

#include <string.h>
#include <unicode/ustring.h>

void birge_pattern_give_up(BirgePatternText *text) {
  text->gave_up = TRUE;
  text->p += strlen(text->p);
}

static USet *set_of_pattern(BirgePatternText *text, const char *pattern) {
  UChar utf16[256];
  int32_t n = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(utf16, G_N_ELEMENTS(utf16), &n, pattern, -1, &status);
  USet *set = U_SUCCESS(status) ? uset_openPattern(utf16, n, &status) : NULL;
  if (set && U_SUCCESS(status))
    return set;
  birge_pattern_give_up(text);
  return set ? set : uset_openEmpty();
}

/* The escapes that stand for a set, as ICU's regular expressions have them; NULL for any other. */
static const char *find_class_pattern(char letter) {
  switch (letter) {
  case 'd':
    return "[\\p{Nd}]";
  case 'D':
    return "[\\P{Nd}]";
  case 's':
    return "[\\p{White_Space}]";
  case 'S':
    return "[\\P{White_Space}]";
  case 'w':
    return "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]";
  case 'W':
    return "[^\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]";
  case 'h':
    return "[\\p{Zs}\\t]";
  case 'H':
    return "[^\\p{Zs}\\t]";
  case 'v':
    return "[\\u000a-\\u000d\\u0085\\u2028\\u2029]";
  case 'V':
    return "[^\\u000a-\\u000d\\u0085\\u2028\\u2029]";
  default:
    return NULL;
  }
}

USet *birge_pattern_read_class_escape(BirgePatternText *text) {
  const char *p = text->p;
  if (p[0] != '\\')
    return NULL;
  if (p[1] == 'p' || p[1] == 'P') {
    const char *end = p[2] == '{' ? strchr(p, '}') : NULL;
    /* Names only: a set with negations and operators of its own is ICU's business, and so is how it
     * folds the case of a property. */
    if (!end || text->ignores_case || end - p > 60 ||
        strspn(p + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
                      "=") != (gsize)(end - p - 3)) {
      birge_pattern_give_up(text);
      return uset_openEmpty();
    }
    g_autofree char *pattern = g_strdup_printf("[%.*s]", (int)(end + 1 - p), p);
    text->p = end + 1;
    return set_of_pattern(text, pattern);
  }
  const char *pattern = find_class_pattern(p[1]);
  if (pattern)
    text->p += 2;
  return pattern ? set_of_pattern(text, pattern) : NULL;
}

USet *birge_pattern_any_character(BirgePatternText *text) {
  return set_of_pattern(text, find_class_pattern('V'));
}

/* Reads so many hexadecimal digits, or those in braces if n_digits is 0. */
static UChar32 read_hexadecimal(BirgePatternText *text, guint n_digits) {
  gboolean braces = n_digits == 0;
  guint32 value = 0;
  guint n = 0;
  for (; n < (braces ? 6 : n_digits) && g_ascii_isxdigit(*text->p); n++)
    value = value * 16 + (guint32)g_ascii_xdigit_value(*text->p++);
  gboolean ends = braces ? n > 0 && *text->p == '}' : n == n_digits;
  if (!ends || value > 0x10FFFF || U_IS_SURROGATE(value)) {
    birge_pattern_give_up(text);
    return 0;
  }
  text->p += braces ? 1 : 0;
  return (UChar32)value;
}

/* Reads an escape that stands for one character; p is behind the backslash. */
static UChar32 read_escaped(BirgePatternText *text) {
  static const char letters[] = "tnrfae";
  static const char values[] = "\t\n\r\f\a\033";
  char letter = *text->p;
  const char *found = letter ? strchr(letters, letter) : NULL;
  if (found) {
    text->p++;
    return values[found - letters];
  }
  if (letter == 'u' || letter == 'U' || letter == 'x') {
    text->p++;
    gboolean braces = letter == 'x' && *text->p == '{';
    text->p += braces ? 1 : 0;
    return read_hexadecimal(text, braces ? 0 : letter == 'u' ? 4 : letter == 'U' ? 8 : 2);
  }
  /* Other letters and digits have, or may come to have, a meaning. */
  if (!letter || g_ascii_isalnum(letter)) {
    birge_pattern_give_up(text);
    return 0;
  }
  UChar32 c = (UChar32)g_utf8_get_char(text->p);
  text->p = g_utf8_next_char(text->p);
  return c;
}

UChar32 birge_pattern_read_character(BirgePatternText *text) {
  if (*text->p == '\\') {
    text->p++;
    return read_escaped(text);
  }
  UChar32 c = (UChar32)g_utf8_get_char(text->p);
  text->p = g_utf8_next_char(text->p);
  return c;
}

/* Sets hold sets: the recursion ends at BIRGE_MAX_PATTERN_DEPTH.
 * NOLINTBEGIN(misc-no-recursion) */

/* Adds the next part of a set […]. */
static void read_set_part(BirgePatternText *text, USet *set) {
  if (*text->p == '[') {
    g_autoptr(USet) inner = birge_pattern_read_set(text);
    uset_addAll(set, inner);
    return;
  }
  g_autoptr(USet) escape = birge_pattern_read_class_escape(text);
  if (escape) {
    uset_addAll(set, escape);
    return;
  }
  UChar32 first = birge_pattern_read_character(text), last = first;
  if (text->p[0] == '-' && text->p[1] != ']' && text->p[1] != '\0') {
    text->p++;
    gboolean is_end = *text->p != '[' && *text->p != '-' && !birge_pattern_read_class_escape(text);
    last = is_end ? birge_pattern_read_character(text) : first;
    if (!is_end || last < first)
      birge_pattern_give_up(text);
  }
  uset_addRange(set, first, last);
}

USet *birge_pattern_read_set(BirgePatternText *text) {
  text->p++;
  gboolean negated = *text->p == '^';
  text->p += negated ? 1 : 0;
  /* How ICU folds the case of a negated set is its own affair; what […] holds first may be ] or a
   * POSIX class. */
  if (++text->depth > BIRGE_MAX_PATTERN_DEPTH || (negated && text->ignores_case) ||
      *text->p == ']' || *text->p == ':')
    birge_pattern_give_up(text);
  USet *set = uset_openEmpty();
  while (*text->p && *text->p != ']') {
    if (g_str_has_prefix(text->p, "&&") || g_str_has_prefix(text->p, "--"))
      birge_pattern_give_up(text);
    else
      read_set_part(text, set);
  }
  text->depth--;
  if (*text->p != ']')
    birge_pattern_give_up(text);
  else
    text->p++;
  if (negated)
    uset_complement(set);
  return set;
}

/* NOLINTEND(misc-no-recursion) */
