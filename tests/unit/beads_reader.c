/* Files of beads: two forms, what is refused, and every limit from both sides. */
#include "exchange/exchange.h"

#include "base/error.h"

#include <string.h>

static BirgeBeads *parse(const char *data, gsize length, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new(data, length);
  return birge_beads_parse("a.txt", bytes, error);
}

static char *print(const BirgeBeads *beads) {
  GString *text = g_string_new(NULL);
  for (guint b = 0; b < beads->n_beads; b++) {
    for (guint s = 0; s < beads->n_sides; s++) {
      BirgeBeadSide side = birge_beads_side(beads, b, s);
      g_string_append(text, s > 0 ? ":" : "");
      for (guint i = 0; i < side.n; i++)
        g_string_append_printf(text, i > 0 ? ",%u" : "%u", side.lines[i]);
    }
    g_string_append_c(text, ' ');
  }
  return g_string_free(text, FALSE);
}

static void reads(const char *data, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBeads) beads = parse(data, strlen(data), &error);
  g_assert_no_error(error);
  g_autofree char *printed = print(beads);
  g_assert_cmpstr(printed, ==, expected);
}

static void refuses_bytes(const char *data, gsize length, BirgeError code, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBeads) beads = parse(data, length, &error);
  g_assert_null(beads);
  g_assert_error(error, BIRGE_ERROR, (gint)code);
  g_assert_cmpstr(error->message, ==, expected);
}

static void refuses(const char *data, const char *expected) {
  refuses_bytes(data, strlen(data), BIRGE_ERROR_FORMAT, expected);
}

static void both_forms_are_read(void) {
  reads("0,1:2\n3:\n:4\n", "0,1:2 3: :4 ");
  reads("[0, 1]:[2]:0.123\n[3]:[]:-1e-05\n[]:[4]:nan", "0,1:2 3: :4 ");
  reads("[0]:[1]\n2:3\n", "0:1 2:3 ");
  reads("0:1:\n1:2:0,1\r\n", "0:1: 1:2:0,1 ");
  reads("[0]:[1]:[2]:0.5\n", "0:1:2 ");
}

static void spaces_and_empty_lines_say_nothing(void) {
  reads("\xEF\xBB\xBF 0 , 1 : 2 \r\n\n\t\n [ 3 ] : [ ] : 0 ", "0,1:2 3: ");
  reads("", "");
  reads("\n \n", "");
}

static void numbers_are_put_in_order(void) {
  reads("2,0,1:5,3\n", "0,1,2:3,5 ");
}

static void what_is_no_bead_is_refused_with_its_place(void) {
  refuses("0:1\nzero:1\n", "a.txt:2: expected a line number, comma or colon at byte 1 of the line");
  refuses("0,:1", "a.txt:1: expected a line number at byte 3 of the line");
  refuses("0:-1", "a.txt:1: expected a line number, comma or colon at byte 3 of the line");
  refuses("[0:[1]", "a.txt:1: expected a line number, comma or ] at byte 3 of the line");
  refuses("0:[1]", "a.txt:1: expected a line number at byte 4 of the line");
  refuses("[0]:[1]:cheap",
          "a.txt:1: expected a cost, and the end of the line at byte 9 of the line");
  refuses("[0]:[1]:1 :2",
          "a.txt:1: expected a cost, and the end of the line at byte 11 of the line");
  refuses_bytes("0:1\0", 4, BIRGE_ERROR_FORMAT,
                "a.txt:1: expected a line number, comma or colon at byte 4 of the line");
  refuses("0:\xD9\xA1", "a.txt:1: expected a line number, comma or colon at byte 3 of the line");
}

static void beads_of_other_numbers_of_documents_are_refused(void) {
  refuses("7\n", "a.txt:1: a bead of 1 fields, expected 2 to 8");
  refuses("0:1\n0:1:2\n", "a.txt:2: a bead of 3 fields, those before have 2");
  refuses("0:1:2:3:4:5:6:7:8\n", "a.txt:1: a bead of 9 fields, expected 2 to 8");
  reads("0:1:2:3:4:5:6:7\n", "0:1:2:3:4:5:6:7 ");
}

static void a_number_that_comes_twice_is_refused(void) {
  refuses("0:1\n1,0,1:2\n", "a.txt:2: 1 stands twice on one side of a bead");
}

static void line_numbers_have_a_limit(void) {
  reads("999999999:0", "999999999:0 ");
  refuses_bytes("1000000000:0", 12, BIRGE_ERROR_LIMIT, "a.txt:1: a line number above 999999999");
  refuses_bytes("99999999999999999999:0", 22, BIRGE_ERROR_LIMIT,
                "a.txt:1: a line number above 999999999");
}

static void a_line_stands_in_so_many_beads_at_most(void) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < BIRGE_MAX_BEADS_OF_LINE; i++)
    g_string_append_printf(text, "%u:7\n", i);
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBeads) beads = parse(text->str, text->len, &error);
  g_assert_no_error(error);
  g_string_append(text, "\n1000:7\n");
  refuses_bytes(text->str, text->len, BIRGE_ERROR_LIMIT,
                "a.txt:66: 7 stands in more than 64 beads");
  g_string_free(text, TRUE);
}

static void beads_have_a_limit(void) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < BIRGE_MAX_BEADS; i++)
    g_string_append(text, ":\n");
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBeads) beads = parse(text->str, text->len, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(beads->n_beads, ==, BIRGE_MAX_BEADS);
  g_string_append(text, ":\n");
  refuses_bytes(text->str, text->len, BIRGE_ERROR_LIMIT, "a.txt:1000001: more than 1000000 beads");
  g_string_free(text, TRUE);
}

static void numbers_of_all_beads_have_a_limit(void) {
  GString *text = g_string_new("0");
  for (guint i = 1; i < BIRGE_MAX_BEAD_LINES; i++)
    g_string_append_printf(text, ",%u", i);
  gsize length = text->len;
  g_string_append(text, ":");
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeBeads) beads = parse(text->str, text->len, &error);
  g_assert_no_error(error);
  g_string_truncate(text, length);
  g_string_append(text, ":0");
  refuses_bytes(text->str, text->len, BIRGE_ERROR_LIMIT, "a.txt:1: more than 4000000 line numbers");
  g_string_free(text, TRUE);
}

static void some_documents_are_chosen(void) {
  g_autoptr(BirgeBeads) beads = parse("0,1:2:3\n:4:\n", 12, NULL);
  const guint sides[] = {2, 0};
  g_autoptr(BirgeBeads) two = birge_beads_select(beads, sides, 2);
  g_autofree char *printed = print(two);
  g_assert_cmpstr(printed, ==, "3:0,1 : ");
  g_assert_cmpuint(birge_beads_n_filled(beads, 0), ==, 3);
  g_assert_cmpuint(birge_beads_n_filled(two, 1), ==, 0);
}

#define ADD(test) g_test_add_func("/beads_reader/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(both_forms_are_read);
  ADD(spaces_and_empty_lines_say_nothing);
  ADD(numbers_are_put_in_order);
  ADD(what_is_no_bead_is_refused_with_its_place);
  ADD(beads_of_other_numbers_of_documents_are_refused);
  ADD(a_number_that_comes_twice_is_refused);
  ADD(line_numbers_have_a_limit);
  ADD(a_line_stands_in_so_many_beads_at_most);
  ADD(beads_have_a_limit);
  ADD(numbers_of_all_beads_have_a_limit);
  ADD(some_documents_are_chosen);
  return g_test_run();
}
