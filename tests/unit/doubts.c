/* What is said of documents that are no translations of each other. */
#include "align/doubts.h"

#include <string.h>

#define N 6

/* Six sentences that say the same in two languages. */
static const char *const english[N] = {
    "The president arrived in Baghdad on Monday.",
    "The price of oil rose to 78 dollars.",
    "The war in Syria ended in 2011.",
    "Twitter has 330 million users in 40 countries.",
    "The hospital in Erbil was opened by the minister of health.",
    "The football match in Cairo ended 3 to 2.",
};
static const char *const arabic[N] = {
    "وصل الرئيس إلى بغداد يوم الاثنين.",   "ارتفع سعر النفط إلى 78 دولارا.",
    "انتهت الحرب في سوريا في 2011.",       "لدى Twitter 330 مليون مستخدم في 40 دولة.",
    "افتتح وزير الصحة المستشفى في أربيل.", "انتهت مباراة كرة القدم في القاهرة 3 مقابل 2.",
};
static const char *const other[N] = {
    "قالت الشرطة إن اللص هرب من النافذة ليلا.", "كانت القطة البيضاء نائمة قرب الباب القديم.",
    "يحب الأطفال الحلوى أكثر من الخبز.",        "لم يجد المزارع بقرته إلا بعد ثلاثة أيام.",
    "رسمت الفتاة شجرة كبيرة على الجدار.",       "سقط الثلج فوق الجبال طوال الليل.",
};

static BirgeDocument *make_document_of(const char *language, const char *name,
                                       const char *const *lines, guint n, const guint *order) {
  BirgeDocumentBuilder *builder = birge_document_builder_new_empty(language, name);
  for (guint i = 0; i < n; i++) {
    const char *line = lines[order ? order[i] : i];
    gsize start = birge_document_builder_add_text(builder, line, strlen(line));
    gsize end = start + strlen(line);
    birge_document_builder_add_block(builder, (BirgeBlock){start, end, BIRGE_BLOCK_PARAGRAPH});
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, i});
    birge_document_builder_add_text(builder, "\n", 1);
  }
  return birge_document_builder_end(builder);
}

static BirgeDocument *make_document(const char *language, const char *name,
                                    const char *const *lines, const guint *order) {
  return make_document_of(language, name, lines, N, order);
}

typedef struct {
  BirgeLocales *locales;
  BirgeLexicon *lexicon;
  BirgeBitext *bitext;
  GArray *doubts;
} Judged;

/* Aligns two documents, which it takes, and finds what is doubtful. */
static void judge(Judged *judged, BirgeDocument *left, BirgeDocument *right) {
  const char *const languages[] = {"en", "ar"};
  const BirgeDocument *const documents[] = {left, right};
  judged->locales = birge_locales_load(NULL);
  judged->lexicon = birge_lexicon_learn(NULL, judged->locales, languages, 2);
  const BirgeAlignOptions options = {.locales = judged->locales, .lexicon = judged->lexicon};
  g_autoptr(BirgeBitext) whole = birge_bitext_new_whole(documents, 2);
  judged->bitext = birge_align((const BirgeBitext *const *)&whole, 1, &options, NULL);
  judged->doubts = birge_doubts_find(judged->bitext, &options);
  birge_document_unref(left);
  birge_document_unref(right);
}

static void clear(Judged *judged) {
  g_array_unref(judged->doubts);
  birge_bitext_unref(judged->bitext);
  birge_lexicon_free(judged->lexicon);
  birge_locales_unref(judged->locales);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Judged, clear)

static void assert_said(const Judged *judged, const char *said) {
  g_assert_cmpuint(judged->doubts->len, ==, 1);
  g_autofree char *text =
      birge_doubt_print(&g_array_index(judged->doubts, BirgeDoubt, 0), judged->bitext);
  g_assert_true(g_str_has_prefix(text, said));
}

static double highest_confidence(const BirgeBitext *bitext) {
  double highest = 0;
  for (guint r = 0; r < bitext->n_rows; r++) {
    if (birge_row_is_tied(&bitext->rows[r], bitext->n_documents))
      highest = MAX(highest, bitext->rows[r].confidence);
  }
  return highest;
}

static void translations_are_not_doubted(void) {
  g_auto(Judged) judged = {0};
  judge(&judged, make_document("en", "a", english, NULL), make_document("ar", "b", arabic, NULL));
  g_assert_cmpuint(judged.doubts->len, ==, 0);
  g_autoptr(BirgeBitext) same = birge_doubts_apply(judged.bitext, judged.doubts);
  g_assert_true(same == judged.bitext);
}

