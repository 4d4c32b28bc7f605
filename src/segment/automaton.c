/* Deterministic automata that are made while text is read, of the states that the text leads to.
 *
 * One automaton reads the patterns of all rules of a language at once, on one side of a place, so
 * that asking a hundred rules takes as long as asking one. A deterministic state is a set of
 * states of the patterns. Where one of these waits for an assertion (^, \b, a look around), the
 * deterministic state is "open": which state it becomes is decided by the characters at hand
 * before any more text is read. */
#include "segment/automaton.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* What the deterministic states of one automaton may take, in bytes; then they are made anew. */
#define MAX_MEMORY (16 * 1024 * 1024)

typedef struct Node Node;

/* An open node's successor for one outcome of its assertions. */
typedef struct {
  guint32 truth;
  Node *node;
} Outcome;

/* A deterministic state. */
struct Node {
  guint32 *states; /* sorted; SET, ASSERT and ACCEPT only */
  guint n_states;
  guint hash;
  guint32 open;      /* the assertions that must be known before reading on; 0: closed */
  Outcome *outcomes; /* open: those met so far */
  guint n_outcomes;
  Node **next;        /* closed: by class; NULL where not known yet */
  BirgeMask *accepts; /* closed: the rules that hold here */
  BirgeMask *lives;   /* the rules that may hold after more text */
  gboolean any_accepts;
  gboolean any_lives;
};

struct _BirgeAutomaton {
  const BirgeRules *rules;
  BirgeReading reading;
  guint n_words;     /* of a mask */
  guint32 *bits;     /* the bit of each rule of the file */
  GArray *starts;    /* of guint32: the first states of the patterns */
  GHashTable *nodes; /* a set of Node* */
  Node *initial;
  gsize memory;
  guint32 *marks; /* scratch: when each state was visited last */
  guint32 visit;
  GArray *gathered; /* scratch, of guint32 */
  GArray *waiting;  /* scratch, of guint32 */
};

static guint hash_node(gconstpointer node) {
  return ((const Node *)node)->hash;
}

static gboolean equal_nodes(gconstpointer a, gconstpointer b) {
  const Node *x = a, *y = b;
  return x->n_states == y->n_states &&
         (x->n_states == 0 || memcmp(x->states, y->states, x->n_states * sizeof *x->states) == 0);
}

static void free_node(gpointer data) {
  Node *node = data;
  g_free(node->states);
  g_free(node->outcomes);
  g_free(node->next);
  g_free(node->accepts);
  g_free(node->lives);
  g_free(node);
}

static const BirgeState *get_state(const BirgeAutomaton *automaton, guint32 number) {
  return &g_array_index(automaton->rules->patterns.states, BirgeState, number);
}

static void begin_gathering(BirgeAutomaton *automaton) {
  g_array_set_size(automaton->gathered, 0);
  if (++automaton->visit == 0) {
    memset(automaton->marks, 0, automaton->rules->patterns.states->len * sizeof *automaton->marks);
    automaton->visit = 1;
  }
}

static void wait_for(BirgeAutomaton *automaton, guint32 number) {
  if (automaton->marks[number] == automaton->visit)
    return;
  automaton->marks[number] = automaton->visit;
  g_array_append_val(automaton->waiting, number);
}

/* Gathers what a state leads to without reading. Assertions in known are decided by truth; the
 * others are gathered. */
static void gather(BirgeAutomaton *automaton, guint32 number, guint32 known, guint32 truth) {
  wait_for(automaton, number);
  while (automaton->waiting->len > 0) {
    number = g_array_index(automaton->waiting, guint32, automaton->waiting->len - 1);
    g_array_set_size(automaton->waiting, automaton->waiting->len - 1);
    const BirgeState *state = get_state(automaton, number);
    if (state->kind == BIRGE_STATE_SPLIT) {
      wait_for(automaton, state->out2);
      wait_for(automaton, state->out);
    } else if (state->kind == BIRGE_STATE_ASSERT && ((known >> state->value) & 1)) {
      if ((truth >> state->value) & 1)
        wait_for(automaton, state->out);
    } else {
      g_array_append_val(automaton->gathered, number);
    }
  }
}

/* Returns the assertions that can be met from the states gathered without reading. */
static guint32 find_open(BirgeAutomaton *automaton) {
  guint32 open = 0;
  guint n = automaton->gathered->len;
  for (guint i = 0; i < automaton->gathered->len; i++) {
    guint32 number = g_array_index(automaton->gathered, guint32, i);
    const BirgeState *state = get_state(automaton, number);
    if (state->kind != BIRGE_STATE_ASSERT)
      continue;
    open |= (guint32)1 << state->value;
    gather(automaton, state->out, 0, 0);
  }
  g_array_set_size(automaton->gathered, n);
  return open;
}

