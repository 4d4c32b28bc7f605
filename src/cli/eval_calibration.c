/* Reads, prints and draws how far confidence can be taken at its word. */
#include "cli/eval_calibration.h"

#include "base/error.h"
#include "base/input.h"
#include "cli/eval_cases.h"
#include "exchange/exchange.h"

#include <math.h>

/* The picture: a square of so many pixels, and what is around it. */
#define SIDE 400.0
#define LEFT 60.0
#define TOP 20.0
#define MAX_RADIUS 16.0

static gboolean add_case(BirgeCalibration *calibration, const char *gold, const char *found,
                         GError **error) {
  g_autoptr(BirgeBeads) beads = birge_beads_read(gold, error);
  g_autoptr(BirgeBitext) bitext = beads ? birge_bitext_read_json(found, error) : NULL;
  if (!bitext)
    return FALSE;
  if (beads->n_beads > 0 && beads->n_sides != bitext->n_documents) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, birge_input_name(found), 0,
                       "has %u documents, %s beads of %u", bitext->n_documents,
                       birge_input_name(gold), beads->n_sides);
    return FALSE;
  }
  birge_calibration_add(calibration, beads, bitext);
  return TRUE;
}

gboolean birge_calibration_read(BirgeCalibration *calibration, const char *gold, const char *found,
                                GError **error) {
  if (!g_file_test(gold, G_FILE_TEST_IS_DIR))
    return add_case(calibration, gold, found, error);
  g_autoptr(GPtrArray) cases = birge_cases_list(gold, error);
  if (!cases)
    return FALSE;
  guint n = 0;
  for (guint i = 0; i < cases->len; i++) {
    const char *name = cases->pdata[i];
    g_autofree char *beads = g_build_filename(gold, name, "gold.txt", NULL);
    g_autofree char *bitext = g_strdup_printf("%s/%s.json", found, name);
    if (!g_file_test(bitext, G_FILE_TEST_EXISTS))
      continue;
    if (!add_case(calibration, beads, bitext, error))
      return FALSE;
    n++;
  }
  if (n == 0)
    birge_error_set_at(error, BIRGE_ERROR_INPUT, found, 0,
                       "holds no CASE.json to compare with a case of %s", gold);
  return n > 0;
}

/* A bin's figures; 0 where it has no rows. */
static double mean_of(const BirgeCalibration *calibration, guint bin) {
  guint64 n = calibration->n_rows[bin];
  return n > 0 ? calibration->sums[bin] / (double)n : 0;
}

static double share_of(const BirgeCalibration *calibration, guint bin) {
  guint64 n = calibration->n_rows[bin];
  return n > 0 ? (double)calibration->n_right[bin] / (double)n : 0;
}

static double divide(guint64 part, guint64 whole) {
  return whole > 0 ? (double)part / (double)whole : 0;
}

static void print_number(BirgeOutput *output, const char *format, double number) {
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  birge_output_puts(output, g_ascii_formatd(digits, sizeof digits, format, number));
}

void birge_calibration_print_text(const BirgeCalibration *calibration, BirgeOutput *output) {
  guint64 n = birge_calibration_n_rows(calibration);
  birge_output_puts(output, "confidence      rows    mean   right\n");
  for (guint bin = 0; bin < BIRGE_N_BINS; bin++) {
    print_number(output, "%.1f", (double)bin / BIRGE_N_BINS);
    birge_output_puts(output, " to ");
    print_number(output, "%.1f", (double)(bin + 1) / BIRGE_N_BINS);
    birge_output_printf(output, "%10" G_GUINT64_FORMAT, calibration->n_rows[bin]);
    if (calibration->n_rows[bin] > 0) {
      print_number(output, "%8.4f", mean_of(calibration, bin));
      print_number(output, "%8.4f", share_of(calibration, bin));
    }
    birge_output_puts(output, "\n");
  }
  birge_output_printf(output, "\n%" G_GUINT64_FORMAT " rows, expected calibration error ", n);
  print_number(output, "%.4f", birge_calibration_error(calibration));
  birge_output_puts(output, "\nat 0.95 and above: ");
  print_number(output, "%.4f", divide(calibration->n_sure, n));
  birge_output_puts(output, " of the rows, right: ");
  print_number(output, "%.4f", divide(calibration->n_sure_right, calibration->n_sure));
  birge_output_puts(output, "\n");
}

void birge_calibration_print_tsv(const BirgeCalibration *calibration, BirgeOutput *output) {
  birge_output_puts(output, "from\tto\trows\tmean_confidence\tright\n");
  for (guint bin = 0; bin < BIRGE_N_BINS; bin++) {
    print_number(output, "%.1f", (double)bin / BIRGE_N_BINS);
    birge_output_puts(output, "\t");
    print_number(output, "%.1f", (double)(bin + 1) / BIRGE_N_BINS);
    birge_output_printf(output, "\t%" G_GUINT64_FORMAT "\t", calibration->n_rows[bin]);
    print_number(output, "%.4f", mean_of(calibration, bin));
    birge_output_puts(output, "\t");
    print_number(output, "%.4f", share_of(calibration, bin));
    birge_output_puts(output, "\n");
  }
}

