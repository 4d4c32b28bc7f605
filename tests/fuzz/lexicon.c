/* Any bytes as a lexicon: an error that is ours, or words that can be asked for. */
#include "align/lexicon.h"
#include "base/error.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* Asks for each translation of each word of one language into another. */
static void ask(const BirgeLexicon *lexicon, const char *from, const char *to) {
  for (guint32 w = 0; w < birge_lexicon_n_words(lexicon, from); w++) {
    g_autoptr(GArray) all = birge_lexicon_translate(lexicon, from, w, to);
    for (guint i = 0; i < all->len; i++) {
      const BirgeTranslation *translation = &g_array_index(all, BirgeTranslation, i);
      g_assert_cmpuint(translation->word, <, birge_lexicon_n_words(lexicon, to));
      g_assert_cmpfloat(translation->probability, ==,
                        birge_lexicon_probability(lexicon, from, w, to, translation->word));
    }
  }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static const char *const languages[] = {"en", "ckb", "ar"};
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLexicon) lexicon = birge_lexicon_parse("fuzz", bytes, locales, &error);
  if (!lexicon) {
    g_assert_cmpint((int)error->domain, ==, (int)BIRGE_ERROR);
    return 0;
  }
  for (guint from = 0; from < G_N_ELEMENTS(languages); from++)
    for (guint to = 0; to < G_N_ELEMENTS(languages); to++)
      if (from != to && birge_lexicon_has(lexicon, languages[from], languages[to]))
        ask(lexicon, languages[from], languages[to]);
  return 0;
}
