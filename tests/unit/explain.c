/* What is said of why a row was made. */
#include "align/explain.h"

#include <string.h>

/* A document of which each line is a sentence. */
static BirgeDocument *make_document(const char *language, const char *text) {
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new(language, "test", bytes);
  guint n = 0;
  for (gsize start = 0; text[start]; n++) {
    gsize end = start + strcspn(text + start, "\n");
    birge_document_builder_add_block(builder, (BirgeBlock){start, end, BIRGE_BLOCK_PARAGRAPH});
    birge_document_builder_add_segment(builder, (BirgeSegment){start, end, n});
    start = text[end] ? end + 1 : end;
  }
  return birge_document_builder_end(builder);
}

typedef struct {
  BirgeDocument *documents[2];
  BirgeBitext *bitext;
  BirgeLocales *locales;
  BirgeLexicon *lexicon;
  GPtrArray *explanations;
} Explained;

/* Explains the first row of a bitext of English and Arabic with two sentences each. first: how many
 * of them the first row has. */
static void explain(Explained *explained, const char *left, const char *right, guint first) {
  static const char *const languages[] = {"en", "ar"};
  explained->locales = birge_locales_load(NULL);
  explained->lexicon = birge_lexicon_learn(NULL, explained->locales, languages, 2);
  explained->documents[0] = make_document("en", left);
  explained->documents[1] = make_document("ar", right);
  const BirgeRow rows[] = {{.runs = {{0, first}, {0, first}}}, {.runs = {{first, 2}, {first, 2}}}};
  explained->bitext = birge_bitext_new((const BirgeDocument *const *)explained->documents, 2, rows,
                                       first < 2 ? 2 : 1);
  const BirgeAlignOptions options = {.locales = explained->locales, .lexicon = explained->lexicon};
  const guint row = 0;
  explained->explanations = birge_align_explain(explained->bitext, &row, 1, &options);
}

static void clear(Explained *explained) {
  g_ptr_array_unref(explained->explanations);
  birge_bitext_unref(explained->bitext);
  birge_document_unref(explained->documents[0]);
  birge_document_unref(explained->documents[1]);
  birge_lexicon_free(explained->lexicon);
  birge_locales_unref(explained->locales);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Explained, clear)

/* Finds the word of a side; NULL: nothing is said of it. */
static const BirgeExplainedWord *find(const Explained *explained, guint side, const char *text) {
  const BirgeExplanation *explanation = explained->explanations->pdata[0];
  const BirgeExplainedPair *pair = &g_array_index(explanation->pairs, BirgeExplainedPair, 0);
  for (guint i = 0; i < pair->words->len; i++) {
    const BirgeExplainedWord *word = &g_array_index(pair->words, BirgeExplainedWord, i);
    BirgeWordPlace place = word->place[side];
    if (strlen(text) == place.end - place.start &&
        memcmp(explained->documents[side]->text + place.start, text, strlen(text)) == 0)
      return word;
  }
  return NULL;
}

#define LEFT                                                                                       \
  "Twitter had 330 users in Baghdad, Pachachi said.\nThe price of the long war was 12 lives, "     \
  "said "                                                                                          \
  "the mayor of the town."
#define RIGHT                                                                                                                                                     \
  "قال الباجه جي إن Twitter كان لديه ٣٣٠ مستخدما في بغداد.\nكان ثمن الحرب الطويلة 15 قتيلا، حسب " \
  "عمدة البلدة."

static void words_are_tied_by_number_letters_and_lexicon(void) {
  g_auto(Explained) explained = {0};
  explain(&explained, LEFT, RIGHT, 1);
  const BirgeExplainedWord *number = find(&explained, 0, "330");
  g_assert_nonnull(number);
  g_assert_cmpint(number->tie, ==, BIRGE_TIE_NUMBER);
  g_assert_cmpint(number->fate, ==, BIRGE_FATE_TIED);
  g_assert_true(number == find(&explained, 1, "٣٣٠"));
  const BirgeExplainedWord *equal = find(&explained, 0, "Twitter");
  g_assert_cmpint(equal->tie, ==, BIRGE_TIE_EQUAL);
  g_assert_true(equal == find(&explained, 1, "Twitter"));
  const BirgeExplainedWord *place = find(&explained, 0, "Baghdad");
  g_assert_cmpint(place->fate, ==, BIRGE_FATE_TIED);
  g_assert_true(place == find(&explained, 1, "بغداد"));
  g_assert_cmpfloat(number->gain, >, 0);
}

