/* Finds the stored texts that are most like a text.
 *
 * For each file: the pieces of the plan (plan.c) are scanned; what stands too far from its place is
 * left, then what has too many other words, told by 128-bit sets; what is left is measured. The
 * least score that is asked for is tried from above: few lists are scanned for close matches, and
 * when there are enough of these nothing else can be better. */
#include "memory/lookup.h"

#include "base/error.h"
#include "memory/diff.h"
#include "memory/private.h"
#include "memory/search.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

#define BATCH 128
/* The scores that are tried before the least one. */
static const guint stages[] = {9000, 8000};

/* A text that was found, to be looked at when its signature is in the cache. */
typedef struct {
  guint32 text;
  guint32 max_edits;
} Candidate;

struct _BirgeLookup {
  BirgeMemory *memory;
  BirgeLookupOptions options;
  GStrv targets;
  guint *file_penalties;
  const BirgeLocale *source; /* NULL: no locale knows the language */
  char *tag;                 /* of the fields */
  GArray *matches;           /* of BirgeMatch, sorted if best is not 0 */

  GString *folded;       /* the query */
  GArray *found;         /* of BirgeToken */
  GArray *neighbours[2]; /* of guint32: the texts before and after in the file at hand */

  /* In the file that is being searched. */
  guint file;
  const BirgeIndex *index;
  const BirgeField *field;
  guint64 target_set;
  GArray *words; /* of guint32 */
  BirgeSignature signature;
  guint n_unknown;
  BirgePattern pattern;
  BirgePlan *plan;
  guint score; /* that is being searched for */
  const BirgeLength *lengths;
  guint n_lengths;
  Candidate batch[BATCH];
  guint n_batch;
  guint32 *seen; /* texts + 1 that were measured; a hash table */
  guint n_seen_slots;
  guint n_seen;
  GArray *text;          /* of guint32: the candidate's tokens */
  guint32 previous_text; /* BIRGE_NO_TEXT: nothing stands there, or nothing like it */
  guint32 next_text;
};

BirgeLookup *birge_lookup_new(BirgeMemory *memory, const BirgeLookupOptions *options,
                              GError **error) {
  const BirgeLocale *source = birge_locales_find(memory->locales, options->source, NULL, 0);
  g_autofree char *tag = source ? g_strdup(source->tag) : birge_tag_normalize(options->source);
  if (options->min < 1 || options->min > 100) {
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "least score %u, expected 1 to 100",
                options->min);
    return NULL;
  }
  BirgeLookup *lookup = g_new0(BirgeLookup, 1);
  lookup->memory = memory;
  lookup->options = *options;
  lookup->targets = g_strdupv((GStrv)options->targets);
  if (options->penalties.files)
    lookup->file_penalties =
        g_memdup2(options->penalties.files, memory->indexes->len * sizeof(guint));
  lookup->source = source;
  lookup->tag = g_steal_pointer(&tag);
  lookup->matches = g_array_new(FALSE, FALSE, sizeof(BirgeMatch));
  lookup->folded = g_string_new(NULL);
  lookup->found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  lookup->words = g_array_new(FALSE, FALSE, sizeof(guint32));
  lookup->text = g_array_new(FALSE, FALSE, sizeof(guint32));
  lookup->plan = birge_plan_new();
  lookup->n_seen_slots = 256;
  lookup->seen = g_new0(guint32, lookup->n_seen_slots);
  return lookup;
}

void birge_lookup_free(BirgeLookup *lookup) {
  g_strfreev(lookup->targets);
  g_free(lookup->file_penalties);
  g_free(lookup->tag);
  g_array_unref(lookup->matches);
  g_string_free(lookup->folded, TRUE);
  g_array_unref(lookup->found);
  g_array_unref(lookup->words);
  g_array_unref(lookup->text);
  birge_pattern_clear(&lookup->pattern);
  birge_plan_free(lookup->plan);
  g_free(lookup->seen);
  g_free(lookup);
}

static int compare_matches(const BirgeMatch *a, const BirgeMatch *b) {
  if (a->score != b->score)
    return a->score > b->score ? -1 : 1;
  if (a->file != b->file)
    return a->file < b->file ? -1 : 1;
  if (a->unit != b->unit)
    return a->unit < b->unit ? -1 : 1;
  return (a->variant > b->variant) - (a->variant < b->variant);
}

static gint compare_any(gconstpointer a, gconstpointer b) {
  return compare_matches(a, b);
}

