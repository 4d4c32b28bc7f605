/* Reads how a language writes numbers, months and marks, and finds their words in text. */
#include "text/habits.h"

#include "base/error.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* From this length on, in bytes, what follows a word may be a suffix that no list has. */
#define MIN_OPEN_WORD 8

static const char *const mark_names[BIRGE_N_MARKS] = {
    [BIRGE_MARK_STOP] = "stop",
    [BIRGE_MARK_QUESTION] = "question",
    [BIRGE_MARK_EXCLAMATION] = "exclamation",
    [BIRGE_MARK_COMMA] = "comma",
    [BIRGE_MARK_SEMICOLON] = "semicolon",
};

static void clear_named_number(gpointer data) {
  BirgeNamedNumber *name = data;
  g_free(name->word);
  g_free(name->stem);
}

static char *fold_word(const BirgeLocale *locale, const char *word) {
  GString *folded = g_string_new(NULL);
  birge_fold(locale->folding, word, strlen(word), folded);
  return g_string_free(folded, FALSE);
}

static char *stem_word(const BirgeLocale *locale, const char *word) {
  gsize start = 0, end = strlen(word);
  birge_stem(locale->stemming, word, &start, &end);
  return g_strndup(word + start, end - start);
}

static void add_names(GArray *names, char **words, guint64 value, const BirgeLocale *locale) {
  for (char **word = words; word && *word; word++) {
    BirgeNamedNumber name = {.word = fold_word(locale, *word), .value = value};
    name.stem = stem_word(locale, name.word);
    name.n_word = strlen(name.word);
    name.n_stem = strlen(name.stem);
    name.has_space = strchr(name.word, ' ') != NULL;
    g_array_append_val(names, name);
  }
}

/* Reads a group whose keys are numbers and whose values are lists of words. */
static GArray *get_names(GKeyFile *file, const char *group, const BirgeLocale *locale,
                         GError **error) {
  g_autoptr(GArray) names = g_array_new(FALSE, TRUE, sizeof(BirgeNamedNumber));
  g_array_set_clear_func(names, clear_named_number);
  g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
  for (char **key = keys; key && *key; key++) {
    guint64 value;
    if (!g_ascii_string_to_unsigned(*key, 10, 0, G_MAXINT64, &value, NULL)) {
      g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT, "\"%s\" in [%s] is no number", *key,
                  group);
      return NULL;
    }
    g_auto(GStrv) words = g_key_file_get_string_list(file, group, *key, NULL, NULL);
    add_names(names, words, value, locale);
  }
  return g_steal_pointer(&names);
}

static int compare_letters(const void *a, const void *b) {
  UChar32 x = *(const UChar32 *)a, y = *(const UChar32 *)b;
  return (x > y) - (x < y);
}

static void get_alphabet(GKeyFile *file, BirgeHabits *habits) {
  g_autofree char *alphabet = g_key_file_get_string(file, "letters", "alphabet", NULL);
  g_autofree char *variants = g_key_file_get_string(file, "letters", "variants", NULL);
  g_autofree char *all =
      g_strconcat(alphabet ? alphabet : "", alphabet && variants ? variants : "", NULL);
  glong n = 0;
  habits->alphabet = (UChar32 *)g_utf8_to_ucs4_fast(all, -1, &n);
  habits->n_alphabet = (gsize)n;
  qsort(habits->alphabet, habits->n_alphabet, sizeof *habits->alphabet, compare_letters);
}

/* Reads what stands for a per cent sign, and the group money, whose keys are currencies. */
static void get_signs(GKeyFile *file, const BirgeLocale *locale, BirgeHabits *habits) {
  g_auto(GStrv) currencies = g_key_file_get_keys(file, "money", NULL, NULL);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  habits->signs = g_array_new(FALSE, TRUE, sizeof(BirgeNamedNumber));
  g_array_set_clear_func(habits->signs, clear_named_number);
  g_strv_builder_add(names, "%");
  add_names(habits->signs, habits->percent, 0, locale);
  for (guint i = 0; currencies && currencies[i]; i++) {
    g_auto(GStrv) words = g_key_file_get_string_list(file, "money", currencies[i], NULL, NULL);
    add_names(habits->signs, words, i + 1, locale);
    g_strv_builder_add(names, currencies[i]);
  }
  habits->sign_names = g_strv_builder_end(names);
}

static char **get_folded_list(GKeyFile *file, const char *group, const char *key,
                              const BirgeLocale *locale) {
  char **words = g_key_file_get_string_list(file, group, key, NULL, NULL);
  for (char **word = words; word && *word; word++) {
    char *folded = fold_word(locale, *word);
    g_free(*word);
    *word = folded;
  }
  return words;
}

