/* Alignment: two or more Documents of one article in, a Bitext out.
 *
 * Each segment comes to stand in exactly one row, in text order. Two and three languages are
 * aligned by one search over beads in which all pairs have their say; a fourth and further are
 * joined to the first. Each row carries the posterior probability of its bead. What stands inside a
 * row and is tied to nothing is told as its gaps; never the first or last segment of a run. */
#pragma once

#include "base/public.h"
#include "model/bitext.h"
#include "model/unit.h"
#include "segment/segment.h"
#include "text/locale.h"

BIRGE_BEGIN_PUBLIC

/* The most segments a document may have. */
#define BIRGE_MAX_SEGMENTS 100000

typedef struct _BirgeLexicon BirgeLexicon;

/* Learns how the words of each two of the languages translate each other.
 * units: of BirgeUnit*, BIRGE_MAX_LEXICON_UNITS at most; NULL: the seed lexicon that is built into
 * the library is all there is.
 * languages: n_languages tags of locales.
 * Returns the lexicon, to be shared by threads; free with birge_lexicon_free().
 * IBM Model 1 in both directions, by expectation maximisation; after Brown et al. (1993). */
BirgeLexicon *birge_lexicon_learn(const GPtrArray *units, const BirgeLocales *locales,
                                  const char *const *languages, guint n_languages);
void birge_lexicon_free(BirgeLexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeLexicon, birge_lexicon_free)

typedef struct {
  const BirgeLocales *locales;
  const BirgeLexicon *lexicon;    /* NULL: lengths and anchors decide alone */
  const BirgeRules *rules;        /* for sentences inside segments; NULL: there are none */
  gboolean are_rows_translations; /* the segments of each known row translate each other, none is
                                     left over: a row in which a document has one segment is one */
} BirgeAlignOptions;

/* Ties the segments of two to BIRGE_MAX_LANGUAGES documents into rows.
 * known: n_known bitexts that share their first document: segments are tied inside their rows only;
 * birge_bitext_new_whole() makes one that knows nothing. Their documents become the columns.
 * Rows keep the origin of the known row that they come from.
 * Returns the bitext, yours. Errors: LIMIT above BIRGE_MAX_SEGMENTS; those of segmentation.
 * After Gale and Church (1993) and Moore (2002); the third language is ours. */
BirgeBitext *birge_align(const BirgeBitext *const *known, guint n_known,
                         const BirgeAlignOptions *options, GError **error);

/* Whether rows of known hold more than one segment of two documents, so that a lexicon is of use.
 */
gboolean birge_align_is_needed(const BirgeBitext *const *known, guint n_known);

BIRGE_END_PUBLIC
