/* Knows terminals by their environment, and starts the pager. */
#include "cli/terminal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Variables by which terminals are known that order right-to-left text themselves. */
static const struct {
  const char *variable;
  const char *value; /* NULL: any */
  int min;           /* 0: any; else the least number that the value may be */
  BirgeBidi bidi;
} bidi_terminals[] = {
    {"MLTERM", NULL, 0, BIRGE_BIDI_EMBEDDED},   /* mlterm shows a box for each end of an isolate */
    {"TERM", "mlterm", 0, BIRGE_BIDI_EMBEDDED}, /* the same, from afar */
    {"VTE_VERSION", NULL, 5800, BIRGE_BIDI_LOGICAL},  /* GNOME Terminal and its like: VTE 0.58 */
    {"KONSOLE_VERSION", NULL, 0, BIRGE_BIDI_LOGICAL}, /* Konsole */
    {"TERM_PROGRAM", "Apple_Terminal", 0, BIRGE_BIDI_LOGICAL}, /* Terminal of macOS */
    {"TERM_PROGRAM", "mintty", 0, BIRGE_BIDI_LOGICAL},         /* of Cygwin and Git for Windows */
    {"TERM", "putty", 0, BIRGE_BIDI_LOGICAL},
    {"TERM", "putty-256color", 0, BIRGE_BIDI_LOGICAL},
};

/* Variables that a multiplexer between us and the terminal sets: it moves cells about, which only
 * those that are in the order they are seen in survive. */
static const char *const multiplexers[] = {"TMUX", "STY"};

struct _BirgePager {
  FILE *pipe;
  char *path;
};

gboolean birge_terminal_is_there(void) {
  return isatty(STDOUT_FILENO) != 0;
}

BirgeTerminalSize birge_terminal_size(void) {
  struct winsize size;
  if (!birge_terminal_is_there() || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
    return (BirgeTerminalSize){0};
  return (BirgeTerminalSize){size.ws_col, size.ws_row};
}

BirgeBidi birge_terminal_guess_bidi(void) {
  if (!birge_terminal_is_there())
    return BIRGE_BIDI_LOGICAL;
  for (guint i = 0; i < G_N_ELEMENTS(multiplexers); i++) {
    if (g_getenv(multiplexers[i]))
      return BIRGE_BIDI_VISUAL;
  }
  for (guint i = 0; i < G_N_ELEMENTS(bidi_terminals); i++) {
    const char *value = g_getenv(bidi_terminals[i].variable);
    if (value && (!bidi_terminals[i].value || g_str_equal(value, bidi_terminals[i].value)) &&
        (bidi_terminals[i].min == 0 || g_ascii_strtoll(value, NULL, 10) >= bidi_terminals[i].min))
      return bidi_terminals[i].bidi;
  }
  return BIRGE_BIDI_VISUAL;
}

BirgePager *birge_pager_start(void) {
  const char *command = g_getenv("PAGER");
  command = command ? command : "less -R";
  if (command[0] == '\0' || g_str_equal(command, "cat"))
    return NULL;
  /* Our text is UTF-8 in every locale. */
  g_setenv("LESSCHARSET", "utf-8", FALSE);
  fflush(NULL);
  FILE *pipe = popen(command, "w"); /* the user's own command, for the shell as always */
  if (!pipe)
    return NULL;
  /* A reader who leaves early is no error. */
  signal(SIGPIPE, SIG_IGN);
  BirgePager *pager = g_new0(BirgePager, 1);
  pager->pipe = pipe;
  pager->path = g_strdup_printf("/dev/fd/%d", fileno(pipe));
  return pager;
}

const char *birge_pager_path(const BirgePager *pager) {
  return pager->path;
}

void birge_pager_wait(BirgePager *pager) {
  pclose(pager->pipe);
  g_free(pager->path);
  g_free(pager);
}
