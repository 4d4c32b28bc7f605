/* Makes skeletons of names by the correspondences of a locale. */
#include "text/skeleton.h"

#include <string.h>

/* No run of letters is longer, in characters. */
#define MAX_RUN 4

struct _BirgeSkeletons {
  GHashTable *classes; /* a run of letters -> its class */
};

BirgeSkeletons *birge_skeletons_new(const char *const *entries) {
  BirgeSkeletons *skeletons = g_new0(BirgeSkeletons, 1);
  skeletons->classes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  for (; entries && *entries; entries++) {
    const char *colon = strchr(*entries, ':');
    if (!colon) {
      birge_skeletons_free(skeletons);
      return NULL;
    }
    g_auto(GStrv) runs = g_strsplit(colon + 1, " ", -1);
    for (char **run = runs; *run; run++)
      g_hash_table_insert(skeletons->classes, g_strdup(*run),
                          g_strndup(*entries, (gsize)(colon - *entries)));
  }
  return skeletons;
}

void birge_skeletons_free(BirgeSkeletons *skeletons) {
  g_hash_table_unref(skeletons->classes);
  g_free(skeletons);
}

/* Finds the longest run of letters with a class at the beginning of a word. Returns its end, the
 * next character if there is none. */
static const char *find_run(const BirgeSkeletons *skeletons, const char *word, const char *end,
                            const char **class) {
  const char *next = g_utf8_next_char(word), *found = next;
  char run[MAX_RUN * 6 + 1];
  *class = NULL;
  for (guint n = 0; n < MAX_RUN; n++, next = g_utf8_next_char(next)) {
    memcpy(run, word, (gsize)(next - word));
    run[next - word] = '\0';
    const char *known = g_hash_table_lookup(skeletons->classes, run);
    if (known) {
      *class = known;
      found = next;
    }
    if (next >= end)
      break;
  }
  return found;
}

void birge_skeleton_append(const BirgeSkeletons *skeletons, const char *word, gsize length,
                           GString *out) {
  const char *last = NULL;
  for (const char *p = word, *end = word + length; p < end;) {
    const char *class;
    p = find_run(skeletons, p, end, &class);
    if (class && (!last || !g_str_equal(class, last)))
      g_string_append(out, class);
    if (class)
      last = class;
  }
}
