/* Reads the entries of a document and believes nothing: every range, order and name is checked. */
#include "exchange/json_document.h"

#include "base/error.h"
#include "exchange/private.h"

#define TEXT_BYTES 4096

static gboolean fail_at(const BirgeJsonReader *reader, guint64 line, const char *what) {
  g_autoptr(GString) path = g_string_new(NULL);
  if (reader->document != BIRGE_JSON_NO_DOCUMENT)
    g_string_append_printf(path, "documents[%u]", reader->document);
  if (reader->array)
    g_string_append_printf(path, "%s%s[%" G_GSIZE_FORMAT "]", path->len > 0 ? "." : "",
                           reader->array, reader->entry);
  birge_error_set_at(reader->error, BIRGE_ERROR_FORMAT, reader->file, line, "%s: %s",
                     path->len > 0 ? path->str : "bitext", what);
  return FALSE;
}

gboolean birge_json_fail(BirgeJsonReader *reader, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  return fail_at(reader, reader->line, what);
}

gboolean birge_json_fail_syntax(const BirgeJsonReader *reader, const BirgeJson *json) {
  birge_error_set_at(reader->error, json->is_limit ? BIRGE_ERROR_LIMIT : BIRGE_ERROR_FORMAT,
                     reader->file, json->line, "%s", json->wrong);
  return FALSE;
}

gboolean birge_json_check_fields(BirgeJsonReader *reader, gboolean is_object,
                                 const BirgeField *fields, guint n, guint n_optional) {
  if (!is_object)
    return birge_json_fail(reader, "is not an object");
  for (guint i = 0; i < n; i++) {
    const BirgeField *field = &fields[i];
    if (!field->is_there && i < n - n_optional)
      return birge_json_fail(reader, "'%s' is missing", field->name);
    guint64 line = reader->line;
    reader->line = field->line;
    if (field->is_twice)
      return birge_json_fail(reader, "'%s' is there twice", field->name);
    if (field->is_other_type)
      return birge_json_fail(reader, "'%s' is of the wrong type", field->name);
    reader->line = line;
  }
  return TRUE;
}

gboolean birge_json_read_entry(BirgeJsonReader *reader, BirgeJson *json, BirgeField *fields,
                               guint n, guint n_optional) {
  birge_json_peek(json);
  reader->line = json->line;
  gboolean is_object = birge_json_read_fields(json, fields, n, reader->name);
  if (json->wrong)
    return birge_json_fail_syntax(reader, json);
  return birge_json_check_fields(reader, is_object, fields, n, n_optional);
}

gboolean birge_json_check_number(BirgeJsonReader *reader, const char *name,
                                 const BirgeJsonNumber *number, gsize max, gsize *value) {
  if (number->integer < 0 || (guint64)number->integer > max)
    return birge_json_fail(reader, "'%s' is %" G_GINT64_FORMAT ", expected 0 to %" G_GSIZE_FORMAT,
                           name, number->integer, max);
  *value = (gsize)number->integer;
  return TRUE;
}

void birge_json_entries_rewind(BirgeJsonEntries *entries) {
  entries->at = entries->place.at;
  birge_json_open(&entries->at, '[');
  entries->n_read = 0;
}

gboolean birge_json_entries_next(BirgeJsonReader *reader, BirgeJsonEntries *entries,
                                 const char *array) {
  if (entries->n_read == entries->place.n || !birge_json_next_element(&entries->at))
    return FALSE;
  reader->array = array;
  reader->entry = entries->n_read++;
  return TRUE;
}

static gboolean next_entry(BirgeJsonReader *reader, const BirgeJsonDocument *document,
                           BirgeJsonEntries *entries, const char *array) {
  reader->document = document->number;
  return birge_json_entries_next(reader, entries, array);
}

gboolean birge_json_document_open(BirgeJsonReader *reader, BirgeJson *json,
                                  BirgeJsonDocument *document) {
  GString *language = reader->string[0], *name = reader->string[1];
  BirgeField fields[] = {
      {.name = "language", .kind = BIRGE_FIELD_STRING, .value.string = language},
      {.name = "name", .kind = BIRGE_FIELD_STRING, .value.string = name},
      {.name = "text", .kind = BIRGE_FIELD_TEXT, .value.place = &document->whole_text},
      {.name = "blocks", .kind = BIRGE_FIELD_ARRAY, .value.place = &document->all_blocks.place},
      {.name = "segments", .kind = BIRGE_FIELD_ARRAY, .value.place = &document->all_segments.place},
      {.name = "codes", .kind = BIRGE_FIELD_ARRAY, .value.place = &document->all_codes.place},
      {.name = "originals",
       .kind = BIRGE_FIELD_ARRAY,
       .value.place = &document->all_originals.place},
  };
  if (!birge_json_read_entry(reader, json, fields, G_N_ELEMENTS(fields), 1))
    return FALSE;
  if (language->len == 0)
    return birge_json_fail(reader, "'language' is empty");
  document->language = g_strdup(language->str);
  document->name = g_strdup(name->str);
  document->text = g_string_new(NULL);
  document->blocks = g_array_new(FALSE, FALSE, sizeof(BirgeBlock));
  document->segments = g_array_new(FALSE, FALSE, sizeof(BirgeSegment));
  document->code.text = g_string_new(NULL);
  document->original.text = g_string_new(NULL);
  birge_json_document_rewind(document);
  return TRUE;
}

