/* Finds tokens. */
#include "text/tokens.h"

#include <unicode/uchar.h>

static gboolean is_word_character(gunichar c) {
  if (c < 0x80)
    return g_ascii_isalnum((char)c);
  return u_isalnum((UChar32)c) || (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

static gboolean joins_digits(char c) {
  return c == '.' || c == ',' || c == ':' || c == '/';
}

/* Returns the end of the number that begins at p, or NULL if letters follow it directly. */
static const char *scan_number(const char *p, const char *end) {
  while (p < end) {
    if (g_ascii_isdigit(*p))
      p++;
    else if (joins_digits(*p) && p + 1 < end && g_ascii_isdigit(p[1]))
      p += 2;
    else
      break;
  }
  return p < end && is_word_character(g_utf8_get_char(p)) ? NULL : p;
}

static const char *scan_word(const char *p, const char *end) {
  while (p < end) {
    const char *next = g_utf8_next_char(p);
    gboolean is_inside = *p == '\'' && next < end && is_word_character(g_utf8_get_char(next));
    if (!is_inside && !is_word_character(g_utf8_get_char(p)))
      break;
    p = next;
  }
  return p;
}

void birge_tokenize(const char *folded, gsize length, GArray *tokens) {
  const char *p = folded, *end = folded + length;
  while (p < end) {
    const char *start = p;
    BirgeToken token = {.kind = BIRGE_TOKEN_MARK};
    const char *number = g_ascii_isdigit(*p) ? scan_number(p, end) : NULL;
    if (number) {
      token.kind = BIRGE_TOKEN_NUMBER;
      p = number;
    } else if (is_word_character(g_utf8_get_char(p))) {
      token.kind = BIRGE_TOKEN_WORD;
      p = scan_word(p, end);
    } else {
      p = g_utf8_next_char(p);
      if (g_unichar_isspace(g_utf8_get_char(start)))
        continue;
    }
    token.start = (gsize)(start - folded);
    token.end = (gsize)(p - folded);
    g_array_append_val(tokens, token);
  }
}

void birge_number_normalize(const char *number, gsize length, GString *out) {
  for (gsize i = 0; i < length; i++) {
    gboolean is_grouping = number[i] == ',' && i + 3 < length && g_ascii_isdigit(number[i + 1]) &&
                           g_ascii_isdigit(number[i + 2]) && g_ascii_isdigit(number[i + 3]) &&
                           (i + 4 == length || !g_ascii_isdigit(number[i + 4]));
    if (!is_grouping)
      g_string_append_c(out, number[i]);
  }
}
