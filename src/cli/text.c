/* birge text: explains a string, cluster by cluster. */
#include "base/error.h"
#include "base/input.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/text_clusters.h"

#include <string.h>
#include <unicode/uchar.h>

/* What is shown of a text stands in an isolate. */
#define FSI "\xE2\x81\xA8"
#define PDI "\xE2\x81\xA9"

typedef struct {
  char *language;
  char *format;
} TextOptions;

/* What is printed, and how. */
typedef struct {
  BirgeOutput *output;
  const char *text;
  const BirgeTextCluster *cluster;
  guint number; /* from 1 */
} Item;

static void add_options(GOptionContext *context, gpointer data) {
  TextOptions *options = data;
  const GOptionEntry entries[] = {
      {"lang", 'l', 0, G_OPTION_ARG_FILENAME, &options->language,
       "language of the text; else detected", "TAG"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format, "text, tsv or json", "NAME"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  TextOptions *options = data;
  g_free(options->language);
  g_free(options->format);
}

static const char *class_of(gunichar c) {
  return u_getPropertyValueName(
      UCHAR_BIDI_CLASS, u_getIntPropertyValue((UChar32)c, UCHAR_BIDI_CLASS), U_SHORT_PROPERTY_NAME);
}

/* Appends a character's code point and name. */
static void append_point(GString *out, gunichar c) {
  char name[128];
  UErrorCode status = U_ZERO_ERROR;
  u_charName((UChar32)c, U_EXTENDED_CHAR_NAME, name, sizeof name, &status);
  g_string_append_printf(out, "U+%04X %s", c, U_SUCCESS(status) ? name : "?");
}

/* Returns the code points of text, yours, with what stands between them. */
static char *name_points(const char *text, gsize length, const char *between) {
  GString *out = g_string_new(NULL);
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    g_string_append(out, p > text ? between : "");
    append_point(out, g_utf8_get_char(p));
  }
  return g_string_free(out, FALSE);
}

/* Returns the classes of a cluster's characters, yours. */
static char *name_classes(const Item *item) {
  GString *out = g_string_new(NULL);
  const char *start = item->text + item->cluster->start, *end = item->text + item->cluster->end;
  for (const char *p = start; p < end; p = g_utf8_next_char(p))
    g_string_append_printf(out, "%s%s", p > start ? " " : "", class_of(g_utf8_get_char(p)));
  return g_string_free(out, FALSE);
}

/* Isolates what is shown of a text of either direction; marks and controls stand for themselves. */
static void print_item_text(const Item *item) {
  const BirgeTextCluster *cluster = item->cluster;
  gsize length = cluster->end - cluster->start;
  g_autofree char *classes = name_classes(item);
  g_autoptr(GString) shown = g_string_new(NULL);
  g_autoptr(BirgeOutput) part = birge_output_open_string(shown);
  if (u_charType((UChar32)g_utf8_get_char(item->text + cluster->start)) != U_FORMAT_CHAR)
    birge_print_shown(part, item->text + cluster->start, length);
  birge_output_printf(item->output, "%4u  " FSI "%s" PDI "\t%s, level %u", item->number, shown->str,
                      classes, cluster->level);
  g_autofree char *points = name_points(item->text + cluster->start, length, "\n\t");
  birge_output_printf(item->output, "\n\t%s\n", points);
  if (cluster->folded) {
    g_autofree char *folded = name_points(cluster->folded, strlen(cluster->folded), ", ");
    birge_output_printf(item->output, "\tis compared as %s\n", *folded ? folded : "nothing");
  }
  if (cluster->note)
    birge_output_printf(item->output, "\t! %s\n", cluster->note);
}

static void print_item_tsv(const Item *item) {
  const BirgeTextCluster *cluster = item->cluster;
  gsize length = cluster->end - cluster->start;
  g_autofree char *classes = name_classes(item);
  g_autofree char *points = name_points(item->text + cluster->start, length, ", ");
  const char *folded = cluster->folded;
  birge_output_printf(item->output, "%u\t", item->number);
  birge_print_field(item->output, item->text + cluster->start, length);
  birge_output_printf(item->output, "\t%s\t%s\t%u\t", points, classes, cluster->level);
  if (folded)
    birge_print_field(item->output, folded, strlen(folded));
  else
    birge_print_field(item->output, item->text + cluster->start, length);
  birge_output_printf(item->output, "\t%s\n", cluster->note ? cluster->note : "");
}

static void print_item_json(const Item *item) {
  const BirgeTextCluster *cluster = item->cluster;
  const char *text = item->text + cluster->start;
  gsize length = cluster->end - cluster->start;
  g_autofree char *classes = name_classes(item);
  g_autofree char *points = name_points(text, length, ", ");
  birge_output_printf(
      item->output, "%s\n  {\"number\": %u, \"text\": ", item->number > 1 ? "," : "", item->number);
  birge_print_json(item->output, text, length);
  birge_output_printf(item->output,
                      ", \"points\": \"%s\", \"classes\": \"%s\", \"level\": %u, \"folded\": ",
                      points, classes, cluster->level);
  if (cluster->folded)
    birge_print_json(item->output, cluster->folded, strlen(cluster->folded));
  else
    birge_print_json(item->output, text, length);
  birge_output_printf(item->output, ", \"note\": \"%s\"}", cluster->note ? cluster->note : "");
}

static const struct {
  const char *name;
  const char *before;
  void (*print)(const Item *item);
  const char *after;
} formats[] = {
    {"text", "", print_item_text, ""},
    {"tsv", "number\ttext\tpoints\tclasses\tlevel\tfolded\tnote\n", print_item_tsv, ""},
    {"json", "[", print_item_json, "\n]\n"},
};

/* Returns the number of the format that is asked for; that of none if there is none. */
static guint find_format(const TextOptions *options) {
  guint i = 0;
  while (i < G_N_ELEMENTS(formats) && options->format &&
         !g_str_equal(options->format, formats[i].name))
    i++;
  return i;
}

static gboolean explain(const TextOptions *options, const char *text, gsize length,
                        GError **error) {
  g_autoptr(BirgeLocales) locales = birge_locales_load(error);
  if (!locales)
    return FALSE;
  const BirgeLocale *locale = options->language
                                  ? birge_locales_find(locales, options->language, text, length)
                                  : birge_locales_detect(locales, text, length);
  if (options->language && !locale) {
    birge_fail_usage(error, "--lang: unknown language \"%s\"", options->language);
    return FALSE;
  }
  g_autoptr(GArray) clusters = birge_text_clusters(text, length, locale, error);
  g_autoptr(BirgeOutput) output = clusters ? birge_output_open(NULL, error) : NULL;
  if (!output)
    return FALSE;
  guint format = find_format(options);
  birge_output_puts(output, formats[format].before);
  for (guint i = 0; i < clusters->len; i++) {
    const Item item = {output, text, &g_array_index(clusters, BirgeTextCluster, i), i + 1};
    formats[format].print(&item);
  }
  birge_output_puts(output, formats[format].after);
  return birge_output_commit(g_steal_pointer(&output), error);
}

/* Explains standard input, its last line end left out. */
static gboolean explain_input(const TextOptions *options, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read("-", error);
  if (!bytes)
    return FALSE;
  gsize length;
  const char *text = g_bytes_get_data(bytes, &length);
  length -= length > 0 && text[length - 1] == '\n' ? 1 : 0;
  const char *wrong;
  if (g_utf8_validate_len(text, length, &wrong))
    return explain(options, text, length, error);
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_ENCODING,
              "standard input: byte %" G_GSIZE_FORMAT " is not UTF-8", (gsize)(wrong - text));
  return FALSE;
}

static gboolean run(gpointer data, const char *const *operands, guint n_operands, GError **error) {
  const TextOptions *options = data;
  if (n_operands != 1) {
    birge_fail_usage(error, "expected one text, found %u (birge text --help)", n_operands);
    return FALSE;
  }
  if (find_format(options) == G_N_ELEMENTS(formats)) {
    birge_fail_usage(error, "unknown format \"%s\", expected text, tsv or json", options->format);
    return FALSE;
  }
  if (!g_str_equal(operands[0], "-")) {
    if (g_utf8_validate(operands[0], -1, NULL))
      return explain(options, operands[0], strlen(operands[0]), error);
    birge_fail_usage(error, "the text is not UTF-8");
    return FALSE;
  }
  return explain_input(options, error);
}

const BirgeCommand birge_text_command = {
    .name = "text",
    .summary = "explain a text: code points, directions, forms of letters",
    .operands = "TEXT",
    .help = "\"-\" is standard input.\n\nExample:\n  birge text 'كوردستان (KRG)'\n",
    .options_size = sizeof(TextOptions),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
