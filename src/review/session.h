/* A session: a bitext's file under review.
 *
 * Every operation is in the journal, on the disk, before it is applied. Any number can be undone
 * and done again, also after the program was killed. The file itself is written whole. */
#pragma once

#include "review/operation.h"

typedef struct _BirgeSession BirgeSession;

/* Opens a bitext's file for review; what the journal has is done again.
 * align: what realigning needs, must outlive the session; NULL: it can't be done.
 * Returns it, yours. Errors: those of birge_bitext_read_json() and birge_journal_open(). */
BirgeSession *birge_session_open(const char *path, const BirgeAlignOptions *align, GError **error);

/* The draft as it is now, borrowed. */
const BirgeDraft *birge_session_draft(const BirgeSession *session);

/* The number of steps taken since the review began, those undone and the undoing included. */
guint birge_session_revision(const BirgeSession *session);

gboolean birge_session_can_undo(const BirgeSession *session);
gboolean birge_session_can_redo(const BirgeSession *session);

/* What is asked of a session. */
typedef enum { BIRGE_STEP_DO, BIRGE_STEP_UNDO, BIRGE_STEP_REDO } BirgeStepKind;

typedef struct {
  BirgeStepKind kind;
  BirgeOperation *operation; /* of BIRGE_STEP_DO */
  const char *id;            /* who asks again with the id of the last step is told what it did */
  guint revision;            /* of the draft that the asker sees */
} BirgeStep;

/* The outcome: rows that took the place of others. */
typedef struct {
  guint first;
  guint n_removed;
  const GPtrArray *rows; /* of BirgeDraftRow*, borrowed until the next step */
} BirgeOutcome;

/* Takes a step. Errors: USAGE when it can't be taken; BIRGE_ERROR_INPUT when the asker sees another
 * draft than there is; IO. Then nothing is changed. */
gboolean birge_session_take(BirgeSession *session, const BirgeStep *step, BirgeOutcome *outcome,
                            GError **error);

/* Where its page is served; see birge_journal_address(). */
const char *birge_session_address(const BirgeSession *session);
gboolean birge_session_set_address(BirgeSession *session, const char *address, GError **error);

/* Writes the draft to the bitext's file, if it is not there yet. Errors: IO. */
gboolean birge_session_save(BirgeSession *session, GError **error);

/* Saves, and ends the review: the journal is removed. Frees session, also on error; then the
 * journal stays. */
gboolean birge_session_end(BirgeSession *session, GError **error);

/* Frees session; the journal stays. */
void birge_session_free(BirgeSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeSession, birge_session_free)
