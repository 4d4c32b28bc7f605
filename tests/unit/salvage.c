/* What can be had of damaged TMX files, and what is said of it. */
#include "exchange/salvage.h"

#include "base/error.h"

#include <string.h>

typedef struct {
  GString *units;   /* "en=text ckb=text;" */
  GString *repairs; /* "3: what\n" */
} Found;

static gboolean keep_unit(const BirgeUnit *unit, gpointer data, GError **error G_GNUC_UNUSED) {
  Found *found = data;
  for (guint v = 0; v < unit->variants->len; v++) {
    const BirgeVariant *variant = unit->variants->pdata[v];
    g_string_append_printf(found->units, "%s%s=%s", v > 0 ? " " : "", variant->language,
                           variant->text);
  }
  g_string_append_printf(found->units, "@%" G_GUINT64_FORMAT ";", unit->line);
  return TRUE;
}

static void keep_repair(const char *file, guint64 line, const char *what, gpointer data) {
  Found *found = data;
  g_assert_cmpstr(file, ==, "file");
  g_string_append_printf(found->repairs, "%" G_GUINT64_FORMAT ": %s\n", line, what);
}

static void check(const char *text, gsize length, const char *units, const char *repairs) {
  Found found = {g_string_new(NULL), g_string_new(NULL)};
  const BirgeSalvage how = {keep_unit, keep_repair, &found};
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, length);
  g_autoptr(BirgeTmxHeader) header = NULL;
  g_autoptr(GError) error = NULL;
  birge_tmx_salvage_bytes("file", bytes, &how, &header, &error);
  g_assert_no_error(error);
  g_assert_nonnull(header);
  g_assert_cmpstr(found.units->str, ==, units);
  if (repairs)
    g_assert_cmpstr(found.repairs->str, ==, repairs);
  g_string_free(found.units, TRUE);
  g_string_free(found.repairs, TRUE);
}

#define CHECK(text, units, repairs) check(text, strlen(text), units, repairs)
#define HEAD "<tmx version='1.4'><header srclang='en'/><body>\n"
#define TAIL "</body></tmx>"
#define TUV(language, text) "<tuv xml:lang='" language "'><seg>" text "</seg></tuv>"
#define TU(text) "<tu>" TUV("en", text) "</tu>\n"

static void a_file_without_damage_is_read_as_it_is(void) {
  CHECK(HEAD TU("a &amp; b") "<!-- " TU("c") " -->" TU("<![CDATA[<tu >]]>") TAIL,
        "en=a & b@2;en=<tu >@4;", "");
}

static void characters_that_xml_forbids_are_dropped(void) {
  CHECK(HEAD TU("a\vb") TU("c&#11;&#x1F;d") TU("e\xEF\xBF\xBE") TAIL, "en=ab@2;en=cd@3;en=e@4;",
        "2: dropped U+000B, which XML forbids\n3: dropped &#11;, which XML forbids\n"
        "3: dropped &#x1F;, which XML forbids\n4: dropped U+FFFE, which XML forbids\n");
  check(HEAD "<tu>" TUV("en", "a\0b") "</tu>" TAIL,
        sizeof(HEAD "<tu>" TUV("en", "a\0b") "</tu>" TAIL) - 1, "en=ab@2;",
        "2: dropped U+0000, which XML forbids\n");
}

static void signs_that_begin_no_markup_are_text(void) {
  CHECK(HEAD TU("a & b &c; < 3") TAIL, "en=a & b &c; < 3@2;",
        "2: escaped an & that begins no reference\n2: escaped an & that begins no reference\n"
        "2: escaped a < that begins no tag\n");
}

static void a_bad_byte_costs_itself(void) {
  CHECK(HEAD TU("ئێمە") TU("a\xFFئ") TU("b") TAIL, "en=ئێمە@2;en=a\xEF\xBF\xBDئ@3;en=b@4;",
        "3: replaced what is not UTF-8 at byte offset 131\n");
}

