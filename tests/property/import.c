/* What is exported is imported as it was: text, states and notes, and goes into the memory so. */
#include "exchange/import.h"
#include "base/error.h"
#include "memory/intake.h"
#include "random.h"
#include "sample.h"

#include <glib/gstdio.h>
#include <string.h>

/* A row as it must come back. */
typedef struct {
  char *source;
  char *target;
  char *note; /* NULL: none */
  BirgeStatus status;
} Expected;

static void free_expected(gpointer data) {
  Expected *expected = data;
  g_free(expected->source);
  g_free(expected->target);
  g_free(expected->note);
  g_free(expected);
}

/* The rows of a bitext that have text in both languages. */
static GPtrArray *list_rows(const BirgeBitext *bitext) {
  GPtrArray *rows = g_ptr_array_new_with_free_func(free_expected);
  for (guint r = 0; r < bitext->n_rows; r++) {
    const BirgeRow *row = &bitext->rows[r];
    Expected *expected = g_new0(Expected, 1);
    expected->source = birge_document_run_text(bitext->documents[0], row->runs[0]);
    expected->target = birge_document_run_text(bitext->documents[1], row->runs[1]);
    expected->note = g_strdup(row->note);
    expected->status = row->status;
    if (*expected->source && *expected->target)
      g_ptr_array_add(rows, expected);
    else
      free_expected(expected);
  }
  return rows;
}

static gboolean keep_unit(const BirgeUnit *unit, gpointer units, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(units, birge_unit_ref(unit));
  return TRUE;
}

static GPtrArray *import(const char *name, const char *text, const BirgeLocales *locales) {
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  const BirgeImportOptions options = {.locales = locales};
  BirgeImportCounts counts;
  g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
  g_autoptr(GError) error = NULL;
  birge_import_parse(name, bytes, &options, keep_unit, units, &counts, &error);
  if (error)
    g_error("%s in:\n%s", error->message, text);
  return units;
}

/* The note or the prop of a unit; NULL: there is none. type: NULL: the note. */
static const char *find_note(const BirgeUnit *unit, const char *type) {
  for (guint i = 0; i < unit->notes->len; i++) {
    const BirgeNote *note = unit->notes->pdata[i];
    if (g_strcmp0(birge_attributes_get(note->attributes, "type"), type) == 0)
      return note->text;
  }
  return NULL;
}

static const char *text_of(const BirgeUnit *unit, guint v) {
  return ((const BirgeVariant *)unit->variants->pdata[v])->text;
}

static void assert_is(const BirgeUnit *unit, const Expected *expected, const char *text) {
  g_autofree char *note = g_strdup(find_note(unit, NULL));
  g_autofree char *wanted = g_strdup(expected->note && *expected->note ? expected->note : NULL);
  gboolean is_same =
      g_str_equal(text_of(unit, 0), expected->source) &&
      g_str_equal(text_of(unit, 1), expected->target) && g_strcmp0(note, wanted) == 0 &&
      g_str_equal(find_note(unit, BIRGE_PROP_STATUS), birge_status_print(expected->status));
  if (!is_same)
    g_error("\"%s\" = \"%s\" (%s, %s) came back as \"%s\" = \"%s\" (%s, %s) from:\n%s",
            expected->source, expected->target, birge_status_print(expected->status), wanted,
            text_of(unit, 0), text_of(unit, 1), find_note(unit, BIRGE_PROP_STATUS), note, text);
}

static void check_format(const BirgeBitext *bitext, const char *format, const char *name,
                         const BirgeLocales *locales) {
  const BirgeWriteOptions options = {.locales = locales};
  g_autofree char *text = sample_write(bitext, birge_exchange_formats(), format, &options);
  g_autoptr(GPtrArray) units = import(name, text, locales);
  g_autoptr(GPtrArray) expected = list_rows(bitext);
  if (units->len != expected->len)
    g_error("%u of %u rows came back from:\n%s", units->len, expected->len, text);
  for (guint i = 0; i < units->len; i++)
    assert_is(units->pdata[i], expected->pdata[i], text);
}

