/* Scans XML in one pass over a window of it. */
#include "base/xml_scan.h"

#include "base/xml_letters.h"

BirgeXmlScanner *birge_xml_scanner_new(BirgeXml *xml, const BirgeXmlHandler *handler) {
  BirgeXmlScanner *scanner = g_new0(BirgeXmlScanner, 1);
  scanner->xml = xml;
  scanner->handler = handler;
  scanner->line = 1;
  scanner->values = g_string_new(NULL);
  scanner->open = g_new(BirgeOpenElement, BIRGE_MAX_XML_DEPTH);
  return scanner;
}

void birge_xml_scanner_free(BirgeXmlScanner *scanner) {
  if (scanner->prolog)
    g_string_free(scanner->prolog, TRUE);
  g_string_free(scanner->values, TRUE);
  g_free(scanner->root);
  g_free(scanner->open);
  g_free(scanner->window);
  g_free(scanner);
}

/* What a token that ends here, too soon or wrongly, comes to. */
static BirgeScanOutcome unexpected(const BirgeXmlScanner *scanner, const char *at) {
  return at >= scanner->window + scanner->length ? BIRGE_SCAN_MORE : BIRGE_SCAN_DOUBT;
}

static gboolean continues(char c) {
  return ((guint8)c & 0xC0) == 0x80;
}

/* Skips characters beyond ASCII. Returns where they end, or NULL with what comes of it. */
static char *skip_letters(const BirgeXmlScanner *scanner, char *p, BirgeScanOutcome *outcome) {
  const char *end = scanner->window + scanner->length;
  for (;;) {
    while ((guint8)((guint8)*p - 0xC2) < 0x1E && continues(p[1])) /* two bytes */
      p += 2;
    if ((guint8)*p < 0x80)
      return p;
    guint length = birge_xml_measure_letter(p);
    if (length == 0) {
      *outcome = end - p < 4 ? BIRGE_SCAN_MORE : BIRGE_SCAN_DOUBT;
      return NULL;
    }
    p += length;
  }
}

/* Tells of a text that begins at start, and takes all up to end as read. */
static void tell_text(BirgeXmlScanner *scanner, const char *start, gsize length, const char *end) {
  scanner->place = (gsize)(end - scanner->window);
  scanner->n_text += length;
  if (length > 0 && scanner->handler->text)
    scanner->handler->text(scanner->xml, start, length);
}

/* Reads a reference in text. */
static BirgeScanOutcome scan_reference(BirgeXmlScanner *scanner) {
  const char *p = scanner->window + scanner->place, *end;
  char text[6];
  guint length = birge_xml_read_reference(p, &end, text);
  if (length == 0)
    return scanner->length - scanner->place < BIRGE_MAX_XML_REFERENCE ? BIRGE_SCAN_MORE
                                                                      : BIRGE_SCAN_DOUBT;
  tell_text(scanner, text, length, end);
  return BIRGE_SCAN_GOON;
}

/* Tells of a text in which line ends have carriage returns, which are left out. */
static void tell_lines(BirgeXmlScanner *scanner, const char *start, const char *end) {
  while (start < end && !scanner->is_stopped) {
    const char *line_end = memchr(start, '\r', (gsize)(end - start));
    const char *next = line_end ? line_end + 1 : end;
    tell_text(scanner, start, (gsize)((line_end ? line_end : end) - start), next);
    start = next;
  }
}

/* What is found in a text. */
typedef struct {
  char *end;                /* where it has to be cut */
  BirgeScanOutcome outcome; /* why */
  guint n_lines;
  gboolean has_returns;
} Text;

/* Looks at the first byte that is not plain. Returns where the text goes on, or NULL. */
static char *pass_byte(const BirgeXmlScanner *scanner, char *p, Text *text) {
  const char *end = scanner->window + scanner->length;
  text->outcome = BIRGE_SCAN_GOON;
  if ((guint8)*p >= 0x80)
    return skip_letters(scanner, p, &text->outcome);
  text->n_lines += *p == '\n';
  if (*p == '\n' || *p == '\t')
    return p + 1;
  if (*p == '<' || *p == '&')
    return NULL;
  gboolean is_closed = p[0] == ']' && p[1] == ']' && p[2] == '>';
  if (*p == ']' && !is_closed && end - p >= 3)
    return p + 1;
  if (*p == '\r' && p[1] == '\n') {
    text->has_returns = TRUE;
    return p + 1;
  }
  gboolean is_open = p >= end || (*p == ']' && !is_closed) || (*p == '\r' && p + 1 >= end);
  text->outcome = is_open ? BIRGE_SCAN_MORE : BIRGE_SCAN_DOUBT;
  return NULL;
}

