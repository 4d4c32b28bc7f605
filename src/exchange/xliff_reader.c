/* Reads XLIFF 1.2 and 2.x: what has a source and a target, a unit for each pair of segments.
 *
 * 1.2: segments are marked in seg-source and target (mrk mtype="seg", as Trados and Okapi write),
 * else a trans-unit is one. 2.x: a segment element is one. */
#include "exchange/import_row.h"
#include "exchange/private.h"

#include "base/error.h"
#include "base/xml.h"

#include <string.h>

/* The mid of what stands around segments: white space. */
#define REST "\n"

typedef enum { AT_START, OUTSIDE, IN_UNIT, IN_TEXT, IN_NOTE } Place;

/* A text of a unit. */
typedef struct {
  char *mid; /* what source and target have in common; "": the whole unit */
  char *state;
  BirgeVariant *variant;
} Part;

/* What an inline element becomes. */
typedef enum {
  CODE_NONE,
  CODE_PAIR,
  CODE_POINT,
  CODE_BEGIN,
  CODE_END,
  CODE_SAME,
  CODE_LETTER
} Code;

static const struct {
  const char *name;
  Code in_one; /* XLIFF 1.2 */
  Code in_two; /* XLIFF 2.x */
} codes[] = {
    {"g", CODE_PAIR, CODE_NONE},    {"x", CODE_POINT, CODE_NONE},  {"bx", CODE_BEGIN, CODE_NONE},
    {"ex", CODE_END, CODE_NONE},    {"bpt", CODE_SAME, CODE_NONE}, {"ept", CODE_SAME, CODE_NONE},
    {"it", CODE_SAME, CODE_NONE},   {"ph", CODE_SAME, CODE_POINT}, {"sub", CODE_SAME, CODE_NONE},
    {"pc", CODE_NONE, CODE_PAIR},   {"sc", CODE_NONE, CODE_BEGIN}, {"ec", CODE_NONE, CODE_END},
    {"cp", CODE_NONE, CODE_LETTER},
};

/* An inline element that is open. */
typedef struct {
  Code code;
  guint number; /* of a pair */
} Open;

typedef struct {
  const BirgeImport *import;
  Place place;
  Place note_place; /* where a note ends to */
  gboolean is_two;
  guint n_skipped; /* elements that are open and not read */
  char *languages[2];
  char *article;
  /* Of the unit: */
  guint64 line;
  char *id;
  char *approved;
  gboolean is_wanted;
  guint n_segments;
  char *segment_state;
  GPtrArray *notes;    /* of char* */
  GPtrArray *sides[2]; /* of Part*: those of the source, and of the target */
  GHashTable *levels;  /* SDLXLIFF: of mid to level */
  /* Of the text that is being read: */
  BirgeSegReader *seg;
  Part *part;
  guint side;
  guint n_codes;
  GArray *open; /* of Open */
  GString *note;
} Reader;

static void free_part(gpointer data) {
  Part *part = data;
  g_free(part->mid);
  g_free(part->state);
  g_clear_pointer(&part->variant, birge_variant_free);
  g_free(part);
}

static void clear_unit(Reader *reader) {
  g_clear_pointer(&reader->id, g_free);
  g_clear_pointer(&reader->approved, g_free);
  g_clear_pointer(&reader->segment_state, g_free);
  g_ptr_array_set_size(reader->notes, 0);
  g_ptr_array_set_size(reader->sides[0], 0);
  g_ptr_array_set_size(reader->sides[1], 0);
  g_hash_table_remove_all(reader->levels);
  reader->n_segments = 0;
}

static Reader *reader_new(const BirgeImport *import) {
  Reader *reader = g_new0(Reader, 1);
  reader->import = import;
  reader->notes = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < 2; i++)
    reader->sides[i] = g_ptr_array_new_with_free_func(free_part);
  reader->levels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  reader->seg = birge_seg_reader_new();
  reader->open = g_array_new(FALSE, FALSE, sizeof(Open));
  reader->note = g_string_new(NULL);
  return reader;
}

