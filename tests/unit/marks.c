/* Marks: what a translator should look at, and nothing else. */
#include "review/marks.h"

#include "sample.h"

#include <string.h>

#define MAX_COLUMNS 3

/* Returns the marks of a row of texts in en, ckb and ar as "numbers 1 12, quotes 0"; "" stands for
 * no text. */
static char *find(const char *const *texts, guint n) {
  static const char *const languages[MAX_COLUMNS] = {"en", "ckb", "ar"};
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeLocale *chosen[MAX_COLUMNS];
  BirgeDocument *documents[MAX_COLUMNS];
  BirgeRow row = {.confidence = 1};
  for (guint c = 0; c < n; c++) {
    const char *segments[] = {*texts[c] ? texts[c] : NULL, NULL};
    documents[c] = sample_document(languages[c], segments);
    chosen[c] = birge_locales_find(locales, languages[c], NULL, 0);
    row.runs[c] = (BirgeRun){0, documents[c]->n_segments};
  }
  g_autoptr(BirgeBitext) bitext =
      birge_bitext_new((const BirgeDocument *const *)documents, n, &row, 1);
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  for (guint c = 0; c < n; c++)
    birge_document_unref(documents[c]);
  g_autoptr(GArray) marks = birge_marks_find(draft->rows->pdata[0], chosen);
  GString *out = g_string_new(NULL);
  for (guint m = 0; m < marks->len; m++) {
    const BirgeMark *mark = &g_array_index(marks, BirgeMark, m);
    g_string_append_printf(out, "%s%s %u", m > 0 ? ", " : "", mark->kind, mark->column);
    if (mark->text)
      g_string_append_printf(out, " %s", mark->text);
  }
  return g_string_free(out, FALSE);
}

static void assert_marks(const char *en, const char *ckb, const char *ar, const char *expected) {
  const char *texts[] = {en, ckb, ar};
  g_autofree char *found = find(texts, ar ? 3 : 2);
  g_assert_cmpstr(found, ==, expected);
}

static void numbers_are_the_same_in_all_digits(void) {
  assert_marks("It has 12 doors.", "١٢ دەرگای هەیە.", "له ۱۲ باباً.", "");
  assert_marks("It has 12 doors.", "١٣ دەرگای هەیە.", NULL, "numbers 0 13, numbers 1 12");
  assert_marks("It has 12 doors.", "دەرگای هەیە.", "له ١٢ باباً.", "numbers 1 12");
}

static void numbers_that_grow_together_with_words_are_found(void) {
  assert_marks("For 120,000 people on 14 March", "بۆ ١٢٠ هەزار کەس لە ١٤ی ئازار",
               "لـ120 ألف شخص في 14 آذار", "");
  assert_marks("It is 37.2 high.", "٣٧,٢ بەرزە.", "ارتفاعه 37.2.", "");
}

static void small_numbers_may_be_words(void) {
  assert_marks("It has 3 doors.", "سێ دەرگای هەیە.", NULL, "");
}

static void latin_words_inside_another_script_must_be_in_all(void) {
  assert_marks("WhatsApp was down.", "WhatsApp کاری نەکرد.", "تعطل WhatsApp.", "");
  assert_marks("It was down today.", "WhatsApp کاری نەکرد.", "تعطل WhatsApp.", "latin 0 whatsapp");
  assert_marks("WhatsApp was down.", "واتساپ کاری نەکرد.", "تعطل التطبيق اليوم.", "");
}

static void quotation_marks_must_pair(void) {
  assert_marks("He said “yes.”", "گوتی: «بەڵێ.»", NULL, "");
  assert_marks("He said “yes.", "گوتی: «بەڵێ.»", NULL, "quotes 0");
  assert_marks("He said \"yes.\"", "گوتی: بەڵێ.»", NULL, "quotes 1");
}

static void lengths_far_apart_are_marked(void) {
  assert_marks("The council met on Monday and decided to open the bridge again for all vehicles.",
               "ئەنجوومەن کۆبووەوە.", NULL, "length 1");
  assert_marks("Yes.", "بەڵێ، وایە.", NULL, "");
}

static void another_script_is_marked(void) {
  assert_marks("The council met.", "The council met.", NULL, "untranslated 1");
}

static void a_column_without_text_is_missing(void) {
  assert_marks("The council met.", "", "اجتمع المجلس.", "missing 1");
}

