/* Finds where words, phrases and patterns stand.
 *
 * For each file: the words of the vocabulary that a term means, the texts in their postings, and
 * those that have all, as bits by text. What stands together is told by reading the texts that are
 * left. Two words side by side have postings of their own. A regular expression is tried on the
 * texts whose words have its longest sure run of letters, else on all. */
#include "memory/concordance.h"

#include "base/error.h"
#include "memory/private.h"
#include "memory/search.h"
#include "memory/terms.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

struct _BirgeSearch {
  const BirgeMemory *memory;
  char *tag;
  const BirgeFolding *folding;
  GStrv targets;
  guint best;
  GArray *terms;             /* of BirgeTerm */
  URegularExpression *regex; /* NULL: words */
  char *literal;             /* of the regular expression; NULL: none */
  GArray *hits;              /* of BirgeHit */
  GString *folded;           /* scratch: the text that is tried */

  /* In the file that is being searched. */
  guint file;
  const BirgeIndex *index;
  const BirgeField *field;
  guint64 target_set;
  guint64 *texts;    /* bits: those that have all terms so far */
  guint64 *some;     /* bits: those that have the term at hand */
  GPtrArray *meant;  /* of guint64*, by term: bits of the words that it means */
  guint n_tokens;    /* of the text at hand */
  guint n_best;      /* hits with all together */
  guint last_length; /* of the last of them */
  guint64 n_hits;
  gboolean is_cut;  /* texts were left that may have a match */
  gboolean is_pair; /* all that is asked for is two words side by side */
  GError *failed;
};

static void set_bit(guint64 *bits, guint32 i) {
  bits[i / 64] |= (guint64)1 << i % 64;
}

static gboolean has_bit(const guint64 *bits, guint32 i) {
  return (bits[i / 64] >> i % 64 & 1) != 0;
}

static gsize n_blocks(guint32 n) {
  return n / 64 + 1;
}

static const BirgeTerm *term_at(const BirgeSearch *search, guint i) {
  return &g_array_index(search->terms, BirgeTerm, i);
}

BirgeSearch *birge_search_new(const BirgeMemory *memory, const char *pattern,
                              const BirgeSearchOptions *options, GError **error) {
  g_autoptr(BirgeSearch) search = g_new0(BirgeSearch, 1);
  const BirgeLocale *source = birge_locales_find(memory->locales, options->source, NULL, 0);
  search->memory = memory;
  search->tag = source ? g_strdup(source->tag) : birge_tag_normalize(options->source);
  search->folding = source ? source->folding : NULL;
  search->targets = g_strdupv((GStrv)(gpointer)options->targets);
  search->best = options->best;
  search->hits = g_array_new(FALSE, FALSE, sizeof(BirgeHit));
  search->folded = g_string_new(NULL);
  search->meant = g_ptr_array_new_with_free_func(g_free);
  search->terms = g_array_new(FALSE, FALSE, sizeof(BirgeTerm));
  g_array_set_clear_func(search->terms, birge_term_clear);
  if (options->is_regex) {
    search->literal = birge_regex_literal(search->folding, pattern);
    search->regex = birge_regex_open(search->folding, pattern, error);
    return search->regex ? g_steal_pointer(&search) : NULL;
  }
  birge_terms_parse(search->folding, pattern, search->terms);
  search->is_pair = search->terms->len == 2 &&
                    term_at(search, 0)->phrase == term_at(search, 1)->phrase &&
                    !term_at(search, 0)->is_prefix && !term_at(search, 1)->is_prefix;
  if (search->terms->len > 0)
    return g_steal_pointer(&search);
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, "\"%s\" has no word to search for", pattern);
  return NULL;
}

void birge_search_free(BirgeSearch *search) {
  g_free(search->tag);
  g_strfreev(search->targets);
  g_array_unref(search->terms);
  g_clear_pointer(&search->regex, uregex_close);
  g_free(search->literal);
  g_array_unref(search->hits);
  g_string_free(search->folded, TRUE);
  g_ptr_array_unref(search->meant);
  g_free(search->texts);
  g_free(search->some);
  g_clear_error(&search->failed);
  g_free(search);
}

