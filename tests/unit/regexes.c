/* Patterns of a locale. */
#include "text/regexes.h"

#include "base/error.h"

#define N_THREADS 4

/* texts: patterns with ; between; text: ASCII. */
static BirgeRegexes *make(const char *texts, gboolean ignores_case) {
  return birge_regexes_new(g_strsplit(texts, ";", -1), ignores_case);
}

static UChar *utf16(const char *text, int32_t *length) {
  glong n;
  UChar *made = (UChar *)g_utf8_to_utf16(text, -1, NULL, &n, NULL);
  *length = (int32_t)n;
  return made;
}

static gboolean matches(BirgeRegexes *regexes, const char *text) {
  g_autoptr(GError) error = NULL;
  int32_t length;
  g_autofree UChar *units = utf16(text, &length);
  gboolean found = birge_regexes_match(regexes, units, length, &error);
  g_assert_no_error(error);
  return found;
}

static int32_t start_of(BirgeRegexes *regexes, const char *text) {
  g_autoptr(GError) error = NULL;
  int32_t length;
  g_autofree UChar *units = utf16(text, &length);
  int32_t n = birge_regexes_match_start(regexes, units, length, &error);
  g_assert_no_error(error);
  return n;
}

static void a_whole_text_matches_or_none(void) {
  BirgeRegexes *regexes = make("share.*;by \\p{L}+", TRUE);
  g_assert_true(matches(regexes, "SHARE this"));
  g_assert_true(matches(regexes, "By Azad"));
  g_assert_false(matches(regexes, "By Azad today"));
  g_assert_false(matches(regexes, ""));
  birge_regexes_free(regexes);
  regexes = make("share", FALSE);
  g_assert_false(matches(regexes, "Share"));
  birge_regexes_free(regexes);
}

static void the_first_pattern_that_begins_a_text_says_how_far(void) {
  BirgeRegexes *regexes = make("[A-Z]*;[A-Z]+ - ", FALSE);
  g_assert_cmpint(start_of(regexes, "ERBIL - Rain"), ==, 5);
  g_assert_cmpint(start_of(regexes, "rain"), ==, 0);
  birge_regexes_free(regexes);
}

static void no_patterns_match_nothing(void) {
  BirgeRegexes *regexes = birge_regexes_new(g_new0(char *, 1), TRUE);
  g_assert_false(matches(regexes, "text"));
  birge_regexes_free(regexes);
}

static void a_wrong_pattern_is_said_each_time(void) {
  BirgeRegexes *regexes = make("a;(b", TRUE);
  for (int i = 0; i < 2; i++) {
    g_autoptr(GError) error = NULL;
    int32_t length;
    g_autofree UChar *units = utf16("a", &length);
    g_assert_false(birge_regexes_match(regexes, units, length, &error));
    g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
    g_assert_nonnull(g_strstr_len(error->message, -1, "\"(b\""));
  }
  birge_regexes_free(regexes);
}

static gpointer match_often(gpointer data) {
  guint n = 0;
  for (int i = 0; i < 200; i++)
    n += matches(data, i % 2 ? "by Azad" : "Azad");
  return GUINT_TO_POINTER(n);
}

static void threads_share_patterns(void) {
  BirgeRegexes *regexes = make("by \\p{L}+", TRUE);
  GThread *threads[N_THREADS];
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new("match", match_often, regexes);
  for (guint i = 0; i < N_THREADS; i++)
    g_assert_cmpuint(GPOINTER_TO_UINT(g_thread_join(threads[i])), ==, 100);
  birge_regexes_free(regexes);
}

#define ADD(test) g_test_add_func("/regexes/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_whole_text_matches_or_none);
  ADD(the_first_pattern_that_begins_a_text_says_how_far);
  ADD(no_patterns_match_nothing);
  ADD(a_wrong_pattern_is_said_each_time);
  ADD(threads_share_patterns);
  return g_test_run();
}
