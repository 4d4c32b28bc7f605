/* Writes approved rows to the memory's own file. */
#include "review/approve.h"

#include "base/error.h"
#include "exchange/exchange.h"

#include <string.h>

#define ARTICLE_TYPE "x-birge-article"

/* The file while it is made anew. */
typedef struct {
  const BirgeApproval *approval;
  const BirgeBitext *bitext;
  GPtrArray *units;   /* of BirgeUnit*: those that stay, in their order */
  GPtrArray *sources; /* of char*: a row's text in the first language that it has */
  gboolean *are_done;
  BirgeApproved *approved;
  char *now;
} Work;

/* Whether what stands between two neighbouring segments of a cell is part of its text. */
static gboolean keeps_gap(const BirgeDocument *document, guint s) {
  const BirgeSegment *left = &document->segments[s], *right = left + 1;
  gsize length = right->start - left->end;
  return left->block == right->block && !memchr(document->text + left->end, '\n', length) &&
         !memchr(document->text + left->end, '\r', length);
}

/* Adds the codes of a run where birge_document_run_text() has the letters around them. */
static void add_codes(BirgeVariant *variant, const BirgeDocument *document, BirgeRun run) {
  gsize place = 0;
  for (guint s = run.first; s < run.end; s++) {
    const BirgeSegment *segment = &document->segments[s];
    gboolean has_next = s + 1 < run.end, keep = has_next && keeps_gap(document, s);
    gsize end = keep ? segment[1].start : segment->end;
    for (guint c = 0; c < document->n_codes; c++) {
      const BirgeCode *code = &document->codes[c];
      if (code->offset >= segment->start && (code->offset < end || (!keep && code->offset == end)))
        birge_variant_add_code(variant, place + code->offset - segment->start, code->markup);
    }
    place += end - segment->start + (has_next && !keep ? 1 : 0);
  }
}

static BirgeUnit *make_unit(const Work *work, guint r) {
  const BirgeRow *row = &work->bitext->rows[r];
  BirgeUnit *unit = birge_unit_new();
  BirgeNote *article = birge_note_new(BIRGE_NOTE_PROP, work->approval->article);
  birge_attributes_add(article->attributes, "type", ARTICLE_TYPE);
  g_ptr_array_add(unit->notes, article);
  if (row->note)
    g_ptr_array_add(unit->notes, birge_note_new(BIRGE_NOTE_NOTE, row->note));
  for (guint d = 0; d < work->bitext->n_documents; d++) {
    const BirgeDocument *document = work->bitext->documents[d];
    if (row->runs[d].first == row->runs[d].end)
      continue;
    g_autofree char *text = birge_document_run_text(document, row->runs[d]);
    BirgeVariant *variant = birge_variant_new(document->language);
    birge_variant_set_text(variant, text, strlen(text));
    add_codes(variant, document, row->runs[d]);
    g_ptr_array_add(unit->variants, variant);
  }
  return unit;
}

/* Whether two units say the same in the same languages. */
static gboolean is_same(const BirgeUnit *a, const BirgeUnit *b) {
  if (a->variants->len != b->variants->len || a->notes->len != b->notes->len)
    return FALSE;
  for (guint v = 0; v < a->variants->len; v++) {
    const BirgeVariant *one = a->variants->pdata[v], *two = b->variants->pdata[v];
    if (!g_str_equal(one->language, two->language) || !g_str_equal(one->text, two->text))
      return FALSE;
  }
  for (guint n = 0; n < a->notes->len; n++) {
    const BirgeNote *one = a->notes->pdata[n], *two = b->notes->pdata[n];
    if (one->kind != two->kind || !g_str_equal(one->text, two->text))
      return FALSE;
  }
  return TRUE;
}

