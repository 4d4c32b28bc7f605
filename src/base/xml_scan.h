/* The quick way through XML in which nothing is unusual.
 *
 * Reads tags, text, comments and references to characters in UTF-8. At anything that it doesn't
 * know for good XML it gives up before it has told of it: libxml2 goes on from that byte, and all
 * errors are libxml2's. So it need not know all that is XML, only never take for XML what is not.
 */
#pragma once

#include "base/xml.h"

/* The longest tag or comment and the longest start of a document that is not left to libxml2. */
#define BIRGE_MAX_SCANNED_TAG (64 * 1024)

/* The longest name. */
#define BIRGE_MAX_SCANNED_NAME 100

/* The most attributes of such a tag. */
#define BIRGE_MAX_SCANNED_ATTRIBUTES 24

/* What comes of a token. */
typedef enum {
  BIRGE_SCAN_GOON,  /* it is read */
  BIRGE_SCAN_MORE,  /* it may be complete when more bytes have come */
  BIRGE_SCAN_DOUBT, /* it is for libxml2 */
} BirgeScanOutcome;

/* An attribute of the tag that is being read. Pointers into the window. */
typedef struct {
  char *name;
  char *name_end;
  char *value;
  char *value_end;
  char after_name;   /* the byte at name_end, while a NUL stands there */
  gboolean is_plain; /* no references, no white space but spaces */
} BirgeScannedAttribute;

/* An element whose end tag was not read yet. */
typedef struct {
  char name[BIRGE_MAX_SCANNED_NAME + 1];
  gsize length; /* of the name */
  guint64 line; /* where its start tag begins */
} BirgeOpenElement;

typedef struct {
  BirgeXml *xml;
  const BirgeXmlHandler *handler;
  char *window;           /* bytes of the document, then enough NULs to look ahead without care */
  gsize length;           /* of the bytes */
  gsize size;             /* of the window */
  gsize place;            /* offset of the next byte in the window */
  guint64 n_dropped;      /* bytes of the document before the window */
  guint64 n_letters;      /* code points before the window in the line in which the window begins */
  guint64 line;           /* at place */
  gsize n_text;           /* bytes of text since the last tag */
  GString *prolog;        /* what came before the root; NULL until that is seen */
  BirgeOpenElement *open; /* the elements that are open, outermost first */
  guint depth;            /* how many there are */
  char *root;             /* the root's name */
  GString *values;        /* scratch: values of attributes that aren't plain */
  gboolean has_doctype;
  gboolean is_stopped; /* set by who is called: nothing more is to be told */
  BirgeScannedAttribute attributes[BIRGE_MAX_SCANNED_ATTRIBUTES];
  guint n_attributes;
  const char *told[2 * BIRGE_MAX_SCANNED_ATTRIBUTES + 1]; /* what a handler gets */
} BirgeXmlScanner;

BirgeXmlScanner *birge_xml_scanner_new(BirgeXml *xml, const BirgeXmlHandler *handler);
void birge_xml_scanner_free(BirgeXmlScanner *scanner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeXmlScanner, birge_xml_scanner_free)

/* Takes the next bytes of the document and tells the handler what is complete in them.
 * is_last: no more will come.
 * Returns FALSE if it gives up: what is left from place on is for libxml2. */
gboolean birge_xml_scanner_feed(BirgeXmlScanner *scanner, const char *bytes, gsize length,
                                gboolean is_last);

/* The column at place, in code points, counted from 1. */
guint64 birge_xml_scanner_column(const BirgeXmlScanner *scanner);

/* Tokens before the root, for the scanner itself: the XML declaration, whose encoding was dealt
 * with before, and a document type that declares nothing itself. */
BirgeScanOutcome birge_xml_scan_declaration(BirgeXmlScanner *scanner);
BirgeScanOutcome birge_xml_scan_doctype(BirgeXmlScanner *scanner);
