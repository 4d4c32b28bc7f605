/* The scanner of XML against libxml2, on files that are given and on damaged copies of them. The
 * fuzz target compares them; here the damage is the same in every run.
 *
 * usage: property-xml FOLDER... */
#include <glib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

#define N_COPIES 150

/* What is set into copies. */
static const char *const pieces[] = {"<",
                                     ">",
                                     "/>",
                                     "</",
                                     "&",
                                     ";",
                                     "\"",
                                     "'",
                                     "=",
                                     " ",
                                     "\n",
                                     "\r\n",
                                     "\r",
                                     "\t",
                                     "]]>",
                                     "]",
                                     "&lt;",
                                     "&#10;",
                                     "&#xD;",
                                     "&#x10FFFF;",
                                     "&#xFFFE;",
                                     "&#0;",
                                     "&none;",
                                     "<!--",
                                     "-->",
                                     "--",
                                     "<?x?>",
                                     "<![CDATA[",
                                     "<!DOCTYPE ",
                                     "xmlns=''",
                                     "xml:lang='",
                                     "<seg/>",
                                     "</seg>",
                                     "<tu>",
                                     "</tu>",
                                     "\x01",
                                     "\xC2\xA0",
                                     "\xC0\x80",
                                     "\xED\xA0\x80",
                                     "\xEF\xBF\xBF",
                                     "ە",
                                     "\xD8",
                                     "\xF4\x8F\xBF\xBF",
                                     "\xF4\x90\x80\x80",
                                     "<a:b>",
                                     " a='1'",
                                     " a='&amp;\n'",
                                     " xmlns='b'",
                                     "x"};

static GRand *rand_of_ours;

static guint below(gsize n) {
  return (guint)g_rand_int_range(rand_of_ours, 0, (gint32)MAX(n, 1));
}

static void damage(GString *copy) {
  gsize place = below(copy->len), length = below(MIN(12, copy->len - place));
  const char *piece = pieces[below(G_N_ELEMENTS(pieces))];
  switch (below(5)) {
  case 0:
    g_string_erase(copy, (gssize)place, (gssize)length);
    break;
  case 1:
    g_string_truncate(copy, place);
    break;
  case 2:
    g_string_insert_len(copy, (gssize)below(copy->len), copy->str + place, (gssize)length);
    break;
  default:
    g_string_insert(copy, (gssize)place, piece);
    break;
  }
}

static void compare(const GString *text) {
  /* A copy of just the length, so that reading past its end is seen. */
  g_autofree guint8 *data = g_memdup2(text->str, text->len);
  LLVMFuzzerTestOneInput(data, text->len);
}

static void compare_copies(const char *bytes, gsize length) {
  g_autoptr(GString) text = g_string_new_len(bytes, (gssize)length);
  compare(text);
  g_string_replace(text, "\n", "\r\n", 0);
  compare(text);
  for (guint i = 0; i < N_COPIES; i++) {
    g_autoptr(GString) copy = g_string_new_len(bytes, (gssize)length);
    for (guint n = 1 + below(3); n > 0; n--)
      damage(copy);
    compare(copy);
  }
}

static void compare_folder(const char *folder) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
  g_assert_no_error(error);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize length;
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) &&
        g_file_get_contents(path, &bytes, &length, NULL)) {
      /* Each file has its own series, whatever the order in which a folder is read. */
      g_rand_set_seed(rand_of_ours, g_str_hash(name));
      compare_copies(bytes, length);
    }
  }
}

static void both_tell_the_same(gconstpointer folder) {
  rand_of_ours = g_rand_new();
  compare_folder(folder);
  g_rand_free(rand_of_ours);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (int i = 1; i < argc; i++) {
    g_autofree char *name = g_path_get_basename(argv[i]);
    g_autofree char *path = g_strdup_printf("/xml/both_tell_the_same_of_%s", name);
    g_test_add_data_func(path, argv[i], both_tell_the_same);
  }
  return g_test_run();
}
