/* Turns the patterns of the subset into states of a nondeterministic automaton.
 *
 * A pattern becomes a tree first, which is then written as states in either direction: what stands
 * before a place is read backwards from it, and whether it holds does not depend on the direction.
 * Greedy and lazy repeats are the same here, for only the question whether a pattern can hold
 * matters. Whatever is beyond the subset makes the parser give up; ICU does it then. The functions
 * call each other as deep as groups stand in groups, which is at most MAX_DEPTH. */
/* NOLINTBEGIN(misc-no-recursion) */
#include "segment/pattern.h"

#include <string.h>
#include <unicode/ustring.h>

#define MAX_DEPTH 100           /* of groups in groups */
#define MAX_PATTERN_STATES 5000 /* of one pattern */
#define MAX_STATES 500000       /* of a file */
#define MAX_SETS 2000           /* of a file */
#define MAX_SET_RANGES 4000     /* of one set */
#define MAX_REPEAT 1000         /* a counted one */
#define NO_BOUND G_MAXUINT

typedef enum {
  NODE_SET,
  NODE_ASSERT,
  NODE_SEQUENCE, /* the empty pattern is one without children */
  NODE_CHOICE,
  NODE_REPEAT,
} NodeKind;

typedef struct {
  NodeKind kind;
  guint32 value; /* SET: an index into sets; ASSERT: an index into assertions */
  guint min, max;
  GPtrArray *children; /* of Node* */
} Node;

typedef struct {
  BirgePatterns *patterns;
  BirgeReading reading;
  const char *p;    /* what comes next */
  GPtrArray *nodes; /* owns them all */
  guint depth;
  gboolean ignores_case;
  gboolean gave_up;
  guint32 rule; /* the states' */
  guint first;  /* the states that were there before */
} Parser;

static void free_node(gpointer data) {
  Node *node = data;
  g_ptr_array_unref(node->children);
  g_free(node);
}

static Node *new_node(Parser *parser, NodeKind kind) {
  Node *node = g_new0(Node, 1);
  node->kind = kind;
  node->children = g_ptr_array_new();
  g_ptr_array_add(parser->nodes, node);
  return node;
}

static Node *give_up(Parser *parser) {
  parser->gave_up = TRUE;
  parser->p += strlen(parser->p);
  return new_node(parser, NODE_SEQUENCE);
}

/* Takes set, and returns the number of a set that is equal. */
static guint32 intern_set(Parser *parser, USet *set) {
  BirgePatterns *patterns = parser->patterns;
  gint32 n_ranges = uset_getItemCount(set);
  g_autofree UChar32 *ranges = g_new0(UChar32, 2 * (gsize)n_ranges + 1);
  for (gint32 i = 0; i < n_ranges; i++) {
    UErrorCode status = U_ZERO_ERROR;
    /* What is no range is a string, which only the folding of case brings in: ss for ß. */
    if (uset_getItem(set, i, &ranges[2 * i], &ranges[2 * i + 1], NULL, 0, &status) != 0)
      give_up(parser);
  }
  g_autoptr(GBytes) key = g_bytes_new(ranges, 2 * (gsize)n_ranges * sizeof *ranges);
  guint32 number = GPOINTER_TO_UINT(g_hash_table_lookup(patterns->set_keys, key));
  if (number > 0) {
    uset_close(set);
    return number - 1;
  }
  if (patterns->sets->len >= MAX_SETS || n_ranges > MAX_SET_RANGES)
    give_up(parser);
  g_ptr_array_add(patterns->sets, set);
  g_hash_table_insert(patterns->set_keys, g_steal_pointer(&key),
                      GUINT_TO_POINTER(patterns->sets->len));
  return patterns->sets->len - 1;
}

static Node *new_set_node(Parser *parser, USet *set) {
  if (parser->ignores_case)
    uset_closeOver(set, USET_CASE_INSENSITIVE);
  Node *node = new_node(parser, NODE_SET);
  node->value = intern_set(parser, set);
  return node;
}

