/* Numbers, dates and percentages: the same on both sides, in whatever digits or words. */
#include "qa/private.h"

#include <math.h>
#include <string.h>

/* What a text counts in: 5,000 is also "5 thousand". */
static const guint64 magnitudes[] = {100, 1000, 1000000, 1000000000,
                                     G_GUINT64_CONSTANT(1000000000000)};

/* The longest number that is compared, in bytes: longer ones are cut. */
#define MAX_NUMBER 64

typedef struct {
  double value;
  double other; /* what it may be by what stands before it or beside it; below 0: nothing else */
  gsize start;  /* byte range in the folded text */
  gsize end;
} Number;

/* Returns how many bytes of folded text at i are a separator between digits: a point, a comma, or
 * the comma of the language. */
static gsize measure_separator(const char *text, gsize i, const char *comma) {
  gsize length = strlen(comma);
  if (length == 0 || strncmp(text + i, comma, length) != 0)
    length = text[i] == '.' || text[i] == ',' ? 1 : 0;
  return length > 0 && g_ascii_isdigit(text[i + length]) ? length : 0;
}

static gsize measure_step(const char *text, gsize i, const char *comma) {
  return g_ascii_isdigit(text[i]) ? 1 : measure_separator(text, i, comma);
}

/* Whether a separator of n bytes at i groups thousands: exactly three digits follow, and no lone 0
 * leads. */
static gboolean is_grouping(const char *text, gsize start, gsize i, gsize n) {
  return strspn(text + i + n, "0123456789") == 3 && !(i == start + 1 && text[start] == '0');
}

/* Reads the number that begins at number->start. */
static void read_number(const char *text, const char *comma, Number *number) {
  char plain[MAX_NUMBER + 1];
  gsize n = 0, i = number->start, step;
  gboolean has_point = FALSE;
  for (; (step = measure_step(text, i, comma)) > 0; i += step) {
    if (n == MAX_NUMBER)
      continue;
    if (g_ascii_isdigit(text[i])) {
      plain[n++] = text[i];
    } else if (!is_grouping(text, number->start, i, step)) {
      /* A second point is no decimal: 1.2.2012 and the like are read to the end as digits. */
      if (!has_point)
        plain[n++] = '.';
      has_point = TRUE;
    }
  }
  plain[n] = '\0';
  number->value = g_ascii_strtod(plain, NULL);
  number->end = i;
}

static Number *number_at(const GArray *numbers, guint i) {
  return &g_array_index(numbers, Number, i);
}

/* Whether nothing but a mark stands before number i > 0, behind the one before. */
static gboolean is_behind(const char *folded, const GArray *numbers, guint i, const char *mark) {
  gsize start = number_at(numbers, i - 1)->end, length = strlen(mark);
  return number_at(numbers, i)->start - start == length &&
         strncmp(folded + start, mark, length) == 0;
}

/* Joins numbers from number i on with spaces between, as of a telephone: they may be one. Returns
 * the first number behind them. */
static guint join_groups(const char *folded, const GArray *numbers, guint i) {
  g_autoptr(GString) digits = g_string_new(NULL);
  guint end = i;
  do {
    const Number *group = number_at(numbers, end++);
    g_string_append_len(digits, folded + group->start, (gssize)(group->end - group->start));
  } while (end < numbers->len && is_behind(folded, numbers, end, " "));
  gboolean is_one = end > i + 1 && strspn(digits->str, "0123456789") == digits->len;
  for (guint n = i; is_one && n < end; n++)
    number_at(numbers, n)->other = g_ascii_strtod(digits->str, NULL);
  return end;
}

/* Finds what else numbers may be: 53 in 1950-53, 00 in 4:00, 116 123. */
static void find_others(const char *folded, const GArray *numbers) {
  for (guint i = 0; i < numbers->len;)
    i = join_groups(folded, numbers, i);
  for (guint i = 1; i < numbers->len; i++) {
    Number *number = number_at(numbers, i);
    double before = number_at(numbers, i - 1)->value;
    gboolean is_range =
        is_behind(folded, numbers, i, "-") || is_behind(folded, numbers, i, "\u2013");
    if (is_range && number->end - number->start == 2 && before >= 1000 && before < 10000)
      number->other = before - fmod(before, 100) + number->value;
    else if (is_behind(folded, numbers, i, ":") && number->value == 0)
      number->other = before;
  }
}

