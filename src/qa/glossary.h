/* A glossary: terms, and how they are to be translated. */
#pragma once

#include "text/locale.h"

/* The most terms that a glossary may have: a million is more than any has. */
#define BIRGE_MAX_TERMS 1000000

typedef struct _BirgeGlossary BirgeGlossary;

/* Reads a glossary ("-": standard input). TBX (ISO 30042, also the older MARTIF), when the name
 * ends in .tbx or .xml; else tab-separated values: a line of language tags, then a line a concept,
 * a cell a language, words that mean the same separated by |; lines that begin with # are left out.
 * Terms in languages that no locale has are left out.
 * Returns it, yours. Errors: INPUT, ENCODING, FORMAT, LIMIT, with the line. */
BirgeGlossary *birge_glossary_read(const char *path, const BirgeLocales *locales, GError **error);

/* The same for bytes in memory. name: as shown in messages, and as path above. */
BirgeGlossary *birge_glossary_parse(const char *name, GBytes *bytes, const BirgeLocales *locales,
                                    GError **error);
void birge_glossary_free(BirgeGlossary *glossary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeGlossary, birge_glossary_free)