static USet *set_of_pattern(Parser *parser, const char *pattern) {
  UChar utf16[256];
  int32_t n = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(utf16, G_N_ELEMENTS(utf16), &n, pattern, -1, &status);
  USet *set = U_SUCCESS(status) ? uset_openPattern(utf16, n, &status) : NULL;
  if (set && U_SUCCESS(status))
    return set;
  give_up(parser);
  return set ? set : uset_openEmpty();
}

/* The escapes that stand for a set, as ICU's regular expressions have them; a capital letter stands
 * for all other characters. NULL if there is none. */
static const char *find_class_pattern(char letter) {
  switch (g_ascii_tolower(letter)) {
  case 'd':
    return "[\\p{Nd}]";
  case 's':
    return "[\\p{White_Space}]";
  case 'w':
    return "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]";
  case 'h':
    return "[\\p{Zs}\\t]";
  case 'v':
    return "[\\u000a-\\u000d\\u0085\\u2028\\u2029]";
  default:
    return NULL;
  }
}

static USet *class_of_letter(Parser *parser, char letter) {
  USet *set = set_of_pattern(parser, find_class_pattern(letter));
  if (g_ascii_isupper(letter))
    uset_complement(set);
  return set;
}

/* Reads an escape that stands for a set: \p{Lu}, \s. Returns NULL, with nothing read, if there is
 * none. */
static USet *read_class_escape(Parser *parser) {
  const char *p = parser->p;
  if (p[0] != '\\')
    return NULL;
  if (p[1] == 'p' || p[1] == 'P') {
    const char *end = p[2] == '{' ? strchr(p, '}') : NULL;
    /* Names only: a set with negations and operators of its own is ICU's business, and so is how it
     * folds the case of a property. */
    if (!end || parser->ignores_case || end - p > 60 ||
        strspn(p + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
                      "=") != (gsize)(end - p - 3)) {
      give_up(parser);
      return uset_openEmpty();
    }
    g_autofree char *pattern = g_strdup_printf("[%.*s]", (int)(end + 1 - p), p);
    parser->p = end + 1;
    return set_of_pattern(parser, pattern);
  }
  if (!find_class_pattern(p[1]))
    return NULL;
  parser->p += 2;
  return class_of_letter(parser, p[1]);
}

/* Reads so many hexadecimal digits, or those in braces if n_digits is 0. */
static UChar32 read_hexadecimal(Parser *parser, guint n_digits) {
  gboolean braces = n_digits == 0;
  guint32 value = 0;
  guint n = 0;
  for (; n < (braces ? 6 : n_digits) && g_ascii_isxdigit(*parser->p); n++)
    value = value * 16 + (guint32)g_ascii_xdigit_value(*parser->p++);
  gboolean ends = braces ? n > 0 && *parser->p == '}' : n == n_digits;
  if (!ends || value > 0x10FFFF || U_IS_SURROGATE(value)) {
    give_up(parser);
    return 0;
  }
  parser->p += braces ? 1 : 0;
  return (UChar32)value;
}

/* Reads an escape that stands for one character; p is behind the backslash. */
static UChar32 read_escaped(Parser *parser) {
  static const char letters[] = "tnrfae";
  static const char values[] = "\t\n\r\f\a\033";
  char letter = *parser->p;
  const char *found = letter ? strchr(letters, letter) : NULL;
  if (found) {
    parser->p++;
    return values[found - letters];
  }
  if (letter == 'u' || letter == 'U' || letter == 'x') {
    parser->p++;
    gboolean braces = letter == 'x' && *parser->p == '{';
    parser->p += braces ? 1 : 0;
    return read_hexadecimal(parser, braces ? 0 : letter == 'u' ? 4 : letter == 'U' ? 8 : 2);
  }
  /* Other letters and digits have, or may come to have, a meaning. */
  if (!letter || g_ascii_isalnum(letter)) {
    give_up(parser);
    return 0;
  }
  UChar32 c = (UChar32)g_utf8_get_char(parser->p);
  parser->p = g_utf8_next_char(parser->p);
  return c;
}

