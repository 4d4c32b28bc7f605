/* Makes samples. */
#include "sample.h"

#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

BirgeDocument *sample_document(const char *language, const char *const *segments) {
  BirgeDocumentBuilder *builder = birge_document_builder_new_empty(language, "sample");
  gsize end = 0;
  for (guint i = 0; segments[i]; i++) {
    gsize length = strlen(segments[i]);
    if (i > 0)
      birge_document_builder_add_text(builder, " ", 1);
    gsize start = birge_document_builder_add_text(builder, segments[i], length);
    end = start + length;
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, 0});
  }
  birge_document_builder_add_block(builder, (BirgeBlock){0, end, BIRGE_BLOCK_PARAGRAPH});
  return birge_document_builder_end(builder);
}

BirgeBitext *sample_bitext(const BirgeDocument *const *documents, guint n_documents) {
  guint n_rows = 0;
  for (guint d = 0; d < n_documents; d++)
    n_rows = MAX(n_rows, documents[d]->n_segments);
  g_autofree BirgeRow *rows = g_new0(BirgeRow, n_rows);
  for (guint r = 0; r < n_rows; r++) {
    rows[r].confidence = 1;
    for (guint d = 0; d < n_documents; d++) {
      guint n = documents[d]->n_segments;
      rows[r].runs[d] = (BirgeRun){MIN(r, n), MIN(r + 1, n)};
    }
  }
  return birge_bitext_new(documents, n_documents, rows, n_rows);
}

GPtrArray *sample_tokens(const BirgeLocale *locale, const char *text, guint *n_words) {
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_fold(locale->folding, text, strlen(text), folded);
  birge_tokenize(folded->str, folded->len, tokens);
  GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < tokens->len; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    if (n_words && token.kind != BIRGE_TOKEN_MARK)
      (*n_words)++;
    g_ptr_array_add(all, g_strndup(folded->str + token.start, token.end - token.start));
  }
  return all;
}

char *sample_write(const BirgeBitext *bitext, const BirgeFormat *formats, const char *name,
                   const BirgeWriteOptions *options) {
  while (!g_str_equal(formats->name, name))
    formats++;
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  gboolean written = formats->write(bitext, options, output, &error);
  g_assert_no_error(error);
  g_assert_true(written);
  return g_string_free(g_steal_pointer(&text), FALSE);
}
