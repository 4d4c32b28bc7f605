/* Stores units in an index and reads them back, with all that they carry.
 *
 * A unit is its line, attributes, notes and variants, one after the other. A number has 7 bits a
 * byte, the lowest first, the high bit set in all bytes but the last. A string is its length and
 * its bytes; names, language tags and codes, which units share, are numbers in the index's names.
 */
#include "memory/index.h"

#include <string.h>

static void put_number(GByteArray *out, guint64 number) {
  guint8 bytes[10];
  guint n = 0;
  for (; number >= 0x80; number >>= 7)
    bytes[n++] = (guint8)(number | 0x80);
  bytes[n++] = (guint8)number;
  g_byte_array_append(out, bytes, n);
}

static void put_string(GByteArray *out, const char *text, gsize length) {
  put_number(out, length);
  g_byte_array_append(out, (const guint8 *)text, (guint)length);
}

static void put_name(GByteArray *out, BirgeVocabulary *names, const char *name) {
  put_number(out, birge_vocabulary_add(names, name, strlen(name)));
}

static void put_attributes(GByteArray *out, BirgeVocabulary *names, const GArray *attributes) {
  put_number(out, attributes->len);
  for (guint i = 0; i < attributes->len; i++) {
    const BirgeAttribute *attribute = &g_array_index(attributes, BirgeAttribute, i);
    put_name(out, names, attribute->name);
    put_string(out, attribute->value, strlen(attribute->value));
  }
}

static void put_notes(GByteArray *out, BirgeVocabulary *names, const GPtrArray *notes) {
  put_number(out, notes->len);
  for (guint i = 0; i < notes->len; i++) {
    const BirgeNote *note = notes->pdata[i];
    put_number(out, note->kind);
    put_attributes(out, names, note->attributes);
    put_string(out, note->text, strlen(note->text));
  }
}

static void put_variant(GByteArray *out, BirgeVocabulary *names, const BirgeVariant *variant) {
  put_name(out, names, variant->language);
  put_attributes(out, names, variant->attributes);
  put_notes(out, names, variant->notes);
  put_string(out, variant->text, variant->length);
  put_number(out, variant->codes->len);
  for (guint i = 0; i < variant->codes->len; i++) {
    const BirgeCode *code = &g_array_index(variant->codes, BirgeCode, i);
    put_number(out, code->offset);
    put_name(out, names, code->markup);
  }
}

void birge_unit_store(const BirgeUnit *unit, BirgeVocabulary *names, GByteArray *out) {
  put_number(out, unit->line);
  put_attributes(out, names, unit->attributes);
  put_notes(out, names, unit->notes);
  put_number(out, unit->variants->len);
  for (guint i = 0; i < unit->variants->len; i++)
    put_variant(out, names, unit->variants->pdata[i]);
}

/* What is left to read of a stored unit. */
typedef struct {
  const BirgeIndex *index;
  const guint8 *next;
  const guint8 *end;
  gboolean is_bad;
} Cursor;

static guint64 get_number(Cursor *cursor) {
  guint64 number = 0;
  for (guint shift = 0; cursor->next < cursor->end && shift < 64; shift += 7) {
    guint8 byte = *cursor->next++;
    number |= (guint64)(byte & 0x7F) << shift;
    if (byte < 0x80)
      return number;
  }
  cursor->is_bad = TRUE;
  return 0;
}

/* Returns a number of things that take at least a byte each, so that a wrong one can't make us
 * read for ever. */
static guint get_count(Cursor *cursor) {
  guint64 count = get_number(cursor);
  if (count <= (guint64)(cursor->end - cursor->next))
    return (guint)count;
  cursor->is_bad = TRUE;
  return 0;
}

/* Returns a string that is not ended; "" if it is bad. */
static const char *get_string(Cursor *cursor, gsize *length) {
  *length = get_count(cursor);
  const char *text = (const char *)cursor->next;
  cursor->next += *length;
  if (g_utf8_validate_len(text, *length, NULL))
    return text;
  cursor->is_bad = TRUE;
  *length = 0;
  return "";
}

static char *dup_string(Cursor *cursor) {
  gsize length;
  const char *text = get_string(cursor, &length);
  return g_strndup(text, length);
}

static const char *get_name(Cursor *cursor) {
  const BirgeIndexHeader *header = cursor->index->header;
  guint64 number = get_number(cursor);
  guint32 start = birge_index_number(cursor->index, &header->name_starts, number);
  guint32 end = birge_index_number(cursor->index, &header->name_starts, number + 1);
  const char *name =
      end > start ? birge_index_bytes(cursor->index, &header->names, start, (guint64)end - start)
                  : NULL;
  if (name && name[end - start - 1] == '\0' &&
      g_utf8_validate_len(name, (gsize)(end - start - 1), NULL))
    return name;
  cursor->is_bad = TRUE;
  return "";
}

static void get_attributes(Cursor *cursor, GArray *attributes) {
  for (guint n = get_count(cursor); n > 0 && !cursor->is_bad; n--) {
    const char *name = get_name(cursor);
    g_autofree char *value = dup_string(cursor);
    birge_attributes_add(attributes, name, value);
  }
}

static void get_notes(Cursor *cursor, GPtrArray *notes) {
  for (guint n = get_count(cursor); n > 0 && !cursor->is_bad; n--) {
    BirgeNoteKind kind = get_number(cursor) == BIRGE_NOTE_NOTE ? BIRGE_NOTE_NOTE : BIRGE_NOTE_PROP;
    BirgeNote *note = birge_note_new(kind, "");
    get_attributes(cursor, note->attributes);
    g_free(note->text);
    note->text = dup_string(cursor);
    g_ptr_array_add(notes, note);
  }
}

static void get_codes(Cursor *cursor, BirgeVariant *variant) {
  gsize last = 0;
  for (guint n = get_count(cursor); n > 0 && !cursor->is_bad; n--) {
    guint64 offset = get_number(cursor);
    if (offset < last || offset > variant->length) {
      cursor->is_bad = TRUE;
      return;
    }
    birge_variant_add_code(variant, offset, get_name(cursor));
    last = offset;
  }
}

static BirgeVariant *get_variant(Cursor *cursor) {
  BirgeVariant *variant = birge_variant_new(get_name(cursor));
  get_attributes(cursor, variant->attributes);
  get_notes(cursor, variant->notes);
  gsize length;
  const char *text = get_string(cursor, &length);
  birge_variant_set_text(variant, text, length);
  get_codes(cursor, variant);
  return variant;
}

BirgeUnit *birge_index_read_unit(const BirgeIndex *index, guint32 number) {
  const BirgeIndexHeader *header = index->header;
  guint64 start = 4 * (guint64)birge_index_number(index, &header->unit_starts, number);
  guint64 end = 4 * (guint64)birge_index_number(index, &header->unit_starts, number + 1);
  const guint8 *bytes =
      end > start ? birge_index_bytes(index, &header->units, start, end - start) : NULL;
  if (!bytes) {
    birge_index_mark_damaged(index);
    return NULL;
  }
  Cursor cursor = {index, bytes, bytes + (end - start), FALSE};
  g_autoptr(BirgeUnit) unit = birge_unit_new();
  unit->file = g_strdup(index->path);
  unit->line = get_number(&cursor);
  get_attributes(&cursor, unit->attributes);
  get_notes(&cursor, unit->notes);
  for (guint n = get_count(&cursor); n > 0 && !cursor.is_bad; n--)
    g_ptr_array_add(unit->variants, get_variant(&cursor));
  if (!cursor.is_bad)
    return g_steal_pointer(&unit);
  birge_index_mark_damaged(index);
  return NULL;
}
