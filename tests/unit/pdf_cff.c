/* Font files for PDF: what HarfBuzz reads in them is what it drew. */
#include "render/pdf_cff.h"

#include <hb-ot.h>
#include <math.h>
#include <string.h>

/* An outline as text: an operator and its points, in thousandths of an em. */
typedef struct {
  GString *text;
  double scale;
} Drawing;

static void put(Drawing *drawing, char operator, const float * numbers, guint n) {
  g_string_append_c(drawing->text, operator);
  for (guint i = 0; i < n; i++)
    g_string_append_printf(drawing->text, " %ld", lround((double)numbers[i] * drawing->scale));
  g_string_append_c(drawing->text, '\n');
}

static void move_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *drawing,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  put(drawing, 'm', (const float[]){x, y}, 2);
}

static void line_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *drawing,
                    hb_draw_state_t *state G_GNUC_UNUSED, float x, float y,
                    void *data G_GNUC_UNUSED) {
  put(drawing, 'l', (const float[]){x, y}, 2);
}

static void curve_to(hb_draw_funcs_t *funcs G_GNUC_UNUSED, void *drawing,
                     hb_draw_state_t *state G_GNUC_UNUSED, float x1, float y1, float x2, float y2,
                     float x, float y, void *data G_GNUC_UNUSED) {
  put(drawing, 'c', (const float[]){x1, y1, x2, y2, x, y}, 6);
}

/* The outline of a glyph; yours. */
static char *draw(hb_font_t *font, guint glyph) {
  hb_draw_funcs_t *pencil = hb_draw_funcs_create();
  hb_draw_funcs_set_move_to_func(pencil, move_to, NULL, NULL);
  hb_draw_funcs_set_line_to_func(pencil, line_to, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func(pencil, curve_to, NULL, NULL);
  Drawing drawing = {g_string_new(NULL), 1000.0 / hb_face_get_upem(hb_font_get_face(font))};
  hb_font_get_glyph_shape(font, glyph, pencil, &drawing);
  hb_draw_funcs_destroy(pencil);
  return g_string_free(drawing.text, FALSE);
}

static void add_table(hb_face_t *face, const char *tag, const char *bytes, gsize length) {
  g_autoptr(hb_blob_t) blob =
      hb_blob_create(bytes, (guint)length, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
  g_assert_true(hb_face_builder_add_table(face, hb_tag_from_string(tag, 4), blob));
}

/* Opens a file with what HarfBuzz wants besides. */
static hb_font_t *open_cff(const GString *file, guint n_glyphs) {
  char head[54] = {0}, maxp[6] = {0, 0, 0x50, 0};
  head[1] = 1;
  memcpy(head + 12, (const guint8[]){0x5F, 0x0F, 0x3C, 0xF5}, 4);
  head[18] = 1000 >> 8;
  head[19] = (char)(1000 & 0xFF);
  maxp[4] = (char)(n_glyphs >> 8);
  maxp[5] = (char)(n_glyphs & 0xFF);
  g_autoptr(hb_face_t) builder = hb_face_builder_create();
  add_table(builder, "head", head, sizeof head);
  add_table(builder, "maxp", maxp, sizeof maxp);
  add_table(builder, "CFF ", file->str, file->len);
  g_autoptr(hb_blob_t) blob = hb_face_reference_blob(builder);
  g_autoptr(hb_face_t) face = hb_face_create(blob, 0);
  return hb_font_create(face);
}

static GArray *make_glyphs(const BirgeFont *font, guint n) {
  GArray *glyphs = g_array_new(FALSE, TRUE, sizeof(BirgeCffGlyph));
  guint n_in_font = hb_face_get_glyph_count(font->face);
  for (guint i = 0; i < n; i++) {
    BirgeCffGlyph glyph = {.glyph = (guint16)(i % n_in_font), .width = (guint16)(i % 2000)};
    glyph.is_blank = i % 100 == 7;
    g_array_append_val(glyphs, glyph);
  }
  return glyphs;
}

static const BirgeFont *find_font(BirgeFonts *fonts, const char *script) {
  g_autoptr(GError) error = NULL;
  const BirgeFontWish wish = {.script = script};
  BirgeFontList *list = birge_fonts_list(fonts, &wish, &error);
  g_assert_no_error(error);
  return birge_font_list_first(list);
}

static void assert_kept(const BirgeFont *font, guint n) {
  g_autoptr(GArray) glyphs = make_glyphs(font, n);
  g_autoptr(GString) file = g_string_new(NULL);
  birge_cff_append(file, "BIRGAA+Test", font, glyphs);
  hb_font_t *opened = open_cff(file, n);
  guint n_drawn = 0;
  for (guint i = 0; i < n; i++) {
    const BirgeCffGlyph *glyph = &g_array_index(glyphs, BirgeCffGlyph, i);
    g_autofree char *made = draw(opened, i);
    g_autofree char *expected = draw(font->font, glyph->glyph);
    g_assert_cmpstr(made, ==, glyph->is_blank ? "" : expected);
    n_drawn += made[0] != '\0';
  }
  g_assert_cmpuint(n_drawn, >=, n / 2);
  hb_font_destroy(opened);
}

static void outlines_are_kept(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeFonts) fonts = birge_fonts_new(&error);
  g_assert_no_error(error);
  assert_kept(find_font(fonts, "Arab"), 1000);
  assert_kept(find_font(fonts, "Latn"), 1000);
}

static void the_smallest_file_has_one_glyph_besides_that_for_what_is_missing(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeFonts) fonts = birge_fonts_new(&error);
  g_assert_no_error(error);
  assert_kept(find_font(fonts, "Latn"), 2);
}

#define ADD(test) g_test_add_func("/pdf_cff/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(outlines_are_kept);
  ADD(the_smallest_file_has_one_glyph_besides_that_for_what_is_missing);
  return g_test_run();
}
