/* Approve into memory: what was approved is there once, with who and when, and nothing else is
 * touched. */
#include "review/approve.h"

#include "base/error.h"
#include "exchange/exchange.h"
#include "sample.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
} Place;

static void set_up(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  place->folder = g_dir_make_tmp("birge-XXXXXX", NULL);
  place->path = g_build_filename(place->folder, BIRGE_APPROVED_FILE, NULL);
}

static void tear_down(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_unlink(place->path);
  g_assert_cmpint(g_rmdir(place->folder), ==, 0);
  g_free(place->folder);
  g_free(place->path);
}

/* Makes a draft of rows with the same status. */
static BirgeDraft *make_draft(const char *const *english, const char *const *sorani,
                              BirgeStatus status) {
  g_autoptr(BirgeDocument) one = sample_document("en", english);
  g_autoptr(BirgeDocument) two = sample_document("ckb", sorani);
  const BirgeDocument *documents[] = {one, two};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 2);
  BirgeDraft *draft = birge_draft_new(bitext);
  for (guint r = 0; r < draft->rows->len; r++)
    ((BirgeDraftRow *)draft->rows->pdata[r])->status = status;
  return draft;
}

static BirgeIntake approve(const Place *place, const BirgeDraft *draft, const char *article) {
  const BirgeApproval approval = {draft, place->folder, article, "Hero"};
  BirgeIntake approved;
  g_autoptr(GError) error = NULL;
  g_assert_true(birge_approve(&approval, &approved, &error));
  g_assert_no_error(error);
  return approved;
}

static gboolean keep_unit(const BirgeUnit *unit, gpointer units, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(units, birge_unit_ref(unit));
  return TRUE;
}

static GPtrArray *read_units(const Place *place) {
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autoptr(GError) error = NULL;
  g_assert_true(birge_tmx_read(place->path, keep_unit, units, NULL, &error));
  g_assert_no_error(error);
  return units;
}

static const char *const one[] = {"One.", "One.", "Two.", NULL};
static const char *const two[] = {"یەک.", "یەکەم.", "دوو.", NULL};

static void rows_with_the_same_source_stay_apart(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeDraft) draft = make_draft(one, two, BIRGE_STATUS_APPROVED);
  BirgeIntake approved = approve(place, draft, "a.json");
  g_assert_cmpuint(approved.n_added, ==, 3);
  approved = approve(place, draft, "a.json");
  g_assert_cmpuint(approved.n_kept, ==, 3);
  g_assert_cmpuint(approved.n_added + approved.n_changed + approved.n_removed, ==, 0);
  g_autoptr(GPtrArray) units = read_units(place);
  g_assert_cmpuint(units->len, ==, 3);
  g_assert_cmpstr(birge_attributes_get(((BirgeUnit *)units->pdata[0])->attributes, "creationid"),
                  ==, "Hero");
}

static void what_is_not_approved_stays_out(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeDraft) proposed = make_draft(one, two, BIRGE_STATUS_PROPOSED);
  g_autoptr(BirgeDraft) rejected = make_draft(one, two, BIRGE_STATUS_REJECTED);
  g_assert_cmpuint(approve(place, proposed, "a.json").n_added, ==, 0);
  g_assert_cmpuint(approve(place, rejected, "a.json").n_added, ==, 0);
  g_assert_false(g_file_test(place->path, G_FILE_TEST_EXISTS));
}

static void a_rejection_takes_out_the_rows_of_its_article_only(Place *place,
                                                               gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeDraft) draft = make_draft(one, two, BIRGE_STATUS_APPROVED);
  approve(place, draft, "a.json");
  approve(place, draft, "b.json");
  g_autoptr(BirgeDraft) rejected = make_draft(one, two, BIRGE_STATUS_REJECTED);
  g_assert_cmpuint(approve(place, rejected, "a.json").n_removed, ==, 3);
  g_autoptr(GPtrArray) units = read_units(place);
  g_assert_cmpuint(units->len, ==, 3);
}

static void one_of_rows_with_the_same_source_is_taken_out(Place *place,
                                                          gconstpointer unused G_GNUC_UNUSED) {
  g_autoptr(BirgeDraft) draft = make_draft(one, two, BIRGE_STATUS_APPROVED);
  approve(place, draft, "a.json");
  ((BirgeDraftRow *)draft->rows->pdata[1])->status = BIRGE_STATUS_REJECTED;
  BirgeIntake approved = approve(place, draft, "a.json");
  g_assert_cmpuint(approved.n_removed, ==, 1);
  g_assert_cmpuint(approved.n_kept, ==, 2);
  g_autoptr(GPtrArray) units = read_units(place);
  g_assert_cmpuint(units->len, ==, 2);
  g_assert_cmpstr(((BirgeVariant *)((BirgeUnit *)units->pdata[0])->variants->pdata[1])->text, ==,
                  two[0]);
}

