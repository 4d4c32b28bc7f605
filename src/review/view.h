/* What the page is told: columns, rows and outcomes of steps, as JSON. */
#pragma once

#include "review/session.h"
#include "text/locale.h"

typedef struct {
  const BirgeSession *session;
  const BirgeLocale *locales[BIRGE_MAX_LANGUAGES]; /* one a column, NULL: not known */
} BirgeView;

/* Makes a view of a session. locales must outlive it. */
BirgeView birge_view_new(const BirgeSession *session, const BirgeLocales *locales);

/* Adds to object what the page must know of the session as a whole. */
void birge_view_describe(const BirgeView *view, JsonObject *object);

/* Returns rows as the page takes them, yours. rows: of BirgeDraftRow*. */
JsonArray *birge_view_rows(const BirgeView *view, const GPtrArray *rows);

/* Returns an outcome as the page takes it, yours. */
JsonObject *birge_view_outcome(const BirgeView *view, const BirgeOutcome *outcome);

/* Returns the numbers of the rows in which a text stands, folded, in any column or in the note;
 * yours. */
JsonArray *birge_view_search(const BirgeView *view, const char *text);
