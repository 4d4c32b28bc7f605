/* Cases to train the aligner with: documents whose gold beads are known, as lattices of all beads
 * that might be. */
#pragma once

#include "align/lattice.h"

/* What a bead might be. */
typedef struct {
  guint32 from; /* positions that it begins and ends at */
  guint32 to;
  guint16 shape;
  gboolean is_gold; /* it may be a part of a gold bead */
} Edge;

typedef struct {
  guint n_documents;
  BirgeShapes shapes;
  guint32 n_positions; /* in order; the first and last one begin and end all ways */
  Edge *edges;         /* in the order of to */
  gsize n_edges;
  float *features; /* n_features an edge: what the evidence says */
  guint n_features;
} Case;

/* How evidence becomes features. weights: NULL: each kind of evidence is a feature; else there is
 * one, its sum by these weights over all pairs of documents. */
typedef struct {
  const BirgeLocales *locales;
  const BirgeLexicon *lexicon;
  const BirgeRules *rules;
  const double *weights;
} CaseOptions;

/* Reads a case. line: "LANGUAGE FILE LANGUAGE FILE [LANGUAGE FILE] GOLD"; each line of a file is a
 * segment, of GOLD a bead. Returns a case, yours. */
Case *case_read(const char *line, const CaseOptions *options);
void case_free(Case *training_case);