static Text find_text_end(const BirgeXmlScanner *scanner) {
  Text text = {.end = scanner->window + scanner->place};
  for (char *p = text.end; p; p = pass_byte(scanner, text.end, &text))
    text.end = birge_xml_skip_plain(p, '<');
  return text;
}

/* Reads white space between tags. Returns FALSE if there is more than that. */
static gboolean scan_gap(BirgeXmlScanner *scanner) {
  const char *start = scanner->window + scanner->place, *p = birge_xml_skip_blanks(start);
  guint n_lines = 0;
  for (; *p == '\n'; n_lines++)
    p = birge_xml_skip_blanks(p + 1);
  if (*p != '<' || p - start > BIRGE_MAX_SCANNED_TAG)
    return FALSE;
  scanner->line += n_lines;
  tell_text(scanner, start, (gsize)(p - start), p);
  return TRUE;
}

static BirgeScanOutcome scan_text(BirgeXmlScanner *scanner) {
  if (scanner->n_text == 0 && scan_gap(scanner))
    return BIRGE_SCAN_GOON;
  const char *start = scanner->window + scanner->place;
  Text text = find_text_end(scanner);
  gsize length = (gsize)(text.end - start);
  if (scanner->n_text + length > BIRGE_MAX_XML_TEXT - BIRGE_MAX_XML_REFERENCE)
    return BIRGE_SCAN_DOUBT;
  /* What may be left to libxml2 is left as a whole: its messages depend on it. */
  if (text.outcome != BIRGE_SCAN_GOON && length <= BIRGE_MAX_SCANNED_TAG / 2)
    return text.outcome;
  scanner->line += text.n_lines;
  if (text.has_returns)
    tell_lines(scanner, start, text.end);
  else
    tell_text(scanner, start, length, text.end);
  if (text.outcome == BIRGE_SCAN_GOON && *text.end == '&' && !scanner->is_stopped)
    return scan_reference(scanner);
  return text.outcome;
}

/* Checks the value whose first byte is p, up to quote. Returns where it ends, or NULL. */
static char *scan_value(BirgeXmlScanner *scanner, char *p, char quote, guint *n_lines,
                        BirgeScanOutcome *outcome) {
  BirgeScannedAttribute *attribute = &scanner->attributes[scanner->n_attributes];
  attribute->value = p;
  attribute->is_plain = TRUE;
  for (;;) {
    p = birge_xml_skip_plain(p, quote);
    if (*p == quote) {
      attribute->value_end = p;
      return p + 1;
    }
    if ((guint8)*p >= 0x80) {
      p = skip_letters(scanner, p, outcome);
      if (!p)
        return NULL;
      continue;
    }
    const char *end = p + 1;
    char text[6];
    gboolean is_line = *p == '\n' || (*p == '\r' && p[1] == '\n');
    gboolean is_reference = *p == '&' && birge_xml_read_reference(p, &end, text) > 0;
    if (*p != ']' && *p != '\t' && !is_line && !is_reference) {
      *outcome = *p != '<' && scanner->window + scanner->length - p < BIRGE_MAX_XML_REFERENCE
                     ? BIRGE_SCAN_MORE
                     : BIRGE_SCAN_DOUBT;
      return NULL;
    }
    *n_lines += *p == '\n';
    attribute->is_plain = attribute->is_plain && *p == ']';
    p = scanner->window + (end - scanner->window);
  }
}

static gboolean is_same(const BirgeScannedAttribute *a, const BirgeScannedAttribute *b) {
  gsize length = (gsize)(a->name_end - a->name);
  return (gsize)(b->name_end - b->name) == length && memcmp(a->name, b->name, length) == 0;
}

