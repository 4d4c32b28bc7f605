/* Finds the stored versions of a document, however it was cut when they were stored.
 *
 * The document is a sequence of tokens, and so is each unit's source. A search by dynamic
 * programming goes from token to token and covers the document with units that follow each other
 * without a gap; a sentence that no unit covers is passed over whole. Of all covers, it takes one
 * that leaves the fewest tokens uncovered; of these, one that cuts the fewest sentences; of these,
 * one in which the fewest sentences share a unit, so that rows are as short as can be. */
#include "base/error.h"
#include "memory/private.h"
#include "memory/search.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>
#include <unicode/uchar.h>

/* What a cover costs, compared member by member. */
typedef struct {
  guint32 n_uncovered; /* tokens */
  guint32 n_cuts;      /* ends of units inside a sentence */
  guint32 n_joins;     /* ends of sentences inside a unit */
} Cost;

/* How the search came to a place between tokens. */
typedef struct {
  Cost cost;
  gboolean is_reached;
  guint32 from; /* place */
  guint32 unit; /* index into the search's units; BIRGE_NO_WORD: a segment was passed over */
} Place;

/* The document as the search sees it. */
typedef struct {
  const BirgeMemory *memory;
  const BirgeDocument *document;
  const BirgeLocale *target;
  BirgeVocabulary *words;
  GArray *tokens;       /* of guint32, numbers in words */
  GArray **file_tokens; /* by file: the same as numbers in its field; of guint32 */
  guint32 *starts;      /* token at which each segment starts; n_segments + 1 */
  guint32 *n_ends;      /* by place: how many segments with tokens end there or before it */
  Place *places;        /* n tokens + 1 */
  GPtrArray *units;     /* of BirgeUnit*: those that have a version */
  GHashTable *usable;   /* from a text's tokens (GBytes) to its unit's index + 1; 0: none */
} Search;

/* What was chosen: a stretch of the document, and the units that it is stored in. */
typedef struct {
  BirgeRun segments;
  guint first_unit; /* half-open range in the list of units */
  guint end_unit;
} Stretch;

static gboolean is_blank(const char *text, gsize length) {
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    if (!u_isUWhiteSpace((UChar32)g_utf8_get_char(p)))
      return FALSE;
  }
  return TRUE;
}

/* Returns the first version of a unit in a language, or NULL. */
static const BirgeVariant *find_version(const BirgeMemory *memory, const BirgeUnit *unit,
                                        const BirgeLocale *locale) {
  for (guint i = 0; i < unit->variants->len; i++) {
    const BirgeVariant *variant = unit->variants->pdata[i];
    if (birge_locales_find(memory->locales, variant->language, variant->text, variant->length) ==
            locale &&
        !is_blank(variant->text, variant->length))
      return variant;
  }
  return NULL;
}

/* Appends the tokens of a segment. */
static void number_tokens(Search *search, const char *text, gsize length) {
  g_autoptr(GString) folded = g_string_sized_new(length + 1);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_fold(search->memory->source->folding, text, length, folded);
  birge_tokenize(folded->str, folded->len, found);
  for (guint i = 0; i < found->len; i++) {
    BirgeToken token = g_array_index(found, BirgeToken, i);
    guint32 word =
        birge_vocabulary_add(search->words, folded->str + token.start, token.end - token.start);
    g_array_append_val(search->tokens, word);
  }
}

static void number_document(Search *search) {
  const BirgeDocument *document = search->document;
  search->tokens = g_array_new(FALSE, FALSE, sizeof(guint32));
  search->starts = g_new(guint32, document->n_segments + 1);
  for (guint s = 0; s < document->n_segments; s++) {
    const BirgeSegment *segment = &document->segments[s];
    search->starts[s] = search->tokens->len;
    /* A memory without any text in its source language has nothing to compare with. */
    if (search->memory->source)
      number_tokens(search, document->text + segment->start, segment->end - segment->start);
  }
  search->starts[document->n_segments] = search->tokens->len;
  search->n_ends = g_new0(guint32, search->tokens->len + 1);
  for (guint s = 0; s < document->n_segments; s++) {
    if (search->starts[s + 1] > search->starts[s])
      search->n_ends[search->starts[s + 1]] = 1;
  }
  for (guint p = 1; p <= search->tokens->len; p++)
    search->n_ends[p] += search->n_ends[p - 1];
}

