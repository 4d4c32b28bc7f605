/* Lengths: neither text far shorter than the other lets expect. */
#include "qa/private.h"

/* What is shorter by this is said to lack something. */
#define MAX_LENGTH_RATIO 2.0

/* Short texts vary too much: by so many characters of English they must differ. */
#define MIN_LENGTH_DIFFERENCE 20

/* Returns how long a text would be in English, in characters, at least one. */
static double measure(const BirgeQaText *text) {
  return MAX((double)g_utf8_strlen(text->text, (gssize)text->length) / text->locale->length_ratio,
             1);
}

void birge_qa_check_length(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  double mine = measure(source), theirs = measure(target);
  if (ABS(mine - theirs) < MIN_LENGTH_DIFFERENCE ||
      MAX(mine, theirs) <= MAX_LENGTH_RATIO * MIN(mine, theirs))
    return;
  gboolean is_in_source = mine < theirs;
  birge_qa_report(qa, "the %s is far shorter than expected",
                  is_in_source ? "source" : "translation")
      ->is_in_source = is_in_source;
}
