/* Reads TMX 1.1 to 1.4b. */
#include "base/escape.h"
#include "base/input.h"
#include "base/xml.h"
#include "exchange/exchange.h"
#include "exchange/private.h"

#include <string.h>

/* Where the reader stands: in which element. */
typedef enum { AT_START, IN_TMX, IN_HEADER, IN_BODY, IN_TU, IN_TUV, IN_SEG, IN_NOTE } Place;

typedef struct {
  BirgeUnitFunc unit_func;
  gpointer user_data;
  const char *file;
  BirgeTmxHeader *header;
  BirgeUnit *unit;       /* that is being read, or was read last */
  BirgeVariant *variant; /* of it, that is being read */
  BirgeNote *note;       /* that is being read, likewise */
  BirgeSegReader *seg;
  GString *note_text;
  BirgeOutput *note_output; /* writes to note_text */
  guint note_depth;         /* elements that are open inside the note */
  guint n_ignored;          /* elements that are open inside one that is not read */
  Place place;
  Place note_place; /* what holds the note */
  gboolean has_seg;
  gboolean has_body;
  guint64 line_offset; /* of what is read in its file */
} Reader;

static Reader *new_reader(const char *file, BirgeUnitFunc unit_func, gpointer user_data) {
  Reader *reader = g_new0(Reader, 1);
  reader->file = file;
  reader->unit_func = unit_func;
  reader->user_data = user_data;
  reader->header = birge_tmx_header_new();
  reader->seg = birge_seg_reader_new();
  reader->note_text = g_string_new(NULL);
  reader->note_output = birge_output_open_string(reader->note_text);
  return reader;
}

static void free_reader(Reader *reader) {
  g_clear_pointer(&reader->header, birge_tmx_header_free);
  g_clear_pointer(&reader->unit, birge_unit_unref);
  g_clear_pointer(&reader->note, birge_note_free);
  birge_seg_reader_free(reader->seg);
  birge_output_discard(reader->note_output);
  g_string_free(reader->note_text, TRUE);
  g_free(reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, free_reader)

static void copy_attributes(GArray *to, const char *const *attributes) {
  for (guint i = 0; attributes[i]; i += 2)
    birge_attributes_add(to, attributes[i], attributes[i + 1]);
}

static void begin_header(Reader *reader, BirgeXml *xml G_GNUC_UNUSED,
                         const char *const *attributes) {
  birge_tmx_header_free(reader->header);
  reader->header = birge_tmx_header_new();
  copy_attributes(reader->header->attributes, attributes);
}

static void begin_body(Reader *reader, BirgeXml *xml G_GNUC_UNUSED,
                       const char *const *attributes G_GNUC_UNUSED) {
  reader->has_body = TRUE;
}

static void begin_unit(Reader *reader, BirgeXml *xml, const char *const *attributes) {
  reader->unit = birge_unit_renew(reader->unit);
  if (!reader->unit->file)
    reader->unit->file = g_strdup(reader->file);
  reader->unit->line = birge_xml_line(xml) + reader->line_offset;
  copy_attributes(reader->unit->attributes, attributes);
}

/* Names are short, and most of what is asked for is there: a call would take longer. */
static gboolean is_name(const char *name, const char *wanted) {
  while (*name == *wanted && *name)
    name++, wanted++;
  return *name == *wanted;
}

/* The attribute was called lang up to TMX 1.2. */
static void begin_variant(Reader *reader, BirgeXml *xml, const char *const *attributes) {
  const char *language = birge_xml_attribute(attributes, "xml:lang");
  if (!language)
    language = birge_xml_attribute(attributes, "lang");
  if (!language || !*language) {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "<tuv> without a language, expected xml:lang");
    return;
  }
  reader->variant = birge_unit_add_variant(reader->unit, language);
  reader->has_seg = FALSE;
  for (guint i = 0; attributes[i]; i += 2) {
    if (!is_name(attributes[i], "xml:lang") && !is_name(attributes[i], "lang"))
      birge_attributes_add(reader->variant->attributes, attributes[i], attributes[i + 1]);
  }
}

