/* birge eval: how right an alignment is, held against a gold one. */
#include "base/output.h"
#include "cli/command.h"
#include "cli/eval_calibration.h"
#include "cli/eval_cases.h"
#include "cli/print.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  char *format;
  char *picture;
  gboolean with_pairs;
  gboolean is_calibration;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format, "text (the default), tsv or json",
       "NAME"},
      {"pairs", 0, 0, G_OPTION_ARG_NONE, &options->with_pairs,
       "beads of three documents: also each two of them", NULL},
      {"calibration", 0, 0, G_OPTION_ARG_NONE, &options->is_calibration,
       "say how far confidence can be taken at its word; HYP: a bitext, as JSON", NULL},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->picture, "draw the calibration as SVG",
       "FILE.svg"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  Options *options = data;
  g_free(options->format);
  g_free(options->picture);
}

/* A figure, and its names in the three forms. */
typedef struct {
  const char *name;    /* TSV and JSON */
  const char *heading; /* text; NULL: not shown there */
  gboolean is_rate;    /* else a count */
  guint64 count;
  double rate;
} Figure;

#define N_FIGURES 20

/* Fills in the figures of cases, in the order in which they are printed. */
static void list_figures(const BirgeCases *cases, Figure *figures) {
  const BirgeTally *tally = &cases->tally;
  BirgeFigures all = birge_tally_figures(tally);
  const Figure list[N_FIGURES] = {
      {"documents", NULL, FALSE, cases->n_sides, 0},
      {"gold", "gold", FALSE, tally->n_gold, 0},
      {"found", "found", FALSE, tally->n_found, 0},
      {"right", "right", FALSE, tally->n_right, 0},
      {"precision", "P", TRUE, 0, all.strict.precision},
      {"recall", "R", TRUE, 0, all.strict.recall},
      {"f1", "F1", TRUE, 0, all.strict.f1},
      {"lax_precision", "lax P", TRUE, 0, all.lax.precision},
      {"lax_recall", "lax R", TRUE, 0, all.lax.recall},
      {"lax_f1", "lax F1", TRUE, 0, all.lax.f1},
      {"bad_one_to_one", "bad 1:1", FALSE, tally->n_bad_ones, 0},
      {"wrong_one_to_one", "wrong 1:1", FALSE, tally->n_wrong_ones, 0},
      {"unmatched_gold", NULL, FALSE, tally->n_gold_single, 0},
      {"unmatched_found", NULL, FALSE, tally->n_found_single, 0},
      {"unmatched_right", NULL, FALSE, tally->n_right_single, 0},
      {"unmatched_precision", NULL, TRUE, 0, all.unmatched.precision},
      {"unmatched_recall", NULL, TRUE, 0, all.unmatched.recall},
      {"unmatched_f1", "unmatched F1", TRUE, 0, all.unmatched.f1},
      {"vecalign_precision", NULL, TRUE, 0, all.vecalign.precision},
      {"vecalign_f1", "vecalign F1", TRUE, 0, all.vecalign.f1},
  };
  memcpy(figures, list, sizeof list);
}

static void print_value(const Figure *figure, char *value, gsize size) {
  if (figure->is_rate)
    g_ascii_formatd(value, (int)size, "%.4f", figure->rate);
  else
    g_snprintf(value, size, "%" G_GUINT64_FORMAT, figure->count);
}

static void print_tsv(const GPtrArray *list, BirgeOutput *output) {
  Figure figures[N_FIGURES];
  char value[32];
  for (guint i = 0; i < list->len; i++) {
    const BirgeCases *cases = list->pdata[i];
    list_figures(cases, figures);
    birge_output_puts(output, i == 0 ? "cases" : "");
    for (guint f = 0; f < N_FIGURES && i == 0; f++)
      birge_output_printf(output, "\t%s%s", figures[f].name, f + 1 == N_FIGURES ? "\n" : "");
    birge_print_field(output, cases->name, strlen(cases->name));
    for (guint f = 0; f < N_FIGURES; f++) {
      print_value(&figures[f], value, sizeof value);
      birge_output_printf(output, "\t%s", value);
    }
    birge_output_puts(output, "\n");
  }
}

static void print_json(const GPtrArray *list, BirgeOutput *output) {
  Figure figures[N_FIGURES];
  char value[32];
  for (guint i = 0; i < list->len; i++) {
    const BirgeCases *cases = list->pdata[i];
    list_figures(cases, figures);
    birge_output_puts(output, "{\"cases\": ");
    birge_print_json(output, cases->name, strlen(cases->name));
    for (guint f = 0; f < N_FIGURES; f++) {
      print_value(&figures[f], value, sizeof value);
      birge_output_printf(output, ", \"%s\": %s", figures[f].name, value);
    }
    birge_output_puts(output, "}\n");
  }
}

/* Prints spaces up to a width, after text. */
static void pad(BirgeOutput *output, const char *text, glong width) {
  glong length = g_utf8_strlen(text, -1);
  birge_output_printf(output, "%*s", (int)MAX(width - length, 0), "");
}

