/* Runs a stage on the cases of a folder and compares what it makes, byte for byte.
 *
 *   golden [--update] FOLDER     FOLDER is named as its stage
 *
 * CASE.in is what the stage is given; CASE.EXT is what it must make of it, one file for each output
 * that the case is about; CASE.err is the message of a case that must fail. CASE.ini, which need
 * not be there, says how the stage is called. --update rewrites what is there: a new case begins
 * with an empty file. */
#include "base/error.h"
#include "base/input.h"
#include "exchange/exchange.h"
#include "read/package.h"
#include "read/read.h"
#include "render/render.h"
#include "terms/terms.h"
#include "zip.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDTH 80
#define NARROW 40

/* A case, as its outputs see it. */
typedef struct {
  const char *path; /* of CASE.in */
  GKeyFile *settings;
  const BirgeLocales *locales;
} Case;

/* Makes one output of a case. Returns it, yours, or NULL with an error. */
typedef char *(*MakeFunc)(const Case *given, GError **error);

static char *setting(const Case *given, const char *name) {
  return g_key_file_get_string(given->settings, "options", name, NULL);
}

static void append_json(GString *out, const char *text) {
  g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), text);
  g_autofree char *quoted = json_to_string(node, FALSE);
  g_string_append(out, quoted);
}

/* The bytes of a case: what it is, or a package that it is a member of. */
static GBytes *load_case(const Case *given, GError **error) {
  g_autofree char *member = setting(given, "member");
  g_autofree char *styles = setting(given, "styles");
  g_autofree char *footnotes = setting(given, "footnotes");
  g_autoptr(GBytes) content = birge_file_read(given->path, error);
  if (!content || !member)
    return g_steal_pointer(&content);
  g_autoptr(GBytes) others = styles ? birge_file_read(styles, error) : NULL;
  g_autoptr(GBytes) notes = footnotes ? birge_file_read(footnotes, error) : NULL;
  return zip_office(member, content, others, notes);
}

/* Reads a case as its settings say. */
static BirgeDocument *read_case(const Case *given, BirgeReading *reading, GError **error) {
  g_autofree char *language = setting(given, "language");
  g_autofree char *encoding = setting(given, "encoding");
  g_autofree char *paragraphs = setting(given, "paragraphs");
  const BirgeReadOptions options = {
      .locales = given->locales,
      .language = language,
      .encoding = encoding,
      .keep_boilerplate =
          g_key_file_get_boolean(given->settings, "options", "keep-boilerplate", NULL),
      .paragraphs =
          g_strcmp0(paragraphs, "blank") == 0 ? BIRGE_PARAGRAPHS_BLANK : BIRGE_PARAGRAPHS_LINE};
  g_autofree char *name = setting(given, "as");
  g_autoptr(GBytes) bytes = load_case(given, error);
  return bytes ? birge_read_bytes(name ? name : given->path, bytes, &options, reading, error)
               : NULL;
}

/* A document's language and blocks, a line each, and what is doubtful. */
static char *make_blocks(const Case *given, GError **error) {
  BirgeReading reading = {NULL, NULL};
  g_autoptr(BirgeDocument) document = read_case(given, &reading, error);
  g_autoptr(BirgeMap) map = reading.map;
  g_autofree char *warning = reading.warning;
  if (!document)
    return NULL;
  GString *out = g_string_new(NULL);
  g_string_printf(out, "{\"language\": \"%s\", \"blocks\": [", document->language);
  for (guint i = 0; i < document->n_blocks; i++) {
    const BirgeBlock *block = &document->blocks[i];
    g_autofree char *text = g_strndup(document->text + block->start, block->end - block->start);
    g_string_append_printf(out, "%s\n  {\"kind\": \"%s\", \"text\": ", i > 0 ? "," : "",
                           birge_block_kind_print(block->kind));
    append_json(out, text);
    g_string_append(out, "}");
  }
  g_string_append(out, "\n]");
  if (warning) {
    g_string_append(out, ",\n\"warning\": ");
    append_json(out, warning);
  }
  g_string_append(out, "}\n");
  return g_string_free(out, FALSE);
}

