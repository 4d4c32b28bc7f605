/* A scanner for XML and HTML that knows where in the file each tag and text stands.
 *
 * It makes nodes in the order of the file. HTML is read as leniently as the web needs: tags that
 * close nothing are passed over, paragraphs and list items close each other. XML is to be checked
 * by birge_xml_parse_bytes() before. */
#pragma once

#include "read/layer.h"

/* Elements that stand deeper count as empty. */
#define BIRGE_MAX_MARKUP_DEPTH 256

typedef struct {
  const char *name; /* of an element, without prefix, in HTML in lower case; NULL: text */
  gboolean has_prefix;
  gboolean is_cdata; /* text that has no references: a CDATA section, a script */
  gsize start;       /* in the layer: of the start tag, or of the text */
  gsize end;
  guint parent; /* index; that of node 0 is 0 */
  guint next;   /* index of the first node after the element and all in it */
  guint depth;
} BirgeNode;

typedef struct {
  const BirgeLayer *layer;
  gboolean is_html;
  GArray *nodes; /* of BirgeNode; 0 stands for the whole */
  GStringChunk *names;
} BirgeMarkup;

/* Scans a layer, which must outlive the markup. */
BirgeMarkup *birge_markup_new(const BirgeLayer *layer, gboolean is_html);
void birge_markup_free(BirgeMarkup *markup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeMarkup, birge_markup_free)

/* Returns what follows the comment, the instruction or the DOCTYPE, with the declarations in it,
 * that begins at p; NULL if it does not end. */
const char *birge_markup_skip_declaration(const char *p);

const BirgeNode *birge_markup_node(const BirgeMarkup *markup, guint i);

/* Whether node i is an element of that name. */
gboolean birge_markup_is(const BirgeMarkup *markup, guint i, const char *name);

/* Returns an attribute's value, references resolved, yours; NULL: it is not there. name: with its
 * prefix; found without regard to case in HTML. */
char *birge_markup_attribute(const BirgeMarkup *markup, guint i, const char *name);

/* Where the value of an attribute stands in the layer, its quotes left out. Returns FALSE if it is
 * not there. */
gboolean birge_markup_find_attribute(const BirgeMarkup *markup, guint i, const char *name,
                                     gsize value[2]);

/* Whether an element is one tag: `<name/>`. */
gboolean birge_markup_is_closed(const BirgeMarkup *markup, guint i);

/* Returns the prefix of an element with its colon, as the file writes it; yours. */
char *birge_markup_prefix(const BirgeMarkup *markup, guint i);

/* Where the last node in an element ends: before its end tag, and those of what is around that
 * node; behind its start tag if it holds nothing. */
gsize birge_markup_inner_end(const BirgeMarkup *markup, guint i);

/* Where the end tag of an element starts that is not one tag. */
gsize birge_markup_end_tag(const BirgeMarkup *markup, guint i);

/* Returns the first element of that name inside node i, i left out, that is not before from;
 * 0: there is none. */
guint birge_markup_find(const BirgeMarkup *markup, guint i, guint from, const char *name);

/* Returns the first child of node i by its name; 0: there is none. */
guint birge_markup_child(const BirgeMarkup *markup, guint i, const char *name);

/* Returns the value of the nearest language attribute, from node i outwards; yours, or NULL. */
char *birge_markup_language(const BirgeMarkup *markup, guint i);

/* Returns the text in node i, references resolved; yours. */
char *birge_markup_text(const BirgeMarkup *markup, guint i);
