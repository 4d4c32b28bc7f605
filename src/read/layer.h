/* A layer: text, and where each of its bytes stands in the file.
 *
 * A file's own bytes are the first layer; what its escapes stand for is the next (a string of JSON,
 * and in it the HTML of a paragraph). So what was read can be found again in the file, and other
 * text can be put in its place, escaped as that place asks. */
#pragma once

#include <glib.h>

/* How text must be written where it stands. */
typedef enum {
  BIRGE_QUOTING_MARKUP, /* with references, as in XML and HTML */
  BIRGE_QUOTING_VALUE,  /* in an attribute's value, with references */
  BIRGE_QUOTING_CDATA,  /* in a CDATA section */
  BIRGE_QUOTING_JSON,   /* in a string of JSON */
  BIRGE_QUOTING_MARKDOWN,
  BIRGE_QUOTING_SINGLE, /* in single quotes, in YAML */
  BIRGE_QUOTING_SCALAR, /* in YAML, without quotes: not all text can stand there */
} BirgeQuoting;

#define BIRGE_MAX_QUOTINGS 4

/* The quotings of a place, the file's own first. */
typedef struct {
  BirgeQuoting kinds[BIRGE_MAX_QUOTINGS];
  guint n;
} BirgeQuotings;

typedef struct {
  GString *text;  /* UTF-8 */
  GArray *starts; /* of guint32, by byte of text: where in the file its character starts */
  GArray *ends;   /* of guint32: where it ends; both are NULL for the file itself */
  BirgeQuotings quotings;
} BirgeLayer;

/* The largest text of an article, markup and all, in bytes. */
#define BIRGE_MAX_LAYER (64 * 1024 * 1024)

/* Whether a text of length is no longer than that. name: the article's. Errors: LIMIT. */
gboolean birge_layer_check_length(const char *name, gsize length, GError **error);

/* Makes the first layer: a copy of the file's text. */
BirgeLayer *birge_layer_new_file(const char *text, gsize length);

/* Makes an empty layer over another, whose text is quoted in one more way. */
BirgeLayer *birge_layer_new_over(const BirgeLayer *below, BirgeQuoting quoting);
void birge_layer_free(BirgeLayer *layer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeLayer, birge_layer_free)

/* Where in the file the character at a byte of the layer starts, and where it ends. */
guint32 birge_layer_start(const BirgeLayer *layer, gsize offset);
guint32 birge_layer_end(const BirgeLayer *layer, gsize offset);

/* Appends text that stands in the file from start to end; each byte is given all of it. */
void birge_layer_append(BirgeLayer *layer, const char *text, gsize length, guint32 start,
                        guint32 end);

/* Appends the bytes of another layer, start to end, as they are. */
void birge_layer_append_from(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end);

/* Appends what a range of markup stands for, references resolved. is_html: by the names and the
 * leniency of HTML. What is no reference stays as it is. */
void birge_layer_append_markup(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end,
                               gboolean is_html);

/* Appends what a JSON string stands for; start and end are inside its quotes. */
void birge_layer_append_json(BirgeLayer *layer, const BirgeLayer *below, gsize start, gsize end);

/* Whether text can be written in a place. */
gboolean birge_can_quote(const char *text, const BirgeQuotings *quotings);

/* Returns text as it must be written in a place; yours. */
char *birge_quote(const char *text, const BirgeQuotings *quotings);
