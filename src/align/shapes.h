/* The shapes of beads: how many segments of each document, and what that costs by itself. */
#pragma once

#include "align/private.h"

#define BIRGE_MAX_SHAPES 160
/* How the cost of a bead is made of how rare its shape is. */
typedef struct {
  double prior;
  double alone; /* whatever the bead is */
} BirgeShapeWeights;

/* How many segments of each document a bead takes, and what that costs by itself. */
typedef struct {
  guint8 n[BIRGE_MAX_SEARCHED];
  guint n_filled; /* documents that it takes segments of */
  const BirgeShapeWeights *weights;
  double first_prior; /* cost before anything is known of the translator */
  double prior;
  double cost;
} BirgeShape;

typedef struct {
  guint n_documents;
  double evidence; /* what evidence counts for in the cost of a bead */
  guint n;
  BirgeShape shapes[BIRGE_MAX_SHAPES];
} BirgeShapes;

/* Lists the shapes. ties_all: only those that take segments of all documents. */
void birge_shapes_init(BirgeShapes *shapes, guint n_documents, gboolean ties_all);

/* Shares the prior of the shapes that tie all documents anew among them, by what is expected of
 * each (beads, by shape), on the ground of the prior before anything was known. How rare it is that
 * a segment is not tied is not estimated: documents that say it in other words would lose more and
 * more beads. */
void birge_shapes_estimate(BirgeShapes *shapes, const double *expected);
