/* Beads: which lines of documents belong together, without the documents.
 *
 * What programs that align sentences print, and what people who have aligned them by hand write
 * down. Unlike the rows of a bitext, beads may overlap, leave lines out, and stand in any order. */
#pragma once

#include "base/public.h"
#include "model/bitext.h"

BIRGE_BEGIN_PUBLIC

/* The most beads of a file, the most line numbers in all of them, and the largest one. */
#define BIRGE_MAX_BEADS 1000000
#define BIRGE_MAX_BEAD_LINES 4000000
#define BIRGE_MAX_LINE_NUMBER 999999999

/* The most beads that one line may stand in. */
#define BIRGE_MAX_BEADS_OF_LINE 64

typedef struct {
  guint n_sides;  /* documents; 0: there is no bead to tell */
  guint n_beads;  /* each with n_sides sides, any of them empty */
  GArray *lines;  /* of guint32: the numbers of all sides, counted from 0 */
  GArray *bounds; /* of guint32: where in lines each side ends; those of a bead one by one */
} BirgeBeads;

/* Some lines of one document, ascending, none twice; borrowed. */
typedef struct {
  const guint32 *lines;
  guint n;
} BirgeBeadSide;

/* Returns no beads yet, yours. */
BirgeBeads *birge_beads_new(guint n_sides);
void birge_beads_free(BirgeBeads *beads);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeBeads, birge_beads_free)

/* Adds a bead. sides: n_sides of them. */
void birge_beads_add(BirgeBeads *beads, const BirgeBeadSide *sides);

BirgeBeadSide birge_beads_side(const BirgeBeads *beads, guint bead, guint side);

/* The number of sides of a bead that are not empty. */
guint birge_beads_n_filled(const BirgeBeads *beads, guint bead);

/* Returns the beads of some documents only, yours. sides: numbers, n_sides of them. */
BirgeBeads *birge_beads_select(const BirgeBeads *beads, const guint *sides, guint n_sides);

BIRGE_END_PUBLIC