/* The text of a member of a package. */
static char *unpack(const char *member, const GString *package, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new(package->str, package->len);
  g_autoptr(GBytes) content = NULL;
  if (!birge_package_read("filled", bytes, member, &content, error))
    return NULL;
  return g_strndup(g_bytes_get_data(content, NULL), g_bytes_get_size(content));
}

/* The file with `[N </>&"]` in the place of block N, and words behind it if the case has some. */
static char *make_filled(const Case *given, GError **error) {
  BirgeReading reading = {NULL, NULL};
  g_autoptr(BirgeDocument) document = read_case(given, &reading, error);
  g_autoptr(BirgeMap) map = reading.map;
  g_autofree char *warning = reading.warning;
  if (!document)
    return NULL;
  g_autofree char *words = setting(given, "words");
  g_autofree BirgeFilling *fillings = g_new0(BirgeFilling, document->n_blocks);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < document->n_blocks; i++) {
    char *text = g_strdup_printf("[%u </>&\"]%s", i, words ? words : "");
    g_ptr_array_add(texts, text);
    fillings[i] = (BirgeFilling){document->blocks[i].start, document->blocks[i].end, text};
  }
  g_autoptr(GString) filled = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(filled);
  if (!birge_map_fill(map, document, fillings, document->n_blocks, output, error))
    return NULL;
  /* What is shown of a package that is filled; else the member that the case is. */
  g_autofree char *shown = setting(given, "show");
  g_autofree char *member = shown ? g_strdup(shown) : setting(given, "member");
  return member ? unpack(member, filled, error) : g_string_free(g_steal_pointer(&filled), FALSE);
}

static char *write_bitext(const BirgeBitext *bitext, const BirgeFormat *format,
                          const BirgeWriteOptions *options, GError **error) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  if (!format->write(bitext, options, output, error))
    return NULL;
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *render(const Case *given, const char *name, BirgeWriteOptions options,
                    GError **error) {
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(given->path, error);
  if (!bitext)
    return NULL;
  options.locales = given->locales;
  return write_bitext(bitext, birge_format_find(birge_render_formats(), name), &options, error);
}

static char *make_terminal(const Case *given, GError **error) {
  return render(given, "terminal", (BirgeWriteOptions){.width_cells = WIDTH}, error);
}

static char *make_color(const Case *given, GError **error) {
  return render(given, "terminal", (BirgeWriteOptions){.width_cells = WIDTH, .color = TRUE}, error);
}

static char *make_visual(const Case *given, GError **error) {
  return render(given, "terminal",
                (BirgeWriteOptions){.width_cells = WIDTH, .bidi = BIRGE_BIDI_VISUAL}, error);
}

static char *make_narrow(const Case *given, GError **error) {
  return render(given, "terminal",
                (BirgeWriteOptions){.width_cells = NARROW, .bidi = BIRGE_BIDI_VISUAL}, error);
}

static char *make_html(const Case *given, GError **error) {
  return render(given, "html", (BirgeWriteOptions){0}, error);
}

static gboolean keep_unit(const BirgeUnit *unit, gpointer units, GError **error G_GNUC_UNUSED) {
  g_ptr_array_add(units, birge_unit_ref(unit));
  return TRUE;
}

/* TMX to TMX. */
static char *rewrite_tmx(const Case *given, GError **error) {
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  g_autoptr(BirgeTmxHeader) header = NULL;
  if (!birge_tmx_read(given->path, keep_unit, units, &header, error))
    return NULL;
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(BirgeTmxWriter) writer = birge_tmx_writer_new(output, NULL, header);
  for (guint i = 0; i < units->len; i++) {
    if (!birge_tmx_writer_add(writer, units->pdata[i], error))
      return NULL;
  }
  birge_tmx_writer_end(g_steal_pointer(&writer));
  return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The terms of a TMX file, as TBX. */
static char *make_tbx(const Case *given, GError **error) {
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)birge_unit_unref);
  if (!birge_tmx_read(given->path, keep_unit, units, NULL, error))
    return NULL;
  const BirgeTermOptions options = {"en",           {"ckb", "ar"},  2,
                                    .min_count = 3, .min_words = 1, .max_words = 4};
  g_autoptr(GPtrArray) entries = birge_terms_extract(units, given->locales, &options);
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  birge_terms_write_tbx(entries, entries->len, &options, output);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

