/* Chooses the reader of a file that is handed back, and makes units of its rows. */
#include "exchange/import.h"

#include "base/error.h"
#include "base/input.h"
#include "exchange/import_row.h"
#include "exchange/private.h"

#include <string.h>

/* Formats by how they begin, else by their endings. */
static const struct {
  const char *beginnings[3];
  const char *endings[5];
  gboolean (*read)(const BirgeImport *import, GBytes *bytes, GError **error);
} formats[] = {
    {{"<?xml", "<xliff", NULL}, {".xlf", ".xliff", ".xlf2", ".sdlxliff", NULL}, birge_import_xliff},
    {{NULL}, {".mqxliff", ".mxliff", NULL}, birge_import_xliff},
    {{NULL}, {".po", ".pot", NULL}, birge_import_po},
    {{NULL}, {".tsv", ".csv", ".txt", ".tab", NULL}, birge_import_table},
};

/* What states mean that are not simply translated. XLIFF 1.2 (2.3, state) and 2.1 (4.7.1),
 * SDLXLIFF's levels of confirmation, and our own names. */
static const struct {
  const char *state;
  BirgeStatus status;
} states[] = {
    {"final", BIRGE_STATUS_APPROVED},
    {"signed-off", BIRGE_STATUS_APPROVED},
    {"reviewed", BIRGE_STATUS_APPROVED},
    {"approved", BIRGE_STATUS_APPROVED},
    {"ApprovedTranslation", BIRGE_STATUS_APPROVED},
    {"ApprovedSignOff", BIRGE_STATUS_APPROVED},
    {"new", BIRGE_STATUS_REJECTED},
    {"initial", BIRGE_STATUS_REJECTED},
    {"rejected", BIRGE_STATUS_REJECTED},
    {"RejectedTranslation", BIRGE_STATUS_REJECTED},
    {"RejectedSignOff", BIRGE_STATUS_REJECTED},
};

BirgeStatus birge_import_status(const char *state, BirgeStatus status) {
  for (guint i = 0; state && i < G_N_ELEMENTS(states); i++) {
    if (g_str_equal(states[i].state, state))
      return states[i].status;
  }
  return state ? BIRGE_STATUS_PROPOSED : status;
}

void birge_import_name_language(const BirgeImport *import, BirgeVariant *variant) {
  const BirgeLocale *locale = birge_locales_find(import->options->locales, variant->language,
                                                 variant->text, variant->length);
  char *tag = locale ? g_strdup(locale->tag) : birge_tag_normalize(variant->language);
  g_free(variant->language);
  variant->language = tag;
}

BirgeVariant *birge_import_variant(const BirgeImport *import, const char *language,
                                   const char *text) {
  BirgeVariant *variant = birge_variant_new(language);
  birge_variant_set_text(variant, text, strlen(text));
  birge_import_name_language(import, variant);
  return variant;
}

static void add_prop(BirgeUnit *unit, const char *type, const char *value) {
  if (!value || !*value)
    return;
  BirgeNote *prop = birge_note_new(BIRGE_NOTE_PROP, value);
  birge_attributes_add(prop->attributes, "type", type);
  g_ptr_array_add(unit->notes, prop);
}

static BirgeUnit *make_unit(const BirgeImport *import, const BirgeImportRow *row) {
  BirgeUnit *unit = birge_unit_new();
  unit->file = g_strdup(import->name);
  unit->line = row->line;
  add_prop(unit, BIRGE_PROP_ARTICLE, row->article);
  add_prop(unit, BIRGE_PROP_ID, row->id);
  add_prop(unit, BIRGE_PROP_STATE, row->state);
  add_prop(unit, BIRGE_PROP_STATUS, birge_status_print(row->status));
  for (guint i = 0; row->notes && i < row->notes->len; i++)
    g_ptr_array_add(unit->notes, birge_note_new(BIRGE_NOTE_NOTE, row->notes->pdata[i]));
  return unit;
}

/* Takes the variants that have text. */
static void take_variants(BirgeUnit *unit, GPtrArray *variants) {
  for (guint i = 0; i < variants->len; i++) {
    BirgeVariant *variant = variants->pdata[i];
    if (variant->length > 0)
      g_ptr_array_add(unit->variants, variant);
    else
      birge_variant_free(variant);
  }
  g_ptr_array_set_size(variants, 0);
}

gboolean birge_import_give(const BirgeImport *import, const BirgeImportRow *row,
                           GPtrArray *variants, GError **error) {
  gboolean has_source = variants->len > 0 && ((const BirgeVariant *)variants->pdata[0])->length > 0;
  g_autoptr(BirgeUnit) unit = make_unit(import, row);
  take_variants(unit, variants);
  BirgeImportCounts *counts = import->counts;
  if (!has_source || unit->variants->len < 2) {
    counts->n_untranslated++;
    return TRUE;
  }
  counts->n_approved += row->status == BIRGE_STATUS_APPROVED;
  counts->n_proposed += row->status == BIRGE_STATUS_PROPOSED;
  counts->n_rejected += row->status == BIRGE_STATUS_REJECTED;
  return import->unit_func(unit, import->user_data, error);
}

/* The number of the format, G_N_ELEMENTS(formats): none. */
static guint find_format(const char *name, GBytes *bytes) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  const char *end = data + length;
  while (data < end && ((guchar)*data >= 0x80 || g_ascii_isspace(*data) || *data == '\0'))
    data++; /* a byte order mark, too; of UTF-16 the first letter is enough */
  g_autofree char *beginning = g_ascii_strdown(data, MIN(end - data, 6));
  if (*beginning == '<')
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    if (birge_name_ends_in(name, formats[i].endings))
      return i;
  }
  if (g_str_has_prefix(beginning, "msgid") || *beginning == '#')
    return 2;
  return G_N_ELEMENTS(formats);
}

gboolean birge_import_parse(const char *name, GBytes *bytes, const BirgeImportOptions *options,
                            BirgeUnitFunc unit_func, gpointer user_data, BirgeImportCounts *counts,
                            GError **error) {
  *counts = (BirgeImportCounts){0};
  guint format = find_format(name, bytes);
  if (format == G_N_ELEMENTS(formats)) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, 0,
                       "is of no format that can be imported, expected XLIFF, PO, TSV or CSV");
    return FALSE;
  }
  const BirgeImport import = {name, options, unit_func, user_data, counts};
  return formats[format].read(&import, bytes, error);
}

gboolean birge_import_read(const char *path, const BirgeImportOptions *options,
                           BirgeUnitFunc unit_func, gpointer user_data, BirgeImportCounts *counts,
                           GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  return bytes && birge_import_parse(birge_input_name(path), bytes, options, unit_func, user_data,
                                     counts, error);
}
