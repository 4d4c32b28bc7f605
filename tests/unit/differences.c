/* The words in which two columns of one language differ, and what else is marked in cells. */
#include "render/private.h"
#include "sample.h"

#include <string.h>

/* Checks what is marked in column d of two: the words, each ended by |; NULL: nothing to compare.
 */
static void assert_marked(const char *const *languages, const char *const *texts, guint d,
                          const char *expected) {
  g_autoptr(BirgeDocument) one =
      sample_document(languages[0], (const char *const[]){texts[0], NULL});
  g_autoptr(BirgeDocument) two =
      sample_document(languages[1], (const char *const[]){texts[1], NULL});
  const BirgeDocument *documents[] = {one, two};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  g_autoptr(GArray) spans = birge_differences_find(bitext, NULL, 0, d);
  g_autoptr(GString) marked = g_string_new(NULL);
  for (guint i = 0; spans && i < spans->len; i++) {
    const BirgeSpan *span = &g_array_index(spans, BirgeSpan, i);
    g_string_append_len(marked, texts[d] + span->start, (gssize)(span->end - span->start));
    g_string_append_c(marked, '|');
  }
  g_assert_cmpstr(spans ? marked->str : NULL, ==, expected);
}

static void words_that_the_other_text_lacks_are_marked_in_both(void) {
  const char *const languages[] = {"en", "en"};
  const char *const texts[] = {"The new bridge opened.", "The old bridge has opened."};
  assert_marked(languages, texts, 0, "new|");
  assert_marked(languages, texts, 1, "old|has|");
}

static void texts_that_are_the_same_but_for_case_have_no_difference(void) {
  const char *const languages[] = {"en", "en"};
  const char *const texts[] = {"one bridge", "One  bridge"};
  assert_marked(languages, texts, 0, "");
}

static void texts_of_two_languages_are_not_compared(void) {
  const char *const languages[] = {"en", "ckb"};
  const char *const texts[] = {"one bridge", "یەک پرد"};
  assert_marked(languages, texts, 0, NULL);
}

/* Segments may lie apart in their text, where a row has a space. */
static void gaps_are_marked_where_they_stand_in_the_cell(void) {
  static const char text[] = "یەک.\n\nدوو.\tسێ.";
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new("ckb", "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, 7, BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_block(builder, (BirgeBlock){9, strlen(text), BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, 7, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){9, 16, 1});
  birge_document_builder_add_segment(builder, (BirgeSegment){17, strlen(text), 1});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  const BirgeDocument *documents[] = {document, document};
  const BirgeRow row = {.runs = {{0, 3}, {0, 3}}, .gaps = {6}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, &row, 1);
  g_autofree char *cell = birge_document_run_text(document, (BirgeRun){0, 3});
  g_autoptr(GArray) spans = birge_gaps_find(bitext, 0, 0);
  g_assert_cmpuint(spans->len, ==, 2);
  static const char *const expected[] = {"دوو.", "سێ."};
  for (guint i = 0; i < spans->len; i++) {
    const BirgeSpan *span = &g_array_index(spans, BirgeSpan, i);
    g_autofree char *marked = g_strndup(cell + span->start, span->end - span->start);
    g_assert_cmpstr(marked, ==, expected[i]);
  }
  g_assert_null(birge_gaps_find(bitext, 0, 1));
}

static void a_place_is_in_the_span_that_holds_it(void) {
  g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(BirgeSpan));
  const BirgeSpan some[] = {{2, 4}, {6, 7}, {9, 12}};
  g_assert_false(birge_spans_have(spans, 0));
  g_array_append_vals(spans, some, G_N_ELEMENTS(some));
  static const gboolean expected[] = {0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0};
  for (gsize i = 0; i < G_N_ELEMENTS(expected); i++)
    g_assert_cmpint(birge_spans_have(spans, i), ==, expected[i]);
}

#define ADD(name) g_test_add_func("/differences/" #name, name)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(words_that_the_other_text_lacks_are_marked_in_both);
  ADD(texts_that_are_the_same_but_for_case_have_no_difference);
  ADD(texts_of_two_languages_are_not_compared);
  ADD(gaps_are_marked_where_they_stand_in_the_cell);
  ADD(a_place_is_in_the_span_that_holds_it);
  return g_test_run();
}
