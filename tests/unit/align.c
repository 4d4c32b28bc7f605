/* Which sentences the aligner ties. */
#include "align/private.h"

#include <string.h>

/* A document of which each line is a sentence; empty lines stand between paragraphs. */
static BirgeDocument *make_document(const char *language, const char *text) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new(language, "test", bytes);
  guint n = 0;
  gsize first = 0;
  for (gsize start = 0; text[start];) {
    gsize end = start + strcspn(text + start, "\n");
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, n});
    start = text[end] ? end + 1 : end;
    if (text[start] && text[start] != '\n')
      continue;
    birge_document_builder_add_block(builder, (BirgeBlock){first, end, BIRGE_BLOCK_PARAGRAPH});
    n++;
    first = start += text[start] ? 1 : 0;
  }
  return birge_document_builder_end(builder);
}

/* Compiled once: that takes longer than most tests. */
static const BirgeRules *find_rules(void) {
  static BirgeRules *rules;
  if (!rules) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) file = birge_locales_rules();
    rules = birge_rules_parse("segmentation.srx", file, &error);
    g_assert_no_error(error);
  }
  return rules;
}

/* Aligns documents with a lexicon of the seeds alone and compares the rows: "0,1:2 …"; segments
 * without a counterpart in their row stand in brackets: "0,(1),2:0". */
static void assert_rows(const char *const *languages, const char *const *texts, guint n,
                        const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_autoptr(BirgeLexicon) lexicon = birge_lexicon_learn(NULL, locales, languages, n);
  g_autoptr(GPtrArray) documents =
      g_ptr_array_new_with_free_func((GDestroyNotify)birge_document_unref);
  for (guint d = 0; d < n; d++)
    g_ptr_array_add(documents, make_document(languages[d], texts[d]));
  g_autoptr(BirgeBitext) whole =
      birge_bitext_new_whole((const BirgeDocument *const *)documents->pdata, n);
  const BirgeAlignOptions options = {locales, lexicon, find_rules(), FALSE};
  g_autoptr(BirgeBitext) bitext =
      birge_align((const BirgeBitext *const *)&whole, 1, &options, &error);
  g_assert_no_error(error);
  g_assert_null(birge_bitext_check(bitext));
  if (!expected)
    return;
  g_autoptr(GString) rows = g_string_new(NULL);
  for (guint r = 0; r < bitext->n_rows; r++) {
    g_string_append(rows, r > 0 ? " " : "");
    for (guint d = 0; d < n; d++) {
      BirgeRun run = bitext->rows[r].runs[d];
      g_string_append(rows, d > 0 ? ":" : "");
      for (guint s = run.first; s < run.end; s++) {
        gboolean is_gap = birge_row_has_gap(&bitext->rows[r], d, s - run.first);
        g_string_append(rows, s > run.first ? "," : "");
        g_string_append_printf(rows, is_gap ? "(%u)" : "%u", s);
      }
    }
  }
  g_assert_cmpstr(rows->str, ==, expected);
}

static const char *const both[] = {"en", "ar"};
static const char *const three[] = {"en", "ckb", "ar"};

/* Where nothing else tells, the borders of paragraphs do. */
static void test_paragraphs(void) {
  static const char anchors[] =
      "The price of oil rose by 7%.\nThe president arrived in Baghdad.\n\n",
                    counterparts[] = "ارتفع سعر النفط بنسبة 7%.\nوصل الرئيس إلى بغداد.\n\n";
  static const struct {
    const char *text, *expected;
  } cases[] = {
      {"Abcd efgh ijkl mnop.\nQrst uvwx yzab cdef.\n\nGhij klmn opqr stuv.", "0:0 1:1 2,3:2 4:3"},
      {"Abcd efgh ijkl mnop.\n\nQrst uvwx yzab cdef.\nGhij klmn opqr stuv.", "0:0 1:1 2:2 3,4:3"},
  };
  for (guint c = 0; c < G_N_ELEMENTS(cases); c++) {
    g_autofree char *text = g_strconcat(anchors, cases[c].text, NULL);
    g_autofree char *other = g_strconcat(counterparts,
                                         "زززز سسسس شششش صصصص ضضضض طططط ظظظظ.\n\n"
                                         "ثثثث خخخخ ذذذذ غغغغ قققق كككك لللل.",
                                         NULL);
    assert_rows(both, (const char *const[]){text, other}, 2, cases[c].expected);
  }
}

