/* Reads XML: by a scanner of ours as far as nothing is unusual, and from there with libxml2's push
 * parser. */
#include "base/xml.h"

#include "base/decode.h"
#include "base/input.h"
#include "base/xml_scan.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define CHUNK (64 * 1024)
#define MIN_FIRST_PIECE 256

/* What entities and default attributes may add up to: so much, and beyond it no more than so many
 * times what was read. */
#define FREE_EXPANSION (1024 * 1024)
#define EXPANSION_FACTOR 5

struct _BirgeXml {
  const BirgeXmlHandler *handler;
  gpointer user_data;
  const char *name;         /* as shown in messages */
  BirgeXmlScanner *scanner; /* reads as yet; NULL: libxml2 does */
  xmlParserCtxt *document;  /* the document's parser; NULL as long as the scanner reads */
  xmlParserCtxt *current;   /* the one that calls: the document's, or that of an entity in it */
  BirgeDecoder *decoder;    /* NULL: the document is in UTF-8 */
  GString *decoded;         /* scratch */
  GString *values;          /* scratch: the values of attributes, each with its NUL */
  GPtrArray *attributes;    /* scratch: what handlers get */
  guint n_skipped;          /* bytes of the byte order mark */
  guint64 n_decoded_lines;  /* line ends in what was decoded */
  guint64 n_parsed;         /* bytes of UTF-8 that the parser was given */
  guint64 n_expanded;       /* bytes that came out of entities and defaults */
  gint64 n_replaced;        /* bytes that the scanner read, less those that stood in for them */
  gsize n_text;             /* bytes of text since the last tag */
  guint depth;
  gboolean has_root;     /* its start tag was read */
  gboolean is_ending;    /* the parser was told that nothing more comes */
  gboolean is_replaying; /* the parser is told what the scanner read already */
  GError *error;         /* the first one */
};

static void free_xml(BirgeXml *xml) {
  if (xml->document) {
    xmlFreeDoc(xml->document->myDoc);
    xmlFreeParserCtxt(xml->document);
  }
  g_clear_pointer(&xml->scanner, birge_xml_scanner_free);
  g_clear_pointer(&xml->decoder, birge_decoder_free);
  g_string_free(xml->decoded, TRUE);
  g_string_free(xml->values, TRUE);
  g_ptr_array_unref(xml->attributes);
  g_clear_error(&xml->error);
  g_free(xml);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeXml, free_xml)

gpointer birge_xml_user_data(BirgeXml *xml) {
  return xml->user_data;
}

guint64 birge_xml_line(BirgeXml *xml) {
  if (!xml->document)
    return xml->scanner ? xml->scanner->line : 1;
  /* Of the document also while an entity is read, whose own lines would say nothing. */
  const xmlParserInput *input = xml->document->input;
  return input && input->line > 0 ? (guint64)input->line : 1;
}

/* Keeps the first error. The parser is not stopped here: that is safe only between the parts of a
 * document, and what the handlers see ends with the first error anyway. */
