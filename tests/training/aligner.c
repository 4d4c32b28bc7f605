/* Trains the weights of the aligner (src/align/score.c and shapes.c) on cases with gold beads.
 *
 * usage: train-aligner [MEMORY.tmx] <CASES, see cases.h
 * Makes the right ways through the cases as likely as can be among all ways: a conditional random
 * field (Lafferty et al., 2001). How the pieces of a gold bead are tied is not known; all ways that
 * make that bead count as right. Climbs by Rprop (Riedmiller and Braun, 1993) with a penalty for
 * large weights. Cases of two documents train the weights of evidence and of pairs; with those,
 * cases of three train the joint ones. */
#include "cases.h"

#include "exchange/exchange.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define N_ROUNDS 60
#define PENALTY 0.5
/* The penalty makes the model more careful than it need be; what is printed is sharper. Chosen so
 * that confidence is true on documents that were left out, see docs/evaluation.md. */
#define SHARPNESS 1.3
/* Evidence, then by the number of documents that a bead has segments of: prior and alone. */
#define N_SHAPE_WEIGHTS 8
#define MAX_WEIGHTS (BIRGE_N_EVIDENCE + N_SHAPE_WEIGHTS)

/* Which weights there are, and where they stand among the features of an edge. */
typedef struct {
  guint n_documents;
  guint n_features;
  double weights[MAX_WEIGHTS]; /* of evidence; of three documents: one */
  double prior[4], alone[4];   /* by n_filled */
} Model;

/* A gradient has the form of a model. */
typedef Model Gradient;

static double edge_cost(const Model *model, const Case *training_case, gsize e) {
  const Edge *edge = &training_case->edges[e];
  const BirgeShape *shape = &training_case->shapes.shapes[edge->shape];
  const float *features = &training_case->features[e * training_case->n_features];
  double cost = model->prior[shape->n_filled] * shape->prior + model->alone[shape->n_filled];
  for (guint f = 0; f < training_case->n_features; f++)
    cost += model->weights[f] * features[f];
  return cost;
}

static void add_gradient(const Model *model, const Case *training_case, gsize e, double amount,
                         Gradient *gradient) {
  const Edge *edge = &training_case->edges[e];
  const BirgeShape *shape = &training_case->shapes.shapes[edge->shape];
  const float *features = &training_case->features[e * training_case->n_features];
  gradient->prior[shape->n_filled] += amount * shape->prior;
  gradient->alone[shape->n_filled] += amount;
  for (guint f = 0; f < training_case->n_features; f++)
    gradient->weights[f] += amount * features[f];
}

/* Sums all ways, or those that are right. Adds sign times what is expected of each feature to
 * gradient, and what is expected of each shape to expected. Returns the logarithm of the sum. */
static double sum_ways(const Model *model, const Case *training_case, gboolean is_gold, double sign,
                       Gradient *gradient, double *expected) {
  guint32 n = training_case->n_positions;
  g_autofree double *forward = g_new(double, n), *backward = g_new(double, n);
  g_autofree double *costs = g_new(double, training_case->n_edges);
  for (guint32 p = 0; p < n; p++)
    forward[p] = backward[p] = -BIRGE_NEVER;
  forward[0] = backward[n - 1] = 0;
  for (gsize e = 0; e < training_case->n_edges; e++) {
    const Edge *edge = &training_case->edges[e];
    if ((is_gold && !edge->is_gold) || forward[edge->from] <= -BIRGE_NEVER)
      continue;
    costs[e] = edge_cost(model, training_case, e);
    forward[edge->to] = birge_add_logarithms(forward[edge->to], forward[edge->from] - costs[e]);
  }
  double all = forward[n - 1];
  if (all <= -BIRGE_NEVER)
    return all;
  for (gsize e = training_case->n_edges; e-- > 0;) {
    const Edge *edge = &training_case->edges[e];
    if ((is_gold && !edge->is_gold) || forward[edge->from] <= -BIRGE_NEVER ||
        backward[edge->to] <= -BIRGE_NEVER)
      continue;
    double way = backward[edge->to] - costs[e];
    backward[edge->from] = birge_add_logarithms(backward[edge->from], way);
    double probability = exp(forward[edge->from] + way - all);
    if (probability > 1e-9) {
      add_gradient(model, training_case, e, sign * probability, gradient);
      expected[edge->shape] += probability;
    }
  }
  return all;
}

/* Adds the gradient of a case's likelihood. Returns its logarithm. The prior of the shapes is
 * estimated from the right ways for the next round, as the search does from all. */
static double learn_case(const Model *model, Case *training_case, Gradient *gradient,
                         guint *n_lost) {
  double expected[BIRGE_MAX_SHAPES] = {0}, unused[BIRGE_MAX_SHAPES] = {0};
  double right = sum_ways(model, training_case, TRUE, -1, gradient, expected);
  if (right <= -BIRGE_NEVER) {
    ++*n_lost;
    return 0;
  }
  double all = sum_ways(model, training_case, FALSE, 1, gradient, unused);
  birge_shapes_estimate(&training_case->shapes, expected);
  return right - all;
}

/* The numbers of a model one after the other. */
static double *number(Model *model, guint w) {
  return w < MAX_WEIGHTS       ? &model->weights[w]
         : w < MAX_WEIGHTS + 4 ? &model->prior[w - MAX_WEIGHTS]
                               : &model->alone[w - MAX_WEIGHTS - 4];
}

/* Evidence may not speak for a bead by being missed, nor against it by being found. */
static double keep_sign(const Model *model, guint w, double value) {
  if (model->n_documents == 3 || w >= BIRGE_N_EVIDENCE)
    return value;
  return w <= BIRGE_LEXICON_FOUND ? MIN(value, -0.05) : MAX(value, 0);
}

