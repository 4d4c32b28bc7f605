/* birge lexicon: the words that a memory teaches, and how they translate each other. */
#include "base/error.h"
#include "cli/ask.h"
#include "cli/command.h"
#include "cli/learn.h"
#include "cli/print.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_BEST 20
/* As many digits as tell each float from every other. */
#define EXACT "%.9g"

typedef struct {
  BirgeAskOptions ask;
  int best;
} Options;

static void add_options(GOptionContext *context, gpointer data) {
  Options *options = data;
  options->best = DEFAULT_BEST;
  birge_ask_options_add(&options->ask, context);
  const GOptionEntry entries[] = {
      {"best", 0, 0, G_OPTION_ARG_INT, &options->best,
       "show: how many counterparts in each language; 0: all; else 20", "N"},
      G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries(context, entries, NULL);
}

static void clear(gpointer data) {
  birge_ask_options_clear(&((Options *)data)->ask);
}

/* What was learnt, and what is asked of it. */
typedef struct {
  const Options *options;
  const BirgeAsk *ask;
  BirgeLexicon *lexicon;
  const char *tags[BIRGE_MAX_LANGUAGES]; /* of the languages that were learnt */
  guint n_tags;
  const char *word; /* show: as the user wrote it */
} Job;

/* Chooses the languages to learn: those of the memory, or the one asked in and those of --to. */
static void choose_languages(Job *job) {
  const GArray *languages = birge_memory_languages(job->ask->memory);
  for (guint i = 0; i < languages->len && job->n_tags < BIRGE_MAX_LANGUAGES; i++) {
    const char *tag = g_array_index(languages, BirgeMemoryLanguage, i).locale->tag;
    if (!job->ask->targets || g_str_equal(tag, job->ask->source) ||
        g_strv_contains((const char *const *)job->ask->targets, tag))
      job->tags[job->n_tags++] = tag;
  }
}

static gboolean learn(Job *job, GError **error) {
  choose_languages(job);
  if (job->n_tags < 2) {
    birge_fail_usage(error, "expected a memory of two languages that are known, or --to others");
    return FALSE;
  }
  birge_progress_say(job->ask->progress, "learning words");
  job->lexicon = birge_learn_from_memory(job->ask->memory, job->ask->locales, job->tags,
                                         job->n_tags, 0, error);
  guint64 n_units = birge_count_units(job->ask->memory);
  if (job->lexicon && n_units > BIRGE_MAX_LEXICON_UNITS)
    fprintf(stderr, "birge: learnt from the first %d of %" G_GUINT64_FORMAT " units\n",
            BIRGE_MAX_LEXICON_UNITS, n_units);
  return job->lexicon != NULL;
}

/* A word as it is printed. */
typedef struct {
  const char *tag;
  const char *text; /* not ended */
  gsize length;
} Word;

static Word get_word(const Job *job, const char *tag, guint32 number) {
  Word word = {.tag = tag};
  word.text = birge_lexicon_word(job->lexicon, tag, number, &word.length);
  return word;
}

/* Two words that translate each other. */
typedef struct {
  Word source;
  Word target;
  double there; /* that source becomes target */
  double back;  /* that target becomes source */
} Pair;

typedef void (*Print)(const Job *job, const Pair *pair);

static void print_number(const Job *job, const char *format, double probability) {
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(digits, sizeof digits, format, probability);
  birge_output_puts(job->ask->output, digits);
}

static void print_text(const Job *job, const Pair *pair) {
  birge_output_puts(job->ask->output, "  ");
  print_number(job, "%.3f", pair->there);
  birge_output_puts(job->ask->output, "  ");
  print_number(job, "%.3f", pair->back);
  birge_ask_begin_text(job->ask, pair->target.tag);
  birge_print_shown(job->ask->output, pair->target.text, pair->target.length);
  birge_ask_end_text(job->ask, pair->target.tag);
}

static void print_tsv(const Job *job, const Pair *pair) {
  BirgeOutput *output = job->ask->output;
  birge_output_printf(output, "%s\t", pair->source.tag);
  birge_print_field(output, pair->source.text, pair->source.length);
  birge_output_printf(output, "\t%s\t", pair->target.tag);
  birge_print_field(output, pair->target.text, pair->target.length);
  birge_output_puts(output, "\t");
  print_number(job, EXACT, pair->there);
  birge_output_puts(output, "\t");
  print_number(job, EXACT, pair->back);
  birge_output_puts(output, "\n");
}

static void print_json(const Job *job, const Pair *pair) {
  BirgeOutput *output = job->ask->output;
  birge_output_printf(output, "{\"from\": \"%s\", \"source\": ", pair->source.tag);
  birge_print_json(output, pair->source.text, pair->source.length);
  birge_output_printf(output, ", \"to\": \"%s\", \"target\": ", pair->target.tag);
  birge_print_json(output, pair->target.text, pair->target.length);
  birge_output_puts(output, ", \"probability\": ");
  print_number(job, EXACT, pair->there);
  birge_output_puts(output, ", \"back\": ");
  print_number(job, EXACT, pair->back);
  birge_output_puts(output, "}\n");
}

/* Prints the best counterparts of a word in one language. best: 0: all. */
static void print_word(const Job *job, const char *from, guint32 word, const char *to, guint best) {
  static const Print prints[] = {print_text, print_tsv, print_json};
  g_autoptr(GArray) all = birge_lexicon_translate(job->lexicon, from, word, to);
  for (guint i = 0; i < all->len && (best == 0 || i < best); i++) {
    BirgeTranslation translation = g_array_index(all, BirgeTranslation, i);
    const Pair pair = {get_word(job, from, word), get_word(job, to, translation.word),
                       translation.probability,
                       birge_lexicon_probability(job->lexicon, to, translation.word, from, word)};
    prints[job->ask->format](job, &pair);
  }
}

static void print_heading(const Job *job) {
  if (job->ask->format == BIRGE_ASK_TSV)
    birge_output_puts(job->ask->output, "from\tsource\tto\ttarget\tprobability\tback\n");
}

/* Whether a language's words are to be printed beside those of another. */
static gboolean is_target(const Job *job, const char *tag) {
  return !job->ask->targets || g_strv_contains((const char *const *)job->ask->targets, tag);
}

static gboolean show(const Job *job, GError **error) {
  guint n_found = 0;
  print_heading(job);
  for (guint l = 0; l < job->n_tags; l++) {
    guint32 word;
    if ((job->options->ask.source && !g_str_equal(job->tags[l], job->ask->source)) ||
        !birge_lexicon_find_form(job->lexicon, job->tags[l], job->word, &word))
      continue;
    n_found++;
    if (job->ask->format == BIRGE_ASK_TEXT) {
      Word stem = get_word(job, job->tags[l], word);
      birge_print_shown(job->ask->output, stem.text, stem.length);
      birge_output_printf(job->ask->output, " (%s)\n", job->tags[l]);
    }
    for (guint to = 0; to < job->n_tags; to++) {
      if (to != l && is_target(job, job->tags[to]))
        print_word(job, job->tags[l], word, job->tags[to], (guint)job->options->best);
    }
  }
  if (n_found == 0)
    g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_INPUT, "no word \"%s\" in the lexicon", job->word);
  return n_found > 0;
}