static const BirgeField *field_of(const Search *search, guint file) {
  const BirgeLocale *source = search->memory->source;
  return source ? birge_index_find_field(birge_memory_index(search->memory, file), source->tag)
                : NULL;
}

/* Says the document in the words of each file. */
static void number_for_files(Search *search) {
  search->file_tokens = g_new0(GArray *, search->memory->indexes->len);
  for (guint file = 0; file < search->memory->indexes->len; file++) {
    const BirgeField *field = field_of(search, file);
    GArray *tokens = search->file_tokens[file] = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; field && i < search->tokens->len; i++) {
      gsize length;
      const char *word =
          birge_vocabulary_get(search->words, g_array_index(search->tokens, guint32, i), &length);
      guint32 number =
          birge_field_find_word(birge_memory_index(search->memory, file), field, word, length);
      g_array_append_val(tokens, number);
    }
  }
}

static void open_search(Search *search) {
  search->words = birge_vocabulary_new();
  number_document(search);
  number_for_files(search);
  search->places = g_new0(Place, search->tokens->len + 1);
  search->units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  search->usable =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
}

static void close_search(Search *search) {
  birge_vocabulary_free(search->words);
  g_array_unref(search->tokens);
  for (guint file = 0; file < search->memory->indexes->len; file++)
    g_array_unref(search->file_tokens[file]);
  g_free(search->file_tokens);
  g_free(search->starts);
  g_free(search->n_ends);
  g_free(search->places);
  g_ptr_array_unref(search->units);
  g_hash_table_unref(search->usable);
}

static gboolean is_less(Cost a, Cost b) {
  if (a.n_uncovered != b.n_uncovered)
    return a.n_uncovered < b.n_uncovered;
  return a.n_cuts != b.n_cuts ? a.n_cuts < b.n_cuts : a.n_joins < b.n_joins;
}

static gboolean is_segment_end(const Search *search, guint32 place) {
  return place == 0 || search->n_ends[place] > search->n_ends[place - 1];
}

/* Goes from a place to a later one, if that is the cheapest way there so far. The first way of
 * several that cost the same stays: files come in order, and so do the units in them. */
static void step(Search *search, guint32 from, guint32 to, guint32 unit) {
  Cost cost = search->places[from].cost;
  if (unit == BIRGE_NO_WORD) {
    cost.n_uncovered += to - from;
  } else {
    cost.n_cuts += is_segment_end(search, to) ? 0 : 1;
    cost.n_joins += search->n_ends[to - 1] - search->n_ends[from];
  }
  Place *place = &search->places[to];
  if (!place->is_reached || is_less(cost, place->cost))
    *place = (Place){cost, TRUE, from, unit};
}

/* Returns the index of the unit that has a version of the next n tokens, BIRGE_NO_WORD if none
 * has. file, text: one that has these tokens. */
static guint32 find_unit(Search *search, guint32 from, guint32 n, guint file, guint32 text) {
  const guint32 *tokens = &g_array_index(search->tokens, guint32, from);
  g_autoptr(GBytes) key = g_bytes_new(tokens, n * sizeof *tokens);
  gpointer known;
  if (g_hash_table_lookup_extended(search->usable, key, NULL, &known))
    return GPOINTER_TO_UINT(known) - 1;
  g_autoptr(GPtrArray) units = birge_memory_join_text(search->memory, file, text);
  guint32 found = BIRGE_NO_WORD;
  for (guint u = 0; u < units->len && found == BIRGE_NO_WORD; u++) {
    if (find_version(search->memory, units->pdata[u], search->target)) {
      found = search->units->len;
      g_ptr_array_add(search->units, birge_unit_ref(units->pdata[u]));
    }
  }
  g_hash_table_insert(search->usable, g_steal_pointer(&key), GUINT_TO_POINTER(found + 1));
  return found;
}

