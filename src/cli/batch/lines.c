/* Reads an article from a line of JSON and makes its bitext. */
#include "cli/batch/lines.h"

#include "base/error.h"
#include "base/output.h"
#include "cli/print.h"
#include "exchange/json_scan.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What messages call the input. */
#define INPUT_NAME "standard input"

/* A line while it is worked on. */
typedef struct {
  const BirgeBatch *batch;
  const BirgePipeline *pipeline;
  guint64 number;
  char *id; /* of the article, as JSON; NULL: it has none that can be read */
} Line;

static void fail_line(const Line *line, GError **error, const char *what) {
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, INPUT_NAME, line->number, "%s", what);
}

/* Adds a version. language: NULL: it is detected. */
static gboolean add_version(const Line *line, GPtrArray *documents, const char *language,
                            JsonNode *node, GError **error) {
  if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING) {
    fail_line(line, error, "expected the text of a version as a string");
    return FALSE;
  }
  const char *text = json_node_get_string(node);
  g_autofree char *name = g_strdup_printf(INPUT_NAME ":%" G_GUINT64_FORMAT "%s%s", line->number,
                                          language ? ": " : "", language ? language : "");
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  const BirgeReadOptions options = {.language = language};
  BirgeDocument *document = birge_pipeline_read_bytes(line->pipeline, name, bytes, options, error);
  if (document)
    g_ptr_array_add(documents, document);
  return document != NULL;
}

static gboolean add_texts(const Line *line, GPtrArray *documents, JsonObject *texts,
                          GError **error) {
  g_autoptr(GList) tags = json_object_get_members(texts);
  for (const GList *tag = tags; tag; tag = tag->next) {
    if (!add_version(line, documents, tag->data, json_object_get_member(texts, tag->data), error))
      return FALSE;
  }
  return TRUE;
}

/* Reads the versions of an article. Returns an array of BirgeDocument*, yours. */
static GPtrArray *read_versions(const Line *line, JsonObject *object, GError **error) {
  g_autoptr(GPtrArray) documents =
      g_ptr_array_new_with_free_func((GDestroyNotify)birge_document_unref);
  JsonNode *texts = json_object_get_member(object, "texts");
  JsonNode *text = json_object_get_member(object, "text");
  JsonNode *said = json_object_get_member(object, "language");
  gboolean ok = TRUE;
  if (texts && JSON_NODE_HOLDS_OBJECT(texts)) {
    ok = add_texts(line, documents, json_node_get_object(texts), error);
  } else if (text) {
    const char *language =
        said && json_node_get_value_type(said) == G_TYPE_STRING ? json_node_get_string(said) : NULL;
    ok = add_version(line, documents, language, text, error);
  }
  if (ok && documents->len == 0)
    fail_line(line, error, "expected \"texts\" with a text for each language, or \"text\"");
  return ok && documents->len > 0 ? g_steal_pointer(&documents) : NULL;
}

/* Keeps the article's name, a string or a number, as JSON. */
static void note_id(Line *line, JsonObject *object) {
  JsonNode *id = json_object_get_member(object, "id");
  if (!id || !JSON_NODE_HOLDS_VALUE(id))
    return;
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  if (json_node_get_value_type(id) == G_TYPE_STRING)
    birge_print_json(output, json_node_get_string(id), strlen(json_node_get_string(id)));
  else if (json_node_get_value_type(id) == G_TYPE_INT64)
    birge_output_printf(output, "%" G_GINT64_FORMAT, json_node_get_int(id));
  birge_output_commit(g_steal_pointer(&output), NULL);
  if (text->len > 0)
    line->id = g_string_free(g_steal_pointer(&text), FALSE);
}

