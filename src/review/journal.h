/* The journal of a review: a file beside the bitext, FILE.journal, while the bitext is reviewed.
 *
 * Its first line holds the bitext as it was when the review began, each further line an object that
 * is on the disk before birge_journal_append() returns. Whatever happens to the program, the base
 * and the lines give the state again. Only its owner may read it. It is locked, so that a second
 * review of the file is noticed. */
#pragma once

#include <json-glib/json-glib.h>

typedef struct _BirgeJournal BirgeJournal;

/* Opens the journal of a bitext's file, or begins one. bitext: what is in the file.
 * A last line that was not written whole is dropped: nobody was told that it was.
 * Returns it, yours. Errors: INPUT if another process has it open, or the file is neither the
 * journal's base nor what was saved from it; FORMAT with the line; IO. */
BirgeJournal *birge_journal_open(const char *path, GBytes *bitext, GError **error);

/* The bitext that the review began with, borrowed. */
GBytes *birge_journal_base(const BirgeJournal *journal);

/* The lines that were there when it was opened: of JsonObject*, borrowed. */
const GPtrArray *birge_journal_entries(const BirgeJournal *journal);

/* Appends an object. Returns once it is on the disk; else nothing of it is left. Errors: IO. */
gboolean birge_journal_append(BirgeJournal *journal, JsonNode *entry, GError **error);

/* Says that bitext is going to be saved under the file's name. Errors: IO. */
gboolean birge_journal_expect(BirgeJournal *journal, GBytes *bitext, GError **error);

/* Where the page of the review is served, so that a page which lost its server finds it again: the
 * last address that was set, borrowed; NULL: none. */
const char *birge_journal_address(const BirgeJournal *journal);
gboolean birge_journal_set_address(BirgeJournal *journal, const char *address, GError **error);

/* Ends the review: the journal is removed. Frees journal. */
void birge_journal_end(BirgeJournal *journal);

/* Closes the journal; it stays for the next time. */
void birge_journal_close(BirgeJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeJournal, birge_journal_close)
