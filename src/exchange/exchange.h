/* Interchange: TMX in and out as units; bitexts out as TMX, XLIFF, PO, TSV, CSV
 * and JSON, and in as JSON.
 *
 * Readers stream: a callback gets one unit at a time. Writers write valid files or nothing. */
#pragma once

#include "base/public.h"
#include "model/beads.h"
#include "model/format.h"
#include "model/parts.h"
#include "model/unit.h"

BIRGE_BEGIN_PUBLIC

/* The largest number of inline codes nested in each other in a segment. */
#define BIRGE_MAX_CODE_DEPTH 64

/* A TMX header: what the file says of itself. */
typedef struct {
  GArray *attributes; /* of BirgeAttribute */
  GPtrArray *notes;   /* of BirgeNote* */
} BirgeTmxHeader;

BirgeTmxHeader *birge_tmx_header_new(void);
void birge_tmx_header_free(BirgeTmxHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeTmxHeader, birge_tmx_header_free)

/* Receives each unit of a file, in order; unit is borrowed. Returns FALSE with error to stop. */
typedef gboolean (*BirgeUnitFunc)(const BirgeUnit *unit, gpointer user_data, GError **error);

/* Reads a TMX file (1.1 to 1.4b, also compressed with gzip; "-": standard input) unit by unit.
 * header: receives the file's header, yours, if all went well; may be NULL.
 * Kept as they are: attributes of tu, tuv, prop and note, their text, white space in a seg. Inline
 * codes come in one form: attributes that TMX 1.4 forbids are left out, required ones filled in;
 * an element that TMX has not in its place becomes text of the code around it, or a ph. Left out:
 * ude, which maps a private encoding and says nothing once text is Unicode; elements elsewhere that
 * TMX has not.
 * Errors: INPUT, FORMAT, ENCODING and LIMIT with the line; what unit_func said. A tuv without a
 * language or without a seg is one. Memory does not grow with the file. After TMX 1.4b
 * (LISA/OSCAR, 2005). */
gboolean birge_tmx_read(const char *path, BirgeUnitFunc unit_func, gpointer user_data,
                        BirgeTmxHeader **header, GError **error);

/* The same for bytes in memory. name: as shown in messages. */
gboolean birge_tmx_parse(const char *name, GBytes *bytes, BirgeUnitFunc unit_func,
                         gpointer user_data, BirgeTmxHeader **header, GError **error);

typedef struct _BirgeTmxWriter BirgeTmxWriter;

/* Begins a TMX 1.4 file on output, which must outlive the writer.
 * source_language: the header's srclang; NULL: what header says, else all.
 * header: what to say in place of our own values; may be NULL.
 * What would not be TMX 1.4 is mended: required attributes that are missing are filled in, unknown
 * ones left out. */
BirgeTmxWriter *birge_tmx_writer_new(BirgeOutput *output, const char *source_language,
                                     const BirgeTmxHeader *header);

/* Writes one unit. A unit without variants is left out. Errors: FORMAT for characters that XML
 * forbids. */
gboolean birge_tmx_writer_add(BirgeTmxWriter *writer, const BirgeUnit *unit, GError **error);

/* Ends the file and frees writer. The output is still to be committed. */
void birge_tmx_writer_end(BirgeTmxWriter *writer);

/* Frees writer in the middle of a file. */
void birge_tmx_writer_free(BirgeTmxWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeTmxWriter, birge_tmx_writer_free)

/* Returns the table of formats in which a bitext can be written; ends with a NULL name. */
const BirgeFormat *birge_exchange_formats(void);

/* Reads a bitext that was written as JSON ("-": standard input). Returns it, yours.
 * Errors: INPUT, FORMAT, ENCODING, LIMIT. docs/formats.md says what stands in it. */
BirgeBitext *birge_bitext_read_json(const char *path, GError **error);

/* The same for bytes in memory. name: as shown in messages. */
BirgeBitext *birge_bitext_parse_json(const char *name, GBytes *bytes, GError **error);

/* Reads beads ("-": standard input), a line each, of 2 to BIRGE_MAX_LANGUAGES documents: "0,1:2",
 * or as vecalign prints them, "[0, 1]:[2]:0.123". Returns them, yours; a file without any is none.
 * Errors: INPUT, FORMAT, LIMIT with the line. */
BirgeBeads *birge_beads_read(const char *path, GError **error);

/* The same for bytes in memory. name: as shown in messages. */
BirgeBeads *birge_beads_parse(const char *name, GBytes *bytes, GError **error);

/* Opens a bitext that was written as JSON ("-": standard input), to be read in parts of min_rows
 * rows, or some more. What is wrong with a part is told by its next(). Returns the parts, yours.
 * Errors: those of birge_bitext_read_json(); IO when there is no room for a temporary copy. */
BirgeParts *birge_parts_open_json(const char *path, guint min_rows, GError **error);

/* The same for bytes in memory. name: as shown in messages. */
BirgeParts *birge_parts_parse_json(const char *name, GBytes *bytes, guint min_rows, GError **error);

BIRGE_END_PUBLIC
