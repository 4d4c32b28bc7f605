/* Edit: changes to the files of a memory that were asked for.
 *
 * Only files that Bîrge made are ever written (their header names it as creation tool); each
 * appears whole, on the disk, under its name, or stays as it was. Whoever edits a folder has it to
 * itself until it is done: a second one waits. What is counted is on the disk. */
#pragma once

#include "memory/memory.h"

BIRGE_BEGIN_PUBLIC

/* What became of the units. */
typedef struct {
  guint64 n_written; /* added, or kept */
  guint64 n_dropped; /* there already, removed, or joined with one that is equal */
  guint n_files;     /* that were written */
} BirgeEditCounts;

/* Adds the units of TMX files ("-": standard input) to a file of a folder, which both are made if
 * they are not there, behind those that it has. A unit that the file has already, with all that it
 * carries, is left out. name: of the file in the folder; NULL: that of the first path.
 * Errors: those of birge_tmx_read(); INPUT if the file is not one of Bîrge's; IO. Nothing is
 * changed then. */
gboolean birge_memory_add(const char *folder, const char *name, const char *const *paths,
                          BirgeEditCounts *counts, GError **error);

/* Which units to remove: those with one of the tuids, and those with a variant that has one of the
 * texts, folded. Both end with NULL, or are NULL. */
typedef struct {
  const char *const *tuids;
  const char *const *texts;
} BirgeSelection;

/* Removes units from the files of a memory. Errors: INPUT if one of them stands in a file that is
 * not one of Bîrge's: then nothing is changed; IO. */
gboolean birge_memory_remove(const char *path, const BirgeSelection *selection,
                             const BirgeLocales *locales, BirgeEditCounts *counts, GError **error);

/* Makes one of the units whose texts and codes are equal, with the attributes and notes of all, in
 * the first one's place. output: the file to write all units of the memory to; NULL: each file by
 * itself, in its place; those that are not Bîrge's and need no change stay.
 * Errors: as birge_memory_remove(); after IO, files that were written are whole, each by itself. */
gboolean birge_memory_dedupe(const char *path, const char *output, BirgeEditCounts *counts,
                             GError **error);

/* Writes the units of a memory's files to files of at most max_units each: folder/NAME-1.tmx and so
 * on, with NAME's header. Errors: INPUT if one of these is there already; IO. */
gboolean birge_memory_split(const char *path, const char *folder, guint64 max_units,
                            BirgeEditCounts *counts, GError **error);

BIRGE_END_PUBLIC
