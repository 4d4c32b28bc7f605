/* Reads TMX files that are not well-formed: every unit that can be had, and a word on each repair.
 *
 * The file is decoded, whatever it says that it is in; characters that XML forbids are dropped;
 * then each unit is read on its own, so that what is broken in one costs no other. */
#pragma once

#include "exchange/exchange.h"

BIRGE_BEGIN_PUBLIC

/* Receives what was repaired or left out, and where. line: counted from 1. */
typedef void (*BirgeRepairFunc)(const char *file, guint64 line, const char *what,
                                gpointer user_data);

typedef struct {
  BirgeUnitFunc unit_func;
  BirgeRepairFunc repair_func;
  gpointer user_data; /* of both */
} BirgeSalvage;

/* Reads a damaged file ("-": standard input). A file without damage gives what birge_tmx_read()
 * gives. Of a unit that can't be had as a whole, the variants that can be read are kept, if any.
 * header: receives the file's header, an empty one if it is past repair, yours; may be NULL.
 * Errors: INPUT; LIMIT above BIRGE_MAX_FILE; FORMAT if there is neither a unit nor a <tmx>; what
 * unit_func said. The file is held in memory; time is linear in it. */
gboolean birge_tmx_salvage(const char *path, const BirgeSalvage *salvage, BirgeTmxHeader **header,
                           GError **error);

/* The same for bytes in memory. name: as shown in messages. */
gboolean birge_tmx_salvage_bytes(const char *name, GBytes *bytes, const BirgeSalvage *salvage,
                                 BirgeTmxHeader **header, GError **error);

BIRGE_END_PUBLIC
