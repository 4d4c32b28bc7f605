/* What learning and reading a lexicon promise. */
#include "align/lexicon.h"
#include "base/error.h"

#include <string.h>

static const char *const languages[] = {"en", "ckb", "ar"};

/* Texts of a unit: NULL where it lacks a language. Words are made up, so that nothing built in
 * knows them. */
typedef struct {
  const char *texts[3];
} Texts;

typedef struct {
  BirgeLocales *locales;
  GPtrArray *units;
  BirgeLexicon *lexicon;
  guint fails_at; /* getting this unit fails; units->len: none does */
} Lesson;

static void open_lesson(Lesson *lesson, const Texts *texts, guint n) {
  lesson->locales = birge_locales_load(NULL);
  lesson->units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  lesson->fails_at = n;
  for (guint u = 0; u < n; u++) {
    BirgeUnit *unit = birge_unit_new();
    for (guint l = 0; l < 3; l++) {
      if (!texts[u].texts[l])
        continue;
      BirgeVariant *variant = birge_variant_new(languages[l]);
      birge_variant_set_text(variant, texts[u].texts[l], strlen(texts[u].texts[l]));
      g_ptr_array_add(unit->variants, variant);
    }
    g_ptr_array_add(lesson->units, unit);
  }
}

static void clear_lesson(Lesson *lesson) {
  g_clear_pointer(&lesson->lexicon, birge_lexicon_free);
  g_ptr_array_unref(lesson->units);
  birge_locales_unref(lesson->locales);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lesson, clear_lesson)

static BirgeUnit *get_unit(gpointer data, guint unit, GError **error) {
  const Lesson *lesson = data;
  if (unit != lesson->fails_at)
    return birge_unit_ref(lesson->units->pdata[unit]);
  birge_error_set_at(error, BIRGE_ERROR_INPUT, "units", unit, "is damaged");
  return NULL;
}

static void learn(Lesson *lesson, const BirgeLearnLimits *limits, GError **error) {
  const BirgeUnitSource source = {lesson->units->len, get_unit, lesson};
  g_clear_pointer(&lesson->lexicon, birge_lexicon_free);
  lesson->lexicon = birge_lexicon_learn_from(&source, lesson->locales, languages, 3, limits, error);
}

/* Returns how likely a word becomes another. */
static double ask(const BirgeLexicon *lexicon, const char *from, const char *word, const char *to,
                  const char *other) {
  guint32 a, b;
  return birge_lexicon_find_form(lexicon, from, word, &a) &&
                 birge_lexicon_find_form(lexicon, to, other, &b)
             ? birge_lexicon_probability(lexicon, from, a, to, b)
             : 0;
}

static const Texts bilingual[] = {
    {{"zorp", "زۆرپ", NULL}},  {{"quam!", "قوام", NULL}}, {{"zorp", NULL, "زوربق"}},
    {{"quam", NULL, "قوامف"}}, {{"blik", NULL, "بليكس"}},
};

static void units_that_share_a_text_teach_what_each_lacks(void) {
  g_auto(Lesson) lesson = {0};
  open_lesson(&lesson, bilingual, G_N_ELEMENTS(bilingual));
  learn(&lesson, NULL, NULL);
  g_assert_cmpfloat(ask(lesson.lexicon, "ckb", "زۆرپ", "ar", "زوربق"), >, 0.9);
  g_assert_cmpfloat(ask(lesson.lexicon, "ar", "زوربق", "ckb", "زۆرپ"), >, 0.9);
  /* They differ in a mark. */
  g_assert_cmpfloat(ask(lesson.lexicon, "ckb", "قوام", "ar", "قوامف"), >, 0.9);
  g_assert_cmpfloat(ask(lesson.lexicon, "ckb", "زۆرپ", "ar", "قوامف"), ==, 0);
}