static void reader_free(Reader *reader) {
  clear_unit(reader);
  g_free(reader->languages[0]);
  g_free(reader->languages[1]);
  g_free(reader->article);
  g_ptr_array_unref(reader->notes);
  g_ptr_array_unref(reader->sides[0]);
  g_ptr_array_unref(reader->sides[1]);
  g_hash_table_unref(reader->levels);
  birge_seg_reader_free(reader->seg);
  g_clear_pointer(&reader->part, free_part);
  g_array_unref(reader->open);
  g_string_free(reader->note, TRUE);
  g_free(reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, reader_free)

static void take(char **place, const char *value) {
  if (!value)
    return;
  g_free(*place);
  *place = g_strdup(value);
}

static void begin_xliff(Reader *reader, BirgeXml *xml, const char *name,
                        const char *const *attributes) {
  const char *version = birge_xml_attribute(attributes, "version");
  if (g_str_equal(name, "tmx")) {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT,
                   "is TMX, which a memory holds as it is: put it into its folder");
    return;
  }
  if (!g_str_equal(name, "xliff") || !version) {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "is not XLIFF: root element is <%s>%s", name,
                   version ? "" : ", without a version");
    return;
  }
  reader->is_two = *version == '2';
  take(&reader->languages[0], birge_xml_attribute(attributes, "srcLang"));
  take(&reader->languages[1], birge_xml_attribute(attributes, "trgLang"));
  reader->place = OUTSIDE;
}

static void begin_file(Reader *reader, const char *const *attributes) {
  take(&reader->article, birge_xml_attribute(attributes, "original"));
  if (reader->is_two)
    return;
  g_clear_pointer(&reader->languages[0], g_free);
  g_clear_pointer(&reader->languages[1], g_free);
  take(&reader->languages[0], birge_xml_attribute(attributes, "source-language"));
  take(&reader->languages[1], birge_xml_attribute(attributes, "target-language"));
}

static void begin_unit(Reader *reader, BirgeXml *xml, const char *const *attributes) {
  clear_unit(reader);
  reader->line = birge_xml_line(xml);
  take(&reader->id, birge_xml_attribute(attributes, "id"));
  take(&reader->approved, birge_xml_attribute(attributes, "approved"));
  /* translate-toolkit makes a unit of the head of PO. */
  reader->is_wanted =
      g_strcmp0(birge_xml_attribute(attributes, "translate"), "no") != 0 &&
      g_strcmp0(birge_xml_attribute(attributes, "restype"), "x-gettext-domain-header") != 0;
  reader->place = IN_UNIT;
}

static void begin_outside(Reader *reader, BirgeXml *xml, const char *name,
                          const char *const *attributes) {
  static const char *const skipped[] = {"header",   "bin-unit", "skeleton", "notes",
                                        "metadata", "note",     "tool",     NULL};
  if (g_str_equal(name, "file"))
    begin_file(reader, attributes);
  else if (g_str_equal(name, reader->is_two ? "unit" : "trans-unit"))
    begin_unit(reader, xml, attributes);
  else if (g_strv_contains(skipped, name))
    reader->n_skipped = 1;
}

/* Begins a text. mid: what ties it to its counterpart. */
static void begin_part(Reader *reader, BirgeXml *xml, const char *mid, const char *language) {
  const char *said = language ? language : reader->languages[reader->side];
  const BirgeImportOptions *options = reader->import->options;
  said = said ? said : reader->side == 0 ? options->source : options->target;
  if (!said) {
    birge_xml_fail(xml, BIRGE_ERROR_USAGE, "does not say its %s language (--%s says it)",
                   reader->side == 0 ? "source" : "target", reader->side == 0 ? "from" : "to");
    said = "und";
  }
  g_clear_pointer(&reader->part, free_part);
  reader->part = g_new0(Part, 1);
  reader->part->mid = g_strdup(mid);
  reader->part->variant = birge_variant_new(said);
  birge_seg_reader_begin(reader->seg, reader->part->variant);
  g_array_set_size(reader->open, 0);
  reader->n_codes = 0;
}

/* Ends a text and keeps it. */
static void end_part(Reader *reader, BirgeXml *xml) {
  birge_seg_reader_finish(reader->seg);
  birge_import_name_language(reader->import, reader->part->variant);
  g_ptr_array_add(reader->sides[reader->side], g_steal_pointer(&reader->part));
  if (reader->sides[reader->side]->len > BIRGE_MAX_UNIT_SEGMENTS)
    birge_xml_fail(xml, BIRGE_ERROR_LIMIT, "more than %d segments in a unit",
                   BIRGE_MAX_UNIT_SEGMENTS);
}

