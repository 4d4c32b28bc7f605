/* Makes a plain program of a fuzz target: runs it on the files that it is given. */
#include <glib.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    g_autofree char *data = NULL;
    gsize length;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(argv[i], &data, &length, &error)) {
      g_printerr("%s\n", error->message);
      return 1;
    }
    LLVMFuzzerTestOneInput((const guint8 *)data, length);
  }
  return 0;
}
