/* Reads cases, and lists the beads near the gold ones. */
#include "cases.h"

#include "exchange/exchange.h"

#include <string.h>

/* How far from the gold beads others are looked at, in pieces; of two documents and of three. */
#define PAIR_BAND 12
#define JOINT_BAND 4
/* The gold bead of no segment, and of those that can't be told apart. */
#define NO_BEAD 0

typedef struct {
  const CaseOptions *options;
  guint n;
  BirgePieces *pieces[BIRGE_MAX_SEARCHED];
  const BirgeDocument *documents[BIRGE_MAX_SEARCHED];
  guint n_pieces[BIRGE_MAX_SEARCHED];
  guint32 *beads[BIRGE_MAX_SEARCHED]; /* by piece: its gold bead, counted from 1 */
  GHashTable *loose;                  /* gold beads with gaps: others stand in between */
  BirgeWindow *windows;
  guint32 *offsets;
  BirgeScorer *scorer;
} Reader;

static BirgeDocument *read_lines(const char *language, const char *path) {
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  if (!g_file_get_contents(path, &text, &length, &error))
    g_error("%s", error->message);
  BirgeDocumentBuilder *builder = birge_document_builder_new_empty(language, path);
  birge_document_builder_add_text(builder, text, length);
  birge_document_builder_add_block(builder, (BirgeBlock){0, length, BIRGE_BLOCK_PARAGRAPH});
  for (gsize start = 0; start < length;) {
    const char *line_end = memchr(text + start, '\n', length - start);
    gsize end = line_end ? (gsize)(line_end - text) : length;
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, 0});
    start = end + 1;
  }
  return birge_document_builder_end(builder);
}

/* Marks the pieces of a gold bead, and opens the windows around it. done: pieces of each document
 * that lie behind. */
static void mark_bead(Reader *reader, const BirgeBeads *gold, guint b, guint *done, guint band) {
  guint first[BIRGE_MAX_SEARCHED], end[BIRGE_MAX_SEARCHED];
  for (guint x = 0; x < reader->n; x++) {
    BirgeBeadSide side = birge_beads_side(gold, b, x);
    first[x] = end[x] = done[x];
    if (side.n == 0)
      continue;
    first[x] = MIN(reader->pieces[x]->firsts[side.lines[0]], done[x]);
    end[x] = MAX(reader->pieces[x]->firsts[side.lines[side.n - 1] + 1], done[x]);
    for (guint k = 0; k < side.n; k++)
      for (guint p = reader->pieces[x]->firsts[side.lines[k]];
           p < reader->pieces[x]->firsts[side.lines[k] + 1]; p++)
        reader->beads[x][p] = b + 1;
    if (side.lines[side.n - 1] - side.lines[0] != side.n - 1)
      g_hash_table_add(reader->loose, GUINT_TO_POINTER(b + 1));
  }
  for (guint i = first[0]; i <= end[0]; i++) {
    for (guint d = 1; d < reader->n; d++) {
      BirgeWindow *window = &reader->windows[i];
      window->low[d - 1] = MIN(window->low[d - 1], first[d] - MIN(first[d], band));
      window->high[d - 1] = MAX(window->high[d - 1], MIN(end[d] + band, reader->n_pieces[d]));
    }
  }
  memcpy(done, end, sizeof end);
}

static void mark_beads(Reader *reader, const BirgeBeads *gold) {
  guint band = reader->n == 2 ? PAIR_BAND : JOINT_BAND, done[BIRGE_MAX_SEARCHED] = {0};
  reader->windows = g_new0(BirgeWindow, reader->n_pieces[0] + 1);
  for (guint i = 0; i <= reader->n_pieces[0]; i++)
    for (guint d = 1; d < reader->n; d++)
      reader->windows[i].low[d - 1] = i == 0 ? 0 : reader->n_pieces[d];
  for (guint b = 0; b < gold->n_beads; b++)
    mark_bead(reader, gold, b, done, band);
  for (guint d = 1; d < reader->n; d++)
    reader->windows[reader->n_pieces[0]].high[d - 1] = reader->n_pieces[d];
}

