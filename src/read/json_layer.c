/* Scans JSON (RFC 8259). */
#include "read/json_layer.h"

#include <string.h>

typedef struct {
  const char *text;
  gsize at;
  gsize end;
  GArray *values;
  guint open[BIRGE_MAX_JSON_DEPTH]; /* indices of objects and arrays */
  guint n_open;
  gsize key; /* of the member whose value comes next */
  gsize key_end;
  const char *wrong;
} Scan;

static BirgeJsonValue *value_at(const Scan *scan, guint i) {
  return &g_array_index(scan->values, BirgeJsonValue, i);
}

static gboolean fail(Scan *scan, const char *wrong) {
  scan->wrong = scan->wrong ? scan->wrong : wrong;
  return FALSE;
}

static void skip_space(Scan *scan) {
  while (scan->at < scan->end && scan->text[scan->at] && strchr(" \t\r\n", scan->text[scan->at]))
    scan->at++;
}

static gboolean is_at(const Scan *scan, char c) {
  return scan->at < scan->end && scan->text[scan->at] == c;
}

static guint add_value(Scan *scan, BirgeJsonKind kind) {
  BirgeJsonValue value = {.kind = kind,
                          .key = scan->key,
                          .key_end = scan->key_end,
                          .start = scan->at,
                          .next = scan->values->len + 1};
  scan->key = scan->key_end = 0;
  g_array_append_val(scan->values, value);
  return scan->values->len - 1;
}

/* Reads four hexadecimal digits. Returns -1 if they are not there. */
static int scan_unit(Scan *scan) {
  int unit = 0;
  for (guint i = 0; i < 4; i++) {
    int digit = scan->at < scan->end ? g_ascii_xdigit_value(scan->text[scan->at]) : -1;
    if (digit < 0)
      return -1;
    unit = unit * 16 + digit;
    scan->at++;
  }
  return unit;
}

static gboolean scan_code_point(Scan *scan) {
  int unit = scan_unit(scan);
  if (unit <= 0)
    return fail(scan, unit < 0 ? "an escape without its four digits" : "the character U+0000");
  if (unit >= 0xDC00 && unit < 0xE000)
    return fail(scan, "half a pair of surrogates");
  if (unit < 0xD800 || unit >= 0xDC00)
    return TRUE;
  if (!is_at(scan, '\\') || scan->at + 1 >= scan->end || scan->text[scan->at + 1] != 'u')
    return fail(scan, "half a pair of surrogates");
  scan->at += 2;
  int low = scan_unit(scan);
  return (low >= 0xDC00 && low < 0xE000) || fail(scan, "half a pair of surrogates");
}

/* Passes over a string, from after its first quote to before its last. */
static gboolean scan_string(Scan *scan) {
  while (scan->at < scan->end && scan->text[scan->at] != '"') {
    guchar c = (guchar)scan->text[scan->at++];
    if (c < 0x20)
      return fail(scan, "a control character in a string");
    if (c != '\\')
      continue;
    if (scan->at == scan->end || !scan->text[scan->at] ||
        !strchr("\"\\/bfnrtu", scan->text[scan->at]))
      return fail(scan, "an unknown escape");
    if (scan->text[scan->at++] == 'u' && !scan_code_point(scan))
      return FALSE;
  }
  return scan->at < scan->end || fail(scan, "a string without its end");
}

static gboolean scan_key(Scan *scan) {
  skip_space(scan);
  if (!is_at(scan, '"'))
    return fail(scan, "expected a member's name");
  scan->key = ++scan->at;
  if (!scan_string(scan))
    return FALSE;
  scan->key_end = scan->at++;
  skip_space(scan);
  if (!is_at(scan, ':'))
    return fail(scan, "expected ':'");
  scan->at++;
  return TRUE;
}

/* Begins an object or an array. Returns FALSE on error. */
static gboolean begin(Scan *scan) {
  if (scan->n_open == BIRGE_MAX_JSON_DEPTH)
    return fail(scan, "more than 64 objects and arrays inside each other");
  gboolean is_object = is_at(scan, '{');
  scan->open[scan->n_open++] = add_value(scan, is_object ? BIRGE_JSON_OBJECT : BIRGE_JSON_ARRAY);
  scan->at++;
  skip_space(scan);
  if (is_at(scan, is_object ? '}' : ']'))
    return TRUE;
  return !is_object || scan_key(scan);
}

