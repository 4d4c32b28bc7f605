/* What is read of a file, and which files are refused. */
#include "base/input.h"

#include "base/error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

static char *folder;

static char *make_file(const char *bytes, gsize length) {
  char *path = g_build_filename(folder, "file", NULL);
  g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
  return path;
}

static void assert_refused(const char *path, int code, const char *what) {
  g_autoptr(GError) error = NULL;
  g_assert_null(birge_file_read(path, &error));
  g_assert_error(error, BIRGE_ERROR, code);
  g_autofree char *expected = g_strdup_printf("%s: %s", path, what);
  g_assert_cmpstr(error->message, ==, expected);
}

static void a_file_is_read_to_the_byte(void) {
  /* More than is read at once, and not a multiple of it. */
  gsize length = 3 * 64 * 1024 + 17;
  g_autofree char *bytes = g_malloc(length);
  for (gsize i = 0; i < length; i++)
    bytes[i] = (char)(i * 31 % 251);
  g_autofree char *path = make_file(bytes, length);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) whole = birge_file_read(path, &error);
  g_unlink(path);
  g_assert_no_error(error);
  gsize n;
  const char *data = g_bytes_get_data(whole, &n);
  g_assert_cmpmem(data, n, bytes, length);
  g_assert_cmpint(data[n], ==, '\0');
}

static void an_empty_file_is_no_error(void) {
  g_autofree char *path = make_file("", 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) whole = birge_file_read(path, &error);
  g_unlink(path);
  g_assert_no_error(error);
  g_assert_cmpuint(g_bytes_get_size(whole), ==, 0);
}

static void a_file_that_is_not_there_is_named(void) {
  g_autofree char *path = g_build_filename(folder, "no such file", NULL);
  assert_refused(path, BIRGE_ERROR_INPUT, "can't open: no such file or directory");
}

static void a_folder_is_refused(void) {
  assert_refused(folder, BIRGE_ERROR_INPUT, "is a folder, expected a file");
}

static void a_file_without_the_right_to_read_is_refused(void) {
  if (geteuid() == 0) {
    g_test_skip("root may read everything");
    return;
  }
  g_autofree char *path = make_file("a", 1);
  g_assert_cmpint(g_chmod(path, 0), ==, 0);
  assert_refused(path, BIRGE_ERROR_INPUT, "can't open: permission denied");
  g_unlink(path);
}

static void a_file_above_the_limit_is_refused_before_it_is_read(void) {
  g_autofree char *path = make_file("", 0);
  /* All hole: it takes no room on the disk. */
  g_assert_cmpint(truncate(path, (off_t)BIRGE_MAX_FILE + 1), ==, 0);
  assert_refused(path, BIRGE_ERROR_LIMIT, "is larger than 1073741824 bytes");
  g_unlink(path);
}

static void a_minus_is_standard_input(void) {
  g_autofree char *path = make_file("from afar", 9);
  int saved = dup(STDIN_FILENO);
  int fd = open(path, O_RDONLY);
  dup2(fd, STDIN_FILENO);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) whole = birge_file_read("-", &error);
  dup2(saved, STDIN_FILENO);
  close(saved);
  close(fd);
  g_unlink(path);
  g_assert_no_error(error);
  g_assert_cmpstr(g_bytes_get_data(whole, NULL), ==, "from afar");
  g_assert_cmpstr(birge_input_name("-"), ==, "standard input");
  g_assert_cmpstr(birge_input_name("a-"), ==, "a-");
}

static void a_compressed_file_is_read_as_what_it_holds(void) {
  g_autofree char *path = g_build_filename(folder, "file", NULL);
  gzFile file = gzopen(path, "wb");
  gzputs(file, "from within");
  gzclose(file);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) whole = birge_file_read(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(g_bytes_get_data(whole, NULL), ==, "from within");
  g_autofree char *bytes = NULL;
  gsize length;
  g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
  g_free(make_file(bytes, length - 6));
  assert_refused(path, BIRGE_ERROR_INPUT, "is compressed with gzip, and breaks off");
  bytes[length - 6] ^= 1; /* in the checksum */
  g_free(make_file(bytes, length));
  assert_refused(path, BIRGE_ERROR_INPUT, "is compressed with gzip, and damaged");
  g_unlink(path);
}

#define ADD(test) g_test_add_func("/input/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("birge-XXXXXX", NULL);
  ADD(a_file_is_read_to_the_byte);
  ADD(an_empty_file_is_no_error);
  ADD(a_file_that_is_not_there_is_named);
  ADD(a_folder_is_refused);
  ADD(a_file_without_the_right_to_read_is_refused);
  ADD(a_file_above_the_limit_is_refused_before_it_is_read);
  ADD(a_minus_is_standard_input);
  ADD(a_compressed_file_is_read_as_what_it_holds);
  int status = g_test_run();
  g_rmdir(folder);
  g_free(folder);
  return status;
}
