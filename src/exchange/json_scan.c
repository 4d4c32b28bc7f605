/* Looks through JSON before json-glib reads it.
 *
 * json-glib calls itself for each level of nesting, cuts strings at \u0000, leaks memory at half a
 * pair of surrogates, and takes more than JSON for JSON (comments, single quotes, other bases). All
 * of that is refused here. */
#include "base/error.h"
#include "exchange/private.h"

#include <string.h>

/* A bitext has 5. */
#define MAX_DEPTH 16

typedef struct {
  const char *next;
  const char *end;
  guint64 line;
  guint depth;
  guint n_values; /* objects and arrays that are in no other */
} Scan;

/* Reads the four digits of an escape. Returns -1 if they are not there. */
static int scan_unit(Scan *scan) {
  int unit = 0;
  for (guint i = 0; i < 4; i++) {
    int digit = scan->next < scan->end ? g_ascii_xdigit_value(*scan->next) : -1;
    if (digit < 0)
      return -1;
    unit = unit * 16 + digit;
    scan->next++;
  }
  return unit;
}

/* Reads what follows \u. Returns what is wrong, or NULL. */
static const char *scan_code_point(Scan *scan) {
  int unit = scan_unit(scan);
  if (unit < 0)
    return "an escape without its four digits in a string";
  if (unit == 0)
    return "the character U+0000 in a string";
  gboolean is_pair = unit >= 0xD800 && unit < 0xDC00 && scan->end - scan->next >= 2 &&
                     memcmp(scan->next, "\\u", 2) == 0;
  if (is_pair) {
    scan->next += 2;
    int low = scan_unit(scan);
    return low >= 0xDC00 && low < 0xE000 ? NULL : "half a pair of surrogates in a string";
  }
  return unit >= 0xD800 && unit < 0xE000 ? "half a pair of surrogates in a string" : NULL;
}

/* Reads what follows a backslash. Returns what is wrong, or NULL. */
static const char *scan_escape(Scan *scan) {
  if (scan->next == scan->end || !*scan->next || !strchr("\"\\/bfnrtu", *scan->next))
    return "unknown escape in a string";
  return *scan->next++ == 'u' ? scan_code_point(scan) : NULL;
}

static const char *scan_string(Scan *scan) {
  while (scan->next < scan->end) {
    char c = *scan->next++;
    if (c == '"')
      return NULL;
    const char *wrong = c == '\\' ? scan_escape(scan) : NULL;
    if (wrong)
      return wrong;
    if ((unsigned char)c < 0x20)
      return "a control character or a line break in a string";
  }
  return "a string without its end";
}

/* Reads one character outside of strings, or a whole string. */
static const char *scan_token(Scan *scan) {
  char c = *scan->next++;
  if (scan->depth == 0 && c && !strchr("{[]} \t\r\n", c))
    return scan->n_values > 0 ? "a second value, expected the end" : "is not a JSON object";
  switch (c) {
  case '"':
    return scan_string(scan);
  case '{':
  case '[':
    if (scan->depth == 0 && scan->n_values++ > 0)
      return "a second value, expected the end";
    scan->depth++;
    return NULL;
  case '}':
  case ']':
    if (scan->depth == 0)
      return "a bracket closes that was not opened";
    scan->depth--;
    return NULL;
  case '\n':
    scan->line++;
    return NULL;
  default:
    /* Numbers, true, false, null. */
    return c && strchr(" \t\r,:+-.0123456789Eaeflnrstu", c) ? NULL : "a character that is not JSON";
  }
}

gboolean birge_json_scan(const char *name, const char *data, gsize length, GError **error) {
  Scan scan = {.next = data, .end = data + length, .line = 1};
  while (scan.next < scan.end) {
    const char *wrong = scan_token(&scan);
    if (wrong) {
      birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, scan.line, "%s", wrong);
      return FALSE;
    }
    if (scan.depth > MAX_DEPTH) {
      birge_error_set_at(error, BIRGE_ERROR_LIMIT, name, scan.line,
                         "more than %d objects and arrays inside each other", MAX_DEPTH);
      return FALSE;
    }
  }
  if (scan.depth > 0)
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, scan.line,
                       "breaks off inside an object or array");
  return scan.depth == 0;
}
