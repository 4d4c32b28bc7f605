/* Memory: a folder of TMX files, and the versions of an article that are stored in it.
 *
 * Each file has an index in the user's cache folder, which is mapped, not loaded, and made when it
 * is not there: a memory of any size opens at once. Files come in the order of their names and are
 * never written. Units of different files that say the same in the source language are one, so that
 * languages come together that stand in several bilingual files. What is stored is given as it is,
 * to the byte. */
#pragma once

#include "base/public.h"
#include "model/bitext.h"
#include "model/unit.h"
#include "segment/segment.h"
#include "text/locale.h"

BIRGE_BEGIN_PUBLIC

typedef struct _BirgeMemory BirgeMemory;

/* Opens the memory of a folder, or of a single TMX file.
 * source: tag of the language that texts are looked up in and units joined by; NULL: what the first
 * file says. locales must outlive the memory.
 * Returns the memory, to be shared by threads; free with birge_memory_free().
 * Errors: INPUT for a folder that can't be read or has no TMX file; those of birge_tmx_read(). */
BirgeMemory *birge_memory_open(const char *path, const char *source, const BirgeLocales *locales,
                               GError **error);
void birge_memory_free(BirgeMemory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeMemory, birge_memory_free)

/* Returns all units, joined, in the order of the files: of const BirgeUnit*, borrowed. The first
 * call loads the whole memory. Errors: those of birge_memory_open(), as a damaged index is built
 * anew. */
const GPtrArray *birge_memory_units(const BirgeMemory *memory, GError **error);

guint birge_memory_n_files(const BirgeMemory *memory);
const char *birge_memory_file(const BirgeMemory *memory, guint file);
guint32 birge_memory_n_units(const BirgeMemory *memory, guint file);

/* Returns how many units of a file have a text in a language. */
guint birge_memory_n_units_in(const BirgeMemory *memory, guint file, const char *tag);

/* Returns a unit of a file as it is stored, yours. Errors: as of birge_memory_units(). */
BirgeUnit *birge_memory_unit(const BirgeMemory *memory, guint file, guint32 unit, GError **error);

/* What a memory holds. */
typedef struct {
  const BirgeLocale *locale;
  guint n_units; /* with a text in the language, in all files together, before they are joined */
} BirgeMemoryLanguage;

/* Returns the languages that a locale knows, the source first, then in the order in which they come
 * in the units: of BirgeMemoryLanguage, borrowed. */
const GArray *birge_memory_languages(const BirgeMemory *memory);

/* Returns the tags as they stand in the files that no locale knows: of char*, borrowed. */
const GPtrArray *birge_memory_unknown_languages(const BirgeMemory *memory);

/* Finds what the memory has of a document in another language.
 * document: segmented, in the memory's source language; target: tag of a locale.
 * Units are found whose source, folded, is a sentence, a part of one or several; as much of the
 * document as can be is covered with them, and that in rows as short as can be.
 * Returns a bitext of document and a document of the stored versions, segmented, yours. A
 * row holds what belongs together by what is stored (origin exact), or a segment of document that
 * has no stored version. Errors: those of birge_segment(). */
BirgeBitext *birge_memory_find(const BirgeMemory *memory, const BirgeDocument *document,
                               const char *target, BirgeSegmenter *segmenter, GError **error);

BIRGE_END_PUBLIC
