/* Folding: letters that are written in several ways become one, on a copy, for comparison only.
 *
 * Every language: case, compatibility forms, marks and invisible characters dropped, digits made
 * ASCII, quotation marks, dashes and spaces unified. Each language adds its own table. */
#pragma once

#include "text/locale.h"

/* Makes a folding. map: sequences of code points in hexadecimal to the same ("0647 200C" ->
 * "06D5"; "" drops), pairs of strings, NULL at the end; it goes before the general rules.
 * Returns it, yours; or NULL with what is wrong in error (FORMAT, no file named). */
BirgeFolding *birge_folding_new(const char *const *map, GError **error);
void birge_folding_free(BirgeFolding *folding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeFolding, birge_folding_free)

/* Appends text, folded, to out. folding: NULL for the general rules alone (slower). */
void birge_fold(const BirgeFolding *folding, const char *text, gsize length, GString *out);

/* Folds what stands at the start of text, a character or a sequence that the language's table has,
 * into out, which it empties. Returns how many bytes of text that was. */
gsize birge_fold_step(const BirgeFolding *folding, const char *text, gsize length, GString *out);

/* A text folded, and where each byte of that came from. */
typedef struct {
  GString *folded;
  GArray *starts; /* of gsize, by byte of folded and its end: offset in the text */
} BirgeFolded;

/* Folds a text. Returns it, yours. */
BirgeFolded *birge_folded_new(const BirgeFolding *folding, const char *text, gsize length);
void birge_folded_free(BirgeFolded *folded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeFolded, birge_folded_free)

/* What may be cut from folded words so that their forms compare equal. */
struct _BirgeStemming {
  char **prefixes; /* longest first */
  char **suffixes; /* longest first */
  guint min_stem;  /* letters that must stay */
};

/* Cuts at most one prefix and one suffix from a folded word.
 * start, end: the word's byte range in text, narrowed. */
void birge_stem(const BirgeStemming *stemming, const char *text, gsize *start, gsize *end);
