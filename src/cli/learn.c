/* Hands the units of a memory to those who learn. They are not joined, as loading a large memory
 * whole takes gigabytes; the learner finds by itself which say the same. */
#include "cli/learn.h"

/* Returns unit number u of all files together. */
static BirgeUnit *get_unit(gpointer data, guint u, GError **error) {
  const BirgeMemory *memory = data;
  guint file = 0;
  for (; u >= birge_memory_n_units(memory, file); file++)
    u -= birge_memory_n_units(memory, file);
  return birge_memory_unit(memory, file, u, error);
}

guint64 birge_count_units(const BirgeMemory *memory) {
  guint64 n = 0;
  for (guint file = 0; file < birge_memory_n_files(memory); file++)
    n += birge_memory_n_units(memory, file);
  return n;
}

BirgeLexicon *birge_learn_from_memory(const BirgeMemory *memory, const BirgeLocales *locales,
                                      const char *const *languages, guint n_languages,
                                      guint max_units, GError **error) {
  guint64 n_units = memory ? birge_count_units(memory) : 0;
  const BirgeUnitSource source = {(guint)MIN(n_units, G_MAXUINT), get_unit,
                                  (gpointer)(gsize)memory};
  const BirgeLearnLimits limits = {.max_units = max_units};
  return birge_lexicon_learn_from(&source, locales, languages, n_languages, &limits, error);
}
