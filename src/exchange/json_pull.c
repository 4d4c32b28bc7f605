/* Reads JSON from front to back. */
#include "exchange/json_pull.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* So many bytes of a mapped file are held before they are given back. */
#define HELD_BYTES (64 * 1024)
#define STRING_BYTES 4096

BirgeJson birge_json_begin(const char *data, gsize length, gboolean is_mapped) {
  return (BirgeJson){
      .next = data, .end = data + length, .line = 1, .held = is_mapped ? data : NULL};
}

void birge_json_release(BirgeJson *json) {
  if (!json->held || json->next - json->held < HELD_BYTES)
    return;
  /* From where we began to read on, the first page may be half read by others: it comes again. */
  guintptr page = (guintptr)sysconf(_SC_PAGESIZE);
  guintptr start = (guintptr)json->held / page * page, end = (guintptr)json->next / page * page;
  madvise((gpointer)start, end - start, MADV_DONTNEED);
  json->held = json->next;
}

/* Stops reading. Returns FALSE. */
static gboolean stop(BirgeJson *json, const char *wrong) {
  if (!json->wrong)
    json->wrong = wrong;
  return FALSE;
}

static gboolean stop_at_end(BirgeJson *json) {
  return stop(json, json->depth > 0 ? "breaks off inside an object or array" : "breaks off");
}

/* Returns the character that is next, NUL at the end of the data. */
static char look(const BirgeJson *json) {
  if (json->next == json->end)
    return '\0';
  return *json->next;
}

char birge_json_peek(BirgeJson *json) {
  char c = look(json);
  for (; c == ' ' || c == '\t' || c == '\r' || c == '\n'; c = look(json)) {
    json->line += c == '\n';
    json->next++;
  }
  if (json->wrong)
    return '\0';
  return c;
}

/* Says what is wrong with what stands where something else should. */
static gboolean stop_unexpected(BirgeJson *json, const char *expected) {
  char c = birge_json_peek(json);
  if (json->next == json->end)
    return stop_at_end(json);
  gboolean is_known = c && (strchr("{}[]\",:-", c) || g_ascii_isalnum(c));
  return stop(json, is_known ? expected : "a character that is not JSON");
}

gboolean birge_json_open(BirgeJson *json, char bracket) {
  if (json->wrong || birge_json_peek(json) != bracket)
    return FALSE;
  if (json->depth == BIRGE_JSON_MAX_DEPTH) {
    json->is_limit = TRUE;
    return stop(json, "more than " G_STRINGIFY(
                          BIRGE_JSON_MAX_DEPTH) " objects and arrays inside each other");
  }
  json->next++;
  json->depth++;
  json->is_begun = TRUE;
  return TRUE;
}

/* Goes to what follows in the object or array that was opened last. */
static gboolean go_on(BirgeJson *json, char closing) {
  if (json->wrong)
    return FALSE;
  birge_json_release(json);
  char c = birge_json_peek(json);
  gboolean is_first = json->is_begun;
  json->is_begun = FALSE;
  if (c == closing) {
    json->next++;
    json->depth--;
    return FALSE;
  }
  if (is_first)
    return TRUE;
  if (c != ',')
    return stop_unexpected(json, closing == '}' ? "expected a comma or the end of the object"
                                                : "expected a comma or the end of the array");
  json->next++;
  return TRUE;
}

gboolean birge_json_next_element(BirgeJson *json) {
  return go_on(json, ']');
}

gboolean birge_json_next_member(BirgeJson *json, GString *name) {
  if (!go_on(json, '}'))
    return FALSE;
  if (!birge_json_read_string(json, name))
    return stop_unexpected(json, "expected the name of a member");
  if (birge_json_peek(json) != ':')
    return stop_unexpected(json, "expected a colon after the name of a member");
  json->next++;
  return TRUE;
}

/* Reads the four digits of an escape. Returns -1 if they are not there. */
static int read_unit(BirgeJson *json) {
  int unit = 0;
  for (guint i = 0; i < 4; i++) {
    int digit = json->next < json->end ? g_ascii_xdigit_value(*json->next) : -1;
    if (digit < 0)
      return -1;
    unit = unit * 16 + digit;
    json->next++;
  }
  return unit;
}

/* Reads what follows \u. */
static gboolean read_code_point(BirgeJson *json, GString *out) {
  int unit = read_unit(json);
  if (unit < 0)
    return stop(json, "an escape without its four digits in a string");
  if (unit == 0)
    return stop(json, "the character U+0000 in a string");
  if (unit < 0xD800 || unit > 0xDFFF) {
    g_string_append_unichar(out, (gunichar)unit);
    return TRUE;
  }
  int low = -1;
  if (unit < 0xDC00 && json->end - json->next >= 2 && memcmp(json->next, "\\u", 2) == 0) {
    json->next += 2;
    low = read_unit(json);
  }
  if (low < 0xDC00 || low > 0xDFFF)
    return stop(json, "half a pair of surrogates in a string");
  g_string_append_unichar(out,
                          0x10000 + ((gunichar)(unit - 0xD800) << 10) + (gunichar)(low - 0xDC00));
  return TRUE;
}

