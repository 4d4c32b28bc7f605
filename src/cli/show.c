/* birge show: prints a bitext that was saved as JSON. */
#include "base/error.h"
#include "cli/command.h"
#include "cli/output_options.h"
#include "exchange/exchange.h"

typedef struct {
  BirgeOutputOptions output;
  gboolean is_by_paragraph;
} ShowOptions;

static void add_options(GOptionContext *context, gpointer data) {
  ShowOptions *options = data;
  const GOptionEntry entries[] = {
      {"paragraphs", 0, 0, G_OPTION_ARG_NONE, &options->is_by_paragraph,
       "whole paragraphs side by side instead of rows", NULL},
      G_OPTION_ENTRY_NULL,
  };
  birge_output_options_add(&options->output, context);
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  ShowOptions *options = data;
  birge_output_options_clear(&options->output);
}

static gboolean run(gpointer data, const char *const *paths, guint n_paths, GError **error) {
  const ShowOptions *options = data;
  if (n_paths != 1) {
    birge_fail_usage(error, "expected one bitext, found %u (birge show --help)", n_paths);
    return FALSE;
  }
  if (!birge_output_options_check(&options->output, error))
    return FALSE;
  g_autoptr(BirgeLocales) locales = birge_locales_load(error);
  g_autoptr(BirgeBitext) bitext = locales ? birge_bitext_read_json(paths[0], error) : NULL;
  if (!bitext)
    return FALSE;
  g_autoptr(BirgeBitext) shown =
      options->is_by_paragraph ? birge_bitext_join_paragraphs(bitext) : birge_bitext_ref(bitext);
  return birge_output_options_write(&options->output, shown, locales, error);
}

const BirgeCommand birge_show_command = {
    .name = "show",
    .summary = "print a bitext that was saved as JSON",
    .operands = "BITEXT",
    .help = "\"-\" is standard input.\n\nExample:\n  birge show news.json -o news.html\n",
    .options_size = sizeof(ShowOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
