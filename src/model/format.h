/* What a format is: a name, its file endings, and the function that writes it.
 *
 * exchange/ and render/ each hold one table of these; a new format is a new file and a line there.
 */
#pragma once

#include "base/output.h"
#include "base/public.h"
#include "model/bitext.h"
#include "text/locale.h"

BIRGE_BEGIN_PUBLIC

/* Who puts right-to-left text in order: the terminal, each cell isolated; the same, for terminals
 * that know embeddings but no isolates; we. */
typedef enum { BIRGE_BIDI_LOGICAL, BIRGE_BIDI_EMBEDDED, BIRGE_BIDI_VISUAL } BirgeBidi;

/* Which rows to show: all; those proposed with less than good confidence; those in which a
 * language or the counterpart of a segment is missing. */
typedef enum { BIRGE_ONLY_ALL, BIRGE_ONLY_DOUBTFUL, BIRGE_ONLY_UNMATCHED } BirgeOnly;

typedef enum { BIRGE_PAPER_A4, BIRGE_PAPER_LETTER } BirgePaper;

/* How to write; a format takes what concerns it. */
typedef struct {
  const BirgeLocales *locales; /* names and directions of languages */
  gboolean color;              /* terminal: with colours */
  BirgeBidi bidi;              /* terminal: who puts right-to-left text in order */
  guint width_cells;           /* terminal: cells in a line */
  gboolean shape;              /* terminal, visual: letters in the forms that join */
  gboolean is_interlinear;     /* terminal, HTML: one language under the other */
  BirgeOnly only;              /* terminal, HTML, PDF */
  BirgePaper paper;            /* PDF, SVG, PNG */
  gboolean is_portrait;        /* PDF, SVG, PNG: the short side above */
  guint page;                  /* SVG, PNG: which, from 1; 0: the first */
  GPtrArray *warnings;         /* of char*, receives what a reader should know; NULL: nobody asks */
  const char *title; /* HTML, PDF: the page's title; NULL: the first headline or file name */
} BirgeWriteOptions;

typedef struct {
  const char *name;              /* "html" */
  const char *const *extensions; /* ".html", ".htm", NULL: endings of file names, lower case */
  const char *media_type;        /* "text/html" */

  /* Writes bitext to output. Returns FALSE with an error when the bitext can't be said in the
   * format; what output can't take is told by birge_output_commit(). */
  gboolean (*write)(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                    BirgeOutput *output, GError **error);
} BirgeFormat;

/* Returns the format of a table, which ends with a NULL name, that a word says in any case: its
 * name, or one of its endings without the dot. NULL: there is none. */
const BirgeFormat *birge_format_find(const BirgeFormat *table, const char *word);

/* Returns the format that the ending of a path says. */
const BirgeFormat *birge_format_of_path(const BirgeFormat *table, const char *path);

BIRGE_END_PUBLIC