void birge_json_document_rewind(BirgeJsonDocument *document) {
  document->text_at = document->whole_text.at;
  document->text_goes_on = birge_json_begin_string(&document->text_at);
  g_string_truncate(document->text, 0);
  document->text_start = 0;
  birge_json_entries_rewind(&document->all_blocks);
  birge_json_entries_rewind(&document->all_segments);
  birge_json_entries_rewind(&document->all_codes);
  birge_json_entries_rewind(&document->all_originals);
  g_array_set_size(document->blocks, 0);
  g_array_set_size(document->segments, 0);
  document->first_block = document->first_segment = document->last_block = 0;
  document->block_end = document->segment_end = 0;
  document->code.is_there = document->original.is_there = FALSE;
  document->code.place = document->original.place = 0;
}

void birge_json_document_clear(BirgeJsonDocument *document) {
  g_free(document->language);
  g_free(document->name);
  if (!document->text)
    return;
  g_string_free(document->text, TRUE);
  g_string_free(document->code.text, TRUE);
  g_string_free(document->original.text, TRUE);
  g_array_unref(document->blocks);
  g_array_unref(document->segments);
}

static gsize read_up_to(const BirgeJsonDocument *document) {
  return document->text_start + document->text->len;
}

/* Reads the text up to a place, and what stands there. */
static void read_text(BirgeJsonDocument *document, gsize place) {
  while (document->text_goes_on && read_up_to(document) <= place)
    document->text_goes_on = birge_json_read_some(&document->text_at, document->text, TEXT_BYTES);
}

/* Checks that a place is not inside a character. Reads the text up to there. */
static gboolean check_place(BirgeJsonReader *reader, BirgeJsonDocument *document, const char *name,
                            gsize place) {
  read_text(document, place);
  /* What was given away ended between characters. The text ends with a NUL, so that its length is
   * an index too. */
  return place < document->text_start ||
         ((guchar)document->text->str[place - document->text_start] & 0xC0) != 0x80 ||
         birge_json_fail(reader, "'%s' is inside a character", name);
}

static gboolean check_offset(BirgeJsonReader *reader, BirgeJsonDocument *document, const char *name,
                             const BirgeJsonNumber *number, gsize *offset) {
  return birge_json_check_number(reader, name, number, document->whole_text.n, offset) &&
         check_place(reader, document, name, *offset);
}

static gboolean check_range(BirgeJsonReader *reader, BirgeJsonDocument *document,
                            const BirgeJsonNumber *numbers, gsize *start, gsize *end) {
  return check_offset(reader, document, "start", &numbers[0], start) &&
         check_offset(reader, document, "end", &numbers[1], end) &&
         (*start <= *end || birge_json_fail(reader, "'end' comes before 'start'"));
}

static guint n_blocks_read(const BirgeJsonDocument *document) {
  return document->first_block + document->blocks->len;
}

static gboolean read_block(BirgeJsonReader *reader, BirgeJsonDocument *document) {
  BirgeJsonNumber range[2];
  BirgeField fields[] = {
      {.name = "start", .kind = BIRGE_FIELD_INTEGER, .value.number = &range[0]},
      {.name = "end", .kind = BIRGE_FIELD_INTEGER, .value.number = &range[1]},
      {.name = "kind", .kind = BIRGE_FIELD_STRING, .value.string = reader->string[0]},
  };
  BirgeBlock block = {0};
  if (!birge_json_read_entry(reader, &document->all_blocks.at, fields, G_N_ELEMENTS(fields), 0) ||
      !check_range(reader, document, range, &block.start, &block.end))
    return FALSE;
  if (!birge_block_kind_parse(reader->string[0]->str, &block.kind))
    return birge_json_fail(reader, "'kind' is '%s', which is unknown", reader->string[0]->str);
  if (block.start < document->block_end)
    return birge_json_fail(reader, "begins before the block before it ends");
  document->block_end = block.end;
  g_array_append_val(document->blocks, block);
  return TRUE;
}