/* A bitext with notes of several lines, and all states. */
static BirgeBitext *make_bitext(void) {
  static const char *const notes[] = {NULL, "a note", "سەرنج: \"ڕاستە\"؟",
                                      "two\nlines <&>, \\ \"x\"", "tab\there; semicolon"};
  g_autoptr(BirgeBitext) bitext = random_bitext(2);
  g_autofree BirgeRow *rows = g_memdup2(bitext->rows, bitext->n_rows * sizeof(BirgeRow));
  for (guint r = 0; r < bitext->n_rows; r++) {
    rows[r].status = (BirgeStatus)random_below(3);
    rows[r].note = notes[random_below(G_N_ELEMENTS(notes))];
  }
  return birge_bitext_new(bitext->documents, 2, rows, bitext->n_rows);
}

static void exports_come_back_as_they_were(void) {
  static const char *const formats[][2] = {
      {"xliff", "x.xlf"}, {"xliff2", "x.xlf2"}, {"po", "x.po"}, {"tsv", "x.tsv"}, {"csv", "x.csv"}};
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  for (guint i = 0; i < N_ROUNDS; i++) {
    g_autoptr(BirgeBitext) bitext = make_bitext();
    for (guint f = 0; f < G_N_ELEMENTS(formats); f++)
      check_format(bitext, formats[f][0], formats[f][1], locales);
  }
}

static void remove_folder(const char *folder, const char *file) {
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_remove(path);
  g_rmdir(folder);
}

/* Units without those that are rejected, as a memory's file has them. */
static GPtrArray *read_back(const char *folder) {
  GPtrArray *units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autofree char *path = g_build_filename(folder, "m.tmx", NULL);
  g_autoptr(GError) error = NULL;
  birge_tmx_read(path, keep_unit, units, NULL, &error);
  g_assert_no_error(error);
  return units;
}

static void assert_same_in_memory(const GPtrArray *units, const GPtrArray *stored) {
  guint n = 0;
  for (guint i = 0; i < units->len; i++) {
    const BirgeUnit *unit = units->pdata[i];
    if (g_str_equal(find_note(unit, BIRGE_PROP_STATUS), "rejected"))
      continue;
    const BirgeUnit *back = stored->pdata[n++];
    g_autoptr(BirgeUnit) bare = birge_unit_new();
    for (guint k = 0; k < back->notes->len; k++)
      g_ptr_array_add(bare->notes, birge_note_copy(back->notes->pdata[k]));
    for (guint k = 0; k < back->variants->len; k++)
      g_ptr_array_add(bare->variants, birge_variant_copy(back->variants->pdata[k]));
    g_assert_true(birge_unit_equal(bare, unit));
  }
  g_assert_cmpuint(n, ==, stored->len);
}

static void an_import_is_in_the_memory_as_it_was_and_once(void) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(NULL);
  for (guint i = 0; i < N_ROUNDS / 4; i++) {
    g_autoptr(BirgeBitext) bitext = make_bitext();
    const BirgeWriteOptions options = {.locales = locales};
    g_autofree char *text = sample_write(bitext, birge_exchange_formats(), "xliff", &options);
    g_autoptr(GPtrArray) units = import("x.xlf", text, locales);
    g_autofree char *folder = g_dir_make_tmp("birge-XXXXXX", NULL);
    const BirgeIntakeOptions place = {.folder = folder, .name = "m.tmx", .user = "tester"};
    BirgeIntake intake;
    g_autoptr(GError) error = NULL;
    for (guint again = 0; again < 2; again++) {
      birge_memory_take(units, &place, &intake, &error);
      g_assert_no_error(error);
      g_assert_cmpuint(intake.n_changed + intake.n_removed, ==, 0);
      g_assert_cmpuint(again ? intake.n_added : intake.n_kept, ==, 0);
    }
    if (intake.n_kept > 0) {
      g_autoptr(GPtrArray) stored = read_back(folder);
      assert_same_in_memory(units, stored);
    }
    remove_folder(folder, "m.tmx");
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/import/exports_come_back", exports_come_back_as_they_were);
  g_test_add_func("/import/into_the_memory", an_import_is_in_the_memory_as_it_was_and_once);
  return g_test_run();
}
