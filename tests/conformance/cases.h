/* Reads the files of Unicode's conformance tests, which hold a case a line. */
#pragma once

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Calls try with each line, its comment and outer white space left out; not with empty ones. */
static inline void cases_read(const char *path, void (*try)(const char *line, gpointer data),
                              gpointer data) {
  FILE *file = fopen(path, "r");
  g_assert_nonnull(file);
  char *line = NULL;
  for (size_t size = 0; getline(&line, &size, file) > 0;) {
    char *comment = strchr(line, '#');
    if (comment)
      *comment = '\0';
    if (*g_strstrip(line))
      try(line, data);
  }
  free(line);
  fclose(file);
}
