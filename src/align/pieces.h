/* Pieces: what the segments of a document are cut into at the ends of sentences. */
#pragma once

#include "align/align.h"

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
