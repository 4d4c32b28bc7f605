/* Words as text operators: pieces in the order of reading, and what they leave to readers. */
#include "render/pdf_text.h"

#include <string.h>

typedef struct {
  BirgeFonts *fonts;
  BirgeShaper *shaper;
  BirgeTextStyle style;
  GString *text;
  BirgeOutput *output;
  BirgePdfFile *file;
  BirgePdfFonts *pdf_fonts;
  BirgePdfWords *words;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GError) error = NULL;
  fixture->fonts = birge_fonts_new(&error);
  g_assert_no_error(error);
  fixture->shaper = birge_shaper_new();
  static const UChar32 letters[] = {0x6A4, 0x6CE};
  const BirgeFontWish wish = {.script = "Arab", .letters = letters, .n_letters = 2};
  fixture->style.fonts = birge_fonts_list(fixture->fonts, &wish, &error);
  g_assert_no_error(error);
  fixture->style.language = hb_language_from_string("ar", -1);
  fixture->style.script = HB_SCRIPT_ARABIC;
  fixture->style.size_pt = 10;
  fixture->text = g_string_new(NULL);
  fixture->output = birge_output_open_string(fixture->text);
  fixture->file = birge_pdf_file_new(fixture->output);
  fixture->pdf_fonts = birge_pdf_fonts_new(fixture->file);
  fixture->words = birge_pdf_words_new(fixture->pdf_fonts);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  birge_pdf_words_free(fixture->words);
  birge_pdf_fonts_free(fixture->pdf_fonts);
  birge_pdf_file_free(fixture->file);
  birge_output_discard(fixture->output);
  g_string_free(fixture->text, TRUE);
  birge_shaper_free(fixture->shaper);
  birge_fonts_free(fixture->fonts);
}

static const BirgePdfWord *make(Fixture *fixture, gboolean is_rtl, const char *text) {
  BirgeWord *word = birge_shape(fixture->shaper, &fixture->style, is_rtl, text, strlen(text));
  return birge_pdf_words_get(fixture->words, word);
}

static void letters_of_a_right_to_left_word_are_one_piece(Fixture *fixture,
                                                          gconstpointer data G_GNUC_UNUSED) {
  const BirgePdfWord *word = make(fixture, TRUE, "پردێک");
  g_assert_cmpuint(word->n_pieces, ==, 1);
  g_assert_cmpfloat(word->pieces[0].x, ==, 0);
  g_assert_cmpfloat(word->pieces[0].advance, >, 0);
}

static void
signs_are_pieces_of_their_own_in_the_order_of_reading(Fixture *fixture,
                                                      gconstpointer data G_GNUC_UNUSED) {
  const BirgePdfWord *word = make(fixture, TRUE, "«پرد»؟");
  g_assert_cmpuint(word->n_pieces, ==, 4);
  for (guint i = 1; i < word->n_pieces; i++) {
    g_assert_cmpfloat(word->pieces[i].x, <, word->pieces[i - 1].x);
    g_assert_cmpuint(word->pieces[i].order, ==, i);
  }
  g_assert_true(word->pieces[0].is_apart);
  g_assert_false(word->pieces[1].is_apart);
}

static void
letters_with_signs_between_them_are_drawn_left_to_right(Fixture *fixture,
                                                        gconstpointer data G_GNUC_UNUSED) {
  const BirgePdfWord *word = make(fixture, TRUE, "مُد");
  g_assert_cmpuint(word->n_pieces, ==, 3);
  for (guint i = 0; i < word->n_pieces; i++)
    g_assert_cmpuint(word->pieces[i].order, ==, 2 - i);
  g_assert_cmpfloat(word->pieces[0].x, <, word->pieces[1].x);
  g_assert_cmpfloat(word->pieces[1].x, <, word->pieces[2].x);
}

static void equal_signs_are_one_piece(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_assert_cmpuint(make(fixture, TRUE, "پرد...")->n_pieces, ==, 2);
}

/* The mark stands on the left, and the pen where it began. */
static void a_sign_of_numbers_before_another_sign_has_a_mark(Fixture *fixture,
                                                             gconstpointer data G_GNUC_UNUSED) {
  const BirgePdfWord *word = make(fixture, TRUE, "پرد.»");
  g_assert_cmpuint(word->n_pieces, ==, 3);
  g_assert_cmpfloat(word->pieces[0].advance, >, 0);
  g_assert_cmpfloat(word->pieces[1].advance, ==, 0);
  g_assert_cmpfloat(word->pieces[2].advance, >, 0);
}

static void a_left_to_right_word_is_one_piece(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_assert_cmpuint(make(fixture, FALSE, "(one-two).")->n_pieces, ==, 1);
}

/* Lam and alef are one form, but each must be said; a vowel sign too. */
static void each_character_of_a_ligature_has_a_code(Fixture *fixture,
                                                    gconstpointer data G_GNUC_UNUSED) {
  const BirgePdfWord *word = make(fixture, TRUE, "لاً");
  g_assert_cmpuint(word->n_pieces, ==, 2);
  g_assert_cmpuint(word->n_inks, >=, 1);
  guint next = birge_pdf_fonts_code(fixture->pdf_fonts, word->pieces[0].font, 1, 'x', 1);
  g_assert_cmpuint(next, ==, 5); /* three characters and a mark of direction have codes */
}

static void the_same_glyph_says_the_same_by_the_same_code(Fixture *fixture,
                                                          gconstpointer data G_GNUC_UNUSED) {
  const BirgeFont *font = birge_font_list_first(fixture->style.fonts);
  guint one = birge_pdf_fonts_code(fixture->pdf_fonts, font, 7, 'a', 500);
  g_assert_cmpuint(birge_pdf_fonts_code(fixture->pdf_fonts, font, 7, 'a', 500), ==, one);
  g_assert_cmpuint(birge_pdf_fonts_code(fixture->pdf_fonts, font, 7, 'b', 500), !=, one);
  g_assert_cmpuint(birge_pdf_fonts_code(fixture->pdf_fonts, font, 7, 'a', 501), !=, one);
}

static void a_font_has_65534_codes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  const BirgeFont *font = birge_font_list_first(fixture->style.fonts);
  for (guint i = 1; i <= 65534; i++)
    g_assert_cmpuint(birge_pdf_fonts_code(fixture->pdf_fonts, font, 3, (UChar32)(i + 0x20), 500),
                     ==, i);
  g_autoptr(GError) error = NULL;
  g_assert_cmpuint(birge_pdf_fonts_code(fixture->pdf_fonts, font, 3, 0x10FFFF, 500), ==, 0);
  g_assert_false(birge_pdf_fonts_write(fixture->pdf_fonts, &error));
  g_assert_cmpstr(error->message, ==, "a font would need more than 65534 codes for glyphs");
}

#define ADD(test) g_test_add("/pdf_text/" #test, Fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(letters_of_a_right_to_left_word_are_one_piece);
  ADD(signs_are_pieces_of_their_own_in_the_order_of_reading);
  ADD(equal_signs_are_one_piece);
  ADD(letters_with_signs_between_them_are_drawn_left_to_right);
  ADD(a_sign_of_numbers_before_another_sign_has_a_mark);
  ADD(a_left_to_right_word_is_one_piece);
  ADD(each_character_of_a_ligature_has_a_code);
  ADD(the_same_glyph_says_the_same_by_the_same_code);
  ADD(a_font_has_65534_codes);
  return g_test_run();
}