/* Segments that overlap in all ways: what their sentences tie together is a row. */
static void test_joined_sentences(void) {
  const char *texts[] = {
      "The price of oil rose by 7%. The president arrived in Baghdad on Monday.\n"
      "The school was closed for 31 days. Rain is expected in Paris.",
      "ارتفع سعر النفط بنسبة 7%.\n"
      "وصل الرئيس إلى بغداد يوم الاثنين. أغلقت المدرسة لمدة 31 يوما.\n"
      "من المتوقع هطول الأمطار في باريس."};
  assert_rows(both, texts, 2, "0,1:0,1,2");
  const char *parted[] = {"The price of oil rose by 7%.\n"
                          "The president arrived in Baghdad on Monday.\n"
                          "The school was closed for 31 days. Rain is expected in Paris.",
                          "ارتفع سعر النفط بنسبة 7%. وصل الرئيس إلى بغداد يوم الاثنين.\n"
                          "أغلقت المدرسة لمدة 31 يوما. من المتوقع هطول الأمطار في باريس."};
  assert_rows(both, parted, 2, "0,1:0 2:1");
}

/* What was left out between two sentences that were merged. */
static void test_gaps(void) {
  static const char *const four[] = {"en", "ckb", "ar", "ckb"};
  static const char english[] = "The president arrived in Baghdad on Monday.\n"
                                "Farmers sold 52 tons of wheat at the market.\n"
                                "He met the minister of oil.\n"
                                "The school was closed for 31 days.",
                    sorani[] = "سەرۆک ڕۆژی دووشەممە گەیشتە بەغدا. لەگەڵ وەزیری نەوت کۆبووەوە.\n"
                               "قوتابخانەکە بۆ ماوەی 31 ڕۆژ داخرا.",
                    arabic[] = "وصل الرئيس إلى بغداد يوم الاثنين. والتقى وزير النفط.\n"
                               "أغلقت المدرسة لمدة 31 يوما.",
                    whole[] = "سەرۆک ڕۆژی دووشەممە گەیشتە بەغدا.\n"
                              "جووتیاران 52 تەن گەنمیان لە بازاڕ فرۆشت.\n"
                              "لەگەڵ وەزیری نەوت کۆبووەوە.\n"
                              "قوتابخانەکە بۆ ماوەی 31 ڕۆژ داخرا.",
                    parted[] = "سەرۆک ڕۆژی دووشەممە گەیشتە بەغدا.\n"
                               "لەگەڵ وەزیری نەوت کۆبووەوە.\n"
                               "قوتابخانەکە بۆ ماوەی 31 ڕۆژ داخرا.";
  const char *texts[] = {english, sorani, arabic, parted};
  assert_rows(both, (const char *const[]){english, arabic}, 2, "0,(1),2:0 3:1");
  assert_rows(four, (const char *const[]){english, sorani}, 2, "0,(1),2:0 3:1");
  assert_rows(three, texts, 3, "0,(1),2:0:0 3:1:1");
  /* It is in one of the others. */
  assert_rows(three, (const char *const[]){english, whole, arabic}, 3, "0,1,2:0,1,2:0 3:3:1");
  /* The fourth language is aligned with the first, and joined. */
  assert_rows(four, texts, 4, "0,(1),2:0:0:0,1 3:1:1:2");
  texts[3] = whole;
  assert_rows(four, texts, 4, "0,1,2:0:0:0,1,2 3:1:1:3");
}

static BirgeBitext *make_bitext(BirgeDocument *one, BirgeDocument *other, const BirgeRow *rows,
                                guint n_rows) {
  const BirgeDocument *documents[] = {one, other};
  return birge_bitext_new(documents, 2, rows, n_rows);
}

/* A segment has a counterpart in a joined row if any of the parts knows one, and what is not tied
 * to anything of the row does not stand at its ends. */
