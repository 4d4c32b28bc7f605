/* Breaks paragraphs into lines and puts these in visual order. */
#include "render/layout.h"

#include "base/error.h"
#include "text/utf.h"

#include <math.h>
#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/utf16.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(UBiDi, ubidi_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(UBreakIterator, ubrk_close)

/* A grapheme cluster of the paragraph that is being laid out. */
typedef struct {
  int32_t start_utf16;
  guint8 level;             /* of its first character; the cluster is never torn apart */
  guint8 is_break : 1;      /* a line may end before it */
  guint8 is_space : 1;      /* vanishes at the end of a line */
  guint8 ends_line : 1;     /* a line ends after it */
  guint8 ends_sequence : 1; /* what UAX #9 calls a paragraph ends after it */
  guint8 is_tab : 1;        /* goes to a tab stop */
} Cluster;

/* The rules for line breaks of a language. */
typedef struct {
  char *language;
  UBreakIterator *breaks;
} LineRules;

struct _BirgeLayouter {
  UBiDi *sequence; /* of all lines of a paragraph */
  UBiDi *line;
  UBreakIterator *clusters;
  GPtrArray *rules;    /* of LineRules* */
  GArray *found;       /* of Cluster; a last one stands for the end */
  GArray *levels;      /* of guint8, one a run of a line */
  GArray *visual_runs; /* of int32_t: the runs of a line, left to right */
};

/* What is being laid out. */
typedef struct {
  BirgeLayouter *layouter;
  const BirgeParagraph *paragraph;
  const BirgeDevice *device;
  const BirgeUtf16 *utf16;
  BirgeLayout *layout;
  int32_t sequence_utf16; /* where the sequence that is being laid out starts */
  gboolean has_tabs;
  UErrorCode status;
} Work;

/* A line that is being filled. Numbers are of clusters. */
typedef struct {
  guint start;
  guint end;       /* of what is seen */
  double width;    /* of what is seen */
  double trailing; /* of the white space after it */
} Draft;

static void free_line_rules(gpointer data) {
  LineRules *rules = data;
  ubrk_close(rules->breaks);
  g_free(rules->language);
  g_free(rules);
}

BirgeLayouter *birge_layouter_new(GError **error) {
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr(UBreakIterator) clusters = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
  if (U_FAILURE(status)) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT, "ICU has no data for clusters: %s",
                u_errorName(status));
    return NULL;
  }
  BirgeLayouter *layouter = g_new0(BirgeLayouter, 1);
  layouter->sequence = ubidi_open();
  layouter->line = ubidi_open();
  layouter->clusters = g_steal_pointer(&clusters);
  layouter->rules = g_ptr_array_new_with_free_func(free_line_rules);
  layouter->found = g_array_new(FALSE, TRUE, sizeof(Cluster));
  layouter->levels = g_array_new(FALSE, FALSE, sizeof(guint8));
  layouter->visual_runs = g_array_new(FALSE, FALSE, sizeof(int32_t));
  return layouter;
}

void birge_layouter_free(BirgeLayouter *layouter) {
  ubidi_close(layouter->sequence);
  ubidi_close(layouter->line);
  ubrk_close(layouter->clusters);
  g_ptr_array_unref(layouter->rules);
  g_array_unref(layouter->found);
  g_array_unref(layouter->levels);
  g_array_unref(layouter->visual_runs);
  g_free(layouter);
}

/* Returns the rules of a language, opened once; ICU's general ones for a tag that it can't read. */
static UBreakIterator *find_line_rules(BirgeLayouter *layouter, const char *language,
                                       UErrorCode *status) {
  for (guint i = 0; i < layouter->rules->len; i++) {
    LineRules *rules = layouter->rules->pdata[i];
    if (g_str_equal(rules->language, language))
      return rules->breaks;
  }
  char locale[ULOC_FULLNAME_CAPACITY];
  UErrorCode unknown = U_ZERO_ERROR;
  int32_t length = uloc_forLanguageTag(language, locale, sizeof locale, NULL, &unknown);
  if (U_FAILURE(unknown) || length >= (int32_t)sizeof locale)
    locale[0] = '\0';
  g_autoptr(UBreakIterator) breaks = ubrk_open(UBRK_LINE, locale, NULL, 0, status);
  if (U_FAILURE(*status))
    return NULL;
  LineRules *rules = g_new0(LineRules, 1);
  rules->language = g_strdup(language);
  rules->breaks = g_steal_pointer(&breaks);
  g_ptr_array_add(layouter->rules, rules);
  return rules->breaks;
}