static void gains_sum_up_to_the_evidence(void) {
  g_auto(Explained) explained = {0};
  explain(&explained, LEFT, RIGHT, 1);
  const BirgeExplanation *explanation = explained.explanations->pdata[0];
  const BirgeExplainedPair *pair = &g_array_index(explanation->pairs, BirgeExplainedPair, 0);
  double sums[BIRGE_N_TIES] = {0};
  for (guint i = 0; i < pair->words->len; i++) {
    const BirgeExplainedWord *word = &g_array_index(pair->words, BirgeExplainedWord, i);
    sums[word->tie] += word->gain;
  }
  g_assert_cmpfloat(pair->found[BIRGE_TIE_NUMBER], >, 0);
  g_assert_cmpfloat_with_epsilon(sums[BIRGE_TIE_NUMBER], pair->found[BIRGE_TIE_NUMBER], 1e-9);
  g_assert_cmpfloat_with_epsilon(sums[BIRGE_TIE_EQUAL], pair->found[BIRGE_TIE_EQUAL], 1e-9);
}

static void words_without_counterpart_are_told_apart(void) {
  g_auto(Explained) explained = {0};
  explain(&explained, "Sales rose to 77.\nThe war ended in 1988.",
          "انتهت الحرب في 1988.\nارتفعت المبيعات.", 1);
  g_assert_cmpint(find(&explained, 0, "77")->fate, ==, BIRGE_FATE_NOWHERE);
  g_assert_cmpint(find(&explained, 1, "1988")->fate, ==, BIRGE_FATE_ELSEWHERE);
}

static void a_row_of_all_has_no_runner_up(void) {
  g_auto(Explained) explained = {0};
  explain(&explained, LEFT, RIGHT, 2);
  g_assert_false(((const BirgeExplanation *)explained.explanations->pdata[0])->has_runner_up);
  g_auto(Explained) other = {0};
  explain(&other, LEFT, RIGHT, 1);
  const BirgeExplanation *explanation = other.explanations->pdata[0];
  g_assert_true(explanation->has_runner_up);
  g_assert_cmpfloat(explanation->runner_up_loss, >, 0);
}

/* As in the search, where rows are sure. */
static void lengths_are_judged_by_the_translator_of_the_rows(void) {
  enum { N_ROWS = 40 };
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(GString) long_text = g_string_new(NULL);
  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf(long_text, "%sThe long speech was given in the old town hall today.",
                           i > 0 ? "\n" : "");
  g_autoptr(GString) short_text = g_string_new(NULL);
  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf(short_text, "%sألقي الخطاب اليوم.", i > 0 ? "\n" : "");
  g_autoptr(BirgeDocument) left = make_document("en", long_text->str);
  g_autoptr(BirgeDocument) right = make_document("ar", short_text->str);
  const BirgeDocument *documents[] = {left, right};
  const BirgeAlignOptions options = {.locales = locales};
  const guint row = 0;
  double costs[2];
  for (guint is_sure = 0; is_sure < 2; is_sure++) {
    BirgeRow rows[N_ROWS];
    for (guint i = 0; i < N_ROWS; i++)
      rows[i] = (BirgeRow){.runs = {{i, i + 1}, {i, i + 1}}, .confidence = is_sure};
    g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, N_ROWS);
    g_autoptr(GPtrArray) explanations = birge_align_explain(bitext, &row, 1, &options);
    const BirgeExplanation *explanation = explanations->pdata[0];
    costs[is_sure] = g_array_index(explanation->pairs, BirgeExplainedPair, 0).length_cost;
  }
  g_assert_cmpfloat(costs[1], <, costs[0] / 2);
}

static void rows_longer_than_beads_are_not_weighed(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  g_autoptr(BirgeDocument) left = make_document("en", "1\n2\n3\n4\n5\n6\n7\n8");
  g_autoptr(BirgeDocument) right = make_document("ar", "1\n2\n3\n4\n5\n6\n7");
  const BirgeDocument *documents[] = {left, right};
  const BirgeAlignOptions options = {.locales = locales};
  const guint row = 0;
  for (guint n = 7; n <= 8; n++) {
    const BirgeRow rows[] = {{.runs = {{0, n}, {0, 7}}}, {.runs = {{n, 8}, {7, 7}}}};
    g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, rows, n < 8 ? 2 : 1);
    g_autoptr(GPtrArray) explanations = birge_align_explain(bitext, &row, 1, &options);
    const BirgeExplanation *explanation = explanations->pdata[0];
    g_assert_cmpint(explanation->is_too_long, ==, n == 8);
    g_assert_cmpuint(explanation->pairs->len, ==, n == 8 ? 0 : 1);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/explain/words_are_tied_by_number_letters_and_lexicon",
                  words_are_tied_by_number_letters_and_lexicon);
  g_test_add_func("/explain/gains_sum_up_to_the_evidence", gains_sum_up_to_the_evidence);
  g_test_add_func("/explain/words_without_counterpart_are_told_apart",
                  words_without_counterpart_are_told_apart);
  g_test_add_func("/explain/a_row_of_all_has_no_runner_up", a_row_of_all_has_no_runner_up);
  g_test_add_func("/explain/lengths_are_judged_by_the_translator_of_the_rows",
                  lengths_are_judged_by_the_translator_of_the_rows);
  g_test_add_func("/explain/rows_longer_than_beads_are_not_weighed",
                  rows_longer_than_beads_are_not_weighed);
  return g_test_run();
}
