/* A whole bitext as parts, and parts that are made of others. */
#include "model/parts.h"

void birge_parts_free(BirgeParts *parts) {
  parts->free(parts);
}

typedef struct {
  BirgeParts parts;
  BirgeBitext *bitext;
  gboolean is_given;
} Whole;

static gboolean next_whole(BirgeParts *parts, BirgeBitext **part, GError **error) {
  (void)error;
  Whole *whole = (Whole *)parts;
  *part = whole->is_given ? NULL : birge_bitext_ref(whole->bitext);
  whole->is_given = TRUE;
  return TRUE;
}

static void rewind_whole(BirgeParts *parts) {
  ((Whole *)parts)->is_given = FALSE;
}

static void free_whole(BirgeParts *parts) {
  birge_bitext_unref(((Whole *)parts)->bitext);
  g_free(parts);
}

BirgeParts *birge_parts_new_whole(const BirgeBitext *bitext) {
  Whole *whole = g_new0(Whole, 1);
  whole->parts = (BirgeParts){next_whole, rewind_whole, free_whole};
  whole->bitext = birge_bitext_ref(bitext);
  return &whole->parts;
}

typedef struct {
  BirgeParts parts;
  BirgeParts *inner;
  BirgeChangeFunc change;
  gpointer user_data;
} Changed;

static gboolean next_changed(BirgeParts *parts, BirgeBitext **part, GError **error) {
  Changed *changed = (Changed *)parts;
  g_autoptr(BirgeBitext) inner = NULL;
  if (!changed->inner->next(changed->inner, &inner, error))
    return FALSE;
  *part = inner ? changed->change(inner, changed->user_data, error) : NULL;
  return *part || !inner;
}

static void rewind_changed(BirgeParts *parts) {
  BirgeParts *inner = ((Changed *)parts)->inner;
  inner->rewind(inner);
}

static void free_changed(BirgeParts *parts) {
  birge_parts_free(((Changed *)parts)->inner);
  g_free(parts);
}

BirgeParts *birge_parts_new_changed(BirgeParts *inner, BirgeChangeFunc change, gpointer user_data) {
  Changed *changed = g_new0(Changed, 1);
  changed->parts = (BirgeParts){next_changed, rewind_changed, free_changed};
  changed->inner = inner;
  changed->change = change;
  changed->user_data = user_data;
  return &changed->parts;
}
