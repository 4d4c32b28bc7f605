/* Writes units as TMX 1.4. */
#include "base/config.h"
#include "base/error.h"
#include "base/escape.h"
#include "exchange/exchange.h"
#include "exchange/private.h"

#include <string.h>

struct _BirgeTmxWriter {
  BirgeOutput *output;
  GString *markup; /* scratch: a segment with codes */
};

/* The attributes of TMX 1.4; others would make the file invalid and are left out. */
static const char *const unit_attributes[] = {
    "tuid",         "o-encoding",    "datatype",
    "usagecount",   "lastusagedate", "creationtool",
    "creationdate", "creationid",    "creationtoolversion",
    "changedate",   "segtype",       "changeid",
    "o-tmf",        "srclang",       NULL,
};
static const char *const variant_attributes[] = {
    "o-encoding",   "datatype",     "usagecount", "lastusagedate",
    "creationtool", "creationdate", "creationid", "creationtoolversion",
    "changedate",   "o-tmf",        "changeid",   NULL,
};
static const char *const note_attributes[] = {"o-encoding", "xml:lang", "lang", NULL};
static const char *const prop_attributes[] = {"type", "o-encoding", "xml:lang", "lang", NULL};
static const char *const header_attributes[] = {
    "o-encoding", "creationdate", "creationid", "changedate", "changeid", NULL,
};
static const char *const segtypes[] = {"block", "paragraph", "sentence", "phrase", NULL};

static void write_attribute(BirgeOutput *output, const char *name, const char *value) {
  birge_output_puts(output, " ");
  birge_output_puts(output, name);
  birge_output_puts(output, "=\"");
  birge_output_escape_attribute(output, value, strlen(value));
  birge_output_puts(output, "\"");
}

static gboolean is_writable(const BirgeAttribute *attribute, const char *const *known) {
  return g_strv_contains(known, attribute->name) &&
         (!g_str_equal(attribute->name, "segtype") || g_strv_contains(segtypes, attribute->value));
}

static void write_attributes(BirgeOutput *output, const GArray *attributes,
                             const char *const *known) {
  for (guint i = 0; i < attributes->len; i++) {
    const BirgeAttribute *attribute = &g_array_index(attributes, BirgeAttribute, i);
    /* A second one of a name would not be XML. */
    gboolean is_first = birge_attributes_get(attributes, attribute->name) == attribute->value;
    if (is_first && is_writable(attribute, known))
      write_attribute(output, attribute->name, attribute->value);
  }
}

static void write_note(BirgeOutput *output, const char *indent, const BirgeNote *note) {
  const char *name = note->kind == BIRGE_NOTE_PROP ? "prop" : "note";
  birge_output_puts(output, indent);
  birge_output_puts(output, "<");
  birge_output_puts(output, name);
  if (note->kind == BIRGE_NOTE_PROP && !birge_attributes_get(note->attributes, "type"))
    write_attribute(output, "type", "x-unknown"); /* required */
  write_attributes(output, note->attributes,
                   note->kind == BIRGE_NOTE_PROP ? prop_attributes : note_attributes);
  birge_output_puts(output, ">");
  birge_output_escape(output, note->text, strlen(note->text));
  birge_output_puts(output, "</");
  birge_output_puts(output, name);
  birge_output_puts(output, ">\n");
}

static void write_notes(BirgeOutput *output, const char *indent, const GPtrArray *notes) {
  for (guint i = 0; i < notes->len; i++)
    write_note(output, indent, notes->pdata[i]);
}

/* The attributes that a header must have, with what they say for want of better: in a file of ours,
 * and in one that says another tool made it. */
static const struct {
  const char *name;
  const char *ours;
  const char *foreign;
} required[] = {
    {"creationtool", "birge", NULL},
    {"creationtoolversion", BIRGE_VERSION, "unknown"},
    {"segtype", "sentence", "sentence"},
    {"o-tmf", "birge", "unknown"},
    {"adminlang", "en", "en"},
    {"srclang", "*all*", "*all*"},
    {"datatype", "plaintext", "plaintext"},
};

static const char *choose_value(const BirgeTmxHeader *header, guint r,
                                const char *source_language) {
  gboolean is_source = g_str_equal(required[r].name, "srclang");
  if (is_source && source_language)
    return source_language;
  const char *value = header ? birge_attributes_get(header->attributes, required[r].name) : NULL;
  gboolean is_segtype = g_str_equal(required[r].name, "segtype");
  if (value && (!is_segtype || g_strv_contains(segtypes, value)))
    return value;
  gboolean is_foreign = header && birge_attributes_get(header->attributes, "creationtool");
  return is_foreign ? required[r].foreign : required[r].ours;
}

static void write_header(BirgeOutput *output, const char *source_language,
                         const BirgeTmxHeader *header) {
  birge_output_puts(output, "  <header");
  for (guint r = 0; r < G_N_ELEMENTS(required); r++)
    write_attribute(output, required[r].name, choose_value(header, r, source_language));
  if (header)
    write_attributes(output, header->attributes, header_attributes);
  if (!header || header->notes->len == 0) {
    birge_output_puts(output, "/>\n");
    return;
  }
  birge_output_puts(output, ">\n");
  write_notes(output, "    ", header->notes);
  birge_output_puts(output, "  </header>\n");
}

