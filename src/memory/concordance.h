/* Concordance: where words, phrases and patterns stand in the texts of a memory.
 *
 * Found by the postings that lookup uses: the answer is what reading every text would give. */
#pragma once

#include "memory/memory.h"

BIRGE_BEGIN_PUBLIC

typedef struct {
  const char *source;         /* tag of the language of the texts: any that is stored */
  const char *const *targets; /* tags: only units that have one of them; NULL: all units */
  guint best;                 /* how many hits at most; 0: all */
  gboolean is_regex;          /* the pattern is a regular expression (ICU), for folded texts */
} BirgeSearchOptions;

/* A stored text that has all that was asked for. Hits are ordered: texts first that have it all
 * together and in its order, then those of fewer tokens, then by file, unit and variant. */
typedef struct {
  guint file;
  guint32 unit;
  guint variant;
  guint n_tokens;
  gboolean is_together;
} BirgeHit;

/* A half-open byte range. */
typedef struct {
  gsize start;
  gsize end;
} BirgeRange;

/* Searches for one pattern. Belongs to one thread. */
typedef struct _BirgeSearch BirgeSearch;

/* pattern: words, all of which a text must have; "several in quotes" stand together in this order;
 * a word that ends with * is the beginning of one. memory must outlive the search.
 * Errors: USAGE for a pattern without words, or that is no regular expression. */
BirgeSearch *birge_search_new(const BirgeMemory *memory, const char *pattern,
                              const BirgeSearchOptions *options, GError **error);
void birge_search_free(BirgeSearch *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeSearch, birge_search_free)

/* Finds the hits, of BirgeHit, which live as long as the search; NULL on error: those of
 * birge_memory_unit(); LIMIT for a regular expression that takes too long on a text.
 * n_hits: receives how many there are in all; BIRGE_NOT_COUNTED if texts were not tried, as the
 * best matches of a regular expression were found. */
#define BIRGE_NOT_COUNTED G_MAXUINT64
const GArray *birge_search_find(BirgeSearch *search, guint64 *n_hits, GError **error);

/* Returns the places of a text that the pattern stands for: of BirgeRange, in order, yours. */
GArray *birge_search_mark(const BirgeSearch *search, const char *text, gsize length);

BIRGE_END_PUBLIC
