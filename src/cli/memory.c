/* birge memory: what a memory holds, and all of it as one TMX file. */
#include "memory/memory.h"

#include "base/error.h"
#include "base/output.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "exchange/exchange.h"

typedef struct {
  char *source;
  char *path; /* of the output */
} MemoryOptions;

static void add_options(GOptionContext *context, gpointer data) {
  MemoryOptions *options = data;
  const GOptionEntry entries[] = {
      {"from", 0, 0, G_OPTION_ARG_FILENAME, &options->source,
       "language by whose text units are joined; else what the first file says", "TAG"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path, "write to FILE", "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  MemoryOptions *options = data;
  g_free(options->source);
  g_free(options->path);
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

static gboolean print_info(const BirgeMemory *memory, const BirgeLocales *locales,
                           const MemoryOptions *options, GError **error) {
  const GPtrArray *units = birge_memory_units(memory, error);
  g_autoptr(BirgeOutput) output = units ? birge_output_open(options->path, error) : NULL;
  if (!output)
    return FALSE;
  const GArray *languages = birge_memory_languages(memory);
  g_autofree guint *counts = count_units(units, languages, locales);
  birge_output_printf(output, "units\t%u\n", units->len);
  for (guint i = 0; i < languages->len; i++) {
    const BirgeMemoryLanguage *language = &g_array_index(languages, BirgeMemoryLanguage, i);
    birge_output_printf(output, "units in %s\t%u\n", language->locale->tag, counts[i]);
  }
  if (languages->len > 1)
    birge_output_printf(output, "units in all of these\t%u\n", counts[languages->len]);
  const GPtrArray *unknown = birge_memory_unknown_languages(memory);
  for (guint i = 0; i < unknown->len; i++)
    birge_output_printf(output, "unknown language\t%s\n", (const char *)unknown->pdata[i]);
  return birge_output_commit(g_steal_pointer(&output), error);
}

static gboolean write_units(const BirgeMemory *memory, const MemoryOptions *options,
                            GError **error) {
  const GArray *languages = birge_memory_languages(memory);
  const char *source =
      languages->len > 0 ? g_array_index(languages, BirgeMemoryLanguage, 0).locale->tag : NULL;
  const GPtrArray *units = birge_memory_units(memory, error);
  g_autoptr(BirgeOutput) output = units ? birge_output_open(options->path, error) : NULL;
  if (!output)
    return FALSE;
  g_autoptr(BirgeTmxWriter) writer = birge_tmx_writer_new(output, source, NULL);
  for (guint i = 0; i < units->len; i++) {
    if (!birge_tmx_writer_add(writer, units->pdata[i], error))
      return FALSE;
  }
  birge_tmx_writer_end(g_steal_pointer(&writer));
  return birge_output_commit(g_steal_pointer(&output), error);
}

static gboolean run(gpointer data, const char *const *operands, guint n_operands, GError **error) {
  const MemoryOptions *options = data;
  gboolean is_info = n_operands > 0 && g_str_equal(operands[0], "info");
  gboolean is_merge = n_operands > 0 && g_str_equal(operands[0], "merge");
  if (n_operands != 2 || (!is_info && !is_merge)) {
    birge_fail_usage(error, "expected \"info DIR\" or \"merge DIR\" (birge memory --help)");
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
  g_autoptr(BirgeMemory) memory = birge_memory_open(operands[1], options->source, locales, error);
  if (!memory)
    return FALSE;
  return is_info ? print_info(memory, locales, options, error)
                 : write_units(memory, options, error);
}

const BirgeCommand birge_memory_command = {
    .name = "memory",
    .summary = "say what a memory holds, or write all of it as one TMX file",
    .operands = "info DIR | merge DIR",
    .help =
        "DIR is a folder of TMX files, or one TMX file. Units that say the same in several\n"
        "files are joined, so that their languages come together. No file of DIR is changed.\n\n"
        "Examples:\n"
        "  birge memory info tmx\n"
        "  birge memory merge tmx -o all.tmx\n",
    .options_size = sizeof(MemoryOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
