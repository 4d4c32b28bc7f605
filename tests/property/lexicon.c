/* Learning on any number of threads, against brute force, and through a file and back. */
#include "align/lexicon.h"
#include "align/model.h"
#include "random.h"

#include <string.h>

static const char *const languages[] = {"en", "ckb"};

/* Words that nothing built in knows; rare ones rarer. */
static void append_word(GString *text, guint language) {
  static const char *const syllables[][8] = {
      {"za", "xo", "qui", "vex", "bru", "dho", "ky", "wum"},
      {"زا", "خۆ", "قی", "ڤێ", "برو", "دۆ", "کی", "وم"},
  };
  guint word = random_below(1 + random_below(1 + random_below(3000)));
  for (guint i = 0; i < 4; i++, word /= 8)
    g_string_append(text, syllables[language][word % 8]);
  g_string_append_c(text, ' ');
}

/* Units of one or both languages. */
static GPtrArray *random_units(guint n) {
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  for (guint u = 0; u < n; u++) {
    BirgeUnit *unit = birge_unit_new();
    for (guint l = random_below(10) == 0 ? 1 : 0; l < 2; l++) {
      g_autoptr(GString) text = g_string_new(NULL);
      for (guint w = random_below(40); w > 0; w--)
        append_word(text, l);
      BirgeVariant *variant = birge_variant_new(languages[l]);
      birge_variant_set_text(variant, text->str, text->len);
      g_ptr_array_add(unit->variants, variant);
    }
    g_ptr_array_add(units, unit);
  }
  return units;
}

static BirgeUnit *get_unit(gpointer data, guint unit, GError **error G_GNUC_UNUSED) {
  const GPtrArray *units = data;
  return birge_unit_ref(units->pdata[unit]);
}

static BirgeLexicon *learn(GPtrArray *units, const BirgeLocales *locales, guint n_threads) {
  const BirgeUnitSource source = {units->len, get_unit, units};
  const BirgeLearnLimits limits = {.n_threads = n_threads};
  return birge_lexicon_learn_from(&source, locales, languages, 2, &limits, NULL);
}

static void append_field(GString *text, const BirgeLexicon *lexicon, guint language, guint32 word) {
  gsize length;
  const char *letters = birge_lexicon_word(lexicon, languages[language], word, &length);
  g_string_append_printf(text, "%s\t", languages[language]);
  g_string_append_len(text, letters, (gssize)length);
  g_string_append_c(text, '\t');
}

/* As birge lexicon export does. */
static GString *print_lexicon(const BirgeLexicon *lexicon) {
  GString *text = g_string_new("from\tsource\tto\ttarget\tprobability\tback\n");
  for (guint from = 0; from < 2; from++)
    for (guint32 w = 0; w < birge_lexicon_n_words(lexicon, languages[from]); w++) {
      g_autoptr(GArray) all =
          birge_lexicon_translate(lexicon, languages[from], w, languages[1 - from]);
      for (guint i = 0; i < all->len; i++) {
        const BirgeTranslation *translation = &g_array_index(all, BirgeTranslation, i);
        char digits[G_ASCII_DTOSTR_BUF_SIZE];
        append_field(text, lexicon, from, w);
        append_field(text, lexicon, 1 - from, translation->word);
        g_ascii_formatd(digits, sizeof digits, "%.9g", translation->probability);
        g_string_append_printf(text, "%s\t0\n", digits);
      }
    }
  return text;
}

/* To the bit, as nine digits tell each float from every other. */
static void assert_equal(const BirgeLexicon *a, const BirgeLexicon *b) {
  g_autoptr(GString) x = print_lexicon(a);
  g_autoptr(GString) y = print_lexicon(b);
  g_assert_cmpuint(x->len, >, 100000);
  g_assert_true(g_string_equal(x, y));
}

/* More units than a task takes, and more words than a block. */
static void threads_learn_what_one_learns(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(GPtrArray) units = random_units(4000);
  g_autoptr(BirgeLexicon) one = learn(units, locales, 1);
  for (guint n_threads = 2; n_threads <= 3; n_threads++) {
    g_autoptr(BirgeLexicon) other = learn(units, locales, n_threads);
    assert_equal(one, other);
  }
}

