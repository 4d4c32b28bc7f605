/* Random bitexts on terminals of all widths: no cell leaves its column, and no text is lost. */
#include "render/terminal.h"
#include "random.h"
#include "render/render.h"
#include "sample.h"

#include <string.h>

#define LRM "\u200E"
#define MIN_WIDTH 20
#define MAX_WIDTH 200

/* mlterm, for which text is embedded, joins lam and alef. */
static guint count_cells(const char *text, BirgeBidi bidi) {
  gsize length = strlen(text);
  guint joined = bidi == BIRGE_BIDI_EMBEDDED ? birge_cells_count_ligatures(text, length) : 0;
  return birge_cells_count(text, length) - joined;
}

/* Checks that all lines between two columns stand in the same cells as the heading's. */
static void assert_columns(char *const *lines, guint width, guint n_documents, BirgeBidi bidi) {
  g_auto(GStrv) heading = g_strsplit(lines[0], "│", -1);
  g_assert_cmpuint(g_strv_length(heading), ==, n_documents);
  for (char *const *line = lines; *line; line++) {
    g_auto(GStrv) cells = g_strsplit(*line, "│", -1);
    g_assert_cmpuint(count_cells(*line, bidi), <=, width);
    if (g_strv_length(cells) != n_documents)
      continue; /* a rule, or the legend */
    for (guint i = 0; i + 1 < n_documents; i++) {
      g_autofree char *shown = g_strescape(cells[i], NULL);
      if (count_cells(cells[i], bidi) != count_cells(heading[i], bidi))
        g_error("column %u is %u cells wide, expected %u: %s", i + 1, count_cells(cells[i], bidi),
                count_cells(heading[i], bidi), shown);
    }
  }
}

static char *print(const BirgeBitext *bitext, guint width, BirgeBidi bidi) {
  const BirgeWriteOptions options = {.width_cells = width, .bidi = bidi};
  return sample_write(bitext, birge_render_formats(), "terminal", &options);
}

static void no_cell_leaves_its_column(void) {
  for (guint round = 0; round < N_ROUNDS; round++) {
    guint n_documents = 1 + random_below(4);
    g_autoptr(BirgeBitext) bitext = random_bitext(n_documents);
    guint width = MIN_WIDTH + random_below(MAX_WIDTH - MIN_WIDTH + 1);
    for (BirgeBidi bidi = BIRGE_BIDI_LOGICAL; bidi <= BIRGE_BIDI_VISUAL; bidi++) {
      g_autofree char *printed = print(bitext, width, bidi);
      g_auto(GStrv) lines = g_strsplit(printed, "\n", -1);
      if (strstr(lines[0], "│"))
        assert_columns(lines, width, n_documents, bidi);
      for (char **line = lines; *line; line++)
        g_assert_cmpuint(count_cells(*line, bidi), <=, width);
    }
  }
}

/* What of a text is sure to be seen, whatever becomes of its lines: no space, no control. */
static char *keep_letters(const char *text) {
  GString *letters = g_string_new(NULL);
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!g_unichar_isspace(c) && !g_unichar_iscntrl(c) && g_unichar_type(c) != G_UNICODE_FORMAT &&
        c != 0x2028)
      g_string_append_unichar(letters, c);
  }
  return g_string_free(letters, FALSE);
}

/* What stands in the only column of a line: after the mark that begins it, margin and gutter. */
static const char *find_column(const char *line) {
  const char *gutter = *line ? strstr(line + strlen(LRM), LRM) : NULL;
  return gutter ? gutter + strlen(LRM) : "";
}

static void all_letters_of_a_text_are_printed_in_order(void) {
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autofree char *text = random_text(60);
    g_autofree char *letters = keep_letters(text);
    const char *const segments[] = {text, NULL};
    g_autoptr(BirgeDocument) document = sample_document(random_below(2) ? "en" : "ckb", segments);
    const BirgeDocument *documents[] = {document};
    g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
    guint width = 2 * MIN_WIDTH + random_below(MAX_WIDTH - 2 * MIN_WIDTH + 1);
    g_autofree char *printed = print(bitext, width, BIRGE_BIDI_LOGICAL);
    g_auto(GStrv) lines = g_strsplit(printed, "\n", -1);
    g_autoptr(GString) seen = g_string_new(NULL);
    for (char **line = lines + 1; *line; line++)
      g_string_append(seen, find_column(*line));
    g_autofree char *kept = keep_letters(seen->str);
    g_assert_cmpstr(kept, ==, letters);
  }
}

#define ADD(test) g_test_add_func("/terminal/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(no_cell_leaves_its_column);
  ADD(all_letters_of_a_text_are_printed_in_order);
  return g_test_run();
}
