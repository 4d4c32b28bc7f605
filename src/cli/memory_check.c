/* birge memory check: what may be wrong with the units of a memory. */
#include "memory/check.h"

#include "base/output.h"
#include "cli/command.h"
#include "cli/memory_actions.h"
#include "cli/print.h"

#include <stdio.h>
#include <string.h>

/* A fault, with what is printed of it. */
typedef struct {
  BirgeOutput *output;
  const BirgeFault *fault;
  char *file;
  guint64 line;
  const char *tuid;          /* NULL: none */
  const BirgeVariant *found; /* NULL: the whole unit */
  char *other_file;          /* NULL: none */
  guint64 other_line;
} Shown;

static void print_text(const Shown *shown) {
  birge_print_shown(shown->output, shown->file, strlen(shown->file));
  birge_output_printf(shown->output, ":%" G_GUINT64_FORMAT ": %s", shown->line,
                      birge_fault_print(shown->fault->kind));
  if (shown->found) {
    birge_output_puts(shown->output, " in ");
    birge_print_shown(shown->output, shown->found->language, strlen(shown->found->language));
  }
  if (shown->other_file) {
    birge_output_puts(shown->output, shown->found ? ", other than " : " of ");
    birge_print_shown(shown->output, shown->other_file, strlen(shown->other_file));
    birge_output_printf(shown->output, ":%" G_GUINT64_FORMAT, shown->other_line);
  }
  if (shown->found && shown->fault->kind != BIRGE_FAULT_EMPTY) {
    birge_output_puts(shown->output, ": ");
    birge_print_shown(shown->output, shown->found->text, shown->found->length);
  }
  birge_output_puts(shown->output, "\n");
}

static void print_field(BirgeOutput *output, const char *text, const char *after) {
  birge_print_field(output, text ? text : "", text ? strlen(text) : 0);
  birge_output_puts(output, after);
}

static void print_tsv(const Shown *shown) {
  BirgeOutput *output = shown->output;
  birge_output_printf(output, "%s\t", birge_fault_print(shown->fault->kind));
  print_field(output, shown->file, "\t");
  birge_output_printf(output, "%" G_GUINT64_FORMAT "\t%u\t", shown->line, shown->fault->unit);
  print_field(output, shown->tuid, "\t");
  print_field(output, shown->found ? shown->found->language : NULL, "\t");
  print_field(output, shown->found ? shown->found->text : NULL, "\t");
  print_field(output, shown->other_file, "\t");
  if (shown->other_file)
    birge_output_printf(output, "%" G_GUINT64_FORMAT, shown->other_line);
  birge_output_puts(output, "\n");
}

static void print_member(BirgeOutput *output, const char *name, const char *text) {
  birge_output_printf(output, ", \"%s\": ", name);
  if (text)
    birge_print_json(output, text, strlen(text));
  else
    birge_output_puts(output, "null");
}

static void print_json(const Shown *shown) {
  BirgeOutput *output = shown->output;
  birge_output_printf(output, "{\"kind\": \"%s\"", birge_fault_print(shown->fault->kind));
  print_member(output, "file", shown->file);
  birge_output_printf(output, ", \"at\": %" G_GUINT64_FORMAT ", \"unit\": %u", shown->line,
                      shown->fault->unit);
  print_member(output, "tuid", shown->tuid);
  print_member(output, "language", shown->found ? shown->found->language : NULL);
  print_member(output, "text", shown->found ? shown->found->text : NULL);
  print_member(output, "other_file", shown->other_file);
  if (shown->other_file)
    birge_output_printf(output, ", \"other_at\": %" G_GUINT64_FORMAT "}\n", shown->other_line);
  else
    birge_output_puts(output, ", \"other_at\": null}\n");
}

static gboolean print_fault(const BirgeMemory *memory, const BirgeFault *fault,
                            void (*print)(const Shown *), BirgeOutput *output, GError **error) {
  g_autoptr(BirgeUnit) unit = birge_memory_unit(memory, fault->file, fault->unit, error);
  gboolean has_other = fault->kind == BIRGE_FAULT_DUPLICATE || fault->kind == BIRGE_FAULT_CONFLICT;
  g_autoptr(BirgeUnit) other =
      unit && has_other ? birge_memory_unit(memory, fault->other_file, fault->other_unit, error)
                        : NULL;
  if (!unit || (has_other && !other))
    return FALSE;
  g_autofree char *file = g_filename_display_name(birge_memory_file(memory, fault->file));
  g_autofree char *other_file =
      has_other ? g_filename_display_name(birge_memory_file(memory, fault->other_file)) : NULL;
  const Shown shown = {
      .output = output,
      .fault = fault,
      .file = file,
      .line = unit->line,
      .tuid = birge_attributes_get(unit->attributes, "tuid"),
      .found = fault->kind == BIRGE_FAULT_DUPLICATE ? NULL : unit->variants->pdata[fault->variant],
      .other_file = other_file,
      .other_line = other ? other->line : 0};
  print(&shown);
  return TRUE;
}

/* Says on standard error how many there are of each kind. */
static void print_summary(const GArray *faults) {
  guint counts[BIRGE_N_FAULTS] = {0};
  for (guint i = 0; i < faults->len; i++)
    counts[g_array_index(faults, BirgeFault, i).kind]++;
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint k = 0; k < BIRGE_N_FAULTS; k++) {
    if (counts[k] > 0)
      g_string_append_printf(text, "%s%s: %u", text->len > 0 ? ", " : "",
                             birge_fault_print((BirgeFaultKind)k), counts[k]);
  }
  fprintf(stderr, "%s\n", text->len > 0 ? text->str : "nothing found");
}

gboolean birge_memory_call_check(const BirgeMemoryCall *call, GError **error) {
  static const struct {
    const char *name;
    void (*print)(const Shown *);
  } formats[] = {{"text", print_text}, {"tsv", print_tsv}, {"json", print_json}};
  const char *wanted = call->options->format ? call->options->format
                       : call->options->json ? "json"
                                             : "text";
  guint f = 0;
  while (f < G_N_ELEMENTS(formats) && !g_str_equal(formats[f].name, wanted))
    f++;
  if (f == G_N_ELEMENTS(formats)) {
    birge_fail_usage(error, "unknown format \"%s\", expected text, tsv or json", wanted);
    return FALSE;
  }
  g_autoptr(BirgeMemory) memory =
      birge_memory_open(call->path, call->options->source, call->locales, error);
  if (!memory)
    return FALSE;
  birge_progress_say(call->progress, "checking units");
  g_autoptr(GArray) faults = birge_memory_check(memory, error);
  g_autoptr(BirgeOutput) output = faults ? birge_output_open(call->options->path, error) : NULL;
  if (!output)
    return FALSE;
  if (formats[f].print == print_tsv)
    birge_output_puts(output, "kind\tfile\tat\tunit\ttuid\tlanguage\ttext\tother_file\tother_at\n");
  for (guint i = 0; i < faults->len; i++) {
    if (!print_fault(memory, &g_array_index(faults, BirgeFault, i), formats[f].print, output,
                     error))
      return FALSE;
  }
  if (!birge_output_commit(g_steal_pointer(&output), error))
    return FALSE;
  print_summary(faults);
  return TRUE;
}
