/* Words side by side are what HarfBuzz makes of the whole text: no glyph depends on the word
 * before. usage: property-shape [GTEST OPTION]... [FILE]    FILE: counts its lines too, in Arabic
 * script */
#include "render/shape.h"
#include "random.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uscript.h>

static const UChar32 sorani[] = {0x6A4, 0x695, 0x6B5, 0x6C6, 0x6CE, 0x6D5};

typedef struct {
  BirgeFonts *fonts;
  BirgeShaper *shaper;
  BirgeTextStyle style;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GError) error = NULL;
  const BirgeFontWish wish = {
      .script = "Arab", .letters = sorani, .n_letters = G_N_ELEMENTS(sorani)};
  fixture->fonts = birge_fonts_new(&error);
  g_assert_no_error(error);
  fixture->shaper = birge_shaper_new();
  fixture->style.fonts = birge_fonts_list(fixture->fonts, &wish, &error);
  g_assert_no_error(error);
  fixture->style.language = hb_language_from_string("ckb", -1);
  fixture->style.script = HB_SCRIPT_ARABIC;
  fixture->style.size_pt = 10;
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  birge_shaper_free(fixture->shaper);
  birge_fonts_free(fixture->fonts);
}

/* The glyphs of our words, left to right. */
static GArray *shape_words(Fixture *fixture, const char *text) {
  GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(BirgeGlyph));
  gsize length = strlen(text);
  for (gsize start = 0, n; start < length; start += n) {
    n = birge_word_length(text + start, length - start);
    const BirgeWord *word = birge_shape(fixture->shaper, &fixture->style, TRUE, text + start, n);
    g_array_prepend_vals(glyphs, word->glyphs, word->n_glyphs);
  }
  return glyphs;
}

/* Whether HarfBuzz makes the same of the whole text in one go. */
static gboolean is_same(Fixture *fixture, const char *text) {
  const BirgeFont *font = birge_font_list_first(fixture->style.fonts);
  g_autoptr(GArray) ours = shape_words(fixture, text);
  hb_buffer_t *buffer = hb_buffer_create();
  hb_buffer_add_utf8(buffer, text, -1, 0, -1);
  hb_buffer_set_direction(buffer, HB_DIRECTION_RTL);
  hb_buffer_set_script(buffer, HB_SCRIPT_ARABIC);
  hb_buffer_set_language(buffer, fixture->style.language);
  hb_shape(font->font, buffer, NULL, 0);
  guint n;
  const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n);
  const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
  gboolean same = n == ours->len;
  for (guint i = 0; i < n && same; i++) {
    const BirgeGlyph *glyph = &g_array_index(ours, BirgeGlyph, i);
    same = glyph->glyph == infos[i].codepoint && glyph->font == font &&
           (int)(glyph->advance * (float)font->upem + 0.5F) == positions[i].x_advance;
  }
  hb_buffer_destroy(buffer);
  return same;
}

static void words_are_shaped_as_in_the_whole_text(Fixture *fixture,
                                                  gconstpointer data G_GNUC_UNUSED) {
  static const char *const pieces[] = {
      "ئ", "ا", "ب", "پ", "ت", "ج", "چ", "ح", "خ", "د", "ر",  "ڕ",   "ز", "ژ", "س",
      "ش", "ع", "غ", "ف", "ڤ", "ق", "ک", "گ", "ل", "ڵ", "م",  "ن",   "و", "ۆ", "ه",
      "ە", "ی", "ێ", " ", " ", " ", " ", "،", "؟", "؛", "لا", "لله", "ً",  "ّ",  "\u200C"};
  for (guint round = 0; round < 5 * N_ROUNDS; round++) {
    g_autoptr(GString) text = g_string_new("ب");
    for (guint n = random_below(120); n > 0; n--)
      g_string_append(text, random_of(pieces, G_N_ELEMENTS(pieces)));
    if (!is_same(fixture, text->str))
      g_error("other glyphs: %s", text->str);
  }
}

/* Whether one font and one direction are enough for a text. */
static gboolean is_plain(Fixture *fixture, const char *text) {
  const BirgeFont *font = birge_font_list_first(fixture->style.fonts);
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    if (!birge_font_has(font, c) || g_unichar_isdigit((gunichar)c) ||
        (script > USCRIPT_INHERITED && script != USCRIPT_ARABIC))
      return FALSE;
  }
  return *text != '\0';
}

static int count_lines(const char *path) {
  g_autofree char *content = NULL;
  if (!g_file_get_contents(path, &content, NULL, NULL))
    return 1;
  Fixture fixture;
  set_up(&fixture, NULL);
  g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
  guint n_plain = 0, n_same = 0;
  for (char **line = lines; *line; line++) {
    if (!is_plain(&fixture, *line))
      continue;
    n_plain++;
    n_same += is_same(&fixture, *line) ? 1 : 0;
  }
  printf("%u of %u lines have the same glyphs and widths\n", n_same, n_plain);
  tear_down(&fixture, NULL);
  return n_same == n_plain ? 0 : 1;
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  if (argc > 1)
    return count_lines(argv[1]);
  g_test_add("/shape/words_are_shaped_as_in_the_whole_text", Fixture, NULL, set_up,
             words_are_shaped_as_in_the_whole_text, tear_down);
  return g_test_run();
}