/* Adds the texts of a range of postings to some. */
static void add_postings(BirgeSearch *search, guint32 start, guint32 end) {
  const BirgeField *field = search->field;
  guint bits = birge_field_position_bits(field);
  guint32 n = end > start ? end - start : 0;
  const guint32 *postings =
      birge_index_bytes(search->index, &field->postings, (guint64)start * sizeof *postings,
                        (guint64)n * sizeof *postings);
  for (guint32 i = 0; postings && i < n; i++) {
    guint32 text = postings[i] >> bits;
    if (text < field->n_texts)
      set_bit(search->some, text);
  }
}

static void add_word(BirgeSearch *search, guint32 word) {
  const BirgeField *field = search->field;
  guint32 first = birge_index_number(search->index, &field->word_pairs, word);
  guint32 end = birge_index_number(search->index, &field->word_pairs, (guint64)word + 1);
  add_postings(search, birge_index_number(search->index, &field->pair_postings, first),
               birge_index_number(search->index, &field->pair_postings, end));
}

/* Keeps of texts those that are in some, which it empties. */
static void keep_some(BirgeSearch *search) {
  for (gsize i = 0; i < n_blocks(search->field->n_texts); i++) {
    search->texts[i] &= search->some[i];
    search->some[i] = 0;
  }
}

/* Notes the words that a term means. Returns the word if it is just one, else BIRGE_NO_WORD. */
static guint32 find_meaning(BirgeSearch *search, const BirgeTerm *term) {
  const BirgeField *field = search->field;
  guint64 *meant = g_new0(guint64, n_blocks(field->n_words));
  g_ptr_array_add(search->meant, meant);
  guint32 found = BIRGE_NO_WORD;
  if (!term->is_prefix) {
    found = birge_field_find_word(search->index, field, term->word, term->length);
    if (found < field->n_words)
      set_bit(meant, found);
    return found < field->n_words ? found : BIRGE_NO_WORD;
  }
  for (guint32 w = 0; w < field->n_words && !birge_index_is_damaged(search->index); w++) {
    gsize length;
    const char *word = birge_field_word(search->index, field, w, &length);
    if (birge_term_matches(term, word, length))
      set_bit(meant, w);
  }
  return BIRGE_NO_WORD;
}

/* Leaves in texts those that may have all terms. */
static void filter_by_terms(BirgeSearch *search) {
  guint32 before = BIRGE_NO_WORD;
  for (guint i = 0; i < search->terms->len; i++) {
    const BirgeTerm *term = term_at(search, i);
    guint32 word = find_meaning(search, term);
    BirgePiece pairs[2];
    const guint32 words[2] = {before, word};
    if (i > 0 && term[-1].phrase == term->phrase && before != BIRGE_NO_WORD &&
        word != BIRGE_NO_WORD) {
      birge_pieces_find(search->index, search->field, words, 2, pairs);
      add_postings(search, pairs[1].start, pairs[1].end);
    } else if (word != BIRGE_NO_WORD) {
      add_word(search, word);
    } else {
      for (guint32 w = 0; w < search->field->n_words; w++) {
        if (has_bit(search->meant->pdata[i], w))
          add_word(search, w);
      }
    }
    keep_some(search);
    before = word;
  }
}

/* Leaves in texts those that may have a match of the regular expression. */
static void filter_by_literal(BirgeSearch *search) {
  if (!search->literal)
    return;
  gsize n = strlen(search->literal);
  for (guint32 w = 0; w < search->field->n_words && !birge_index_is_damaged(search->index); w++) {
    gsize length;
    const char *word = birge_field_word(search->index, search->field, w, &length);
    if (memmem(word, length, search->literal, n))
      add_word(search, w);
  }
  keep_some(search);
}

/* Whether the terms from first to before end stand in a text one behind the other, from anywhere.
 */
static gboolean stand_together(const BirgeSearch *search, const GArray *tokens, guint first,
                               guint end) {
  guint n = end - first;
  for (guint start = 0; start + n <= tokens->len; start++) {
    guint i = 0;
    while (i < n &&
           has_bit(search->meant->pdata[first + i], g_array_index(tokens, guint32, start + i)))
      i++;
    if (i == n)
      return TRUE;
  }
  return FALSE;
}

static gboolean has_phrases(const BirgeSearch *search, const GArray *tokens) {
  guint n = search->terms->len;
  for (guint first = 0, end; first < n; first = end) {
    end = first + 1;
    while (end < n && term_at(search, end)->phrase == term_at(search, first)->phrase)
      end++;
    if (end > first + 1 && !stand_together(search, tokens, first, end))
      return FALSE;
  }
  return TRUE;
}

