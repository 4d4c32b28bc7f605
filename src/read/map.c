/* Puts text back where it was read. */
#include "read/map.h"

#include "base/error.h"
#include "read/package.h"
#include "read/private.h"
#include "read/turns.h"
#include "text/utf.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

/* How many bytes are looked through for sentences that stand twice, for each byte of text. */
#define SEARCH_FACTOR 64
#define FREE_SEARCH (16 * 1024 * 1024)

/* What is to stand in place of a range of the file. */
typedef struct {
  gsize start;
  gsize end;
  char *text;  /* as it must be written there */
  int balance; /* of its letters: see birge_weigh_directions() */
} Change;

static void clear_change(gpointer data) {
  g_free(((Change *)data)->text);
}

static int compare_changes(gconstpointer a, gconstpointer b) {
  const Change *x = a, *y = b;
  return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
                              : (x->end > y->end) - (x->end < y->end);
}

/* The first piece that ends after offset. */
static guint find_piece(const BirgeMap *map, gsize offset) {
  guint low = 0, high = map->pieces->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(map->pieces, BirgePiece, middle).end <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The piece of a range that its text goes to: the longest of those that are in the fewest elements.
 */
static guint choose_piece(const BirgeMap *map, guint first, gsize start, gsize end) {
  guint chosen = first;
  gsize longest = 0;
  for (guint i = first; i < map->pieces->len; i++) {
    const BirgePiece *piece = &g_array_index(map->pieces, BirgePiece, i);
    const BirgePiece *best = &g_array_index(map->pieces, BirgePiece, chosen);
    if (piece->start >= end)
      break;
    gsize length = MIN(piece->end, end) - MAX(piece->start, start);
    if (piece->depth < best->depth || (piece->depth == best->depth && length > longest)) {
      chosen = i;
      longest = length;
    }
  }
  return chosen;
}

static void change(const BirgeMap *map, const BirgeFilling *filling, GArray *changes) {
  guint first = find_piece(map, filling->start);
  guint chosen = choose_piece(map, first, filling->start, filling->end);
  for (guint i = first; i < map->pieces->len; i++) {
    const BirgePiece *piece = &g_array_index(map->pieces, BirgePiece, i);
    if (piece->start >= filling->end)
      break;
    gsize start = MAX(piece->start, filling->start), end = MIN(piece->end, filling->end);
    Change one = {start, end, NULL, 0};
    if (map->text) {
      one.start = birge_layer_start(map->text, start);
      one.end = birge_layer_end(map->text, end - 1);
    }
    guint n_letters = 0;
    if (i == chosen)
      one.balance = birge_weigh_directions(filling->text, strlen(filling->text), &n_letters);
    one.text = i == chosen ? birge_quote(filling->text, &piece->quotings) : g_strdup("");
    g_array_append_val(changes, one);
  }
}

/* A stretch of text that is no block, and how much may still be searched in all of them. */
typedef struct {
  gsize start;
  gsize end;
  gsize budget;
} Gap;

static gboolean is_letter_at(const char *p) {
  return u_isalnum((UChar32)g_utf8_get_char(p));
}

/* Whether what stands at a place is a text of its own there, not the beginning of a longer one: it
 * ends with a mark, or a mark, the next filling's text or nothing follows on its line. next: may be
 * NULL. */
static gboolean is_whole(const char *text, const Gap *gap, BirgeFilling place,
                         const BirgeFilling *next) {
  if (place.start > gap->start && is_letter_at(g_utf8_prev_char(text + place.start)))
    return FALSE;
  if (!is_letter_at(g_utf8_prev_char(text + place.end)))
    return TRUE;
  gsize end = place.end;
  while (end < gap->end && text[end] == ' ')
    end++;
  gsize n_next = next ? next->end - next->start : 0;
  return end == gap->end || !is_letter_at(text + end) ||
         (n_next > 0 && n_next <= gap->end - end && end > place.end &&
          memcmp(text + end, text + next->start, n_next) == 0);
}

/* Where in a gap the text of the first of n fillings stands as a whole: from its end to there when
 * it does not. */
static BirgeFilling find_again(const char *text, Gap *gap, const BirgeFilling *fillings, guint n) {
  gsize length = fillings->end - fillings->start, at = gap->start;
  while (length > 0 && gap->budget > 0) {
    const char *found = memmem(text + at, gap->end - at, text + fillings->start, length);
    gsize start = found ? (gsize)(found - text) : gap->end;
    BirgeFilling place = {start, start + length, fillings->text};
    gap->budget -= MIN(gap->budget, start - at + 1);
    if (!found)
      break;
    if (is_whole(text, gap, place, n > 1 ? fillings + 1 : NULL))
      return place;
    at = start + 1;
  }
  return (BirgeFilling){gap->end, gap->end, NULL};
}

/* Changes what of the fillings stands once more in a gap, in their order. */
static void change_again(const BirgeMap *map, const BirgeDocument *document, Gap *gap,
                         const BirgeFilling *fillings, guint n, GArray *changes) {
  for (guint i = 0; i < n && gap->start < gap->end; i++) {
    BirgeFilling place = find_again(document->text, gap, fillings + i, n - i);
    if (!place.text)
      continue;
    change(map, &place, changes);
    gap->start = place.end;
  }
}

/* Looks for the fillings between blocks, where text stands that was read for this alone: a title, a
 * description, a body, each of which may hold all of them. */
static void change_gaps(const BirgeMap *map, const BirgeDocument *document,
                        const BirgeFilling *fillings, guint n, GArray *changes) {
  Gap gap = {0, 0, document->length * SEARCH_FACTOR + FREE_SEARCH};
  guint repeat = 0;
  for (guint b = 0; b <= document->n_blocks; b++) {
    gsize end = b < document->n_blocks ? document->blocks[b].start : document->length;
    while (gap.start < end) {
      while (repeat < map->repeats->len && g_array_index(map->repeats, gsize, repeat) <= gap.start)
        repeat++;
      gap.end =
          repeat < map->repeats->len ? MIN(end, g_array_index(map->repeats, gsize, repeat)) : end;
      change_again(map, document, &gap, fillings, n, changes);
      gap.start = gap.end;
    }
    gap.start = b < document->n_blocks ? document->blocks[b].end : end;
  }
}

/* The first change that ends at a place or after it. changes: sorted. */
static guint first_change(const GArray *changes, gsize place) {
  guint low = 0, high = changes->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(changes, Change, middle).end < place)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The change that a range of the file is in, or NULL. changes: sorted. */
static Change *find_change(const GArray *changes, gsize start, gsize end) {
  guint i = first_change(changes, end);
  Change *found = i < changes->len ? &g_array_index(changes, Change, i) : NULL;
  return found && found->start <= start ? found : NULL;
}

/* Takes marks away whose counterpart was replaced with the text around it. */
static void change_pairs(const BirgeMap *map, GArray *changes) {
  g_autoptr(GArray) more = g_array_new(FALSE, FALSE, sizeof(Change));
  for (guint i = 0; i < map->pairs->len; i++) {
    const BirgePair *pair = &g_array_index(map->pairs, BirgePair, i);
    gboolean opens_in = find_change(changes, pair->open, pair->open_end) != NULL;
    gboolean closes_in = find_change(changes, pair->close, pair->close_end) != NULL;
    if (opens_in == closes_in)
      continue;
    Change one = {closes_in ? pair->open : pair->close,
                  closes_in ? pair->open_end : pair->close_end, g_strdup(""), 0};
    g_array_append_val(more, one);
  }
  g_array_append_vals(changes, more->data, more->len);
  g_array_sort(changes, compare_changes);
}

/* The bytes of a part behind its byte order mark. */
static const char *text_of_part(const BirgePart *part, gsize *length) {
  const char *source = g_bytes_get_data(part->source, length);
  *length -= part->n_skipped;
  return source + part->n_skipped;
}

/* Puts behind a text what stood among the text that it replaces. */
static void change_atoms(const BirgeMap *map, GArray *changes) {
  gsize length;
  const char *source = text_of_part(&g_array_index(map->parts, BirgePart, 0), &length);
  for (guint i = 0; i < map->atoms->len; i++) {
    const BirgeAtom *atom = &g_array_index(map->atoms, BirgeAtom, i);
    Change *change = find_change(changes, atom->start, atom->end);
    if (!change)
      continue;
    g_autofree char *before = change->text;
    g_autofree char *kept = g_strndup(source + atom->start, atom->end - atom->start);
    change->text = g_strconcat(before, kept, NULL);
  }
}

/* Keeps the white space at which a text begins or ends now that what stood there went elsewhere. */
static void change_guards(const BirgeMap *map, GArray *changes) {
  g_autoptr(GArray) more = g_array_new(FALSE, FALSE, sizeof(Change));
  guint g = 0;
  for (guint i = 0; i < changes->len; i++) {
    const Change *change = &g_array_index(changes, Change, i);
    while (g < map->guards->len && g_array_index(map->guards, BirgeGuard, g).end < change->end)
      g++;
    if (g == map->guards->len)
      break;
    const BirgeGuard *guard = &g_array_index(map->guards, BirgeGuard, g);
    gboolean is_edge = change->start == guard->start || change->end == guard->end;
    gboolean is_whole = change->start == guard->start && change->end == guard->end;
    if (*change->text || change->start < guard->start || !is_edge || is_whole)
      continue;
    Change one = {guard->tag, guard->tag, g_strdup(" xml:space=\"preserve\""), 0};
    g_array_append_val(more, one);
    g++;
  }
  g_array_append_vals(changes, more->data, more->len);
  g_array_sort(changes, compare_changes);
}

/* How many letters of what is filled in between two places run from right to left, less those that
 * run from left to right. */
static int weigh_changes(const GArray *changes, gsize start, gsize end) {
  int balance = 0;
  for (guint i = first_change(changes, start); i < changes->len; i++) {
    const Change *one = &g_array_index(changes, Change, i);
    if (one->start >= end)
      break;
    balance += one->start >= start ? one->balance : 0;
  }
  return balance;
}

/* Puts declarations where they go. */
static void declare(const BirgeMap *map, const char *declared, GArray *changes) {
  const BirgeDeclarations *place = &map->declarations;
  Change one = {place->at, place->at_end, NULL, 0};
  one.text = g_strdup_printf("%s%s%s", place->open ? place->open : "", declared,
                             place->close ? place->close : "");
  g_array_append_val(changes, one);
}

/* Says of the stretches that are filled which way they run. */
static void change_turns(const BirgeMap *map, GArray *changes) {
  g_autoptr(GArray) more = g_array_new(FALSE, FALSE, sizeof(Change));
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GString) declared = g_string_new(NULL);
  for (guint i = 0; i < map->turns->len; i++) {
    const BirgeTurn *turn = &g_array_index(map->turns, BirgeTurn, i);
    int balance = weigh_changes(changes, turn->start, turn->end);
    if (balance == 0 || (balance > 0) != turn->to_rtl)
      continue;
    Change one = {turn->at, turn->at_end, g_strdup(turn->text), 0};
    g_array_append_val(more, one);
    if (turn->declaration && g_hash_table_add(seen, turn->declaration))
      g_string_append(declared, turn->declaration);
  }
  if (declared->len > 0)
    declare(map, declared->str, more);
  g_array_append_vals(changes, more->data, more->len);
  g_array_sort(changes, compare_changes);
}