/* No-break spaces hold their place at the end of a line. */
static gboolean is_space(UChar32 c) {
  return u_isUWhiteSpace(c) && u_getIntPropertyValue(c, UCHAR_LINE_BREAK) != U_LB_GLUE;
}

/* UAX #14 BK, CR, LF and NL. The information separators U+001C to U+001E are none of these, but
 * UAX #9 ends a paragraph there. */
gboolean birge_ends_line(UChar32 c) {
  return u_charDirection(c) == U_BLOCK_SEPARATOR || c == 0x0B || c == 0x0C || c == 0x2028;
}

static Cluster classify(UChar32 c) {
  gboolean ends_line = birge_ends_line(c);
  return (Cluster){.is_space = ends_line || is_space(c),
                   .ends_line = ends_line,
                   .ends_sequence = u_charDirection(c) == U_BLOCK_SEPARATOR};
}

/* Finds the clusters of the whole text, and adds where they begin to the layout. */
static void find_clusters(Work *work) {
  const BirgeUtf16 *utf16 = work->utf16;
  UBreakIterator *breaks = work->layouter->clusters;
  GArray *found = work->layouter->found;
  g_array_set_size(found, (guint)utf16->length_utf16 + 1); /* at most */
  g_array_set_size(work->layout->clusters, found->len);
  Cluster *clusters = &g_array_index(found, Cluster, 0);
  gsize *bytes = &g_array_index(work->layout->clusters, gsize, 0);
  guint n = 0;
  ubrk_setText(breaks, utf16->text, utf16->length_utf16, &work->status);
  int32_t start = ubrk_first(breaks);
  for (int32_t end; (end = ubrk_next(breaks)) != UBRK_DONE; start = end) {
    UChar32 c;
    int32_t next = start;
    U16_NEXT(utf16->text, next, end, c);
    Cluster cluster = classify(c);
    /* A space that carries a mark is seen; a carriage return and its line feed are one cluster. */
    cluster.is_space = cluster.is_space && (next == end || cluster.ends_line);
    cluster.is_tab = c == '\t' && work->device->tab_stop > 0;
    work->has_tabs = work->has_tabs || cluster.is_tab;
    cluster.start_utf16 = start;
    clusters[n] = cluster;
    bytes[n++] = utf16->offsets[start];
  }
  clusters[n] = (Cluster){.start_utf16 = utf16->length_utf16};
  bytes[n++] = work->paragraph->length;
  g_array_set_size(found, n);
  g_array_set_size(work->layout->clusters, n);
}

/* Marks the clusters before which a line may end. Places inside a cluster are passed over: UAX #14
 * LB10 would tear a mark from the space that carries it. */
static void find_breaks(Work *work) {
  UBreakIterator *breaks =
      find_line_rules(work->layouter, work->paragraph->language, &work->status);
  if (!breaks)
    return;
  ubrk_setText(breaks, work->utf16->text, work->utf16->length_utf16, &work->status);
  GArray *found = work->layouter->found;
  int32_t place = ubrk_first(breaks);
  for (guint i = 0; i < found->len && place != UBRK_DONE; i++) {
    Cluster *cluster = &g_array_index(found, Cluster, i);
    while (place != UBRK_DONE && place < cluster->start_utf16)
      place = ubrk_next(breaks);
    cluster->is_break = place == cluster->start_utf16;
  }
}

static const Cluster *cluster_at(const Work *work, guint i) {
  return &g_array_index(work->layouter->found, Cluster, i);
}

