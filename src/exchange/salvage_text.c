/* Decodes and cleans the text of damaged TMX files. */
#include "exchange/salvage_text.h"

#include "base/decode.h"
#include "exchange/private.h"

#include <string.h>
#include <unicode/ucsdet.h>

#define REPLACEMENT "\xEF\xBF\xBD"

/* The longest reference that is looked at: longer ones are text. */
#define MAX_REFERENCE 64

/* What of a file is given to the detector of encodings. */
#define MAX_DETECTED (64 * 1024)

static void report(const BirgeSalvage *salvage, const char *name, guint64 line, const char *format,
                   ...) G_GNUC_PRINTF(4, 5);

static void report(const BirgeSalvage *salvage, const char *name, guint64 line, const char *format,
                   ...) {
  if (!salvage->repair_func)
    return;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  salvage->repair_func(name, line, what, salvage->user_data);
}

/* The encoding that zero bytes give away: each second one of the first four. */
static const char *find_utf16(const char *bytes, gsize length) {
  if (length < 4)
    return NULL;
  gboolean is_little = bytes[0] && !bytes[1] && bytes[2] && !bytes[3];
  gboolean is_big = !bytes[0] && bytes[1] && !bytes[2] && bytes[3];
  return is_little ? "UTF-16LE" : is_big ? "UTF-16BE" : NULL;
}

/* Counts the characters of more than one byte, and the bytes that belong to none. */
static void count_utf8(const char *bytes, gsize length, gsize *n_good, gsize *n_bad) {
  *n_good = *n_bad = 0;
  for (gsize i = 0; i < length;) {
    gunichar c = (bytes[i] & 0x80) ? g_utf8_get_char_validated(bytes + i, (gssize)(length - i)) : 1;
    gboolean is_bad = c == (gunichar)-1 || c == (gunichar)-2;
    *n_good += !is_bad && c > 0x7F;
    *n_bad += is_bad;
    i += is_bad ? 1 : (gsize)g_utf8_skip[(unsigned char)bytes[i]];
  }
}

/* What the bytes look like, NULL if like nothing; yours. */
static char *detect(const char *bytes, gsize length) {
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&status);
  ucsdet_setText(detector, bytes, (int32_t)MIN(length, MAX_DETECTED), &status);
  ucsdet_enableInputFilter(detector, TRUE); /* tags say nothing of the language */
  const UCharsetMatch *match = ucsdet_detect(detector, &status);
  const char *found = match ? ucsdet_getName(match, &status) : NULL;
  char *encoding = U_SUCCESS(status) ? g_strdup(found) : NULL;
  ucsdet_close(detector);
  return encoding;
}

static gboolean is_known(const char *encoding) {
  g_autoptr(BirgeDecoder) decoder = birge_decoder_new(encoding);
  return decoder != NULL;
}

/* The encoding of bytes that have no byte order mark; yours. declared: may be NULL. */
static char *choose_encoding(const char *bytes, gsize length, const char *declared) {
  const char *utf16 = find_utf16(bytes, length);
  if (utf16)
    return g_strdup(utf16);
  gsize n_good, n_bad;
  count_utf8(bytes, length, &n_good, &n_bad);
  gboolean names_wide = declared && (g_ascii_strncasecmp(declared, "UTF-16", 6) == 0 ||
                                     g_ascii_strncasecmp(declared, "UTF-32", 6) == 0);
  gboolean is_usable = declared && !names_wide && is_known(declared);
  /* Text in another encoding hardly ever happens to be UTF-8; pure ASCII is as it was declared. */
  if (n_bad == 0 && (n_good > 0 || !is_usable))
    return g_strdup("UTF-8");
  if (is_usable)
    return g_strdup(declared);
  /* A few bad bytes among good ones are damage. */
  char *detected = n_bad > n_good ? detect(bytes, length) : NULL;
  if (detected && is_known(detected))
    return detected;
  g_free(detected);
  return g_strdup("UTF-8");
}

static guint64 count_lines(const GString *text, gsize from) {
  guint64 n = 0;
  for (gsize i = from; i < text->len; i++)
    n += text->str[i] == '\n';
  return n;
}