/* Reads blocks until there are n; all, if there are no more. */
static gboolean read_blocks(BirgeJsonReader *reader, BirgeJsonDocument *document, gsize n) {
  while (n_blocks_read(document) < n &&
         next_entry(reader, document, &document->all_blocks, "blocks")) {
    if (!read_block(reader, document))
      return FALSE;
  }
  return TRUE;
}

static gboolean check_block(BirgeJsonReader *reader, BirgeJsonDocument *document, gsize number,
                            const BirgeSegment *segment) {
  /* Blocks before it are given away, or have segments already. */
  gsize first = document->last_block;
  const BirgeJsonReader here = *reader;
  if (!read_blocks(reader, document, number + 1))
    return FALSE;
  reader->array = here.array;
  reader->entry = here.entry;
  reader->line = here.line;
  if (number < first)
    return birge_json_fail(reader,
                           "'block' is %" G_GSIZE_FORMAT ", expected %" G_GSIZE_FORMAT
                           " or more, for segments stand in text order",
                           number, first);
  const BirgeBlock *block =
      &g_array_index(document->blocks, BirgeBlock, number - document->first_block);
  if (segment->start < block->start || segment->end > block->end)
    return birge_json_fail(reader, "is not inside its block");
  return TRUE;
}

static gboolean read_segment(BirgeJsonReader *reader, BirgeJsonDocument *document) {
  BirgeJsonNumber range[2], block;
  BirgeField fields[] = {
      {.name = "start", .kind = BIRGE_FIELD_INTEGER, .value.number = &range[0]},
      {.name = "end", .kind = BIRGE_FIELD_INTEGER, .value.number = &range[1]},
      {.name = "block", .kind = BIRGE_FIELD_INTEGER, .value.number = &block},
  };
  BirgeSegment segment = {0};
  gsize number = 0;
  if (!birge_json_read_entry(reader, &document->all_segments.at, fields, G_N_ELEMENTS(fields), 0))
    return FALSE;
  if (document->all_blocks.place.n == 0)
    return birge_json_fail(reader, "there is no block that could hold it");
  if (!check_range(reader, document, range, &segment.start, &segment.end) ||
      !birge_json_check_number(reader, "block", &block, document->all_blocks.place.n - 1,
                               &number) ||
      !check_block(reader, document, number, &segment))
    return FALSE;
  if (segment.start < document->segment_end)
    return birge_json_fail(reader, "begins before the segment before it ends");
  document->segment_end = segment.end;
  document->last_block = segment.block = (guint)number;
  g_array_append_val(document->segments, segment);
  return TRUE;
}

gboolean birge_json_document_read(BirgeJsonReader *reader, BirgeJsonDocument *document, gsize end) {
  while (document->first_segment + document->segments->len <= end &&
         next_entry(reader, document, &document->all_segments, "segments")) {
    if (!read_segment(reader, document))
      return FALSE;
  }
  return TRUE;
}

static const BirgeSegment *segment_at(const BirgeJsonDocument *document, guint number) {
  return &g_array_index(document->segments, BirgeSegment, number - document->first_segment);
}

gboolean birge_json_document_parts_at(const BirgeJsonDocument *document, guint end) {
  return end == document->first_segment || end == document->all_segments.place.n ||
         segment_at(document, end - 1)->block != segment_at(document, end)->block;
}

/* Reads the next code, if none waits. */
static gboolean read_code(BirgeJsonReader *reader, BirgeJsonDocument *document) {
  BirgeJsonWaiting *code = &document->code;
  if (code->is_there || !next_entry(reader, document, &document->all_codes, "codes"))
    return TRUE;
  BirgeJsonNumber number;
  BirgeField fields[] = {
      {.name = "offset", .kind = BIRGE_FIELD_INTEGER, .value.number = &number},
      {.name = "markup", .kind = BIRGE_FIELD_STRING, .value.string = code->text},
  };
  gsize before = code->place;
  if (!birge_json_read_entry(reader, &document->all_codes.at, fields, G_N_ELEMENTS(fields), 0) ||
      !birge_json_check_number(reader, "offset", &number, document->whole_text.n, &code->place))
    return FALSE;
  if (code->place < before)
    return birge_json_fail(reader, "stands before the code before it");
  if (!birge_code_is_valid(code->text->str))
    return birge_json_fail(reader, "'markup' is not an inline code of TMX");
  return code->is_there = TRUE;
}

