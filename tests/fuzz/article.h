/* An article that was read: its blocks lie in its text, it can be filled, and it goes through all
 * writers. */
#pragma once

#include "read/read.h"
#include "writers.h"

static inline void check_blocks(const BirgeDocument *document) {
  g_assert_true(g_utf8_validate_len(document->text, document->length, NULL));
  gsize before = 0;
  for (guint i = 0; i < document->n_blocks; i++) {
    const BirgeBlock *block = &document->blocks[i];
    g_assert_true(before <= block->start && block->start < block->end);
    g_assert_cmpuint(block->end, <=, document->length);
    g_assert_true(
        g_utf8_validate_len(document->text + block->start, block->end - block->start, NULL));
    before = block->end;
  }
}

/* Each block a segment, beside itself. */
static inline BirgeBitext *make_bitext(const BirgeDocument *document) {
  BirgeDocumentBuilder *builder = birge_document_builder_new_from(document);
  g_autofree BirgeRow *rows = g_new0(BirgeRow, document->n_blocks);
  for (guint i = 0; i < document->n_blocks; i++) {
    BirgeSegment segment = {document->blocks[i].start, document->blocks[i].end, i};
    birge_document_builder_add_segment(builder, segment);
    rows[i].runs[0] = rows[i].runs[1] = (BirgeRun){i, i + 1};
  }
  g_autoptr(BirgeDocument) segmented = birge_document_builder_end(builder);
  const BirgeDocument *documents[] = {segmented, segmented};
  return birge_bitext_new(documents, 2, rows, document->n_blocks);
}

/* A file that nothing is put into is the same file; one whose blocks are filled is written too. */
static inline void check_map(const BirgeMap *map, const BirgeDocument *document, const guint8 *data,
                             gsize size) {
  g_autoptr(GString) same = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(same);
  if (!birge_map_fill(map, document, NULL, 0, output, NULL))
    return;
  g_assert_cmpmem(same->str, same->len, data, size);
  g_autofree BirgeFilling *fillings = g_new0(BirgeFilling, document->n_blocks);
  for (guint i = 0; i < document->n_blocks; i++)
    fillings[i] = (BirgeFilling){document->blocks[i].start, document->blocks[i].end, "<&]]>\"\\"};
  g_autoptr(GError) error = NULL;
  if (!birge_map_fill(map, document, fillings, document->n_blocks, output, &error))
    g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT); /* a package of a rare kind */
}

/* Follows what was read on its way. document: NULL where an error was said instead. */
static inline void follow(const BirgeDocument *document, const BirgeReading *reading,
                          const BirgeReadOptions *options, GBytes *bytes) {
  g_autoptr(BirgeMap) map = reading->map;
  g_free(reading->warning);
  if (!document)
    return;
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  check_blocks(document);
  check_map(map, document, data, size);
  g_autoptr(BirgeBitext) bitext = make_bitext(document);
  write_all(bitext, options->locales);
}

/* Reads bytes as a file of that name. */
static inline void read_bytes(const char *path, const BirgeReadOptions *options, const guint8 *data,
                              gsize size) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  g_autoptr(GError) error = NULL;
  BirgeReading reading = {NULL, NULL};
  g_autoptr(BirgeDocument) document = birge_read_bytes(path, bytes, options, &reading, &error);
  g_assert_true((document != NULL) == !error);
  follow(document, &reading, options, bytes);
}
