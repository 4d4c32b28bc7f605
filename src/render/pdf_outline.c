/* Writes outlines as form XObjects (ISO 32000-1, 8.10). */
#include "render/pdf_outline.h"

struct _BirgePdfOutlines {
  BirgePdfFile *file;
  GHashTable *known; /* gint64* made of font and glyph -> the object's number */
  GArray *objects;   /* of guint, in the order in which they were needed */
  hb_draw_funcs_t *pencil;
};

static void append_points(GString *out, const float *numbers, guint n, const char *operator) {
  for (guint i = 0; i < n; i++) {
    birge_pdf_append_number(out, (double)numbers[i]);
    g_string_append_c(out, ' ');
  }
  g_string_append(out, operator);
}

static void move_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  append_points(out, (const float[]){x, y}, 2, "m\n");
}

static void line_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  append_points(out, (const float[]){x, y}, 2, "l\n");
}

/* PDF has no quadratic curves; HarfBuzz makes them cubic where nobody asks for them. */
static void curve_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                     hb_draw_state_t *state G_GNUC_UNUSED, float x1, float y1, float x2, float y2,
                     float x, float y, void *data G_GNUC_UNUSED) {
  append_points(out, (const float[]){x1, y1, x2, y2, x, y}, 6, "c\n");
}

static void close_path(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *out,
                       hb_draw_state_t *state G_GNUC_UNUSED, void *data G_GNUC_UNUSED) {
  g_string_append(out, "h\n");
}

BirgePdfOutlines *birge_pdf_outlines_new(BirgePdfFile *file) {
  BirgePdfOutlines *outlines = g_new0(BirgePdfOutlines, 1);
  outlines->file = file;
  outlines->known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  outlines->objects = g_array_new(FALSE, FALSE, sizeof(guint));
  outlines->pencil = hb_draw_funcs_create();
  hb_draw_funcs_set_move_to_func(outlines->pencil, move_to, NULL, NULL);
  hb_draw_funcs_set_line_to_func(outlines->pencil, line_to, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func(outlines->pencil, curve_to, NULL, NULL);
  hb_draw_funcs_set_close_path_func(outlines->pencil, close_path, NULL, NULL);
  return outlines;
}

void birge_pdf_outlines_free(BirgePdfOutlines *outlines) {
  g_hash_table_unref(outlines->known);
  g_array_unref(outlines->objects);
  hb_draw_funcs_destroy(outlines->pencil);
  g_free(outlines);
}

static guint write_outline(BirgePdfOutlines *outlines, const BirgeFont *font, guint glyph) {
  g_autoptr(GString) path = g_string_new(NULL);
  hb_font_get_glyph_shape(font->font, glyph, outlines->pencil, path);
  g_string_append(path, "f\n");
  hb_glyph_extents_t extents = {0};
  hb_font_get_glyph_extents(font->font, glyph, &extents);
  g_autofree char *entries = g_strdup_printf("/Type/XObject/Subtype/Form/BBox[%d %d %d %d]",
                                             extents.x_bearing, extents.y_bearing + extents.height,
                                             extents.x_bearing + extents.width, extents.y_bearing);
  guint number = birge_pdf_file_reserve(outlines->file);
  birge_pdf_file_add_stream(outlines->file, number, entries, path->str, path->len);
  return number;
}

guint birge_pdf_outlines_get(BirgePdfOutlines *outlines, const BirgeFont *font, guint glyph) {
  gint64 key = (gint64)font->number << 32 | glyph;
  gpointer known = g_hash_table_lookup(outlines->known, &key);
  if (known)
    return GPOINTER_TO_UINT(known);
  guint number = write_outline(outlines, font, glyph);
  g_array_append_val(outlines->objects, number);
  g_hash_table_insert(outlines->known, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(number));
  return number;
}

void birge_pdf_outlines_append_resources(const BirgePdfOutlines *outlines, GString *out) {
  g_string_append(out, "/XObject<<");
  for (guint i = 0; i < outlines->objects->len; i++) {
    guint number = g_array_index(outlines->objects, guint, i);
    g_string_append_printf(out, "/G%u %u 0 R", number, number);
  }
  g_string_append(out, ">>");
}
