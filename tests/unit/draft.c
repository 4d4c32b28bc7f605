/* Drafts: rows come and go, and what is made of a draft keeps the text of its documents. */
#include "review/draft.h"

#include "sample.h"

#include <string.h>

/* Two languages, two paragraphs; what stands around them is no part of the article. */
static BirgeBitext *make_bitext(void) {
  static const char text[] = "Home\nOne.  Two.\n\nThree.\nShare";
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "a.txt", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){5, 15, BIRGE_BLOCK_HEADLINE});
  birge_document_builder_add_block(builder, (BirgeBlock){17, 23, BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_segment(builder, (BirgeSegment){5, 9, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){11, 15, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){17, 23, 1});
  birge_document_builder_add_code(builder, 11, "<hi>");
  birge_document_builder_add_code(builder, 14, "</hi>");
  g_autoptr(BirgeDocument) english = birge_document_builder_end(builder);
  static const char *const sentences[] = {"یەک.", "دوو.", "سێ.", NULL};
  g_autoptr(BirgeDocument) sorani = sample_document("ckb", sentences);
  const BirgeDocument *documents[] = {english, sorani};
  return sample_bitext(documents, 2);
}

static BirgeDraftRow *get_row(const BirgeDraft *draft, guint r) {
  return draft->rows->pdata[r];
}

static void a_draft_that_nobody_changed_gives_the_same_text(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  g_autoptr(BirgeBitext) again = birge_draft_bitext(draft, 0, draft->rows->len);
  const BirgeDocument *a = bitext->documents[0], *b = again->documents[0];
  g_assert_cmpmem(a->text, a->length, b->text, b->length);
  g_assert_cmpuint(a->n_segments, ==, b->n_segments);
  for (guint i = 0; i < a->n_segments; i++) {
    g_assert_cmpuint(a->segments[i].start, ==, b->segments[i].start);
    g_assert_cmpuint(a->segments[i].end, ==, b->segments[i].end);
    g_assert_cmpuint(a->segments[i].block, ==, b->segments[i].block);
  }
  g_assert_cmpuint(b->n_blocks, ==, 2);
}

/* Puts an edited segment in place of one. */
static void replace(BirgeDraft *draft, guint r, guint column, const char *text) {
  g_autoptr(BirgeChange) change = birge_change_new(draft, r, 1);
  BirgeDraftRow *row = birge_draft_row_copy(get_row(draft, r));
  g_ptr_array_add(change->added, row);
  BirgeDraftSegment *edited = birge_draft_segment_edit(row->cells[column]->pdata[0], text);
  birge_draft_segment_unref(row->cells[column]->pdata[0]);
  row->cells[column]->pdata[0] = edited;
  birge_draft_apply(draft, change);
}

static void an_edit_changes_nothing_around_it(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  replace(draft, 1, 0, "Twenty.");
  g_autoptr(BirgeBitext) edited = birge_draft_bitext(draft, 0, draft->rows->len);
  const BirgeDocument *document = edited->documents[0];
  static const char expected[] = "Home\nOne.  Twenty.\n\nThree.\nShare";
  g_assert_cmpmem(document->text, document->length, expected, strlen(expected));
  g_assert_cmpuint(document->n_blocks, ==, 2);
  g_assert_cmpint(document->blocks[0].kind, ==, BIRGE_BLOCK_HEADLINE);
  g_assert_cmpuint(document->blocks[0].start, ==, 5);
  g_assert_cmpuint(document->blocks[0].end, ==, 18);
  g_assert_cmpuint(document->n_originals, ==, 1);
  g_assert_cmpuint(document->originals[0].segment, ==, 1);
  g_assert_cmpstr(document->originals[0].text, ==, "Two.");
}

static void codes_stay_with_the_letters_around_them(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  replace(draft, 1, 0, "Twenty.");
  g_autoptr(BirgeBitext) edited = birge_draft_bitext(draft, 0, draft->rows->len);
  g_autofree char *markup =
      birge_document_run_markup(edited->documents[0], edited->rows[1].runs[0]);
  g_assert_cmpstr(markup, ==, "<hi>Twenty</hi>.");
}

static void the_original_is_the_first_and_goes_when_the_text_is_back(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  replace(draft, 1, 1, "دە.");
  replace(draft, 1, 1, "بیست.");
  const BirgeDraftSegment *segment = get_row(draft, 1)->cells[1]->pdata[0];
  g_assert_cmpstr(segment->original, ==, "دوو.");
  replace(draft, 1, 1, "دوو.");
  segment = get_row(draft, 1)->cells[1]->pdata[0];
  g_assert_null(segment->original);
}

static void a_part_of_the_rows_makes_a_bitext_too(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  g_autoptr(BirgeBitext) part = birge_draft_bitext(draft, 1, 3);
  g_autofree char *wrong = birge_bitext_check(part);
  g_assert_null(wrong);
  g_assert_cmpuint(part->n_rows, ==, 2);
  g_autofree char *text = birge_document_run_text(part->documents[0], part->rows[0].runs[0]);
  g_assert_cmpstr(text, ==, "Two.");
}

static void a_change_can_be_taken_back(void) {
  g_autoptr(BirgeBitext) bitext = make_bitext();
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  g_autoptr(BirgeChange) change = birge_change_new(draft, 1, 2);
  g_ptr_array_add(change->added, birge_draft_row_new(2));
  gpointer second = get_row(draft, 1);
  birge_draft_apply(draft, change);
  g_assert_cmpuint(draft->rows->len, ==, 2);
  birge_draft_revert(draft, change);
  g_assert_cmpuint(draft->rows->len, ==, 3);
  g_assert_true(get_row(draft, 1) == second);
}

#define ADD(test) g_test_add_func("/draft/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_draft_that_nobody_changed_gives_the_same_text);
  ADD(an_edit_changes_nothing_around_it);
  ADD(codes_stay_with_the_letters_around_them);
  ADD(the_original_is_the_first_and_goes_when_the_text_is_back);
  ADD(a_part_of_the_rows_makes_a_bitext_too);
  ADD(a_change_can_be_taken_back);
  return g_test_run();
}
