/* Builds, copies, compares and frees units. */
#include "model/unit.h"

#include <string.h>

/* A text that is shorter than its memory by more than this gets memory of its own size. */
#define MAX_SPARE_TEXT 512

/* A variant with what only this file knows. */
typedef struct {
  BirgeVariant variant;
  gsize size; /* of the memory of its text */
} Variant;

typedef struct {
  BirgeUnit unit;
  gatomicrefcount n_refs;
  GPtrArray *spare; /* of BirgeVariant*, which hold nothing; NULL: none */
} Unit;

static void clear_attribute(gpointer data) {
  BirgeAttribute *attribute = data;
  g_free(attribute->name); /* the value is in the same piece of memory */
}

GArray *birge_attributes_new(void) {
  GArray *attributes = g_array_new(FALSE, FALSE, sizeof(BirgeAttribute));
  g_array_set_clear_func(attributes, clear_attribute);
  return attributes;
}

static BirgeAttribute make_attribute(const char *name, const char *value) {
  gsize name_size = strlen(name) + 1, value_size = strlen(value) + 1;
  char *memory = g_malloc(name_size + value_size);
  memcpy(memory, name, name_size);
  memcpy(memory + name_size, value, value_size);
  return (BirgeAttribute){memory, memory + name_size};
}

void birge_attributes_add(GArray *attributes, const char *name, const char *value) {
  BirgeAttribute attribute = make_attribute(name, value);
  g_array_append_val(attributes, attribute);
}

void birge_attributes_set(GArray *attributes, const char *name, const char *value) {
  for (guint i = 0; i < attributes->len; i++) {
    BirgeAttribute *attribute = &g_array_index(attributes, BirgeAttribute, i);
    if (!g_str_equal(attribute->name, name))
      continue;
    char *old = attribute->name;
    *attribute = make_attribute(name, value);
    g_free(old);
    return;
  }
  birge_attributes_add(attributes, name, value);
}

static GArray *copy_attributes(const GArray *from) {
  GArray *attributes = birge_attributes_new();
  for (guint i = 0; i < from->len; i++) {
    const BirgeAttribute *attribute = &g_array_index(from, BirgeAttribute, i);
    birge_attributes_add(attributes, attribute->name, attribute->value);
  }
  return attributes;
}

const char *birge_attributes_get(const GArray *attributes, const char *name) {
  for (guint i = 0; i < attributes->len; i++) {
    const BirgeAttribute *attribute = &g_array_index(attributes, BirgeAttribute, i);
    if (g_str_equal(attribute->name, name))
      return attribute->value;
  }
  return NULL;
}

BirgeNote *birge_note_new(BirgeNoteKind kind, const char *text) {
  BirgeNote *note = g_new0(BirgeNote, 1);
  note->kind = kind;
  note->attributes = birge_attributes_new();
  note->text = g_strdup(text);
  return note;
}

BirgeNote *birge_note_copy(const BirgeNote *note) {
  BirgeNote *copy = g_new0(BirgeNote, 1);
  copy->kind = note->kind;
  copy->attributes = copy_attributes(note->attributes);
  copy->text = g_strdup(note->text);
  return copy;
}

void birge_note_free(BirgeNote *note) {
  g_array_unref(note->attributes);
  g_free(note->text);
  g_free(note);
}

static void clear_code(gpointer data) {
  BirgeCode *code = data;
  g_free((char *)(gpointer)code->markup);
}

BirgeVariant *birge_variant_new(const char *language) {
  Variant *own = g_new0(Variant, 1);
  BirgeVariant *variant = &own->variant;
  variant->language = g_strdup(language);
  variant->attributes = birge_attributes_new();
  variant->notes = g_ptr_array_new_with_free_func((GDestroyNotify)birge_note_free);
  birge_variant_set_text(variant, "", 0);
  variant->codes = g_array_new(FALSE, FALSE, sizeof(BirgeCode));
  g_array_set_clear_func(variant->codes, clear_code);
  return variant;
}

static void copy_notes(const GPtrArray *from, GPtrArray *to) {
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add(to, birge_note_copy(from->pdata[i]));
}

