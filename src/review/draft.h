/* The draft: a bitext that a person is changing.
 *
 * Segments and rows are frozen and counted. An operation replaces a stretch of rows by another and
 * touches nothing else, so that to undo it is to put the old stretch back. The text of a segment is
 * a byte range of a document, as everywhere; an edited segment has a small document of its own.
 * Used by one thread. */
#pragma once

#include "model/bitext.h"

typedef struct {
  const BirgeDocument *from; /* whose text it is: the column's document, or one made by an edit */
  gsize start;               /* half-open byte range in from's text */
  gsize end;
  gsize home_start; /* the same in the column's document: what stood there before any edit */
  gsize home_end;
  guint block;    /* of the column's document */
  char *original; /* the text before the first edit; NULL: never edited */
} BirgeDraftSegment;

typedef struct {
  GPtrArray *cells[BIRGE_MAX_LANGUAGES]; /* of BirgeDraftSegment*; a column each */
  guint n_cells;
  guint32 gaps[BIRGE_MAX_LANGUAGES]; /* as of BirgeRow; of a row made by hand: none */
  double confidence; /* as of BirgeRow; of a row made by hand: the least of those it is made of */
  BirgeOrigin origin;
  BirgeStatus status;
  char *note; /* NULL: none */
} BirgeDraftRow;

typedef struct {
  const BirgeDocument *documents[BIRGE_MAX_LANGUAGES]; /* as they were when the draft began */
  guint n_columns;
  GPtrArray *rows; /* of BirgeDraftRow* */
} BirgeDraft;

/* A stretch of rows that takes the place of another. */
typedef struct {
  guint first;
  GPtrArray *removed; /* of BirgeDraftRow* */
  GPtrArray *added;   /* of BirgeDraftRow* */
} BirgeChange;

/* Makes a draft of a bitext. Returns it, yours. */
BirgeDraft *birge_draft_new(const BirgeBitext *bitext);
void birge_draft_free(BirgeDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeDraft, birge_draft_free)

/* Makes a bitext of rows first to end of a draft; all of their segments and no others are in its
 * documents. Documents whose segments were neither edited nor reordered keep their text to the
 * byte. Returns it, yours. */
BirgeBitext *birge_draft_bitext(const BirgeDraft *draft, guint first, guint end);

/* Begins a change that takes n_removed rows of the draft away. Returns it, yours. */
BirgeChange *birge_change_new(const BirgeDraft *draft, guint first, guint n_removed);
void birge_change_free(BirgeChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeChange, birge_change_free)

/* Puts what a change adds into the draft in place of what it removes. */
void birge_draft_apply(BirgeDraft *draft, const BirgeChange *change);

/* Puts what a change removed back in place of what it added. */
void birge_draft_revert(BirgeDraft *draft, const BirgeChange *change);

/* Makes an empty row of n_cells cells. Returns it, yours. */
BirgeDraftRow *birge_draft_row_new(guint n_cells);

/* Makes a row with the segments and all else of another. Returns it, yours. */
BirgeDraftRow *birge_draft_row_copy(const BirgeDraftRow *row);
BirgeDraftRow *birge_draft_row_ref(BirgeDraftRow *row);
void birge_draft_row_unref(BirgeDraftRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeDraftRow, birge_draft_row_unref)

gboolean birge_draft_row_is_empty(const BirgeDraftRow *row);

/* Appends segments first to end of a cell to a cell of another row. */
void birge_draft_row_add(BirgeDraftRow *row, guint column, const GPtrArray *cell, guint first,
                         guint end);

BirgeDraftSegment *birge_draft_segment_ref(BirgeDraftSegment *segment);
void birge_draft_segment_unref(BirgeDraftSegment *segment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeDraftSegment, birge_draft_segment_unref)

/* Returns the text of a segment, yours. */
char *birge_draft_segment_text(const BirgeDraftSegment *segment);

/* Makes a segment of a part of another. start, end: in the text of its from. Returns it, yours. */
BirgeDraftSegment *birge_draft_segment_cut(const BirgeDraftSegment *segment, gsize start,
                                           gsize end);

/* Makes a segment with another text; inline codes stay with the letters around them. Returns it,
 * yours. */
BirgeDraftSegment *birge_draft_segment_edit(const BirgeDraftSegment *segment, const char *text);
