/* Tells the language of a text: by its script, then word by word by letters and common words. */
#include "text/fold.h"
#include "text/locale.h"
#include "text/tokens.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#define DETECT_LENGTH (64 * 1024)

/* What speaks for a language in a word, and what against it. Chosen by hand on text of our own. */
#define SCORE_COMMON 3.0 /* it is one of the commonest words */
#define SCORE_LETTER 2.0 /* it has a letter that the neighbours do not use */
#define SCORE_AFFIX 0.25 /* it begins or ends with an affix */
#define SCORE_FOREIGN                                                                              \
  2.0 /* taken off: it has a letter of the script that is not in the alphabet                      \
       */

/* To be sure, so many words are needed, and so much more a word than for the second language. */
#define SURE_WORDS 12
#define SURE_MARGIN 0.4

/* The script that most letters of a text are in; USCRIPT_COMMON if it has none. */
static UScriptCode main_script(const char *text, gsize length) {
  guint counts[USCRIPT_CODE_LIMIT] = {0};
  UScriptCode best = USCRIPT_COMMON;
  const char *end = text + MIN(length, DETECT_LENGTH);
  for (const char *p = text; p < end; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    UErrorCode status = U_ZERO_ERROR;
    if (!u_isalpha(c))
      continue;
    UScriptCode script = uscript_getScript(c, &status);
    if (script > USCRIPT_INHERITED && script < USCRIPT_CODE_LIMIT &&
        ++counts[script] > counts[best])
      best = script;
  }
  return best;
}

static gboolean is_written_in(const BirgeLocale *locale, UScriptCode script) {
  return locale->script_code == (int32_t)script;
}

gboolean birge_locale_is_in_script(const BirgeLocale *locale, const char *text, gsize length) {
  return is_written_in(locale, main_script(text, length));
}

static int compare_letters(const void *a, const void *b) {
  UChar32 x = *(const UChar32 *)a, y = *(const UChar32 *)b;
  return (x > y) - (x < y);
}

static int compare_strings(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static gboolean is_among(UChar32 c, const UChar32 *letters, gsize n) {
  return n > 0 && bsearch(&c, letters, n, sizeof c, compare_letters) != NULL;
}

/* What the letters of a text say, in words that have such letters. */
static double score_letters(const BirgeLocale *locale, const char *text, gsize length) {
  double score = 0;
  gboolean has_own = FALSE, has_foreign = FALSE;
  const char *end = text + length;
  for (const char *p = text, *next; p <= end; p = next) {
    UChar32 c = p < end ? (UChar32)g_utf8_get_char(p) : ' ';
    next = p < end ? g_utf8_next_char(p) : p + 1;
    UErrorCode status = U_ZERO_ERROR;
    if (u_isalpha(c)) {
      has_own = has_own || is_among(c, locale->letters, locale->n_letters);
      has_foreign = has_foreign || (!is_among(u_tolower(c), locale->alphabet, locale->n_alphabet) &&
                                    is_written_in(locale, uscript_getScript(c, &status)));
    } else if (u_isUWhiteSpace(c)) {
      score += (has_own ? SCORE_LETTER : 0) - (has_foreign ? SCORE_FOREIGN : 0);
      has_own = has_foreign = FALSE;
    }
  }
  return score;
}

static gboolean has_affix(const BirgeLocale *locale, const char *word) {
  for (char **suffix = locale->stemming->suffixes; *suffix; suffix++) {
    if (strlen(*suffix) > 1 && g_str_has_suffix(word, *suffix))
      return TRUE;
  }
  return FALSE;
}

/* How much of a text speaks for a locale, a word. */
static double score_locale(const BirgeLocale *locale, const char *text, gsize length,
                           guint *n_words) {
  double score = score_letters(locale, text, length);
  g_autoptr(GString) folded = g_string_new(NULL);
  birge_fold(locale->folding, text, length, folded);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_tokenize(folded->str, folded->len, tokens);
  *n_words = 0;
  for (guint i = 0; i < tokens->len; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    if (token.kind != BIRGE_TOKEN_WORD)
      continue;
    g_autofree char *word = g_strndup(folded->str + token.start, token.end - token.start);
    gboolean is_common = bsearch(&(char *){word}, locale->words, g_strv_length(locale->words),
                                 sizeof *locale->words, compare_strings) != NULL;
    score += is_common ? SCORE_COMMON : has_affix(locale, word) ? SCORE_AFFIX : 0;
    (*n_words)++;
  }
  return *n_words > 0 ? score / *n_words : 0;
}

typedef struct {
  const BirgeLocale *locale; /* NULL: nothing speaks for any */
  double margin;             /* over the second */
  guint n_words;
} Verdict;

static Verdict judge(const BirgeLocales *locales, const char *text, gsize length) {
  if (length > DETECT_LENGTH)
    length = (gsize)(g_utf8_find_prev_char(text, text + DETECT_LENGTH) - text);
  UScriptCode script = main_script(text, length);
  Verdict verdict = {NULL, 0, 0};
  double best = 0, second = 0;
  const BirgeLocale *locale;
  for (guint i = 0; (locale = birge_locales_nth(locales, i)); i++) {
    guint n_words;
    if (!is_written_in(locale, script))
      continue;
    double score = score_locale(locale, text, length, &n_words);
    if (score > best) {
      second = best;
      best = score;
      verdict.locale = locale;
      verdict.n_words = n_words;
    } else if (score > second) {
      second = score;
    }
  }
  verdict.margin = best - second;
  return verdict;
}

const BirgeLocale *birge_locales_detect(const BirgeLocales *locales, const char *text,
                                        gsize length) {
  return judge(locales, text, length).locale;
}

const BirgeLocale *birge_locales_detect_surely(const BirgeLocales *locales, const char *text,
                                               gsize length) {
  Verdict verdict = judge(locales, text, length);
  return verdict.n_words >= SURE_WORDS && verdict.margin >= SURE_MARGIN ? verdict.locale : NULL;
}
