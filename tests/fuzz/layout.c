/* Any text in lines of any width: no line is too wide, none is lost, and runs make up their line.
 * The first byte says the width, the direction and whether there are tab stops. */
#include "render/layout.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static double measure(gpointer user_data G_GNUC_UNUSED, const char *text, gsize length,
                      guint8 level G_GNUC_UNUSED) {
  g_assert_true(g_utf8_validate(text, (gssize)length, NULL) || memchr(text, 0, length));
  return (double)g_utf8_strlen(text, (gssize)length);
}

static guint count_clusters(const BirgeLayout *layout, gsize start, gsize end) {
  guint n = 0;
  for (guint i = 0; i + 1 < layout->clusters->len; i++) {
    gsize cluster = g_array_index(layout->clusters, gsize, i);
    n += cluster >= start && cluster < end;
  }
  return n;
}

static void check_line(const BirgeLayout *layout, const BirgeLine *line,
                       const BirgeParagraph *paragraph) {
  gsize covered = 0;
  double width = 0;
  for (guint r = line->first_run; r < line->end_run; r++) {
    const BirgeVisualRun *run = &g_array_index(layout->runs, BirgeVisualRun, r);
    g_assert_true(line->start <= run->start && run->start < run->end && run->end <= line->end);
    g_assert_cmpuint(g_array_index(layout->clusters, gsize, run->first_cluster), ==, run->start);
    g_assert_cmpuint(g_array_index(layout->clusters, gsize, run->end_cluster), ==, run->end);
    covered += run->end - run->start;
    width += run->tab_width > 0
                 ? run->tab_width
                 : measure(NULL, paragraph->text + run->start, run->end - run->start, run->level);
  }
  g_assert_cmpuint(covered, ==, line->end - line->start);
  g_assert_cmpfloat(width, ==, line->width);
  if (line->width > paragraph->width)
    g_assert_cmpuint(count_clusters(layout, line->start, line->end), ==, 1);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size) {
  static BirgeLayouter *layouter; /* kept for all runs */
  if (!layouter)
    layouter = birge_layouter_new(NULL);
  if (size == 0)
    return 0;
  g_autofree char *text = g_utf8_make_valid((const char *)data + 1, (gssize)size - 1);
  const BirgeDevice device = {measure, NULL, data[0] % 5 ? 8 : 0};
  const BirgeParagraph paragraph = {text, strlen(text), data[0] % 3 ? "ckb" : "en",
                                    data[0] % 2 ? BIRGE_DIRECTION_RTL : BIRGE_DIRECTION_LTR,
                                    data[0] >> 2};
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLayout) layout = birge_layout_new(layouter, &paragraph, &device, &error);
  g_assert_no_error(error);
  gsize before = 0;
  g_assert_cmpuint(layout->lines->len, >, 0);
  for (guint i = 0; i < layout->lines->len; i++) {
    const BirgeLine *line = &g_array_index(layout->lines, BirgeLine, i);
    g_assert_true(before <= line->start && line->start <= line->end);
    check_line(layout, line, &paragraph);
    before = line->end;
  }
  g_assert_cmpuint(before, <=, paragraph.length);
  return 0;
}
