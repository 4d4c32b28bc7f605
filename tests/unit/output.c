/* Files appear whole or not at all. */
#include "base/output.h"

#include "base/error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A folder of its own for each test. */
typedef struct {
  char *folder;
  char *path; /* of a file in it that is not there yet */
} Place;

static void set_up(Place *place, gconstpointer data G_GNUC_UNUSED) {
  place->folder = g_dir_make_tmp("birge-XXXXXX", NULL);
  place->path = g_build_filename(place->folder, "out", NULL);
}

static int compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Returns the names in a folder, sorted and with spaces between them; yours. */
static char *list_folder(const char *folder) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  const char *name;
  while ((name = g_dir_read_name(dir)))
    g_ptr_array_add(names, (gpointer)g_intern_string(name));
  g_ptr_array_sort(names, compare_names);
  g_ptr_array_add(names, NULL);
  return g_strjoinv(" ", (char **)names->pdata);
}

static void tear_down(Place *place, gconstpointer data G_GNUC_UNUSED) {
  g_autofree char *names = list_folder(place->folder);
  g_auto(GStrv) list = g_strsplit(names, " ", -1);
  for (guint i = 0; list[i]; i++) {
    g_autofree char *path = g_build_filename(place->folder, list[i], NULL);
    g_remove(path);
  }
  g_assert_cmpint(g_rmdir(place->folder), ==, 0);
  g_free(place->folder);
  g_free(place->path);
}

static void assert_content(const char *path, const char *expected) {
  g_autofree char *content = NULL;
  g_assert_true(g_file_get_contents(path, &content, NULL, NULL));
  g_assert_cmpstr(content, ==, expected);
}

static void assert_names(const Place *place, const char *expected) {
  g_autofree char *names = list_folder(place->folder);
  g_assert_cmpstr(names, ==, expected);
}

static BirgeOutput *open_output(const char *path) {
  g_autoptr(GError) error = NULL;
  BirgeOutput *output = birge_output_open(path, &error);
  g_assert_no_error(error);
  return output;
}

static void commit(BirgeOutput *output) {
  g_autoptr(GError) error = NULL;
  birge_output_commit(output, &error);
  g_assert_no_error(error);
}

static void the_old_file_stands_until_the_new_one_is_committed(Place *place,
                                                               gconstpointer data G_GNUC_UNUSED) {
  g_assert_true(g_file_set_contents(place->path, "old", -1, NULL));
  BirgeOutput *output = open_output(place->path);
  birge_output_puts(output, "ne");
  birge_output_printf(output, "%c%d", 'w', 1);
  assert_content(place->path, "old");
  commit(output);
  assert_content(place->path, "new1");
  assert_names(place, "out");
}

static void what_is_discarded_leaves_nothing_behind(Place *place,
                                                    gconstpointer data G_GNUC_UNUSED) {
  BirgeOutput *output = open_output(place->path);
  g_autoptr(GString) much = g_string_new(NULL);
  for (guint i = 0; i < 20000; i++)
    g_string_append(much, "0123456789");
  birge_output_write(output, much->str, much->len);
  birge_output_discard(output);
  assert_names(place, "");
}

static void more_than_a_buffer_arrives_whole(Place *place, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GString) expected = g_string_new(NULL);
  BirgeOutput *output = open_output(place->path);
  for (guint i = 0; i < 50000; i++) {
    birge_output_printf(output, "%u\n", i);
    g_string_append_printf(expected, "%u\n", i);
  }
  commit(output);
  assert_content(place->path, expected->str);
}

static void the_rights_of_the_old_file_are_kept(Place *place, gconstpointer data G_GNUC_UNUSED) {
  g_assert_true(g_file_set_contents(place->path, "old", -1, NULL));
  g_assert_cmpint(g_chmod(place->path, 0640), ==, 0);
  commit(open_output(place->path));
  GStatBuf info;
  g_assert_cmpint(g_stat(place->path, &info), ==, 0);
  g_assert_cmpint(info.st_mode & 0777, ==, 0640);
}

static void a_link_stays_and_its_file_is_replaced(Place *place, gconstpointer data G_GNUC_UNUSED) {
  g_autofree char *file = g_build_filename(place->folder, "target", NULL);
  g_assert_true(g_file_set_contents(file, "old", -1, NULL));
  g_assert_cmpint(symlink("target", place->path), ==, 0);
  BirgeOutput *output = open_output(place->path);
  birge_output_puts(output, "new");
  commit(output);
  assert_content(file, "new");
  g_assert_true(g_file_test(place->path, G_FILE_TEST_IS_SYMLINK));
  assert_names(place, "out target");
}

