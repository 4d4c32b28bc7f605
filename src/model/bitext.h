/* The Bitext: the one structure that flows through the house.
 *
 * It holds one document for each language, and rows (the literature's beads) that tie their
 * segments together. Aligner and memory make bitexts; renderers, review and exporters read them. */
#pragma once

#include "base/public.h"
#include "model/row.h"
#include "model/unit.h"

BIRGE_BEGIN_PUBLIC

typedef struct {
  const BirgeDocument *documents[BIRGE_MAX_LANGUAGES]; /* one a language, in column order */
  guint n_documents;
  const BirgeRow *rows; /* in text order; each segment of each document in exactly one row */
  guint n_rows;
} BirgeBitext;

/* Makes a bitext. documents: n_documents (1 to BIRGE_MAX_LANGUAGES), each referenced.
 * rows: copied, notes too. Returns it, yours; free with birge_bitext_unref(). */
BirgeBitext *birge_bitext_new(const BirgeDocument *const *documents, guint n_documents,
                              const BirgeRow *rows, guint n_rows);

/* Makes a bitext of one row that holds all segments of all documents. Returns it, yours. */
BirgeBitext *birge_bitext_new_whole(const BirgeDocument *const *documents, guint n_documents);

BirgeBitext *birge_bitext_ref(const BirgeBitext *bitext);
void birge_bitext_unref(BirgeBitext *bitext);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeBitext, birge_bitext_unref)

/* Checks what every bitext promises: runs in range, in order, each segment in exactly one row, gaps
 * in their runs. Returns NULL, or what is wrong; yours. */
char *birge_bitext_check(const BirgeBitext *bitext);

/* Returns a bitext with the columns of another in a new order, or fewer of them. columns: indices
 * of documents, n_columns of them. Rows that are left without any segment are dropped. */
BirgeBitext *birge_bitext_select(const BirgeBitext *bitext, const guint *columns, guint n_columns);

/* Returns a bitext, yours, without those rows of another that nobody has looked at and whose
 * confidence is below min_confidence: the one bitext that lacks segments, only fit to be written.
 * n_left_out: receives how many. */
BirgeBitext *birge_bitext_leave_out(const BirgeBitext *bitext, double min_confidence,
                                    guint *n_left_out);

/* Returns a bitext, yours, with the rows of another joined so that none ends inside a block of any
 * document. */
BirgeBitext *birge_bitext_join_paragraphs(const BirgeBitext *bitext);

/* A cell's text: the document's bytes from the run's first segment to its last. What stands
 * between two segments of a block stays as it is if it holds no line break; every other gap is one
 * space. Returns it, yours; "" for an empty run. */
char *birge_document_run_text(const BirgeDocument *document, BirgeRun run);

/* The same with the inline codes of the run in their places: as XML content, as a unit's text. */
char *birge_document_run_markup(const BirgeDocument *document, BirgeRun run);
BirgeVariant *birge_document_run_variant(const BirgeDocument *document, BirgeRun run);

BIRGE_END_PUBLIC
