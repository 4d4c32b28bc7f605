/* Agreement: how likely searches of two documents each pass through the ends of a row of three. */
#pragma once

#include "align/private.h"

/* A row that a search of two documents has weighed, from a place to another. */
typedef struct {
  guint from[2];
  guint to[2];
  double probability;
} BirgeOffer;

typedef struct _BirgeAgreement BirgeAgreement;

/* Returns what knows of no pair yet, yours. */
BirgeAgreement *birge_agreement_new(void);
void birge_agreement_free(BirgeAgreement *agreement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeAgreement, birge_agreement_free)

/* Adds the pair of documents x and y, x before y. offers: of BirgeOffer, in the order of where they
 * begin, each place counted from the begin of what was searched. */
void birge_agreement_add(BirgeAgreement *agreement, guint x, guint y, const GArray *offers);

/* Returns the probability that the ways of a pair pass through both ends of a row of all three
 * documents, of the pair where that is least; 0 to 1. */
double birge_agreement_find(BirgeAgreement *agreement, const guint *from, const guint *to);
