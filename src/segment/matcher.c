/* Asks the rules of a language, at the places where a break might be. */
#include "segment/automaton.h"

#include "text/utf.h"

#include <string.h>
#include <time.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

/* Steps of ICU's matcher, about a millisecond each, that one match may take. */
#define MATCH_TIME_LIMIT 1000

/* The processor time that a block may take: for any block, and for each byte of it. Our own rules
 * take some nanoseconds a byte; the limit is for rules that are hostile to the text. */
#define BLOCK_TIME_NS (10 * G_GINT64_CONSTANT(1000000000))
#define BYTE_TIME_NS (100 * 1000)

/* How many places may be asked between two looks at the clock. */
#define PLACES_PER_LOOK 256

/* What a byte may be to a place where a break rule can hold. */
enum { MAY_END = 1, MAY_BEGIN = 2 };

/* A thread's copies of the patterns of a rule that is left to ICU. */
typedef struct {
  guint number; /* among the rules of the language */
  URegularExpression *before;
  URegularExpression *after;
} ForeignRule;

/* What is known of some ASCII characters after a place. */
enum { NOT_KNOWN, NEVER_BREAKS, MAY_BREAK };

/* An automaton of the rules that can break after characters of some classes, on what stands after
 * the place. Most places are between words, and asking it is cheaper than asking all rules; where
 * two ASCII characters decide, or a space and two, they are looked up. */
typedef struct {
  BirgeMask *rules;
  BirgeAutomaton *automaton;
  guint8 known[0x80][0x80]; /* by the two characters */
  guint8 known_after_space[0x80][0x80];
} Probe;

/* There are at most so many; the classes that are left share the last. */
#define MAX_PROBES 32

struct _BirgeMatcher {
  const BirgeRules *file;
  GPtrArray *rules; /* of BirgeRule*, in order */
  guint n_words;    /* of a mask */
  BirgeAutomaton *before;
  BirgeAutomaton *after;
  BirgeMask *before_class; /* by class: the rules that can hold after a character of it */
  BirgeMask *after_class;  /* by class: the rules that can hold before a character of it */
  BirgeMask *breaks;       /* the simple rules that break */
  BirgeMask *wanted;       /* scratch */
  GPtrArray *probes;       /* of Probe* */
  Probe **probe;           /* by class: asks the breaks that can hold after it; NULL: none */
  GArray *foreign;         /* of ForeignRule, in order */
  gboolean foreign_breaks; /* one of them breaks: any place may be one */
  guint8 flags[256];       /* by byte */
  /* By the ASCII characters beside a place: whether a rule may break there. */
  guint8 may_part[0x80][0x80];
  const BirgeSpan *span;
  BirgeUtf16 *utf16; /* the block for ICU, where a rule is left to it */
  guint n_asked;
  gint64 deadline_ns;
};

static gint64 thread_time_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

static URegularExpression *copy_pattern(const URegularExpression *pattern, UErrorCode *status) {
  URegularExpression *matcher = uregex_clone(pattern, status);
  uregex_setTimeLimit(matcher, MATCH_TIME_LIMIT, status);
  /* Looking around must see the text on both sides of a place, and ^ and $ mean the block. */
  uregex_useTransparentBounds(matcher, TRUE, status);
  uregex_useAnchoringBounds(matcher, FALSE, status);
  return matcher;
}

static void clear_foreign(gpointer data) {
  ForeignRule *rule = data;
  g_clear_pointer(&rule->before, uregex_close);
  g_clear_pointer(&rule->after, uregex_close);
}

static void add_rules(BirgeMatcher *matcher, UErrorCode *status) {
  for (guint i = 0; i < matcher->rules->len; i++) {
    const BirgeRule *rule = matcher->rules->pdata[i];
    if (rule->is_simple) {
      if (rule->breaks)
        birge_mask_add(matcher->breaks, i);
      continue;
    }
    ForeignRule foreign = {i, copy_pattern(rule->before_icu, status),
                           copy_pattern(rule->after_icu, status)};
    g_array_append_val(matcher->foreign, foreign);
    matcher->foreign_breaks = matcher->foreign_breaks || rule->breaks;
  }
}

static void free_probe(gpointer data) {
  Probe *probe = data;
  g_clear_pointer(&probe->automaton, birge_automaton_free);
  g_free(probe->rules);
  g_free(probe);
}

static gboolean meet(const BirgeMask *a, const BirgeMask *b, guint n_words) {
  for (guint w = 0; w < n_words; w++) {
    if (a[w] & b[w])
      return TRUE;
  }
  return FALSE;
}

