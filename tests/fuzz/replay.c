/* Makes a plain program of a fuzz target: runs it on all files of the folders it is given. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static char **list_files(const char *folder) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
  g_assert_no_error(error);
  g_autoptr(GPtrArray) paths = g_ptr_array_new();
  for (const char *name; (name = g_dir_read_name(dir));)
    g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
  qsort(paths->pdata, paths->len, sizeof(char *), compare_names);
  g_ptr_array_add(paths, NULL);
  return (char **)g_ptr_array_free(g_steal_pointer(&paths), FALSE);
}

/* A copy of just the length, so that reading past its end is seen. */
static void replay(const char *path) {
  g_autofree char *data = NULL;
  gsize length;
  g_autoptr(GError) error = NULL;
  g_file_get_contents(path, &data, &length, &error);
  g_assert_no_error(error);
  g_autofree guint8 *copy = g_memdup2(data, length);
  LLVMFuzzerTestOneInput(copy, length);
}

int main(int argc, char **argv) {
  guint n = 0;
  for (int i = 1; i < argc; i++) {
    g_auto(GStrv) paths = list_files(argv[i]);
    for (char **path = paths; *path; path++) {
      replay(*path);
      g_autofree char *name = g_path_get_basename(*path);
      printf("ok %u - %s\n", ++n, name);
      fflush(stdout);
    }
  }
  printf("1..%u\n", n);
  return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
