/* birge memory: what a memory holds, what may be wrong with it, and changes to it. */
#include "memory/memory.h"

#include "base/error.h"
#include "base/output.h"
#include "cli/command.h"
#include "cli/memory_actions.h"
#include "cli/print.h"
#include "exchange/exchange.h"

#include <string.h>

static void add_options(GOptionContext *context, gpointer data) {
  BirgeMemoryOptions *options = data;
  const GOptionEntry entries[] = {
      {"from", 0, 0, G_OPTION_ARG_FILENAME, &options->source,
       "language by whose text units are joined and compared; else what the first file says",
       "TAG"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path,
       "write to FILE; split: to the folder FILE", "FILE"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
       "info, check: text (the default), tsv or json", "NAME"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &options->json, "the same as --format json", NULL},
      {"name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
       "add: name of the file in DIR; else that of the first FILE", "NAME"},
      {"tuid", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->tuids, "remove: units with this tuid",
       "ID"},
      {"text", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->texts,
       "remove: units with this text, folded, in any language", "TEXT"},
      {"units", 0, 0, G_OPTION_ARG_INT, &options->max_units, "split: units in a file at most", "N"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  BirgeMemoryOptions *options = data;
  g_free(options->source);
  g_free(options->path);
  g_free(options->format);
  g_free(options->name);
  g_strfreev(options->tuids);
  g_strfreev(options->texts);
}

static gboolean has_language(const BirgeUnit *unit, const BirgeLocale *locale,
                             const BirgeLocales *locales) {
  for (guint v = 0; v < unit->variants->len; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    if (birge_locales_find(locales, variant->language, variant->text, variant->length) == locale)
      return TRUE;
  }
  return FALSE;
}

/* Counts the units that have each language, and those that have all. Returns the counts by
 * language, that of all last; yours. */
static guint *count_units(const GPtrArray *units, const GArray *languages,
                          const BirgeLocales *locales) {
  guint *counts = g_new0(guint, languages->len + 1);
  for (guint u = 0; u < units->len; u++) {
    guint n = 0;
    for (guint l = 0; l < languages->len; l++) {
      const BirgeLocale *locale = g_array_index(languages, BirgeMemoryLanguage, l).locale;
      guint has = has_language(units->pdata[u], locale, locales) ? 1 : 0;
      counts[l] += has;
      n += has;
    }
    counts[languages->len] += n == languages->len ? 1 : 0;
  }
  return counts;
}

static const BirgeLocale *nth_language(const BirgeMemory *memory, guint i) {
  return g_array_index(birge_memory_languages(memory), BirgeMemoryLanguage, i).locale;
}

/* counts: as of count_units(). */
static void print_text(const BirgeMemory *memory, const guint *counts, guint n_units,
                       BirgeOutput *output) {
  guint n_languages = birge_memory_languages(memory)->len;
  birge_output_printf(output, "units\t%u\n", n_units);
  for (guint i = 0; i < n_languages; i++)
    birge_output_printf(output, "units in %s\t%u\n", nth_language(memory, i)->tag, counts[i]);
  if (n_languages > 1)
    birge_output_printf(output, "units in all of these\t%u\n", counts[n_languages]);
  const GPtrArray *unknown = birge_memory_unknown_languages(memory);
  for (guint i = 0; i < unknown->len; i++)
    birge_output_printf(output, "unknown language\t%s\n", (const char *)unknown->pdata[i]);
  for (guint f = 0; f < birge_memory_n_files(memory); f++) {
    g_autofree char *name = g_filename_display_name(birge_memory_file(memory, f));
    birge_print_field(output, name, strlen(name));
    birge_output_printf(output, "\t%u\n", birge_memory_n_units(memory, f));
    for (guint i = 0; i < n_languages; i++) {
      guint n = birge_memory_n_units_in(memory, f, nth_language(memory, i)->tag);
      if (n == 0)
        continue;
      birge_print_field(output, name, strlen(name));
      birge_output_printf(output, " in %s\t%u\n", nth_language(memory, i)->tag, n);
    }
  }
}

static void print_json_file(const BirgeMemory *memory, guint file, BirgeOutput *output) {
  g_autofree char *name = g_filename_display_name(birge_memory_file(memory, file));
  birge_output_puts(output, "{\"file\": ");
  birge_print_json(output, name, strlen(name));
  birge_output_printf(output, ", \"units\": %u, \"languages\": {",
                      birge_memory_n_units(memory, file));
  for (guint i = 0; i < birge_memory_languages(memory)->len; i++) {
    const char *tag = nth_language(memory, i)->tag;
    birge_output_printf(output, "%s\"%s\": %u", i > 0 ? ", " : "", tag,
                        birge_memory_n_units_in(memory, file, tag));
  }
  birge_output_puts(output, "}}");
}

static void print_json(const BirgeMemory *memory, const guint *counts, guint n_units,
                       BirgeOutput *output) {
  guint n_languages = birge_memory_languages(memory)->len;
  birge_output_printf(output, "{\"units\": %u, \"languages\": {", n_units);
  for (guint i = 0; i < n_languages; i++)
    birge_output_printf(output, "%s\"%s\": %u", i > 0 ? ", " : "", nth_language(memory, i)->tag,
                        counts[i]);
  birge_output_printf(output, "}, \"in_all\": %u, \"unknown\": [", counts[n_languages]);
  const GPtrArray *unknown = birge_memory_unknown_languages(memory);
  for (guint i = 0; i < unknown->len; i++) {
    birge_output_puts(output, i > 0 ? ", " : "");
    birge_print_json(output, unknown->pdata[i], strlen(unknown->pdata[i]));
  }
  birge_output_puts(output, "], \"files\": [");
  for (guint f = 0; f < birge_memory_n_files(memory); f++) {
    birge_output_puts(output, f > 0 ? ", " : "");
    print_json_file(memory, f, output);
  }
  birge_output_puts(output, "]}\n");
}

gboolean birge_memory_call_info(const BirgeMemoryCall *call, GError **error) {
  const char *format = call->options->format;
  if (format && !g_strv_contains((const char *const[]){"text", "tsv", "json", NULL}, format)) {
    birge_fail_usage(error, "unknown format \"%s\", expected text, tsv or json", format);
    return FALSE;
  }
  gboolean is_json = call->options->json || g_strcmp0(format, "json") == 0;
  g_autoptr(BirgeMemory) memory =
      birge_memory_open(call->path, call->options->source, call->locales, error);
  const GPtrArray *units = memory ? birge_memory_units(memory, error) : NULL;
  g_autoptr(BirgeOutput) output = units ? birge_output_open(call->options->path, error) : NULL;
  if (!output)
    return FALSE;
  g_autofree guint *counts = count_units(units, birge_memory_languages(memory), call->locales);
  if (is_json)
    print_json(memory, counts, units->len, output);
  else
    print_text(memory, counts, units->len, output);
  return birge_output_commit(g_steal_pointer(&output), error);
}

gboolean birge_memory_call_merge(const BirgeMemoryCall *call, GError **error) {
  g_autoptr(BirgeMemory) memory =
      birge_memory_open(call->path, call->options->source, call->locales, error);
  const GPtrArray *units = memory ? birge_memory_units(memory, error) : NULL;
  g_autoptr(BirgeOutput) output = units ? birge_output_open(call->options->path, error) : NULL;
  if (!output)
    return FALSE;
  gboolean has_language = birge_memory_languages(memory)->len > 0;
  g_autoptr(BirgeTmxWriter) writer =
      birge_tmx_writer_new(output, has_language ? nth_language(memory, 0)->tag : NULL, NULL);
  for (guint i = 0; i < units->len; i++) {
    if (!birge_tmx_writer_add(writer, units->pdata[i], error))
      return FALSE;
  }
  birge_tmx_writer_end(g_steal_pointer(&writer));
  return birge_output_commit(g_steal_pointer(&output), error);
}

static const struct {
  const char *name;
  gboolean (*call)(const BirgeMemoryCall *call, GError **error);
} actions[] = {
    {"info", birge_memory_call_info},   {"check", birge_memory_call_check},
    {"add", birge_memory_call_add},     {"remove", birge_memory_call_remove},
    {"merge", birge_memory_call_merge}, {"dedupe", birge_memory_call_dedupe},
    {"split", birge_memory_call_split},
};

static gboolean run(gpointer data, const char *const *operands, guint n_operands, GError **error) {
  const BirgeMemoryOptions *options = data;
  guint a = 0;
  while (a < G_N_ELEMENTS(actions) &&
         (n_operands == 0 || !g_str_equal(actions[a].name, operands[0])))
    a++;
  if (a == G_N_ELEMENTS(actions) || n_operands < 2 ||
      (n_operands > 2 && actions[a].call != birge_memory_call_add)) {
    birge_fail_usage(error, "expected info, check, add, remove, merge, dedupe or split, and a "
                            "folder (birge memory --help)");
    return FALSE;
  }
  g_autoptr(BirgeLocales) locales = birge_locales_load(error);
  if (!locales)
    return FALSE;
  if (options->source && !birge_locales_find(locales, options->source, NULL, 0)) {
    birge_fail_usage(error, "unknown language \"%s\"", options->source);
    return FALSE;
  }
  g_autoptr(BirgeProgress) progress = birge_progress_new();
  birge_progress_say(progress, "reading the memory");
  const BirgeMemoryCall call = {options, locales, progress, operands[1], operands + 2};
  return actions[a].call(&call, error);
}

const BirgeCommand birge_memory_command = {
    .name = "memory",
    .summary = "say what a memory holds and what may be wrong with it, and change it",
    .operands = "ACTION DIR [FILE…]",
    .help =
        "DIR is a folder of TMX files, or one TMX file. Actions:\n"
        "  info    counts units, by language and by file\n"
        "  check   lists duplicates, conflicts, empty and copied texts, wrong scripts and codes\n"
        "  merge   writes all units as one TMX file, those that say the same joined\n"
        "  add     adds the units of FILEs to a file of DIR\n"
        "  remove  removes units from the files of DIR that birge made\n"
        "  dedupe  joins equal units: in files that birge made, or into one file (--output)\n"
        "  split   writes the units to files of at most --units each\n"
        "No file of DIR that birge did not make is ever changed.\n\n"
        "Examples:\n"
        "  birge memory info tmx\n"
        "  birge memory check tmx --format tsv -o faults.tsv\n"
        "  birge memory merge tmx -o all.tmx\n"
        "  birge memory add mine client.tmx\n",
    .options_size = sizeof(BirgeMemoryOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