static void begin_seg(Reader *reader, BirgeXml *xml, const char *const *attributes G_GNUC_UNUSED) {
  if (reader->has_seg)
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "second <seg> in a <tuv>, expected one");
  reader->has_seg = TRUE;
  birge_seg_reader_begin(reader->seg, reader->variant);
}

static void begin_any_note(Reader *reader, BirgeNoteKind kind, const char *const *attributes) {
  reader->note = birge_note_new(kind, "");
  copy_attributes(reader->note->attributes, attributes);
  g_string_truncate(reader->note_text, 0);
  reader->note_place = reader->place;
}

static void begin_note(Reader *reader, BirgeXml *xml G_GNUC_UNUSED, const char *const *attributes) {
  begin_any_note(reader, BIRGE_NOTE_NOTE, attributes);
}

static void begin_prop(Reader *reader, BirgeXml *xml G_GNUC_UNUSED, const char *const *attributes) {
  begin_any_note(reader, BIRGE_NOTE_PROP, attributes);
}

/* The elements that are read, and where. All others are ignored with what they hold. */
static const struct {
  Place place;
  const char *name;
  void (*begin)(Reader *reader, BirgeXml *xml, const char *const *attributes);
  Place next;
} steps[] = {
    {IN_TU, "tuv", begin_variant, IN_TUV},    {IN_TUV, "seg", begin_seg, IN_SEG},
    {IN_BODY, "tu", begin_unit, IN_TU},       {IN_TU, "prop", begin_prop, IN_NOTE},
    {IN_TU, "note", begin_note, IN_NOTE},     {IN_TUV, "prop", begin_prop, IN_NOTE},
    {IN_TUV, "note", begin_note, IN_NOTE},    {IN_HEADER, "prop", begin_prop, IN_NOTE},
    {IN_HEADER, "note", begin_note, IN_NOTE}, {IN_TMX, "header", begin_header, IN_HEADER},
    {IN_TMX, "body", begin_body, IN_BODY},
};

static void begin_element(Reader *reader, BirgeXml *xml, const char *name,
                          const char *const *attributes) {
  for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
    if (steps[i].place == reader->place && is_name(name, steps[i].name)) {
      steps[i].begin(reader, xml, attributes);
      reader->place = steps[i].next;
      return;
    }
  }
  reader->n_ignored = 1;
}

static void on_start(BirgeXml *xml, const char *name, const char *const *attributes) {
  Reader *reader = birge_xml_user_data(xml);
  if (reader->n_ignored > 0) {
    reader->n_ignored++;
  } else if (reader->place == IN_SEG) {
    if (!birge_seg_reader_start(reader->seg, name, attributes))
      birge_xml_fail(xml, BIRGE_ERROR_LIMIT, "more than %d inline codes inside each other",
                     BIRGE_MAX_CODE_DEPTH);
  } else if (reader->place == IN_NOTE) {
    /* memoQ writes a bare <seg> where it means the text of one. */
    birge_output_tag(reader->note_output, name, attributes);
    reader->note_depth++;
  } else if (reader->place != AT_START) {
    begin_element(reader, xml, name, attributes);
  } else if (g_str_equal(name, "tmx")) {
    reader->place = IN_TMX;
  } else {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "is not TMX: root element is <%s>", name);
  }
}

static void end_note(Reader *reader) {
  g_free(reader->note->text);
  reader->note->text = g_strndup(reader->note_text->str, reader->note_text->len);
  GPtrArray *notes = reader->note_place == IN_HEADER ? reader->header->notes
                     : reader->note_place == IN_TU   ? reader->unit->notes
                                                     : reader->variant->notes;
  g_ptr_array_add(notes, g_steal_pointer(&reader->note));
  reader->place = reader->note_place;
}

