/* A document inside a bitext in JSON, of which as much is read as a part of the bitext needs. */
#pragma once

#include "exchange/json_fields.h"

/* Where in a file the reader stands, for messages. */
typedef struct {
  const char *file;
  guint document;     /* index; BIRGE_JSON_NO_DOCUMENT: outside of all */
  const char *array;  /* "segments"; NULL: in none */
  gsize entry;        /* index in array */
  guint64 line;       /* where the entry, or else what holds it, begins */
  GString *name;      /* scratch space for names of members and what is passed over */
  GString *string[3]; /* scratch space for values */
  GError **error;
} BirgeJsonReader;

#define BIRGE_JSON_NO_DOCUMENT G_MAXUINT

/* Sets an error at the reader's line. Returns FALSE. */
gboolean birge_json_fail(BirgeJsonReader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Sets the error for JSON that is wrong. Returns FALSE. */
gboolean birge_json_fail_syntax(const BirgeJsonReader *reader, const BirgeJson *json);

/* Reads an object, all of whose n fields must be there; the last n_optional may be missing. */
gboolean birge_json_read_entry(BirgeJsonReader *reader, BirgeJson *json, BirgeField *fields,
                               guint n, guint n_optional);

/* Checks what was read of an entry: that it is an object, and its fields. */
gboolean birge_json_check_fields(BirgeJsonReader *reader, gboolean is_object,
                                 const BirgeField *fields, guint n, guint n_optional);

/* Checks that a number is 0 to max. */
gboolean birge_json_check_number(BirgeJsonReader *reader, const char *name,
                                 const BirgeJsonNumber *number, gsize max, gsize *value);

/* An array whose entries are read one by one. */
typedef struct {
  BirgeJsonPlace place;
  BirgeJson at;
  gsize n_read;
} BirgeJsonEntries;

void birge_json_entries_rewind(BirgeJsonEntries *entries);

/* Goes to the next entry, if there is one, and tells the reader. */
gboolean birge_json_entries_next(BirgeJsonReader *reader, BirgeJsonEntries *entries,
                                 const char *array);

/* A code or an original that was read and belongs to what is given away later. */
typedef struct {
  gboolean is_there;
  gsize place; /* offset of a code, segment of an original; of the last one, if there is none */
  GString *text;
} BirgeJsonWaiting;

/* Offsets and numbers are those of the whole document. */
typedef struct {
  char *language; /* owned */
  char *name;     /* owned */
  guint number;
  BirgeJsonPlace whole_text;
  BirgeJsonEntries all_blocks, all_segments, all_codes, all_originals;

  /* What is read and not yet given away. */
  BirgeJson text_at;
  gboolean text_goes_on;
  GString *text;
  gsize text_start;
  GArray *blocks; /* of BirgeBlock */
  guint first_block;
  gsize block_end;  /* of the last one that was read */
  guint last_block; /* that of the last segment that was read */
  GArray *segments; /* of BirgeSegment */
  guint first_segment;
  gsize segment_end; /* of the last one that was read */
  BirgeJsonWaiting code;
  BirgeJsonWaiting original;
} BirgeJsonDocument;

/* Finds the parts of the next value, a document. */
gboolean birge_json_document_open(BirgeJsonReader *reader, BirgeJson *json,
                                  BirgeJsonDocument *document);
void birge_json_document_rewind(BirgeJsonDocument *document);
void birge_json_document_clear(BirgeJsonDocument *document);

/* Reads until there are segments up to end, and the one after, if the document has it. Returns
 * FALSE with an error when something is wrong with what is read. */
gboolean birge_json_document_read(BirgeJsonReader *reader, BirgeJsonDocument *document, gsize end);

/* Whether a part that ends before segment end tears no block. */
gboolean birge_json_document_parts_at(const BirgeJsonDocument *document, guint end);

/* Returns a document, yours, of the segments before end that are not given away yet; with all that
 * is left, if it is the last. NULL on error. */
BirgeDocument *birge_json_document_cut(BirgeJsonReader *reader, BirgeJsonDocument *document,
                                       guint end, gboolean is_last);
