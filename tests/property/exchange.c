/* What is written can be read, and says the same: TMX, JSON and TSV on random material. */
#include "exchange/exchange.h"
#include "random.h"
#include "sample.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static gboolean keep_unit(const BirgeUnit *unit, gpointer units, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(units, birge_unit_ref(unit));
  return TRUE;
}

static GPtrArray *read_units(const char *tmx) {
  g_autofree char *path = NULL;
  close(g_file_open_tmp("birge-XXXXXX", &path, NULL));
  g_assert_true(g_file_set_contents(path, tmx, -1, NULL));
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autoptr(GError) error = NULL;
  birge_tmx_read(path, keep_unit, units, NULL, &error);
  g_remove(path);
  g_assert_no_error(error);
  return units;
}

static char *write_units(const GPtrArray *units) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  BirgeTmxWriter *writer = birge_tmx_writer_new(output, NULL, NULL);
  for (guint i = 0; i < units->len; i++)
    birge_tmx_writer_add(writer, units->pdata[i], &error);
  birge_tmx_writer_end(writer);
  g_assert_no_error(error);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static void units_come_back_from_tmx_as_they_were(void) {
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  for (guint i = 0; i < 10 * N_ROUNDS; i++)
    g_ptr_array_add(units, random_unit());
  g_autofree char *tmx = write_units(units);
  g_autoptr(GPtrArray) again = read_units(tmx);
  g_assert_cmpuint(again->len, ==, units->len);
  for (guint i = 0; i < units->len; i++) {
    if (birge_unit_equal(units->pdata[i], again->pdata[i]))
      continue;
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_ptr_array_add(one, units->pdata[i]);
    g_autofree char *shown = write_units(one);
    g_error("unit %u came back as another:\n%s", i, shown);
  }
}

static void assert_equal_documents(const BirgeDocument *a, const BirgeDocument *b) {
  g_assert_cmpstr(a->language, ==, b->language);
  g_assert_cmpstr(a->name, ==, b->name);
  g_assert_cmpmem(a->text, a->length, b->text, b->length);
  g_assert_cmpuint(a->n_blocks, ==, b->n_blocks);
  for (guint i = 0; i < a->n_blocks; i++) {
    g_assert_cmpuint(a->blocks[i].start, ==, b->blocks[i].start);
    g_assert_cmpuint(a->blocks[i].end, ==, b->blocks[i].end);
    g_assert_cmpint(a->blocks[i].kind, ==, b->blocks[i].kind);
  }
  g_assert_cmpuint(a->n_segments, ==, b->n_segments);
  for (guint i = 0; i < a->n_segments; i++) {
    g_assert_cmpuint(a->segments[i].start, ==, b->segments[i].start);
    g_assert_cmpuint(a->segments[i].end, ==, b->segments[i].end);
    g_assert_cmpuint(a->segments[i].block, ==, b->segments[i].block);
  }
  g_assert_cmpuint(a->n_codes, ==, b->n_codes);
  for (guint i = 0; i < a->n_codes; i++) {
    g_assert_cmpuint(a->codes[i].offset, ==, b->codes[i].offset);
    g_assert_cmpstr(a->codes[i].markup, ==, b->codes[i].markup);
  }
}

static void assert_equal_rows(const BirgeRow *a, const BirgeRow *b, guint n_documents) {
  for (guint d = 0; d < n_documents; d++) {
    g_assert_cmpuint(a->runs[d].first, ==, b->runs[d].first);
    g_assert_cmpuint(a->runs[d].end, ==, b->runs[d].end);
  }
  g_assert_cmpfloat(a->confidence, ==, b->confidence);
  g_assert_cmpint(a->origin, ==, b->origin);
  g_assert_cmpint(a->status, ==, b->status);
}

static void bitexts_come_back_from_json_as_they_were(void) {
  const BirgeWriteOptions options = {0};
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr(BirgeBitext) bitext = random_bitext(1 + random_below(BIRGE_MAX_LANGUAGES));
    g_autofree char *wrong = birge_bitext_check(bitext);
    g_assert_null(wrong);
    g_autofree char *json = sample_write(bitext, birge_exchange_formats(), "json", &options);
    g_autoptr(GBytes) bytes = g_bytes_new(json, strlen(json));
    g_autoptr(GError) error = NULL;
    g_autoptr(BirgeBitext) again = birge_bitext_parse_json("json", bytes, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(again->n_documents, ==, bitext->n_documents);
    for (guint d = 0; d < bitext->n_documents; d++)
      assert_equal_documents(again->documents[d], bitext->documents[d]);
    g_assert_cmpuint(again->n_rows, ==, bitext->n_rows);
    for (guint r = 0; r < bitext->n_rows; r++)
      assert_equal_rows(&again->rows[r], &bitext->rows[r], bitext->n_documents);
  }
}