/* A bitext, in JSON, in a format of exchange/. */
static char *exchange(const Case *given, const char *name, GError **error) {
  g_autoptr(BirgeBitext) bitext = birge_bitext_read_json(given->path, error);
  if (!bitext)
    return NULL;
  const BirgeWriteOptions options = {.locales = given->locales};
  return write_bitext(bitext, birge_format_find(birge_exchange_formats(), name), &options, error);
}

static char *make_tmx(const Case *given, GError **error) {
  g_autofree char *bytes = NULL;
  gboolean is_json = g_file_get_contents(given->path, &bytes, NULL, NULL) && bytes[0] == '{';
  return is_json ? exchange(given, "tmx", error) : rewrite_tmx(given, error);
}

static char *make_tsv(const Case *given, GError **error) {
  return exchange(given, "tsv", error);
}

static char *make_json(const Case *given, GError **error) {
  return exchange(given, "json", error);
}

static char *make_xliff(const Case *given, GError **error) {
  return exchange(given, "xliff", error);
}

static char *make_xliff2(const Case *given, GError **error) {
  return exchange(given, "xliff2", error);
}

static char *make_po(const Case *given, GError **error) {
  return exchange(given, "po", error);
}

static char *make_ces(const Case *given, GError **error) {
  return exchange(given, "ces", error);
}

static char *make_beads(const Case *given, GError **error) {
  return exchange(given, "beads", error);
}

static char *make_csv(const Case *given, GError **error) {
  return exchange(given, "csv", error);
}

/* The first output of a stage is what fails where a message is wanted. */
static const struct {
  const char *stage;
  const char *extension;
  MakeFunc make;
} outputs[] = {
    {"read", ".json", make_blocks},
    {"read", ".filled", make_filled},
    {"render", ".terminal", make_terminal},
    {"render", ".color", make_color},
    {"render", ".visual", make_visual},
    {"render", ".narrow", make_narrow},
    {"render", ".html", make_html},
    {"exchange", ".tmx", make_tmx},
    {"exchange", ".tsv", make_tsv},
    {"exchange", ".json", make_json},
    {"exchange", ".xlf", make_xliff},
    {"exchange", ".xlf2", make_xliff2},
    {"exchange", ".ces", make_ces},
    {"exchange", ".po", make_po},
    {"exchange", ".csv", make_csv},
    {"exchange", ".beads", make_beads},
    {"terms", ".tbx", make_tbx},
};

typedef struct {
  char *name; /* of the case */
  char *path; /* of what is expected */
  MakeFunc make;
  gboolean fails;
  gboolean update;
} Comparison;

static char *run(const Comparison *comparison) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  g_assert_no_error(error);
  g_autofree char *path = g_strconcat(comparison->name, ".in", NULL);
  g_autofree char *settings_path = g_strconcat(comparison->name, ".ini", NULL);
  g_autoptr(GKeyFile) settings = g_key_file_new();
  g_key_file_load_from_file(settings, settings_path, G_KEY_FILE_NONE, NULL);
  const Case given = {path, settings, locales};
  g_autofree char *made = comparison->make(&given, &error);
  if (!comparison->fails) {
    g_assert_no_error(error);
    return g_steal_pointer(&made);
  }
  g_assert_null(made);
  g_assert_nonnull(error);
  g_assert_true(error->domain == BIRGE_ERROR);
  return g_strconcat(error->message, "\n", NULL);
}