/* Returns the score below which a match is not wanted, in hundredths. */
static gint find_floor(const BirgeLookup *lookup) {
  gint min = (gint)lookup->options.min * 100;
  guint n = lookup->matches->len;
  if (lookup->options.best == 0 || n < lookup->options.best)
    return min;
  return MAX(min, g_array_index(lookup->matches, BirgeMatch, n - 1).score);
}

/* Puts a match in its place, if it is one of the best. */
static void add_match(BirgeLookup *lookup, BirgeMatch match) {
  GArray *matches = lookup->matches;
  guint best = lookup->options.best;
  if (best == 0) {
    g_array_append_val(matches, match);
    return;
  }
  guint place = matches->len;
  while (place > 0 && compare_matches(&match, &g_array_index(matches, BirgeMatch, place - 1)) < 0)
    place--;
  if (place >= best)
    return;
  if (matches->len == best)
    g_array_set_size(matches, best - 1);
  g_array_insert_val(matches, place, match);
}

/* Whether the candidate in text has other numbers than the query, whatever their order. */
static gboolean has_other_numbers(const BirgeLookup *lookup) {
  g_autoptr(GPtrArray) ours = birge_numbers_new();
  g_autoptr(GPtrArray) theirs = birge_numbers_new();
  for (guint i = 0; i < lookup->found->len; i++) {
    BirgeToken token = g_array_index(lookup->found, BirgeToken, i);
    birge_numbers_add(ours, lookup->folded->str + token.start, token.end - token.start);
  }
  for (guint i = 0; i < lookup->text->len; i++) {
    gsize length;
    const char *word = birge_field_word(lookup->index, lookup->field,
                                        g_array_index(lookup->text, guint32, i), &length);
    birge_numbers_add(theirs, word, length);
  }
  return !birge_numbers_equal(ours, theirs);
}

/* Whether the candidate and the query are the same but for numbers that stand for numbers. */
static gboolean differs_in_numbers_only(const BirgeLookup *lookup) {
  if (lookup->text->len != lookup->words->len)
    return FALSE;
  for (guint i = 0; i < lookup->text->len; i++) {
    guint32 word = g_array_index(lookup->text, guint32, i);
    if (word == g_array_index(lookup->words, guint32, i))
      continue;
    BirgeToken token = g_array_index(lookup->found, BirgeToken, i);
    gsize length;
    const char *stored = birge_field_word(lookup->index, lookup->field, word, &length);
    if (!birge_word_is_number(stored, length) ||
        !birge_word_is_number(lookup->folded->str + token.start, token.end - token.start))
      return FALSE;
  }
  return TRUE;
}

/* Whether the units before and after one are those that the query says. */
static gboolean is_in_context(const BirgeLookup *lookup, guint32 unit) {
  const BirgeSection *texts = &lookup->field->unit_texts;
  guint32 before = unit == 0 ? BIRGE_NO_TEXT : birge_index_number(lookup->index, texts, unit - 1);
  guint32 after = unit + 1 >= lookup->index->header->n_units
                      ? BIRGE_NO_TEXT
                      : birge_index_number(lookup->index, texts, unit + 1);
  return before == lookup->previous_text && after == lookup->next_text;
}

static gboolean has_target(const BirgeLookup *lookup, guint32 unit) {
  const BirgeIndexHeader *header = lookup->index->header;
  if (!lookup->targets)
    return TRUE;
  const guint16 *number =
      birge_index_bytes(lookup->index, &header->unit_sets, unit * sizeof(guint16), sizeof(guint16));
  const guint64 *set = number ? birge_index_bytes(lookup->index, &header->sets,
                                                  *number * sizeof(guint64), sizeof(guint64))
                              : NULL;
  return set && (*set & lookup->target_set) != 0;
}

/* Adds what a stored variant is worth. match: of its text. */
static void add_entry(BirgeLookup *lookup, BirgeMatch match, guint32 entry,
                      gboolean knows_context) {
  const BirgeField *field = lookup->field;
  const BirgePenalties *penalties = &lookup->options.penalties;
  match.unit = birge_index_number(lookup->index, &field->entry_units, entry);
  const guint16 *variant = birge_index_bytes(lookup->index, &field->entry_variants,
                                             entry * sizeof(guint16), sizeof(guint16));
  const guint8 *traits = birge_index_bytes(lookup->index, &field->entry_traits, entry, 1);
  if (!variant || !traits || match.unit >= lookup->index->header->n_units) {
    birge_index_mark_damaged(lookup->index);
    return;
  }
  match.variant = *variant;
  if (*traits & BIRGE_TRAIT_UNREVIEWED)
    match.score -= (gint)penalties->unreviewed * 100;
  if (*traits & BIRGE_TRAIT_CODES)
    match.score -= (gint)penalties->codes * 100;
  match.is_context = knows_context && is_in_context(lookup, match.unit);
  if (match.is_context)
    match.score += BIRGE_SCORE_CONTEXT - BIRGE_SCORE_EXACT;
  if (match.score >= find_floor(lookup) && has_target(lookup, match.unit))
    add_match(lookup, match);
}

