/* Takes escapes off, and puts them on again. */
#include "read/layer.h"

#include "base/error.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/utypes.h>

/* Longer than each name of a reference, `&` and `;` counted. */
#define MAX_REFERENCE 16

gboolean birge_layer_check_length(const char *name, gsize length, GError **error) {
  if (length <= BIRGE_MAX_LAYER)
    return TRUE;
  birge_error_set_at(error, BIRGE_ERROR_LIMIT, name, 0,
                     "has more than %d MiB, the most that an article can have",
                     BIRGE_MAX_LAYER >> 20);
  return FALSE;
}

BirgeLayer *birge_layer_new_file(const char *text, gsize length) {
  BirgeLayer *layer = g_new0(BirgeLayer, 1);
  layer->text = g_string_new_len(text, (gssize)length);
  return layer;
}

BirgeLayer *birge_layer_new_over(const BirgeLayer *below, BirgeQuoting quoting) {
  BirgeLayer *layer = g_new0(BirgeLayer, 1);
  layer->text = g_string_new(NULL);
  layer->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  layer->ends = g_array_new(FALSE, FALSE, sizeof(guint32));
  layer->quotings = below->quotings;
  if (layer->quotings.n < BIRGE_MAX_QUOTINGS)
    layer->quotings.kinds[layer->quotings.n++] = quoting;
  return layer;
}

void birge_layer_free(BirgeLayer *layer) {
  g_string_free(layer->text, TRUE);
  g_clear_pointer(&layer->starts, g_array_unref);
  g_clear_pointer(&layer->ends, g_array_unref);
  g_free(layer);
}

guint32 birge_layer_start(const BirgeLayer *layer, gsize offset) {
  return layer->starts ? g_array_index(layer->starts, guint32, offset) : (guint32)offset;
}

guint32 birge_layer_end(const BirgeLayer *layer, gsize offset) {
  return layer->ends ? g_array_index(layer->ends, guint32, offset) : (guint32)offset + 1;
}

void birge_layer_append(BirgeLayer *layer, const char *text, gsize length, guint32 start,
                        guint32 end) {
  g_string_append_len(layer->text, text, (gssize)length);
  for (gsize i = 0; i < length; i++) {
    g_array_append_val(layer->starts, start);
    g_array_append_val(layer->ends, end);
  }
}

void birge_layer_append_from(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end) {
  for (gsize i = start; i < end; i++)
    birge_layer_append(layer, below->text->str + i, 1, birge_layer_start(below, i),
                       birge_layer_end(below, i));
}

static void append_character(BirgeLayer *layer, const BirgeLayer *below, gunichar c, gsize start,
                             gsize end) {
  char bytes[6];
  int length = g_unichar_to_utf8(c, bytes);
  birge_layer_append(layer, bytes, (gsize)length, birge_layer_start(below, start),
                     birge_layer_end(below, end - 1));
}

/* What browsers take the controls of a numeric reference for (the HTML standard, 13.2.5.80). */
static gunichar mend_number(gunichar c) {
  static const guint16 windows[] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (c >= 0x80 && c < 0xA0)
    c = windows[c - 0x80];
  return c == 0 || !g_unichar_validate(c) ? 0xFFFD : c;
}

static gunichar parse_number(const char *digits) {
  gboolean is_hex = *digits == 'x' || *digits == 'X';
  char *end;
  guint64 number = g_ascii_strtoull(digits + is_hex, &end, is_hex ? 16 : 10);
  if (end == digits + is_hex || !g_ascii_isalnum(digits[is_hex]) || *end)
    return 0;
  return mend_number(number > 0x10FFFF ? 0 : (gunichar)number);
}

static gunichar parse_name(const char *name, gboolean is_html) {
  static const struct {
    const char *name;
    gunichar c;
  } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
    if (g_str_equal(name, known[i].name))
      return known[i].c;
  }
  const htmlEntityDesc *entity = is_html ? htmlEntityLookup((const xmlChar *)name) : NULL;
  return entity ? entity->value : 0;
}

/* Reads a reference at an ampersand. Returns its length with the semicolon, 0 if it is none. */
static gsize parse_reference(const char *text, gsize length, gboolean is_html, gunichar *c) {
  char name[MAX_REFERENCE];
  gsize n = 1;
  while (n < length && n < sizeof name - 1 && (g_ascii_isalnum(text[n]) || text[n] == '#'))
    n++;
  gboolean is_ended = n < length && text[n] == ';';
  if (n == 1 || (!is_ended && !is_html))
    return 0;
  memcpy(name, text + 1, n - 1);
  name[n - 1] = '\0';
  *c = name[0] == '#' ? parse_number(name + 1) : parse_name(name, is_html);
  return *c ? n + is_ended : 0;
}

