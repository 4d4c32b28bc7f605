/* Measures pages. usage: bench-page BITEXT.json [ROWS]
 *
 * Writes ROWS rows (1,000) of a bitext, over and over from its beginning, as PDF on A4: by us, by
 * pango and cairo, and, where they are installed, by WeasyPrint and by Chromium's print out of our
 * HTML. Each runs in a process of its own; seconds of work, seconds on the clock and peak memory
 * are the best of some rounds. Chromium works in several processes: its memory is that of the
 * first. Then what our writer adds to the memory of a process for 1,000, 10,000 and 100,000 rows.
 */
#include "exchange/exchange.h"
#include "render/render.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HAVE_PANGO
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#endif

#define ROWS 1000
#define ROUNDS 3

typedef struct {
  double work; /* seconds of all processors */
  double clock;
  long kilobytes;
} Cost;

static double seconds_of(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void write_bitext(const BirgeBitext *bitext, const BirgeFormat *format, const char *path) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  const BirgeWriteOptions options = {.locales = locales};
  g_autoptr(BirgeOutput) output = birge_output_open(path, &error);
  if (!output || !format->write(bitext, &options, output, &error) ||
      !birge_output_commit(g_steal_pointer(&output), &error))
    g_error("%s", error->message);
}

/* Makes a document of the texts of rows, a paragraph each, over and over. */
static BirgeDocument *repeat_document(const BirgeBitext *bitext, guint d, guint n_rows) {
  const BirgeDocument *document = bitext->documents[d];
  g_autoptr(BirgeDocumentBuilder) builder =
      birge_document_builder_new_empty(document->language, document->name);
  for (guint i = 0; i < n_rows; i++) {
    g_autofree char *text =
        birge_document_run_text(document, bitext->rows[i % bitext->n_rows].runs[d]);
    gsize length = strlen(text);
    gsize start = birge_document_builder_add_text(builder, text, length);
    birge_document_builder_add_text(builder, "\n", 1);
    birge_document_builder_add_block(builder, (BirgeBlock){start, start + length, 0});
    birge_document_builder_add_segment(builder, (BirgeSegment){start, start + length, i});
  }
  return birge_document_builder_end(g_steal_pointer(&builder));
}

static BirgeBitext *repeat_rows(const BirgeBitext *bitext, guint n_rows) {
  BirgeDocument *documents[BIRGE_MAX_LANGUAGES];
  for (guint d = 0; d < bitext->n_documents; d++)
    documents[d] = repeat_document(bitext, d, n_rows);
  g_autofree BirgeRow *rows = g_new0(BirgeRow, n_rows);
  for (guint i = 0; i < n_rows; i++) {
    rows[i].confidence = 1;
    for (guint d = 0; d < bitext->n_documents; d++)
      rows[i].runs[d] = (BirgeRun){i, i + 1};
  }
  BirgeBitext *repeated =
      birge_bitext_new((const BirgeDocument *const *)documents, bitext->n_documents, rows, n_rows);
  for (guint d = 0; d < bitext->n_documents; d++)
    birge_document_unref(documents[d]);
  return repeated;
}

static BirgeBitext *load(const char *path) {
  g_autoptr(GError) error = NULL;
  BirgeBitext *bitext = birge_bitext_read_json(path, &error);
  if (!bitext)
    g_error("%s", error->message);
  return bitext;
}

#ifdef HAVE_PANGO
/* The same table as ours, as plainly as it can be written for pango. */
static void write_with_pango(const BirgeBitext *bitext, const char *path) {
  const double width = 841.89, height = 595.276, margin = 34, bottom = 44, labels = 58, gap = 8;
  cairo_surface_t *surface = cairo_pdf_surface_create(path, width, height);
  cairo_t *cairo = cairo_create(surface);
  guint n = bitext->n_documents;
  double column = (width - 2 * margin - labels) / n;
  PangoLayout *layouts[BIRGE_MAX_LANGUAGES];
  for (guint d = 0; d < n; d++) {
    PangoFontDescription *font = pango_font_description_from_string(
        d == 0 ? "Noto Sans 9.5" : "Noto Naskh Arabic, Noto Sans 10.5");
    pango_font_description_set_absolute_size(font, (d == 0 ? 9.5 : 10.5) * PANGO_SCALE);
    layouts[d] = pango_cairo_create_layout(cairo);
    pango_layout_set_font_description(layouts[d], font);
    pango_layout_set_width(layouts[d], (int)((column - 2 * gap) * PANGO_SCALE));
    pango_layout_set_wrap(layouts[d], PANGO_WRAP_WORD_CHAR);
    pango_font_description_free(font);
  }
  double y = margin;
  for (guint r = 0; r < bitext->n_rows; r++) {
    int highest = 0;
    for (guint d = 0; d < n; d++) {
      g_autofree char *text =
          birge_document_run_text(bitext->documents[d], bitext->rows[r].runs[d]);
      pango_layout_set_text(layouts[d], text, -1);
      int text_height;
      pango_layout_get_size(layouts[d], NULL, &text_height);
      highest = MAX(highest, text_height);
    }
    double row_height = (double)highest / PANGO_SCALE + 10;
    if (y + row_height > height - bottom) {
      cairo_show_page(cairo);
      y = margin;
    }
    for (guint d = 0; d < n; d++) {
      cairo_move_to(cairo, margin + labels + d * column + gap, y + 5);
      pango_cairo_show_layout(cairo, layouts[d]);
    }
    y += row_height;
    cairo_rectangle(cairo, margin, y - 0.5, width - 2 * margin, 0.5);
    cairo_fill(cairo);
  }
  for (guint d = 0; d < n; d++)
    g_object_unref(layouts[d]);
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
}
#endif

