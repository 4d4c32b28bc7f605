/* Finds marks. */
#include "review/marks.h"

#include "qa/qa.h"

#include <string.h>

#define MISSING "missing"
#define UNMATCHED "unmatched"

/* Rules whose findings are not shown: matters of taste, or of more than a row. */
static const char *const left_out[] = {"spaces", "terms", "same-source", "same-target", NULL};

/* What the aligner is never surer of a row than. */
#define MIN_DOUBT 0.02

/* By how much the odds grow that a row is wrong: where a language is missing and several are not,
 * where figures differ, where two columns have several segments (so that it could be cut), and
 * where one has many. Measured; see docs/evaluation.md. */
#define MISSING_ODDS 2
#define FIGURES_ODDS 2
#define SEVERAL_ODDS 3
#define MANY_ODDS 3
#define MANY 3

static const char *const figures[] = {"numbers", "dates", "percent", NULL};

/* Kinds that say nothing of how well a row is aligned, and are no reason to visit it. */
static const char *const harmless[] = {"letters", "marks", "bidi", "final-mark", NULL};

static char *cell_text(const GPtrArray *segments) {
  GString *text = g_string_new(NULL);
  for (guint s = 0; s < segments->len; s++) {
    const BirgeDraftSegment *segment = segments->pdata[s];
    if (s > 0)
      g_string_append_c(text, ' ');
    g_string_append_len(text, segment->from->text + segment->start,
                        (gssize)(segment->end - segment->start));
  }
  return g_string_free(text, FALSE);
}

/* Adds a mark, unless the column has it. */
static void add_mark(GArray *marks, const char *kind, guint column, const char *text) {
  for (guint m = 0; m < marks->len; m++) {
    const BirgeMark *mark = &g_array_index(marks, BirgeMark, m);
    if (mark->column == column && g_str_equal(mark->kind, kind) && g_strcmp0(mark->text, text) == 0)
      return;
  }
  BirgeMark mark = {kind, column, g_strdup(text)};
  g_array_append_val(marks, mark);
}

static guint64 choose_rules(void) {
  guint64 rules = 0;
  for (guint i = 0; birge_qa_rule(i); i++) {
    if (!g_strv_contains(left_out, birge_qa_rule(i)->name))
      rules |= G_GUINT64_CONSTANT(1) << i;
  }
  return rules;
}

static void add_findings(GArray *marks, const BirgeQaRow *row) {
  g_autoptr(BirgeQa) qa = birge_qa_new(NULL, NULL, choose_rules());
  birge_qa_add_row(qa, row);
  const GPtrArray *findings = birge_qa_end(qa);
  for (guint f = 0; f < findings->len; f++) {
    const BirgeFinding *finding = findings->pdata[f];
    const char *kind = birge_qa_rule(finding->rule)->name;
    const BirgePlace *place = &finding->place;
    add_mark(marks, kind, finding->is_in_source ? place->source_column : place->target_column,
             finding->detail);
  }
}

static int compare_marks(const void *a, const void *b) {
  const BirgeMark *x = a, *y = b;
  return (x->column > y->column) - (x->column < y->column);
}

static void clear_mark(gpointer data) {
  g_free(((BirgeMark *)data)->text);
}

/* Marks the segments of a row that it passes over. */
static void add_gaps(GArray *marks, const BirgeDraftRow *row, guint column) {
  const GPtrArray *cell = row->cells[column];
  for (guint s = 0; s < MIN(cell->len, BIRGE_MAX_GAPS); s++) {
    if (!(row->gaps[column] >> s & 1))
      continue;
    g_autofree char *text = birge_draft_segment_text(cell->pdata[s]);
    add_mark(marks, UNMATCHED, column, text);
  }
}

GArray *birge_marks_find(const BirgeDraftRow *row, const BirgeLocale *const *locales) {
  GArray *marks = g_array_new(FALSE, FALSE, sizeof(BirgeMark));
  g_array_set_clear_func(marks, clear_mark);
  char *texts[BIRGE_MAX_LANGUAGES] = {NULL};
  gboolean is_row_empty = birge_draft_row_is_empty(row);
  for (guint c = 0; c < row->n_cells; c++) {
    if (row->cells[c]->len > 0)
      texts[c] = cell_text(row->cells[c]);
    else if (!is_row_empty)
      add_mark(marks, MISSING, c, NULL);
    add_gaps(marks, row, c);
  }
  const BirgeQaRow cells = {locales, (const char *const *)texts, row->n_cells};
  add_findings(marks, &cells);
  for (guint c = 0; c < row->n_cells; c++)
    g_free(texts[c]);
  g_array_sort(marks, compare_marks);
  return marks;
}

/* Returns the number of columns that have n segments or more. */
static guint count_columns(const BirgeDraftRow *row, guint n) {
  guint count = 0;
  for (guint c = 0; c < row->n_cells; c++)
    count += row->cells[c]->len >= n ? 1 : 0;
  return count;
}

double birge_marks_doubt(const BirgeDraftRow *row, const GArray *marks) {
  if (birge_draft_row_is_empty(row))
    return 0;
  gboolean is_missing = FALSE, has_figures = FALSE, is_marked = FALSE;
  for (guint m = 0; m < marks->len; m++) {
    const char *kind = g_array_index(marks, BirgeMark, m).kind;
    is_missing = is_missing || g_str_equal(kind, MISSING);
    has_figures = has_figures || g_strv_contains(figures, kind);
    is_marked = is_marked || !g_strv_contains(harmless, kind);
  }
  double odds = (1 - row->confidence + MIN_DOUBT) / MAX(row->confidence, G_MINFLOAT);
  odds *= is_missing && count_columns(row, 1) > 1 ? MISSING_ODDS : 1;
  odds *= has_figures ? FIGURES_ODDS : 1;
  odds *= count_columns(row, 2) > 1 ? SEVERAL_ODDS : 1;
  odds *= count_columns(row, MANY) > 0 ? MANY_ODDS : 1;
  double doubt = odds / (1 + odds);
  return is_marked ? MAX(doubt, BIRGE_DOUBTFUL) : doubt;
}
