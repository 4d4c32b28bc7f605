/* The program: finds the subcommand, reads its options, and says what went wrong. */
#include "base/config.h"
#include "base/error.h"
#include "base/output.h"
#include "cli/command.h"

#include <libxml/parser.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#define EXIT_INPUT 1
#define EXIT_CALL 2

static const BirgeCommand *const commands[] = {
    &birge_align_command,   &birge_analyse_command, &birge_batch_command,  &birge_export_command,
    &birge_fill_command,    &birge_import_command,  &birge_review_command, &birge_show_command,
    &birge_lookup_command,  &birge_memory_command,  &birge_search_command, &birge_segment_command,
    &birge_qa_command,      &birge_terms_command,   &birge_text_command,   &birge_eval_command,
    &birge_lexicon_command,
};

void birge_fail_usage(GError **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error_literal(error, BIRGE_ERROR, BIRGE_ERROR_USAGE, what);
}

char **birge_split_list(const char *list) {
  if (!list)
    return NULL;
  g_auto(GStrv) parts = g_strsplit(list, ",", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  for (char **part = parts; *part; part++) {
    if (*g_strstrip(*part))
      g_strv_builder_add(builder, *part);
  }
  return g_strv_builder_end(builder);
}

char **birge_parse_languages(const BirgeLocales *locales, const char *list, GError **error) {
  g_auto(GStrv) tags = birge_split_list(list);
  for (char **tag = tags; *tag; tag++) {
    const BirgeLocale *locale = birge_locales_find(locales, *tag, NULL, 0);
    if (!locale) {
      birge_fail_usage(error, "unknown language \"%s\"", *tag);
      return NULL;
    }
    g_free(*tag);
    *tag = g_strdup(locale->tag);
  }
  return g_steal_pointer(&tags);
}

gboolean birge_parse_paragraphs(const char *said, BirgeParagraphs *paragraphs, GError **error) {
  gboolean is_blank = g_strcmp0(said, "blank") == 0;
  *paragraphs = is_blank ? BIRGE_PARAGRAPHS_BLANK : BIRGE_PARAGRAPHS_LINE;
  if (!said || is_blank || g_str_equal(said, "line"))
    return TRUE;
  birge_fail_usage(error, "--paragraphs \"%s\": expected line or blank", said);
  return FALSE;
}

/* Writes to standard output. g_print() would change what the locale can't say. */
static gboolean print(const char *text, GError **error) {
  BirgeOutput *output = birge_output_open(NULL, error);
  if (!output)
    return FALSE;
  birge_output_puts(output, text);
  return birge_output_commit(output, error);
}

static gboolean print_version(GError **error) {
  g_autofree char *text =
      g_strdup_printf("birge %s\nICU %s, Unicode %s\nlibxml2 %s\nGLib %u.%u.%u\n", BIRGE_VERSION,
                      U_ICU_VERSION, U_UNICODE_VERSION, LIBXML_DOTTED_VERSION, glib_major_version,
                      glib_minor_version, glib_micro_version);
  return print(text, error);
}

static gboolean print_help(GError **error) {
  g_autoptr(GString) text = g_string_new(
      "Usage: birge COMMAND [OPTION…] [OPERAND…]\n\n"
      "Finds the stored Sorani and Arabic versions of an English article, aligns versions of an\n"
      "article sentence by sentence, and prints them side by side.\n\nCommands:\n");
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    g_string_append_printf(text, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
  g_string_append(text, "\nbirge COMMAND --help says what a command takes; birge --version which "
                        "version this is;\nbirge --completion=SHELL prints what bash, zsh or fish "
                        "completes commands by.\n"
                        "Exit status: 0 when all went well, 1 when an input is wrong or an output "
                        "can't be\nwritten, 2 when the call is wrong.\n");
  return print(text->str, error);
}

static const BirgeCommand *find_command(const char *name, GError **error) {
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
    if (g_str_equal(commands[i]->name, name))
      return commands[i];
  }
  birge_fail_usage(error, "unknown command \"%s\" (birge --help lists them)", name);
  return NULL;
}

/* Turns what GOption says into a message of ours. It takes no value that is joined to a short
 * option. */
static void report_option_error(const BirgeCommand *command, const GError *wrong, GError **error) {
  static const char missing[] = "missing argument for -";
  g_autofree char *what = g_strdup(wrong->message);
  what[0] = g_ascii_tolower(what[0]);
  gboolean is_short = g_str_has_prefix(what, missing) && what[strlen(missing)] != '-';
  birge_fail_usage(error, "%s%s (birge %s --help lists the options)", what,
                   is_short ? ", expected it after a space" : "", command->name);
}

static gboolean run_with_options(const BirgeCommand *command, char **arguments, gpointer options,
                                 GError **error) {
  gboolean wants_help = FALSE;
  const GOptionEntry entries[] = {
      {"help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, "say this", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new(command->operands);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_set_summary(context, command->summary);
  g_option_context_set_description(context, command->help);
  command->add_options(context, options);
  g_option_context_add_main_entries(context, entries, NULL);
  g_autoptr(GError) wrong = NULL;
  g_auto(GStrv) rest = g_strdupv(arguments);
  if (!g_option_context_parse_strv(context, &rest, &wrong)) {
    report_option_error(command, wrong, error);
    return FALSE;
  }
  if (wants_help) {
    g_autofree char *help = g_option_context_get_help(context, FALSE, NULL);
    return print(help, error);
  }
  const char *const *operands = (const char *const *)rest + 1;
  return command->run(options, operands, g_strv_length(rest) - 1, error);
}

static gboolean run_command(const BirgeCommand *command, char **arguments, GError **error) {
  g_autofree gpointer options = g_malloc0(command->options_size);
  g_autofree char *name = g_strconcat("birge ", command->name, NULL);
  g_set_prgname(name);
  gboolean ok = run_with_options(command, arguments, options, error);
  command->clear(options);
  return ok;
}

static gboolean run(int argc, char **argv, GError **error) {
  if (argc < 2) {
    birge_fail_usage(error, "no command (birge --help lists them)");
    return FALSE;
  }
  if (g_str_equal(argv[1], "--help") || g_str_equal(argv[1], "-h") ||
      (g_str_equal(argv[1], "help") && argc == 2))
    return print_help(error);
  if (g_str_equal(argv[1], "--version"))
    return print_version(error);
  if (g_str_has_prefix(argv[1], "--completion="))
    return birge_completion_print(commands, G_N_ELEMENTS(commands),
                                  argv[1] + strlen("--completion="), error);
  gboolean asks = argc > 2 && g_str_equal(argv[1], "help");
  const BirgeCommand *command = find_command(argv[asks ? 2 : 1], error);
  char *help[] = {argv[1], (char *)"--help", NULL};
  return command && run_command(command, asks ? help : argv + 1, error);
}

int main(int argc, char **argv) {
  setlocale(LC_ALL, "");
  /* A file that grows beyond a limit is to fail as on a full disk: with a message, no debris. */
  signal(SIGXFSZ, SIG_IGN);
  xmlInitParser();
  g_autoptr(GError) error = NULL;
  if (run(argc, argv, &error))
    return 0;
  fprintf(stderr, "birge: %s\n", error->message);
  return error->code == BIRGE_ERROR_USAGE ? EXIT_CALL : EXIT_INPUT;
}