/* Adds the variants that have the candidate's text. */
static void add_entries(BirgeLookup *lookup, guint32 text, guint distance) {
  const BirgePenalties *penalties = &lookup->options.penalties;
  guint n = MAX(lookup->words->len, lookup->text->len);
  gint score = (gint)((guint64)10000 * (n - distance) / n);
  if (score < find_floor(lookup))
    return;
  BirgeMatch match = {.file = lookup->file, .score = score, .distance = distance, .n_tokens = n};
  match.has_other_numbers = distance > 0 && has_other_numbers(lookup);
  match.is_numbers_only = distance > 0 && differs_in_numbers_only(lookup);
  if (match.has_other_numbers)
    match.score -= (gint)penalties->numbers * 100;
  if (lookup->file_penalties)
    match.score -= (gint)lookup->file_penalties[lookup->file] * 100;
  gboolean knows_context = distance == 0 && (lookup->previous_text != BIRGE_NO_TEXT - 1 &&
                                             lookup->next_text != BIRGE_NO_TEXT - 1);
  guint32 entry = birge_index_number(lookup->index, &lookup->field->text_entries, text);
  guint32 end = birge_index_number(lookup->index, &lookup->field->text_entries, (guint64)text + 1);
  for (; entry < end && !birge_index_is_damaged(lookup->index); entry++)
    add_entry(lookup, match, entry, knows_context);
}

/* Puts a text into the table of those that were measured. Returns FALSE if it is there. */
static gboolean put_seen(BirgeLookup *lookup, guint32 text) {
  guint mask = lookup->n_seen_slots - 1;
  guint slot = (text * 0x9E3779B1u) >> 8 & mask;
  for (; lookup->seen[slot]; slot = (slot + 1) & mask) {
    if (lookup->seen[slot] == text + 1)
      return FALSE;
  }
  lookup->seen[slot] = text + 1;
  return TRUE;
}

static void grow_seen(BirgeLookup *lookup) {
  g_autofree guint32 *old = lookup->seen;
  guint n_old = lookup->n_seen_slots;
  lookup->n_seen_slots *= 2;
  lookup->seen = g_new0(guint32, lookup->n_seen_slots);
  for (guint i = 0; i < n_old; i++) {
    if (old[i])
      put_seen(lookup, old[i] - 1);
  }
}

/* Notes that a text was measured. Returns FALSE if it was before. */
static gboolean note_seen(BirgeLookup *lookup, guint32 text) {
  if (!put_seen(lookup, text))
    return FALSE;
  if (++lookup->n_seen * 2 > lookup->n_seen_slots)
    grow_seen(lookup);
  return TRUE;
}

static void measure(BirgeLookup *lookup, const Candidate *candidate) {
  if (!note_seen(lookup, candidate->text))
    return;
  g_array_set_size(lookup->text, 0);
  birge_field_read_text(lookup->index, lookup->field, candidate->text, lookup->text);
  if (lookup->text->len == 0) {
    birge_index_mark_damaged(lookup->index);
    return;
  }
  guint distance = birge_pattern_measure(
      &lookup->pattern, (const guint32 *)(gpointer)lookup->text->data, lookup->text->len);
  add_entries(lookup, candidate->text, distance);
}

/* Counts bits without the instruction for it, which not every machine has: still two candidates
 * in the time that one cache miss takes. */
static guint count_bits(guint64 bits) {
  bits -= bits >> 1 & G_GUINT64_CONSTANT(0x5555555555555555);
  bits = (bits & G_GUINT64_CONSTANT(0x3333333333333333)) +
         (bits >> 2 & G_GUINT64_CONSTANT(0x3333333333333333));
  bits = (bits + (bits >> 4)) & G_GUINT64_CONSTANT(0x0F0F0F0F0F0F0F0F);
  return (guint)(bits * G_GUINT64_CONSTANT(0x0101010101010101) >> 56);
}