/* Reads a value that holds no others, or begins one that does. */
static gboolean scan_value(Scan *scan, gboolean *begins) {
  skip_space(scan);
  *begins = is_at(scan, '{') || is_at(scan, '[');
  if (*begins)
    return begin(scan);
  if (is_at(scan, '"')) {
    scan->at++;
    guint i = add_value(scan, BIRGE_JSON_STRING);
    if (!scan_string(scan))
      return FALSE;
    value_at(scan, i)->end = scan->at++;
    return TRUE;
  }
  guint i = add_value(scan, BIRGE_JSON_OTHER);
  while (scan->at < scan->end && (g_ascii_isalnum(scan->text[scan->at]) || is_at(scan, '-') ||
                                  is_at(scan, '+') || is_at(scan, '.')))
    scan->at++;
  value_at(scan, i)->end = scan->at;
  return value_at(scan, i)->end > value_at(scan, i)->start || fail(scan, "expected a value");
}

/* Closes what ends here, and passes over a comma. more: receives whether another value follows. */
static gboolean end_values(Scan *scan, gboolean begins, gboolean *more) {
  *more = begins;
  while (scan->n_open > 0) {
    BirgeJsonValue *open = value_at(scan, scan->open[scan->n_open - 1]);
    gboolean is_object = open->kind == BIRGE_JSON_OBJECT;
    skip_space(scan);
    if (is_at(scan, is_object ? '}' : ']') && scan->key == 0) {
      open->end = ++scan->at;
      open->next = scan->values->len;
      scan->n_open--;
      begins = FALSE;
      *more = FALSE;
      continue;
    }
    if (begins)
      return TRUE;
    if (!is_at(scan, ','))
      return fail(scan, "expected ',' or the end of an object or array");
    scan->at++;
    *more = TRUE;
    return !is_object || scan_key(scan);
  }
  return TRUE;
}

GArray *birge_json_scan_layer(const BirgeLayer *layer, gsize start, gsize end, const char **wrong,
                              gsize *where) {
  g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(BirgeJsonValue));
  Scan scan = {.text = layer->text->str, .at = start, .end = end, .values = values};
  gboolean more = TRUE, begins = FALSE;
  while (more && scan_value(&scan, &begins) && end_values(&scan, begins, &more))
    continue;
  skip_space(&scan);
  if (!scan.wrong && scan.at < end)
    fail(&scan, "something after the value");
  *wrong = scan.wrong;
  *where = scan.at;
  return scan.wrong ? NULL : g_steal_pointer(&values);
}

/* Whether a range of JSON says name; escapes are resolved. */
static gboolean says(const BirgeLayer *layer, gsize start, gsize end, const char *name) {
  gsize n = strlen(name);
  if (end - start == n && memcmp(layer->text->str + start, name, n) == 0)
    return TRUE;
  if (!memchr(layer->text->str + start, '\\', end - start))
    return FALSE;
  g_autoptr(BirgeLayer) text = birge_layer_new_over(layer, BIRGE_QUOTING_JSON);
  birge_layer_append_json(text, layer, start, end);
  return g_str_equal(text->text->str, name);
}

guint birge_json_member(const GArray *values, const BirgeLayer *layer, guint object,
                        const char *name) {
  const BirgeJsonValue *outer = &g_array_index(values, BirgeJsonValue, object);
  if (outer->kind != BIRGE_JSON_OBJECT)
    return 0;
  for (guint i = object + 1; i < outer->next;) {
    const BirgeJsonValue *value = &g_array_index(values, BirgeJsonValue, i);
    if (says(layer, value->key, value->key_end, name))
      return i;
    i = value->next;
  }
  return 0;
}

char *birge_json_string(const GArray *values, const BirgeLayer *layer, guint i) {
  const BirgeJsonValue *value = &g_array_index(values, BirgeJsonValue, i);
  if (value->kind != BIRGE_JSON_STRING)
    return NULL;
  g_autoptr(BirgeLayer) text = birge_layer_new_over(layer, BIRGE_QUOTING_JSON);
  birge_layer_append_json(text, layer, value->start, value->end);
  return g_strndup(text->text->str, text->text->len);
}
