/* What the files of this folder share: the score of a bead, and the search for the best beads. */
#pragma once

#include "align/lexicon.h"

/* The most documents that one search takes. */
#define BIRGE_MAX_SEARCHED 3

/* The most segments of one document in a bead. */
#define BIRGE_MAX_BEAD 7

/* Returns the number of a stem in a language, or BIRGE_NO_WORD. */
guint32 birge_lexicon_find(const BirgeLexicon *lexicon, const char *language, const char *stem,
                           gsize length);

/* Whether any word of another language is known to translate a word. */
gboolean birge_lexicon_knows(const BirgeLexicon *lexicon, const char *language, guint32 word,
                             const char *other_language);

/* Sentences that end in a segment. */
typedef struct {
  guint n;
  gboolean is_open; /* the segment's own end is inside a sentence: it ends with a comma, a dash … */
} BirgeEnds;

/* Counts the ends of sentences in a segment: marks before white space, and its own end. */
BirgeEnds birge_ends_count(const char *text, gsize length);

/* A document cut at the ends of sentences inside its segments. */
typedef struct {
  BirgeDocument *document; /* of pieces instead of segments */
  guint32 *firsts;         /* the first piece of each segment; n_segments + 1 */
  guint32 *segments;       /* the segment that each piece is of; n_pieces + 1 */
} BirgePieces;

/* Cuts by rules, or not at all where they are NULL. Returns pieces, yours. Errors: those of
 * segmentation. */
BirgePieces *birge_pieces_new(const BirgeDocument *document, const BirgeRules *rules,
                              GError **error);
void birge_pieces_free(BirgePieces *pieces);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgePieces, birge_pieces_free)

/* Whether a segment begins with a piece; behind the last piece, too. */
gboolean birge_pieces_is_border(const BirgePieces *pieces, guint piece);

/* What tells for and against tying runs of two documents. FOUND: by how much (natural logarithm)
 * words with a counterpart in the other run are likelier than by chance; MISSED: the same of words
 * whose counterpart stands elsewhere; NOWHERE: how many have none in all of the other document. */
typedef enum {
  BIRGE_NUMBER_FOUND,
  BIRGE_EQUAL_FOUND,
  BIRGE_SKELETON_FOUND,
  BIRGE_LEXICON_FOUND,
  BIRGE_NUMBER_MISSED,
  BIRGE_EQUAL_MISSED,
  BIRGE_SKELETON_MISSED,
  BIRGE_LEXICON_MISSED,
  BIRGE_NUMBER_NOWHERE,
  BIRGE_LEXICON_NOWHERE,
  BIRGE_LENGTHS,   /* cost of the difference */
  BIRGE_QUESTIONS, /* 1 where only one side asks */
  BIRGE_QUOTES,    /* 1 where only one side has quotation marks */
  BIRGE_ENDS,      /* sentences that end on one side only */
  BIRGE_OPEN,      /* 1 where only one side ends inside a sentence */
  BIRGE_N_EVIDENCE,
} BirgeEvidence;

typedef struct _BirgeScorer BirgeScorer;

/* Prepares documents, at most BIRGE_MAX_SEARCHED; they are borrowed. One thread's. */
BirgeScorer *birge_scorer_new(const BirgeDocument *const *documents, guint n_documents,
                              const BirgeAlignOptions *options);
void birge_scorer_free(BirgeScorer *scorer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeScorer, birge_scorer_free)

/* Fills evidence, BIRGE_N_EVIDENCE figures, with what tells for and against tying a run of document
 * x and a run of document y, neither empty. */
void birge_scorer_weigh(BirgeScorer *scorer, guint x, guint y, const BirgeRun *pair,
                        double *evidence);

/* Returns the cost (negative natural logarithm, against chance) of tying runs, one a document: the
 * sum over all pairs. */
double birge_scorer_cost(BirgeScorer *scorer, const BirgeRun *runs);

/* Frees what was kept of costs that were asked for. */
void birge_scorer_forget(BirgeScorer *scorer);

#define BIRGE_MAX_SHAPES 160
/* A logarithm or a worth below any that occurs. */
#define BIRGE_NEVER 1e30

/* Returns log(exp(a) + exp(b)). */
double birge_add_logarithms(double a, double b);

/* How the cost of a bead is made of what the evidence says and of how rare its shape is. */
typedef struct {
  double evidence;
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
  guint n;
  BirgeShape shapes[BIRGE_MAX_SHAPES];
} BirgeShapes;

void birge_shapes_init(BirgeShapes *shapes, guint n_documents);

/* Shares the prior of the shapes that tie all documents anew among them, by what is expected of
 * each (beads, by shape), on the ground of the prior before anything was known. How rare it is that
 * a segment is not tied is not estimated: documents that say it in other words would lose more and
 * more beads. */
void birge_shapes_estimate(BirgeShapes *shapes, const double *expected);

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
  double *forward;  /* by position: logarithm of the sum of all ways there */
  double *backward; /* and from there to the end */
  double all;       /* logarithm of the sum of all ways */
  float *edges;     /* by position and shape: what the evidence adds to the cost of the bead that
                       ends there; NaN: not asked yet */
} BirgeLattice;

/* Begins a lattice; the windows, still empty, are the caller's to open. All is borrowed. */
void birge_lattice_open(BirgeLattice *lattice, BirgeScorer *scorer, BirgePieces *const *pieces,
                        const guint *documents, guint n_documents, const BirgeRun *stretch);
void birge_lattice_close(BirgeLattice *lattice);

/* Sums all ways through the windows, and estimates the prior of the shapes. */
void birge_lattice_search(BirgeLattice *lattice);

/* Finds the position of a place. Returns FALSE if it is outside of the windows. */
gboolean birge_lattice_find(const BirgeLattice *lattice, const guint *at, gsize *position);

/* Sets at to the first place; steps to the next one, in order, and returns whether there is one. */
void birge_lattice_first(const BirgeLattice *lattice, guint *at);
gboolean birge_lattice_next(const BirgeLattice *lattice, guint *at);

/* Returns the cost of the bead of a shape (its number) that ends at a place. */
double birge_lattice_cost(BirgeLattice *lattice, guint shape, const guint *end, gsize position);

/* Appends the best rows, of BirgeRow, with runs of pieces and confidence. */
void birge_lattice_choose(BirgeLattice *lattice, GArray *rows);

/* Finds the best rows of a stretch that is short enough to be searched at once; as below. */
void birge_search_beads(BirgeScorer *scorer, BirgePieces *const *pieces, guint n_documents,
                        const BirgeRun *stretch, GArray *rows);

/* Finds the best rows of a stretch of the documents. scorer: of the pieces. stretch: a run of
 * pieces a document, from border to border. Appends them to rows (of BirgeRow), with runs, of
 * pieces, and confidence set. */
void birge_find_beads(BirgeScorer *scorer, BirgePieces *const *pieces, guint n_documents,
                      const BirgeRun *stretch, GArray *rows);

/* Joins bitexts that share their first document: rows that share a segment of it become one.
 * Returns a bitext of all their documents, the first one once, yours. */
BirgeBitext *birge_bitext_join(const BirgeBitext *const *bitexts, guint n_bitexts);
