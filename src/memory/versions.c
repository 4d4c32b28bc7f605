/* Finds the stored versions of a document, however it was cut when they were stored.
 *
 * The document is a sequence of tokens, and so is each unit's source. A search by dynamic
 * programming goes from token to token and covers the document with units that follow each other
 * without a gap; a sentence that no unit covers is passed over whole. Of all covers, it takes one
 * that leaves the fewest tokens uncovered; of these, one that cuts the fewest sentences; of these,
 * one in which the fewest sentences share a unit, so that rows are as short as can be. */
#include "base/error.h"
#include "memory/private.h"

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
  guint32 unit; /* BIRGE_NO_WORD: a segment was passed over */
} Place;

/* Whether a unit has a version in the target language. */
typedef enum { NOT_LOOKED_AT, USABLE, NOT_USABLE } Usability;

/* The document as the search sees it. */
typedef struct {
  const BirgeMemory *memory;
  const BirgeDocument *document;
  const BirgeLocale *target;
  GArray *tokens;       /* of guint32 */
  guint32 *starts;      /* token at which each segment starts; n_segments + 1 */
  guint32 *n_ends;      /* by place: how many segments with tokens end there or before it */
  Place *places;        /* n tokens + 1 */
  Usability *usability; /* by unit */
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
static const BirgeVariant *find_version(const BirgeMemory *memory, guint32 unit,
                                        const BirgeLocale *locale) {
  const GPtrArray *variants = ((const BirgeUnit *)memory->units->pdata[unit])->variants;
  for (guint i = 0; i < variants->len; i++) {
    const BirgeVariant *variant = variants->pdata[i];
    if (birge_locales_find(memory->locales, variant->language, variant->text, variant->length) ==
            locale &&
        !is_blank(variant->text, variant->length))
      return variant;
  }
  return NULL;
}

static gboolean is_usable(Search *search, guint32 unit) {
  if (search->usability[unit] == NOT_LOOKED_AT)
    search->usability[unit] =
        find_version(search->memory, unit, search->target) ? USABLE : NOT_USABLE;
  return search->usability[unit] == USABLE;
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
      birge_memory_number_tokens(search->memory, document->text + segment->start,
                                 segment->end - segment->start, BIRGE_TOKENS_ALL, NULL,
                                 search->tokens);
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

static void open_search(Search *search) {
  number_document(search);
  search->places = g_new0(Place, search->tokens->len + 1);
  search->usability = g_new0(Usability, search->memory->units->len + 1);
}

static void close_search(Search *search) {
  g_array_unref(search->tokens);
  g_free(search->starts);
  g_free(search->n_ends);
  g_free(search->places);
  g_free(search->usability);
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

static guint32 token_of(const Search *search, const BirgeEntry *entry, guint32 i) {
  return g_array_index(search->memory->tokens, guint32, entry->start + i);
}

/* Narrows a range of entries that agree with the document in n tokens to those that have the token
 * that comes next. Their order makes that a search by halves. */
static void narrow(const Search *search, guint32 token, guint32 n, guint *low, guint *high) {
  const GArray *entries = search->memory->entries;
  guint bounds[2] = {*low, *low};
  for (guint b = 0; b < 2; b++) {
    guint left = bounds[b], right = *high;
    while (left < right) {
      guint middle = left + (right - left) / 2;
      const BirgeEntry *entry = &g_array_index(entries, BirgeEntry, middle);
      gboolean is_before = entry->n_tokens <= n || token_of(search, entry, n) < token ||
                           (b == 1 && token_of(search, entry, n) == token);
      left = is_before ? middle + 1 : left;
      right = is_before ? right : middle;
    }
    bounds[b] = left;
  }
  *low = bounds[0];
  *high = bounds[1];
}

/* Steps over every unit whose source begins at a place. */
static void step_over_units(Search *search, guint32 from) {
  guint low = 0, high = search->memory->entries->len;
  for (guint32 n = 0; from + n < search->tokens->len && low < high; n++) {
    narrow(search, g_array_index(search->tokens, guint32, from + n), n, &low, &high);
    for (guint e = low; e < high; e++) {
      const BirgeEntry *entry = &g_array_index(search->memory->entries, BirgeEntry, e);
      if (entry->n_tokens > n + 1)
        break;
      if (is_usable(search, entry->unit)) {
        step(search, from, from + n + 1, entry->unit);
        break;
      }
    }
  }
}

static void run(Search *search) {
  const guint32 *starts = search->starts;
  search->places[0].is_reached = TRUE;
  for (guint32 place = 0, segment = 0; place < search->tokens->len; place++) {
    while (starts[segment + 1] <= place)
      segment++;
    if (!search->places[place].is_reached)
      continue;
    step_over_units(search, place);
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
    const BirgeVariant *variant =
        find_version(search->memory, g_array_index(units, guint32, u), search->target);
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

BirgeBitext *birge_memory_find(const BirgeMemory *memory, const BirgeDocument *document,
                               const char *target, BirgeSegmenter *segmenter, GError **error) {
  const BirgeLocale *locale = birge_locales_find(memory->locales, target, NULL, 0);
  if (!locale) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "unknown language \"%s\"", target);
    return NULL;
  }
  Search search = {.memory = memory, .document = document, .target = locale};
  open_search(&search);
  run(&search);
  BirgeBitext *bitext = gather_versions(&search, segmenter, error);
  close_search(&search);
  return bitext;
}
