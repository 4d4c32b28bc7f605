/* birge memory add, remove, dedupe and split. */
#include "memory/edit.h"

#include "base/output.h"
#include "cli/command.h"
#include "cli/memory_actions.h"

/* Prints what was done, now that it is on the disk. */
static gboolean print_counts(const BirgeEditCounts *counts, const char *written,
                             const char *dropped, GError **error) {
  BirgeOutput *output = birge_output_open(NULL, error);
  if (!output)
    return FALSE;
  if (written)
    birge_output_printf(output, "%s\t%" G_GUINT64_FORMAT "\n", written, counts->n_written);
  if (dropped)
    birge_output_printf(output, "%s\t%" G_GUINT64_FORMAT "\n", dropped, counts->n_dropped);
  birge_output_printf(output, "files written\t%u\n", counts->n_files);
  return birge_output_commit(output, error);
}

gboolean birge_memory_call_add(const BirgeMemoryCall *call, GError **error) {
  BirgeEditCounts counts;
  if (!call->files[0]) {
    birge_fail_usage(error, "memory add: expected files to add behind the folder");
    return FALSE;
  }
  if (!call->options->name && g_str_equal(call->files[0], "-")) {
    birge_fail_usage(error, "memory add: --name says in which file standard input goes");
    return FALSE;
  }
  birge_progress_say(call->progress, "adding units");
  return birge_memory_add(call->path, call->options->name, call->files, &counts, error) &&
         print_counts(&counts, "units added", "units that were there", error);
}

gboolean birge_memory_call_remove(const BirgeMemoryCall *call, GError **error) {
  BirgeEditCounts counts;
  const BirgeSelection selection = {(const char *const *)call->options->tuids,
                                    (const char *const *)call->options->texts};
  if (!selection.tuids && !selection.texts) {
    birge_fail_usage(error, "memory remove: --tuid or --text says which units");
    return FALSE;
  }
  for (char **text = call->options->texts; text && *text; text++) {
    if (!g_utf8_validate(*text, -1, NULL)) {
      birge_fail_usage(error, "--text is not UTF-8");
      return FALSE;
    }
  }
  birge_progress_say(call->progress, "removing units");
  return birge_memory_remove(call->path, &selection, call->locales, &counts, error) &&
         print_counts(&counts, NULL, "units removed", error);
}

gboolean birge_memory_call_dedupe(const BirgeMemoryCall *call, GError **error) {
  BirgeEditCounts counts;
  const char *output = call->options->path;
  if (output && g_str_equal(output, "-")) {
    birge_fail_usage(error, "memory dedupe: expected a file behind --output");
    return FALSE;
  }
  birge_progress_say(call->progress, "joining equal units");
  return birge_memory_dedupe(call->path, output, &counts, error) &&
         print_counts(&counts, "units kept", "units joined with others", error);
}

gboolean birge_memory_call_split(const BirgeMemoryCall *call, GError **error) {
  BirgeEditCounts counts;
  if (!call->options->path || call->options->max_units < 1) {
    birge_fail_usage(error, "memory split: expected --output FOLDER and --units N, 1 or more");
    return FALSE;
  }
  birge_progress_say(call->progress, "splitting files");
  return birge_memory_split(call->path, call->options->path, (guint64)call->options->max_units,
                            &counts, error) &&
         print_counts(&counts, "units written", NULL, error);
}
