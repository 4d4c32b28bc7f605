/* Builds the index of a TMX file in one pass over it. */
#include "memory/index_writer.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

#define MAX_UNITS (1u << 30)

/* What a language tag of the file means. */
typedef struct {
  char *tag;
  guint field;
  gboolean depends_on_text; /* field is to be found anew for each text */
} KnownTag;

typedef struct {
  const char *path;
  const BirgeLocales *locales;
  BirgeIndexWriter *writer;
  BirgeIndexHeader header;
  BirgeVocabulary *names;
  BirgeVocabulary *sets; /* of guint64 as bytes */
  GPtrArray *fields;     /* of BirgeFieldBuilder* */
  GArray *known_tags;    /* of KnownTag */
  GArray *unit_starts;   /* of guint32 */
  GArray *unit_sets;     /* of guint16 */
  GArray *tuids;         /* of guint64 */
  GByteArray *bytes;     /* scratch */
} Builder;

static void clear_known_tag(gpointer data) {
  g_free(((KnownTag *)data)->tag);
}

static guint get_field(Builder *builder, const char *tag, const BirgeLocale *locale) {
  g_autofree char *name = locale ? g_strdup(locale->tag) : birge_tag_normalize(tag);
  for (guint f = 0; f < builder->fields->len; f++) {
    if (g_str_equal(birge_field_builder_tag(builder->fields->pdata[f]), name))
      return f;
  }
  BirgeField field;
  if (builder->fields->len == BIRGE_INDEX_MAX_FIELDS || strlen(name) >= sizeof field.tag)
    return BIRGE_INDEX_MAX_FIELDS;
  g_ptr_array_add(builder->fields, birge_field_builder_new(name, locale));
  return builder->fields->len - 1;
}

/* Returns the field of a variant; BIRGE_INDEX_MAX_FIELDS if there are too many. */
static guint find_field(Builder *builder, const BirgeVariant *variant) {
  for (guint i = 0; i < builder->known_tags->len; i++) {
    const KnownTag *known = &g_array_index(builder->known_tags, KnownTag, i);
    if (g_str_equal(known->tag, variant->language) && !known->depends_on_text)
      return known->field;
  }
  const BirgeLocale *locale = birge_locales_find(builder->locales, variant->language, NULL, 0);
  const BirgeLocale *by_text = locale ? locale
                                      : birge_locales_find(builder->locales, variant->language,
                                                           variant->text, variant->length);
  guint field = get_field(builder, variant->language, by_text);
  if (locale && builder->known_tags->len < BIRGE_INDEX_MAX_FIELDS) {
    KnownTag known = {g_strdup(variant->language), field, FALSE};
    g_array_append_val(builder->known_tags, known);
  }
  return field;
}

static gboolean is_unreviewed(const GPtrArray *notes) {
  for (guint i = 0; i < notes->len; i++) {
    const BirgeNote *note = notes->pdata[i];
    const char *type = birge_attributes_get(note->attributes, "type");
    if (type && g_str_equal(type, "x-birge-status"))
      return !g_str_equal(note->text, birge_status_print(BIRGE_STATUS_APPROVED));
  }
  return FALSE;
}

static gboolean add_variants(Builder *builder, const BirgeUnit *unit, guint64 *set) {
  guint8 traits = is_unreviewed(unit->notes) ? BIRGE_TRAIT_UNREVIEWED : 0;
  for (guint v = 0; v < unit->variants->len; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    guint field = find_field(builder, variant);
    if (field == BIRGE_INDEX_MAX_FIELDS)
      continue;
    *set |= (guint64)1 << field;
    BirgeEntry entry = {builder->unit_sets->len, (guint16)v,
                        (guint8)(traits | (variant->codes->len > 0 ? BIRGE_TRAIT_CODES : 0))};
    if (!birge_field_builder_add(builder->fields->pdata[field], variant, entry))
      return FALSE;
  }
  return TRUE;
}

