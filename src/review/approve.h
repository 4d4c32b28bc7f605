/* Approve into memory: what was approved goes to a TMX file of the memory's own. */
#pragma once

#include "memory/intake.h"
#include "review/draft.h"

/* The file in the memory's folder that we write; no other file is touched. */
#define BIRGE_APPROVED_FILE "birge-approved.tmx"

typedef struct {
  const BirgeDraft *draft;
  const char *memory;  /* the folder */
  const char *article; /* the bitext's name: rows of one article replace each other */
  const char *user;    /* who approves */
} BirgeApproval;

/* Writes the approved rows that tie two languages or more as units, each with who made or changed
 * it and when. A unit of the same article with the same text in the first language is replaced if
 * the rest differs, and taken out if its row was rejected; of several rows with the same text the
 * first is the first unit, and so on. All other units stay as they are. Errors: those of
 * birge_memory_take(). */
gboolean birge_approve(const BirgeApproval *approval, BirgeIntake *approved, GError **error);