static void write_changed(const BirgePart *part, const GArray *changes, BirgeOutput *output) {
  gsize length;
  const char *text = text_of_part(part, &length);
  birge_output_write(output, text - part->n_skipped, part->n_skipped);
  gsize at = part->start, end = part->start + length;
  text -= part->start;
  for (guint i = first_change(changes, at); i < changes->len; i++) {
    const Change *one = &g_array_index(changes, Change, i);
    if (one->start < at || one->end > end)
      continue;
    birge_output_write(output, text + at, one->start - at);
    birge_output_puts(output, one->text);
    at = one->end;
  }
  birge_output_write(output, text + at, end - at);
}

/* Replaces a member of the package if it is changed. */
static gboolean replace_member(const BirgeMap *map, const BirgePart *part, const GArray *changes,
                               GBytes **package, GError **error) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) member = birge_output_open_string(text);
  write_changed(part, changes, member);
  g_autoptr(GBytes) content = g_string_free_to_bytes(g_steal_pointer(&text));
  if (g_bytes_equal(content, part->source))
    return TRUE;
  GBytes *replaced = birge_package_replace(map->name, *package, part->member, content, error);
  if (!replaced)
    return FALSE;
  g_bytes_unref(*package);
  *package = replaced;
  return TRUE;
}

/* Writes a package with the changed members; one that has none as it is. */
static gboolean write_package(const BirgeMap *map, const GArray *changes, BirgeOutput *output,
                              GError **error) {
  g_autoptr(GBytes) package = g_bytes_ref(map->package);
  for (guint i = 0; i < map->parts->len; i++) {
    const BirgePart *part = &g_array_index(map->parts, BirgePart, i);
    if (!replace_member(map, part, changes, &package, error))
      return FALSE;
  }
  gsize length;
  const char *data = g_bytes_get_data(package, &length);
  birge_output_write(output, data, length);
  return TRUE;
}