static gboolean has_target(const BirgeSearch *search, guint32 unit) {
  const BirgeIndexHeader *header = search->index->header;
  if (!search->targets)
    return TRUE;
  const guint16 *number =
      birge_index_bytes(search->index, &header->unit_sets, unit * sizeof(guint16), sizeof(guint16));
  const guint64 *set = number ? birge_index_bytes(search->index, &header->sets,
                                                  *number * sizeof(guint64), sizeof(guint64))
                              : NULL;
  return set && (*set & search->target_set) != 0;
}

/* Whether the regular expression has a match in a hit. */
static gboolean matches(BirgeSearch *search, const BirgeHit *hit) {
  g_autoptr(BirgeUnit) unit = birge_index_read_unit(search->index, hit->unit);
  if (!unit || hit->variant >= unit->variants->len)
    return FALSE;
  const BirgeVariant *variant = unit->variants->pdata[hit->variant];
  g_string_truncate(search->folded, 0);
  birge_fold(search->folding, variant->text, variant->length, search->folded);
  int found = birge_regex_matches(search->regex, search->folded);
  if (found < 0 && !search->failed)
    birge_error_set_at(&search->failed, BIRGE_ERROR_LIMIT, search->index->path, unit->line,
                       "the regular expression takes too long on this text");
  return found > 0;
}

/* Whether what is found from now on, in longer texts, can't be among the best. */
static gboolean has_enough(const BirgeSearch *search) {
  return search->best > 0 && search->n_best >= search->best &&
         search->n_tokens > search->last_length;
}

/* Counts the variants that have a text, and adds them unless there are enough that are better. */
static void add_hits(BirgeSearch *search, guint32 text, gboolean is_together) {
  const BirgeField *field = search->field;
  guint32 entry = birge_index_number(search->index, &field->text_entries, text);
  guint32 end = birge_index_number(search->index, &field->text_entries, (guint64)text + 1);
  gboolean only_counts = has_enough(search);
  if (only_counts && !search->targets && end >= entry) {
    search->n_hits += end - entry;
    return;
  }
  for (; entry < end && !birge_index_is_damaged(search->index) && !search->failed; entry++) {
    const guint16 *variant = birge_index_bytes(search->index, &field->entry_variants,
                                               entry * sizeof(guint16), sizeof(guint16));
    BirgeHit hit = {search->file, birge_index_number(search->index, &field->entry_units, entry),
                    variant ? *variant : 0, search->n_tokens, is_together};
    if (hit.unit >= search->index->header->n_units) {
      birge_index_mark_damaged(search->index);
      return;
    }
    if (!has_target(search, hit.unit) || (search->regex && !matches(search, &hit)))
      continue;
    search->n_hits++;
    if (only_counts)
      continue;
    g_array_append_val(search->hits, hit);
    search->n_best += is_together ? 1 : 0;
    search->last_length = search->n_tokens;
  }
}

/* Reads the tokens of a text. Returns FALSE, and marks the index, if they are none. */
static gboolean read_tokens(const BirgeSearch *search, guint32 text, GArray *tokens) {
  g_array_set_size(tokens, 0);
  birge_field_read_text(search->index, search->field, text, tokens);
  for (guint i = 0; i < tokens->len; i++) {
    if (g_array_index(tokens, guint32, i) >= search->field->n_words) {
      birge_index_mark_damaged(search->index);
      return FALSE;
    }
  }
  return TRUE;
}

/* Looks at a text that has all terms, or may have a match. */
static void look_at(BirgeSearch *search, guint32 text, GArray *tokens) {
  guint n = search->terms->len;
  if (search->regex || n == 1 || (search->is_pair && has_enough(search))) {
    add_hits(search, text, TRUE);
    return;
  }
  if (read_tokens(search, text, tokens) && has_phrases(search, tokens))
    add_hits(search, text, stand_together(search, tokens, 0, n));
}

