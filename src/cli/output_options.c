/* Finds the format, the columns and the terminal's ways, and writes. */
#include "cli/output_options.h"

#include "base/error.h"
#include "base/output.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "exchange/exchange.h"
#include "render/survey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a part of a bitext that is shown: some hundred kilobytes. */
#define PART_ROWS 256
#define DEFAULT_WIDTH_CELLS 100
#define MIN_WIDTH_CELLS 20
#define MAX_WIDTH_CELLS 10000

void birge_output_options_add(BirgeOutputOptions *options, GOptionContext *context) {
  const GOptionEntry entries[] = {
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path,
       "write to FILE, in the format that its ending says", "FILE"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
       "terminal, html, pdf, svg, png, tmx, xliff, xliff2, po, tsv, csv, xlsx, ces, json or beads",
       "NAME"},
      {"columns", 'c', 0, G_OPTION_ARG_FILENAME, &options->columns,
       "languages to show, in this order: en,ckb,ar", "TAGS"},
      {"color", 0, 0, G_OPTION_ARG_FILENAME, &options->color,
       "auto (a terminal without NO_COLOR), always or never", "WHEN"},
      {"bidi", 0, 0, G_OPTION_ARG_FILENAME, &options->bidi,
       "who orders right-to-left text: logical or embedded (the terminal), visual (birge), auto",
       "HOW"},
      {"shape", 0, 0, G_OPTION_ARG_FILENAME, &options->shape,
       "letters in the forms that join, in visual order: auto (on a terminal), always, never",
       "WHEN"},
      {"only", 0, 0, G_OPTION_ARG_FILENAME, &options->only,
       "rows to show: doubtful, or unmatched (a counterpart is missing); else all", "WHICH"},
      {"min-confidence", 0, 0, G_OPTION_ARG_FILENAME, &options->min_confidence,
       "export only rows that are right with a probability of P or more", "P"},
      {"interlinear", 0, 0, G_OPTION_ARG_NONE, &options->is_interlinear,
       "one language under the other, on the terminal and in HTML", NULL},
      {"width", 0, 0, G_OPTION_ARG_INT, &options->width_cells,
       "cells in a line, 20 to 10000; else the terminal's", "N"},
      {"title", 0, 0, G_OPTION_ARG_FILENAME, &options->title, "title of the page", "TEXT"},
      {"paper", 0, 0, G_OPTION_ARG_FILENAME, &options->paper,
       "A4 (else) or letter, of PDF, SVG and PNG", "SIZE"},
      {"portrait", 0, 0, G_OPTION_ARG_NONE, &options->is_portrait,
       "pages stand upright instead of lying", NULL},
      {"page", 0, 0, G_OPTION_ARG_INT, &options->page,
       "the page that SVG and PNG show, else the first", "N"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

void birge_output_options_clear(BirgeOutputOptions *options) {
  g_free(options->path);
  g_free(options->format);
  g_free(options->columns);
  g_free(options->color);
  g_free(options->bidi);
  g_free(options->shape);
  g_free(options->min_confidence);
  g_free(options->only);
  g_free(options->title);
  g_free(options->paper);
}

static void fail_format(const BirgeOutputOptions *options, GError **error) {
  if (!options->format) {
    birge_fail_usage(error, "no format is known for \"%s\" (--format says it)", options->path);
    return;
  }
  const BirgeFormat *const tables[] = {birge_render_formats(), birge_exchange_formats()};
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint t = 0; t < G_N_ELEMENTS(tables); t++) {
    for (const BirgeFormat *format = tables[t]; format->name; format++)
      g_string_append_printf(names, names->len > 0 ? ", %s" : "%s", format->name);
  }
  birge_fail_usage(error, "unknown format \"%s\", expected one of %s", options->format, names->str);
}

static const BirgeFormat *find_format(const BirgeOutputOptions *options, GError **error) {
  const gboolean is_file = options->path && !g_str_equal(options->path, "-");
  const BirgeFormat *const tables[] = {birge_render_formats(), birge_exchange_formats()};
  const BirgeFormat *format = options->format || is_file ? NULL : tables[0];
  for (guint t = 0; t < G_N_ELEMENTS(tables) && !format; t++)
    format = options->format ? birge_format_find(tables[t], options->format)
                             : birge_format_of_path(tables[t], options->path);
  if (!format)
    fail_format(options, error);
  return format;
}

/* Whether value is one of two words, or not given. */
static gboolean check_word(const char *option, const char *value, const char *const *words,
                           GError **error) {
  if (!value || g_strv_contains(words, value))
    return TRUE;
  g_autofree char *expected = g_strjoinv(", ", (char **)(gpointer)words);
  birge_fail_usage(error, "--%s \"%s\": expected one of %s", option, value, expected);
  return FALSE;
}

gboolean birge_check_color(const char *when, GError **error) {
  static const char *const words[] = {"auto", "always", "never", NULL};
  return check_word("color", when, words, error);
}

/* What is left out is for readers; what other programs read is whole. */
static gboolean check_shown(const BirgeOutputOptions *options, GError **error) {
  const BirgeFormat *format = find_format(options, error);
  if (!options->only || !format || birge_render_has(format))
    return format != NULL;
  birge_fail_usage(error, "--only is for what people read, not for %s", format->name);
  return FALSE;
}

gboolean birge_parse_min_confidence(const char *said, const BirgeFormat *format,
                                    double *min_confidence, GError **error) {
  char *end = NULL;
  *min_confidence = said ? g_ascii_strtod(said, &end) : 0;
  if (!said)
    return TRUE;
  if (end == said || *end || !(*min_confidence >= 0 && *min_confidence <= 1)) {
    birge_fail_usage(error, "--min-confidence \"%s\": expected 0 to 1", said);
    return FALSE;
  }
  if (birge_render_has(format)) {
    birge_fail_usage(error, "--min-confidence is for exports, not for %s (--only chooses rows)",
                     format->name);
    return FALSE;
  }
  if (g_str_equal(format->name, "json")) {
    birge_fail_usage(error, "--min-confidence is not for json, which holds the whole bitext");
    return FALSE;
  }
  return TRUE;
}

gboolean birge_output_options_check(const BirgeOutputOptions *options, GError **error) {
  static const char *const when[] = {"auto", "always", "never", NULL};
  static const char *const how[] = {"auto", "logical", "embedded", "visual", NULL};
  static const char *const which[] = {"doubtful", "unmatched", NULL};
  static const char *const papers[] = {"A4", "a4", "letter", "Letter", NULL};
  const BirgeFormat *format = find_format(options, error);
  if (!format)
    return FALSE;
  double min_confidence;
  if (!birge_parse_min_confidence(options->min_confidence, format, &min_confidence, error))
    return FALSE;
  if (!check_word("paper", options->paper, papers, error) ||
      !birge_check_color(options->color, error) || !check_word("bidi", options->bidi, how, error) ||
      !check_word("shape", options->shape, when, error) ||
      !check_word("only", options->only, which, error) || !check_shown(options, error))
    return FALSE;
  if (options->width_cells != 0 &&
      (options->width_cells < MIN_WIDTH_CELLS || options->width_cells > MAX_WIDTH_CELLS)) {
    birge_fail_usage(error, "--width %d: expected %d to %d", options->width_cells, MIN_WIDTH_CELLS,
                     MAX_WIDTH_CELLS);
    return FALSE;
  }
  if (options->page < 0) {
    birge_fail_usage(error, "--page %d: expected 1 or more", options->page);
    return FALSE;
  }
  if (options->title && !g_utf8_validate(options->title, -1, NULL)) {
    birge_fail_usage(error, "--title is not UTF-8");
    return FALSE;
  }
  return TRUE;
}

static gboolean is_terminal(const BirgeOutputOptions *options) {
  return (!options->path || g_str_equal(options->path, "-")) && birge_terminal_is_there();
}

/* Reads auto, always or never. */
static gboolean is_wanted(const char *said, gboolean otherwise) {
  return said && !g_str_equal(said, "auto") ? g_str_equal(said, "always") : otherwise;
}

gboolean birge_color_is_wanted(const char *when, gboolean is_terminal) {
  /* https://no-color.org: set and not empty. */
  const char *no_color = g_getenv("NO_COLOR");
  const char *term = g_getenv("TERM");
  return is_wanted(when, is_terminal && !(no_color && *no_color) && g_strcmp0(term, "dumb") != 0);
}

static guint find_width(const BirgeOutputOptions *options) {
  if (options->width_cells > 0)
    return (guint)options->width_cells;
  guint width = is_terminal(options) ? birge_terminal_size().width_cells : 0;
  if (width > 0)
    return MAX(width, MIN_WIDTH_CELLS);
  const char *columns = g_getenv("COLUMNS");
  gint64 n = columns ? g_ascii_strtoll(columns, NULL, 10) : 0;
  return n >= MIN_WIDTH_CELLS && n <= MAX_WIDTH_CELLS ? (guint)n : DEFAULT_WIDTH_CELLS;
}

static BirgeBidi find_bidi(const BirgeOutputOptions *options) {
  const char *how = options->bidi ? options->bidi : "auto";
  if (g_str_equal(how, "visual"))
    return BIRGE_BIDI_VISUAL;
  if (g_str_equal(how, "embedded"))
    return BIRGE_BIDI_EMBEDDED;
  return g_str_equal(how, "auto") && is_terminal(options) ? birge_terminal_guess_bidi()
                                                          : BIRGE_BIDI_LOGICAL;
}

static BirgeOnly find_only(const BirgeOutputOptions *options) {
  if (!options->only)
    return BIRGE_ONLY_ALL;
  return g_str_equal(options->only, "doubtful") ? BIRGE_ONLY_DOUBTFUL : BIRGE_ONLY_UNMATCHED;
}

/* Returns the number of the column of a language. */
gboolean birge_find_column(const BirgeBitext *bitext, const BirgeLocales *locales, const char *tag,
                           guint *column) {
  const BirgeLocale *locale = birge_locales_find(locales, tag, NULL, 0);
  for (*column = 0; *column < bitext->n_documents; ++*column) {
    const char *language = bitext->documents[*column]->language;
    if (g_ascii_strcasecmp(language, tag) == 0 ||
        (locale && birge_locales_find(locales, language, NULL, 0) == locale))
      return TRUE;
  }
  return FALSE;
}

static BirgeBitext *select_columns(const BirgeOutputOptions *options, const BirgeBitext *bitext,
                                   const BirgeLocales *locales, GError **error) {
  g_auto(GStrv) tags = birge_split_list(options->columns);
  if (!tags)
    return birge_bitext_ref(bitext);
  guint n = g_strv_length(tags), columns[BIRGE_MAX_LANGUAGES];
  if (n == 0 || n > BIRGE_MAX_LANGUAGES) {
    birge_fail_usage(error, "--columns: expected 1 to %d languages", BIRGE_MAX_LANGUAGES);
    return NULL;
  }
  for (guint i = 0; i < n; i++) {
    if (birge_find_column(bitext, locales, tags[i], &columns[i]))
      continue;
    birge_fail_usage(error, "--columns: there is no column \"%s\"", tags[i]);
    return NULL;
  }
  return birge_bitext_select(bitext, columns, n);
}

BirgeBitext *birge_leave_out_rows(const BirgeBitext *bitext, double min_confidence,
                                  const char *said) {
  guint n = 0;
  BirgeBitext *sure = birge_bitext_leave_out(bitext, min_confidence, &n);
  fprintf(stderr, "%u of %u rows left out, with a confidence below %s\n", n, bitext->n_rows, said);
  return sure;
}

/* Leaves out the rows that are too doubtful for an export. */
static BirgeBitext *leave_out(const BirgeOutputOptions *options, const BirgeBitext *bitext,
                              const BirgeFormat *format, GError **error) {
  double min_confidence;
  guint n = 0;
  if (!birge_parse_min_confidence(options->min_confidence, format, &min_confidence, error))
    return NULL;
  if (!options->min_confidence)
    return birge_bitext_ref(bitext);
  return options->is_quiet ? birge_bitext_leave_out(bitext, min_confidence, &n)
                           : birge_leave_out_rows(bitext, min_confidence, options->min_confidence);
}

typedef struct {
  const BirgeOutputOptions *options;
  const BirgeFormat *format;
  const BirgeLocales *locales;
} Choice;

/* Leaves out the rows and columns of a part that are not wanted. */
static BirgeBitext *choose(const BirgeBitext *part, gpointer user_data, GError **error) {
  const Choice *choice = user_data;
  g_autoptr(BirgeBitext) sure = leave_out(choice->options, part, choice->format, error);
  return sure ? select_columns(choice->options, sure, choice->locales, error) : NULL;
}

/* How a bitext is written. */
typedef struct {
  const BirgeFormat *format;
  BirgeParts *parts;
  const BirgeWriteOptions *options;
} Writing;

static gboolean write_to(const Writing *writing, BirgeOutput *output, GError **error) {
  BirgeParts *parts = writing->parts;
  parts->rewind(parts);
  if (birge_render_has(writing->format))
    return birge_render_parts(writing->format, parts, writing->options, output, error);
  g_autoptr(BirgeBitext) whole = NULL;
  return parts->next(parts, &whole, error) &&
         writing->format->write(whole, writing->options, output, error);
}

/* Counts a row down; fails when there were enough. */
static gboolean count_row(gpointer n_left, const BirgeShown *shown G_GNUC_UNUSED,
                          GError **error G_GNUC_UNUSED) {
  return (*(guint *)n_left)-- > 0;
}

/* Whether what is written needs more lines than the terminal has. */
static gboolean is_too_high(const Writing *writing) {
  guint n_lines = birge_terminal_size().n_lines;
  BirgeParts *parts = writing->parts;
  parts->rewind(parts);
  /* A row takes two lines at least: only what has few rows is written to know. */
  guint n_left = n_lines / 2;
  if (!birge_show_rows(parts, writing->options->only, count_row, &n_left, NULL))
    return TRUE;
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  if (!write_to(writing, output, NULL))
    return FALSE;
  guint n = 1; /* for the prompt */
  for (gsize i = 0; i < text->len; i++)
    n += text->str[i] == '\n';
  return n > n_lines;
}

static gboolean write_output(const char *path, const Writing *writing, GError **error) {
  g_autoptr(BirgeOutput) output = birge_output_open(path, error);
  if (!output || !write_to(writing, output, error))
    return FALSE;
  for (guint i = 0; i < writing->options->warnings->len; i++)
    fprintf(stderr, "birge: %s\n", (const char *)writing->options->warnings->pdata[i]);
  return birge_output_commit(g_steal_pointer(&output), error);
}

/* Writes through the pager. A reader who leaves before the end has seen enough. */
static gboolean write_paged(BirgePager *pager, const Writing *writing, GError **error) {
  g_autoptr(GError) wrong = NULL;
  gboolean written = write_output(birge_pager_path(pager), writing, &wrong);
  birge_pager_wait(pager);
  if (written || g_error_matches(wrong, BIRGE_ERROR, BIRGE_ERROR_IO))
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&wrong));
  return FALSE;
}