/* A state of XLIFF 1.2, or why it is none. */
static const char *find_state(const char *const *attributes) {
  const char *qualifier = birge_xml_attribute(attributes, "state-qualifier");
  if (qualifier &&
      (g_str_has_prefix(qualifier, "rejected") || g_str_equal(qualifier, BIRGE_XLIFF_REJECTED)))
    return "rejected";
  return birge_xml_attribute(attributes, "state");
}

static void begin_text(Reader *reader, BirgeXml *xml, const char *name,
                       const char *const *attributes) {
  reader->side = g_str_equal(name, "target") ? 1 : 0;
  char mid[16] = "";
  if (reader->is_two)
    g_snprintf(mid, sizeof mid, "%u", reader->n_segments);
  begin_part(reader, xml, mid, birge_xml_attribute(attributes, "xml:lang"));
  if (reader->side == 1)
    reader->part->state = g_strdup(reader->is_two ? reader->segment_state : find_state(attributes));
  reader->place = IN_TEXT;
}

static void begin_in_unit(Reader *reader, BirgeXml *xml, const char *name,
                          const char *const *attributes) {
  static const char *const texts[] = {"source", "target", "seg-source", NULL};
  static const char *const containers[] = {"notes", "seg-defs", NULL};
  const char *level = birge_xml_attribute(attributes, "conf");
  const char *id = birge_xml_attribute(attributes, "id");
  if (g_strv_contains(texts, name)) {
    begin_text(reader, xml, name, attributes);
  } else if (g_str_equal(name, "segment")) {
    g_clear_pointer(&reader->segment_state, g_free);
    take(&reader->segment_state, birge_xml_attribute(attributes, "state"));
    reader->n_segments++;
  } else if (g_str_equal(name, "note")) {
    g_string_truncate(reader->note, 0);
    reader->place = IN_NOTE;
  } else if (g_str_equal(name, "seg") && id && level) {
    g_hash_table_replace(reader->levels, g_strdup(id), g_strdup(level));
  } else if (!g_strv_contains(containers, name)) {
    gboolean is_match = g_str_equal(name, "alt-trans") || g_str_equal(name, "matches");
    reader->import->counts->n_matches += is_match && reader->is_wanted;
    reader->n_skipped = 1;
  }
}

static Code find_code(const Reader *reader, const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
    if (g_str_equal(codes[i].name, name))
      return reader->is_two ? codes[i].in_two : codes[i].in_one;
  }
  return CODE_NONE;
}

/* Puts a code of TMX in. attributes: of TMX. */
static void start_code(Reader *reader, BirgeXml *xml, const char *name,
                       const char *const *attributes) {
  if (!birge_seg_reader_start(reader->seg, name, attributes))
    birge_xml_fail(xml, BIRGE_ERROR_LIMIT, "more than %d inline codes inside each other",
                   BIRGE_MAX_CODE_DEPTH);
}

static void add_code(Reader *reader, BirgeXml *xml, const char *name,
                     const char *const *attributes) {
  start_code(reader, xml, name, attributes);
  if (birge_seg_reader_depth(reader->seg) > 0)
    birge_seg_reader_end(reader->seg, name);
}

/* A letter that XML can't hold is written by its number; one that TMX can't hold either is lost. */
static void add_letter(Reader *reader, const char *hex) {
  gunichar c = hex ? (gunichar)g_ascii_strtoull(hex, NULL, 16) : 0;
  char bytes[6];
  if (c == 0 || !g_unichar_validate(c))
    return;
  gsize length = (gsize)g_unichar_to_utf8(c, bytes);
  if (!birge_xml_find_forbidden(bytes, length))
    birge_seg_reader_text(reader->seg, bytes, length);
}