static int compare_numbers(const void *a, const void *b) {
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

static guint hash_states(const guint32 *states, guint n) {
  guint hash = n;
  for (guint i = 0; i < n; i++)
    hash = (hash ^ states[i]) * 0x9E3779B1u;
  return hash ^ (hash >> 15);
}

static void fill_masks(const BirgeAutomaton *automaton, Node *node) {
  node->accepts = g_new0(BirgeMask, automaton->n_words);
  node->lives = g_new0(BirgeMask, automaton->n_words);
  for (guint i = 0; i < node->n_states; i++) {
    const BirgeState *state = get_state(automaton, node->states[i]);
    BirgeMask *mask = state->kind == BIRGE_STATE_ACCEPT ? node->accepts : node->lives;
    birge_mask_add(mask, automaton->bits[state->rule]);
    *(state->kind == BIRGE_STATE_ACCEPT ? &node->any_accepts : &node->any_lives) = TRUE;
  }
}

/* Returns the node of the states gathered. */
static Node *make_node(BirgeAutomaton *automaton) {
  guint32 open = find_open(automaton);
  GArray *gathered = automaton->gathered;
  if (gathered->len > 1)
    qsort(gathered->data, gathered->len, sizeof(guint32), compare_numbers);
  guint32 *states = (guint32 *)(gpointer)gathered->data;
  Node sought = {
      .states = states, .n_states = gathered->len, .hash = hash_states(states, gathered->len)};
  Node *known = g_hash_table_lookup(automaton->nodes, &sought);
  if (known)
    return known;
  Node *node = g_new(Node, 1);
  *node = sought;
  node->states = g_memdup2(states, sought.n_states * sizeof *states);
  node->open = open;
  gsize n_next = open ? 0 : automaton->rules->classes->n_classes;
  node->next = g_new0(Node *, n_next);
  fill_masks(automaton, node);
  automaton->memory += sizeof *node + sought.n_states * sizeof *states +
                       n_next * sizeof *node->next + 2 * automaton->n_words * sizeof(BirgeMask);
  g_hash_table_add(automaton->nodes, node);
  return node;
}

static void start_over(BirgeAutomaton *automaton) {
  g_hash_table_remove_all(automaton->nodes);
  automaton->memory = 0;
  begin_gathering(automaton);
  for (guint i = 0; i < automaton->starts->len; i++)
    gather(automaton, g_array_index(automaton->starts, guint32, i), 0, 0);
  automaton->initial = make_node(automaton);
}

/* Makes the node that follows a closed node after a character of a class. */
static Node *make_next(BirgeAutomaton *automaton, Node *node, guint class) {
  const BirgeClasses *classes = automaton->rules->classes;
  begin_gathering(automaton);
  for (guint i = 0; i < node->n_states; i++) {
    const BirgeState *state = get_state(automaton, node->states[i]);
    if (state->kind == BIRGE_STATE_SET &&
        classes->members[(gsize)state->value * classes->n_classes + class])
      gather(automaton, state->out, 0, 0);
  }
  node->next[class] = make_node(automaton);
  return node->next[class];
}

/* Returns the closed node that an open one becomes when its assertions are known. */
static Node *close_node(BirgeAutomaton *automaton, Node *node, guint32 truth) {
  for (guint i = 0; i < node->n_outcomes; i++) {
    if (node->outcomes[i].truth == truth)
      return node->outcomes[i].node;
  }
  begin_gathering(automaton);
  for (guint i = 0; i < node->n_states; i++)
    gather(automaton, node->states[i], node->open, truth);
  Node *closed = make_node(automaton);
  node->outcomes = g_renew(Outcome, node->outcomes, node->n_outcomes + 1);
  node->outcomes[node->n_outcomes++] = (Outcome){truth, closed};
  automaton->memory += sizeof(Outcome);
  return closed;
}

static gboolean is_combining(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_GRAPHEME_EXTEND) || u_charType(c) == U_FORMAT_CHAR;
}

static gboolean is_word(UChar32 c) {
  return u_isUAlphabetic(c) || c == 0x200C || c == 0x200D ||
         (U_GET_GC_MASK(c) & (U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)) != 0;
}

/* As ICU has \b: what combines belongs to the character before it. */
static gboolean is_boundary(const BirgeSpan *span, gsize place) {
  gboolean next = FALSE, previous = FALSE;
  UChar32 c;
  if (place < span->end) {
    gsize i = place;
    U8_NEXT_UNSAFE(span->text, i, c);
    if (is_combining(c))
      return FALSE;
    next = is_word(c);
  }
  for (gsize i = place; i > span->start;) {
    U8_PREV_UNSAFE(span->text, i, c);
    if (!is_combining(c)) {
      previous = is_word(c);
      break;
    }
  }
  return next != previous;
}