/* Whether the places of a filling can hold its text. */
static gboolean check_filling(const BirgeMap *map, const BirgeFilling *filling, GError **error) {
  for (guint i = find_piece(map, filling->start); i < map->pieces->len; i++) {
    const BirgePiece *piece = &g_array_index(map->pieces, BirgePiece, i);
    if (piece->start >= filling->end)
      break;
    if (birge_can_quote(filling->text, &piece->quotings))
      continue;
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, map->name, 0,
                       "a text with \": \", \" #\" or a mark at its start needs quotes around the "
                       "title that it replaces: %s",
                       filling->text);
    return FALSE;
  }
  return TRUE;
}

gboolean birge_map_fill(const BirgeMap *map, const BirgeDocument *document,
                        const BirgeFilling *fillings, guint n, BirgeOutput *output,
                        GError **error) {
  if (!map->fills) {
    birge_error_set_at(error, BIRGE_ERROR_FORMAT, map->name, 0,
                       "can't be filled: only files in UTF-8 can");
    return FALSE;
  }
  g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(Change));
  g_array_set_clear_func(changes, clear_change);
  for (guint i = 0; i < n; i++) {
    if (!check_filling(map, &fillings[i], error))
      return FALSE;
    change(map, &fillings[i], changes);
  }
  if (map->text)
    change_gaps(map, document, fillings, n, changes);
  g_array_sort(changes, compare_changes);
  change_atoms(map, changes);
  change_pairs(map, changes);
  change_guards(map, changes);
  change_turns(map, changes);
  if (map->package)
    return write_package(map, changes, output, error);
  write_changed(&g_array_index(map->parts, BirgePart, 0), changes, output);
  return TRUE;
}

