/* Concordance against reading every text: the same hits in the same order. */
#include "memory/concordance.h"

#include "exchange/exchange.h"
#include "random.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unicode/uregex.h>
#include <unicode/utext.h>

static const char *const tags[] = {"en", "ckb"};
static const char *const words[][10] = {
    {"the", "The", "then", "river", "rivers", "rive", "12,500", "it's", ".", "rose"},
    {"ئەو", "پرد", "پردەكە", "پردەکە", "کتێب", "٣", "هه\u200C", ".", "،", "كتێبی"},
};
static const char *const regexes[][8] = {
    {"riv.rs?", "the", "rose|it", "R[iy]ver", "^the\\b", "\\d{2}", "(rose )+the", "xyz"},
    {"پرد.ک", "كتێب", "ئەو|پرد", "پرد[ەی]", "^ئەو\\b", "\\d", "کتێبی?", "ۆۆ"},
};

static void write_memory(const char *folder, guint file) {
  g_autofree char *path = g_strdup_printf("%s/%u.tmx", folder, file);
  g_autoptr(BirgeOutput) output = birge_output_open(path, NULL);
  g_autoptr(BirgeTmxWriter) writer = birge_tmx_writer_new(output, "en", NULL);
  for (guint u = random_below(80) + 1; u > 0; u--) {
    g_autoptr(BirgeUnit) unit = birge_unit_new();
    for (guint v = 1 + random_below(3); v > 0; v--) {
      guint l = random_below(2);
      g_autoptr(GString) text = g_string_new(NULL);
      for (guint n = random_below(8); n > 0; n--)
        g_string_append_printf(text, "%s%s", random_of(words[l], 10), random_below(6) ? " " : "");
      BirgeVariant *variant = birge_variant_new(tags[l]);
      birge_variant_set_text(variant, text->str, text->len);
      g_ptr_array_add(unit->variants, variant);
    }
    g_assert_true(birge_tmx_writer_add(writer, unit, NULL));
  }
  birge_tmx_writer_end(g_steal_pointer(&writer));
  g_assert_true(birge_output_commit(g_steal_pointer(&output), NULL));
}

/* A pattern as the twin sees it: words by phrase. */
typedef struct {
  char *words[6];
  gboolean is_prefix[6];
  guint phrases[6];
  guint n;
} Asked;

static char *make_pattern(guint l, Asked *asked) {
  GString *pattern = g_string_new(NULL);
  asked->n = 0;
  guint n_phrases = 1 + random_below(2);
  for (guint p = 0; p < n_phrases; p++) {
    guint n = 1 + random_below(3);
    g_string_append(pattern, n > 1 ? "\"" : "");
    for (guint i = 0; i < n; i++) {
      const char *word = random_of(words[l], 10);
      gboolean is_prefix = random_below(4) == 0;
      asked->words[asked->n] = g_strdup(word);
      asked->is_prefix[asked->n] = is_prefix;
      asked->phrases[asked->n++] = p;
      g_string_append_printf(pattern, "%s%s ", word, is_prefix ? "*" : "");
    }
    g_string_append(pattern, n > 1 ? "\" " : "");
  }
  return g_string_free(pattern, FALSE);
}

/* Appends the folded tokens of a text. */
static void split(const BirgeLocale *locale, const char *text, GPtrArray *tokens) {
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_fold(locale->folding, text, strlen(text), folded);
  birge_tokenize(folded->str, folded->len, found);
  for (guint i = 0; i < found->len; i++) {
    BirgeToken token = g_array_index(found, BirgeToken, i);
    g_ptr_array_add(tokens, g_strndup(folded->str + token.start, token.end - token.start));
  }
}

/* The brute-force twin. all: tokens of the pattern; first to before end are wanted together. */
static gboolean stand_at(const GPtrArray *all, const gboolean *is_prefix, const GPtrArray *tokens,
                         guint start) {
  for (guint i = 0; i < all->len; i++) {
    const char *token = start + i < tokens->len ? tokens->pdata[start + i] : "";
    if (is_prefix[i] ? !g_str_has_prefix(token, all->pdata[i]) : !g_str_equal(token, all->pdata[i]))
      return FALSE;
  }
  return TRUE;
}

/* Whether the words of a phrase (G_MAXUINT: all) stand together in tokens. */
static gboolean has_phrase(const BirgeLocale *locale, const Asked *asked, guint phrase,
                           const GPtrArray *tokens) {
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
  gboolean is_prefix[32] = {FALSE};
  for (guint i = 0; i < asked->n; i++) {
    if (phrase != G_MAXUINT && asked->phrases[i] != phrase)
      continue;
    split(locale, asked->words[i], all);
    is_prefix[all->len - 1] = asked->is_prefix[i];
  }
  for (guint start = 0; start + all->len <= tokens->len; start++) {
    if (stand_at(all, is_prefix, tokens, start))
      return TRUE;
  }
  return FALSE;
}

