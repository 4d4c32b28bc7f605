/* Decodes letters and references of XML. */
#include "base/xml_letters.h"

static gboolean continues(char c) {
  return ((guint8)c & 0xC0) == 0x80;
}

guint birge_xml_measure_letter(const char *p) {
  guint8 first = (guint8)p[0], second = (guint8)p[1];
  if (!continues(p[1]) || first < 0xC2)
    return 0;
  if (first < 0xE0)
    return 2;
  if (!continues(p[2]))
    return 0;
  if (first < 0xF0) {
    gboolean is_wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0) ||
                        (first == 0xEF && second == 0xBF && (guint8)p[2] >= 0xBE);
    return is_wrong ? 0 : 3;
  }
  gboolean is_wrong = !continues(p[3]) || first > 0xF4 || (first == 0xF0 && second < 0x90) ||
                      (first == 0xF4 && second >= 0x90);
  return is_wrong ? 0 : 4;
}

static const struct {
  char name[6];
  char letter;
} entities[] = {{"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}};

/* Reads digits between at and end. Returns a character that XML allows, or 0. */
static gunichar read_number(const char *at, const char *end) {
  guint base = *at == 'x' ? 16 : 10;
  at += base == 16;
  guint32 number = 0;
  if (at == end)
    return 0;
  for (; at < end; at++) {
    int digit = g_ascii_xdigit_value(*at);
    if (digit < 0 || (guint)digit >= base)
      return 0;
    number = number * base + (guint)digit; /* BIRGE_MAX_XML_REFERENCE digits don't overflow */
  }
  gboolean is_control = number < 0x20 && number != '\t' && number != '\n' && number != '\r';
  gboolean is_forbidden = is_control || (number >= 0xD800 && number < 0xE000) || number == 0xFFFE ||
                          number == 0xFFFF || number > 0x10FFFF;
  return is_forbidden ? 0 : number;
}

guint birge_xml_read_reference(const char *p, const char **end, char text[6]) {
  const char *mark = memchr(p, ';', BIRGE_MAX_XML_REFERENCE);
  if (!mark)
    return 0;
  *end = mark + 1;
  if (p[1] == '#') {
    gunichar letter = read_number(p + 2, mark);
    return letter ? (guint)g_unichar_to_utf8(letter, text) : 0;
  }
  for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
    if (birge_xml_begins_with(p + 1, entities[i].name)) {
      text[0] = entities[i].letter;
      return 1;
    }
  }
  return 0;
}
