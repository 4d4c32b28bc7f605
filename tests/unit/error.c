/* The one form of an error message. */
#include "base/error.h"

#include <errno.h>

static void a_message_names_file_and_line(void) {
  g_autoptr(GError) error = NULL;
  birge_error_set_at(&error, BIRGE_ERROR_FORMAT, "a.tmx", 7, "found %d, expected %s", 1, "two");
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_assert_cmpstr(error->message, ==, "a.tmx:7: found 1, expected two");
}

static void a_message_without_a_line_names_the_file_alone(void) {
  g_autoptr(GError) error = NULL;
  birge_error_set_at(&error, BIRGE_ERROR_INPUT, "a 100%.txt", 0, "is empty");
  g_assert_cmpstr(error->message, ==, "a 100%.txt: is empty");
}

static void what_the_system_says_begins_in_lower_case(void) {
  g_autoptr(GError) error = NULL;
  birge_error_set_errno(&error, BIRGE_ERROR_INPUT, "a.txt", "can't open", ENOENT);
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
  g_assert_cmpstr(error->message, ==, "a.txt: can't open: no such file or directory");
}

static void nobody_needs_to_listen(void) {
  birge_error_set_at(NULL, BIRGE_ERROR_INPUT, "a.txt", 0, "is empty");
  birge_error_set_errno(NULL, BIRGE_ERROR_INPUT, "a.txt", "can't open", ENOENT);
}

#define ADD(test) g_test_add_func("/error/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_message_names_file_and_line);
  ADD(a_message_without_a_line_names_the_file_alone);
  ADD(what_the_system_says_begins_in_lower_case);
  ADD(nobody_needs_to_listen);
  return g_test_run();
}
