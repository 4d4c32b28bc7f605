/* What a web page says of its article in JSON-LD (schema.org Article and its kinds). */
#pragma once

#include "read/private.h"

typedef struct _BirgeDescribed BirgeDescribed;

/* Returns NULL if it says nothing; yours, and of use as long as the markup. */
BirgeDescribed *birge_described_find(const BirgeMarkup *markup);
void birge_described_free(BirgeDescribed *described);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeDescribed, birge_described_free)

/* Adds what the page does not have of its own, and what it does as text that stands there once
 * more. */
void birge_gather_described(BirgeArticle *article, const BirgeDescribed *described,
                            gboolean has_headline, gboolean has_body);

/* Adds the description if it is what a block says. */
void birge_gather_description(BirgeArticle *article, const BirgeDescribed *described);
