/* What the readers of import share: a row that was read, and where it goes. */
#pragma once

#include "exchange/import.h"

typedef struct {
  const char *name; /* of the file, as shown in messages */
  const BirgeImportOptions *options;
  BirgeUnitFunc unit_func;
  gpointer user_data;
  BirgeImportCounts *counts;
} BirgeImport;

typedef struct {
  const char *article;
  const char *id;
  const char *state; /* as the file says it; NULL: nothing is said */
  BirgeStatus status;
  const GPtrArray *notes; /* of char* */
  guint64 line;           /* counted from 1 */
} BirgeImportRow;

/* Gives a row as a unit. variants: of BirgeVariant*, the source first; taken, none are left. A row
 * with less than two that have text is counted. Errors: what the import's function says. */
gboolean birge_import_give(const BirgeImport *import, const BirgeImportRow *row,
                           GPtrArray *variants, GError **error);

/* Returns a variant under the tag of the locale that a language has, yours. */
BirgeVariant *birge_import_variant(const BirgeImport *import, const char *language,
                                   const char *text);

/* Gives a variant the tag of its locale, now that its text is known. */
void birge_import_name_language(const BirgeImport *import, BirgeVariant *variant);

/* Says what a state means that a file gives; NULL and unknown ones: status. */
BirgeStatus birge_import_status(const char *state, BirgeStatus status);

gboolean birge_import_xliff(const BirgeImport *import, GBytes *bytes, GError **error);
gboolean birge_import_po(const BirgeImport *import, GBytes *bytes, GError **error);
gboolean birge_import_table(const BirgeImport *import, GBytes *bytes, GError **error);