static void say_where_they_differ(const char *made, const char *expected) {
  g_auto(GStrv) ours = g_strsplit(made, "\n", -1);
  g_auto(GStrv) theirs = g_strsplit(expected, "\n", -1);
  guint i = 0;
  while (ours[i] && g_strcmp0(ours[i], theirs[i]) == 0)
    i++;
  g_test_message("line %u:\n  made     %s\n  expected %s", i + 1, ours[i] ? ours[i] : "(end)",
                 theirs[i] ? theirs[i] : "(end)");
}

static void compare(gconstpointer data) {
  const Comparison *comparison = data;
  g_autofree char *made = run(comparison);
  if (comparison->update) {
    g_assert_true(g_file_set_contents(comparison->path, made, -1, NULL));
    return;
  }
  g_autofree char *expected = NULL;
  g_assert_true(g_file_get_contents(comparison->path, &expected, NULL, NULL));
  if (g_str_equal(made, expected))
    return;
  say_where_they_differ(made, expected);
  g_test_fail();
}

static void free_comparison(gpointer data) {
  Comparison *comparison = data;
  g_free(comparison->name);
  g_free(comparison->path);
  g_free(comparison);
}

/* Adds a test if the case has such an output. Returns whether it has. */
static gboolean add(const char *stage, const char *name, const char *extension, MakeFunc make,
                    gboolean update) {
  g_autofree char *path = g_strconcat(name, extension, NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return FALSE;
  g_autofree char *title = g_strdup_printf("/golden/%s/%s", stage, path);
  Comparison *comparison = g_new0(Comparison, 1);
  comparison->name = g_strdup(name);
  comparison->path = g_steal_pointer(&path);
  comparison->make = make;
  comparison->fails = g_str_equal(extension, ".err");
  comparison->update = update;
  g_test_add_data_func_full(title, comparison, compare, free_comparison);
  return TRUE;
}

/* Whether a case needs what the library may be built without. */
static gboolean is_left_out(const char *name) {
#ifdef WITH_OFFICE
  (void)name;
  return FALSE;
#else
  g_autofree char *path = g_strconcat(name, ".ini", NULL);
  g_autoptr(GKeyFile) settings = g_key_file_new();
  return g_key_file_load_from_file(settings, path, G_KEY_FILE_NONE, NULL) &&
         g_key_file_has_key(settings, "options", "member", NULL);
#endif
}

/* Adds a case's tests. */
static void add_case(const char *stage, const char *name, gboolean update) {
  if (is_left_out(name))
    return;
  guint n = 0;
  MakeFunc first = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(outputs); i++) {
    if (!g_str_equal(outputs[i].stage, stage))
      continue;
    first = first ? first : outputs[i].make;
    n += add(stage, name, outputs[i].extension, outputs[i].make, update);
  }
  g_assert_nonnull(first); /* else there is no such stage */
  n += add(stage, name, ".err", first, update);
  if (n == 0)
    g_error("%s.in: nothing is expected of it", name);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_cases(const char *stage, gboolean update) {
  g_autoptr(GDir) dir = g_dir_open(".", 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  for (const char *name; (name = g_dir_read_name(dir));) {
    if (g_str_has_suffix(name, ".in"))
      g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(".in")));
  }
  g_assert_cmpuint(names->len, >, 0);
  qsort(names->pdata, names->len, sizeof(char *), compare_names);
  for (guint i = 0; i < names->len; i++)
    add_case(stage, names->pdata[i], update);
}

int main(int argc, char **argv) {
  gboolean update = argc > 1 && g_str_equal(argv[1], "--update");
  const char *folder = argc > 1 + update ? argv[1 + update] : NULL;
  if (!folder || chdir(folder) != 0) {
    fprintf(stderr, "usage: golden [--update] FOLDER\n");
    return 2;
  }
  char *arguments[] = {argv[0], (char[]){"-k"}, NULL}; /* all cases are tried */
  int n_arguments = 2;
  char **all = arguments;
  g_test_init(&n_arguments, &all, NULL);
  g_autofree char *stage = g_path_get_basename(folder);
  add_cases(stage, update);
  return g_test_run();
}