static void no_more_units_are_learnt_from_than_allowed(void) {
  g_auto(Lesson) lesson = {0};
  open_lesson(&lesson, bilingual, G_N_ELEMENTS(bilingual));
  learn(&lesson, &(BirgeLearnLimits){.max_units = 4}, NULL);
  g_assert_cmpfloat(ask(lesson.lexicon, "en", "quam", "ar", "قوامف"), >, 0.9);
  g_assert_cmpfloat(ask(lesson.lexicon, "en", "blik", "ar", "بليكس"), ==, 0);
  learn(&lesson, &(BirgeLearnLimits){.max_units = 5}, NULL);
  g_assert_cmpfloat(ask(lesson.lexicon, "en", "blik", "ar", "بليكس"), >, 0.9);
}

static void no_more_words_are_learnt_from_than_allowed(void) {
  g_auto(Lesson) lesson = {0};
  open_lesson(&lesson, bilingual, G_N_ELEMENTS(bilingual));
  /* A word and the end of its text, five times. */
  learn(&lesson, &(BirgeLearnLimits){.max_words = 9}, NULL);
  g_assert_cmpfloat(ask(lesson.lexicon, "en", "quam", "ar", "قوامف"), >, 0.9);
  g_assert_cmpfloat(ask(lesson.lexicon, "en", "blik", "ar", "بليكس"), ==, 0);
  learn(&lesson, &(BirgeLearnLimits){.max_words = 10}, NULL);
  g_assert_cmpfloat(ask(lesson.lexicon, "en", "blik", "ar", "بليكس"), >, 0.9);
}

static void a_unit_that_cannot_be_had_is_an_error(void) {
  g_auto(Lesson) lesson = {0};
  g_autoptr(GError) error = NULL;
  open_lesson(&lesson, bilingual, G_N_ELEMENTS(bilingual));
  lesson.fails_at = 3;
  learn(&lesson, NULL, &error);
  g_assert_null(lesson.lexicon);
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
  g_assert_cmpstr(error->message, ==, "units:3: is damaged");
}

static void words_stand_in_the_order_of_their_bytes(void) {
  g_auto(Lesson) lesson = {0};
  open_lesson(&lesson, bilingual, G_N_ELEMENTS(bilingual));
  learn(&lesson, NULL, NULL);
  for (guint l = 0; l < 3; l++) {
    g_autofree char *last = g_strdup("");
    guint32 n = birge_lexicon_n_words(lesson.lexicon, languages[l]);
    g_assert_cmpuint(n, >, 100);
    for (guint32 w = 0; w < n; w++) {
      gsize length;
      const char *text = birge_lexicon_word(lesson.lexicon, languages[l], w, &length);
      g_autofree char *word = g_strndup(text, length);
      g_assert_cmpint(strcmp(last, word), <, 0);
      g_free(last);
      last = g_steal_pointer(&word);
    }
  }
}

#define HEADING "from\tsource\tto\ttarget\tprobability\tback\n"
#define LINE "en\tzorp\tckb\tزۆرپ\t0.25\t1\n"

static BirgeLexicon *parse(const char *text, const BirgeLocales *locales, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  return birge_lexicon_parse("lexicon.tsv", bytes, locales, error);
}

static void what_was_exported_is_read(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLexicon) lexicon =
      parse(HEADING LINE "ckb\tزۆرپ\ten\tzorp\t1\t0.25\r\nen\ta\\tb\tckb\tزۆرپ\t1e-05\t0", locales,
            &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(ask(lexicon, "en", "zorp", "ckb", "زۆرپ"), ==, 0.25);
  g_assert_cmpfloat(ask(lexicon, "ckb", "زۆرپ", "en", "zorp"), ==, 1);
  gsize length;
  const char *first = birge_lexicon_word(lexicon, "en", 0, &length);
  g_assert_cmpmem(first, length, "a\tb", 3);
  g_assert_cmpfloat(birge_lexicon_probability(lexicon, "en", 0, "ckb", 0), ==, (float)1e-05);
  g_assert_true(birge_lexicon_has(lexicon, "en", "ckb"));
  g_assert_false(birge_lexicon_has(lexicon, "en", "ar"));
}