/* Returns the probe of a set of rules. */
static Probe *find_probe(BirgeMatcher *matcher, const BirgeMask *rules) {
  gsize size = matcher->n_words * sizeof *rules;
  for (guint i = 0; i < matcher->probes->len; i++) {
    Probe *known = matcher->probes->pdata[i];
    if (memcmp(known->rules, rules, size) == 0)
      return known;
  }
  if (matcher->probes->len == MAX_PROBES) {
    Probe *last = matcher->probes->pdata[MAX_PROBES - 1];
    for (guint w = 0; w < matcher->n_words; w++)
      last->rules[w] |= rules[w];
    return last;
  }
  Probe *probe = g_new0(Probe, 1);
  probe->rules = g_memdup2(rules, size);
  g_ptr_array_add(matcher->probes, probe);
  return probe;
}

static void make_probes(BirgeMatcher *matcher) {
  guint n_classes = matcher->file->classes->n_classes, n = matcher->n_words;
  matcher->probe = g_new0(Probe *, n_classes);
  for (guint c = 0; c < n_classes; c++) {
    const BirgeMask *before = matcher->before_class + (gsize)c * n;
    for (guint w = 0; w < n; w++)
      matcher->wanted[w] = before[w] & matcher->breaks[w];
    if (meet(matcher->wanted, matcher->breaks, n))
      matcher->probe[c] = find_probe(matcher, matcher->wanted);
  }
  for (guint i = 0; i < matcher->probes->len; i++) {
    Probe *probe = matcher->probes->pdata[i];
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();
    for (guint r = 0; r < matcher->rules->len; r++) {
      if (birge_mask_has(probe->rules, r))
        g_ptr_array_add(chosen, matcher->rules->pdata[r]);
    }
    probe->automaton = birge_automaton_new(matcher->file, chosen, BIRGE_READ_FORWARD);
  }
}

/* Flags the bytes that characters from first to last end or begin with. */
static void flag_bytes(guint8 *flags, UChar32 first, UChar32 last, guint8 flag) {
  for (; first <= last && first < 0x80; first++)
    flags[first] |= flag;
  if (first > last)
    return;
  if (flag == MAY_END) {
    /* The last byte has six bits of the character. */
    for (UChar32 c = first; c <= last && c < first + 64; c++)
      flags[0x80 | (c & 0x3F)] |= flag;
    return;
  }
  char from[4], to[4];
  g_unichar_to_utf8((gunichar)first, from);
  g_unichar_to_utf8((gunichar)last, to);
  for (guint byte = (guchar)from[0]; byte <= (guchar)to[0]; byte++)
    flags[byte] |= flag;
}

static void fill_flags(BirgeMatcher *matcher) {
  if (matcher->foreign_breaks) {
    for (guint byte = 0; byte < 256; byte++)
      matcher->flags[byte] = MAY_END | ((byte & 0xC0) != 0x80 ? MAY_BEGIN : 0);
    return;
  }
  const BirgeClasses *classes = matcher->file->classes;
  for (guint i = 0; classes && i < classes->ranges->len; i++) {
    const BirgeClassRange *range = &g_array_index(classes->ranges, BirgeClassRange, i);
    UChar32 last = i + 1 < classes->ranges->len ? range[1].start - 1 : 0x10FFFF;
    gsize offset = (gsize)range->class * matcher->n_words;
    if (meet(matcher->before_class + offset, matcher->breaks, matcher->n_words))
      flag_bytes(matcher->flags, range->start, last, MAY_END);
    if (meet(matcher->after_class + offset, matcher->breaks, matcher->n_words))
      flag_bytes(matcher->flags, range->start, last, MAY_BEGIN);
  }
}

/* Between most letters of a text no rule can break, whatever else stands in it. */
static void fill_pairs(BirgeMatcher *matcher) {
  for (guint before = 0; before < 0x80; before++) {
    const Probe *probe =
        matcher->probe ? matcher->probe[birge_class_of(matcher->file->classes, (UChar32)before)]
                       : NULL;
    for (guint after = 0; after < 0x80; after++) {
      guchar next = (guchar)after;
      matcher->may_part[before][after] =
          matcher->foreign_breaks || (probe && !birge_automaton_never(probe->automaton, &next, 1));
    }
  }
}

