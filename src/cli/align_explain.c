/* Prints what the scores of rows are made of. */
#include "cli/align_explain.h"

#include "base/output.h"
#include "cli/command.h"
#include "cli/print.h"

#include <math.h>
#include <string.h>

/* What is in the other direction than the line stands in an isolate. */
/* Isolates, as no string literals: an isolate that a literal leaves open misleads who reads it. */
static const char rli[] = {(char)0xE2, (char)0x81, (char)0xA7, 0};
static const char pdi[] = {(char)0xE2, (char)0x81, (char)0xA9, 0};
/* LEFT-TO-RIGHT MARK: makes the direction of a line, also where the terminal goes by its first
 * strong letter. */
#define LRM "\xE2\x80\x8E"
#define NAME_WIDTH 16
/* Figures are printed with one digit behind the point; smaller ones than this would be 0.0. */
#define LEAST_SHOWN 0.05

typedef struct {
  const BirgeBitext *bitext;
  const BirgeLocales *locales;
  BirgeOutput *output;
} Printer;

static void print_number(const Printer *printer, const char *format, double number) {
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  birge_output_puts(printer->output, g_ascii_formatd(digits, sizeof digits, format, number));
}

static void print_isolated(const Printer *printer, const BirgeDocument *document, const char *text,
                           gsize length) {
  const BirgeLocale *locale =
      birge_locales_find(printer->locales, document->language, document->text, document->length);
  gboolean is_rtl = locale && locale->direction == BIRGE_DIRECTION_RTL;
  birge_output_puts(printer->output, is_rtl ? rli : "");
  birge_print_shown(printer->output, text, length);
  birge_output_puts(printer->output, is_rtl ? pdi : "");
}

static void print_word(const Printer *printer, const BirgeDocument *document,
                       BirgeWordPlace place) {
  print_isolated(printer, document, document->text + place.start, place.end - place.start);
}

/* Begins a line of evidence with its name and, unless it would be shown as 0, a figure. */
static void begin_line(const Printer *printer, const char *name, double figure) {
  birge_output_printf(printer->output, LRM "    %-*s", NAME_WIDTH, name);
  if (fabs(figure) >= LEAST_SHOWN)
    print_number(printer, "%+7.1f", figure);
  else
    birge_output_puts(printer->output, "       ");
  birge_output_puts(printer->output, "  ");
}

/* Prints the words of one fate, and of one kind of tie unless tie is BIRGE_N_TIES. */
static void print_words(const Printer *printer, const BirgeExplainedPair *pair, BirgeFate fate,
                        BirgeTie tie) {
  const char *between = "";
  for (guint i = 0; i < pair->words->len; i++) {
    const BirgeExplainedWord *word = &g_array_index(pair->words, BirgeExplainedWord, i);
    if (word->fate != fate || (tie != BIRGE_N_TIES && word->tie != tie) ||
        (fate == BIRGE_FATE_TIED && word->gain < LEAST_SHOWN))
      continue;
    birge_output_puts(printer->output, between);
    between = ", ";
    const BirgeDocument *const documents[] = {printer->bitext->documents[pair->documents[0]],
                                              printer->bitext->documents[pair->documents[1]]};
    if (fate != BIRGE_FATE_TIED) {
      print_word(printer, documents[word->side], word->place[word->side]);
      continue;
    }
    print_word(printer, documents[0], word->place[0]);
    birge_output_puts(printer->output, " = ");
    print_word(printer, documents[1], word->place[1]);
    birge_output_puts(printer->output, " ");
    print_number(printer, "%.1f", word->gain);
  }
  birge_output_puts(printer->output, "\n");
}

static gboolean has_words(const BirgeExplainedPair *pair, BirgeFate fate) {
  for (guint i = 0; i < pair->words->len; i++) {
    if (g_array_index(pair->words, BirgeExplainedWord, i).fate == fate)
      return TRUE;
  }
  return FALSE;
}

static void print_ties(const Printer *printer, const BirgeExplainedPair *pair) {
  static const char *const names[BIRGE_N_TIES] = {
      [BIRGE_TIE_NUMBER] = "numbers",
      [BIRGE_TIE_EQUAL] = "equal words",
      [BIRGE_TIE_NAME] = "names",
      [BIRGE_TIE_LEXICON] = "lexicon",
  };
  double missed = 0;
  for (guint tie = 0; tie < BIRGE_N_TIES; tie++) {
    missed += pair->missed[tie];
    if (pair->found[tie] < LEAST_SHOWN)
      continue;
    begin_line(printer, names[tie], pair->found[tie]);
    print_words(printer, pair, BIRGE_FATE_TIED, (BirgeTie)tie);
  }
  if (has_words(pair, BIRGE_FATE_ELSEWHERE)) {
    begin_line(printer, "elsewhere", -missed);
    print_words(printer, pair, BIRGE_FATE_ELSEWHERE, BIRGE_N_TIES);
  }
  if (has_words(pair, BIRGE_FATE_NOWHERE)) {
    begin_line(printer, "nowhere", 0);
    print_words(printer, pair, BIRGE_FATE_NOWHERE, BIRGE_N_TIES);
  }
}