static void a_wrong_declaration_is_seen(void) {
  CHECK("<?xml version='1.0' encoding='windows-1256'?>" HEAD TU("ئێمە") TAIL, "en=ئێمە@2;",
        "1: read as UTF-8, not as windows-1256\n");
  static const char text[] = "<?xml version='1.0' encoding='UTF-8'?>" HEAD TU("a") TAIL;
  g_autofree char *wide = g_malloc0(2 * sizeof text);
  for (gsize i = 0; i + 1 < sizeof text; i++)
    wide[2 * i] = text[i];
  check(wide, 2 * (sizeof text - 1), "en=a@2;", "");
  /* Without an XML declaration, too. */
  static const char bare[] = HEAD TU("a") TAIL;
  for (gsize i = 0; i + 1 < sizeof bare; i++)
    wide[2 * i] = bare[i];
  check(wide, 2 * (sizeof bare - 1), "en=a@2;", "1: read as UTF-16LE, not as UTF-8\n");
}

static void a_broken_unit_costs_no_other(void) {
  CHECK(HEAD TU("a") "<tu><tuv xml:lang='en'><seg>b</tuv></tu>\n" TU("c") TAIL, "en=a@2;en=c@4;",
        "3: left out a <tuv> that can't be read\n"
        "3: left out a unit: opening and ending tag mismatch: seg and tuv\n");
}

static void variants_are_kept_of_a_broken_unit(void) {
  CHECK(HEAD "<tu tuid='1'><note>n</note>" TUV("en", "a") "<tuv><seg>b</seg></tuv>" TUV(
            "ar", "c") "</tu>" TAIL,
        "en=a ar=c@2;",
        "2: left out a <tuv> that can't be read\n"
        "2: mended a unit: <tuv> without a language, expected xml:lang\n");
}

static void a_unit_without_end_ends_where_the_next_begins(void) {
  CHECK(HEAD "<tu>" TUV("en", "a") "\n" TU("b") TAIL, "en=a@2;en=b@3;",
        "2: mended a unit: opening and ending tag mismatch: tu and body\n");
}

static void a_file_that_breaks_off_gives_what_is_there(void) {
  CHECK(HEAD TU("a") "<tu>" TUV("en", "b") "<tuv xml:lang='ar'><se", "en=a@2;en=b@3;",
        "3: left out a <tuv> that can't be read\n"
        "3: mended a unit: error parsing attribute name\n");
}

static void a_section_without_end_costs_its_unit(void) {
  CHECK(HEAD TU("a") TU("<![CDATA[b") TU("c") TAIL, "en=a@2;en=c@4;", NULL);
}

static void entities_of_the_file_are_known(void) {
  CHECK("<!DOCTYPE tmx [<!ENTITY e 'AFP'>]>" HEAD TU("&e;\v") TAIL, "en=AFP@2;",
        "2: dropped U+000B, which XML forbids\n");
}

static void what_is_no_tmx_is_refused(void) {
  Found found = {g_string_new(NULL), g_string_new(NULL)};
  const BirgeSalvage how = {keep_unit, keep_repair, &found};
  g_autoptr(GBytes) bytes = g_bytes_new_static("hello", 5);
  g_autoptr(GError) error = NULL;
  g_assert_false(birge_tmx_salvage_bytes("file", bytes, &how, NULL, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_assert_cmpstr(error->message, ==, "file: is not TMX: holds neither a <tmx> nor a unit");
  g_string_free(found.units, TRUE);
  g_string_free(found.repairs, TRUE);
}

#define ADD(test) g_test_add_func("/salvage/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_file_without_damage_is_read_as_it_is);
  ADD(characters_that_xml_forbids_are_dropped);
  ADD(signs_that_begin_no_markup_are_text);
  ADD(a_bad_byte_costs_itself);
  ADD(a_wrong_declaration_is_seen);
  ADD(a_broken_unit_costs_no_other);
  ADD(variants_are_kept_of_a_broken_unit);
  ADD(a_unit_without_end_ends_where_the_next_begins);
  ADD(a_file_that_breaks_off_gives_what_is_there);
  ADD(a_section_without_end_costs_its_unit);
  ADD(entities_of_the_file_are_known);
  ADD(what_is_no_tmx_is_refused);
  return g_test_run();
}
