/* Text that is put into Markdown is read from it again as it was. */
#include "base/error.h"
#include "random.h"
#include "read/read.h"

#include <string.h>

#define MAX_PIECES 12

/* Letters, and whatever means something in Markdown. */
static char *random_marks(void) {
  static const char *const pieces[] = {
      "word", "کورد", "two words", "*", "**",    "_",  "__", "`",  "``",   "[",  "]",  "](x)", "![",
      "<b>",  "<",    ">",         "&", "&amp;", "\\", "|",  "~~", "1.",   "2)", "- ", "# ",   "+ ",
      "===",  "---",  "(",         ")", "{#a}",  "!",  ":",  "؟",  "[^1]", "$",  "\"", "'",    "="};
  GString *text = g_string_new(NULL);
  for (guint i = random_below(MAX_PIECES) + 1; i > 0; i--) {
    g_string_append(text, random_of(pieces, G_N_ELEMENTS(pieces)));
    if (random_below(2) == 0 && !g_str_has_suffix(text->str, " "))
      g_string_append_c(text, ' ');
  }
  return g_strstrip(g_string_free(text, FALSE));
}

static BirgeDocument *read_markdown(const BirgeLocales *locales, const char *text, BirgeMap **map) {
  const BirgeReadOptions options = {.locales = locales, .language = "en", .keep_boilerplate = TRUE};
  BirgeReading reading = {NULL, NULL};
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  g_autoptr(GError) error = NULL;
  BirgeDocument *document = birge_read_bytes("x.md", bytes, &options, &reading, &error);
  g_assert_no_error(error);
  g_free(reading.warning);
  *map = reading.map;
  return document;
}

static char *block_text(const BirgeDocument *document, guint i) {
  const BirgeBlock *block = &document->blocks[i];
  return g_strndup(document->text + block->start, block->end - block->start);
}

/* Puts a text in the place of each block, and finds it there. */
static void assert_comes_back(const BirgeLocales *locales, const char *file, const char *text) {
  g_autoptr(BirgeMap) map = NULL;
  g_autoptr(BirgeDocument) document = read_markdown(locales, file, &map);
  g_autofree BirgeFilling *fillings = g_new0(BirgeFilling, document->n_blocks);
  for (guint i = 0; i < document->n_blocks; i++)
    fillings[i] = (BirgeFilling){document->blocks[i].start, document->blocks[i].end, text};
  g_autoptr(GString) filled = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(filled);
  g_assert_true(birge_map_fill(map, document, fillings, document->n_blocks, output, NULL));
  g_autoptr(BirgeMap) other_map = NULL;
  g_autoptr(BirgeDocument) again = read_markdown(locales, filled->str, &other_map);
  if (again->n_blocks != document->n_blocks)
    g_error("\"%s\" changed the blocks of:\n%s\ninto:\n%s", text, file, filled->str);
  for (guint i = 0; i < again->n_blocks; i++) {
    g_autofree char *found = block_text(again, i);
    if (!g_str_equal(found, text))
      g_error("\"%s\" came back as \"%s\" from:\n%s", text, found, filled->str);
  }
}

static void text_comes_back_as_it_was(void) {
  static const char *const files[] = {
      "A paragraph.\n",
      "# A heading #\n\nText\nin lines.\n",
      "- one\n- two\n  - three\n\n> a *quote*\n> goes on\n",
      "| a | b |\n|---|---|\n| c | **d** |\n",
      "Setext\n------\n\n1. one\n2. two\n",
      "**Bold *and* [a link](http://example.org \"t\")** `code` text\n\n![A picture](p.png)\n",
  };
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  for (guint i = 0; i < 4 * N_ROUNDS; i++) {
    g_autofree char *marks = random_marks();
    /* Two letters: a text needs a word, and is not to be taken for another block's. */
    g_autofree char *text = g_strconcat(marks, " ab", NULL);
    assert_comes_back(locales, random_of(files, G_N_ELEMENTS(files)), text);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/markdown/text_comes_back", text_comes_back_as_it_was);
  return g_test_run();
}