static gsize byte_at(const Work *work, guint i) {
  return g_array_index(work->layout->clusters, gsize, i);
}

/* Finds the levels of clusters start to end, a paragraph in the sense of UAX #9. */
static void find_levels(Work *work, guint start, guint end) {
  int32_t from = cluster_at(work, start)->start_utf16;
  int32_t length = cluster_at(work, end)->start_utf16 - from;
  UBiDiLevel base = work->paragraph->direction == BIRGE_DIRECTION_RTL ? 1 : 0;
  work->sequence_utf16 = from;
  ubidi_setPara(work->layouter->sequence, work->utf16->text + from, length, base, NULL,
                &work->status);
  const UBiDiLevel *levels = ubidi_getLevels(work->layouter->sequence, &work->status);
  for (guint i = start; i < end && U_SUCCESS(work->status); i++) {
    Cluster *cluster = &g_array_index(work->layouter->found, Cluster, i);
    cluster->level = levels[cluster->start_utf16 - from];
  }
}

/* Returns the end of a run of one level; a tab is one of its own. */
static guint find_run_end(const Work *work, guint start, guint end) {
  const Cluster *first = cluster_at(work, start);
  guint next = start + 1;
  while (next < end && !first->is_tab && !cluster_at(work, next)->is_tab &&
         cluster_at(work, next)->level == first->level)
    next++;
  return next;
}

/* How far it is to the next tab stop that leaves room for a space. */
static double measure_tab(const Work *work, double x) {
  double stop = work->device->tab_stop;
  double width = stop - fmod(x, stop);
  return width < stop / BIRGE_TAB_SPACES ? width + stop : width;
}

/* Asks the device, a level at a time. x: how far from the line's beginning the first stands. */
static double measure(const Work *work, guint start, guint end, double x) {
  double width = 0;
  for (guint next; start < end; start = next) {
    next = find_run_end(work, start, end);
    const Cluster *first = cluster_at(work, start);
    gsize from = byte_at(work, start);
    if (first->is_tab)
      width += measure_tab(work, x + width);
    else
      width += work->device->measure(work->device->user_data, work->paragraph->text + from,
                                     byte_at(work, next) - from, first->level);
  }
  return width;
}

/* Adds clusters start to end, which have one level, as a run. */
static void add_run(Work *work, guint start, guint end, double tab_width) {
  BirgeVisualRun run = {.start = byte_at(work, start),
                        .end = byte_at(work, end),
                        .first_cluster = start,
                        .end_cluster = end,
                        .level = cluster_at(work, start)->level,
                        .tab_width = tab_width};
  g_array_append_val(work->layout->runs, run);
  g_array_append_val(work->layouter->levels, run.level);
}

/* Finds the runs of a line in logical order. The levels are asked anew, for rule L1 changes those
 * at the end of a line. */
static void find_runs(Work *work, guint start, guint end) {
  BirgeLayouter *layouter = work->layouter;
  g_array_set_size(layouter->levels, 0);
  int32_t from = cluster_at(work, start)->start_utf16;
  ubidi_setLine(layouter->sequence, from - work->sequence_utf16,
                cluster_at(work, end)->start_utf16 - work->sequence_utf16, layouter->line,
                &work->status);
  const UBiDiLevel *levels = ubidi_getLevels(layouter->line, &work->status);
  if (U_FAILURE(work->status))
    return;
  for (guint i = start; i < end; i++) {
    Cluster *cluster = &g_array_index(layouter->found, Cluster, i);
    cluster->level = levels[cluster->start_utf16 - from];
  }
  double x = 0;
  for (guint next; start < end; start = next) {
    next = find_run_end(work, start, end);
    double width = work->has_tabs ? measure(work, start, next, x) : 0;
    x += width;
    add_run(work, start, next, cluster_at(work, start)->is_tab ? width : 0);
  }
}

