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

/* No part ends inside a paragraph. */
static BirgeBitext *join(const BirgeBitext *part, gpointer user_data, GError **error) {
  (void)user_data;
  (void)error;
  return birge_bitext_join_paragraphs(part);
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
  guint part_rows = birge_output_options_part_rows(&options->output);
  BirgeParts *parts = locales ? birge_parts_open_json(paths[0], part_rows, error) : NULL;
  if (!parts)
    return FALSE;
  if (options->is_by_paragraph)
    parts = birge_parts_new_changed(parts, join, NULL);
  return birge_output_options_write_parts(&options->output, parts, locales, error);
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