/* Reads the next original, if none waits. */
static gboolean read_original(BirgeJsonReader *reader, BirgeJsonDocument *document) {
  BirgeJsonWaiting *original = &document->original;
  gboolean is_first = document->all_originals.n_read == 0;
  if (original->is_there || !next_entry(reader, document, &document->all_originals, "originals"))
    return TRUE;
  BirgeJsonNumber number;
  BirgeField fields[] = {
      {.name = "segment", .kind = BIRGE_FIELD_INTEGER, .value.number = &number},
      {.name = "text", .kind = BIRGE_FIELD_STRING, .value.string = original->text},
  };
  gsize before = original->place;
  if (!birge_json_read_entry(reader, &document->all_originals.at, fields, G_N_ELEMENTS(fields), 0))
    return FALSE;
  if (document->all_segments.place.n == 0)
    return birge_json_fail(reader, "there is no segment that it could be of");
  if (!birge_json_check_number(reader, "segment", &number, document->all_segments.place.n - 1,
                               &original->place))
    return FALSE;
  if (!is_first && original->place <= before)
    return birge_json_fail(reader, "does not come after the original before it");
  return original->is_there = TRUE;
}

/* What a part takes of a document: ends of half-open ranges that begin with what is left. */
typedef struct {
  gsize text;
  guint block;
  guint segment;
} Cut;

/* A part ends where the block of the next segment begins; where there is none, with its last block
 * or with all that is left. */
static Cut find_cut(const BirgeJsonDocument *document, guint end, gboolean is_last) {
  if (is_last)
    return (Cut){document->whole_text.n, n_blocks_read(document), end};
  if (end < document->all_segments.place.n) {
    guint block = segment_at(document, end)->block;
    return (Cut){g_array_index(document->blocks, BirgeBlock, block - document->first_block).start,
                 block, end};
  }
  return (Cut){MAX(document->text_start, document->block_end), n_blocks_read(document), end};
}

static gboolean add_codes(BirgeJsonReader *reader, BirgeJsonDocument *document,
                          BirgeDocumentBuilder *builder, const Cut *cut, gboolean is_last) {
  BirgeJsonWaiting *code = &document->code;
  for (;;) {
    if (!read_code(reader, document))
      return FALSE;
    if (!code->is_there || (code->place >= cut->text && !is_last))
      return TRUE;
    if (!check_place(reader, document, "offset", code->place))
      return FALSE;
    birge_document_builder_add_code(builder, code->place - document->text_start, code->text->str);
    code->is_there = FALSE;
  }
}

static gboolean add_originals(BirgeJsonReader *reader, BirgeJsonDocument *document,
                              BirgeDocumentBuilder *builder, const Cut *cut) {
  BirgeJsonWaiting *original = &document->original;
  for (;;) {
    if (!read_original(reader, document))
      return FALSE;
    if (!original->is_there || original->place >= cut->segment)
      return TRUE;
    birge_document_builder_add_original(builder, (guint)original->place - document->first_segment,
                                        original->text->str);
    original->is_there = FALSE;
  }
}

/* Gives away blocks and segments. */
static void add_ranges(BirgeJsonDocument *document, BirgeDocumentBuilder *builder, const Cut *cut) {
  gsize start = document->text_start;
  guint n_blocks = cut->block - document->first_block;
  for (guint i = 0; i < n_blocks; i++) {
    BirgeBlock block = g_array_index(document->blocks, BirgeBlock, i);
    block.start -= start;
    block.end -= start;
    birge_document_builder_add_block(builder, block);
  }
  guint n_segments = cut->segment - document->first_segment;
  for (guint i = 0; i < n_segments; i++) {
    BirgeSegment segment = g_array_index(document->segments, BirgeSegment, i);
    segment.start -= start;
    segment.end -= start;
    segment.block -= document->first_block;
    birge_document_builder_add_segment(builder, segment);
  }
  g_array_remove_range(document->blocks, 0, n_blocks);
  g_array_remove_range(document->segments, 0, n_segments);
  document->first_block = cut->block;
  document->first_segment = cut->segment;
}

BirgeDocument *birge_json_document_cut(BirgeJsonReader *reader, BirgeJsonDocument *document,
                                       guint end, gboolean is_last) {
  if (is_last && !read_blocks(reader, document, document->all_blocks.place.n))
    return NULL;
  const Cut cut = find_cut(document, end, is_last);
  read_text(document, cut.text);
  gsize length = cut.text - document->text_start;
  g_autoptr(GBytes) bytes = g_bytes_new(document->text->str, length);
  g_autoptr(BirgeDocumentBuilder) builder =
      birge_document_builder_new(document->language, document->name, bytes);
  if (!add_codes(reader, document, builder, &cut, is_last) ||
      !add_originals(reader, document, builder, &cut))
    return NULL;
  add_ranges(document, builder, &cut);
  g_string_erase(document->text, 0, (gssize)length);
  document->text_start = cut.text;
  return birge_document_builder_end(g_steal_pointer(&builder));
}
