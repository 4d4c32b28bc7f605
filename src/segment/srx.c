/* Reads SRX rules files and compiles their patterns. */
#include "segment/private.h"

#include "base/error.h"
#include "base/xml.h"

#include <string.h>

/* Steps of ICU's matcher, about a millisecond each, that a language map may take. */
#define MATCH_TIME_LIMIT 1000

/* What is gathered while the file is read. */
typedef struct {
  BirgeRules *rules;
  GPtrArray *faults; /* of BirgeRulesFault*, or NULL: the first one ends the reading */
  gboolean is_srx;
  BirgeRuleList *list; /* the list that is being filled, or NULL */
  GString *text;       /* of the element that is being read */
  char *before;        /* of the rule that is being read */
  char *after;
  gboolean breaks;
  gboolean is_in_rule;
  guint64 line; /* of the rule that is being read */
} Reading;

static void init_patterns(BirgePatterns *patterns) {
  patterns->states = g_array_new(FALSE, FALSE, sizeof(BirgeState));
  patterns->assertions = g_array_new(FALSE, FALSE, sizeof(BirgeAssertion));
  patterns->sets = g_ptr_array_new_with_free_func((GDestroyNotify)uset_close);
  patterns->set_keys =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
}

static void clear_patterns(BirgePatterns *patterns) {
  g_array_unref(patterns->states);
  g_array_unref(patterns->assertions);
  g_ptr_array_unref(patterns->sets);
  g_hash_table_unref(patterns->set_keys);
}

static void free_rule(gpointer data) {
  BirgeRule *rule = data;
  g_clear_pointer(&rule->before_icu, uregex_close);
  g_clear_pointer(&rule->after_icu, uregex_close);
  g_free(rule->before_text);
  g_free(rule->after_text);
  g_free(rule);
}

static void free_list(gpointer data) {
  BirgeRuleList *list = data;
  g_free(list->name);
  g_ptr_array_unref(list->rules);
  g_free(list);
}

static void free_map(gpointer data) {
  BirgeLanguageMap *map = data;
  g_clear_pointer(&map->pattern, uregex_close);
  g_free(map->list_name);
  g_free(map);
}

static void clear_rules(gpointer data) {
  BirgeRules *rules = data;
  g_free(rules->name);
  g_ptr_array_unref(rules->lists);
  g_ptr_array_unref(rules->maps);
  clear_patterns(&rules->patterns);
  g_clear_pointer(&rules->classes, birge_classes_free);
}

BirgeRules *birge_rules_ref(const BirgeRules *rules) {
  /* Only the count changes, and that atomically. */
  return g_atomic_rc_box_acquire((gpointer)rules);
}

void birge_rules_unref(BirgeRules *rules) {
  g_atomic_rc_box_release_full(rules, clear_rules);
}

static URegularExpression *compile(const char *pattern, uint32_t flags, UErrorCode *status) {
  glong n;
  g_autofree UChar *utf16 = (UChar *)g_utf8_to_utf16(pattern, -1, NULL, &n, NULL);
  UParseError where;
  return uregex_open(utf16, (int32_t)n, flags, &where, status);
}

/* Reports a pattern that can't be compiled: as an error, or as a fault among others. */
static void report_pattern(BirgeXml *xml, const char *pattern, UErrorCode status) {
  Reading *reading = birge_xml_user_data(xml);
  if (!reading->faults) {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "pattern can't be compiled (%s): \"%s\"",
                   u_errorName(status), pattern);
    return;
  }
  BirgeRulesFault *fault = g_new0(BirgeRulesFault, 1);
  fault->line = birge_xml_line(xml);
  fault->is_error = TRUE;
  fault->message =
      g_strdup_printf("pattern can't be compiled (%s): \"%s\"", u_errorName(status), pattern);
  g_ptr_array_add(reading->faults, fault);
}

/* Compiles a pattern with ICU; what can't be compiled holds nowhere. */
static URegularExpression *compile_pattern(BirgeXml *xml, const char *pattern, uint32_t flags) {
  UErrorCode status = U_ZERO_ERROR;
  URegularExpression *compiled = compile(*pattern ? pattern : "(?:)", flags, &status);
  if (U_SUCCESS(status))
    return compiled;
  report_pattern(xml, pattern, status);
  status = U_ZERO_ERROR;
  return compile("[^\\x{0}-\\x{10FFFF}]", 0, &status);
}