guint birge_output_options_part_rows(const BirgeOutputOptions *options) {
  const BirgeFormat *format = find_format(options, NULL);
  return format && birge_render_has(format) ? PART_ROWS : G_MAXUINT;
}

gboolean birge_output_options_write_parts(const BirgeOutputOptions *options, BirgeParts *parts,
                                          const BirgeLocales *locales, GError **error) {
  Choice choice = {options, find_format(options, error), locales};
  if (!choice.format)
    return FALSE;
  g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
  const BirgeWriteOptions write_options = {
      .locales = locales,
      .color = birge_color_is_wanted(options->color, is_terminal(options)),
      .bidi = find_bidi(options),
      .width_cells = find_width(options),
      .shape = is_wanted(options->shape, is_terminal(options)),
      .is_interlinear = options->is_interlinear,
      .only = find_only(options),
      .paper = g_ascii_strcasecmp(options->paper ? options->paper : "", "letter") == 0
                   ? BIRGE_PAPER_LETTER
                   : BIRGE_PAPER_A4,
      .is_portrait = options->is_portrait,
      .page = (guint)options->page,
      .warnings = warnings,
      .title = options->title,
  };
  g_autoptr(BirgeParts) chosen = birge_parts_new_changed(parts, choose, &choice);
  const Writing writing = {choice.format, chosen, &write_options};
  BirgePager *pager = NULL;
  if (is_terminal(options) && is_too_high(&writing))
    pager = birge_pager_start();
  return pager ? write_paged(pager, &writing, error) : write_output(options->path, &writing, error);
}

gboolean birge_output_options_write(const BirgeOutputOptions *options, const BirgeBitext *bitext,
                                    const BirgeLocales *locales, GError **error) {
  return birge_output_options_write_parts(options, birge_parts_new_whole(bitext), locales, error);
}
