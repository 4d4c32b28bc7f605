/* What the checks share: a pair's texts as they see them, and how they say what they found. */
#pragma once

#include "qa/qa.h"
#include "text/fold.h"
#include "text/habits.h"
#include "text/tokens.h"

/* One side of a pair. */
typedef struct {
  const BirgeLocale *locale;
  const char *text; /* ended by NUL */
  gsize length;
  GString *folded;
  GArray *tokens; /* of BirgeToken, in folded */
} BirgeQaText;

/* Reports a finding of the rule that is being asked, at the pair that is being checked. Returns it,
 * for its detail and who is at fault, valid until the next report. */
BirgeFinding *birge_qa_report(BirgeQa *qa, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Returns the glossary, NULL if there is none. */
const BirgeGlossary *birge_qa_glossary(const BirgeQa *qa);

/* The rules that ask one pair. */
void birge_qa_check_numbers(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_dates(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_percent(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_quotes(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_brackets(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_spaces(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_final_mark(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_mark_forms(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_bidi(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_letters(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_latin(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_length(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_untranslated(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);
void birge_qa_check_terms(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target);

/* A pair as it is remembered for comparison with others. */
typedef struct {
  char *source; /* folded */
  char *target;
  guint order;          /* number of the pair, from 0 */
  BirgeFinding finding; /* place, languages and texts; reason is empty */
} BirgeQaPair;

/* Finds pairs with the same source and other targets; by_target: the other way round.
 * pairs: of BirgeQaPair*, sorted anew. report: is given each pair, and the first that differs. */
typedef void (*BirgeQaPairFunc)(BirgeQa *qa, const BirgeQaPair *pair, const BirgeQaPair *first);
void birge_qa_compare_pairs(BirgeQa *qa, GPtrArray *pairs, gboolean by_target,
                            BirgeQaPairFunc report);

/* Calls check for each concept of a glossary that the source names, and the target does not.
 * term: as the source has it; expected: what the target may say, a list to print. */
typedef void (*BirgeConceptFunc)(BirgeQa *qa, const char *term, const char *expected);
void birge_glossary_match(const BirgeGlossary *glossary, const BirgeQaText *source,
                          const BirgeQaText *target, BirgeConceptFunc check, BirgeQa *qa);

/* A word of a text may go on behind a term's by so many bytes, for endings that no list has; and
 * only if the term's is not shorter than BIRGE_MIN_OPEN_WORD. */
#define BIRGE_MAX_ENDING 20
#define BIRGE_MIN_OPEN_WORD 8

/* The terms of a glossary by their first words. */
typedef struct _BirgeTermIndex BirgeTermIndex;

BirgeTermIndex *birge_term_index_new(void);
void birge_term_index_free(BirgeTermIndex *index);

/* Adds a term; concepts come in order. words: as of birge_qa_has_words(). */
void birge_term_index_add(BirgeTermIndex *index, const BirgeLocale *locale, const char *words,
                          guint concept);

/* Returns all concepts that may have a term for which birge_qa_has_words() is true, and some more:
 * of guint, sorted, yours. */
GArray *birge_term_index_find(const BirgeTermIndex *index, const BirgeQaText *text);

/* Whether a term's words, folded with a space between, stand in a text in any of their forms. */
gboolean birge_qa_has_words(const BirgeQaText *text, const char *words);

/* Appends the words of folded text to words, a space between; marks are left out. */
void birge_qa_append_words(const char *folded, gsize length, GString *words);
