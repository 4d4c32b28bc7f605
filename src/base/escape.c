/* Escapes text for XML and HTML. */
#include "base/escape.h"

/* What a byte turns into; NULL: it stands as it is. A carriage return must be escaped, for XML
 * parsers turn a literal one into a line feed (XML 1.0, 2.11); so must tabs and line feeds in
 * attributes, where they would become spaces (3.3.3). */
static const char *escape_byte(unsigned char byte, gboolean in_attribute, gboolean *is_forbidden) {
  switch (byte) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\r':
    return "&#13;";
  case '\t':
    return in_attribute ? "&#9;" : NULL;
  case '\n':
    return in_attribute ? "&#10;" : NULL;
  default:
    *is_forbidden = byte < 0x20;
    return NULL;
  }
}

/* U+FFFE and U+FFFF are EF BF BE and EF BF BF. */
static gboolean is_noncharacter(const char *text, gsize left) {
  return left >= 3 && (unsigned char)text[0] == 0xEF && (unsigned char)text[1] == 0xBF &&
         (unsigned char)text[2] >= 0xBE;
}

static void escape(BirgeOutput *output, const char *text, gsize length, gboolean in_attribute) {
  gsize start = 0;
  for (gsize i = 0; i < length; i++) {
    gboolean is_forbidden = FALSE;
    const char *escaped = escape_byte((unsigned char)text[i], in_attribute, &is_forbidden);
    gsize eaten = 1;
    if (is_noncharacter(text + i, length - i)) {
      is_forbidden = TRUE;
      eaten = 3;
    }
    if (is_forbidden)
      escaped = "\xEF\xBF\xBD";
    if (!escaped)
      continue;
    birge_output_write(output, text + start, i - start);
    birge_output_puts(output, escaped);
    start = i + eaten;
    i += eaten - 1;
  }
  birge_output_write(output, text + start, length - start);
}

void birge_output_escape(BirgeOutput *output, const char *text, gsize length) {
  escape(output, text, length, FALSE);
}

void birge_output_escape_attribute(BirgeOutput *output, const char *text, gsize length) {
  escape(output, text, length, TRUE);
}