static void what_is_wrong_is_named_with_its_line(void) {
  static const struct {
    const char *text;
    const char *says;
  } cases[] = {
      {"", "lexicon.tsv: holds no translation"},
      {HEADING, "lexicon.tsv:1: holds no translation"},
      {"en\tckb\n", "lexicon.tsv:1: expected the columns that birge lexicon export prints"},
      {HEADING "\n", "lexicon.tsv:2: 1 fields, expected 6 with tabs between them"},
      {HEADING LINE "en\ta\tckb\tb\t1\t1\t1\n",
       "lexicon.tsv:3: 7 fields, expected 6 with tabs between them"},
      {HEADING "xx\ta\tckb\tb\t1\t1\n", "lexicon.tsv:2: unknown language \"xx\""},
      {HEADING "\ta\tckb\tb\t1\t1\n", "lexicon.tsv:2: unknown language \"\""},
      {HEADING "en\ta\ten\tb\t1\t1\n", "lexicon.tsv:2: both words are of one language"},
      {HEADING "en\t\tckb\tb\t1\t1\n", "lexicon.tsv:2: an empty word"},
      {HEADING "en\ta\\x\tckb\tb\t1\t1\n",
       "lexicon.tsv:2: \\ before something other than t, n, r or \\"},
      {HEADING "en\ta\tckb\t\xFF\t1\t1\n", "lexicon.tsv:2: a word that is not UTF-8"},
      {HEADING "en\ta\tckb\tb\t1.5\t1\n",
       "lexicon.tsv:2: expected a probability, 0 to 1, in the fifth field"},
      {HEADING "en\ta\tckb\tb\tnan\t1\n",
       "lexicon.tsv:2: expected a probability, 0 to 1, in the fifth field"},
      {HEADING "en\ta\tckb\tb\t\t1\n",
       "lexicon.tsv:2: expected a probability, 0 to 1, in the fifth field"},
      {HEADING "en\ta\tckb\tb\t0.1.2\t1\n",
       "lexicon.tsv:2: expected a probability, 0 to 1, in the fifth field"},
      {HEADING LINE LINE, "lexicon.tsv:3: these two words stand in an earlier line too"},
  };
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(parse(cases[i].text, locales, &error));
    g_assert_cmpstr(error->message, ==, cases[i].says);
  }
}

static void a_word_may_have_a_thousand_bytes_and_no_more(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  for (gsize n = 1000; n <= 1001; n++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *word = g_strnfill(n, 'a');
    g_autofree char *text = g_strdup_printf(HEADING "en\t%s\tckb\tb\t1\t1\n", word);
    g_autoptr(BirgeLexicon) lexicon = parse(text, locales, &error);
    g_assert_true((lexicon != NULL) == (n == 1000));
    if (error)
      g_assert_cmpstr(error->message, ==, "lexicon.tsv:2: a word of more than 1000 bytes");
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lexicon/units_that_share_a_text_teach_what_each_lacks",
                  units_that_share_a_text_teach_what_each_lacks);
  g_test_add_func("/lexicon/no_more_units_are_learnt_from_than_allowed",
                  no_more_units_are_learnt_from_than_allowed);
  g_test_add_func("/lexicon/no_more_words_are_learnt_from_than_allowed",
                  no_more_words_are_learnt_from_than_allowed);
  g_test_add_func("/lexicon/a_unit_that_cannot_be_had_is_an_error",
                  a_unit_that_cannot_be_had_is_an_error);
  g_test_add_func("/lexicon/words_stand_in_the_order_of_their_bytes",
                  words_stand_in_the_order_of_their_bytes);
  g_test_add_func("/lexicon/what_was_exported_is_read", what_was_exported_is_read);
  g_test_add_func("/lexicon/what_is_wrong_is_named_with_its_line",
                  what_is_wrong_is_named_with_its_line);
  g_test_add_func("/lexicon/a_word_may_have_a_thousand_bytes_and_no_more",
                  a_word_may_have_a_thousand_bytes_and_no_more);
  return g_test_run();
}
