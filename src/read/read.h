/* Reading: an article's bytes in, a Document with its blocks out.
 *
 * Boilerplate at the end of a page is left out; headline, dateline, byline, captions and list items
 * are told from paragraphs. No text is changed: what is left out is in no block. */
#pragma once

#include "base/public.h"
#include "model/document.h"
#include "text/locale.h"

BIRGE_BEGIN_PUBLIC

typedef enum {
  BIRGE_PARAGRAPHS_LINE,  /* plain text: each line is a paragraph */
  BIRGE_PARAGRAPHS_BLANK, /* plain text: empty lines stand between paragraphs */
} BirgeParagraphs;

typedef struct {
  const BirgeLocales *locales;
  const char *language; /* BCP 47; NULL: from the page, else the file's name, else detected */
  const char *encoding; /* NULL: see birge_text_decode() */
  gboolean keep_boilerplate;
  BirgeParagraphs paragraphs;
} BirgeReadOptions;

/* Reads an article: HTML by its ending or first tag, else plain text; "-": standard input.
 * Returns a document without segments, yours.
 * Errors: INPUT, ENCODING, LIMIT; USAGE for a language that no locale knows; INPUT for a text
 * without words, and for one whose language is not given and can't be told. */
BirgeDocument *birge_read(const char *path, const BirgeReadOptions *options, GError **error);

BIRGE_END_PUBLIC
