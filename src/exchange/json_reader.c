/* Reads a bitext out of JSON, a part at a time, and believes nothing.
 *
 * A first look finds where its documents, their segments and the rows stand, whatever their order.
 * Rows name the segments of each document one after the other: so the rows and the documents are
 * read side by side, each at its own place in the file, and only what a part holds is in memory. */
#include "base/error.h"
#include "base/input.h"
#include "exchange/json_document.h"
#include "exchange/json_file.h"
#include "exchange/private.h"

#include <math.h>

#define CHECKED_BYTES (64 * 1024)

typedef struct {
  BirgeParts parts;
  char *name;
  GBytes *bytes;
  gboolean is_mapped;
  guint min_rows; /* of a part, unless the bitext ends before */
  BirgeJsonReader reader;
  BirgeJsonPlace all_documents;
  BirgeJsonDocument documents[BIRGE_MAX_LANGUAGES];
  guint n_documents;
  BirgeJsonEntries rows;
  guint ends[BIRGE_MAX_LANGUAGES]; /* of the runs of the row before, by document */
  gboolean is_ended;
} Bitext;

/* The text of a bitext must be UTF-8 all through. */
static gboolean check_encoding(Bitext *bitext, const char *data, gsize length, GError **error) {
  BirgeJson json = birge_json_begin(data, length, bitext->is_mapped);
  while (json.next < json.end) {
    gsize left = (gsize)(json.end - json.next);
    const char *bad = json.next;
    gboolean is_good = g_utf8_validate_len(json.next, MIN(left, CHECKED_BYTES), &bad);
    /* The last character of a piece may go on in the next one. */
    if (!is_good && (left <= CHECKED_BYTES || bad < json.next + CHECKED_BYTES - 3)) {
      birge_error_set_at(error, BIRGE_ERROR_ENCODING, bitext->name, 0,
                         "not UTF-8 at byte offset %" G_GSIZE_FORMAT, (gsize)(bad - data));
      return FALSE;
    }
    json.next = bad;
    birge_json_release(&json);
  }
  return TRUE;
}

static gboolean check_head(BirgeJsonReader *reader, const BirgeField *format,
                           const BirgeField *version) {
  const char *name = format->value.string->str;
  reader->line = format->line;
  if (!g_str_equal(name, "birge-bitext"))
    return birge_json_fail(reader, "'format' is '%s', expected 'birge-bitext'", name);
  reader->line = version->line;
  gint64 number = version->value.number->integer;
  return number == 1 ||
         birge_json_fail(reader, "'version' is %" G_GINT64_FORMAT ", expected 1", number);
}

/* Finds the documents and the rows. */
static gboolean find_all(Bitext *bitext, BirgeJson *json) {
  BirgeJsonReader *reader = &bitext->reader;
  BirgeJsonNumber version;
  BirgeField fields[] = {
      {.name = "format", .kind = BIRGE_FIELD_STRING, .value.string = reader->string[0]},
      {.name = "version", .kind = BIRGE_FIELD_INTEGER, .value.number = &version},
      {.name = "documents", .kind = BIRGE_FIELD_ARRAY, .value.place = &bitext->all_documents},
      {.name = "rows", .kind = BIRGE_FIELD_ARRAY, .value.place = &bitext->rows.place},
  };
  birge_json_peek(json);
  reader->line = json->line;
  gboolean is_object = birge_json_read_fields(json, fields, G_N_ELEMENTS(fields), reader->name);
  birge_json_finish(json);
  if (json->wrong)
    return birge_json_fail_syntax(reader, json);
  return birge_json_check_fields(reader, is_object, fields, G_N_ELEMENTS(fields), 0) &&
         check_head(reader, &fields[0], &fields[1]);
}

