/* What a memory has of an article, however it was cut when it was stored. */
#include "memory/memory.h"
#include "segment/segment.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define TUV(tag, text) "<tuv xml:lang=\"" tag "\"><seg>" text "</seg></tuv>"
#define TU(en, ckb) "<tu>" TUV("en", en) TUV("ckb", ckb) "</tu>"

/* An article whose paragraphs are lines. */
static BirgeDocument *make_article(const char *text, BirgeSegmenter *segmenter) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "article", bytes);
  for (const char *line = text; *line;) {
    gsize length = strcspn(line, "\n");
    birge_document_builder_add_block(
        builder,
        (BirgeBlock){(gsize)(line - text), (gsize)(line - text) + length, BIRGE_BLOCK_PARAGRAPH});
    line += length + (line[length] == '\n' ? 1 : 0);
  }
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  g_autoptr(GError) error = NULL;
  BirgeDocument *segmented = birge_segmenter_run(segmenter, document, &error);
  g_assert_no_error(error);
  return segmented;
}

/* Finds the Sorani versions of an article in a memory of units. */
static BirgeBitext *find(const char *article, const char *units) {
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  close(g_file_open_tmp("birge-XXXXXX.tmx", &path, &error));
  g_autofree char *tmx =
      g_strdup_printf("<tmx version=\"1.4\"><header/><body>%s</body></tmx>", units);
  g_assert_true(g_file_set_contents(path, tmx, -1, NULL));
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_autoptr(GBytes) srx = birge_locales_rules();
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", srx, &error);
  g_autoptr(BirgeSegmenter) segmenter = birge_segmenter_new(rules);
  g_autoptr(BirgeMemory) memory = birge_memory_open(path, "en", locales, &error);
  g_remove(path);
  g_assert_no_error(error);
  g_autoptr(BirgeDocument) document = make_article(article, segmenter);
  BirgeBitext *bitext = birge_memory_find(memory, document, "ckb", segmenter, &error);
  g_assert_no_error(error);
  char *wrong = birge_bitext_check(bitext);
  g_assert_null(wrong);
  return bitext;
}

/* Compares the rows of a bitext with lines `English | Sorani`. */
static void assert_rows(const char *article, const char *units, const char *expected) {
  g_autoptr(BirgeBitext) bitext = find(article, units);
  g_autoptr(GString) rows = g_string_new(NULL);
  for (guint r = 0; r < bitext->n_rows; r++) {
    g_autofree char *left = birge_document_run_text(bitext->documents[0], bitext->rows[r].runs[0]);
    g_autofree char *right = birge_document_run_text(bitext->documents[1], bitext->rows[r].runs[1]);
    g_string_append_printf(rows, "%s | %s\n", left, right);
    g_assert_cmpint((int)bitext->rows[r].origin, ==,
                    (int)(*right ? BIRGE_ORIGIN_EXACT : BIRGE_ORIGIN_ALIGNED));
  }
  g_assert_cmpstr(rows->str, ==, expected);
}

static void a_sentence_is_found_folded(void) {
  assert_rows("It RAINED  in ‘Koya’.", TU("it rained in 'Koya'.", "لە کۆیە باران باری."),
              "It RAINED  in ‘Koya’. | لە کۆیە باران باری.\n");
}

static void a_sentence_without_a_version_stands_alone(void) {
  assert_rows("It rained. It snowed. It rained.", TU("It rained.", "باران باری."),
              "It rained. | باران باری.\nIt snowed. | \nIt rained. | باران باری.\n");
}

static void halves_of_a_sentence_are_put_together(void) {
  assert_rows("The council met, and decided nothing. It rained.",
              TU("The council met,", "ئەنجوومەن کۆبووەوە،") TU("and decided nothing.", "هیچ."),
              "The council met, and decided nothing. | ئەنجوومەن کۆبووەوە، هیچ.\nIt rained. | \n");
}

static void half_a_sentence_is_no_version(void) {
  assert_rows("The council met, and decided nothing.", TU("The council met,", "ئەنجوومەن."),
              "The council met, and decided nothing. | \n");
}

static void a_paragraph_is_one_row(void) {
  assert_rows("It rained. It snowed.", TU("It rained. It snowed.", "باران باری. بەفر باری."),
              "It rained. It snowed. | باران باری. بەفر باری.\n");
}

static void a_unit_may_hold_two_paragraphs(void) {
  assert_rows("Rain\nIt rained.", TU("Rain It rained.", "باران باری."),
              "Rain It rained. | باران باری.\n");
}

static void sentences_come_before_their_paragraph(void) {
  assert_rows("It rained. It snowed.",
              TU("It rained. It snowed.", "هەموو.") TU("It rained.", "باران.")
                  TU("It snowed.", "بەفر."),
              "It rained. | باران.\nIt snowed. | بەفر.\n");
}

static void more_of_the_article_is_better_than_shorter_rows(void) {
  assert_rows("It rained. It snowed.",
              TU("It rained. It snowed.", "هەموو.") TU("It rained.", "باران."),
              "It rained. It snowed. | هەموو.\n");
}

static void the_first_of_equal_units_is_taken(void) {
  assert_rows("No.", TU("No.", "نا.") TU("No.", "نەخێر."), "No. | نا.\n");
}

static void a_unit_without_a_version_in_the_language_is_passed_over(void) {
  assert_rows("No.", "<tu>" TUV("en", "No.") TUV("ckb", " ") "</tu>" TU("No.", "نا."),
              "No. | نا.\n");
}

static void versions_of_one_paragraph_are_one(void) {
  g_autoptr(BirgeBitext) bitext = find("It rained. It snowed.\nIt rained.",
                                       TU("It rained.", "باران.") TU("It snowed.", "بەفر."));
  const BirgeDocument *stored = bitext->documents[1];
  g_assert_cmpuint(stored->n_blocks, ==, 2);
  g_assert_cmpuint(stored->n_segments, ==, 3);
  g_assert_cmpuint(stored->segments[1].block, ==, 0);
  g_assert_cmpuint(stored->segments[2].block, ==, 1);
  static const char expected[] = "باران. بەفر.\nباران.";
  g_assert_cmpmem(stored->text, stored->length, expected, strlen(expected));
}

static void inline_codes_come_along_in_their_places(void) {
  g_autoptr(BirgeBitext) bitext =
      find("It rained. It snowed.",
           TU("It rained.", "باران.") TU("It <ph x=\"1\"/>snowed.", "بە<ph x=\"1\"/>فر."));
  g_autofree char *markup =
      birge_document_run_markup(bitext->documents[1], bitext->rows[1].runs[1]);
  g_assert_cmpstr(markup, ==, "بە<ph x=\"1\"/>فر.");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
#define ADD(test) g_test_add_func("/versions/" #test, test)
  ADD(a_sentence_is_found_folded);
  ADD(a_sentence_without_a_version_stands_alone);
  ADD(halves_of_a_sentence_are_put_together);
  ADD(half_a_sentence_is_no_version);
  ADD(a_paragraph_is_one_row);
  ADD(a_unit_may_hold_two_paragraphs);
  ADD(sentences_come_before_their_paragraph);
  ADD(more_of_the_article_is_better_than_shorter_rows);
  ADD(the_first_of_equal_units_is_taken);
  ADD(a_unit_without_a_version_in_the_language_is_passed_over);
  ADD(versions_of_one_paragraph_are_one);
  ADD(inline_codes_come_along_in_their_places);
  return g_test_run();
}
