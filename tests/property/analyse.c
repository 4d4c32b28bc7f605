/* An analysis against brute force: each word in one band, and in the same one. */
#include "memory/analyse.h"
#include "exchange/exchange.h"
#include "random.h"
#include "sample.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const words[] = {"the",   "river", "Rose", "12,500",
                                    "12500", "it's",  ".",    "bridge"};

static char *random_sentence(void) {
  GString *text = g_string_new("a");
  for (guint n = random_below(12); n > 0; n--)
    g_string_append_printf(text, " %s", random_of(words, G_N_ELEMENTS(words)));
  return g_string_free(text, FALSE);
}

/* Sentences of which some are others, and some others with another word. */
static GPtrArray *random_sentences(const GPtrArray *from, guint n) {
  GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < n; i++) {
    const GPtrArray *pool = from && random_below(2) ? from : all;
    guint other = pool->len > 0 ? random_below(pool->len) : 0;
    guint choice = pool->len > 0 ? random_below(4) : 3;
    if (choice < 2)
      g_ptr_array_add(all, g_strdup(pool->pdata[choice == 0 && i < pool->len ? i : other]));
    else if (choice == 2)
      g_ptr_array_add(all, g_strdup_printf("%s %s", (const char *)pool->pdata[other],
                                           random_of(words, G_N_ELEMENTS(words))));
    else
      g_ptr_array_add(all, random_sentence());
  }
  return all;
}

static void write_memory(const char *path, const GPtrArray *sentences) {
  g_autoptr(BirgeOutput) output = birge_output_open(path, NULL);
  g_autoptr(BirgeTmxWriter) writer = birge_tmx_writer_new(output, "en", NULL);
  for (guint i = 0; i < sentences->len; i++) {
    g_autoptr(BirgeUnit) unit = birge_unit_new();
    birge_variant_set_text(birge_unit_add_variant(unit, "en"), sentences->pdata[i],
                           strlen(sentences->pdata[i]));
    birge_variant_set_text(birge_unit_add_variant(unit, "ar"), "x", 1);
    g_assert_true(birge_tmx_writer_add(writer, unit, NULL));
  }
  birge_tmx_writer_end(g_steal_pointer(&writer));
  g_assert_true(birge_output_commit(g_steal_pointer(&output), NULL));
}

static BirgeDocument *make_document(const GPtrArray *sentences) {
  BirgeDocumentBuilder *builder = birge_document_builder_new_empty("en", "");
  for (guint i = 0; i < sentences->len; i++) {
    gsize n = strlen(sentences->pdata[i]);
    gsize start = birge_document_builder_add_text(builder, sentences->pdata[i], n);
    birge_document_builder_add_text(builder, "\n", 1);
    birge_document_builder_add_block(builder,
                                     (BirgeBlock){start, start + n, BIRGE_BLOCK_PARAGRAPH});
    birge_document_builder_add_segment(builder, (BirgeSegment){start, start + n, i});
  }
  return birge_document_builder_end(builder);
}

