/* Says what of a bitext a format can't hold. */
#include "exchange/private.h"

static guint count_notes(const BirgeBitext *bitext) {
  guint n = 0;
  for (guint r = 0; r < bitext->n_rows; r++)
    n += bitext->rows[r].note && *bitext->rows[r].note;
  return n;
}

static guint count_codes(const BirgeBitext *bitext) {
  guint n = 0;
  for (guint d = 0; d < bitext->n_documents; d++)
    n += bitext->documents[d]->n_codes;
  return n;
}

static guint count_without_source(const BirgeBitext *bitext) {
  guint n = 0;
  for (guint r = 0; r < bitext->n_rows; r++)
    n += bitext->rows[r].runs[0].first == bitext->rows[r].runs[0].end;
  return n;
}

void birge_bitext_tell_lost(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                            const char *format, guint lost) {
  const struct {
    guint kind;
    guint n;
    const char *what;
  } kinds[] = {
      {BIRGE_LOST_CODES, count_codes(bitext), "inline codes"},
      {BIRGE_LOST_NOTES, count_notes(bitext), "notes"},
      {BIRGE_LOST_SOURCELESS, count_without_source(bitext), "rows without text in"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(kinds) && options->warnings; i++) {
    if (!(lost & kinds[i].kind) || kinds[i].n == 0)
      continue;
    gboolean names = kinds[i].kind == BIRGE_LOST_SOURCELESS;
    g_ptr_array_add(options->warnings,
                    g_strdup_printf("warning: %s can't hold %s%s%s: %u are left out", format,
                                    kinds[i].what, names ? " " : "",
                                    names ? bitext->documents[0]->language : "", kinds[i].n));
  }
}
