/* Measures how fast a bitext is written for the terminal and as HTML, and with how much memory, for
 * 1,000, 10,000 and 100,000 rows; beside cat and column, which are given what was written or the
 * same rows as TSV. usage: bench-render VERSION.en.txt VERSION.ckb.txt VERSION.ar.txt */
#include "render/render.h"
#include "base/output.h"
#include "exchange/exchange.h"
#include "model/document.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define N_LANGUAGES 3

static const char *const tags[N_LANGUAGES] = {"en", "ckb", "ar"};

/* Makes a document of n segments, the lines of a file again and again. */
static BirgeDocument *make_document(const char *tag, const char *path, guint n) {
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  if (!g_file_get_contents(path, &text, NULL, &error))
    g_error("%s", error->message);
  g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
  guint n_lines = g_strv_length(lines);
  BirgeDocumentBuilder *builder = birge_document_builder_new_empty(tag, path);
  for (guint i = 0; i < n; i++) {
    const char *line = lines[i % n_lines];
    line = *line ? line : "-";
    gsize start = birge_document_builder_add_text(builder, line, strlen(line));
    gsize end = start + strlen(line);
    birge_document_builder_add_text(builder, "\n", 1);
    birge_document_builder_add_block(builder, (BirgeBlock){.start = start, .end = end});
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, i});
  }
  return birge_document_builder_end(builder);
}

static BirgeBitext *make_bitext(char **paths, guint n) {
  const BirgeDocument *documents[N_LANGUAGES];
  for (guint d = 0; d < N_LANGUAGES; d++)
    documents[d] = make_document(tags[d], paths[d], n);
  g_autofree BirgeRow *rows = g_new0(BirgeRow, n);
  for (guint r = 0; r < n; r++) {
    rows[r].confidence = 1;
    for (guint d = 0; d < N_LANGUAGES; d++)
      rows[r].runs[d] = (BirgeRun){r, r + 1};
  }
  return birge_bitext_new(documents, N_LANGUAGES, rows, n);
}

/* Reads a field of what the kernel says of this process, in MB. */
static double read_memory(const char *field) {
  g_autofree char *status = NULL;
  if (!g_file_get_contents("/proc/self/status", &status, NULL, NULL))
    return 0;
  const char *found = strstr(status, field);
  return found ? g_ascii_strtod(found + strlen(field), NULL) / 1024 : 0;
}

static void write_to(const char *path, const BirgeBitext *bitext, const BirgeFormat *format,
                     const BirgeWriteOptions *options) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeOutput) output = birge_output_open(path, &error);
  if (!output || !format->write(bitext, options, output, &error) ||
      !birge_output_commit(g_steal_pointer(&output), &error))
    g_error("%s", error->message);
}

/* Returns how long a command takes, in seconds. */
static double time_command(const char *command) {
  gint64 start = g_get_monotonic_time();
  if (system(command) != 0)
    g_error("%s failed", command);
  return (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
}

static double count_megabytes(const char *path) {
  GStatBuf info;
  return g_stat(path, &info) == 0 ? (double)info.st_size / 1e6 : 0;
}

static void measure(const BirgeBitext *bitext, const char *name, BirgeWriteOptions options,
                    const char *path) {
  const BirgeFormat *format = birge_format_find(birge_render_formats(), name);
  /* The kernel then begins anew to look for the peak. */
  FILE *peak = fopen("/proc/self/clear_refs", "w");
  if (peak) {
    fputs("5", peak);
    fclose(peak);
  }
  double before = read_memory("VmRSS:");
  gint64 start = g_get_monotonic_time();
  write_to(path, bitext, format, &options);
  double seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  double megabytes = count_megabytes(path);
  printf("%7u rows  %-8s %-7s %6.1f MB/s  %5.1f MB more memory\n", bitext->n_rows, name,
         options.bidi == BIRGE_BIDI_VISUAL ? "visual" : "", megabytes / seconds,
         MAX(0, read_memory("VmHWM:") - before));
}

int main(int argc, char **argv) {
  if (argc != 1 + N_LANGUAGES) {
    fprintf(stderr, "usage: bench-render ENGLISH SORANI ARABIC\n");
    return 2;
  }
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autofree char *folder = g_dir_make_tmp("bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "out", NULL);
  const BirgeWriteOptions logical = {.locales = locales, .width_cells = 120};
  BirgeWriteOptions visual = logical;
  visual.bidi = BIRGE_BIDI_VISUAL;
  visual.shape = TRUE;
  for (guint n = 1000; n <= 100000; n *= 10) {
    g_autoptr(BirgeBitext) bitext = make_bitext(argv + 1, n);
    measure(bitext, "html", logical, path);
    measure(bitext, "terminal", visual, path);
    measure(bitext, "terminal", logical, path);
    g_autofree char *cat = g_strdup_printf("cat '%s' >'%s.cat'", path, path);
    double size = count_megabytes(path);
    printf("%7u rows  cat of that      %6.1f MB/s\n", n, size / time_command(cat));
    write_to(path, bitext, birge_format_find(birge_exchange_formats(), "tsv"), &logical);
    g_autofree char *column =
        g_strdup_printf("LC_ALL=C.UTF-8 column -t -s '\t' '%s' >'%s.cat'", path, path);
    size = count_megabytes(path);
    printf("%7u rows  column, of TSV   %6.1f MB/s\n", n, size / time_command(column));
  }
  g_autofree char *copy = g_strconcat(path, ".cat", NULL);
  g_unlink(copy);
  g_unlink(path);
  g_rmdir(folder);
  return 0;
}
