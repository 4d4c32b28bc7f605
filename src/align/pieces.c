/* Cuts the segments of a document at the ends of sentences inside of them.
 *
 * Translators join sentences and part them, so that segments of two languages overlap in all ways.
 * Their pieces mostly translate each other one to one, and are searched; what they tie together are
 * the rows. */
#include "align/private.h"

static gsize add_piece(BirgeDocumentBuilder *builder, const BirgeDocument *document, guint block,
                       gsize start, gsize end) {
  while (start < end && g_ascii_isspace(document->text[start]))
    start++;
  birge_document_builder_add_segment(builder, (BirgeSegment){start, end, block});
  return end;
}

BirgePieces *birge_pieces_new(const BirgeDocument *document) {
  BirgePieces *pieces = g_new0(BirgePieces, 1);
  g_autoptr(GArray) segments = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(gsize));
  BirgeDocumentBuilder *builder = birge_document_builder_new_from(document);
  pieces->firsts = g_new(guint32, document->n_segments + 1);
  for (guint s = 0; s < document->n_segments; s++) {
    const BirgeSegment *segment = &document->segments[s];
    gsize start = segment->start;
    pieces->firsts[s] = segments->len;
    g_array_set_size(cuts, 0);
    birge_ends_find(document->text + start, segment->end - start, cuts);
    for (guint c = 0; c < cuts->len; c++) {
      start = add_piece(builder, document, segment->block, start,
                        segment->start + g_array_index(cuts, gsize, c));
      g_array_append_val(segments, s);
    }
    add_piece(builder, document, segment->block, start, segment->end);
    g_array_append_val(segments, s);
  }
  pieces->firsts[document->n_segments] = segments->len;
  pieces->document = birge_document_builder_end(builder);
  g_array_append_val(segments, document->n_segments);
  pieces->segments = (guint32 *)(gpointer)g_array_free(g_steal_pointer(&segments), FALSE);
  return pieces;
}

void birge_pieces_free(BirgePieces *pieces) {
  birge_document_unref(pieces->document);
  g_free(pieces->segments);
  g_free(pieces->firsts);
  g_free(pieces);
}

gboolean birge_pieces_is_border(const BirgePieces *pieces, guint place) {
  return pieces->firsts[pieces->segments[place]] == place;
}
