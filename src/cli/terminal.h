/* The terminal that standard output may be: its size, its ways, and the pager before it. */
#pragma once

#include "model/format.h"

/* The size of the terminal, in cells and lines; 0 where it is not told. */
typedef struct {
  guint width_cells;
  guint n_lines;
} BirgeTerminalSize;

/* Whether standard output is a terminal. */
gboolean birge_terminal_is_there(void);

/* Returns the size of the terminal that standard output is; zeroes if it is none. */
BirgeTerminalSize birge_terminal_size(void);

/* Says by the environment whether the terminal orders right-to-left text itself: logical or
 * embedded for those that are known to, visual for others. What is no terminal is read by programs
 * that do. */
BirgeBidi birge_terminal_guess_bidi(void);

typedef struct _BirgePager BirgePager;

/* Starts PAGER, else less -R. Returns it, yours; NULL if it can't be started, or PAGER is empty or
 * cat: then nothing is to be paged. */
BirgePager *birge_pager_start(void);

/* Returns the path of what the pager reads. It lives as long as the pager. */
const char *birge_pager_path(const BirgePager *pager);

/* Waits for the reader to leave the pager. Frees it. */
void birge_pager_wait(BirgePager *pager);