static UChar32 read_character(Parser *parser) {
  if (*parser->p == '\\') {
    parser->p++;
    return read_escaped(parser);
  }
  UChar32 c = (UChar32)g_utf8_get_char(parser->p);
  parser->p = g_utf8_next_char(parser->p);
  return c;
}

/* Recursion ends at MAX_DEPTH. NOLINTBEGIN(misc-no-recursion) */
static USet *read_set(Parser *parser);

/* Adds the next part of a set […]. */
static void read_set_part(Parser *parser, USet *set) {
  if (*parser->p == '[') {
    g_autoptr(USet) inner = read_set(parser);
    uset_addAll(set, inner);
    return;
  }
  g_autoptr(USet) escape = read_class_escape(parser);
  if (escape) {
    uset_addAll(set, escape);
    return;
  }
  UChar32 first = read_character(parser), last = first;
  if (parser->p[0] == '-' && parser->p[1] != ']' && parser->p[1] != '\0') {
    parser->p++;
    g_autoptr(USet) escaped = read_class_escape(parser);
    gboolean is_end = !escaped && *parser->p != '[' && *parser->p != '-';
    last = is_end ? read_character(parser) : first;
    if (!is_end || last < first)
      give_up(parser);
  }
  uset_addRange(set, first, last);
}

/* Reads a set […]; yours. Set operators are left to ICU. */
static USet *read_set(Parser *parser) {
  parser->p++;
  gboolean negated = *parser->p == '^';
  parser->p += negated ? 1 : 0;
  /* How ICU folds the case of a negated set is its own affair; what […] holds first may be ] or a
   * POSIX class. */
  if (++parser->depth > MAX_DEPTH || (negated && parser->ignores_case) || *parser->p == ']' ||
      *parser->p == ':')
    give_up(parser);
  USet *set = uset_openEmpty();
  while (*parser->p && *parser->p != ']') {
    if (g_str_has_prefix(parser->p, "&&") || g_str_has_prefix(parser->p, "--"))
      give_up(parser);
    else
      read_set_part(parser, set);
  }
  parser->depth--;
  if (*parser->p != ']')
    give_up(parser);
  else
    parser->p++;
  if (negated)
    uset_complement(set);
  return set;
}

static Node *read_choice(Parser *parser);

static gboolean is_repeat(char c) {
  return c == '*' || c == '+' || c == '?' || c == '{';
}

static Node *new_assertion(Parser *parser, BirgeAssertionKind kind, guint32 set) {
  GArray *assertions = parser->patterns->assertions;
  Node *node = new_node(parser, NODE_ASSERT);
  for (; node->value < assertions->len; node->value++) {
    const BirgeAssertion *known = &g_array_index(assertions, BirgeAssertion, node->value);
    if (known->kind == kind && known->set == set)
      return node;
  }
  if (assertions->len >= BIRGE_MAX_ASSERTIONS)
    return give_up(parser);
  BirgeAssertion assertion = {kind, set};
  g_array_append_val(assertions, assertion);
  return node;
}

/* Returns the set of the characters that a choice of sets stands for; NULL if it is more. Yours. */
static USet *collect_set(const Parser *parser, const Node *node) {
  if (node->kind == NODE_SET)
    return uset_clone(parser->patterns->sets->pdata[node->value]);
  if (node->children->len == 0 || (node->kind == NODE_SEQUENCE && node->children->len > 1) ||
      node->kind == NODE_REPEAT)
    return NULL;
  g_autoptr(USet) set = uset_openEmpty();
  for (guint i = 0; i < node->children->len; i++) {
    g_autoptr(USet) child = collect_set(parser, node->children->pdata[i]);
    if (!child)
      return NULL;
    uset_addAll(set, child);
  }
  return g_steal_pointer(&set);
}