static gboolean is_of_article(const BirgeUnit *unit, const char *article) {
  for (guint n = 0; n < unit->notes->len; n++) {
    const BirgeNote *note = unit->notes->pdata[n];
    if (note->kind == BIRGE_NOTE_PROP && g_str_equal(note->text, article) &&
        g_strcmp0(birge_attributes_get(note->attributes, "type"), ARTICLE_TYPE) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Finds a row that says in its first language what a unit of the article does; of several, one that
 * says the same in all. */
static gboolean find_row(const Work *work, const BirgeUnit *unit, guint *row) {
  if (unit->variants->len == 0 || !is_of_article(unit, work->approval->article))
    return FALSE;
  const BirgeVariant *variant = unit->variants->pdata[0];
  gboolean is_found = FALSE;
  for (guint r = 0; r < work->bitext->n_rows; r++) {
    if (work->are_done[r] || !g_str_equal(work->sources->pdata[r], variant->text))
      continue;
    g_autoptr(BirgeUnit) made = make_unit(work, r);
    gboolean is_equal = is_same(unit, made);
    if (!is_found || is_equal)
      *row = r;
    if (is_equal)
      return TRUE;
    is_found = TRUE;
  }
  return is_found;
}

/* Signs a unit. is_new: made now, not changed. */
static void sign(const Work *work, BirgeUnit *unit, gboolean is_new) {
  birge_attributes_add(unit->attributes, is_new ? "creationdate" : "changedate", work->now);
  birge_attributes_add(unit->attributes, is_new ? "creationid" : "changeid", work->approval->user);
}

/* Decides what becomes of a unit that is in the file already. */
static gboolean take_old(const BirgeUnit *old, gpointer data, GError **error G_GNUC_UNUSED) {
  Work *work = data;
  guint r;
  if (!find_row(work, old, &r)) {
    g_ptr_array_add(work->units, birge_unit_ref(old));
    return TRUE;
  }
  BirgeStatus status = work->bitext->rows[r].status;
  if (status == BIRGE_STATUS_REJECTED) {
    work->approved->n_removed++;
    return TRUE;
  }
  g_autoptr(BirgeUnit) unit = make_unit(work, r);
  if (status != BIRGE_STATUS_APPROVED || is_same(old, unit)) {
    work->approved->n_kept += status == BIRGE_STATUS_APPROVED ? 1 : 0;
    work->are_done[r] = TRUE;
    g_ptr_array_add(work->units, birge_unit_ref(old));
    return TRUE;
  }
  static const char *const names[] = {"creationdate", "creationid"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    const char *value = birge_attributes_get(old->attributes, names[i]);
    if (value)
      birge_attributes_add(unit->attributes, names[i], value);
  }
  sign(work, unit, FALSE);
  work->approved->n_changed++;
  work->are_done[r] = TRUE;
  g_ptr_array_add(work->units, g_steal_pointer(&unit));
  return TRUE;
}

/* Gathers the text of each row in the first language that it has. */
static void gather_sources(Work *work) {
  const BirgeBitext *bitext = work->bitext;
  for (guint r = 0; r < bitext->n_rows; r++) {
    guint d = 0;
    while (d + 1 < bitext->n_documents &&
           bitext->rows[r].runs[d].first == bitext->rows[r].runs[d].end)
      d++;
    g_ptr_array_add(work->sources,
                    birge_document_run_text(bitext->documents[d], bitext->rows[r].runs[d]));
  }
}

static void add_new(Work *work) {
  for (guint r = 0; r < work->bitext->n_rows; r++) {
    const BirgeRow *row = &work->bitext->rows[r];
    if (work->are_done[r] || row->status != BIRGE_STATUS_APPROVED ||
        !birge_row_is_tied(row, work->bitext->n_documents))
      continue;
    BirgeUnit *unit = make_unit(work, r);
    sign(work, unit, TRUE);
    g_ptr_array_add(work->units, unit);
    work->approved->n_added++;
  }
}

static gboolean write_units(const Work *work, const char *path, const BirgeTmxHeader *header,
                            GError **error) {
  g_autoptr(BirgeOutput) output = birge_output_open(path, error);
  if (!output)
    return FALSE;
  g_autoptr(BirgeTmxWriter) writer = birge_tmx_writer_new(output, NULL, header);
  for (guint u = 0; u < work->units->len; u++) {
    if (!birge_tmx_writer_add(writer, work->units->pdata[u], error))
      return FALSE;
  }
  birge_tmx_writer_end(g_steal_pointer(&writer));
  return birge_output_commit(g_steal_pointer(&output), error);
}

static gboolean rewrite(Work *work, GError **error) {
  g_autofree char *path = g_build_filename(work->approval->memory, BIRGE_APPROVED_FILE, NULL);
  g_autoptr(BirgeTmxHeader) header = NULL;
  gather_sources(work);
  if (g_file_test(path, G_FILE_TEST_EXISTS) &&
      !birge_tmx_read(path, take_old, work, &header, error))
    return FALSE;
  add_new(work);
  const BirgeApproved *approved = work->approved;
  return approved->n_added + approved->n_changed + approved->n_removed == 0 ||
         write_units(work, path, header, error);
}

gboolean birge_approve(const BirgeApproval *approval, BirgeApproved *approved, GError **error) {
  *approved = (BirgeApproved){0};
  g_autoptr(BirgeBitext) bitext =
      birge_draft_bitext(approval->draft, 0, approval->draft->rows->len);
  g_autoptr(GDateTime) date = g_date_time_new_now_utc();
  Work work = {
      .approval = approval,
      .bitext = bitext,
      .units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref),
      .sources = g_ptr_array_new_with_free_func(g_free),
      .are_done = g_new0(gboolean, MAX(bitext->n_rows, 1)),
      .approved = approved,
      .now = g_date_time_format(date, "%Y%m%dT%H%M%SZ"),
  };
  gboolean is_written = rewrite(&work, error);
  g_ptr_array_unref(work.units);
  g_ptr_array_unref(work.sources);
  g_free(work.are_done);
  g_free(work.now);
  return is_written;
}
