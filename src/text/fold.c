/* Folds text and cuts words to their light stems. */
#include "text/fold.h"

#include "base/error.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#define MAX_SEQUENCE 4
#define MAX_NORMAL 20 /* U+FDFA, the longest of all, has 18 in either form */
/* Code points below this fold by one look into a table. */
#define TABLE_SIZE 0x700
#define TABLE_DROP 0
#define TABLE_SLOW G_MAXUINT32

/* An entry of a language's table. */
typedef struct {
  UChar32 from[MAX_SEQUENCE];
  guint n_from;
  UChar32 to[MAX_SEQUENCE];
  guint n_to;
} Mapping;

struct _BirgeFolding {
  GArray *mappings;          /* of Mapping, longest first */
  guint32 table[TABLE_SIZE]; /* a code point, TABLE_DROP or TABLE_SLOW */
};

static gboolean parse_code_points(const char *text, UChar32 *points, guint *n, GError **error) {
  *n = 0;
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  for (char **word = words; *word; word++) {
    if (!**word)
      continue;
    char *end;
    guint64 value = g_ascii_strtoull(*word, &end, 16);
    if (*end || value == 0 || value > 0x10FFFF || U_IS_SURROGATE(value) || *n == MAX_SEQUENCE) {
      g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT,
                  "\"%s\" is not a sequence of at most %d code points in hexadecimal", text,
                  MAX_SEQUENCE);
      return FALSE;
    }
    points[(*n)++] = (UChar32)value;
  }
  return TRUE;
}

static gint compare_lengths(gconstpointer a, gconstpointer b) {
  const Mapping *x = a, *y = b;
  return (gint)y->n_from - (gint)x->n_from;
}

/* Returns the longest mapping that begins points, or NULL. */
static const Mapping *find_mapping(const BirgeFolding *folding, const UChar32 *points, guint n) {
  for (guint i = 0; folding && i < folding->mappings->len; i++) {
    const Mapping *mapping = &g_array_index(folding->mappings, Mapping, i);
    if (mapping->n_from <= n &&
        memcmp(mapping->from, points, mapping->n_from * sizeof *points) == 0)
      return mapping;
  }
  return NULL;
}

/* What every language unifies, for one code point of a decomposition; 0: dropped. */
static UChar32 unify(UChar32 c) {
  gint8 type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
      u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || c == 0x640)
    return 0;
  int32_t digit = u_charDigitValue(c);
  if (digit >= 0)
    return '0' + digit;
  switch (c) {
  case 0x2018: /* single quotation marks and apostrophes */
  case 0x2019:
  case 0x201A:
  case 0x201B:
  case 0x2BC:
    return '\'';
  case 0x66B: /* Arabic decimal separator */
    return '.';
  case 0x66C: /* Arabic thousands separator */
    return ',';
  default:
    break;
  }
  if (u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) && c != '\'')
    return '"';
  if (type == U_DASH_PUNCTUATION || c == 0x2212)
    return '-';
  return u_isUWhiteSpace(c) ? ' ' : c;
}

/* Normalizes one code point. Returns the number of code points written to out. */
static guint normalize(const UNormalizer2 *form, UChar32 c, UChar32 *out) {
  UErrorCode status = U_ZERO_ERROR;
  UChar one[U16_MAX_LENGTH], normal[MAX_NORMAL * 2];
  int32_t n = 0;
  U16_APPEND_UNSAFE(one, n, c);
  n = unorm2_normalize(form, one, n, normal, G_N_ELEMENTS(normal), &status);
  if (U_FAILURE(status)) {
    out[0] = c;
    return 1;
  }
  guint count = 0;
  for (int32_t i = 0; i < n && count < MAX_NORMAL; count++)
    U16_NEXT(normal, i, n, out[count]);
  return count;
}

/* Appends what the language's table makes of c. Returns FALSE if it says nothing. */
static gboolean append_mapped(const BirgeFolding *folding, UChar32 c, UChar32 *out, guint *count) {
  const Mapping *mapping = find_mapping(folding, &c, 1);
  for (guint k = 0; mapping && k < mapping->n_to; k++)
    out[(*count)++] = mapping->to[k];
  return mapping != NULL;
}

/* The general rules for one code point: case and compatibility forms, then marks. The language's
 * table has its say again on what each of the two leaves. Returns the number of code points written
 * to out. */
static guint fold_point(const BirgeFolding *folding, UChar32 c, UChar32 *out) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfkc_casefold = unorm2_getNFKCCasefoldInstance(&status);
  const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
  UChar32 composed[MAX_NORMAL], decomposed[MAX_NORMAL];
  guint n_composed = normalize(nfkc_casefold, c, composed), count = 0;
  for (guint i = 0; i < n_composed; i++) {
    if (append_mapped(folding, composed[i], out, &count))
      continue;
    guint n = normalize(nfkd, composed[i], decomposed);
    for (guint d = 0; d < n; d++) {
      if (append_mapped(folding, decomposed[d], out, &count))
        continue;
      UChar32 unified = unify(decomposed[d]);
      if (unified)
        out[count++] = unified;
    }
  }
  return count;
}

static gboolean begins_mapping(const BirgeFolding *folding, UChar32 c) {
  for (guint i = 0; i < folding->mappings->len; i++) {
    if (g_array_index(folding->mappings, Mapping, i).from[0] == c)
      return TRUE;
  }
  return FALSE;
}