/* A stored text that the document has at the place at hand. */
typedef struct {
  guint32 n_tokens;
  guint file;
  guint32 text;
} Found;

/* Adds the text to found, if the document goes on as it does. */
static void compare_text(const Search *search, guint32 from, Found candidate, GArray *scratch,
                         GArray *found) {
  const BirgeIndex *index = birge_memory_index(search->memory, candidate.file);
  const GArray *tokens = search->file_tokens[candidate.file];
  g_array_set_size(scratch, 0);
  birge_field_read_text(index, field_of(search, candidate.file), candidate.text, scratch);
  candidate.n_tokens = scratch->len;
  if (scratch->len > 0 && scratch->len <= tokens->len - from &&
      memcmp(scratch->data, &g_array_index(tokens, guint32, from),
             scratch->len * sizeof(guint32)) == 0)
    g_array_append_val(found, candidate);
}

/* Adds the texts of a file that begin with a pair, and that the document has at a place. */
static void find_texts(const Search *search, guint32 from, guint file, const BirgePiece *pair,
                       GArray *scratch, GArray *found) {
  const BirgeIndex *index = birge_memory_index(search->memory, file);
  const BirgeField *field = field_of(search, file);
  guint bits = birge_field_position_bits(field);
  guint32 n = pair->end - pair->start;
  const guint32 *postings =
      n > 0 ? birge_index_bytes(index, &field->postings, (guint64)pair->start * sizeof *postings,
                                n * sizeof *postings)
            : NULL;
  for (guint32 i = 0; postings && i < n; i++) {
    if ((postings[i] & ((1u << bits) - 1)) == 0)
      compare_text(search, from, (Found){0, file, postings[i] >> bits}, scratch, found);
  }
}

static gint compare_found(gconstpointer a, gconstpointer b) {
  const Found *x = a, *y = b;
  if (x->n_tokens != y->n_tokens)
    return x->n_tokens < y->n_tokens ? -1 : 1;
  return (x->file > y->file) - (x->file < y->file);
}

/* Steps over every unit whose source begins at a place. */
static void step_over_units(Search *search, guint32 from, GArray *scratch, GArray *found) {
  g_array_set_size(found, 0);
  for (guint file = 0; file < search->memory->indexes->len; file++) {
    const BirgeField *field = field_of(search, file);
    if (!field)
      continue;
    const GArray *tokens = search->file_tokens[file];
    BirgePiece pairs[2];
    birge_pieces_find(birge_memory_index(search->memory, file), field,
                      &g_array_index(tokens, guint32, from), MIN(2, tokens->len - from), pairs);
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
      find_texts(search, from, file, &pairs[i], scratch, found);
  }
  g_array_sort(found, compare_found);
  for (guint i = 0; i < found->len; i++) {
    const Found *text = &g_array_index(found, Found, i);
    guint32 unit = find_unit(search, from, text->n_tokens, text->file, text->text);
    if (unit != BIRGE_NO_WORD)
      step(search, from, from + text->n_tokens, unit);
  }
}

static void run(Search *search) {
  const guint32 *starts = search->starts;
  g_autoptr(GArray) scratch = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Found));
  search->places[0].is_reached = TRUE;
  for (guint32 place = 0, segment = 0; place < search->tokens->len; place++) {
    while (starts[segment + 1] <= place)
      segment++;
    if (!search->places[place].is_reached)
      continue;
    step_over_units(search, place, scratch, found);
    if (starts[segment] == place)
      step(search, place, starts[segment + 1], BIRGE_NO_WORD);
  }
}