void birge_layer_append_markup(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end,
                               gboolean is_html) {
  const char *text = below->text->str;
  while (start < end) {
    gunichar c;
    gsize length = text[start] == '&' ? parse_reference(text + start, end - start, is_html, &c) : 0;
    if (length > 0) {
      append_character(layer, below, c, start, start + length);
      start += length;
      continue;
    }
    gsize plain = start + 1;
    while (plain < end && text[plain] != '&')
      plain++;
    birge_layer_append_from(layer, below, start, plain);
    start = plain;
  }
}

static gunichar parse_unit(const char *digits) {
  char copy[5] = {0};
  memcpy(copy, digits, 4);
  return (gunichar)strtoul(copy, NULL, 16);
}

void birge_layer_append_json(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end) {
  static const char letters[] = "bfnrt";
  static const char controls[] = "\b\f\n\r\t";
  const char *text = below->text->str;
  while (start < end) {
    gsize length = 1;
    if (text[start] != '\\') {
      birge_layer_append_from(layer, below, start, start + 1);
    } else if (text[start + 1] == 'u') {
      gunichar c = parse_unit(text + start + 2);
      length = 6;
      if (c >= 0xD800 && c < 0xDC00) {
        c = 0x10000 + ((c - 0xD800) << 10) + (parse_unit(text + start + 8) - 0xDC00);
        length = 12;
      }
      append_character(layer, below, c, start, start + length);
    } else {
      const char *letter = strchr(letters, text[start + 1]);
      length = 2;
      append_character(layer, below,
                       (gunichar)(letter ? controls[letter - letters] : text[start + 1]), start,
                       start + length);
    }
    start += length;
  }
}

/* Whether a character of Markdown would be a mark. Those that are only at the start of a line are
 * taken for one at the start of any text. */
static gboolean is_mark(const char *text, const char *p) {
  if (strchr("\\`*_[]<&|~", *p))
    return TRUE;
  gsize n_digits = strspn(text, "0123456789");
  gboolean is_number = n_digits > 0 && p == text + n_digits && (*p == '.' || *p == ')');
  return is_number || (p == text && strchr("#+->=:", *p));
}

static void quote_markdown(GString *quoted, const char *text, const char *p) {
  if (is_mark(text, p))
    g_string_append_c(quoted, '\\');
  g_string_append_c(quoted, *p == '\n' || *p == '\r' ? ' ' : *p);
}

/* Whether YAML takes a text for itself when it stands without quotes (YAML 1.2, 7.3.3). */
static gboolean is_scalar(const char *text) {
  return *text && !strpbrk(text, "\r\n") && !strchr("-?:,[]{}#&*!|>'\"%@` ", *text) &&
         !strstr(text, ": ") && !strstr(text, " #") && !g_str_has_suffix(text, ":");
}

gboolean birge_can_quote(const char *text, const BirgeQuotings *quotings) {
  return quotings->n == 0 || quotings->kinds[quotings->n - 1] != BIRGE_QUOTING_SCALAR ||
         is_scalar(text);
}

static GString *quote_once(const GString *text, BirgeQuoting quoting) {
  GString *quoted = g_string_sized_new(text->len);
  gboolean is_markup = quoting == BIRGE_QUOTING_MARKUP || quoting == BIRGE_QUOTING_VALUE;
  for (const char *p = text->str; *p; p++) {
    if (is_markup && strchr("&<>", *p))
      g_string_append(quoted, *p == '&' ? "&amp;" : *p == '<' ? "&lt;" : "&gt;");
    else if (quoting == BIRGE_QUOTING_VALUE && strchr("\"'", *p))
      g_string_append(quoted, *p == '"' ? "&quot;" : "&#39;");
    else if (quoting == BIRGE_QUOTING_CDATA && g_str_has_prefix(p, "]]>"))
      g_string_append(quoted, "]]]]><![CDATA["), p++;
    else if (quoting == BIRGE_QUOTING_MARKDOWN)
      quote_markdown(quoted, text->str, p);
    else if (quoting == BIRGE_QUOTING_SINGLE && *p == '\'')
      g_string_append(quoted, "''");
    else if (is_markup && (guchar)*p < 0x20 && !g_ascii_isspace(*p))
      g_string_append(quoted, "\uFFFD"); /* XML has no way to write it */
    else if (quoting == BIRGE_QUOTING_JSON && g_str_has_prefix(p, "</"))
      g_string_append(quoted, "<\\/"), p++; /* it may stand in a script */
    else if (quoting == BIRGE_QUOTING_JSON && strchr("\"\\", *p))
      g_string_append_printf(quoted, "\\%c", *p);
    else if (quoting == BIRGE_QUOTING_JSON && (guchar)*p < 0x20)
      g_string_append_printf(quoted, "\\u%04x", (guint)*p);
    else
      g_string_append_c(quoted, *p);
  }
  return quoted;
}

char *birge_quote(const char *text, const BirgeQuotings *quotings) {
  GString *quoted = g_string_new(text);
  for (guint i = quotings->n; i > 0; i--) {
    GString *more = quote_once(quoted, quotings->kinds[i - 1]);
    g_string_free(quoted, TRUE);
    quoted = more;
  }
  return g_string_free(quoted, FALSE);
}
