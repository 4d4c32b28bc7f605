/* Formats are found by each of their names. */
#include "exchange/exchange.h"
#include "render/render.h"

static void assert_known_as(const BirgeFormat *table, const BirgeFormat *format, const char *word) {
  g_autofree char *upper = g_ascii_strup(word, -1);
  g_autofree char *path = g_strconcat("a.b/news.", word, NULL);
  g_assert_true(birge_format_find(table, word) == format);
  g_assert_true(birge_format_find(table, upper) == format);
  g_assert_true(birge_format_of_path(table, path) == format);
}

static void a_format_is_known_by_its_name_and_its_endings(void) {
  const BirgeFormat *const tables[] = {birge_render_formats(), birge_exchange_formats()};
  for (guint t = 0; t < G_N_ELEMENTS(tables); t++) {
    for (const BirgeFormat *format = tables[t]; format->name; format++) {
      assert_known_as(tables[t], format, format->name);
      g_assert_null(birge_format_find(tables[1 - t], format->name));
      for (const char *const *extension = format->extensions; *extension; extension++) {
        assert_known_as(tables[t], format, *extension + 1);
        g_assert_null(birge_format_find(tables[1 - t], *extension + 1));
      }
    }
  }
}

static void other_words_and_endings_say_no_format(void) {
  const BirgeFormat *table = birge_render_formats();
  g_assert_null(birge_format_find(table, ""));
  g_assert_null(birge_format_find(table, ".txt"));
  g_assert_null(birge_format_find(table, "ht"));
  g_assert_null(birge_format_of_path(table, "txt"));
  g_assert_null(birge_format_of_path(table, "news.txt/a"));
  g_assert_null(birge_format_of_path(table, "news.txt."));
}

#define ADD(test) g_test_add_func("/format/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_format_is_known_by_its_name_and_its_endings);
  ADD(other_words_and_endings_say_no_format);
  return g_test_run();
}