/* Returns the stretches of the cover, of Stretch, in text order; units: receives theirs. */
static GArray *trace(const Search *search, GArray *units) {
  g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(guint32)); /* places, backwards */
  for (guint32 place = search->tokens->len; place > 0; place = search->places[place].from)
    g_array_append_val(steps, place);
  GArray *stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
  Stretch stretch = {{0, 0}, 0, 0};
  for (guint i = steps->len, segment = 0; i-- > 0;) {
    guint32 place = g_array_index(steps, guint32, i);
    const Place *step = &search->places[place];
    if (step->unit != BIRGE_NO_WORD)
      g_array_append_val(units, step->unit);
    if (!is_segment_end(search, place))
      continue;
    while (segment < search->document->n_segments && search->starts[segment + 1] <= place)
      segment++;
    stretch.segments.end = segment;
    stretch.end_unit = units->len;
    if (stretch.end_unit > stretch.first_unit)
      g_array_append_val(stretches, stretch);
    stretch = (Stretch){{segment, segment}, units->len, units->len};
  }
  return stretches;
}

/* The stored versions while they are put together. */
typedef struct {
  GString *text;
  GArray
      *blocks;   /* of BirgeBlock: one a stretch, so that no sentence reaches from one to another */
  GArray *codes; /* of BirgeCode, markup borrowed from the units */
} Versions;

/* Adds the stored text of a stretch. What was cut inside a sentence is joined by a space. */
static void add_stretch(const Search *search, const Stretch *stretch, const GArray *units,
                        Versions *versions) {
  const BirgeDocument *document = search->document;
  const BirgeSegment *segment = &document->segments[stretch->segments.first];
  gboolean is_same_block = stretch->segments.first > 0 && segment[-1].block == segment->block;
  if (versions->text->len > 0)
    g_string_append_c(versions->text, is_same_block ? ' ' : '\n');
  BirgeBlock block = {.start = versions->text->len, .kind = document->blocks[segment->block].kind};
  for (guint u = stretch->first_unit; u < stretch->end_unit; u++) {
    const BirgeVariant *variant = find_version(
        search->memory, search->units->pdata[g_array_index(units, guint32, u)], search->target);
    if (u > stretch->first_unit)
      g_string_append_c(versions->text, ' ');
    for (guint c = 0; c < variant->codes->len; c++) {
      BirgeCode code = g_array_index(variant->codes, BirgeCode, c);
      code.offset += versions->text->len;
      g_array_append_val(versions->codes, code);
    }
    g_string_append_len(versions->text, variant->text, (gssize)variant->length);
  }
  block.end = versions->text->len;
  g_array_append_val(versions->blocks, block);
}

/* Finds the segments in the stored text. Block i of the result is stretch i. */
static BirgeDocument *segment_versions(const Search *search, GBytes *text, const Versions *versions,
                                       BirgeSegmenter *segmenter, GError **error) {
  BirgeDocumentBuilder *builder =
      birge_document_builder_new(search->target->tag, search->memory->path, text);
  for (guint b = 0; b < versions->blocks->len; b++)
    birge_document_builder_add_block(builder, g_array_index(versions->blocks, BirgeBlock, b));
  for (guint c = 0; c < versions->codes->len; c++) {
    const BirgeCode *code = &g_array_index(versions->codes, BirgeCode, c);
    birge_document_builder_add_code(builder, code->offset, code->markup);
  }
  g_autoptr(BirgeDocument) document = birge_document_builder_end(builder);
  return birge_segmenter_run(segmenter, document, error);
}

static guint block_of(const Search *search, const GArray *stretches, guint i) {
  guint segment = g_array_index(stretches, Stretch, i).segments.first;
  return search->document->segments[segment].block;
}

/* Gives the stored text the blocks of the document: stretches of one block become one. */
static BirgeDocument *merge_blocks(const Search *search, GBytes *text, const BirgeDocument *stored,
                                   const GArray *stretches) {
  BirgeDocumentBuilder *builder = birge_document_builder_new(stored->language, stored->name, text);
  g_autofree guint *numbers = g_new0(guint, stored->n_blocks + 1); /* new, by old */
  for (guint first = 0, n = 0; first < stored->n_blocks; n++) {
    guint end = first;
    while (end < stored->n_blocks &&
           block_of(search, stretches, end) == block_of(search, stretches, first))
      numbers[end++] = n;
    BirgeBlock block = stored->blocks[first];
    block.end = stored->blocks[end - 1].end;
    birge_document_builder_add_block(builder, block);
    first = end;
  }
  for (guint s = 0; s < stored->n_segments; s++) {
    BirgeSegment segment = stored->segments[s];
    segment.block = numbers[segment.block];
    birge_document_builder_add_segment(builder, segment);
  }
  for (guint c = 0; c < stored->n_codes; c++)
    birge_document_builder_add_code(builder, stored->codes[c].offset, stored->codes[c].markup);
  return birge_document_builder_end(builder);
}