static void clear_part(gpointer data) {
  BirgePart *part = data;
  g_bytes_unref(part->source);
  g_free(part->member);
}

static void clear_turn(gpointer data) {
  BirgeTurn *turn = data;
  g_free(turn->text);
  g_clear_pointer(&turn->declaration, g_ref_string_release);
}

BirgeMap *birge_map_new(const char *name) {
  BirgeMap *map = g_new0(BirgeMap, 1);
  map->name = g_strdup(name);
  map->parts = g_array_new(FALSE, FALSE, sizeof(BirgePart));
  g_array_set_clear_func(map->parts, clear_part);
  map->pieces = g_array_new(FALSE, FALSE, sizeof(BirgePiece));
  map->pairs = g_array_new(FALSE, FALSE, sizeof(BirgePair));
  map->atoms = g_array_new(FALSE, FALSE, sizeof(BirgeAtom));
  map->guards = g_array_new(FALSE, FALSE, sizeof(BirgeGuard));
  map->turns = g_array_new(FALSE, FALSE, sizeof(BirgeTurn));
  map->repeats = g_array_new(FALSE, FALSE, sizeof(gsize));
  g_array_set_clear_func(map->turns, clear_turn);
  map->fills = TRUE;
  return map;
}

void birge_map_free(BirgeMap *map) {
  g_free(map->name);
  g_array_unref(map->parts);
  g_clear_pointer(&map->package, g_bytes_unref);
  g_clear_pointer(&map->text, birge_layer_free);
  g_array_unref(map->pieces);
  g_array_unref(map->pairs);
  g_array_unref(map->atoms);
  g_array_unref(map->guards);
  g_array_unref(map->turns);
  g_array_unref(map->repeats);
  g_free(map->declarations.open);
  g_free(map->declarations.close);
  g_free(map);
}

