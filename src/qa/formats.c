/* Writes findings: for people, as JSON, and as SARIF 2.1.0 (OASIS), which code hosts show. */
#include "base/config.h"
#include "qa/private.h"

#include <json-glib/json-glib.h>

typedef struct {
  const char *name;
  BirgeQaWriter write;
} Format;

static void count_severities(const GPtrArray *findings, guint counts[3]) {
  for (guint i = 0; i < findings->len; i++) {
    const BirgeFinding *finding = findings->pdata[i];
    counts[birge_qa_rule(finding->rule)->severity]++;
  }
}

static void print_place(BirgeOutput *output, const BirgePlace *place) {
  if (place->line > 0)
    birge_output_printf(output, "%s:%" G_GUINT64_FORMAT, place->file, place->line);
  else
    birge_output_printf(output, "%s: row %u", place->file, place->row);
}

static void write_text(const GPtrArray *findings, guint n_pairs, BirgeOutput *output) {
  for (guint i = 0; i < findings->len; i++) {
    const BirgeFinding *finding = findings->pdata[i];
    const BirgeQaRule *rule = birge_qa_rule(finding->rule);
    print_place(output, &finding->place);
    /* Reasons may quote letters of either direction: an isolate keeps each line in order. */
    birge_output_printf(output, ": %s: %s: %s-%s: \u2068%s\u2069\n",
                        birge_severity_print(rule->severity), rule->name, finding->source->tag,
                        finding->target->tag, finding->reason);
  }
  guint counts[3] = {0};
  count_severities(findings, counts);
  birge_output_printf(output, "%u pairs: %u errors, %u warnings, %u notes\n", n_pairs,
                      counts[BIRGE_SEVERITY_ERROR], counts[BIRGE_SEVERITY_WARNING],
                      counts[BIRGE_SEVERITY_NOTE]);
}

static void add_string(JsonBuilder *builder, const char *name, const char *value) {
  json_builder_set_member_name(builder, name);
  json_builder_add_string_value(builder, value);
}

static void add_int(JsonBuilder *builder, const char *name, gint64 value) {
  json_builder_set_member_name(builder, name);
  json_builder_add_int_value(builder, value);
}

static void begin_member(JsonBuilder *builder, const char *name, gboolean is_array) {
  json_builder_set_member_name(builder, name);
  if (is_array)
    json_builder_begin_array(builder);
  else
    json_builder_begin_object(builder);
}

/* Prints what was built. Frees nothing. */
static void print_json(JsonBuilder *builder, BirgeOutput *output) {
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  g_autofree char *text = json_to_string(root, TRUE);
  birge_output_puts(output, text);
  birge_output_puts(output, "\n");
}

static void write_json(const GPtrArray *findings, guint n_pairs, BirgeOutput *output) {
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  add_string(builder, "format", "birge-qa");
  add_int(builder, "version", 1);
  add_int(builder, "pairs", n_pairs);
  begin_member(builder, "findings", TRUE);
  for (guint i = 0; i < findings->len; i++) {
    const BirgeFinding *finding = findings->pdata[i];
    const BirgeQaRule *rule = birge_qa_rule(finding->rule);
    json_builder_begin_object(builder);
    add_string(builder, "rule", rule->name);
    add_string(builder, "severity", birge_severity_print(rule->severity));
    add_string(builder, "reason", finding->reason);
    add_string(builder, "file", finding->place.file);
    if (finding->place.line > 0)
      add_int(builder, "line", (gint64)finding->place.line);
    else
      add_int(builder, "row", finding->place.row);
    add_string(builder, "source_language", finding->source->tag);
    add_string(builder, "target_language", finding->target->tag);
    add_string(builder, "source", finding->source_text);
    add_string(builder, "target", finding->target_text);
    json_builder_end_object(builder);
  }
  json_builder_end_array(builder);
  json_builder_end_object(builder);
  print_json(builder, output);
}

static void add_message(JsonBuilder *builder, const char *name, const char *text) {
  begin_member(builder, name, FALSE);
  add_string(builder, "text", text);
  json_builder_end_object(builder);
}

/* SARIF 2.1.0, 3.19.23: the rules that results refer to. */
static void add_driver(JsonBuilder *builder) {
  begin_member(builder, "tool", FALSE);
  begin_member(builder, "driver", FALSE);
  add_string(builder, "name", "birge qa");
  add_string(builder, "version", BIRGE_VERSION);
  begin_member(builder, "rules", TRUE);
  for (guint i = 0; birge_qa_rule(i); i++) {
    json_builder_begin_object(builder);
    add_string(builder, "id", birge_qa_rule(i)->name);
    add_message(builder, "shortDescription", birge_qa_rule(i)->summary);
    json_builder_end_object(builder);
  }
  json_builder_end_array(builder);
  json_builder_end_object(builder);
  json_builder_end_object(builder);
}

/* SARIF 2.1.0, 3.28: a place in a file, and a row as a logical one. */
static void add_location(JsonBuilder *builder, const BirgePlace *place) {
  g_autofree char *uri = g_uri_escape_string(place->file, "/", FALSE);
  begin_member(builder, "locations", TRUE);
  json_builder_begin_object(builder);
  begin_member(builder, "physicalLocation", FALSE);
  begin_member(builder, "artifactLocation", FALSE);
  add_string(builder, "uri", uri);
  json_builder_end_object(builder);
  if (place->line > 0) {
    begin_member(builder, "region", FALSE);
    add_int(builder, "startLine", (gint64)place->line);
    json_builder_end_object(builder);
  }
  json_builder_end_object(builder);
  if (place->row > 0) {
    g_autofree char *name = g_strdup_printf("row %u", place->row);
    begin_member(builder, "logicalLocations", TRUE);
    json_builder_begin_object(builder);
    add_string(builder, "name", name);
    json_builder_end_object(builder);
    json_builder_end_array(builder);
  }
  json_builder_end_object(builder);
  json_builder_end_array(builder);
}

static void add_result(JsonBuilder *builder, const BirgeFinding *finding) {
  const BirgeQaRule *rule = birge_qa_rule(finding->rule);
  g_autofree char *text =
      g_strdup_printf("%s-%s: %s", finding->source->tag, finding->target->tag, finding->reason);
  json_builder_begin_object(builder);
  add_string(builder, "ruleId", rule->name);
  add_int(builder, "ruleIndex", finding->rule);
  add_string(builder, "level", birge_severity_print(rule->severity));
  add_message(builder, "message", text);
  add_location(builder, &finding->place);
  json_builder_end_object(builder);
}

static void write_sarif(const GPtrArray *findings, guint n_pairs G_GNUC_UNUSED,
                        BirgeOutput *output) {
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  add_string(builder, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  add_string(builder, "version", "2.1.0");
  begin_member(builder, "runs", TRUE);
  json_builder_begin_object(builder);
  add_driver(builder);
  begin_member(builder, "results", TRUE);
  for (guint i = 0; i < findings->len; i++)
    add_result(builder, findings->pdata[i]);
  json_builder_end_array(builder);
  json_builder_end_object(builder);
  json_builder_end_array(builder);
  json_builder_end_object(builder);
  print_json(builder, output);
}

BirgeQaWriter birge_qa_find_writer(const char *name) {
  static const Format formats[] = {
      {"text", write_text}, {"json", write_json}, {"sarif", write_sarif}};
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    if (g_str_equal(formats[i].name, name))
      return formats[i].write;
  }
  return NULL;
}
