/* Objects of a PDF file: how values are written, and that each object is found. */
#include "render/pdf_file.h"

#include <string.h>

static void assert_number(double number, const char *expected) {
  g_autoptr(GString) out = g_string_new(NULL);
  birge_pdf_append_number(out, number);
  g_assert_cmpstr(out->str, ==, expected);
}

static void numbers_have_no_more_digits_than_they_need(void) {
  assert_number(0, "0");
  assert_number(12, "12");
  assert_number(-1234567, "-1234567");
  assert_number(-0.5, "-0.5");
  assert_number(841.89, "841.89");
  assert_number(1.0625, "1.063");
  assert_number(0.0004, "0");
  assert_number(10.05, "10.05");
}

static void assert_text(const char *text, const char *expected, gsize length) {
  g_autoptr(GString) out = g_string_new(NULL);
  birge_pdf_append_text(out, text, strlen(text));
  g_assert_cmpmem(out->str, out->len, expected, length);
}

static void text_is_itself_or_utf_16(void) {
  assert_text("A (b) \\", "(A \\(b\\) \\\\)", 12);
  assert_text("Aێ😀", "(\xFE\xFF\0A\x06\xCE\xD8\x3D\xDE\0)", 12);
  /* A carriage return in a string would be read as a line feed. */
  assert_text("\r", "(\xFE\xFF\0\\r)", 7);
}

/* Writes a file with n small objects; a stream takes 200, a section of the table 8,192. */
static GString *make_file(guint n) {
  GString *text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(BirgePdfFile) file = birge_pdf_file_new(output);
  guint content = birge_pdf_file_reserve(file);
  g_autoptr(GString) body = g_string_new("<</A 1>>");
  for (guint i = 0; i < n; i++)
    birge_pdf_file_add(file, birge_pdf_file_reserve(file), body);
  birge_pdf_file_add_stream(file, content, "/B 2", "abc", 3);
  g_string_assign(body, "<</Type/Catalog>>");
  birge_pdf_file_add(file, BIRGE_PDF_CATALOG, body);
  birge_pdf_file_end(file, content);
  return text;
}

static const char *find(const GString *text, const char *from, const char *what) {
  return memmem(from, (gsize)(text->str + text->len - from), what, strlen(what));
}

static void the_end_names_the_place_of_the_table(void) {
  g_autoptr(GString) text = make_file(450);
  g_assert_true(g_str_has_prefix(text->str, "%PDF-1.7\n"));
  g_assert_true(g_str_has_suffix(text->str + text->len - 7, "\n%%EOF\n"));
  const char *start = find(text, text->str, "startxref\n");
  g_assert_nonnull(start);
  guint64 place = g_ascii_strtoull(start + strlen("startxref\n"), NULL, 10);
  g_assert_cmpuint(place, <, text->len);
  const char *table = find(text, text->str + place, "/Index");
  g_assert_true(g_str_has_prefix(
      table, "/Index[0 457 ]/Type/XRef/Size 457/W[1 5 2]/Root 1 0 R/Info 2 0 R/Filter"));
}

static void sections_of_the_table_name_the_one_before(void) {
  g_autoptr(GString) text = make_file(20000);
  const char *start = find(text, text->str, "startxref\n");
  guint64 place = g_ascii_strtoull(start + strlen("startxref\n"), NULL, 10);
  guint n_sections = 0, n_objects = 0;
  for (const char *prev = text->str; prev; n_sections++) {
    g_assert_cmpuint(place, <, text->len);
    const char *section = find(text, text->str + place, "<<");
    const char *end = find(text, section, "stream\n");
    g_assert_nonnull(g_strstr_len(section, end - section, "/Type/XRef"));
    char *next = (char *)section + strlen("<</Index[");
    while (*next != ']') {
      g_ascii_strtoull(next, &next, 10);
      n_objects += (guint)g_ascii_strtoull(next, &next, 10);
      next++;
    }
    prev = g_strstr_len(section, end - section, "/Prev ");
    place = prev ? g_ascii_strtoull(prev + strlen("/Prev "), NULL, 10) : 0;
  }
  g_assert_cmpuint(n_sections, ==, 3);
  /* Besides them: number 0, the catalog, the content, streams of 200 and the sections. */
  g_assert_cmpuint(n_objects, ==, 20000 + 3 + 101 + 3);
}

static void small_objects_are_packed_together(void) {
  g_autoptr(GString) text = make_file(450);
  guint n = 0;
  for (const char *p = text->str; (p = find(text, p, "/Type/ObjStm/N ")); p++)
    n++;
  g_assert_cmpuint(n, ==, 3);
  g_assert_null(find(text, text->str, "<</A 1>>"));
}

static void the_same_objects_give_the_same_bytes(void) {
  g_autoptr(GString) one = make_file(450);
  g_autoptr(GString) two = make_file(450);
  g_assert_cmpmem(one->str, one->len, two->str, two->len);
}

#define ADD(test) g_test_add_func("/pdf_file/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(numbers_have_no_more_digits_than_they_need);
  ADD(text_is_itself_or_utf_16);
  ADD(the_end_names_the_place_of_the_table);
  ADD(sections_of_the_table_name_the_one_before);
  ADD(small_objects_are_packed_together);
  ADD(the_same_objects_give_the_same_bytes);
  return g_test_run();
}
