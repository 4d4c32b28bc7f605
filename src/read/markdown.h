/* What the readers of Markdown's blocks, lines and front matter share. */
#pragma once

#include "read/private.h"

typedef struct {
  BirgeArticle *article;
  const BirgeLayer *file;
  GHashTable *labels; /* set of char*: what links may name, in lower case */
} BirgeMarkdown;

/* A stretch of the file: of a line, its marks left out. */
typedef struct {
  gsize start;
  gsize end;
} BirgeMarkdownRange;

/* The longest label of a link (CommonMark 0.31, 6.3), and the longest target, code or tag. */
#define BIRGE_MAX_MARKDOWN_LABEL 999
#define BIRGE_MAX_MARKDOWN_SPAN (16 * 1024)

/* Adds a block: ranges of BirgeMarkdownRange, joined with a space. Marks of emphasis, links and
 * code are taken off and kept as pairs of the map; pictures, tags and notes as its atoms. */
void birge_markdown_gather(const BirgeMarkdown *markdown, const GArray *ranges,
                           BirgeBlockKind kind);

/* Returns where the text of `[label]: text` begins; 0: it is no definition. */
gsize birge_markdown_definition(const char *text, gsize start, gsize end);

/* Returns the labels that a file defines, yours. */
GHashTable *birge_markdown_labels(const BirgeLayer *file);

/* Returns a label as it is compared, yours. */
char *birge_markdown_label(const char *label, gsize length);

/* Reads what stands between `---` or `+++` at the start: the language, and a title as headline.
 * Returns where the text begins. */
gsize birge_markdown_front(const BirgeMarkdown *markdown);
