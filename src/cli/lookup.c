/* birge lookup: the stored texts that are most like a text. */
#include "memory/lookup.h"

#include "base/error.h"
#include "base/input.h"
#include "cli/ask.h"
#include "cli/command.h"
#include "cli/lookup_output.h"

#include <string.h>

#define DEFAULT_MIN 70
#define DEFAULT_BEST 5
#define MAX_PENALTY 100
/* In points: a status that is not approved weighs more than a code to move or a number to mend. */
static const BirgePenalties default_penalties = {.unreviewed = 2, .codes = 1, .numbers = 1};

typedef struct {
  BirgeAskOptions ask;
  int min;
  int best;
  gboolean chars;
  char **penalties;
  char *previous;
  char *next;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  options->min = DEFAULT_MIN;
  options->best = DEFAULT_BEST;
  birge_ask_options_add(&options->ask, context);
  const GOptionEntry entries[] = {
      {"min", 0, 0, G_OPTION_ARG_INT, &options->min, "the least score, 1 to 100; else 70", "N"},
      {"best", 0, 0, G_OPTION_ARG_INT, &options->best, "how many matches; 0: all; else 5", "N"},
      {"chars", 0, 0, G_OPTION_ARG_NONE, &options->chars,
       "say also how alike the texts are by characters", NULL},
      {"penalty", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->penalties,
       "points to take off; WHAT: unreviewed, codes, numbers, or a file of the memory", "WHAT=N"},
      {"previous", 0, 0, G_OPTION_ARG_FILENAME, &options->previous,
       "what stands before TEXT; empty: nothing", "TEXT"},
      {"next", 0, 0, G_OPTION_ARG_FILENAME, &options->next, "what stands behind TEXT", "TEXT"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  Options *options = data;
  birge_ask_options_clear(&options->ask);
  g_strfreev(options->penalties);
  g_free(options->previous);
  g_free(options->next);
}

/* Sets the penalty of the files of a name, with or without its folder. Returns whether there are
 * any. */
static gboolean set_file_penalty(const BirgeMemory *memory, const char *name, guint points,
                                 guint *files) {
  gboolean is_there = FALSE;
  for (guint i = 0; i < birge_memory_n_files(memory); i++) {
    g_autofree char *base = g_path_get_basename(birge_memory_file(memory, i));
    if (!g_str_equal(base, name) && !g_str_equal(birge_memory_file(memory, i), name))
      continue;
    files[i] = points;
    is_there = TRUE;
  }
  return is_there;
}

/* files: gets the penalty of each file of the memory. */
static gboolean read_penalty(const char *said, const BirgeMemory *memory, BirgePenalties *penalties,
                             guint *files, GError **error) {
  const char *equals = strrchr(said, '=');
  g_autofree char *what = equals ? g_strndup(said, (gsize)(equals - said)) : NULL;
  guint64 points;
  if (!equals || !g_ascii_string_to_unsigned(equals + 1, 10, 0, MAX_PENALTY, &points, NULL)) {
    birge_fail_usage(error, "--penalty \"%s\": expected WHAT=N, N from 0 to %d", said, MAX_PENALTY);
    return FALSE;
  }
  if (g_str_equal(what, "unreviewed"))
    penalties->unreviewed = (guint)points;
  else if (g_str_equal(what, "codes"))
    penalties->codes = (guint)points;
  else if (g_str_equal(what, "numbers"))
    penalties->numbers = (guint)points;
  else if (!set_file_penalty(memory, what, (guint)points, files)) {
    birge_fail_usage(
        error, "--penalty \"%s\": expected unreviewed, codes, numbers or a file of the memory",
        said);
    return FALSE;
  }
  return TRUE;
}

static BirgeLookup *make_lookup(const Options *options, const BirgeAsk *ask, GError **error) {
  BirgeLookupOptions lookup_options = {.source = ask->source,
                                       .targets = (const char *const *)ask->targets,
                                       .min = (guint)options->min,
                                       .best = (guint)options->best,
                                       .penalties = default_penalties};
  g_autofree guint *files = g_new0(guint, birge_memory_n_files(ask->memory));
  lookup_options.penalties.files = files;
  for (char **said = options->penalties; said && *said; said++) {
    if (!read_penalty(*said, ask->memory, &lookup_options.penalties, files, error))
      return NULL;
  }
  return birge_lookup_new(ask->memory, &lookup_options, error);
}

static gboolean look_up(const BirgeLookupPrinter *printer, guint line, const BirgeQuery *query,
                        GError **error) {
  const GArray *matches = birge_lookup_find(printer->lookup, query, error);
  return matches && birge_lookup_print(printer, line, query, matches, error);
}

/* Looks up the lines of standard input, which follow each other in one text. */
static gboolean look_up_lines(const BirgeLookupPrinter *printer, GError **error) {
  g_autoptr(GBytes) bytes = birge_file_read("-", error);
  if (!bytes)
    return FALSE;
  gsize length;
  const char *text = g_bytes_get_data(bytes, &length);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  for (gsize start = 0; start < length;) {
    const char *end = memchr(text + start, '\n', length - start);
    gsize n = (end ? (gsize)(end - text) : length) - start;
    g_ptr_array_add(lines, g_strndup(text + start, n));
    if (!g_utf8_validate_len(text + start, n, NULL)) {
      birge_error_set_at(error, BIRGE_ERROR_ENCODING, birge_input_name("-"), lines->len,
                         "is not UTF-8");
      return FALSE;
    }
    g_strchomp(lines->pdata[lines->len - 1]);
    start += n + 1;
  }
  for (guint i = 0; i < lines->len; i++) {
    const char *line = lines->pdata[i];
    const BirgeQuery query = {.text = line,
                              .length = strlen(line),
                              .previous = i > 0 ? lines->pdata[i - 1] : "",
                              .next = i + 1 < lines->len ? lines->pdata[i + 1] : ""};
    if (!look_up(printer, i + 1, &query, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean look_up_operand(const BirgeLookupPrinter *printer, const Options *options,
                                const char *text, GError **error) {
  const char *const texts[] = {text, options->previous, options->next};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    if (texts[i] && !g_utf8_validate(texts[i], -1, NULL)) {
      birge_fail_usage(error, "the text is not UTF-8");
      return FALSE;
    }
  }
  const BirgeQuery query = {
      .text = text, .length = strlen(text), .previous = options->previous, .next = options->next};
  return look_up(printer, 1, &query, error);
}

static gboolean check(const Options *options, guint n_operands, GError **error) {
  if (n_operands > 1)
    birge_fail_usage(error, "expected one text, found %u (birge lookup --help)", n_operands);
  else if (options->best < 0)
    birge_fail_usage(error, "--best %d: expected 0 or more", options->best);
  else if (options->min < 1 || options->min > 100)
    birge_fail_usage(error, "--min %d: expected 1 to 100", options->min);
  else
    return TRUE;
  return FALSE;
}

static gboolean run(gpointer data, const char *const *operands, guint n_operands, GError **error) {
  const Options *options = data;
  g_autoptr(BirgeAsk) ask =
      check(options, n_operands, error) ? birge_ask_open(&options->ask, error) : NULL;
  g_autoptr(BirgeLookup) lookup = ask ? make_lookup(options, ask, error) : NULL;
  if (!lookup)
    return FALSE;
  const BirgeLookupPrinter printer = {ask, lookup, options->chars};
  birge_lookup_print_heading(&printer);
  gboolean ok = n_operands == 1 && !g_str_equal(operands[0], "-")
                    ? look_up_operand(&printer, options, operands[0], error)
                    : look_up_lines(&printer, error);
  return ok && birge_output_commit(g_steal_pointer(&ask->output), error);
}

const BirgeCommand birge_lookup_command = {
    .name = "lookup",
    .summary = "find the stored texts that are most like a text",
    .operands = "[TEXT]",
    .help =
        "Without TEXT, and for \"-\", the lines of standard input are looked up, as lines of one\n"
        "text. Scores count words, folded; 100 is equal, 101 equal between the same\n"
        "neighbours.\n\n"
        "Examples:\n"
        "  birge lookup --memory tmx --to ckb,ar 'Rain is expected on Friday.'\n"
        "  birge lookup --memory tmx --json --min 80 < news.txt\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