static void assert_no_output(const char *path, const char *message) {
  g_autoptr(GError) error = NULL;
  g_autofree char *whole = g_strconcat(path, message, NULL);
  g_assert_null(birge_output_open(path, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_IO);
  g_assert_cmpstr(error->message, ==, whole);
}

static void a_folder_that_is_not_there_is_an_error(Place *place, gconstpointer data G_GNUC_UNUSED) {
  g_autofree char *path = g_build_filename(place->folder, "none", "out", NULL);
  assert_no_output(path, ": can't write: no such file or directory");
}

static void a_file_in_place_of_a_folder_is_an_error(Place *place,
                                                    gconstpointer data G_GNUC_UNUSED) {
  g_assert_true(g_file_set_contents(place->path, "", 0, NULL));
  g_autofree char *path = g_build_filename(place->path, "out", NULL);
  assert_no_output(path, ": can't write: not a directory");
}

static void a_folder_that_may_not_be_written_is_an_error(Place *place,
                                                         gconstpointer data G_GNUC_UNUSED) {
  if (geteuid() == 0) {
    g_test_skip("root may write everywhere");
    return;
  }
  g_assert_cmpint(g_chmod(place->folder, 0500), ==, 0);
  assert_no_output(place->path, ": can't write: permission denied");
  g_assert_cmpint(g_chmod(place->folder, 0700), ==, 0);
}

static void a_folder_is_no_place_to_write_to(Place *place, gconstpointer data G_GNUC_UNUSED) {
  assert_no_output(place->folder, ": can't write: is a directory");
}

static void assert_full(BirgeOutput *output, const char *message) {
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < 20000; i++)
    birge_output_puts(output, "0123456789");
  g_assert_false(birge_output_commit(output, &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_IO);
  g_assert_cmpstr(error->message, ==, message);
}

static void a_full_device_is_told_at_the_end(Place *place G_GNUC_UNUSED,
                                             gconstpointer data G_GNUC_UNUSED) {
  assert_full(open_output("/dev/full"), "/dev/full: can't write: no space left on device");
  g_assert_true(g_file_test("/dev/full", G_FILE_TEST_EXISTS));
}

static void a_full_standard_output_is_told_at_the_end(Place *place G_GNUC_UNUSED,
                                                      gconstpointer data G_GNUC_UNUSED) {
  int saved = dup(STDOUT_FILENO);
  int full = open("/dev/full", O_WRONLY);
  dup2(full, STDOUT_FILENO);
  BirgeOutput *output = birge_output_open("-", NULL);
  dup2(saved, STDOUT_FILENO);
  close(full);
  close(saved);
  assert_full(output, "standard output: can't write: no space left on device");
}

static void a_string_gathers_what_is_written(Place *place G_GNUC_UNUSED,
                                             gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GString) text = g_string_new("a");
  BirgeOutput *output = birge_output_open_string(text);
  birge_output_write(output, "bcd", 2);
  commit(output);
  g_assert_cmpstr(text->str, ==, "abc");
}

static void nothing_is_left_of_a_program_that_is_killed(Place *place,
                                                        gconstpointer data G_GNUC_UNUSED) {
  int fd = open(place->folder, O_WRONLY | O_TMPFILE, 0600);
  if (fd < 0) {
    g_test_skip("the file system has no files without a name");
    return;
  }
  close(fd);
  g_assert_true(g_file_set_contents(place->path, "old", -1, NULL));
  pid_t child = fork();
  if (child == 0) {
    BirgeOutput *output = open_output(place->path);
    g_autofree char *much = g_strnfill(1000000, 'x');
    birge_output_puts(output, much);
    raise(SIGKILL);
  }
  int status;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_true(WIFSIGNALED(status));
  assert_names(place, "out");
  assert_content(place->path, "old");
}

static void utf16_is_whole_where_a_write_ends_within_a_character(Place *place,
                                                                 gconstpointer data G_GNUC_UNUSED) {
  g_autoptr(GError) error = NULL;
  BirgeOutput *output = birge_output_open(place->path, &error);
  birge_output_use_utf16(output);
  g_assert_true(birge_output_is_utf16(output));
  g_autofree char *much = g_strnfill(100000, 'x');
  g_autofree char *text = g_strconcat(much, "ێ", much, "\xF0\x9D\x84\x9E", NULL);
  birge_output_write(output, text, 100001); /* the first byte of ێ */
  birge_output_write(output, text + 100001, strlen(text) - 100001);
  g_assert_true(birge_output_commit(output, &error));
  g_autofree char *bytes = NULL;
  gsize length;
  g_assert_true(g_file_get_contents(place->path, &bytes, &length, NULL));
  g_assert_cmpmem(bytes, 2, "\xFF\xFE", 2);
  g_autofree char *back =
      g_convert(bytes + 2, (gssize)length - 2, "UTF-8", "UTF-16LE", NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(back, ==, text);
}

#define ADD(test) g_test_add("/output/" #test, Place, NULL, set_up, test, tear_down)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(the_old_file_stands_until_the_new_one_is_committed);
  ADD(what_is_discarded_leaves_nothing_behind);
  ADD(more_than_a_buffer_arrives_whole);
  ADD(the_rights_of_the_old_file_are_kept);
  ADD(a_link_stays_and_its_file_is_replaced);
  ADD(a_folder_that_is_not_there_is_an_error);
  ADD(a_file_in_place_of_a_folder_is_an_error);
  ADD(a_folder_that_may_not_be_written_is_an_error);
  ADD(a_folder_is_no_place_to_write_to);
  ADD(a_full_device_is_told_at_the_end);
  ADD(a_full_standard_output_is_told_at_the_end);
  ADD(nothing_is_left_of_a_program_that_is_killed);
  ADD(a_string_gathers_what_is_written);
  ADD(utf16_is_whole_where_a_write_ends_within_a_character);
  return g_test_run();
}
