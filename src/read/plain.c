/* Plain text: paragraphs are lines, or what stands between empty lines. */
#include "read/private.h"

#include "text/utf.h"

#include <string.h>
#include <unicode/uchar.h>

static gboolean is_blank(const char *text, gsize start, gsize end) {
  for (const char *p = text + start; p < text + end; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    if (!u_isUWhiteSpace(c) && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
      return FALSE;
  }
  return TRUE;
}

/* The end of the line that begins at start: line feed, carriage return, or both. */
static gsize line_end(const char *text, gsize start, gsize length) {
  while (start < length && text[start] != '\n' && text[start] != '\r')
    start++;
  return start;
}

gboolean birge_read_plain(BirgeArticle *article, GBytes *bytes, GError **error) {
  article->text = birge_text_decode(article->name, bytes, article->options->encoding, error);
  if (!article->text ||
      !birge_layer_check_length(article->name, g_bytes_get_size(article->text), error))
    return FALSE;
  birge_article_map_plain(article, bytes);
  gsize length;
  const char *text = g_bytes_get_data(article->text, &length);
  gboolean joins = article->options->paragraphs == BIRGE_PARAGRAPHS_BLANK;
  gboolean is_open = FALSE;
  for (gsize start = 0; start < length;) {
    gsize end = line_end(text, start, length);
    if (is_blank(text, start, end)) {
      is_open = FALSE;
    } else if (is_open) {
      g_array_index(article->blocks, BirgeBlock, article->blocks->len - 1).end = end;
    } else {
      BirgeBlock block = {start, end, BIRGE_BLOCK_PARAGRAPH};
      g_array_append_val(article->blocks, block);
      is_open = joins;
    }
    start = end + (end + 1 < length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
  }
  return TRUE;
}
