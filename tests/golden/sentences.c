/* Finds the sentences of our own texts: sentences FILE...; a file is named by its language, and its
 * first line says how it is written. */
#include "segment/segment.h"
#include "text/locale.h"

#include <string.h>

#define MARK "‖"

/* Turns \n and \uXXXX into what they stand for. Yours. */
static char *unescape(const char *text) {
  GString *out = g_string_new(NULL);
  for (const char *p = text; *p;) {
    if (g_str_has_prefix(p, "\\n")) {
      g_string_append_c(out, '\n');
      p += 2;
    } else if (g_str_has_prefix(p, "\\u")) {
      g_autofree char *digits = g_strndup(p + 2, 4);
      g_string_append_unichar(out, (gunichar)g_ascii_strtoull(digits, NULL, 16));
      p += 2 + strlen(digits);
    } else {
      g_string_append_c(out, *p++);
    }
  }
  return g_string_free(out, FALSE);
}

static char *remove_marks(const char *line) {
  g_auto(GStrv) spaced = g_strsplit(line, MARK " ", -1);
  return g_strjoinv("", spaced);
}

/* Returns a text with a mark before each sentence but the first. Yours. */
static char *mark_segments(BirgeSegmenter *segmenter, const char *language, const char *text) {
  gsize length = strlen(text);
  g_autoptr(GBytes) bytes = g_bytes_new(text, length);
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new(language, "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, length, BIRGE_BLOCK_PARAGRAPH});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(g_steal_pointer(&builder));
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeDocument) segmented = birge_segmenter_run(segmenter, document, &error);
  g_assert_no_error(error);
  GString *out = g_string_new(NULL);
  gsize done = 0;
  for (guint i = 1; i < segmented->n_segments; i++) {
    g_string_append_len(out, text + done, (gssize)(segmented->segments[i].start - done));
    g_string_append(out, MARK " ");
    done = segmented->segments[i].start;
  }
  g_string_append(out, text + done);
  return g_string_free(out, FALSE);
}

/* Without the spaces before marks, which stand for nothing where no space follows a stop. */
static char *normalize(const char *marked) {
  g_auto(GStrv) parts = g_strsplit(marked, " " MARK, -1);
  return g_strjoinv(MARK, parts);
}

typedef struct {
  char *path;
  char *language;
} Set;

static void free_set(gpointer data) {
  Set *set = data;
  g_free(set->language);
  g_free(set);
}

static void check_set_of(gconstpointer data) {
  const Set *set = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = birge_locales_rules();
  g_autoptr(BirgeRules) rules = birge_rules_parse("segmentation.srx", file, &error);
  g_assert_no_error(error);
  g_autoptr(BirgeSegmenter) segmenter = birge_segmenter_new(rules);
  g_autofree char *content = NULL;
  g_file_get_contents(set->path, &content, NULL, &error);
  g_assert_no_error(error);
  g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
  guint n_wrong = 0;
  for (char **line = lines; *line; line++) {
    if (**line == '#' || **line == '\0')
      continue;
    g_autofree char *expected = unescape(*line);
    g_autofree char *text = remove_marks(expected);
    g_autofree char *marked = mark_segments(segmenter, set->language, text);
    g_autofree char *found = normalize(marked), *wanted = normalize(expected);
    if (g_str_equal(found, wanted))
      continue;
    n_wrong++;
    g_test_message("expected %s", expected);
    g_test_message("found    %s", marked);
  }
  if (n_wrong > 0)
    g_test_fail_printf("%u texts", n_wrong);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (int i = 1; i < argc; i++) {
    Set *set = g_new0(Set, 1);
    set->path = argv[i];
    set->language = g_path_get_basename(argv[i]);
    *strchr(set->language, '.') = '\0';
    g_autofree char *name = g_strconcat("/sentences/", set->language, NULL);
    g_test_add_data_func_full(name, set, check_set_of, free_set);
  }
  return g_test_run();
}
