/* Measures alignment: sentences a second on one core with the lexicon loaded, time and peak memory
 * by the length of the documents, and how long learning the lexicon takes.
 *
 * usage: align [SENTENCES [UNITS]]     the largest of each, powers of ten up to it: 10000, 10000
 * Texts are made up: sentences of 5 to 25 words out of 20,000, rare ones rarer; four of five words
 * have their counterpart in the translation, one of twenty sentences is merged with the next, one
 * of fifty is left out. Each length is measured in a process of its own. Beside it stands what
 * finding the words of both texts takes, which whoever compares words must do; and hunalign
 * -realign, where it is installed. */
#include "align/align.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define N_WORDS 20000
#define FEW_UNITS 3071 /* a small memory, beside the powers of ten */

static double now_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const char *const tags[] = {"en", "ckb"};
static const char *const letters[][16] = {
    {"a", "e", "i", "o", "u", "b", "d", "g", "k", "l", "m", "n", "p", "r", "s", "t"},
    {"ا", "ە", "ی", "ۆ", "و", "ب", "د", "گ", "ک", "ل", "م", "ن", "پ", "ر", "س", "ت"},
};

/* Appends the word of a number: its digits to the base of 16, scattered, as letters. */
static void append_word(GString *text, guint language, guint word) {
  guint32 code = ((word + 17) * 2654435761U) >> (language ? 9 : 8);
  for (guint i = 0; i < 5; i++, code >>= 4)
    g_string_append(text, letters[language][code & 15]);
  g_string_append_c(text, ' ');
}

/* A sentence and its translation, one after the other. */
static void append_sentence(GRand *rand, GString *source, GString *target) {
  for (gint n = g_rand_int_range(rand, 5, 26); n > 0; n--) {
    guint word = (guint)(pow(N_WORDS, g_rand_double(rand)) - 1);
    append_word(source, 0, word);
    if (g_rand_int_range(rand, 0, 5) > 0)
      append_word(target, 1, word);
    else
      append_word(target, 1, (guint)g_rand_int_range(rand, 0, N_WORDS));
  }
}

static BirgeDocument *end_document(const char *tag, GString *text, const GArray *ends) {
  g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new(tag, tag, bytes);
  gsize start = 0;
  for (guint i = 0; i < ends->len; i++) {
    gsize end = g_array_index(ends, gsize, i);
    birge_document_builder_add_block(builder, (BirgeBlock){start, end, BIRGE_BLOCK_PARAGRAPH});
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, i});
    start = end + 1;
  }
  return birge_document_builder_end(g_steal_pointer(&builder));
}

static void end_line(GString *text, GArray *ends) {
  gsize end = text->len - 1;
  text->str[end] = '\n';
  g_array_append_val(ends, end);
}

static void make_documents(guint n, BirgeDocument **documents) {
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  GString *texts[] = {g_string_new(NULL), g_string_new(NULL)};
  GArray *ends[] = {g_array_new(FALSE, FALSE, sizeof(gsize)),
                    g_array_new(FALSE, FALSE, sizeof(gsize))};
  for (guint i = 0; i < n; i++) {
    gsize before = texts[1]->len;
    append_sentence(rand, texts[0], texts[1]);
    end_line(texts[0], ends[0]);
    gint choice = g_rand_int_range(rand, 0, 100);
    if (choice < 2 && i > 0)
      g_string_truncate(texts[1], before);
    else if (choice >= 7 || i + 1 == n)
      end_line(texts[1], ends[1]);
  }
  for (guint d = 0; d < 2; d++) {
    documents[d] = end_document(tags[d], texts[d], ends[d]);
    g_string_free(texts[d], TRUE);
    g_array_unref(ends[d]);
  }
}

static GPtrArray *make_units(guint n) {
  g_autoptr(GRand) rand = g_rand_new_with_seed(2);
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  for (guint u = 0; u < n; u++) {
    GString *texts[] = {g_string_new(NULL), g_string_new(NULL)};
    append_sentence(rand, texts[0], texts[1]);
    BirgeUnit *unit = birge_unit_new();
    for (guint d = 0; d < 2; d++) {
      BirgeVariant *variant = birge_variant_new(tags[d]);
      birge_variant_set_text(variant, texts[d]->str, texts[d]->len);
      g_ptr_array_add(unit->variants, variant);
      g_string_free(texts[d], TRUE);
    }
    g_ptr_array_add(units, unit);
  }
  return units;
}

/* The floor: folds and tokenizes both texts. Returns seconds. */
static double time_words(const BirgeLocales *locales, BirgeDocument *const *documents) {
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  double start = now_s();
  for (guint d = 0; d < 2; d++) {
    const BirgeLocale *locale = birge_locales_find(locales, documents[d]->language, NULL, 0);
    for (guint s = 0; s < documents[d]->n_segments; s++) {
      const BirgeSegment *segment = &documents[d]->segments[s];
      g_string_truncate(folded, 0);
      g_array_set_size(tokens, 0);
      birge_fold(locale->folding, documents[d]->text + segment->start,
                 segment->end - segment->start, folded);
      birge_tokenize(folded->str, folded->len, tokens);
    }
  }
  return now_s() - start;
}

