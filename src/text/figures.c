/* Finds figures. What single words say is found first, so that it need be found once a word only;
 * then words and signs that stand together are read as one. */
#include "text/figures.h"

#include "text/fold.h"

#include <stdio.h>
#include <string.h>

/* Numbers that are not whole and numbers without end have no notation that compares. */
#define MAX_NUMBER 1e15
#define MAX_PARTS 3 /* of a date in digits */

static const BirgeFigureWord nothing = {.number = -1};

/* Reads n digits and separators: a number with one point at most, or -1. */
static double read_number(const char *text, gsize n) {
  g_autoptr(GString) number = g_string_new(NULL);
  birge_number_normalize(text, n, number);
  guint n_points = 0;
  for (char *c = number->str; *c; c++) {
    if (g_ascii_isdigit(*c))
      continue;
    if (*c == ':' || *c == '/' || ++n_points > 1)
      return -1;
    *c = '.';
  }
  double value = g_ascii_strtod(number->str, NULL);
  return value < MAX_NUMBER ? value : -1;
}

static gsize count_digits(const char *text, gsize length) {
  gsize n = 0;
  while (n < length && g_ascii_isdigit(text[n]))
    n++;
  return n;
}

/* Reads the digits that a word begins or ends with: "14th". */
static double read_stuck_digits(const char *text, gsize length) {
  gsize n = count_digits(text, length), start = length;
  if (n > 0)
    return read_number(text, n);
  while (start > 0 && g_ascii_isdigit(text[start - 1]))
    start--;
  return start < length ? read_number(text + start, length - start) : -1;
}

