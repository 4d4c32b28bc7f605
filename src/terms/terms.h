/* Extraction of terms: what a memory calls things, in each of its languages.
 *
 * Candidates are runs of words that recur in the source texts; the counterpart of a candidate is
 * the run that the translations have where the source has the candidate, and have not where it has
 * not. Words are compared by their stems; what is given is the form that occurs most often, as it
 * is stored. No dictionary is asked, and no language is known but by its locale. */
#pragma once

#include "base/output.h"
#include "model/bitext.h"
#include "text/locale.h"

/* Units beyond these are not read: the memory needed grows with them. */
#define BIRGE_MAX_TERM_UNITS 200000

/* The longest candidate that can be asked for, in words. */
#define BIRGE_MAX_TERM_WORDS 8

typedef struct {
  const char *source;                       /* tag of the language of the candidates */
  const char *targets[BIRGE_MAX_LANGUAGES]; /* tags of the languages of counterparts */
  guint n_targets;
  guint min_count; /* candidates and counterparts occur so often at least, 2 or more */
  guint min_words; /* of candidates, 1 or more */
  guint max_words; /* of both, BIRGE_MAX_TERM_WORDS or less */
} BirgeTermOptions;

/* What a candidate is called in another language. */
typedef struct {
  const char *tag; /* of its language, borrowed from the options; NULL: none was found */
  char *text;
  guint count;          /* occurrences in the whole memory */
  guint n_together;     /* units that have both */
  double association;   /* log-likelihood ratio, the higher the surer */
  char *source_example; /* the shortest unit that has both */
  char *target_example;
} BirgeCounterpart;

/* A candidate that has a counterpart. */
typedef struct {
  char *text;
  guint count;
  guint n_words;
  double c_value; /* termhood: how often it occurs by itself, weighed by its length */
  BirgeCounterpart counterparts[BIRGE_MAX_LANGUAGES]; /* by target */
} BirgeTermEntry;

/* Finds the terms of units, of const BirgeUnit*.
 * Returns an array of BirgeTermEntry*, by C-value, then by text; yours.
 * C-value after Frantzi, Ananiadou and Mima (2000), with log2(words + 1) so that single words have
 * one (Barrón-Cedeño et al. 2009). Association after Dunning (1993), linked one to one, the
 * strongest first (Melamed 2000). Time is linear in the text, and in the pairs of runs that stand
 * in one unit. */
GPtrArray *birge_terms_extract(const GPtrArray *units, const BirgeLocales *locales,
                               const BirgeTermOptions *options);

/* Writes entries as TBX (MARTIF, ISO 30042:2008), which CAT tools and birge_glossary_read() read.
 * n: how many of them, the first ones. */
void birge_terms_write_tbx(const GPtrArray *entries, guint n, const BirgeTermOptions *options,
                           BirgeOutput *output);
