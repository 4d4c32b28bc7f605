/* Terms of a glossary: where the source names a concept, the target names it as agreed. */
#include "qa/private.h"

#include <string.h>

void birge_qa_append_words(const char *folded, gsize length, GString *words) {
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_tokenize(folded, length, tokens);
  for (guint i = 0; i < tokens->len; i++) {
    const BirgeToken *token = &g_array_index(tokens, BirgeToken, i);
    if (token->kind == BIRGE_TOKEN_MARK)
      continue;
    if (words->len > 0)
      g_string_append_c(words, ' ');
    g_string_append_len(words, folded + token->start, (gssize)(token->end - token->start));
  }
}

/* Whether the bytes from start to end of a text are a word, with or without an ending. */
static gboolean goes_on(const char *folded, gsize start, gsize end, const char *word,
                        gsize length) {
  gsize whole = end - start;
  return whole >= length && whole <= length + BIRGE_MAX_ENDING &&
         memcmp(folded + start, word, length) == 0;
}

/* Whether the rest of a word of folded text, a prefix left out, is a word: stems are not cut to
 * less than some letters, and terms may be as short. */
static gboolean is_prefixed(const BirgeLocale *locale, const char *token, gsize token_length,
                            const char *word, gsize length) {
  for (char **prefix = locale->stemming->prefixes; *prefix; prefix++) {
    gsize n = strlen(*prefix);
    if (token_length == n + length && memcmp(token, *prefix, n) == 0 &&
        memcmp(token + n, word, length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether a word of a text is a form of a term's word: equal stems, or an ending behind it, with a
 * prefix before it or not. Stems alone don't do: what begins a short word may look like a prefix.
 */
static gboolean is_form(const BirgeQaText *text, const BirgeToken *token, const char *word,
                        gsize length) {
  const char *folded = text->folded->str;
  gsize start = token->start, end = token->end, word_start = 0, word_end = length;
  if (end - start == length && memcmp(folded + start, word, length) == 0)
    return TRUE;
  if (token->kind != BIRGE_TOKEN_WORD)
    return FALSE;
  if (is_prefixed(text->locale, folded + start, end - start, word, length))
    return TRUE;
  birge_stem(text->locale->stemming, folded, &start, &end);
  birge_stem(text->locale->stemming, word, &word_start, &word_end);
  if (end - start == word_end - word_start &&
      memcmp(folded + start, word + word_start, end - start) == 0)
    return TRUE;
  return length >= BIRGE_MIN_OPEN_WORD &&
         (goes_on(folded, token->start, token->end, word, length) ||
          goes_on(folded, start, token->end, word, length));
}

/* Whether words stand at token t and behind it, marks between left out. */
static gboolean stand_at(const BirgeQaText *text, guint t, const char *words) {
  while (*words) {
    while (t < text->tokens->len &&
           g_array_index(text->tokens, BirgeToken, t).kind == BIRGE_TOKEN_MARK)
      t++;
    gsize length = strcspn(words, " ");
    if (t == text->tokens->len ||
        !is_form(text, &g_array_index(text->tokens, BirgeToken, t), words, length))
      return FALSE;
    t++;
    words += length;
    words += *words == ' ' ? 1 : 0;
  }
  return TRUE;
}

gboolean birge_qa_has_words(const BirgeQaText *text, const char *words) {
  for (guint t = 0; t < text->tokens->len; t++) {
    if (g_array_index(text->tokens, BirgeToken, t).kind != BIRGE_TOKEN_MARK &&
        stand_at(text, t, words))
      return TRUE;
  }
  return FALSE;
}

static void report_term(BirgeQa *qa, const char *term, const char *expected) {
  birge_qa_report(qa, "\"%s\" is not translated by a term of the glossary: %s", term, expected);
}

void birge_qa_check_terms(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  const BirgeGlossary *glossary = birge_qa_glossary(qa);
  if (glossary)
    birge_glossary_match(glossary, source, target, report_term, qa);
}