BirgeMatcher *birge_matcher_new(const BirgeRules *rules, const char *language, UErrorCode *status) {
  BirgeMatcher *matcher = g_new0(BirgeMatcher, 1);
  matcher->file = rules;
  matcher->rules = birge_rules_for_language(rules, language);
  matcher->n_words = (matcher->rules->len + 63) / 64;
  matcher->breaks = g_new0(BirgeMask, matcher->n_words + 1);
  matcher->wanted = g_new0(BirgeMask, matcher->n_words + 1);
  matcher->probes = g_ptr_array_new_with_free_func(free_probe);
  matcher->foreign = g_array_new(FALSE, FALSE, sizeof(ForeignRule));
  g_array_set_clear_func(matcher->foreign, clear_foreign);
  add_rules(matcher, status);
  if (rules->classes) {
    gsize n = (gsize)rules->classes->n_classes * matcher->n_words + 1;
    matcher->before = birge_automaton_new(rules, matcher->rules, BIRGE_READ_BACKWARD);
    matcher->after = birge_automaton_new(rules, matcher->rules, BIRGE_READ_FORWARD);
    matcher->before_class = g_new0(BirgeMask, n);
    matcher->after_class = g_new0(BirgeMask, n);
    birge_automaton_first(matcher->before, matcher->before_class);
    birge_automaton_first(matcher->after, matcher->after_class);
    make_probes(matcher);
  }
  fill_flags(matcher);
  fill_pairs(matcher);
  return matcher;
}

void birge_matcher_free(BirgeMatcher *matcher) {
  g_clear_pointer(&matcher->before, birge_automaton_free);
  g_clear_pointer(&matcher->after, birge_automaton_free);
  g_ptr_array_unref(matcher->probes);
  g_free(matcher->probe);
  g_free(matcher->before_class);
  g_free(matcher->after_class);
  g_ptr_array_unref(matcher->rules);
  g_free(matcher->breaks);
  g_free(matcher->wanted);
  g_array_unref(matcher->foreign);
  g_clear_pointer(&matcher->utf16, birge_utf16_free);
  g_free(matcher);
}

void birge_matcher_begin(BirgeMatcher *matcher, const BirgeSpan *span, UErrorCode *status) {
  gsize length = span->end - span->start;
  matcher->span = span;
  matcher->n_asked = 0;
  matcher->deadline_ns = thread_time_ns() + BLOCK_TIME_NS + (gint64)length * BYTE_TIME_NS;
  if (matcher->foreign->len == 0)
    return;
  /* Not as UText: ICU 72 answers otherwise than for UTF-16 where assertions meet empty groups. */
  g_clear_pointer(&matcher->utf16, birge_utf16_free);
  matcher->utf16 = birge_utf16_new(span->text + span->start, length);
  for (guint i = 0; i < matcher->foreign->len; i++) {
    const ForeignRule *rule = &g_array_index(matcher->foreign, ForeignRule, i);
    uregex_setText(rule->before, matcher->utf16->text, matcher->utf16->length_utf16, status);
    uregex_setText(rule->after, matcher->utf16->text, matcher->utf16->length_utf16, status);
  }
}

