/* Reads SRX rules files and compiles their patterns. */
#include "segment/private.h"

#include "base/error.h"
#include "base/xml.h"

#include <string.h>
#include <unicode/ustring.h>

/* ICU looks behind only as far as it can tell, so unbounded repeats in front of a place count up to
 * this many (the habit of other SRX engines too). */
#define LOOK_BEHIND "100"

typedef struct {
  URegularExpression *pattern;
  char *list_name;
} LanguageMap;

struct _BirgeRules {
  char *name;
  gboolean cascade;
  GPtrArray *lists; /* of BirgeRuleList* */
  GPtrArray *maps;  /* of LanguageMap*, in the order of the file */
};

/* What is gathered while the file is read. */
typedef struct {
  BirgeRules *rules;
  gboolean is_srx;
  BirgeRuleList *list; /* the list that is being filled, or NULL */
  GString *text;       /* of the element that is being read */
  char *before;        /* of the rule that is being read */
  char *after;
  gboolean breaks;
  guint64 line; /* of the rule that is being read */
  guint n_rules;
} Reading;

static void free_rule(gpointer data) {
  BirgeRule *rule = data;
  g_clear_pointer(&rule->at, uregex_close);
  g_clear_pointer(&rule->scan, uregex_close);
  g_free(rule);
}

static void free_list(gpointer data) {
  BirgeRuleList *list = data;
  g_free(list->name);
  g_ptr_array_unref(list->rules);
  g_free(list);
}

static void free_map(gpointer data) {
  LanguageMap *map = data;
  g_clear_pointer(&map->pattern, uregex_close);
  g_free(map->list_name);
  g_free(map);
}

static void clear_rules(gpointer data) {
  BirgeRules *rules = data;
  g_free(rules->name);
  g_ptr_array_unref(rules->lists);
  g_ptr_array_unref(rules->maps);
}

BirgeRules *birge_rules_ref(BirgeRules *rules) {
  return g_atomic_rc_box_acquire(rules);
}

void birge_rules_unref(BirgeRules *rules) {
  g_atomic_rc_box_release_full(rules, clear_rules);
}

const char *birge_rules_name(const BirgeRules *rules) {
  return rules->name;
}

static URegularExpression *compile(const char *pattern, UErrorCode *status) {
  glong n;
  g_autofree UChar *utf16 = (UChar *)g_utf8_to_utf16(pattern, -1, NULL, &n, NULL);
  UParseError where;
  return uregex_open(utf16, (int32_t)n, 0, &where, status);
}

/* Copies what stands for itself in a pattern: an escape, a quotation \Q…\E, a set […].
 * Returns the first byte after it, or p if there is none. */
static const char *copy_literal(const char *p, GString *out) {
  const char *start = p;
  if (p[0] == '\\' && p[1] == 'Q') {
    const char *end = strstr(p, "\\E");
    p = end ? end + 2 : p + strlen(p);
  } else if (p[0] == '\\' && p[1]) {
    p = g_utf8_next_char(p + 1);
  } else if (p[0] == '[') {
    guint depth = 0;
    do {
      depth += p[0] == '[' ? 1 : 0;
      depth -= p[0] == ']' ? 1 : 0;
      p += p[0] == '\\' && p[1] ? 2 : 1;
    } while (*p && depth > 0);
  }
  g_string_append_len(out, start, p - start);
  return p;
}

/* Gives every unbounded repeat of a pattern a bound. Yours. */
static char *bound_repeats(const char *pattern) {
  GString *out = g_string_new(NULL);
  const char *p = pattern;
  while (*p) {
    const char *next = copy_literal(p, out);
    if (next != p) {
      p = next;
      continue;
    }
    char repeat = *p++;
    if (repeat == '*' || repeat == '+') {
      g_string_append(out, repeat == '*' ? "{0," LOOK_BEHIND "}" : "{1," LOOK_BEHIND "}");
      /* A second sign makes the repeat lazy or possessive. */
      if (*p == '?' || *p == '+')
        g_string_append_c(out, *p++);
    } else if (repeat == ',' && *p == '}') {
      g_string_append(out, "," LOOK_BEHIND);
    } else {
      g_string_append_c(out, repeat);
    }
  }
  return g_string_free(out, FALSE);
}

