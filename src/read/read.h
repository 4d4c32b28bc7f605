/* Reading: an article's bytes in, a Document with its blocks out.
 *
 * Boilerplate at the end of a page is left out; headline, dateline, byline, captions and list items
 * are told from paragraphs. No text is changed: what is left out is in no block. */
#pragma once

#include "base/public.h"
#include "model/document.h"
#include "read/map.h"
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

/* Reads an article; "-": standard input. Its format is known by how it begins: NewsML-G2, NITF 3.x,
 * RSS, Atom and XHTML by the root element, ninjs by its brace, DOCX and ODT by what is in the
 * package, HTML by its first tag or its ending, Markdown by its ending (.md, .markdown); all else
 * is plain text. Returns a document without segments, yours. Errors: INPUT, ENCODING, LIMIT; FORMAT
 * for XML, JSON or a package that is broken; USAGE for a language that no locale knows, and for
 * DOCX and ODT if the library was built without them; INPUT for a text without words, and for one
 * whose language is not given and can't be told. */
BirgeDocument *birge_read(const char *path, const BirgeReadOptions *options, GError **error);

/* What reading finds besides the document. */
typedef struct {
  BirgeMap *map; /* yours */
  char *warning; /* what is doubtful: a language that the text is not in; yours; NULL: nothing */
} BirgeReading;

/* The same; reading: receives what else was found, if all went well. */
BirgeDocument *birge_read_mapped(const char *path, const BirgeReadOptions *options,
                                 BirgeReading *reading, GError **error);

/* The same for bytes in memory. path: as a file's, for its name. */
BirgeDocument *birge_read_bytes(const char *path, GBytes *bytes, const BirgeReadOptions *options,
                                BirgeReading *reading, GError **error);

BIRGE_END_PUBLIC
