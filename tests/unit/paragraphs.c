/* Rows joined to whole paragraphs. */
#include "model/bitext.h"

#include <string.h>

/* Makes a document whose segments are single letters; | ends a block. */
static BirgeDocument *make_document(const char *text) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "", bytes);
  guint block = 0;
  gsize start = 0;
  for (gsize i = 0; i <= strlen(text); i++) {
    if (text[i] == '|' || text[i] == '\0') {
      birge_document_builder_add_block(builder, (BirgeBlock){.start = start, .end = i});
      for (gsize s = start; s < i; s++)
        birge_document_builder_add_segment(builder, (BirgeSegment){s, s + 1, block});
      start = i + 1;
      block++;
    }
  }
  return birge_document_builder_end(builder);
}

/* Ties the documents of two texts by rows, and checks how many of these are left. */
static BirgeBitext *join(const char *one, const char *two, const BirgeRow *rows, guint n_rows) {
  g_autoptr(BirgeDocument) first = make_document(one);
  g_autoptr(BirgeDocument) second = make_document(two);
  const BirgeDocument *documents[] = {first, second};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, n_rows);
  BirgeBitext *joined = birge_bitext_join_paragraphs(bitext);
  g_autofree char *wrong = birge_bitext_check(joined);
  g_assert_null(wrong);
  return joined;
}

static void rows_of_one_paragraph_become_one_and_no_surer_than_the_least_sure(void) {
  const BirgeRow rows[] = {{.runs = {{0, 1}, {0, 1}}, .confidence = 0.9},
                           {.runs = {{1, 2}, {1, 2}}, .confidence = 0.4},
                           {.runs = {{2, 3}, {2, 3}}, .confidence = 0.8}};
  g_autoptr(BirgeBitext) joined = join("ab|c", "de|f", rows, 3);
  g_assert_cmpuint(joined->n_rows, ==, 2);
  g_assert_cmpuint(joined->rows[0].runs[1].end, ==, 2);
  g_assert_cmpfloat(joined->rows[0].confidence, ==, 0.4);
  g_assert_cmpfloat(joined->rows[1].confidence, ==, 0.8);
}

static void a_paragraph_of_either_language_holds_rows_together(void) {
  const BirgeRow rows[] = {{.runs = {{0, 1}, {0, 1}}}, {.runs = {{1, 2}, {1, 2}}}};
  g_autoptr(BirgeBitext) joined = join("a|b", "de", rows, 2);
  g_assert_cmpuint(joined->n_rows, ==, 1);
}

static void a_row_without_a_language_does_not_part_its_paragraph(void) {
  const BirgeRow rows[] = {{.runs = {{0, 1}, {0, 1}}, .status = BIRGE_STATUS_APPROVED},
                           {.runs = {{1, 2}, {1, 1}}},
                           {.runs = {{2, 3}, {1, 2}}, .status = BIRGE_STATUS_APPROVED}};
  g_autoptr(BirgeBitext) joined = join("a|b|c", "de", rows, 3);
  g_assert_cmpuint(joined->n_rows, ==, 1);
  g_assert_cmpuint(joined->rows[0].runs[0].end, ==, 3);
  g_assert_cmpint(joined->rows[0].status, ==, BIRGE_STATUS_PROPOSED);
}

static void a_paragraph_of_several_rows_forgets_their_gaps(void) {
  const BirgeRow rows[] = {{.runs = {{0, 3}, {0, 1}}, .gaps = {2}},
                           {.runs = {{3, 6}, {1, 2}}, .gaps = {2}},
                           {.runs = {{6, 7}, {2, 3}}}};
  g_autoptr(BirgeBitext) joined = join("abc|defg", "h|ij", rows, 3);
  g_assert_cmpuint(joined->n_rows, ==, 2);
  g_assert_cmpuint(birge_row_count_gaps(&joined->rows[0], 2), ==, 1);
  g_assert_cmpuint(birge_row_count_gaps(&joined->rows[1], 2), ==, 0);
}

#define ADD(name) g_test_add_func("/paragraphs/" #name, name)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(rows_of_one_paragraph_become_one_and_no_surer_than_the_least_sure);
  ADD(a_paragraph_of_either_language_holds_rows_together);
  ADD(a_row_without_a_language_does_not_part_its_paragraph);
  ADD(a_paragraph_of_several_rows_forgets_their_gaps);
  return g_test_run();
}
