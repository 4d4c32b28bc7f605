/* Folding against brute force: what it unifies, and that it invents nothing. */
#include "text/fold.h"
#include "random.h"
#include "text/locale.h"

#include <string.h>

static char *fold(const BirgeFolding *folding, const char *text) {
  GString *out = g_string_new(NULL);
  birge_fold(folding, text, strlen(text), out);
  return g_string_free(out, FALSE);
}

static void folding_what_is_folded_changes_nothing(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeLocale *locale;
  for (guint i = 0; (locale = birge_locales_nth(locales, i)); i++) {
    for (guint round = 0; round < N_ROUNDS; round++) {
      g_autofree char *text = random_text(40);
      g_autofree char *once = fold(locale->folding, text);
      g_autofree char *twice = fold(locale->folding, once);
      g_assert_cmpstr(twice, ==, once);
    }
  }
}

/* The brute-force twin of the rules of all languages, with GLib's tables: lower case without
 * compatibility forms, marks and invisible characters, one kind of digits, quotation marks, dashes
 * and spaces. */
static char *fold_by_force(const char *text) {
  g_autofree char *a = g_utf8_casefold(text, -1);
  g_autofree char *b = g_utf8_normalize(a, -1, G_NORMALIZE_ALL);
  g_autofree char *c = g_utf8_casefold(b, -1);
  g_autofree char *plain = g_utf8_normalize(c, -1, G_NORMALIZE_ALL);
  GString *out = g_string_new(NULL);
  for (const char *p = plain; *p; p = g_utf8_next_char(p)) {
    gunichar letter = g_utf8_get_char(p);
    GUnicodeType type = g_unichar_type(letter);
    if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_FORMAT || letter == 0x640)
      continue;
    if (type == G_UNICODE_DECIMAL_NUMBER)
      g_string_append_printf(out, "%d", g_unichar_digit_value(letter));
    else if (g_utf8_strchr("“”«»", -1, letter))
      g_string_append_c(out, '"');
    else if (type == G_UNICODE_DASH_PUNCTUATION)
      g_string_append_c(out, '-');
    else if (g_unichar_isspace(letter))
      g_string_append_c(out, ' ');
    else
      g_string_append_unichar(out, letter);
  }
  return g_string_free(out, FALSE);
}

static void the_rules_of_all_languages_are_those_of_brute_force(void) {
  g_autoptr(BirgeFolding) table = birge_folding_new(NULL, NULL);
  for (guint round = 0; round < 5 * N_ROUNDS; round++) {
    g_autofree char *text = random_text(20);
    g_autofree char *expected = fold_by_force(text);
    g_autofree char *by_table = fold(table, text);
    g_autofree char *without = fold(NULL, text);
    g_assert_cmpstr(by_table, ==, expected);
    g_assert_cmpstr(without, ==, expected);
  }
}

/* Appends up to n letters of three. */
static void append_letters(GString *text, guint n, const char *letters) {
  for (n = random_below(n + 1); n > 0; n--)
    g_string_append_c(text, letters[random_below(3)]);
}

/* The code points of ASCII letters, in hexadecimal. */
static char *spell(const char *letters) {
  GString *spelt = g_string_new(NULL);
  for (; *letters; letters++)
    g_string_append_printf(spelt, "%04X ", (guint)*letters);
  return g_string_free(spelt, FALSE);
}

/* The brute-force twin of a language's table: at each place the longest entry that fits. */
static char *map_by_force(const char *text, GHashTable *map) {
  GString *out = g_string_new(NULL);
  while (*text) {
    gsize n = 3;
    const char *to = NULL;
    for (; n > 0 && !to; n--) {
      g_autofree char *from = g_strndup(text, n);
      to = strlen(from) == n ? g_hash_table_lookup(map, from) : NULL;
    }
    if (to)
      g_string_append(out, to);
    else
      g_string_append_c(out, *text);
    text += to ? n + 1 : 1;
  }
  return g_string_free(out, FALSE);
}

static void the_longest_entry_of_a_table_that_fits_is_taken(void) {
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr(GHashTable) map = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < 6; i++) {
      g_autoptr(GString) from = g_string_new(NULL);
      g_autoptr(GString) to = g_string_new(NULL);
      append_letters(from, 3, "abc");
      append_letters(to, 3, "xyz");
      if (from->len == 0 || g_hash_table_contains(map, from->str))
        continue;
      g_hash_table_insert(map, g_strdup(from->str), g_strdup(to->str));
      g_ptr_array_add(pairs, spell(from->str));
      g_ptr_array_add(pairs, spell(to->str));
    }
    g_ptr_array_add(pairs, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeFolding) folding = birge_folding_new((const char *const *)pairs->pdata, &error);
    g_assert_no_error(error);
    g_autoptr(GString) text = g_string_new(NULL);
    append_letters(text, 40, "abc");
    g_autofree char *folded = fold(folding, text->str);
    g_autofree char *expected = map_by_force(text->str, map);
    g_assert_cmpstr(folded, ==, expected);
  }
}

static void steps_fold_as_the_whole_does(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  for (guint round = 0; round < 5 * N_ROUNDS; round++) {
    static const char *const tags[] = {"en", "ckb", "ar"};
    const BirgeLocale *locale =
        birge_locales_find(locales, tags[round % G_N_ELEMENTS(tags)], NULL, 0);
    g_autofree char *text = random_text(20);
    g_autofree char *whole = fold(locale->folding, text);
    g_autoptr(GString) steps = g_string_new(NULL);
    g_autoptr(GString) step = g_string_new(NULL);
    for (const char *next = text, *end = text + strlen(text); next < end;) {
      next += birge_fold_step(locale->folding, next, (gsize)(end - next), step);
      g_string_append_len(steps, step->str, (gssize)step->len);
    }
    g_assert_cmpstr(steps->str, ==, whole);
  }
}

#define ADD(test) g_test_add_func("/fold/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(folding_what_is_folded_changes_nothing);
  ADD(the_rules_of_all_languages_are_those_of_brute_force);
  ADD(steps_fold_as_the_whole_does);
  ADD(the_longest_entry_of_a_table_that_fits_is_taken);
  return g_test_run();
}
