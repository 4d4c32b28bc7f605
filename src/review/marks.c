/* Finds marks. */
#include "review/marks.h"

#include "qa/qa.h"

#include <string.h>

#define MISSING "missing"

/* Rules whose findings are not shown: matters of taste, or of more than a row. */
static const char *const left_out[] = {"spaces", "terms", "same-source", "same-target", NULL};

/* Rules that say the same of both sides: only the later column is marked. */
static const char *const symmetric[] = {"final-mark", NULL};

/* By how much marks of a kind lower the trust in a row. */
static const struct {
  const char *kind;
  double weight;
} weights[] = {
    {"numbers", 0.3}, {"dates", 0.3},  {"latin", 0.2}, {"quotes", 0.1},
    {"percent", 0.2}, {"length", 0.3}, {MISSING, 0.2}, {"untranslated", 0.5},
};

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
    if (place->source_column > place->target_column && g_strv_contains(symmetric, kind))
      continue;
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
  }
  const BirgeQaRow cells = {locales, (const char *const *)texts, row->n_cells};
  add_findings(marks, &cells);
  for (guint c = 0; c < row->n_cells; c++)
    g_free(texts[c]);
  g_array_sort(marks, compare_marks);
  return marks;
}

static gboolean has_kind(const GArray *marks, const char *kind) {
  for (guint m = 0; m < marks->len; m++) {
    if (g_str_equal(g_array_index(marks, BirgeMark, m).kind, kind))
      return TRUE;
  }
  return FALSE;
}

double birge_marks_doubt(const BirgeDraftRow *row, const GArray *marks) {
  double trust = row->confidence;
  for (guint w = 0; w < G_N_ELEMENTS(weights); w++)
    trust *= has_kind(marks, weights[w].kind) ? 1 - weights[w].weight : 1;
  return 1 - trust;
}
