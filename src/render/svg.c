/* Draws a page as SVG: outlines of glyphs, each told once, so that it looks the same everywhere. */
#include "base/escape.h"
#include "render/page.h"

#include <string.h>

typedef struct {
  BirgeCanvas canvas;
  const BirgeCanvasSettings *settings;
  guint page;        /* that is drawn, from 1 */
  BirgeOutput *body; /* gathers body_text */
  GString *body_text;
  GString *outlines; /* definitions of glyphs */
  GHashTable *known; /* of guint64: fonts and glyphs that are defined */
  hb_draw_funcs_t *pencil;
} Svg;

static gboolean is_hidden(const Svg *svg) {
  return svg->page != svg->settings->page;
}

static void append_number(GString *out, double number) {
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(digits, sizeof digits, "%.2f", number);
  if (strchr(digits, '.')) {
    char *end = digits + strlen(digits);
    while (end[-1] == '0')
      *--end = '\0';
    if (end[-1] == '.')
      end[-1] = '\0';
  }
  g_string_append(out, g_str_equal(digits, "-0") ? "0" : digits);
}

static void append_points(GString *out, char command, const float *numbers, guint n) {
  g_string_append_c(out, command);
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      g_string_append_c(out, ' ');
    append_number(out, (double)numbers[i]);
  }
}

static void move_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  append_points(out, 'M', (const float[]){x, y}, 2);
}

static void line_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  append_points(out, 'L', (const float[]){x, y}, 2);
}

static void quadratic_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                         hb_draw_state_t *state G_GNUC_UNUSED, float control_x, float control_y,
                         float x, float y, void *data G_GNUC_UNUSED) {
  append_points(out, 'Q', (const float[]){control_x, control_y, x, y}, 4);
}

static void cubic_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                     hb_draw_state_t *state G_GNUC_UNUSED, float x1, float y1, float x2, float y2,
                     float x, float y, void *data G_GNUC_UNUSED) {
  append_points(out, 'C', (const float[]){x1, y1, x2, y2, x, y}, 6);
}

static void close_path(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                       hb_draw_state_t *state G_GNUC_UNUSED, void *data G_GNUC_UNUSED) {
  g_string_append_c(out, 'Z');
}