BirgeVariant *birge_variant_copy(const BirgeVariant *variant) {
  BirgeVariant *copy = birge_variant_new(variant->language);
  g_array_unref(copy->attributes);
  copy->attributes = copy_attributes(variant->attributes);
  copy_notes(variant->notes, copy->notes);
  birge_variant_set_text(copy, variant->text, variant->length);
  for (guint i = 0; i < variant->codes->len; i++) {
    const BirgeCode *code = &g_array_index(variant->codes, BirgeCode, i);
    birge_variant_add_code(copy, code->offset, code->markup);
  }
  return copy;
}

void birge_variant_free(BirgeVariant *variant) {
  g_free(variant->language);
  g_array_unref(variant->attributes);
  g_ptr_array_unref(variant->notes);
  g_free(variant->text);
  g_array_unref(variant->codes);
  g_free(variant);
}

void birge_variant_set_text(BirgeVariant *variant, const char *text, gsize length) {
  Variant *own = (Variant *)variant;
  if (length >= own->size || own->size - length > MAX_SPARE_TEXT) {
    own->size = length + 1;
    g_free(variant->text);
    variant->text = g_malloc(own->size);
  }
  memcpy(variant->text, text, length);
  variant->text[length] = '\0';
  variant->length = length;
}

void birge_variant_add_code(BirgeVariant *variant, gsize offset, const char *markup) {
  BirgeCode code = {offset, g_strdup(markup)};
  g_array_append_val(variant->codes, code);
}

BirgeUnit *birge_unit_new(void) {
  Unit *own = g_new0(Unit, 1);
  g_atomic_ref_count_init(&own->n_refs);
  BirgeUnit *unit = &own->unit;
  unit->attributes = birge_attributes_new();
  unit->notes = g_ptr_array_new_with_free_func((GDestroyNotify)birge_note_free);
  unit->variants = g_ptr_array_new_with_free_func((GDestroyNotify)birge_variant_free);
  return unit;
}

BirgeUnit *birge_unit_ref(const BirgeUnit *unit) {
  Unit *own = (Unit *)(gpointer)unit;
  g_atomic_ref_count_inc(&own->n_refs);
  return &own->unit;
}

void birge_unit_unref(BirgeUnit *unit) {
  Unit *own = (Unit *)unit;
  if (!g_atomic_ref_count_dec(&own->n_refs))
    return;
  g_array_unref(unit->attributes);
  g_ptr_array_unref(unit->notes);
  g_ptr_array_unref(unit->variants);
  g_clear_pointer(&own->spare, g_ptr_array_unref);
  g_free(unit->file);
  g_free(own);
}

static void empty_array(GArray *array) {
  if (array->len > 0)
    g_array_set_size(array, 0);
}

static void empty_variant(BirgeVariant *variant) {
  empty_array(variant->attributes);
  g_ptr_array_set_size(variant->notes, 0);
  empty_array(variant->codes);
  variant->text[0] = '\0';
  variant->length = 0;
}

BirgeUnit *birge_unit_renew(BirgeUnit *unit) {
  Unit *own = (Unit *)unit;
  if (!unit || !g_atomic_ref_count_compare(&own->n_refs, 1)) {
    g_clear_pointer(&unit, birge_unit_unref);
    return birge_unit_new();
  }
  empty_array(unit->attributes);
  g_ptr_array_set_size(unit->notes, 0);
  for (guint v = 0; v < unit->variants->len; v++)
    empty_variant(unit->variants->pdata[v]);
  if (!own->spare) {
    own->spare = unit->variants;
    unit->variants = g_ptr_array_new_with_free_func((GDestroyNotify)birge_variant_free);
  } else if (own->spare->len == 0) {
    GPtrArray *variants = unit->variants;
    unit->variants = own->spare;
    own->spare = variants;
  } else {
    g_ptr_array_extend_and_steal(own->spare, g_steal_pointer(&unit->variants));
    unit->variants = g_ptr_array_new_with_free_func((GDestroyNotify)birge_variant_free);
  }
  return unit;
}

