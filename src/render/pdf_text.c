/* Makes words into pieces, and pieces into operators (ISO 32000-1, 9.4.3). */
#include "render/pdf_text.h"

#include <math.h>
#include <string.h>
#include <unicode/uchar.h>

#define RIGHT_TO_LEFT_MARK 0x200F

/* Glyphs that belong together and the characters that they stand for. */
typedef struct {
  const BirgeFont *font;
  guint first_glyph; /* half-open range, left to right */
  guint end_glyph;
  guint start; /* half-open byte range in the word */
  guint end;
  double x; /* in em, from the word's left end */
  double width;
  gboolean is_letters; /* has a letter that is read from right to left */
} Group;

/* A code that says a character. */
typedef struct {
  const BirgeFont *font;
  guint glyph;
  UChar32 c;
  double x; /* in em, from the word's left end */
  double width;
  guint group;
} Code;

/* The word that is being made; its arrays are used again for the next one. */
struct _BirgePdfWords {
  BirgePdfFonts *fonts;
  const BirgeWord *word;
  GArray *groups; /* of Group, left to right */
  GArray *codes;  /* of Code, left to right */
  GArray *pieces; /* of BirgePdfPiece */
  GArray *inks;   /* of BirgePdfInk */
  GString *operators;
  gboolean is_open; /* a string is begun */
  long pen;         /* where readers think that they are, in thousandths of an em */
};

typedef struct _BirgePdfWords Work;

BirgeTurn birge_turn(UChar32 c) {
  switch (u_charDirection(c)) {
  case U_LEFT_TO_RIGHT:
    return BIRGE_TURN_LEFT;
  case U_RIGHT_TO_LEFT:
  case U_RIGHT_TO_LEFT_ARABIC:
    return BIRGE_TURN_RIGHT;
  case U_EUROPEAN_NUMBER:
  case U_EUROPEAN_NUMBER_SEPARATOR:
  case U_EUROPEAN_NUMBER_TERMINATOR:
  case U_ARABIC_NUMBER:
  case U_COMMON_NUMBER_SEPARATOR:
    return BIRGE_TURN_NUMBER;
  default:
    return BIRGE_TURN_NONE;
  }
}

/* Brackets, and quotation marks, which PDFium takes for such. */
static gboolean is_of_pair(UChar32 c) {
  return u_charMirror(c) != c || u_charType(c) == U_INITIAL_PUNCTUATION ||
         u_charType(c) == U_FINAL_PUNCTUATION;
}

gboolean birge_turns_alone(UChar32 c) {
  return birge_turn(c) == BIRGE_TURN_NUMBER || is_of_pair(c);
}

static gboolean has_letters(const BirgeWord *word, const Group *group) {
  const char *end = word->text + group->end;
  for (const char *p = word->text + group->start; p < end; p = g_utf8_next_char(p)) {
    if (birge_turn((UChar32)g_utf8_get_char(p)) == BIRGE_TURN_RIGHT)
      return TRUE;
  }
  return FALSE;
}

/* Whether a group has less room than its characters need side by side. */
static gboolean is_narrow(const BirgeWord *word, const Group *group) {
  glong n = g_utf8_strlen(word->text + group->start, (gssize)(group->end - group->start));
  return group->width < (double)n * BIRGE_PDF_MARK_WIDTH;
}

/* Joins a group with the one on its left, of which it is a part. */
static void join(Group *left, const Group *group) {
  left->end_glyph = group->end_glyph;
  left->width += group->width;
  left->start = MIN(left->start, group->start);
  left->end = MAX(left->end, group->end);
}

/* Groups glyphs by clusters, and what is too narrow with its neighbour on the right: HarfBuzz gives
 * the width of a ligature that is drawn by several glyphs to the last one. */
static void find_groups(Work *work) {
  const BirgeWord *word = work->word;
  double x = 0;
  guint end = word->length; /* of the next cluster of a right-to-left word */
  for (guint i = 0, next; i < word->n_glyphs; i = next) {
    Group group = {.font = word->glyphs[i].font, .first_glyph = i, .x = x};
    next = i;
    while (next < word->n_glyphs && word->glyphs[next].cluster == word->glyphs[i].cluster)
      group.width += (double)word->glyphs[next++].advance;
    group.end_glyph = next;
    group.start = word->glyphs[i].cluster;
    group.end = word->is_rtl ? end : next < word->n_glyphs ? word->glyphs[next].cluster : end;
    end = word->is_rtl ? group.start : end;
    x += group.width;
    Group *left =
        work->groups->len > 0 ? &g_array_index(work->groups, Group, work->groups->len - 1) : NULL;
    gboolean is_last = next == word->n_glyphs;
    if (left && left->font == group.font &&
        (is_narrow(word, left) || (is_last && is_narrow(word, &group))))
      join(left, &group);
    else
      g_array_append_val(work->groups, group);
  }
  for (guint i = 0; i < work->groups->len; i++) {
    Group *group = &g_array_index(work->groups, Group, i);
    group->is_letters = has_letters(word, group);
  }
}

