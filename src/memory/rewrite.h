/* What edits of a memory's files share: the lock, units told apart, a file that is being written.
 */
#pragma once

#include "exchange/exchange.h"

/* Locks the folder of a memory, or that a file lies in, and waits for it. The lock goes when the
 * descriptor is closed or the process ends. Returns the descriptor, or -1. Errors: IO. */
int birge_folder_lock(const char *path, GError **error);

/* Units, told apart by hashes of all that they carry. */
typedef struct _BirgeUnitSet BirgeUnitSet;

BirgeUnitSet *birge_unit_set_new(void);
void birge_unit_set_free(BirgeUnitSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeUnitSet, birge_unit_set_free)

/* Adds a unit. number: receives the number of the first that is equal, itself if is_new (they count
 * from 0). Errors: those of birge_tmx_writer_add(). */
gboolean birge_unit_set_add(BirgeUnitSet *set, const BirgeUnit *unit, guint32 *number,
                            gboolean *is_new, GError **error);

/* A file that is being written, and takes its place when it is committed. */
typedef struct {
  BirgeOutput *output;
  BirgeTmxWriter *writer;
} BirgeTarget;

gboolean birge_target_open(BirgeTarget *target, const char *path, const BirgeTmxHeader *header,
                           GError **error);
gboolean birge_target_commit(BirgeTarget *target, GError **error);

/* Drops a target that was not committed. */
void birge_target_clear(BirgeTarget *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BirgeTarget, birge_target_clear)

/* Reads the header of a file, yours; NULL on error. The rest is read too: all of it must be TMX. */
BirgeTmxHeader *birge_header_read(const char *path, GError **error);

/* Whether Bîrge made a file, by its header. If not, sets an error (INPUT) that names the line of a
 * unit that would have to change; 0: none. */
gboolean birge_check_ours(const BirgeTmxHeader *header, const char *path, guint64 line,
                          GError **error);
