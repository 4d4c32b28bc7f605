/* Bitexts as spreadsheets: what is in the cells, and which run from right to left. */
#include "exchange/exchange.h"
#include "read/package.h"
#include "sample.h"

#include <string.h>

static char *read_part(GBytes *package, const char *member) {
  g_autoptr(GBytes) part = NULL;
  g_autoptr(GError) error = NULL;
  birge_package_read("x.xlsx", package, member, &part, &error);
  g_assert_no_error(error);
  g_assert_nonnull(part);
  return g_strndup(g_bytes_get_data(part, NULL), g_bytes_get_size(part));
}

/* Writes a bitext; NULL if it can't be said. */
static GBytes *write_sheet(const BirgeBitext *bitext, const BirgeLocales *locales, GError **error) {
  const BirgeFormat *format = birge_format_find(birge_exchange_formats(), "xlsx");
  const BirgeWriteOptions options = {.locales = locales};
  g_autoptr(GString) bytes = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(bytes);
  if (!format->write(bitext, &options, output, error))
    return NULL;
  return g_string_free_to_bytes(g_steal_pointer(&bytes));
}

static void cells_hold_the_texts(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const char *const english[] = {"One & <b>.", "Two.", NULL};
  const char *const sorani[] = {"یەک.", NULL};
  g_autoptr(BirgeDocument) one = sample_document("en", english);
  g_autoptr(BirgeDocument) two = sample_document("ckb", sorani);
  const BirgeDocument *documents[] = {one, two};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) sheet = write_sheet(bitext, locales, &error);
  g_autoptr(GBytes) again = write_sheet(bitext, locales, &error);
  g_assert_no_error(error);
  g_assert_true(g_bytes_equal(sheet, again));
  g_autofree char *strings = read_part(sheet, "xl/sharedStrings.xml");
  g_autofree char *styles = read_part(sheet, "xl/styles.xml");
  const char *const wanted[] = {"<t>en</t>", "<t>One &amp; &lt;b&gt;.</t>", "<t>یەک.</t>",
                                "<t>Two.</t>", "<t>status</t>"};
  for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
    g_assert_nonnull(strstr(strings, wanted[i]));
  g_assert_nonnull(strstr(styles, "readingOrder=\"2\""));
}

static void the_length_of_a_cell_is_limited(void) {
  for (guint more = 0; more < 2; more++) {
    g_autofree char *text = g_strnfill(32767 + more, 'a');
    const char *const segments[] = {text, NULL};
    g_autoptr(BirgeDocument) document = sample_document("en", segments);
    const BirgeDocument *documents[] = {document, document};
    g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) sheet = write_sheet(bitext, NULL, &error);
    g_assert_true((sheet == NULL) == (more == 1));
    g_assert_true((error != NULL) == (more == 1));
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/xlsx/cells", cells_hold_the_texts);
  g_test_add_func("/xlsx/limit", the_length_of_a_cell_is_limited);
  return g_test_run();
}