/* Returns the seconds that hunalign takes, 0: it is not installed. */
static double time_hunalign(BirgeDocument *const *documents) {
  g_autofree char *program = g_find_program_in_path("hunalign");
  if (!program)
    return 0;
  g_autofree char *folder = g_dir_make_tmp("birge-bench-XXXXXX", NULL);
  g_autofree char *paths[3] = {NULL};
  for (guint i = 0; i < 3; i++) {
    paths[i] = g_strdup_printf("%s/%u", folder, i);
    g_file_set_contents(paths[i], i < 2 ? documents[i]->text : "",
                        i < 2 ? (gssize)documents[i]->length : 0, NULL);
  }
  char *call[] = {program, (char *)"-utf", (char *)"-realign", paths[2], paths[0], paths[1], NULL};
  double start = now_s();
  gboolean ok =
      g_spawn_sync(NULL, call, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                   NULL, NULL, NULL, NULL, NULL);
  double time = now_s() - start;
  for (guint i = 0; i < 3; i++)
    g_unlink(paths[i]);
  g_rmdir(folder);
  return ok ? time : 0;
}

typedef struct {
  double align_s, words_s, hunalign_s;
  guint n_rows;
} Times;

static Times align(guint n, const BirgeLocales *locales, const BirgeLexicon *lexicon) {
  Times times = {0};
  BirgeDocument *documents[2];
  make_documents(n, documents);
  g_autoptr(BirgeBitext) whole = birge_bitext_new_whole((const BirgeDocument *const *)documents, 2);
  const BirgeAlignOptions options = {locales, lexicon, NULL, FALSE};
  g_autoptr(GError) error = NULL;
  times.words_s = time_words(locales, documents);
  double start = now_s();
  g_autoptr(BirgeBitext) bitext =
      birge_align((const BirgeBitext *const *)&whole, 1, &options, &error);
  if (!bitext)
    g_error("%s", error->message);
  times.align_s = now_s() - start;
  times.n_rows = bitext->n_rows;
  birge_document_unref(documents[0]);
  birge_document_unref(documents[1]);
  return times;
}

/* Aligns in a process of its own. Returns its peak memory in megabytes. n: 0: does nothing. */
static double measure(guint n, const BirgeLocales *locales, const BirgeLexicon *lexicon,
                      Times *times) {
  int ends[2];
  if (pipe(ends) != 0)
    g_error("pipe");
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    if (n > 0)
      *times = align(n, locales, lexicon);
    ssize_t written = write(ends[1], times, sizeof *times);
    _exit(written == (ssize_t)sizeof *times ? 0 : 1);
  }
  int status;
  struct rusage usage;
  close(ends[1]);
  ssize_t n_read = read(ends[0], times, sizeof *times);
  close(ends[0]);
  if (wait4(child, &status, 0, &usage) != child || status != 0 || n_read != (ssize_t)sizeof *times)
    g_error("the process for %u sentences ended early", n);
  return (double)usage.ru_maxrss / 1000;
}

static void measure_lengths(guint most, const BirgeLocales *locales, const BirgeLexicon *lexicon) {
  Times last = {0};
  double base = measure(0, locales, lexicon, &last), last_memory = 0;
  printf("memory before\t%.0f MB\n", base);
  printf("sentences\trows\tseconds\tsentences/s\tslope\tMB more\tslope\ttimes finding words\n");
  for (guint n = 100; n <= most; n *= 10) {
    Times times = {0};
    double memory = measure(n, locales, lexicon, &times) - base;
    printf("%u\t%u\t%.3f\t%.0f\t", n, times.n_rows, times.align_s, n / times.align_s);
    if (n > 100)
      printf("%.2f\t%.1f\t%.2f", log10(times.align_s / last.align_s), memory,
             log10(memory / last_memory));
    else
      printf("-\t%.1f\t-", memory);
    printf("\t%.1f\n", times.align_s / times.words_s);
    last = times;
    last_memory = memory;
  }
  BirgeDocument *documents[2];
  make_documents(MIN(most, 1000), documents);
  double hunalign = time_hunalign(documents);
  Times ours = align(MIN(most, 1000), locales, lexicon);
  if (hunalign > 0)
    printf("hunalign, %u sentences\t%.3f s\t%.1f times ours\n", MIN(most, 1000), hunalign,
           hunalign / ours.align_s);
  else
    printf("hunalign\tnot installed\n");
  birge_document_unref(documents[0]);
  birge_document_unref(documents[1]);
}

static void measure_learning(guint n, const BirgeLocales *locales) {
  g_autoptr(GPtrArray) units = make_units(n);
  double start = now_s();
  g_autoptr(BirgeLexicon) lexicon = birge_lexicon_learn(units, locales, tags, 2);
  double time = now_s() - start;
  printf("learning from %u units\t%.2f s\t%.0f units/s\n", n, time, n / time);
}

int main(int argc, char **argv) {
  guint most = argc > 1 ? (guint)g_ascii_strtoull(argv[1], NULL, 10) : 10000;
  guint most_units = argc > 2 ? (guint)g_ascii_strtoull(argv[2], NULL, 10) : 10000;
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  if (!locales)
    g_error("%s", error->message);
  {
    g_autoptr(GPtrArray) units = make_units(FEW_UNITS);
    g_autoptr(BirgeLexicon) lexicon = birge_lexicon_learn(units, locales, tags, 2);
    measure_lengths(most, locales, lexicon);
  }
  measure_learning(FEW_UNITS, locales);
  for (guint n = 10000; n <= most_units; n *= 10)
    measure_learning(n, locales);
  return 0;
}