static void print_text(const GPtrArray *list, BirgeOutput *output) {
  Figure figures[N_FIGURES];
  char value[32];
  glong width = 0;
  for (guint i = 0; i < list->len; i++)
    width = MAX(width, g_utf8_strlen(((const BirgeCases *)list->pdata[i])->name, -1));
  for (guint i = 0; i < list->len; i++) {
    const BirgeCases *cases = list->pdata[i];
    list_figures(cases, figures);
    if (i == 0)
      pad(output, "", width);
    for (guint f = 0; f < N_FIGURES && i == 0; f++) {
      if (figures[f].heading)
        birge_output_printf(output, "  %6s", figures[f].heading);
    }
    birge_output_puts(output, i == 0 ? "\n" : "");
    birge_print_shown(output, cases->name, strlen(cases->name));
    pad(output, cases->name, width);
    for (guint f = 0; f < N_FIGURES; f++) {
      if (!figures[f].heading)
        continue;
      print_value(&figures[f], value, sizeof value);
      birge_output_printf(output, "  %*s", (int)MAX(strlen(figures[f].heading), 6), value);
    }
    birge_output_puts(output, "\n");
  }
}

/* A form of what is printed: of figures, of a calibration. */
typedef struct {
  const char *name;
  void (*print)(const GPtrArray *list, BirgeOutput *output);
  void (*print_calibration)(const BirgeCalibration *calibration, BirgeOutput *output);
} Form;

static const Form *find_form(const char *format, GError **error) {
  static const Form forms[] = {{"text", print_text, birge_calibration_print_text},
                               {"tsv", print_tsv, birge_calibration_print_tsv},
                               {"json", print_json, birge_calibration_print_json}};
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
    if (!format || g_str_equal(forms[i].name, format))
      return &forms[i];
  }
  birge_fail_usage(error, "unknown format \"%s\", expected text, tsv or json", format);
  return NULL;
}

static GPtrArray *compare(const Options *options, const char *const *operands, GError **error) {
  gboolean is_folder = g_file_test(operands[0], G_FILE_TEST_IS_DIR);
  if (is_folder != g_file_test(operands[1], G_FILE_TEST_IS_DIR)) {
    birge_fail_usage(error, "expected two files or two folders, found one of each");
    return NULL;
  }
  if (!is_folder)
    return birge_cases_compare(operands[0], operands[1], options->with_pairs, error);
  guint n_missing = 0;
  GPtrArray *list =
      birge_cases_compare_folders(operands[0], operands[1], options->with_pairs, &n_missing, error);
  if (list && n_missing > 0)
    fprintf(stderr, "birge: warning: %u %s no file in %s, and no beads\n", n_missing,
            n_missing == 1 ? "case has" : "cases have", operands[1]);
  return list;
}

static gboolean draw(const char *path, const BirgeCalibration *calibration, GError **error) {
  g_autoptr(BirgeOutput) output = birge_output_open(path, error);
  if (!output)
    return FALSE;
  birge_calibration_draw(calibration, output);
  return birge_output_commit(g_steal_pointer(&output), error);
}

static gboolean calibrate(const Options *options, const char *const *operands, const Form *form,
                          GError **error) {
  BirgeCalibration calibration = {0};
  if (!birge_calibration_read(&calibration, operands[0], operands[1], error) ||
      (options->picture && !draw(options->picture, &calibration, error)))
    return FALSE;
  BirgeOutput *output = birge_output_open(NULL, error);
  if (!output)
    return FALSE;
  form->print_calibration(&calibration, output);
  return birge_output_commit(output, error);
}

static gboolean check(const Options *options, const char *const *operands, guint n_operands,
                      GError **error) {
  if (n_operands != 2 || (g_str_equal(operands[0], "-") && g_str_equal(operands[1], "-")))
    birge_fail_usage(error, "expected GOLD and HYP, one of them \"-\" at most (birge eval --help)");
  else if (options->picture && !options->is_calibration)
    birge_fail_usage(error, "-o is for --calibration");
  else if (options->picture && !g_str_has_suffix(options->picture, ".svg"))
    birge_fail_usage(error, "-o \"%s\": expected a name that ends with .svg", options->picture);
  else
    return TRUE;
  return FALSE;
}

static gboolean run(gpointer data, const char *const *operands, guint n_operands, GError **error) {
  const Options *options = data;
  const Form *form = find_form(options->format, error);
  if (!form || !check(options, operands, n_operands, error))
    return FALSE;
  if (options->is_calibration)
    return calibrate(options, operands, form, error);
  g_autoptr(GPtrArray) list = compare(options, operands, error);
  BirgeOutput *output = list ? birge_output_open(NULL, error) : NULL;
  if (!output)
    return FALSE;
  form->print(list, output);
  return birge_output_commit(output, error);
}

const BirgeCommand birge_eval_command = {
    .name = "eval",
    .summary = "say how right an alignment is, by a gold one",
    .operands = "GOLD HYP",
    .help =
        "GOLD and HYP are files of beads, as birge align --format beads or vecalign print them;\n"
        "or folders: a folder CASE in GOLD with a file gold.txt is held against CASE.txt or\n"
        "CASE/gold.txt in HYP. \"-\" is standard input.\n\n"
        "Examples:\n"
        "  birge align a.en.txt a.ckb.txt --segmented -f beads | birge eval gold.txt -\n"
        "  birge eval cases found --format tsv\n"
        "  birge eval gold.txt a.json --calibration -o calibration.svg\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
