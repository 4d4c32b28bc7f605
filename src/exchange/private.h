/* What the files of exchange/ share: how a TMX segment with its inline codes is read and written.
 *
 * A code's markup has one form, made on reading: attributes that TMX 1.4 knows, values escaped, no
 * element in a place where TMX 1.4 has none. So codes that were read are valid where they are
 * written. */
#pragma once

#include "exchange/exchange.h"
#include "model/format.h"
#include "model/unit.h"

/* A TMX document in memory that was cut out of a file. */
typedef struct {
  const char *file; /* as shown in messages */
  GBytes *bytes;
  guint64 line_offset; /* lines of the file before it */
} BirgeTmxPiece;

/* Reads a piece as birge_tmx_parse() does; units have their lines in the file. */
gboolean birge_tmx_parse_piece(const BirgeTmxPiece *piece, BirgeUnitFunc unit_func,
                               gpointer user_data, BirgeTmxHeader **header, GError **error);

typedef struct _BirgeSegReader BirgeSegReader;

BirgeSegReader *birge_seg_reader_new(void);
void birge_seg_reader_free(BirgeSegReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeSegReader, birge_seg_reader_free)

/* Begins a seg: codes go to variant. */
void birge_seg_reader_begin(BirgeSegReader *reader, BirgeVariant *variant);

/* The events inside the seg. An element that TMX has not in its place becomes text of a code, or a
 * code of its own.
 * _start returns FALSE if it is the BIRGE_MAX_CODE_DEPTH + 1st inside others. */
gboolean birge_seg_reader_start(BirgeSegReader *reader, const char *name,
                                const char *const *attributes);
void birge_seg_reader_end(BirgeSegReader *reader, const char *name);
void birge_seg_reader_text(BirgeSegReader *reader, const char *text, gsize length);

/* The number of elements that are open inside the seg. */
guint birge_seg_reader_depth(const BirgeSegReader *reader);

/* Ends the seg: gives the variant its text. */
void birge_seg_reader_finish(BirgeSegReader *reader);

/* Whether markup is one code as a seg reader makes them, or one of a hi's tags. */
gboolean birge_code_is_valid(const char *markup);

/* Makes XML content in which a run was cut out of a text well-formed again: a hi whose other tag is
 * elsewhere becomes an it, which is TMX's word for that. */
void birge_markup_balance(GString *markup);

/* Writes a seg. markup: its content, codes included, which is balanced in place. */
void birge_output_seg(BirgeOutput *output, GString *markup);

/* Returns the first character that XML forbids, or NULL. */
const char *birge_xml_find_forbidden(const char *text, gsize length);

/* What we say in XLIFF 1.2 of a target that was rejected. */
#define BIRGE_XLIFF_REJECTED "x-rejected"

/* Writes `<name a="v">`. attributes: name, value, …, NULL. */
void birge_output_tag(BirgeOutput *output, const char *name, const char *const *attributes);

/* What a format may be unable to hold. */
enum {
  BIRGE_LOST_CODES = 1,
  BIRGE_LOST_NOTES = 2,
  BIRGE_LOST_SOURCELESS = 4, /* rows without text in the first language */
};

/* Adds to the warnings what of a bitext is lost, a line for each kind that it has. */
void birge_bitext_tell_lost(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                            const char *format, guint lost);

/* The writers of the formats; see BirgeFormat. */
gboolean birge_bitext_write_tmx(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                BirgeOutput *output, GError **error);
gboolean birge_bitext_write_tsv(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                BirgeOutput *output, GError **error);
gboolean birge_bitext_write_json(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                 BirgeOutput *output, GError **error);
gboolean birge_bitext_write_xliff(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                  BirgeOutput *output, GError **error);
gboolean birge_bitext_write_xliff2(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                   BirgeOutput *output, GError **error);
gboolean birge_bitext_write_po(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                               BirgeOutput *output, GError **error);
gboolean birge_bitext_write_csv(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                BirgeOutput *output, GError **error);
gboolean birge_bitext_write_ces(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                BirgeOutput *output, GError **error);
gboolean birge_bitext_write_xlsx(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                 BirgeOutput *output, GError **error);
gboolean birge_bitext_write_beads(const BirgeBitext *bitext, const BirgeWriteOptions *options,
                                  BirgeOutput *output, GError **error);
