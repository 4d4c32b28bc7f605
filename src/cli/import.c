/* birge import: what translators hand back, into the memory. */
#include "exchange/import.h"

#include "base/output.h"
#include "cli/command.h"
#include "memory/intake.h"

#include <stdio.h>
#include <string.h>

#define IMPORTED_FILE "birge-imported.tmx"

typedef struct {
  char *memory;
  char *name;
  char *source;
  char *target;
  char *state;
  char *user;
  gboolean only_approved;
  gboolean is_quiet;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  const GOptionEntry entries[] = {
      {"memory", 'm', 0, G_OPTION_ARG_FILENAME, &options->memory,
       "the folder of TMX files that the translations go to", "DIR"},
      {"name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
       "name of the file in DIR; else " IMPORTED_FILE, "NAME"},
      {"from", 0, 0, G_OPTION_ARG_FILENAME, &options->source,
       "the source language, where a file does not say it", "TAG"},
      {"to", 0, 0, G_OPTION_ARG_FILENAME, &options->target,
       "the target language, where a file does not say it", "TAG"},
      {"state", 0, 0, G_OPTION_ARG_FILENAME, &options->state,
       "what a translation is of which no state is said: proposed (the default) or approved",
       "STATE"},
      {"only-approved", 0, 0, G_OPTION_ARG_NONE, &options->only_approved,
       "leave out what nobody has approved", NULL},
      {"user", 0, 0, G_OPTION_ARG_FILENAME, &options->user,
       "who is named as the one who adds them; else you", "NAME"},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->is_quiet, "print no summary of the files",
       NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  Options *options = data;
  g_free(options->memory);
  g_free(options->name);
  g_free(options->source);
  g_free(options->target);
  g_free(options->state);
  g_free(options->user);
}

typedef struct {
  const Options *options;
  GPtrArray *units; /* of BirgeUnit* */
} Job;

static gboolean is_approved(const BirgeUnit *unit) {
  for (guint i = 0; i < unit->notes->len; i++) {
    const BirgeNote *note = unit->notes->pdata[i];
    if (g_strcmp0(birge_attributes_get(note->attributes, "type"), BIRGE_PROP_STATUS) == 0)
      return g_str_equal(note->text, birge_status_print(BIRGE_STATUS_APPROVED));
  }
  return FALSE;
}

static gboolean keep_unit(const BirgeUnit *unit, gpointer data, GError **error G_GNUC_UNUSED) {
  Job *job = data;
  if (!job->options->only_approved || is_approved(unit))
    g_ptr_array_add(job->units, birge_unit_ref(unit));
  return TRUE;
}

/* Says what was in a file, and what of it is lost. */
static void tell(const char *path, const BirgeImportCounts *counts) {
  fprintf(stderr,
          "birge: %s: %u approved, %u proposed, %u rejected or not begun, %u without text\n", path,
          counts->n_approved, counts->n_proposed, counts->n_rejected, counts->n_untranslated);
  if (counts->n_left_out > 0)
    fprintf(stderr, "birge: %s: %u left out: plural, obsolete or not to be translated\n", path,
            counts->n_left_out);
  if (counts->n_matches > 0)
    fprintf(stderr, "birge: %s: matches in %u units are not taken\n", path, counts->n_matches);
}

static gboolean read_files(Job *job, const BirgeImportOptions *options, const char *const *paths,
                           GError **error) {
  for (; *paths; paths++) {
    BirgeImportCounts counts;
    if (!birge_import_read(*paths, options, keep_unit, job, &counts, error))
      return FALSE;
    if (!job->options->is_quiet)
      tell(*paths, &counts);
  }
  return TRUE;
}

static gboolean print_counts(const BirgeIntake *intake, GError **error) {
  BirgeOutput *output = birge_output_open(NULL, error);
  if (!output)
    return FALSE;
  birge_output_printf(output,
                      "units added\t%u\nunits changed\t%u\nunits that were there\t%u\n"
                      "units removed\t%u\n",
                      intake->n_added, intake->n_changed, intake->n_kept, intake->n_removed);
  return birge_output_commit(output, error);
}

static gboolean check(const Options *options, guint n_paths, GError **error) {
  if (n_paths == 0)
    birge_fail_usage(error, "expected files to import (birge import --help)");
  else if (!options->memory)
    birge_fail_usage(error, "--memory says which folder the translations go to");
  else if (options->user && !g_utf8_validate(options->user, -1, NULL))
    birge_fail_usage(error, "--user is not UTF-8");
  else if (options->state && !g_str_equal(options->state, "approved") &&
           !g_str_equal(options->state, "proposed"))
    birge_fail_usage(error, "--state \"%s\": expected approved or proposed", options->state);
  else
    return TRUE;
  return FALSE;
}

static gboolean check_language(const BirgeLocales *locales, const char *option, const char *tag,
                               GError **error) {
  if (!tag || birge_locales_find(locales, tag, NULL, 0))
    return TRUE;
  birge_fail_usage(error, "%s: unknown language \"%s\"", option, tag);
  return FALSE;
}

static gboolean run(gpointer data, const char *const *paths, guint n_paths, GError **error) {
  const Options *options = data;
  if (!check(options, n_paths, error))
    return FALSE;
  g_autoptr(BirgeLocales) locales = birge_locales_load(error);
  if (!locales || !check_language(locales, "--from", options->source, error) ||
      !check_language(locales, "--to", options->target, error))
    return FALSE;
  gboolean approves = g_strcmp0(options->state, "approved") == 0;
  const BirgeImportOptions import = {locales, options->source, options->target,
                                     approves ? BIRGE_STATUS_APPROVED : BIRGE_STATUS_PROPOSED};
  g_autofree char *login = g_utf8_make_valid(g_get_user_name(), -1);
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  Job job = {options, units};
  const BirgeIntakeOptions place = {.folder = options->memory,
                                    .name = options->name ? options->name : IMPORTED_FILE,
                                    .user = options->user ? options->user : login};
  BirgeIntake intake;
  return read_files(&job, &import, paths, error) &&
         birge_memory_take(units, &place, &intake, error) && print_counts(&intake, error);
}

const BirgeCommand birge_import_command = {
    .name = "import",
    .summary = "put what translators hand back into the memory",
    .operands = "FILE…",
    .help = "FILE is XLIFF 1.2 or 2.x, PO, TSV or CSV; \"-\" is standard input.\n\n"
            "Examples:\n"
            "  birge import dam.xlf --memory tmx\n"
            "  birge import *.po --from en --to ckb --memory tmx --only-approved\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
