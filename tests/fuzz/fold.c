/* Any text folded in each language: what comes out is text, and folding it again changes nothing.
 */
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check_tokens(const BirgeLocale *locale, const GString *folded) {
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  g_autoptr(GString) number = g_string_new(NULL);
  birge_tokenize(folded->str, folded->len, tokens);
  gsize before = 0;
  for (guint i = 0; i < tokens->len; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    g_assert_true(before <= token.start && token.start < token.end && token.end <= folded->len);
    before = token.end;
    gsize start = token.start, end = token.end;
    birge_stem(locale->stemming, folded->str, &start, &end);
    g_assert_true(token.start <= start && start < end && end <= token.end);
    birge_number_normalize(folded->str + token.start, token.end - token.start, number);
  }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static BirgeLocales *locales; /* kept for all runs */
  if (!locales)
    locales = birge_locales_load(NULL);
  g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);
  g_autoptr(GString) once = g_string_new(NULL);
  g_autoptr(GString) twice = g_string_new(NULL);
  const BirgeLocale *locale;
  for (guint i = 0; (locale = birge_locales_nth(locales, i)); i++) {
    g_string_truncate(once, 0);
    g_string_truncate(twice, 0);
    birge_fold(locale->folding, text, strlen(text), once);
    g_assert_true(g_utf8_validate_len(once->str, once->len, NULL));
    birge_fold(locale->folding, once->str, once->len, twice);
    g_assert_cmpstr(twice->str, ==, once->str);
    check_tokens(locale, once);
  }
  birge_locales_detect(locales, text, strlen(text));
  return 0;
}
