/* Lookup: the stored texts that are most like a text, word for word.
 *
 * The score of a match is one minus the least number of words to insert, delete or replace, over
 * the length of the longer text, on folded tokens, in per cent. What is returned is what a
 * comparison with every stored text would return, in the same order. */
#pragma once

#include "memory/memory.h"

BIRGE_BEGIN_PUBLIC

/* Scores are counted in hundredths of a per cent, cut: 10000 is equal, 10100 equal with the same
 * neighbours. */
#define BIRGE_SCORE_EXACT 10000
#define BIRGE_SCORE_CONTEXT 10100

/* What is taken off a match's score, in points of per cent. */
typedef struct {
  guint unreviewed;   /* its unit has a status that is not approved */
  guint codes;        /* it has inline codes: the text that is looked up has none */
  guint numbers;      /* its numbers are others */
  const guint *files; /* by file, in the order of their names; NULL: none */
} BirgePenalties;

typedef struct {
  const char *source;         /* tag of the language of the text: any that is stored */
  const char *const *targets; /* tags: only units that have one of them; NULL: all units */
  guint min;                  /* the least score, 1 to 100 */
  guint best;                 /* how many matches at most; 0: all */
  BirgePenalties penalties;
} BirgeLookupOptions;

/* A stored text that is like the one looked up. Matches are ordered by score, the best first, then
 * file, unit and variant. */
typedef struct {
  guint file;          /* index of the file, in the order of their names */
  guint32 unit;        /* index of the unit in its file */
  guint variant;       /* index of the variant in its unit */
  gint score;          /* in hundredths of a per cent, penalties taken off */
  guint distance;      /* words to insert, delete or replace */
  guint n_tokens;      /* of the longer text */
  gboolean is_context; /* equal, and the units before and after it are those asked for */
  gboolean has_other_numbers;
  gboolean is_numbers_only; /* numbers stand in place of numbers, and all else is the same */
} BirgeMatch;

/* A text to look up. */
typedef struct {
  const char *text;
  gsize length;
  const char *previous; /* what stands before it, ended; NULL: not known, "": nothing */
  const char *next;
} BirgeQuery;

/* Looks up texts one after the other, with the options given. Belongs to one thread. */
typedef struct _BirgeLookup BirgeLookup;

/* options: copied, with what it points to. memory must outlive the lookup.
 * Errors: USAGE for a language that the memory has not, or a min out of range. */
BirgeLookup *birge_lookup_new(BirgeMemory *memory, const BirgeLookupOptions *options,
                              GError **error);
void birge_lookup_free(BirgeLookup *lookup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeLookup, birge_lookup_free)

/* Finds the matches of a text: of BirgeMatch, valid until the next call; NULL on error: those of
 * birge_memory_open(), as a damaged index is built anew. */
const GArray *birge_lookup_find(BirgeLookup *lookup, const BirgeQuery *query, GError **error);

/* Returns how alike two texts are by characters, folded: the second figure, in hundredths of a per
 * cent. Time O(length * length / 64). */
guint birge_lookup_score_chars(const BirgeLookup *lookup, const char *a, gsize n_a, const char *b,
                               gsize n_b);

/* What became of a word between a stored text and the one looked up. */
typedef enum { BIRGE_DIFF_SAME, BIRGE_DIFF_INSERTED, BIRGE_DIFF_DELETED } BirgeDiffKind;

/* A run of bytes of the text looked up (same, inserted) or of the stored one (deleted). */
typedef struct {
  BirgeDiffKind kind;
  gsize start;
  gsize end;
} BirgeDiff;

/* Tells word by word how stored differs from text, both in the language looked up. Returns an
 * array of BirgeDiff, yours; together the same and inserted ones are text. */
GArray *birge_lookup_diff(const BirgeLookup *lookup, const char *stored, gsize n_stored,
                          const char *text, gsize n_text);

BIRGE_END_PUBLIC