static gboolean is_line_end(UChar32 c) {
  return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* As ICU has $: at the end, or before a line end that is the last thing in the text. */
static gboolean is_end(const BirgeSpan *span, gsize place) {
  if (place == span->end)
    return TRUE;
  gsize i = place;
  UChar32 c;
  U8_NEXT_UNSAFE(span->text, i, c);
  if (i == span->end)
    return is_line_end(c) && !(c == '\n' && place > span->start && span->text[place - 1] == '\r');
  return c == '\r' && i + 1 == span->end && span->text[i] == '\n';
}

/* Whether the character before or after a place is in a set; FALSE if there is none. */
static gboolean is_beside(const BirgeClasses *classes, const BirgeSpan *span, gsize place,
                          gboolean before, guint32 set) {
  if (place == (before ? span->start : span->end))
    return FALSE;
  UChar32 c;
  if (before)
    U8_PREV_UNSAFE(span->text, place, c);
  else
    U8_NEXT_UNSAFE(span->text, place, c);
  return classes->members[(gsize)set * classes->n_classes + birge_class_of(classes, c)];
}

static gboolean holds(const BirgeClasses *classes, const BirgeAssertion *assertion,
                      const BirgeSpan *span, gsize place) {
  switch (assertion->kind) {
  case BIRGE_ASSERT_START:
    return place == span->start;
  case BIRGE_ASSERT_END:
    return is_end(span, place);
  case BIRGE_ASSERT_VERY_END:
    return place == span->end;
  case BIRGE_ASSERT_BOUNDARY:
    return is_boundary(span, place);
  case BIRGE_ASSERT_NO_BOUNDARY:
    return !is_boundary(span, place);
  case BIRGE_ASSERT_AFTER:
    return is_beside(classes, span, place, TRUE, assertion->set);
  case BIRGE_ASSERT_NOT_AFTER:
    return !is_beside(classes, span, place, TRUE, assertion->set);
  case BIRGE_ASSERT_BEFORE:
    return is_beside(classes, span, place, FALSE, assertion->set);
  case BIRGE_ASSERT_NOT_BEFORE:
    return !is_beside(classes, span, place, FALSE, assertion->set);
  }
  g_return_val_if_reached(FALSE);
}

static guint32 find_truth(const BirgeAutomaton *automaton, guint32 open, const BirgeSpan *span,
                          gsize place) {
  const GArray *assertions = automaton->rules->patterns.assertions;
  guint32 truth = 0;
  for (guint i = 0; open >> i; i++) {
    if (((open >> i) & 1) && holds(automaton->rules->classes,
                                   &g_array_index(assertions, BirgeAssertion, i), span, place))
      truth |= (guint32)1 << i;
    if (i == BIRGE_MAX_ASSERTIONS - 1)
      break;
  }
  return truth;
}

BirgeAutomaton *birge_automaton_new(const BirgeRules *rules, const GPtrArray *chosen,
                                    BirgeReading reading) {
  BirgeAutomaton *automaton = g_new0(BirgeAutomaton, 1);
  automaton->rules = rules;
  automaton->reading = reading;
  automaton->n_words = (chosen->len + 63) / 64;
  automaton->bits = g_new0(guint32, rules->n_rules);
  automaton->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  automaton->nodes = g_hash_table_new_full(hash_node, equal_nodes, free_node, NULL);
  automaton->marks = g_new0(guint32, rules->patterns.states->len);
  automaton->gathered = g_array_new(FALSE, FALSE, sizeof(guint32));
  automaton->waiting = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < chosen->len; i++) {
    const BirgeRule *rule = chosen->pdata[i];
    automaton->bits[rule->number] = i;
    if (rule->is_simple)
      g_array_append_val(automaton->starts,
                         *(reading == BIRGE_READ_FORWARD ? &rule->after : &rule->before));
  }
  start_over(automaton);
  return automaton;
}

void birge_automaton_free(BirgeAutomaton *automaton) {
  g_free(automaton->bits);
  g_array_unref(automaton->starts);
  g_hash_table_unref(automaton->nodes);
  g_free(automaton->marks);
  g_array_unref(automaton->gathered);
  g_array_unref(automaton->waiting);
  g_free(automaton);
}

/* Moves the rules among wanted that a node accepts to held, and takes out of wanted what need not
 * be asked any more. */
static void take_held(const BirgeAutomaton *automaton, const Node *node, gboolean only_first,
                      BirgeMask *wanted, BirgeMask *held) {
  for (guint w = 0; w < automaton->n_words; w++) {
    BirgeMask found = node->accepts[w] & wanted[w];
    held[w] |= found;
    wanted[w] &= ~found;
    if (found && only_first) {
      /* Nothing after the first that holds matters. */
      wanted[w] &= (found & -found) - 1;
      memset(wanted + w + 1, 0, (automaton->n_words - w - 1) * sizeof *wanted);
      return;
    }
  }
}