static gboolean find_position(const Reader *reader, const guint *at, guint32 *position) {
  const BirgeWindow *w = &reader->windows[at[0]];
  if (at[1] < w->low[0] || at[1] > w->high[0] || at[2] < w->low[1] || at[2] > w->high[1])
    return FALSE;
  *position = reader->offsets[at[0]] + (at[1] - w->low[0]) * (w->high[1] - w->low[1] + 1) +
              (at[2] - w->low[1]);
  return TRUE;
}

static gboolean is_border(const Reader *reader, guint x, guint at) {
  return birge_pieces_is_border(reader->pieces[x], at);
}

static gboolean is_corner(const Reader *reader, const guint *at) {
  for (guint x = 0; x < reader->n; x++)
    if (!is_border(reader, x, at[x]))
      return FALSE;
  return TRUE;
}

/* Whether a bead has pieces on a side of a place: before it or from it on. */
static gboolean reaches(const Reader *reader, guint32 bead, const guint *at, gboolean before) {
  for (guint x = 0; x < reader->n; x++) {
    if (before ? at[x] > 0 && reader->beads[x][at[x] - 1] == bead
               : at[x] < reader->n_pieces[x] && reader->beads[x][at[x]] == bead)
      return TRUE;
  }
  return FALSE;
}

/* Whether a bead of pieces may be a part of a gold bead: all pieces are of that, no other one is
 * half done, and where it could end it does. */
static gboolean is_gold(const Reader *reader, const guint *from, const guint *to) {
  guint32 bead = NO_BEAD;
  for (guint x = 0; x < reader->n; x++) {
    for (guint p = from[x]; p < to[x]; p++) {
      if (bead == NO_BEAD)
        bead = reader->beads[x][p];
      if (reader->beads[x][p] != bead)
        return FALSE;
    }
  }
  if (bead == NO_BEAD)
    return FALSE;
  if (g_hash_table_contains(reader->loose, GUINT_TO_POINTER(bead)))
    return TRUE;
  for (guint x = 0; x < reader->n; x++) {
    if (!is_border(reader, x, from[x]) && reader->beads[x][from[x]] != bead)
      return FALSE;
    if (!is_border(reader, x, to[x]) && reader->beads[x][to[x]] != bead)
      return FALSE;
  }
  return !(is_corner(reader, from) && reaches(reader, bead, from, TRUE)) &&
         !(is_corner(reader, to) && reaches(reader, bead, to, FALSE));
}

/* Appends the features of a bead. */
static void add_features(const Reader *reader, const guint *from, const guint *to,
                         GArray *features) {
  double sums[BIRGE_N_EVIDENCE] = {0}, evidence[BIRGE_N_EVIDENCE];
  for (guint x = 0; x < reader->n; x++) {
    for (guint y = x + 1; y < reader->n; y++) {
      if (from[x] == to[x] || from[y] == to[y])
        continue;
      const BirgeRun pair[] = {{from[x], to[x]}, {from[y], to[y]}};
      birge_scorer_weigh(reader->scorer, x, y, pair, evidence);
      for (guint e = 0; e < BIRGE_N_EVIDENCE; e++)
        sums[e] += evidence[e];
    }
  }
  float sum = 0;
  for (guint e = 0; e < BIRGE_N_EVIDENCE; e++) {
    float one = (float)sums[e];
    if (reader->options->weights)
      sum += (float)(reader->options->weights[e] * sums[e]);
    else
      g_array_append_val(features, one);
  }
  if (reader->options->weights)
    g_array_append_val(features, sum);
}

