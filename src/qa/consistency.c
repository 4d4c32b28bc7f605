/* Pairs against pairs: the same source translated in two ways, two sources translated as one. */
#include "qa/private.h"

#include <string.h>

static int compare_order(const BirgeQaPair *a, const BirgeQaPair *b) {
  return (a->order > b->order) - (a->order < b->order);
}

static int compare_languages(const BirgeQaPair *a, const BirgeQaPair *b) {
  int order = strcmp(a->finding.source->tag, b->finding.source->tag);
  return order != 0 ? order : strcmp(a->finding.target->tag, b->finding.target->tag);
}

static int compare_by_source(const void *a, const void *b) {
  const BirgeQaPair *x = *(BirgeQaPair *const *)a, *y = *(BirgeQaPair *const *)b;
  int order = compare_languages(x, y);
  if (order == 0)
    order = strcmp(x->source, y->source);
  return order != 0 ? order : compare_order(x, y);
}

static int compare_by_target(const void *a, const void *b) {
  const BirgeQaPair *x = *(BirgeQaPair *const *)a, *y = *(BirgeQaPair *const *)b;
  int order = compare_languages(x, y);
  if (order == 0)
    order = strcmp(x->target, y->target);
  return order != 0 ? order : compare_order(x, y);
}

/* Sorted, equal keys stand together, the first pair before all others. */
void birge_qa_compare_pairs(BirgeQa *qa, GPtrArray *pairs, gboolean by_target,
                            BirgeQaPairFunc report) {
  if (pairs->len == 0)
    return;
  qsort(pairs->pdata, pairs->len, sizeof *pairs->pdata,
        by_target ? compare_by_target : compare_by_source);
  const BirgeQaPair *first = pairs->pdata[0];
  for (guint i = 1; i < pairs->len; i++) {
    const BirgeQaPair *pair = pairs->pdata[i];
    gboolean same_source = g_str_equal(pair->source, first->source);
    gboolean same_target = g_str_equal(pair->target, first->target);
    if (compare_languages(pair, first) != 0 || !(by_target ? same_target : same_source))
      first = pair;
    else if (!(by_target ? same_source : same_target))
      report(qa, pair, first);
  }
}