static void add_tuid(Builder *builder, const BirgeUnit *unit) {
  const char *tuid = birge_attributes_get(unit->attributes, "tuid");
  if (!tuid)
    return;
  guint64 hash = birge_index_hash(builder->header.seed, tuid, strlen(tuid));
  guint64 item = hash << 32 | builder->unit_sets->len;
  g_array_append_val(builder->tuids, item);
}

static void put_unit(Builder *builder, const BirgeUnit *unit) {
  static const guint8 zeroes[4];
  guint64 offset = birge_index_writer_offset(builder->writer) - builder->header.units.offset;
  guint32 start = (guint32)(offset / 4);
  g_array_append_val(builder->unit_starts, start);
  g_byte_array_set_size(builder->bytes, 0);
  birge_unit_store(unit, builder->names, builder->bytes);
  g_byte_array_append(builder->bytes, zeroes, (4 - builder->bytes->len % 4) % 4);
  birge_index_writer_put(builder->writer, builder->bytes->data, builder->bytes->len);
}

static gboolean add_unit(const BirgeUnit *unit, gpointer data, GError **error) {
  Builder *builder = data;
  guint64 set = 0;
  if (unit->variants->len > G_MAXUINT16 || builder->unit_sets->len >= MAX_UNITS ||
      birge_index_writer_offset(builder->writer) / 4 >= G_MAXUINT32 - G_MAXUINT16 ||
      !add_variants(builder, unit, &set)) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, builder->path, unit->line,
                       "more than an index can hold of one file (birge memory split)");
    return FALSE;
  }
  put_unit(builder, unit);
  add_tuid(builder, unit);
  /* Beyond 65,535 different sets of languages all further units count as having all. */
  guint32 number = birge_vocabulary_find(builder->sets, (const char *)&set, sizeof set);
  if (number == BIRGE_NO_WORD) {
    set = birge_vocabulary_size(builder->sets) == G_MAXUINT16 ? G_MAXUINT64 : set;
    number = birge_vocabulary_add(builder->sets, (const char *)&set, sizeof set);
  }
  guint16 short_number = (guint16)number;
  g_array_append_val(builder->unit_sets, short_number);
  return TRUE;
}

static gint compare_numbers(gconstpointer a, gconstpointer b) {
  guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
  return (x > y) - (x < y);
}

static void put_array(Builder *builder, BirgeSection *section, const GArray *array) {
  birge_index_writer_put_section(builder->writer, section, array->data,
                                 (gsize)array->len * g_array_get_element_size((GArray *)array));
}

/* Writes strings, each ended by NUL, and where they start. */
static void write_names(Builder *builder) {
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  BirgeIndexHeader *header = &builder->header;
  birge_index_writer_begin(builder->writer, &header->names);
  guint32 start = 0;
  for (guint32 n = 0; n < birge_vocabulary_size(builder->names); n++) {
    gsize length;
    const char *name = birge_vocabulary_get(builder->names, n, &length);
    birge_index_writer_put(builder->writer, name, length);
    birge_index_writer_put(builder->writer, "", 1);
    g_array_append_val(starts, start);
    start += (guint32)length + 1;
  }
  g_array_append_val(starts, start);
  birge_index_writer_end(builder->writer, &header->names);
  put_array(builder, &header->name_starts, starts);
}

static void write_sets(Builder *builder) {
  g_autoptr(GArray) sets = g_array_new(FALSE, FALSE, sizeof(guint64));
  for (guint32 n = 0; n < birge_vocabulary_size(builder->sets); n++) {
    gsize length;
    const char *set = birge_vocabulary_get(builder->sets, n, &length);
    g_array_append_vals(sets, set, 1);
  }
  put_array(builder, &builder->header.sets, sets);
  put_array(builder, &builder->header.unit_sets, builder->unit_sets);
}

/* The TMX file's header, as a unit without variants. */
static void write_tmx_header(Builder *builder, const BirgeTmxHeader *tmx_header) {
  g_autoptr(BirgeUnit) unit = birge_unit_new();
  for (guint i = 0; i < tmx_header->attributes->len; i++) {
    const BirgeAttribute *attribute = &g_array_index(tmx_header->attributes, BirgeAttribute, i);
    birge_attributes_add(unit->attributes, attribute->name, attribute->value);
  }
  for (guint i = 0; i < tmx_header->notes->len; i++)
    g_ptr_array_add(unit->notes, birge_note_copy(tmx_header->notes->pdata[i]));
  put_unit(builder, unit);
}