static gboolean has_match(const BirgeLocale *locale, URegularExpression *regex, const char *text) {
  g_autoptr(GString) folded = g_string_new(NULL);
  birge_fold(locale->folding, text, strlen(text), folded);
  UErrorCode status = U_ZERO_ERROR;
  UText *utext = utext_openUTF8(NULL, folded->str, (int64_t)folded->len, &status);
  uregex_setUText(regex, utext, &status);
  gboolean found = uregex_findNext(regex, &status);
  utext_close(utext);
  return found;
}

static gint compare(gconstpointer a, gconstpointer b) {
  const BirgeHit *x = a, *y = b;
  const gint64 order[] = {(gint64)y->is_together - x->is_together,
                          (gint64)x->n_tokens - y->n_tokens, (gint64)x->file - y->file,
                          (gint64)x->unit - y->unit, (gint64)x->variant - y->variant};
  for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
    if (order[i] != 0)
      return order[i] < 0 ? -1 : 1;
  }
  return 0;
}

static GArray *find_by_force(const BirgeMemory *memory, const BirgeLocale *locale,
                             const Asked *asked, URegularExpression *regex) {
  GArray *hits = g_array_new(FALSE, FALSE, sizeof(BirgeHit));
  for (guint file = 0; file < birge_memory_n_files(memory); file++) {
    for (guint u = 0; u < birge_memory_n_units(memory, file); u++) {
      g_autoptr(BirgeUnit) unit = birge_memory_unit(memory, file, u, NULL);
      for (guint v = 0; v < unit->variants->len; v++) {
        const BirgeVariant *variant = unit->variants->pdata[v];
        g_autoptr(GPtrArray) tokens = g_ptr_array_new_with_free_func(g_free);
        split(locale, variant->text, tokens);
        if (!g_str_equal(variant->language, locale->tag) || tokens->len == 0)
          continue;
        gboolean is_hit = regex ? has_match(locale, regex, variant->text) : TRUE;
        for (guint p = 0; !regex && p <= asked->phrases[asked->n - 1]; p++)
          is_hit = is_hit && has_phrase(locale, asked, p, tokens);
        BirgeHit hit = {file, u, v, tokens->len,
                        regex || has_phrase(locale, asked, G_MAXUINT, tokens)};
        if (is_hit)
          g_array_append_val(hits, hit);
      }
    }
  }
  g_array_sort(hits, compare);
  return hits;
}

static void try_pattern(const BirgeMemory *memory, const BirgeLocales *locales) {
  guint l = random_below(2), best = random_below(3) * 4;
  const BirgeLocale *locale = birge_locales_find(locales, tags[l], NULL, 0);
  Asked asked = {.n = 0};
  gboolean is_regex = random_below(4) == 0;
  g_autofree char *pattern =
      is_regex ? g_strdup(random_of(regexes[l], 8)) : make_pattern(l, &asked);
  const BirgeSearchOptions options = {.source = tags[l], .best = best, .is_regex = is_regex};
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeSearch) search = birge_search_new(memory, pattern, &options, &error);
  g_assert_no_error(error);
  guint64 n_hits;
  const GArray *found = birge_search_find(search, &n_hits, &error);
  g_assert_no_error(error);
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr(GString) folded = g_string_new(NULL);
  birge_fold(locale->folding, pattern, strlen(pattern), folded);
  UText *text = utext_openUTF8(NULL, folded->str, (int64_t)folded->len, &status);
  URegularExpression *regex = is_regex ? uregex_openUText(text, 0, NULL, &status) : NULL;
  g_autoptr(GArray) expected = find_by_force(memory, locale, &asked, regex);
  g_clear_pointer(&regex, uregex_close);
  utext_close(text);
  g_test_message("%s", pattern);
  if (n_hits == BIRGE_NOT_COUNTED)
    g_assert_cmpuint(expected->len, >=, best);
  else
    g_assert_cmpuint(n_hits, ==, expected->len);
  g_assert_cmpuint(found->len, ==, best == 0 ? expected->len : MIN(best, expected->len));
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpint(
        compare(&g_array_index(found, BirgeHit, i), &g_array_index(expected, BirgeHit, i)), ==, 0);
  for (guint i = 0; i < asked.n; i++)
    g_free(asked.words[i]);
}

static void remove_folder(const char *folder) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_assert_cmpint(g_unlink(path), ==, 0);
  }
  g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void search_finds_what_reading_every_text_finds(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  for (guint round = 0; round < 8; round++) {
    g_autofree char *folder = g_dir_make_tmp("birge-search-XXXXXX", NULL);
    for (guint file = 0; file <= random_below(3); file++)
      write_memory(folder, file);
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeMemory) memory = birge_memory_open(folder, "en", locales, &error);
    g_assert_no_error(error);
    for (guint q = 0; q < 60; q++)
      try_pattern(memory, locales);
    remove_folder(folder);
  }
}

int main(int argc, char **argv) {
  g_autofree char *cache = g_dir_make_tmp("birge-cache-XXXXXX", NULL);
  g_setenv("XDG_CACHE_HOME", cache, TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/concordance/finds what reading every text finds",
                  search_finds_what_reading_every_text_finds);
  int status = g_test_run();
  g_autofree char *indexes = g_build_filename(cache, "birge", NULL);
  remove_folder(indexes);
  g_rmdir(cache);
  return status;
}
