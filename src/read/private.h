/* What the readers of this folder fill. */
#pragma once

#include "read/layer.h"
#include "read/markup.h"
#include "read/places.h"
#include "read/read.h"

typedef struct {
  const char *name; /* as shown in messages */
  const BirgeReadOptions *options;
  GBytes *text;      /* UTF-8 */
  GArray *blocks;    /* of BirgeBlock, over text */
  char *language;    /* as the page says; NULL: it does not */
  gboolean kinds;    /* the format says what is a headline and what is not */
  gboolean is_loose; /* but not what is a byline or a dateline */
  BirgeMap *map;     /* readers of markup add to its text and pieces */
} BirgeArticle;

/* What an element means for the text in it. */
typedef enum {
  BIRGE_ROLE_INLINE, /* nothing */
  BIRGE_ROLE_BLOCK,  /* it is a block of its own */
  BIRGE_ROLE_BREAK,  /* it parts words: br */
  BIRGE_ROLE_SKIP,   /* it is no part of the article */
} BirgeRole;

/* Says what node i means. kind: that of the block around it; receives its own. */
typedef BirgeRole (*BirgeRoleFunc)(const BirgeMarkup *markup, guint i, BirgeBlockKind *kind);

/* An element by its name, for tables that end with a NULL name. */
typedef struct {
  const char *name;
  BirgeRole role;
  BirgeBlockKind kind; /* of a block; a paragraph is what the block around it is */
} BirgeElement;

/* What a table says of node i; elements that are not in it are inline. */
BirgeRole birge_role_of(const BirgeElement *elements, const BirgeMarkup *markup, guint i,
                        BirgeBlockKind *kind);

/* Adds the blocks in node i of markup to the article. kind: of text that no block inside holds. */
void birge_gather(BirgeArticle *article, const BirgeMarkup *markup, guint i, BirgeRoleFunc role,
                  BirgeBlockKind kind);

/* Adds a text as one block. */
void birge_gather_text(BirgeArticle *article, const BirgeLayer *layer, BirgeBlockKind kind);

/* Adds a text whose lines are blocks. */
void birge_gather_lines(BirgeArticle *article, const BirgeLayer *layer, BirgeBlockKind kind);

/* Adds what the text of node i is by itself: HTML (escaped, or in a CDATA section) or lines. */
void birge_gather_inner(BirgeArticle *article, const BirgeMarkup *markup, guint i, gboolean is_html,
                        BirgeBlockKind kind);

/* Adds HTML. */
void birge_gather_html(BirgeArticle *article, const BirgeLayer *layer, BirgeBlockKind kind);

/* Makes the blocks from number first on text that only stands there once more. */
void birge_gather_again(BirgeArticle *article, guint first);

/* Adds a text as one that stands there once more if a block says it: the same, a headline before
 * the name of the site, or whole sentences at a block's beginning. */
void birge_gather_repeated(BirgeArticle *article, const BirgeLayer *layer);

BirgeRole birge_html_role(const BirgeMarkup *markup, guint i, BirgeBlockKind *kind);

/* Begins the first layer, empty, and readies the map. */
BirgeLayer *birge_article_begin(BirgeArticle *article);

/* Decodes a file, or a member of a package, behind what the first layer holds. Errors: ENCODING,
 * LIMIT, USAGE. */
gboolean birge_article_add_part(BirgeArticle *article, BirgeLayer *layer, const char *member,
                                GBytes *bytes, const char *encoding, GError **error);

/* Both for a file that is one part. */
BirgeLayer *birge_article_open(BirgeArticle *article, GBytes *bytes, const char *encoding,
                               GError **error);

/* The same for XML, which is checked. Errors: those of birge_xml_parse_bytes() too; FORMAT for an
 * entity that the document declares itself. */
gboolean birge_article_add_xml(BirgeArticle *article, BirgeLayer *layer, const char *member,
                               GBytes *bytes, GError **error);
BirgeLayer *birge_article_open_xml(BirgeArticle *article, GBytes *bytes, GError **error);

/* Whether an XML document uses no entity that it declares itself. Errors: FORMAT. */
gboolean birge_article_check_entities(const BirgeArticle *article, const char *text,
                                      GError **error);

/* Readies the map of an article whose text is the file's own. */
void birge_article_map_plain(BirgeArticle *article, GBytes *bytes);

gboolean birge_read_markdown(BirgeArticle *article, GBytes *bytes, GError **error);
gboolean birge_read_office(BirgeArticle *article, GBytes *bytes, GError **error);
gboolean birge_read_plain(BirgeArticle *article, GBytes *bytes, GError **error);
gboolean birge_read_html(BirgeArticle *article, GBytes *bytes, GError **error);
gboolean birge_read_news(BirgeArticle *article, GBytes *bytes, GError **error);
gboolean birge_read_ninjs(BirgeArticle *article, GBytes *bytes, GError **error);
gboolean birge_read_feed(BirgeArticle *article, GBytes *bytes, GError **error);
