/* What birge memory does, an action each. */
#pragma once

#include "cli/progress.h"
#include "memory/memory.h"

/* The options as the user gives them. */
typedef struct {
  char *source;
  char *path; /* of the output */
  char *format;
  gboolean json;
  char *name;
  char **tuids;
  char **texts;
  int max_units;
} BirgeMemoryOptions;

/* What an action works on. */
typedef struct {
  const BirgeMemoryOptions *options;
  const BirgeLocales *locales;
  BirgeProgress *progress;
  const char *path;         /* of the memory */
  const char *const *files; /* the operands behind it, ended by NULL */
} BirgeMemoryCall;

gboolean birge_memory_call_info(const BirgeMemoryCall *call, GError **error);
gboolean birge_memory_call_check(const BirgeMemoryCall *call, GError **error);
gboolean birge_memory_call_merge(const BirgeMemoryCall *call, GError **error);
gboolean birge_memory_call_add(const BirgeMemoryCall *call, GError **error);
gboolean birge_memory_call_remove(const BirgeMemoryCall *call, GError **error);
gboolean birge_memory_call_dedupe(const BirgeMemoryCall *call, GError **error);
gboolean birge_memory_call_split(const BirgeMemoryCall *call, GError **error);