/* Makes rows: each stretch with the segments of its block of stored, and each segment of the
 * document that is in none. */
static GArray *make_rows(const Search *search, const BirgeDocument *stored,
                         const GArray *stretches) {
  GArray *rows = g_array_new(FALSE, TRUE, sizeof(BirgeRow));
  guint next = 0, next_stored = 0;
  for (guint i = 0; i <= stretches->len; i++) {
    BirgeRun run = {search->document->n_segments, search->document->n_segments};
    if (i < stretches->len)
      run = g_array_index(stretches, Stretch, i).segments;
    for (; next < run.first; next++) {
      BirgeRow row = {.runs = {{next, next + 1}, {next_stored, next_stored}}, .confidence = 1};
      g_array_append_val(rows, row);
    }
    if (i == stretches->len)
      break;
    BirgeRow row = {
        .runs = {run, {next_stored, next_stored}}, .confidence = 1, .origin = BIRGE_ORIGIN_EXACT};
    while (next_stored < stored->n_segments && stored->segments[next_stored].block == i)
      next_stored++;
    row.runs[1].end = next_stored;
    g_array_append_val(rows, row);
    next = run.end;
  }
  return rows;
}

static BirgeBitext *assemble(const Search *search, const GArray *stretches,
                             const Versions *versions, BirgeSegmenter *segmenter, GError **error) {
  g_autoptr(GBytes) text = g_bytes_new(versions->text->str, versions->text->len);
  g_autoptr(BirgeDocument) segmented = segment_versions(search, text, versions, segmenter, error);
  if (!segmented)
    return NULL;
  g_autoptr(GArray) rows = make_rows(search, segmented, stretches);
  g_autoptr(BirgeDocument) stored = merge_blocks(search, text, segmented, stretches);
  const BirgeDocument *documents[] = {search->document, stored};
  return birge_bitext_new(documents, 2, (const BirgeRow *)(gpointer)rows->data, rows->len);
}

static BirgeBitext *gather_versions(const Search *search, BirgeSegmenter *segmenter,
                                    GError **error) {
  g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) stretches = trace(search, units);
  Versions versions = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(BirgeBlock)),
                       g_array_new(FALSE, FALSE, sizeof(BirgeCode))};
  for (guint i = 0; i < stretches->len; i++)
    add_stretch(search, &g_array_index(stretches, Stretch, i), units, &versions);
  BirgeBitext *bitext = assemble(search, stretches, &versions, segmenter, error);
  g_string_free(versions.text, TRUE);
  g_array_unref(versions.blocks);
  g_array_unref(versions.codes);
  return bitext;
}

/* Returns the number of a file whose index is damaged; G_MAXUINT: none. */
static guint find_damaged(const BirgeMemory *memory) {
  for (guint file = 0; file < memory->indexes->len; file++) {
    if (birge_index_is_damaged(birge_memory_index(memory, file)))
      return file;
  }
  return G_MAXUINT;
}

BirgeBitext *birge_memory_find(const BirgeMemory *memory, const BirgeDocument *document,
                               const char *target, BirgeSegmenter *segmenter, GError **error) {
  const BirgeLocale *locale = birge_locales_find(memory->locales, target, NULL, 0);
  if (!locale) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "unknown language \"%s\"", target);
    return NULL;
  }
  for (;;) {
    Search search = {.memory = memory, .document = document, .target = locale};
    open_search(&search);
    run(&search);
    guint damaged = find_damaged(memory);
    BirgeBitext *bitext = damaged == G_MAXUINT ? gather_versions(&search, segmenter, error) : NULL;
    close_search(&search);
    if (damaged == G_MAXUINT || !birge_memory_rebuild(memory, damaged, error))
      return bitext;
  }
}