/* Each bit that only one of two texts has is a word that the other lacks, hence an edit; an edit
 * mends at most one on either side. */
static gboolean can_be_near(const BirgeLookup *lookup, const BirgeSignature *other,
                            guint max_edits) {
  const BirgeSignature *own = &lookup->signature;
  return lookup->n_unknown + count_bits(own->bits[0] & ~other->bits[0]) +
                 count_bits(own->bits[1] & ~other->bits[1]) <=
             max_edits &&
         count_bits(other->bits[0] & ~own->bits[0]) + count_bits(other->bits[1] & ~own->bits[1]) <=
             max_edits;
}

static void flush_batch(BirgeLookup *lookup) {
  for (guint i = 0; i < lookup->n_batch; i++) {
    const Candidate *candidate = &lookup->batch[i];
    const BirgeSignature *signature =
        birge_index_bytes(lookup->index, &lookup->field->signatures,
                          (guint64)candidate->text * sizeof *signature, sizeof *signature);
    if (signature && can_be_near(lookup, signature, candidate->max_edits))
      measure(lookup, candidate);
  }
  lookup->n_batch = 0;
}

static void add_candidate(BirgeLookup *lookup, guint32 text, guint max_edits) {
  const BirgeSection *signatures = &lookup->field->signatures;
  if (text < lookup->field->n_texts)
    __builtin_prefetch(lookup->index->bytes + signatures->offset +
                       (guint64)text * sizeof(BirgeSignature));
  lookup->batch[lookup->n_batch++] = (Candidate){text, max_edits};
  if (lookup->n_batch == BATCH)
    flush_batch(lookup);
}

