/* Random material for property tests. All of it follows GTest's seed, which a test program prints
 * first and takes with --seed. */
#pragma once

#include "model/bitext.h"
#include "model/unit.h"

/* How often each property is tried on new material. */
#define N_ROUNDS 200

/* Returns a number from 0 to n - 1. */
guint random_below(guint n);

/* Returns one of strings, of which there are n. */
const char *random_of(const char *const *strings, guint n);

/* Returns up to max_pieces letters, words and signs of three scripts, with marks, emoji, invisible
 * characters and controls of direction among them; yours. Nothing that XML forbids, and no box
 * drawing. */
char *random_text(guint max_pieces);

/* Returns a document with blocks, segments and codes. */
BirgeDocument *random_document(const char *language);

/* Returns a bitext of n_documents. Confidences have at most six digits. */
BirgeBitext *random_bitext(guint n_documents);

/* Returns a unit that TMX 1.4 can say without a change. */
BirgeUnit *random_unit(void);
