/* Reads the members of objects. */
#include "exchange/json_fields.h"

/* Passes over a string, and counts its bytes. */
static gboolean measure_text(BirgeJson *json, BirgeJsonPlace *place, GString *scratch) {
  enum { PIECE = 4096 };
  if (birge_json_peek(json) != '"')
    return FALSE;
  *place = (BirgeJsonPlace){.at = *json};
  birge_json_begin_string(json);
  for (gboolean goes_on = TRUE; goes_on; place->n += scratch->len) {
    g_string_truncate(scratch, 0);
    goes_on = birge_json_read_some(json, scratch, PIECE);
  }
  return TRUE;
}

/* Passes over an array, and counts its elements. */
static gboolean measure_array(BirgeJson *json, BirgeJsonPlace *place, GString *scratch) {
  if (birge_json_peek(json) != '[')
    return FALSE;
  *place = (BirgeJsonPlace){.at = *json};
  if (!birge_json_open(json, '['))
    return FALSE;
  while (birge_json_next_element(json)) {
    birge_json_skip(json, scratch);
    place->n++;
  }
  return TRUE;
}

/* Reads `[first, end]`. */
static void read_pair(BirgeJson *json, BirgeJsonPairs *pairs, GString *scratch) {
  static const char of_two[] = "pairs of numbers", numbers[] = "numbers of segments";
  guint values[2] = {0, 0}, n = 0;
  if (!birge_json_open(json, '[')) {
    pairs->wrong = of_two;
    birge_json_skip(json, scratch);
    return;
  }
  for (; birge_json_next_element(json); n++) {
    BirgeJsonNumber number;
    if (!birge_json_read_number(json, &number)) {
      birge_json_skip(json, scratch);
      pairs->wrong = pairs->wrong ? pairs->wrong : numbers;
    } else if (!number.is_integer || number.integer < 0 || number.integer > G_MAXUINT) {
      pairs->wrong = pairs->wrong ? pairs->wrong : numbers;
    } else if (n < G_N_ELEMENTS(values)) {
      values[n] = (guint)number.integer;
    }
  }
  if (n != G_N_ELEMENTS(values))
    pairs->wrong = of_two;
  if (pairs->n < G_N_ELEMENTS(pairs->pairs))
    pairs->pairs[pairs->n] = (BirgeRun){values[0], values[1]};
}

static gboolean read_pairs(BirgeJson *json, BirgeJsonPairs *pairs, GString *scratch) {
  pairs->n = 0;
  pairs->wrong = NULL;
  if (!birge_json_open(json, '['))
    return FALSE;
  for (; birge_json_next_element(json); pairs->n++)
    read_pair(json, pairs, scratch);
  return TRUE;
}

static gboolean read_value(BirgeJson *json, const BirgeField *field, GString *scratch) {
  switch (field->kind) {
  case BIRGE_FIELD_INTEGER:
    return birge_json_read_number(json, field->value.number) && field->value.number->is_integer;
  case BIRGE_FIELD_NUMBER:
    return birge_json_read_number(json, field->value.number);
  case BIRGE_FIELD_STRING:
    return birge_json_read_string(json, field->value.string);
  case BIRGE_FIELD_TEXT:
    return measure_text(json, field->value.place, scratch);
  case BIRGE_FIELD_ARRAY:
    return measure_array(json, field->value.place, scratch);
  default:
    return read_pairs(json, field->value.pairs, scratch);
  }
}

static void read_field(BirgeJson *json, BirgeField *field, GString *scratch) {
  field->is_twice = field->is_twice || field->is_there;
  field->is_there = TRUE;
  birge_json_peek(json);
  const char *start = json->next;
  field->line = json->line;
  if (read_value(json, field, scratch))
    return;
  field->is_other_type = TRUE;
  /* A number that is none of ours was read all the same. */
  if (json->next == start)
    birge_json_skip(json, scratch);
}

gboolean birge_json_read_fields(BirgeJson *json, BirgeField *fields, guint n, GString *scratch) {
  if (!birge_json_open(json, '{')) {
    birge_json_skip(json, scratch);
    return FALSE;
  }
  while (birge_json_next_member(json, scratch)) {
    BirgeField *field = fields;
    while (field < fields + n && !g_str_equal(field->name, scratch->str))
      field++;
    if (field < fields + n)
      read_field(json, field, scratch);
    else
      birge_json_skip(json, scratch);
  }
  return !json->wrong;
}