static void another_translation_takes_the_place_of_the_first(Place *place,
                                                             gconstpointer unused G_GNUC_UNUSED) {
  static const char *const source[] = {"One.", NULL};
  static const char *const first[] = {"یەک.", NULL}, *const second[] = {"یەکەم.", NULL};
  g_autoptr(BirgeDraft) draft = make_draft(source, first, BIRGE_STATUS_APPROVED);
  approve(place, draft, "a.json");
  g_autoptr(BirgeDraft) other = make_draft(source, second, BIRGE_STATUS_APPROVED);
  BirgeIntake approved = approve(place, other, "a.json");
  g_assert_cmpuint(approved.n_changed, ==, 1);
  g_assert_cmpuint(approved.n_added, ==, 0);
  /* The same row once it has a third language. */
  g_autoptr(BirgeDocument) english = sample_document("en", source);
  g_autoptr(BirgeDocument) sorani = sample_document("ckb", second);
  g_autoptr(BirgeDocument) arabic = sample_document("ar", source);
  const BirgeDocument *documents[] = {english, sorani, arabic};
  g_autoptr(BirgeBitext) bitext = sample_bitext(documents, 3);
  g_autoptr(BirgeDraft) wider = birge_draft_new(bitext);
  ((BirgeDraftRow *)wider->rows->pdata[0])->status = BIRGE_STATUS_APPROVED;
  g_assert_cmpuint(approve(place, wider, "a.json").n_changed, ==, 1);
  g_autoptr(GPtrArray) units = read_units(place);
  g_assert_cmpuint(units->len, ==, 1);
  const BirgeUnit *unit = units->pdata[0];
  g_assert_cmpuint(unit->variants->len, ==, 3);
  g_assert_cmpstr(birge_attributes_get(unit->attributes, "changeid"), ==, "Hero");
}

static void a_file_that_others_made_is_not_touched(Place *place,
                                                   gconstpointer unused G_GNUC_UNUSED) {
  static const char foreign[] =
      "<tmx version=\"1.4\"><header creationtool=\"other\" creationtoolversion=\"1\" "
      "segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" srclang=\"en\" "
      "datatype=\"plaintext\"/><body></body></tmx>";
  g_assert_true(g_file_set_contents(place->path, foreign, -1, NULL));
  g_autoptr(BirgeDraft) draft = make_draft(one, two, BIRGE_STATUS_APPROVED);
  const BirgeApproval approval = {draft, place->folder, "a.json", "Hero"};
  BirgeIntake approved;
  g_autoptr(GError) error = NULL;
  g_assert_false(birge_approve(&approval, &approved, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
  g_autofree char *now = NULL;
  g_assert_true(g_file_get_contents(place->path, &now, NULL, NULL));
  g_assert_cmpstr(now, ==, foreign);
}

static void a_row_in_one_language_is_no_unit(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  static const char *const none[] = {NULL};
  g_autoptr(BirgeDraft) draft = make_draft(one, none, BIRGE_STATUS_APPROVED);
  g_assert_cmpuint(approve(place, draft, "a.json").n_added, ==, 0);
}

static void inline_codes_and_notes_are_kept(Place *place, gconstpointer unused G_GNUC_UNUSED) {
  static const char text[] = "One. Two.";
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
  BirgeDocumentBuilder *builder = birge_document_builder_new("en", "", bytes);
  birge_document_builder_add_block(builder, (BirgeBlock){0, 9, BIRGE_BLOCK_PARAGRAPH});
  birge_document_builder_add_segment(builder, (BirgeSegment){0, 4, 0});
  birge_document_builder_add_segment(builder, (BirgeSegment){5, 9, 0});
  birge_document_builder_add_code(builder, 5, "<hi>");
  birge_document_builder_add_code(builder, 8, "</hi>");
  g_autoptr(BirgeDocument) english = birge_document_builder_end(builder);
  static const char *const sorani_text[] = {"یەک و دوو.", NULL};
  g_autoptr(BirgeDocument) sorani = sample_document("ckb", sorani_text);
  const BirgeDocument *documents[] = {english, sorani};
  const BirgeRow row = {
      .runs = {{0, 2}, {0, 1}}, .status = BIRGE_STATUS_APPROVED, .note = "as printed"};
  g_autoptr(BirgeBitext) bitext = birge_bitext_new(documents, 2, &row, 1);
  g_autoptr(BirgeDraft) draft = birge_draft_new(bitext);
  g_assert_cmpuint(approve(place, draft, "a.json").n_added, ==, 1);
  g_autoptr(GPtrArray) units = read_units(place);
  const BirgeUnit *unit = units->pdata[0];
  const BirgeVariant *variant = unit->variants->pdata[0];
  g_assert_cmpstr(variant->text, ==, "One. Two.");
  g_assert_cmpuint(variant->codes->len, ==, 2);
  g_assert_cmpuint(g_array_index(variant->codes, BirgeCode, 0).offset, ==, 5);
  g_assert_cmpuint(g_array_index(variant->codes, BirgeCode, 1).offset, ==, 8);
  g_assert_cmpuint(unit->notes->len, ==, 2);
}

#define ADD(test) g_test_add("/approve/" #test, Place, NULL, set_up, test, tear_down)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(rows_with_the_same_source_stay_apart);
  ADD(what_is_not_approved_stays_out);
  ADD(a_rejection_takes_out_the_rows_of_its_article_only);
  ADD(one_of_rows_with_the_same_source_is_taken_out);
  ADD(another_translation_takes_the_place_of_the_first);
  ADD(a_file_that_others_made_is_not_touched);
  ADD(a_row_in_one_language_is_no_unit);
  ADD(inline_codes_and_notes_are_kept);
  return g_test_run();
}