/* Reads the rest of (?=…), (?!…), (?<=…) and (?<!…). is_first: nothing stands before it. */
static Node *read_look_around(Parser *parser, BirgeAssertionKind kind, gboolean is_first) {
  gboolean ignores_case = parser->ignores_case;
  Node *inner = read_choice(parser);
  parser->ignores_case = ignores_case;
  if (*parser->p != ')' || is_repeat(parser->p[1]))
    return give_up(parser);
  parser->p++;
  /* At the far end of a pattern what must stand there may as well be read. */
  gboolean is_last = parser->depth == 1 && (*parser->p == '\0' || *parser->p == '|');
  if (kind == BIRGE_ASSERT_BEFORE && parser->reading == BIRGE_READ_FORWARD && is_last)
    return inner;
  if (kind == BIRGE_ASSERT_AFTER && parser->reading == BIRGE_READ_BACKWARD && is_first &&
      parser->depth == 1)
    return inner;
  USet *set = collect_set(parser, inner);
  return set ? new_assertion(parser, kind, intern_set(parser, set)) : give_up(parser);
}

/* Reads a group; p is behind its parenthesis. */
static Node *read_group(Parser *parser, gboolean is_first) {
  static const struct {
    const char *mark;
    BirgeAssertionKind kind;
  } looks[] = {{"?=", BIRGE_ASSERT_BEFORE},
               {"?!", BIRGE_ASSERT_NOT_BEFORE},
               {"?<=", BIRGE_ASSERT_AFTER},
               {"?<!", BIRGE_ASSERT_NOT_AFTER}};
  for (guint i = 0; i < G_N_ELEMENTS(looks); i++) {
    if (g_str_has_prefix(parser->p, looks[i].mark)) {
      parser->p += strlen(looks[i].mark);
      return read_look_around(parser, looks[i].kind, is_first);
    }
  }
  gboolean ignores_case = parser->ignores_case;
  if (g_str_has_prefix(parser->p, "?i)")) {
    /* Up to the end of the group around it. */
    parser->p += 3;
    parser->ignores_case = TRUE;
    return new_node(parser, NODE_SEQUENCE);
  }
  if (g_str_has_prefix(parser->p, "?i:"))
    parser->ignores_case = TRUE;
  if (g_str_has_prefix(parser->p, "?:") || g_str_has_prefix(parser->p, "?i:"))
    parser->p = strchr(parser->p, ':') + 1;
  else if (*parser->p == '?')
    return give_up(parser);
  Node *inner = read_choice(parser);
  parser->ignores_case = ignores_case;
  if (*parser->p != ')')
    return give_up(parser);
  parser->p++;
  return inner;
}

/* Reads \Q…\E. */
static Node *read_quotation(Parser *parser) {
  const char *end = strstr(parser->p, "\\E");
  /* A repeat would be of the last character alone. */
  if (!end || is_repeat(end[2]))
    return give_up(parser);
  Node *node = new_node(parser, NODE_SEQUENCE);
  parser->p += 2;
  while (parser->p < end) {
    UChar32 c = (UChar32)g_utf8_get_char(parser->p);
    parser->p = g_utf8_next_char(parser->p);
    g_ptr_array_add(node->children, new_set_node(parser, uset_open(c, c)));
  }
  parser->p = end + 2;
  return node;
}

static Node *read_escape(Parser *parser) {
  char letter = parser->p[1];
  if (letter == 'Q')
    return read_quotation(parser);
  static const BirgeAssertionKind kinds[] = {['b'] = BIRGE_ASSERT_BOUNDARY,
                                             ['B'] = BIRGE_ASSERT_NO_BOUNDARY,
                                             ['A'] = BIRGE_ASSERT_START,
                                             ['z'] = BIRGE_ASSERT_VERY_END};
  if (letter && strchr("bBAz", letter)) {
    parser->p += 2;
    return new_assertion(parser, kinds[(guchar)letter], 0);
  }
  USet *set = read_class_escape(parser);
  if (set)
    return new_set_node(parser, set);
  UChar32 c = read_character(parser);
  return new_set_node(parser, uset_open(c, c));
}