/* Prints what speaks against a pair by its marks. */
static void print_marks(const Printer *printer, const BirgeExplainedPair *pair) {
  const struct {
    gboolean is_there;
    const char *what;
  } marks[] = {
      {pair->asks_once, "a question mark on one side only"},
      {pair->quotes_once, "quotation marks on one side only"},
      {pair->is_open_once, "one side only ends inside a sentence"},
      {pair->is_last_once, "one side only ends a paragraph"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    if (!marks[i].is_there)
      continue;
    begin_line(printer, "marks", 0);
    birge_output_printf(printer->output, "%s\n", marks[i].what);
  }
  if (pair->n_ends > 0) {
    begin_line(printer, "sentences", 0);
    print_number(printer, "%.1f", pair->n_ends);
    birge_output_puts(printer->output, " more end on one side\n");
  }
}

static void print_pair(const Printer *printer, const BirgeExplainedPair *pair) {
  birge_output_printf(printer->output, LRM "  %s – %s: score ",
                      printer->bitext->documents[pair->documents[0]]->language,
                      printer->bitext->documents[pair->documents[1]]->language);
  print_number(printer, "%.1f", pair->score);
  birge_output_puts(printer->output, "\n");
  print_ties(printer, pair);
  begin_line(printer, "lengths", -pair->length_cost);
  print_number(printer, "%.0f", pair->lengths[0]);
  birge_output_puts(printer->output, " and ");
  print_number(printer, "%.0f", pair->lengths[1]);
  birge_output_puts(printer->output, " characters, as if in English\n");
  print_marks(printer, pair);
}

/* Prints the texts of a row. */
static void print_texts(const Printer *printer, const BirgeRow *row) {
  for (guint d = 0; d < printer->bitext->n_documents; d++) {
    const BirgeDocument *document = printer->bitext->documents[d];
    g_autofree char *text = birge_document_run_text(document, row->runs[d]);
    birge_output_printf(printer->output, LRM "  %-6s", document->language);
    if (*text)
      print_isolated(printer, document, text, strlen(text));
    else
      birge_output_puts(printer->output, "—");
    birge_output_puts(printer->output, "\n");
  }
}

/* Says how the best other row differs: which sentence it has more or less. */
static void print_runner_up(const Printer *printer, const BirgeExplanation *explanation) {
  const BirgeRow *row = &printer->bitext->rows[explanation->row];
  for (guint d = 0; d < printer->bitext->n_documents; d++) {
    BirgeRun own = row->runs[d], other = explanation->runner_up.runs[d];
    if (own.first == other.first && own.end == other.end)
      continue;
    const BirgeDocument *document = printer->bitext->documents[d];
    gboolean is_more = other.end - other.first > own.end - own.first;
    guint segment =
        own.first != other.first ? MIN(own.first, other.first) : MIN(own.end, other.end);
    g_autofree char *text = birge_document_run_text(document, (BirgeRun){segment, segment + 1});
    birge_output_puts(printer->output, LRM "  next best, ");
    print_number(printer, "%.1f", explanation->runner_up_loss);
    birge_output_puts(printer->output, " less by its words and marks:");
    birge_output_printf(printer->output, " %s the %s ", is_more ? "with" : "without",
                        document->language);
    print_isolated(printer, document, text, strlen(text));
    birge_output_puts(printer->output, "\n");
  }
}

static void print_explanation(const Printer *printer, const BirgeExplanation *explanation) {
  const BirgeRow *row = &printer->bitext->rows[explanation->row];
  birge_output_printf(printer->output, "Row %u, %s, confidence ", explanation->row + 1,
                      birge_origin_print(row->origin));
  print_number(printer, "%.3f", row->confidence);
  birge_output_puts(printer->output, "\n");
  print_texts(printer, row);
  for (guint p = 0; p < explanation->pairs->len; p++)
    print_pair(printer, &g_array_index(explanation->pairs, BirgeExplainedPair, p));
  if (explanation->is_too_long)
    birge_output_puts(printer->output, "  too many sentences to be weighed\n");
  else if (explanation->pairs->len == 0)
    birge_output_puts(printer->output, "  nothing is tied\n");
  if (explanation->has_runner_up)
    print_runner_up(printer, explanation);
}

/* Reads row numbers. Returns an array of guint, from 0, yours. */
static GArray *parse_rows(const char *const *said, guint n_rows, GError **error) {
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint));
  for (; *said; said++) {
    g_auto(GStrv) numbers = birge_split_list(*said);
    for (char **number = numbers; *number; number++) {
      guint64 row = 0;
      if (!g_ascii_string_to_unsigned(*number, 10, 1, n_rows, &row, NULL)) {
        birge_fail_usage(error, "--explain \"%s\": expected a row, 1 to %u", *number, n_rows);
        return NULL;
      }
      guint r = (guint)row - 1;
      g_array_append_val(rows, r);
    }
  }
  return g_steal_pointer(&rows);
}

gboolean birge_align_print_explanations(const BirgeBitext *bitext, const char *const *rows,
                                        const BirgeAlignOptions *options, const char *path,
                                        GError **error) {
  g_autoptr(GArray) numbers = parse_rows(rows, bitext->n_rows, error);
  if (!numbers)
    return FALSE;
  g_autoptr(GPtrArray) explanations =
      birge_align_explain(bitext, (const guint *)(gpointer)numbers->data, numbers->len, options);
  g_autoptr(BirgeOutput) output = birge_output_open(path, error);
  if (!output)
    return FALSE;
  const Printer printer = {bitext, options->locales, output};
  for (guint i = 0; i < explanations->len; i++) {
    birge_output_puts(output, i > 0 ? "\n" : "");
    print_explanation(&printer, explanations->pdata[i]);
  }
  return birge_output_commit(g_steal_pointer(&output), error);
}
