/* Compiles the patterns of a locale once, and matches them. */
#include "text/regexes.h"

#include "base/error.h"

#include <unicode/uregex.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(URegularExpression, uregex_close)

/* What ICU may take for one match, in its own measure, some milliseconds each. */
#define MATCH_TIME_LIMIT 100

struct _BirgeRegexes {
  char **texts;
  uint32_t flags;
  gsize is_compiled;           /* by g_once_init_enter() */
  URegularExpression **parsed; /* of each text; threads match by copies, which share what they are
                                  compiled to */
  GError *wrong;               /* of the first pattern that is none */
};

BirgeRegexes *birge_regexes_new(char **texts, gboolean ignores_case) {
  BirgeRegexes *regexes = g_new0(BirgeRegexes, 1);
  regexes->texts = texts;
  regexes->flags = ignores_case ? UREGEX_CASE_INSENSITIVE : 0;
  return regexes;
}

void birge_regexes_free(BirgeRegexes *regexes) {
  for (guint i = 0; regexes->parsed && regexes->texts[i]; i++)
    uregex_close(regexes->parsed[i]);
  g_free(regexes->parsed);
  g_strfreev(regexes->texts);
  g_clear_error(&regexes->wrong);
  g_free(regexes);
}

static void set_wrong(GError **error, const char *pattern, UErrorCode status) {
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT, "locale pattern \"%s\": %s", pattern,
              u_errorName(status));
}

static void compile(BirgeRegexes *regexes) {
  regexes->parsed = g_new0(URegularExpression *, g_strv_length(regexes->texts));
  for (guint i = 0; regexes->texts[i] && !regexes->wrong; i++) {
    UErrorCode status = U_ZERO_ERROR;
    glong n;
    g_autofree UChar *utf16 = (UChar *)g_utf8_to_utf16(regexes->texts[i], -1, NULL, &n, NULL);
    regexes->parsed[i] = uregex_open(utf16, (int32_t)n, regexes->flags, NULL, &status);
    if (U_FAILURE(status))
      set_wrong(&regexes->wrong, regexes->texts[i], status);
  }
}

/* Returns the length of what pattern number i matches at the beginning of a text, or of all of it;
 * -1: it does not match. */
static int32_t match(const BirgeRegexes *regexes, guint i, const UChar *text, int32_t length,
                     gboolean is_whole, GError **error) {
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr(URegularExpression) regex = uregex_clone(regexes->parsed[i], &status);
  uregex_setTimeLimit(regex, MATCH_TIME_LIMIT, &status);
  uregex_setText(regex, text, length, &status);
  gboolean matches =
      is_whole ? uregex_matches(regex, 0, &status) : uregex_lookingAt(regex, 0, &status);
  int32_t end = matches ? uregex_end(regex, 0, &status) : -1;
  if (U_SUCCESS(status))
    return end;
  set_wrong(error, regexes->texts[i], status);
  return -1;
}

static int32_t match_any(BirgeRegexes *regexes, const UChar *text, int32_t length,
                         gboolean is_whole, GError **error) {
  if (g_once_init_enter(&regexes->is_compiled)) {
    compile(regexes);
    g_once_init_leave(&regexes->is_compiled, 1);
  }
  g_autoptr(GError) wrong = regexes->wrong ? g_error_copy(regexes->wrong) : NULL;
  int32_t matched = -1;
  for (guint i = 0; regexes->texts[i] && matched < (is_whole ? 0 : 1) && !wrong; i++)
    matched = match(regexes, i, text, length, is_whole, &wrong);
  if (wrong)
    g_propagate_error(error, g_steal_pointer(&wrong));
  return matched;
}

gboolean birge_regexes_match(BirgeRegexes *regexes, const UChar *text, int32_t length,
                             GError **error) {
  return match_any(regexes, text, length, TRUE, error) >= 0;
}

int32_t birge_regexes_match_start(BirgeRegexes *regexes, const UChar *text, int32_t length,
                                  GError **error) {
  int32_t matched = match_any(regexes, text, length, FALSE, error);
  return MAX(matched, 0);
}
