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
    for (char **word = words; word && *word; word++) {
      BirgeNamedNumber name = {.word = fold_word(locale, *word), .value = value};
      name.stem = stem_word(locale, name.word);
      g_array_append_val(names, name);
    }
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

static void get_marks(GKeyFile *file, const BirgeLocale *locale, BirgeHabits *habits) {
  for (guint i = 0; i < BIRGE_N_MARKS; i++) {
    g_autofree char *mark = g_key_file_get_string(file, "marks", mark_names[i], NULL);
    habits->marks[i] = mark ? (UChar32)g_utf8_get_char(mark) : 0;
  }
  habits->percent = g_key_file_get_string_list(file, "marks", "percent", NULL, NULL);
  for (char **word = habits->percent; word && *word; word++) {
    char *folded = fold_word(locale, *word);
    g_free(*word);
    *word = folded;
  }
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
  return g_steal_pointer(&habits);
}

void birge_habits_free(BirgeHabits *habits) {
  if (!habits)
    return;
  g_free(habits->alphabet);
  g_clear_pointer(&habits->numbers, g_array_unref);
  g_clear_pointer(&habits->months, g_array_unref);
  g_strfreev(habits->percent);
  g_free(habits);
}

gboolean birge_habits_has_letter(const BirgeHabits *habits, UChar32 c) {
  return habits->n_alphabet > 0 && bsearch(&c, habits->alphabet, habits->n_alphabet,
                                           sizeof *habits->alphabet, compare_letters) != NULL;
}

/* Whether a name is what begins at start: several words in a row, with any ending. */
static gboolean is_phrase_at(const char *folded, gsize start, const char *phrase) {
  return g_str_has_prefix(folded + start, phrase);
}

const BirgeNamedNumber *birge_habits_find(const BirgeLocale *locale, const GArray *names,
                                          const char *folded, const BirgeToken *word,
                                          const BirgeNamedNumber *next) {
  gsize start = word->start, end = word->end;
  birge_stem(locale->stemming, folded, &start, &end);
  const BirgeNamedNumber *all = (const BirgeNamedNumber *)names->data;
  for (guint i = next ? (guint)(next - all) + 1 : 0; i < names->len; i++) {
    const BirgeNamedNumber *name = &all[i];
    gsize length = strlen(name->word);
    gboolean is_whole =
        word->end - word->start == length && memcmp(folded + word->start, name->word, length) == 0;
    gboolean is_stem =
        end - start == strlen(name->stem) && memcmp(folded + start, name->stem, end - start) == 0;
    gboolean is_open =
        (length >= MIN_OPEN_WORD || strchr(name->word, ' ')) &&
        (is_phrase_at(folded, word->start, name->word) || is_phrase_at(folded, start, name->word));
    if (is_whole || is_stem || is_open)
      return name;
  }
  return NULL;
}
