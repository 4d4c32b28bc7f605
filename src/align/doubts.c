/* Finds documents that don't belong together, are in one language, or are in another order.
 *
 * Thresholds were chosen on every second one of 62 news documents in three languages, paired
 * rightly, paired wrongly, and with moved paragraphs; docs/evaluation.md has the figures of the
 * others. */
#include "align/doubts.h"

#include "align/private.h"

#include <math.h>

/* The share of text that is surely tied below which two documents don't belong together. */
#define UNRELATED_SHARE 0.08
/* Documents with fewer say too little to be judged. */
#define MIN_SEGMENTS 4
/* How sure a row is counts by this power: what is half sure is tied by chance more often than not.
 */
#define SURENESS 4
/* A row counts whose evidence costs less: nearly as much for it as against it. Longer rows have
 * more words whose counterparts stand elsewhere too: so much more for each further segment. */
#define MAX_COST 1.0
#define MAX_FURTHER_COST 2.0
/* What is left of the confidence of rows that tie documents which don't belong together. */
#define LEFT_CONFIDENCE 0.2
/* Rows below are looked at as if they were untied. */
#define UNSURE 0.5
/* A row of at least so much confidence must stand between segments in another order. */
#define SURE 0.9
/* What a segment and its counterpart elsewhere must score, alone and with their neighbours (there
 * more, the more pairs were compared: by the logarithm of their number), and how much less all
 * others. */
#define MIN_SCORE 1.0
#define MIN_RUN_SCORE 0.5
#define MIN_MARGIN 0.5
/* The most pairs of segments that are compared. */
#define MAX_COMPARED 10000
#define MIN_REACH 10

static guint count_segments(BirgeRun run) {
  return run.end - run.first;
}

static double measure(const BirgeDocument *document, BirgeRun run) {
  return run.first == run.end
             ? 0
             : (double)(document->segments[run.end - 1].end - document->segments[run.first].start);
}

/* Two documents of a bitext. */
typedef struct {
  const BirgeBitext *bitext;
  BirgeScorer *scorer;
  guint columns[2];
} Pair;

/* Whether words and marks speak for a row: where nothing does, short documents are tied by the
 * lengths of their sentences alone, and that surely. */
static gboolean has_evidence(const Pair *pair, const BirgeRun *runs) {
  guint left = count_segments(runs[0]), right = count_segments(runs[1]);
  return left <= BIRGE_MAX_BEAD && right <= BIRGE_MAX_BEAD &&
         birge_scorer_cost(pair->scorer, runs) < MAX_COST + MAX_FURTHER_COST * (left + right - 2);
}

/* The share of the text of two documents that is tied with evidence, by how surely. */
static double find_share(const Pair *pair) {
  double all[2] = {0}, tied[2] = {0};
  for (guint r = 0; r < pair->bitext->n_rows; r++) {
    const BirgeRow *row = &pair->bitext->rows[r];
    const BirgeRun runs[] = {row->runs[pair->columns[0]], row->runs[pair->columns[1]]};
    gboolean is_tied = count_segments(runs[0]) > 0 && count_segments(runs[1]) > 0;
    gboolean counts = is_tied && has_evidence(pair, runs);
    for (guint i = 0; i < 2; i++) {
      double n = measure(pair->bitext->documents[pair->columns[i]], runs[i]);
      all[i] += n;
      tied[i] += counts ? n * pow(row->confidence, SURENESS) : 0;
    }
    birge_scorer_forget(pair->scorer);
  }
  return all[0] > 0 && all[1] > 0 ? (tied[0] / all[0] + tied[1] / all[1]) / 2 : 1;
}

static gboolean are_unrelated(const Pair *pair, double share) {
  guint n = MIN(pair->bitext->documents[pair->columns[0]]->n_segments,
                pair->bitext->documents[pair->columns[1]]->n_segments);
  return n >= MIN_SEGMENTS && share < UNRELATED_SHARE;
}

/* Returns the language that two documents are in, NULL if they are in two. */
static const BirgeLocale *find_language(const Pair *pair, const BirgeLocales *locales) {
  const BirgeDocument *a = pair->bitext->documents[pair->columns[0]];
  const BirgeDocument *b = pair->bitext->documents[pair->columns[1]];
  if (g_str_equal(a->language, b->language))
    return birge_locales_find(locales, a->language, a->text, a->length);
  const BirgeLocale *locale = birge_locales_detect_surely(locales, a->text, a->length);
  return locale && locale == birge_locales_detect_surely(locales, b->text, b->length) ? locale
                                                                                      : NULL;
}

/* A segment that has no sure counterpart at its place. */
typedef struct {
  guint segment;
  guint row;
  guint best;    /* which of the other document's; NO_BEST: none */
  double score;  /* that of the best */
  double second; /* that of the second best */
} Loose;

#define NO_BEST G_MAXUINT

/* What is compared of two documents. */
typedef struct {
  const Pair *pair;
  GArray *loose[2]; /* of Loose */
  guint *sure;      /* sums of sure rows before each row; n_rows + 1 */
  guint n_compared; /* pairs of segments */
} Order;

