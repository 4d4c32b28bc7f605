/* Approve into memory: what was approved goes to a TMX file of the memory's own. */
#pragma once

#include "review/draft.h"

/* The file in the memory's folder that we write; no other file is touched. */
#define BIRGE_APPROVED_FILE "birge-approved.tmx"

typedef struct {
  const BirgeDraft *draft;
  const char *memory;  /* the folder */
  const char *article; /* the bitext's name: rows of one article replace each other */
  const char *user;    /* who approves */
} BirgeApproval;

typedef struct {
  guint n_added;
  guint n_changed;
  guint n_kept;    /* they were there as they are */
  guint n_removed; /* they were approved once and are rejected now */
} BirgeApproved;

/* Writes the approved rows that tie two languages or more as units, each with who made or changed
 * it and when. A unit of the same article with the same text in the first language is replaced if
 * the rest differs, and taken out if its row was rejected; all other units stay as they are.
 * Errors: those of birge_tmx_read() and of the writer; IO. */
gboolean birge_approve(const BirgeApproval *approval, BirgeApproved *approved, GError **error);