/* Returns the work of all processes that were waited for. */
static double work_done(void) {
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

/* Runs a program and waits, also for the processes that it leaves behind. Returns FALSE when it
 * fails. */
static gboolean run(const char *const *arguments, Cost *cost) {
  gint64 start = g_get_monotonic_time();
  double before = work_done();
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
      _exit(126);
    execvp(arguments[0], (char *const *)(gpointer)arguments);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child)
    return FALSE;
  cost->clock = MIN(cost->clock, (double)(g_get_monotonic_time() - start) / 1e6);
  while (wait(NULL) > 0)
    continue;
  cost->work = MIN(cost->work, work_done() - before);
  cost->kilobytes = MIN(cost->kilobytes, usage.ru_maxrss);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Measures a program and prints a line; ours: what it is compared with. */
static Cost measure(const char *name, const char *const *arguments, const Cost *ours) {
  Cost cost = {G_MAXDOUBLE, G_MAXDOUBLE, G_MAXLONG};
  for (guint round = 0; round < ROUNDS; round++) {
    if (!run(arguments, &cost)) {
      printf("%-14s is not there, or fails\n", name);
      return cost;
    }
  }
  printf("%-14s %6.2f s of work, %6.2f s on the clock, %6.1f MB", name, cost.work, cost.clock,
         (double)cost.kilobytes / 1024);
  if (ours)
    printf("; %.1f times our work, %.1f times our clock, %.1f times our memory",
           cost.work / ours->work, cost.clock / ours->clock,
           (double)cost.kilobytes / (double)ours->kilobytes);
  printf("\n");
  fflush(stdout);
  return cost;
}

static void compare(const char *program, const char *bitext, const char *folder) {
  g_autofree char *pdf = g_build_filename(folder, "out.pdf", NULL);
  g_autofree char *html = g_build_filename(folder, "in.html", NULL);
  g_autofree char *print = g_strconcat("--print-to-pdf=", pdf, NULL);
  g_autofree char *profile = g_strconcat("--user-data-dir=", folder, "/profile", NULL);
  const char *const ours[] = {program, "--ours", bitext, pdf, NULL};
  const char *const pango[] = {program, "--pango", bitext, pdf, NULL};
  const char *const weasyprint[] = {"weasyprint", html, pdf, NULL};
  const char *const chromium[] = {"chromium", "--headless", "--no-sandbox", "--disable-gpu",
                                  profile,    print,        html,           NULL};
  const Cost cost = measure("birge", ours, NULL);
  measure("pango + cairo", pango, &cost);
  measure("weasyprint", weasyprint, &cost);
  measure("chromium", chromium, &cost);
}

/* Reads a number of kilobytes out of what the kernel says of us. */
static long own_memory(const char *field) {
  g_autofree char *status = NULL;
  g_file_get_contents("/proc/self/status", &status, NULL, NULL);
  const char *found = status ? strstr(status, field) : NULL;
  return found ? strtol(found + strlen(field), NULL, 10) : 0;
}

/* Prints what writing adds, in a process of its own, for peaks are never forgotten. */
static void measure_growth(const BirgeBitext *bitext, guint n_rows) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    g_autoptr(BirgeBitext) repeated = repeat_rows(bitext, n_rows);
    long before = own_memory("VmHWM:");
    gint64 start = g_get_monotonic_time();
    write_bitext(repeated, birge_format_find(birge_render_formats(), "pdf"), "/dev/null");
    printf("%7u rows: %6.1f MB more than the bitext, %.2f s\n", n_rows,
           (double)(own_memory("VmHWM:") - before) / 1024,
           (double)(g_get_monotonic_time() - start) / 1e6);
    fflush(stdout);
    _exit(0);
  }
  waitpid(child, NULL, 0);
}

int main(int argc, char **argv) {
  if (argc == 4 && g_str_equal(argv[1], "--ours")) {
    g_autoptr(BirgeBitext) bitext = load(argv[2]);
    write_bitext(bitext, birge_format_find(birge_render_formats(), "pdf"), argv[3]);
    return 0;
  }
  if (argc == 4 && g_str_equal(argv[1], "--pango")) {
#ifdef HAVE_PANGO
    g_autoptr(BirgeBitext) bitext = load(argv[2]);
    write_with_pango(bitext, argv[3]);
    return 0;
#else
    return 1;
#endif
  }
  if (argc < 2) {
    fprintf(stderr, "usage: bench-page BITEXT.json [ROWS]\n");
    return 2;
  }
  /* Whose parent has ended is a child of ours. */
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  guint n_rows = argc > 2 ? (guint)g_ascii_strtoull(argv[2], NULL, 10) : ROWS;
  g_autofree char *folder = g_dir_make_tmp("bench-page-XXXXXX", NULL);
  g_autofree char *json = g_build_filename(folder, "in.json", NULL);
  g_autofree char *html = g_build_filename(folder, "in.html", NULL);
  g_autoptr(BirgeBitext) bitext = load(argv[1]);
  g_autoptr(BirgeBitext) repeated = repeat_rows(bitext, n_rows);
  write_bitext(repeated, birge_format_find(birge_exchange_formats(), "json"), json);
  write_bitext(repeated, birge_format_find(birge_render_formats(), "html"), html);
  printf("%u rows in %u languages; files in %s\n", n_rows, bitext->n_documents, folder);
  compare(argv[0], json, folder);
  for (guint n = 1000; n <= 100000; n *= 10)
    measure_growth(bitext, n);
  return 0;
}
