/* Interchange: TMX in and out as units; bitexts out as TMX, TSV and JSON, and in as JSON.
 *
 * Readers stream: a callback gets one unit at a time. Writers write valid files or nothing. */
#pragma once

#include "model/format.h"
#include "model/unit.h"

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

/* Reads a TMX file (1.1 to 1.4b; "-": standard input) unit by unit.
 * header: receives the file's header, yours; may be NULL.
 * Errors: INPUT, FORMAT and LIMIT with the line; what unit_func said. Memory does not grow with
 * the file. After TMX 1.4b (LISA/OSCAR, 2005). */
gboolean birge_tmx_read(const char *path, BirgeUnitFunc unit_func, gpointer user_data,
                        BirgeTmxHeader **header, GError **error);

typedef struct _BirgeTmxWriter BirgeTmxWriter;

/* Begins a TMX 1.4 file on output. header: what to say in place of our own values; may be NULL.
 * Required attributes that it lacks are filled in. source_language: the header's srclang. */
BirgeTmxWriter *birge_tmx_writer_new(BirgeOutput *output, const char *source_language,
                                     const BirgeTmxHeader *header);

/* Writes one unit. A unit without variants is left out. Errors: FORMAT for characters that XML
 * forbids. */
gboolean birge_tmx_writer_add(BirgeTmxWriter *writer, const BirgeUnit *unit, GError **error);

/* Ends the file and frees writer. The output is still to be committed. */
void birge_tmx_writer_end(BirgeTmxWriter *writer);

/* Returns the table of formats in which a bitext can be written: tmx, tsv, json; ends with a NULL
 * name. */
const BirgeFormat *birge_exchange_formats(void);

/* Reads a bitext that was written as JSON ("-": standard input). Returns it, yours.
 * Errors: INPUT, FORMAT, ENCODING, LIMIT. docs/formats.md says what stands in it. */
BirgeBitext *birge_bitext_read_json(const char *path, GError **error);