static void set_error(BirgeXml *xml, BirgeError code, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void set_error(BirgeXml *xml, BirgeError code, const char *format, ...) {
  if (xml->error)
    return;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  int column = xml->document && xml->document->input ? xml->document->input->col : 1;
  birge_error_set_at(&xml->error, code, xml->name, birge_xml_line(xml), "column %d: %s", column,
                     what);
}

void birge_xml_fail(BirgeXml *xml, BirgeError code, const char *format, ...) {
  if (xml->error)
    return;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  birge_error_set_at(&xml->error, code, xml->name, birge_xml_line(xml), "%s", what);
  if (xml->scanner)
    xml->scanner->is_stopped = TRUE;
}

void birge_xml_take_error(BirgeXml *xml, GError *error) {
  if (xml->error)
    g_error_free(error);
  else
    xml->error = error;
  if (xml->scanner)
    xml->scanner->is_stopped = TRUE;
}

const char *birge_xml_attribute(const char *const *attributes, const char *name) {
  for (guint i = 0; attributes[i]; i += 2) {
    if (g_str_equal(attributes[i], name))
      return attributes[i + 1];
  }
  return NULL;
}

/* Begins a call from libxml2; returns NULL if nothing may be heard any more. */
static BirgeXml *enter(void *context) {
  xmlParserCtxt *parser = context;
  BirgeXml *xml = parser->_private;
  xml->current = parser;
  return xml->error || xml->is_replaying ? NULL : xml;
}

/* Ends a call in which a handler may have failed. */
static void leave(BirgeXml *xml) {
  if (xml->error)
    xmlStopParser(xml->current);
}

static void count_expansion(BirgeXml *xml, gsize n_bytes) {
  xml->n_expanded += n_bytes;
  if (xml->n_expanded > FREE_EXPANSION && xml->n_expanded > xml->n_parsed * EXPANSION_FACTOR)
    set_error(xml, BIRGE_ERROR_LIMIT, "entities expand to more than %d times the document",
              EXPANSION_FACTOR);
}

/* Attributes as libxml2 gives them: local name, prefix, namespace, start and end of the value. */
typedef struct {
  const xmlChar *name;
  const xmlChar *prefix;
  const xmlChar *uri;
  const xmlChar *start;
  const xmlChar *end;
} SaxAttribute;

static const char *const *list_attributes(BirgeXml *xml, const SaxAttribute *attributes, guint n) {
  g_string_truncate(xml->values, 0);
  for (guint i = 0; i < n; i++) {
    g_string_append_len(xml->values, (const char *)attributes[i].start,
                        attributes[i].end - attributes[i].start);
    g_string_append_c(xml->values, '\0');
  }
  g_ptr_array_set_size(xml->attributes, 0);
  char *value = xml->values->str;
  for (guint i = 0; i < n; i++) {
    const SaxAttribute *attribute = &attributes[i];
    const xmlChar *name =
        attribute->prefix ? xmlDictQLookup(xml->current->dict, attribute->prefix, attribute->name)
                          : attribute->name;
    g_ptr_array_add(xml->attributes, (gpointer)name);
    g_ptr_array_add(xml->attributes, value);
    value += attribute->end - attribute->start + 1;
  }
  g_ptr_array_add(xml->attributes, NULL);
  return (const char *const *)xml->attributes->pdata;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix G_GNUC_UNUSED,
                     const xmlChar *uri G_GNUC_UNUSED, int n_namespaces G_GNUC_UNUSED,
                     const xmlChar **namespaces G_GNUC_UNUSED, int n_attributes, int n_defaulted,
                     const xmlChar **sax_attributes) {
  BirgeXml *xml = enter(context);
  if (!xml)
    return;
  const SaxAttribute *attributes = (const SaxAttribute *)(gpointer)sax_attributes;
  for (int i = n_attributes - n_defaulted; i < n_attributes; i++)
    count_expansion(xml, (gsize)(attributes[i].end - attributes[i].start));
  xml->n_text = 0;
  xml->has_root = TRUE;
  if (++xml->depth > BIRGE_MAX_XML_DEPTH)
    set_error(xml, BIRGE_ERROR_LIMIT, "more than %d elements inside each other",
              BIRGE_MAX_XML_DEPTH);
  else if (!xml->error && xml->handler->start)
    xml->handler->start(xml, (const char *)name,
                        list_attributes(xml, attributes, (guint)n_attributes));
  leave(xml);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix G_GNUC_UNUSED,
                   const xmlChar *uri G_GNUC_UNUSED) {
  BirgeXml *xml = enter(context);
  if (!xml)
    return;
  xml->n_text = 0;
  xml->depth--;
  if (xml->handler->end)
    xml->handler->end(xml, (const char *)name);
  leave(xml);
}

static void on_text(void *context, const xmlChar *text, int length) {
  BirgeXml *xml = enter(context);
  if (!xml)
    return;
  xml->n_text += (gsize)length;
  if (xml->n_text > BIRGE_MAX_XML_TEXT)
    set_error(xml, BIRGE_ERROR_LIMIT, "a text is longer than %d bytes", BIRGE_MAX_XML_TEXT);
  else if (xml->handler->text)
    xml->handler->text(xml, (const char *)text, (gsize)length);
  leave(xml);
}

/* libxml2 2.9 lets overlong UTF-8 through in CDATA sections, and only there. */
static void on_cdata(void *context, const xmlChar *text, int length) {
  BirgeXml *xml = enter(context);
  if (!xml)
    return;
  if (g_utf8_validate_len((const char *)text, (gsize)length, NULL)) {
    on_text(context, text, length);
    return;
  }
  set_error(xml, BIRGE_ERROR_ENCODING, "the CDATA section is not UTF-8");
  leave(xml);
}

static void on_entity_declared(void *context, const xmlChar *name, int type,
                               const xmlChar *public_id, const xmlChar *system_id,
                               xmlChar *content) {
  BirgeXml *xml = enter(context);
  if (!xml)
    return;
  if (type == XML_INTERNAL_GENERAL_ENTITY)
    xmlSAX2EntityDecl(context, name, type, public_id, system_id, content);
  else
    set_error(xml, BIRGE_ERROR_FORMAT,
              "entity '%s' is external or a parameter, only internal ones are read", name);
}

/* Called for each reference, in text, in attributes and inside other entities. */
static xmlEntity *on_entity_wanted(void *context, const xmlChar *name) {
  BirgeXml *xml = enter(context);
  if (!xml)
    return NULL;
  xmlEntity *entity = xmlSAX2GetEntity(context, name);
  if (!entity)
    set_error(xml, BIRGE_ERROR_FORMAT, "entity '%s' is not declared", name);
  else
    count_expansion(xml, (gsize)entity->length + 1);
  return xml->error ? NULL : entity;
}

/* libxml2's message in the form of ours: one line, lower case. Yours. */
static char *tidy_message(const char *message) {
  char *tidy =
      g_strchomp(g_strdelimit(g_strdup(message ? message : "is not well-formed"), "\n", ' '));
  if (g_ascii_isupper(tidy[0]) && !g_ascii_isupper(tidy[1]))
    tidy[0] = g_ascii_tolower(tidy[0]);
  return tidy;
}

static void set_encoding_error(BirgeXml *xml, const char *message) {
  const char *bytes = message ? strstr(message, "Bytes: ") : NULL;
  g_autofree char *shown = tidy_message(bytes ? bytes + strlen("Bytes: ") : "");
  gint64 offset = xmlByteConsumed(xml->document) + (gint64)xml->n_skipped + xml->n_replaced;
  set_error(xml, BIRGE_ERROR_ENCODING, "not UTF-8 at byte offset %" G_GINT64_FORMAT ": %s", offset,
            shown);
}

/* Whether what is wrong is that more should come. */
static gboolean breaks_off(const BirgeXml *xml, int code) {
  const xmlParserInput *input = xml->document->input;
  gboolean is_at_end = xml->is_ending && input && input->cur >= input->end;
  /* libxml2's name for it is that of content after the end, too. */
  gboolean is_unfinished =
      code == XML_ERR_DOCUMENT_END && (xml->document->nameNr > 0 || !xml->has_root);
  return is_at_end || is_unfinished;
}

static void on_error(void *context, xmlError *error) {
  BirgeXml *xml = enter(context);
  if (!xml || error->level != XML_ERR_FATAL)
    return;
  g_autofree char *message = tidy_message(error->message);
  if (g_str_has_prefix(message, "input is not proper UTF-8"))
    set_encoding_error(xml, error->message);
  else if (breaks_off(xml, error->code) && xml->document->nameNr > 0)
    set_error(xml, BIRGE_ERROR_FORMAT, "breaks off inside <%s>", xml->document->name);
  else if (breaks_off(xml, error->code) && !xml->has_root)
    set_error(xml, BIRGE_ERROR_FORMAT, "breaks off before the first element");
  else if (error->code == XML_ERR_INVALID_CHAR)
    set_error(xml, BIRGE_ERROR_FORMAT, "character U+%04X, which XML forbids",
              (unsigned)error->int1);
  else if (error->code == XML_ERR_DOCUMENT_EMPTY)
    set_error(xml, BIRGE_ERROR_FORMAT, "is not XML, expected '<'");
  else if (error->code == XML_ERR_ENTITY_LOOP) /* what libxml2 says of both */
    set_error(xml, BIRGE_ERROR_LIMIT, "entities refer to themselves or expand without bound");
  else
    set_error(xml, BIRGE_ERROR_FORMAT, "%s", message);
}

/* Handlers that are missing here do nothing: above all those that would load a DTD. */
static const xmlSAXHandler sax_handler = {
    .initialized = XML_SAX2_MAGIC,
    .startDocument = xmlSAX2StartDocument, /* makes the document that holds the entities */
    .internalSubset = xmlSAX2InternalSubset,
    .entityDecl = on_entity_declared,
    .getEntity = on_entity_wanted,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_cdata,
    .serror = on_error,
};

static BirgeXml *new_xml(const char *name, const BirgeXmlHandler *handler, gpointer user_data) {
  BirgeXml *xml = g_new0(BirgeXml, 1);
  xml->name = name;
  xml->handler = handler;
  xml->user_data = user_data;
  xml->decoded = g_string_new(NULL);
  xml->values = g_string_new(NULL);
  xml->attributes = g_ptr_array_new();
  xml->scanner = birge_xml_scanner_new(xml, handler);
  return xml;
}

/* Looks at the first bytes. Returns FALSE with xml->error. */
static gboolean begin(BirgeXml *xml, const char *bytes, gsize length) {
  if (length == 0) {
    birge_error_set_at(&xml->error, BIRGE_ERROR_INPUT, xml->name, 0, "is empty");
    return FALSE;
  }
  g_autofree char *encoding = birge_xml_encoding(bytes, length, &xml->n_skipped);
  if (!encoding)
    return TRUE;
  /* A declaration that can be read as bytes is not in UTF-16, whatever it says. */
  if (bytes[0] == '<' && g_ascii_strncasecmp(encoding, "UTF-16", 6) == 0 && bytes[1] != '\0') {
    set_error(xml, BIRGE_ERROR_ENCODING, "says that it is in %s, but is not", encoding);
    return FALSE;
  }
  xml->decoder = birge_decoder_new(encoding);
  if (!xml->decoder)
    set_error(xml, BIRGE_ERROR_ENCODING, "unknown encoding '%s'", encoding);
  return xml->decoder != NULL;
}

static void begin_library(BirgeXml *xml) {
  xmlSAXHandler handler_copy = sax_handler;
  xml->document = xmlCreatePushParserCtxt(&handler_copy, NULL, NULL, 0, NULL);
  g_assert(xml->document); /* fails only for lack of memory */
  xml->document->_private = xml;
  xmlCtxtUseOptions(xml->document, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
  /* All input is UTF-8 when it gets here. libxml2's own conversion takes bytes that it can't
   * convert for the end of the document, and complains on standard error. */
  xmlSwitchEncoding(xml->document, XML_CHAR_ENCODING_UTF8);
}

/* Gives libxml2 a tag that the scanner has read, as if it ended in a line. */
static void replay_tag(BirgeXml *xml, const char *opening, const char *name, guint64 line) {
  g_autofree char *tag = g_strconcat(opening, name, ">", NULL);
  xml->document->input->line = (int)line;
  xmlParseChunk(xml->document, tag, (int)strlen(tag), 0);
  xml->n_replaced -= (gint64)strlen(tag);
}

/* Brings libxml2 to where the scanner stands: what came before the root, then the tags that are
 * still open. */
static void replay(BirgeXml *xml, const BirgeXmlScanner *scanner) {
  if (!scanner->prolog)
    return;
  xml->is_replaying = TRUE;
  xml->n_replaced = (gint64)(scanner->n_dropped + scanner->place - scanner->prolog->len);
  xmlParseChunk(xml->document, scanner->prolog->str, (int)scanner->prolog->len, 0);
  for (guint i = 0; i < scanner->depth; i++)
    replay_tag(xml, "<", scanner->open[i].name, scanner->open[i].line);
  if (scanner->depth == 0) {
    replay_tag(xml, "<", scanner->root, 1);
    replay_tag(xml, "</", scanner->root, 1);
  }
  xml->document->input->line = (int)scanner->line;
  xml->document->input->col = (int)birge_xml_scanner_column(scanner);
  xml->is_replaying = FALSE;
  xml->depth = scanner->depth;
  xml->n_text = scanner->n_text;
  xml->has_root = TRUE;
}

static gboolean feed_library(BirgeXml *xml, const char *bytes, gsize length, gboolean is_last);

/* Gives libxml2 what the scanner has not read. */
static gboolean hand_over(BirgeXml *xml) {
  g_autoptr(BirgeXmlScanner) scanner = g_steal_pointer(&xml->scanner);
  begin_library(xml);
  replay(xml, scanner);
  gsize place = scanner->prolog ? scanner->place : 0;
  xml->n_parsed = scanner->n_dropped + place;
  return feed_library(xml, scanner->window + place, scanner->length - place, FALSE);
}

/* Gives UTF-8 to the scanner, and what it leaves to libxml2. */
static gboolean feed(BirgeXml *xml, const char *bytes, gsize length, gboolean is_last) {
  if (!xml->scanner)
    return feed_library(xml, bytes, length, is_last);
  if (birge_xml_scanner_feed(xml->scanner, bytes, length, is_last))
    return !xml->error;
  return hand_over(xml) && (!is_last || feed_library(xml, "", 0, TRUE));
}

/* Gives UTF-8 to libxml2. */
static gboolean feed_library(BirgeXml *xml, const char *bytes, gsize length, gboolean is_last) {
  xml->n_parsed += length;
  xml->is_ending = is_last;
  xmlParseChunk(xml->document, bytes, (int)length, is_last);
  const xmlParserInput *input = xml->document->input;
  /* What is left over is a tag, a comment or a reference without its end. */
  if (input && input->end - input->cur > BIRGE_MAX_XML_TAG)
    set_error(xml, BIRGE_ERROR_LIMIT, "markup that begins here does not end within %d bytes",
              BIRGE_MAX_XML_TAG);
  if (is_last && !xml->document->wellFormed)
    set_error(xml, BIRGE_ERROR_FORMAT, "is not well-formed");
  return !xml->error;
}

/* Gives the next bytes of the file to the parser; none: the file ends. */
static gboolean parse_bytes(BirgeXml *xml, const char *bytes, gsize length) {
  gboolean is_last = length == 0;
  if (!xml->decoder)
    return feed(xml, bytes, length, is_last);
  g_string_truncate(xml->decoded, 0);
  gboolean decoded = birge_decoder_decode(xml->decoder, bytes, length, is_last, xml->decoded);
  for (gsize i = 0; i < xml->decoded->len; i++)
    xml->n_decoded_lines += xml->decoded->str[i] == '\n';
  if (!feed(xml, xml->decoded->str, xml->decoded->len, is_last && decoded))
    return FALSE;
  if (!decoded && xml->scanner && !hand_over(xml))
    return FALSE;
  /* The parser may not have come as far as the decoder: its line would be wrong. */
  if (!decoded)
    birge_error_set_at(&xml->error, BIRGE_ERROR_ENCODING, xml->name, xml->n_decoded_lines + 1,
                       "bytes that mean nothing in the encoding at byte offset %" G_GUINT64_FORMAT,
                       birge_decoder_offset(xml->decoder) + xml->n_skipped);
  return decoded;
}

/* Gives the first bytes of the file to the parser. */
static gboolean parse_first_bytes(BirgeXml *xml, const char *bytes, gsize length) {
  return begin(xml, bytes, length) &&
         parse_bytes(xml, bytes + xml->n_skipped, length - xml->n_skipped);
}

static gboolean end_parse(BirgeXml *xml, gboolean parsed, GError **error) {
  if (parsed && parse_bytes(xml, "", 0))
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&xml->error));
  return FALSE;
}

