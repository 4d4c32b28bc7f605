/* Prints what shells complete commands and options by, made of the table of commands: options are
 * read from the help that each command prints, so that nothing is said twice. */
#include "base/error.h"
#include "base/output.h"
#include "cli/command.h"

#include <string.h>

/* A long option as the help says it: "  -o, --output=FILE   write to FILE". */
typedef struct {
  char *name; /* "--output" */
  gboolean takes_value;
  char *summary;
} Option;

static void free_option(gpointer data) {
  Option *option = data;
  g_free(option->name);
  g_free(option->summary);
  g_free(option);
}

/* Reads the options of a help text, from lines that begin with white space and a dash. */
static GPtrArray *parse_help(const char *help) {
  GPtrArray *options = g_ptr_array_new_with_free_func(free_option);
  g_auto(GStrv) lines = g_strsplit(help, "\n", -1);
  for (char **line = lines; *line; line++) {
    const char *name = strstr(*line, "--");
    gsize dash = strspn(*line, " ");
    if (dash == 0 || (*line)[dash] != '-' || !name)
      continue;
    gsize n = strcspn(name, "= ");
    const char *summary = name + n + strcspn(name + n, " ");
    Option *option = g_new0(Option, 1);
    option->name = g_strndup(name, n);
    option->takes_value = name[n] == '=';
    option->summary = g_strstrip(g_strdup(summary));
    g_ptr_array_add(options, option);
  }
  return options;
}

/* Returns the options of a command, of Option*, yours. */
static GPtrArray *list_options(const BirgeCommand *command) {
  gboolean help = FALSE;
  g_autofree gpointer values = g_malloc0(command->options_size);
  const GOptionEntry entries[] = {
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help, "say this", NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_set_help_enabled(context, FALSE);
  command->add_options(context, values);
  g_option_context_add_main_entries(context, entries, NULL);
  g_autofree char *text = g_option_context_get_help(context, TRUE, NULL);
  command->clear(values);
  return parse_help(text);
}

typedef void (*OptionFunc)(BirgeOutput *output, const BirgeCommand *command, const Option *option);

static void write_options(BirgeOutput *output, const BirgeCommand *command, OptionFunc write) {
  g_autoptr(GPtrArray) options = list_options(command);
  for (guint i = 0; i < options->len; i++)
    write(output, command, options->pdata[i]);
}

/* Writes text as a word between single quotes; apostrophes become those that need none. */
static void write_quoted(BirgeOutput *output, const char *text) {
  g_autoptr(GString) quoted = g_string_new(text);
  g_string_replace(quoted, "'", "’", 0);
  birge_output_printf(output, "'%s'", quoted->str);
}

static void write_bash_option(BirgeOutput *output, const BirgeCommand *command G_GNUC_UNUSED,
                              const Option *option) {
  birge_output_printf(output, " %s%s", option->name, option->takes_value ? "=" : "");
}

static void write_bash(BirgeOutput *output, const BirgeCommand *const *commands, guint n) {
  birge_output_puts(output, "# bash completion of birge, made by birge --completion=bash\n"
                            "_birge() {\n"
                            "  local word=${COMP_WORDS[COMP_CWORD]} words=\n"
                            "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                            "    words='--help --version --completion=");
  for (guint i = 0; i < n; i++)
    birge_output_printf(output, " %s", commands[i]->name);
  birge_output_puts(output, "'\n  elif [[ $word == -* ]]; then\n"
                            "    case ${COMP_WORDS[1]} in\n");
  for (guint i = 0; i < n; i++) {
    birge_output_printf(output, "      %s) words='", commands[i]->name);
    write_options(output, commands[i], write_bash_option);
    birge_output_puts(output, "' ;;\n");
  }
  birge_output_puts(output, "    esac\n  else\n    return\n  fi\n"
                            "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                            "  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && "
                            "compopt -o nospace\n"
                            "}\n"
                            "complete -o default -F _birge birge\n");
}

/* In a specification of zsh, brackets and colons end what is said. */
static void write_zsh_option(BirgeOutput *output, const BirgeCommand *command G_GNUC_UNUSED,
                             const Option *option) {
  g_autoptr(GString) summary = g_string_new(option->summary);
  g_string_replace(summary, "[", "(", 0);
  g_string_replace(summary, "]", ")", 0);
  g_string_replace(summary, ":", "\\:", 0);
  g_autofree char *spec =
      g_strdup_printf("%s%s[%s]%s", option->name, option->takes_value ? "=" : "", summary->str,
                      option->takes_value ? ":value:_files" : "");
  birge_output_puts(output, " \\\n        ");
  write_quoted(output, spec);
}

static void write_zsh(BirgeOutput *output, const BirgeCommand *const *commands, guint n) {
  birge_output_puts(output, "#compdef birge\n"
                            "# zsh completion of birge, made by birge --completion=zsh\n"
                            "_birge() {\n"
                            "  local -a commands\n"
                            "  commands=(\n");
  for (guint i = 0; i < n; i++) {
    g_autofree char *line = g_strdup_printf("%s:%s", commands[i]->name, commands[i]->summary);
    birge_output_puts(output, "    ");
    write_quoted(output, line);
    birge_output_puts(output, "\n");
  }
  birge_output_puts(output, "  )\n"
                            "  if (( CURRENT == 2 )); then\n"
                            "    _describe command commands\n"
                            "    return\n"
                            "  fi\n"
                            "  local name=$words[2]\n"
                            "  shift words\n"
                            "  (( CURRENT-- ))\n"
                            "  case $name in\n");
  for (guint i = 0; i < n; i++) {
    birge_output_printf(output, "    %s)\n      _arguments", commands[i]->name);
    write_options(output, commands[i], write_zsh_option);
    birge_output_puts(output, " \\\n        '*:file:_files' ;;\n");
  }
  birge_output_puts(output, "  esac\n}\n_birge \"$@\"\n");
}

static void write_fish_option(BirgeOutput *output, const BirgeCommand *command,
                              const Option *option) {
  birge_output_printf(output, "complete -c birge -n '__fish_seen_subcommand_from %s' -l %s%s -d ",
                      command->name, option->name + strlen("--"), option->takes_value ? " -r" : "");
  write_quoted(output, option->summary);
  birge_output_puts(output, "\n");
}

static void write_fish(BirgeOutput *output, const BirgeCommand *const *commands, guint n) {
  birge_output_puts(output, "# fish completion of birge, made by birge --completion=fish\n");
  for (guint i = 0; i < n; i++) {
    birge_output_printf(output, "complete -c birge -f -n __fish_use_subcommand -a %s -d ",
                        commands[i]->name);
    write_quoted(output, commands[i]->summary);
    birge_output_puts(output, "\n");
  }
  for (guint i = 0; i < n; i++)
    write_options(output, commands[i], write_fish_option);
}

gboolean birge_completion_print(const BirgeCommand *const *commands, guint n, const char *shell,
                                GError **error) {
  static const struct {
    const char *shell;
    void (*write)(BirgeOutput *output, const BirgeCommand *const *commands, guint n);
  } writers[] = {{"bash", write_bash}, {"zsh", write_zsh}, {"fish", write_fish}};
  guint i = 0;
  while (i < G_N_ELEMENTS(writers) && !g_str_equal(writers[i].shell, shell))
    i++;
  if (i == G_N_ELEMENTS(writers)) {
    birge_fail_usage(error, "--completion=%s: expected bash, zsh or fish", shell);
    return FALSE;
  }
  BirgeOutput *output = birge_output_open(NULL, error);
  if (!output)
    return FALSE;
  writers[i].write(output, commands, n);
  return birge_output_commit(output, error);
}