/* Returns the number of the first group whose texts have at least n_tokens. */
static guint find_length(const BirgeLookup *lookup, guint n_tokens) {
  guint low = 0, high = lookup->n_lengths - 1;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (lookup->lengths[middle].n_tokens < n_tokens)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Where a piece can stand in texts of one length that are few enough edits away. With the shift x
 * there are |x| edits before the piece and |x - delta| behind it, delta being the difference of
 * the lengths. */
typedef struct {
  guint32 low; /* of positions, possibly wrapped */
  guint32 span;
  guint max_edits;
} Window;

static Window find_window(const BirgeLookup *lookup, guint position, guint n_tokens) {
  gint64 n = lookup->words->len, delta = (gint64)n_tokens - n;
  guint max_edits = birge_max_edits(lookup->score, (guint)MAX(n, (gint64)n_tokens));
  gint64 slack = ((gint64)max_edits - ABS(delta)) / 2;
  gint64 low = MIN(delta, 0) - slack, high = MAX(delta, 0) + slack;
  return (Window){(guint32)(position + low), (guint32)(high - low), max_edits};
}

/* Scans a pair's postings, which are in order of texts, hence of lengths. */
static void scan_sorted(BirgeLookup *lookup, const BirgePiece *piece, const guint32 *next,
                        const guint32 *end, guint group, guint end_group) {
  guint bits = birge_field_position_bits(lookup->field);
  guint32 max_position = (1u << bits) - 1;
  guint64 first = (guint64)lookup->lengths[group].first_text << bits;
  const guint32 *high = end;
  while (next < high) {
    const guint32 *middle = next + (high - next) / 2;
    if (*middle < first)
      next = middle + 1;
    else
      high = middle;
  }
  for (; group < end_group && next < end; group++) {
    guint64 limit = (guint64)lookup->lengths[group + 1].first_text << bits;
    if (*next >= limit)
      continue;
    Window window = find_window(lookup, piece->position, lookup->lengths[group].n_tokens);
    for (; next < end && *next < limit; next++) {
      guint32 position = *next & max_position;
      if (position - window.low <= window.span || position == max_position)
        add_candidate(lookup, *next >> bits, window.max_edits);
    }
  }
}

/* Scans a word's postings: lists of pairs, one after the other. */
static void scan_unsorted(BirgeLookup *lookup, const BirgePiece *piece, const guint32 *next,
                          const guint32 *end, guint group, guint end_group) {
  guint bits = birge_field_position_bits(lookup->field);
  guint32 max_position = (1u << bits) - 1;
  const BirgeLength *lengths = lookup->lengths;
  guint64 first = (guint64)lengths[group].first_text << bits;
  guint64 limit = (guint64)lengths[end_group].first_text << bits;
  for (; next < end; next++) {
    if (*next < first || *next >= limit)
      continue;
    guint low = group, high = end_group - 1;
    while (low < high) {
      guint middle = low + (high - low + 1) / 2;
      if (lengths[middle].first_text <= *next >> bits)
        low = middle;
      else
        high = middle - 1;
    }
    Window window = find_window(lookup, piece->position, lengths[low].n_tokens);
    guint32 position = *next & max_position;
    if (position - window.low <= window.span || position == max_position)
      add_candidate(lookup, *next >> bits, window.max_edits);
  }
}

static void scan_band(BirgeLookup *lookup, const BirgeBand *band) {
  guint group = find_length(lookup, band->min_tokens);
  guint end_group = find_length(lookup, band->max_tokens + 1);
  if (group >= end_group)
    return;
  for (guint i = band->first_piece; i < band->end_piece; i++) {
    const BirgePiece *piece = &g_array_index(lookup->plan->pieces, BirgePiece, i);
    guint n = piece->end - piece->start;
    const guint32 *postings =
        n > 0 ? birge_index_bytes(lookup->index, &lookup->field->postings,
                                  (guint64)piece->start * sizeof(guint32), n * sizeof(guint32))
              : NULL;
    if (postings && piece->is_pair)
      scan_sorted(lookup, piece, postings, postings + n, group, end_group);
    else if (postings)
      scan_unsorted(lookup, piece, postings, postings + n, group, end_group);
  }
  flush_batch(lookup);
}

/* Searches the file at hand for texts of a score, in hundredths. */
static void search(BirgeLookup *lookup, guint score) {
  lookup->score = score;
  guint longest = lookup->n_lengths > 1 ? lookup->lengths[lookup->n_lengths - 2].n_tokens : 0;
  birge_plan_make(lookup->plan, score, longest);
  for (guint b = 0; b < lookup->plan->bands->len; b++)
    scan_band(lookup, &g_array_index(lookup->plan->bands, BirgeBand, b));
}

/* Searches from the highest stage down, until no text that was not found yet can be wanted. */
static void search_stages(BirgeLookup *lookup) {
  gint reached = BIRGE_SCORE_EXACT + 1;
  guint s = lookup->options.best > 0 ? 0 : G_N_ELEMENTS(stages);
  for (gint floor; (floor = MIN(find_floor(lookup), BIRGE_SCORE_EXACT)) < reached; s++) {
    reached = s < G_N_ELEMENTS(stages) ? MAX((gint)stages[s], floor) : floor;
    search(lookup, (guint)reached);
  }
}

/* Turns the query's tokens into the words of the file at hand. */
static void number_words(BirgeLookup *lookup) {
  g_array_set_size(lookup->words, 0);
  lookup->signature = (BirgeSignature){{0, 0}};
  lookup->n_unknown = 0;
  for (guint i = 0; i < lookup->found->len; i++) {
    BirgeToken token = g_array_index(lookup->found, BirgeToken, i);
    guint32 word = birge_field_find_word(
        lookup->index, lookup->field, lookup->folded->str + token.start, token.end - token.start);
    g_array_append_val(lookup->words, word);
    if (word == BIRGE_NO_WORD)
      lookup->n_unknown++;
    else
      lookup->signature.bits[word / 64 % 2] |= (guint64)1 << word % 64;
  }
}

static void tokenize(const BirgeLookup *lookup, const char *text, gsize length, GString *folded,
                     GArray *found) {
  g_string_truncate(folded, 0);
  g_array_set_size(found, 0);
  birge_fold(lookup->source ? lookup->source->folding : NULL, text, length, folded);
  birge_tokenize(folded->str, folded->len, found);
}

/* Finds the text that is equal to one; BIRGE_NO_TEXT if there is none. */
static guint32 find_text(BirgeLookup *lookup, const char *text) {
  if (!*text)
    return BIRGE_NO_TEXT;
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(guint32));
  tokenize(lookup, text, strlen(text), folded, found);
  for (guint i = 0; i < found->len; i++) {
    BirgeToken token = g_array_index(found, BirgeToken, i);
    guint32 word = birge_field_find_word(lookup->index, lookup->field, folded->str + token.start,
                                         token.end - token.start);
    g_array_append_val(words, word);
  }
  guint32 number = birge_field_find_text(lookup->index, lookup->field,
                                         (const guint32 *)(gpointer)words->data, words->len);
  /* A neighbour that is not stored is none that a unit can have. */
  return number == BIRGE_NO_TEXT ? BIRGE_NO_TEXT - 1 : number;
}

