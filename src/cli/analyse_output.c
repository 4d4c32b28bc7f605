/* Prints an analysis: the sum by bands, and the words of each file. */
#include "cli/analyse_output.h"

#include "base/escape.h"
#include "cli/print.h"

#include <string.h>

static BirgeBandCount sum_bands(const BirgeCounts *counts) {
  BirgeBandCount sum = {0, 0, 0};
  for (guint b = 0; b < BIRGE_N_BANDS; b++) {
    sum.segments += counts->bands[b].segments;
    sum.words += counts->bands[b].words;
    sum.characters += counts->bands[b].characters;
  }
  return sum;
}

static BirgeCounts sum_files(const GPtrArray *files) {
  BirgeCounts sum = {0};
  for (guint i = 0; i < files->len; i++)
    birge_counts_add(&sum, &((const BirgeAnalysedFile *)files->pdata[i])->counts);
  return sum;
}

static double per_cent(guint64 part, guint64 whole) {
  return whole > 0 ? 100.0 * (double)part / (double)whole : 0;
}

#define COUNTS_FORMAT                                                                              \
  "%10" G_GUINT64_FORMAT " %10" G_GUINT64_FORMAT " %11" G_GUINT64_FORMAT " %6.1f\n"

static void write_table(const BirgeCounts *counts, BirgeOutput *output) {
  BirgeBandCount all = sum_bands(counts);
  birge_output_puts(output, "band           segments      words  characters  words%\n");
  for (guint b = 0; b < BIRGE_N_BANDS; b++) {
    const BirgeBandCount *count = &counts->bands[b];
    birge_output_printf(output, "%-12s " COUNTS_FORMAT, birge_analysis_band_print(b),
                        count->segments, count->words, count->characters,
                        per_cent(count->words, all.words));
  }
  birge_output_printf(output, "%-12s " COUNTS_FORMAT, "all", all.segments, all.words,
                      all.characters, per_cent(all.words, all.words));
}

static void write_text(const GPtrArray *files, BirgeOutput *output) {
  BirgeCounts sum = sum_files(files);
  for (guint i = 0; i < files->len && files->len > 1; i++) {
    const BirgeAnalysedFile *file = files->pdata[i];
    birge_print_shown(output, file->path, strlen(file->path));
    birge_output_puts(output, "\n");
    if (!file->reason)
      write_table(&file->counts, output);
    birge_output_puts(output, file->reason ? "failed\n\n" : "\n");
  }
  if (files->len > 1)
    birge_output_printf(output, "%u files\n", files->len);
  write_table(&sum, output);
}

/* A field of CSV (RFC 4180). */
static void write_field(BirgeOutput *output, const char *text) {
  birge_output_puts(output, "\"");
  for (; *text; text++)
    birge_output_write(output, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
  birge_output_puts(output, "\"");
}

static void write_csv_counts(const char *name, const BirgeCounts *counts, BirgeOutput *output) {
  for (guint b = 0; b < BIRGE_N_BANDS; b++) {
    const BirgeBandCount *count = &counts->bands[b];
    write_field(output, name);
    birge_output_printf(
        output, ",%s,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "\r\n",
        birge_analysis_band_print(b), count->segments, count->words, count->characters);
  }
}

static void write_csv(const GPtrArray *files, BirgeOutput *output) {
  BirgeCounts sum = sum_files(files);
  birge_output_puts(output, "file,band,segments,words,characters\r\n");
  for (guint i = 0; i < files->len; i++) {
    const BirgeAnalysedFile *file = files->pdata[i];
    if (!file->reason)
      write_csv_counts(file->path, &file->counts, output);
  }
  write_csv_counts("", &sum, output);
}

static void write_json_counts(const BirgeCounts *counts, BirgeOutput *output) {
  birge_output_puts(output, "\"bands\": {");
  for (guint b = 0; b < BIRGE_N_BANDS; b++) {
    const BirgeBandCount *count = &counts->bands[b];
    birge_output_printf(output,
                        "%s\"%s\": {\"segments\": %" G_GUINT64_FORMAT
                        ", \"words\": %" G_GUINT64_FORMAT ", \"characters\": %" G_GUINT64_FORMAT
                        "}",
                        b > 0 ? ", " : "", birge_analysis_band_print(b), count->segments,
                        count->words, count->characters);
  }
  birge_output_puts(output, "}");
}

static void write_json(const GPtrArray *files, BirgeOutput *output) {
  BirgeCounts sum = sum_files(files);
  birge_output_puts(output, "{\"files\": [");
  for (guint i = 0; i < files->len; i++) {
    const BirgeAnalysedFile *file = files->pdata[i];
    birge_output_puts(output, i > 0 ? ",\n  {\"file\": " : "\n  {\"file\": ");
    birge_print_json(output, file->path, strlen(file->path));
    birge_output_puts(output, ", ");
    if (file->reason) {
      birge_output_puts(output, "\"error\": ");
      birge_print_json(output, file->reason, strlen(file->reason));
    } else {
      write_json_counts(&file->counts, output);
    }
    birge_output_puts(output, "}");
  }
  birge_output_puts(output, "\n], \"all\": {");
  write_json_counts(&sum, output);
  birge_output_puts(output, "}}\n");
}

static void write_html_table(const char *title, const BirgeCounts *counts, BirgeOutput *output) {
  BirgeBandCount all = sum_bands(counts);
  birge_output_puts(output, "<h2><bdi>");
  birge_output_escape(output, title, strlen(title));
  birge_output_puts(output, "</bdi></h2>\n<table>\n<tr><th>Band</th><th>Segments</th><th>Words</th>"
                            "<th>Characters</th></tr>\n");
  for (guint b = 0; b <= BIRGE_N_BANDS; b++) {
    const BirgeBandCount *count = b < BIRGE_N_BANDS ? &counts->bands[b] : &all;
    birge_output_printf(output,
                        "<tr><th>%s</th><td>%" G_GUINT64_FORMAT "</td><td>%" G_GUINT64_FORMAT
                        "</td><td>%" G_GUINT64_FORMAT "</td></tr>\n",
                        b < BIRGE_N_BANDS ? birge_analysis_band_print(b) : "all", count->segments,
                        count->words, count->characters);
  }
  birge_output_puts(output, "</table>\n");
}

static void write_html(const GPtrArray *files, BirgeOutput *output) {
  BirgeCounts sum = sum_files(files);
  birge_output_puts(output, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                            "<title>Analysis</title><style>td { text-align: right; padding: 0 1em }"
                            "th { text-align: left }</style></head><body>\n<h1>Analysis</h1>\n");
  write_html_table("All", &sum, output);
  for (guint i = 0; i < files->len; i++) {
    const BirgeAnalysedFile *file = files->pdata[i];
    if (!file->reason)
      write_html_table(file->path, &file->counts, output);
  }
  birge_output_puts(output, "</body></html>\n");
}

BirgeAnalysisWriter birge_analysis_find_writer(const char *name) {
  static const struct {
    const char *name;
    BirgeAnalysisWriter write;
  } writers[] = {
      {"text", write_text}, {"csv", write_csv}, {"json", write_json}, {"html", write_html}};
  for (guint i = 0; i < G_N_ELEMENTS(writers); i++) {
    if (g_str_equal(writers[i].name, name))
      return writers[i].write;
  }
  return NULL;
}
