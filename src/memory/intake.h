/* Intake: units that translators handed back, into a file of a memory's own.
 *
 * What comes a second time takes the place of what came first, so that a file can be imported again
 * once its translator has gone on with it. */
#pragma once

#include "memory/memory.h"

BIRGE_BEGIN_PUBLIC

typedef struct {
  guint n_added;
  guint n_changed; /* they were there, with another text, state or note */
  guint n_kept;    /* they were there as they are */
  guint n_removed; /* they were there, and are rejected now */
} BirgeIntake;

typedef struct {
  const char *folder; /* of the memory; made if it is not there */
  const char *name;   /* of the file in it; made if it is not there */
  const char *user;   /* who is to be named as the one who made or changed the units */
  gboolean
      are_whole; /* a unit holds all languages of its row; else there may be one for each two */
} BirgeIntakeOptions;

/* Writes units to a file of a memory. Those with the prop BIRGE_PROP_STATUS rejected stay out.
 * units: of BirgeUnit*, as birge_import_read() gives them. Two are the same row if they agree in
 * article, number and source text, and in languages unless they are whole. Errors: INPUT if the
 * file is not one of Bîrge's; IO. Nothing is changed then. */
gboolean birge_memory_take(const GPtrArray *units, const BirgeIntakeOptions *options,
                           BirgeIntake *intake, GError **error);

BIRGE_END_PUBLIC