/* Whether a pattern is one look ahead from its first byte to its last. */
static gboolean is_look_ahead(const char *pattern) {
  guint depth = 0;
  gboolean in_set = FALSE;
  if (!g_str_has_prefix(pattern, "(?="))
    return FALSE;
  for (const char *p = pattern; *p; p++) {
    if (*p == '\\' && p[1])
      p++;
    else if (in_set || *p == '[')
      in_set = *p != ']';
    else if (*p == '(')
      depth++;
    else if (*p == ')' && --depth == 0)
      return p[1] == '\0';
  }
  return FALSE;
}

/* Returns what a rule asks of the text before a place, yours. A look ahead at its end that only
 * says again what stands after is left out: it is there for programs that look for the matches of
 * each side one after another. */
static char *dup_before(const BirgeRule *rule) {
  gsize length = strlen(rule->before_text);
  gboolean repeats =
      is_look_ahead(rule->after_text) && g_str_has_suffix(rule->before_text, rule->after_text);
  return g_strndup(rule->before_text, length - (repeats ? strlen(rule->after_text) : 0));
}

static void end_rule(BirgeXml *xml, Reading *reading) {
  reading->is_in_rule = FALSE;
  if (!reading->list)
    return;
  BirgeRules *rules = reading->rules;
  if (rules->n_rules >= BIRGE_MAX_RULES) {
    birge_xml_fail(xml, BIRGE_ERROR_LIMIT, "has more than %d rules", BIRGE_MAX_RULES);
    return;
  }
  BirgeRule *rule = g_new0(BirgeRule, 1);
  g_ptr_array_add(reading->list->rules, rule);
  rule->line = reading->line;
  rule->breaks = reading->breaks;
  rule->number = rules->n_rules++;
  rule->before_text = g_steal_pointer(&reading->before);
  rule->after_text = g_steal_pointer(&reading->after);
  BirgePatterns *patterns = &rules->patterns;
  g_autofree char *before = dup_before(rule);
  rule->is_simple =
      birge_patterns_add(patterns, before, BIRGE_READ_BACKWARD, rule->number, &rule->before);
  rule->unbounded = patterns->unbounded;
  if (rule->is_simple)
    rule->is_simple = birge_patterns_add(patterns, rule->after_text, BIRGE_READ_FORWARD,
                                         rule->number, &rule->after);
  rule->unbounded = rule->unbounded || patterns->unbounded;
  if (!rule->is_simple) {
    rule->before_icu = compile_pattern(xml, rule->before_text, 0);
    rule->after_icu = compile_pattern(xml, rule->after_text, 0);
  }
}

static void start_map(BirgeXml *xml, Reading *reading, const char *const *attributes) {
  const char *pattern = birge_xml_attribute(attributes, "languagepattern");
  const char *list_name = birge_xml_attribute(attributes, "languagerulename");
  if (!pattern || !list_name) {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT,
                   "languagemap lacks languagepattern or languagerulename");
    return;
  }
  BirgeLanguageMap *map = g_new0(BirgeLanguageMap, 1);
  map->list_name = g_strdup(list_name);
  map->line = birge_xml_line(xml);
  /* Language tags have no case (RFC 5646 2.1.1). */
  map->pattern = compile_pattern(xml, pattern, UREGEX_CASE_INSENSITIVE);
  g_ptr_array_add(reading->rules->maps, map);
}

static void start_rule(BirgeXml *xml, Reading *reading, const char *const *attributes) {
  if (reading->is_in_rule) {
    birge_xml_fail(xml, BIRGE_ERROR_FORMAT, "a rule stands inside another");
    return;
  }
  reading->is_in_rule = TRUE;
  const char *breaks = birge_xml_attribute(attributes, "break");
  /* The attribute's default is "yes" (SRX 2.0, 4.3). */
  reading->breaks = !breaks || !g_str_equal(breaks, "no");
  reading->line = birge_xml_line(xml);
  g_free(reading->before);
  reading->before = g_strdup("");
  g_free(reading->after);
  reading->after = g_strdup("");
}