static void segments_without_a_counterpart_are_unmatched(void) {
  static const char *const one[] = {"The council met.", "It rained.", "It voted.", NULL};
  static const char *const two[] = {"اجتمع المجلس وصوّت.", NULL};
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  const BirgeLocale *chosen[] = {birge_locales_find(locales, "en", NULL, 0),
                                 birge_locales_find(locales, "ar", NULL, 0)};
  g_autoptr(BirgeDocument) english = sample_document("en", one);
  g_autoptr(BirgeDocument) arabic = sample_document("ar", two);
  const BirgeDocument *documents[] = {english, arabic};
  const BirgeRow row = {.runs = {{0, 3}, {0, 1}}, .gaps = {2}, .confidence = 1};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, &row, 1);
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  g_autoptr(GArray) marks = birge_marks_find(draft->rows->pdata[0], chosen);
  g_assert_cmpuint(marks->len, >, 0);
  const BirgeMark *mark = &g_array_index(marks, BirgeMark, 0);
  g_assert_cmpstr(mark->kind, ==, "unmatched");
  g_assert_cmpuint(mark->column, ==, 0);
  g_assert_cmpstr(mark->text, ==, "It rained.");
  g_assert_cmpfloat(birge_marks_doubt(draft->rows->pdata[0], marks), >=, BIRGE_DOUBTFUL);
}

/* Returns how doubtful a row of one text is that has one mark. kind: NULL: none. */
static double doubt(double confidence, const char *kind) {
  static const char *const text[] = {"Text.", NULL};
  g_autoptr(BirgeDocument) document = sample_document("en", text);
  const BirgeDocument *documents[] = {document};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 1);
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  BirgeDraftRow *row = draft->rows->pdata[0];
  row->confidence = confidence;
  g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(BirgeMark));
  BirgeMark mark = {kind, 0, NULL};
  if (kind)
    g_array_append_val(marks, mark);
  return birge_marks_doubt(row, marks);
}

/* Returns how doubtful a row is that has so many segments in two columns. */
static double doubt_of_segments(guint n, guint m) {
  static const char *const texts[] = {"One.", "Two.", "Three.", NULL};
  g_autoptr(BirgeDocument) one = sample_document("en", texts);
  g_autoptr(BirgeDocument) two = sample_document("ckb", texts);
  const BirgeDocument *documents[] = {one, two};
  const BirgeRow row = {.runs = {{0, n}, {0, m}}, .confidence = 0.9};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, &row, 1);
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(BirgeMark));
  return birge_marks_doubt(draft->rows->pdata[0], marks);
}

static void doubt_grows_with_segments(void) {
  g_assert_cmpfloat(doubt_of_segments(1, 2), ==, doubt_of_segments(1, 1));
  g_assert_cmpfloat(doubt_of_segments(2, 2), >, doubt_of_segments(1, 2));
  g_assert_cmpfloat(doubt_of_segments(1, 3), >, doubt_of_segments(1, 2));
  g_assert_cmpfloat(doubt_of_segments(2, 3), >, doubt_of_segments(1, 3));
}

static void nothing_is_doubtful_in_an_empty_row(void) {
  g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(BirgeMark));
  BirgeDraftRow *row = birge_draft_row_new(2);
  g_assert_cmpfloat(birge_marks_doubt(row, marks), ==, 0);
  birge_draft_row_unref(row);
}

static void doubt_grows_with_what_confidence_leaves_open(void) {
  g_assert_cmpfloat(doubt(1, NULL), <, BIRGE_DOUBTFUL);
  g_assert_cmpfloat(doubt(0.9, NULL), >, doubt(0.95, NULL));
  g_assert_cmpfloat(doubt(0, NULL), <=, 1);
}

static void doubt_grows_with_marks(void) {
  g_assert_cmpfloat(doubt(0.8, "numbers"), >, doubt(0.8, NULL));
  g_assert_cmpfloat(doubt(1, "quotes"), ==, BIRGE_DOUBTFUL);
  g_assert_cmpfloat(doubt(1, "letters"), ==, doubt(1, NULL));
}

#define ADD(test) g_test_add_func("/marks/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(numbers_are_the_same_in_all_digits);
  ADD(numbers_that_grow_together_with_words_are_found);
  ADD(small_numbers_may_be_words);
  ADD(latin_words_inside_another_script_must_be_in_all);
  ADD(quotation_marks_must_pair);
  ADD(lengths_far_apart_are_marked);
  ADD(another_script_is_marked);
  ADD(a_column_without_text_is_missing);
  ADD(segments_without_a_counterpart_are_unmatched);
  ADD(doubt_grows_with_what_confidence_leaves_open);
  ADD(doubt_grows_with_marks);
  ADD(doubt_grows_with_segments);
  ADD(nothing_is_doubtful_in_an_empty_row);
  return g_test_run();
}