/* The brute-force twin: reads a cell of a table. */
static char *unescape(const char *cell) {
  GString *text = g_string_new(NULL);
  for (; *cell; cell++) {
    if (*cell != '\\') {
      g_string_append_c(text, *cell);
      continue;
    }
    cell++;
    g_assert_nonnull(strchr("tnr\\", *cell));
    g_string_append_c(text, *cell == 't' ? '\t' : *cell == 'n' ? '\n' : *cell == 'r' ? '\r' : '\\');
  }
  return g_string_free(text, FALSE);
}

static void assert_line(const BirgeBitext *bitext, guint r, const char *line) {
  guint n = bitext->n_documents;
  g_auto(GStrv) cells = g_strsplit(line, "\t", -1);
  g_assert_cmpuint(g_strv_length(cells), ==, 2 * n + 4);
  for (guint d = 0; d < n; d++) {
    BirgeRun run = bitext->rows[r].runs[d];
    g_auto(GStrv) numbers = g_strsplit(cells[d], ",", -1);
    g_assert_cmpuint(g_strv_length(numbers), ==, run.end - run.first);
    for (guint i = 0; numbers[i]; i++)
      g_assert_cmpuint(g_ascii_strtoull(numbers[i], NULL, 10), ==, run.first + i);
    g_autofree char *text = unescape(cells[n + d]);
    g_autofree char *expected = birge_document_run_text(bitext->documents[d], run);
    g_assert_cmpstr(text, ==, expected);
  }
  g_autofree char *note = unescape(cells[2 * n + 3]);
  g_assert_cmpstr(note, ==, bitext->rows[r].note ? bitext->rows[r].note : "");
}

static void a_line_of_tsv_holds_the_texts_of_its_row(void) {
  const BirgeWriteOptions options = {0};
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr(BirgeBitext) bitext = random_bitext(1 + random_below(BIRGE_MAX_LANGUAGES));
    g_autofree char *tsv = sample_write(bitext, birge_exchange_formats(), "tsv", &options);
    g_auto(GStrv) lines = g_strsplit(tsv, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, bitext->n_rows + 2);
    for (guint r = 0; r < bitext->n_rows; r++)
      assert_line(bitext, r, lines[r + 1]);
  }
}

/* Cells of a row in TMX: what it holds in two languages or more, codes left out. */
static void the_texts_of_a_bitext_come_back_from_tmx(void) {
  const BirgeWriteOptions options = {0};
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr(BirgeBitext) bitext = random_bitext(1 + random_below(4));
    g_autofree char *tmx = sample_write(bitext, birge_exchange_formats(), "tmx", &options);
    g_autoptr(GPtrArray) units = read_units(tmx);
    for (guint i = 0; i < units->len; i++) {
      const BirgeUnit *unit = units->pdata[i];
      guint r = (guint)g_ascii_strtoull(birge_attributes_get(unit->attributes, "tuid"), NULL, 10);
      guint v = 0;
      for (guint d = 0; d < bitext->n_documents; d++) {
        BirgeRun run = bitext->rows[r - 1].runs[d];
        if (run.first == run.end)
          continue;
        const BirgeVariant *variant = unit->variants->pdata[v++];
        g_autofree char *text = birge_document_run_text(bitext->documents[d], run);
        g_assert_cmpstr(variant->language, ==, bitext->documents[d]->language);
        g_assert_cmpstr(variant->text, ==, text);
      }
      g_assert_cmpuint(v, ==, unit->variants->len);
    }
  }
}

#define ADD(test) g_test_add_func("/exchange/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(units_come_back_from_tmx_as_they_were);
  ADD(bitexts_come_back_from_json_as_they_were);
  ADD(a_line_of_tsv_holds_the_texts_of_its_row);
  ADD(the_texts_of_a_bitext_come_back_from_tmx);
  return g_test_run();
}
