/* Hands approved rows to the memory, and says which were rejected. */
#include "review/approve.h"

#include "exchange/import.h"

static void add_prop(BirgeUnit *unit, const char *type, const char *value) {
  BirgeNote *prop = birge_note_new(BIRGE_NOTE_PROP, value);
  birge_attributes_add(prop->attributes, "type", type);
  g_ptr_array_add(unit->notes, prop);
}

/* Makes a unit of a row. n_before: how many rows before it have the same text in the first
 * language; such are told apart by their order, for they have nothing else that stays. Returns it,
 * yours. */
static BirgeUnit *make_unit(const BirgeApproval *approval, const BirgeBitext *bitext, guint r,
                            guint n_before) {
  const BirgeRow *row = &bitext->rows[r];
  BirgeUnit *unit = birge_unit_new();
  add_prop(unit, BIRGE_PROP_ARTICLE, approval->article);
  if (n_before > 0) {
    g_autofree char *number = g_strdup_printf("%u", n_before + 1);
    add_prop(unit, BIRGE_PROP_ID, number);
  }
  if (row->status == BIRGE_STATUS_REJECTED)
    add_prop(unit, BIRGE_PROP_STATUS, birge_status_print(BIRGE_STATUS_REJECTED));
  if (row->note)
    g_ptr_array_add(unit->notes, birge_note_new(BIRGE_NOTE_NOTE, row->note));
  for (guint d = 0; d < bitext->n_documents; d++) {
    if (row->runs[d].first < row->runs[d].end)
      g_ptr_array_add(unit->variants,
                      birge_document_run_variant(bitext->documents[d], row->runs[d]));
  }
  return unit;
}

/* Returns a row's text in the first language that it has, yours. */
static char *first_text(const BirgeBitext *bitext, guint r) {
  guint d = 0;
  while (d + 1 < bitext->n_documents &&
         bitext->rows[r].runs[d].first == bitext->rows[r].runs[d].end)
    d++;
  return birge_document_run_text(bitext->documents[d], bitext->rows[r].runs[d]);
}

/* Of a row that is neither approved nor rejected, the memory keeps what it has. */
static gboolean is_decided(const BirgeBitext *bitext, guint r) {
  const BirgeRow *row = &bitext->rows[r];
  return row->status == BIRGE_STATUS_REJECTED ||
         (row->status == BIRGE_STATUS_APPROVED && birge_row_is_tied(row, bitext->n_documents));
}

gboolean birge_approve(const BirgeApproval *approval, BirgeIntake *approved, GError **error) {
  g_autoptr(BirgeBitext) bitext =
      birge_draft_bitext(approval->draft, 0, approval->draft->rows->len);
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint r = 0; r < bitext->n_rows; r++) {
    char *text = first_text(bitext, r);
    guint n_before = GPOINTER_TO_UINT(g_hash_table_lookup(counts, text));
    g_hash_table_insert(counts, text, GUINT_TO_POINTER(n_before + 1));
    if (is_decided(bitext, r))
      g_ptr_array_add(units, make_unit(approval, bitext, r, n_before));
  }
  const BirgeIntakeOptions options = {.folder = approval->memory,
                                      .name = BIRGE_APPROVED_FILE,
                                      .user = approval->user,
                                      .are_whole = TRUE};
  return birge_memory_take(units, &options, approved, error);
}
