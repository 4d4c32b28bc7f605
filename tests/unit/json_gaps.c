/* Gaps of rows in JSON: written as they were read, and refused where no row can have them. */
#include "base/error.h"
#include "exchange/exchange.h"
#include "sample.h"

#include <string.h>

static BirgeBitext *parse(const char *json, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(json, strlen(json));
  return birge_bitext_parse_json("file", bytes, error);
}

static char *write_json(const BirgeBitext *bitext) {
  const BirgeWriteOptions options = {0};
  return sample_write(bitext, birge_exchange_formats(), "json", &options);
}

/* Two rows, the second of which has segments 1 and 2 of document 0, and 1 of document 1. */
static char *make_json(void) {
  static const char *const one[] = {"One.", "Two.", "Three.", NULL};
  static const char *const two[] = {"یەک.", "دوو.", NULL};
  g_autoptr(BirgeDocument) english = sample_document("en", one);
  g_autoptr(BirgeDocument) sorani = sample_document("ckb", two);
  const BirgeDocument *documents[] = {english, sorani};
  const BirgeRow rows[] = {{.runs = {{0, 1}, {0, 1}}}, {.runs = {{1, 3}, {1, 2}}}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, 2);
  return write_json(bitext);
}

/* The same with gaps in the second row. */
static char *make_gaps(const char *gaps) {
  g_autofree char *bare = make_json();
  g_autoptr(GString) json = g_string_new(bare);
  g_autofree char *end = g_strdup_printf("\"proposed\", \"gaps\": %s}\n  ]", gaps);
  g_assert_cmpuint(g_string_replace(json, "\"proposed\"}\n  ]", end, 0), ==, 1);
  return g_string_free(g_steal_pointer(&json), FALSE);
}