static gboolean is_listed(char *const *words, const char *text, gsize length) {
  for (; words && *words; words++)
    if (strlen(*words) == length && memcmp(*words, text, length) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a text is the first word of a name of several. */
static gboolean begins_phrase(const GArray *names, const char *text, gsize length) {
  for (guint i = 0; i < names->len; i++) {
    const char *word = g_array_index(names, BirgeNamedNumber, i).word;
    if (strncmp(word, text, length) == 0 && word[length] == ' ')
      return TRUE;
  }
  return FALSE;
}

/* Adds what a name in folded text at a token says. */
static void add_names(const BirgeLocale *locale, const char *folded, const BirgeToken *token,
                      BirgeFigureWord *word) {
  const BirgeHabits *habits = locale->habits;
  const BirgeNamedNumber *month = birge_habits_find_exact(locale, habits->months, folded, token);
  const BirgeNamedNumber *sign = birge_habits_find_exact(locale, habits->signs, folded, token);
  word->month = month && month->value <= 12 ? (guint8)month->value : word->month;
  word->sign = sign ? habits->sign_names[sign->value] : word->sign;
}

BirgeFigureWord birge_figure_word_read(const BirgeLocale *locale, const char *text, gsize length) {
  BirgeFigureWord word = nothing;
  if (length > 0 && g_ascii_isdigit(text[0]) && g_ascii_isdigit(text[length - 1]))
    word.number = read_number(text, length);
  else
    word.number = read_stuck_digits(text, length);
  word.has_digits = word.number >= 0;
  if (!locale || word.has_digits)
    return word;
  const BirgeHabits *habits = locale->habits;
  g_autofree char *alone = g_strndup(text, length);
  const BirgeToken token = {0, length, BIRGE_TOKEN_WORD};
  const BirgeNamedNumber *name = birge_habits_find_exact(locale, habits->numbers, alone, &token);
  word.number = name ? (double)name->value : -1;
  add_names(locale, alone, &token, &word);
  word.joins = is_listed(habits->joiners, text, length) || (length == 1 && *text == '-');
  word.begins_phrase =
      begins_phrase(habits->months, text, length) || begins_phrase(habits->signs, text, length);
  return word;
}

/* What is at hand while the figures of a text are found. */
typedef struct {
  const BirgeLocale *locale;
  const char *folded;
  const BirgeToken *tokens;
  const BirgeFigureWord *words;
  guint n;
  GArray *figures;
} Finder;

static void add_figure(Finder *finder, guint first, guint end, const char *notation) {
  BirgeFigure figure = {.first = first, .end = end};
  g_strlcpy(figure.notation, notation, sizeof figure.notation);
  g_array_append_val(finder->figures, figure);
}

static void add_month(Finder *finder, guint first, guint end, guint month) {
  char notation[16];
  g_snprintf(notation, sizeof notation, "month %u", month);
  add_figure(finder, first, end, notation);
}

static void add_number(Finder *finder, guint first, guint end, double value) {
  char notation[G_ASCII_DTOSTR_BUF_SIZE];
  add_figure(finder, first, end, g_ascii_formatd(notation, sizeof notation, "%.15g", value));
}

/* A number while its parts are read. */
typedef struct {
  double total;      /* of parts that a thousand or more ended */
  double part;       /* the one at hand */
  double scale;      /* the last thousand or more; 0: none yet */
  gboolean is_exact; /* the part at hand is in digits and takes no others */
} Number;

static gboolean is_power_of_thousand(double value) {
  return value == 1e3 || value == 1e6 || value == 1e9 || value == 1e12;
}

/* Whether below and above make one part in words, in this order: twenty five, five and twenty,
 * three ten (13), two hundred five. */
static double join_below_hundred(double part, double value, gboolean is_joined) {
  double rest = part - 100 * (double)(guint64)(part / 100);
  gboolean is_ten = value >= 20 && value < 100 && value / 10 == (double)(guint64)(value / 10);
  gboolean fits = rest == 0   ? value < 100
                  : rest < 10 ? (is_joined && is_ten) || (!is_joined && value == 10)
                  : rest >= 20 && rest < 100
                      ? value < 10 && rest / 10 == (double)(guint64)(rest / 10)
                      : FALSE;
  return fits ? part + value : -1;
}

/* Adds a word to a number. Returns FALSE, and changes nothing, if it doesn't go on with it. */
static gboolean add_part(Number *number, const BirgeFigureWord *word, gboolean is_joined) {
  double value = word->number, joined;
  if (!word->has_digits && is_power_of_thousand(value)) {
    if (number->scale > 0 && (value >= number->scale || number->part == 0))
      return FALSE;
    number->total += MAX(number->part, 1) * value;
    *number = (Number){.total = number->total, .scale = value};
    return TRUE;
  }
  if (number->part == 0) {
    if (number->scale > 0 && value >= number->scale)
      return FALSE;
    number->part = value;
    number->is_exact = word->has_digits;
    return TRUE;
  }
  if (number->is_exact || word->has_digits)
    return FALSE;
  joined = value == 100 && number->part < 10 ? number->part * 100
                                             : join_below_hundred(number->part, value, is_joined);
  number->part = joined >= 0 ? joined : number->part;
  return joined >= 0;
}

/* Whether a word may stand before the next part: "and", a hyphen, or a prefix of the word itself.
 */
static guint skip_joiner(const Finder *finder, guint t) {
  return t < finder->n && finder->words[t].joins ? t + 1 : t;
}

/* Whether a word has letters before its stem, as "and" is written in some languages. */
static gboolean has_prefix(const Finder *finder, guint t) {
  gsize start = finder->tokens[t].start, end = finder->tokens[t].end;
  birge_stem(finder->locale->stemming, finder->folded, &start, &end);
  return start > finder->tokens[t].start;
}

/* Reads the number that begins at a token. Returns where it ends. */
static guint read_phrase(Finder *finder, guint first) {
  Number number = {0}, before_part = {0};
  guint end = first, end_before = first;
  for (guint t = first; t < finder->n && finder->words[t].number >= 0;) {
    const BirgeFigureWord *word = &finder->words[t];
    gboolean is_joined = t > first && (t > end || has_prefix(finder, t));
    if (number.part == 0) {
      before_part = number;
      end_before = end;
    }
    if (!add_part(&number, word, is_joined)) {
      /* "5 million and 2 billion": the part is the next number's. */
      if (number.scale > 0 && number.part > 0 && !word->has_digits &&
          word->number >= number.scale) {
        number = before_part;
        end = end_before;
      }
      break;
    }
    end = t + 1;
    t = skip_joiner(finder, end);
  }
  gboolean is_plain = end == first + 1 && finder->tokens[first].kind == BIRGE_TOKEN_NUMBER;
  if (!is_plain)
    add_number(finder, first, end, number.total + number.part);
  return end;
}

/* Adds what a date in digits says: day, month and year with two marks between. Where both might be
 * the month, the second part is. */
static void add_date(Finder *finder, guint t) {
  const char *text = finder->folded + finder->tokens[t].start;
  gsize length = finder->tokens[t].end - finder->tokens[t].start;
  guint parts[MAX_PARTS] = {0}, n_parts = 0;
  for (gsize i = 0; i < length; i++) {
    gsize n = count_digits(text + i, length - i);
    if (n == 0 || n > 4 || n_parts == MAX_PARTS)
      return;
    parts[n_parts++] = (guint)g_ascii_strtoull(text + i, NULL, 10);
    i += n;
    if (i < length && text[i] != '/' && text[i] != '.')
      return;
  }
  if (n_parts != MAX_PARTS)
    return;
  gboolean is_swapped = parts[1] > 12;
  guint month = parts[is_swapped ? 0 : 1];
  if (month < 1 || month > 12)
    return;
  add_month(finder, t, t + 1, month);
  add_number(finder, t, t + 1, parts[is_swapped ? 1 : 0]);
  add_number(finder, t, t + 1, parts[2]);
}

/* Whether a number in digits stands beside a token: months are common words too (May, March). */
static gboolean is_beside_digits(const Finder *finder, guint first, guint end) {
  return (first > 0 && finder->words[first - 1].has_digits) ||
         (end < finder->n && finder->words[end].has_digits);
}

/* The end of the words that the name at a token takes. */
static guint find_phrase_end(const Finder *finder, guint t, const GArray *names) {
  const BirgeNamedNumber *name =
      birge_habits_find_exact(finder->locale, names, finder->folded, &finder->tokens[t]);
  gsize end = finder->tokens[t].start + (name ? strlen(name->word) : 0);
  guint last = t + 1;
  while (last < finder->n && finder->tokens[last].start < end)
    last++;
  return last;
}

/* Adds the month, the percentage or the money that a token begins. Returns where its name ends; t:
 * there is none. */
static guint add_signs(Finder *finder, guint t) {
  const BirgeHabits *habits = finder->locale->habits;
  BirgeFigureWord word = finder->words[t];
  if (word.begins_phrase)
    add_names(finder->locale, finder->folded, &finder->tokens[t], &word);
  guint end = t;
  if (word.month) {
    end = word.begins_phrase ? find_phrase_end(finder, t, habits->months) : t + 1;
    if (is_beside_digits(finder, t, end))
      add_month(finder, t, end, word.month);
  }
  if (word.sign) {
    end = word.begins_phrase ? find_phrase_end(finder, t, habits->signs) : t + 1;
    add_figure(finder, t, end, word.sign);
  }
  return end;
}

void birge_figures_find(const BirgeLocale *locale, const char *folded, const GArray *tokens,
                        const GArray *words, GArray *figures) {
  Finder finder = {locale,
                   folded,
                   (const BirgeToken *)(gpointer)tokens->data,
                   (const BirgeFigureWord *)(gpointer)words->data,
                   tokens->len,
                   figures};
  for (guint t = 0; t < finder.n;) {
    const BirgeFigureWord *word = &finder.words[t];
    guint end = t;
    if (finder.tokens[t].kind == BIRGE_TOKEN_NUMBER && word->number < 0)
      add_date(&finder, t);
    if (word->month || word->sign || word->begins_phrase)
      end = add_signs(&finder, t);
    if (end == t)
      end = word->number >= 0 ? read_phrase(&finder, t) : t + 1;
    t = end;
  }
}
