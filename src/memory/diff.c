/* Tells word by word how two texts differ. */
#include "memory/diff.h"
#include "memory/private.h"
#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>

/* Texts whose table would be larger are told as deleted and inserted whole. */
#define MAX_CELLS (16u * 1024 * 1024)

/* A word of a text: where it stands in the text itself, and its number. */
typedef struct {
  gsize start;
  gsize end;
  guint32 word;
} Place;

/* Finds the tokens of a text in the text itself: characters are folded one after the other until
 * the folded text reaches the token's end. What folds to nothing, or changes with what follows it,
 * goes with the token in which it ends. */
static GArray *place_tokens(const BirgeFolding *folding, const char *text, gsize length,
                            BirgeVocabulary *words) {
  g_autoptr(GString) folded = g_string_new(NULL);
  g_autoptr(GString) part = g_string_new(NULL);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
  birge_fold(folding, text, length, folded);
  birge_tokenize(folded->str, folded->len, found);
  gsize offset = 0, folded_offset = 0;
  for (guint i = 0; i < found->len; i++) {
    BirgeToken token = g_array_index(found, BirgeToken, i);
    Place place = {
        .start = offset,
        .word = birge_vocabulary_add(words, folded->str + token.start, token.end - token.start)};
    while (offset < length && folded_offset < token.end) {
      gsize n = birge_fold_step(folding, text + offset, length - offset, part);
      if (folded_offset <= token.start)
        place.start = offset;
      offset += n;
      folded_offset += part->len;
    }
    place.end = offset;
    g_array_append_val(places, place);
  }
  return places;
}

static void add_part(GArray *parts, BirgeDiffKind kind, const Place *place) {
  BirgeDiff part = {kind, place->start, place->end};
  g_array_append_val(parts, part);
}

static const Place *place_at(const GArray *places, guint i) {
  return &g_array_index(places, Place, i);
}

/* Walks back through a table of distances of all suffixes. */
static GArray *trace(const GArray *a, const GArray *b, const guint32 *table) {
  GArray *parts = g_array_new(FALSE, FALSE, sizeof(BirgeDiff));
  guint width = b->len + 1, i = 0, j = 0;
  while (i < a->len || j < b->len) {
    guint32 here = table[i * width + j];
    gboolean same = i < a->len && j < b->len && place_at(a, i)->word == place_at(b, j)->word;
    if (same && here == table[(i + 1) * width + j + 1]) {
      add_part(parts, BIRGE_DIFF_SAME, place_at(b, j));
      i++, j++;
    } else if (i < a->len && j < b->len && here == table[(i + 1) * width + j + 1] + 1) {
      add_part(parts, BIRGE_DIFF_DELETED, place_at(a, i++));
      add_part(parts, BIRGE_DIFF_INSERTED, place_at(b, j++));
    } else if (i < a->len && here == table[(i + 1) * width + j] + 1) {
      add_part(parts, BIRGE_DIFF_DELETED, place_at(a, i++));
    } else {
      add_part(parts, BIRGE_DIFF_INSERTED, place_at(b, j++));
    }
  }
  return parts;
}

GArray *birge_diff_words(const BirgeFolding *folding, const char *stored, gsize n_stored,
                         const char *text, gsize n_text) {
  g_autoptr(BirgeVocabulary) words = birge_vocabulary_new();
  g_autoptr(GArray) a = place_tokens(folding, stored, n_stored, words);
  g_autoptr(GArray) b = place_tokens(folding, text, n_text, words);
  guint64 width = b->len + 1;
  if ((a->len + 1) * width > MAX_CELLS) {
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(BirgeDiff));
    for (guint i = 0; i < a->len; i++)
      add_part(parts, BIRGE_DIFF_DELETED, place_at(a, i));
    for (guint j = 0; j < b->len; j++)
      add_part(parts, BIRGE_DIFF_INSERTED, place_at(b, j));
    return parts;
  }
  g_autofree guint32 *table = g_new(guint32, (a->len + 1) * width);
  for (guint i = a->len + 1; i-- > 0;) {
    for (guint j = b->len + 1; j-- > 0;) {
      guint32 *cell = &table[i * width + j];
      if (i == a->len || j == b->len) {
        *cell = a->len - i + b->len - j;
        continue;
      }
      guint32 replaced = cell[width + 1] + (place_at(a, i)->word != place_at(b, j)->word ? 1 : 0);
      *cell = MIN(replaced, MIN(cell[1], cell[width]) + 1);
    }
  }
  return trace(a, b, table);
}
