/* What stands before and between the text of Markdown: front matter, and where links lead. */
#include "read/markdown.h"

#include <string.h>

/* Front matter is looked for an end among this many first bytes. */
#define MAX_FRONT (64 * 1024)

char *birge_markdown_label(const char *label, gsize length) {
  g_autofree char *copy = g_strndup(label, length);
  return g_utf8_casefold(g_strstrip(copy), -1);
}

gsize birge_markdown_definition(const char *text, gsize start, gsize end) {
  if (start >= end || text[start] != '[')
    return 0;
  gsize close = start + 1;
  while (close < end && text[close] != ']' && close - start <= BIRGE_MAX_MARKDOWN_LABEL)
    close += text[close] == '\\' ? 2 : 1;
  return close + 1 < end && close > start + 1 && text[close] == ']' && text[close + 1] == ':'
             ? close + 2
             : 0;
}

GHashTable *birge_markdown_labels(const BirgeLayer *file) {
  GHashTable *labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const char *text = file->text->str;
  for (gsize at = 0; at < file->text->len;) {
    gsize end = at + strcspn(text + at, "\r\n");
    end = MIN(MAX(end, at), file->text->len);
    gsize start = at;
    while (start < end && strchr(" \t>", text[start]))
      start++;
    gsize after = birge_markdown_definition(text, start, end);
    if (after > 0 && text[start + 1] != '^')
      g_hash_table_add(labels, birge_markdown_label(text + start + 1, after - start - 3));
    at = end + 1;
  }
  return labels;
}

/* Adds a value as a headline, if its quotes are ones that we can read and write. */
static void gather_title(const BirgeMarkdown *markdown, gsize start, gsize end) {
  const char *text = markdown->file->text->str;
  char quote = text[start];
  gboolean is_quoted = quote == '"' || quote == '\'';
  if (is_quoted && (end - start < 2 || text[end - 1] != quote))
    return;
  if (!is_quoted && (end == start || strchr("[{|>&*!%@`", quote)))
    return;
  start += is_quoted;
  end -= is_quoted;
  BirgeQuoting quoting = quote == '"'    ? BIRGE_QUOTING_JSON
                         : quote == '\'' ? BIRGE_QUOTING_SINGLE
                                         : BIRGE_QUOTING_SCALAR;
  g_autoptr(BirgeLayer) title = birge_layer_new_over(markdown->file, quoting);
  for (gsize i = start; i < end; i++) {
    gboolean is_escape = (quote == '"' && text[i] == '\\') || (quote == '\'' && text[i] == '\'');
    if (is_escape && (i + 1 >= end || !strchr("\"\\'", text[i + 1])))
      return;
    i += is_escape;
    birge_layer_append(title, text + i, 1, (guint32)(i - is_escape), (guint32)i + 1);
  }
  birge_gather_text(markdown->article, title, BIRGE_BLOCK_HEADLINE);
}

/* Takes a line `key: value` or `key = value`. */
static void take_line(const BirgeMarkdown *markdown, gsize start, gsize end) {
  static const char *const languages[] = {"lang", "language", NULL};
  const char *text = markdown->file->text->str;
  gsize key = start;
  while (key < end && (g_ascii_isalnum(text[key]) || text[key] == '_'))
    key++;
  gsize value = key;
  while (value < end && text[value] == ' ')
    value++;
  if (value >= end || !strchr(":=", text[value]))
    return;
  for (value++; value < end && text[value] == ' ';)
    value++;
  while (end > value && g_ascii_isspace(text[end - 1]))
    end--;
  g_autofree char *name = g_ascii_strdown(text + start, (gssize)(key - start));
  if (g_str_equal(name, "title")) {
    gather_title(markdown, value, end);
  } else if (g_strv_contains(languages, name) && !markdown->article->language) {
    g_autofree char *said = g_strndup(text + value, end - value);
    markdown->article->language = g_strdup(g_strdelimit(said, "\"'", ' '));
    g_strstrip(markdown->article->language);
  }
}

gsize birge_markdown_front(const BirgeMarkdown *markdown) {
  const char *text = markdown->file->text->str;
  gsize length = MIN(markdown->file->text->len, MAX_FRONT);
  gsize at = strcspn(text, "\r\n");
  g_autofree char *fence = g_strchomp(g_strndup(text, MIN(at, 8)));
  if (!g_str_equal(fence, "---") && !g_str_equal(fence, "+++"))
    return 0;
  at = MIN(at, length);
  gsize first = at, end = 0;
  for (gsize i = at; i < length && end == 0;) {
    i += strspn(text + i, "\r\n");
    gsize line_end = MIN(i + strcspn(text + i, "\r\n"), length);
    g_autofree char *line = g_strchomp(g_strndup(text + i, MIN(line_end - i, 8)));
    end = g_str_equal(line, fence) || g_str_equal(line, "...") ? line_end : 0;
    i = MAX(line_end, i + 1);
  }
  for (gsize i = first; i < end;) {
    i += strspn(text + i, "\r\n");
    gsize line_end = MIN(i + strcspn(text + i, "\r\n"), end);
    take_line(markdown, i, line_end);
    i = MAX(line_end, i + 1);
  }
  return end;
}
