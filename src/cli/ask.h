/* What the commands that ask a memory share: which memory and languages, and how units are printed.
 */
#pragma once

#include "base/output.h"
#include "cli/progress.h"
#include "memory/memory.h"

typedef enum { BIRGE_ASK_TEXT, BIRGE_ASK_TSV, BIRGE_ASK_JSON } BirgeAskFormat;

/* The options as the user gives them. */
typedef struct {
  char *memory;
  char *source;
  char *targets;
  char *format;
  char *color;
  char *output; /* of commands that take it; NULL: standard output */
  gboolean json;
} BirgeAskOptions;

/* Adds the options to context. */
void birge_ask_options_add(BirgeAskOptions *options, GOptionContext *context);
void birge_ask_options_clear(BirgeAskOptions *options);

/* An open memory, and what is asked of it. */
typedef struct {
  BirgeLocales *locales;
  BirgeProgress *progress;
  BirgeMemory *memory;
  char *source;  /* tag of the language asked in; of a locale, or as the files write it */
  GStrv targets; /* tags; NULL: all */
  BirgeAskFormat format;
  gboolean color;
  BirgeOutput *output;
} BirgeAsk;

/* Opens the memory that options say, else that of BIRGE_MEMORY, the folder tmx, the installed one.
 * Errors: those of birge_memory_open(); USAGE for a language that the memory has not. */
BirgeAsk *birge_ask_open(const BirgeAskOptions *options, GError **error);
void birge_ask_close(BirgeAsk *ask);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeAsk, birge_ask_close)

/* Returns the variants of a unit that are to be shown beside the one that was found: of const
 * BirgeVariant*, yours. */
GPtrArray *birge_ask_counterparts(const BirgeAsk *ask, const BirgeUnit *unit, guint found);

/* Prints "  TAG  ", and what follows as a run of the language's direction; then its end. */
void birge_ask_begin_text(const BirgeAsk *ask, const char *tag);
void birge_ask_end_text(const BirgeAsk *ask, const char *tag);

/* Prints counterparts as text, a line each. */
void birge_ask_print_texts(const BirgeAsk *ask, const GPtrArray *counterparts);

/* Prints counterparts as a member "variants" of a JSON object. */
void birge_ask_print_json(const BirgeAsk *ask, const GPtrArray *counterparts);

/* Returns the name of a file of the memory as it is shown; yours. */
char *birge_ask_file_name(const BirgeAsk *ask, guint file);