static Node *read_atom(Parser *parser, gboolean is_first) {
  switch (*parser->p) {
  case '(': {
    parser->p++;
    if (++parser->depth > MAX_DEPTH)
      return give_up(parser);
    Node *group = read_group(parser, is_first);
    parser->depth--;
    return group;
  }
  case '[':
    return new_set_node(parser, read_set(parser));
  case '\\':
    return read_escape(parser);
  case '.':
    parser->p++;
    return new_set_node(parser, class_of_letter(parser, 'V'));
  case '^':
    parser->p++;
    return new_assertion(parser, BIRGE_ASSERT_START, 0);
  case '$':
    parser->p++;
    return new_assertion(parser, BIRGE_ASSERT_END, 0);
  case '*':
  case '+':
  case '?':
  case '{':
  case '}':
  case ']':
    return give_up(parser);
  default: {
    UChar32 c = read_character(parser);
    return new_set_node(parser, uset_open(c, c));
  }
  }
}

/* Reads {m}, {m,} and {m,n}. */
static gboolean read_count(Parser *parser, guint *min, guint *max) {
  char *end;
  guint64 from =
      g_ascii_isdigit(parser->p[1]) ? g_ascii_strtoull(parser->p + 1, &end, 10) : G_MAXUINT64;
  if (from > MAX_REPEAT)
    return FALSE;
  *min = *max = (guint)from;
  if (*end == ',' && end[1] == '}') {
    *max = NO_BOUND;
    end++;
  } else if (*end == ',') {
    guint64 to = g_ascii_isdigit(end[1]) ? g_ascii_strtoull(end + 1, &end, 10) : G_MAXUINT64;
    if (to > MAX_REPEAT || to < from)
      return FALSE;
    *max = (guint)to;
  }
  parser->p = *end == '}' ? end + 1 : parser->p;
  return *end == '}';
}

/* Reads how often an atom is repeated, if it is. */
static Node *read_repeat(Parser *parser, Node *atom) {
  guint min, max = NO_BOUND;
  switch (*parser->p) {
  case '*':
  case '?':
  case '+':
    min = *parser->p == '+' ? 1 : 0;
    max = *parser->p == '?' ? 1 : NO_BOUND;
    parser->p++;
    break;
  case '{':
    if (!read_count(parser, &min, &max))
      return give_up(parser);
    break;
  default:
    return atom;
  }
  if (*parser->p == '?')
    parser->p++;
  /* Possessive repeats, and repeats of what has no width, are left to ICU. */
  if (is_repeat(*parser->p))
    return give_up(parser);
  if (atom->kind == NODE_ASSERT || (atom->kind == NODE_SEQUENCE && atom->children->len == 0))
    return give_up(parser);
  if (max == NO_BOUND)
    parser->patterns->unbounded = TRUE;
  Node *node = new_node(parser, NODE_REPEAT);
  node->min = min;
  node->max = max;
  g_ptr_array_add(node->children, atom);
  return node;
}

static Node *read_sequence(Parser *parser) {
  Node *node = new_node(parser, NODE_SEQUENCE);
  while (*parser->p && *parser->p != '|' && *parser->p != ')') {
    Node *atom = read_atom(parser, node->children->len == 0);
    g_ptr_array_add(node->children, read_repeat(parser, atom));
  }
  return node;
}

static Node *read_choice(Parser *parser) {
  Node *node = new_node(parser, NODE_CHOICE);
  g_ptr_array_add(node->children, read_sequence(parser));
  while (*parser->p == '|') {
    parser->p++;
    g_ptr_array_add(node->children, read_sequence(parser));
  }
  return node->children->len == 1 ? node->children->pdata[0] : node;
}