static gboolean is_fixed(const Model *model, guint w) {
  /* Of two documents: one-to-nothing costs something alone, ties by their prior. */
  if (w < MAX_WEIGHTS)
    return w >= model->n_features || (model->n_documents == 2 && w == BIRGE_BORDERS);
  guint n_filled = (w - MAX_WEIGHTS) % 4;
  gboolean is_prior = w < MAX_WEIGHTS + 4;
  if (n_filled == 0 || n_filled > model->n_documents)
    return TRUE;
  return is_prior ? n_filled == 1 : model->n_documents == 2 && n_filled == 2;
}

static void train(Model *model, GPtrArray *cases) {
  guint n = MAX_WEIGHTS + N_SHAPE_WEIGHTS;
  double step[MAX_WEIGHTS + N_SHAPE_WEIGHTS], last[MAX_WEIGHTS + N_SHAPE_WEIGHTS] = {0};
  for (guint w = 0; w < n; w++)
    step[w] = 0.05;
  for (guint round = 0; round < N_ROUNDS; round++) {
    Gradient gradient = {0};
    guint n_lost = 0;
    double likelihood = 0;
    for (guint c = 0; c < cases->len; c++)
      likelihood += learn_case(model, cases->pdata[c], &gradient, &n_lost);
    if (round % 10 == 0 || round == N_ROUNDS - 1)
      fprintf(stderr, "round %u: %.2f, %u of %u cases without a right way\n", round, likelihood,
              n_lost, cases->len);
    for (guint w = 0; w < n; w++) {
      if (is_fixed(model, w))
        continue;
      double *value = number(model, w), slope = *number(&gradient, w) - PENALTY * *value;
      double turn = slope * last[w];
      step[w] = turn > 0 ? MIN(step[w] * 1.2, 0.5) : turn < 0 ? MAX(step[w] * 0.5, 1e-5) : step[w];
      last[w] = turn < 0 ? 0 : slope;
      *value += last[w] > 0 ? step[w] : last[w] < 0 ? -step[w] : 0;
      *value = keep_sign(model, w, *value);
    }
  }
}

static gboolean take_unit(const BirgeUnit *unit, gpointer units, GError **error) {
  (void)error;
  g_ptr_array_add(units, birge_unit_ref((BirgeUnit *)unit));
  return TRUE;
}

static GPtrArray *read_units(const char *path) {
  g_autoptr(GError) error = NULL;
  GPtrArray *units = g_ptr_array_new();
  if (!birge_tmx_read(path, take_unit, units, NULL, &error))
    g_error("%s", error->message);
  return units;
}

/* Reads the cases of a number of documents among lines. */
static GPtrArray *read_cases(const GPtrArray *lines, guint n_documents,
                             const CaseOptions *options) {
  GPtrArray *cases = g_ptr_array_new_with_free_func((GDestroyNotify)case_free);
  for (guint l = 0; l < lines->len; l++) {
    g_auto(GStrv) words = g_strsplit(lines->pdata[l], " ", -1);
    if (g_strv_length(words) / 2 == n_documents)
      g_ptr_array_add(cases, case_read(lines->pdata[l], options));
  }
  return cases;
}

static GPtrArray *read_lines(void) {
  GPtrArray *lines = g_ptr_array_new();
  char line[4096];
  while (fgets(line, sizeof line, stdin))
    g_ptr_array_add(lines, g_strdup(g_strchomp(line)));
  return lines;
}

static void print_shape_weights(const char *name, double evidence, const Model *model) {
  printf("%s: evidence %.4f\n", name, evidence);
  for (guint n = 1; n <= model->n_documents; n++)
    printf("  %u: prior %.4f alone %.4f\n", n, SHARPNESS * model->prior[n],
           SHARPNESS * model->alone[n]);
}

int main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", file, &error);
  if (!locales || !rules)
    g_error("%s", error->message);
  static const char *const languages[] = {"en", "ckb", "ar"};
  GPtrArray *units = argc > 1 ? read_units(argv[1]) : NULL;
  g_autoptr(BirgeLexicon) lexicon = birge_lexicon_learn(units, locales, languages, 3);
  GPtrArray *lines = read_lines();
  CaseOptions options = {locales, lexicon, rules, NULL};
  Model pairs = {.n_documents = 2,
                 .n_features = BIRGE_N_EVIDENCE,
                 .prior = {0, 0, 0.5, 0},
                 .alone = {0, 2.5, 0, 0}};
  for (guint e = 0; e < BIRGE_N_EVIDENCE; e++)
    pairs.weights[e] = e <= BIRGE_LEXICON_FOUND ? -0.5 : 0.5;
  /* No case has paragraphs. */
  pairs.weights[BIRGE_BORDERS] = birge_evidence_weights[BIRGE_BORDERS] / SHARPNESS;
  g_autoptr(GPtrArray) cases = read_cases(lines, 2, &options);
  train(&pairs, cases);
  printf("evidence");
  for (guint e = 0; e < BIRGE_N_EVIDENCE; e++)
    printf(" %.4f", SHARPNESS * pairs.weights[e]);
  printf("\n");
  print_shape_weights("pairs", 1, &pairs);
  g_clear_pointer(&cases, g_ptr_array_unref);
  options.weights = pairs.weights;
  Model joint = {.n_documents = 3,
                 .n_features = 1,
                 .weights = {0.5},
                 .prior = {0, 0, 1, 1},
                 .alone = {0, 6, 3.7, 0}};
  cases = read_cases(lines, 3, &options);
  if (cases->len > 0) {
    train(&joint, cases);
    print_shape_weights("joint", joint.weights[0], &joint);
  }
  return 0;
}
