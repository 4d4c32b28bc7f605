/* Reads and writes operations. */
#include "review/operation.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* What of an operation stands in its JSON. */
typedef enum {
  HAS_ROW = 1 << 0,
  HAS_COLUMN = 1 << 1,
  MAY_HAVE_COLUMN = 1 << 2,
  HAS_SEGMENT = 1 << 3,
  HAS_OFFSET = 1 << 4,
  HAS_SIDE = 1 << 5,
  HAS_STATUS = 1 << 6,
  HAS_CONFIDENCE = 1 << 7,
  HAS_TEXT = 1 << 8,
  MAY_HAVE_ALIGNED = 1 << 9,
} Members;

#define HAS_PLACE (HAS_ROW | HAS_COLUMN | HAS_SEGMENT)

static const struct {
  const char *name;
  guint members;
} kinds[] = {
    [BIRGE_DO_MERGE] = {"merge", HAS_ROW | MAY_HAVE_COLUMN | HAS_SIDE},
    [BIRGE_DO_SPLIT] = {"split", HAS_PLACE | HAS_OFFSET},
    [BIRGE_DO_MOVE] = {"move", HAS_PLACE | HAS_SIDE},
    [BIRGE_DO_INSERT] = {"insert", HAS_ROW | HAS_SIDE},
    [BIRGE_DO_UNLINK] = {"unlink", HAS_PLACE},
    [BIRGE_DO_SWAP] = {"swap", HAS_ROW | HAS_COLUMN | HAS_SIDE},
    [BIRGE_DO_EDIT] = {"edit", HAS_PLACE | HAS_TEXT},
    [BIRGE_DO_STATUS] = {"status", HAS_ROW | HAS_STATUS},
    [BIRGE_DO_APPROVE] = {"approve", HAS_CONFIDENCE},
    [BIRGE_DO_NOTE] = {"note", HAS_ROW | HAS_TEXT},
    [BIRGE_DO_REALIGN] = {"realign", HAS_ROW | MAY_HAVE_ALIGNED},
};

static const char *const sides[] = {[BIRGE_SIDE_ABOVE] = "above", [BIRGE_SIDE_BELOW] = "below"};

static gboolean fail(GError **error, const char *name, const char *what) {
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT, "operation: '%s' %s", name, what);
  return FALSE;
}

static const char *get_string(JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member(object, name);
  return node && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node)
                                                                 : NULL;
}

static gboolean read_number(JsonObject *object, const char *name, guint *value, GError **error) {
  JsonNode *node = json_object_get_member(object, name);
  gint64 number =
      node && json_node_get_value_type(node) == G_TYPE_INT64 ? json_node_get_int(node) : -1;
  *value = (guint)CLAMP(number, 0, G_MAXINT);
  return (number >= 0 && number < G_MAXINT) || fail(error, name, "is missing or no such number");
}

static gboolean read_probability(JsonNode *node, double *value) {
  GType type = node ? json_node_get_value_type(node) : G_TYPE_INVALID;
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_double(node);
  return isfinite(*value) && *value >= 0 && *value <= 1;
}

static gboolean read_column(JsonObject *object, BirgeOperation *operation, guint members,
                            GError **error) {
  guint column;
  if (members & MAY_HAVE_COLUMN && !json_object_has_member(object, "column"))
    return TRUE;
  if (!read_number(object, "column", &column, error))
    return FALSE;
  operation->column = (int)column;
  return TRUE;
}

static gboolean read_side(JsonObject *object, BirgeSide *side, GError **error) {
  const char *said = get_string(object, "side");
  *side = g_strcmp0(said, sides[BIRGE_SIDE_BELOW]) == 0 ? BIRGE_SIDE_BELOW : BIRGE_SIDE_ABOVE;
  return g_strcmp0(said, sides[*side]) == 0 || fail(error, "side", "is not above or below");
}

static gboolean read_status(JsonObject *object, BirgeStatus *status, GError **error) {
  const char *said = get_string(object, "status");
  return (said && birge_status_parse(said, status)) || fail(error, "status", "is unknown");
}

/* Control characters have no place in a sentence, and XML can't say most of them. */
static gboolean read_text(JsonObject *object, BirgeOperation *operation, GError **error) {
  const char *said = get_string(object, "text");
  if (!said)
    return fail(error, "text", "is missing or no text");
  if (strlen(said) > BIRGE_MAX_EDIT)
    return fail(error, "text", "is too long");
  for (const char *p = said; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == 0xFFFE || c == 0xFFFF || (c < 0x20 && (c != '\n' || operation->kind == BIRGE_DO_EDIT)))
      return fail(error, "text", "holds a character that has no place in it");
  }
  operation->text = g_strdup(said);
  return TRUE;
}

