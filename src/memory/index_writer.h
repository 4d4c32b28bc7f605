/* The parts of an index builder. */
#pragma once

#include "memory/index.h"

#define BIRGE_INDEX_MAGIC "birgeidx"
#define BIRGE_INDEX_BYTE_ORDER 0x01020304
#define BIRGE_INDEX_VERSION 2

/* Writes sections one after the other. Errors are kept until the end. */
typedef struct _BirgeIndexWriter BirgeIndexWriter;

BirgeIndexWriter *birge_index_writer_new(int fd, const char *name);
void birge_index_writer_free(BirgeIndexWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeIndexWriter, birge_index_writer_free)

void birge_index_writer_begin(BirgeIndexWriter *writer, BirgeSection *section);
void birge_index_writer_put(BirgeIndexWriter *writer, const void *bytes, gsize length);
void birge_index_writer_end(const BirgeIndexWriter *writer, BirgeSection *section);
void birge_index_writer_put_section(BirgeIndexWriter *writer, BirgeSection *section,
                                    const void *bytes, gsize length);
guint64 birge_index_writer_offset(const BirgeIndexWriter *writer);

/* Writes the checksums and the header, whose size and checks it fills in. Errors: IO. */
gboolean birge_index_writer_finish(BirgeIndexWriter *writer, BirgeIndexHeader *header,
                                   GError **error);

/* Gathers the texts of one language, in memory, then writes its field. */
typedef struct _BirgeFieldBuilder BirgeFieldBuilder;

BirgeFieldBuilder *birge_field_builder_new(const char *tag, const BirgeLocale *locale);
void birge_field_builder_free(BirgeFieldBuilder *builder);
const char *birge_field_builder_tag(const BirgeFieldBuilder *builder);

/* Where a text stands. */
typedef struct {
  guint32 unit;
  guint16 variant;
  guint8 traits;
} BirgeEntry;

/* Adds a variant's text. Returns FALSE if there is no room for more. */
gboolean birge_field_builder_add(BirgeFieldBuilder *builder, const BirgeVariant *variant,
                                 BirgeEntry entry);

/* Writes the field's sections. Frees what was gathered on the way. */
void birge_field_builder_write(BirgeFieldBuilder *builder, BirgeIndexWriter *writer,
                               guint32 n_units, guint64 seed, BirgeField *field);

/* Writes word_pairs, pair_words, pair_postings and postings of a field whose texts are given.
 * starts: n_texts + 1 offsets in tokens; counts: how often each word occurs in the texts. */
typedef struct {
  const guint8 *tokens;
  const guint32 *starts;
  guint32 n_texts;
  const guint32 *counts;
  guint32 n_words;
} BirgeTexts;

void birge_postings_write(const BirgeTexts *texts, BirgeIndexWriter *writer, BirgeField *field);

/* Reads a number of 7 bits a byte that is known to be good. */
static inline guint32 birge_token_next(const guint8 **next) {
  const guint8 *p = *next;
  guint32 word = *p & 0x7F;
  for (guint shift = 7; *p++ >= 0x80; shift += 7)
    word |= (guint32)(*p & 0x7F) << shift;
  *next = p;
  return word;
}
