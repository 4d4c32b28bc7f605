/* What a builder makes of what it is given. */
#include "model/document.h"

#include <string.h>

static BirgeDocument *make_document(void) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("Title\nOne. Two.", 15);
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "a.txt", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, 5, BIRGE_BLOCK_HEADLINE});
  birge_document_builder_add_block(builder, (BirgeBlock){6, 15, BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, 5, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){6, 10, 1});
  birge_document_builder_add_code(builder, 6, "<ph/>");
  return birge_document_builder_end(builder);
}

static void a_document_holds_what_was_added_in_order(void) {
  g_autoptr(BirgeDocument) document = make_document();
  g_assert_cmpstr(document->language, ==, "en");
  g_assert_cmpstr(document->name, ==, "a.txt");
  g_assert_cmpmem(document->text, document->length, "Title\nOne. Two.", 15);
  g_assert_cmpuint(document->n_blocks, ==, 2);
  g_assert_cmpint(document->blocks[0].kind, ==, BIRGE_BLOCK_HEADLINE);
  g_assert_cmpuint(document->n_segments, ==, 2);
  g_assert_cmpuint(document->segments[1].start, ==, 6);
  g_assert_cmpuint(document->n_codes, ==, 1);
  g_assert_cmpstr(document->codes[0].markup, ==, "<ph/>");
}

static void the_text_is_shared_and_never_copied(void) {
  static const char text[] = "One.";
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, 4);
  g_autoptr(BirgeDocument) document =
      birge_document_builder_end(birge_document_builder_new("en", "", bytes));
  g_assert_true(document->text == text);
}

static void a_document_made_from_another_has_all_but_its_segments(void) {
  BirgeDocument *document = make_document();
  BirgeDocumentBuilder *builder = birge_document_builder_new_from(document);
  const char *text = document->text;
  /* What it shares with the first outlives it. */
  birge_document_unref(document);
  g_autoptr(BirgeDocument) other = birge_document_builder_end(builder);
  g_assert_true(other->text == text);
  g_assert_cmpstr(other->name, ==, "a.txt");
  g_assert_cmpuint(other->n_blocks, ==, 2);
  g_assert_cmpuint(other->n_segments, ==, 0);
  g_assert_cmpstr(other->codes[0].markup, ==, "<ph/>");
}

static void text_can_be_added_piece_by_piece(void) {
  BirgeDocumentBuilder *builder = birge_document_builder_new_empty("ckb", "a.tmx");
  g_assert_cmpuint(birge_document_builder_add_text(builder, "یەک", strlen("یەک")), ==, 0);
  g_assert_cmpuint(birge_document_builder_add_text(builder, "دوو!", strlen("دوو")), ==, 6);
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  g_assert_cmpmem(document->text, document->length, "یەکدوو", strlen("یەکدوو"));
}

static void a_document_without_text_has_an_empty_one(void) {
  g_autoptr(GBytes) none = g_bytes_new(NULL, 0);
  g_autoptr(BirgeDocument) one =
      birge_document_builder_end(birge_document_builder_new("en", "", none));
  g_assert_cmpstr(one->text, ==, "");
  g_autoptr(BirgeDocument) two =
      birge_document_builder_end(birge_document_builder_new_empty("en", ""));
  g_assert_cmpuint(two->length, ==, 0);
  g_assert_nonnull(two->text);
}

static void a_builder_can_be_given_up(void) {
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new_empty("en", "");
  birge_document_builder_add_text(builder, "a", 1);
  birge_document_builder_add_code(builder, 0, "<ph/>");
}

static void kinds_of_blocks_have_names(void) {
  for (BirgeBlockKind kind = BIRGE_BLOCK_PARAGRAPH; kind <= BIRGE_BLOCK_NOTE; kind++) {
    BirgeBlockKind parsed;
    g_assert_true(birge_block_kind_parse(birge_block_kind_print(kind), &parsed));
    g_assert_cmpint(parsed, ==, kind);
  }
  BirgeBlockKind kind = BIRGE_BLOCK_CAPTION;
  g_assert_false(birge_block_kind_parse("Headline", &kind));
  g_assert_cmpint(kind, ==, BIRGE_BLOCK_CAPTION);
}

#define ADD(test) g_test_add_func("/document/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_document_holds_what_was_added_in_order);
  ADD(the_text_is_shared_and_never_copied);
  ADD(a_document_made_from_another_has_all_but_its_segments);
  ADD(text_can_be_added_piece_by_piece);
  ADD(a_document_without_text_has_an_empty_one);
  ADD(a_builder_can_be_given_up);
  ADD(kinds_of_blocks_have_names);
  return g_test_run();
}