static void begin_inline(Reader *reader, BirgeXml *xml, const char *name,
                         const char *const *attributes) {
  Code code = find_code(reader, name);
  const char *id = birge_xml_attribute(attributes, "rid");
  id = id ? id : birge_xml_attribute(attributes, "id");
  char number[16];
  g_snprintf(number, sizeof number, "%u", ++reader->n_codes);
  const char *const numbered[] = {"x", number, "i", number, NULL};
  const char *const begin[] = {"pos", "begin", "x", number, NULL};
  const char *const end[] = {"pos", "end", "x", number, NULL};
  const char *pos = birge_xml_attribute(attributes, "pos");
  const char *const same[] = {
      "x", number, "i", id ? id : number, "pos", g_strcmp0(pos, "close") == 0 ? "end" : "begin",
      NULL};
  if (code == CODE_PAIR)
    add_code(reader, xml, "bpt", numbered);
  else if (code == CODE_POINT)
    add_code(reader, xml, "ph", numbered);
  else if (code == CODE_BEGIN || code == CODE_END)
    add_code(reader, xml, "it", code == CODE_BEGIN ? begin : end);
  else if (code == CODE_SAME)
    start_code(reader, xml, name, same);
  else if (code == CODE_LETTER)
    add_letter(reader, birge_xml_attribute(attributes, "hex"));
  Open open = {code, reader->n_codes};
  g_array_append_val(reader->open, open);
}

static void end_inline(Reader *reader, BirgeXml *xml, const char *name) {
  Open open = g_array_index(reader->open, Open, reader->open->len - 1);
  g_array_set_size(reader->open, reader->open->len - 1);
  char number[16];
  g_snprintf(number, sizeof number, "%u", open.number);
  const char *const attributes[] = {"i", number, NULL};
  if (open.code == CODE_PAIR)
    add_code(reader, xml, "ept", attributes);
  else if (open.code == CODE_SAME && birge_seg_reader_depth(reader->seg) > 0)
    birge_seg_reader_end(reader->seg, name);
}

/* A segment that is marked in a text of XLIFF 1.2 is a text of its own. */
static gboolean begin_marked(Reader *reader, BirgeXml *xml, const char *name,
                             const char *const *attributes) {
  if (reader->is_two || !g_str_equal(name, "mrk") ||
      g_strcmp0(birge_xml_attribute(attributes, "mtype"), "seg") != 0)
    return FALSE;
  const char *mid = birge_xml_attribute(attributes, "mid");
  g_autofree char *state = g_steal_pointer(&reader->part->state);
  g_autofree char *language = g_strdup(reader->part->variant->language);
  begin_part(reader, xml, mid ? mid : "0", language);
  reader->part->state = g_steal_pointer(&state);
  return TRUE;
}

static void on_start(BirgeXml *xml, const char *name, const char *const *attributes) {
  Reader *reader = birge_xml_user_data(xml);
  if (reader->n_skipped > 0)
    reader->n_skipped++;
  else if (reader->place == AT_START)
    begin_xliff(reader, xml, name, attributes);
  else if (reader->place == OUTSIDE)
    begin_outside(reader, xml, name, attributes);
  else if (reader->place == IN_UNIT)
    begin_in_unit(reader, xml, name, attributes);
  else if (reader->place == IN_NOTE)
    reader->n_skipped = 1;
  else if (!begin_marked(reader, xml, name, attributes))
    begin_inline(reader, xml, name, attributes);
}

/* The counterpart of a source; NULL: there is none. */
static Part *find_target(const Reader *reader, guint number, const char *mid) {
  const GPtrArray *targets = reader->sides[1];
  for (guint i = 0; i < targets->len; i++) {
    Part *part = targets->pdata[(number + i) % targets->len];
    if (g_str_equal(part->mid, mid))
      return part;
  }
  return NULL;
}

/* What a translation is, by its state and by the unit's word. What needs to be translated and is a
 * copy of the source is none; translate-toolkit says needs-translation of fuzzy ones, too. */
static BirgeStatus find_status(const Reader *reader, const char *state, gboolean is_copy) {
  BirgeStatus status = birge_import_status(state, reader->import->options->status);
  if (is_copy && g_strcmp0(state, "needs-translation") == 0)
    return BIRGE_STATUS_REJECTED;
  gboolean is_rejected = status == BIRGE_STATUS_REJECTED;
  if (g_strcmp0(reader->approved, "yes") == 0 && !is_rejected)
    return BIRGE_STATUS_APPROVED;
  gboolean is_refused = g_strcmp0(reader->approved, "no") == 0;
  return is_refused && !is_rejected ? BIRGE_STATUS_PROPOSED : status;
}

