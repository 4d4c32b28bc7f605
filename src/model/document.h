/* A document: one text in one language, and where its blocks and segments are.
 *
 * The text is one buffer that no stage changes: blocks and segments are byte ranges in it. A
 * builder fills a document; once ended it is frozen, counted and shared by threads. */
#pragma once

#include "base/public.h"

#include <glib.h>

BIRGE_BEGIN_PUBLIC

typedef enum {
  BIRGE_BLOCK_PARAGRAPH,
  BIRGE_BLOCK_HEADLINE,
  BIRGE_BLOCK_DATELINE,
  BIRGE_BLOCK_BYLINE,
  BIRGE_BLOCK_CAPTION,
  BIRGE_BLOCK_ITEM, /* of a list */
  BIRGE_BLOCK_LEAD, /* it sums the article up before its text */
  BIRGE_BLOCK_NOTE, /* of a paragraph, at the foot of its page or at the end */
} BirgeBlockKind;

/* A paragraph or its like; what stands between blocks is no part of the article. */
typedef struct {
  gsize start; /* half-open byte range in the document's text */
  gsize end;
  BirgeBlockKind kind;
} BirgeBlock;

/* A sentence, as a rule. Never leaves its block; outer white space is no part of it. */
typedef struct {
  gsize start; /* half-open byte range in the document's text */
  gsize end;
  guint block; /* index into blocks */
} BirgeSegment;

/* An inline code (TMX 1.4b, level 2): markup that stands in the text but is none of it. Elements
 * that hold text (hi) are two codes, one for each tag. */
typedef struct {
  gsize offset;       /* byte offset in the text before which it stands */
  const char *markup; /* XML: `<ph x="1">&lt;br/></ph>`, `<hi>`, `</hi>` */
} BirgeCode;

/* What a segment was before a person edited its text. */
typedef struct {
  guint segment; /* index into segments */
  const char *text;
} BirgeOriginal;

typedef struct {
  const char *language; /* BCP 47 tag, usual form */
  const char *name;     /* where it came from, as the user wrote it; "" if nowhere */
  const char *text;     /* UTF-8, valid, without NUL */
  gsize length;
  const BirgeBlock *blocks; /* in text order, not overlapping */
  guint n_blocks;
  const BirgeSegment *segments; /* in text order, not overlapping */
  guint n_segments;
  const BirgeCode *codes; /* in text order */
  guint n_codes;
  const BirgeOriginal *originals; /* in the order of their segments; few have one */
  guint n_originals;
} BirgeDocument;

BirgeDocument *birge_document_ref(const BirgeDocument *document);
void birge_document_unref(BirgeDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeDocument, birge_document_unref)

typedef struct _BirgeDocumentBuilder BirgeDocumentBuilder;
/* Begins a document over bytes: UTF-8, checked by the caller. Takes a reference of bytes. */
BirgeDocumentBuilder *birge_document_builder_new(const char *language, const char *name,
                                                 GBytes *bytes);
/* Begins a document with the text, blocks and codes of another, and no segments or originals. */
BirgeDocumentBuilder *birge_document_builder_new_from(const BirgeDocument *document);

/* Begins a document whose text is added piece by piece; adding returns where the piece begins. */
BirgeDocumentBuilder *birge_document_builder_new_empty(const char *language, const char *name);
gsize birge_document_builder_add_text(BirgeDocumentBuilder *builder, const char *text,
                                      gsize length);

/* Add in text order. */
void birge_document_builder_add_block(BirgeDocumentBuilder *builder, BirgeBlock block);
void birge_document_builder_add_segment(BirgeDocumentBuilder *builder, BirgeSegment segment);
void birge_document_builder_add_code(BirgeDocumentBuilder *builder, gsize offset,
                                     const char *markup);
void birge_document_builder_add_original(BirgeDocumentBuilder *builder, guint segment,
                                         const char *text);

/* Freezes what was built. Frees builder. Returns a document, yours. */
BirgeDocument *birge_document_builder_end(BirgeDocumentBuilder *builder);
void birge_document_builder_free(BirgeDocumentBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeDocumentBuilder, birge_document_builder_free)

/* The names of the block kinds in files and on the screen: "paragraph", "headline" … */
const char *birge_block_kind_print(BirgeBlockKind kind);
gboolean birge_block_kind_parse(const char *name, BirgeBlockKind *kind);

BIRGE_END_PUBLIC