/* Whether text is what the file holds, its byte order mark left out. */
static gboolean is_as_it_stands(GBytes *bytes, GBytes *text, gsize *n_skipped) {
  gsize n_bytes, n_text;
  const char *a = g_bytes_get_data(bytes, &n_bytes);
  const char *b = g_bytes_get_data(text, &n_text);
  *n_skipped = n_bytes >= n_text ? n_bytes - n_text : 0;
  return n_bytes >= n_text && *n_skipped <= 3 && memcmp(a + *n_skipped, b, n_text) == 0;
}

/* Adds a part whose text starts at a place. */
static void add_part(BirgeMap *map, const char *member, GBytes *bytes, GBytes *text, gsize start) {
  BirgePart part = {g_bytes_ref(bytes), g_strdup(member), 0, start};
  map->fills = is_as_it_stands(bytes, text, &part.n_skipped) && map->fills;
  g_array_append_val(map->parts, part);
}

gboolean birge_article_add_part(BirgeArticle *article, BirgeLayer *layer, const char *member,
                                GBytes *bytes, const char *encoding, GError **error) {
  g_autoptr(GBytes) text = birge_text_decode(article->name, bytes, encoding, error);
  if (!text)
    return FALSE;
  gsize length;
  const char *data = g_bytes_get_data(text, &length);
  if (!birge_layer_check_length(article->name, layer->text->len + length, error))
    return FALSE;
  add_part(article->map, member, bytes, text, layer->text->len);
  g_string_append_len(layer->text, data ? data : "", (gssize)length);
  return TRUE;
}

BirgeLayer *birge_article_begin(BirgeArticle *article) {
  BirgeLayer *layer = birge_layer_new_file("", 0);
  article->map->text = birge_layer_new_over(layer, BIRGE_QUOTING_MARKUP);
  return layer;
}

BirgeLayer *birge_article_open(BirgeArticle *article, GBytes *bytes, const char *encoding,
                               GError **error) {
  g_autoptr(BirgeLayer) layer = birge_article_begin(article);
  return birge_article_add_part(article, layer, NULL, bytes, encoding, error)
             ? g_steal_pointer(&layer)
             : NULL;
}

void birge_article_map_plain(BirgeArticle *article, GBytes *bytes) {
  BirgeMap *map = article->map;
  add_part(map, NULL, bytes, article->text, 0);
  BirgePiece whole = {.end = g_bytes_get_size(article->text)};
  g_array_append_val(map->pieces, whole);
}
