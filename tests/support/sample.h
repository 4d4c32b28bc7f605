/* What tests of several folders share: small bitexts, and what a format makes of them. */
#pragma once

#include "model/format.h"
#include "text/locale.h"

/* Makes a document of one paragraph: the segments, a space between each. segments: ended by NULL.
 */
BirgeDocument *sample_document(const char *language, const char *const *segments);

/* Ties the segments of documents together one by one; what is left over stands alone. */
BirgeBitext *sample_bitext(const BirgeDocument *const *documents, guint n_documents);

/* Returns the folded tokens of a text, of char*, yours. n_words: gets those added that are no
 * marks; may be NULL. */
GPtrArray *sample_tokens(const BirgeLocale *locale, const char *text, guint *n_words);

/* Returns what the format of that name in a table makes of a bitext; fails if it can't. */
char *sample_write(const BirgeBitext *bitext, const BirgeFormat *formats, const char *name,
                   const BirgeWriteOptions *options);