BirgeTmxWriter *birge_tmx_writer_new(BirgeOutput *output, const char *source_language,
                                     const BirgeTmxHeader *header) {
  BirgeTmxWriter *writer = g_new0(BirgeTmxWriter, 1);
  writer->output = output;
  writer->markup = g_string_new(NULL);
  birge_output_printf(output, "<?xml version=\"1.0\" encoding=\"%s\"?>\n",
                      birge_output_is_utf16(output) ? "UTF-16" : "UTF-8");
  birge_output_puts(output, "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"
                            "<tmx version=\"1.4\">\n");
  write_header(output, source_language, header);
  birge_output_puts(output, "  <body>\n");
  return writer;
}

void birge_tmx_writer_end(BirgeTmxWriter *writer) {
  birge_output_puts(writer->output, "  </body>\n</tmx>\n");
  birge_tmx_writer_free(writer);
}

void birge_tmx_writer_free(BirgeTmxWriter *writer) {
  g_string_free(writer->markup, TRUE);
  g_free(writer);
}

const char *birge_xml_find_forbidden(const char *text, gsize length) {
  for (gsize i = 0; i < length; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')
      return text + i;
    /* U+FFFE and U+FFFF are EF BF BE and EF BF BF. */
    if (byte == 0xEF && length - i >= 3 && (unsigned char)text[i + 1] == 0xBF &&
        (unsigned char)text[i + 2] >= 0xBE)
      return text + i;
  }
  return NULL;
}

static const char *find_in_attributes(const GArray *attributes) {
  const char *found = NULL;
  for (guint i = 0; i < attributes->len && !found; i++) {
    const char *value = g_array_index(attributes, BirgeAttribute, i).value;
    found = birge_xml_find_forbidden(value, strlen(value));
  }
  return found;
}

static const char *find_in_notes(const GPtrArray *notes) {
  const char *found = NULL;
  for (guint i = 0; i < notes->len && !found; i++) {
    const BirgeNote *note = notes->pdata[i];
    found = birge_xml_find_forbidden(note->text, strlen(note->text));
    if (!found)
      found = find_in_attributes(note->attributes);
  }
  return found;
}

static const char *find_in_variant(const BirgeVariant *variant) {
  const char *found = birge_xml_find_forbidden(variant->text, variant->length);
  for (guint i = 0; i < variant->codes->len && !found; i++) {
    const char *markup = g_array_index(variant->codes, BirgeCode, i).markup;
    found = birge_xml_find_forbidden(markup, strlen(markup));
  }
  if (!found)
    found = birge_xml_find_forbidden(variant->language, strlen(variant->language));
  if (!found)
    found = find_in_attributes(variant->attributes);
  return found ? found : find_in_notes(variant->notes);
}

/* Returns the first character of a unit that XML forbids, or NULL. */
static const char *find_in_unit(const BirgeUnit *unit) {
  const char *found = find_in_attributes(unit->attributes);
  if (!found)
    found = find_in_notes(unit->notes);
  for (guint i = 0; i < unit->variants->len && !found; i++)
    found = find_in_variant(unit->variants->pdata[i]);
  return found;
}

void birge_output_seg(BirgeOutput *output, GString *markup) {
  birge_markup_balance(markup);
  birge_output_puts(output, "        <seg>");
  birge_output_write(output, markup->str, markup->len);
  birge_output_puts(output, "</seg>\n");
}

static void write_text(BirgeTmxWriter *writer, const BirgeVariant *variant) {
  if (variant->codes->len == 0) {
    birge_output_puts(writer->output, "        <seg>");
    birge_output_escape(writer->output, variant->text, variant->length);
    birge_output_puts(writer->output, "</seg>\n");
    return;
  }
  g_string_truncate(writer->markup, 0);
  g_autoptr(BirgeOutput) markup = birge_output_open_string(writer->markup);
  gsize offset = 0;
  for (guint i = 0; i < variant->codes->len; i++) {
    const BirgeCode *code = &g_array_index(variant->codes, BirgeCode, i);
    birge_output_escape(markup, variant->text + offset, code->offset - offset);
    birge_output_puts(markup, code->markup);
    offset = code->offset;
  }
  birge_output_escape(markup, variant->text + offset, variant->length - offset);
  birge_output_seg(writer->output, writer->markup);
}

static void write_variant(BirgeTmxWriter *writer, const BirgeVariant *variant) {
  birge_output_puts(writer->output, "      <tuv");
  write_attribute(writer->output, "xml:lang", variant->language);
  write_attributes(writer->output, variant->attributes, variant_attributes);
  birge_output_puts(writer->output, ">\n");
  write_notes(writer->output, "        ", variant->notes);
  write_text(writer, variant);
  birge_output_puts(writer->output, "      </tuv>\n");
}

gboolean birge_tmx_writer_add(BirgeTmxWriter *writer, const BirgeUnit *unit, GError **error) {
  if (unit->variants->len == 0)
    return TRUE;
  const char *forbidden = find_in_unit(unit);
  if (forbidden) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, unit->file ? unit->file : "TMX", unit->line,
                       "the unit holds U+%04X, which XML forbids", g_utf8_get_char(forbidden));
    return FALSE;
  }
  birge_output_puts(writer->output, "    <tu");
  write_attributes(writer->output, unit->attributes, unit_attributes);
  birge_output_puts(writer->output, ">\n");
  write_notes(writer->output, "      ", unit->notes);
  for (guint i = 0; i < unit->variants->len; i++)
    write_variant(writer, unit->variants->pdata[i]);
  birge_output_puts(writer->output, "    </tu>\n");
  return TRUE;
}