static hb_draw_funcs_t *make_pencil(void) {
  hb_draw_funcs_t *pencil = hb_draw_funcs_create();
  hb_draw_funcs_set_move_to_func(pencil, move_to, NULL, NULL);
  hb_draw_funcs_set_line_to_func(pencil, line_to, NULL, NULL);
  hb_draw_funcs_set_quadratic_to_func(pencil, quadratic_to, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func(pencil, cubic_to, NULL, NULL);
  hb_draw_funcs_set_close_path_func(pencil, close_path, NULL, NULL);
  return pencil;
}

static void begin_page(BirgeCanvas *canvas) {
  ((Svg *)canvas)->page++;
}

static void end_page(BirgeCanvas *canvas G_GNUC_UNUSED) {
}

/* Says what is drawn, for those who can't see it. */
static void begin_part(BirgeCanvas *canvas, const BirgePart *part) {
  static const char *const roles[] = {[BIRGE_PART_TITLE] = "heading",
                                      [BIRGE_PART_NOTE] = "note",
                                      [BIRGE_PART_ROW] = "row",
                                      [BIRGE_PART_COLUMN_HEADING] = "columnheader",
                                      [BIRGE_PART_ROW_HEADING] = "rowheader",
                                      [BIRGE_PART_CELL] = "cell",
                                      [BIRGE_PART_DECORATION] = "presentation"};
  const Svg *svg = (const Svg *)canvas;
  if (is_hidden(svg))
    return;
  birge_output_printf(svg->body, "<g role=\"%s\"", roles[part->kind]);
  if (part->language) {
    birge_output_puts(svg->body, " lang=\"");
    birge_output_escape_attribute(svg->body, part->language, strlen(part->language));
    birge_output_puts(svg->body, "\"");
  }
  if (part->text && part->length > 0) {
    birge_output_puts(svg->body, " aria-label=\"");
    birge_output_escape_attribute(svg->body, part->text, part->length);
    birge_output_puts(svg->body, "\"");
  }
  birge_output_puts(svg->body, ">\n");
}

static void end_part(BirgeCanvas *canvas) {
  const Svg *svg = (const Svg *)canvas;
  if (!is_hidden(svg))
    birge_output_puts(svg->body, "</g>\n");
}

static void fill(BirgeCanvas *canvas, const BirgeBox *box, guint32 color) {
  const Svg *svg = (const Svg *)canvas;
  if (is_hidden(svg))
    return;
  g_autoptr(GString) path = g_string_new(NULL);
  append_points(path, 'M', (const float[]){(float)box->x, (float)box->y}, 2);
  append_points(path, 'h', (const float[]){(float)box->width}, 1);
  append_points(path, 'v', (const float[]){(float)box->height}, 1);
  append_points(path, 'h', (const float[]){(float)-box->width}, 1);
  birge_output_printf(svg->body, "<path fill=\"#%06x\" d=\"%sz\"/>\n", color, path->str);
}

/* Defines a glyph's outline, once. */
static void define(Svg *svg, const BirgeGlyph *glyph) {
  gint64 key = (gint64)glyph->font->number << 32 | glyph->glyph;
  if (g_hash_table_contains(svg->known, &key))
    return;
  g_hash_table_add(svg->known, g_memdup2(&key, sizeof key));
  g_string_append_printf(svg->outlines, "<path id=\"f%ug%u\" d=\"", glyph->font->number,
                         glyph->glyph);
  hb_font_get_glyph_shape(glyph->font->font, glyph->glyph, svg->pencil, svg->outlines);
  g_string_append(svg->outlines, "\"/>\n");
}

static void draw_word(BirgeCanvas *canvas, BirgeWord *word, const BirgePlace *place) {
  Svg *svg = (Svg *)canvas;
  if (is_hidden(svg) || word->is_space)
    return;
  g_autoptr(GString) out = g_string_new(NULL);
  g_string_printf(out, "<g fill=\"#%06x\">", place->color);
  double x = place->x, size = word->style->size_pt;
  for (guint i = 0; i < word->n_glyphs; i++) {
    const BirgeGlyph *glyph = &word->glyphs[i];
    define(svg, glyph);
    char scale[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(scale, sizeof scale, "%.6f", size / glyph->font->upem);
    g_string_append_printf(out, "<use href=\"#f%ug%u\" transform=\"translate(", glyph->font->number,
                           glyph->glyph);
    append_number(out, x + (double)glyph->dx * size);
    g_string_append_c(out, ' ');
    append_number(out, place->y - (double)glyph->dy * size);
    g_string_append_printf(out, ")scale(%s -%s)\"/>", scale, scale);
    x += (double)glyph->advance * size;
  }
  g_string_append(out, "</g>\n");
  birge_output_puts(svg->body, out->str);
}

static gboolean finish(BirgeCanvas *canvas, GError **error G_GNUC_UNUSED) {
  Svg *svg = (Svg *)canvas;
  const BirgeCanvasSettings *settings = svg->settings;
  BirgeOutput *output = settings->output;
  g_autoptr(GString) size = g_string_new("width=\"");
  append_number(size, settings->width);
  g_string_append(size, "pt\" height=\"");
  append_number(size, settings->height);
  g_string_append(size, "pt\" viewBox=\"0 0 ");
  append_number(size, settings->width);
  g_string_append_c(size, ' ');
  append_number(size, settings->height);
  birge_output_printf(output, "<svg xmlns=\"http://www.w3.org/2000/svg\" %s\" lang=\"", size->str);
  birge_output_escape_attribute(output, settings->language, strlen(settings->language));
  birge_output_puts(output, "\">\n<title>");
  birge_output_escape(output, settings->title, strlen(settings->title));
  birge_output_printf(output, "</title>\n<defs>\n%s</defs>\n", svg->outlines->str);
  birge_output_puts(output, "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
  birge_output_write(output, svg->body_text->str, svg->body_text->len);
  birge_output_puts(output, "</svg>\n");
  return TRUE;
}

static void free_canvas(BirgeCanvas *canvas) {
  Svg *svg = (Svg *)canvas;
  birge_output_discard(svg->body);
  g_string_free(svg->body_text, TRUE);
  g_string_free(svg->outlines, TRUE);
  g_hash_table_unref(svg->known);
  hb_draw_funcs_destroy(svg->pencil);
  g_free(svg);
}

static BirgeCanvas *make_canvas(const BirgeCanvasSettings *settings) {
  Svg *svg = g_new0(Svg, 1);
  svg->canvas = (BirgeCanvas){.begin_page = begin_page,
                              .end_page = end_page,
                              .begin_part = begin_part,
                              .end_part = end_part,
                              .fill = fill,
                              .draw_word = draw_word,
                              .finish = finish,
                              .free = free_canvas};
  svg->settings = settings;
  svg->body_text = g_string_new(NULL);
  svg->body = birge_output_open_string(svg->body_text);
  svg->outlines = g_string_new(NULL);
  svg->known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  svg->pencil = make_pencil();
  return &svg->canvas;
}

gboolean birge_svg_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                         GError **error) {
  return birge_picture_write(parts, options, output, make_canvas, error);
}
