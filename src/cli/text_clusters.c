/* Takes a string apart: layout says clusters and levels, folding what is unified, and a stack of
 * open controls which of them are stray. */
#include "cli/text_clusters.h"

#include "render/layout.h"
#include "text/fold.h"

#include <string.h>
#include <unicode/uchar.h>

enum { PDI = 0x2069, PDF = 0x202C, TATWEEL = 0x640, NON_JOINER = 0x200C, FEFF = 0xFEFF };

static double measure_nothing(gpointer user_data G_GNUC_UNUSED, const char *text G_GNUC_UNUSED,
                              gsize length G_GNUC_UNUSED, guint8 level G_GNUC_UNUSED) {
  return 1;
}

static void clear_cluster(gpointer data) {
  g_free(((BirgeTextCluster *)data)->folded);
}

static BirgeTextCluster *cluster_at(GArray *clusters, guint i) {
  return &g_array_index(clusters, BirgeTextCluster, i);
}

static UChar32 first_of(const char *text, const BirgeTextCluster *cluster) {
  return (UChar32)g_utf8_get_char(text + cluster->start);
}

/* Cuts text at the clusters of its layout. What the layout leaves out, white space at the end of a
 * line, is at the level of the paragraph (UAX #9 L1). */
static GArray *cut(const BirgeParagraph *paragraph, GError **error) {
  const BirgeDevice device = {.measure = measure_nothing};
  g_autoptr(BirgeLayouter) layouter = birge_layouter_new(error);
  g_autoptr(BirgeLayout) layout =
      layouter ? birge_layout_new(layouter, paragraph, &device, error) : NULL;
  if (!layout)
    return NULL;
  GArray *clusters = g_array_new(FALSE, FALSE, sizeof(BirgeTextCluster));
  g_array_set_clear_func(clusters, clear_cluster);
  for (guint i = 0; i + 1 < layout->clusters->len; i++) {
    BirgeTextCluster cluster = {.start = g_array_index(layout->clusters, gsize, i),
                                .end = g_array_index(layout->clusters, gsize, i + 1),
                                .level = paragraph->direction == BIRGE_DIRECTION_RTL};
    g_array_append_val(clusters, cluster);
  }
  for (guint r = 0; r < layout->runs->len; r++) {
    const BirgeVisualRun *run = &g_array_index(layout->runs, BirgeVisualRun, r);
    for (guint i = run->first_cluster; i < run->end_cluster; i++)
      cluster_at(clusters, i)->level = run->level;
  }
  return clusters;
}

static void fold_cluster(const char *text, const BirgeLocale *locale, BirgeTextCluster *cluster) {
  g_autoptr(GString) folded = g_string_new(NULL);
  gsize length = cluster->end - cluster->start;
  birge_fold(locale ? locale->folding : NULL, text + cluster->start, length, folded);
  if (folded->len != length || memcmp(folded->str, text + cluster->start, length) != 0)
    cluster->folded = g_strdup(folded->str);
}

static gboolean is_isolate(UChar32 c) {
  return c >= 0x2066 && c <= 0x2068;
}

static gboolean is_embedding(UChar32 c) {
  return (c >= 0x202A && c <= 0x202E) && c != PDF;
}

/* Closes what a control ends. open: numbers of the clusters that are open. Returns whether there
 * was something (UAX #9 X6a, X7); embeddings that an isolate's end closes stay without an end. */
static gboolean close_control(const char *text, GArray *clusters, GArray *open, UChar32 end) {
  guint n = open->len;
  while (n > 0 && end == PDI &&
         is_embedding(first_of(text, cluster_at(clusters, g_array_index(open, guint, n - 1)))))
    n--;
  if (n == 0 || (end == PDF && is_isolate(first_of(
                                   text, cluster_at(clusters, g_array_index(open, guint, n - 1))))))
    return FALSE;
  for (guint i = n; i < open->len; i++)
    cluster_at(clusters, g_array_index(open, guint, i))->note = "is never closed";
  g_array_set_size(open, n - 1);
  return TRUE;
}

/* Ends all that is open at the end of a paragraph (UAX #9 X8). */
static void end_paragraph(GArray *clusters, GArray *open) {
  for (guint i = 0; i < open->len; i++)
    cluster_at(clusters, g_array_index(open, guint, i))->note = "is never closed";
  g_array_set_size(open, 0);
}

static void find_stray_controls(const char *text, GArray *clusters) {
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < clusters->len; i++) {
    UChar32 c = first_of(text, cluster_at(clusters, i));
    if (u_charDirection(c) == U_BLOCK_SEPARATOR)
      end_paragraph(clusters, open);
    else if (is_isolate(c) || is_embedding(c))
      g_array_append_val(open, i);
    else if ((c == PDI || c == PDF) && !close_control(text, clusters, open, c))
      cluster_at(clusters, i)->note = "closes nothing";
  }
  end_paragraph(clusters, open);
}

/* What is seldom meant: what is not seen, or stands only for looks. */
static const char *judge(const char *text, const BirgeTextCluster *cluster) {
  UChar32 c = first_of(text, cluster);
  const char *last = g_utf8_find_prev_char(text + cluster->start, text + cluster->end);
  if (u_charType(c) == U_CONTROL_CHAR && !u_isUWhiteSpace(c))
    return "is a control character";
  if (c == FEFF)
    return "is a byte order mark or an old no-break space";
  if (c == TATWEEL)
    return "only makes the line longer";
  if (g_utf8_get_char(last) == NON_JOINER &&
      u_getIntPropertyValue(c, UCHAR_JOINING_TYPE) != U_JT_DUAL_JOINING)
    return "has a non-joiner where nothing joins";
  return NULL;
}

GArray *birge_text_clusters(const char *text, gsize length, const BirgeLocale *locale,
                            GError **error) {
  const BirgeParagraph paragraph = {.text = text,
                                    .length = length,
                                    .language = locale ? locale->tag : "",
                                    .direction = locale ? locale->direction
                                                        : birge_direction_guess(text, length),
                                    .width = G_MAXDOUBLE};
  g_autoptr(GArray) clusters = cut(&paragraph, error);
  if (!clusters)
    return NULL;
  for (guint i = 0; i < clusters->len; i++) {
    fold_cluster(text, locale, cluster_at(clusters, i));
    cluster_at(clusters, i)->note = judge(text, cluster_at(clusters, i));
  }
  find_stray_controls(text, clusters);
  return g_steal_pointer(&clusters);
}