/* Whether the name of the attribute that was read last can be passed on as it is. */
static gboolean is_good_name(const BirgeXmlScanner *scanner) {
  const BirgeScannedAttribute *last = &scanner->attributes[scanner->n_attributes];
  if (last->name_end - last->name > BIRGE_MAX_SCANNED_NAME)
    return FALSE;
  for (guint i = 0; i < scanner->n_attributes; i++) {
    if (is_same(&scanner->attributes[i], last))
      return FALSE;
  }
  return TRUE;
}

/* Reads an attribute. Returns where it ends, or NULL. */
static char *scan_attribute(BirgeXmlScanner *scanner, char *p, guint *n_lines,
                            BirgeScanOutcome *outcome) {
  BirgeScannedAttribute *attribute = &scanner->attributes[scanner->n_attributes];
  attribute->name = p;
  if (birge_xml_begins_with(p, "xml:"))
    p += 4;
  char *name = p;
  p = attribute->name_end = birge_xml_is_name_start(*p) ? birge_xml_skip_name(p) : p;
  p = birge_xml_skip_space(p, n_lines);
  char *value = *p == '=' ? birge_xml_skip_space(p + 1, n_lines) : p;
  if (name == attribute->name_end || value == p || (*value != '"' && *value != '\'')) {
    *outcome = unexpected(scanner, value);
    return NULL;
  }
  if (!is_good_name(scanner)) {
    *outcome = BIRGE_SCAN_DOUBT;
    return NULL;
  }
  p = scan_value(scanner, value + 1, *value, n_lines, outcome);
  scanner->n_attributes++;
  return p;
}

/* Reads the attributes of a tag. Returns its `>` or `/`, or NULL. */
static char *scan_attributes(BirgeXmlScanner *scanner, char *p, guint *n_lines,
                             BirgeScanOutcome *outcome) {
  scanner->n_attributes = 0;
  for (;;) {
    char *gap = p;
    p = birge_xml_skip_space(p, n_lines);
    if (*p == '>' || (*p == '/' && p[1] == '>'))
      return p;
    if (gap == p || *p == '/' || scanner->n_attributes == BIRGE_MAX_SCANNED_ATTRIBUTES) {
      *outcome = unexpected(scanner, *p == '/' ? p + 1 : p);
      return NULL;
    }
    p = scan_attribute(scanner, p, n_lines, outcome);
    if (!p)
      return NULL;
  }
}

/* Puts a value into place, references and white space replaced; ends it with a NUL.
 * It gets no longer. Returns where it ends. */
static char *resolve_value(const BirgeScannedAttribute *attribute, char *to) {
  for (const char *from = attribute->value; from < attribute->value_end;) {
    if (*from == '&') {
      const char *end = from;
      char text[6];
      guint length = birge_xml_read_reference(from, &end, text);
      memcpy(to, text, length);
      to += length;
      from = end;
    } else {
      from += *from == '\r'; /* a line feed follows */
      *to = *from;
      if (birge_xml_is_space(*from))
        *to = ' ';
      to++;
      from++;
    }
  }
  *to++ = '\0';
  return to;
}

/* The default namespace is no attribute, and names are told without one. */
static gboolean is_namespace(const BirgeScannedAttribute *attribute) {
  return attribute->name_end - attribute->name == 5 &&
         birge_xml_begins_with(attribute->name, "xmlns");
}

/* The attributes as a handler gets them: in the window, ended by NULs for the time of the call. */
static const char *const *list_attributes(BirgeXmlScanner *scanner, gsize tag_length) {
  guint n = 0;
  char *place = NULL;
  for (guint i = 0; i < scanner->n_attributes; i++) {
    BirgeScannedAttribute *attribute = &scanner->attributes[i];
    attribute->after_name = *attribute->name_end;
    if (is_namespace(attribute))
      continue;
    if (!attribute->is_plain && !place)
      place = g_string_set_size(scanner->values, tag_length)->str;
    scanner->told[n++] = attribute->name;
    scanner->told[n++] = attribute->is_plain ? attribute->value : place;
    if (!attribute->is_plain)
      place = resolve_value(attribute, place);
    *attribute->name_end = *attribute->value_end = '\0';
  }
  scanner->told[n] = NULL;
  return scanner->told;
}