static guint32 fold_entry(const BirgeFolding *folding, UChar32 c) {
  if (begins_mapping(folding, c)) {
    const Mapping *mapping = find_mapping(folding, &c, 1);
    gboolean is_plain = mapping && mapping->n_from == 1 && mapping->n_to <= 1;
    for (guint i = 0; i < folding->mappings->len; i++) {
      const Mapping *other = &g_array_index(folding->mappings, Mapping, i);
      is_plain = is_plain && (other->from[0] != c || other->n_from == 1);
    }
    if (!is_plain)
      return TABLE_SLOW;
    return mapping->n_to ? (guint32)mapping->to[0] : TABLE_DROP;
  }
  UChar32 folded[MAX_NORMAL * MAX_SEQUENCE];
  guint n = fold_point(folding, c, folded);
  return n == 0 ? TABLE_DROP : n == 1 ? (guint32)folded[0] : TABLE_SLOW;
}

BirgeFolding *birge_folding_new(const char *const *map, GError **error) {
  BirgeFolding *folding = g_new0(BirgeFolding, 1);
  folding->mappings = g_array_new(FALSE, TRUE, sizeof(Mapping));
  for (; map && map[0]; map += 2) {
    Mapping mapping = {0};
    if (!parse_code_points(map[0], mapping.from, &mapping.n_from, error) ||
        !parse_code_points(map[1], mapping.to, &mapping.n_to, error)) {
      birge_folding_free(folding);
      return NULL;
    }
    if (mapping.n_from > 0)
      g_array_append_val(folding->mappings, mapping);
  }
  g_array_sort(folding->mappings, compare_lengths);
  for (UChar32 c = 1; c < TABLE_SIZE; c++)
    folding->table[c] = fold_entry(folding, c);
  return folding;
}

void birge_folding_free(BirgeFolding *folding) {
  g_array_unref(folding->mappings);
  g_free(folding);
}

/* Folds what the table can't: returns the first byte after what was folded. */
static const char *fold_slowly(const BirgeFolding *folding, const char *text, const char *end,
                               GString *out) {
  UChar32 points[MAX_SEQUENCE];
  const char *ends[MAX_SEQUENCE];
  guint n = 0;
  for (const char *p = text; p < end && n < MAX_SEQUENCE; n++) {
    points[n] = (UChar32)g_utf8_get_char(p);
    p = g_utf8_next_char(p);
    ends[n] = p;
  }
  const Mapping *mapping = find_mapping(folding, points, n);
  if (mapping) {
    for (guint i = 0; i < mapping->n_to; i++)
      g_string_append_unichar(out, (gunichar)mapping->to[i]);
    return ends[mapping->n_from - 1];
  }
  UChar32 folded[MAX_NORMAL * MAX_SEQUENCE];
  guint count = fold_point(folding, points[0], folded);
  for (guint i = 0; i < count; i++)
    g_string_append_unichar(out, (gunichar)folded[i]);
  return ends[0];
}

void birge_fold(const BirgeFolding *folding, const char *text, gsize length, GString *out) {
  const char *end = text + length;
  while (text < end) {
    gunichar c = g_utf8_get_char(text);
    guint32 entry = folding && c < TABLE_SIZE ? folding->table[c] : TABLE_SLOW;
    if (entry == TABLE_SLOW) {
      text = fold_slowly(folding, text, end, out);
      continue;
    }
    if (entry > 0 && entry < 0x80)
      g_string_append_c(out, (char)entry);
    else if (entry != TABLE_DROP)
      g_string_append_unichar(out, entry);
    text = g_utf8_next_char(text);
  }
}

gsize birge_fold_step(const BirgeFolding *folding, const char *text, gsize length, GString *out) {
  g_string_truncate(out, 0);
  return (gsize)(fold_slowly(folding, text, text + length, out) - text);
}

BirgeFolded *birge_folded_new(const BirgeFolding *folding, const char *text, gsize length) {
  BirgeFolded *folded = g_new0(BirgeFolded, 1);
  g_autoptr(GString) part = g_string_new(NULL);
  folded->folded = g_string_new(NULL);
  folded->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
  for (gsize offset = 0; offset < length;) {
    gsize n = birge_fold_step(folding, text + offset, length - offset, part);
    for (gsize i = 0; i < part->len; i++)
      g_array_append_val(folded->starts, offset);
    g_string_append_len(folded->folded, part->str, (gssize)part->len);
    offset += n;
  }
  g_array_append_val(folded->starts, length);
  return folded;
}

void birge_folded_free(BirgeFolded *folded) {
  g_string_free(folded->folded, TRUE);
  g_array_unref(folded->starts);
  g_free(folded);
}

/* Returns the length of the first affix that can be cut, 0 if none. */
static gsize find_affix(char *const *affixes, guint min_stem, const char *word, gsize length,
                        gboolean at_end) {
  gsize letters = (gsize)g_utf8_strlen(word, (gssize)length);
  for (char *const *affix = affixes; affix && *affix; affix++) {
    gsize n = strlen(*affix);
    if (n == 0 || n >= length)
      continue;
    const char *place = at_end ? word + length - n : word;
    if (memcmp(place, *affix, n) == 0 && letters >= (gsize)g_utf8_strlen(*affix, -1) + min_stem)
      return n;
  }
  return 0;
}

void birge_stem(const BirgeStemming *stemming, const char *text, gsize *start, gsize *end) {
  *start += find_affix(stemming->prefixes, stemming->min_stem, text + *start, *end - *start, FALSE);
  *end -= find_affix(stemming->suffixes, stemming->min_stem, text + *start, *end - *start, TRUE);
}