/* Prints all that was learnt. */
static gboolean export(const Job *job, GError **error G_GNUC_UNUSED) {
  print_heading(job);
  for (guint from = 0; from < job->n_tags; from++) {
    guint32 n_words = birge_lexicon_n_words(job->lexicon, job->tags[from]);
    for (guint to = 0; to < job->n_tags; to++) {
      for (guint32 word = 0; word < n_words && to != from; word++)
        print_word(job, job->tags[from], word, job->tags[to], 0);
    }
  }
  return TRUE;
}

static guint64 count_translations(const Job *job, const char *from, const char *to) {
  guint64 n = 0;
  for (guint32 word = 0; word < birge_lexicon_n_words(job->lexicon, from); word++) {
    g_autoptr(GArray) all = birge_lexicon_translate(job->lexicon, from, word, to);
    n += all->len;
  }
  return n;
}

static void print_summary(const Job *job, const char *from, const char *to) {
  BirgeOutput *output = job->ask->output;
  guint n_words = birge_lexicon_n_words(job->lexicon, from);
  g_autofree char *n = g_strdup_printf("%" G_GUINT64_FORMAT, count_translations(job, from, to));
  if (job->ask->format == BIRGE_ASK_TEXT)
    birge_output_printf(output, "%s to %s: %u words, %s translations\n", from, to, n_words, n);
  else if (job->ask->format == BIRGE_ASK_TSV)
    birge_output_printf(output, "%s\t%s\t%u\t%s\n", from, to, n_words, n);
  else
    birge_output_printf(output,
                        "{\"from\": \"%s\", \"to\": \"%s\", \"words\": %u, "
                        "\"translations\": %s}\n",
                        from, to, n_words, n);
}

