/* Alignment: two or more Documents of one article in, a Bitext out.
 *
 * Each segment comes to stand in exactly one row, in text order. Two and three languages are
 * aligned by one search over beads in which all pairs have their say; a fourth and further are
 * joined to the first. Each row carries the posterior probability of its bead. */
#pragma once

#include "model/bitext.h"
#include "model/unit.h"
#include "text/locale.h"

/* The most segments a document may have. */
#define BIRGE_MAX_SEGMENTS 100000

typedef struct _BirgeLexicon BirgeLexicon;

/* The most units that a lexicon is learnt from, the first of those given. */
#define BIRGE_MAX_LEXICON_UNITS 5000

/* Learns how the words of each two of the languages translate each other.
 * units: of BirgeUnit*; languages: n_languages tags of locales.
 * Returns the lexicon, to be shared by threads; free with birge_lexicon_free().
 * IBM Model 1 in both directions, by expectation maximisation; after Brown et al. (1993). */
BirgeLexicon *birge_lexicon_learn(const GPtrArray *units, const BirgeLocales *locales,
                                  const char *const *languages, guint n_languages);
void birge_lexicon_free(BirgeLexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeLexicon, birge_lexicon_free)

typedef struct {
  const BirgeLocales *locales;
  const BirgeLexicon *lexicon; /* NULL: lengths and anchors decide alone */
  const BirgeRow *ties;        /* rows known to belong together, in order: segments are tied only */
  guint n_ties;                /* inside them; none: the whole documents are one */
  BirgeOrigin origin;          /* of the rows */
} BirgeAlignOptions;

/* Ties the segments of 2 to BIRGE_MAX_LANGUAGES documents into rows.
 * documents: segmented, in the order wanted for the columns. A tie in which a document has a single
 * segment is one row; a segment in no tie, or alone in one, is a row of its own.
 * Returns the bitext, yours. Errors: LIMIT above BIRGE_MAX_SEGMENTS.
 * After Gale and Church (1993) and Moore (2002); the third language is ours. */
BirgeBitext *birge_align(const BirgeDocument *const *documents, guint n_documents,
                         const BirgeAlignOptions *options, GError **error);

/* Joins bitexts that share their first document into one with all their documents: rows that touch
 * the same segments of the first become one. bitexts: n_bitexts (1 or more). Yours. */
BirgeBitext *birge_bitext_join(const BirgeBitext *const *bitexts, guint n_bitexts);