static gboolean open_documents(Bitext *bitext) {
  BirgeJsonReader *reader = &bitext->reader;
  BirgeJson json = bitext->all_documents.at;
  if (bitext->all_documents.n == 0)
    return birge_json_fail(reader, "'documents' is empty");
  if (bitext->all_documents.n > BIRGE_MAX_LANGUAGES) {
    birge_error_set_at(reader->error, BIRGE_ERROR_LIMIT, reader->file, json.line,
                       "more than %d documents", BIRGE_MAX_LANGUAGES);
    return FALSE;
  }
  birge_json_open(&json, '[');
  while (birge_json_next_element(&json)) {
    reader->document = bitext->n_documents;
    BirgeJsonDocument *document = &bitext->documents[bitext->n_documents];
    document->number = bitext->n_documents++;
    if (!birge_json_document_open(reader, &json, document))
      return FALSE;
  }
  return TRUE;
}

static gboolean open_bitext(Bitext *bitext, GError **error) {
  gsize length;
  const char *data = g_bytes_get_data(bitext->bytes, &length);
  if (length == 0) {
    birge_error_set_at(error, BIRGE_ERROR_INPUT, bitext->name, 0, "is empty");
    return FALSE;
  }
  if (!check_encoding(bitext, data, length, error))
    return FALSE;
  bitext->reader.error = error;
  BirgeJson json = birge_json_begin(data, length, bitext->is_mapped);
  guchar first = (guchar)birge_json_peek(&json);
  if (g_ascii_isalpha(first) || first >= 0x80 || first == '<') { /* an article, TMX */
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, bitext->name, 0,
                       "is no bitext, expected JSON as birge align -o FILE.json writes it");
    return FALSE;
  }
  return find_all(bitext, &json) && open_documents(bitext);
}

static void rewind_parts(BirgeParts *parts) {
  Bitext *bitext = (Bitext *)parts;
  birge_json_entries_rewind(&bitext->rows);
  for (guint d = 0; d < bitext->n_documents; d++) {
    birge_json_document_rewind(&bitext->documents[d]);
    bitext->ends[d] = 0;
  }
  bitext->is_ended = FALSE;
}

static gboolean check_runs(BirgeJsonReader *reader, const Bitext *bitext,
                           const BirgeJsonPairs *runs) {
  if (runs->n != bitext->n_documents)
    return birge_json_fail(reader, "'runs' has %u pairs, expected one for each of the %u documents",
                           runs->n, bitext->n_documents);
  if (runs->wrong)
    return birge_json_fail(reader, "'runs' has something else than %s", runs->wrong);
  for (guint d = 0; d < bitext->n_documents; d++) {
    BirgeRun run = runs->pairs[d];
    gsize n = bitext->documents[d].all_segments.place.n;
    if (run.first != bitext->ends[d] || run.end < run.first)
      return birge_json_fail(reader,
                             "has segments %u to %u of document %u, expected to begin at %u",
                             run.first, run.end, d + 1, bitext->ends[d]);
    if (run.end > n)
      return birge_json_fail(reader,
                             "has segments up to %u of document %u, which has %" G_GSIZE_FORMAT,
                             run.end, d + 1, n);
  }
  return TRUE;
}

/* Takes pairs of the numbers of a document and a segment. Messages have these numbers as they stand
 * in the file, counted from 0. */
static gboolean take_gaps(BirgeJsonReader *reader, const Bitext *bitext, const BirgeJsonPairs *gaps,
                          BirgeRow *row) {
  if (gaps->wrong)
    return birge_json_fail(reader, "'gaps' has something else than %s", gaps->wrong);
  if (gaps->n > G_N_ELEMENTS(gaps->pairs))
    return birge_json_fail(reader, "'gaps' has %u pairs, expected at most %u", gaps->n,
                           (guint)G_N_ELEMENTS(gaps->pairs));
  for (guint i = 0; i < gaps->n; i++) {
    guint d = gaps->pairs[i].first, segment = gaps->pairs[i].end;
    if (d >= bitext->n_documents || segment < row->runs[d].first || segment >= row->runs[d].end)
      return birge_json_fail(
          reader, "'gaps' has segment %u of document %u, which is not of the row", segment, d);
    if (segment - row->runs[d].first >= BIRGE_MAX_GAPS)
      return birge_json_fail(
          reader, "'gaps' has segment %u of document %u, which is not of the first %d of the row",
          segment, d, BIRGE_MAX_GAPS);
    row->gaps[d] |= (guint32)1 << (segment - row->runs[d].first);
  }
  return TRUE;
}