static gboolean open_file(BirgeLookup *lookup, guint file, const BirgeQuery *query) {
  lookup->file = file;
  lookup->index = birge_memory_index(lookup->memory, file);
  lookup->field = birge_index_find_field(lookup->index, lookup->tag);
  if (!lookup->field || lookup->field->n_texts == 0)
    return FALSE;
  lookup->target_set = 0;
  for (char **tag = lookup->targets; tag && *tag; tag++) {
    const BirgeField *field = birge_memory_find_field(lookup->memory, lookup->index, *tag);
    if (field)
      lookup->target_set |= (guint64)1 << (field - lookup->index->fields);
  }
  if (lookup->targets && lookup->target_set == 0)
    return FALSE;
  const BirgeSection *lengths = &lookup->field->lengths;
  lookup->n_lengths = (guint)(lengths->length / sizeof(BirgeLength));
  lookup->lengths = birge_index_bytes(lookup->index, lengths, 0, lengths->length);
  if (!lookup->lengths || !birge_field_check_lengths(lookup->index, lookup->field))
    return FALSE;
  number_words(lookup);
  lookup->previous_text = query->previous ? find_text(lookup, query->previous) : BIRGE_NO_TEXT - 1;
  lookup->next_text = query->next ? find_text(lookup, query->next) : BIRGE_NO_TEXT - 1;
  const guint32 *words = (const guint32 *)(gpointer)lookup->words->data;
  birge_pattern_set(&lookup->pattern, words, lookup->words->len);
  birge_plan_find_pieces(lookup->plan, lookup->index, lookup->field, words, lookup->words->len);
  memset(lookup->seen, 0, lookup->n_seen_slots * sizeof *lookup->seen);
  lookup->n_seen = 0;
  return TRUE;
}

/* Searches all files. Returns the number of the first that is damaged; G_MAXUINT: none. */
static guint search_files(BirgeLookup *lookup, const BirgeQuery *query) {
  g_array_set_size(lookup->matches, 0);
  for (guint file = 0; file < lookup->memory->indexes->len && lookup->found->len > 0; file++) {
    if (open_file(lookup, file, query))
      search_stages(lookup);
    if (birge_index_is_damaged(lookup->index))
      return file;
  }
  return G_MAXUINT;
}

const GArray *birge_lookup_find(BirgeLookup *lookup, const BirgeQuery *query, GError **error) {
  tokenize(lookup, query->text, query->length, lookup->folded, lookup->found);
  for (guint damaged; (damaged = search_files(lookup, query)) != G_MAXUINT;) {
    if (!birge_memory_rebuild(lookup->memory, damaged, error))
      return NULL;
  }
  if (lookup->options.best == 0)
    g_array_sort(lookup->matches, compare_any);
  return lookup->matches;
}

static guint score_symbols(const guint32 *a, guint n_a, const guint32 *b, guint n_b) {
  BirgePattern pattern = {0};
  guint n = MAX(n_a, n_b);
  if (n == 0)
    return BIRGE_SCORE_EXACT;
  birge_pattern_set(&pattern, a, n_a);
  guint distance = birge_pattern_measure(&pattern, b, n_b);
  birge_pattern_clear(&pattern);
  return (guint)((guint64)10000 * (n - distance) / n);
}

guint birge_lookup_score_chars(const BirgeLookup *lookup, const char *a, gsize n_a, const char *b,
                               gsize n_b) {
  const BirgeFolding *folding = lookup->source ? lookup->source->folding : NULL;
  g_autoptr(GString) left = g_string_new(NULL);
  g_autoptr(GString) right = g_string_new(NULL);
  birge_fold(folding, a, n_a, left);
  birge_fold(folding, b, n_b, right);
  glong n_left, n_right;
  g_autofree gunichar *x = g_utf8_to_ucs4_fast(left->str, (glong)left->len, &n_left);
  g_autofree gunichar *y = g_utf8_to_ucs4_fast(right->str, (glong)right->len, &n_right);
  return score_symbols(x, (guint)n_left, y, (guint)n_right);
}

GArray *birge_lookup_diff(const BirgeLookup *lookup, const char *stored, gsize n_stored,
                          const char *text, gsize n_text) {
  return birge_diff_words(lookup->source ? lookup->source->folding : NULL, stored, n_stored, text,
                          n_text);
}
