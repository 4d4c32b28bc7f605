/* Checks of translations: what can be seen without understanding them.
 *
 * Pairs of source and target go in one by one; findings come out, each with its place, its reason
 * and how grave it is. No text is changed. What is specific to a language stands in locales/. */
#pragma once

#include "base/output.h"
#include "model/bitext.h"
#include "model/unit.h"
#include "qa/glossary.h"
#include "text/locale.h"

typedef enum { BIRGE_SEVERITY_NOTE, BIRGE_SEVERITY_WARNING, BIRGE_SEVERITY_ERROR } BirgeSeverity;

typedef struct {
  const char *name;    /* "numbers" */
  const char *summary; /* what a finding says, a line */
  BirgeSeverity severity;
} BirgeQaRule;

/* Where a pair stands. */
typedef struct {
  char *file;          /* as the user wrote it */
  guint64 line;        /* counted from 1; 0: the file is known by rows */
  guint row;           /* of a bitext, counted from 1; 0: the file is known by lines */
  guint source_column; /* in a row, counted from 0 */
  guint target_column;
} BirgePlace;

typedef struct {
  guint rule; /* number of a rule, birge_qa_rule() */
  char *reason;
  char *detail;          /* the number, word or letter that it is about, folded; NULL: none */
  gboolean is_in_source; /* the source is at fault, else the target */
  BirgePlace place;
  const BirgeLocale *source;
  const BirgeLocale *target;
  char *source_text;
  char *target_text;
} BirgeFinding;

/* Returns rule number i, NULL past the last. Rules are numbered from 0, at most 64. */
const BirgeQaRule *birge_qa_rule(guint i);

typedef struct _BirgeQa BirgeQa;

/* Begins checking. locales and glossary (NULL: no terms) must outlive it.
 * rules: bit i set: rule i is asked. Returns it, yours; free with birge_qa_free(). */
BirgeQa *birge_qa_new(const BirgeLocales *locales, const BirgeGlossary *glossary, guint64 rules);
void birge_qa_free(BirgeQa *qa);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeQa, birge_qa_free)

/* Checks each variant of a unit against that of the source language. source_language: NULL, or not
 * in the unit: its first variant's. Variants in languages that no locale has are left out. */
void birge_qa_add_unit(BirgeQa *qa, const BirgeUnit *unit, const char *source_language);

/* Checks the rows of a bitext that are tied and not rejected: each column against that of the
 * source language. source_language: NULL, or no column: the first. file: as the user wrote it. */
void birge_qa_add_bitext(BirgeQa *qa, const BirgeBitext *bitext, const char *source_language,
                         const char *file);

/* The texts of a row; texts and locales are NULL where a column has none. */
typedef struct {
  const BirgeLocale *const *locales;
  const char *const *texts;
  guint n_columns;
} BirgeQaRow;

/* Checks each text of a row against each other, both ways. place.file is empty. */
void birge_qa_add_row(BirgeQa *qa, const BirgeQaRow *row);

/* Compares what was added with each other, once all is there.
 * Returns all findings in the order of the pairs, of BirgeFinding*, borrowed. */
const GPtrArray *birge_qa_end(BirgeQa *qa);

/* Returns how many pairs were checked. */
guint birge_qa_n_pairs(const BirgeQa *qa);

/* Writes findings, those of birge_qa_end(). */
typedef void (*BirgeQaWriter)(const GPtrArray *findings, guint n_pairs, BirgeOutput *output);

/* Returns the writer of a format: text, json or sarif (2.1.0); NULL if there is no such format. */
BirgeQaWriter birge_qa_find_writer(const char *name);

/* The names of severities: note, warning, error. */
const char *birge_severity_print(BirgeSeverity severity);