/* Reads a row. Its note goes to notes. */
static gboolean read_row(Bitext *bitext, BirgeRow *row, GStringChunk *notes) {
  BirgeJsonReader *reader = &bitext->reader;
  GString *origin = reader->string[0], *status = reader->string[1], *note = reader->string[2];
  BirgeJsonPairs runs, gaps;
  BirgeJsonNumber confidence;
  BirgeField fields[] = {
      {.name = "runs", .kind = BIRGE_FIELD_PAIRS, .value.pairs = &runs},
      {.name = "confidence", .kind = BIRGE_FIELD_NUMBER, .value.number = &confidence},
      {.name = "origin", .kind = BIRGE_FIELD_STRING, .value.string = origin},
      {.name = "status", .kind = BIRGE_FIELD_STRING, .value.string = status},
      {.name = "note", .kind = BIRGE_FIELD_STRING, .value.string = note},
      {.name = "gaps", .kind = BIRGE_FIELD_PAIRS, .value.pairs = &gaps},
  };
  if (!birge_json_read_entry(reader, &bitext->rows.at, fields, G_N_ELEMENTS(fields), 2))
    return FALSE;
  /* What is not a number is not between them. */
  if (!(confidence.value >= 0 && confidence.value <= 1))
    return birge_json_fail(reader, "'confidence' is not between 0 and 1");
  if (!birge_origin_parse(origin->str, &row->origin))
    return birge_json_fail(reader, "'origin' is '%s', which is unknown", origin->str);
  if (!birge_status_parse(status->str, &row->status))
    return birge_json_fail(reader, "'status' is '%s', which is unknown", status->str);
  if (!check_runs(reader, bitext, &runs))
    return FALSE;
  row->confidence = confidence.value;
  if (fields[4].is_there)
    row->note = g_string_chunk_insert(notes, note->str);
  for (guint d = 0; d < bitext->n_documents; d++)
    row->runs[d] = runs.pairs[d];
  return !fields[5].is_there || take_gaps(reader, bitext, &gaps, row);
}

/* Reads the segments that a row names. */
static gboolean read_segments(Bitext *bitext, const BirgeRow *row) {
  for (guint d = 0; d < bitext->n_documents; d++) {
    bitext->ends[d] = row->runs[d].end;
    if (!birge_json_document_read(&bitext->reader, &bitext->documents[d], row->runs[d].end))
      return FALSE;
  }
  return TRUE;
}

/* Whether a part may end after the row that was read last. */
static gboolean parts_here(const Bitext *bitext) {
  for (guint d = 0; d < bitext->n_documents; d++) {
    if (!birge_json_document_parts_at(&bitext->documents[d], bitext->ends[d]))
      return FALSE;
  }
  return TRUE;
}

/* Checks that the rows hold all segments. */
static gboolean check_end(Bitext *bitext) {
  BirgeJsonReader *reader = &bitext->reader;
  reader->document = BIRGE_JSON_NO_DOCUMENT;
  reader->array = NULL;
  reader->line = bitext->rows.at.line;
  for (guint d = 0; d < bitext->n_documents; d++) {
    gsize n = bitext->documents[d].all_segments.place.n;
    if (bitext->ends[d] != n)
      return birge_json_fail(reader,
                             "the rows hold %u of the %" G_GSIZE_FORMAT " segments of document %u",
                             bitext->ends[d], n, d + 1);
  }
  bitext->is_ended = TRUE;
  return TRUE;
}

/* Reads the rows of a part; their runs are numbered anew, and notes go to notes. */
static gboolean read_rows(Bitext *bitext, GArray *rows, GStringChunk *notes) {
  guint firsts[BIRGE_MAX_LANGUAGES];
  for (guint d = 0; d < bitext->n_documents; d++)
    firsts[d] = bitext->ends[d];
  do {
    bitext->reader.document = BIRGE_JSON_NO_DOCUMENT;
    if (!birge_json_entries_next(&bitext->reader, &bitext->rows, "rows"))
      return check_end(bitext);
    BirgeRow row = {0};
    if (!read_row(bitext, &row, notes) || !read_segments(bitext, &row))
      return FALSE;
    for (guint d = 0; d < bitext->n_documents; d++) {
      row.runs[d].first -= firsts[d];
      row.runs[d].end -= firsts[d];
    }
    g_array_append_val(rows, row);
  } while (rows->len < bitext->min_rows || !parts_here(bitext));
  if (bitext->rows.n_read == bitext->rows.place.n)
    return check_end(bitext);
  return TRUE;
}