static void gaps_are_kept(void) {
  g_autofree char *json = make_gaps("[[0, 2], [1, 1]]");
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = parse(json, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(birge_row_count_gaps(&bitext->rows[0], 2), ==, 0);
  g_assert_cmpuint(bitext->rows[1].gaps[0], ==, 2);
  g_assert_cmpuint(bitext->rows[1].gaps[1], ==, 1);
  g_autofree char *written = write_json(bitext);
  g_assert_cmpstr(written, ==, json);
}

static void gaps_are_written_once_and_in_order(void) {
  g_autofree char *json = make_gaps("[[1, 1], [0, 2], [0, 2]]");
  g_autofree char *none = make_gaps("[]");
  g_autoptr(BirgeBitext) bitext = parse(json, NULL);
  g_autofree char *written = write_json(bitext);
  g_autofree char *expected = make_gaps("[[0, 2], [1, 1]]");
  g_assert_cmpstr(written, ==, expected);
  g_autoptr(BirgeBitext) without = parse(none, NULL);
  g_autofree char *same = write_json(without);
  g_autofree char *bare = make_json();
  g_assert_cmpstr(same, ==, bare);
}

static void assert_refused(const char *json, const char *message) {
  g_autoptr(GError) error = NULL;
  g_assert_null(parse(json, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_assert_true(g_str_has_prefix(error->message, "file:"));
  g_assert_cmpstr(strstr(error->message, "rows["), ==, message);
}

static void assert_gaps_refused(const char *gaps, const char *message) {
  g_autofree char *json = make_gaps(gaps);
  g_autofree char *whole = g_strconcat("rows[1]: 'gaps' ", message, NULL);
  assert_refused(json, whole);
}

static void wrong_gaps_are_refused(void) {
  assert_gaps_refused("1", "is of the wrong type");
  assert_gaps_refused("null", "is of the wrong type");
  assert_gaps_refused("[1]", "has something else than pairs of numbers");
  assert_gaps_refused("[[0]]", "has something else than pairs of numbers");
  assert_gaps_refused("[[0, 1, 2]]", "has something else than pairs of numbers");
  assert_gaps_refused("[[0, \"1\"]]", "has something else than numbers of segments");
  assert_gaps_refused("[[0, -1]]", "has something else than numbers of segments");
  assert_gaps_refused("[[0, 1.5]]", "has something else than numbers of segments");
  assert_gaps_refused("[[0, 4294967296]]", "has something else than numbers of segments");
  assert_gaps_refused("[[0, 0]]", "has segment 0 of document 0, which is not of the row");
  assert_gaps_refused("[[0, 3]]", "has segment 3 of document 0, which is not of the row");
  assert_gaps_refused("[[1, 4294967295]]",
                      "has segment 4294967295 of document 1, which is not of the row");
  assert_gaps_refused("[[2, 0]]", "has segment 0 of document 2, which is not of the row");
  assert_gaps_refused("[[4294967295, 0]]",
                      "has segment 0 of document 4294967295, which is not of the row");
}

static void gaps_are_those_of_their_part(void) {
  g_autofree char *json = make_gaps("[[0, 2]]");
  g_autoptr(GBytes) bytes = g_bytes_new(json, strlen(json));
  g_autoptr(BirgeParts) parts = birge_parts_parse_json("parts", bytes, 1, NULL);
  guint n_rows = 0, n_gaps = 0;
  for (;;) {
    g_autoptr(BirgeBitext) part = NULL;
    g_assert_true(parts->next(parts, &part, NULL));
    if (!part)
      break;
    g_assert_null(birge_bitext_check(part));
    for (guint r = 0; r < part->n_rows; r++, n_rows++) {
      n_gaps += birge_row_count_gaps(&part->rows[r], 2);
      g_assert_cmpint(birge_row_has_gap(&part->rows[r], 0, 1), ==, n_rows == 1);
    }
  }
  g_assert_cmpuint(n_rows, ==, 2);
  g_assert_cmpuint(n_gaps, ==, 1);
}

/* As many times the same gap. */
static char *repeat_gap(guint n) {
  g_autoptr(GString) gaps = g_string_new("[");
  for (guint i = 0; i < n; i++)
    g_string_append(gaps, i > 0 ? ", [0, 2]" : "[0, 2]");
  g_string_append_c(gaps, ']');
  return g_string_free(g_steal_pointer(&gaps), FALSE);
}

static void the_number_of_gaps_has_a_limit(void) {
  g_autofree char *most = repeat_gap(BIRGE_MAX_LANGUAGES * BIRGE_MAX_GAPS);
  g_autofree char *json = make_gaps(most);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBitext) bitext = parse(json, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(bitext->rows[1].gaps[0], ==, 2);
  g_autofree char *over = repeat_gap(BIRGE_MAX_LANGUAGES * BIRGE_MAX_GAPS + 1);
  assert_gaps_refused(over, "has 257 pairs, expected at most 256");
  g_autofree char *many = repeat_gap(1000);
  assert_gaps_refused(many, "has 1000 pairs, expected at most 256");
}

/* A bitext of a row of as many segments as gaps can tell of, and one more. */
static void gaps_stand_among_the_first_segments_of_a_row(void) {
  g_autofree char *text = g_strnfill(BIRGE_MAX_GAPS + 1, 'a');
  g_autoptr(GBytes) bytes = g_bytes_new(text, BIRGE_MAX_GAPS + 1);
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, BIRGE_MAX_GAPS + 1, 0});
  for (guint s = 0; s <= BIRGE_MAX_GAPS; s++)
    birge_document_builder_add_segment(builder, (BirgeSegment){s, s + 1, 0});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  const BirgeDocument *documents[] = {document};
  const BirgeRow row = {.runs = {{0, BIRGE_MAX_GAPS + 1}}, .gaps = {(guint32)1 << 31}};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 1, &row, 1);
  g_autofree char *written = write_json(bitext);
  g_autoptr(GString) json = g_string_new(written);
  g_autoptr(BirgeBitext) again = parse(json->str, NULL);
  g_assert_cmpuint(again->rows[0].gaps[0], ==, (guint32)1 << 31);
  g_assert_cmpuint(g_string_replace(json, "[0, 31]", "[0, 32]", 0), ==, 1);
  assert_refused(json->str, "rows[0]: 'gaps' has segment 32 of document 0, which is not of the "
                            "first 32 of the row");
}

#define ADD(test) g_test_add_func("/json_gaps/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(gaps_are_kept);
  ADD(gaps_are_written_once_and_in_order);
  ADD(wrong_gaps_are_refused);
  ADD(gaps_are_those_of_their_part);
  ADD(the_number_of_gaps_has_a_limit);
  ADD(gaps_stand_among_the_first_segments_of_a_row);
  return g_test_run();
}