static void gather_loose(Order *order) {
  for (guint r = 0; r < order->pair->bitext->n_rows; r++) {
    const BirgeRow *row = &order->pair->bitext->rows[r];
    BirgeRun runs[] = {row->runs[order->pair->columns[0]], row->runs[order->pair->columns[1]]};
    gboolean is_tied = count_segments(runs[0]) > 0 && count_segments(runs[1]) > 0;
    order->sure[r + 1] = order->sure[r] + (is_tied && row->confidence >= SURE ? 1 : 0);
    if (is_tied && row->confidence >= UNSURE)
      continue;
    for (guint i = 0; i < 2; i++) {
      for (guint s = runs[i].first; s < runs[i].end; s++) {
        Loose loose = {s, r, NO_BEST, 0, 0};
        g_array_append_val(order->loose[i], loose);
      }
    }
  }
}

static void note_score(Loose *loose, guint other, double score) {
  if (score > loose->score) {
    loose->second = loose->score;
    loose->score = score;
    loose->best = other;
  } else {
    loose->second = MAX(loose->second, score);
  }
}

/* Whether rows that are sure stand between two rows. */
static gboolean are_parted(const Order *order, guint r, guint s) {
  return order->sure[MAX(r, s)] > order->sure[MIN(r, s)];
}

/* Compares loose segments, with those that are not too far away where they are many. */
static void compare(Order *order) {
  guint n = order->loose[0]->len, m = order->loose[1]->len;
  guint reach = MAX(MAX_COMPARED / MAX(n, 1) / 2, MIN_REACH);
  for (guint i = 0; i < n; i++) {
    Loose *left = &g_array_index(order->loose[0], Loose, i);
    guint middle = (guint)((guint64)i * m / n);
    for (guint j = middle - MIN(middle, reach); j < MIN(middle + reach, m); j++) {
      Loose *right = &g_array_index(order->loose[1], Loose, j);
      if (!are_parted(order, left->row, right->row))
        continue;
      const BirgeRun runs[] = {{left->segment, left->segment + 1},
                               {right->segment, right->segment + 1}};
      double score = -birge_scorer_cost(order->pair->scorer, runs);
      order->n_compared++;
      note_score(left, j, score);
      note_score(right, i, score);
    }
    birge_scorer_forget(order->pair->scorer);
  }
}

/* Whether a loose segment and its best one have each other, and nothing else comes near. */
static gboolean is_moved(const Order *order, guint i) {
  const Loose *left = &g_array_index(order->loose[0], Loose, i);
  if (left->best == NO_BEST || left->score < MIN_SCORE || left->score - left->second < MIN_MARGIN)
    return FALSE;
  const Loose *right = &g_array_index(order->loose[1], Loose, left->best);
  return right->best == i && right->score - right->second >= MIN_MARGIN;
}

/* Segments that moved together. */
typedef struct {
  BirgeRun runs[2];
  double score;
} Move;

/* Takes a moved segment and its counterpart into the move before it. Returns FALSE if they are no
 * part of it; a segment between them may be one that is not sure enough. */
static gboolean extend(Move *move, const Loose *left, const Loose *right) {
  if (move->score == 0 || left->segment > move->runs[0].end + 1 ||
      right->segment < move->runs[1].end || right->segment > move->runs[1].end + 1)
    return FALSE;
  move->runs[0].end = left->segment + 1;
  move->runs[1].end = right->segment + 1;
  move->score += left->score;
  return TRUE;
}

/* Returns all moves, of Move, also those that are not sure. */
static GArray *find_moves(const Order *order) {
  GArray *moves = g_array_new(FALSE, FALSE, sizeof(Move));
  Move move = {{{0}}, 0};
  for (guint i = 0; i < order->loose[0]->len; i++) {
    if (!is_moved(order, i))
      continue;
    const Loose *left = &g_array_index(order->loose[0], Loose, i);
    const Loose *right = &g_array_index(order->loose[1], Loose, left->best);
    if (extend(&move, left, right))
      continue;
    if (move.score > 0)
      g_array_append_val(moves, move);
    move = (Move){{{left->segment, left->segment + 1}, {right->segment, right->segment + 1}},
                  left->score};
  }
  if (move.score > 0)
    g_array_append_val(moves, move);
  return moves;
}

/* Adds a doubt if there are moves that are sure. */
static void add_moves(const Order *order, GArray *doubts) {
  g_autoptr(GArray) moves = find_moves(order);
  const Move *best = NULL;
  guint n = 0;
  for (guint i = 0; i < moves->len; i++) {
    const Move *move = &g_array_index(moves, Move, i);
    if (move->score < MIN_RUN_SCORE + log(MAX(order->n_compared, 1)))
      continue;
    best = !best || move->score > best->score ? move : best;
    n++;
  }
  if (!best)
    return;
  const BirgeDoubt doubt = {.kind = BIRGE_DOUBT_ORDER,
                            .documents = {order->pair->columns[0], order->pair->columns[1]},
                            .runs = {best->runs[0], best->runs[1]},
                            .n_more = n - 1};
  g_array_append_val(doubts, doubt);
}

