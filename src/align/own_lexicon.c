/* Learns from the rows of an alignment: IBM Model 1 on the stems of those that are sure. */
#include "align/own_lexicon.h"

/* Words that stand together in one row only would speak for that very row. So each expected count
 * is lessened by about what one row gives. */
#define DISCOUNT 1.0

/* Appends the stems of a run to texts. Returns where they begin. */
static guint32 add_text(const BirgeWords *words, BirgeRun run, GArray *texts) {
  guint32 start = texts->len, end = BIRGE_TEXT_END;
  for (guint32 t = words->term_starts[run.first]; t < words->term_starts[run.end]; t++) {
    const BirgeTerm *term = &g_array_index(words->terms, BirgeTerm, t);
    guint32 stem = g_array_index(words->words, BirgeWord, term->word).stem;
    for (guint32 i = 0; stem != BIRGE_NO_WORD && i < term->n; i++)
      g_array_append_val(texts, stem);
  }
  g_array_append_val(texts, end);
  return start;
}

static guint32 add_stem(guint32 stem, GArray *texts) {
  const guint32 text[] = {stem, BIRGE_TEXT_END};
  g_array_append_vals(texts, text, G_N_ELEMENTS(text));
  return texts->len - (guint32)G_N_ELEMENTS(text);
}

static void discount(BirgeTable *table, const GArray *texts) {
  g_autofree double *counts = g_new0(double, (gsize)table->n_from + 1);
  for (guint i = 0; i < texts->len; i++) {
    guint32 stem = g_array_index(texts, guint32, i);
    if (stem != BIRGE_TEXT_END)
      counts[stem]++;
  }
  for (guint32 stem = 0; stem < table->n_from; stem++) {
    for (guint32 i = table->starts[stem]; i < table->starts[stem + 1]; i++) {
      double count = table->probabilities[i] * counts[stem] - DISCOUNT;
      table->probabilities[i] = (float)(MAX(count, 0) / counts[stem]);
    }
  }
}

void birge_own_lexicon_learn(BirgeTable *table, const BirgeWords *from, const BirgeWords *to,
                             guint x, guint y, const GArray *rows, const GArray *known,
                             guint32 n_stems) {
  g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) right = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(BirgeTextPair));
  for (guint r = 0; r < rows->len; r++) {
    const BirgeRow *row = &g_array_index(rows, BirgeRow, r);
    BirgeRun a = row->runs[x], b = row->runs[y];
    if (a.first == a.end || b.first == b.end || row->confidence < BIRGE_SURE_ROW)
      continue;
    BirgeTextPair pair = {{add_text(from, a, left), add_text(to, b, right)}};
    if (left->len - pair.texts[0] > 1 && right->len - pair.texts[1] > 1)
      g_array_append_val(pairs, pair);
  }
  for (guint k = 0; k < known->len; k++) {
    const BirgeTextPair *stems = &g_array_index(known, BirgeTextPair, k);
    BirgeTextPair pair = {{add_stem(stems->texts[0], left), add_stem(stems->texts[1], right)}};
    g_array_append_val(pairs, pair);
  }
  const BirgeParallelTexts texts = {
      .texts = {(const guint32 *)(gpointer)left->data, (const guint32 *)(gpointer)right->data},
      .n_words = {n_stems, n_stems},
      .pairs = (const BirgeTextPair *)(gpointer)pairs->data,
      .n_pairs = pairs->len,
  };
  birge_table_learn(table, &texts, 1);
  discount(table, left);
}
