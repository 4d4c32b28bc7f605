/* What stands around an article: boilerplate below it, headline and dateline above. */
#include "read/furniture.h"

#include "text/regexes.h"

#include <string.h>
#include <unicode/uchar.h>

/* Longer paragraphs are no boilerplate and no dateline, and are not matched. */
#define MAX_FURNITURE 400
/* Headline, dateline and byline stand among this many first blocks. */
#define N_FIRST 4

/* The block's text without outer white space, in UTF-16; yours. */
static UChar *trimmed_utf16(const char *text, const BirgeBlock *block, glong *length) {
  g_autofree char *copy = g_strndup(text + block->start, block->end - block->start);
  g_strstrip(copy);
  return (UChar *)g_utf8_to_utf16(copy, -1, NULL, length, NULL);
}

/* Whether the whole block matches one of patterns. Check error when it does not. */
static gboolean match_block(BirgeRegexes *regexes, const char *text, const BirgeBlock *block,
                            GError **error) {
  if (block->end - block->start > MAX_FURNITURE)
    return FALSE;
  glong length;
  g_autofree UChar *utf16 = trimmed_utf16(text, block, &length);
  return birge_regexes_match(regexes, utf16, (int32_t)length, error);
}

gboolean birge_leave_out_boilerplate(BirgeArticle *article, const BirgeLocale *locale,
                                     GError **error) {
  const char *text = g_bytes_get_data(article->text, NULL);
  g_autoptr(GError) wrong = NULL;
  guint end = article->blocks->len;
  /* The first block is the article's, whatever it says. */
  for (guint i = 1; i < end && !wrong; i++) {
    const BirgeBlock *block = &g_array_index(article->blocks, BirgeBlock, i);
    if (match_block(locale->boilerplate_start, text, block, &wrong))
      end = i;
  }
  while (end > 1 && !wrong &&
         match_block(locale->boilerplate_line, text,
                     &g_array_index(article->blocks, BirgeBlock, end - 1), &wrong))
    end--;
  if (wrong) {
    g_propagate_error(error, g_steal_pointer(&wrong));
    return FALSE;
  }
  g_array_set_size(article->blocks, end);
  return TRUE;
}

/* Whether a text ends as a sentence does, closing marks left aside (UAX #29, Sentence_Terminal). */
static gboolean ends_sentence(const char *text, const BirgeBlock *block) {
  const char *p = text + block->end;
  while (p > text + block->start) {
    p = g_utf8_prev_char(p);
    UChar32 c = (UChar32)g_utf8_get_char(p);
    if (u_hasBinaryProperty(c, UCHAR_S_TERM) || c == ':')
      return TRUE;
    int32_t mask = U_GET_GC_MASK(c);
    gboolean is_closing = (mask & (U_GC_PE_MASK | U_GC_PF_MASK | U_GC_PI_MASK | U_GC_ZS_MASK)) ||
                          u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) ||
                          u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    if (!is_closing)
      return FALSE;
  }
  return FALSE;
}

static gboolean has_headline(const BirgeArticle *article) {
  for (guint i = 0; i < article->blocks->len; i++) {
    if (g_array_index(article->blocks, BirgeBlock, i).kind == BIRGE_BLOCK_HEADLINE)
      return TRUE;
  }
  return FALSE;
}

gboolean birge_find_kinds(BirgeArticle *article, const BirgeLocale *locale, GError **error) {
  const char *text = g_bytes_get_data(article->text, NULL);
  guint n = MIN(article->blocks->len, N_FIRST);
  gboolean is_headed = has_headline(article);
  g_autoptr(GError) wrong = NULL;
  for (guint i = 0; i < n && article->blocks->len > 1 && !wrong; i++) {
    BirgeBlock *block = &g_array_index(article->blocks, BirgeBlock, i);
    if (block->kind != BIRGE_BLOCK_PARAGRAPH)
      continue;
    if (match_block(locale->dateline, text, block, &wrong))
      block->kind = BIRGE_BLOCK_DATELINE;
    else if (!wrong && match_block(locale->byline, text, block, &wrong))
      block->kind = BIRGE_BLOCK_BYLINE;
    else if (i == 0 && !is_headed && block->end - block->start <= MAX_FURNITURE &&
             !ends_sentence(text, block))
      block->kind = BIRGE_BLOCK_HEADLINE;
  }
  if (wrong) {
    g_propagate_error(error, g_steal_pointer(&wrong));
    return FALSE;
  }
  return TRUE;
}

/* Parts a block after its first bytes, the white space there left out. */
static void part_block(BirgeArticle *article, guint i, gsize n_bytes) {
  const char *text = g_bytes_get_data(article->text, NULL);
  BirgeBlock first = g_array_index(article->blocks, BirgeBlock, i);
  BirgeBlock *rest = &g_array_index(article->blocks, BirgeBlock, i);
  rest->start += n_bytes;
  while (rest->start < rest->end && g_ascii_isspace(text[rest->start]))
    rest->start++;
  first.end = first.start + n_bytes;
  while (first.end > first.start && g_ascii_isspace(text[first.end - 1]))
    first.end--;
  first.kind = BIRGE_BLOCK_DATELINE;
  if (rest->start < rest->end && first.end > first.start)
    g_array_insert_val(article->blocks, i, first);
}

gboolean birge_part_dateline(BirgeArticle *article, const BirgeLocale *locale, GError **error) {
  const char *text = g_bytes_get_data(article->text, NULL);
  guint i = 0;
  while (i < article->blocks->len &&
         g_array_index(article->blocks, BirgeBlock, i).kind != BIRGE_BLOCK_PARAGRAPH)
    i++;
  if (i == article->blocks->len)
    return TRUE;
  const BirgeBlock *block = &g_array_index(article->blocks, BirgeBlock, i);
  const char *end = text + MIN(block->end, block->start + MAX_FURNITURE);
  end = end < text + block->end ? g_utf8_find_prev_char(text, end + 1) : end;
  glong length;
  g_autofree UChar *utf16 = (UChar *)g_utf8_to_utf16(
      text + block->start, end - (text + block->start), NULL, &length, NULL);
  g_autoptr(GError) wrong = NULL;
  int32_t matched =
      birge_regexes_match_start(locale->dateline_start, utf16, (int32_t)length, &wrong);
  if (wrong) {
    g_propagate_error(error, g_steal_pointer(&wrong));
    return FALSE;
  }
  if (matched > 0) {
    g_autofree char *start = g_utf16_to_utf8((const gunichar2 *)utf16, matched, NULL, NULL, NULL);
    part_block(article, i, strlen(start));
  }
  return TRUE;
}