/* Rule L2, on the runs of a line. */
static void order_runs(Work *work, guint first_run) {
  BirgeLayouter *layouter = work->layouter;
  GArray *runs = work->layout->runs;
  guint n_runs = runs->len - first_run;
  if (n_runs < 2)
    return;
  g_array_set_size(layouter->visual_runs, n_runs);
  int32_t *order = &g_array_index(layouter->visual_runs, int32_t, 0);
  ubidi_reorderVisual((const UBiDiLevel *)layouter->levels->data, (int32_t)n_runs, order);
  g_autofree BirgeVisualRun *logical =
      g_memdup2(&g_array_index(runs, BirgeVisualRun, first_run), n_runs * sizeof *logical);
  for (guint i = 0; i < n_runs; i++)
    g_array_index(runs, BirgeVisualRun, first_run + i) = logical[order[i]];
}

/* Ends a line, and begins the next one at a cluster. */
static void end_line(Work *work, Draft *draft, guint next) {
  BirgeLine line = {.start = byte_at(work, draft->start),
                    .end = byte_at(work, draft->end),
                    .width = draft->width,
                    .first_run = work->layout->runs->len};
  if (draft->start < draft->end) {
    find_runs(work, draft->start, draft->end);
    order_runs(work, line.first_run);
  }
  line.end_run = work->layout->runs->len;
  g_array_append_val(work->layout->lines, line);
  *draft = (Draft){.start = next, .end = next};
}

/* What goes onto a line as a whole. Numbers are of clusters. */
typedef struct {
  guint start;
  guint end;
  double width;
} Piece;

/* Where what is added next would stand. */
static double draft_x(const Draft *draft) {
  return draft->width + draft->trailing;
}

static Piece measure_piece(const Work *work, const Draft *draft, guint start, guint end) {
  return (Piece){start, end, measure(work, start, end, draft_x(draft))};
}

/* Adds what is seen, on a line of its own if it doesn't go in with what stands there. White space
 * alone makes no line: it is left out where it doesn't go in with a word. */
static void add_piece(Work *work, Draft *draft, Piece piece) {
  if (draft_x(draft) + piece.width > work->paragraph->width) {
    if (draft->end > draft->start)
      end_line(work, draft, piece.start);
    *draft = (Draft){.start = piece.start};
    /* A tab inside it is as wide as where it stands says. */
    if (work->has_tabs)
      piece = measure_piece(work, draft, piece.start, piece.end);
  }
  draft->width = draft_x(draft) + piece.width;
  draft->trailing = 0;
  draft->end = piece.end;
}

/* Adds a word that is wider than a line, as much of it to each line as goes in; it begins one. */
static void add_long_word(Work *work, Draft *draft, guint start, guint end) {
  if (draft->end > draft->start)
    end_line(work, draft, start);
  *draft = (Draft){.start = start, .end = start};
  for (guint i = start; i < end; i++) {
    Piece cluster = measure_piece(work, draft, i, i + 1);
    if (cluster_at(work, i)->is_space)
      draft->trailing += cluster.width;
    else
      add_piece(work, draft, cluster);
  }
}

/* Adds what stands between two places where a line may end: a word, and the white space after it.
 */
static void add_word(Work *work, Draft *draft, guint start, guint end) {
  guint seen_end = end;
  while (seen_end > start && cluster_at(work, seen_end - 1)->is_space)
    seen_end--;
  if (seen_end > start) {
    Piece word = measure_piece(work, draft, start, seen_end);
    gboolean fits = draft_x(draft) + word.width <= work->paragraph->width;
    double alone = work->has_tabs ? measure(work, start, seen_end, 0) : word.width;
    if (!fits && alone > work->paragraph->width)
      add_long_word(work, draft, start, seen_end);
    else
      add_piece(work, draft, word);
  }
  draft->trailing += measure(work, seen_end, end, draft_x(draft));
}

