/* Joins the rows of a bitext to whole paragraphs. */
#include "model/bitext.h"

#include <string.h>

/* What of a document stands in the rows that are made. */
typedef struct {
  guint last; /* its last segment; n_segments if there is none yet */
  guint row;  /* the row that holds it */
} Edge;

/* Whether the block that holds a document's last segment goes on in a row. */
static gboolean goes_on(const BirgeDocument *document, Edge edge, BirgeRun run) {
  return edge.last < document->n_segments && run.first < run.end &&
         document->segments[edge.last].block == document->segments[run.first].block;
}

/* Adds a row to one before it, whose gaps are forgotten: a paragraph says no such thing. A joined
 * row is right if all of its rows are: it is no surer than the least sure. */
static void join_row(BirgeRow *into, const BirgeRow *row, guint n_documents) {
  for (guint d = 0; d < n_documents; d++) {
    if (into->runs[d].first == into->runs[d].end)
      into->runs[d] = row->runs[d];
    else if (row->runs[d].first < row->runs[d].end)
      into->runs[d].end = row->runs[d].end;
  }
  memset(into->gaps, 0, sizeof into->gaps);
  into->confidence = MIN(into->confidence, row->confidence);
  into->origin = into->origin == row->origin ? into->origin : BIRGE_ORIGIN_ALIGNED;
  into->status = into->status == row->status ? into->status : BIRGE_STATUS_PROPOSED;
}

/* Returns the first of the rows, or their number, that a new row must be joined with. */
static guint find_first_joined(const BirgeBitext *bitext, const BirgeRow *row, const Edge *edges,
                               guint n_rows) {
  guint first = n_rows;
  for (guint d = 0; d < bitext->n_documents; d++) {
    if (goes_on(bitext->documents[d], edges[d], row->runs[d]))
      first = MIN(first, edges[d].row);
  }
  return first;
}

BirgeBitext *birge_bitext_join_paragraphs(const BirgeBitext *bitext) {
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  guint n_documents = bitext->n_documents;
  Edge edges[BIRGE_MAX_LANGUAGES];
  for (guint d = 0; d < n_documents; d++)
    edges[d] = (Edge){.last = bitext->documents[d]->n_segments};
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    guint first = find_first_joined(bitext, row, edges, rows->len);
    g_array_append_val(rows, *row);
    for (guint i = first + 1; i < rows->len; i++)
      join_row(&g_array_index(rows, BirgeRow, first), &g_array_index(rows, BirgeRow, i),
               n_documents);
    g_array_set_size(rows, first + 1);
    for (guint d = 0; d < n_documents; d++) {
      edges[d].row = MIN(edges[d].row, first);
      if (row->runs[d].first < row->runs[d].end)
        edges[d] = (Edge){row->runs[d].end - 1, first};
    }
  }
  return birge_bitext_new(bitext->documents, n_documents, (const BirgeRow *)rows->data, rows->len);
}
