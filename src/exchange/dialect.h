/* Makes units ready for other tools: languages under the codes that a tool knows, the source first,
 * a pair of languages at a time where a tool takes no more, props in its words.
 *
 * Text, codes, notes and dates stay as they are. */
#pragma once

#include "exchange/exchange.h"
#include "text/locale.h"

BIRGE_BEGIN_PUBLIC

typedef struct {
  const BirgeLocales *locales;
  const char *client; /* "omegat", "trados", "memoq"; NULL: any tool */
  const char *source; /* tag of a locale, or of a language that none knows */
  const char *target; /* likewise: pairs of source and target are made; NULL: all languages stay */
} BirgeDialect;

/* Returns the names of the tools that have a dialect of their own, ends with NULL. */
const char *const *birge_dialect_clients(void);

/* Whether a tool wants UTF-16. */
gboolean birge_dialect_is_utf16(const char *client);

/* Returns the code under which a tag of a file is written, yours. text: decides tags that mean
 * several languages; may be NULL. A region stays, unless the tool would not know its language
 * then; aliases become the locale's tag; what no locale knows
 * stays as it is. */
char *birge_dialect_code(const BirgeDialect *dialect, const char *tag, const char *text,
                         gsize length);

/* Returns the language of a variant: the tag of its locale, else its own in its usual form; yours.
 */
char *birge_variant_language(const BirgeVariant *variant, const BirgeLocales *locales);

/* Turns a unit into those to be written: of BirgeUnit*, yours. With a target: one for each variant
 * of the source with each of the target, none if either is missing; else one, the source first. */
GPtrArray *birge_dialect_apply(const BirgeDialect *dialect, const BirgeUnit *unit);

BIRGE_END_PUBLIC
