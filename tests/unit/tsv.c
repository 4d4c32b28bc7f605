/* Bitexts as tab-separated values. */
#include "exchange/exchange.h"

#include <string.h>

static BirgeDocument *make_document(const char *language, const char *text) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new(language, "test", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, strlen(text), BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, 2, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){3, strlen(text), 0});
  return birge_document_builder_end(builder);
}

static void assert_tsv(const BirgeBitext *bitext, const char *expected) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  const BirgeFormat *format = birge_format_find(birge_exchange_formats(), "tsv");
  const BirgeWriteOptions options = {0};
  format->write(bitext, &options, output, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(text->str, ==, expected);
}

static void a_row_is_numbers_then_texts_then_what_is_known_of_it(void) {
  g_autoptr(BirgeDocument) one = make_document("en", "A. B.");
  g_autoptr(BirgeDocument) two = make_document("ckb", "C. D.");
  const BirgeDocument *documents[] = {one, two};
  const BirgeRow rows[] = {
      {.runs = {{0, 1}, {0, 2}}, .confidence = 0.12345, .origin = BIRGE_ORIGIN_FUZZY},
      {.runs = {{1, 2}, {2, 2}}, .status = BIRGE_STATUS_REJECTED, .note = "no\t"},
  };
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, 2);
  assert_tsv(bitext, "en\tckb\ten text\tckb text\tconfidence\torigin\tstatus\tnote\n"
                     "0\t0,1\tA.\tC. D.\t0.123\tfuzzy\tproposed\t\n"
                     "1\t\tB.\t\t0.000\taligned\trejected\tno\\t\n");
}

static void what_would_break_a_line_is_escaped(void) {
  g_autoptr(BirgeDocument) document = make_document("en", "A. \\t\tb\nc\rd\\");
  const BirgeDocument *documents[] = {document};
  const BirgeRow rows[] = {{.runs = {{0, 1}}}, {.runs = {{1, 2}}}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 1, rows, 2);
  assert_tsv(bitext, "en\ten text\tconfidence\torigin\tstatus\tnote\n"
                     "0\tA.\t0.000\taligned\tproposed\t\n"
                     "1\t\\\\t\\tb\\nc\\rd\\\\\t0.000\taligned\tproposed\t\n");
}

#define ADD(test) g_test_add_func("/tsv/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_row_is_numbers_then_texts_then_what_is_known_of_it);
  ADD(what_would_break_a_line_is_escaped);
  return g_test_run();
}
