/* Reads a bitext out of JSON and believes nothing: every range, order and name is checked. */
#include "base/error.h"
#include "base/input.h"
#include "exchange/exchange.h"
#include "exchange/private.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *file;
  GString *path; /* where the reader stands: "documents[0].segments[3]" */
  GError **error;
} Reader;

/* A document that is being read. */
typedef struct {
  BirgeDocumentBuilder *builder;
  const char *text;
  gsize length;
  GArray *blocks; /* of BirgeBlock */
  gsize block_end;
  gsize segment_end;
  guint n_segments;
  gsize code_offset;
  guint original_segment; /* the first that may have one */
} Draft;

typedef struct {
  GPtrArray *documents; /* of BirgeDocument*, owned */
  GArray *rows;         /* of BirgeRow */
} Parts;

typedef gboolean (*EntryFunc)(Reader *reader, JsonObject *entry, gpointer user_data);

static gboolean fail(Reader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean fail(Reader *reader, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  const char *path = reader->path->len > 0 ? reader->path->str : "bitext";
  birge_error_set_at(reader->error, BIRGE_ERROR_FORMAT, reader->file, 0, "%s: %s", path, what);
  return FALSE;
}

/* Returns an object's member; NULL with an error if it is not there or of another type. */
static JsonNode *get_member(Reader *reader, JsonObject *object, const char *name, GType type) {
  JsonNode *node = json_object_get_member(object, name);
  if (!node)
    fail(reader, "'%s' is missing", name);
  else if (json_node_get_value_type(node) == type)
    return node;
  else
    fail(reader, "'%s' is of the wrong type", name);
  return NULL;
}

static gboolean read_string(Reader *reader, JsonObject *object, const char *name,
                            const char **value) {
  JsonNode *node = get_member(reader, object, name, G_TYPE_STRING);
  if (!node)
    return FALSE;
  *value = json_node_get_string(node);
  return TRUE;
}

/* Reads a whole number from 0 to max. */
static gboolean read_number(Reader *reader, JsonObject *object, const char *name, gsize max,
                            gsize *value) {
  JsonNode *node = get_member(reader, object, name, G_TYPE_INT64);
  if (!node)
    return FALSE;
  gint64 number = json_node_get_int(node);
  if (number < 0 || (guint64)number > max)
    return fail(reader, "'%s' is %" G_GINT64_FORMAT ", expected 0 to %" G_GSIZE_FORMAT, name,
                number, max);
  *value = (gsize)number;
  return TRUE;
}

/* Reads a place in the draft's text, which must not be inside a character. */
static gboolean read_offset(Reader *reader, JsonObject *object, const char *name,
                            const Draft *draft, gsize *offset) {
  if (!read_number(reader, object, name, draft->length, offset))
    return FALSE;
  /* The text ends with a NUL, so that its length is an index too. */
  return ((unsigned char)draft->text[*offset] & 0xC0) != 0x80 ||
         fail(reader, "'%s' is inside a character", name);
}

static gboolean read_range(Reader *reader, JsonObject *object, const Draft *draft, gsize *start,
                           gsize *end) {
  return read_offset(reader, object, "start", draft, start) &&
         read_offset(reader, object, "end", draft, end) &&
         (*start <= *end || fail(reader, "'end' comes before 'start'"));
}

/* Reads a member that is an array of objects. */
static gboolean read_entries(Reader *reader, JsonObject *object, const char *name, EntryFunc read,
                             gpointer user_data) {
  JsonNode *node = get_member(reader, object, name, JSON_TYPE_ARRAY);
  if (!node)
    return FALSE;
  JsonArray *array = json_node_get_array(node);
  gsize here = reader->path->len;
  for (guint i = 0; i < json_array_get_length(array); i++) {
    g_string_append_printf(reader->path, "%s%s[%u]", here > 0 ? "." : "", name, i);
    JsonNode *entry = json_array_get_element(array, i);
    if (!JSON_NODE_HOLDS_OBJECT(entry))
      return fail(reader, "is not an object");
    if (!read(reader, json_node_get_object(entry), user_data))
      return FALSE;
    g_string_truncate(reader->path, here);
  }
  return TRUE;
}

static gboolean read_block(Reader *reader, JsonObject *entry, gpointer user_data) {
  Draft *draft = user_data;
  BirgeBlock block = {0};
  const char *kind;
  if (!read_range(reader, entry, draft, &block.start, &block.end) ||
      !read_string(reader, entry, "kind", &kind))
    return FALSE;
  if (!birge_block_kind_parse(kind, &block.kind))
    return fail(reader, "'kind' is '%s', which is unknown", kind);
  if (block.start < draft->block_end)
    return fail(reader, "begins before the block before it ends");
  draft->block_end = block.end;
  g_array_append_val(draft->blocks, block);
  birge_document_builder_add_block(draft->builder, block);
  return TRUE;
}

static gboolean read_segment(Reader *reader, JsonObject *entry, gpointer user_data) {
  Draft *draft = user_data;
  BirgeSegment segment = {0};
  gsize block_number;
  if (draft->blocks->len == 0)
    return fail(reader, "there is no block that could hold it");
  if (!read_range(reader, entry, draft, &segment.start, &segment.end) ||
      !read_number(reader, entry, "block", draft->blocks->len - 1, &block_number))
    return FALSE;
  segment.block = (guint)block_number;
  const BirgeBlock *block = &g_array_index(draft->blocks, BirgeBlock, segment.block);
  if (segment.start < block->start || segment.end > block->end)
    return fail(reader, "is not inside its block");
  if (segment.start < draft->segment_end)
    return fail(reader, "begins before the segment before it ends");
  draft->segment_end = segment.end;
  draft->n_segments++;
  birge_document_builder_add_segment(draft->builder, segment);
  return TRUE;
}

static gboolean read_code(Reader *reader, JsonObject *entry, gpointer user_data) {
  Draft *draft = user_data;
  gsize offset = 0;
  const char *markup;
  if (!read_offset(reader, entry, "offset", draft, &offset) ||
      !read_string(reader, entry, "markup", &markup))
    return FALSE;
  if (offset < draft->code_offset)
    return fail(reader, "stands before the code before it");
  if (!birge_code_is_valid(markup))
    return fail(reader, "'markup' is not an inline code of TMX");
  draft->code_offset = offset;
  birge_document_builder_add_code(draft->builder, offset, markup);
  return TRUE;
}

static gboolean read_original(Reader *reader, JsonObject *entry, gpointer user_data) {
  Draft *draft = user_data;
  gsize segment = 0;
  const char *text;
  if (draft->n_segments == 0)
    return fail(reader, "there is no segment that it could be of");
  if (!read_number(reader, entry, "segment", draft->n_segments - 1, &segment) ||
      !read_string(reader, entry, "text", &text))
    return FALSE;
  if (segment < draft->original_segment)
    return fail(reader, "does not come after the original before it");
  draft->original_segment = (guint)segment + 1;
  birge_document_builder_add_original(draft->builder, (guint)segment, text);
  return TRUE;
}

static gboolean fill_draft(Reader *reader, JsonObject *entry, Draft *draft) {
  return read_entries(reader, entry, "blocks", read_block, draft) &&
         read_entries(reader, entry, "segments", read_segment, draft) &&
         read_entries(reader, entry, "codes", read_code, draft) &&
         (!json_object_has_member(entry, "originals") ||
          read_entries(reader, entry, "originals", read_original, draft));
}

static gboolean read_document(Reader *reader, JsonObject *entry, gpointer user_data) {
  Parts *parts = user_data;
  const char *language, *name, *text;
  if (parts->documents->len >= BIRGE_MAX_LANGUAGES) {
    birge_error_set_at(reader->error, BIRGE_ERROR_LIMIT, reader->file, 0, "more than %d documents",
                       BIRGE_MAX_LANGUAGES);
    return FALSE;
  }
  if (!read_string(reader, entry, "language", &language) ||
      !read_string(reader, entry, "name", &name) || !read_string(reader, entry, "text", &text))
    return FALSE;
  if (!*language)
    return fail(reader, "'language' is empty");
  Draft draft = {.text = text, .length = strlen(text)};
  g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(BirgeBlock));
  g_autoptr(GBytes) bytes = g_bytes_new(text, draft.length);
  g_autoptr(BirgeDocumentBuilder) builder = birge_document_builder_new(language, name, bytes);
  draft.blocks = blocks;
  draft.builder = builder;
  if (!fill_draft(reader, entry, &draft))
    return FALSE;
  g_ptr_array_add(parts->documents, birge_document_builder_end(g_steal_pointer(&builder)));
  return TRUE;
}

