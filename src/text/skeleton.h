/* Skeletons: what is left of a name when only its consonants are looked at, in classes that scripts
 * and spellings share, so that Putin, بوتين and پوتین are equal. */
#pragma once

#include "text/locale.h"

/* Makes the correspondences of one language: which letters, or runs of letters, stand for which
 * class. entries: "CLASS:LETTERS LETTERS…", CLASS one ASCII letter or more; ends
 * with NULL, or is NULL. Returns them, yours; NULL for an entry without a colon. */
BirgeSkeletons *birge_skeletons_new(const char *const *entries);
void birge_skeletons_free(BirgeSkeletons *skeletons);

/* Appends the skeleton of a folded word to out: the longest run of letters that has a class gives
 * it, letters without one are left out, and a class that repeats counts once. */
void birge_skeleton_append(const BirgeSkeletons *skeletons, const char *word, gsize length,
                           GString *out);