/* Whether one of the wanted rules may hold after more text. */
static inline gboolean is_open_question(const BirgeAutomaton *automaton, const Node *node,
                                        const BirgeMask *wanted) {
  for (guint w = 0; w < automaton->n_words; w++) {
    if (wanted[w] & node->lives[w])
      return TRUE;
  }
  return FALSE;
}

/* How far an automaton reads from a place. */
static gsize find_limit(const BirgeAutomaton *automaton, const BirgeSpan *span, gsize place) {
  return automaton->reading == BIRGE_READ_FORWARD
             ? place + MIN(span->end - place, BIRGE_MAX_CONTEXT)
             : place - MIN(place - span->start, BIRGE_MAX_CONTEXT);
}

/* Decides what a node waits for at a place. */
static inline Node *settle(BirgeAutomaton *automaton, Node *node, const BirgeSpan *span, gsize at) {
  return node->open ? close_node(automaton, node, find_truth(automaton, node->open, span, at))
                    : node;
}

static inline Node *read_character(BirgeAutomaton *automaton, Node *node, UChar32 c) {
  guint class = birge_class_of(automaton->rules->classes, c);
  return node->next[class] ? node->next[class] : make_next(automaton, node, class);
}

/* Reads the next character. Returns the node it leads to, NULL if there is none up to limit: a
 * character that the limit cuts is not seen. */
static inline Node *step(BirgeAutomaton *automaton, Node *node, const BirgeSpan *span, gsize limit,
                         gsize *at) {
  gboolean forward = automaton->reading == BIRGE_READ_FORWARD;
  UChar32 c;
  if (*at == limit)
    return NULL;
  if (forward)
    U8_NEXT_UNSAFE(span->text, *at, c);
  else
    U8_PREV_UNSAFE(span->text, *at, c);
  if (forward ? *at > limit : *at < limit)
    return NULL;
  return read_character(automaton, node, c);
}

/* Between two runs, so that no node goes while it is read from. */
static void begin_run(BirgeAutomaton *automaton) {
  if (automaton->memory > MAX_MEMORY)
    start_over(automaton);
}

void birge_automaton_run(BirgeAutomaton *automaton, const BirgeSpan *span, gsize place,
                         gboolean only_first, BirgeMask *wanted) {
  begin_run(automaton);
  gsize limit = find_limit(automaton, span, place), at = place;
  BirgeMask held[BIRGE_MAX_RULES / 64 + 1];
  memset(held, 0, automaton->n_words * sizeof *held);
  Node *node = automaton->initial;
  while (node) {
    node = settle(automaton, node, span, at);
    if (node->any_accepts)
      take_held(automaton, node, only_first, wanted, held);
    if (!is_open_question(automaton, node, wanted))
      break;
    node = step(automaton, node, span, limit, &at);
  }
  memcpy(wanted, held, automaton->n_words * sizeof *held);
}

gboolean birge_automaton_any(BirgeAutomaton *automaton, const BirgeSpan *span, gsize place) {
  begin_run(automaton);
  gsize limit = find_limit(automaton, span, place), at = place;
  for (Node *node = automaton->initial; node;) {
    node = settle(automaton, node, span, at);
    if (node->any_accepts || !node->any_lives)
      return node->any_accepts;
    node = step(automaton, node, span, limit, &at);
  }
  return FALSE;
}

gboolean birge_automaton_never(BirgeAutomaton *automaton, const guchar *characters, guint n) {
  begin_run(automaton);
  Node *node = automaton->initial;
  for (guint i = 0; i < n; i++) {
    if (node->open || node->any_accepts)
      return FALSE;
    if (!node->any_lives)
      return TRUE;
    node = read_character(automaton, node, characters[i]);
  }
  return !node->open && !node->any_accepts && !node->any_lives;
}

void birge_automaton_first(BirgeAutomaton *automaton, BirgeMask *masks) {
  const BirgeClasses *classes = automaton->rules->classes;
  guint n_words = automaton->n_words;
  begin_gathering(automaton);
  for (guint i = 0; i < automaton->starts->len; i++)
    gather(automaton, g_array_index(automaton->starts, guint32, i), G_MAXUINT32, G_MAXUINT32);
  for (guint i = 0; i < automaton->gathered->len; i++) {
    const BirgeState *state = get_state(automaton, g_array_index(automaton->gathered, guint32, i));
    for (guint c = 0; c < classes->n_classes; c++) {
      if (state->kind == BIRGE_STATE_ACCEPT ||
          classes->members[(gsize)state->value * classes->n_classes + c])
        birge_mask_add(masks + (gsize)c * n_words, automaton->bits[state->rule]);
    }
  }
}
