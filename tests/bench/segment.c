/* Measures how fast sentences are found. usage: bench-segment [LANGUAGE FILE]...
 *
 * For each file, a paragraph a line (without files, texts of our own): megabytes of UTF-8 a second
 * with our rules on one and on two threads, and with ICU's sentence iterator. Then one paragraph of
 * 1, 2, 4, 8 and 10 megabytes. */
#include "segment/segment.h"

#include "base/input.h"
#include "text/locale.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#define ROUNDS 5
#define MAX_THREADS 2
#define MEGABYTE 1000000

static const char *const samples[][2] = {
    {"en",
     "The council met at 9 a.m. on Monday. Mr. Hale asked whether the U.S. would stay; nobody "
     "answered. “Will it hold?” he asked. Prices rose by 3.5 percent, to $1,250.75.\n"},
    {"ckb", "کۆبوونەوەکە بەیانی دەستی پێکرد. د. هێمن پرسی ئایا نرخەکان بەرز دەبنەوە؟ کەس وەڵامی "
            "نەدایەوە، چونکە ٣.٥ لەسەد زیادی کردبوو.\n"},
    {"ar", "بدأ الاجتماع صباح الاثنين. سأل د. سامي عما إذا كانت الأسعار سترتفع؟ لم يجب أحد، لأنها "
           "زادت 3.5 في المئة.\n"},
};

static BirgeDocument *new_document(const char *language, GBytes *bytes, gboolean one_block) {
  gsize length;
  const char *text = g_bytes_get_data(bytes, &length);
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new(language, "", bytes);
  for (gsize start = 0; start < length;) {
    const char *end = one_block ? NULL : memchr(text + start, '\n', length - start);
    gsize stop = end ? (gsize)(end - text) : length;
    birge_document_builder_add_block(builder, (BirgeBlock){start, stop, BIRGE_BLOCK_PARAGRAPH});
    start = stop + 1;
  }
  return birge_document_builder_end(g_steal_pointer(&builder));
}

/* Repeats a text up to a size, in bytes. */
static GBytes *repeat(const char *text, gsize length, gsize size) {
  GString *out = g_string_sized_new(size + length);
  while (out->len < size)
    g_string_append_len(out, text, (gssize)length);
  return g_string_free_to_bytes(out);
}

typedef struct {
  BirgeSegmenter *segmenter; /* the thread's own, kept from round to round, as ICU's iterator is */
  const BirgeDocument *document;
  guint n_segments;
} Job;

static gpointer run_ours(gpointer data) {
  Job *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) segmented = birge_segmenter_run(job->segmenter, job->document, &error);
  if (!segmented)
    g_error("%s", error->message);
  job->n_segments = segmented->n_segments;
  return NULL;
}

static double seconds_since(gint64 start) {
  return (double)(g_get_monotonic_time() - start) / 1e6;
}

typedef struct {
  double first; /* seconds: with a new segmenter, whose automata are made on the way */
  double best;  /* of the rounds after it */
  guint n_segments;
} Times;

/* Times n threads that each do the whole job. */
static Times time_ours(const BirgeRules *rules, const BirgeDocument *document, guint n_threads) {
  Times times = {.best = G_MAXDOUBLE};
  GThread *threads[MAX_THREADS];
  Job jobs[MAX_THREADS];
  for (guint i = 0; i < n_threads; i++)
    jobs[i] = (Job){birge_segmenter_new(rules), document, 0};
  for (guint round = 0; round <= ROUNDS; round++) {
    gint64 start = g_get_monotonic_time();
    for (guint i = 0; i < n_threads; i++)
      threads[i] = g_thread_new("bench", run_ours, &jobs[i]);
    for (guint i = 0; i < n_threads; i++)
      g_thread_join(threads[i]);
    double seconds = seconds_since(start);
    if (round == 0)
      times.first = seconds;
    else
      times.best = MIN(times.best, seconds);
  }
  times.n_segments = jobs[0].n_segments;
  for (guint i = 0; i < n_threads; i++)
    birge_segmenter_free(jobs[i].segmenter);
  return times;
}

/* Times ICU's sentence iterator. converts: the time includes making UTF-16 of the UTF-8, as ICU's
 * own function does; else it is ready. */
static double time_icu(const BirgeDocument *document, gboolean converts) {
  double best = G_MAXDOUBLE;
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *iterator = ubrk_open(UBRK_SENTENCE, document->language, NULL, 0, &status);
  g_autofree UChar *utf16 = g_new(UChar, document->length + 1);
  for (guint round = 0; round < ROUNDS; round++) {
    gint64 spent = 0;
    for (guint i = 0; i < document->n_blocks; i++) {
      const BirgeBlock *block = &document->blocks[i];
      gint64 start = g_get_monotonic_time();
      int32_t n;
      u_strFromUTF8(utf16, (int32_t)document->length, &n, document->text + block->start,
                    (int32_t)(block->end - block->start), &status);
      if (!converts)
        start = g_get_monotonic_time();
      ubrk_setText(iterator, utf16, n, &status);
      while (ubrk_next(iterator) != UBRK_DONE) {
      }
      spent += g_get_monotonic_time() - start;
    }
    best = MIN(best, (double)spent / 1e6);
  }
  ubrk_close(iterator);
  return best;
}

static void measure(const BirgeRules *rules, const char *language, const char *text, gsize length) {
  g_autoptr(GBytes) bytes = repeat(text, length, 20 * MEGABYTE);
  g_autoptr(BirgeDocument) document = new_document(language, bytes, FALSE);
  double megabytes = (double)document->length / MEGABYTE;
  Times one = time_ours(rules, document, 1), two = time_ours(rules, document, 2);
  double icu = time_icu(document, TRUE), ready = time_icu(document, FALSE);
  printf("%-4s %6.1f MB/s (%6.1f with a new segmenter), two threads %6.1f; ICU %6.1f (ratio %.2f), "
         "with UTF-16 ready %6.1f (ratio %.2f); %u segments\n",
         language, megabytes / one.best, megabytes / one.first, 2 * megabytes / two.best,
         megabytes / icu, icu / one.best, megabytes / ready, ready / one.best, one.n_segments);
}

static void measure_paragraphs(const BirgeRules *rules, const char *language, const char *text,
                               gsize length) {
  static const gsize sizes[] = {1, 2, 4, 8, 10};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autoptr(GBytes) bytes = repeat(text, length, sizes[i] * MEGABYTE);
    g_autoptr(BirgeDocument) document = new_document(language, bytes, TRUE);
    printf("%-4s one paragraph of %2zu MB: %6.1f ms\n", language, sizes[i],
           time_ours(rules, document, 1).best * 1000);
  }
}

int main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time();
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", file, &error);
  if (!rules)
    g_error("%s", error->message);
  printf("rules compiled in %.1f ms\n", seconds_since(start) * 1000);
  for (int i = 1; i + 1 < argc; i += 2) {
    g_autoptr(GBytes) bytes = birge_file_read(argv[i + 1], &error);
    if (!bytes)
      g_error("%s", error->message);
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    measure(rules, argv[i], text, length);
  }
  for (guint i = 0; argc == 1 && i < G_N_ELEMENTS(samples); i++)
    measure(rules, samples[i][0], samples[i][1], strlen(samples[i][1]));
  for (guint i = 0; i < G_N_ELEMENTS(samples); i++)
    measure_paragraphs(rules, samples[i][0], samples[i][1], strlen(samples[i][1]) - 1);
  return 0;
}