static BirgeBitext *make_bitext(Line *line, GBytes *bytes, GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  if (length >= BIRGE_MAX_LINE) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, INPUT_NAME, line->number, "has %d bytes or more",
                       BIRGE_MAX_LINE);
    return NULL;
  }
  if (!data || !g_utf8_validate_len(data, length, NULL)) {
    fail_line(line, error, length == 0 ? "is empty" : "is not UTF-8");
    return NULL;
  }
  g_autoptr(GError) wrong = NULL;
  if (!birge_json_scan(INPUT_NAME, data, length, &wrong) ||
      !json_parser_load_from_data(parser, data, (gssize)length, &wrong)) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, INPUT_NAME, line->number, "is no JSON");
    return NULL;
  }
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
    fail_line(line, error, "expected an object of JSON");
    return NULL;
  }
  note_id(line, json_node_get_object(root));
  g_autoptr(GPtrArray) documents = read_versions(line, json_node_get_object(root), error);
  return documents
             ? birge_batch_make(line->batch->options, line->pipeline, documents, INPUT_NAME, error)
             : NULL;
}

/* Writes JSON without what stands between its tokens for people. */
static void write_compact(BirgeOutput *output, const GString *json) {
  gboolean in_string = FALSE;
  for (gsize i = 0; i < json->len; i++) {
    char c = json->str[i];
    if (in_string && c == '\\') {
      birge_output_write(output, json->str + i++, 2);
      continue;
    }
    in_string ^= c == '"';
    if (in_string || !g_ascii_isspace(c))
      birge_output_write(output, &c, 1);
  }
}

static void write_bitext(BirgeOutput *output, const Line *line, const GString *written,
                         guint n_left_out) {
  birge_output_puts(output, "{\"id\": ");
  if (line->id)
    birge_output_puts(output, line->id);
  else
    birge_output_printf(output, "%" G_GUINT64_FORMAT, line->number);
  if (g_str_equal(line->batch->format->name, "json")) {
    birge_output_puts(output, ", \"bitext\": ");
    write_compact(output, written);
  } else {
    birge_output_puts(output, ", \"text\": ");
    birge_print_json(output, written->str, written->len);
  }
  if (line->batch->options->min_confidence)
    birge_output_printf(output, ", \"left_out\": %u", n_left_out);
  birge_output_puts(output, "}\n");
}

static void write_failure(BirgeOutput *output, const Line *line, const char *reason) {
  g_autofree char *valid = g_utf8_make_valid(reason, -1);
  birge_output_puts(output, BIRGE_LINE_FAILED);
  birge_print_json(output, valid, strlen(valid));
  birge_output_puts(output, ", \"id\": ");
  if (line->id)
    birge_output_puts(output, line->id);
  else
    birge_output_printf(output, "%" G_GUINT64_FORMAT, line->number);
  birge_output_puts(output, "}\n");
}

char *birge_batch_do_line(const BirgeBatch *batch, const BirgePipeline *pipeline, GBytes *line,
                          guint64 number, char **reason) {
  Line work = {batch, pipeline, number, NULL};
  g_autoptr(GError) wrong = NULL;
  g_autoptr(GString) written = g_string_new(NULL);
  g_autoptr(GString) made = g_string_new(NULL);
  const BirgeWriteOptions options = {.locales = pipeline->locales};
  guint n_left_out = 0;
  g_autoptr(BirgeBitext) aligned = make_bitext(&work, line, &wrong);
  g_autoptr(BirgeBitext) bitext =
      aligned ? birge_batch_choose_rows(batch, aligned, &n_left_out) : NULL;
  g_autoptr(BirgeOutput) inner = birge_output_open_string(written);
  g_autoptr(BirgeOutput) output = birge_output_open_string(made);
  if (bitext && batch->format->write(bitext, &options, inner, &wrong)) {
    birge_output_commit(g_steal_pointer(&inner), NULL);
    write_bitext(output, &work, written, n_left_out);
  } else {
    *reason = g_strdup(wrong->message);
    write_failure(output, &work, *reason);
  }
  birge_output_commit(g_steal_pointer(&output), NULL);
  g_free(work.id);
  return g_string_free(g_steal_pointer(&made), FALSE);
}