/* Goes through the texts that are left, from the shortest to the longest. */
static void collect(BirgeSearch *search) {
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(guint32));
  const BirgeSection *section = &search->field->lengths;
  const BirgeLength *lengths = birge_index_bytes(search->index, section, 0, section->length);
  if (!lengths || !birge_field_check_lengths(search->index, search->field))
    return;
  search->n_best = 0;
  guint group = 0;
  for (guint32 text = 0; text < search->field->n_texts && !search->failed; text++) {
    if (search->texts[text / 64] == 0) {
      text |= 63;
      continue;
    }
    if (!has_bit(search->texts, text))
      continue;
    while (lengths[group + 1].first_text <= text)
      group++;
    search->n_tokens = lengths[group].n_tokens;
    if (search->regex && has_enough(search)) {
      search->is_cut = TRUE;
      return;
    }
    look_at(search, text, tokens);
  }
}

static gboolean open_file(BirgeSearch *search, guint file) {
  search->file = file;
  search->index = birge_memory_index(search->memory, file);
  search->field = birge_index_find_field(search->index, search->tag);
  if (!search->field || search->field->n_texts == 0)
    return FALSE;
  search->target_set = 0;
  for (char **tag = search->targets; tag && *tag; tag++) {
    const BirgeField *field = birge_memory_find_field(search->memory, search->index, *tag);
    if (field)
      search->target_set |= (guint64)1 << (field - search->index->fields);
  }
  gsize n = n_blocks(search->field->n_texts);
  g_free(search->texts);
  g_free(search->some);
  search->texts = g_malloc(n * sizeof *search->texts);
  memset(search->texts, 0xFF, n * sizeof *search->texts);
  search->some = g_new0(guint64, n);
  g_ptr_array_set_size(search->meant, 0);
  return TRUE;
}

static gint compare_hits(gconstpointer a, gconstpointer b) {
  const BirgeHit *x = a, *y = b;
  const gint64 order[] = {(gint64)y->is_together - x->is_together,
                          (gint64)x->n_tokens - y->n_tokens, (gint64)x->file - y->file,
                          (gint64)x->unit - y->unit, (gint64)x->variant - y->variant};
  for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
    if (order[i] != 0)
      return order[i] < 0 ? -1 : 1;
  }
  return 0;
}

/* Searches a file, again if its index had to be built anew. */
static gboolean search_file(BirgeSearch *search, guint file, GError **error) {
  guint before = search->hits->len;
  guint64 n_before = search->n_hits;
  for (;;) {
    if (open_file(search, file)) {
      if (search->regex)
        filter_by_literal(search);
      else
        filter_by_terms(search);
      collect(search);
    }
    if (search->failed) {
      g_propagate_error(error, g_steal_pointer(&search->failed));
      return FALSE;
    }
    if (!birge_index_is_damaged(search->index))
      return TRUE;
    g_array_set_size(search->hits, before);
    search->n_hits = n_before;
    if (!birge_memory_rebuild(search->memory, file, error))
      return FALSE;
  }
}

const GArray *birge_search_find(BirgeSearch *search, guint64 *n_hits, GError **error) {
  g_array_set_size(search->hits, 0);
  search->n_hits = 0;
  search->is_cut = FALSE;
  for (guint file = 0; file < search->memory->indexes->len; file++) {
    if (!search_file(search, file, error))
      return NULL;
  }
  *n_hits = search->is_cut ? BIRGE_NOT_COUNTED : search->n_hits;
  g_array_sort(search->hits, compare_hits);
  if (search->best > 0 && search->hits->len > search->best)
    g_array_set_size(search->hits, search->best);
  return search->hits;
}

GArray *birge_search_mark(const BirgeSearch *search, const char *text, gsize length) {
  GArray *ranges = g_array_new(FALSE, FALSE, sizeof(BirgeRange));
  g_autoptr(BirgeFolded) folded = birge_folded_new(search->folding, text, length);
  if (search->regex) {
    birge_regex_find(search->regex, folded, ranges);
    return ranges;
  }
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  birge_tokenize(folded->folded->str, folded->folded->len, tokens);
  for (guint i = 0; i < tokens->len; i++) {
    BirgeToken token = g_array_index(tokens, BirgeToken, i);
    for (guint t = 0; t < search->terms->len; t++) {
      if (!birge_term_matches(term_at(search, t), folded->folded->str + token.start,
                              token.end - token.start))
        continue;
      BirgeRange range = {g_array_index(folded->starts, gsize, token.start),
                          g_array_index(folded->starts, gsize, token.end)};
      g_array_append_val(ranges, range);
      break;
    }
  }
  return ranges;
}
