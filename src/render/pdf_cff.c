/* Writes CFF, with outlines as Type 2 charstrings (Adobe Technical Notes 5176 and 5177). */
#include "render/pdf_cff.h"

#include <math.h>
#include <string.h>

/* Operators of charstrings. */
enum { RLINETO = 5, RRCURVETO = 8, ENDCHAR = 14, RMOVETO = 21 };

/* Operators of dictionaries; those of two bytes have 12 before them. */
enum {
  DICT_CHARSET = 15,
  DICT_CHARSTRINGS = 17,
  DICT_PRIVATE = 18,
  DICT_DEFAULT_WIDTH = 20,
  DICT_NOMINAL_WIDTH = 21,
  DICT_ROS = 0x0C1E,
  DICT_CID_COUNT = 0x0C22,
  DICT_FD_ARRAY = 0x0C24,
  DICT_FD_SELECT = 0x0C25,
};

/* The first string of a file's own comes after those that all files have (Appendix A). */
#define FIRST_STRING 391

/* What draws an outline into a charstring. */
typedef struct {
  GString *out;
  double scale; /* from units of the font to thousandths of an em */
  long x;       /* where the pen is, in thousandths of an em, which all readers take */
  long y;
  gboolean has_width;
  guint width;
} Pen;

static void append_number(GString *out, gulong number, guint n_bytes) {
  while (n_bytes-- > 0)
    g_string_append_c(out, (char)(number >> 8 * n_bytes & 0xFF));
}

/* A number in a dictionary, always of five bytes. */
static void append_operand(GString *out, gulong number) {
  append_number(out, 29, 1);
  append_number(out, number, 4);
}

static void append_operator(GString *out, guint operator) {
  append_number(out, operator, operator> 0xFF ? 2 : 1);
}

static void append_entry(GString *out, guint operator, gulong number) {
  append_operand(out, number);
  append_operator(out, operator);
}

/* A number in a charstring: the more often it occurs, the shorter. */
static void append_argument(GString *out, long number) {
  if (labs(number) <= 107) {
    append_number(out, (gulong)(number + 139), 1);
  } else if (labs(number) <= 1131) {
    guint first = number > 0 ? 247 : 251;
    append_number(out, (gulong)(labs(number) - 108) + first * 256, 2);
  } else {
    append_number(out, 28, 1);
    append_number(out, (gulong)number, 2);
  }
}

/* Says the glyph's width, before its first operator. */
static void put_width(Pen *pen) {
  if (!pen->has_width)
    append_argument(pen->out, (long)pen->width);
  pen->has_width = TRUE;
}

/* Goes to a point, said from where the pen is. */
static void put_point(Pen *pen, float x, float y) {
  long next_x = lround((double)x * pen->scale), next_y = lround((double)y * pen->scale);
  append_argument(pen->out, next_x - pen->x);
  append_argument(pen->out, next_y - pen->y);
  pen->x = next_x;
  pen->y = next_y;
}

static void move_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *pen,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  put_width(pen);
  put_point(pen, x, y);
  append_operator(((Pen *)pen)->out, RMOVETO);
}

static void line_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *pen,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  put_point(pen, x, y);
  append_operator(((Pen *)pen)->out, RLINETO);
}

/* HarfBuzz turns quadratic curves into cubic ones where nobody asks for them. */
static void curve_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *pen,
                     hb_draw_state_t *state G_GNUC_UNUSED, float x1, float y1, float x2, float y2,
                     float x, float y, void *data G_GNUC_UNUSED) {
  put_point(pen, x1, y1);
  put_point(pen, x2, y2);
  put_point(pen, x, y);
  append_operator(((Pen *)pen)->out, RRCURVETO);
}