/* Returns the numbers of a text that are written with digits, of Number; yours. */
static GArray *find_numbers(const BirgeQaText *text) {
  GArray *numbers = g_array_new(FALSE, FALSE, sizeof(Number));
  const char *folded = text->folded->str;
  char comma[8] = "";
  g_unichar_to_utf8((gunichar)text->locale->habits->marks[BIRGE_MARK_COMMA], comma);
  for (gsize i = 0; folded[i];) {
    if (!g_ascii_isdigit(folded[i])) {
      i++;
      continue;
    }
    Number number = {.other = -1, .start = i};
    read_number(folded, comma, &number);
    g_array_append_val(numbers, number);
    i = number.end;
  }
  find_others(folded, numbers);
  return numbers;
}

static gboolean has_value(const GArray *numbers, double value) {
  for (guint i = 0; i < numbers->len; i++) {
    if (number_at(numbers, i)->value == value || number_at(numbers, i)->other == value)
      return TRUE;
  }
  return FALSE;
}

/* Whether a word of the text says a value. */
static gboolean has_named(const BirgeQaText *text, const GArray *names, double value) {
  for (guint t = 0; t < text->tokens->len; t++) {
    const BirgeToken *token = &g_array_index(text->tokens, BirgeToken, t);
    if (token->kind != BIRGE_TOKEN_WORD)
      continue;
    const BirgeNamedNumber *name = NULL;
    while ((name = birge_habits_find(text->locale, names, text->folded->str, token, name))) {
      if ((double)name->value == value)
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean says(const BirgeQaText *text, double value) {
  return has_named(text, text->locale->habits->numbers, value);
}

/* Whether a value stands in numbers in parts: 41,300 as 41 (thousand) and 300. */
static gboolean has_parts(const GArray *numbers, double value, double scale) {
  double low = fmod(value, scale);
  return value >= scale && has_value(numbers, (value - low) / scale) &&
         (low == 0 || has_value(numbers, low));
}

/* Whether a value is such a part of one of numbers. */
static gboolean is_part(const GArray *numbers, double value, double scale) {
  for (guint i = 0; i < numbers->len; i++) {
    double whole = number_at(numbers, i)->value;
    double low = fmod(whole, scale);
    if (whole >= scale && (low == value || (whole - low) / scale == value))
      return TRUE;
  }
  return FALSE;
}

/* Whether a value that here has stands in other's numbers with a word for thousands and the like:
 * 5,000 as "5 thousand" or "five thousand", 41,300 as "41 thousand and 300"; or the other way. */
static gboolean has_scaled(const BirgeQaText *here, const BirgeQaText *other, const GArray *numbers,
                           double value) {
  for (guint i = 0; i < G_N_ELEMENTS(magnitudes); i++) {
    double scale = (double)magnitudes[i];
    if (says(other, scale) && (has_value(numbers, value / scale) || says(other, value / scale) ||
                               has_parts(numbers, value, scale)))
      return TRUE;
    if (says(here, scale) && (has_value(numbers, value * scale) || is_part(numbers, value, scale)))
      return TRUE;
  }
  return FALSE;
}

/* 25 as a word for 20 and a word for 5; the 1980s as the eighties. */
static gboolean is_spelled(const BirgeQaText *text, double value) {
  if (says(text, value))
    return TRUE;
  double decade = fmod(value, 100);
  if (value > 1800 && value < 2100 && decade >= 20 && fmod(value, 10) == 0)
    return says(text, decade);
  if (value <= 20 || value >= 100 || value != (double)(int)value)
    return FALSE;
  int units = (int)value % 10;
  return units != 0 && says(text, (int)value - units) && says(text, units);
}

/* Reports that something is on one side alone. detail: as the text has it. */
static void report_missing(BirgeQa *qa, gboolean is_in_source, const char *what,
                           const char *detail) {
  BirgeFinding *finding =
      birge_qa_report(qa, "%s is not in the %s", what, is_in_source ? "source" : "translation");
  finding->is_in_source = is_in_source;
  finding->detail = g_strdup(detail);
}

/* Whether a value that here has stands in other too, whose numbers are theirs. */
static gboolean is_there(const BirgeQaText *here, const BirgeQaText *other, const GArray *theirs,
                         double value) {
  gboolean is_month =
      value >= 1 && value <= 12 && has_named(other, other->locale->habits->months, value);
  return has_value(theirs, value) || is_spelled(other, value) || is_month ||
         has_scaled(here, other, theirs, value);
}

/* Reports the numbers of here that other, the source or not, lacks. */
static void compare(BirgeQa *qa, const BirgeQaText *here, const BirgeQaText *other,
                    gboolean is_in_source) {
  g_autoptr(GArray) mine = find_numbers(here);
  g_autoptr(GArray) theirs = find_numbers(other);
  for (guint i = 0; i < mine->len; i++) {
    const Number *number = number_at(mine, i);
    if (is_there(here, other, theirs, number->value) ||
        (number->other >= 0 && is_there(here, other, theirs, number->other)))
      continue;
    g_autofree char *shown =
        g_strndup(here->folded->str + number->start, number->end - number->start);
    report_missing(qa, is_in_source, shown, shown);
  }
}

void birge_qa_check_numbers(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  compare(qa, source, target, FALSE);
  compare(qa, target, source, TRUE);
}

/* Whether a number with digits is the token before or after token t. */
static gboolean is_beside_number(const BirgeQaText *text, guint t) {
  const BirgeToken *tokens = (const BirgeToken *)text->tokens->data;
  return (t > 0 && g_ascii_isdigit(text->folded->str[tokens[t - 1].start])) ||
         (t + 1 < text->tokens->len && g_ascii_isdigit(text->folded->str[tokens[t + 1].start]));
}

/* Returns the months that a text names, bit 1 to 12. only_dates: those beside a number, since
 * months are common words too (May, March). word: receives the first token of each. */
static guint find_months(const BirgeQaText *text, gboolean only_dates, const BirgeToken **words) {
  guint months = 0;
  for (guint t = 0; t < text->tokens->len; t++) {
    const BirgeToken *token = &g_array_index(text->tokens, BirgeToken, t);
    if (token->kind != BIRGE_TOKEN_WORD || (only_dates && !is_beside_number(text, t)))
      continue;
    const BirgeNamedNumber *name = NULL;
    while ((name = birge_habits_find(text->locale, text->locale->habits->months, text->folded->str,
                                     token, name))) {
      if (name->value > 12)
        continue;
      months |= 1U << name->value;
      words[name->value] = token;
    }
  }
  return months;
}

static void compare_months(BirgeQa *qa, const BirgeQaText *here, const BirgeQaText *other,
                           gboolean is_in_source) {
  const BirgeToken *mine[13] = {NULL}, *theirs[13] = {NULL};
  guint months = find_months(here, TRUE, mine);
  guint missing = months != 0 ? months & ~find_months(other, FALSE, theirs) : 0;
  if (missing == 0)
    return;
  g_autoptr(GArray) my_numbers = find_numbers(here);
  g_autoptr(GArray) their_numbers = find_numbers(other);
  for (guint month = 1; month <= 12; month++) {
    /* A month may be a number, unless that is the day: 3 March. */
    gboolean is_number = has_value(their_numbers, month) && !has_value(my_numbers, month);
    if ((missing & 1U << month) == 0 || is_number)
      continue;
    g_autofree char *name =
        g_strndup(here->folded->str + mine[month]->start, mine[month]->end - mine[month]->start);
    g_autofree char *what = g_strdup_printf("month %u (%s)", month, name);
    report_missing(qa, is_in_source, what, name);
  }
}

void birge_qa_check_dates(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  if (source->locale->habits->months->len == 0 || target->locale->habits->months->len == 0)
    return;
  compare_months(qa, source, target, FALSE);
  compare_months(qa, target, source, TRUE);
}

static gboolean is_letter_at(const char *p) {
  return g_unichar_isalpha(g_utf8_get_char(p));
}

/* Whether a sign or words stand in folded text. One word may have an ending: of several, the last
 * may be the beginning of another word ("in hundreds" for "in the hundred"). */
static gboolean has_phrase(const char *folded, const char *phrase) {
  gboolean is_word = is_letter_at(phrase), is_single = !strchr(phrase, ' ');
  for (const char *next = folded; (next = strstr(next, phrase)); next++) {
    gboolean begins = next == folded || !is_letter_at(g_utf8_prev_char(next));
    gboolean ends = is_single || !is_letter_at(next + strlen(phrase));
    if (!is_word || (begins && ends))
      return TRUE;
  }
  return FALSE;
}

static gboolean has_percent(const BirgeQaText *text) {
  for (char **word = text->locale->habits->percent; word && *word; word++) {
    if (**word && has_phrase(text->folded->str, *word))
      return TRUE;
  }
  return FALSE;
}

void birge_qa_check_percent(BirgeQa *qa, const BirgeQaText *source, const BirgeQaText *target) {
  gboolean mine = has_percent(source), theirs = has_percent(target);
  if (mine && !theirs)
    birge_qa_report(qa, "the translation has no per cent sign or word");
  if (theirs && !mine)
    birge_qa_report(qa, "the translation has a per cent sign or word, the source has none")
        ->is_in_source = TRUE;
}