static void get_marks(GKeyFile *file, const BirgeLocale *locale, BirgeHabits *habits) {
  for (guint i = 0; i < BIRGE_N_MARKS; i++) {
    g_autofree char *mark = g_key_file_get_string(file, "marks", mark_names[i], NULL);
    habits->marks[i] = mark ? (UChar32)g_utf8_get_char(mark) : 0;
  }
  habits->percent = get_folded_list(file, "marks", "percent", locale);
  habits->joiners = get_folded_list(file, "marks", "joins-numbers", locale);
}

BirgeHabits *birge_habits_new(GKeyFile *file, const BirgeLocale *locale, GError **error) {
  g_autoptr(BirgeHabits) habits = g_new0(BirgeHabits, 1);
  habits->numbers = get_names(file, "numbers", locale, error);
  if (!habits->numbers)
    return NULL;
  habits->months = get_names(file, "months", locale, error);
  if (!habits->months)
    return NULL;
  get_alphabet(file, habits);
  get_marks(file, locale, habits);
  get_signs(file, locale, habits);
  return g_steal_pointer(&habits);
}

void birge_habits_free(BirgeHabits *habits) {
  if (!habits)
    return;
  g_free(habits->alphabet);
  g_clear_pointer(&habits->numbers, g_array_unref);
  g_clear_pointer(&habits->months, g_array_unref);
  g_clear_pointer(&habits->signs, g_array_unref);
  g_strfreev(habits->sign_names);
  g_strfreev(habits->percent);
  g_strfreev(habits->joiners);
  g_free(habits);
}

gboolean birge_habits_has_letter(const BirgeHabits *habits, UChar32 c) {
  return habits->n_alphabet > 0 && bsearch(&c, habits->alphabet, habits->n_alphabet,
                                           sizeof *habits->alphabet, compare_letters) != NULL;
}

/* Most words differ in the letter that they begin with, and a call is slow. */
static gboolean begins_with(const char *folded, const BirgeNamedNumber *name) {
  return folded[0] == name->word[0] && folded[1] == name->word[1] &&
         strncmp(folded, name->word, name->n_word) == 0;
}

/* Whether a name stands at a word. stem: the word without its affixes. is_open: long names may have
 * any ending. */
static gboolean is_name_at(const BirgeNamedNumber *name, const char *folded, const BirgeToken *word,
                           const BirgeToken *stem, gboolean is_open) {
  gsize n_word = name->n_word, n_stem = name->n_stem;
  if (word->end - word->start == n_word && memcmp(folded + word->start, name->word, n_word) == 0)
    return TRUE;
  if (stem->end - stem->start == n_stem && memcmp(folded + stem->start, name->stem, n_stem) == 0)
    return TRUE;
  /* Several words in a row, with any ending. */
  return (name->has_space || (is_open && n_word >= MIN_OPEN_WORD)) &&
         (begins_with(folded + word->start, name) || begins_with(folded + stem->start, name));
}

static BirgeToken cut_stem(const BirgeLocale *locale, const char *folded, const BirgeToken *word) {
  BirgeToken stem = *word;
  birge_stem(locale->stemming, folded, &stem.start, &stem.end);
  return stem;
}

const BirgeNamedNumber *birge_habits_find(const BirgeLocale *locale, const GArray *names,
                                          const char *folded, const BirgeToken *word,
                                          const BirgeNamedNumber *next) {
  BirgeToken stem = cut_stem(locale, folded, word);
  const BirgeNamedNumber *all = (const BirgeNamedNumber *)names->data;
  for (guint i = next ? (guint)(next - all) + 1 : 0; i < names->len; i++)
    if (is_name_at(&all[i], folded, word, &stem, TRUE))
      return &all[i];
  return NULL;
}

/* Whether a name is all that stands from start to the end of a word. */
static gboolean ends_word(const BirgeNamedNumber *name, const char *folded, gsize start,
                          const BirgeToken *word) {
  return word->end - start == name->n_word && memcmp(folded + start, name->word, name->n_word) == 0;
}

/* A stem may be that of several names ("عشر" of 10 and 20): one that is there in full goes first.
 */
const BirgeNamedNumber *birge_habits_find_exact(const BirgeLocale *locale, const GArray *names,
                                                const char *folded, const BirgeToken *word) {
  BirgeToken stem = cut_stem(locale, folded, word);
  const BirgeNamedNumber *all = (const BirgeNamedNumber *)names->data;
  for (guint i = 0; i < names->len; i++)
    if (ends_word(&all[i], folded, word->start, word) ||
        ends_word(&all[i], folded, stem.start, word))
      return &all[i];
  for (guint i = 0; i < names->len; i++)
    if (is_name_at(&all[i], folded, word, &stem, FALSE))
      return &all[i];
  return NULL;
}
