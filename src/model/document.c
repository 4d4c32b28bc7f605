/* Builds and frees documents. */
#include "model/document.h"

#include <string.h>

/* The public part is first, so that a pointer to it is a pointer to all. */
typedef struct {
  BirgeDocument public;
  GBytes *bytes;
  char *language;
  char *name;
  GArray *blocks;        /* of BirgeBlock */
  GArray *segments;      /* of BirgeSegment */
  GArray *codes;         /* of BirgeCode */
  GArray *originals;     /* of BirgeOriginal */
  GStringChunk *strings; /* of codes and originals */
} Document;

struct _BirgeDocumentBuilder {
  Document *document;
  GString *text; /* what was added piece by piece; NULL when made over bytes */
};

static void clear_document(gpointer data) {
  Document *document = data;
  g_clear_pointer(&document->bytes, g_bytes_unref);
  g_free(document->language);
  g_free(document->name);
  g_array_unref(document->blocks);
  g_array_unref(document->segments);
  g_array_unref(document->codes);
  g_array_unref(document->originals);
  g_string_chunk_free(document->strings);
}

BirgeDocument *birge_document_ref(const BirgeDocument *document) {
  /* Only the count changes, and that atomically. */
  return g_atomic_rc_box_acquire((gpointer)document);
}

void birge_document_unref(BirgeDocument *document) {
  g_atomic_rc_box_release_full(document, clear_document);
}

static BirgeDocumentBuilder *new_builder(const char *language, const char *name) {
  Document *document = g_atomic_rc_box_new0(Document);
  document->language = g_strdup(language);
  document->name = g_strdup(name);
  document->blocks = g_array_new(FALSE, FALSE, sizeof(BirgeBlock));
  document->segments = g_array_new(FALSE, FALSE, sizeof(BirgeSegment));
  document->codes = g_array_new(FALSE, FALSE, sizeof(BirgeCode));
  document->originals = g_array_new(FALSE, FALSE, sizeof(BirgeOriginal));
  document->strings = g_string_chunk_new(256);
  BirgeDocumentBuilder *builder = g_new0(BirgeDocumentBuilder, 1);
  builder->document = document;
  return builder;
}

BirgeDocumentBuilder *birge_document_builder_new(const char *language, const char *name,
                                                 GBytes *bytes) {
  BirgeDocumentBuilder *builder = new_builder(language, name);
  builder->document->bytes = g_bytes_ref(bytes);
  return builder;
}

BirgeDocumentBuilder *birge_document_builder_new_from(const BirgeDocument *document) {
  const Document *from = (const Document *)document;
  BirgeDocumentBuilder *builder =
      birge_document_builder_new(document->language, document->name, from->bytes);
  g_array_append_vals(builder->document->blocks, document->blocks, document->n_blocks);
  for (guint i = 0; i < document->n_codes; i++)
    birge_document_builder_add_code(builder, document->codes[i].offset, document->codes[i].markup);
  return builder;
}

BirgeDocumentBuilder *birge_document_builder_new_empty(const char *language, const char *name) {
  BirgeDocumentBuilder *builder = new_builder(language, name);
  builder->text = g_string_new(NULL);
  return builder;
}

gsize birge_document_builder_add_text(BirgeDocumentBuilder *builder, const char *text,
                                      gsize length) {
  g_return_val_if_fail(builder->text != NULL, 0);
  gsize offset = builder->text->len;
  g_string_append_len(builder->text, text, (gssize)length);
  return offset;
}

void birge_document_builder_add_block(BirgeDocumentBuilder *builder, BirgeBlock block) {
  g_array_append_val(builder->document->blocks, block);
}

void birge_document_builder_add_segment(BirgeDocumentBuilder *builder, BirgeSegment segment) {
  g_array_append_val(builder->document->segments, segment);
}

void birge_document_builder_add_code(BirgeDocumentBuilder *builder, gsize offset,
                                     const char *markup) {
  BirgeCode code = {offset, g_string_chunk_insert(builder->document->strings, markup)};
  g_array_append_val(builder->document->codes, code);
}

void birge_document_builder_add_original(BirgeDocumentBuilder *builder, guint segment,
                                         const char *text) {
  BirgeOriginal original = {segment, g_string_chunk_insert(builder->document->strings, text)};
  g_array_append_val(builder->document->originals, original);
}

BirgeDocument *birge_document_builder_end(BirgeDocumentBuilder *builder) {
  Document *document = g_steal_pointer(&builder->document);
  if (builder->text)
    document->bytes = g_string_free_to_bytes(g_steal_pointer(&builder->text));
  birge_document_builder_free(builder);

  BirgeDocument *ended = &document->public;
  ended->language = document->language;
  ended->name = document->name;
  ended->text = g_bytes_get_data(document->bytes, &ended->length);
  if (!ended->text)
    ended->text = "";
  ended->blocks = (const BirgeBlock *)(gpointer)document->blocks->data;
  ended->n_blocks = document->blocks->len;
  ended->segments = (const BirgeSegment *)(gpointer)document->segments->data;
  ended->n_segments = document->segments->len;
  ended->codes = (const BirgeCode *)(gpointer)document->codes->data;
  ended->n_codes = document->codes->len;
  ended->originals = (const BirgeOriginal *)(gpointer)document->originals->data;
  ended->n_originals = document->originals->len;
  return ended;
}

void birge_document_builder_free(BirgeDocumentBuilder *builder) {
  if (builder->document)
    birge_document_unref(&builder->document->public);
  if (builder->text)
    g_string_free(builder->text, TRUE);
  g_free(builder);
}

static const char *const block_kind_names[] = {
    [BIRGE_BLOCK_PARAGRAPH] = "paragraph", [BIRGE_BLOCK_HEADLINE] = "headline",
    [BIRGE_BLOCK_DATELINE] = "dateline",   [BIRGE_BLOCK_BYLINE] = "byline",
    [BIRGE_BLOCK_CAPTION] = "caption",     [BIRGE_BLOCK_ITEM] = "item",
    [BIRGE_BLOCK_LEAD] = "lead",           [BIRGE_BLOCK_NOTE] = "note",
};

const char *birge_block_kind_print(BirgeBlockKind kind) {
  return block_kind_names[kind];
}

gboolean birge_block_kind_parse(const char *name, BirgeBlockKind *kind) {
  for (guint i = 0; i < G_N_ELEMENTS(block_kind_names); i++) {
    if (g_str_equal(name, block_kind_names[i])) {
      *kind = (BirgeBlockKind)i;
      return TRUE;
    }
  }
  return FALSE;
}