/* The brute-force twin. */
static guint score(const BirgeLocale *locale, const char *one, const char *other) {
  g_autoptr(GPtrArray) a = sample_tokens(locale, one, NULL), b = sample_tokens(locale, other, NULL);
  g_autofree guint *row = g_new(guint, b->len + 1);
  for (guint j = 0; j <= b->len; j++)
    row[j] = j;
  for (guint i = 0; i < a->len; i++) {
    guint diagonal = row[0]++;
    for (guint j = 0; j < b->len; j++) {
      guint cost = diagonal + (g_str_equal(a->pdata[i], b->pdata[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = MIN(cost, MIN(row[j], diagonal) + 1);
    }
  }
  return 10000 * (MAX(a->len, b->len) - row[b->len]) / MAX(a->len, b->len);
}

static gboolean are_equal(const BirgeLocale *locale, const GPtrArray *a, gint i, const GPtrArray *b,
                          gint k) {
  gboolean no_a = i < 0 || i >= (gint)a->len, no_b = k < 0 || k >= (gint)b->len;
  return no_a || no_b ? no_a && no_b : score(locale, a->pdata[i], b->pdata[k]) == 10000;
}

static const char *band_by_force(const BirgeLocale *locale, const GPtrArray *stored,
                                 const GPtrArray *all, guint begin, guint i) {
  const char *names[2][4] = {{"95-99", "85-94", "75-84", "50-74"},
                             {"inside 95-99", "inside 85-94", "inside 75-84", "inside 50-74"}};
  static const guint least[] = {9500, 8500, 7500, 5000};
  guint best[2] = {0, 0};
  g_autoptr(GPtrArray) text = g_ptr_array_new();
  for (guint k = begin; k < all->len; k++)
    g_ptr_array_add(text, all->pdata[k]);
  for (guint k = 0; k < stored->len; k++) {
    best[0] = MAX(best[0], score(locale, all->pdata[i], stored->pdata[k]));
    gint at = (gint)(i - begin);
    if (are_equal(locale, text, at, stored, (gint)k) &&
        are_equal(locale, text, at - 1, stored, (gint)k - 1) &&
        are_equal(locale, text, at + 1, stored, (gint)k + 1))
      return "context";
  }
  for (guint k = 0; k < i; k++)
    best[1] = MAX(best[1], score(locale, all->pdata[i], all->pdata[k]));
  if (best[0] == 10000 || best[1] == 10000)
    return best[0] == 10000 ? "100" : "repetition";
  for (guint b = 0; b < 4; b++) {
    if (best[0] >= least[b] || best[1] >= least[b])
      return names[best[0] >= least[b] ? 0 : 1][b];
  }
  return "new";
}

/* Two documents, one after the other, against a memory. */
static void try_documents(const BirgeLocale *locale, BirgeMemory *memory, const GPtrArray *stored) {
  const BirgeLookupOptions options = {.source = "en", .min = BIRGE_ANALYSIS_MIN, .best = 1};
  g_autoptr(BirgeLookup) lookup = birge_lookup_new(memory, &options, NULL);
  g_autoptr(BirgeAnalysis) analysis = birge_analysis_new(lookup, locale);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
  for (guint d = 0; d < 2; d++) {
    g_autoptr(GPtrArray) sentences = random_sentences(stored, 1 + random_below(20));
    g_autoptr(BirgeDocument) document = make_document(sentences);
    BirgeCounts counts = {0}, expected = {0};
    guint begin = all->len;
    g_assert_true(birge_analysis_add(analysis, document, &counts, NULL));
    for (guint i = 0; i < sentences->len; i++)
      g_ptr_array_add(all, g_strdup(sentences->pdata[i]));
    for (guint i = begin; i < all->len; i++) {
      const char *name = band_by_force(locale, stored, all, begin, i);
      guint b = 0, n_words = 0;
      while (!g_str_equal(birge_analysis_band_print(b), name))
        b++;
      g_ptr_array_unref(sample_tokens(locale, all->pdata[i], &n_words));
      expected.bands[b].segments++;
      expected.bands[b].words += n_words;
      expected.bands[b].characters += (guint64)g_utf8_strlen(all->pdata[i], -1);
    }
    g_assert_cmpmem(&counts, sizeof counts, &expected, sizeof expected);
  }
}

static void bands_are_those_of_brute_force(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeLocale *locale = birge_locales_find(locales, "en", NULL, 0);
  for (guint round = 0; round < 12; round++) {
    g_autofree char *folder = g_dir_make_tmp("birge-analyse-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "m.tmx", NULL);
    g_autoptr(GPtrArray) stored = random_sentences(NULL, 1 + random_below(20));
    write_memory(path, stored);
    g_autoptr(BirgeMemory) memory = birge_memory_open(folder, "en", locales, NULL);
    g_assert_nonnull(memory);
    for (guint i = 0; i < 6; i++)
      try_documents(locale, memory, stored);
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
  }
}

int main(int argc, char **argv) {
  g_autofree char *cache = g_dir_make_tmp("birge-cache-XXXXXX", NULL);
  g_setenv("XDG_CACHE_HOME", cache, TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/analyse/bands are those of brute force", bands_are_those_of_brute_force);
  return g_test_run();
}
