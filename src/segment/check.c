/* Examines a rules file: what can't be right, and what is likely not meant. */
#include "segment/private.h"

#include <string.h>

static void add_fault(GPtrArray *faults, guint64 line, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void add_fault(GPtrArray *faults, guint64 line, const char *format, ...) {
  BirgeRulesFault *fault = g_new0(BirgeRulesFault, 1);
  va_list arguments;
  va_start(arguments, format);
  fault->line = line;
  fault->message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_ptr_array_add(faults, fault);
}

static void free_fault(gpointer data) {
  BirgeRulesFault *fault = data;
  g_free(fault->message);
  g_free(fault);
}

static int compare_faults(const void *a, const void *b) {
  const BirgeRulesFault *x = *(BirgeRulesFault *const *)a, *y = *(BirgeRulesFault *const *)b;
  return (x->line > y->line) - (x->line < y->line);
}

static gboolean is_empty(const BirgeRule *rule) {
  return !*rule->before_text && !*rule->after_text;
}

/* Whether text can be read from the first state of a pattern to its last. */
static gboolean can_hold(const BirgeRules *rules, guint32 start) {
  const GArray *states = rules->patterns.states;
  g_autofree guint8 *seen = g_new0(guint8, states->len);
  g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_append_val(waiting, start);
  while (waiting->len > 0) {
    guint32 number = g_array_index(waiting, guint32, waiting->len - 1);
    g_array_set_size(waiting, waiting->len - 1);
    const BirgeState *state = &g_array_index(states, BirgeState, number);
    if (state->kind == BIRGE_STATE_ACCEPT)
      return TRUE;
    if (seen[number] ||
        (state->kind == BIRGE_STATE_SET && uset_isEmpty(rules->patterns.sets->pdata[state->value])))
      continue;
    seen[number] = TRUE;
    g_array_append_val(waiting, state->out);
    if (state->kind == BIRGE_STATE_SPLIT)
      g_array_append_val(waiting, state->out2);
  }
  return FALSE;
}

/* Tells why a rule can never decide, given those before it in its list; NULL if it can. Yours. */
static char *find_idle(const BirgeRules *rules, const BirgeRuleList *list, guint number) {
  const BirgeRule *rule = list->rules->pdata[number];
  for (guint i = 0; i < number; i++) {
    const BirgeRule *earlier = list->rules->pdata[i];
    gboolean same = g_str_equal(earlier->before_text, rule->before_text) &&
                    g_str_equal(earlier->after_text, rule->after_text);
    if (same || is_empty(earlier))
      return g_strdup_printf("rule can never decide: the one in line %" G_GUINT64_FORMAT
                             " holds wherever it does",
                             earlier->line);
  }
  if (rule->is_simple && (!can_hold(rules, rule->before) || !can_hold(rules, rule->after)))
    return g_strdup("rule can never decide: no text fits its patterns");
  return NULL;
}

static gboolean breaks_later(const GPtrArray *chosen, guint from) {
  for (guint i = from; i < chosen->len; i++) {
    if (((const BirgeRule *)chosen->pdata[i])->breaks)
      return TRUE;
  }
  return FALSE;
}

/* A rule that does not break matters only where one after it would. In a cascade that may stand in
 * the lists of later maps. */
static gboolean is_futile(const BirgeRules *rules, guint list_number, guint number) {
  const BirgeRuleList *list = rules->lists->pdata[list_number];
  const BirgeRule *rule = list->rules->pdata[number];
  if (rule->breaks || breaks_later(list->rules, number + 1))
    return FALSE;
  for (guint i = 0; rules->cascade && i < rules->lists->len; i++) {
    const BirgeRuleList *other = rules->lists->pdata[i];
    if (i != list_number && breaks_later(other->rules, 0))
      return FALSE;
  }
  return TRUE;
}

static gboolean is_mapped(const BirgeRules *rules, const char *name) {
  for (guint i = 0; i < rules->maps->len; i++) {
    if (g_str_equal(((const BirgeLanguageMap *)rules->maps->pdata[i])->list_name, name))
      return TRUE;
  }
  return FALSE;
}

static void check_list(const BirgeRules *rules, guint number, GPtrArray *faults) {
  const BirgeRuleList *list = rules->lists->pdata[number];
  if (!is_mapped(rules, list->name))
    add_fault(faults, list->line, "no language map names the rules \"%s\"", list->name);
  for (guint i = 0; i < list->rules->len; i++) {
    const BirgeRule *rule = list->rules->pdata[i];
    g_autofree char *idle = find_idle(rules, list, i);
    if (idle)
      add_fault(faults, rule->line, "%s", idle);
    else if (is_futile(rules, number, i))
      add_fault(faults, rule->line, "rule can never decide: no rule that breaks comes after it");
    if (rule->unbounded)
      add_fault(faults, rule->line,
                "pattern has a repeat without bound, which some programs refuse or cut short");
  }
}

GPtrArray *birge_rules_check(const char *name, GBytes *bytes, GError **error) {
  g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(free_fault);
  g_autoptr(BirgeRules) rules = birge_rules_read(name, bytes, faults, error);
  if (!rules)
    return NULL;
  for (guint i = 0; i < rules->lists->len; i++)
    check_list(rules, i, faults);
  g_ptr_array_sort(faults, compare_faults);
  return g_steal_pointer(&faults);
}
