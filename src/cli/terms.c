/* birge terms: what a memory calls things, in each of its languages. */
#include "terms/terms.h"

#include "base/error.h"
#include "cli/ask.h"
#include "cli/command.h"
#include "cli/print.h"

#include <string.h>

#define DEFAULT_BEST 100
#define DEFAULT_MIN_COUNT 3
#define DEFAULT_MAX_WORDS 4

typedef struct {
  BirgeAskOptions ask;
  int best;
  int min_count;
  int min_words;
  int max_words;
  gboolean examples;
  gboolean tbx;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  options->best = DEFAULT_BEST;
  options->min_count = DEFAULT_MIN_COUNT;
  options->min_words = 1;
  options->max_words = DEFAULT_MAX_WORDS;
  birge_ask_options_add(&options->ask, context);
  const GOptionEntry entries[] = {
      {"best", 0, 0, G_OPTION_ARG_INT, &options->best, "how many terms; 0: all; else 100", "N"},
      {"min-count", 0, 0, G_OPTION_ARG_INT, &options->min_count,
       "terms occur so often at least, 2 or more; else 3", "N"},
      {"min-words", 0, 0, G_OPTION_ARG_INT, &options->min_words,
       "the shortest terms, in words of the language they come from; else 1", "N"},
      {"max-words", 0, 0, G_OPTION_ARG_INT, &options->max_words,
       "the longest terms, in words of either language, 8 or less; else 4", "N"},
      {"examples", 'x', 0, G_OPTION_ARG_NONE, &options->examples,
       "text: print the shortest unit that has both below each counterpart", NULL},
      {"tbx", 0, 0, G_OPTION_ARG_NONE, &options->tbx,
       "print a TBX glossary, for birge qa --glossary and CAT tools", NULL},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->ask.output, "write to FILE", "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  birge_ask_options_clear(&((Options *)data)->ask);
}

static gboolean check(const Options *options, GError **error) {
  if (options->best < 0)
    birge_fail_usage(error, "--best: expected 0 or more");
  else if (options->min_count < 2)
    birge_fail_usage(error, "--min-count: expected 2 or more");
  else if (options->min_words < 1 || options->max_words < options->min_words ||
           options->max_words > BIRGE_MAX_TERM_WORDS)
    birge_fail_usage(error, "--min-words, --max-words: expected 1 to %d", BIRGE_MAX_TERM_WORDS);
  else if (options->tbx && (options->ask.json || options->ask.format))
    birge_fail_usage(error, "--tbx is a format of its own");
  else
    return TRUE;
  return FALSE;
}

/* Chooses the languages of counterparts: those of --to, else all that the memory has. */
static void choose_targets(const BirgeAsk *ask, BirgeTermOptions *wanted) {
  const GArray *languages = birge_memory_languages(ask->memory);
  for (guint i = 0; i < languages->len && wanted->n_targets < BIRGE_MAX_LANGUAGES; i++) {
    const char *tag = g_array_index(languages, BirgeMemoryLanguage, i).locale->tag;
    if (!g_str_equal(tag, ask->source) &&
        (!ask->targets || g_strv_contains((const char *const *)ask->targets, tag)))
      wanted->targets[wanted->n_targets++] = tag;
  }
}

static void print_number(BirgeOutput *output, double number) {
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  birge_output_puts(output, g_ascii_formatd(digits, sizeof digits, "%.2f", number));
}

static void print_example(const BirgeAsk *ask, const char *tag, const char *text) {
  birge_output_puts(ask->output, "      ");
  birge_ask_begin_text(ask, tag);
  birge_print_shown(ask->output, text, strlen(text));
  birge_ask_end_text(ask, tag);
}

static void print_text(const BirgeAsk *ask, const BirgeCounterpart *counterpart,
                       gboolean examples) {
  birge_output_printf(ask->output, "  %6u", counterpart->n_together);
  birge_ask_begin_text(ask, counterpart->tag);
  birge_print_shown(ask->output, counterpart->text, strlen(counterpart->text));
  birge_ask_end_text(ask, counterpart->tag);
  if (!examples)
    return;
  print_example(ask, ask->source, counterpart->source_example);
  print_example(ask, counterpart->tag, counterpart->target_example);
}

static void print_tsv(const BirgeAsk *ask, const BirgeTermEntry *entry,
                      const BirgeCounterpart *counterpart) {
  BirgeOutput *output = ask->output;
  birge_output_printf(output, "%s\t", ask->source);
  birge_print_field(output, entry->text, strlen(entry->text));
  birge_output_printf(output, "\t%u\t", entry->count);
  print_number(output, entry->c_value);
  birge_output_printf(output, "\t%s\t", counterpart->tag);
  birge_print_field(output, counterpart->text, strlen(counterpart->text));
  birge_output_printf(output, "\t%u\t%u\t", counterpart->count, counterpart->n_together);
  print_number(output, counterpart->association);
  birge_output_puts(output, "\t");
  birge_print_field(output, counterpart->source_example, strlen(counterpart->source_example));
  birge_output_puts(output, "\t");
  birge_print_field(output, counterpart->target_example, strlen(counterpart->target_example));
  birge_output_puts(output, "\n");
}

static void print_member(BirgeOutput *output, const char *before, const char *text) {
  birge_output_puts(output, before);
  birge_print_json(output, text, strlen(text));
}

static void print_json(const BirgeAsk *ask, const BirgeTermEntry *entry,
                       const BirgeCounterpart *counterpart) {
  BirgeOutput *output = ask->output;
  print_member(output, "{\"from\": ", ask->source);
  print_member(output, ", \"source\": ", entry->text);
  birge_output_printf(output, ", \"source_count\": %u, \"c_value\": ", entry->count);
  print_number(output, entry->c_value);
  print_member(output, ", \"to\": ", counterpart->tag);
  print_member(output, ", \"target\": ", counterpart->text);
  birge_output_printf(output, ", \"target_count\": %u, \"together\": %u, \"association\": ",
                      counterpart->count, counterpart->n_together);
  print_number(output, counterpart->association);
  print_member(output, ", \"source_example\": ", counterpart->source_example);
  print_member(output, ", \"target_example\": ", counterpart->target_example);
  birge_output_puts(output, "}\n");
}

static void print_entry(const BirgeAsk *ask, const BirgeTermEntry *entry, gboolean examples) {
  if (ask->format == BIRGE_ASK_TEXT) {
    birge_print_shown(ask->output, entry->text, strlen(entry->text));
    birge_output_printf(ask->output, "  (%u)\n", entry->count);
  }
  for (guint i = 0; i < BIRGE_MAX_LANGUAGES; i++) {
    const BirgeCounterpart *counterpart = &entry->counterparts[i];
    if (!counterpart->tag)
      continue;
    if (ask->format == BIRGE_ASK_TEXT)
      print_text(ask, counterpart, examples);
    else if (ask->format == BIRGE_ASK_TSV)
      print_tsv(ask, entry, counterpart);
    else
      print_json(ask, entry, counterpart);
  }
}

static void print_entries(const BirgeAsk *ask, const GPtrArray *entries, guint n,
                          gboolean examples) {
  if (ask->format == BIRGE_ASK_TSV)
    birge_output_puts(ask->output, "from\tsource\tsource_count\tc_value\tto\ttarget\ttarget_count\t"
                                   "together\tassociation\tsource_example\ttarget_example\n");
  for (guint i = 0; i < n; i++)
    print_entry(ask, entries->pdata[i], examples);
}

static gboolean extract(const Options *options, BirgeAsk *ask, GError **error) {
  BirgeTermOptions wanted = {.source = ask->source,
                             .min_count = (guint)options->min_count,
                             .min_words = (guint)options->min_words,
                             .max_words = (guint)options->max_words};
  choose_targets(ask, &wanted);
  if (wanted.n_targets == 0 || !birge_locales_find(ask->locales, ask->source, NULL, 0)) {
    birge_fail_usage(error, "expected a memory of two languages that are known, or --to others");
    return FALSE;
  }
  birge_progress_say(ask->progress, "reading units");
  const GPtrArray *units = birge_memory_units(ask->memory, error);
  if (!units)
    return FALSE;
  birge_progress_say(ask->progress, "finding terms");
  g_autoptr(GPtrArray) entries = birge_terms_extract(units, ask->locales, &wanted);
  guint n = options->best > 0 ? MIN(entries->len, (guint)options->best) : entries->len;
  if (options->tbx)
    birge_terms_write_tbx(entries, n, &wanted, ask->output);
  else
    print_entries(ask, entries, n, options->examples);
  return birge_output_commit(g_steal_pointer(&ask->output), error);
}

static gboolean run(gpointer data, const char *const *operands G_GNUC_UNUSED, guint n_operands,
                    GError **error) {
  const Options *options = data;
  if (n_operands > 0) {
    birge_fail_usage(error, "expected no operand (birge terms --help)");
    return FALSE;
  }
  if (!check(options, error))
    return FALSE;
  g_autoptr(BirgeAsk) ask = birge_ask_open(&options->ask, error);
  return ask && extract(options, ask, error);
}

const BirgeCommand birge_terms_command = {
    .name = "terms",
    .summary = "extract candidate terms of a memory, and their counterparts",
    .operands = "",
    .help =
        "Words and runs of words that recur, those that look most like terms first, and what the\n"
        "translations have where they stand. A list to choose from, not a glossary yet.\n\n"
        "Examples:\n"
        "  birge terms --memory tmx\n"
        "  birge terms --memory tmx --to ckb --min-words 2 --examples\n"
        "  birge terms --memory tmx --tbx -o terms.tbx\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