static void close_string(Work *work) {
  if (work->is_open)
    g_string_append_c(work->operators, ')');
  work->is_open = FALSE;
}

/* Goes to a place, in em from the left end of the word. */
static void go_to(Work *work, double x) {
  long place = lround(x * 1000);
  if (place == work->pen)
    return;
  close_string(work);
  birge_pdf_append_integer(work->operators, work->pen - place);
  work->pen = place;
}

static void put_code(Work *work, const Code *code) {
  guint thousandths = (guint)MAX(lround(code->width * 1000), 0);
  guint number = birge_pdf_fonts_code(work->fonts, code->font, code->glyph, code->c, thousandths);
  if (!work->is_open)
    g_string_append_c(work->operators, '(');
  work->is_open = TRUE;
  birge_pdf_append_unit(work->operators, number);
  work->pen += (long)thousandths;
}

static gboolean is_seen(const BirgeGlyph *glyph) {
  hb_glyph_extents_t extents;
  return !hb_font_get_glyph_extents(glyph->font->font, glyph->glyph, &extents) ||
         extents.width != 0 || extents.height != 0;
}

/* Draws a group's glyphs without saying anything. */
static void draw_silently(Work *work, const Group *group) {
  double x = group->x;
  for (guint i = group->first_glyph; i < group->end_glyph; i++) {
    const BirgeGlyph *glyph = &work->word->glyphs[i];
    BirgePdfInk ink = {glyph->font, glyph->glyph, x + (double)glyph->dx, (double)glyph->dy};
    if (is_seen(glyph))
      g_array_append_val(work->inks, ink);
    x += (double)glyph->advance;
  }
}

/* Finds the codes that say a group's characters. glyph: what the first of them draws. */
static void say(Work *work, guint g, guint glyph) {
  const Group *group = &g_array_index(work->groups, Group, g);
  const char *start = work->word->text + group->start, *end = work->word->text + group->end;
  glong n = g_utf8_strlen(start, end - start);
  double step = group->width / (double)MAX(n, 1);
  Code code = {group->font, glyph, 0, group->x, MAX(step, BIRGE_PDF_MARK_WIDTH), g};
  for (const char *p = work->word->is_rtl ? end : start; n > 0; n--) {
    if (work->word->is_rtl)
      p = g_utf8_prev_char(p);
    code.c = (UChar32)g_utf8_get_char(p);
    g_array_append_val(work->codes, code);
    code.glyph = BIRGE_PDF_BLANK;
    code.x += code.width;
    if (!work->word->is_rtl)
      p = g_utf8_next_char(p);
  }
}

/* Whether a group is one glyph that stands where it begins. */
static gboolean is_simple(const Work *work, const Group *group) {
  const BirgeGlyph *glyph = &work->word->glyphs[group->first_glyph];
  return group->end_glyph - group->first_glyph == 1 && glyph->dx == 0 && glyph->dy == 0;
}

static void find_codes(Work *work) {
  for (guint g = 0; g < work->groups->len; g++) {
    const Group *group = &g_array_index(work->groups, Group, g);
    if (is_simple(work, group)) {
      say(work, g, work->word->glyphs[group->first_glyph].glyph);
    } else {
      draw_silently(work, group);
      say(work, g, BIRGE_PDF_BLANK);
    }
  }
}

static const Code *code_at(const Work *work, guint i) {
  return &g_array_index(work->codes, Code, i);
}

static const Group *group_of(const Work *work, const Code *code) {
  return &g_array_index(work->groups, Group, code->group);
}

/* PDFium turns around what is neither letter nor number after right-to-left letters, and mirrors it
 * (CFX_BidiString). */
static gboolean is_neutral(UChar32 c) {
  return u_charDirection(c) == U_OTHER_NEUTRAL || is_of_pair(c);
}

/* Whether a code is drawn together with the one on its left: letters with their signs, and what
 * looks the same from both ends, as two dots. */
static gboolean continues(const Work *work, guint i) {
  const Code *left = code_at(work, i - 1), *code = code_at(work, i);
  if (left->font != code->font)
    return FALSE;
  return !work->word->is_rtl || left->c == code->c ||
         (group_of(work, left)->is_letters && group_of(work, code)->is_letters);
}

/* Whether a code is read in the same direction as the one on its left. */
static gboolean is_alike(const Work *work, guint i) {
  return !work->word->is_rtl || (birge_turn(code_at(work, i - 1)->c) == BIRGE_TURN_RIGHT) ==
                                    (birge_turn(code_at(work, i)->c) == BIRGE_TURN_RIGHT);
}

/* Readers take all that follows a part of a number, up to a letter, for a part of it. */
static gboolean wants_mark(const Work *work, guint i) {
  const Code *code = code_at(work, i);
  const Group *group = group_of(work, code);
  return work->word->is_rtl && !group->is_letters && birge_turns_alone(code->c) &&
         code->group > 0 && !(group - 1)->is_letters;
}

