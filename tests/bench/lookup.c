/* Measures lookup: queries a second against brute force, the index's size and how long it takes.
 *
 * usage: lookup UNITS [SENTENCES]
 * A memory of UNITS texts is made of the lines of SENTENCES, each edited by a seeded random (one to
 * four words inserted, deleted or replaced, numbers changed) as soon as the lines are used up.
 * Without SENTENCES, lines are recombined from the words of a few of our own: that says little of
 * real text, and the output says so. Queries: a quarter are copies, half are edited, a quarter are
 * lines that the memory was not made of (every fourth line is kept aside). Queries are timed by the
 * processor's clock, the index and the first answer by the wall's. */
#include "memory/lookup.h"
#include "material.h"
#include "memory/search.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define N_QUERIES 4000
#define N_FORCED 40
#define MIN_SCORE 70
#define BEST 5

static GPtrArray *make_queries(const Material *material, const GPtrArray *texts) {
  GPtrArray *queries = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < N_QUERIES; i++) {
    const char *stored = texts->pdata[material_below(material, texts->len)];
    char *query =
        i % 4 == 0 ? g_strdup(stored)
        : i % 4 == 3
            ? g_strdup(material->unseen->pdata[material_below(material, material->unseen->len)])
            : material_edit_line(material, stored);
    g_ptr_array_add(queries, query);
  }
  return queries;
}

/* Brute force as one would write it to be fast: texts as word numbers, those of a length that can't
 * do left out, the others measured 64 words at a time. */
typedef struct {
  const BirgeLocale *locale;
  BirgeVocabulary *words;
  GArray *tokens; /* of guint32 */
  GArray *starts; /* of guint32 */
} Force;

static void append_tokens(Force *force, const char *text, GArray *tokens) {
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_fold(force->locale->folding, text, strlen(text), folded);
  birge_tokenize(folded->str, folded->len, found);
  for (guint i = 0; i < found->len; i++) {
    BirgeToken token = g_array_index(found, BirgeToken, i);
    guint32 word =
        birge_vocabulary_add(force->words, folded->str + token.start, token.end - token.start);
    g_array_append_val(tokens, word);
  }
}

/* Returns the scores of the best, in hundredths, the best first. */
static void find_by_force(Force *force, const char *text, guint *scores) {
  g_autoptr(GArray) query = g_array_new(FALSE, FALSE, sizeof(guint32));
  append_tokens(force, text, query);
  BirgePattern pattern = {0};
  birge_pattern_set(&pattern, (const guint32 *)(gpointer)query->data, query->len);
  memset(scores, 0, BEST * sizeof *scores);
  for (guint t = 0; t + 1 < force->starts->len; t++) {
    guint32 start = g_array_index(force->starts, guint32, t);
    guint n = g_array_index(force->starts, guint32, t + 1) - start;
    guint longer = MAX(n, query->len), shorter = MIN(n, query->len);
    if (shorter * 100 < longer * MIN_SCORE)
      continue;
    guint distance =
        birge_pattern_measure(&pattern, &g_array_index(force->tokens, guint32, start), n);
    guint score = (guint)((guint64)10000 * (longer - distance) / longer);
    if (score < MIN_SCORE * 100 || score <= scores[BEST - 1])
      continue;
    guint place = BEST - 1;
    for (; place > 0 && scores[place - 1] < score; place--)
      scores[place] = scores[place - 1];
    scores[place] = score;
  }
  birge_pattern_clear(&pattern);
}

static int compare_times(const void *a, const void *b) {
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
  return (x > y) - (x < y);
}

static gint64 now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (gint64)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* The processor's time that was spent here: what others do on the machine counts less. */
static gint64 spent_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Runs all queries once. times: receives how long each took, in nanoseconds. */
static gint64 run_queries(BirgeLookup *lookup, const GPtrArray *queries, gint64 *times) {
  gint64 start = spent_ns(), last = start;
  for (guint i = 0; i < queries->len; i++) {
    BirgeQuery query = {.text = queries->pdata[i], .length = strlen(queries->pdata[i])};
    if (!birge_lookup_find(lookup, &query, NULL))
      g_error("query %u", i);
    gint64 now = spent_ns();
    times[i] = now - last;
    last = now;
  }
  return last - start;
}

/* Returns the seconds that a query takes by force, and checks that its scores are those of lookup.
 */