static void test_gaps_of_parts(void) {
  g_autoptr(BirgeDocument) english = make_document("en", "A\nB\nC\nD");
  g_autoptr(BirgeDocument) sorani = make_document("ckb", "A\nB");
  g_autoptr(BirgeDocument) arabic = make_document("ar", "A\nB\nC");
  const BirgeRow one[] = {{.runs = {{0, 3}, {0, 1}}, .gaps = {2}}, {.runs = {{3, 4}, {1, 2}}}};
  const BirgeRow other[] = {{.runs = {{0, 1}, {0, 1}}},
                            {.runs = {{1, 2}, {1, 1}}},
                            {.runs = {{2, 2}, {1, 2}}},
                            {.runs = {{2, 4}, {2, 3}}}};
  g_autoptr(BirgeBitext) first = make_bitext(english, sorani, one, G_N_ELEMENTS(one));
  g_autoptr(BirgeBitext) second = make_bitext(english, arabic, other, G_N_ELEMENTS(other));
  const BirgeBitext *parts[] = {first, second};
  g_autoptr(BirgeBitext) joined = birge_bitext_join(parts, 2);
  g_assert_null(birge_bitext_check(joined));
  g_assert_cmpuint(joined->n_rows, ==, 1);
  g_assert_cmpuint(joined->rows[0].gaps[0], ==, 2);
  g_assert_cmpuint(joined->rows[0].gaps[1], ==, 0);
  g_assert_cmpuint(joined->rows[0].gaps[2], ==, 2);
  /* A and C of the Arabic are tied to nothing. */
  const BirgeRow edges[] = {{.runs = {{0, 4}, {0, 3}}, .gaps = {8, 5}, .confidence = 0.5}};
  g_autoptr(BirgeBitext) untidy = make_bitext(english, arabic, edges, 1);
  const BirgeBitext *alone[] = {untidy};
  g_autoptr(BirgeBitext) tidy = birge_bitext_join(alone, 1);
  g_assert_null(birge_bitext_check(tidy));
  g_assert_cmpuint(tidy->n_rows, ==, 4);
  g_assert_cmpuint(tidy->rows[0].runs[1].end, ==, 1);
  g_assert_cmpuint(tidy->rows[1].runs[0].end, ==, 3);
  g_assert_cmpuint(tidy->rows[1].runs[1].first, ==, 1);
  g_assert_cmpuint(tidy->rows[2].runs[0].first, ==, 3);
  g_assert_cmpuint(tidy->rows[3].runs[1].first, ==, 2);
  for (guint r = 0; r < tidy->n_rows; r++) {
    g_assert_cmpuint(birge_row_count_gaps(&tidy->rows[r], 2), ==, 0);
    g_assert_cmpfloat(tidy->rows[r].confidence, ==, 0.5);
  }
}

static void test_rows_of_nothing_but_gaps(void) {
  g_autoptr(BirgeDocument) english = make_document("en", "A\nB");
  g_autoptr(BirgeDocument) arabic = make_document("ar", "A");
  const BirgeRow rows[] = {{.runs = {{0, 2}, {0, 1}}, .gaps = {3, 1}}};
  g_autoptr(BirgeBitext) bitext = make_bitext(english, arabic, rows, 1);
  const BirgeBitext *parts[] = {bitext};
  g_autoptr(BirgeBitext) joined = birge_bitext_join(parts, 1);
  g_assert_null(birge_bitext_check(joined));
  g_assert_cmpuint(joined->n_rows, ==, 3);
}

/* A segment that holds as many sentences as the other document. */
static void test_whole_in_one(void) {
  g_autoptr(GString) lines = g_string_new(NULL), line = g_string_new(NULL);
  for (guint n = 0; n < 60; n++) {
    g_string_append_printf(lines, "%sThe price rose to %u.", n > 0 ? "\n" : "", 1000 + 7 * n);
    g_string_append_printf(line, "%sارتفع السعر إلى %u.", n > 0 ? " " : "", 1000 + 7 * n);
  }
  const char *texts[] = {lines->str, line->str};
  assert_rows(both, texts, 2, NULL);
}

static void test_seeds(void) {
  const char *texts[] = {
      "The president arrived in Baghdad on Monday.\nThe price of oil rose.",
      "وصل الرئيس إلى بغداد يوم الاثنين.\n"
      "وفي المساء كانت القطة الصغيرة البيضاء نائمة قرب الباب القديم في آخر الحديقة الكبيرة.\n"
      "ارتفع سعر النفط."};
  assert_rows(both, texts, 2, "0:0 :1 1:2");
}

static void test_seven(void) {
  const char *texts[] = {"Begin 1.\nWe saw 11 cats and 12 dogs and 13 mice and 14 owls and 15 bees "
                         "and 16 ants and 17 bats.\nEnd 2.",
                         "بدأ 1.\nرأينا 11 قطة.\nو 12 كلبا.\nو 13 فأرا.\nو 14 بومة.\nو 15 نحلة.\n"
                         "و 16 نملة.\nو 17 وطواطا.\nانتهى 2."};
  assert_rows(both, texts, 2, "0:0 1:1,2,3,4,5,6,7 2:8");
}

static void test_three(void) {
  const char *texts[] = {"The president arrived in Baghdad on Monday.\nThe price of oil rose.\n"
                         "The war ended in 1988.",
                         "سەرۆک ڕۆژی دووشەممە گەیشتە بەغدا.\nجەنگ لە 1988 کۆتایی هات.",
                         "وصل الرئيس إلى بغداد يوم الاثنين.\nارتفع سعر النفط.\n"
                         "انتهت الحرب في 1988."};
  assert_rows(three, texts, 3, "0:0:0 1::1 2:1:2");
}

