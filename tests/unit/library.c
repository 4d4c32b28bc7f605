/* Libraries that are loaded when they are needed. */
#include "base/library.h"

#include "base/error.h"

#include <string.h>

static void a_library_that_is_not_there_is_named(void) {
  g_autoptr(GError) error = NULL;
  g_assert_false(birge_library_load("libbirge-none.so.1", &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT);
  g_assert_nonnull(strstr(error->message, "libbirge-none.so.1"));
}

static void a_function_is_called_by_its_name(void) {
  g_assert_cmpuint(BIRGE_CALL(strlen)("birge"), ==, 5);
}

#define ADD(test) g_test_add_func("/library/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(a_library_that_is_not_there_is_named);
  ADD(a_function_is_called_by_its_name);
  return g_test_run();
}
