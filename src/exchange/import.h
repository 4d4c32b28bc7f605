/* Import: what translators hand back, as units. XLIFF 1.2 and 2.x, gettext PO, and tables (TSV,
 * CSV) as we export them and as other tools write them.
 *
 * Text, states and notes are kept; inline codes become those of TMX. Not taken: matches that a tool
 * proposes beside a translation, plural forms, obsolete entries. */
#pragma once

#include "exchange/exchange.h"
#include "model/bitext.h"
#include "text/locale.h"

BIRGE_BEGIN_PUBLIC

/* The most segments of a unit of XLIFF, and the most columns of a table. */
#define BIRGE_MAX_UNIT_SEGMENTS 1000
#define BIRGE_MAX_COLUMNS 64

/* The props of units that were imported. */
#define BIRGE_PROP_ARTICLE                                                                         \
  "x-birge-article"                        /* the file that was translated, as it is said there    \
                                            */
#define BIRGE_PROP_ID "x-birge-id"         /* number or name of the row in its article */
#define BIRGE_PROP_STATE "x-birge-state"   /* the state as the file says it */
#define BIRGE_PROP_STATUS "x-birge-status" /* what it means: approved, proposed, rejected */

typedef struct {
  const BirgeLocales *locales;
  const char *source; /* tags of languages that the file does not name; NULL: it must */
  const char *target;
  BirgeStatus status; /* of translations whose state is not said */
} BirgeImportOptions;

typedef struct {
  guint n_approved;
  guint n_proposed;
  guint n_rejected;     /* by their state: also those that are said to be not translated yet */
  guint n_untranslated; /* without text in a second language */
  guint n_left_out;     /* not to be translated, plural, obsolete */
  guint n_matches;      /* units with matches, which are not taken */
} BirgeImportCounts;

/* Reads a file ("-": standard input) unit by unit; how it begins, else its ending says its format.
 * unit_func: receives what has a translation, rejected ones too; the first variant is the source.
 * Errors: INPUT, ENCODING, LIMIT; FORMAT for a file that is broken or of no format that is known;
 * USAGE if a language is not known; what unit_func said. */
gboolean birge_import_read(const char *path, const BirgeImportOptions *options,
                           BirgeUnitFunc unit_func, gpointer user_data, BirgeImportCounts *counts,
                           GError **error);

/* The same for bytes in memory. name: as shown in messages, and for its ending. */
gboolean birge_import_parse(const char *name, GBytes *bytes, const BirgeImportOptions *options,
                            BirgeUnitFunc unit_func, gpointer user_data, BirgeImportCounts *counts,
                            GError **error);

BIRGE_END_PUBLIC
