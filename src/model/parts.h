/* A bitext in parts: short bitexts, one after the other, so that a long one need never stand in
 * memory as a whole.
 *
 * Each part is a bitext of its own: it has the documents of the whole, with what its rows hold of
 * their text, and its runs and offsets begin anew. No part ends inside a block. There is at least
 * one, which may have no rows. */
#pragma once

#include "base/public.h"
#include "model/bitext.h"

BIRGE_BEGIN_PUBLIC

typedef struct _BirgeParts BirgeParts;
struct _BirgeParts {
  /* Gives the next part, yours; NULL after the last. Returns FALSE with an error. */
  gboolean (*next)(BirgeParts *parts, BirgeBitext **part, GError **error);

  /* Begins anew: the same parts come again. */
  void (*rewind)(BirgeParts *parts);

  void (*free)(BirgeParts *parts);
};

void birge_parts_free(BirgeParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeParts, birge_parts_free)

/* Returns a bitext as the one part of itself, yours. */
BirgeParts *birge_parts_new_whole(const BirgeBitext *bitext);

/* Returns a new bitext that is made of another, as birge_bitext_select() does; NULL with an error.
 */
typedef BirgeBitext *(*BirgeChangeFunc)(const BirgeBitext *part, gpointer user_data,
                                        GError **error);

/* Returns parts, yours, each of which is made of one of inner, which is taken. user_data outlives
 * them. */
BirgeParts *birge_parts_new_changed(BirgeParts *inner, BirgeChangeFunc change, gpointer user_data);

BIRGE_END_PUBLIC