static void end_variant(Reader *reader, BirgeXml *xml) {
  if (!reader->has_seg)
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "<tuv> without <seg>");
}

static void end_unit(Reader *reader, BirgeXml *xml) {
  GError *error = NULL;
  if (!reader->unit_func(reader->unit, reader->user_data, &error))
    birge_xml_take_error(xml, error);
}

static void end_element(Reader *reader, BirgeXml *xml) {
  switch (reader->place) {
  case IN_SEG:
    birge_seg_reader_finish(reader->seg);
    reader->place = IN_TUV;
    break;
  case IN_NOTE:
    end_note(reader);
    break;
  case IN_TUV:
    end_variant(reader, xml);
    reader->place = IN_TU;
    break;
  case IN_TU:
    end_unit(reader, xml);
    reader->place = IN_BODY;
    break;
  case IN_BODY:
  case IN_HEADER:
    reader->place = IN_TMX;
    break;
  case IN_TMX:
    if (!reader->has_body)
      birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "<tmx> without <body>");
    break;
  case AT_START:
    break;
  }
}

static void on_end(BirgeXml *xml, const char *name) {
  Reader *reader = birge_xml_user_data(xml);
  if (reader->n_ignored > 0) {
    reader->n_ignored--;
  } else if (reader->place == IN_SEG && birge_seg_reader_depth(reader->seg) > 0) {
    birge_seg_reader_end(reader->seg, name);
  } else if (reader->place == IN_NOTE && reader->note_depth > 0) {
    birge_output_printf(reader->note_output, "</%s>", name);
    reader->note_depth--;
  } else {
    end_element(reader, xml);
  }
}

/* Of the controls, XML lets through those that are white space. */
static gboolean is_white_space(const char *text, gsize length) {
  guint8 most = 0;
  for (gsize i = 0; i < length; i++)
    most = MAX(most, (guint8)text[i]);
  return most <= ' ';
}

static void on_text(BirgeXml *xml, const char *text, gsize length) {
  Reader *reader = birge_xml_user_data(xml);
  if (reader->n_ignored > 0)
    return;
  if (reader->place == IN_SEG)
    birge_seg_reader_text(reader->seg, text, length);
  else if (reader->place == IN_NOTE && reader->note_depth > 0)
    birge_output_escape(reader->note_output, text, length);
  else if (reader->place == IN_NOTE)
    g_string_append_len(reader->note_text, text, (gssize)length);
  else if (reader->place == IN_TUV && !is_white_space(text, length))
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "text directly in <tuv>, expected it in <seg>");
}

static const BirgeXmlHandler handler = {on_start, on_end, on_text};

gboolean birge_tmx_read(const char *path, BirgeUnitFunc unit_func, gpointer user_data,
                        BirgeTmxHeader **header, GError **error) {
  g_autoptr(Reader) reader = new_reader(birge_input_name(path), unit_func, user_data);
  if (!birge_xml_parse_file(path, &handler, reader, error))
    return FALSE;
  if (header)
    *header = g_steal_pointer(&reader->header);
  return TRUE;
}

gboolean birge_tmx_parse_piece(const BirgeTmxPiece *piece, BirgeUnitFunc unit_func,
                               gpointer user_data, BirgeTmxHeader **header, GError **error) {
  g_autoptr(Reader) reader = new_reader(piece->file, unit_func, user_data);
  reader->line_offset = piece->line_offset;
  if (!birge_xml_parse_bytes(piece->file, piece->bytes, &handler, reader, error))
    return FALSE;
  if (header)
    *header = g_steal_pointer(&reader->header);
  return TRUE;
}

gboolean birge_tmx_parse(const char *name, GBytes *bytes, BirgeUnitFunc unit_func,
                         gpointer user_data, BirgeTmxHeader **header, GError **error) {
  const BirgeTmxPiece piece = {name, bytes, 0};
  return birge_tmx_parse_piece(&piece, unit_func, user_data, header, error);
}