static void what_is_written_is_read(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(GPtrArray) units = random_units(1000);
  g_autoptr(BirgeLexicon) lexicon = learn(units, locales, 1);
  g_autoptr(GString) text = print_lexicon(lexicon);
  g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLexicon) read = birge_lexicon_parse("lexicon", bytes, locales, &error);
  g_assert_no_error(error);
  assert_equal(lexicon, read);
}

#define N_WORDS 12
#define N_PAIRS 40
#define N_TRAINED 5

/* Pairs of texts of up to five words. */
typedef struct {
  GArray *texts[2];
  BirgeTextPair pairs[N_PAIRS];
} Pairs;

static void make_pairs(Pairs *pairs) {
  for (guint l = 0; l < 2; l++) {
    pairs->texts[l] = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint p = 0; p < N_PAIRS; p++) {
      pairs->pairs[p].texts[l] = pairs->texts[l]->len;
      for (guint n = 1 + random_below(5); n > 0; n--) {
        guint32 word = random_below(N_WORDS);
        g_array_append_val(pairs->texts[l], word);
      }
      guint32 end = BIRGE_TEXT_END;
      g_array_append_val(pairs->texts[l], end);
    }
  }
}

/* The brute-force twin: a table of all words by all words, text after text. */
static void train(const Pairs *pairs, double table[N_WORDS][N_WORDS]) {
  const guint32 *from = (const guint32 *)(gpointer)pairs->texts[0]->data;
  const guint32 *to = (const guint32 *)(gpointer)pairs->texts[1]->data;
  for (guint s = 0; s < N_WORDS; s++)
    for (guint t = 0; t < N_WORDS; t++)
      table[s][t] = 1;
  for (guint round = 0; round < N_TRAINED; round++) {
    double counts[N_WORDS][N_WORDS] = {{0}};
    for (guint p = 0; p < N_PAIRS; p++)
      for (const guint32 *t = to + pairs->pairs[p].texts[1]; *t != BIRGE_TEXT_END; t++) {
        double sum = 0;
        for (const guint32 *s = from + pairs->pairs[p].texts[0]; *s != BIRGE_TEXT_END; s++)
          sum += table[*s][*t];
        for (const guint32 *s = from + pairs->pairs[p].texts[0]; *s != BIRGE_TEXT_END; s++)
          counts[*s][*t] += table[*s][*t] / sum;
      }
    for (guint s = 0; s < N_WORDS; s++) {
      double sum = 0;
      for (guint t = 0; t < N_WORDS; t++)
        sum += counts[s][t];
      for (guint t = 0; t < N_WORDS; t++)
        table[s][t] = sum > 0 ? counts[s][t] / sum : 0;
    }
  }
}

static void columns_find_what_texts_do(void) {
  for (guint round = 0; round < N_ROUNDS; round++) {
    Pairs pairs;
    double expected[N_WORDS][N_WORDS];
    BirgeTable table = {0};
    make_pairs(&pairs);
    train(&pairs, expected);
    const BirgeParallelTexts texts = {
        .texts = {(const guint32 *)(gpointer)pairs.texts[0]->data,
                  (const guint32 *)(gpointer)pairs.texts[1]->data},
        .n_words = {N_WORDS, N_WORDS},
        .pairs = pairs.pairs,
        .n_pairs = N_PAIRS,
    };
    birge_table_learn(&table, &texts, 1 + round % 2);
    for (guint32 s = 0; s < N_WORDS; s++)
      for (guint32 t = 0; t < N_WORDS; t++) {
        double found = birge_table_get(&table, s, t);
        if (found > 0 || expected[s][t] > 0.0101)
          g_assert_cmpfloat_with_epsilon(found, expected[s][t], 0.001);
      }
    birge_table_clear(&table);
    g_array_unref(pairs.texts[0]);
    g_array_unref(pairs.texts[1]);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lexicon/threads_learn_what_one_learns", threads_learn_what_one_learns);
  g_test_add_func("/lexicon/what_is_written_is_read", what_is_written_is_read);
  g_test_add_func("/lexicon/columns_find_what_texts_do", columns_find_what_texts_do);
  return g_test_run();
}
