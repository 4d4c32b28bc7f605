/* Edit distances, 64 at a time.
 *
 * After G. Myers, A fast bit-vector algorithm for approximate string matching based on dynamic
 * programming (1999), in the form of H. Hyyrö, A bit-vector algorithm for computing Levenshtein and
 * Damerau edit distances (2003). Our symbols are 32-bit numbers: their bit vectors stand in a hash
 * table. */
#include "memory/search.h"

#include <string.h>

void birge_pattern_clear(BirgePattern *pattern) {
  g_free(pattern->keys);
  g_free(pattern->masks);
}

static guint find_slot(const BirgePattern *pattern, guint32 symbol) {
  guint slot = (symbol * 0x9E3779B1u) >> pattern->shift;
  while (pattern->keys[slot] && pattern->keys[slot] != (guint64)symbol + 1)
    slot = (slot + 1) & (pattern->n_slots - 1);
  return slot;
}

void birge_pattern_set(BirgePattern *pattern, const guint32 *symbols, guint n) {
  guint n_blocks = MAX(1, (n + 63) / 64), n_slots = 64;
  while (n_slots < 2 * n)
    n_slots *= 2;
  if ((gsize)n_slots * n_blocks > pattern->room) {
    pattern->room = (gsize)n_slots * n_blocks;
    birge_pattern_clear(pattern);
    pattern->keys = g_new(guint64, pattern->room);
    pattern->masks = g_new(guint64, pattern->room);
  }
  pattern->n_slots = n_slots;
  pattern->shift = (guint)__builtin_clz(n_slots) + 1;
  pattern->n_blocks = n_blocks;
  pattern->n = n;
  memset(pattern->keys, 0, n_slots * sizeof *pattern->keys);
  for (guint i = 0; i < n; i++) {
    guint slot = find_slot(pattern, symbols[i]);
    guint64 *masks = pattern->masks + (gsize)slot * n_blocks;
    if (!pattern->keys[slot])
      memset(masks, 0, n_blocks * sizeof *masks);
    pattern->keys[slot] = (guint64)symbols[i] + 1;
    masks[i / 64] |= (guint64)1 << i % 64;
  }
}

/* One column of one block. carry: the difference at the block's upper edge, -1, 0 or 1; becomes
 * that at its lower edge, which is the bit last. */
static void advance(guint64 *plus, guint64 *minus, guint64 equal, guint64 last, int *carry) {
  guint64 vertical = equal | *minus;
  guint64 in_minus = *carry<0, in_plus = *carry> 0;
  equal |= in_minus;
  guint64 horizontal = (((equal & *plus) + *plus) ^ *plus) | equal;
  guint64 up = *minus | ~(horizontal | *plus), down = *plus & horizontal;
  *carry = (up & last) ? 1 : (down & last) ? -1 : 0;
  up = up << 1 | in_plus;
  down = down << 1 | in_minus;
  *plus = down | ~(vertical | up);
  *minus = up & vertical;
}

static guint measure_short(const BirgePattern *pattern, const guint32 *text, guint n_text) {
  guint64 plus = G_MAXUINT64, minus = 0, last = (guint64)1 << (pattern->n - 1);
  gint64 distance = pattern->n;
  for (guint i = 0; i < n_text; i++) {
    guint slot = find_slot(pattern, text[i]);
    int carry = 1;
    advance(&plus, &minus, pattern->keys[slot] ? pattern->masks[slot] : 0, last, &carry);
    distance += carry;
  }
  return (guint)distance;
}

guint birge_pattern_measure(const BirgePattern *pattern, const guint32 *text, guint n_text) {
  if (pattern->n == 0 || n_text == 0)
    return MAX(pattern->n, n_text);
  if (pattern->n_blocks == 1)
    return measure_short(pattern, text, n_text);
  guint n_blocks = pattern->n_blocks;
  g_autofree guint64 *columns = g_new0(guint64, 2 * (gsize)n_blocks);
  guint64 *plus = columns, *minus = columns + n_blocks;
  memset(plus, 0xFF, n_blocks * sizeof *plus);
  guint64 last = (guint64)1 << (pattern->n - 1) % 64;
  gint64 distance = pattern->n;
  for (guint i = 0; i < n_text; i++) {
    guint slot = find_slot(pattern, text[i]);
    const guint64 *masks = pattern->keys[slot] ? pattern->masks + (gsize)slot * n_blocks : NULL;
    int carry = 1;
    for (guint b = 0; b < n_blocks; b++)
      advance(&plus[b], &minus[b], masks ? masks[b] : 0,
              b + 1 == n_blocks ? last : (guint64)1 << 63, &carry);
    distance += carry;
  }
  return (guint)distance;
}
