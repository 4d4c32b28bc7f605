/* A map: where in its file each byte of an article's text stands, so that other text can be put in
 * its place and every other byte of the file stays as it was. */
#pragma once

#include "base/output.h"
#include "base/public.h"
#include "model/document.h"

BIRGE_BEGIN_PUBLIC

typedef struct _BirgeMap BirgeMap;

/* What is to stand in place of a range of the article's text. */
typedef struct {
  gsize start; /* half-open byte range in the document's text */
  gsize end;
  const char *text; /* UTF-8 */
} BirgeFilling;

/* Writes the file with other text in places. fillings: n of them, in text order, not overlapping.
 * Text that holds markup inside a range goes where most of the range stands; tags stay, what was
 * text in them goes. What stands in a block's place a second time (a title in the head of a page,
 * the body as plain text beside the same as HTML) is filled too, sentence by sentence.
 * Errors: FORMAT for a file that is not in UTF-8, or whose format can be read only. */
gboolean birge_map_fill(const BirgeMap *map, const BirgeDocument *document,
                        const BirgeFilling *fillings, guint n, BirgeOutput *output, GError **error);

void birge_map_free(BirgeMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeMap, birge_map_free)

BIRGE_END_PUBLIC