static void add_edges(const Reader *reader, const Case *training_case, const guint *to,
                      GArray *edges, GArray *features) {
  Edge edge = {0};
  find_position(reader, to, &edge.to);
  for (guint s = 0; s < training_case->shapes.n; s++) {
    const guint8 *n = training_case->shapes.shapes[s].n;
    if (to[0] < n[0] || to[1] < n[1] || to[2] < n[2])
      continue;
    const guint from[] = {to[0] - n[0], to[1] - n[1], to[2] - n[2]};
    if (!find_position(reader, from, &edge.from))
      continue;
    edge.shape = (guint16)s;
    edge.is_gold = is_gold(reader, from, to);
    g_array_append_val(edges, edge);
    add_features(reader, from, to, features);
  }
}

static Case *list_edges(Reader *reader) {
  Case *training_case = g_new0(Case, 1);
  training_case->n_documents = reader->n;
  training_case->n_features = reader->options->weights ? 1 : BIRGE_N_EVIDENCE;
  birge_shapes_init(&training_case->shapes, reader->n, FALSE);
  reader->offsets = g_new0(guint32, reader->n_pieces[0] + 2);
  for (guint i = 0; i <= reader->n_pieces[0]; i++) {
    const BirgeWindow *w = &reader->windows[i];
    reader->offsets[i + 1] =
        reader->offsets[i] + (w->high[0] - w->low[0] + 1) * (w->high[1] - w->low[1] + 1);
  }
  training_case->n_positions = reader->offsets[reader->n_pieces[0] + 1];
  GArray *edges = g_array_new(FALSE, FALSE, sizeof(Edge));
  GArray *features = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i <= reader->n_pieces[0]; i++)
    for (guint j = reader->windows[i].low[0]; j <= reader->windows[i].high[0]; j++)
      for (guint k = reader->windows[i].low[1]; k <= reader->windows[i].high[1]; k++)
        add_edges(reader, training_case, (const guint[]){i, j, k}, edges, features);
  training_case->n_edges = edges->len;
  training_case->edges = (Edge *)(gpointer)g_array_free(edges, FALSE);
  training_case->features = (float *)(gpointer)g_array_free(features, FALSE);
  return training_case;
}

Case *case_read(const char *line, const CaseOptions *options) {
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = g_strsplit(line, " ", -1);
  guint n_words = g_strv_length(words);
  if (n_words != 5 && n_words != 7)
    g_error("not LANGUAGE FILE LANGUAGE FILE [LANGUAGE FILE] GOLD: %s", line);
  Reader reader = {.options = options, .n = n_words / 2};
  g_autoptr(BirgeBeads) gold = birge_beads_read(words[n_words - 1], &error);
  if (!gold)
    g_error("%s", error->message);
  reader.loose = g_hash_table_new(NULL, NULL);
  for (guint x = 0; x < reader.n; x++) {
    g_autoptr(BirgeDocument) document = read_lines(words[2 * x], words[2 * x + 1]);
    reader.pieces[x] = birge_pieces_new(document, options->rules, &error);
    if (!reader.pieces[x])
      g_error("%s", error->message);
    reader.documents[x] = reader.pieces[x]->document;
    reader.n_pieces[x] = reader.documents[x]->n_segments;
    reader.beads[x] = g_new0(guint32, reader.n_pieces[x] + 1);
  }
  const BirgeAlignOptions align = {.locales = options->locales, .lexicon = options->lexicon};
  reader.scorer = birge_scorer_new(reader.documents, reader.n, &align, FALSE);
  mark_beads(&reader, gold);
  Case *training_case = list_edges(&reader);
  birge_scorer_free(reader.scorer);
  for (guint x = 0; x < reader.n; x++) {
    birge_pieces_free(reader.pieces[x]);
    g_free(reader.beads[x]);
  }
  g_hash_table_unref(reader.loose);
  g_free(reader.windows);
  g_free(reader.offsets);
  return training_case;
}

void case_free(Case *training_case) {
  g_free(training_case->edges);
  g_free(training_case->features);
  g_free(training_case);
}
