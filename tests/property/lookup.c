/* Lookup against brute force over all stored units: the same matches in the same order. */
#include "memory/lookup.h"
#include "exchange/exchange.h"
#include "random.h"
#include "sample.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const tags[] = {"en", "ckb", "ar"};
static const char *const words[][12] = {
    {"the", "The", "river", "bridge", "of", "rose", "12,500", "12500", "3", "it's", ".", "\"x\""},
    {"ئەو", "پرد", "كتێب", "کتێب", "لە", "٣", "3", "دەکات", "هه\u200C", ".", "،", "بوو"},
    {"في", "جسر", "مُدُن", "مدن", "إلى", "الى", "١٢", "12", "قال", "؟", ".", "ـ"},
};

static char *random_sentence(guint language, guint max_words) {
  GString *text = g_string_new(NULL);
  for (guint n = random_below(max_words + 1); n > 0; n--)
    g_string_append_printf(text, "%s ", random_of(words[language], 12));
  return g_string_free(text, FALSE);
}

/* Changes a few words, so that many texts are near each other. */
static char *edit(const char *sentence, guint language) {
  g_auto(GStrv) parts = g_strsplit(sentence, " ", -1);
  GString *text = g_string_new(NULL);
  for (char **part = parts; *part; part++) {
    guint choice = random_below(12);
    if (choice != 0)
      g_string_append_printf(text, "%s ", choice == 1 ? random_of(words[language], 12) : *part);
    if (choice == 2)
      g_string_append_printf(text, "w%u ", random_below(40));
  }
  return g_string_free(text, FALSE);
}

static void write_memory(const char *folder, guint file, guint n_units) {
  g_autofree char *path = g_strdup_printf("%s/%u.tmx", folder, file);
  g_autoptr(BirgeOutput) output = birge_output_open(path, NULL);
  g_autoptr(BirgeTmxWriter) writer = birge_tmx_writer_new(output, "en", NULL);
  char *last[3] = {g_strdup(""), g_strdup(""), g_strdup("")};
  for (guint u = 0; u < n_units; u++) {
    g_autoptr(BirgeUnit) unit = birge_unit_new();
    for (guint n = 1 + random_below(4); n > 0; n--) {
      guint l = random_below(3);
      char *text =
          random_below(3) ? edit(last[l], l) : random_sentence(l, random_below(30) ? 24 : 150);
      g_free(last[l]);
      last[l] = text;
      BirgeVariant *variant = birge_variant_new(tags[l]);
      birge_variant_set_text(variant, text, strlen(text));
      if (random_below(9) == 0)
        birge_variant_add_code(variant, 0, "<ph/>");
      g_ptr_array_add(unit->variants, variant);
    }
    g_assert_true(birge_tmx_writer_add(writer, unit, NULL));
  }
  for (guint l = 0; l < 3; l++)
    g_free(last[l]);
  birge_tmx_writer_end(g_steal_pointer(&writer));
  g_assert_true(birge_output_commit(g_steal_pointer(&output), NULL));
}

/* The brute-force twin. */
static guint measure(const GPtrArray *a, const GPtrArray *b) {
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
  return row[b->len];
}

static gint compare(gconstpointer a, gconstpointer b) {
  const BirgeMatch *x = a, *y = b;
  const gint64 order[] = {y->score - x->score, (gint64)x->file - y->file, (gint64)x->unit - y->unit,
                          (gint64)x->variant - y->variant};
  for (guint i = 0; i < 4; i++) {
    if (order[i] != 0)
      return order[i] < 0 ? -1 : 1;
  }
  return 0;
}

static GArray *find_by_force(const BirgeMemory *memory, const BirgeLocale *locale, const char *text,
                             guint min, guint codes) {
  GArray *all = g_array_new(FALSE, FALSE, sizeof(BirgeMatch));
  g_autoptr(GPtrArray) query = sample_tokens(locale, text, NULL);
  for (guint file = 0; file < birge_memory_n_files(memory); file++) {
    for (guint u = 0; u < birge_memory_n_units(memory, file); u++) {
      g_autoptr(BirgeUnit) unit = birge_memory_unit(memory, file, u, NULL);
      for (guint v = 0; v < unit->variants->len; v++) {
        const BirgeVariant *variant = unit->variants->pdata[v];
        g_autoptr(GPtrArray) stored = sample_tokens(locale, variant->text, NULL);
        guint n = MAX(query->len, stored->len);
        if (!g_str_equal(variant->language, locale->tag) || query->len == 0 || stored->len == 0)
          continue;
        BirgeMatch match = {.file = file, .unit = u, .variant = v};
        match.score = (gint)(10000 * (n - measure(query, stored)) / n);
        match.score -= variant->codes->len > 0 ? (gint)codes * 100 : 0;
        if (match.score >= (gint)min * 100)
          g_array_append_val(all, match);
      }
    }
  }
  g_array_sort(all, compare);
  return all;
}