static guint32 add_state(Parser *parser, BirgeState state) {
  GArray *states = parser->patterns->states;
  /* Every state that is added has its place, so that what was built so far stays whole. */
  if (states->len - parser->first >= MAX_PATTERN_STATES || states->len >= MAX_STATES) {
    parser->gave_up = TRUE;
    return states->len - 1;
  }
  state.rule = parser->rule;
  g_array_append_val(states, state);
  return states->len - 1;
}

static guint32 write_node(Parser *parser, const Node *node, guint32 next);

static guint32 write_choice(Parser *parser, const Node *node, guint32 next) {
  guint n = node->children->len;
  guint32 first = write_node(parser, node->children->pdata[n - 1], next);
  for (guint i = n - 1; i-- > 0;) {
    guint32 branch = write_node(parser, node->children->pdata[i], next);
    first = add_state(parser, (BirgeState){BIRGE_STATE_SPLIT, 0, 0, branch, first});
  }
  return first;
}

static guint32 write_repeat(Parser *parser, const Node *node, guint32 next) {
  const Node *inner = node->children->pdata[0];
  guint32 first = next;
  if (node->max == NO_BOUND) {
    first = add_state(parser, (BirgeState){BIRGE_STATE_SPLIT, 0, 0, next, next});
    guint32 again = write_node(parser, inner, first);
    g_array_index(parser->patterns->states, BirgeState, first).out = again;
  } else {
    for (guint i = node->min; i < node->max && !parser->gave_up; i++) {
      guint32 once = write_node(parser, inner, first);
      first = add_state(parser, (BirgeState){BIRGE_STATE_SPLIT, 0, 0, once, next});
    }
  }
  for (guint i = 0; i < node->min && !parser->gave_up; i++)
    first = write_node(parser, inner, first);
  return first;
}

/* Writes the states of a node, the last ones first. next: what comes after it. Returns the state
 * with which it begins. */
static guint32 write_node(Parser *parser, const Node *node, guint32 next) {
  guint n = node->children->len;
  switch (node->kind) {
  case NODE_SET:
    return add_state(parser, (BirgeState){BIRGE_STATE_SET, 0, node->value, next, next});
  case NODE_ASSERT:
    return add_state(parser, (BirgeState){BIRGE_STATE_ASSERT, 0, node->value, next, next});
  case NODE_SEQUENCE:
    for (guint i = 0; i < n && !parser->gave_up; i++)
      next = write_node(
          parser, node->children->pdata[parser->reading == BIRGE_READ_FORWARD ? n - 1 - i : i],
          next);
    return next;
  case NODE_CHOICE:
    return write_choice(parser, node, next);
  case NODE_REPEAT:
    return write_repeat(parser, node, next);
  }
  g_return_val_if_reached(next);
}

/* NOLINTEND(misc-no-recursion) */

gboolean birge_patterns_add(BirgePatterns *patterns, const char *pattern, BirgeReading reading,
                            guint32 rule, guint32 *start) {
  Parser parser = {.patterns = patterns,
                   .reading = reading,
                   .p = pattern,
                   .nodes = g_ptr_array_new_with_free_func(free_node),
                   .rule = rule,
                   .first = patterns->states->len};
  patterns->unbounded = FALSE;
  const Node *tree = read_choice(&parser);
  if (*parser.p)
    give_up(&parser);
  if (!parser.gave_up) {
    guint32 accept = add_state(&parser, (BirgeState){BIRGE_STATE_ACCEPT, 0, 0, 0, 0});
    *start = write_node(&parser, tree, accept);
  }
  g_ptr_array_unref(parser.nodes);
  if (parser.gave_up)
    g_array_set_size(patterns->states, parser.first);
  return !parser.gave_up;
}
/* NOLINTEND(misc-no-recursion) */
