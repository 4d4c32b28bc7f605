/* Cuts the segments of a document at the ends of sentences inside of them.
 *
 * Translators join sentences and part them, so that segments of two languages overlap in all ways.
 * Their pieces mostly translate each other one to one, and are searched; what they tie together are
 * the rows. */
#include "align/pieces.h"

static BirgeDocumentBuilder *begin(const BirgeDocument *document) {
  g_autoptr(GBytes) text = g_bytes_new_with_free_func(document->text, document->length,
                                                      (GDestroyNotify)birge_document_unref,
                                                      birge_document_ref(document));
  return birge_document_builder_new(document->language, document->name, text);
}

/* Returns the document with each segment as a block, and the sentences of that as segments. */
static BirgeDocument *cut_segments(const BirgeDocument *document, const BirgeRules *rules,
                                   GError **error) {
  BirgeDocumentBuilder *builder = begin(document);
  for (guint s = 0; s < document->n_segments; s++) {
    const BirgeSegment *segment = &document->segments[s];
    birge_document_builder_add_block(
        builder, (BirgeBlock){segment->start, segment->end, BIRGE_BLOCK_PARAGRAPH});
  }
  g_autoptr(BirgeDocument) blocks = birge_document_builder_end(builder);
  return rules ? birge_segment(blocks, rules, error) : g_steal_pointer(&blocks);
}

/* Each segment has a piece at least: itself, where there is no sentence in it. */
BirgePieces *birge_pieces_new(const BirgeDocument *document, const BirgeRules *rules,
                              GError **error) {
  g_autoptr(BirgeDocument) sentences = cut_segments(document, rules, error);
  if (!sentences)
    return NULL;
  BirgePieces *pieces = g_new0(BirgePieces, 1);
  guint most = sentences->n_segments + document->n_segments;
  pieces->firsts = g_new(guint32, document->n_segments + 1);
  pieces->segments = g_new(guint32, most + 1);
  BirgeDocumentBuilder *builder = begin(document);
  for (guint b = 0; b < document->n_blocks; b++)
    birge_document_builder_add_block(builder, document->blocks[b]);
  guint n = 0, next = 0;
  for (guint s = 0; s < document->n_segments; s++) {
    const BirgeSegment *segment = &document->segments[s];
    pieces->firsts[s] = n;
    for (; next < sentences->n_segments && sentences->segments[next].block == s; next++) {
      const BirgeSegment *sentence = &sentences->segments[next];
      birge_document_builder_add_segment(
          builder, (BirgeSegment){sentence->start, sentence->end, segment->block});
      pieces->segments[n++] = s;
    }
    if (n == pieces->firsts[s]) {
      birge_document_builder_add_segment(builder, *segment);
      pieces->segments[n++] = s;
    }
  }
  pieces->firsts[document->n_segments] = n;
  pieces->segments[n] = document->n_segments;
  pieces->document = birge_document_builder_end(builder);
  return pieces;
}

void birge_pieces_free(BirgePieces *pieces) {
  birge_document_unref(pieces->document);
  g_free(pieces->segments);
  g_free(pieces->firsts);
  g_free(pieces);
}

gboolean birge_pieces_is_border(const BirgePieces *pieces, guint piece) {
  return pieces->firsts[pieces->segments[piece]] == piece;
}
