/* Finds marks. */
#include "review/marks.h"

#include "text/fold.h"
#include "text/tokens.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* Smaller numbers are often written as words. */
#define MIN_NUMBER 11

/* Lengths are compared in what English would take; short texts vary too much. */
#define MAX_LENGTH_RATIO 2.0
#define MIN_LENGTH_DIFFERENCE 20

/* The fewest letters that say what script a text is in. */
#define MIN_LETTERS 4

/* One letter in so many must be of the language's script: long names of others are common. */
#define MIN_SCRIPT_SHARE 4

/* What is looked at in a cell. */
typedef struct {
  gboolean is_empty;
  GPtrArray *numbers; /* of char*, normalized */
  GPtrArray *words;   /* of char*, Latin, folded */
  guint n_letters;
  guint n_letters_of_script;
  double length;     /* in characters of English */
  gboolean is_latin; /* the language's script */
  gboolean is_paired;
} Cell;

static const char *const kind_names[] = {
    [BIRGE_MARK_NUMBER] = "number", [BIRGE_MARK_WORD] = "word",
    [BIRGE_MARK_QUOTE] = "quote",   [BIRGE_MARK_LENGTH] = "length",
    [BIRGE_MARK_SCRIPT] = "script", [BIRGE_MARK_MISSING] = "missing",
};

/* By how much a mark lowers the trust in a row, by kind; set by hand. */
static const double weights[] = {
    [BIRGE_MARK_NUMBER] = 0.3, [BIRGE_MARK_WORD] = 0.2,   [BIRGE_MARK_QUOTE] = 0.1,
    [BIRGE_MARK_LENGTH] = 0.3, [BIRGE_MARK_SCRIPT] = 0.5, [BIRGE_MARK_MISSING] = 0.2,
};

const char *birge_mark_kind_print(BirgeMarkKind kind) {
  return kind_names[kind];
}

static char *cell_text(const GPtrArray *segments) {
  GString *text = g_string_new(NULL);
  for (guint s = 0; s < segments->len; s++) {
    const BirgeDraftSegment *segment = segments->pdata[s];
    if (s > 0)
      g_string_append_c(text, ' ');
    g_string_append_len(text, segment->from->text + segment->start,
                        (gssize)(segment->end - segment->start));
  }
  return g_string_free(text, FALSE);
}

static gboolean has_string(const GPtrArray *strings, const char *string) {
  return g_ptr_array_find_with_equal_func((GPtrArray *)(gpointer)strings, string, g_str_equal,
                                          NULL);
}

static void add_once(GPtrArray *strings, char *string) {
  if (has_string(strings, string))
    g_free(string);
  else
    g_ptr_array_add(strings, string);
}

static void add_number(Cell *cell, const char *text, gsize length) {
  g_autoptr(GString) number = g_string_new(NULL);
  birge_number_normalize(text, length, number);
  g_strdelimit(number->str, ",", '.'); /* a comma that is left is a decimal point */
  /* Thousands may stand beside the number as a word. */
  while (number->len > 3 && g_str_has_suffix(number->str, "000") && !strchr(number->str, '.'))
    g_string_truncate(number, number->len - 3);
  gboolean is_small = number->len < 3 && g_ascii_strtoull(number->str, NULL, 10) < MIN_NUMBER;
  if (!is_small)
    add_once(cell->numbers, g_strdup(number->str));
}

static gboolean is_latin(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return u_isalpha(c) && uscript_getScript(c, &status) == USCRIPT_LATIN;
}

/* Adds a word all of whose letters are Latin, one letter not enough. */
static void add_word(Cell *cell, const char *text, gsize length) {
  guint n = 0;
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    if (u_isalpha(c) && !is_latin(c))
      return;
    n += is_latin(c) ? 1 : 0;
  }
  if (n > 1)
    add_once(cell->words, g_strndup(text, length));
}

/* Adds the numbers of folded text. They are not taken from its tokens: in Arabic script, words grow
 * together with the digits that follow or precede them. */
static void add_numbers(Cell *cell, const GString *folded) {
  const char *end = folded->str + folded->len;
  for (const char *p = folded->str; p < end;) {
    const char *start = p;
    while (p < end &&
           (g_ascii_isdigit(*p) || (p > start && strchr(".,:/", *p) && g_ascii_isdigit(p[1]))))
      p++;
    if (p > start)
      add_number(cell, start, (gsize)(p - start));
    else
      p++;
  }
}

static void add_tokens(Cell *cell, const char *text, const BirgeLocale *locale) {
  g_autoptr(GString) folded = g_string_new(NULL);
  birge_fold(locale ? locale->folding : NULL, text, strlen(text), folded);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(BirgeToken));
  add_numbers(cell, folded);
  birge_tokenize(folded->str, folded->len, tokens);
  for (guint t = 0; t < tokens->len; t++) {
    const BirgeToken *token = &g_array_index(tokens, BirgeToken, t);
    if (token->kind == BIRGE_TOKEN_WORD)
      add_word(cell, folded->str + token->start, token->end - token->start);
  }
}

static void count_letters(Cell *cell, const char *text, const BirgeLocale *locale) {
  int32_t value = locale && locale->script ? u_getPropertyValueEnum(UCHAR_SCRIPT, locale->script)
                                           : UCHAR_INVALID_CODE;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    UErrorCode status = U_ZERO_ERROR;
    if (!u_isalpha(c))
      continue;
    cell->n_letters++;
    cell->n_letters_of_script +=
        value == UCHAR_INVALID_CODE || (int32_t)uscript_getScript(c, &status) == value ? 1 : 0;
  }
}