/* Decodes all, with U+FFFD for each run of bytes that mean nothing. */
static GString *decode_all(const char *name, const char *encoding, GBytes *bytes,
                           const BirgeSalvage *salvage) {
  gsize length, offset = 0, counted = 0;
  const char *data = g_bytes_get_data(bytes, &length);
  gsize unit = g_ascii_strncasecmp(encoding, "UTF-16", 6) == 0 ? 2 : 1;
  guint64 line = 1;
  GString *text = g_string_sized_new(length);
  while (offset < length) {
    g_autoptr(BirgeDecoder) decoder = birge_decoder_new(encoding);
    if (birge_decoder_decode(decoder, data + offset, length - offset, TRUE, text))
      break;
    offset += MIN(birge_decoder_offset(decoder), length - offset);
    line += count_lines(text, counted);
    counted = text->len;
    report(salvage, name, line, "replaced what is not %s at byte offset %" G_GSIZE_FORMAT, encoding,
           offset);
    if (!g_str_has_suffix(text->str, REPLACEMENT))
      g_string_append(text, REPLACEMENT);
    offset += unit;
  }
  return text;
}

/* An XML declaration would name the encoding that the text had. */
static void blank_declaration(GString *text) {
  const char *end = g_str_has_prefix(text->str, "<?xml") ? strstr(text->str, "?>") : NULL;
  for (gsize i = 0; end && i < (gsize)(end - text->str) + 2; i++) {
    if (text->str[i] != '\n')
      text->str[i] = ' ';
  }
}

GString *birge_salvage_decode(const char *name, GBytes *bytes, const BirgeSalvage *salvage) {
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  guint n_skipped = 0;
  g_autofree char *declared = length > 0 ? birge_xml_encoding(data, length, &n_skipped) : NULL;
  g_autoptr(GBytes) rest = g_bytes_new_from_bytes(bytes, n_skipped, length - n_skipped);
  g_autofree char *encoding = NULL;
  if (n_skipped == 2)
    encoding = g_strdup(declared);
  else
    encoding = choose_encoding(data ? data + n_skipped : "", length - n_skipped, declared);
  if (g_ascii_strcasecmp(encoding, declared ? declared : "UTF-8") != 0)
    report(salvage, name, 1, "read as %s, not as %s", encoding, declared ? declared : "UTF-8");
  GString *text = decode_all(name, encoding, rest, salvage);
  blank_declaration(text);
  return text;
}

/* Returns the length of the reference that text begins with, 0 if it is none. is_forbidden: whether
 * it stands for a character that XML forbids. */
static gsize measure_reference(const char *text, gboolean has_entities, gboolean *is_forbidden) {
  static const char *const predefined[] = {"amp", "lt", "gt", "quot", "apos", NULL};
  gsize n = strcspn(text + 1, ";&< \t\r\n") + 1;
  *is_forbidden = FALSE;
  if (text[n] != ';' || n < 2 || n > MAX_REFERENCE)
    return 0;
  g_autofree char *inside = g_strndup(text + 1, n - 1);
  if (inside[0] != '#') {
    gboolean is_name = g_ascii_isalpha(inside[0]) || inside[0] == '_' || (inside[0] & 0x80);
    return g_strv_contains(predefined, inside) || (has_entities && is_name) ? n + 1 : 0;
  }
  gboolean is_hex = inside[1] == 'x';
  const char *digits = inside + (is_hex ? 2 : 1);
  guint64 number = 0;
  if (!*digits ||
      strspn(digits, is_hex ? "0123456789abcdefABCDEF" : "0123456789") != strlen(digits))
    return 0;
  number = g_ascii_strtoull(digits, NULL, is_hex ? 16 : 10);
  *is_forbidden = (number < 0x20 && number != 9 && number != 10 && number != 13) ||
                  (number >= 0xD800 && number < 0xE000) || number == 0xFFFE || number == 0xFFFF ||
                  number > 0x10FFFF;
  return n + 1;
}