void birge_calibration_print_json(const BirgeCalibration *calibration, BirgeOutput *output) {
  guint64 n = birge_calibration_n_rows(calibration);
  birge_output_printf(output, "{\"rows\": %" G_GUINT64_FORMAT ", \"calibration_error\": ", n);
  print_number(output, "%.4f", birge_calibration_error(calibration));
  birge_output_puts(output, ", \"sure_share\": ");
  print_number(output, "%.4f", divide(calibration->n_sure, n));
  birge_output_puts(output, ", \"sure_right\": ");
  print_number(output, "%.4f", divide(calibration->n_sure_right, calibration->n_sure));
  birge_output_puts(output, ", \"bins\": [");
  for (guint bin = 0; bin < BIRGE_N_BINS; bin++) {
    birge_output_printf(output, "%s{\"rows\": %" G_GUINT64_FORMAT ", \"mean_confidence\": ",
                        bin > 0 ? ", " : "", calibration->n_rows[bin]);
    print_number(output, "%.4f", mean_of(calibration, bin));
    birge_output_puts(output, ", \"right\": ");
    print_number(output, "%.4f", share_of(calibration, bin));
    birge_output_puts(output, "}");
  }
  birge_output_puts(output, "]}\n");
}

/* Prints ` name="number"`. */
static void print_attribute(BirgeOutput *output, const char *name, double number) {
  birge_output_printf(output, " %s=\"", name);
  print_number(output, "%.1f", number);
  birge_output_puts(output, "\"");
}

static void draw_line(BirgeOutput *output, const double *from, const double *to,
                      const char *style) {
  birge_output_puts(output, "<line");
  print_attribute(output, "x1", LEFT + from[0] * SIDE);
  print_attribute(output, "y1", TOP + SIDE - from[1] * SIDE);
  print_attribute(output, "x2", LEFT + to[0] * SIDE);
  print_attribute(output, "y2", TOP + SIDE - to[1] * SIDE);
  birge_output_printf(output, " %s/>\n", style);
}

static void draw_axes(BirgeOutput *output) {
  static const char grid[] = "stroke=\"#ddd\"";
  for (guint i = 0; i <= BIRGE_N_BINS; i += 2) {
    double at = (double)i / BIRGE_N_BINS;
    draw_line(output, (const double[]){at, 0}, (const double[]){at, 1}, grid);
    draw_line(output, (const double[]){0, at}, (const double[]){1, at}, grid);
    birge_output_puts(output, "<text text-anchor=\"middle\"");
    print_attribute(output, "x", LEFT + at * SIDE);
    print_attribute(output, "y", TOP + SIDE + 18);
    birge_output_puts(output, ">");
    print_number(output, "%.1f", at);
    birge_output_puts(output, "</text>\n<text text-anchor=\"end\"");
    print_attribute(output, "x", LEFT - 8);
    print_attribute(output, "y", TOP + SIDE - at * SIDE + 4);
    birge_output_puts(output, ">");
    print_number(output, "%.1f", at);
    birge_output_puts(output, "</text>\n");
  }
  draw_line(output, (const double[]){0, 0}, (const double[]){1, 1},
            "stroke=\"#999\" stroke-dasharray=\"4 4\"");
  birge_output_puts(output, "<text x=\"260\" y=\"458\" text-anchor=\"middle\">confidence</text>\n"
                            "<text transform=\"translate(16 220) rotate(-90)\" "
                            "text-anchor=\"middle\">share of rows that are right</text>\n");
}

/* A bin is a disc whose area is as its rows are many, but never too small to be seen. */
static void draw_bin(const BirgeCalibration *calibration, guint bin, BirgeOutput *output) {
  if (calibration->n_rows[bin] == 0)
    return;
  double part = divide(calibration->n_rows[bin], birge_calibration_n_rows(calibration));
  birge_output_puts(output, "<circle");
  print_attribute(output, "cx", LEFT + mean_of(calibration, bin) * SIDE);
  print_attribute(output, "cy", TOP + SIDE - share_of(calibration, bin) * SIDE);
  print_attribute(output, "r", MAX(MAX_RADIUS * sqrt(part), 3));
  birge_output_printf(output,
                      " fill=\"#1f6f8b\" fill-opacity=\"0.75\"><title>%" G_GUINT64_FORMAT
                      " rows</title></circle>\n",
                      calibration->n_rows[bin]);
}

void birge_calibration_draw(const BirgeCalibration *calibration, BirgeOutput *output) {
  birge_output_puts(output,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"480\" height=\"480\" "
                    "viewBox=\"0 0 480 480\" font-family=\"sans-serif\" font-size=\"12\">\n"
                    "<title>Confidence and what is right</title>\n"
                    "<rect width=\"480\" height=\"480\" fill=\"#fff\"/>\n");
  draw_axes(output);
  for (guint bin = 0; bin < BIRGE_N_BINS; bin++)
    draw_bin(calibration, bin, output);
  birge_output_printf(output, "<text x=\"70\" y=\"40\">%" G_GUINT64_FORMAT " rows, error ",
                      birge_calibration_n_rows(calibration));
  print_number(output, "%.4f", birge_calibration_error(calibration));
  birge_output_puts(output, "</text>\n</svg>\n");
}
