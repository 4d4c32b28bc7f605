/* A translation unit as a TMX file stores it, with all that it carries (TMX 1.4b).
 *
 * Frozen once made; counted. Attributes, props and notes are kept in the order and the words of the
 * file, so that what was read can be written again without loss. */
#pragma once

#include "base/public.h"
#include "model/document.h"

BIRGE_BEGIN_PUBLIC

typedef struct {
  char *name; /* as in the file, "xml:lang" included */
  char *value;
} BirgeAttribute;

typedef enum { BIRGE_NOTE_NOTE, BIRGE_NOTE_PROP } BirgeNoteKind;

/* A note or prop element. */
typedef struct {
  BirgeNoteKind kind;
  GArray *attributes; /* of BirgeAttribute */
  char *text;
} BirgeNote;

/* One language's text of a unit. */
typedef struct {
  char *language;     /* as the file writes it */
  GArray *attributes; /* of BirgeAttribute, the language left out */
  GPtrArray *notes;   /* of BirgeNote* */
  char *text;         /* UTF-8, inline codes left out */
  gsize length;
  GArray *codes; /* of BirgeCode, markup owned; offsets into text */
} BirgeVariant;

typedef struct {
  GArray *attributes;  /* of BirgeAttribute: tuid, dates, users, counts … */
  GPtrArray *notes;    /* of BirgeNote* */
  GPtrArray *variants; /* of BirgeVariant* */
  char *file;          /* where it came from; NULL if nowhere */
  guint64 line;        /* of its start in file, counted from 1 */
} BirgeUnit;

BirgeUnit *birge_unit_new(void);
BirgeUnit *birge_unit_ref(const BirgeUnit *unit);
void birge_unit_unref(BirgeUnit *unit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeUnit, birge_unit_unref)

/* For code that builds one unit after the other: returns unit without its parts but with their
 * memory, if nobody else holds it, or a new one. Its file and line stay. Takes unit, which may be
 * NULL. */
BirgeUnit *birge_unit_renew(BirgeUnit *unit);

/* For the code that builds a unit. Variants and notes are owned by what they are added to. */
BirgeVariant *birge_unit_add_variant(BirgeUnit *unit, const char *language);
BirgeVariant *birge_variant_new(const char *language);
BirgeVariant *birge_variant_copy(const BirgeVariant *variant);
void birge_variant_free(BirgeVariant *variant);
void birge_variant_set_text(BirgeVariant *variant, const char *text, gsize length);
void birge_variant_add_code(BirgeVariant *variant, gsize offset, const char *markup);
BirgeNote *birge_note_new(BirgeNoteKind kind, const char *text);
BirgeNote *birge_note_copy(const BirgeNote *note);
void birge_note_free(BirgeNote *note);
GArray *birge_attributes_new(void);
void birge_attributes_add(GArray *attributes, const char *name, const char *value);

/* Gives the attribute of a name another value, or adds it. */
void birge_attributes_set(GArray *attributes, const char *name, const char *value);

/* Returns an attribute's value, or NULL. */
const char *birge_attributes_get(const GArray *attributes, const char *name);

/* Makes one unit of two that say the same: a's place, the attributes, notes and variants of a, and
 * those of b that a lacks. Of two variants that are equal in language, text and codes, a's stays.
 * Returns it, yours. */
BirgeUnit *birge_unit_join(const BirgeUnit *a, const BirgeUnit *b);

/* Whether two units carry the same: attributes, notes, variants, codes. Place is left out. */
gboolean birge_unit_equal(const BirgeUnit *a, const BirgeUnit *b);

BIRGE_END_PUBLIC
