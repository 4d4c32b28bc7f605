/* Reads bodies. */
#include "review/body.h"

#include "base/error.h"
#include "exchange/json_scan.h"

#include <string.h>

/* An identifier of a step, as the page makes them. */
#define MAX_ID 64

JsonParser *birge_body_parse(const char *data, gsize length) {
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!data || !g_utf8_validate_len(data, length, NULL) ||
      !birge_json_scan("body", data, length, NULL) ||
      !json_parser_load_from_data(parser, data, (gssize)length, NULL))
    return NULL;
  JsonNode *root = json_parser_get_root(parser);
  return root && JSON_NODE_HOLDS_OBJECT(root) ? g_steal_pointer(&parser) : NULL;
}

/* Returns a member that is of a type, else NULL. */
static JsonNode *get_node(JsonObject *body, const char *name, GType type) {
  JsonNode *node = json_object_get_member(body, name);
  return node && json_node_get_value_type(node) == type ? node : NULL;
}

const char *birge_body_get_string(JsonObject *body, const char *name) {
  JsonNode *node = get_node(body, name, G_TYPE_STRING);
  return node ? json_node_get_string(node) : "";
}

gboolean birge_body_read_step(JsonObject *body, BirgeStep *step, GError **error) {
  const char *name = birge_body_get_string(body, "do");
  JsonNode *number = get_node(body, "revision", G_TYPE_INT64);
  gint64 revision = number ? json_node_get_int(number) : -1;
  step->id = birge_body_get_string(body, "id");
  if (revision < 0 || revision > G_MAXINT || !*step->id || strlen(step->id) > MAX_ID) {
    g_set_error_literal(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT,
                        "a step has an id and the revision that it is of");
    return FALSE;
  }
  step->revision = (guint)revision;
  step->kind = g_str_equal(name, "undo")   ? BIRGE_STEP_UNDO
               : g_str_equal(name, "redo") ? BIRGE_STEP_REDO
                                           : BIRGE_STEP_DO;
  /* What the aligner says is its own to say. */
  json_object_remove_member(body, "aligned");
  if (step->kind == BIRGE_STEP_DO)
    step->operation = birge_operation_parse(body, error);
  return step->kind != BIRGE_STEP_DO || step->operation;
}
