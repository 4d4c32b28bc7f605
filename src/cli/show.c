/* birge show: prints a bitext that was saved as JSON. */
#include "base/error.h"
#include "cli/command.h"
#include "cli/output_options.h"
#include "exchange/exchange.h"

static void add_options(GOptionContext *context, gpointer options) {
  birge_output_options_add(options, context);
}

static void clear(gpointer options) {
  birge_output_options_clear(options);
}

static gboolean run(gpointer options, const char *const *paths, guint n_paths, GError **error) {
  if (n_paths != 1) {
    birge_fail_usage(error, "expected one bitext, found %u (birge show --help)", n_paths);
    return FALSE;
  }
  if (!birge_output_options_check(options, error))
    return FALSE;
  g_autoptr(BirgeLocales) locales = birge_locales_load(error);
  g_autoptr(BirgeBitext) bitext = locales ? birge_bitext_read_json(paths[0], error) : NULL;
  return bitext && birge_output_options_write(options, bitext, locales, error);
}

const BirgeCommand birge_show_command = {
    .name = "show",
    .summary = "print a bitext that was saved as JSON",
    .operands = "BITEXT",
    .help = "\"-\" is standard input.\n\nExample:\n  birge show news.json -o news.html\n",
    .options_size = sizeof(BirgeOutputOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