static BirgeRule *compile_rule(const Reading *reading, UErrorCode *status) {
  g_autofree char *bounded = bound_repeats(reading->before);
  g_autofree char *at = *reading->before
                            ? g_strdup_printf("(?<=(?:%s))(?=%s)", bounded, reading->after)
                            : g_strdup_printf("(?=%s)", reading->after);
  BirgeRule *rule = g_new0(BirgeRule, 1);
  rule->line = reading->line;
  rule->scans_after = !*reading->before;
  rule->at = compile(at, status);
  if (reading->breaks)
    rule->scan = compile(rule->scans_after ? reading->after : reading->before, status);
  return rule;
}

static void end_rule(BirgeXml *xml, Reading *reading) {
  if (!reading->list)
    return;
  if (++reading->n_rules > BIRGE_MAX_RULES) {
    birge_xml_fail(xml, BIRGE_ERROR_LIMIT, "has more than %d rules", BIRGE_MAX_RULES);
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  BirgeRule *rule = compile_rule(reading, &status);
  g_ptr_array_add(reading->list->rules, rule);
  if (U_FAILURE(status))
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT,
                   "pattern can't be compiled (%s): before \"%s\", after \"%s\"",
                   u_errorName(status), reading->before, reading->after);
}

static void start_map(BirgeXml *xml, Reading *reading, const char *const *attributes) {
  const char *pattern = birge_xml_attribute(attributes, "languagepattern");
  const char *list_name = birge_xml_attribute(attributes, "languagerulename");
  if (!pattern || !list_name) {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT,
                   "languagemap lacks languagepattern or languagerulename");
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  LanguageMap *map = g_new0(LanguageMap, 1);
  map->list_name = g_strdup(list_name);
  map->pattern = compile(pattern, &status);
  g_ptr_array_add(reading->rules->maps, map);
  if (U_FAILURE(status))
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "pattern can't be compiled (%s): \"%s\"",
                   u_errorName(status), pattern);
}

static void start_rule(BirgeXml *xml, Reading *reading, const char *const *attributes) {
  const char *breaks = birge_xml_attribute(attributes, "break");
  /* The attribute's default is "yes" (SRX 2.0, 4.3). */
  reading->breaks = !breaks || !g_str_equal(breaks, "no");
  reading->line = birge_xml_line(xml);
  g_free(reading->before);
  reading->before = g_strdup("");
  g_free(reading->after);
  reading->after = g_strdup("");
}

static void start_list(Reading *reading, const char *name) {
  BirgeRuleList *list = g_new0(BirgeRuleList, 1);
  list->name = g_strdup(name ? name : "");
  list->rules = g_ptr_array_new_with_free_func(free_rule);
  g_ptr_array_add(reading->rules->lists, list);
  reading->list = list;
}

static void start_element(BirgeXml *xml, const char *name, const char *const *attributes) {
  Reading *reading = birge_xml_user_data(xml);
  if (!reading->is_srx && !g_str_equal(name, "srx")) {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "is not SRX: the root element is <%s>", name);
    return;
  }
  reading->is_srx = TRUE;
  g_string_truncate(reading->text, 0);
  if (g_str_equal(name, "header")) {
    /* SRX 1.0 has no cascade: the first map that fits decides. */
    const char *cascade = birge_xml_attribute(attributes, "cascade");
    reading->rules->cascade = cascade && g_str_equal(cascade, "yes");
  } else if (g_str_equal(name, "languagerule")) {
    start_list(reading, birge_xml_attribute(attributes, "languagerulename"));
  } else if (g_str_equal(name, "languagemap")) {
    start_map(xml, reading, attributes);
  } else if (g_str_equal(name, "rule")) {
    start_rule(xml, reading, attributes);
  }
}

