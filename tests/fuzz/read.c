/* Any bytes as an article of any format: blocks lie in the text, in order, and what
 * was read goes through all writers. */
#include "read/read.h"
#include "writers.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check_blocks(const BirgeDocument *document) {
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
static BirgeBitext *make_bitext(const BirgeDocument *document) {
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
static void check_map(const BirgeMap *map, const BirgeDocument *document, const guint8 *data,
                      gsize size) {
  g_autoptr(GString) same = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(same);
  if (!birge_map_fill(map, document, NULL, 0, output, NULL))
    return;
  g_assert_cmpmem(same->str, same->len, data, size);
  g_autofree BirgeFilling *fillings = g_new0(BirgeFilling, document->n_blocks);
  for (guint i = 0; i < document->n_blocks; i++)
    fillings[i] = (BirgeFilling){document->blocks[i].start, document->blocks[i].end, "<&]]>\"\\"};
  g_assert_true(birge_map_fill(map, document, fillings, document->n_blocks, output, NULL));
}

static void read_as(const char *path, const BirgeReadOptions *options, const guint8 *data,
                    gsize size) {
  g_autoptr(GError) error = NULL;
  BirgeReading reading = {NULL, NULL};
  g_autoptr(BirgeDocument) document = birge_read_mapped(path, options, &reading, &error);
  g_autoptr(BirgeMap) map = reading.map;
  g_free(reading.warning);
  g_assert_true((document != NULL) == !error);
  if (!document)
    return;
  check_blocks(document);
  check_map(map, document, data, size);
  g_autoptr(BirgeBitext) bitext = make_bitext(document);
  write_all(bitext, options->locales);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static BirgeLocales *locales; /* kept for all runs */
  if (!locales)
    locales = birge_locales_load(NULL);
  const BirgeReadOptions options[] = {
      {.locales = locales},
      {.locales = locales, .language = "ckb", .keep_boilerplate = TRUE, .paragraphs = 1},
      {.locales = locales, .language = "ar", .encoding = "windows-1256"},
      {.locales = locales, .language = "en", .encoding = "UTF-16"},
  };
  int fd = memfd_create("fuzz", 0);
  g_assert_cmpint(write(fd, data, size), ==, (gssize)size);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  for (guint i = 0; i < G_N_ELEMENTS(options); i++)
    read_as(path, &options[i], data, size);
  close(fd);
  return 0;
}
