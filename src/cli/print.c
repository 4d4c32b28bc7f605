/* Prints text for eyes, as a field of TSV and as a string of JSON. */
#include "cli/print.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Prints text with replace for each tab, line end and backslash. */
static void print_replaced(BirgeOutput *output, const char *text, gsize length,
                           const char *(*replace)(char)) {
  for (const char *next = text, *end = text + length; next < end; next++) {
    const char *start = next;
    while (next < end && !strchr("\t\n\r\\", *next))
      next++;
    birge_output_write(output, start, (gsize)(next - start));
    if (next < end)
      birge_output_puts(output, replace(*next));
  }
}

static const char *make_space(char c) {
  return c == '\\' ? "\\" : c == '\0' ? "" : " ";
}

static const char *escape(char c) {
  return c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\\' ? "\\\\" : "";
}

void birge_print_line(BirgeOutput *output, const char *text, gsize length) {
  print_replaced(output, text, length, make_space);
}

void birge_print_field(BirgeOutput *output, const char *text, gsize length) {
  print_replaced(output, text, length, escape);
}

void birge_print_shown(BirgeOutput *output, const char *text, gsize length) {
  for (const char *next = text, *end = text + length; next < end;) {
    const char *after = g_utf8_next_char(next);
    gunichar c = g_utf8_get_char(next);
    if (c == '\t' || c == '\n' || c == '\r')
      birge_output_puts(output, " ");
    else if (g_unichar_type(c) == G_UNICODE_CONTROL)
      birge_output_puts(output, "\xEF\xBF\xBD");
    else
      birge_output_write(output, next, (gsize)(after - next));
    next = after;
  }
}

void birge_print_json(BirgeOutput *output, const char *text, gsize length) {
  g_autofree char *copy = g_strndup(text, length);
  g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), copy);
  g_autofree char *quoted = json_to_string(node, FALSE);
  /* json-glib escapes all control characters but U+001F. */
  g_auto(GStrv) parts = g_strsplit(quoted, "\x1F", -1);
  g_autofree char *escaped = g_strjoinv("\\u001f", parts);
  birge_output_puts(output, escaped);
}
