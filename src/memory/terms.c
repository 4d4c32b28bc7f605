/* Reads what is asked of a concordance: words, phrases and prefixes, or a regular expression. */
#include "memory/terms.h"

#include "base/error.h"
#include "memory/concordance.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

/* What one text may cost a regular expression, in ICU's steps: some tenths of a second. */
#define MAX_STEPS 1000

void birge_term_clear(gpointer term) {
  g_free(((BirgeTerm *)term)->word);
}

static void add_terms(const BirgeFolding *folding, const char *text, gsize length, guint phrase,
                      GArray *terms) {
  gboolean is_prefix = length > 1 && text[length - 1] == '*';
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_fold(folding, text, is_prefix ? length - 1 : length, folded);
  birge_tokenize(folded->str, folded->len, tokens);
  for (guint i = 0; i < tokens->len; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    gsize n = token.end - token.start;
    BirgeTerm term = {g_strndup(folded->str + token.start, n), n, phrase,
                      is_prefix && i + 1 == tokens->len};
    g_array_append_val(terms, term);
  }
}

void birge_terms_parse(const BirgeFolding *folding, const char *pattern, GArray *terms) {
  gboolean is_quoted = FALSE;
  guint phrase = 0;
  for (const char *next = pattern; *next;) {
    if (*next == '"') {
      is_quoted = !is_quoted;
      phrase++;
      next++;
      continue;
    }
    gsize n = strcspn(next, " \t\n\r\"");
    add_terms(folding, next, n, phrase, terms);
    next += n;
    if (!is_quoted)
      phrase++;
    next += strspn(next, " \t\n\r");
  }
}

gboolean birge_term_matches(const BirgeTerm *term, const char *word, gsize length) {
  return (term->is_prefix ? length >= term->length : length == term->length) &&
         memcmp(word, term->word, term->length) == 0;
}

/* Returns the length of the escape that begins at a backslash. */
static gsize measure_escape(const char *escape) {
  if (!escape[1])
    return 1;
  gsize n = 1 + (gsize)(g_utf8_next_char(escape + 1) - (escape + 1));
  const char *brace = strchr("pPxN", escape[1]) && escape[n] == '{' ? strchr(escape, '}') : NULL;
  return brace ? (gsize)(brace + 1 - escape) : n;
}

/* Folds what is not ASCII; of what is, only letters have forms, and their case is left out of
 * account. */
static char *fold_pattern(const BirgeFolding *folding, const char *pattern) {
  GString *folded = g_string_new(NULL);
  for (const char *next = pattern; *next;) {
    gsize n = 0;
    if (*next == '\\') {
      n = measure_escape(next);
      g_string_append_len(folded, next, (gssize)n);
    } else if ((guchar)*next < 0x80) {
      n = 1;
      g_string_append_c(folded, *next);
    } else {
      while ((guchar)next[n] >= 0x80)
        n++;
      birge_fold(folding, next, n, folded);
    }
    next += n;
  }
  return g_string_free(folded, FALSE);
}

URegularExpression *birge_regex_open(const BirgeFolding *folding, const char *pattern,
                                     GError **error) {
  g_autofree char *folded = fold_pattern(folding, pattern);
  UErrorCode status = U_ZERO_ERROR;
  UParseError place;
  UText *text = utext_openUTF8(NULL, folded, -1, &status);
  URegularExpression *regex = uregex_openUText(text, UREGEX_CASE_INSENSITIVE, &place, &status);
  utext_close(text);
  if (U_SUCCESS(status)) {
    uregex_setTimeLimit(regex, MAX_STEPS, &status);
    return regex;
  }
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "\"%s\" is no regular expression: %s", pattern,
              u_errorName(status));
  return NULL;
}

/* Keeps the longer of a run of letters and the one that was found before. A run whose last letter
 * may be missing loses it. */
static void end_run(GString *run, GString *best, char next) {
  if (next && strchr("?*{", next) && run->len > 0)
    g_string_truncate(run, (gsize)(g_utf8_prev_char(run->str + run->len) - run->str));
  if (run->len > best->len)
    g_string_assign(best, run->str);
  g_string_truncate(run, 0);
}

char *birge_regex_literal(const BirgeFolding *folding, const char *pattern) {
  g_autofree char *folded = fold_pattern(folding, pattern);
  g_autoptr(GString) run = g_string_new(NULL);
  g_autoptr(GString) best = g_string_new(NULL);
  /* What stands in alternatives, groups and classes may be missing; a flag may change all. */
  if (strchr(folded, '|') || strstr(folded, "(?") || strstr(folded, "\\Q"))
    return NULL;
  guint depth = 0;
  for (const char *next = folded; *next;) {
    gunichar c = g_utf8_get_char(next);
    gsize n = *next == '\\' ? measure_escape(next) : (gsize)(g_utf8_next_char(next) - next);
    gboolean is_letter = *next != '\\' && g_unichar_isalpha(c) && depth == 0;
    if (is_letter)
      g_string_append_unichar(run, c);
    else
      end_run(run, best, *next);
    if (c == '[' || c == '(' || c == '{')
      depth++;
    else if ((c == ']' || c == ')' || c == '}') && depth > 0)
      depth--;
    next += n;
  }
  end_run(run, best, '\0');
  /* ASCII letters were left as they are. */
  GString *literal = g_string_new(NULL);
  birge_fold(folding, best->str, best->len, literal);
  if (literal->len >= 2)
    return g_string_free(literal, FALSE);
  g_string_free(literal, TRUE);
  return NULL;
}

int birge_regex_matches(URegularExpression *regex, const GString *folded) {
  UErrorCode status = U_ZERO_ERROR;
  UText *text = utext_openUTF8(NULL, folded->str, (int64_t)folded->len, &status);
  uregex_setUText(regex, text, &status);
  gboolean found = U_SUCCESS(status) && uregex_findNext(regex, &status);
  utext_close(text);
  return U_FAILURE(status) ? -1 : found;
}

void birge_regex_find(URegularExpression *regex, const BirgeFolded *folded, GArray *ranges) {
  UErrorCode status = U_ZERO_ERROR;
  UText *text = utext_openUTF8(NULL, folded->folded->str, (int64_t)folded->folded->len, &status);
  uregex_setUText(regex, text, &status);
  while (U_SUCCESS(status) && uregex_findNext(regex, &status)) {
    gsize start = (gsize)uregex_start64(regex, 0, &status);
    gsize end = (gsize)uregex_end64(regex, 0, &status);
    BirgeRange range = {g_array_index(folded->starts, gsize, start),
                        g_array_index(folded->starts, gsize, end)};
    if (range.end > range.start)
      g_array_append_val(ranges, range);
  }
  utext_close(text);
}
