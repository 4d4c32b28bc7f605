/* What renderers share: columns, bands of confidence, kinds of cells. */
#include "render/private.h"
#include "sample.h"

#include <math.h>
#include <string.h>

static void assert_column(const BirgeLocales *locales, const char *language, const char *text,
                          const char *english_name, BirgeDirection direction) {
  const char *const segments[] = {text, NULL};
  g_autoptr(BirgeDocument) document = sample_document(language, segments);
  BirgeColumn column = birge_column_of(locales, document);
  g_assert_cmpstr(column.english_name, ==, english_name);
  g_assert_cmpint(column.direction, ==, direction);
}

static void a_column_has_the_name_and_direction_of_its_language(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  assert_column(locales, "ckb", "Google", "Sorani Kurdish", BIRGE_DIRECTION_RTL);
  assert_column(locales, "en-GB", "پرد", "English", BIRGE_DIRECTION_LTR);
  assert_column(locales, "ku", "ڕۆژ باش", "Sorani Kurdish", BIRGE_DIRECTION_RTL);
}

static void a_language_that_nobody_knows_is_named_by_its_tag_and_goes_as_its_text(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  assert_column(locales, "he", "12 שלום", "he", BIRGE_DIRECTION_RTL);
  assert_column(locales, "ku", "Roj baş", "Kurmanji Kurdish", BIRGE_DIRECTION_LTR);
  assert_column(NULL, "ckb", "پرد", "ckb", BIRGE_DIRECTION_RTL);
}

static void a_band_begins_with_its_least_confidence(void) {
  g_assert_cmpint(birge_confidence_band(1), ==, BIRGE_BAND_GOOD);
  g_assert_cmpint(birge_confidence_band(0.9), ==, BIRGE_BAND_GOOD);
  g_assert_cmpint(birge_confidence_band(0.8999), ==, BIRGE_BAND_DOUBTFUL);
  g_assert_cmpint(birge_confidence_band(0.5), ==, BIRGE_BAND_DOUBTFUL);
  g_assert_cmpint(birge_confidence_band(0.4999), ==, BIRGE_BAND_BAD);
  g_assert_cmpint(birge_confidence_band((double)NAN), ==, BIRGE_BAND_BAD);
}

static void a_cell_is_of_the_kind_of_its_first_block(void) {
  g_autoptr(GBytes) bytes = g_bytes_new_static("A\nB", 3);
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, 1, BIRGE_BLOCK_HEADLINE});
  birge_document_builder_add_block(builder, (BirgeBlock){2, 3, BIRGE_BLOCK_CAPTION});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, 1, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){2, 3, 1});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  g_assert_cmpint(birge_run_kind(document, (BirgeRun){0, 2}), ==, BIRGE_BLOCK_HEADLINE);
  g_assert_cmpint(birge_run_kind(document, (BirgeRun){1, 2}), ==, BIRGE_BLOCK_CAPTION);
  g_assert_cmpint(birge_run_kind(document, (BirgeRun){2, 2}), ==, BIRGE_BLOCK_PARAGRAPH);
}

static void a_row_is_unmatched_that_lacks_a_language_or_a_counterpart(void) {
  static const char *const texts[] = {"One.", "Two.", "Three.", NULL};
  g_autoptr(BirgeDocument) one = sample_document("en", texts);
  g_autoptr(BirgeDocument) two = sample_document("ar", texts);
  const BirgeDocument *documents[] = {one, two};
  const BirgeRow rows[] = {{.runs = {{0, 1}, {0, 0}}},
                           {.runs = {{1, 3}, {0, 3}}, .gaps = {0, 2}},
                           {.runs = {{1, 3}, {0, 3}}}};
  static const gboolean expected[] = {TRUE, TRUE, FALSE};
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, &rows[i], 1);
    g_assert_cmpint(birge_row_is_shown(bitext, 0, BIRGE_ONLY_UNMATCHED), ==, expected[i]);
    g_assert_true(birge_row_is_shown(bitext, 0, BIRGE_ONLY_ALL));
  }
}

static void the_table_of_formats_ends(void) {
  guint n = 0;
  for (const BirgeFormat *format = birge_render_formats(); format->name; format++) {
    g_assert_nonnull(format->write);
    g_assert_true(format->extensions[0][0] == '.');
    n++;
  }
  g_assert_cmpuint(n, >=, 2);
}

#define ADD(test) g_test_add_func("/render/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_column_has_the_name_and_direction_of_its_language);
  ADD(a_language_that_nobody_knows_is_named_by_its_tag_and_goes_as_its_text);
  ADD(a_band_begins_with_its_least_confidence);
  ADD(a_cell_is_of_the_kind_of_its_first_block);
  ADD(a_row_is_unmatched_that_lacks_a_language_or_a_counterpart);
  ADD(the_table_of_formats_ends);
  return g_test_run();
}
