/* Opens the memory that is asked, and prints units of it. */
#include "cli/ask.h"

#include "base/error.h"
#include "cli/command.h"
#include "cli/output_options.h"
#include "cli/pipeline.h"
#include "cli/print.h"

#include <string.h>
#include <unistd.h>

/* Right-to-left isolate and its end: a full stop stays on the left of a Sorani sentence though the
 * line begins with a tag. */
enum { RLI = 0x2067, PDI = 0x2069 };

static void print_control(BirgeOutput *output, gunichar control) {
  char letters[6];
  birge_output_write(output, letters, (gsize)g_unichar_to_utf8(control, letters));
}

void birge_ask_options_add(BirgeAskOptions *options, GOptionContext *context) {
  const GOptionEntry entries[] = {
      {"memory", 'm', 0, G_OPTION_ARG_FILENAME, &options->memory,
       "folder of TMX files, or one; else $BIRGE_MEMORY, else tmx", "DIR"},
      {"from", 0, 0, G_OPTION_ARG_FILENAME, &options->source,
       "language asked in: any that is stored; else what the first file says", "TAG"},
      {"to", 0, 0, G_OPTION_ARG_FILENAME, &options->targets,
       "languages to show, and that a unit must have one of: ckb,ar; else all", "TAGS"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format, "text (the default), tsv or json",
       "NAME"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &options->json, "the same as --format json", NULL},
      {"color", 0, 0, G_OPTION_ARG_FILENAME, &options->color,
       "auto (a terminal without NO_COLOR), always or never", "WHEN"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

void birge_ask_options_clear(BirgeAskOptions *options) {
  g_free(options->memory);
  g_free(options->source);
  g_free(options->targets);
  g_free(options->format);
  g_free(options->color);
  g_free(options->output);
}

static gboolean find_format(const BirgeAskOptions *options, BirgeAskFormat *format,
                            GError **error) {
  static const char *const names[] = {"text", "tsv", "json"};
  *format = options->json ? BIRGE_ASK_JSON : BIRGE_ASK_TEXT;
  for (guint i = 0; options->format && i < G_N_ELEMENTS(names); i++) {
    if (g_str_equal(options->format, names[i])) {
      *format = (BirgeAskFormat)i;
      return TRUE;
    }
  }
  if (!options->format)
    return TRUE;
  birge_fail_usage(error, "unknown format \"%s\", expected text, tsv or json", options->format);
  return FALSE;
}

/* Returns the tag by which the memory has a language, yours; NULL if it has none of the name. */
static char *find_language(const BirgeAsk *ask, const char *said, GError **error) {
  const BirgeLocale *locale = birge_locales_find(ask->locales, said, NULL, 0);
  const GArray *languages = birge_memory_languages(ask->memory);
  for (guint i = 0; locale && i < languages->len; i++) {
    const BirgeMemoryLanguage *language = &g_array_index(languages, BirgeMemoryLanguage, i);
    if (language->locale == locale && language->n_units > 0)
      return g_strdup(locale->tag);
  }
  const GPtrArray *unknown = birge_memory_unknown_languages(ask->memory);
  for (guint i = 0; !locale && i < unknown->len; i++) {
    if (g_ascii_strcasecmp(unknown->pdata[i], said) == 0)
      return g_strdup(unknown->pdata[i]);
  }
  birge_fail_usage(error, "the memory has nothing in \"%s\" (birge memory info says what it has)",
                   said);
  return NULL;
}

static gboolean find_languages(BirgeAsk *ask, const BirgeAskOptions *options, GError **error) {
  const GArray *languages = birge_memory_languages(ask->memory);
  if (options->source)
    ask->source = find_language(ask, options->source, error);
  else if (languages->len > 0)
    ask->source = g_strdup(g_array_index(languages, BirgeMemoryLanguage, 0).locale->tag);
  else
    birge_fail_usage(error, "the memory has no language that is known (--from says one)");
  if (!ask->source)
    return FALSE;
  ask->targets = birge_split_list(options->targets);
  for (char **tag = ask->targets; tag && *tag; tag++) {
    char *found = find_language(ask, *tag, error);
    if (!found)
      return FALSE;
    g_free(*tag);
    *tag = found;
  }
  return TRUE;
}

BirgeAsk *birge_ask_open(const BirgeAskOptions *options, GError **error) {
  g_autoptr(BirgeAsk) ask = g_new0(BirgeAsk, 1);
  ask->progress = birge_progress_new();
  if (!find_format(options, &ask->format, error) || !birge_check_color(options->color, error))
    return NULL;
  ask->color = birge_color_is_wanted(options->color, !options->output && isatty(STDOUT_FILENO));
  g_autofree char *path = birge_find_memory(options->memory, "tmx");
  if (!path) {
    birge_fail_usage(error, "no memory (--memory DIR)");
    return NULL;
  }
  ask->locales = birge_locales_load(error);
  if (!ask->locales)
    return NULL;
  birge_progress_say(ask->progress, "reading the memory");
  ask->memory = birge_memory_open(path, options->source, ask->locales, error);
  if (!ask->memory || !find_languages(ask, options, error))
    return NULL;
  birge_progress_say(ask->progress, "searching");
  ask->output = birge_output_open(options->output, error);
  return ask->output ? g_steal_pointer(&ask) : NULL;
}

void birge_ask_close(BirgeAsk *ask) {
  g_clear_pointer(&ask->progress, birge_progress_free);
  g_clear_pointer(&ask->memory, birge_memory_free);
  g_clear_pointer(&ask->locales, birge_locales_unref);
  g_clear_pointer(&ask->output, birge_output_discard);
  g_free(ask->source);
  g_strfreev(ask->targets);
  g_free(ask);
}

/* Whether a variant is in a language of a tag that find_language() gave. */
static gboolean is_in(const BirgeAsk *ask, const BirgeVariant *variant, const char *tag) {
  const BirgeLocale *locale =
      birge_locales_find(ask->locales, variant->language, variant->text, variant->length);
  return locale ? g_str_equal(locale->tag, tag) : g_ascii_strcasecmp(variant->language, tag) == 0;
}

GPtrArray *birge_ask_counterparts(const BirgeAsk *ask, const BirgeUnit *unit, guint found) {
  GPtrArray *wanted = g_ptr_array_new();
  for (guint v = 0; v < unit->variants->len; v++) {
    gboolean is_wanted = !ask->targets;
    for (char **tag = ask->targets; tag && *tag && !is_wanted; tag++)
      is_wanted = is_in(ask, unit->variants->pdata[v], *tag);
    if (v != found && is_wanted)
      g_ptr_array_add(wanted, unit->variants->pdata[v]);
  }
  return wanted;
}

static gboolean is_rtl(const BirgeAsk *ask, const char *tag) {
  const BirgeLocale *locale = birge_locales_find(ask->locales, tag, NULL, 0);
  return locale && locale->direction == BIRGE_DIRECTION_RTL;
}

void birge_ask_begin_text(const BirgeAsk *ask, const char *tag) {
  birge_output_puts(ask->output, "  ");
  birge_print_shown(ask->output, tag, strlen(tag));
  birge_output_printf(ask->output, "%*s", (int)MAX(5 - (int)MIN(strlen(tag), 4), 1), "");
  if (is_rtl(ask, tag))
    print_control(ask->output, RLI);
}

void birge_ask_end_text(const BirgeAsk *ask, const char *tag) {
  if (is_rtl(ask, tag))
    print_control(ask->output, PDI);
  birge_output_puts(ask->output, "\n");
}

void birge_ask_print_texts(const BirgeAsk *ask, const GPtrArray *counterparts) {
  for (guint i = 0; i < counterparts->len; i++) {
    const BirgeVariant *variant = counterparts->pdata[i];
    birge_ask_begin_text(ask, variant->language);
    birge_print_shown(ask->output, variant->text, variant->length);
    birge_ask_end_text(ask, variant->language);
  }
}

void birge_ask_print_json(const BirgeAsk *ask, const GPtrArray *counterparts) {
  birge_output_puts(ask->output, "\"variants\": [");
  for (guint i = 0; i < counterparts->len; i++) {
    const BirgeVariant *variant = counterparts->pdata[i];
    birge_output_puts(ask->output, i > 0 ? ", {\"language\": " : "{\"language\": ");
    birge_print_json(ask->output, variant->language, strlen(variant->language));
    birge_output_puts(ask->output, ", \"text\": ");
    birge_print_json(ask->output, variant->text, variant->length);
    birge_output_puts(ask->output, "}");
  }
  birge_output_puts(ask->output, "]");
}

char *birge_ask_file_name(const BirgeAsk *ask, guint file) {
  return g_filename_display_name(birge_memory_file(ask->memory, file));
}
