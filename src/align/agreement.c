/* Says how far the searches of pairs agree with a row of three documents.
 *
 * What searches of two documents each find, put together, is right where the joint one is not, and
 * the other way round; most of all where sentences are merged (docs/evaluation.md). */
#include "align/agreement.h"

#include <string.h>

/* How many corners behind its begin a row may end at. */
#define REACH 64

/* A place where segments of both documents begin, and rows do. */
typedef struct {
  guint at[2];
  double share;     /* of all ways, that pass through it */
  guint first_step; /* of those that begin here */
} Corner;

/* From a corner to another. */
typedef struct {
  guint to;
  double probability;
} Step;

typedef struct {
  GArray *corners;       /* of Corner, in the order of their places; the last one ends all ways */
  GArray *steps;         /* of Step, in the order of where they begin */
  guint start;           /* the corner that was asked for last; G_MAXUINT: none was */
  double reached[REACH]; /* how likely ways from there pass through each of the next corners */
} Pair;

struct _BirgeAgreement {
  Pair pairs[BIRGE_MAX_SEARCHED][BIRGE_MAX_SEARCHED]; /* [x][y], x before y */
};

BirgeAgreement *birge_agreement_new(void) {
  return g_new0(BirgeAgreement, 1);
}

void birge_agreement_free(BirgeAgreement *agreement) {
  for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++) {
    for (guint y = 0; y < BIRGE_MAX_SEARCHED; y++) {
      g_clear_pointer(&agreement->pairs[x][y].corners, g_array_unref);
      g_clear_pointer(&agreement->pairs[x][y].steps, g_array_unref);
    }
  }
  g_free(agreement);
}

static int compare_places(const guint *a, const guint *b) {
  return a[0] != b[0] ? (a[0] < b[0] ? -1 : 1) : (a[1] > b[1]) - (a[1] < b[1]);
}

/* Returns the number of the corner at a place, or G_MAXUINT if no row begins there. */
static guint find_corner(const Pair *pair, const guint *at) {
  guint low = 0, high = pair->corners->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    int order = compare_places(g_array_index(pair->corners, Corner, middle).at, at);
    if (order == 0)
      return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return G_MAXUINT;
}

/* Lists the places that rows begin at, and the one where the last row ends. */
static void list_corners(Pair *pair, const GArray *offers) {
  Corner end = {{0, 0}, 1, offers->len};
  for (guint i = 0; i < offers->len; i++) {
    const BirgeOffer *offer = &g_array_index(offers, BirgeOffer, i);
    Corner *last = pair->corners->len == 0
                       ? NULL
                       : &g_array_index(pair->corners, Corner, pair->corners->len - 1);
    if (!last || compare_places(last->at, offer->from) != 0) {
      Corner corner = {{offer->from[0], offer->from[1]}, 0, i};
      g_array_append_val(pair->corners, corner);
      last = &g_array_index(pair->corners, Corner, pair->corners->len - 1);
    }
    last->share += offer->probability;
    if (compare_places(offer->to, end.at) > 0)
      memcpy(end.at, offer->to, sizeof end.at);
  }
  g_array_append_val(pair->corners, end);
}

void birge_agreement_add(BirgeAgreement *agreement, guint x, guint y, const GArray *offers) {
  Pair *pair = &agreement->pairs[x][y];
  pair->corners = g_array_new(FALSE, FALSE, sizeof(Corner));
  pair->steps = g_array_sized_new(FALSE, FALSE, sizeof(Step), offers->len);
  pair->start = G_MAXUINT;
  list_corners(pair, offers);
  for (guint i = 0; i < offers->len; i++) {
    const BirgeOffer *offer = &g_array_index(offers, BirgeOffer, i);
    Step step = {find_corner(pair, offer->to), offer->probability};
    g_array_append_val(pair->steps, step);
  }
}

/* Follows all steps from a corner. Each leads to a later one. */
static void reach_out(Pair *pair, guint start) {
  pair->start = start;
  memset(pair->reached, 0, sizeof pair->reached);
  pair->reached[0] = 1;
  for (guint c = start; c - start < REACH && c + 1 < pair->corners->len; c++) {
    const Corner *corner = &g_array_index(pair->corners, Corner, c);
    double here = pair->reached[c - start];
    if (here <= 0 || corner->share <= 0)
      continue;
    for (guint s = corner->first_step; s < corner[1].first_step; s++) {
      const Step *step = &g_array_index(pair->steps, Step, s);
      if (step->to != G_MAXUINT && step->to - start < REACH)
        pair->reached[step->to - start] += here * step->probability / corner->share;
    }
  }
}

/* The probability that the ways of a pair pass through two places. */
static double pass_both(Pair *pair, const guint *from, const guint *to) {
  guint start = find_corner(pair, from), end = find_corner(pair, to);
  if (start == G_MAXUINT || end == G_MAXUINT || end - start >= REACH)
    return 0;
  if (pair->start != start)
    reach_out(pair, start);
  double share = g_array_index(pair->corners, Corner, start).share;
  return MIN(share * pair->reached[end - start], 1);
}

double birge_agreement_find(BirgeAgreement *agreement, const guint *from, const guint *to) {
  double least = 1;
  for (guint x = 0; x < BIRGE_MAX_SEARCHED; x++) {
    for (guint y = x + 1; y < BIRGE_MAX_SEARCHED; y++) {
      const guint starts[] = {from[x], from[y]}, ends[] = {to[x], to[y]};
      if (compare_places(starts, ends) != 0)
        least = MIN(least, pass_both(&agreement->pairs[x][y], starts, ends));
    }
  }
  return least;
}