BirgeVariant *birge_unit_add_variant(BirgeUnit *unit, const char *language) {
  GPtrArray *spare = ((Unit *)unit)->spare;
  BirgeVariant *variant;
  if (!spare || spare->len == 0) {
    variant = birge_variant_new(language);
  } else {
    variant = g_ptr_array_steal_index_fast(spare, spare->len - 1);
    if (!g_str_equal(variant->language, language)) {
      g_free(variant->language);
      variant->language = g_strdup(language);
    }
  }
  g_ptr_array_add(unit->variants, variant);
  return variant;
}

static gboolean equal_attributes(const GArray *a, const GArray *b) {
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const BirgeAttribute *x = &g_array_index(a, BirgeAttribute, i);
    const BirgeAttribute *y = &g_array_index(b, BirgeAttribute, i);
    if (!g_str_equal(x->name, y->name) || !g_str_equal(x->value, y->value))
      return FALSE;
  }
  return TRUE;
}

static gboolean equal_note(const BirgeNote *a, const BirgeNote *b) {
  return a->kind == b->kind && g_str_equal(a->text, b->text) &&
         equal_attributes(a->attributes, b->attributes);
}

static gboolean equal_notes(const GPtrArray *a, const GPtrArray *b) {
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    if (!equal_note(a->pdata[i], b->pdata[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean equal_codes(const GArray *a, const GArray *b) {
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const BirgeCode *x = &g_array_index(a, BirgeCode, i), *y = &g_array_index(b, BirgeCode, i);
    if (x->offset != y->offset || !g_str_equal(x->markup, y->markup))
      return FALSE;
  }
  return TRUE;
}

static gboolean equal_text(const BirgeVariant *x, const BirgeVariant *y) {
  return x->length == y->length && memcmp(x->text, y->text, x->length) == 0 &&
         equal_codes(x->codes, y->codes);
}

static gboolean equal_variant(const BirgeVariant *x, const BirgeVariant *y) {
  return g_str_equal(x->language, y->language) && equal_text(x, y) &&
         equal_attributes(x->attributes, y->attributes) && equal_notes(x->notes, y->notes);
}

static gboolean has_note(const GPtrArray *notes, const BirgeNote *note) {
  for (guint i = 0; i < notes->len; i++) {
    if (equal_note(notes->pdata[i], note))
      return TRUE;
  }
  return FALSE;
}

static gboolean has_variant(const GPtrArray *variants, const BirgeVariant *variant) {
  for (guint i = 0; i < variants->len; i++) {
    const BirgeVariant *other = variants->pdata[i];
    if (g_ascii_strcasecmp(other->language, variant->language) == 0 && equal_text(other, variant))
      return TRUE;
  }
  return FALSE;
}

/* Adds to unit what another has and unit lacks. */
static void add_unit(BirgeUnit *unit, const BirgeUnit *other) {
  for (guint i = 0; i < other->attributes->len; i++) {
    const BirgeAttribute *attribute = &g_array_index(other->attributes, BirgeAttribute, i);
    if (!birge_attributes_get(unit->attributes, attribute->name))
      birge_attributes_add(unit->attributes, attribute->name, attribute->value);
  }
  for (guint i = 0; i < other->notes->len; i++) {
    if (!has_note(unit->notes, other->notes->pdata[i]))
      g_ptr_array_add(unit->notes, birge_note_copy(other->notes->pdata[i]));
  }
  for (guint i = 0; i < other->variants->len; i++) {
    if (!has_variant(unit->variants, other->variants->pdata[i]))
      g_ptr_array_add(unit->variants, birge_variant_copy(other->variants->pdata[i]));
  }
}

BirgeUnit *birge_unit_join(const BirgeUnit *a, const BirgeUnit *b) {
  BirgeUnit *unit = birge_unit_new();
  unit->file = g_strdup(a->file);
  unit->line = a->line;
  add_unit(unit, a);
  add_unit(unit, b);
  return unit;
}

gboolean birge_unit_equal(const BirgeUnit *a, const BirgeUnit *b) {
  if (a->variants->len != b->variants->len || !equal_attributes(a->attributes, b->attributes) ||
      !equal_notes(a->notes, b->notes))
    return FALSE;
  for (guint i = 0; i < a->variants->len; i++) {
    if (!equal_variant(a->variants->pdata[i], b->variants->pdata[i]))
      return FALSE;
  }
  return TRUE;
}