typedef struct {
  const char *name;
  const BirgeSalvage *salvage;
  GString *text;           /* what is clean */
  const char *end;         /* of what is cleaned */
  const char *comment_end; /* where things were last found; NULL: nowhere yet */
  const char *section_end;
  const char *unit;
  guint64 line;
  gboolean has_entities;
} Cleaner;

/* Cleans what begins with &; returns how much of it was eaten. */
static gsize clean_reference(Cleaner *cleaner, const char *from) {
  gboolean is_forbidden;
  gsize n = measure_reference(from, cleaner->has_entities, &is_forbidden);
  if (n == 0) {
    report(cleaner->salvage, cleaner->name, cleaner->line, "escaped an & that begins no reference");
    g_string_append(cleaner->text, "&amp;");
    return 1;
  }
  if (is_forbidden)
    report(cleaner->salvage, cleaner->name, cleaner->line, "dropped %.*s, which XML forbids",
           (int)n, from);
  else
    g_string_append_len(cleaner->text, from, (gssize)n);
  return n;
}

static gsize clean_less_than(Cleaner *cleaner, const char *from) {
  gboolean is_markup = g_ascii_isalpha(from[1]) || (from[1] & 0x80) || strchr("/!?_:", from[1]);
  if (is_markup && from[1]) {
    g_string_append_c(cleaner->text, '<');
  } else {
    report(cleaner->salvage, cleaner->name, cleaner->line, "escaped a < that begins no tag");
    g_string_append(cleaner->text, "&lt;");
  }
  return 1;
}

/* The next place of a needle at or after from; the text's end if there is none. found: the last
 * answer, so that a text is searched once. */
static const char *find_next(const Cleaner *cleaner, const char **found, const char *from,
                             const char *needle) {
  if (*found < from) {
    gsize left = (gsize)(cleaner->end - from);
    const char *next = memmem(from, left, needle, strlen(needle));
    *found = next ? next : cleaner->end;
  }
  return *found;
}

/* Comments and CDATA sections, in which & and < are themselves: their length. 0: it is none, or has
 * lost its end. */
static gsize measure_literal(Cleaner *cleaner, const char *from) {
  gboolean is_comment = g_str_has_prefix(from, "<!--");
  if (!is_comment && !g_str_has_prefix(from, "<![CDATA["))
    return 0;
  const char *end = is_comment ? find_next(cleaner, &cleaner->comment_end, from, "-->")
                               : find_next(cleaner, &cleaner->section_end, from, "]]>");
  /* A section that holds the beginning of a unit is one that lost its end. */
  if (end == cleaner->end ||
      (!is_comment && find_next(cleaner, &cleaner->unit, from, "<tu ") < end))
    return 0;
  return (gsize)(end - from) + 3;
}

static gsize clean_forbidden(Cleaner *cleaner, const char *from) {
  report(cleaner->salvage, cleaner->name, cleaner->line, "dropped U+%04X, which XML forbids",
         g_utf8_get_char(from));
  return (gsize)g_utf8_skip[(unsigned char)*from];
}

GString *birge_salvage_clean(const char *name, const GString *text, gboolean has_entities,
                             const BirgeSalvage *salvage) {
  Cleaner cleaner = {.name = name,
                     .salvage = salvage,
                     .text = g_string_sized_new(text->len),
                     .end = text->str + text->len,
                     .line = 1,
                     .has_entities = has_entities};
  const char *forbidden = birge_xml_find_forbidden(text->str, text->len);
  gsize literal_end = 0;
  for (gsize i = 0; i < text->len;) {
    const char *from = text->str + i;
    if (from == forbidden) {
      i += clean_forbidden(&cleaner, from);
      forbidden = birge_xml_find_forbidden(text->str + i, text->len - i);
      continue;
    }
    if (*from == '<' && i >= literal_end)
      literal_end = i + measure_literal(&cleaner, from);
    gboolean is_literal = i < literal_end;
    if (*from == '&' && !is_literal) {
      i += clean_reference(&cleaner, from);
    } else if (*from == '<' && !is_literal) {
      i += clean_less_than(&cleaner, from);
    } else {
      cleaner.line += *from == '\n';
      g_string_append_c(cleaner.text, *from);
      i++;
    }
  }
  return cleaner.text;
}