static gboolean next_part(BirgeParts *parts, BirgeBitext **part, GError **error) {
  Bitext *bitext = (Bitext *)parts;
  *part = NULL;
  if (bitext->is_ended)
    return TRUE;
  bitext->reader.error = error;
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(BirgeRow));
  g_autoptr(GPtrArray) documents =
      g_ptr_array_new_with_free_func((GDestroyNotify)birge_document_unref);
  GStringChunk *notes = g_string_chunk_new(256);
  gboolean is_read = read_rows(bitext, rows, notes);
  for (guint d = 0; is_read && d < bitext->n_documents; d++) {
    BirgeDocument *document = birge_json_document_cut(&bitext->reader, &bitext->documents[d],
                                                      bitext->ends[d], bitext->is_ended);
    is_read = document != NULL;
    if (document)
      g_ptr_array_add(documents, document);
  }
  if (is_read)
    *part = birge_bitext_new((const BirgeDocument *const *)documents->pdata, documents->len,
                             (const BirgeRow *)(gpointer)rows->data, rows->len);
  g_string_chunk_free(notes);
  return is_read;
}

static void free_parts(BirgeParts *parts) {
  Bitext *bitext = (Bitext *)parts;
  for (guint d = 0; d < bitext->n_documents; d++)
    birge_json_document_clear(&bitext->documents[d]);
  for (guint i = 0; i < G_N_ELEMENTS(bitext->reader.string); i++)
    g_string_free(bitext->reader.string[i], TRUE);
  g_string_free(bitext->reader.name, TRUE);
  g_bytes_unref(bitext->bytes);
  g_free(bitext->name);
  g_free(bitext);
}

/* Takes bytes. */
static BirgeParts *open_parts(const char *name, GBytes *bytes, gboolean is_mapped, guint min_rows,
                              GError **error) {
  Bitext *bitext = g_new0(Bitext, 1);
  bitext->parts = (BirgeParts){next_part, rewind_parts, free_parts};
  bitext->name = g_strdup(name);
  bitext->bytes = bytes;
  bitext->is_mapped = is_mapped;
  bitext->min_rows = min_rows;
  bitext->reader.file = bitext->name;
  bitext->reader.document = BIRGE_JSON_NO_DOCUMENT;
  bitext->reader.name = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(bitext->reader.string); i++)
    bitext->reader.string[i] = g_string_new(NULL);
  g_autoptr(BirgeParts) parts = &bitext->parts;
  if (!open_bitext(bitext, error))
    return NULL;
  rewind_parts(parts);
  return g_steal_pointer(&parts);
}

BirgeParts *birge_parts_open_json(const char *path, guint min_rows, GError **error) {
  GBytes *bytes = birge_json_map(path, error);
  return bytes ? open_parts(birge_input_name(path), bytes, TRUE, min_rows, error) : NULL;
}

BirgeParts *birge_parts_parse_json(const char *name, GBytes *bytes, guint min_rows,
                                   GError **error) {
  return open_parts(name, g_bytes_ref(bytes), FALSE, min_rows, error);
}

BirgeBitext *birge_bitext_parse_json(const char *name, GBytes *bytes, GError **error) {
  g_autoptr(BirgeParts) parts = birge_parts_parse_json(name, bytes, G_MAXUINT, error);
  BirgeBitext *bitext = NULL;
  return parts && parts->next(parts, &bitext, error) ? bitext : NULL;
}

BirgeBitext *birge_bitext_read_json(const char *path, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read(path, error);
  return bytes ? birge_bitext_parse_json(birge_input_name(path), bytes, error) : NULL;
}
