/* A sheet of paper that is being filled: what its title, headings and rows share. */
#pragma once

#include "render/page.h"
#include "render/page_text.h"
#include "render/survey.h"

/* Lengths in points. */
#define BIRGE_PAGE_MARGIN 34.0
#define BIRGE_PAGE_BOTTOM 44.0     /* below the last row */
#define BIRGE_PAGE_FOOT 24.0       /* from the page number's base line to the edge */
#define BIRGE_PAGE_LABELS 58.0     /* width of the column of row numbers */
#define BIRGE_PAGE_PADDING 8.0     /* left and right of a text */
#define BIRGE_PAGE_ROW_PADDING 5.0 /* above and below it */
#define BIRGE_PAGE_HEADINGS 22.0   /* height of the column headings */
/* From base line to base line. Readers of PDF join lines that are at most one and a half times the
 * size apart. */
#define BIRGE_PAGE_LINE 14.0
#define BIRGE_PAGE_BASE_LINE 10.5 /* from the top of a line */
#define BIRGE_PAGE_HAIRLINE 0.5
#define BIRGE_PAGE_TITLE_SIZE 15.0
#define BIRGE_PAGE_LABEL_SIZE 7.5
#define BIRGE_PAGE_INK 0x1B1F24
#define BIRGE_PAGE_FAINT 0x59636E
#define BIRGE_PAGE_ROW_LETTERS 16 /* more than a row's heading has */

typedef enum {
  BIRGE_STYLE_TEXT,
  BIRGE_STYLE_BOLD,
  BIRGE_STYLE_ITALIC,
  BIRGE_STYLE_TITLE,
  BIRGE_N_STYLES,
} BirgePageStyle;

typedef struct {
  BirgeColumn column;
  const BirgeLocale *locale;              /* NULL: none is known */
  double x;                               /* of the text */
  BirgeTextStyle *styles[BIRGE_N_STYLES]; /* made when they are needed */
} BirgePageColumn;

typedef struct {
  const BirgeSurvey *survey;
  const BirgeWriteOptions *options;
  BirgeCanvas *canvas;
  BirgeCanvasSettings settings;
  BirgeFonts *fonts;
  BirgeShaper *shaper;
  BirgeLayouter *layouter;
  BirgePageColumn columns[BIRGE_MAX_LANGUAGES];
  BirgeTextStyle *label;
  BirgeTextStyle *label_bold;
  double text_width; /* of a column */
  double y;          /* where the next row begins */
  guint number;      /* of the page; 0: none is begun */
  guint n_left;      /* letters on the page that are read from left to right */
  guint n_right;
  BirgeDirection title_direction;
  gboolean has_contents; /* headlines make a table of contents; else pages do */
} BirgePage;

typedef struct {
  char *text;
  BirgeParagraph paragraph;
  BirgeLayout *layout;
  BirgePen pen;
} BirgePageCell;

void birge_page_cell_clear(BirgePageCell *cell);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BirgePageCell, birge_page_cell_clear)

/* Makes a style for a language; NULL for our own words. Errors: INPUT when there is no font. */
BirgeTextStyle *birge_page_make_style(BirgePage *page, const BirgeLocale *locale,
                                      BirgePageStyle style, GError **error);

/* Returns a style of a column, made when it is first asked for. */
const BirgeTextStyle *birge_page_style(BirgePage *page, BirgePageColumn *column,
                                       BirgePageStyle style, GError **error);

void birge_page_fill(const BirgePage *page, BirgeBox box, guint32 color);
void birge_page_begin_part(const BirgePage *page, BirgePart part);
void birge_page_end_part(const BirgePage *page);
void birge_page_count_letters(BirgePage *page, const char *text, gsize length);

/* Draws a word or two of our own. Returns where it ends. */
double birge_page_draw_label(const BirgePage *page, const BirgeTextStyle *style, const char *text,
                             const BirgePlace *place);
double birge_page_label_width(const BirgePage *page, const BirgeTextStyle *style, const char *text);

/* Lays out a cell's text, with its pen's style, in a column's direction. */
gboolean birge_page_lay_out(const BirgePage *page, const BirgePageColumn *column, double width,
                            BirgePageCell *cell, GError **error);
void birge_page_draw_line(const BirgePageCell *cell, guint line, double x, double y);

/* Begins a page, with headings unless it is the first; ends the one before. */
gboolean birge_page_begin(BirgePage *page, GError **error);
void birge_page_end(BirgePage *page);
gboolean birge_page_draw_headings(BirgePage *page, GError **error);
gboolean birge_page_draw_row(BirgePage *page, const BirgeShown *shown, GError **error);
