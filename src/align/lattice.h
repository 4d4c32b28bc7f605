/* The lattice of a search: all ways through two or three documents, bead by bead. */
#pragma once

#include "align/agreement.h"
#include "align/shapes.h"

/* A logarithm or a worth below any that occurs. */
#define BIRGE_NEVER 1e30

/* Returns log(exp(a) + exp(b)). */
double birge_add_logarithms(double a, double b);

/* Which j and k are searched at an i: closed ranges. */
typedef struct {
  guint low[2];
  guint high[2];
} BirgeWindow;

/* Places (i, j, k) between the pieces of a stretch of documents, those inside the windows numbered
 * in order: that number is their position. */
typedef struct {
  BirgeScorer *scorer;
  BirgePieces *const *pieces;          /* of each of the scorer's documents */
  guint documents[BIRGE_MAX_SEARCHED]; /* which of the scorer's documents are searched */
  guint n_documents;
  guint first[BIRGE_MAX_SEARCHED]; /* piece of the stretch in each */
  guint n[BIRGE_MAX_SEARCHED];     /* pieces of each in the stretch; 0 beyond n_documents */
  BirgeShapes shapes;
  BirgeWindow *windows; /* n[0] + 1 */
  gsize *offsets;       /* of each i's positions; n[0] + 2 */
  gsize n_positions;
  double *forward;     /* by position: logarithm of the sum of all ways there */
  double *backward;    /* and from there to the end */
  double all;          /* logarithm of the sum of all ways */
  guint8 *is_given_up; /* by position */
  /* Lengths of what is tied, of documents [x][y] of the lattice, x before y. */
  BirgeTiedLengths tied[BIRGE_MAX_SEARCHED][BIRGE_MAX_SEARCHED];
  float *edges;   /* by position and shape: what the evidence adds to the cost of the bead that
                     ends there; NaN: not asked yet */
  GArray *offers; /* of BirgeOffer; NULL: nobody asks for them. Borrowed */
  BirgeAgreement *agreement; /* of pairs with rows of three documents; NULL: not known. Borrowed */
} BirgeLattice;

/* Begins a lattice; the windows, still empty, are the caller's to open. All is borrowed. ties_all:
 * each bead takes segments of all documents. */
void birge_lattice_open(BirgeLattice *lattice, BirgeScorer *scorer, BirgePieces *const *pieces,
                        const guint *documents, guint n_documents, const BirgeRun *stretch,
                        gboolean ties_all);
void birge_lattice_close(BirgeLattice *lattice);

/* Sums all ways through the windows, and estimates the prior of the shapes. Returns whether there
 * is a way. */
gboolean birge_lattice_search(BirgeLattice *lattice);

/* Returns the logarithm of the share of all ways that leads through a position; -BIRGE_NEVER: none.
 */
double birge_lattice_share(const BirgeLattice *lattice, gsize position);

/* Finds the position of a place. Returns FALSE if it is outside of the windows. */
gboolean birge_lattice_find(const BirgeLattice *lattice, const guint *at, gsize *position);

/* Whether segments of all documents begin at a place, or end with the documents. */
gboolean birge_lattice_is_corner(const BirgeLattice *lattice, const guint *at);

/* Sets at to the first place; steps to the next one, in order, and returns whether there is one. */
void birge_lattice_first(const BirgeLattice *lattice, guint *at);
gboolean birge_lattice_next(const BirgeLattice *lattice, guint *at);

/* Returns the cost of the bead of a shape (its number) that ends at a place. */
double birge_lattice_cost(BirgeLattice *lattice, guint shape, const guint *end, gsize position);

/* Sets the gaps of a row from a place to another, and makes its confidence that of the row with
 * these gaps. */
void birge_lattice_find_gaps(BirgeLattice *lattice, const guint *from, const guint *to,
                             BirgeRow *row);

/* Appends the best rows, of BirgeRow, with runs of pieces and confidence. */
void birge_lattice_choose(BirgeLattice *lattice, GArray *rows);