static void end_pattern(BirgeXml *xml, Reading *reading, char **pattern) {
  if (reading->text->len > BIRGE_MAX_PATTERN) {
    birge_xml_fail(xml, BIRGE_ERROR_LIMIT, "pattern is longer than %d bytes", BIRGE_MAX_PATTERN);
    return;
  }
  g_free(*pattern);
  *pattern = g_strdup(reading->text->str);
}

static void end_element(BirgeXml *xml, const char *name) {
  Reading *reading = birge_xml_user_data(xml);
  if (g_str_equal(name, "beforebreak"))
    end_pattern(xml, reading, &reading->before);
  else if (g_str_equal(name, "afterbreak"))
    end_pattern(xml, reading, &reading->after);
  else if (g_str_equal(name, "rule"))
    end_rule(xml, reading);
  else if (g_str_equal(name, "languagerule"))
    reading->list = NULL;
}

static void add_text(BirgeXml *xml, const char *text, gsize length) {
  Reading *reading = birge_xml_user_data(xml);
  g_string_append_len(reading->text, text, (gssize)length);
}

static const BirgeRuleList *find_list(const BirgeRules *rules, const char *name) {
  for (guint i = 0; i < rules->lists->len; i++) {
    const BirgeRuleList *list = rules->lists->pdata[i];
    if (g_str_equal(list->name, name))
      return list;
  }
  return NULL;
}

static gboolean check_maps(const BirgeRules *rules, GError **error) {
  for (guint i = 0; i < rules->maps->len; i++) {
    const LanguageMap *map = rules->maps->pdata[i];
    if (!find_list(rules, map->list_name)) {
      birge_error_set_at(error, BIRGE_ERROR_FORMAT, rules->name, 0,
                         "a language map names the rules \"%s\", which are not there",
                         map->list_name);
      return FALSE;
    }
  }
  return TRUE;
}

BirgeRules *birge_rules_parse(const char *name, GBytes *bytes, GError **error) {
  g_autoptr(BirgeRules) rules = g_atomic_rc_box_new0(BirgeRules);
  rules->name = g_strdup(name);
  rules->lists = g_ptr_array_new_with_free_func(free_list);
  rules->maps = g_ptr_array_new_with_free_func(free_map);
  Reading reading = {.rules = rules, .text = g_string_new(NULL)};
  static const BirgeXmlHandler handler = {start_element, end_element, add_text};
  gboolean ok = birge_xml_parse_bytes(name, bytes, &handler, &reading, error);
  g_string_free(reading.text, TRUE);
  g_free(reading.before);
  g_free(reading.after);
  if (!ok || !check_maps(rules, error))
    return NULL;
  return g_steal_pointer(&rules);
}

static gboolean map_fits(const LanguageMap *map, const UChar *language, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr(URegularExpression) matcher = uregex_clone(map->pattern, &status);
  uregex_setText(matcher, language, length, &status);
  return uregex_matches(matcher, 0, &status) && U_SUCCESS(status);
}

GPtrArray *birge_rules_for_language(const BirgeRules *rules, const char *language) {
  GPtrArray *chosen = g_ptr_array_new();
  glong n;
  g_autofree UChar *utf16 = (UChar *)g_utf8_to_utf16(language, -1, NULL, &n, NULL);
  for (guint i = 0; utf16 && i < rules->maps->len; i++) {
    const LanguageMap *map = rules->maps->pdata[i];
    if (!map_fits(map, utf16, (int32_t)n))
      continue;
    const BirgeRuleList *list = find_list(rules, map->list_name);
    for (guint r = 0; r < list->rules->len; r++)
      g_ptr_array_add(chosen, list->rules->pdata[r]);
    if (!rules->cascade)
      break;
  }
  return chosen;
}