/* Says how much was learnt. */
static gboolean summarize(const Job *job, GError **error G_GNUC_UNUSED) {
  if (job->ask->format == BIRGE_ASK_TSV)
    birge_output_puts(job->ask->output, "from\tto\twords\ttranslations\n");
  for (guint a = 0; a < job->n_tags; a++) {
    for (guint b = 0; b < job->n_tags; b++) {
      if (a != b)
        print_summary(job, job->tags[a], job->tags[b]);
    }
  }
  return TRUE;
}

static const struct {
  const char *name;
  guint n_words; /* operands after the name */
  gboolean (*run)(const Job *job, GError **error);
} actions[] = {{"learn", 0, summarize}, {"show", 1, show}, {"export", 0, export}};

static gboolean run_action(Job *job, guint action, GError **error) {
  if (!learn(job, error))
    return FALSE;
  gboolean ok = actions[action].run(job, error);
  birge_lexicon_free(job->lexicon);
  return ok;
}

static gboolean run(gpointer data, const char *const *operands, guint n_operands, GError **error) {
  const Options *options = data;
  guint action = 0;
  while (n_operands > 0 && action < G_N_ELEMENTS(actions) &&
         !g_str_equal(actions[action].name, operands[0]))
    action++;
  if (n_operands == 0 || action == G_N_ELEMENTS(actions) ||
      n_operands != actions[action].n_words + 1) {
    birge_fail_usage(error, "expected learn, show WORD or export (birge lexicon --help)");
    return FALSE;
  }
  if (options->best < 0 || (n_operands > 1 && !g_utf8_validate(operands[1], -1, NULL))) {
    birge_fail_usage(error,
                     options->best < 0 ? "--best: expected 0 or more" : "the word is not UTF-8");
    return FALSE;
  }
  g_autoptr(BirgeAsk) ask = birge_ask_open(&options->ask, error);
  if (!ask)
    return FALSE;
  /* All of it is a table for programs, not lines for eyes. */
  if (actions[action].run == export && ask->format == BIRGE_ASK_TEXT)
    ask->format = BIRGE_ASK_TSV;
  Job job = {.options = options, .ask = ask, .word = n_operands > 1 ? operands[1] : NULL};
  return run_action(&job, action, error) &&
         birge_output_commit(g_steal_pointer(&ask->output), error);
}

const BirgeCommand birge_lexicon_command = {
    .name = "lexicon",
    .summary = "say which words a memory teaches, and their counterparts",
    .operands = "learn | show WORD | export",
    .help = "learn   says how many words and translations the memory gives\n"
            "show    the counterparts of WORD in each language: how likely WORD becomes each,\n"
            "        and how likely that becomes WORD\n"
            "export  all of it, as --format tsv (the default here) or json\n\n"
            "Examples:\n"
            "  birge lexicon show dam --memory tmx\n"
            "  birge lexicon export --memory tmx --to ckb\n",
    .options_size = sizeof(Options),
    .add_options = add_options,
    .run = run,
    .clear = clear,
};
