/* Measures concordance: how long a translator waits for words, phrases, prefixes and regular
 * expressions, and how many times longer reading every text takes.
 *
 * usage: search UNITS [SENTENCES]      the memory is made as for the benchmark of lookup
 * Patterns come from the memory itself: a word, two words, two adjacent ones, the first three
 * letters of a word, the commonest pair, a regular expression with letters that are sure. Times are
 * of all hits found and ordered, the best 20 kept. */
#include "memory/concordance.h"

#include "material.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define N_PATTERNS 200
#define BEST 20

static gint64 now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static gint compare_times(gconstpointer a, gconstpointer b) {
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
  return (x > y) - (x < y);
}

typedef enum { WORD, TWO_WORDS, PHRASE, PREFIX, COMMON, REGEX, N_KINDS } Kind;

static const char *const kinds[N_KINDS] = {
    "word", "two words", "phrase of two", "prefix of three", "\"of the\"", "regex"};

static char *make_pattern(const Material *material, const GPtrArray *texts, Kind kind) {
  for (;;) {
    g_auto(GStrv) words = g_strsplit(texts->pdata[material_below(material, texts->len)], " ", -1);
    guint n = g_strv_length(words);
    guint i = material_below(material, n);
    const char *word = words[i], *next = i + 1 < n ? words[i + 1] : NULL;
    gboolean is_plain = strspn(word, "abcdefghijklmnopqrstuvwxyz") == strlen(word) &&
                        strlen(word) >= 3 && next && *next &&
                        strspn(next, "abcdefghijklmnopqrstuvwxyz") == strlen(next);
    if (kind == COMMON)
      return g_strdup("\"of the\"");
    if (!is_plain)
      continue;
    switch (kind) {
    case WORD:
      return g_strdup(word);
    case TWO_WORDS:
      return g_strdup_printf("%s %s", word, next);
    case PHRASE:
      return g_strdup_printf("\"%s %s\"", word, next);
    case PREFIX:
      return g_strdup_printf("%.3s*", word);
    default:
      return g_strdup_printf("\\b%s\\w?", word);
    }
  }
}

/* Reads every unit, as a program without an index does at the least. Returns nanoseconds. */
static gint64 read_all(const BirgeMemory *memory) {
  gint64 start = now_ns();
  for (guint32 u = 0; u < birge_memory_n_units(memory, 0); u++) {
    g_autoptr(BirgeUnit) unit = birge_memory_unit(memory, 0, u, NULL);
    if (!unit)
      g_error("unit %u", u);
  }
  return now_ns() - start;
}

static void measure(const BirgeMemory *memory, const Material *material, const GPtrArray *texts,
                    Kind kind, gint64 reading) {
  gint64 times[N_PATTERNS], sum = 0;
  guint64 n_all = 0;
  for (guint i = 0; i < N_PATTERNS; i++) {
    g_autofree char *pattern = make_pattern(material, texts, kind);
    const BirgeSearchOptions options = {.source = "en", .best = BEST, .is_regex = kind == REGEX};
    guint64 n_hits = 0;
    gint64 start = now_ns();
    g_autoptr(BirgeSearch) search = birge_search_new(memory, pattern, &options, NULL);
    if (!search || !birge_search_find(search, &n_hits, NULL))
      g_error("%s", pattern);
    times[i] = now_ns() - start;
    sum += times[i];
    n_all += n_hits == BIRGE_NOT_COUNTED ? BEST : n_hits;
  }
  qsort(times, N_PATTERNS, sizeof *times, compare_times);
  printf("%s\t%.2f ms mean\t%.2f ms median\t%.2f ms p99\t%.0f hits\t%.0f times reading all\n",
         kinds[kind], (double)sum / 1e6 / N_PATTERNS, (double)times[N_PATTERNS / 2] / 1e6,
         (double)times[N_PATTERNS * 99 / 100] / 1e6, (double)n_all / N_PATTERNS,
         (double)reading * N_PATTERNS / (double)sum);
}

int main(int argc, char **argv) {
  guint n_units = argc > 1 ? (guint)g_ascii_strtoull(argv[1], NULL, 10) : 100000;
  g_autofree char *folder = g_dir_make_tmp("birge-bench-XXXXXX", NULL);
  g_setenv("XDG_CACHE_HOME", folder, TRUE);
  g_autofree char *path = g_build_filename(folder, "memory.tmx", NULL);
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  Material *material = material_read(argc > 2 ? argv[2] : NULL);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  material_write_memory(material, path, n_units, texts);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeMemory) memory = birge_memory_open(path, "en", locales, &error);
  if (!memory)
    g_error("%s", error->message);
  printf("units\t%u\n", n_units);
  gint64 reading = read_all(memory);
  printf("reading all\t%.1f ms\n", (double)reading / 1e6);
  for (Kind kind = WORD; kind < N_KINDS; kind++)
    measure(memory, material, texts, kind, reading);
  g_autofree char *cache = g_build_filename(folder, "birge", NULL);
  g_autoptr(GDir) dir = g_dir_open(cache, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *index = g_build_filename(cache, name, NULL);
    g_unlink(index);
  }
  g_rmdir(cache);
  g_unlink(path);
  g_rmdir(folder);
  return 0;
}
