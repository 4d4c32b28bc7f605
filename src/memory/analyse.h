/* Analysis: how much of documents is stored already, in bands of matches, by segments and words.
 *
 * Each segment is in one band, the first that holds: equal in context, equal, equal to an earlier
 * segment of the documents (a repetition); else the band of its best match in the memory, or of its
 * best match among the earlier segments where that is better; else it is new. */
#pragma once

#include "memory/lookup.h"

typedef enum {
  BIRGE_BAND_CONTEXT,
  BIRGE_BAND_EXACT,
  BIRGE_BAND_REPETITION,
  BIRGE_BAND_95, /* 95 to 99 per cent alike */
  BIRGE_BAND_85,
  BIRGE_BAND_75,
  BIRGE_BAND_50,
  BIRGE_BAND_INSIDE_95, /* the same, to an earlier segment of the documents */
  BIRGE_BAND_INSIDE_85,
  BIRGE_BAND_INSIDE_75,
  BIRGE_BAND_INSIDE_50,
  BIRGE_BAND_NEW,
  BIRGE_N_BANDS,
} BirgeAnalysisBand;

/* The least score of a match, in per cent: what a lookup for an analysis is made with. */
#define BIRGE_ANALYSIS_MIN 50

typedef struct {
  guint64 segments;
  guint64 words;      /* words and numbers */
  guint64 characters; /* code points */
} BirgeBandCount;

typedef struct {
  BirgeBandCount bands[BIRGE_N_BANDS];
} BirgeCounts;

typedef struct _BirgeAnalysis BirgeAnalysis;

/* Begins an analysis of documents in the language of a locale. lookup: made for that language with
 * BIRGE_ANALYSIS_MIN, without penalties; borrowed; NULL: nothing is stored.
 * Returns it, yours; free with birge_analysis_free(). */
BirgeAnalysis *birge_analysis_new(BirgeLookup *lookup, const BirgeLocale *locale);
void birge_analysis_free(BirgeAnalysis *analysis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeAnalysis, birge_analysis_free)

/* Counts the segments of the next document into counts, which it adds to.
 * Errors: those of birge_lookup_find(). */
gboolean birge_analysis_add(BirgeAnalysis *analysis, const BirgeDocument *document,
                            BirgeCounts *counts, GError **error);

/* Adds counts to a sum. */
void birge_counts_add(BirgeCounts *sum, const BirgeCounts *counts);

/* The names of bands: "context", "100", "repetition", "95-99", "inside 95-99" …, "new". */
const char *birge_analysis_band_print(guint band);