/* Reads until buffer is full or the file ends, so that pipes look like files. */
static gssize fill_buffer(BirgeInput *input, char *buffer, GError **error) {
  gsize length = 0;
  while (length < CHUNK) {
    gssize got = birge_input_read(input, buffer + length, CHUNK - length, error);
    if (got < 0)
      return -1;
    if (got == 0)
      break;
    length += (gsize)got;
  }
  return (gssize)length;
}

gboolean birge_xml_parse_file(const char *path, const BirgeXmlHandler *handler, gpointer user_data,
                              GError **error) {
  g_autoptr(BirgeInput) input = birge_input_open(path, error);
  if (!input)
    return FALSE;
  g_autofree char *buffer = g_malloc(CHUNK);
  gssize got = fill_buffer(input, buffer, error);
  if (got < 0)
    return FALSE;
  g_autoptr(BirgeXml) xml = new_xml(birge_input_name(path), handler, user_data);
  gboolean parsed = parse_first_bytes(xml, buffer, (gsize)got);
  while (parsed && got == CHUNK) {
    got = fill_buffer(input, buffer, error);
    if (got < 0)
      return FALSE;
    if (got > 0)
      parsed = parse_bytes(xml, buffer, (gsize)got);
  }
  return end_parse(xml, parsed, error);
}

gboolean birge_xml_parse_source(const BirgeXmlSource *source, const BirgeXmlHandler *handler,
                                gpointer user_data, GError **error) {
  gsize length, piece = source->piece > 0 ? source->piece : CHUNK;
  const char *data = g_bytes_get_data(source->bytes, &length);
  g_autoptr(BirgeXml) xml = new_xml(source->name, handler, user_data);
  if (source->by_library) {
    g_clear_pointer(&xml->scanner, birge_xml_scanner_free);
    begin_library(xml);
  }
  /* The encoding is told from the bytes that come first. */
  gsize eaten = MIN(length, MAX(piece, MIN_FIRST_PIECE));
  gboolean parsed = parse_first_bytes(xml, data ? data : "", eaten);
  while (parsed && eaten < length) {
    gsize next = MIN(length - eaten, piece);
    parsed = parse_bytes(xml, data + eaten, next);
    eaten += next;
  }
  return end_parse(xml, parsed, error);
}

gboolean birge_xml_parse_bytes(const char *name, GBytes *bytes, const BirgeXmlHandler *handler,
                               gpointer user_data, GError **error) {
  const BirgeXmlSource source = {name, bytes, 0, FALSE};
  return birge_xml_parse_source(&source, handler, user_data, error);
}