/* Reads `[first, end]`. */
static gboolean read_run(Reader *reader, JsonNode *node, BirgeRun *run) {
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  if (!pair || json_array_get_length(pair) != 2)
    return fail(reader, "'runs' has something else than pairs of numbers");
  guint values[2];
  for (guint i = 0; i < 2; i++) {
    JsonNode *value = json_array_get_element(pair, i);
    gint64 number = json_node_get_value_type(value) == G_TYPE_INT64 ? json_node_get_int(value) : -1;
    if (number < 0 || number > G_MAXUINT)
      return fail(reader, "'runs' has something else than numbers of segments");
    values[i] = (guint)number;
  }
  *run = (BirgeRun){values[0], values[1]};
  return TRUE;
}

static gboolean read_confidence(Reader *reader, JsonObject *entry, double *confidence) {
  JsonNode *node = json_object_get_member(entry, "confidence");
  GType type = node ? json_node_get_value_type(node) : G_TYPE_INVALID;
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return fail(reader, "'confidence' is missing or no number");
  *confidence = json_node_get_double(node);
  return (isfinite(*confidence) && *confidence >= 0 && *confidence <= 1) ||
         fail(reader, "'confidence' is not between 0 and 1");
}

static gboolean read_row(Reader *reader, JsonObject *entry, gpointer user_data) {
  Parts *parts = user_data;
  BirgeRow row = {0};
  const char *origin, *status;
  JsonNode *node = get_member(reader, entry, "runs", JSON_TYPE_ARRAY);
  if (!node || !read_confidence(reader, entry, &row.confidence) ||
      !read_string(reader, entry, "origin", &origin) ||
      !read_string(reader, entry, "status", &status) ||
      (json_object_has_member(entry, "note") && !read_string(reader, entry, "note", &row.note)))
    return FALSE;
  if (!birge_origin_parse(origin, &row.origin))
    return fail(reader, "'origin' is '%s', which is unknown", origin);
  if (!birge_status_parse(status, &row.status))
    return fail(reader, "'status' is '%s', which is unknown", status);
  JsonArray *runs = json_node_get_array(node);
  if (json_array_get_length(runs) != parts->documents->len)
    return fail(reader, "'runs' has %u pairs, expected one for each of the %u documents",
                json_array_get_length(runs), parts->documents->len);
  for (guint d = 0; d < parts->documents->len; d++) {
    if (!read_run(reader, json_array_get_element(runs, d), &row.runs[d]))
      return FALSE;
  }
  g_array_append_val(parts->rows, row);
  return TRUE;
}