static gboolean give_pair(const Reader *reader, Part *source, Part *target, GError **error) {
  const char *level = g_hash_table_lookup(reader->levels, source->mid);
  const char *state = level ? level : target ? target->state : NULL;
  g_autofree char *id = *source->mid && (!reader->is_two || reader->n_segments > 1)
                            ? g_strdup_printf("%s/%s", reader->id ? reader->id : "", source->mid)
                            : g_strdup(reader->id);
  const BirgeImportRow row = {
      reader->article,
      id,
      state,
      find_status(reader, state,
                  target && g_str_equal(source->variant->text, target->variant->text)),
      reader->notes,
      reader->line};
  g_autoptr(GPtrArray) variants = g_ptr_array_new();
  g_ptr_array_add(variants, g_steal_pointer(&source->variant));
  if (target)
    g_ptr_array_add(variants, g_steal_pointer(&target->variant));
  return birge_import_give(reader->import, &row, variants, error);
}

/* Whether there are texts that are marked, so that whole ones say the same once more. */
static gboolean is_marked(const GPtrArray *parts) {
  for (guint i = 0; i < parts->len; i++) {
    if (*((const Part *)parts->pdata[i])->mid)
      return TRUE;
  }
  return FALSE;
}

static gboolean give_unit(const Reader *reader, GError **error) {
  gboolean marked = is_marked(reader->sides[0]) && is_marked(reader->sides[1]);
  guint number = 0;
  if (!reader->is_wanted) {
    reader->import->counts->n_left_out++;
    return TRUE;
  }
  for (guint i = 0; i < reader->sides[0]->len; i++) {
    Part *source = reader->sides[0]->pdata[i];
    if ((*source->mid != '\0') != marked && !reader->is_two)
      continue;
    Part *target = find_target(reader, number++, source->mid);
    if (source->variant &&
        !give_pair(reader, source, target && target->variant ? target : NULL, error))
      return FALSE;
  }
  return TRUE;
}

static void end_unit(Reader *reader, BirgeXml *xml) {
  GError *error = NULL;
  if (!give_unit(reader, &error))
    birge_xml_take_error(xml, error);
  clear_unit(reader);
  reader->place = OUTSIDE;
}

/* Ends a text, or one that is marked in it; then the rest of the whole is read, and not kept. */
static void end_text(Reader *reader, BirgeXml *xml, const char *name) {
  static const char *const texts[] = {"source", "target", "seg-source", NULL};
  if (reader->open->len > 0) {
    end_inline(reader, xml, name);
    return;
  }
  gboolean is_rest = g_str_equal(reader->part->mid, REST);
  gboolean ends_text = g_strv_contains(texts, name);
  gboolean ends_mark = g_str_equal(name, "mrk") && *reader->part->mid && !is_rest;
  if (ends_mark) {
    g_autofree char *language = g_strdup(reader->part->variant->language);
    g_autofree char *state = g_strdup(reader->part->state);
    end_part(reader, xml);
    begin_part(reader, xml, REST, language);
    reader->part->state = g_steal_pointer(&state);
  } else if (ends_text) {
    if (!is_rest)
      end_part(reader, xml);
    g_clear_pointer(&reader->part, free_part);
    reader->place = IN_UNIT;
  }
}

static void on_end(BirgeXml *xml, const char *name) {
  Reader *reader = birge_xml_user_data(xml);
  if (reader->n_skipped > 0) {
    reader->n_skipped--;
  } else if (reader->place == IN_TEXT) {
    end_text(reader, xml, name);
  } else if (reader->place == IN_NOTE) {
    g_ptr_array_add(reader->notes, g_strndup(reader->note->str, reader->note->len));
    reader->place = IN_UNIT;
  } else if (reader->place == IN_UNIT &&
             g_str_equal(name, reader->is_two ? "unit" : "trans-unit")) {
    end_unit(reader, xml);
  }
}

static void on_text(BirgeXml *xml, const char *text, gsize length) {
  Reader *reader = birge_xml_user_data(xml);
  if (reader->n_skipped > 0)
    return;
  if (reader->place == IN_TEXT)
    birge_seg_reader_text(reader->seg, text, length);
  else if (reader->place == IN_NOTE)
    g_string_append_len(reader->note, text, (gssize)length);
}

gboolean birge_import_xliff(const BirgeImport *import, GBytes *bytes, GError **error) {
  static const BirgeXmlHandler handler = {on_start, on_end, on_text};
  g_autoptr(Reader) reader = reader_new(import);
  return birge_xml_parse_bytes(import->name, bytes, &handler, reader, error);
}
