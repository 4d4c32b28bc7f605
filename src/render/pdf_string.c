/* Begins, moves and ends strings (ISO 32000-1, 9.4). */
#include "render/pdf_string.h"

#include <math.h>

/* How far apart strings of a line begin; and those of lines that follow each other, up to so many.
 * PDFium would take strings that say the same for one string if they began less than a character
 * apart, even in different lines, but looks only at the last five. */
#define STEP 60.0
#define LINE_STEP 10.0
#define N_LINE_STEPS 6

void birge_pdf_strings_begin_line(BirgePdfStrings *strings, guint n_parts) {
  birge_pdf_strings_end(strings);
  strings->is_turned = n_parts > 0;
  strings->n_marks = n_parts;
  strings->n_pieces = 0;
  strings->n_lines++;
}

void birge_pdf_strings_end(BirgePdfStrings *strings) {
  if (strings->is_open)
    g_string_append(strings->content, "]TJ\n");
  strings->is_open = FALSE;
}

void birge_pdf_strings_set_font(BirgePdfStrings *strings, const BirgeFont *font, double size) {
  if (font == strings->font && size == strings->size)
    return;
  birge_pdf_strings_end(strings);
  g_string_append_printf(strings->content, "/F%u ", font->number);
  birge_pdf_append_number(strings->content, size);
  g_string_append(strings->content, " Tf\n");
  strings->font = font;
  strings->size = size;
}

void birge_pdf_strings_say(BirgePdfStrings *strings, guint glyph, UChar32 c, double width) {
  guint thousandths = (guint)lround(width * 1000);
  guint code = birge_pdf_fonts_code(strings->fonts, strings->font, glyph, c, thousandths);
  g_string_append_c(strings->content, '(');
  birge_pdf_append_unit(strings->content, code);
  g_string_append_c(strings->content, ')');
  strings->pen += thousandths * strings->size / 1000;
}

/* Says marks of direction. They have no width, or they would be shown as selected; the space that
 * they begin with keeps PDFium from making one of the gap before the string. */
static void say_marks(BirgePdfStrings *strings) {
  /* The same code twice in one place would be taken for one. */
  for (guint most = BIRGE_PDF_MAX_LEFT, n; strings->n_marks > 0; strings->n_marks -= n, most--) {
    n = MIN(strings->n_marks, most);
    birge_pdf_strings_say(strings, BIRGE_PDF_BLANK, BIRGE_PDF_LEFT(n), 0);
  }
  strings->n_marks = 1;
}

static void begin(BirgePdfStrings *strings, double x, double y, guint order) {
  birge_pdf_strings_end(strings);
  strings->pen = x;
  if (strings->is_turned)
    strings->pen =
        strings->page_width + STEP * order + LINE_STEP * (1 + strings->n_lines % N_LINE_STEPS);
  g_string_append(strings->content, "1 0 0 1 ");
  birge_pdf_append_number(strings->content, strings->pen);
  g_string_append_c(strings->content, ' ');
  birge_pdf_append_number(strings->content, strings->page_height - y);
  g_string_append(strings->content, " Tm[");
  if (strings->is_turned)
    say_marks(strings);
  strings->is_open = TRUE;
  strings->y = y;
}

static gboolean is_on_way(const BirgePdfStrings *strings, double x, double y, guint order) {
  if (!strings->is_open || y != strings->y)
    return FALSE;
  double gap = x - strings->pen;
  if (strings->is_turned)
    return order == strings->last_order + 1 && gap < strings->size / 20;
  return gap >= -0.01 && gap < strings->size / 2;
}

void birge_pdf_strings_move(BirgePdfStrings *strings, double x, double y, guint order) {
  if (!is_on_way(strings, x, y, order))
    begin(strings, x, y, order);
  long thousandths = lround((strings->pen - x) / strings->size * 1000);
  if (thousandths != 0)
    birge_pdf_append_integer(strings->content, thousandths);
  strings->pen -= (double)thousandths * strings->size / 1000;
  strings->last_order = order;
}