static gboolean check_head(Reader *reader, JsonObject *root) {
  const char *format;
  gsize version;
  if (!read_string(reader, root, "format", &format))
    return FALSE;
  if (!g_str_equal(format, "birge-bitext"))
    return fail(reader, "'format' is '%s', expected 'birge-bitext'", format);
  if (!read_number(reader, root, "version", G_MAXUINT, &version))
    return FALSE;
  return version == 1 || fail(reader, "'version' is %" G_GSIZE_FORMAT ", expected 1", version);
}

static BirgeBitext *read_bitext(Reader *reader, JsonObject *root) {
  Parts parts;
  g_autoptr(GPtrArray) documents =
      g_ptr_array_new_with_free_func((GDestroyNotify)birge_document_unref);
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  parts.documents = documents;
  parts.rows = rows;
  if (!check_head(reader, root) || !read_entries(reader, root, "documents", read_document, &parts))
    return NULL;
  if (documents->len == 0) {
    fail(reader, "'documents' is empty");
    return NULL;
  }
  if (!read_entries(reader, root, "rows", read_row, &parts))
    return NULL;
  g_autoptr(BirgeBitext) bitext =
      birge_bitext_new((const BirgeDocument *const *)documents->pdata, documents->len,
                       (const BirgeRow *)(gpointer)rows->data, rows->len);
  g_autofree char *wrong = birge_bitext_check(bitext);
  if (wrong) {
    fail(reader, "%s", wrong);
    return NULL;
  }
  return g_steal_pointer(&bitext);
}

/* Turns json-glib's `<data>:LINE:COLUMN: kind: what` into ours. */
static void set_syntax_error(const char *name, const char *message, GError **error) {
  unsigned long line = 0, column = 0;
  const char *colon = strchr(message, ':');
  char *next = NULL;
  if (colon)
    line = strtoul(colon + 1, &next, 10);
  if (next && *next == ':')
    column = strtoul(next + 1, &next, 10);
  const char *kind = next ? strstr(next, ": ") : NULL;
  const char *what = kind ? strstr(kind + 2, ": ") : NULL;
  /* It may quote half a character. */
  g_autofree char *shown = g_utf8_make_valid(what ? what + 2 : message, -1);
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, name, line, "column %lu: %s", column, shown);
}

BirgeBitext *birge_bitext_parse_json(const char *name, GBytes *bytes, GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  const char *bad = NULL;
  if (length == 0) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, name, 0, "is empty");
    return NULL;
  }
  if (!g_utf8_validate_len(data, length, &bad)) {
    birge_error_set_at(error, BIRGE_ERROR_ENCODING, name, 0,
                       "not UTF-8 at byte offset %" G_GSIZE_FORMAT, (gsize)(bad - data));
    return NULL;
  }
  if (!birge_json_scan(name, data, length, error))
    return NULL;
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  g_autoptr(GError) syntax_error = NULL;
  if (!json_parser_load_from_data(parser, data, (gssize)length, &syntax_error)) {
    set_syntax_error(name, syntax_error->message, error);
    return NULL;
  }
  JsonNode *root = json_parser_get_root(parser);
  g_autoptr(GString) path = g_string_new(NULL);
  Reader reader = {name, path, error};
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
    fail(&reader, "is not an object");
    return NULL;
  }
  return read_bitext(&reader, json_node_get_object(root));
}

BirgeBitext *birge_bitext_read_json(const char *path, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  return bytes ? birge_bitext_parse_json(birge_input_name(path), bytes, error) : NULL;
}
