/* How many cells of a terminal characters take, and which of them it is given. */
#include "render/terminal.h"

#include <unicode/uchar.h>

#define ZERO_WIDTH_JOINER 0x200D
#define EMOJI_SELECTOR 0xFE0F
#define SOFT_HYPHEN 0xAD

const char *birge_cells_replacement(UChar32 c) {
  if (c >= 0x20 && c < 0x7F)
    return NULL;
  if (c == '\t')
    return " ";
  /* Many terminals show a hyphen wherever a soft one stands. */
  if (c == SOFT_HYPHEN)
    return "";
  return u_charType(c) == U_CONTROL_CHAR || U_IS_UNICODE_NONCHAR(c) ? "\xEF\xBF\xBD" : NULL;
}

/* Vowels and final consonants of Hangul syllables that are spelt out join the first consonant. */
static gboolean is_joined_jamo(UChar32 c) {
  int32_t type = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  return type == U_HST_VOWEL_JAMO || type == U_HST_TRAILING_JAMO;
}

/* The cells of a character by itself. Ambiguous width is narrow: only terminals that are set to an
 * East Asian encoding say otherwise (UAX #11, 5). */
static guint count_one(UChar32 c) {
  if (c < 0x300)
    return c == SOFT_HYPHEN ? 0 : 1;
  switch (u_charType(c)) {
  case U_NON_SPACING_MARK:
  case U_ENCLOSING_MARK:
  case U_FORMAT_CHAR:
    return 0;
  default:
    break;
  }
  int32_t width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  if (width == U_EA_WIDE || width == U_EA_FULLWIDTH)
    return 2;
  return is_joined_jamo(c) ? 0 : 1;
}

static gboolean extends_cluster(UChar32 c) {
  return u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK) == U_GCB_EXTEND ||
         c == ZERO_WIDTH_JOINER;
}

/* A sequence of emoji is drawn as one: what a joiner ties to the first, and the colour of skin, add
 * nothing; the selector U+FE0F makes a narrow character an emoji, which is wide (UTS #51 2). The
 * state never outlives a cluster (UAX #29 GB11), so that the sum of clusters is that of the text.
 */
guint birge_cells_count(const char *text, gsize length) {
  guint cells = 0, emoji_cells = 0;
  gboolean in_emoji = FALSE;
  UChar32 before = 0;
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    /* No emoji that counts here is below U+0300. */
    gboolean starts_emoji = c >= 0x300 && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC);
    guint own = count_one(c);
    if (in_emoji && (before == ZERO_WIDTH_JOINER ? starts_emoji : extends_cluster(c))) {
      own = c == EMOJI_SELECTOR && emoji_cells == 1 ? 1 : 0;
      emoji_cells += own;
    } else {
      in_emoji = starts_emoji;
      emoji_cells = own;
    }
    cells += own;
    before = c;
  }
  return cells;
}

guint birge_cells_count_ligatures(const char *text, gsize length) {
  guint n = 0;
  UChar32 before = 0;
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    gboolean is_alef = c == 0x622 || c == 0x623 || c == 0x625 || c == 0x627;
    n += before == 0x644 && is_alef ? 1 : 0;
    before = c;
  }
  return n;
}