/* Pairs of marks that open and close; the straight mark pairs with itself. */
static gboolean are_marks_paired(const char *text) {
  static const gunichar pairs[][2] = {{0x201C, 0x201D}, {0xAB, 0xBB}, {'(', ')'}, {'[', ']'}};
  guint n_straight = 0;
  int open[G_N_ELEMENTS(pairs)] = {0};
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    n_straight += c == '"' ? 1 : 0;
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
      open[i] += c == pairs[i][0] ? 1 : c == pairs[i][1] ? -1 : 0;
  }
  gboolean are_paired = n_straight % 2 == 0;
  /* In right-to-left text both of “ and ”, « and » are found at the start, so only the numbers of
   * each have to be equal. */
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
    are_paired = are_paired && open[i] == 0;
  return are_paired;
}

static void look_at(Cell *cell, const GPtrArray *segments, const BirgeLocale *locale) {
  cell->numbers = g_ptr_array_new_with_free_func(g_free);
  cell->words = g_ptr_array_new_with_free_func(g_free);
  cell->is_empty = segments->len == 0;
  cell->is_latin = locale && g_strcmp0(locale->script, "Latn") == 0;
  g_autofree char *text = cell_text(segments);
  double ratio = locale && locale->length_ratio > 0 ? locale->length_ratio : 1;
  cell->length = (double)g_utf8_strlen(text, -1) / ratio;
  cell->is_paired = are_marks_paired(text);
  add_tokens(cell, text, locale);
  count_letters(cell, text, locale);
}

static void add_mark(GArray *marks, BirgeMarkKind kind, guint column, const char *text) {
  BirgeMark mark = {kind, column, g_strdup(text)};
  g_array_append_val(marks, mark);
}

/* Marks what one column has and another lacks. */
static void compare(const Cell *has, const Cell *other, guint column, GArray *marks,
                    GPtrArray *seen) {
  for (guint n = 0; n < has->numbers->len; n++) {
    char *number = has->numbers->pdata[n];
    if (has_string(other->numbers, number) || has_string(seen, number))
      continue;
    add_mark(marks, BIRGE_MARK_NUMBER, column, number);
    g_ptr_array_add(seen, number);
  }
  /* In Latin text every word is Latin; that says nothing. */
  for (guint w = 0; w < has->words->len && !has->is_latin; w++) {
    char *word = has->words->pdata[w];
    if (has_string(other->words, word) || has_string(seen, word))
      continue;
    add_mark(marks, BIRGE_MARK_WORD, column, word);
    g_ptr_array_add(seen, word);
  }
}

/* Marks the column that is farthest from the mean of the others. */
static void compare_lengths(const Cell *cells, guint n_cells, GArray *marks) {
  double worst = 1;
  guint column = n_cells;
  for (guint c = 0; c < n_cells; c++) {
    double sum = 0;
    guint n = 0;
    for (guint i = 0; i < n_cells; i++) {
      if (i != c && !cells[i].is_empty) {
        sum += cells[i].length;
        n++;
      }
    }
    if (cells[c].is_empty || n == 0)
      continue;
    double mean = MAX(sum / n, 1), length = MAX(cells[c].length, 1);
    double ratio = MAX(length / mean, mean / length);
    /* Of two, each is as far from the other: the shorter one lacks something. */
    gboolean is_worse = ratio > worst || (ratio == worst && length < mean);
    if (is_worse && ABS(length - mean) >= MIN_LENGTH_DIFFERENCE) {
      worst = ratio;
      column = c;
    }
  }
  if (worst > MAX_LENGTH_RATIO)
    add_mark(marks, BIRGE_MARK_LENGTH, column, NULL);
}

static void compare_cells(const Cell *cells, guint n_cells, GArray *marks) {
  for (guint c = 0; c < n_cells; c++) {
    g_autoptr(GPtrArray) seen = g_ptr_array_new();
    for (guint i = 0; i < n_cells && !cells[c].is_empty; i++) {
      if (i != c)
        compare(&cells[i], &cells[c], c, marks, seen);
    }
  }
  compare_lengths(cells, n_cells, marks);
}

static void clear_mark(gpointer data) {
  g_free(((BirgeMark *)data)->text);
}

GArray *birge_marks_find(const BirgeDraftRow *row, const BirgeLocale *const *locales) {
  GArray *marks = g_array_new(FALSE, FALSE, sizeof(BirgeMark));
  g_array_set_clear_func(marks, clear_mark);
  Cell cells[BIRGE_MAX_LANGUAGES] = {0};
  gboolean is_row_empty = birge_draft_row_is_empty(row);
  for (guint c = 0; c < row->n_cells; c++) {
    Cell *cell = &cells[c];
    look_at(cell, row->cells[c], locales[c]);
    if (cell->is_empty && !is_row_empty)
      add_mark(marks, BIRGE_MARK_MISSING, c, NULL);
    if (!cell->is_paired)
      add_mark(marks, BIRGE_MARK_QUOTE, c, NULL);
    if (cell->n_letters >= MIN_LETTERS &&
        cell->n_letters_of_script * MIN_SCRIPT_SHARE < cell->n_letters)
      add_mark(marks, BIRGE_MARK_SCRIPT, c, NULL);
  }
  compare_cells(cells, row->n_cells, marks);
  for (guint c = 0; c < row->n_cells; c++) {
    g_ptr_array_unref(cells[c].numbers);
    g_ptr_array_unref(cells[c].words);
  }
  return marks;
}

double birge_marks_doubt(const BirgeDraftRow *row, const GArray *marks) {
  double trust = row->confidence;
  for (guint m = 0; m < marks->len; m++)
    trust *= 1 - weights[g_array_index(marks, BirgeMark, m).kind];
  return 1 - trust;
}