static void assert_same(const GArray *found, const GArray *expected, guint best) {
  g_assert_cmpuint(found->len, ==, best == 0 ? expected->len : MIN(best, expected->len));
  for (guint i = 0; i < found->len; i++) {
    const BirgeMatch *x = &g_array_index(found, BirgeMatch, i);
    const BirgeMatch *y = &g_array_index(expected, BirgeMatch, i);
    g_assert_cmpint(x->score, ==, y->score);
    g_assert_cmpuint(x->file, ==, y->file);
    g_assert_cmpuint(x->unit, ==, y->unit);
    g_assert_cmpuint(x->variant, ==, y->variant);
  }
}

static void try_query(BirgeMemory *memory, const BirgeLocales *locales) {
  static const guint bests[] = {0, 1, 5};
  guint l = random_below(3), best = bests[random_below(3)];
  const BirgeLocale *locale = birge_locales_find(locales, tags[l], NULL, 0);
  g_autofree char *text = NULL;
  guint file = random_below(birge_memory_n_files(memory));
  g_autoptr(BirgeUnit) unit =
      birge_memory_unit(memory, file, random_below(birge_memory_n_units(memory, file)), NULL);
  const BirgeVariant *variant = unit->variants->pdata[random_below(unit->variants->len)];
  text = random_below(4) ? edit(variant->text, l) : random_sentence(l, 30);
  BirgeLookupOptions options = {.source = tags[l],
                                .min = 1 + random_below(100),
                                .best = best,
                                .penalties = {.codes = random_below(3)}};
  g_autoptr(BirgeLookup) lookup = birge_lookup_new(memory, &options, NULL);
  BirgeQuery query = {.text = text, .length = strlen(text)};
  const GArray *found = birge_lookup_find(lookup, &query, NULL);
  g_autoptr(GArray) expected =
      find_by_force(memory, locale, text, options.min, options.penalties.codes);
  assert_same(found, expected, best);
}

static void remove_folder(const char *folder) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_assert_cmpint(g_unlink(path), ==, 0);
  }
  g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void lookup_finds_what_brute_force_finds(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  for (guint round = 0; round < 8; round++) {
    g_autofree char *folder = g_dir_make_tmp("birge-lookup-XXXXXX", NULL);
    for (guint file = 0; file <= random_below(3); file++)
      write_memory(folder, file, 1 + random_below(60));
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeMemory) memory = birge_memory_open(folder, "en", locales, &error);
    g_assert_no_error(error);
    for (guint q = 0; q < 60; q++)
      try_query(memory, locales);
    remove_folder(folder);
  }
}

/* Damages the only index in the cache: a few bytes anywhere, or its length. */
static void damage_index(void) {
  g_autofree char *folder = g_build_filename(g_getenv("XDG_CACHE_HOME"), "birge", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_autofree char *path = g_build_filename(folder, g_dir_read_name(dir), NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
  for (guint n = 1 + random_below(3); n > 0; n--)
    bytes[random_below((guint)length)] ^= (char)(1 << random_below(8));
  if (random_below(8) == 0)
    length = random_below((guint)length);
  /* A new file, as one that is mapped must not change. */
  g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

static void a_damaged_index_never_gives_a_wrong_answer(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autofree char *indexes = g_build_filename(g_getenv("XDG_CACHE_HOME"), "birge", NULL);
  remove_folder(indexes);
  g_autofree char *folder = g_dir_make_tmp("birge-lookup-XXXXXX", NULL);
  write_memory(folder, 0, 60);
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeMemory) memory = birge_memory_open(folder, "en", locales, &error);
    g_assert_no_error(error);
    try_query(memory, locales);
    damage_index();
    g_autoptr(BirgeMemory) damaged = birge_memory_open(folder, "en", locales, &error);
    g_assert_no_error(error);
    try_query(damaged, locales);
  }
  remove_folder(folder);
}

int main(int argc, char **argv) {
  g_autofree char *cache = g_dir_make_tmp("birge-cache-XXXXXX", NULL);
  g_setenv("XDG_CACHE_HOME", cache, TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lookup/finds what brute force finds", lookup_finds_what_brute_force_finds);
  g_test_add_func("/lookup/a damaged index never gives a wrong answer",
                  a_damaged_index_never_gives_a_wrong_answer);
  int status = g_test_run();
  g_autofree char *indexes = g_build_filename(cache, "birge", NULL);
  remove_folder(indexes);
  g_rmdir(cache);
  return status;
}
