/* How units of several files become one, and what a memory says of itself. */
#include "memory/memory.h"

#include "base/error.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder;
  BirgeLocales *locales;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GError) error = NULL;
  fixture->folder = g_dir_make_tmp("birge-XXXXXX", &error);
  fixture->locales = birge_locales_load(&error);
  g_assert_no_error(error);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    g_remove(path);
  }
  g_rmdir(fixture->folder);
  g_free(fixture->folder);
  birge_locales_unref(fixture->locales);
}

/* Writes a TMX file of units: `<tu…>` elements. */
static void write_file(const Fixture *fixture, const char *name, const char *units) {
  g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
  g_autofree char *text =
      g_strdup_printf("<tmx version=\"1.4\"><header srclang=\"en\"/><body>%s</body></tmx>", units);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

#define TUV(tag, text) "<tuv xml:lang=\"" tag "\"><seg>" text "</seg></tuv>"

static BirgeMemory *open_memory(const Fixture *fixture) {
  g_autoptr(GError) error = NULL;
  BirgeMemory *memory = birge_memory_open(fixture->folder, NULL, fixture->locales, &error);
  g_assert_no_error(error);
  return memory;
}

/* Returns the languages of unit u, in their order, with the tuid: "7: en ckb ar"; yours. */
static char *describe(const BirgeMemory *memory, guint u) {
  const BirgeUnit *unit = birge_memory_units(memory, NULL)->pdata[u];
  const char *tuid = birge_attributes_get(unit->attributes, "tuid");
  GString *text = g_string_new(tuid ? tuid : "-");
  for (guint v = 0; v < unit->variants->len; v++)
    g_string_append_printf(text, " %s", ((const BirgeVariant *)unit->variants->pdata[v])->language);
  return g_string_free(text, FALSE);
}

static void assert_units(const Fixture *fixture, const char *const *expected) {
  g_autoptr(BirgeMemory) memory = open_memory(fixture);
  guint n = birge_memory_units(memory, NULL)->len;
  g_assert_cmpuint(n, ==, g_strv_length((char **)(gpointer)expected));
  for (guint u = 0; u < n; u++) {
    g_autofree char *unit = describe(memory, u);
    g_assert_cmpstr(unit, ==, expected[u]);
  }
}

static void equal_texts_of_two_files_are_one_unit(Fixture *fixture,
                                                  gconstpointer data G_GNUC_UNUSED) {
  write_file(fixture, "a.tmx", "<tu>" TUV("en", "It rained.") TUV("ckb", "باران باری.") "</tu>");
  write_file(fixture, "b.tmx", "<tu>" TUV("en-US", "it  RAINED.") TUV("ar", "أمطرت.") "</tu>");
  assert_units(fixture, (const char *const[]){"- en ckb en-US ar", NULL});
}

static void a_text_that_is_there_twice_is_joined_in_order(Fixture *fixture,
                                                          gconstpointer data G_GNUC_UNUSED) {
  write_file(fixture, "a.tmx",
             "<tu tuid=\"1\">" TUV("en", "No.") TUV("ckb", "نا.") "</tu>"
                                                                  "<tu tuid=\"2\">" TUV("en", "No.")
                                                                      TUV("ckb", "نەخێر.") "</tu>");
  write_file(fixture, "b.tmx",
             "<tu tuid=\"2\">" TUV("en", "No.") TUV("ar", "كلا.") "</tu>"
                                                                  "<tu>" TUV("en", "No.")
                                                                      TUV("ar", "لا.") "</tu>");
  g_autoptr(BirgeMemory) memory = open_memory(fixture);
  g_assert_cmpuint(birge_memory_units(memory, NULL)->len, ==, 2);
  const BirgeUnit *second = birge_memory_units(memory, NULL)->pdata[1];
  g_assert_cmpstr(((const BirgeVariant *)second->variants->pdata[2])->text, ==, "كلا.");
}

static void two_translations_into_one_language_stay_two_units(Fixture *fixture,
                                                              gconstpointer data G_GNUC_UNUSED) {
  write_file(fixture, "a.tmx", "<tu>" TUV("en", "No.") TUV("ckb", "نا.") "</tu>");
  write_file(fixture, "b.tmx", "<tu>" TUV("en", "No.") TUV("ckb", "نەخێر.") "</tu>");
  assert_units(fixture, (const char *const[]){"- en ckb", "- en ckb", NULL});
}

static void one_tuid_joins_texts_that_differ_in_marks(Fixture *fixture,
                                                      gconstpointer data G_GNUC_UNUSED) {
  write_file(fixture, "a.tmx", "<tu tuid=\"7\">" TUV("en", "It rained.") TUV("ckb", "ب") "</tu>");
  write_file(fixture, "b.tmx", "<tu tuid=\"7\">" TUV("en", "“It rained”") TUV("ar", "أ") "</tu>");
  assert_units(fixture, (const char *const[]){"7 en ckb en ar", NULL});
}

static void one_tuid_does_not_join_a_sentence_and_its_paragraph(Fixture *fixture,
                                                                gconstpointer data G_GNUC_UNUSED) {
  write_file(fixture, "a.tmx",
             "<tu tuid=\"7\">" TUV("en", "The dam held all winter long.") TUV("ckb", "ب") "</tu>");
  write_file(fixture, "b.tmx",
             "<tu tuid=\"7\">" TUV("en", "The dam held all winter long. It rained.")
                 TUV("ar", "أ") "</tu>");
  assert_units(fixture, (const char *const[]){"7 en ckb", "7 en ar", NULL});
}

static void languages_are_counted_by_unit(Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  write_file(fixture, "a.tmx",
             "<tu>" TUV("en", "No.") TUV("ckb-IQ", "نا.")
                 TUV("ckb", "نەخێر.") "</tu>"
                                      "<tu>" TUV("en", "Yes.") TUV("tlh", "HIja’.") "</tu>");
  g_autoptr(BirgeMemory) memory = open_memory(fixture);
  const GArray *languages = birge_memory_languages(memory);
  g_assert_cmpuint(languages->len, ==, 2);
  g_assert_cmpuint(g_array_index(languages, BirgeMemoryLanguage, 0).n_units, ==, 2);
  g_assert_cmpstr(g_array_index(languages, BirgeMemoryLanguage, 1).locale->tag, ==, "ckb");
  g_assert_cmpuint(g_array_index(languages, BirgeMemoryLanguage, 1).n_units, ==, 1);
  const GPtrArray *unknown = birge_memory_unknown_languages(memory);
  g_assert_cmpuint(unknown->len, ==, 1);
  g_assert_cmpstr(unknown->pdata[0], ==, "tlh");
}

static void a_folder_without_tmx_files_is_an_error(Fixture *fixture,
                                                   gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GError) error = NULL;
  g_assert_null(birge_memory_open(fixture->folder, NULL, fixture->locales, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
#define ADD(test) g_test_add("/memory/" #test, Fixture, NULL, set_up, test, tear_down)
  ADD(equal_texts_of_two_files_are_one_unit);
  ADD(a_text_that_is_there_twice_is_joined_in_order);
  ADD(two_translations_into_one_language_stay_two_units);
  ADD(one_tuid_joins_texts_that_differ_in_marks);
  ADD(one_tuid_does_not_join_a_sentence_and_its_paragraph);
  ADD(languages_are_counted_by_unit);
  ADD(a_folder_without_tmx_files_is_an_error);
  return g_test_run();
}