/* The window is again what was read: line ends in it are still to be counted. */
static void restore_attributes(BirgeXmlScanner *scanner) {
  for (guint i = 0; i < scanner->n_attributes; i++) {
    BirgeScannedAttribute *attribute = &scanner->attributes[i];
    *attribute->name_end = attribute->after_name;
    *attribute->value_end = attribute->value[-1];
  }
}

static const BirgeOpenElement *push_element(BirgeXmlScanner *scanner, const char *name,
                                            gsize length) {
  BirgeOpenElement *element = &scanner->open[scanner->depth++];
  memcpy(element->name, name, length);
  element->name[length] = '\0';
  element->length = length;
  element->line = scanner->line;
  return element;
}

static void pop_element(BirgeXmlScanner *scanner) {
  if (scanner->handler->end)
    scanner->handler->end(scanner->xml, scanner->open[scanner->depth - 1].name);
  scanner->depth--;
}

/* The root begins: what came before it is kept, for libxml2. */
static void begin_root(BirgeXmlScanner *scanner, const char *name, gsize length) {
  scanner->prolog = g_string_new_len(scanner->window, (gssize)scanner->place);
  scanner->root = g_strndup(name, length);
}

static BirgeScanOutcome scan_start_tag(BirgeXmlScanner *scanner) {
  char *name = scanner->window + scanner->place + 1, *name_end = birge_xml_skip_name(name);
  gsize name_length = (gsize)(name_end - name);
  guint n_lines = 0;
  BirgeScanOutcome outcome = BIRGE_SCAN_DOUBT;
  const char *end = scan_attributes(scanner, name_end, &n_lines, &outcome);
  if (!end)
    return outcome;
  if (name_length > BIRGE_MAX_SCANNED_NAME || scanner->depth >= BIRGE_MAX_XML_DEPTH)
    return BIRGE_SCAN_DOUBT;
  if (!scanner->prolog)
    begin_root(scanner, name, name_length);
  scanner->n_text = 0;
  const BirgeOpenElement *element = push_element(scanner, name, name_length);
  scanner->line += n_lines;
  if (scanner->handler->start) {
    const char *const *attributes = list_attributes(scanner, (gsize)(end - name));
    scanner->handler->start(scanner->xml, element->name, attributes);
    restore_attributes(scanner);
  }
  gboolean is_empty = *end == '/';
  scanner->place = (gsize)(end + 1 + is_empty - scanner->window);
  if (is_empty && !scanner->is_stopped)
    pop_element(scanner);
  return BIRGE_SCAN_GOON;
}

static BirgeScanOutcome scan_end_tag(BirgeXmlScanner *scanner) {
  char *name = scanner->window + scanner->place + 2;
  const BirgeOpenElement *open = &scanner->open[scanner->depth - 1];
  guint n_lines = 0;
  if (!birge_xml_begins_with(name, open->name))
    return unexpected(scanner, birge_xml_skip_name(name));
  const char *end = birge_xml_skip_space(name + open->length, &n_lines);
  if (*end != '>')
    return unexpected(scanner, birge_xml_skip_name(name + open->length));
  scanner->line += n_lines;
  scanner->n_text = 0;
  scanner->place = (gsize)(end + 1 - scanner->window);
  pop_element(scanner);
  return BIRGE_SCAN_GOON;
}

/* Skips a comment: `<!--`, characters without `--`, `-->`. */
static BirgeScanOutcome scan_comment(BirgeXmlScanner *scanner) {
  char *p = scanner->window + scanner->place;
  if (!birge_xml_begins_with(p, "<!--"))
    return scanner->length - scanner->place < 4 ? BIRGE_SCAN_MORE : BIRGE_SCAN_DOUBT;
  guint n_lines = 0;
  BirgeScanOutcome outcome = BIRGE_SCAN_DOUBT;
  for (p = birge_xml_skip_plain(p + 4, '-'); *p != '-' || p[1] != '-';
       p = birge_xml_skip_plain(p, '-')) {
    n_lines += *p == '\n';
    if ((guint8)*p < 0x20 && !birge_xml_is_space(*p))
      return unexpected(scanner, p);
    p = (guint8)*p >= 0x80 ? skip_letters(scanner, p, &outcome) : p + 1;
    if (!p)
      return outcome;
  }
  if (p[2] != '>')
    return unexpected(scanner, p + 2);
  scanner->line += n_lines;
  scanner->place = (gsize)(p + 3 - scanner->window);
  return BIRGE_SCAN_GOON;
}