static void find_order(const Pair *pair, GArray *doubts) {
  Order order = {.pair = pair,
                 .loose = {g_array_new(FALSE, FALSE, sizeof(Loose)),
                           g_array_new(FALSE, FALSE, sizeof(Loose))}};
  order.sure = g_new0(guint, pair->bitext->n_rows + 1);
  gather_loose(&order);
  compare(&order);
  add_moves(&order, doubts);
  g_array_unref(order.loose[0]);
  g_array_unref(order.loose[1]);
  g_free(order.sure);
}

static void judge_pair(const Pair *pair, const BirgeLocales *locales, GArray *doubts) {
  BirgeDoubt doubt = {.documents = {pair->columns[0], pair->columns[1]}};
  doubt.locale = find_language(pair, locales);
  doubt.kind = doubt.locale ? BIRGE_DOUBT_LANGUAGE : BIRGE_DOUBT_UNRELATED;
  doubt.share = find_share(pair);
  gboolean is_unrelated = are_unrelated(pair, doubt.share);
  if (doubt.locale || is_unrelated)
    g_array_append_val(doubts, doubt);
  if (!is_unrelated)
    find_order(pair, doubts);
}

GArray *birge_doubts_find(const BirgeBitext *bitext, const BirgeAlignOptions *options) {
  GArray *doubts = g_array_new(FALSE, FALSE, sizeof(BirgeDoubt));
  for (guint x = 0; x < bitext->n_documents; x++) {
    for (guint y = x + 1; y < bitext->n_documents; y++) {
      const BirgeDocument *const documents[] = {bitext->documents[x], bitext->documents[y]};
      g_autoptr(BirgeScorer) scorer = birge_scorer_new(documents, 2, options, FALSE);
      const Pair pair = {bitext, scorer, {x, y}};
      judge_pair(&pair, options->locales, doubts);
    }
  }
  return doubts;
}

/* Whether a doubt is about all that ties two documents. */
static gboolean concerns_ties(const BirgeDoubt *doubt, const BirgeBitext *bitext) {
  /* Versions that are said to be in one language are compared with each other, not translations. */
  return doubt->kind == BIRGE_DOUBT_UNRELATED ||
         (doubt->kind == BIRGE_DOUBT_LANGUAGE &&
          !g_str_equal(bitext->documents[doubt->documents[0]]->language,
                       bitext->documents[doubt->documents[1]]->language));
}

BirgeBitext *birge_doubts_apply(const BirgeBitext *bitext, const GArray *doubts) {
  gboolean is_doubtful[BIRGE_MAX_LANGUAGES][BIRGE_MAX_LANGUAGES] = {{FALSE}};
  gboolean is_any = FALSE;
  for (guint i = 0; i < doubts->len; i++) {
    const BirgeDoubt *doubt = &g_array_index(doubts, BirgeDoubt, i);
    if (concerns_ties(doubt, bitext))
      is_any = is_doubtful[doubt->documents[0]][doubt->documents[1]] = TRUE;
  }
  if (!is_any)
    return birge_bitext_ref(bitext);
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  for (guint r = 0; r < bitext->n_rows; r++) {
    BirgeRow row = bitext->rows[r];
    gboolean is_low = FALSE;
    for (guint x = 0; x < bitext->n_documents; x++)
      for (guint y = x + 1; y < bitext->n_documents; y++)
        is_low = is_low || (is_doubtful[x][y] && count_segments(row.runs[x]) > 0 &&
                            count_segments(row.runs[y]) > 0);
    if (is_low && row.status == BIRGE_STATUS_PROPOSED)
      row.confidence *= LEFT_CONFIDENCE;
    g_array_append_val(rows, row);
  }
  return birge_bitext_new(bitext->documents, bitext->n_documents,
                          (const BirgeRow *)(gpointer)rows->data, rows->len);
}

static char *print_run(BirgeRun run) {
  return count_segments(run) == 1 ? g_strdup_printf("sentence %u", run.end)
                                  : g_strdup_printf("sentences %u to %u", run.first + 1, run.end);
}

char *birge_doubt_print(const BirgeDoubt *doubt, const BirgeBitext *bitext) {
  const char *one = bitext->documents[doubt->documents[0]]->name;
  const char *other = bitext->documents[doubt->documents[1]]->name;
  g_autofree char *there = print_run(doubt->runs[1]);
  g_autofree char *here = print_run(doubt->runs[0]);
  g_autofree char *more =
      doubt->n_more > 0 ? g_strdup_printf(", and %u more", doubt->n_more) : g_strdup("");
  switch (doubt->kind) {
  case BIRGE_DOUBT_UNRELATED:
    return g_strdup_printf("%s: does not look like a translation of %s (of their text, %.0f %% can "
                           "be tied surely)",
                           other, one, doubt->share * 100);
  case BIRGE_DOUBT_LANGUAGE:
    return g_strdup_printf("%s: is in %s, as %s is", other, doubt->locale->english_name, one);
  case BIRGE_DOUBT_ORDER:
  default:
    return g_strdup_printf("%s: other order than in %s: %s here, %s there%s", other, one, there,
                           here, more);
  }
}