/* A vowel sign at the left end of a word would be taken out of it. */
static gboolean is_last_sign(const Work *work, guint i) {
  const Code *code = code_at(work, i);
  return work->word->is_rtl && group_of(work, code)->is_letters &&
         birge_turn(code->c) != BIRGE_TURN_RIGHT && (i == 0 || !continues(work, i));
}

/* Puts a mark of direction on the left of a code. */
static void put_mark(Work *work, const Code *code) {
  const Code mark = {code->font, BIRGE_PDF_BLANK, RIGHT_TO_LEFT_MARK, 0, BIRGE_PDF_MARK_WIDTH, 0};
  go_to(work, code->x - BIRGE_PDF_MARK_WIDTH);
  put_code(work, &mark);
}

/* Puts codes into one piece. */
static void add_piece(Work *work, guint first, guint end, guint order) {
  const Code *code = code_at(work, first);
  gboolean begins_with_mark = is_last_sign(work, first);
  BirgePdfPiece piece = {.font = code->font,
                         .x = code->x - (begins_with_mark ? BIRGE_PDF_MARK_WIDTH : 0),
                         .start = (guint)work->operators->len,
                         .order = order,
                         .is_apart = work->word->is_rtl && is_neutral(code->c)};
  long start = lround(piece.x * 1000);
  work->pen = start;
  if (begins_with_mark)
    put_mark(work, code);
  for (guint i = first; i < end; i++) {
    go_to(work, code_at(work, i)->x);
    put_code(work, code_at(work, i));
  }
  if (wants_mark(work, first))
    put_mark(work, code);
  close_string(work);
  piece.advance = (double)(work->pen - start) / 1000;
  piece.end = (guint)work->operators->len;
  g_array_append_val(work->pieces, piece);
}

/* Puts codes that are drawn together into pieces, left to right; those of letters that have signs
 * between them are read right to left. */
static void add_pieces(Work *work, guint first, guint end) {
  guint order = work->pieces->len;
  for (guint i = first + 1; i < end; i++)
    order += is_alike(work, i) ? 0 : 1;
  for (guint next; first < end; first = next) {
    next = first + 1;
    while (next < end && is_alike(work, next))
      next++;
    add_piece(work, first, next, order--);
  }
}

static void find_pieces(Work *work) {
  guint n = work->codes->len;
  for (guint first = 0, end; !work->word->is_rtl && first < n; first = end) {
    end = first + 1;
    while (end < n && continues(work, end))
      end++;
    add_pieces(work, first, end);
  }
  for (guint end = n, first; work->word->is_rtl && end > 0; end = first) {
    first = end - 1;
    while (first > 0 && continues(work, first))
      first--;
    add_pieces(work, first, end);
  }
}

/* Makes one block of what was found. */
static BirgePdfWord *make_word(const Work *work) {
  guint n_pieces = work->pieces->len, n_inks = work->inks->len;
  gsize pieces_size = sizeof(BirgePdfWord) + n_pieces * sizeof(BirgePdfPiece);
  gsize size = pieces_size + n_inks * sizeof(BirgePdfInk);
  BirgePdfWord *made = g_malloc(size + work->operators->len + 1);
  made->n_pieces = n_pieces;
  made->n_inks = n_inks;
  for (guint i = 0; i < n_pieces; i++)
    made->pieces[i] = g_array_index(work->pieces, BirgePdfPiece, i);
  BirgePdfInk *inks = (BirgePdfInk *)((char *)made + pieces_size);
  for (guint i = 0; i < n_inks; i++)
    inks[i] = g_array_index(work->inks, BirgePdfInk, i);
  made->inks = inks;
  memcpy((char *)made + size, work->operators->str, work->operators->len + 1);
  made->operators = (const char *)made + size;
  return made;
}

BirgePdfWords *birge_pdf_words_new(BirgePdfFonts *fonts) {
  BirgePdfWords *words = g_new0(BirgePdfWords, 1);
  words->fonts = fonts;
  words->groups = g_array_new(FALSE, FALSE, sizeof(Group));
  words->codes = g_array_new(FALSE, FALSE, sizeof(Code));
  words->pieces = g_array_new(FALSE, FALSE, sizeof(BirgePdfPiece));
  words->inks = g_array_new(FALSE, FALSE, sizeof(BirgePdfInk));
  words->operators = g_string_new(NULL);
  return words;
}

void birge_pdf_words_free(BirgePdfWords *words) {
  g_array_unref(words->groups);
  g_array_unref(words->codes);
  g_array_unref(words->pieces);
  g_array_unref(words->inks);
  g_string_free(words->operators, TRUE);
  g_free(words);
}

const BirgePdfWord *birge_pdf_words_get(BirgePdfWords *words, BirgeWord *word) {
  if (word->drawn)
    return word->drawn;
  words->word = word;
  g_array_set_size(words->groups, 0);
  g_array_set_size(words->codes, 0);
  g_array_set_size(words->pieces, 0);
  g_array_set_size(words->inks, 0);
  g_string_truncate(words->operators, 0);
  find_groups(words);
  find_codes(words);
  find_pieces(words);
  word->drawn = make_word(words);
  return word->drawn;
}
