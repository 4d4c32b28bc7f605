/* Parallel text as Moses and its kin take it: a file a language, a segment a line. */
#pragma once

#include "exchange/exchange.h"
#include "text/locale.h"

/* Writes a line of a unit to each output. languages: n tags of locales. A line break or tab in a
 * text becomes a space. Returns FALSE, and writes nothing, if the unit has no text in one of them.
 */
gboolean birge_moses_add(BirgeOutput *const *outputs, const char *const *languages, guint n,
                         const BirgeUnit *unit, const BirgeLocales *locales);