static BirgeScanOutcome scan_inside(BirgeXmlScanner *scanner) {
  const char *p = scanner->window + scanner->place;
  if (*p != '<')
    return scan_text(scanner);
  if (p[1] == '/')
    return scan_end_tag(scanner);
  if (birge_xml_is_name_start(p[1]))
    return scan_start_tag(scanner);
  return p[1] == '!' ? scan_comment(scanner) : unexpected(scanner, p + 1);
}

/* Reads what stands before the root or after it. */
static BirgeScanOutcome scan_outside(BirgeXmlScanner *scanner) {
  char *p = scanner->window + scanner->place;
  if (birge_xml_is_space(*p)) {
    guint n_lines = 0;
    scanner->place = (gsize)(birge_xml_skip_space(p, &n_lines) - scanner->window);
    scanner->line += n_lines;
    return BIRGE_SCAN_GOON;
  }
  if (*p != '<')
    return BIRGE_SCAN_DOUBT;
  if (p[1] == '?')
    return birge_xml_scan_declaration(scanner);
  if (p[1] == '!')
    return p[2] == 'D' ? birge_xml_scan_doctype(scanner) : scan_comment(scanner);
  return birge_xml_is_name_start(p[1]) && !scanner->prolog ? scan_start_tag(scanner)
                                                           : unexpected(scanner, p + 1);
}

/* The code points between the start of the line and place. */
static guint64 count_letters(const BirgeXmlScanner *scanner) {
  guint64 n = 0;
  gsize i = scanner->place;
  for (; i > 0 && scanner->window[i - 1] != '\n'; i--)
    n += !continues(scanner->window[i - 1]);
  return i == 0 ? n + scanner->n_letters : n;
}

guint64 birge_xml_scanner_column(const BirgeXmlScanner *scanner) {
  return count_letters(scanner) + 1;
}

/* Drops what was read from the window. */
static void drop_read(BirgeXmlScanner *scanner) {
  scanner->n_letters = count_letters(scanner);
  scanner->n_dropped += scanner->place;
  scanner->length -= scanner->place;
  memmove(scanner->window, scanner->window + scanner->place, scanner->length);
  scanner->place = 0;
}

static void append_bytes(BirgeXmlScanner *scanner, const char *bytes, gsize length) {
  if (scanner->prolog)
    drop_read(scanner);
  gsize needed = scanner->length + length + BIRGE_XML_LOOK_AHEAD;
  if (scanner->size < needed) {
    scanner->window = g_realloc(scanner->window, needed);
    scanner->size = needed;
  }
  if (length > 0)
    memcpy(scanner->window + scanner->length, bytes, length);
  scanner->length += length;
  memset(scanner->window + scanner->length, 0, BIRGE_XML_LOOK_AHEAD);
}

gboolean birge_xml_scanner_feed(BirgeXmlScanner *scanner, const char *bytes, gsize length,
                                gboolean is_last) {
  append_bytes(scanner, bytes, length);
  BirgeScanOutcome outcome = BIRGE_SCAN_GOON;
  while (outcome == BIRGE_SCAN_GOON && scanner->place < scanner->length && !scanner->is_stopped)
    outcome = scanner->depth > 0 ? scan_inside(scanner) : scan_outside(scanner);
  if (scanner->is_stopped)
    return TRUE;
  gboolean is_complete =
      scanner->prolog && scanner->depth == 0 && scanner->place == scanner->length;
  if (outcome == BIRGE_SCAN_DOUBT || (is_last && !is_complete))
    return FALSE;
  gsize n_kept = scanner->prolog ? scanner->length - scanner->place : scanner->length;
  return n_kept <= BIRGE_MAX_SCANNED_TAG;
}