static gboolean read_integer(JsonNode *node, gint64 most, gint64 *number) {
  if (json_node_get_value_type(node) != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_int(node);
  return *number >= 0 && *number <= most;
}

static gboolean read_count(JsonNode *node, gint64 *number, gint64 *gaps) {
  if (!JSON_NODE_HOLDS_ARRAY(node))
    return read_integer(node, BIRGE_MAX_SEGMENTS, number);
  JsonArray *pair = json_node_get_array(node);
  return json_array_get_length(pair) == 2 &&
         read_integer(json_array_get_element(pair, 0), BIRGE_MAX_SEGMENTS, number) &&
         read_integer(json_array_get_element(pair, 1),
                      (G_GINT64_CONSTANT(1) << MIN(*number, BIRGE_MAX_GAPS)) - 1, gaps);
}

/* Reads `[confidence, n, n, …]`: how many segments of each column come next; `[n, gaps]` in the
 * place of n if some of them have no counterpart. */
static gboolean read_aligned_row(JsonNode *node, guint *next, BirgeRow *row) {
  JsonArray *numbers = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  guint n = numbers ? json_array_get_length(numbers) : 0;
  if (n < 2 || n > BIRGE_MAX_LANGUAGES + 1 ||
      !read_probability(json_array_get_element(numbers, 0), &row->confidence))
    return FALSE;
  for (guint c = 0; c + 1 < n; c++) {
    gint64 number = 0, gaps = 0;
    if (!read_count(json_array_get_element(numbers, c + 1), &number, &gaps))
      return FALSE;
    row->gaps[c] = (guint32)gaps;
    row->runs[c] = (BirgeRun){next[c], next[c] + (guint)number};
    next[c] = row->runs[c].end;
  }
  return TRUE;
}

static gboolean read_aligned(JsonObject *object, BirgeOperation *operation, GError **error) {
  JsonNode *node = json_object_get_member(object, "aligned");
  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY(node))
    return fail(error, "aligned", "is no array");
  JsonArray *array = json_node_get_array(node);
  guint next[BIRGE_MAX_LANGUAGES] = {0};
  operation->aligned = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  for (guint r = 0; r < json_array_get_length(array); r++) {
    BirgeRow row = {.origin = BIRGE_ORIGIN_ALIGNED};
    if (!read_aligned_row(json_array_get_element(array, r), next, &row))
      return fail(error, "aligned", "has something else than a confidence and counts");
    g_array_append_val(operation->aligned, row);
  }
  return TRUE;
}

static gboolean read_members(JsonObject *object, BirgeOperation *operation, GError **error) {
  guint members = kinds[operation->kind].members;
  if (members & HAS_ROW && !read_number(object, "row", &operation->row, error))
    return FALSE;
  if (members & (HAS_COLUMN | MAY_HAVE_COLUMN) && !read_column(object, operation, members, error))
    return FALSE;
  if (members & HAS_SEGMENT && !read_number(object, "segment", &operation->segment, error))
    return FALSE;
  if (members & HAS_OFFSET && !read_number(object, "offset", &operation->offset_utf16, error))
    return FALSE;
  if (members & HAS_SIDE && !read_side(object, &operation->side, error))
    return FALSE;
  if (members & HAS_STATUS && !read_status(object, &operation->status, error))
    return FALSE;
  if (members & HAS_CONFIDENCE &&
      !read_probability(json_object_get_member(object, "confidence"), &operation->confidence))
    return fail(error, "confidence", "is missing or not between 0 and 1");
  if (members & HAS_TEXT && !read_text(object, operation, error))
    return FALSE;
  return !(members & MAY_HAVE_ALIGNED) || read_aligned(object, operation, error);
}

BirgeOperation *birge_operation_parse(JsonObject *object, GError **error) {
  const char *name = get_string(object, "do");
  guint kind = 0;
  while (kind < G_N_ELEMENTS(kinds) && g_strcmp0(kinds[kind].name, name) != 0)
    kind++;
  if (kind == G_N_ELEMENTS(kinds)) {
    fail(error, "do", "is missing or unknown");
    return NULL;
  }
  g_autoptr(BirgeOperation) operation = g_new0(BirgeOperation, 1);
  operation->kind = (BirgeOperationKind)kind;
  operation->column = -1;
  return read_members(object, operation, error) ? g_steal_pointer(&operation) : NULL;
}

static void add_count(JsonArray *numbers, guint count, guint32 gaps) {
  if (gaps == 0) {
    json_array_add_int_element(numbers, count);
    return;
  }
  JsonArray *pair = json_array_new();
  json_array_add_int_element(pair, count);
  json_array_add_int_element(pair, gaps);
  json_array_add_array_element(numbers, pair);
}

static JsonArray *print_aligned(const GArray *rows, guint n_columns) {
  JsonArray *array = json_array_new();
  for (guint r = 0; r < rows->len; r++) {
    const BirgeRow *row = &g_array_index(rows, BirgeRow, r);
    JsonArray *numbers = json_array_new();
    json_array_add_double_element(numbers, row->confidence);
    for (guint c = 0; c < n_columns; c++)
      add_count(numbers, row->runs[c].end - row->runs[c].first, row->gaps[c]);
    json_array_add_array_element(array, numbers);
  }
  return array;
}

JsonNode *birge_operation_print(const BirgeOperation *operation) {
  JsonObject *object = json_object_new();
  guint members = kinds[operation->kind].members;
  json_object_set_string_member(object, "do", kinds[operation->kind].name);
  if (members & HAS_ROW)
    json_object_set_int_member(object, "row", operation->row);
  if (operation->column >= 0)
    json_object_set_int_member(object, "column", operation->column);
  if (members & HAS_SEGMENT)
    json_object_set_int_member(object, "segment", operation->segment);
  if (members & HAS_OFFSET)
    json_object_set_int_member(object, "offset", operation->offset_utf16);
  if (members & HAS_SIDE)
    json_object_set_string_member(object, "side", sides[operation->side]);
  if (members & HAS_STATUS)
    json_object_set_string_member(object, "status", birge_status_print(operation->status));
  if (members & HAS_CONFIDENCE)
    json_object_set_double_member(object, "confidence", operation->confidence);
  if (members & HAS_TEXT)
    json_object_set_string_member(object, "text", operation->text);
  if (operation->aligned)
    json_object_set_array_member(object, "aligned",
                                 print_aligned(operation->aligned, BIRGE_MAX_LANGUAGES));
  JsonNode *node = json_node_init_object(json_node_alloc(), object);
  json_object_unref(object);
  return node;
}

void birge_operation_free(BirgeOperation *operation) {
  g_free(operation->text);
  g_clear_pointer(&operation->aligned, g_array_unref);
  g_free(operation);
}
