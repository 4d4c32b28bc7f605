/* Finds formats in tables of them. */
#include "model/format.h"

#include <string.h>

static gboolean is_known_as(const BirgeFormat *format, const char *word) {
  gboolean is_known = g_ascii_strcasecmp(format->name, word) == 0;
  for (const char *const *extension = format->extensions; *extension && !is_known; extension++)
    is_known = g_ascii_strcasecmp(*extension + 1, word) == 0;
  return is_known;
}

const BirgeFormat *birge_format_find(const BirgeFormat *table, const char *word) {
  while (table->name && !is_known_as(table, word))
    table++;
  return table->name ? table : NULL;
}

const BirgeFormat *birge_format_of_path(const BirgeFormat *table, const char *path) {
  const char *dot = strrchr(path, '.');
  return dot ? birge_format_find(table, dot + 1) : NULL;
}