static char *repeat(const char *line, guint n) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < n; i++)
    g_string_append(text, line);
  return g_string_free(text, FALSE);
}

static void test_empty(void) {
  const char *texts[] = {"", "انتهت الحرب.\nانتهت الحرب."};
  assert_rows(both, texts, 2, ":0 :1");
}

static void test_uneven(void) {
  g_autofree char *many = repeat("ارتفع سعر النفط.\n", 500);
  const char *texts[] = {"The price of oil rose.", many};
  assert_rows(both, texts, 2, NULL);
}

static void test_equal(void) {
  g_autofree char *left = repeat("The price of oil rose.\n", 300);
  g_autofree char *right = repeat("ارتفع سعر النفط.\n", 300);
  const char *texts[] = {left, right};
  assert_rows(both, texts, 2, NULL);
}

/* Long enough that a window must move along it. */
static void test_long(void) {
  g_autoptr(GString) left = g_string_new(NULL), right = g_string_new(NULL);
  g_autoptr(GString) rows = g_string_new(NULL);
  for (guint i = 0; i < 300; i++) {
    g_string_append_printf(left, "In the year %u there were %u people.\n", 3000 + 2 * i,
                           5000 + 2 * i);
    g_string_append_printf(right, "في عام %u كان عددهم %u تقريبا.\n", 3000 + 2 * i, 5000 + 2 * i);
    g_string_append_printf(rows, i > 0 ? " %u:%u" : "%u:%u", i, i);
  }
  const char *texts[] = {left->str, right->str};
  assert_rows(both, texts, 2, rows->str);
}

static void test_swapped(void) {
  static const char *const swapped[] = {"ar", "en"};
  const char *texts[] = {"وصل الرئيس إلى بغداد يوم الاثنين.\nكانت القطة الصغيرة البيضاء نائمة قرب "
                         "الباب القديم في آخر الحديقة الكبيرة.\nارتفع سعر النفط.",
                         "The president arrived in Baghdad on Monday.\nThe price of oil rose."};
  assert_rows(swapped, texts, 2, "0:0 1: 2:1");
}

static void test_same(void) {
  static const char *const same[] = {"en", "en"};
  const char *text = "The price of oil rose.\nThe war ended in 1988.\nA cat slept.";
  const char *texts[] = {text, text};
  assert_rows(same, texts, 2, "0:0 1:1 2:2");
}

static void assert_ends(const char *text, guint n, gboolean is_open) {
  BirgeEnds ends = birge_ends_count(text, strlen(text));
  g_assert_cmpuint(ends.n, ==, n);
  g_assert_cmpint(ends.is_open, ==, is_open);
}

static void test_ends(void) {
  assert_ends("", 1, FALSE);
  assert_ends("A headline", 1, FALSE);
  assert_ends("It rained. It stopped.", 2, FALSE);
  assert_ends("“It rained.” It stopped,", 1, TRUE);
  assert_ends("The U.S. sent 3.5 tons of it", 1, FALSE);
  assert_ends("باران باری؟ نەخێر.", 2, FALSE);
  assert_ends("هطل المطر، ثم توقف،", 0, TRUE);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/align/paragraphs", test_paragraphs);
  g_test_add_func("/align/words of the seed lexicon tie sentences without a memory", test_seeds);
  g_test_add_func("/align/sentences tie the segments they are joined in", test_joined_sentences);
  g_test_add_func("/align/what was left out inside a row is told", test_gaps);
  g_test_add_func("/align/joined rows know what any of their parts does", test_gaps_of_parts);
  g_test_add_func("/align/rows of nothing but gaps are none", test_rows_of_nothing_but_gaps);
  g_test_add_func("/align/one segment may hold all sentences of the other document",
                  test_whole_in_one);
  g_test_add_func("/align/a sentence that became seven is one row", test_seven);
  g_test_add_func("/align/a sentence that one of three lacks ties the other two", test_three);
  g_test_add_func("/align/an empty document leaves the other untied", test_empty);
  g_test_add_func("/align/one sentence against many keeps each in one row", test_uneven);
  g_test_add_func("/align/equal sentences keep their order", test_equal);
  g_test_add_func("/align/a long document is aligned window by window", test_long);
  g_test_add_func("/align/documents may come in any order", test_swapped);
  g_test_add_func("/align/the same document twice ties each sentence with itself", test_same);
  g_test_add_func("/align/ends of sentences are counted inside segments", test_ends);
  return g_test_run();
}
