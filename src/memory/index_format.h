/* The index of one TMX file: its units, and what finds them fast in each of their languages.
 *
 * Written once and then only mapped: opening it costs a few pages. A cache, never trusted: each
 * block has a checksum that is compared before its first use, each offset is checked. What does not
 * agree marks the index as damaged; whoever asked drops the answer, and the index is built anew.
 * Numbers are as the machine has them: a file of another byte order is foreign. Offsets count from
 * the start of the file, sections begin at multiples of 16. */
#pragma once

#include "exchange/exchange.h"

#define BIRGE_INDEX_BLOCK 4096 /* bytes */
#define BIRGE_INDEX_MAX_FIELDS 64

/* A run of bytes in the file. */
typedef struct {
  guint64 offset;
  guint64 length;
} BirgeSection;

/* What the TMX file was when the index was made. Size, times and inode tell an edit, ctime also one
 * that puts mtime back; the hash of the first and last 64 KiB a file of a restored disk. */
typedef struct {
  guint64 size;
  gint64 mtime_ns;
  gint64 ctime_ns;
  guint64 inode;
  guint64 device;
  guint64 hash;
} BirgeStamp;

/* What finds texts of one language. A text is a sequence of tokens that at least one variant has;
 * texts are numbered by length, then signature, then tokens. Words are numbered from the most
 * frequent. All arrays are of guint32 unless something else is said. */
typedef struct {
  char tag[56]; /* of a locale, or as in the files, normalized, if no locale knows it */
  guint32 n_words;
  guint32 n_texts;
  guint32 n_units; /* that have a text in the language */
  guint32 reserved;
  BirgeSection word_ends;     /* where each word ends in word_letters */
  BirgeSection word_letters;  /* the words, one after the other, by number */
  BirgeSection word_slots;    /* hash table of word number + 1; its size is a power of two */
  BirgeSection word_pairs;    /* for each word and the end: its first pair */
  BirgeSection pair_words;    /* the second word of each pair; n_words: the end of a text */
  BirgeSection pair_postings; /* for each pair and the end: its first posting */
  BirgeSection postings;     /* text << position bits | position, see birge_field_position_bits() */
  BirgeSection lengths;      /* of BirgeLength, ascending; the last is the end */
  BirgeSection token_starts; /* for each text and the end: where it begins in tokens */
  BirgeSection tokens;       /* word numbers, 7 bits a byte, the last byte without the high bit */
  BirgeSection signatures;   /* of BirgeSignature, by text */
  BirgeSection text_entries; /* for each text and the end: its first entry */
  BirgeSection entry_units;  /* the unit that each entry stands in */
  BirgeSection entry_variants; /* of guint16: which of the unit's variants */
  BirgeSection entry_traits;   /* of guint8: see BirgeTraits */
  BirgeSection unit_texts;     /* by unit: its first text in the language, or BIRGE_NO_TEXT */
} BirgeField;

#define BIRGE_NO_TEXT G_MAXUINT32

/* The texts of one length. */
typedef struct {
  guint32 n_tokens;
  guint32 first_text;
} BirgeLength;

typedef struct {
  guint64 bits[2]; /* word w sets bit w modulo 128 */
} BirgeSignature;

/* What penalties ask of a stored variant: x-birge-status is not approved; it has codes. */
typedef enum {
  BIRGE_TRAIT_UNREVIEWED = 1,
  BIRGE_TRAIT_CODES = 2,
} BirgeTraits;

typedef struct {
  char magic[8];
  guint32 byte_order;
  guint32 version;
  guint64 size;        /* of the whole file */
  guint64 fingerprint; /* of what else the index depends on: folding, Unicode's version */
  guint64 seed;        /* keys the hashes, so that nobody can choose words that collide */
  BirgeStamp stamp;
  guint32 n_units;
  guint32 n_fields;
  BirgeSection fields;      /* of BirgeField */
  BirgeSection unit_starts; /* of guint32, for each unit, the header and the end: offset / 4 */
  BirgeSection units;       /* with all that they carry, see store.c; behind the last, the TMX
                               file's header as a unit without variants */
  BirgeSection unit_sets;   /* of guint16, by unit: which set of languages it has */
  BirgeSection sets;        /* of guint64: bit f: a variant in field f */
  BirgeSection names;       /* strings that units share, each ended by NUL */
  BirgeSection name_starts; /* of guint32 */
  BirgeSection tuids;  /* of guint64, sorted: hash of a tuid in the high half, unit in the low */
  BirgeSection checks; /* of guint32, for each block before it but the first: its checksum */
  guint64 checks_check;
  guint64 header_check; /* of all that stands before it */
} BirgeIndexHeader;