static double run_force(const BirgeLocales *locales, BirgeLookup *lookup, const GPtrArray *texts,
                        const GPtrArray *queries) {
  Force force = {birge_locales_find(locales, "en", NULL, 0), birge_vocabulary_new(),
                 g_array_new(FALSE, FALSE, sizeof(guint32)),
                 g_array_new(FALSE, FALSE, sizeof(guint32))};
  for (guint t = 0; t < texts->len; t++) {
    g_array_append_val(force.starts, force.tokens->len);
    append_tokens(&force, texts->pdata[t], force.tokens);
  }
  g_array_append_val(force.starts, force.tokens->len);
  guint n_wrong = 0, scores[BEST];
  gint64 spent = 0;
  for (guint i = 0; i < N_FORCED; i++) {
    const char *text = queries->pdata[i * (queries->len / N_FORCED) + i % 4];
    gint64 start = spent_ns();
    find_by_force(&force, text, scores);
    spent += spent_ns() - start;
    const GArray *matches =
        birge_lookup_find(lookup, &(BirgeQuery){.text = text, .length = strlen(text)}, NULL);
    for (guint b = 0; b < BEST; b++) {
      guint score = b < matches->len ? (guint)g_array_index(matches, BirgeMatch, b).score : 0;
      n_wrong += score != scores[b] ? 1 : 0;
    }
  }
  printf("scores unlike brute force\t%u of %u\n", n_wrong, N_FORCED * BEST);
  birge_vocabulary_free(force.words);
  g_array_unref(force.tokens);
  g_array_unref(force.starts);
  return (double)spent / 1e9 / N_FORCED;
}

static guint64 size_of_index(const char *cache) {
  g_autofree char *folder = g_build_filename(cache, "birge", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  guint64 size = 0;
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GStatBuf info;
    size += g_stat(path, &info) == 0 ? (guint64)info.st_size : 0;
    g_unlink(path);
  }
  g_rmdir(folder);
  return size;
}

/* Builds the index in a process of its own, so that its memory can be told. */
static void build_index(const char *path, const BirgeLocales *locales) {
  gint64 start = now_ns();
  GPid child = fork();
  if (child == 0) {
    g_autoptr(BirgeMemory) memory = birge_memory_open(path, "en", locales, NULL);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("memory at its peak while building\t%ld MB\n", usage.ru_maxrss / 1024);
    fflush(stdout);
    _exit(memory ? 0 : 1);
  }
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child || status != 0)
    g_error("can't build the index");
  double spent = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  printf("index built, TMX read\t%.2f s, of the processor %.2f s\n",
         (double)(now_ns() - start) / 1e9, spent);
}

static void measure(const char *path, const BirgeLocales *locales, const GPtrArray *queries,
                    const GPtrArray *texts) {
  gint64 start = now_ns();
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeMemory) memory = birge_memory_open(path, "en", locales, &error);
  if (!memory)
    g_error("%s", error->message);
  gint64 opened = now_ns() - start;
  const BirgeLookupOptions options = {.source = "en", .min = MIN_SCORE, .best = BEST};
  g_autoptr(BirgeLookup) lookup = birge_lookup_new(memory, &options, NULL);
  const char *first = queries->pdata[1];
  birge_lookup_find(lookup, &(BirgeQuery){.text = first, .length = strlen(first)}, NULL);
  printf("open\t%.2f ms\nopen to first answer\t%.2f ms\n", (double)opened / 1e6,
         (double)(now_ns() - start) / 1e6);
  g_autofree gint64 *times = g_new(gint64, queries->len);
  gint64 cold = run_queries(lookup, queries, times), warm = run_queries(lookup, queries, times);
  qsort(times, queries->len, sizeof *times, compare_times);
  double mean = (double)warm / 1e9 / queries->len;
  printf("first pass\t%.0f queries/s\nsecond pass\t%.0f queries/s\n",
         queries->len * 1e9 / (double)cold, 1 / mean);
  printf("mean\t%.1f us\nmedian\t%.1f us\np99\t%.1f us\np99 / mean\t%.1f\n", mean * 1e6,
         (double)times[queries->len / 2] / 1e3, (double)times[queries->len * 99 / 100] / 1e3,
         (double)times[queries->len * 99 / 100] / 1e9 / mean);
  double force = run_force(locales, lookup, texts, queries);
  printf("brute force\t%.1f queries/s\nratio\t%.0f\n", 1 / force, force / mean);
}

int main(int argc, char **argv) {
  guint n_units = argc > 1 ? (guint)g_ascii_strtoull(argv[1], NULL, 10) : 100000;
  g_autofree char *folder = g_dir_make_tmp("birge-bench-XXXXXX", NULL);
  g_setenv("XDG_CACHE_HOME", folder, TRUE);
  g_autofree char *path = g_build_filename(folder, "memory.tmx", NULL);
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  Material *material = material_read(argc > 2 ? argv[2] : NULL);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  guint64 n_bytes = material_write_memory(material, path, n_units, texts);
  g_autoptr(GPtrArray) queries = make_queries(material, texts);
  printf("units\t%u\nsource text\t%.1f MB\n", n_units, (double)n_bytes / 1e6);
  fflush(stdout);
  build_index(path, locales);
  measure(path, locales, queries, texts);
  guint64 size = size_of_index(folder);
  printf("index\t%.1f MB\nindex / source text\t%.2f\n", (double)size / 1e6,
         (double)size / (double)n_bytes);
  g_unlink(path);
  g_rmdir(folder);
  return 0;
}
