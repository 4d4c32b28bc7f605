/* Where birge export has its units from: a TMX file, a folder of them, or a bitext. */
#pragma once

#include "exchange/exchange.h"
#include "memory/memory.h"

typedef struct _BirgeExportInput BirgeExportInput;

/* How to read what is exported. */
typedef struct {
  gboolean is_repairing; /* what can be read of a damaged TMX file; what was repaired is said on
                            standard error */
  const char *source;    /* by whose text the units of a memory are joined; may be NULL */
  const char *min_confidence; /* of a bitext: "0.9": rows below are left out, which is said on
                                 standard error; NULL: none */
  const BirgeLocales *locales;
} BirgeExportReading;

/* Opens what a path names: a folder is a memory, FILE.json a bitext, all else TMX ("-": standard
 * input). Errors: those of the readers; USAGE where there is nothing to repair, or no bitext. */
BirgeExportInput *birge_export_input_open(const char *path, const BirgeExportReading *reading,
                                          GError **error);
void birge_export_input_close(BirgeExportInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeExportInput, birge_export_input_close)

/* Gives all units, in order; may be called again. header: as of birge_tmx_read(), may be NULL; of a
 * memory, an empty one. */
gboolean birge_export_input_read(BirgeExportInput *input, BirgeUnitFunc unit_func,
                                 gpointer user_data, BirgeTmxHeader **header, GError **error);