/* Returns the UTF-16 index of the first character that begins at a byte offset or after it. */
static int32_t find_utf16(const BirgeUtf16 *utf16, gsize offset) {
  int32_t low = 0, high = utf16->length_utf16;
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    if (utf16->offsets[middle] < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gboolean foreign_holds(const BirgeMatcher *matcher, const ForeignRule *rule, gsize offset,
                              UErrorCode *status) {
  const BirgeUtf16 *utf16 = matcher->utf16;
  int32_t place = find_utf16(utf16, offset);
  int32_t first = find_utf16(utf16, offset - MIN(offset, BIRGE_MAX_CONTEXT));
  int32_t end = find_utf16(utf16, offset + BIRGE_MAX_CONTEXT);
  while (utf16->offsets[end] > offset + BIRGE_MAX_CONTEXT)
    end--;
  uregex_setRegion(rule->after, place, end, status);
  if (!uregex_lookingAt(rule->after, -1, status))
    return FALSE;
  /* What stands before may begin anywhere, but must end here. */
  for (int32_t from = place; from >= first && U_SUCCESS(*status); from--) {
    /* Begun inside a surrogate pair, ICU 72 reads before its text. */
    if (U16_IS_TRAIL(utf16->text[from]))
      continue;
    uregex_setRegion(rule->before, from, place, status);
    if (uregex_matches(rule->before, -1, status))
      return TRUE;
  }
  return FALSE;
}

static guint class_before(const BirgeMatcher *matcher, gsize place) {
  UChar32 c;
  U8_PREV_UNSAFE(matcher->span->text, place, c);
  return birge_class_of(matcher->file->classes, c);
}

static guint class_after(const BirgeMatcher *matcher, gsize place) {
  UChar32 c;
  U8_NEXT_UNSAFE(matcher->span->text, place, c);
  return birge_class_of(matcher->file->classes, c);
}

static gboolean look_up(const Probe *probe, guint8 *known, const guchar *characters, guint n) {
  if (*known == NOT_KNOWN)
    *known = birge_automaton_never(probe->automaton, characters, n) ? NEVER_BREAKS : MAY_BREAK;
  return *known == NEVER_BREAKS;
}

/* Whether what is known of the next characters says that no rule of a probe holds. */
static gboolean is_known_never(Probe *probe, const guchar *after, gsize length) {
  if (length < 3 || ((after[0] | after[1]) & 0x80))
    return FALSE;
  if (after[0] == ' ' && !(after[2] & 0x80))
    return look_up(probe, &probe->known_after_space[after[1]][after[2]], after, 3);
  return look_up(probe, &probe->known[after[0]][after[1]], after, 2);
}

/* Whether a rule may break at a place, as far as what stands after it says. */
static gboolean may_break(const BirgeMatcher *matcher, gsize place) {
  if (matcher->foreign_breaks)
    return TRUE;
  Probe *probe = matcher->probe[class_before(matcher, place)];
  const guchar *after = (const guchar *)matcher->span->text + place;
  return probe && !is_known_never(probe, after, matcher->span->end - place) &&
         birge_automaton_any(probe->automaton, matcher->span, place);
}

/* Fills wanted with the simple rules below a number that break, or that don't, as far as the
 * characters beside a place allow. */
static void begin_asking(BirgeMatcher *matcher, gsize place, gboolean breaks, guint below) {
  guint n = matcher->n_words;
  const BirgeMask *before = matcher->before_class + (gsize)class_before(matcher, place) * n;
  const BirgeMask *after = matcher->after_class + (gsize)class_after(matcher, place) * n;
  memset(matcher->wanted, 0, n * sizeof *matcher->wanted);
  for (guint w = 0; w * 64 < below; w++) {
    BirgeMask kind = breaks ? matcher->breaks[w] : ~matcher->breaks[w];
    BirgeMask low = below - w * 64 < 64 ? (G_GUINT64_CONSTANT(1) << (below - w * 64)) - 1 : ~0ULL;
    matcher->wanted[w] = before[w] & after[w] & kind & low;
  }
}

/* Returns the number of the first simple rule that holds at a place, below if none does. */
static guint find_simple(BirgeMatcher *matcher, gsize place, gboolean breaks, guint below) {
  if (!matcher->before)
    return below;
  begin_asking(matcher, place, breaks, below);
  birge_automaton_run(matcher->after, matcher->span, place, FALSE, matcher->wanted);
  birge_automaton_run(matcher->before, matcher->span, place, TRUE, matcher->wanted);
  for (guint w = 0; w < matcher->n_words; w++) {
    if (matcher->wanted[w])
      return w * 64 + (guint)__builtin_ctzll(matcher->wanted[w]);
  }
  return below;
}

/* Returns the number of the first rule of a kind that holds at a place, below if none does. */
static guint find_first(BirgeMatcher *matcher, gsize place, gboolean breaks, guint below,
                        UErrorCode *status) {
  guint first = find_simple(matcher, place, breaks, below);
  for (guint i = 0; i < matcher->foreign->len; i++) {
    const ForeignRule *foreign = &g_array_index(matcher->foreign, ForeignRule, i);
    if (foreign->number >= first)
      break;
    const BirgeRule *rule = matcher->rules->pdata[foreign->number];
    if (rule->breaks == breaks &&
        foreign_holds(matcher, foreign, place - matcher->span->start, status))
      return foreign->number;
  }
  return first;
}

/* Returns the number of the rule that decides at a place where a rule breaks; the number of rules
 * where none does. The rules that break are few, and at most places none of them holds: the others
 * are asked only where it matters. */
static guint decide(BirgeMatcher *matcher, gsize place, UErrorCode *status) {
  guint n = matcher->rules->len;
  guint first_break = find_first(matcher, place, TRUE, n, status);
  return first_break == n ? n : find_first(matcher, place, FALSE, first_break, status);
}

const BirgeRule *birge_matcher_next(BirgeMatcher *matcher, gsize from, gsize *place,
                                    UErrorCode *status) {
  const guint8 *text = (const guint8 *)matcher->span->text;
  const guint8 *flags = matcher->flags;
  gsize end = matcher->span->end;
  for (gsize at = from + 1; at < end && U_SUCCESS(*status); at++) {
    guint8 before = text[at - 1], after = text[at];
    if ((before | after) < 0x80 ? !matcher->may_part[before][after]
                                : !(flags[before] & MAY_END) || !(flags[after] & MAY_BEGIN))
      continue;
    if (!may_break(matcher, at))
      continue;
    if (++matcher->n_asked % PLACES_PER_LOOK == 0 && thread_time_ns() > matcher->deadline_ns) {
      *status = U_REGEX_TIME_OUT;
      return NULL;
    }
    guint number = decide(matcher, at, status);
    if (number < matcher->rules->len && U_SUCCESS(*status)) {
      *place = at;
      return matcher->rules->pdata[number];
    }
  }
  return NULL;
}
