/* Letters as the quick way through XML (xml_scan.h) sees them. What is read ends with
 * BIRGE_XML_LOOK_AHEAD NULs, so that no function need know its length. */
#pragma once

#include <glib.h>
#include <string.h>

/* How far it is read ahead: the longest run of bytes that is looked at as one. */
#define BIRGE_XML_LOOK_AHEAD 16

/* The longest reference to a character, with its marks. */
#define BIRGE_MAX_XML_REFERENCE 10

static inline gboolean birge_xml_begins_with(const char *p, const char *wanted) {
  while (*wanted && *p == *wanted)
    p++, wanted++;
  return *wanted == '\0';
}

static inline gboolean birge_xml_is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Names of ASCII only; a colon is for libxml2. */
static inline gboolean birge_xml_is_name_start(char c) {
  return g_ascii_isalpha(c) || c == '_';
}

/* Whether a name may go on with a letter: a bit for each of ASCII, as a table would take longer. */
static inline gboolean birge_xml_is_name_letter(char c) {
  static const guint64 below_64 = (G_GUINT64_CONSTANT(1) << '-') | (G_GUINT64_CONSTANT(1) << '.') |
                                  (G_GUINT64_CONSTANT(0x3FF) << '0');
  static const guint64 from_64 = (G_GUINT64_CONSTANT(0x3FFFFFF) << ('A' - 64)) |
                                 (G_GUINT64_CONSTANT(0x3FFFFFF) << ('a' - 64)) |
                                 (G_GUINT64_CONSTANT(1) << ('_' - 64));
  guint8 byte = (guint8)c;
  return byte < 0x80 && ((byte < 64 ? below_64 : from_64) >> (byte & 63) & 1);
}

static inline char *birge_xml_skip_name(char *p) {
  while (birge_xml_is_name_letter(*p))
    p++;
  return p;
}

static inline char *birge_xml_skip_space(char *p, guint *n_lines) {
  for (; birge_xml_is_space(*p); p++)
    *n_lines += *p == '\n';
  return p;
}

/* Skips spaces, which indent most lines. */
static inline const char *birge_xml_skip_blanks(const char *p) {
  const guint64 blanks = G_GUINT64_CONSTANT(0x2020202020202020);
  guint64 bytes;
  for (memcpy(&bytes, p, sizeof bytes); bytes == blanks; memcpy(&bytes, p, sizeof bytes))
    p += sizeof bytes;
  while (*p == ' ')
    p++;
  return p;
}

typedef guint8 BirgeXmlBytes __attribute__((vector_size(BIRGE_XML_LOOK_AHEAD)));

/* Returns the first byte of a text that needs a look: not ASCII, a control, or one of `<`, `&`, `]`
 * and quote, which is a second `<` if no quotes are sought. There is one: a NUL ends the window. */
static inline char *birge_xml_skip_plain(char *p, char quote) {
  for (;; p += BIRGE_XML_LOOK_AHEAD) {
    BirgeXmlBytes bytes;
    memcpy(&bytes, p, sizeof bytes);
    BirgeXmlBytes found = (BirgeXmlBytes)(bytes < 0x20) | (BirgeXmlBytes)(bytes >= 0x80) |
                          (BirgeXmlBytes)(bytes == '<') | (BirgeXmlBytes)(bytes == '&') |
                          (BirgeXmlBytes)(bytes == ']') | (BirgeXmlBytes)(bytes == (guint8)quote);
    guint64 halves[2];
    memcpy(halves, &found, sizeof halves);
    if (halves[0])
      return p + __builtin_ctzll(GUINT64_FROM_LE(halves[0])) / 8;
    if (halves[1])
      return p + BIRGE_XML_LOOK_AHEAD / 2 + __builtin_ctzll(GUINT64_FROM_LE(halves[1])) / 8;
  }
}

/* Returns the length of a character beyond ASCII; 0 if it is not UTF-8, not complete, or forbidden
 * by XML: a surrogate, U+FFFE or U+FFFF. */
guint birge_xml_measure_letter(const char *p);

/* Reads the reference at p; puts what it stands for into text, whose length it returns.
 * end: receives where the reference ends. Returns 0 if it is none of XML's own, or not complete. */
guint birge_xml_read_reference(const char *p, const char **end, char text[6]);