/* Breaks clusters start to end into lines; a line ends at their end. */
static void break_lines(Work *work, guint start, guint end) {
  guint first_line = work->layout->lines->len;
  Draft draft = {.start = start, .end = start};
  for (guint next; start < end && U_SUCCESS(work->status); start = next) {
    next = start + 1;
    while (next < end && !cluster_at(work, next)->is_break)
      next++;
    add_word(work, &draft, start, next);
  }
  /* A mark of direction after the last space would show as an empty line. */
  gboolean is_invisible = draft.end > draft.start && draft.width <= 0;
  if (!is_invisible || work->layout->lines->len == first_line)
    end_line(work, &draft, end);
}

/* Lays out clusters start to end, a paragraph in the sense of UAX #9, up to each forced break. */
static void lay_out_sequence(Work *work, guint start, guint end) {
  find_levels(work, start, end);
  guint line = start;
  for (guint i = start; i < end && U_SUCCESS(work->status); i++) {
    if (cluster_at(work, i)->ends_line) {
      break_lines(work, line, i);
      line = i + 1;
    }
  }
  if (line < end && U_SUCCESS(work->status))
    break_lines(work, line, end);
}

static void lay_out(Work *work) {
  guint n = work->layouter->found->len - 1;
  guint start = 0;
  for (guint i = 0; i < n && U_SUCCESS(work->status); i++) {
    if (cluster_at(work, i)->ends_sequence) {
      lay_out_sequence(work, start, i + 1);
      start = i + 1;
    }
  }
  if (start < n)
    lay_out_sequence(work, start, n);
  if (work->layout->lines->len == 0) {
    BirgeLine empty = {0};
    g_array_append_val(work->layout->lines, empty);
  }
}

BirgeLayout *birge_layout_new(BirgeLayouter *layouter, const BirgeParagraph *paragraph,
                              const BirgeDevice *device, GError **error) {
  if (paragraph->length >= BIRGE_MAX_UTF16) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT,
                "a paragraph is %" G_GSIZE_FORMAT " bytes long, expected less than %d",
                paragraph->length, BIRGE_MAX_UTF16);
    return NULL;
  }
  g_autoptr(BirgeUtf16) utf16 = birge_utf16_new(paragraph->text, paragraph->length);
  g_autoptr(BirgeLayout) layout = g_new0(BirgeLayout, 1);
  layout->lines = g_array_new(FALSE, FALSE, sizeof(BirgeLine));
  layout->runs = g_array_new(FALSE, FALSE, sizeof(BirgeVisualRun));
  layout->clusters = g_array_new(FALSE, FALSE, sizeof(gsize));
  Work work = {.layouter = layouter,
               .paragraph = paragraph,
               .device = device,
               .utf16 = utf16,
               .layout = layout,
               .status = U_ZERO_ERROR};
  find_clusters(&work);
  find_breaks(&work);
  if (U_SUCCESS(work.status))
    lay_out(&work);
  if (U_FAILURE(work.status)) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT, "ICU can't lay out a paragraph: %s",
                u_errorName(work.status));
    return NULL;
  }
  return g_steal_pointer(&layout);
}

void birge_layout_free(BirgeLayout *layout) {
  g_array_unref(layout->lines);
  g_array_unref(layout->runs);
  g_array_unref(layout->clusters);
  g_free(layout);
}

BirgeDirection birge_direction_guess(const char *text, gsize length) {
  guint depth = 0;
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    switch (u_charDirection((UChar32)g_utf8_get_char(p))) {
    case U_LEFT_TO_RIGHT_ISOLATE:
    case U_RIGHT_TO_LEFT_ISOLATE:
    case U_FIRST_STRONG_ISOLATE:
      depth++;
      break;
    case U_POP_DIRECTIONAL_ISOLATE:
      depth -= depth > 0 ? 1 : 0;
      break;
    case U_LEFT_TO_RIGHT:
      if (depth == 0)
        return BIRGE_DIRECTION_LTR;
      break;
    case U_RIGHT_TO_LEFT:
    case U_RIGHT_TO_LEFT_ARABIC:
      if (depth == 0)
        return BIRGE_DIRECTION_RTL;
      break;
    default:
      break;
    }
  }
  return BIRGE_DIRECTION_LTR;
}