/* Outlines are closed by what comes next. */
static hb_draw_funcs_t *make_pencil(void) {
  hb_draw_funcs_t *pencil = hb_draw_funcs_create();
  hb_draw_funcs_set_move_to_func(pencil, move_to, NULL, NULL);
  hb_draw_funcs_set_line_to_func(pencil, line_to, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func(pencil, curve_to, NULL, NULL);
  return pencil;
}

/* Writes an INDEX. ends: of gsize, where each of its objects ends in data. */
static void append_index(GString *out, const GString *data, const gsize *ends, guint n) {
  append_number(out, n, 2);
  if (n == 0)
    return;
  append_number(out, 4, 1); /* bytes of an offset; offsets count from the byte before the data */
  append_number(out, 1, 4);
  for (guint i = 0; i < n; i++)
    append_number(out, ends[i] + 1, 4);
  g_string_append_len(out, data->str, (gssize)data->len);
}

/* Writes an INDEX of one object. */
static void append_single(GString *out, const GString *data) {
  append_index(out, data, &data->len, 1);
}

static void append_strings(GString *out) {
  g_autoptr(GString) strings = g_string_new("AdobeIdentity");
  append_index(out, strings, (const gsize[]){strlen("Adobe"), strings->len}, 2);
}

static void append_charstrings(GString *out, const BirgeFont *font, const GArray *glyphs) {
  hb_draw_funcs_t *pencil = make_pencil();
  g_autoptr(GString) data = g_string_new(NULL);
  g_autofree gsize *ends = g_new(gsize, glyphs->len);
  for (guint i = 0; i < glyphs->len; i++) {
    const BirgeCffGlyph *glyph = &g_array_index(glyphs, BirgeCffGlyph, i);
    Pen pen = {.out = data, .scale = 1000.0 / font->upem, .width = glyph->width};
    if (!glyph->is_blank)
      hb_font_get_glyph_shape(font->font, glyph->glyph, pencil, &pen);
    put_width(&pen);
    append_operator(data, ENDCHAR);
    ends[i] = data->len;
  }
  append_index(out, data, ends, glyphs->len);
  hb_draw_funcs_destroy(pencil);
}

/* Codes are glyphs: one range from 1 (charsets, format 2). */
static void append_charset(GString *out, guint n_glyphs) {
  append_number(out, 2, 1);
  append_number(out, 1, 2);
  append_number(out, n_glyphs - 2, 2);
}

/* All glyphs belong to the one dictionary that there is (FDSelect, format 3). */
static void append_selection(GString *out, guint n_glyphs) {
  append_number(out, 3, 1);
  append_number(out, 1, 2);
  append_number(out, 0, 3);
  append_number(out, n_glyphs, 2);
}

/* Writes the dictionary that glyphs belong to, and behind it what it points to: widths are said as
 * they are. start: how many bytes stand in the file before. */
static void append_dictionaries(GString *out, gsize start) {
  g_autoptr(GString) widths = g_string_new(NULL);
  append_entry(widths, DICT_DEFAULT_WIDTH, 0);
  append_entry(widths, DICT_NOMINAL_WIDTH, 0);
  g_autoptr(GString) dictionary = g_string_new(NULL);
  for (guint pass = 0; pass < 2; pass++) { /* the second knows how long the first was */
    g_autoptr(GString) index = g_string_new(NULL);
    append_single(index, dictionary);
    gsize place = start + index->len;
    g_string_truncate(dictionary, 0);
    append_operand(dictionary, widths->len);
    append_entry(dictionary, DICT_PRIVATE, place);
  }
  append_single(out, dictionary);
  g_string_append_len(out, widths->str, (gssize)widths->len);
}

/* What stands behind the index of the top dictionary, and where in it, from its start. */
typedef struct {
  GString *bytes;
  gsize charset;
  gsize selection;
  gsize charstrings;
  gsize dictionaries;
} Rest;

/* start: how many bytes stand in the file before. */
static Rest make_rest(const BirgeFont *font, const GArray *glyphs, gsize start) {
  Rest rest = {.bytes = g_string_new(NULL)};
  append_strings(rest.bytes);
  append_number(rest.bytes, 0, 2); /* no subroutines */
  rest.charset = start + rest.bytes->len;
  append_charset(rest.bytes, glyphs->len);
  rest.selection = start + rest.bytes->len;
  append_selection(rest.bytes, glyphs->len);
  rest.charstrings = start + rest.bytes->len;
  append_charstrings(rest.bytes, font, glyphs);
  rest.dictionaries = start + rest.bytes->len;
  append_dictionaries(rest.bytes, rest.dictionaries);
  return rest;
}

/* The same length whatever it says. */
static GString *make_top(const Rest *rest, guint n_glyphs) {
  GString *top = g_string_new(NULL);
  append_operand(top, FIRST_STRING);
  append_operand(top, FIRST_STRING + 1);
  append_entry(top, DICT_ROS, 0);
  append_entry(top, DICT_CID_COUNT, n_glyphs);
  append_entry(top, DICT_CHARSET, rest->charset);
  append_entry(top, DICT_FD_SELECT, rest->selection);
  append_entry(top, DICT_CHARSTRINGS, rest->charstrings);
  append_entry(top, DICT_FD_ARRAY, rest->dictionaries);
  return top;
}

void birge_cff_append(GString *out, const char *name, const BirgeFont *font, const GArray *glyphs) {
  gsize start = out->len;
  append_number(out, 0x01000404, 4); /* version 1.0, a header of four bytes, offsets of four */
  g_autoptr(GString) said = g_string_new(name);
  append_single(out, said);
  g_autoptr(GString) empty = make_top(&(Rest){0}, glyphs->len);
  g_autoptr(GString) index = g_string_new(NULL);
  append_single(index, empty);
  Rest rest = make_rest(font, glyphs, out->len - start + index->len);
  g_autoptr(GString) top = make_top(&rest, glyphs->len);
  append_single(out, top);
  g_string_append_len(out, rest.bytes->str, (gssize)rest.bytes->len);
  g_string_free(rest.bytes, TRUE);
}
