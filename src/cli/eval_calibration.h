/* birge eval --calibration: how far confidence can be taken at its word. */
#pragma once

#include "align/calibration.h"
#include "base/output.h"

/* Holds a bitext that was saved as JSON against gold beads; or, of two folders, each CASE.json
 * against CASE/gold.txt. Errors: those of the readers; INPUT for other numbers of documents, and
 * for folders without a case in common. */
gboolean birge_calibration_read(BirgeCalibration *calibration, const char *gold, const char *found,
                                GError **error);

/* Prints ten bins, and the figures of all: as text, TSV or JSON. */
void birge_calibration_print_text(const BirgeCalibration *calibration, BirgeOutput *output);
void birge_calibration_print_tsv(const BirgeCalibration *calibration, BirgeOutput *output);
void birge_calibration_print_json(const BirgeCalibration *calibration, BirgeOutput *output);

/* Draws the share of right rows over their confidence, as SVG. */
void birge_calibration_draw(const BirgeCalibration *calibration, BirgeOutput *output);
