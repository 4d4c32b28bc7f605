/* A canvas: what pages are drawn on. PDF, SVG and PNG are canvases; page.c knows none of them.
 *
 * Lengths are in points, 72 to an inch; places count from the upper left corner of the page. */
#pragma once

#include "base/output.h"
#include "render/shape.h"

/* What a part of a page is to a reader who can't see it. */
typedef enum {
  BIRGE_PART_TITLE,
  BIRGE_PART_NOTE,
  BIRGE_PART_ROW,            /* holds headings and cells */
  BIRGE_PART_COLUMN_HEADING, /* in a row */
  BIRGE_PART_ROW_HEADING,    /* in a row */
  BIRGE_PART_CELL,           /* in a row */
  BIRGE_PART_DECORATION,     /* is not read: rules, repeated headings, page numbers */
} BirgePartKind;

typedef struct {
  BirgePartKind kind;
  const char *language; /* BCP 47; NULL: the document's */
  const char *text;     /* what is drawn, as it is stored; NULL for rows and decoration */
  gsize length;
} BirgePart;

typedef struct {
  double x;
  double y;      /* of a base line, or of an upper edge */
  guint32 color; /* 0xRRGGBB */
} BirgePlace;

typedef struct {
  double x;
  double y;
  double width;
  double height;
} BirgeBox;

typedef struct _BirgeCanvas BirgeCanvas;
struct _BirgeCanvas {
  /* A page holds parts; a row holds parts; no other part does. */
  void (*begin_page)(BirgeCanvas *canvas);
  void (*end_page)(BirgeCanvas *canvas);
  void (*begin_part)(BirgeCanvas *canvas, const BirgePart *part);
  void (*end_part)(BirgeCanvas *canvas);

  /* Adds an entry to the table of contents, for what stands at y. May be NULL. */
  void (*add_entry)(BirgeCanvas *canvas, const char *text, double y);

  void (*fill)(BirgeCanvas *canvas, const BirgeBox *box, guint32 color);

  /* Begins a line. n_parts: at least one more than parts of it are letters or marks from right to
   * left; 0: nothing in it is read so. May be NULL. */
  void (*begin_line)(BirgeCanvas *canvas, guint n_parts);

  /* Draws a word; place: the left end of its base line. Words come in the order of reading. */
  void (*draw_word)(BirgeCanvas *canvas, BirgeWord *word, const BirgePlace *place);

  /* Puts an invisible mark of direction into the text. May be NULL. */
  void (*put_mark)(BirgeCanvas *canvas, const BirgeTextStyle *style, UChar32 mark,
                   const BirgePlace *place);

  /* Puts n invisible marks of right-to-left direction on the page, for readers that count letters.
   * May be NULL. */
  void (*put_balance)(BirgeCanvas *canvas, const BirgeTextStyle *style, guint n,
                      const BirgePlace *place);

  /* Writes what is left. Errors: LIMIT, INPUT. */
  gboolean (*finish)(BirgeCanvas *canvas, GError **error);
  void (*free)(BirgeCanvas *canvas);
};

/* What a canvas is made for. */
typedef struct {
  BirgeOutput *output;
  double width;
  double height;
  const char *title;
  const char *language; /* of the title and of what is not said to be in another */
  guint page;           /* a picture's, from 1; 0 for what has all pages */
} BirgeCanvasSettings;
