/* Draws a page as PNG, by cairo. */
#include "base/config.h"
#include "base/error.h"
#include "base/library.h"
#include "render/page.h"

#include <cairo.h>
#include <math.h>

#define cairo_close_path(...) BIRGE_CALL(cairo_close_path)(__VA_ARGS__)
#define cairo_create(...) BIRGE_CALL(cairo_create)(__VA_ARGS__)
#define cairo_curve_to(...) BIRGE_CALL(cairo_curve_to)(__VA_ARGS__)
#define cairo_destroy(...) BIRGE_CALL(cairo_destroy)(__VA_ARGS__)
#define cairo_fill(...) BIRGE_CALL(cairo_fill)(__VA_ARGS__)
#define cairo_image_surface_create(...) BIRGE_CALL(cairo_image_surface_create)(__VA_ARGS__)
#define cairo_line_to(...) BIRGE_CALL(cairo_line_to)(__VA_ARGS__)
#define cairo_move_to(...) BIRGE_CALL(cairo_move_to)(__VA_ARGS__)
#define cairo_paint(...) BIRGE_CALL(cairo_paint)(__VA_ARGS__)
#define cairo_rectangle(...) BIRGE_CALL(cairo_rectangle)(__VA_ARGS__)
#define cairo_restore(...) BIRGE_CALL(cairo_restore)(__VA_ARGS__)
#define cairo_save(...) BIRGE_CALL(cairo_save)(__VA_ARGS__)
#define cairo_scale(...) BIRGE_CALL(cairo_scale)(__VA_ARGS__)
#define cairo_set_source_rgb(...) BIRGE_CALL(cairo_set_source_rgb)(__VA_ARGS__)
#define cairo_status(...) BIRGE_CALL(cairo_status)(__VA_ARGS__)
#define cairo_status_to_string(...) BIRGE_CALL(cairo_status_to_string)(__VA_ARGS__)
#define cairo_surface_destroy(...) BIRGE_CALL(cairo_surface_destroy)(__VA_ARGS__)
#define cairo_surface_write_to_png_stream(...)                                                     \
  BIRGE_CALL(cairo_surface_write_to_png_stream)(__VA_ARGS__)
#define cairo_translate(...) BIRGE_CALL(cairo_translate)(__VA_ARGS__)

/* Pixels to a point: 144 to an inch. */
#define SCALE 2.0

typedef struct {
  BirgeCanvas canvas;
  const BirgeCanvasSettings *settings;
  guint page; /* that is drawn, from 1 */
  cairo_surface_t *surface;
  cairo_t *cairo;
  hb_draw_funcs_t *pencil;
} Png;

static gboolean is_hidden(const Png *png) {
  return png->page != png->settings->page;
}

static void move_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *cairo,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  cairo_move_to(cairo, (double)x, (double)y);
}

static void line_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *cairo,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  cairo_line_to(cairo, (double)x, (double)y);
}

/* HarfBuzz turns quadratic curves into cubic ones where nobody asks for them. */
static void curve_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *cairo,
                     hb_draw_state_t *state G_GNUC_UNUSED, float x1, float y1, float x2, float y2,
                     float x, float y, void *data G_GNUC_UNUSED) {
  cairo_curve_to(cairo, (double)x1, (double)y1, (double)x2, (double)y2, (double)x, (double)y);
}

static void close_path(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *cairo,
                       hb_draw_state_t *state G_GNUC_UNUSED, void *data G_GNUC_UNUSED) {
  cairo_close_path(cairo);
}

static hb_draw_funcs_t *make_pencil(void) {
  hb_draw_funcs_t *pencil = hb_draw_funcs_create();
  hb_draw_funcs_set_move_to_func(pencil, move_to, NULL, NULL);
  hb_draw_funcs_set_line_to_func(pencil, line_to, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func(pencil, curve_to, NULL, NULL);
  hb_draw_funcs_set_close_path_func(pencil, close_path, NULL, NULL);
  return pencil;
}

static void begin_page(BirgeCanvas *canvas) {
  ((Png *)canvas)->page++;
}

static void end_page(BirgeCanvas *canvas G_GNUC_UNUSED) {
}
static void begin_part(BirgeCanvas *canvas G_GNUC_UNUSED, const BirgePart *part G_GNUC_UNUSED) {
}
static void end_part(BirgeCanvas *canvas G_GNUC_UNUSED) {
}

static void set_color(const Png *png, guint32 color) {
  cairo_set_source_rgb(png->cairo, (color >> 16 & 0xFF) / 255.0, (color >> 8 & 0xFF) / 255.0,
                       (color & 0xFF) / 255.0);
}

static void fill(BirgeCanvas *canvas, const BirgeBox *box, guint32 color) {
  const Png *png = (const Png *)canvas;
  if (is_hidden(png))
    return;
  set_color(png, color);
  cairo_rectangle(png->cairo, box->x, box->y, box->width, box->height);
  cairo_fill(png->cairo);
}

static void draw_word(BirgeCanvas *canvas, BirgeWord *word, const BirgePlace *place) {
  const Png *png = (const Png *)canvas;
  if (is_hidden(png) || word->is_space)
    return;
  set_color(png, place->color);
  double x = place->x, size = word->style->size_pt;
  for (guint i = 0; i < word->n_glyphs; i++) {
    const BirgeGlyph *glyph = &word->glyphs[i];
    double scale = size / glyph->font->upem;
    cairo_save(png->cairo);
    cairo_translate(png->cairo, x + (double)glyph->dx * size, place->y - (double)glyph->dy * size);
    cairo_scale(png->cairo, scale, -scale);
    hb_font_get_glyph_shape(glyph->font->font, glyph->glyph, png->pencil, png->cairo);
    cairo_restore(png->cairo);
    cairo_fill(png->cairo);
    x += (double)glyph->advance * size;
  }
}

static cairo_status_t write_bytes(void *output, const guchar *bytes, guint length) {
  birge_output_write(output, (const char *)bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean finish(BirgeCanvas *canvas, GError **error) {
  const Png *png = (const Png *)canvas;
  cairo_status_t status = cairo_status(png->cairo);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream(png->surface, write_bytes, png->settings->output);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_LIMIT, "cairo can't draw the page: %s",
              cairo_status_to_string(status));
  return FALSE;
}

static void free_canvas(BirgeCanvas *canvas) {
  Png *png = (Png *)canvas;
  cairo_destroy(png->cairo);
  cairo_surface_destroy(png->surface);
  hb_draw_funcs_destroy(png->pencil);
  g_free(png);
}

static BirgeCanvas *make_canvas(const BirgeCanvasSettings *settings) {
  Png *png = g_new0(Png, 1);
  png->canvas = (BirgeCanvas){.begin_page = begin_page,
                              .end_page = end_page,
                              .begin_part = begin_part,
                              .end_part = end_part,
                              .fill = fill,
                              .draw_word = draw_word,
                              .finish = finish,
                              .free = free_canvas};
  png->settings = settings;
  png->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(settings->width * SCALE),
                                            (int)ceil(settings->height * SCALE));
  png->cairo = cairo_create(png->surface);
  cairo_scale(png->cairo, SCALE, SCALE);
  set_color(png, 0xFFFFFF);
  cairo_paint(png->cairo);
  png->pencil = make_pencil();
  return &png->canvas;
}

gboolean birge_png_write(BirgeParts *parts, const BirgeWriteOptions *options, BirgeOutput *output,
                         GError **error) {
  return birge_library_load(BIRGE_LIBCAIRO, error) &&
         birge_picture_write(parts, options, output, make_canvas, error);
}
