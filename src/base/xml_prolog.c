/* Scans what may stand before the root of an XML document: its declaration and its type. */
#include "base/xml_letters.h"
#include "base/xml_scan.h"

/* Skips ` name="value"` in the XML declaration. Returns where it ends, or NULL if it is not there.
 * value: receives where the value begins. */
static char *skip_pseudo_attribute(char *p, const char *name, const char **value) {
  guint n_lines = 0;
  char *start = birge_xml_skip_space(p, &n_lines);
  gsize length = strlen(name);
  if (start == p || n_lines > 0 || !birge_xml_begins_with(start, name) || start[length] != '=')
    return NULL;
  char quote = start[length + 1];
  p = start + length + 2;
  *value = p;
  char *end = birge_xml_skip_name(p);
  return (quote == '"' || quote == '\'') && end > p && *end == quote ? end + 1 : NULL;
}

static gboolean is_value(const char *value, const char *end, const char *wanted) {
  gsize length = strlen(wanted);
  return birge_xml_begins_with(value, wanted) && end == value + length + 1;
}

/* Skips `<?xml version="1.0" encoding="…" standalone="…"?>`; what it names as encoding was dealt
 * with before. */
BirgeScanOutcome birge_xml_scan_declaration(BirgeXmlScanner *scanner) {
  static const char opening[] = "<?xml";
  const char *value = "";
  char *p = scanner->window + strlen(opening), *next;
  if (scanner->place > 0 || !birge_xml_begins_with(scanner->window, opening))
    return BIRGE_SCAN_DOUBT;
  p = skip_pseudo_attribute(p, "version", &value);
  if (!p || !is_value(value, p, "1.0"))
    return BIRGE_SCAN_DOUBT;
  next = skip_pseudo_attribute(p, "encoding", &value);
  if (next && !g_ascii_isalpha(*value))
    return BIRGE_SCAN_DOUBT;
  p = next ? next : p;
  next = skip_pseudo_attribute(p, "standalone", &value);
  if (next && !is_value(value, next, "yes") && !is_value(value, next, "no"))
    return BIRGE_SCAN_DOUBT;
  p = next ? next : p;
  guint n_lines = 0;
  p = birge_xml_skip_space(p, &n_lines);
  if (p[0] != '?' || p[1] != '>')
    return BIRGE_SCAN_DOUBT;
  scanner->line += n_lines;
  scanner->place = (gsize)(p + 2 - scanner->window);
  return BIRGE_SCAN_GOON;
}

/* Skips a literal of letters that both kinds may have. Returns where it ends, or NULL. */
static char *skip_literal(char *p, guint *n_lines) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                " -()+,./:=?;!*@$_%";
  char *start = birge_xml_skip_space(p, n_lines), quote = *start;
  if (start == p || (quote != '"' && quote != '\''))
    return NULL;
  p = start + 1 + strspn(start + 1, letters);
  return *p == quote ? p + 1 : NULL;
}

/* Skips a document type that declares nothing itself. */
BirgeScanOutcome birge_xml_scan_doctype(BirgeXmlScanner *scanner) {
  static const char opening[] = "<!DOCTYPE ";
  char *p = scanner->window + scanner->place;
  if (scanner->has_doctype || scanner->prolog || !birge_xml_begins_with(p, opening))
    return BIRGE_SCAN_DOUBT;
  guint n_lines = 0;
  p = birge_xml_skip_space(p + strlen(opening), &n_lines);
  if (!birge_xml_is_name_start(*p))
    return BIRGE_SCAN_DOUBT;
  p = birge_xml_skip_name(p);
  char *id = birge_xml_skip_space(p, &n_lines);
  gboolean is_public = birge_xml_begins_with(id, "PUBLIC"),
           is_system = birge_xml_begins_with(id, "SYSTEM");
  if (id > p && is_public)
    id = skip_literal(id + 6, &n_lines);
  else if (id > p && is_system)
    id += 6;
  if (id && (is_public || is_system))
    id = skip_literal(id, &n_lines);
  p = id ? birge_xml_skip_space(id, &n_lines) : NULL;
  if (!p || *p != '>')
    return BIRGE_SCAN_DOUBT;
  scanner->has_doctype = TRUE;
  scanner->line += n_lines;
  scanner->place = (gsize)(p + 1 - scanner->window);
  return BIRGE_SCAN_GOON;
}