static void start_list(BirgeXml *xml, Reading *reading, const char *name) {
  BirgeRuleList *list = g_new0(BirgeRuleList, 1);
  list->name = g_strdup(name ? name : "");
  list->line = birge_xml_line(xml);
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
    start_list(xml, reading, birge_xml_attribute(attributes, "languagerulename"));
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
    const BirgeLanguageMap *map = rules->maps->pdata[i];
    if (!find_list(rules, map->list_name)) {
      birge_error_set_at(error, BIRGE_ERROR_FORMAT, rules->name, 0,
                         "a language map names the rules \"%s\", which are not there",
                         map->list_name);
      return FALSE;
    }
  }
  return TRUE;
}

/* Sorts characters into classes once all patterns are known. Where they tell too many apart, ICU
 * has to do all of them. */
static void finish_rules(BirgeXml *xml, BirgeRules *rules) {
  rules->classes = birge_classes_new(rules->patterns.sets);
  for (guint i = 0; i < rules->lists->len && !rules->classes; i++) {
    const BirgeRuleList *list = rules->lists->pdata[i];
    for (guint r = 0; r < list->rules->len; r++) {
      BirgeRule *rule = list->rules->pdata[r];
      if (!rule->is_simple)
        continue;
      rule->is_simple = FALSE;
      rule->before_icu = compile_pattern(xml, rule->before_text, 0);
      rule->after_icu = compile_pattern(xml, rule->after_text, 0);
    }
  }
}

static void end_document(BirgeXml *xml, const char *name) {
  end_element(xml, name);
  Reading *reading = birge_xml_user_data(xml);
  if (g_str_equal(name, "srx") && !reading->rules->classes)
    finish_rules(xml, reading->rules);
}

BirgeRules *birge_rules_read(const char *name, GBytes *bytes, GPtrArray *faults, GError **error) {
  g_autoptr(BirgeRules) rules = g_atomic_rc_box_new0(BirgeRules);
  rules->name = g_strdup(name);
  rules->lists = g_ptr_array_new_with_free_func(free_list);
  rules->maps = g_ptr_array_new_with_free_func(free_map);
  init_patterns(&rules->patterns);
  Reading reading = {.rules = rules, .faults = faults, .text = g_string_new(NULL)};
  static const BirgeXmlHandler handler = {start_element, end_document, add_text};
  gboolean ok = birge_xml_parse_bytes(name, bytes, &handler, &reading, error);
  g_string_free(reading.text, TRUE);
  g_free(reading.before);
  g_free(reading.after);
  if (!ok || !check_maps(rules, error))
    return NULL;
  return g_steal_pointer(&rules);
}

BirgeRules *birge_rules_parse(const char *name, GBytes *bytes, GError **error) {
  return birge_rules_read(name, bytes, NULL, error);
}

static gboolean map_fits(const BirgeLanguageMap *map, const UChar *language, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr(URegularExpression) matcher = uregex_clone(map->pattern, &status);
  uregex_setTimeLimit(matcher, MATCH_TIME_LIMIT, &status);
  uregex_setText(matcher, language, length, &status);
  return uregex_matches(matcher, 0, &status) && U_SUCCESS(status);
}

GPtrArray *birge_rules_for_language(const BirgeRules *rules, const char *language) {
  GPtrArray *chosen = g_ptr_array_new();
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  glong n;
  g_autofree UChar *utf16 = (UChar *)g_utf8_to_utf16(language, -1, NULL, &n, NULL);
  for (guint i = 0; utf16 && i < rules->maps->len; i++) {
    const BirgeLanguageMap *map = rules->maps->pdata[i];
    if (!map_fits(map, utf16, (int32_t)n))
      continue;
    const BirgeRuleList *list = find_list(rules, map->list_name);
    /* Asked a second time a rule says nothing new. */
    for (guint r = 0; r < list->rules->len && !g_hash_table_contains(seen, list); r++)
      g_ptr_array_add(chosen, list->rules->pdata[r]);
    g_hash_table_add(seen, (gpointer)list);
    if (!rules->cascade)
      break;
  }
  return chosen;
}