/* Reads what follows a backslash. */
static gboolean read_escape(BirgeJson *json, GString *out) {
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char c = look(json);
  const char *letter = c ? strchr(letters, c) : NULL;
  if (!letter && c != 'u')
    return stop(json, "unknown escape in a string");
  json->next++;
  if (!letter)
    return read_code_point(json, out);
  g_string_append_c(out, meanings[letter - letters]);
  return TRUE;
}

gboolean birge_json_begin_string(BirgeJson *json) {
  if (birge_json_peek(json) != '"')
    return FALSE;
  json->next++;
  return TRUE;
}

gboolean birge_json_read_some(BirgeJson *json, GString *out, gsize size) {
  if (json->wrong)
    return FALSE;
  birge_json_release(json);
  const char *start = json->next, *p = start;
  const char *end = (gsize)(json->end - p) > size ? p + size : json->end;
  while (p < end && *p != '"' && *p != '\\' && (guchar)*p >= 0x20)
    p++;
  g_string_append_len(out, start, p - start);
  json->next = p;
  if (p == json->end)
    return stop(json, "a string without its end");
  if (p == end)
    return TRUE;
  json->next++;
  if (*p == '"')
    return FALSE;
  return *p == '\\' ? read_escape(json, out)
                    : stop(json, "a control character or a line break in a string");
}

gboolean birge_json_read_string(BirgeJson *json, GString *out) {
  g_string_truncate(out, 0);
  if (!birge_json_begin_string(json))
    return FALSE;
  while (birge_json_read_some(json, out, STRING_BYTES)) {
  }
  return !json->wrong;
}

static const char *pass_digits(const char *p, const char *end) {
  while (p < end && g_ascii_isdigit(*p))
    p++;
  return p;
}

/* Returns where the number ends that begins at p, or NULL if there is none (RFC 8259, 6). */
static const char *find_end_of_number(const char *p, const char *end, gboolean *is_integer) {
  p += p < end && *p == '-' ? 1 : 0;
  const char *digits = p;
  p = pass_digits(p, end);
  if (p == digits || (*digits == '0' && p > digits + 1))
    return NULL;
  *is_integer = TRUE;
  if (p < end && *p == '.') {
    *is_integer = FALSE;
    digits = p + 1;
    p = pass_digits(digits, end);
    if (p == digits)
      return NULL;
  }
  if (p < end && (*p == 'e' || *p == 'E')) {
    *is_integer = FALSE;
    p += p + 1 < end && (p[1] == '+' || p[1] == '-') ? 2 : 1;
    digits = p;
    p = pass_digits(digits, end);
    if (p == digits)
      return NULL;
  }
  return p;
}

gboolean birge_json_read_number(BirgeJson *json, BirgeJsonNumber *number) {
  char c = birge_json_peek(json);
  if (c != '-' && !g_ascii_isdigit(c))
    return FALSE;
  *number = (BirgeJsonNumber){0};
  const char *end = find_end_of_number(json->next, json->end, &number->is_integer);
  if (end == json->end)
    return stop_at_end(json);
  /* What follows ends the number for strtod() too. */
  if (!end || !*end || !strchr(",]} \t\r\n", *end))
    return stop(json, "a number that is not JSON");
  if (number->is_integer)
    number->integer = g_ascii_strtoll(json->next, NULL, 10);
  number->value = number->is_integer ? (double)number->integer : g_ascii_strtod(json->next, NULL);
  json->next = end;
  return TRUE;
}

/* Passes over a value that is no object or array. */
static void skip_scalar(BirgeJson *json, GString *scratch) {
  static const char *const words[] = {"true", "false", "null"};
  BirgeJsonNumber number;
  if (birge_json_begin_string(json)) {
    while (birge_json_read_some(json, scratch, STRING_BYTES))
      g_string_truncate(scratch, 0);
    g_string_truncate(scratch, 0);
    return;
  }
  if (birge_json_read_number(json, &number) || json->wrong)
    return;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    gsize length = strlen(words[i]);
    if ((gsize)(json->end - json->next) >= length && memcmp(json->next, words[i], length) == 0) {
      json->next += length;
      return;
    }
  }
  stop_unexpected(json, "expected a value");
}

void birge_json_skip(BirgeJson *json, GString *scratch) {
  char open[BIRGE_JSON_MAX_DEPTH];
  guint n_open = 0;
  do {
    char c = birge_json_peek(json);
    if (birge_json_open(json, '{') || birge_json_open(json, '['))
      open[n_open++] = c;
    else
      skip_scalar(json, scratch);
    while (n_open > 0 && !(open[n_open - 1] == '{' ? birge_json_next_member(json, scratch)
                                                   : birge_json_next_element(json)))
      n_open--;
  } while (n_open > 0);
}

void birge_json_finish(BirgeJson *json) {
  char c = birge_json_peek(json);
  if (json->wrong || json->next == json->end)
    return;
  stop(json, c == '}' || c == ']' ? "a bracket closes that was not opened"
                                  : "a second value, expected the end");
}