static void write_fields(Builder *builder) {
  g_autofree BirgeField *fields = g_new0(BirgeField, builder->fields->len + 1);
  for (guint f = 0; f < builder->fields->len; f++) {
    birge_field_builder_write(builder->fields->pdata[f], builder->writer, builder->header.n_units,
                              builder->header.seed, &fields[f]);
    g_clear_pointer(&builder->fields->pdata[f], birge_field_builder_free);
  }
  builder->header.n_fields = builder->fields->len;
  birge_index_writer_put_section(builder->writer, &builder->header.fields, fields,
                                 builder->fields->len * sizeof *fields);
}

static gboolean finish(Builder *builder, const BirgeTmxHeader *tmx_header, GError **error) {
  BirgeIndexHeader *header = &builder->header;
  header->n_units = builder->unit_sets->len;
  write_tmx_header(builder, tmx_header);
  guint64 end = birge_index_writer_offset(builder->writer) - header->units.offset;
  guint32 end_4 = (guint32)(end / 4);
  g_array_append_val(builder->unit_starts, end_4);
  birge_index_writer_end(builder->writer, &header->units);
  put_array(builder, &header->unit_starts, builder->unit_starts);
  write_names(builder);
  write_sets(builder);
  g_array_sort(builder->tuids, compare_numbers);
  put_array(builder, &header->tuids, builder->tuids);
  write_fields(builder);
  return birge_index_writer_finish(builder->writer, header, error);
}

static void free_field(gpointer field) {
  if (field)
    birge_field_builder_free(field);
}

static Builder *new_builder(const char *path, const BirgeLocales *locales, int fd) {
  Builder *builder = g_new0(Builder, 1);
  builder->path = path;
  builder->locales = locales;
  builder->writer = birge_index_writer_new(fd, path);
  builder->names = birge_vocabulary_new();
  builder->sets = birge_vocabulary_new();
  builder->fields = g_ptr_array_new_with_free_func(free_field);
  builder->known_tags = g_array_new(FALSE, FALSE, sizeof(KnownTag));
  g_array_set_clear_func(builder->known_tags, clear_known_tag);
  builder->unit_starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  builder->unit_sets = g_array_new(FALSE, FALSE, sizeof(guint16));
  builder->tuids = g_array_new(FALSE, FALSE, sizeof(guint64));
  builder->bytes = g_byte_array_new();
  return builder;
}

static void free_builder(Builder *builder) {
  birge_index_writer_free(builder->writer);
  birge_vocabulary_free(builder->names);
  birge_vocabulary_free(builder->sets);
  g_ptr_array_unref(builder->fields);
  g_array_unref(builder->known_tags);
  g_array_unref(builder->unit_starts);
  g_array_unref(builder->unit_sets);
  g_array_unref(builder->tuids);
  g_byte_array_unref(builder->bytes);
  g_free(builder);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Builder, free_builder)

gboolean birge_index_build(const char *path, const BirgeLocales *locales, const BirgeStamp *stamp,
                           int fd, GError **error) {
  g_autoptr(Builder) builder = new_builder(path, locales, fd);
  BirgeIndexHeader *header = &builder->header;
  memcpy(header->magic, BIRGE_INDEX_MAGIC, sizeof header->magic);
  header->byte_order = BIRGE_INDEX_BYTE_ORDER;
  header->version = BIRGE_INDEX_VERSION;
  header->fingerprint = birge_index_fingerprint(locales);
  header->seed = (guint64)g_random_int() << 32 | g_random_int();
  header->stamp = *stamp;
  birge_index_writer_begin(builder->writer, &header->units);
  g_autoptr(BirgeTmxHeader) tmx_header = NULL;
  return birge_tmx_read(path, add_unit, builder, &tmx_header, error) &&
         finish(builder, tmx_header, error);
}
