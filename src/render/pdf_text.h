/* Words as the text operators of a PDF, made so that readers get back what was written.
 *
 * Readers of PDF put glyphs together by their places and expect right-to-left text in visual order.
 * So every character is said by one code; a cluster of several glyphs or characters is drawn by
 * outlines and said by codes that draw nothing, side by side. A right-to-left word is drawn from
 * its right end in pieces: letters together, each other character alone. Letters that have vowel
 * signs or non-joiners between them are drawn left to right, for poppler would part them else, but
 * have an order of their own, for PDFium, to which these signs are no part of what it turns. */
#pragma once

#include "render/pdf_font.h"
#include "render/shape.h"

/* Narrower codes are taken for the same text drawn twice; so wide are marks of direction. In em. */
#define BIRGE_PDF_MARK_WIDTH 0.12

/* Text that is drawn in one go, left to right. Lengths are in em. */
typedef struct {
  const BirgeFont *font;
  double x;       /* from the word's left end */
  double advance; /* from there to where its last code ends */
  guint start;    /* half-open range in the operators */
  guint end;
  guint order;       /* in which the word's pieces are read, from 0 */
  gboolean is_apart; /* is not drawn in one string with what is read before it */
} BirgePdfPiece;

/* A glyph that is drawn as an outline. In em, from the left end of the word's base line. */
typedef struct {
  const BirgeFont *font;
  guint glyph;
  double x;
  double y;
} BirgePdfInk;

typedef struct {
  guint n_pieces;
  guint n_inks;
  const BirgePdfInk *inks;
  const char *operators;  /* between the brackets of TJ */
  BirgePdfPiece pieces[]; /* in the order of drawing */
} BirgePdfWord;

typedef struct _BirgePdfWords BirgePdfWords;

/* Returns a maker of operators, yours; fonts is borrowed. */
BirgePdfWords *birge_pdf_words_new(BirgePdfFonts *fonts);
void birge_pdf_words_free(BirgePdfWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgePdfWords, birge_pdf_words_free)

/* Returns a word's operators; kept with the word. */
const BirgePdfWord *birge_pdf_words_get(BirgePdfWords *words, BirgeWord *word);

/* How readers of PDF see a character when they turn text around: as a letter of a direction, as a
 * part of a number, or as neither. */
typedef enum { BIRGE_TURN_LEFT, BIRGE_TURN_RIGHT, BIRGE_TURN_NUMBER, BIRGE_TURN_NONE } BirgeTurn;

BirgeTurn birge_turn(UChar32 c);

/* Whether a sign of right-to-left text needs a mark on its left before another sign: it is a part
 * of a number to some readers, or one of a pair, which others would turn around. */
gboolean birge_turns_alone(UChar32 c);
