/* birge segment --jsonl: a filter over lines of JSON. */
#include "base/error.h"
#include "base/input.h"
#include "cli/segment_output.h"
#include "exchange/json_scan.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define CHUNK (64 * 1024)

/* The longest line, in bytes. */
#define MAX_LINE (256 * 1024 * 1024)

typedef struct {
  const BirgeSegmentJob *job;
  const char *name;
  guint64 line; /* counted from 1 */
} Lines;

static gboolean fail(const Lines *lines, GError **error, const char *what) {
  birge_error_set_at(error, BIRGE_ERROR_FORMAT, lines->name, lines->line, "%s", what);
  return FALSE;
}

/* Returns the language of a text: what the line says, else what the user says, else detected; ""
 * where nothing is known. Yours. */
static char *find_language(const Lines *lines, JsonObject *object, const char *text, gsize length) {
  JsonNode *node = json_object_get_member(object, "lang");
  const char *tag = node && json_node_get_value_type(node) == G_TYPE_STRING
                        ? json_node_get_string(node)
                        : lines->job->language;
  const BirgeLocale *locale = tag ? birge_locales_find(lines->job->locales, tag, text, length)
                                  : birge_locales_detect(lines->job->locales, text, length);
  if (locale)
    return g_strdup(locale->tag);
  return tag ? birge_tag_normalize(tag) : g_strdup("");
}

static BirgeDocument *segment_text(const Lines *lines, JsonObject *object, const char *text,
                                   GError **error) {
  gsize length = strlen(text);
  g_autofree char *language = find_language(lines, object, text, length);
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, length);
  g_autoptr(BirgeDocumentBuilder) builder =
      birge_document_builder_new(language, lines->name, bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, length, BIRGE_BLOCK_PARAGRAPH});
  g_autoptr(BirgeDocument) document = birge_document_builder_end(g_steal_pointer(&builder));
  return birge_segmenter_run(lines->job->segmenter, document, error);
}

static void add_segments(JsonObject *object, const BirgeDocument *document) {
  JsonArray *sentences = json_array_new(), *offsets = json_array_new();
  for (guint i = 0; i < document->n_segments; i++) {
    const BirgeSegment *segment = &document->segments[i];
    g_autofree char *sentence =
        g_strndup(document->text + segment->start, segment->end - segment->start);
    json_array_add_string_element(sentences, sentence);
    JsonArray *range = json_array_new();
    json_array_add_int_element(range, (gint64)segment->start);
    json_array_add_int_element(range, (gint64)segment->end);
    json_array_add_array_element(offsets, range);
  }
  json_object_set_array_member(object, "sentences", sentences);
  json_object_set_array_member(object, "offsets", offsets);
}

static void write_object(JsonNode *root, BirgeOutput *output) {
  g_autofree char *line = json_to_string(root, FALSE);
  /* json-glib escapes all control characters but U+001F. */
  g_auto(GStrv) parts = g_strsplit(line, "\x1F", -1);
  g_autofree char *escaped = g_strjoinv("\\u001f", parts);
  birge_output_puts(output, escaped);
  birge_output_puts(output, "\n");
}

static gboolean segment_line(const Lines *lines, const char *line, gsize length, GError **error) {
  if (strspn(line, " \t\r") == length)
    return TRUE;
  if (!g_utf8_validate_len(line, length, NULL))
    return fail(lines, error, "is not UTF-8");
  if (!birge_json_scan(lines->name, line, length, error)) {
    g_prefix_error(error, "line %" G_GUINT64_FORMAT ": ", lines->line);
    return FALSE;
  }
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!json_parser_load_from_data(parser, line, (gssize)length, NULL))
    return fail(lines, error, "is not JSON");
  JsonNode *root = json_parser_get_root(parser);
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
  JsonNode *text = object ? json_object_get_member(object, "text") : NULL;
  if (!text || json_node_get_value_type(text) != G_TYPE_STRING)
    return fail(lines, error, "expected an object with \"text\"");
  g_autoptr(BirgeDocument) document =
      segment_text(lines, object, json_node_get_string(text), error);
  if (!document) {
    g_prefix_error(error, "line %" G_GUINT64_FORMAT ": ", lines->line);
    return FALSE;
  }
  add_segments(object, document);
  write_object(root, lines->job->output);
  return TRUE;
}

/* Segments the whole lines that are held, and drops them. */
static gboolean segment_held(Lines *lines, GString *held, gboolean is_last, GError **error) {
  gsize done = 0;
  while (done < held->len) {
    char *start = held->str + done;
    char *end = memchr(start, '\n', held->len - done);
    if (!end && !is_last)
      break;
    gsize length = end ? (gsize)(end - start) : held->len - done;
    start[length] = '\0';
    lines->line++;
    if (!segment_line(lines, start, length, error))
      return FALSE;
    done += MIN(length + 1, held->len - done);
  }
  g_string_erase(held, 0, (gssize)done);
  if (held->len > MAX_LINE) {
    birge_error_set_at(error, BIRGE_ERROR_LIMIT, lines->name, lines->line + 1,
                       "is longer than %d bytes", MAX_LINE);
    return FALSE;
  }
  return TRUE;
}

gboolean birge_segment_lines(const BirgeSegmentJob *job, const char *path, GError **error) {
  g_autoptr(BirgeInput) input = birge_input_open(path, error);
  if (!input)
    return FALSE;
  Lines lines = {.job = job, .name = birge_input_name(path)};
  g_autoptr(GString) held = g_string_new(NULL);
  g_autofree char *chunk = g_malloc(CHUNK);
  gssize n;
  while ((n = birge_input_read(input, chunk, CHUNK, error)) > 0) {
    g_string_append_len(held, chunk, n);
    if (memchr(chunk, '\n', (gsize)n) && !segment_held(&lines, held, FALSE, error))
      return FALSE;
  }
  return n == 0 && segment_held(&lines, held, TRUE, error);
}
