/* Words and their glyphs, in the fonts of the machine. */
#include "render/shape.h"

#include <string.h>

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

static BirgeWord *shape(Fixture *fixture, gboolean is_rtl, const char *text) {
  return birge_shape(fixture->shaper, &fixture->style, is_rtl, text, strlen(text));
}

static void the_first_font_has_the_letters_that_are_wished(Fixture *fixture,
                                                           gconstpointer data G_GNUC_UNUSED) {
  const BirgeFont *font = birge_font_list_first(fixture->style.fonts);
  for (guint i = 0; i < G_N_ELEMENTS(sorani); i++)
    g_assert_true(birge_font_has(font, sorani[i]));
}

static void a_letter_is_found_in_another_font(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_assert_nonnull(birge_font_list_find(fixture->style.fonts, 'g'));
  g_assert_null(birge_font_list_find(fixture->style.fonts, 0x10FFFD));
}

static void words_end_where_white_space_begins(Fixture *fixture G_GNUC_UNUSED,
                                               gconstpointer data G_GNUC_UNUSED) {
  g_assert_cmpuint(birge_word_length("پرد  کۆن", strlen("پرد  کۆن")), ==, strlen("پرد"));
  g_assert_cmpuint(birge_word_length("  کۆن", strlen("  کۆن")), ==, 2);
  g_assert_cmpuint(birge_word_length("a", 1), ==, 1);
  g_autofree char *longer = g_strnfill(BIRGE_MAX_WORD + 1, 'a');
  g_assert_cmpuint(birge_word_length(longer, BIRGE_MAX_WORD), ==, BIRGE_MAX_WORD);
  g_assert_cmpuint(birge_word_length(longer, BIRGE_MAX_WORD + 1), ==, BIRGE_MAX_WORD);
}

/* UAX #29 GB9: a mark stays with its letter. */
static void a_word_is_not_cut_before_a_mark(Fixture *fixture G_GNUC_UNUSED,
                                            gconstpointer data G_GNUC_UNUSED) {
  g_autofree char *text = g_strnfill(BIRGE_MAX_WORD + 1, 'a');
  memcpy(text + BIRGE_MAX_WORD - 1, (const guint8[]){0xCC, 0x81}, 2); /* COMBINING ACUTE ACCENT */
  g_autofree char *whole = g_strconcat(text, "aaaa", NULL);
  /* The letter goes with it. */
  g_assert_cmpuint(birge_word_length(whole, strlen(whole)), ==, BIRGE_MAX_WORD - 2);
}

static void right_to_left_glyphs_come_in_visual_order(Fixture *fixture,
                                                      gconstpointer data G_GNUC_UNUSED) {
  const BirgeWord *word = shape(fixture, TRUE, "پرد");
  g_assert_cmpuint(word->n_glyphs, ==, 3);
  g_assert_cmpuint(word->glyphs[0].cluster, ==, 4);
  g_assert_cmpuint(word->glyphs[2].cluster, ==, 0);
  g_assert_cmpfloat(word->width, >, 0);
}

static void letters_are_joined(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  guint32 alone = shape(fixture, TRUE, "ێ")->glyphs[0].glyph;
  guint32 at_end = shape(fixture, TRUE, "پێ")->glyphs[0].glyph;
  guint32 inside = shape(fixture, TRUE, "پێپ")->glyphs[1].glyph;
  g_assert_cmpuint(alone, !=, at_end);
  g_assert_cmpuint(at_end, !=, inside);
}

static void a_joiner_that_is_not_keeps_letters_apart(Fixture *fixture,
                                                     gconstpointer data G_GNUC_UNUSED) {
  guint32 joined = shape(fixture, TRUE, "پێ")->glyphs[0].glyph;
  guint32 apart = shape(fixture, TRUE, "پ\u200Cێ")->glyphs[0].glyph;
  g_assert_cmpuint(joined, !=, apart);
}

static void widths_are_the_sum_of_words(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  double sum = shape(fixture, TRUE, "پرد")->width;
  sum += shape(fixture, TRUE, " ")->width;
  sum += shape(fixture, TRUE, "کۆن")->width;
  double whole =
      birge_shape_width(fixture->shaper, &fixture->style, TRUE, "پرد کۆن", strlen("پرد کۆن"));
  g_assert_cmpfloat_with_epsilon(whole, sum, 1e-9);
}

static void a_control_character_has_no_width(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  double plain = shape(fixture, FALSE, "ab")->width;
  g_assert_cmpfloat_with_epsilon(shape(fixture, FALSE, "a\001b")->width, plain, 1e-9);
  g_assert_cmpuint(birge_shaper_missing(fixture->shaper)->len, ==, 0);
}

static void a_letter_without_a_font_is_told_once(Fixture *fixture,
                                                 gconstpointer data G_GNUC_UNUSED) {
  shape(fixture, FALSE, "a\U0010FFFDb\U0010FFFD\U0010FFFC");
  shape(fixture, FALSE, "\U0010FFFD");
  const GArray *missing = birge_shaper_missing(fixture->shaper);
  g_assert_cmpuint(missing->len, ==, 2);
  g_assert_cmpuint((guint)g_array_index(missing, UChar32, 0), ==, 0x10FFFC);
  g_assert_cmpuint((guint)g_array_index(missing, UChar32, 1), ==, 0x10FFFD);
}

static void more_words_than_are_kept_are_shaped_all_the_same(Fixture *fixture,
                                                             gconstpointer data G_GNUC_UNUSED) {
  double first = shape(fixture, FALSE, "w7")->width;
  for (guint i = 0; i < 9000; i++) {
    char text[16];
    g_snprintf(text, sizeof text, "w%u", i);
    g_assert_cmpstr(shape(fixture, FALSE, text)->text, ==, text);
  }
  g_assert_cmpfloat_with_epsilon(shape(fixture, FALSE, "w7")->width, first, 1e-9);
}

#define ADD(test) g_test_add("/shape/" #test, Fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(the_first_font_has_the_letters_that_are_wished);
  ADD(a_letter_is_found_in_another_font);
  ADD(words_end_where_white_space_begins);
  ADD(a_word_is_not_cut_before_a_mark);
  ADD(right_to_left_glyphs_come_in_visual_order);
  ADD(letters_are_joined);
  ADD(a_joiner_that_is_not_keeps_letters_apart);
  ADD(widths_are_the_sum_of_words);
  ADD(a_control_character_has_no_width);
  ADD(a_letter_without_a_font_is_told_once);
  ADD(more_words_than_are_kept_are_shaped_all_the_same);
  return g_test_run();
}