/* Few rows, each of several sentences, in words of its own: much of it stands elsewhere too. */
static void free_translations_that_merge_sentences_are_not_doubted(void) {
  static const char *const left[] = {
      "The minister said that the school would open again.",
      "Parents in the city had waited for the school since March.",
      "The roof of the school fell in after the storm.",
      "Nobody was hurt in the storm, the minister said.",
      "The city paid for half of the new roof.",
      "The rest of the money came from parents.",
      "Teachers painted the walls of the school themselves.",
      "The minister thanked the parents and the teachers.",
  };
  static const char *const right[] = {
      "ستفتح المدرسة أبوابها مجددا كما أعلن الوزير، بعد انتظار طال الأهالي في المدينة منذ مارس.",
      "وكان السقف قد انهار على إثر العاصفة، ولم يسفر ذلك عن إصابات بحسب ما أفاد به الوزير.",
      "وتكفلت المدينة بنصف تكاليف السقف الجديد، فيما جمع الأهالي ما تبقى من المبلغ.",
      "أما الجدران فقد طلاها المعلمون بأيديهم، وتوجه الوزير بالشكر إلى الأهالي والمعلمين معا.",
  };
  g_auto(Judged) judged = {0};
  judge(&judged, make_document_of("en", "school.en", left, G_N_ELEMENTS(left), NULL),
        make_document_of("ar", "school.ar", right, G_N_ELEMENTS(right), NULL));
  g_assert_cmpuint(judged.doubts->len, ==, 0);
}

static void other_articles_are_told(void) {
  g_auto(Judged) judged = {0};
  judge(&judged, make_document("en", "a", english, NULL), make_document("ar", "b", other, NULL));
  assert_said(&judged, "b: does not look like a translation of a (of their text, ");
  g_autoptr(BirgeBitext) lowered = birge_doubts_apply(judged.bitext, judged.doubts);
  g_assert_cmpfloat(highest_confidence(lowered), <=, 0.2);
  g_assert_cmpuint(lowered->n_rows, ==, judged.bitext->n_rows);
}

static void one_language_under_two_names_is_told(void) {
  g_auto(Judged) judged = {0};
  judge(&judged, make_document("en", "a", english, NULL), make_document("ar", "b", english, NULL));
  assert_said(&judged, "b: is in English, as a is");
  g_autoptr(BirgeBitext) lowered = birge_doubts_apply(judged.bitext, judged.doubts);
  g_assert_cmpfloat(highest_confidence(lowered), <=, 0.2);
}

static void versions_in_one_language_are_told_and_stay_sure(void) {
  g_auto(Judged) judged = {0};
  judge(&judged, make_document("en", "a", english, NULL), make_document("en", "b", english, NULL));
  assert_said(&judged, "b: is in English, as a is");
  g_autoptr(BirgeBitext) same = birge_doubts_apply(judged.bitext, judged.doubts);
  g_assert_true(same == judged.bitext);
}

static void moved_sentences_are_told(void) {
  static const guint order[N] = {3, 4, 0, 1, 2, 5};
  g_auto(Judged) judged = {0};
  judge(&judged, make_document("en", "a", english, NULL), make_document("ar", "b", arabic, order));
  g_assert_cmpuint(judged.doubts->len, ==, 1);
  const BirgeDoubt *doubt = &g_array_index(judged.doubts, BirgeDoubt, 0);
  g_assert_cmpint(doubt->kind, ==, BIRGE_DOUBT_ORDER);
  for (guint i = doubt->runs[1].first; i < doubt->runs[1].end; i++)
    g_assert_cmpuint(order[i], ==, doubt->runs[0].first + i - doubt->runs[1].first);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/doubts/translations_are_not_doubted", translations_are_not_doubted);
  g_test_add_func("/doubts/free_translations_that_merge_sentences_are_not_doubted",
                  free_translations_that_merge_sentences_are_not_doubted);
  g_test_add_func("/doubts/other_articles_are_told", other_articles_are_told);
  g_test_add_func("/doubts/one_language_under_two_names_is_told",
                  one_language_under_two_names_is_told);
  g_test_add_func("/doubts/versions_in_one_language_are_told_and_stay_sure",
                  versions_in_one_language_are_told_and_stay_sure);
  g_test_add_func("/doubts/moved_sentences_are_told", moved_sentences_are_told);
  return g_test_run();
}
