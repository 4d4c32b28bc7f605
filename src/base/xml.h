/* The one door through which XML comes in.
 *
 * A streaming pass: memory does not grow with the file. A scanner of our own (xml_scan.h) reads as
 * far as all is plain; libxml2 reads the rest, and says what is wrong. Nothing outside the file is
 * ever opened: no DTD, no external entity, no network. Entities that the document itself
 * declares are expanded, up to a limit in proportion to what was read. Encodings: UTF-8, UTF-16,
 * and what an XML declaration names and ICU knows. */
#pragma once

#include "base/error.h"

typedef struct _BirgeXml BirgeXml;

/* The deepest nesting of elements, the root counted. */
#define BIRGE_MAX_XML_DEPTH 256

/* The longest text between two tags, in bytes. */
#define BIRGE_MAX_XML_TEXT 10000000

/* The longest tag, comment or internal subset, in bytes; those that are up to 64 KiB longer may
 * pass. libxml2 compares each attribute of a tag with each other: what is to be read in bounded
 * time must have a bound. */
#define BIRGE_MAX_XML_TAG (1024 * 1024)

/* What a document's events call; any may be NULL. Names of elements are without prefix; attributes
 * that have one keep it ("xml:lang"). attributes: name, value, name, value, …, NULL; they live
 * until the call returns. Text arrives in pieces, references resolved, CDATA as text. */
typedef struct {
  void (*start)(BirgeXml *xml, const char *name, const char *const *attributes);
  void (*end)(BirgeXml *xml, const char *name);
  void (*text)(BirgeXml *xml, const char *text, gsize length);
} BirgeXmlHandler;

/* Reads a file ("-": standard input) and calls handler.
 * Errors: INPUT; FORMAT at the line and column where the file is not well-formed; ENCODING where it
 * is not text in its encoding; LIMIT beyond one of the limits above, or when entities expand to
 * more than five times the document; what a handler said with birge_xml_fail(). */
gboolean birge_xml_parse_file(const char *path, const BirgeXmlHandler *handler, gpointer user_data,
                              GError **error);

/* The same for bytes in memory. name: as shown in messages. */
gboolean birge_xml_parse_bytes(const char *name, GBytes *bytes, const BirgeXmlHandler *handler,
                               gpointer user_data, GError **error);

/* How a document in memory is read, for tests. */
typedef struct {
  const char *name;
  GBytes *bytes;
  gsize piece; /* bytes of it at a time; 0: as many as usual */
  gboolean
      by_library; /* with libxml2 alone: what comes of it is what must come of all other ways */
} BirgeXmlSource;

/* The same as birge_xml_parse_bytes(), in one of several ways. */
gboolean birge_xml_parse_source(const BirgeXmlSource *source, const BirgeXmlHandler *handler,
                                gpointer user_data, GError **error);

/* For handlers: what birge_xml_parse_*() was given. */
gpointer birge_xml_user_data(BirgeXml *xml);

/* For handlers: the line that is being read, counted from 1. */
guint64 birge_xml_line(BirgeXml *xml);

/* For handlers: ends the parse with an error at the current line; no handler is called after it. */
void birge_xml_fail(BirgeXml *xml, BirgeError code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* For handlers: ends the parse with an error that is already made. Takes error. */
void birge_xml_take_error(BirgeXml *xml, GError *error);

/* For handlers: the value of an attribute, or NULL. */
const char *birge_xml_attribute(const char *const *attributes, const char *name);
