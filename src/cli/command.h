/* A subcommand, as its file gives it to main.c: which options it takes, and what it does. */
#pragma once

#include "read/read.h"

#include <glib.h>

typedef struct {
  const char *name;     /* "align" */
  const char *summary;  /* a line, without full stop */
  const char *operands; /* "FILE…" */
  const char *help;     /* what --help says after the options: forms of the call, examples */
  gsize options_size;   /* of the command's own struct of options, which begins as zeroes */

  /* Says where in options the values of the command line go. */
  void (*add_options)(GOptionContext *context, gpointer options);

  /* Does the job. operands: n_operands strings as the user wrote them. */
  gboolean (*run)(gpointer options, const char *const *operands, guint n_operands, GError **error);

  /* Frees what options hold. */
  void (*clear)(gpointer options);
} BirgeCommand;

extern const BirgeCommand birge_align_command;
extern const BirgeCommand birge_analyse_command;
extern const BirgeCommand birge_batch_command;
extern const BirgeCommand birge_eval_command;
extern const BirgeCommand birge_export_command;
extern const BirgeCommand birge_fill_command;
extern const BirgeCommand birge_import_command;
extern const BirgeCommand birge_lexicon_command;
extern const BirgeCommand birge_lookup_command;
extern const BirgeCommand birge_memory_command;
extern const BirgeCommand birge_qa_command;
extern const BirgeCommand birge_review_command;
extern const BirgeCommand birge_search_command;
extern const BirgeCommand birge_segment_command;
extern const BirgeCommand birge_show_command;
extern const BirgeCommand birge_terms_command;
extern const BirgeCommand birge_text_command;

/* Writes the completion of a shell, bash, zsh or fish, for a table of n commands. Errors: USAGE. */
gboolean birge_completion_print(const BirgeCommand *const *commands, guint n, const char *shell,
                                GError **error);

/* Splits "ckb,ar". Returns a list without empty entries, yours; NULL for NULL. */
char **birge_split_list(const char *list);

/* Splits "ckb,ar" and names the languages by the tags of their locales. Returns the tags, yours.
 * list: not NULL. Errors: USAGE for a language that is not known. */
char **birge_parse_languages(const BirgeLocales *locales, const char *list, GError **error);

/* Reads the value of --paragraphs: line (also for NULL) or blank. Errors: USAGE. */
gboolean birge_parse_paragraphs(const char *said, BirgeParagraphs *paragraphs, GError **error);

/* Sets a USAGE error: the call is wrong. */
void birge_fail_usage(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
