/* The options of every subcommand that prints a bitext: where to, how, and which columns. */
#pragma once

#include "model/format.h"
#include "model/parts.h"

typedef struct {
  char *path;           /* NULL: standard output */
  char *format;         /* NULL: by the ending of path, else for the terminal */
  char *columns;        /* "en,ckb": NULL: as they come */
  char *color;          /* auto, always, never; NULL: auto */
  char *bidi;           /* auto, logical, visual; NULL: auto */
  char *shape;          /* auto, always, never; NULL: auto */
  char *min_confidence; /* "0.95": rows below are left out of an export; NULL: none */
  char *only;           /* doubtful, unmatched; NULL: all rows */
  gboolean is_interlinear;
  char *title; /* of a page */
  char *paper; /* A4, letter; NULL: A4 */
  gboolean is_portrait;
  int page;          /* of a picture; 0: the first */
  int width_cells;   /* 0: the terminal's */
  gboolean is_quiet; /* says nothing of what was left out; not an option of its own */
} BirgeOutputOptions;

/* Adds the options to context. */
void birge_output_options_add(BirgeOutputOptions *options, GOptionContext *context);

/* Checks what can be checked before the work is done. Errors: USAGE. */
gboolean birge_output_options_check(const BirgeOutputOptions *options, GError **error);

/* The least rows of a part that the format of the options is given: all for those that need a
 * bitext whole. */
guint birge_output_options_part_rows(const BirgeOutputOptions *options);

/* Writes a bitext in such parts, which are taken, as the options say. Errors: those of
 * birge_output_options_write() and of the parts. */
gboolean birge_output_options_write_parts(const BirgeOutputOptions *options, BirgeParts *parts,
                                          const BirgeLocales *locales, GError **error);

/* Writes a bitext as the options say. Errors: USAGE for a column that is not there, IO; those of
 * the format. */
gboolean birge_output_options_write(const BirgeOutputOptions *options, const BirgeBitext *bitext,
                                    const BirgeLocales *locales, GError **error);

void birge_output_options_clear(BirgeOutputOptions *options);

/* Finds the column of a language in a bitext. Returns FALSE if there is none. */
gboolean birge_find_column(const BirgeBitext *bitext, const BirgeLocales *locales, const char *tag,
                           guint *column);

/* Reads the value of --min-confidence (NULL: 0) for a format, which must be one that other programs
 * read, a row at a time. Errors: USAGE. */
gboolean birge_parse_min_confidence(const char *said, const BirgeFormat *format,
                                    double *min_confidence, GError **error);

/* Returns a bitext, yours, without the rows below min_confidence, and says on standard error how
 * many they are. said: the figure as the user wrote it. */
BirgeBitext *birge_leave_out_rows(const BirgeBitext *bitext, double min_confidence,
                                  const char *said);

/* Checks the value of --color: auto (also for NULL), always or never. Errors: USAGE. */
gboolean birge_check_color(const char *when, GError **error);

/* Whether to colour what is printed, by the value of --color. */
gboolean birge_color_is_wanted(const char *when, gboolean is_terminal);
